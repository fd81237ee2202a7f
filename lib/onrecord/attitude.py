"""A second opinion: the attitude of a sentence towards a target, by logistic regression."""

import gzip
import json
import math
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise, product
from pathlib import Path

from .language import VERBS, Span, Token, negated

Judge = Callable[[str, str], dict[str, float]]  # sentence, target -> {polarity: chance}
WEIGHTS = Path(__file__).parent / "models" / "attitude.json.gz"
OPEN = {"ADJ", "ADP", "ADV", "AUX", "DET", "INTJ", "NUM", "PART", "PRON", "VERB"}


@lru_cache(maxsize=1)
def read_weights() -> dict:
    """Read once what ``benchmarks/train_attitude.py`` learnt of NewsMTSC (2021.eacl-main.142)."""
    return json.loads(gzip.decompress(WEIGHTS.read_bytes()))


def attitude(target: Span) -> dict[str, float]:
    """Return {favour, against, neutral: probability} for a stretch of a parsed text."""
    told = features_of(target, (model := read_weights())["words"])
    rows = [(model["weights"][n], v) for n, v in told.items() if n in model["weights"]]
    powers = [math.exp(sum(row[n] * v for row, v in rows) / model["unit"]) for n in range(3)]
    return {name: power / sum(powers) for name, power in zip(model["labels"], powers, strict=True)}


def read_pipeline(model: str, labels: dict[str, str], pair: str = "{}") -> Judge:
    """Load a Hugging Face text classifier as a ``classifier`` of ``annotate`` (extra transformers).

    ``labels`` is {"Positive": "favour", ...}; an NLI ``pair``: “The text speaks well of {}.”"""
    from transformers import pipeline

    ask = pipeline("text-classification", model, top_k=None)

    def judge(sentence: str, target: str) -> dict[str, float]:
        said = ask({"text": sentence, "text_pair": pair.format(target)})
        named = [(labels[row["label"]], row["score"]) for row in said]
        return {label: sum(score for name, score in named if name == label) for label, _ in named}

    return judge


def features_of(target: Span, words: dict[str, list[float]]) -> dict[str, float]:
    """Describe how a target stands in its sentence, alike in training and in use; names masked."""
    rise = [head := target.root, *target.root.ancestors]
    verb = next((t for t in rise[1:] if t.pos_ in VERBS), head.sent.root)
    lemma = ("not " if negated(verb) else "") + _heard(verb, words)[0]
    form = head.lower_ if head.pos_ == "PRON" else head.ent_type_
    form = "NAME" if [] in _heard(head, words)[1] else form
    names = ["always", f"form:{head.pos_}:{form}", f"verb:{lemma}"]
    names.append(f"verb:{'^'.join(_way(rise, verb)[:3])}:{lemma}")
    around = [t for t in head.sent if not target.start <= t.i < target.end and not t.is_space]
    heard = [_heard(t, words) for t in around]
    masked = [word for word, _ in heard]
    place, tones = sum(t.i < target.start for t in around), {}
    for side, row in (("<", masked[:place][:-4:-1]), (">", masked[place : place + 3])):
        names += [f"{side}{number}:{word}" for number, word in enumerate(row)]
        names += [f"{side}:{word}" for word in (*row, " ".join(row[:2]), " ".join(row))]
    names += map(" ".join, pairwise([*masked[:place], "TARGET", *masked[place:]]))
    for token, (word, known) in zip(around, heard, strict=True):
        if [] in known:
            continue  # a word for a group of people says nothing
        way, beside = _way(rise, token), target.start - 6 <= token.i < target.end + 6
        scopes = ["all", "after" if token.i > head.i else "before", token.pos_]
        scopes += [*["near"] * (len(way) <= 4), *["beside"] * beside]
        names += [f"{'^'.join(way)}:{word}"] * (len(way) <= 3)
        value = next((row[0] for row in known if row[0]), 0)
        said = [("+" if (value > 0) != negated(token) else "-", 2 * abs(value))] if value else []
        # a noun far from the target is a topic and carries no blame
        if (not token.is_stop or token.dep_ == "neg") and ("near" in scopes or token.pos_ in OPEN):
            names += [f"{scope}:{word}" for scope in scopes]
            said += [(f"~{n}", much) for n, much in enumerate(known[0][1:] if known else ())]
        for scope, (what, much) in product(scopes, said if word != "NAME" else ()):
            tones[f"{scope} {what}"] = tones.get(f"{scope} {what}", 0) + much
    return dict.fromkeys(names, 1.0) | {tone: min(60, much) / 10 for tone, much in tones.items()}


def _heard(token: Token, words: dict[str, list[float]]) -> tuple[str, list[list[float]]]:
    """Return a lemma and its numbers; a name is NAME, and so are men and Muslims: no numbers."""
    known = [words[name] for name in (token.lower_, token.lemma_.lower()) if name in words]
    return "NAME" if token.pos_ == "PROPN" or [] in known else token.lemma_.lower(), known


def _way(rise: list[Token], token: Token) -> list[str]:
    """Return the roles on the way through the tree, up from the target and down to a word."""
    fall = [token, *token.ancestors]
    shared = sum(a == b for a, b in zip(reversed(rise), reversed(fall), strict=False))
    up = [t.lower_ if t.dep_ == "prep" else t.dep_ for t in rise[: len(rise) - shared]]
    return up + [f"/{t.dep_}" for t in reversed(fall[: len(fall) - shared])]
