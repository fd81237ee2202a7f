"""The tables: their columns, and the two checks every one of them passes."""

from collections.abc import Callable

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
    made = pd.DataFrame({n: pd.array(cells[n], dtype=t) for n, (t, _) in columns.items()})
    for key in made["id"][made["id"].duplicated()]:
        raise TableError(f"{kind}: id {key!r} stands twice; give each row an id of its own")
    return made


def span(owner: str, role: str, start: int, end: int, text: str) -> dict:
    """Make one row of ``spans``: ``text[start:end]``, its role, and whose it is."""
    row = {"id": f"{owner}.{role}.{start}", "owner": owner, "role": role, "start": start}
    return row | {"end": end, "text": text[start:end]}


def owner_at(spans: pd.DataFrame, role: str) -> Callable[[int], str]:
    """Return a function: character -> owner of the narrowest span of ``role`` around it, or ''."""
    places = spans[spans["role"] == role][["start", "end", "owner"]].to_numpy().tolist()
    places.sort(key=lambda place: place[0] - place[1])  # the widest first
    owners = {at: owner for start, end, owner in places for at in range(start, end)}
    return lambda at: owners.get(at, "")


def check(spans: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return ``spans`` if each quotes ``text``; raise TableError on the first that does not."""
    for key, start, end, said in spans[["id", "start", "end", "text"]].to_numpy().tolist():
        if (there := text[start:end]) != said or not 0 <= start < end <= len(text):
            found = f"span {key} at {start}-{end} says {said!r} but the article has {there!r} there"
            raise TableError(f"{found}; was the article edited after annotation?")
    return spans
