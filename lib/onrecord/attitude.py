"""A second opinion: the attitude of a sentence towards a marked target, by a small linear model.

The weights are a multinomial logistic regression, made by ``benchmarks/train_attitude.py`` from
NewsMTSC (Hamborg and Donnay 2021, EACL, 2021.eacl-main.142). It knows the attitude, never whose.
"""

import gzip
import json
import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from .language import Doc, Span, Token, negated

WEIGHTS = Path(__file__).parent / "models" / "attitude.json.gz"
VERBAL = ("VERB", "AUX")
OPEN = {"ADJ", "ADV", "AUX", "INTJ", "NOUN", "VERB"}
NOMINAL = {"amod", "appos", "compound", "conj", "nmod", "pobj", "poss", "prep"}
CLAUSAL = {"acl", "advcl", "ccomp", "csubj", "parataxis", "relcl"}


@lru_cache(maxsize=1)
def read_weights() -> dict:
    """Read {labels, weights: {feature: [one a label]}, valence: {word: -1 to 1}} once."""
    return json.loads(gzip.decompress(WEIGHTS.read_bytes()))


def attitude(doc: Doc, start: int, end: int) -> dict[str, float]:
    """Return {favour, against, neutral: probability} for the target at ``start:end``."""
    model, sums = read_weights(), [0.0, 0.0, 0.0]
    for name, value in features_of(doc, start, end, model["valence"]).items():
        for place, weight in enumerate(model["weights"].get(name, ())):
            sums[place] += weight * value
    powers = [math.exp(total / model["unit"]) for total in sums]
    return {name: power / sum(powers) for name, power in zip(model["labels"], powers, strict=True)}


def features_of(doc: Doc, start: int, end: int, valence: dict[str, float]) -> dict[str, float]:
    """Describe how a target stands in its sentence, alike in training and in use; names masked."""
    target = doc.char_span(start, end, alignment_mode="expand")
    head = top = target.root
    while top.dep_ in NOMINAL and top.head.pos_ not in VERBAL and top.head.i != top.i:
        top = top.head  # of the phrase that the target is in
    verb = next((t for t in (top, *top.ancestors) if t.pos_ in VERBAL), head.sent.root)
    role = f"prep:{top.head.lower_}" if top.dep_ == "pobj" else top.dep_
    lemma = ("not " if negated(verb) else "") + verb.lemma_.lower()
    names = ["always", f"role={head.dep_}<{role}", f"verb={role}:{lemma}", f"verb={lemma}"]
    marks = [t.i < target.start for t in head.sent if t.text in ("“", "”", '"')]
    names.append(f"quoted={'in' if sum(marks) % 2 else 'beside' if marks else 'no'}")
    names.append(f"form={head.pos_}:{head.lower_ if head.pos_ == 'PRON' else head.ent_type_}")
    words = [t for t in head.sent if not target.start <= t.i < target.end and not t.is_space]
    clause = _clause(verb)
    names += [*_words(target, words, clause), *_near(target, words)]
    return dict.fromkeys(names, 1.0) | dict(_tones(target, words, clause, valence))


def _clause(verb: Token) -> set[Token]:
    """Return the words of one clause: clauses within it are left out."""
    found = [verb]
    for token in found:  # it grows while it is read
        inner = [c for c in token.children if c.dep_ not in CLAUSAL]
        found += [c for c in inner if c.dep_ != "conj" or c.pos_ not in VERBAL]
    return set(found)


def _words(target: Span, words: list[Token], clause: set[Token]) -> Iterator[str]:
    """Yield words and pairs of the target's clause; a noun beyond it, a topic, carries no blame."""
    shown = [t for t in words if t in clause]
    for token in words:
        lemma, side = token.lemma_.lower(), "before" if token.i < target.start else "after"
        if token in clause and (token.dep_ == "neg" or (token.pos_ in OPEN and not token.is_stop)):
            yield from (f"clause={lemma}", f"{side}={lemma}")
        if token.pos_ in ("VERB", "ADJ", "ADV") and not token.is_stop:
            yield f"word={lemma}"
    pairs = ["NAME" if t.pos_ == "PROPN" else t.lower_ for t in shown]
    pairs.insert(sum(t.i < target.start for t in shown), "TARGET")
    yield from (f"pair={one} {two}" for one, two in pairwise(pairs))


def _near(target: Span, words: list[Token]) -> Iterator[str]:
    """Yield the three words on each side of the target, by themselves and together."""
    masked = ["NAME" if t.pos_ == "PROPN" else t.lemma_.lower() for t in words]
    place = sum(t.i < target.start for t in words)
    for side, row in (("left", masked[:place][:-4:-1]), ("right", masked[place : place + 3])):
        for number, word in enumerate(row):
            yield from (f"{side}{number}={word}", f"{side}={word}")
            yield f"{side}={' '.join(row[: number + 1])}"


def _tones(target: Span, words: list[Token], clause: set[Token], valence: dict) -> Iterator[tuple]:
    """Yield sums of the words' valence over five stretches, and its sign by steps in the tree."""
    value = {t: valence.get(t.lower_) or valence.get(t.lemma_.lower(), 0) for t in words}
    value = {t: -weight if negated(t) else weight for t, weight in value.items() if weight}
    before, after = ([t for t in value if (t.i < target.start) == side] for side in (True, False))
    near = [t for t in value if target.start - 6 <= t.i < target.end + 6]
    scopes = {"before": before, "after": after, "near": near, "clause": clause, "sentence": value}
    for scope, tokens in scopes.items():
        kept = [value.get(token, 0) for token in tokens]
        yield f"good={scope}", min(3.0, sum(weight for weight in kept if weight > 0))
        yield f"bad={scope}", min(3.0, -sum(weight for weight in kept if weight < 0))
    line = {token: steps for steps, token in enumerate((target.root, *target.root.ancestors))}
    for token, weight in value.items():
        path = [token, *token.ancestors]
        steps = min(steps + line[at] for steps, at in enumerate(path) if at in line)
        yield f"steps={min(6, steps)}:{'+' if weight > 0 else '-'}", 1.0
