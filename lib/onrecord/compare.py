"""Compare two annotations of one article: two readers', a decision's before and after, gold."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import product

import pandas as pd

from .annotation import Annotation
from .lexicon import read_words
from .tables import PREFIX, Table
from .views import names_by_id

LAYERS = tuple(PREFIX)[:-1]  # all but the tone
WORD = re.compile(r"\w+(?:[’'.\-‑&]\w+)*")
Counts = tuple[int, int, int]  # right, found, in the gold


def rows_of(notes: Annotation) -> dict[str, dict]:
    """Return every finding of every layer as {id: its row and the name of its table}."""
    tables = {kind: getattr(notes, kind).to_dict("records") for kind in LAYERS}
    return {row["id"]: row | {"table": kind} for kind in LAYERS for row in tables[kind]}


def changes(before: Annotation, after: Annotation) -> Table:
    """Return what differs, a row a cell: table, id, column, was, now; no column: the whole row."""
    rows, names = [], names_by_id(before) | names_by_id(after)
    old, new = rows_of(before), rows_of(after)
    for key, row in sorted((old | new).items(), key=lambda pair: LAYERS.index(pair[1]["table"])):
        was, now = old.get(key), new.get(key)
        if was and now:
            cells = [[name, was[name], now[name]] for name in was if was[name] != now[name]]
        else:
            cells = [["", "found" if was else "", "found" if now else ""]]
        rows += [[row["table"], key, *cell] for cell in cells]
    made = pd.DataFrame(rows, columns=["table", "id", "column", "was", "now"])
    made[["was", "now"]] = made[["was", "now"]].map(lambda cell: names.get(cell, str(cell)))
    return made


def label_pairs(one: Annotation, other: Annotation, kind: str, column: str) -> list[tuple]:
    """Return both readers' labels of every finding of either; "absent" where one has none."""
    found = [getattr(n, kind).set_index("id")[column].replace(names_by_id(n)) for n in (one, other)]
    return [*pd.concat(found, axis=1).fillna("absent").itertuples(index=False, name=None)]


def score(found: Annotation, gold: Annotation) -> Table:
    """Return precision, recall and F1, 0 to 100, of what was found against finished work.

    Stances: the mean over the polarities that occur; lines: the same kind; events: the same days.
    """
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
    counts["attributions"] = count_attributions(gold.article.text, *units)
    counts |= count_times(*times)
    rows = [[name, *rates(*count)] for name, count in counts.items()]
    if means := [rates(*count) for count in count_labels(*labels).values() if any(count)]:
        rows.append(["stances", *pd.DataFrame(means).mean()])
    return pd.DataFrame(rows, columns=["measure", "precision", "recall", "f1"]).round(1)


def rates(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent."""
    return 100 * right / (found or 1), 100 * right / (gold or 1), 200 * right / (found + gold or 1)


def count_attributions(text: str, found: list[dict], gold: list[dict]) -> Counts:
    """Count attributions {role: [(start, end)]} whose content and source are right.

    Contents are matched by Dice over their words, .5 or more; sources share the head or Dice .5,
    or neither is there (Pareti 2015, PARC 3.0).
    """
    places = [word.span() for word in WORD.finditer(text)]

    def words(spans: list[tuple] | None) -> set[int]:
        return {n for a, b in spans or () for n, (c, d) in enumerate(places) if a < d and c < b}

    def alike(one: set[int], other: set[int]) -> float:
        dice = 2 * len(one & other) / (len(one) + len(other))
        return dice if dice >= 0.5 else 0

    both, right = [], 0
    for units in (found, gold):  # nobody is -1, no word
        told = [(words(unit.get("content")), words(unit.get("source")) or {-1}) for unit in units]
        both.append([pair for pair in told if pair[0]])
    for (_, one), (_, other) in _paired(*both, lambda a, b: -alike(a[0], b[0])):
        heads = {_head(one, places, text), _head(other, places, text)}
        right += heads <= one & other or alike(one, other) > 0
    return right, *map(len, both)


def _paired(found: list, gold: list, rank: Callable) -> list[tuple]:
    """Pair what is found with the gold, each once, the lowest rank first; a falsy one never."""
    near = [(rank(a, b), i, j) for (i, a), (j, b) in product(enumerate(found), enumerate(gold))]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(pair for pair in near if pair[0]):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(found[i], gold[j]) for i, j in pairs.items()]


def _head(words: set[int], places: list, text: str) -> int:
    """Return the last word before a mark or a stop ends the name: “the head [of the harbour]”."""
    head, before, begun = -1, 0, False
    for word in sorted(words):
        start, end = places[word]
        said, between = text[start:end].lower(), text[before:start]
        if begun and (said in read_words("stops") or re.search("[,;:()–—]", between)):
            break
        head, before, begun = word, end, begun or said not in ("the", "a", "an")
    return head


def count_times(found: list[tuple], gold: list[tuple]) -> dict[str, Counts]:
    """Count times (start, end, value), equal extents, then the nearest paired first (S13-2001)."""

    def rank(a: tuple, b: tuple) -> tuple | bool:
        gap = max(a[0], b[0]) - min(a[1], b[1])
        return gap < 0 and (a[:2] != b[:2], gap, b[0], a[0])

    pairs = _paired(found, gold, rank)
    right = {"times, strict": sum(a[:2] == b[:2] for a, b in pairs), "times, relaxed": len(pairs)}
    right["times, value"] = sum(a[2] == b[2] for a, b in pairs)
    return {name: (n, len(found), len(gold)) for name, n in right.items()}


def count_labels(found: dict, gold: dict) -> dict[str, Counts]:
    """Count for each polarity the things that have it in both; their mean F1 is the macro F1."""
    both = {key: label for key, label in found.items() if gold.get(key) == label}
    every = [Counter(labels.values()) for labels in (both, found, gold)]
    return {label: tuple(n[label] for n in every) for label in ("favour", "against", "neutral")}
