"""A second opinion: the attitude of a sentence towards a marked target, by a small linear model.

A logistic regression, trained by ``benchmarks/train_attitude.py`` on NewsMTSC (2021.eacl-main.142).
"""

import gzip
import json
import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from .language import VERBS, Span, Token, negated

Judge = Callable[[str, str], dict[str, float]]  # sentence, target -> {polarity: chance}
WEIGHTS = Path(__file__).parent / "models" / "attitude.json.gz"
OPEN = {"ADJ", "ADP", "ADV", "AUX", "DET", "INTJ", "NUM", "PART", "PRON", "VERB"}


@lru_cache(maxsize=1)
def read_weights() -> dict:
    """Read {labels, weights: {feature: [one a label]}, valence: {word: -1 to 1}} once."""
    return json.loads(gzip.decompress(WEIGHTS.read_bytes()))


def attitude(target: Span) -> dict[str, float]:
    """Return {favour, against, neutral: probability} for a stretch of a parsed text."""
    model, sums = read_weights(), [0.0, 0.0, 0.0]
    for name, value in features_of(target, model["valence"]).items():
        for place, weight in enumerate(model["weights"].get(name, ())):
            sums[place] += weight * value / model["unit"]
    powers = [math.exp(total) for total in sums]
    return {name: power / sum(powers) for name, power in zip(model["labels"], powers, strict=True)}


def read_pipeline(model: str, labels: dict[str, str], pair: str = "{}") -> Judge:
    """Load a Hugging Face text classifier as a ``classifier`` of ``annotate`` (extra transformers).

    ``labels`` is {"Positive": "favour", ...}; an NLI ``pair``: “The text speaks well of {}.”
    """
    from transformers import pipeline

    ask = pipeline("text-classification", model, top_k=None)

    def judge(sentence: str, target: str) -> dict[str, float]:
        said = ask({"text": sentence, "text_pair": pair.format(target)})
        named = [(labels[row["label"]], row["score"]) for row in said]
        return {label: sum(score for name, score in named if name == label) for label, _ in named}

    return judge


def features_of(target: Span, valence: dict[str, float]) -> dict[str, float]:
    """Describe how a target stands in its sentence, alike in training and in use; names masked."""
    head = target.root
    verb = next((t for t in head.ancestors if t.pos_ in VERBS), head.sent.root)
    lemma = ("not " if negated(verb) else "") + verb.lemma_.lower()
    form = head.lower_ if head.pos_ == "PRON" else head.ent_type_
    role = "^".join(_way(head, verb)[:3])
    names = ["always", f"form:{head.pos_}:{form}", f"verb:{lemma}", f"verb:{role}:{lemma}"]
    words = [t for t in head.sent if not target.start <= t.i < target.end and not t.is_space]
    masked = ["NAME" if t.pos_ == "PROPN" else t.lemma_.lower() for t in words]
    place, tones = sum(t.i < target.start for t in words), {}
    for side, row in (("<", masked[:place][:-4:-1]), (">", masked[place : place + 3])):
        names += [f"{side}{number}:{word}" for number, word in enumerate(row)]
        names += [f"{side}:{word}" for word in (*row, " ".join(row[:2]), " ".join(row))]
    names += map(" ".join, pairwise([*masked[:place], "TARGET", *masked[place:]]))
    for token, word in zip(words, masked, strict=True):
        way, beside = _way(head, token), target.start - 6 <= token.i < target.end + 6
        scopes = ["all", "after" if token.i > head.i else "before", token.pos_]
        scopes += [*["near"] * (len(way) <= 4), *["beside"] * beside]
        # a noun far from the target is a topic and carries no blame
        if (not token.is_stop or token.dep_ == "neg") and ("near" in scopes or token.pos_ in OPEN):
            names += [f"{scope}:{word}" for scope in scopes]
        names += [f"{'^'.join(way)}:{word}"] * (len(way) <= 3)
        value = valence.get(token.lower_) or valence.get(token.lemma_.lower(), 0)
        for scope in scopes if value else ():
            tone = f"{scope} {'+' if (value > 0) != negated(token) else '-'}"
            tones[tone] = min(6.0, tones.get(tone, 0.0) + 2 * abs(value))
    return dict.fromkeys(names, 1.0) | tones


def _way(head: Token, token: Token) -> list[str]:
    """Return the roles on the way through the tree, up from the target and down to a word."""
    rise, fall = ([t, *t.ancestors] for t in (head, token))
    above = {t.i for t in rise} & {t.i for t in fall}
    up = [t.lower_ if t.dep_ == "prep" else t.dep_ for t in rise if t.i not in above]
    return up + [f"/{t.dep_}" for t in reversed(fall) if t.i not in above]
