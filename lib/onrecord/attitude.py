"""A second opinion: the attitude of a sentence towards a marked target, by a small linear model.

The weights are a multinomial logistic regression, made by ``benchmarks/train_attitude.py`` from
NewsMTSC (Hamborg and Donnay 2021, EACL, 2021.eacl-main.142). It knows the attitude, never whose.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from .lexicon import read_words
from .tables import owner_at

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc, Span, Token

__all__ = ["attitude", "features_of", "read_context", "read_weights", "top_features"]

Context = Callable[[int], tuple[list[tuple[int, int]], list[str]]]

WEIGHTS = Path(__file__).parent / "models" / "attitude.json.gz"
OPEN = {"ADJ", "ADV", "AUX", "INTJ", "NOUN", "VERB"}
NOMINAL = {"amod", "appos", "compound", "conj", "nmod", "pobj", "poss", "prep"}
CLAUSAL = {"acl", "advcl", "ccomp", "csubj", "parataxis", "relcl"}
MODIFIER = {"acl", "amod", "appos", "compound", "det", "nmod", "poss", "relcl"}
SHARED = ("role=", "verb=", "own=", "phrase=", "pair=", "before=", "after=")
SIGN = {"favour": 1, "against": -1, "neutral": 0}


@lru_cache(maxsize=1)
def read_weights() -> dict:
    """Read {labels, weights: {feature: [one a label]}, valence: {word: -1 to 1}} once."""
    return json.loads(gzip.decompress(WEIGHTS.read_bytes()))


def attitude(doc: Doc, start: int, end: int, context: Context) -> dict[str, float]:
    """Return {favour, against, neutral: probability} for the target at ``start:end``."""
    model = read_weights()
    labels, weights, sums = model["labels"], model["weights"], [0.0, 0.0, 0.0]
    for name, value in features_of(doc, start, end, model["valence"], context).items():
        for place, weight in enumerate(weights.get(name, ())):
            sums[place] += weight * value
    powers = [math.exp(total / model["unit"]) for total in sums]
    return {name: power / sum(powers) for name, power in zip(labels, powers, strict=True)}


def top_features(label: str, number: int = 20) -> list[tuple[str, float]]:
    """List the features that speak loudest for ``label``, loudest first, with their weights."""
    model = read_weights()
    place = model["labels"].index(label)
    loud = sorted(model["weights"].items(), key=lambda item: (-item[1][place], item[0]))
    return [(name, weights[place] / model["unit"]) for name, weights in loud[:number]]


def read_context(attributions: pd.DataFrame, spans: pd.DataFrame) -> Context:
    """Return a function: character -> (mentions of the actor there, what the attributions say)."""
    actor_at, content_at = owner_at(spans, "mention"), owner_at(spans, "content")
    speaks, carries, mentions = defaultdict(list), {}, defaultdict(list)
    for row in attributions.itertuples():
        speaks[row.source] += [f"speaks={row.cue_class}", f"speaks={row.cue}"]
        carries[row.id] = [f"within={row.cue_class}", f"within={row.cue}", f"within={row.manner}"]
    named = spans[spans["role"] == "mention"]
    for owner, start, end in zip(named["owner"], named["start"], named["end"], strict=True):
        mentions[owner].append((start, end))

    def around(at: int) -> tuple[list[tuple[int, int]], list[str]]:
        actor, carrier = actor_at(at), content_at(at)
        names = [*(speaks[actor] if actor else ()), *carries.get(carrier, ())]
        return mentions[actor] if actor else [], names

    return around


def features_of(
    doc: Doc, start: int, end: int, valence: dict[str, float], context: Context
) -> dict[str, float]:
    """Describe how a target stands in its sentence: the same code in training and in use.

    Words count within the target's clause; outside it only verbs, modifiers and words with a
    valence do, so that a topic carries no blame. Names are masked. The target's other mentions
    in the sentence add their grammar.
    """
    found = _features(doc, start, end, valence)
    mentions, said = context(start)
    sentence = doc.char_span(start, end, alignment_mode="expand").root.sent
    for first, last in mentions:
        apart = last <= start or first >= end
        if apart and sentence.start_char <= first < sentence.end_char:
            more = _features(doc, first, last, valence)
            found = {k: v for k, v in more.items() if k.startswith(SHARED)} | found
    return found | dict.fromkeys(said, 1.0)


def _features(doc: Doc, start: int, end: int, valence: dict[str, float]) -> dict[str, float]:
    target = doc.char_span(start, end, alignment_mode="expand")
    head, inside = target.root, range(target.start, target.end)
    top = head
    while top.dep_ in NOMINAL and top.head.i != top.i and top.head.pos_ not in ("VERB", "AUX"):
        top = top.head
    verb = _verb_of(top)
    clause = [t for t in _clause(verb) if t.i not in inside]
    words = [t for t in head.sent if t.i not in inside and not t.is_space]
    names = [*_grammar(head, top, verb, inside), *_words(clause, words, target), *_form(target)]
    found = dict.fromkeys(names, 1.0)
    for name, value in _tones(clause, words, target, verb, valence):
        found[name] = found.get(name, 0.0) + value
    return found | {"always": 1.0}


def _verb_of(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _clause(verb: Token) -> list[Token]:
    """Return the words of one clause, in order: clauses within it are left out."""
    found, todo = [], [verb]
    while todo:
        found.append(todo.pop())
        for child in found[-1].children:
            second = child.dep_ == "conj" and child.pos_ in ("VERB", "AUX")
            if child.dep_ not in CLAUSAL and not second:
                todo.append(child)
    return sorted(found, key=lambda token: token.i)


def _mask(token: Token) -> str:
    return "NAME" if token.pos_ == "PROPN" else token.lemma_.lower()


def _role(top: Token) -> str:
    """Name what a phrase is to its verb: nsubj, dobj, prep:with …"""
    return f"prep:{top.head.lower_}" if top.dep_ == "pobj" else top.dep_


def _grammar(head: Token, top: Token, verb: Token, inside: range) -> Iterator[str]:
    """Yield the target's role, the verb it belongs to, and what stands with it in its phrase."""
    role, lemma, step = _role(top), verb.lemma_.lower(), head
    negation = "not " if any(c.dep_ == "neg" for c in verb.children) else ""
    yield from (f"role={head.dep_}<{role}", f"verb={role}:{negation}{lemma}")
    yield from (f"verb={negation}{lemma}", f"verb={head.dep_}<{role}:{lemma}")
    while step.i != top.i:
        yield f"phrase={step.dep_}<{_mask(step.head)}"
        step = step.head
    for child in (c for t in {head, top} for c in t.children):
        if child.i not in inside and child.dep_ in MODIFIER and child.pos_ != "PROPN":
            yield f"own={child.dep_}:{child.lemma_.lower()}"


