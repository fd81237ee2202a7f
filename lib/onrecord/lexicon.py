"""The word lists of ``words/``, and the rows a researcher adds to them."""

import csv
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

Words = str | None  # a folder with word lists of one's own
WORDS = Path(__file__).parent / "words"


@lru_cache(maxsize=128)
def read_words(name: str, folder: str | None = None) -> dict[str, dict[str, str]]:
    """Read ``words/name.csv`` as {first column: row}; rows of ``folder/name.csv`` add or win."""
    rows = _read(WORDS / f"{name}.csv")
    if folder is not None and (own := Path(folder) / f"{name}.csv").exists():
        rows = rows | _read(own, columns=list(next(iter(rows.values()))))
    return rows


def _read(path: Path, columns: list[str] | None = None) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        if columns is not None and reader.fieldnames != columns:
            found = f"{path.name}: columns {reader.fieldnames}"
            raise ValueError(f"{found}; write the header {','.join(columns)}")
        for row in reader:
            key, where = row[reader.fieldnames[0]], f"{path.name}, line {reader.line_num}"
            if None in row or None in row.values():
                raise ValueError(f"{where}: {key!r} has not {len(reader.fieldnames)} cells")
            if key in rows:
                raise ValueError(f"{where}: {key!r} stands twice; keep one row")
            rows[key] = row
    return rows


@lru_cache(maxsize=8)
def rules_version(folder: str | None = None) -> str:
    """Return twelve hex digits that change with every rule, word list or list of one's own."""
    own = sorted(Path(folder).glob("*.csv")) if folder else []
    paths = [*sorted(WORDS.parent.glob("*.py")), *sorted(WORDS.glob("*.csv")), *own]
    paths += sorted((WORDS.parent / "models").iterdir())
    read = b"".join(path.read_bytes().replace(b"\r\n", b"\n") for path in paths)
    return sha256(read).hexdigest()[:12]
