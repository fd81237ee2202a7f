"""The tables: their columns, and the two checks every one of them passes."""

from collections import Counter
from collections.abc import Callable

import pandas as pd

from .lexicon import read_words

Table = pd.DataFrame
Layer = tuple[Table, Table]  # the table of a layer, and its spans
# The first letter of an id tells its table; the number after it is a place in the text.
PREFIX = dict(lines="l", actors="p", attributions="a", stances="s", times="t", events="e", tone="n")

# Every column of every table is declared once, a row each, in words/columns.csv.
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {}  # table: {column: (type, meaning)}
VALUES: dict[tuple[str, str], list[str]] = {}  # columns with a closed list of values
for _name, _row in read_words("columns").items():
    _kind, _column = _name.split(".")
    COLUMNS.setdefault(_kind, {})[_column] = (_row["type"], _row["meaning"])
    VALUES |= {(_kind, _column): _row["values"].split()} if _row["values"] else {}
ROLES = tuple(VALUES["spans", "role"])


class TableError(ValueError):
    """A table that breaks the agreement: a misspelt column, an unknown value, a misquoting span."""


def table(kind: str, rows: list[dict]) -> pd.DataFrame:
    """Make the table ``kind`` from plain dicts, refusing misspelt columns and unknown values."""
    columns = COLUMNS[kind]
    if wrong := sorted({name for row in rows for name in row.keys() ^ columns.keys()}):
        raise TableError(f"{kind}: columns {wrong}; write {list(columns)} in every row")
    cells = {name: [row[name] for row in rows] for name in columns}
    for (of, name), allowed in VALUES.items():
        if of == kind and (wrong := set(cells[name]) - set(allowed)):
            raise TableError(f"{kind}.{name}: {min(wrong)!r}; write one of {allowed}")
    if twice := [key for key, times in Counter(cells["id"]).items() if times > 1]:
        raise TableError(f"{kind}: id {twice[0]!r} stands twice; give each row an id of its own")
    return pd.DataFrame({n: pd.array(cells[n], dtype=t) for n, (t, _) in columns.items()})


def span(owner: str, role: str, start: int, end: int, text: str) -> dict:
    """Make one row of ``spans``: ``text[start:end]``, its role, and whose it is."""
    row = {"id": f"{owner}.{role}.{start}", "owner": owner, "role": role}
    return row | {"start": start, "end": end, "text": text[start:end]}


def owner_at(spans: pd.DataFrame, role: str) -> Callable[[int], str]:
    """Return a function: character -> owner of the narrowest span of ``role`` around it, or ''."""
    places = spans[spans["role"] == role][["start", "end", "owner"]].to_numpy().tolist()
    owners = [""] * max((end for _, end, _ in places), default=0)  # one a character
    for start, end, owner in sorted(places, key=lambda place: place[0] - place[1]):  # widest first
        owners[start:end] = [owner] * (end - start)
    return lambda at: owners[at] if at < len(owners) else ""


def check(spans: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return ``spans`` if each quotes ``text``; raise TableError on the first that does not."""
    for key, start, end, said in spans[["id", "start", "end", "text"]].to_numpy().tolist():
        there = text[start:end]
        if not 0 <= start < end <= len(text) or there != said:
            found = f"span {key} at {start}-{end} says {said!r} but the article has {there!r} there"
            raise TableError(f"{found}; was the article edited after annotation?")
    return spans
