"""Read one cue word: whom it makes speak, and which words of its sentence are spoken."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .language import subject_of
from .lexicon import read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["claim_of", "make_claim", "read_frames", "speaker_of"]

Frames = dict[str, frozenset[str]]
INSIDE = {"oprd", "xcomp", "ccomp", "acomp"}  # what may follow an object and belongs to it
CLOSING = {"”", '"', "''", "’", "»"}


@lru_cache(maxsize=8)
def read_frames(words: str | None) -> Frames:
    """Read {cue verb: the complements that make it an attribution} from ``words/cues.csv``."""
    return {cue: frozenset(row["frames"].split()) for cue, row in read_words("cues", words).items()}


def claim_of(token: Token, frames: Frames) -> dict | None:
    """Return what ``token`` says as a cue: {cue, source, content, rule}, or None if it is none."""
    if token.lower_ == "according":
        return _according_claim(token)
    allowed = frames.get(token.lemma_.lower()) if token.pos_ in ("VERB", "AUX") else None
    if not allowed:
        return None
    parts, rule = _complement(token, allowed, frames)
    if not parts and allowed & {"that", "quote"}:
        parts, rule = _interposed(token), "interposed"
    content = _spans(token.doc, parts)
    return make_claim(token, speaker_of(token, frames), content, rule) if content else None


def make_claim(cue: Token, source: Token | None, content: list[tuple[int, int]], rule: str) -> dict:
    """Put a claim together: cue token, source token or None, (start, end) characters, rule."""
    return {"cue": cue, "source": source, "content": content, "rule": rule}


def speaker_of(verb: Token, frames: Frames) -> Token | None:
    """Return the subject; after “…,” replied the singer the parser often calls it an object."""
    if verb.dep_ == "conj" and _is_second_cue(verb, verb.head.head, frames):
        return subject_of(verb.head.head)
    subject = subject_of(verb)
    if subject is None and verb.i and verb.nbor(-1).text in CLOSING:
        after = (c for c in verb.rights if c.dep_ == "dobj" and c.left_edge.i == verb.i + 1)
        subject = next(after, None)
    return subject


def _is_second_cue(verb: Token, outer: Token, frames: Frames) -> bool:
    """True for “insisted” in “he said that he will try and insisted that …”: the same speaker's."""
    return (
        verb.head.dep_ == "ccomp"
        and outer.tag_ == verb.tag_ in ("VBD", "VBZ", "VBP")
        and outer.lemma_.lower() in frames
        and verb.lemma_.lower() in frames
        and any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in verb.children)
        and not any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)
    )


