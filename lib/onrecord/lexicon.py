"""The word lists of ``words/``, and the rows a researcher adds to them."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

__all__ = ["WORDS", "read_words", "rules_version"]

WORDS = Path(__file__).parent / "words"


@lru_cache(maxsize=128)
def read_words(name: str, folder: str | None = None) -> dict[str, dict[str, str]]:
    """Read ``words/name.csv`` as {first column: row}; rows of ``folder/name.csv`` add or override.

    A key that stands twice, a ragged row or an unknown column raises ValueError.
    """
    rows = _read(WORDS / f"{name}.csv")
    if folder is not None and (own := Path(folder) / f"{name}.csv").exists():
        columns = list(next(iter(rows.values())))
        rows = rows | _read(own, columns)
    return rows


def _read(path: Path, columns: list[str] | None = None) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if columns is not None and reader.fieldnames != columns:
            raise ValueError(
                f"{path.name}: columns {reader.fieldnames}; write the header {','.join(columns)}"
            )
        rows: dict[str, dict[str, str]] = {}
        for row in reader:
            key = row[reader.fieldnames[0]]
            if None in row or None in row.values():
                cells = len(reader.fieldnames)
                raise ValueError(
                    f"{path.name}, line {reader.line_num}: {key!r} has not {cells} cells"
                )
            if key in rows:
                raise ValueError(
                    f"{path.name}, line {reader.line_num}: {key!r} stands twice; keep one row"
                )
            rows[key] = row
    return rows


@lru_cache(maxsize=8)
def rules_version(folder: str | None = None) -> str:
    """Return twelve hex digits that change with every rule, word list or list of one's own."""
    from hashlib import sha256

    digest = sha256()
    own = sorted(Path(folder).glob("*.csv")) if folder else []
    for path in [*sorted(WORDS.parent.glob("*.py")), *sorted(WORDS.glob("*.csv")), *own]:
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
