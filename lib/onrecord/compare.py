"""Compare two annotations of one article: two readers', a decision's before and after, gold."""

import re
from collections import Counter, defaultdict
from itertools import dropwhile, pairwise, product

import pandas as pd

from .annotation import Annotation
from .lexicon import read_words
from .tables import PREFIX, Table
from .views import names_by_id

LAYERS = tuple(PREFIX)[:-1]  # all but the tone


def rows_of(notes: Annotation) -> dict[str, dict]:
    """Return every finding of every layer as {id: its row and the name of its table}."""
    return {r["id"]: r | {"table": k} for k in LAYERS for r in getattr(notes, k).to_dict("records")}


def changes(before: Annotation, after: Annotation) -> Table:
    """Return what differs, a row a cell: table, id, column, was, now; no column: the whole row."""
    rows, names = [], names_by_id(before) | names_by_id(after)
    old, new = rows_of(before), rows_of(after)
    for key, row in sorted((old | new).items(), key=lambda pair: LAYERS.index(pair[1]["table"])):
        was, now = old.get(key, {}), new.get(key, {})
        cells = [[name, was[name], now[name]] for name in was if now and was[name] != now[name]]
        if not was or not now:
            cells = [["", "found" if was else "", "found" if now else ""]]
        rows += [[row["table"], key, c, *(names.get(v, str(v)) for v in two)] for c, *two in cells]
    return pd.DataFrame(rows, columns=["table", "id", "column", "was", "now"])


def score(found: Annotation, gold: Annotation) -> Table:
    """Return precision, recall, F1 in percent against finished work, for all that either has."""
    # Lines: the same kind; events: the same days; stances: the mean over their polarities.
    counts, two, units, times, labels = {}, (found, gold), [], [], []
    for kind, columns in (("lines", ["id", "kind"]), ("events", ["id", "earliest", "latest"])):
        rows = [{*getattr(n, kind)[columns].itertuples(index=False)} for n in two]
        counts[kind] = (len(rows[0] & rows[1]), *map(len, rows))
    for notes in two:
        places: dict = defaultdict(lambda: defaultdict(list))
        for span in notes.spans.itertuples():
            places[span.owner][span.role].append((span.start, span.end))
        units.append([places[key] for key in notes.attributions["id"]])
        dated = zip(notes.times["id"], notes.times["value"], strict=True)
        times.append([(*place, value) for key, value in dated for place in places[key]["timex"]])
        stances = notes.stances.replace(names_by_id(notes)).set_index(["holder", "target"])
        labels.append(stances["polarity"].to_dict())
    counts |= {"attributions": count_attributions(gold.article.text, *units), **count_times(*times)}
    rows = [[name, *rates(*count)] for name, count in counts.items() if any(count)]
    if means := [rates(*count) for count in count_labels(*labels).values() if any(count)]:
        rows.append(["stances", *pd.DataFrame(means).mean()])
    return pd.DataFrame(rows, columns=["measure", "precision", "recall", "f1"]).round(1)


def rates(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent."""
    return 100 * right / (found or 1), 100 * right / (gold or 1), 200 * right / (found + gold or 1)


def count_attributions(text: str, found: list[dict], gold: list[dict]) -> tuple[int, int, int]:
    """Return how many attributions {role: [(start, end)]} are right, found, and in the gold."""
    places = [word.span() for word in re.finditer(r"\w+(?:[’'.\-‑&]\w+)*", text)]

    def words(spans: list[tuple] | None) -> set[int]:  # by their number in the text
        return {n for a, b in spans or () for n, (c, d) in enumerate(places) if a < d and c < b}

    def dice(one: set[int], other: set[int]) -> float:  # the share that both have, 0 to 1
        return 2 * len(one & other) / (len(one) + len(other))

    both, right = [], 0
    for units in (found, gold):  # nobody is -1, no word
        told = [(words(unit.get("content")), words(unit.get("source")) or {-1}) for unit in units]
        both.append([pair for pair in told if pair[0]])
    # alike are contents by half of their words, sources by that or their heads (Pareti 2015)
    for (_, one), (_, other) in _paired(*both, lambda a, b: -dice(a[0], b[0])):
        heads = {_head(one, places, text), _head(other, places, text)}
        right += dice(one, other) >= 0.5 or heads <= one & other
    return right, *map(len, both)


def _paired(found: list, gold: list, rank) -> list[tuple]:
    """Pair what is found with the gold, each once, the lowest rank first, up to a rank of -.5."""
    near = [(rank(a, b), i, j) for (i, a), (j, b) in product(enumerate(found), enumerate(gold))]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(pair for pair in near if pair[0] <= -0.5):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(found[i], gold[j]) for i, j in pairs.items()]


def _head(words: set[int], places: list, text: str) -> int:
    """Return the last word before a mark or a stop ends the name: “the head [of the harbour]”."""
    said = {word: text[slice(*places[word])].lower() for word in sorted(words)}
    name = [*dropwhile(lambda word: said[word] in ("the", "a", "an"), said)] or [*said]
    for before, word in pairwise(name):
        between = text[places[before][1] : places[word][0]]
        if said[word] in read_words("stops") or re.search("[,;:()–—]", between):
            return before
    return name[-1]


def count_times(found: list[tuple], gold: list[tuple]) -> dict[str, tuple[int, int, int]]:
    """Count times (start, end, value), equal extents, then the nearest paired first (S13-2001)."""
    two = sorted(gold), sorted(found)  # ranked by minus the overlap, or less than any where equal
    pairs = _paired(*two, lambda a, b: max(a[0], b[0]) - min(a[1], b[1]) - 10**9 * (a[:2] == b[:2]))
    right = {"times, strict": sum(a[:2] == b[:2] for a, b in pairs), "times, relaxed": len(pairs)}
    right["times, value"] = sum(a[2] == b[2] for a, b in pairs)
    return {name: (n, len(found), len(gold)) for name, n in right.items()}


def count_labels(found: dict, gold: dict) -> dict[str, tuple[int, int, int]]:
    """Count for each polarity the things that have it in both; their mean F1 is the macro F1."""
    both = {key: label for key, label in found.items() if gold.get(key) == label}
    every = [Counter(labels.values()) for labels in (both, found, gold)]
    return {label: tuple(n[label] for n in every) for label in ("favour", "against", "neutral")}
