"""Read one cue word: whom it makes speak, and which words of its sentence are spoken."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .language import subject_of
from .lexicon import read_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Frames = dict[str, frozenset[str]]
INSIDE = {"oprd", "xcomp", "ccomp", "acomp"}  # what may follow an object and belongs to it
IN_HIS_VIEW = ("account", "eyes", "judgment", "mind", "opinion", "telling", "view", "words")
NEED_SOURCE = {"verb+object", "verb+to"}  # “an occasion to attack the mayor”: nobody attacks yet
OWN = {"nsubj", "aux", "neg", "advmod", "npadvmod", "prt", "dative"}  # of “the office said then”
FRONT = {"prep", "advcl", "npadvmod", "nsubj"}
CLOSING = {"”", '"', "''", "’", "»"}


@lru_cache(maxsize=8)
def read_frames(words: str | None) -> Frames:
    """Read {cue verb: the complements that make it an attribution} from ``words/cues.csv``."""
    return {cue: frozenset(row["frames"].split()) for cue, row in read_words("cues", words).items()}


def claim_of(token: Token, frames: Frames) -> dict | None:
    """Return what ``token`` says as a cue: {cue, source, content, rule}, or None if it is none."""
    named = IN_HIS_VIEW if token.pos_ == "NOUN" else ("according", "per", "for")
    if token.lower_ in named and (claim := _according_claim(token)):
        return claim
    allowed = frames.get(cue_key(token)) if token.pos_ in ("VERB", "AUX", "NOUN") else None
    if not allowed or token.pos_ == "NOUN":
        return _noun_claim(token, allowed) if allowed else None
    parts, rule = _complement(token, allowed, frames)
    if rule != "verb+clause":
        parts, rule = _passive(token, allowed, parts) or (parts, rule)
    if not parts and "that" in allowed:
        parts, rule = _interposed(token), "interposed"
    source = speaker_of(token, frames)
    if (
        source is not None
    ):  # “despite condemning Maro, Norvik …”: the parser puts Norvik beside Maro
        low = source.left_edge.i
        parts = [(first, low - 1 if first < low <= last else last) for first, last in parts]
    content = _spans(token.doc, parts)
    if source is None and rule in NEED_SOURCE:
        return None
    return make_claim(token, source, content, rule) if content else None


def cue_key(token: Token) -> str:
    """Return the key of a cue in ``words/cues.csv``: "claim" the verb, "the claim" the noun."""
    lemma = token.lemma_.lower()
    if token.dep_ == "prep" or token.lower_ == "according":
        return "according to"
    return f"the {lemma}" if token.pos_ == "NOUN" else lemma


def _noun_claim(noun: Token, allowed: frozenset[str]) -> dict | None:
    """Read “her claim that …”, “a warning of … by Solt”, “voiced doubt about …”."""
    light = noun.dep_ == "dobj" and noun.head.lemma_.lower() in read_words("light_verbs")
    maker = noun.head if light else None
    source, content = _noun_source(noun, maker), None
    for part in (*noun.rights, *(maker.rights if maker is not None else ())):
        inner = next((c for c in part.children if c.dep_ in ("pobj", "pcomp")), None)
        if part.dep_ == "prep" and inner is not None and inner != source:
            content = inner if part.lower_ in allowed else None
        elif part.dep_ in ("acl", "ccomp", "relcl", "xcomp", "advcl"):
            content = part if part.left_edge.lower_ in allowed & {"that", "to"} else None
        if content is not None:
            break
    if content is None and noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and "that" in allowed:
        content = next((c for c in noun.head.children if c.dep_ == "ccomp"), None)
    if content is None or source is None:
        return None
    return make_claim(noun, source, _spans(noun.doc, _ranges([content])), "noun")


def _noun_source(noun: Token, maker: Token | None) -> Token | None:
    """Return whose claim a noun is: its owner, who is named after “by”, who makes it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return subject_of(maker) if maker is not None else None


def make_claim(cue: Token, source: Token | None, content: list[tuple[int, int]], rule: str) -> dict:
    """Put a claim together: cue token, source token or None, (start, end) characters, rule."""
    return {"cue": cue, "source": source, "content": content, "rule": rule}


