"""Compare two annotations of one article: two readers', a decision's before and after, gold."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import product

import pandas as pd

from .annotation import Annotation
from .tables import Table
from .views import names_by_id

LAYERS = ("lines", "actors", "attributions", "stances", "times", "events")
WORD = re.compile(r"\w+(?:[’'.\-‑&]\w+)*")
# A name's head stands before the first of these: “the head [of the harbour]”
STOPS = (
    "of for from with in at on who which that to by as and or whose where when near after before "
)
STOPS += "during about against under over between among including than but a.k.a"
Counts = tuple[int, int, int]  # right, found, in the gold


def changes(before: Annotation, after: Annotation) -> Table:
    """Return what differs, a row a cell: table, id, column, was, now; no column: the whole row."""
    rows, names = [], names_by_id(before) | names_by_id(after)
    for kind in LAYERS:
        old, new = (
            {r["id"]: r for r in getattr(n, kind).to_dict("records")} for n in (before, after)
        )
        for key in dict.fromkeys([*old, *new]):
            was, now = old.get(key, {}), new.get(key, {})
            if not was or not now:
                rows.append([kind, key, "", "found" if was else "", "found" if now else ""])
            cells = [(c, was[c], now[c]) for c in was if now and was[c] != now[c]]
            rows += [
                [kind, key, c, names.get(a, str(a)), names.get(b, str(b))] for c, a, b in cells
            ]
    return pd.DataFrame(rows, columns=["table", "id", "column", "was", "now"])


def label_pairs(one: Annotation, other: Annotation, kind: str, column: str) -> list[tuple]:
    """Return both readers' labels of every finding of either; "absent" where one has none."""
    labels = []
    for notes in (one, other):
        names, found = names_by_id(notes), getattr(notes, kind)
        cells = zip(found["id"], found[column], strict=True)
        labels.append({key: names.get(cell, cell) for key, cell in cells})
    keys = dict.fromkeys([*labels[0], *labels[1]])
    return [tuple(mine.get(key, "absent") for mine in labels) for key in keys]


def score(found: Annotation, gold: Annotation) -> Table:
    """Return precision, recall and F1, 0 to 100, of what was found against finished work.

    The measures are the referee's (see the ``count_`` functions); stances: the mean over the
    polarities that occur, by holder and target; lines: the same kind; events: the same days.
    """
    counts, two = {}, (found, gold)
    for kind, columns in (("lines", ["id", "kind"]), ("events", ["id", "earliest", "latest"])):
        rows = [set(getattr(n, kind)[columns].itertuples(index=False)) for n in two]
        counts[kind] = (len(rows[0] & rows[1]), *map(len, rows))
    counts["attributions"] = count_attributions(gold.article.text, *map(_pieces, two))
    counts |= count_times(*map(_times, two))
    rows = [[name, *rates(*count)] for name, count in counts.items()]
    labels = [
        {(names[r.holder], names[r.target]): r.polarity for r in notes.stances.itertuples()}
        for names, notes in zip(map(names_by_id, two), two, strict=True)
    ]
    spoken = [count for count in count_labels(*labels).values() if any(count)]
    means = zip(*(rates(*count) for count in spoken), strict=True)
    if spoken:
        rows.append(["stances", *(sum(parts) / len(spoken) for parts in means)])
    return pd.DataFrame(rows, columns=["measure", "precision", "recall", "f1"]).round(1)


def rates(right: int, found: int, gold: int) -> tuple[float, float, float]:
    """Return precision, recall and F1 in percent.

    >>> rates(1, 2, 4)[:2]
    (50.0, 25.0)
    """
    total = found + gold or 1
    return 100 * right / (found or 1), 100 * right / (gold or 1), 200 * right / total


