"""Make the attributions table: each claim with its actor, its class, its manner, its chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .cues import cue_key
from .language import negated, noun_phrase
from .lexicon import read_words
from .tables import owner_at, span, table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find_attributions(
    doc: Doc, claims: list[dict], mentions: pd.DataFrame, words: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (attributions, their spans): the claims of ``find_claims``, their sources by actor id.

    A source that is no mention of an actor has a source span but an empty ``source``.
    """
    rows, spans, text = [], [], doc.text
    ids = {id(claim): f"a{claim['cue'].idx}" for claim in claims}
    actor_at = owner_at(mentions, "mention")
    for claim in claims:
        cue, source, key = claim["cue"], claim["source"], ids[id(claim)]
        row = read_words("cues", words).get(cue_key(cue), {"class": "neutral"})
        pieces = [("cue", cue.idx, cue.idx + len(cue.text))]
        pieces += [("content", start, end) for start, end in claim["content"]]
        speaker = ""
        if source is not None:
            phrase = noun_phrase(source, cue)
            pieces.append(("source", phrase.start_char, phrase.end_char))
            speaker = actor_at(source.idx)
        if (told := _addressee(claim)) is not None:
            phrase = noun_phrase(told, None)
            pieces.append(("addressee", phrase.start_char, phrase.end_char))
        spans += [span(key, role, start, end, text) for role, start, end in pieces]
        rows.append(
            {
                "id": key,
                "source": speaker,
                "cue": cue_key(cue).removeprefix("the "),
                "cue_class": row["class"],
                "negated": negated(cue) or row["class"] in ("denial", "silence"),
                "manner": claim["manner"],
                "within": ids.get(id(claim["within"]), ""),
                "rule": claim["rule"],
            }
        )
    return table("attributions", rows), table("spans", spans)


def _addressee(claim: dict) -> Token | None:
    """Return who is told: “told reporters that”, “urged the council to”, “wrote to Dahl that”."""
    cue = claim["cue"]
    told = claim["rule"] in ("verb+clause", "verb+infinitive", "quotation+cue", "interposed")
    for child in cue.rights if told else ():
        if child.dep_ == "dative" or (
            child.dep_ == "dobj" and child.pos_ in ("NOUN", "PROPN", "PRON")
        ):
            to = next((c for c in child.children if c.dep_ == "pobj"), child)
            return to if to.i != getattr(claim["source"], "i", -1) else None
        if child.dep_ == "prep" and child.lower_ == "to":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None
