"""The tables: their columns, and the two checks every one of them passes."""

from collections import Counter, namedtuple
from collections.abc import Callable
from functools import lru_cache

import pandas as pd

from .lexicon import read_words

Table = pd.DataFrame
Layer = tuple[Table, Table]  # the table of a layer, and its spans
# The first letter of an id tells its table; the number after it is a place in the text.
PREFIX = dict(lines="l", actors="p", attributions="a", stances="s", times="t", events="e", tone="n")
# Every column is declared once, in words/columns.csv; table: {column: (type, meaning)}
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {}
VALUES: dict[tuple[str, str], list[str]] = {}  # columns with a closed list of values
for _name, _row in read_words("columns").items():
    _kind, _column = _name.split(".")
    COLUMNS.setdefault(_kind, {})[_column] = (_row["type"], _row["meaning"])
    VALUES |= {(_kind, _column): _row["values"].split()} if _row["values"] else {}
TYPES = {"str": pd.StringDtype("python", na_value=float("nan"))}  # quick on a few dozen rows
EMPTY = {of: pd.DataFrame({n: pd.array([], TYPES.get(t, t)) for n, (t, _) in columns.items()})
         for of, columns in COLUMNS.items()}  # fmt: skip
_row = lru_cache(namedtuple)


class TableError(ValueError):
    """A table that breaks the agreement: a misspelt column, an unknown value, a misquoting span."""


def table(kind: str, rows: list[dict]) -> pd.DataFrame:
    """Make the table ``kind`` from plain dicts, refusing misspelt columns and unknown values."""
    columns = COLUMNS[kind]
    if not rows:  # as most tables of a short text are: a copy costs a tenth
        return EMPTY[kind].copy()
    if wrong := sorted({name for row in rows for name in row.keys() ^ columns.keys()}):
        raise TableError(f"{kind}: columns {wrong}; write {list(columns)} in every row")
    cells = {name: [row[name] for row in rows] for name in columns}
    for (of, name), allowed in VALUES.items():
        if of == kind and (wrong := set(cells[name]) - set(allowed)):
            raise TableError(f"{kind}.{name}: {min(wrong)!r}; write one of {allowed}")
    for key in Counter(cells["id"]) - Counter({*cells["id"]}):
        raise TableError(f"{kind}: id {key!r} stands twice; give each row an id of its own")
    arrays = {n: pd.array(cells[n], TYPES.get(t, t)) for n, (t, _) in columns.items()}
    return pd.DataFrame(arrays, copy=False)


def tuples_of(found: Table) -> list:
    """Return the rows as named tuples: ``itertuples``, but quick on tables of a few dozen rows."""
    return [*map(_row("Row", tuple(found))._make, found.to_numpy(dtype=object).tolist())]


def span(owner: str, role: str, start: int, end: int, text: str) -> dict:
    """Make one row of ``spans``: ``text[start:end]``, its role, and whose it is."""
    row = {"id": f"{owner}.{role}.{start}", "owner": owner, "role": role, "start": start}
    return row | {"end": end, "text": text[start:end]}


def owner_at(spans: pd.DataFrame, role: str) -> Callable[[int], str]:
    """Return a function: character -> owner of the narrowest span of ``role`` around it, or ''."""
    widest = sorted((s for s in tuples_of(spans) if s.role == role), key=lambda s: s.start - s.end)
    owners = {at: s.owner for s in widest for at in range(s.start, s.end)}
    return lambda at: owners.get(at, "")


def check(spans: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return ``spans`` if each quotes ``text``; raise TableError on the first that does not."""
    for s in tuples_of(spans):
        if (there := text[s.start : s.end]) != s.text or not 0 <= s.start < s.end <= len(text):
            said = f"span {s.id} at {s.start}-{s.end} says {s.text!r} but the article has {there!r}"
            raise TableError(f"{said} there; was the article edited after annotation?")
    return spans
