"""Read one cue word: whom it makes speak, and which words of its sentence are spoken."""

from functools import lru_cache

from .language import FINITE, VERBS, Doc, Token, child_of, subject_of
from .lexicon import Words, read_words

Frames = dict[str, frozenset[str]]
Ranges = list[tuple[int, int]]  # first and last token of each, or first character and the end
INSIDE = {"oprd", "xcomp", "ccomp", "acomp"}  # what may follow an object and belongs to it
IN_HIS_VIEW = ("account", "eyes", "judgment", "mind", "opinion", "telling", "view", "words")
NEED_SOURCE = {"verb+object", "verb+to"}  # “an occasion to attack the mayor”: nobody attacks yet
OWN = {"nsubj", "aux", "neg", "advmod", "npadvmod", "prt", "dative"}  # of “the office said then”
CLAUSE = {"acl", "relcl", "ccomp"}
FRONT = {"prep", "advcl", "npadvmod", "nsubj"}


@lru_cache(maxsize=8)
def read_frames(words: Words) -> Frames:
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
    if rule != "verb+clause" and (passive := _passive(token, allowed, parts)):
        parts, rule = passive, "passive"
    if not parts and "that" in allowed:
        parts, rule = _interposed(token), "interposed"
    source = speaker_of(token, frames)
    if source is None and rule in NEED_SOURCE:
        return None
    if source is not None:
        low = source.left_edge.i  # “despite condemning Maro, Norvik …”: parsed as if Norvik's too
        parts = [(first, low - 1 if first < low <= last else last) for first, last in parts]
    content = _spans(token.doc, parts)
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
        inner = child_of(part, "pobj", "pcomp")
        if part.dep_ == "prep" and inner is not None and inner != source:
            content = inner if part.lower_ in allowed else None
        elif part.dep_ in ("acl", "ccomp", "relcl", "xcomp", "advcl"):
            content = part if part.left_edge.lower_ in allowed & {"that", "to"} else None
        if content is not None:
            break
    if content is None and noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and "that" in allowed:
        content = child_of(noun.head, "ccomp")
    if content is None or source is None:
        return None
    return make_claim(noun, source, _spans(noun.doc, _ranges([content])), "noun")


def _noun_source(noun: Token, maker: Token | None) -> Token | None:
    """Return whose claim a noun is: its owner, who is named after “by”, who makes it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            return child_of(child, "pobj")
    return subject_of(maker) if maker is not None else None


def make_claim(cue: Token, source: Token | None, content: Ranges, rule: str) -> dict:
    """Put a claim together: cue token, source token or None, (start, end) characters, rule."""
    return {"cue": cue, "source": source, "content": content, "rule": rule}


def speaker_of(verb: Token, frames: Frames) -> Token | None:
    """Return the subject of a cue; “it seems to work” is said by nobody: its frame is "raising"."""
    if "raising" in frames.get(verb.lemma_.lower(), ()):
        return None
    if _is_second_cue(verb, verb.head.head, frames):
        return subject_of(verb.head.head)
    return subject_of(verb)


def _is_second_cue(verb: Token, outer: Token, frames: Frames) -> bool:
    """True for “insisted” in “he said that he will try and insisted that …”: the same speaker's."""
    if (verb.dep_, verb.head.dep_) != ("conj", "ccomp") or outer.tag_ != verb.tag_:
        return False
    cues = verb.tag_ in FINITE and {outer.lemma_.lower(), verb.lemma_.lower()} <= frames.keys()
    shares = cues and child_of(verb, "nsubj", "nsubjpass", "expl") is None
    return shares and child_of(verb, "ccomp", "xcomp", "dobj") is not None


def _complement(verb: Token, allowed: frozenset[str], frames: Frames) -> tuple[list, str]:
    """Return ([(first, last) tokens], rule): the complement of ``verb`` that its frames allow."""
    children = [c for c in verb.children if not c.is_space]
    objects = [c for c in children if c.dep_ in ("dobj", "oprd") and c.i > verb.i]
    for child in (c for c in children if c.dep_ in ("ccomp", "xcomp")):
        infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
        if infinitive and "to" in allowed:
            return _ranges([*(o for o in objects[:1] if o.i < child.i), child]), "verb+infinitive"
        what = "object" in allowed and child.left_edge.lower_ == "what"  # “condemned what it saw”
        if not infinitive and child.dep_ == "ccomp" and (what or allowed & {"that", "quote"}):
            return _around(verb, child, frames), "verb+clause"
        if not infinitive and child.tag_ == "VBG" and "ing" in allowed:
            return _ranges([child]), "verb+gerund"
    for head in objects[:1]:
        # “informed the capital that …”: told to it, not about it
        told = [c for c in head.rights if c.dep_ in CLAUSE and c.left_edge.lower_ == "that"]
        if told and "that" in allowed and "object" not in allowed:
            return _ranges(told[:1]), "verb+clause"
        preps = [c for c in children if _led_by(c) in allowed]
        tail = [c for c in children if c.i > head.i and (c in preps or c.dep_ in INSIDE)]
        if head.tag_ == "PRP" and not tail:
            break  # “nobody asked us”
        if "object" in allowed or ("object+" in allowed and tail):
            return _ranges([head, *tail]), "verb+object"
    for prep in children:
        inner = child_of(prep, "pobj", "pcomp") if prep.dep_ == "prep" else None
        if inner is not None and prep.i > verb.i and prep.lower_ in allowed:
            told = [c for c in children if c.i > prep.i and c.dep_ in ("xcomp", "ccomp")]
            return _ranges([inner, *told]), f"verb+{prep.lower_}"
    return [], ""