def _complement(verb: Token, allowed: frozenset[str], frames: Frames) -> tuple[list, str]:
    """Return ([(first, last) tokens], rule): the complement of ``verb`` that its frames allow."""
    children = [c for c in verb.children if not c.is_space]
    objects = [c for c in children if c.dep_ in ("dobj", "oprd") and c.i > verb.i]
    for child in children:
        infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
        if child.dep_ not in ("ccomp", "xcomp"):
            continue
        if infinitive and "to" in allowed:
            return _ranges([*(o for o in objects[:1] if o.i < child.i), child]), "verb+infinitive"
        if not infinitive and child.dep_ == "ccomp" and allowed & {"that", "quote"}:
            return _around(verb, child, frames), "verb+clause"
        if not infinitive and child.tag_ == "VBG" and "ing" in allowed:
            return _ranges([child]), "verb+gerund"
    for head in objects[:1]:
        preps = [c for c in children if c.dep_ == "prep" and c.lower_ in allowed]
        tail = [c for c in children if c.i > head.i and (c in preps or c.dep_ in INSIDE)]
        if "object" in allowed or ("object+" in allowed and tail):
            return _ranges([head, *tail]), "verb+object"
    for prep in children:
        inner = [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
        if prep.dep_ == "prep" and prep.i > verb.i and prep.lower_ in allowed and inner:
            told = [c for c in children if c.i > prep.i and c.dep_ in ("xcomp", "ccomp")]
            return _ranges([inner[0], *told]), f"verb+{prep.lower_}"
    return [], ""


def _ranges(parts: list[Token]) -> list[tuple[int, int]]:
    """Return the one stretch from the first to the last of ``parts``, all they govern included."""
    return [(min(p.left_edge.i for p in parts), max(p.right_edge.i for p in parts))]


def _around(verb: Token, clause: Token, frames: Frames) -> list[tuple[int, int]]:
    """Return the clause before and after the words of its cue: “A,” he said, “B”."""
    doc, first, last = verb.doc, clause.left_edge.i, clause.right_edge.i
    for second in (c for c in clause.children if c.dep_ == "conj"):
        if _is_second_cue(second, verb, frames):
            last = (
                second.left_edge.i - 2
                if doc[second.left_edge.i - 1].dep_ == "cc"
                else second.left_edge.i - 1
            )
    if first > verb.i:
        return [*_fronted(verb), (first, last)]
    for stop in (i for i in range(min(last, verb.i), first, -1) if doc[i].text == ";"):
        first = stop + 1  # “Police said A; organisers said B”: B's speaker has not said A
        break
    low, high = _own_words(verb)
    return [(first, min(last, low - 1)), (high + 1, last)]


def _own_words(verb: Token) -> tuple[int, int]:
    """Return the first and last token of a cue and its subject: “the office said recently”."""
    own = [
        c
        for c in verb.children
        if c.dep_ in ("nsubj", "aux", "neg", "advmod", "npadvmod", "prt", "dative")
    ]
    subject = [c for c in own if c.dep_ == "nsubj"]
    places = [verb.i, *(c.i for c in own if abs(c.i - verb.i) < 4)]
    places += [i for s in subject for i in (s.left_edge.i, s.right_edge.i)]
    return min(places), max(places)


def _fronted(verb: Token) -> list[tuple[int, int]]:
    """Return what stands before “, he said,” and belongs to what follows it."""
    low, high = _own_words(verb)
    if high + 1 >= len(verb.doc) or verb.doc[high + 1].text != "," or verb.doc[low - 1].text != ",":
        return []
    front = [
        c for c in verb.lefts if c.i < low and c.dep_ in ("prep", "advcl", "npadvmod", "nsubj")
    ]
    return _ranges(front) if front and low > 1 else []


def _interposed(verb: Token) -> list[tuple[int, int]]:
    """Return the clause a parenthetical cue stands in: “It will go up, he said, after May.”"""
    if verb.dep_ not in ("parataxis", "ccomp", "advcl") or verb.head.pos_ not in ("VERB", "AUX"):
        return []
    low, high = _own_words(verb)
    first, last = verb.head.left_edge.i, verb.head.right_edge.i
    if not any(c.dep_ == "nsubj" for c in verb.children) or verb.doc[low - 1].text != ",":
        return []
    return [(first, low - 1), (high + 1, last)]


def _spans(doc: Doc, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Turn token ranges into (start, end) characters, without the punctuation at their ends."""
    spans = []
    for first, last in ranges:
        while first <= last and (doc[first].is_space or doc[first].text in ",;:."):
            first += 1
        while last >= first and (doc[last].is_space or doc[last].text in ",;:."):
            last -= 1
        if first <= last:
            spans.append((doc[first].idx, doc[last].idx + len(doc[last].text)))
    return spans


def _according_claim(token: Token) -> dict | None:
    """Read “according to X”: its clause, or the whole sentence where it stands at an end of it."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if source is None:
        return None
    head, doc = token.head, token.doc
    while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
        head = head.head
    first, last = token.left_edge.i, token.right_edge.i
    content = _spans(doc, [(head.left_edge.i, first - 1), (last + 1, head.right_edge.i)])
    return make_claim(token, source, content, "according-to")
