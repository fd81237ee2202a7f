"""The word lists of ``words/``, and the rows a researcher adds to them."""

import csv
from functools import lru_cache
from pathlib import Path

Words = str | None  # a folder with word lists of one's own
WORDS = Path(__file__).parent / "words"


@lru_cache(maxsize=128)
def read_words(name: str, folder: str | None = None) -> dict[str, dict[str, str]]:
    """Read ``words/name.csv`` as {first column: row}; rows of ``folder/name.csv`` add or win."""
    shipped, rows = read_words(name) if folder else {}, {}
    own = Path(folder or WORDS) / f"{name}.csv"
    path = own if own.exists() else WORDS / own.name
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        columns = list(next(iter(shipped.values()), reader.fieldnames))
        if (found := reader.fieldnames) != columns:
            raise ValueError(f"{path.name}: columns {found}; write the header {','.join(columns)}")
        for row in reader:
            key, torn = row[columns[0]], None in row or None in row.values()
            if torn or key in rows:
                why = f"has not {len(columns)} cells" if torn else "stands twice; keep one row"
                raise ValueError(f"{path.name}, line {reader.line_num}: {key!r} {why}")
            rows[key] = row
    return shipped | rows