def speaker_of(verb: Token, frames: Frames) -> Token | None:
    """Return the subject; after “…,” replied the singer the parser often calls it an object.

    “It seems to work” is said by nobody: such cues have the frame "raising".
    """
    if "raising" in frames.get(verb.lemma_.lower(), ()):
        return None
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
        what = "object" in allowed and child.left_edge.lower_ == "what"  # “condemned what it saw”
        if not infinitive and child.dep_ == "ccomp" and (what or allowed & {"that", "quote"}):
            return _around(verb, child, frames, objects), "verb+clause"
        if not infinitive and child.tag_ == "VBG" and "ing" in allowed:
            return _ranges([child]), "verb+gerund"
    for head in objects[:1]:
        for clause in head.rights:  # “informed the capital that …”: told to it, not about it
            told = clause.dep_ in ("acl", "relcl", "ccomp") and clause.left_edge.lower_ == "that"
            if told and "that" in allowed and "object" not in allowed:
                return _ranges([clause]), "verb+clause"
        preps = [c for c in children if _led_by(c) in allowed]
        tail = [c for c in children if c.i > head.i and (c in preps or c.dep_ in INSIDE)]
        if head.tag_ == "PRP" and not tail:
            break  # “nobody asked us”
        if "object" in allowed or ("object+" in allowed and tail):
            return _ranges([head, *tail]), "verb+object"
    for prep in children:
        inner = [c for c in prep.children if c.dep_ in ("pobj", "pcomp")]
        if prep.dep_ == "prep" and prep.i > verb.i and prep.lower_ in allowed and inner:
            told = [c for c in children if c.i > prep.i and c.dep_ in ("xcomp", "ccomp")]
            return _ranges([inner[0], *told]), f"verb+{prep.lower_}"
    return [], ""


def _passive(
    verb: Token, allowed: frozenset[str], parts: list[tuple[int, int]]
) -> tuple[list[tuple[int, int]], str] | None:
    """Add the subject of a passive to its content: “Two boats” of “Two boats were said lost”."""
    about = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    more = [c for c in verb.rights if c.dep_ in ("xcomp", "oprd", "acomp") and "that" in allowed]
    parts = parts or (_ranges(more) if more else [])
    by = "object" in allowed and any(c.dep_ == "agent" for c in verb.rights)
    if about is None or not (parts or by):
        return None
    return [*_ranges([about]), *parts], "passive"


def _led_by(part: Token) -> str:
    """Return the preposition of a phrase, also before a participle: “as led by fools”."""
    if part.dep_ == "advcl":
        return next((c.lower_ for c in part.lefts if c.dep_ == "mark"), "")
    return part.lower_ if part.dep_ == "prep" else ""


def _ranges(parts: list[Token]) -> list[tuple[int, int]]:
    """Return the one stretch from the first to the last of ``parts``, all they govern included."""
    return [(min(p.left_edge.i for p in parts), max(p.right_edge.i for p in parts))]


def _around(
    verb: Token, clause: Token, frames: Frames, objects: list[Token]
) -> list[tuple[int, int]]:
    """Return the clause before and after the words of its cue: “A,” he said, “B”."""
    doc, first, last = verb.doc, clause.left_edge.i, clause.right_edge.i
    for second in (c for c in clause.children if c.dep_ == "conj"):
        if _is_second_cue(second, verb, frames):
            last = second.left_edge.i - 1
            last -= doc[last].dep_ == "cc"
    if first > verb.i:
        if objects and objects[0].right_edge.i + 1 == first and subject_of(clause) is None:
            first = objects[
                0
            ].left_edge.i  # “found the yield fell”: the parser's object is its subject
        return [*_fronted(verb), (first, last)]
    for stop in (i for i in range(min(last, verb.i), first, -1) if doc[i].text == ";"):
        first = stop + 1  # “Police said A; organisers said B”: B's speaker has not said A
        break
    low, high = _own_words(verb)
    return [(first, min(last, low - 1)), (high + 1, last)]


