"""Make the attributions table: each claim with its actor, its class, its manner, its chain."""

from .cues import cue_key
from .language import NOUNS, Doc, Token, child_of, negated, noun_phrase
from .lexicon import Words, read_words
from .tables import Layer, Table, owner_at, span, table


def find_attributions(doc: Doc, claims: list[dict], mentions: Table, words: Words = None) -> Layer:
    """Return (attributions, their spans): each claim with its source's actor id, or '' if none."""
    rows, spans, text, cues = [], [], doc.text, read_words("cues", words)
    actor_at = owner_at(mentions, "mention")
    ids = {id(claim): f"a{claim['cue'].idx}" for claim in claims}
    for claim in claims:
        cue, source, key = claim["cue"], claim["source"], ids[id(claim)]
        name = cue_key(cue, cues)
        kind = cues.get(name, {"class": "neutral"})["class"]
        pieces = [("cue", cue.idx, cue.idx + len(cue.text))]
        pieces += [("content", start, end) for start, end in claim["content"]]
        named = ("source", source, cue), ("addressee", _addressee(claim), None)
        phrases = [(role, noun_phrase(head, but, whole=True)) for role, head, but in named if head]
        pieces += [(role, phrase.start_char, phrase.end_char) for role, phrase in phrases]
        spans += [span(key, role, start, end, text) for role, start, end in pieces]
        row = {"id": key, "source": actor_at(source.idx) if source is not None else ""}
        row |= {"cue": name.removeprefix("the "), "cue_class": kind}
        verb = cue.head if cue.pos_ == "ADJ" else cue  # “was not certain that”
        row |= {"negated": negated(verb) or kind in ("denial", "silence"), "rule": claim["rule"]}
        rows.append(row | {"manner": claim["manner"], "within": ids.get(id(claim["within"]), "")})
    return table("attributions", rows), table("spans", spans)


def _addressee(claim: dict) -> Token | None:
    """Return who is told: “told reporters that”, “urged the council to”, “wrote to Dahl that”."""
    told = claim["rule"] in ("verb+clause", "verb+infinitive", "quotation+cue", "interposed")
    for child in claim["cue"].rights if told else ():
        noun = child.dep_ == "dobj" and child.pos_ in NOUNS
        if noun or child.dep_ == "dative" or (child.dep_ == "prep" and child.lower_ == "to"):
            to = child_of(child, "pobj") or child
            return to if to != claim["source"] else None
    return None
