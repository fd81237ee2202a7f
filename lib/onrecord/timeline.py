"""Find events: what happened, when, how real the article makes it, and who attests to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .language import is_finite, negated, subject_of
from .tables import owner_at, span, table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_events"]

FUTURE = {"will", "shall", "'ll", "’ll", "wo"}
CONDITIONS = {"would", "could", "might", "may", "should", "'d", "’d", "can"}
EMPTY_VERBS = {"be", "have", "do"}  # they say that something is, not that it happens
MODIFIERS = {"compound", "amod", "poss", "nummod"}


def find_events(
    doc: Doc,
    lines: pd.DataFrame,
    times: pd.DataFrame,
    attributions: pd.DataFrame,
    spans: pd.DataFrame,
    *,
    given: list[tuple[int, int]] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (events, their spans): the finite verbs of the body, each with a time of its clause.

    An event stands between the first and last day its time can mean; without a time both are ''.
    ``given`` are (start, end) characters of event words, where known, instead of the verbs.
    """
    timexes, content_at = spans[spans["role"] == "timex"], owner_at(spans, "content")
    days = times.set_index("id").to_dict("index")
    points = {key: row for key, row in days.items() if row["type"] in ("DATE", "TIME")}
    dates = [(s, o) for s, o in zip(timexes["start"], timexes["owner"], strict=True) if o in points]
    classes = dict(zip(attributions["id"], attributions["cue_class"], strict=True))
    rows, found, text = [], [], doc.text
    for token in _given_words(doc, given) if given is not None else _verbs(doc, lines):
        verb, key = _verb_of(token), f"e{token.idx}"
        attested = content_at(token.idx) or "article"
        time, rule = _time_of(verb, dates)
        rows.append(
            {
                "id": key,
                "label": _label(token),
                "time": time,
                "earliest": points[time]["earliest"] if time else "",
                "latest": points[time]["latest"] if time else "",
                "status": _status(verb, classes.get(attested, "")),
                "attested_by": attested,
                "rule": rule,
            }
        )
        found.append(span(key, "event", token.idx, token.idx + len(token.text), text))
    return table("events", rows), table("spans", found)


def _given_words(doc: Doc, given: list[tuple[int, int]]) -> list[Token]:
    spans = (doc.char_span(start, end, alignment_mode="expand") for start, end in given)
    return [span.root for span in spans if span is not None]


def _verbs(doc: Doc, lines: pd.DataFrame) -> list[Token]:
    """Return the finite verbs of the body that tell a happening."""
    body = lines[lines["kind"] == "body"]
    inside = (doc.char_span(s, e) for s, e in zip(body["start"], body["end"], strict=True))
    return [
        t for line in inside for t in line or () if is_finite(t) and t.lemma_ not in EMPTY_VERBS
    ]


def _verb_of(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _time_of(verb: Token, dates: list[tuple[int, str]]) -> tuple[str, str]:
    """Return (times id, rule): a date of the verb's own clause, else of the clause it leans on."""
    for rule in ("own-clause", "governing-clause", "governing-clause"):
        inner = [
            (c.left_edge.idx, c.right_edge.idx)
            for c in verb.children
            if c.dep_ in ("ccomp", "advcl", "relcl", "parataxis", "conj") and is_finite(c)
        ]
        first, last = verb.left_edge.idx, verb.right_edge.idx
        near = [
            (abs(at - verb.idx), key)
            for at, key in dates
            if first <= at <= last and not any(a <= at <= b for a, b in inner)
        ]
        if near:
            return min(near)[1], rule
        if verb.dep_ not in ("xcomp", "advcl", "conj", "pcomp", "acl"):
            break
        verb = _verb_of(verb.head)
    return "", "no-time"


def _status(verb: Token, cue_class: str) -> str:
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "mark")}
    if negated(verb):
        return "negated"
    if cue_class == "directive":
        return "ordered"
    if helpers & (CONDITIONS | {"if", "unless"}):
        return "conditional"
    if helpers & FUTURE:
        return "predicted"
    return "claimed" if cue_class else "asserted"


def _label(token: Token) -> str:
    """Name the event by subject, verb and object, at most nine words."""
    doc, keep = token.doc, {token.i}
    for child in token.children:
        if child.dep_ in ("aux", "auxpass", "neg", "prt"):
            keep.add(child.i)
        elif child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "acomp", "dative", "oprd"):
            keep |= {child.i} | {t.i for t in child.lefts if t.dep_ in MODIFIERS}
    subject = subject_of(token) if token.pos_ in ("VERB", "AUX") else None
    if subject is not None and abs(subject.i - token.i) < 40:
        keep.add(subject.i)
    words = (doc[i] for i in sorted(keep)[:9])
    glued = (t.text if t.i + 1 in keep and not t.whitespace_ else f"{t.text} " for t in words)
    return " ".join("".join(glued).split())
