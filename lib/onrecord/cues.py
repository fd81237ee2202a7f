"""Read one cue word: whom it makes speak, and which words of its sentence are spoken."""

from .language import FINITE, NOUNS, VERBS, Doc, Token, child_of, is_finite, subject_of
from .lexicon import read_words

Frames = dict[str, frozenset[str]]  # cue: the complements that make it an attribution
Ranges = list[tuple[int, int]]  # first and last token of each, or first character and the end
IN_HIS_VIEW = ("account", "eyes", "judgment", "mind", "opinion", "telling", "view", "words")
THEIRS = {"about", "against", "among", "as", "between", "for", "of", "over", "than", "to", "with"}
CLAUSES = {"acl", "relcl", "ccomp", "xcomp", "advcl"}
PREDICATES = {"acomp", "ccomp", "oprd", "pcomp", "xcomp"}  # said of an object: “called it a lie”


def claim_of(token: Token, frames: Frames) -> dict | None:
    """Return what ``token`` says as a cue: {cue, source, content, rule}, or None if it is none."""
    named = IN_HIS_VIEW if token.pos_ == "NOUN" else ("according", "per", "for")
    if token.lower_ in named and (claim := _according_claim(token)):
        return claim
    key = cue_key(token, frames) if token.pos_ in (*VERBS, "NOUN", "ADJ") else ""
    allowed = frames.get(key, frozenset())
    if not allowed or key.startswith("the "):
        return _noun_claim(token, allowed, frames) if allowed else None
    parts, rule = _complement(token, allowed, frames)
    takes = rule != "verb+clause" and not key.startswith("be ")
    about = child_of(token, "nsubjpass") if takes else None
    if about and child_of(token, "dobj") and not child_of(token, "agent"):
        return None  # “They were denied visas”
    if about:  # “Two boats were said lost”: they belong to what was said
        more = [c for c in token.rights if c.dep_ in ("xcomp", "oprd", "acomp")]
        told = parts or _ranges(more if "that" in allowed else [])
        if told or ("object" in allowed and child_of(token, "agent")):
            parts, rule = [*_ranges([about]), *told], "passive"
    if not parts and "that" in allowed:
        parts, rule = _interposed(token), "interposed"
    source = speaker_of(token, frames)
    if source is None and rule == "verb+clause" and parts[0][0] < token.i:  # “…,” said the mayor
        after = (c for c in token.rights if c.left_edge.i == token.i + 1)
        source = next((c for c in after if c.dep_ in ("dobj", "attr", "npadvmod")), None)
    deed = rule in ("verb+object", "verb+to", "verb+infinitive") and "raising" not in allowed
    if not source and deed:
        return None  # “an occasion to attack the mayor”: nobody attacks yet
    content = _spans(token.doc, parts, source)
    return make_claim(token, source, content, rule) if content else None


def cue_key(token: Token, known: dict) -> str:
    """Return the key of a cue among those ``known``: "claim", "the claim", "be sure"."""
    if token.dep_ == "prep" or token.lower_ == "according":
        return "according to"
    state = f"be {token.lower_}"  # “is concerned that”, whatever the parser calls it
    if token.tag_ == "VBN" and state in known and not child_of(token, "agent"):
        return state
    acts = token.dep_ == "ROOT" and child_of(token, "nsubj")  # “The guild notes, “…””: a verb
    kind = "be " if token.pos_ == "ADJ" else "the " if token.pos_ == "NOUN" and not acts else ""
    return kind + token.lemma_.lower()


def _noun_claim(noun: Token, allowed: frozenset[str], frames: Frames) -> dict | None:
    """Read “her claim that …”, “a warning of … by Solt”, “voiced doubt about …”."""
    light = noun.dep_ == "dobj" and noun.head.lemma_.lower() in read_words("light_verbs")
    told = light or (noun.dep_ == "nsubj" and noun.head.lemma_ == "be")  # “her answer was that …”
    owners = [c for c in noun.children if c.dep_ == "poss" or c.lower_ in ("by", "from", "among")]
    source = owners[0] if owners else subject_of(noun.head) if light else None
    source = child_of(source, "pobj") if owners and source.dep_ != "poss" else source
    parts = [*noun.rights, *(noun.head.rights if told else ())]
    # “condemned threats to leave as folly”: what follows “as” is said of the threats
    end = "as" if "as" in frames.get(cue_key(noun.head, frames), ()) else "according"
    for part in parts if source is not None else ():
        clause = part.dep_ in CLAUSES and part.left_edge.lower_ in allowed & {"that", "to"}
        named = child_of(part, "pobj", "pcomp") if part.lower_ in allowed else None
        if content := part if clause else named:
            return make_claim(noun, source, _spans(noun.doc, _ranges([content]), end=end), "noun")
    return None


def make_claim(cue: Token, source: Token | None, content: Ranges, rule: str) -> dict:
    """Put a claim together: cue token, source token or None, (start, end) characters, rule."""
    return {"cue": cue, "source": source, "content": content, "rule": rule, "quoted": False}