def count_attributions(text: str, found: list[dict], gold: list[dict]) -> Counts:
    """Count attributions {role: [(start, end)]} whose content and source are right.

    Contents are matched by Dice over their words, .5 or more; sources share the head or Dice .5,
    or neither is there (Pareti 2015, PARC 3.0).
    """
    places = [word.span() for word in WORD.finditer(text)]
    starts, ends = [s for s, _ in places], [e for _, e in places]

    def words(unit: dict, role: str) -> frozenset[int]:
        spans = [(bisect_right(ends, s), bisect_left(starts, e)) for s, e in unit.get(role) or ()]
        return frozenset(n for first, after in spans for n in range(first, after))

    mine, theirs = (
        [(content, words(unit, "source")) for unit in units if (content := words(unit, "content"))]
        for units in (found, gold)
    )
    near = [
        (-dice, i, j)
        for (i, (a, _)), (j, (b, _)) in product(enumerate(mine), enumerate(theirs))
        if (dice := _dice(a, b)) >= 0.5
    ]
    same = [(mine[i][1], theirs[j][1]) for i, j in _one_to_one(near)]
    right = 0
    for one, other in same:
        if one and other and _dice(one, other) < 0.5:
            right += _head(one, places, text) in other and _head(other, places, text) in one
        else:
            right += bool(one) == bool(other)
    return right, len(mine), len(theirs)


def _one_to_one(near: list[tuple]) -> list[tuple[int, int]]:
    """Pair each (..., i, j) whose ``i`` and ``j`` are both still free, the best first."""
    pairs: dict[int, int] = {}
    for *_, i, j in sorted(near):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return list(pairs.items())


def _dice(one: frozenset[int], other: frozenset[int]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _head(words: frozenset[int], places: list, text: str) -> int:
    """Return the last word of the first noun chunk, found by a mark or a word that ends it."""
    chunk, before = [], 0
    for word in sorted(words):
        start, end = places[word]
        stop = text[start:end].lower() in STOPS.split() or re.search(
            "[,;:()–—]", text[before:start]
        )
        if chunk and stop:
            break
        if chunk or text[start:end].lower() not in ("the", "a", "an"):
            chunk.append(word)
        before = end
    return (chunk or sorted(words))[-1]


def count_times(found: list[tuple], gold: list[tuple]) -> dict[str, Counts]:
    """Count times (start, end, value) with the same words, overlapping words, the same value.

    Equal extents are paired first, then the largest overlap (TempEval-3, S13-2001).
    """
    near = [
        (a[:2] != b[:2], max(a[0], b[0]) - min(a[1], b[1]), b[0], a[0], i, j)
        for (i, a), (j, b) in product(enumerate(found), enumerate(gold))
        if max(a[0], b[0]) < min(a[1], b[1])
    ]
    pairs = [(found[i], gold[j]) for i, j in _one_to_one(near)]
    right = {"times, strict": sum(a[:2] == b[:2] for a, b in pairs), "times, relaxed": len(pairs)}
    right["times, value"] = sum(a[2] == b[2] for a, b in pairs)
    return {name: (n, len(found), len(gold)) for name, n in right.items()}


def count_labels(found: dict, gold: dict) -> dict[str, Counts]:
    """Count for each polarity the things that have it in both; their mean F1 is the macro F1."""
    both = {key: label for key, label in found.items() if gold.get(key) == label}
    every = [Counter(labels.values()) for labels in (both, found, gold)]
    return {label: tuple(n[label] for n in every) for label in ("favour", "against", "neutral")}


def _pieces(notes: Annotation) -> list[dict]:
    units: dict[str, dict] = {key: {} for key in notes.attributions["id"]}
    for span in notes.spans[notes.spans["owner"].isin(units)].itertuples():
        units[span.owner].setdefault(span.role, []).append((span.start, span.end))
    return list(units.values())


def _times(notes: Annotation) -> list[tuple]:
    both = notes.times.merge(notes.spans, left_on="id", right_on="owner")
    return list(zip(both["start"], both["end"], both["value"], strict=True))
