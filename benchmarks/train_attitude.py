"""Train the attitude model on NewsMTSC and write lib/onrecord/models/attitude.json.gz.

python benchmarks/train_attitude.py CORPORA [--cv]    needs scikit-learn and vaderSentiment

CORPORA holds newsmtsc/train with items.jsonl and gold.jsonl. Only that split is read. --cv
prints the macro-F1 of five folds (articles kept together) instead of writing. The valences of
words are means of VADER and TextBlob, both brought to -1..1 (AFINN's
package is GPL: not used). No linguistics in here.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc
from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from onrecord.article import Article, find_lines
from onrecord.attitude import WEIGHTS, features_of
from onrecord.language import parse

STRENGTH = 0.05  # inverse of the penalty, by cross-validation among .02, .05, .1
SEEN = 3  # a feature of fewer targets is left out
UNIT = 100  # weights are shipped as whole hundredths
LEAST = 2  # hundredths: a feature whose weights are all smaller is left out


def read_valence() -> dict[str, float]:
    """Average two word lists; a word of letters, apostrophes and hyphens only."""
    sentiment.load()
    lists = [
        (SentimentIntensityAnalyzer().lexicon, 3.0),
        ({word: senses[None][0] for word, senses in sentiment.items()}, 1.0),
    ]
    values = defaultdict(list)
    for lexicon, most in lists:
        for word, value in lexicon.items():
            if abs(value) > 0.05 and word.replace("-", "").replace("'", "").isalpha():
                values[word.lower()].append(max(-1.0, min(1.0, value / most)))
    means = {word: round(sum(found) / len(found), 1) for word, found in values.items()}
    return {word: means[word] for word in sorted(means) if means[word]}


def read_examples(split: Path, valence: dict[str, float]) -> tuple[list[dict], list[str], list]:
    """Return (features, labels, article of each) for every marked target of a split."""
    items, gold = (
        [json.loads(line) for line in (split / name).read_text(encoding="utf-8").splitlines()]
        for name in ("items.jsonl", "gold.jsonl")
    )
    labels = {row["id"]: row["label"] for row in gold}
    read = {text: read_sentence(text) for text in dict.fromkeys(item["text"] for item in items)}
    places = [(item["text"], item["target"]["start"], item["target"]["end"]) for item in items]
    rows = [features_of(read[text], start, end, valence) for text, start, end in places]
    groups = ["_".join(item["id"].split("_")[:3]) for item in items]
    return rows, [labels[item["id"]] for item in items], groups


def read_sentence(text: str) -> Doc:
    """Parse a text as ``annotate`` does."""
    return parse(text, find_lines(Article(text=text)))


def fit(rows: list[dict], labels: list[str]) -> tuple[DictVectorizer, LogisticRegression]:
    """Fit a multinomial logistic regression on the features that are seen often enough."""
    seen = Counter(name for row in rows for name in row)
    kept = [{name: value for name, value in row.items() if seen[name] >= SEEN} for row in rows]
    columns = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000, random_state=7)
    return columns, model.fit(columns.fit_transform(kept), labels)


def cross_validate(rows: list[dict], labels: list[str], groups: list) -> float:
    """Return the macro-F1 over all folds."""
    said = np.empty(len(labels), dtype=object)
    for known, held in GroupKFold(5).split(rows, labels, groups):
        columns, model = fit([rows[i] for i in known], [labels[i] for i in known])
        said[held] = model.predict(columns.transform([rows[i] for i in held]))
    return f1_score(labels, said.tolist(), average="macro")


def write(columns: DictVectorizer, model: LogisticRegression, valence: dict[str, float]) -> None:
    """Write the same bytes for the same weights: keys sorted, no time in the gzip header."""
    hundredths = np.rint(UNIT * model.coef_.T).astype(int).tolist()
    weights = {
        name: hundredths[place]
        for name, place in sorted(columns.vocabulary_.items())
        if max(map(abs, hundredths[place])) >= LEAST or name == "always"
    }
    bias = np.rint(UNIT * model.intercept_).astype(int).tolist()
    weights["always"] = [a + b for a, b in zip(weights["always"], bias, strict=True)]
    made = {"labels": model.classes_.tolist(), "unit": UNIT}
    made |= {"valence": valence, "weights": weights}
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(weights)} features, {len(valence)} words, {WEIGHTS.stat().st_size:,} bytes")


def main(corpora: str, *options: str) -> int:
    """Print the cross-validated macro-F1, or write the model."""
    valence = read_valence()
    rows, labels, groups = read_examples(Path(corpora) / "newsmtsc/train", valence)
    if "--cv" in options:
        print(f"macro-F1 of five folds: {cross_validate(rows, labels, groups):.3f}")
    else:
        write(*fit(rows, labels), valence)
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
