"""Write an annotation to files, and read it back."""

import json
import re
import unicodedata
from dataclasses import asdict, fields
from pathlib import Path

from .annotation import Annotation
from .article import Article
from .tables import COLUMNS, table


def to_json(notes: Annotation) -> str:
    """Return the annotation and its article as JSON that ``read_annotation`` reads back whole."""
    whole = {field.name: getattr(notes, field.name) for field in fields(notes)}
    whole |= {kind: whole[kind].to_dict("records") for kind in COLUMNS}
    whole["article"] = asdict(notes.article)
    return json.dumps(whole, ensure_ascii=False, indent=1)


def read_annotation(path: str | Path) -> Annotation:
    """Read what ``to_json`` wrote."""
    whole = json.loads(Path(path).read_text(encoding="utf-8"))
    given = whole.pop("article")
    article = Article(**given | {"notices": tuple(given["notices"])})
    if article.sha256 != whole["sha256"]:
        found = f"{path}: its text was edited after annotation (its hash differs)"
        raise ValueError(f"{found}; annotate it again")
    tables = {kind: table(kind, whole.pop(kind)) for kind in COLUMNS}
    return Annotation(article=article, **tables, **whole | {"stale": tuple(whole["stale"])})


def to_csv(notes: Annotation, folder: str | Path) -> list[Path]:
    """Write one CSV file for each table into ``folder``; return their paths."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    written = {kind: Path(folder) / f"{kind}.csv" for kind in COLUMNS}
    for kind, path in written.items():
        # An apostrophe before it keeps a spreadsheet from running a cell as a formula.
        harmless = getattr(notes, kind).replace(r"^(?=[=+\-@\t\r])", "'", regex=True)
        harmless.to_csv(path, index=False, encoding="utf-8")
    return list(written.values())


def safe_name(name: str) -> str:
    """Return a file name without folders, odd characters or reserved words, 80 characters at most.

    >>> safe_name("../../etc/pass wd"), safe_name("CON"), safe_name("")
    ('etc-pass-wd', 'article-con', 'article')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "article"
    reserved = re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug)
    return f"article-{slug}" if reserved else slug