def speaker_of(verb: Token, frames: Frames) -> Token | None:
    """Return the subject of a cue; “it seems to work” is said by nobody: its frame is "raising"."""
    if "raising" in frames.get(verb.lemma_.lower(), ()):
        return None
    if cue_key(verb, frames).startswith("be "):  # “she was unsure if …”; “he came, certain that …”
        return child_of(verb, "nsubjpass", "nsubj") or subject_of(verb)
    kind = read_words("kinds").get(verb.head.lemma_, {"kind": "document"})["kind"]
    if kind == "document" and (verb.tag_, verb.dep_, verb.head.dep_) == ("VBG", "acl", "dobj"):
        return subject_of(verb.head.head) or verb.head  # “Dahl sent a letter saying …”
    return subject_of(verb.head.head if _is_second_cue(verb, verb.head.head, frames) else verb)


def addressee_of(claim: dict) -> Token | None:
    """Return who is told: “told reporters that”, “urged the council to”, “wrote to Dahl that”."""
    told = claim["rule"] in ("verb+clause", "verb+infinitive", "quotation+cue", "interposed")
    for child in claim["cue"].rights if told else ():
        noun = child.dep_ == "dobj" and child.pos_ in NOUNS
        if noun or child.dep_ == "dative" or (child.dep_ == "prep" and child.lower_ == "to"):
            to = child_of(child, "pobj") or child
            return to if to != claim["source"] else None
    return None


def _is_second_cue(verb: Token, outer: Token, frames: Frames) -> bool:
    """True for “insisted” in “he said that he will try and insisted that …”: the same speaker's."""
    second = (verb.dep_, verb.head.dep_) == ("conj", "ccomp") and verb.tag_ in FINITE
    cues = second and {outer.lemma_.lower(), verb.lemma_.lower()} <= frames.keys()
    return cues and child_of(verb, "nsubj", "nsubjpass", "expl") is None


def _complement(verb: Token, allowed: frozenset[str], frames: Frames) -> tuple[list, str]:
    """Return ([(first, last) tokens], rule): the complement of ``verb`` that its frames allow."""
    children = [c for c in verb.children if not c.is_space]
    objects = [c for c in children if c.dep_ in ("dobj", "oprd") and c.i > verb.i]
    urged = [n for c in children if c.lower_ in allowed & {"on", "upon"} for n in c.rights]
    for child in _clauses(verb, allowed, objects):
        if any(t.text in ";:" for t in verb.doc[child.i : verb.i]):
            continue  # “Police said A; organisers said B”: B comes first, and A is not theirs
        infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in child.children)
        if infinitive and "to" in allowed:
            if child.left_edge.i < verb.i:  # “which he plans to do”
                return _around(verb, child, frames), "verb+infinitive"
            return _ranges([*(objects or urged)[:1], child]), "verb+infinitive"
        what = "object" in allowed and child.left_edge.lower_ == "what"  # “condemned what it saw”
        if not infinitive and child.dep_ != "xcomp" and (what or allowed & {"that", "quote"}):
            return _around(verb, child, frames), "verb+clause"
        if not infinitive and child.tag_ == "VBG" and "ing" in allowed:
            return _ranges([child]), "verb+gerund"
    for head in objects[:1]:
        rest = [c for c in children if c.i > head.i]
        tail = [c for c in rest if c.dep_ in PREDICATES or c.left_edge.lower_ in allowed]
        plain = "object" in allowed and head.tag_ != "PRP"  # not “nobody asked us”
        if plain or (tail and allowed & {"object", "object+"}):
            tail += [c for c in rest if c.lower_ in THEIRS and c.nbor(-1).text != ","]
            return _ranges([head, *tail]), "verb+object"
    for prep in children:
        inner = child_of(prep, "pobj", "pcomp") if prep.dep_ == "prep" else None
        if inner is not None and prep.i > verb.i and prep.lower_ in allowed - {"that"}:
            loose = (c.left_edge.i for c in inner.rights if c.dep_ == "amod")  # “, similar to …”
            last = next(loose, inner.right_edge.i + 1) - 1
            more = (c for c in children if c.lower_ in THEIRS and c.i == last + 1)  # “for x as y”
            last = next((c.right_edge.i for c in more), last)
            return [(inner.left_edge.i, last)], f"verb+{prep.lower_}"
    return [], ""


def _clauses(verb: Token, allowed: frozenset[str], objects: list[Token]) -> list[Token]:
    """Return the clauses that may be the complement of ``verb``, those that follow it first."""
    found = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp")]
    leads = allowed & {"if", "for"}  # “asked us if …”, “called for us to go”: adverbs when parsed
    found += [c for c in verb.rights if c.dep_ == "advcl" and c.left_edge.lower_ in leads]
    if "that" in allowed and not found:  # “told the Courier in a letter that …” hangs on either
        nouns = [n for c in verb.children if c.dep_ == "prep" for n in c.rights]
        nouns += [] if "object" in allowed else objects
        below = [c for n in nouns for c in n.rights if c.dep_ in CLAUSES]
        found = [c for c in below if c.left_edge.lower_ == "that"]
        rest = () if child_of(verb, "cc") else (c for c in verb.rights if c.dep_ == "conj")
        found += [c for c in rest if is_finite(c) and child_of(c, "nsubj", "nsubjpass", "csubj")]
    return sorted(found, key=lambda clause: clause.i < verb.i)