def _passive(verb: Token, allowed: frozenset[str], parts: Ranges) -> Ranges:
    """Add the subject of a passive to its content: “Two boats” of “Two boats were said lost”."""
    about = child_of(verb, "nsubjpass")
    more = [c for c in verb.rights if c.dep_ in ("xcomp", "oprd", "acomp") and "that" in allowed]
    parts = parts or (_ranges(more) if more else [])
    by = "object" in allowed and any(c.dep_ == "agent" for c in verb.rights)
    return [*_ranges([about]), *parts] if about is not None and (parts or by) else []


def _led_by(part: Token) -> str:
    """Return the preposition of a phrase, also before a participle: “as led by fools”."""
    if part.dep_ == "advcl":
        return next((c.lower_ for c in part.lefts if c.dep_ == "mark"), "")
    return part.lower_ if part.dep_ == "prep" else ""


def _ranges(parts: list[Token]) -> Ranges:
    """Return the one stretch from the first to the last of ``parts``, all they govern included."""
    return [(min(p.left_edge.i for p in parts), max(p.right_edge.i for p in parts))]


def _around(verb: Token, clause: Token, frames: Frames) -> Ranges:
    """Return the clause before and after the words of its cue: “A,” he said, “B”."""
    doc, first, last = verb.doc, clause.left_edge.i, clause.right_edge.i
    for second in clause.children:
        if _is_second_cue(second, verb, frames):
            last = second.left_edge.i - 1
            last -= doc[last].dep_ == "cc"
    if first > verb.i:
        return [*_fronted(verb), (first, last)]
    # “Police said A; organisers said B”: B's speaker has not said A
    stops = [i for i in range(first + 1, min(last, verb.i) + 1) if doc[i].text == ";"]
    first = stops[-1] + 1 if stops else first
    low, high = _own_words(verb)
    return [(first, min(last, low - 1)), (high + 1, last)]


def _own_words(verb: Token) -> tuple[int, int]:
    """Return the first and last token of a cue and its subject: “the office said recently”."""
    places = [verb.i, *(c.i for c in verb.children if c.dep_ in OWN and abs(c.i - verb.i) < 4)]
    for subject in (c for c in verb.children if c.dep_ == "nsubj"):
        places += [subject.left_edge.i, subject.right_edge.i]
    return min(places), max(places)


def _fronted(verb: Token) -> Ranges:
    """Return what stands before “, he said,” and belongs to what follows it."""
    low, high = _own_words(verb)
    if high + 1 >= len(verb.doc) or verb.doc[high + 1].text != "," or verb.doc[low - 1].text != ",":
        return []
    front = [c for c in verb.lefts if c.i < low and c.dep_ in FRONT]
    return _ranges(front) if front and low > 1 else []


def _interposed(verb: Token) -> Ranges:
    """Return the clause a parenthetical cue stands in: “It will go up, he said, after May.”"""
    if verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.lefts):  # “as Solt told us, …”
        return _outside(_clause_of(verb.head), verb.left_edge.i, verb.right_edge.i)
    beside = verb.dep_ in ("parataxis", "ccomp", "advcl", "conj") and verb.head.pos_ in VERBS
    low, high = _own_words(verb)
    if not beside or child_of(verb, "nsubj") is None or verb.doc[low - 1].text != ",":
        return []
    return _outside(verb.head, low, verb.right_edge.i if verb.dep_ == "conj" else high)


def _clause_of(head: Token) -> Token:
    """Return the verb of the clause that ``head`` stands in, or the top of its sentence."""
    while head.pos_ not in VERBS and head.head.i != head.i:
        head = head.head
    return head


def _outside(clause: Token, low: int, high: int) -> Ranges:
    return [(clause.left_edge.i, low - 1), (high + 1, clause.right_edge.i)]


def _spans(doc: Doc, ranges: Ranges) -> Ranges:
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
    first, last = token.left_edge.i, token.right_edge.i
    after = doc[last + 1 : token.sent.end].text.strip("”’\"'. ")
    at_an_end = first == token.sent.start or not after
    clause = token.sent.root if at_an_end else _clause_of(token.head)
    return make_claim(token, source, _spans(doc, _outside(clause, first, last)), "according-to")


def _according_to(token: Token) -> Token | None:
    """Return X of “according to X”, “per X”, “for X, …”, “in X's view”, “in the words of X”."""
    prep = next((c for c in token.children if c.lower_ in ("to", "of")), None)
    if token.pos_ == "NOUN":
        owner = child_of(token, "poss")
        if token.head.lower_ != "in" or owner is not None or prep is None:
            return owner if token.head.lower_ == "in" else None
    elif token.lower_ != "according":
        prep = token
    source = child_of(prep, "pobj") if prep is not None else None
    if source is None or token.lower_ in ("according", *IN_HIS_VIEW):
        return source
    sees = source.ent_type_ in ("PERSON", "NORP", "ORG") and token.head.lemma_ == "be"
    opens = token.i == token.sent.start and source.right_edge.i + 1 < len(token.doc)
    opens = opens and token.doc[source.right_edge.i + 1].text == ","
    return source if opens and (sees or token.lower_ == "per") else None
