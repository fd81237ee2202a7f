"""The tables: their columns, and the two checks every one of them passes."""

from bisect import bisect_right
from collections.abc import Callable

import pandas as pd

from .lexicon import read_words

# The first letter of an id tells its table; the number after it is a place in the text.
PREFIX = dict(lines="l", actors="p", attributions="a", stances="s", times="t", events="e", tone="n")

# Every column of every table is declared once, a row each, in words/columns.csv.
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {}  # table: {column: (type, meaning)}
VALUES: dict[tuple[str, str], list[str]] = {}  # columns with a closed list of values
for _name, _row in read_words("columns").items():
    _kind, _column = _name.split(".")
    COLUMNS.setdefault(_kind, {})[_column] = (_row["type"], _row["meaning"])
    if _row["values"]:
        VALUES[_kind, _column] = _row["values"].split()
ROLES = tuple(VALUES["spans", "role"])


class TableError(ValueError):
    """A table that breaks the agreement: a misspelt column, an unknown value, a misquoting span."""


def table(kind: str, rows: list[dict]) -> pd.DataFrame:
    """Make the table ``kind`` from plain dicts, refusing misspelt columns and unknown values."""
    columns = COLUMNS[kind]
    for row in rows:
        if row.keys() != columns.keys():
            wrong = sorted(row.keys() ^ columns.keys())
            raise TableError(f"{kind}: columns {wrong}; write {list(columns)} in {row}")
    cells = {name: [row[name] for row in rows] for name in columns}
    for name, allowed in ((n, v) for (k, n), v in VALUES.items() if k == kind):
        if wrong := set(cells[name]) - set(allowed):
            raise TableError(f"{kind}.{name}: {min(wrong)!r}; write one of {allowed}")
    if len(set(cells["id"])) < len(rows):
        twice = max(cells["id"], key=cells["id"].count)
        found = f"{kind}: id {twice!r} stands twice"
        raise TableError(f"{found}; an id is an address, give each its own")
    return pd.DataFrame({n: pd.array(cells[n], dtype=t) for n, (t, _) in columns.items()})


def span(owner: str, role: str, start: int, end: int, text: str) -> dict:
    """Make one row of ``spans``: ``text[start:end]``, its role, and whose it is."""
    row = {"id": f"{owner}.{role}.{start}", "owner": owner, "role": role}
    return row | {"start": start, "end": end, "text": text[start:end]}


def owner_at(spans: pd.DataFrame, role: str) -> Callable[[int], str]:
    """Return a function: character -> owner of the narrowest span of ``role`` around it, or ''."""
    mine = spans[spans["role"] == role]
    places = list(zip(mine["start"], mine["end"], mine["owner"], strict=True))
    cuts = sorted({cut for start, end, _ in places for cut in (start, end)})
    rank = {cut: number for number, cut in enumerate(cuts)}
    owners = [""] * len(cuts)
    for start, end, owner in sorted(places, key=lambda place: place[0] - place[1]):
        owners[rank[start] : rank[end]] = [owner] * (rank[end] - rank[start])  # widest first
    return lambda at: owners[bisect_right(cuts, at) - 1] if cuts and at >= cuts[0] else ""


def check(spans: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return ``spans`` if each quotes ``text``; raise TableError on the first that does not."""
    columns = (spans[name].tolist() for name in ("id", "start", "end", "text"))
    for key, start, end, said in zip(*columns, strict=True):
        there = text[start:end]
        if not 0 <= start < end <= len(text) or there != said:
            found = f"span {key} at {start}-{end} says {said!r} but the article has {there!r} there"
            raise TableError(f"{found}; was the article edited after annotation?")
    return spans


def data_dictionary() -> str:
    """Return the meaning of every column of every table as Markdown tables."""
    parts = []
    for kind, columns in COLUMNS.items():
        parts.append(f"**{kind}**\n\n| column | type | meaning |\n|---|---|---|")
        for name, (dtype, meaning) in columns.items():
            values = ", ".join(f"`{value}`" for value in VALUES.get((kind, name), []))
            parts.append(f"| `{name}` | {dtype} | {meaning}{': ' if values else ''}{values} |")
        parts.append("")
    return "\n".join(parts)