def _ranges(parts: list[Token]) -> Ranges:
    """Return the one stretch from the first to the last of ``parts``, all they govern included."""
    edges = [(p.left_edge.i, p.right_edge.i) for p in parts]
    return [(min(edges)[0], max(last for _, last in edges))] if edges else []


def _around(verb: Token, clause: Token, frames: Frames) -> Ranges:
    """Return the clause before and after the words of its cue: “A,” he said, “B”."""
    doc, first, last = verb.doc, clause.left_edge.i, clause.right_edge.i
    for second in (c for c in clause.children if _is_second_cue(c, verb, frames)):
        last = second.left_edge.i - 1
        last -= doc[last].dep_ == "cc"
    more = (c.right_edge.i for c in verb.rights if c.dep_ == "ccomp" and c.left_edge.i == last + 1)
    last = next(more, last)  # “that a man called Orm | was robbed”: one clause read as two
    low, high = _own_words(verb)
    if first < verb.i:
        return [(first, min(last, low - 1)), (high + 1, last)]
    # “In May, he said, it will rise”: what stands before “, he said,” belongs to what follows
    commas = doc[high + 1 : high + 2].text == "," == doc[max(0, low - 1) : low].text
    front = [c for c in verb.lefts if c.i < low and c.dep_ not in ("punct", "cc")]
    return [*_ranges(front if commas else []), (first, last)]


def _own_words(verb: Token) -> tuple[int, int]:
    """Return the first and last token of a cue and its subject: “the office said recently”."""
    ends = [i for c in verb.children if c.dep_ == "nsubj" for i in (c.left_edge.i, c.right_edge.i)]
    return min([verb.i, *ends]), max([verb.i, *ends])


def _interposed(verb: Token) -> Ranges:
    """Return the clause a parenthetical cue stands in: “It will go up, he said, after May.”"""
    clause, (low, high) = verb.head, _own_words(verb)
    beside = verb.dep_ in ("parataxis", "ccomp", "advcl", "conj") and verb.head.pos_ in VERBS
    if verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.lefts):  # “as Solt told us, …”
        clause = next((t for t in verb.ancestors if t.pos_ in VERBS), verb.head)
        low, high = verb.left_edge.i, verb.right_edge.i
    elif not beside or child_of(verb, "nsubj") is None or verb.doc[low - 1].text != ",":
        return []
    return [(clause.left_edge.i, low - 1), (high + 1, clause.right_edge.i)]


def _spans(doc: Doc, ranges: Ranges, source: Token | None = None, end: str = "according"):
    """Turn token ranges into (start, end) characters, without the punctuation at their ends."""
    spans, low = [], source.left_edge.i if source is not None else -1
    for first, last in ranges:
        inside = doc[first + 1 : last + 1]  # to “…, according to Falk”, “condemning Maro, Norvik”
        stops = (t for t in inside if t.i == low or (t.lower_ == end and t.right_edge.i >= last))
        last = next((t.i - 1 for t in stops), last)
        words = [t for t in doc[first : last + 1] if not t.is_space and t.text not in ",;:."]
        if words:
            spans.append((words[0].idx, words[-1].idx + len(words[-1].text)))
    return spans


def _according_claim(token: Token) -> dict | None:
    """Read “according to X”, “per X”, “for X, …”, “in X's view”, “in the words of X”."""
    head, source = token, child_of(token, "poss")
    preps = [token] if token.lower_ in ("per", "for") else token.children
    for prep in (c for c in preps if c.lower_ in ("to", "of", "per", "for") and source is None):
        source = child_of(prep, "pobj")
    if token.pos_ == "NOUN":
        head = token.head if token.head.lower_ == "in" else None
    elif token.lower_ != "according" and source is not None:
        sees = source.ent_type_ in ("PERSON", "NORP", "ORG") and token.head.lemma_ == "be"
        after = token.doc[source.right_edge.i : source.right_edge.i + 2].text
        opens = token.is_sent_start and after.endswith(",")
        head = token if opens and (sees or token.lower_ == "per") else None
    if source is None or head is None:
        return None
    clause = next((t for t in head.ancestors if t.pos_ in VERBS), head.head)
    last = head.right_edge.i
    while clause.head.i < clause.i and clause.right_edge.i == last:
        clause = clause.head  # “The board believes that it is safe, according to Solt”
    parts = [(clause.left_edge.i, head.left_edge.i - 1), (last + 1, clause.right_edge.i)]
    return make_claim(head, source, _spans(token.doc, parts), "according-to")