def _words(clause: list[Token], words: list[Token], target: Span) -> Iterator[str]:
    """Yield the words and pairs of the clause, and those next to the target in the sentence."""
    for token in clause:
        if token.dep_ == "neg" or (token.pos_ in OPEN and not token.is_stop):
            side = "before" if token.i < target.start else "after"
            yield from (f"clause={token.lemma_.lower()}", f"{side}={token.lemma_.lower()}")
    shown = ["NAME" if t.pos_ == "PROPN" else t.lower_ for t in clause]
    shown.insert(sum(t.i < target.start for t in clause), "TARGET")
    yield from (f"pair={one} {two}" for one, two in pairwise(shown))
    place = sum(t.i < target.start for t in words)
    left, right = words[max(0, place - 3) : place][::-1], words[place : place + 3]
    for side, row in (("left", left), ("right", right)):
        near = [_mask(token) for token in row]
        for number, word in enumerate(near):
            yield from (f"{side}{number}={word}", f"{side}={word}")
            yield f"{side}={' '.join(near[: number + 1])}"


def _tones(clause, words, target, verb, valence) -> Iterator[tuple[str, float]]:
    """Yield sums of valence over five stretches, and the signs of ``words/stance.csv``."""
    value, directed, role = {}, read_words("stance"), _role(target.root).partition(":")[0]
    clausal = {t.i for t in clause}
    for token in words:
        turned = any(c.dep_ == "neg" for c in token.children)
        if weight := valence.get(token.lower_) or valence.get(token.lemma_.lower()):
            yield f"word={token.lemma_.lower()}", 1.0
            value[token.i] = -weight if turned else weight
        elif token.pos_ in ("VERB", "ADJ", "ADV") and not token.is_stop:
            yield f"word={token.lemma_.lower()}", 1.0
        if sign := SIGN[directed.get(token.lemma_.lower(), {"polarity": "neutral"})["polarity"]]:
            where = "verb" if token.i == verb.i else "clause" if token.i in clausal else "sentence"
            side = "before" if token.i < target.start else "after"
            for name in (side, f"{where}:{role}"):
                yield f"stance={name}:{'-' if (sign > 0) == turned else '+'}", 1.0
    near = range(target.start - 6, target.end + 6)
    scopes = {"clause": clausal, "near": near, "sentence": value.keys()}
    scopes |= {"before": range(target.start), "after": range(target.end, len(target.doc))}
    for scope, places in scopes.items():
        kept = [weight for place, weight in value.items() if place in places]
        good, bad = sum(w for w in kept if w > 0), -sum(w for w in kept if w < 0)
        yield from ((f"good={scope}", min(good, 3.0)), (f"bad={scope}", min(bad, 3.0)))
        sums = [0 if s < 0.01 else 1 if s <= 0.5 else 2 if s <= 1.2 else 3 for s in (good, bad)]
        yield f"tone={scope}:+{sums[0]}-{sums[1]}", 1.0
        sign = "+" if good - bad > 0.1 else "-" if bad - good > 0.1 else "0"
        yield f"tone={scope}:{role}:{sign}", 1.0


def _form(target: Span) -> Iterator[str]:
    """Yield what the target is, where it stands, and whether it is quoted."""
    head, words = target.root, target.root.sent
    kind = head.lower_ if head.pos_ == "PRON" else head.ent_type_
    yield from (f"form={head.pos_}:{kind}", f"length={min(5, len(words) // 10)}")
    yield f"place={min(4, 5 * (target.start - words.start) // len(words))}"
    marks = [t.i for t in words if t.text in ("“", "”", '"')]
    before = sum(i < target.start for i in marks)
    yield f"quoted={'in' if before % 2 else 'beside' if marks else 'no'}"