def _own_words(verb: Token) -> tuple[int, int]:
    """Return the first and last token of a cue and its subject: “the office said recently”."""
    own = [c for c in verb.children if c.dep_ in OWN]
    subject = [c for c in own if c.dep_ == "nsubj"]
    places = [verb.i, *(c.i for c in own if abs(c.i - verb.i) < 4)]
    places += [i for s in subject for i in (s.left_edge.i, s.right_edge.i)]
    return min(places), max(places)


def _fronted(verb: Token) -> list[tuple[int, int]]:
    """Return what stands before “, he said,” and belongs to what follows it."""
    low, high = _own_words(verb)
    if high + 1 >= len(verb.doc) or verb.doc[high + 1].text != "," or verb.doc[low - 1].text != ",":
        return []
    front = [c for c in verb.lefts if c.i < low and c.dep_ in FRONT]
    return _ranges(front) if front and low > 1 else []


def _interposed(verb: Token) -> list[tuple[int, int]]:
    """Return the clause a parenthetical cue stands in: “It will go up, he said, after May.”"""
    if verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.lefts):  # “as Solt told us, …”
        head = verb.head
        while head.pos_ not in ("VERB", "AUX") and head.head.i != head.i:
            head = head.head
        around = (verb.left_edge.i - 1, verb.right_edge.i + 1)
        return [(head.left_edge.i, around[0]), (around[1], head.right_edge.i)]
    joined = ("parataxis", "ccomp", "advcl", "conj")
    if verb.dep_ not in joined or verb.head.pos_ not in ("VERB", "AUX"):
        return []
    low, high = _own_words(verb)
    first, last = verb.head.left_edge.i, verb.head.right_edge.i
    if not any(c.dep_ == "nsubj" for c in verb.children) or verb.doc[low - 1].text != ",":
        return []
    if verb.dep_ == "conj":
        high = verb.right_edge.i
    return [(first, low - 1), (high + 1, last)]


def _spans(doc: Doc, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Turn token ranges into (start, end) characters, without the punctuation at their ends."""
    spans = []
    for first, last in ranges:
        words = [t for t in doc[first : last + 1] if not t.is_space and t.text not in ",;:."]
        if words:
            spans.append((words[0].idx, words[-1].idx + len(words[-1].text)))
    return spans


def _according_claim(token: Token) -> dict | None:
    """Read “according to X”, “per X”, “in X's words”: its clause or, at an end, the sentence."""
    source, doc = _according_to(token), token.doc
    if source is None:
        return None
    if token.pos_ == "NOUN":
        token = token.head
    head, first, last = token.head, token.left_edge.i, token.right_edge.i
    after = doc[last + 1 : token.sent.end].text.strip("”’\"'. ")
    at_an_end = first == token.sent.start or not after
    while head.head.i != head.i and (at_an_end or head.pos_ not in ("VERB", "AUX")):
        head = head.head
    content = _spans(doc, [(head.left_edge.i, first - 1), (last + 1, head.right_edge.i)])
    return make_claim(token, source, content, "according-to")


def _according_to(token: Token) -> Token | None:
    """Return X of “according to X”, “per X”, “for X, …”, “in X's view”, “in the words of X”."""
    prep = next((c for c in token.children if c.lower_ in ("to", "of")), None)
    if token.pos_ == "NOUN":
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        if token.head.lower_ != "in" or owner is not None or prep is None:
            return owner if token.head.lower_ == "in" else None
    elif token.lower_ != "according":
        prep = token
    source = (
        next((c for c in prep.children if c.dep_ == "pobj"), None) if prep is not None else None
    )
    if source is None or token.lower_ in ("according", *IN_HIS_VIEW):
        return source
    sees = source.ent_type_ in ("PERSON", "NORP", "ORG") and token.head.lemma_ == "be"
    opens = token.i == token.sent.start and source.right_edge.i + 1 < len(token.doc)
    opens = opens and token.doc[source.right_edge.i + 1].text == ","
    return source if opens and (sees or token.lower_ == "per") else None
