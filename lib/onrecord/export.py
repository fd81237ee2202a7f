"""Write an annotation to files, and read it back."""

import json
import re
import unicodedata
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path

import pandas as pd

from . import views
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
        _harmless(getattr(notes, kind)).to_csv(path, index=False, encoding="utf-8")
    return list(written.values())


def to_edtf(earliest: str, latest: str, *, assumed: bool = False) -> str:
    """Return an interval as EDTF (ISO 8601-2:2019): .. is an open end, ? a day that is assumed.

    >>> to_edtf("2026-01-03", "2026-01-03"), to_edtf("2025-12-28", ""), to_edtf("", "")
    ('2026-01-03', '2025-12-28/..', '')
    """
    if not earliest and not latest:
        return ""
    doubt = "?" if assumed else ""
    ends = [f"{day}{doubt}" if day else ".." for day in (earliest, latest)]
    return ends[0] if earliest == latest else "/".join(ends)


def to_timeline(notes: Annotation, folder: str | Path) -> list[Path]:
    """Write timeline.csv (with EDTF), timeline.json (TimelineJS 3) and timeline.ics (iCalendar)."""
    from icalendar import Calendar, Event

    events, slides = views.event_table(notes), []
    calendar = Calendar(prodid="-//onrecord//EN", version="2.0")
    days = zip(events["earliest"], events["latest"], events["dating"], strict=True)
    events["edtf"] = [to_edtf(first, last, assumed=how == "assumed") for first, last, how in days]
    for row in events.to_dict("records"):
        first, last = row["earliest"] or row["latest"], row["latest"] or row["earliest"]
        said = f"{row['status']}, attested by {row['attested by']} ({row['edtf']}, {row['dating']})"
        entry = Event(summary=row["event"], description=said, uid=f"{row['id']}@{notes.sha256}")
        entry.start = date.fromisoformat(first)
        entry.end = date.fromisoformat(last) + timedelta(days=1)  # the day after, RFC 5545 3.6.1
        entry.stamp = datetime(2000, 1, 1, tzinfo=UTC)  # one and the same, so that files compare
        calendar.add_component(entry)
        parts = [dict(zip(("year", "month", "day"), map(int, day.split("-")), strict=True))
                 for day in (first, last)]  # fmt: skip
        text = {"headline": escape(row["event"]), "text": escape(said)}
        slide = {"start_date": parts[0], "end_date": parts[1], "text": text}
        slides.append(slide | {"display_date": row["edtf"], "group": escape(row["attested by"])})
    title = {"text": {"headline": escape(notes.article.title or notes.article.name)}}
    files = {"csv": _harmless(events).to_csv(index=False).encode(), "ics": calendar.to_ical()}
    files["json"] = json.dumps({"title": title, "events": slides}, ensure_ascii=False).encode()
    Path(folder).mkdir(parents=True, exist_ok=True)
    written = {Path(folder) / f"timeline.{kind}": content for kind, content in files.items()}
    return [path for path, content in written.items() if path.write_bytes(content)]


def _harmless(cells: pd.DataFrame) -> pd.DataFrame:
    """Put an apostrophe before each cell that a spreadsheet would run as a formula."""
    return cells.replace(r"^(?=[=+\-@\t\r])", "'", regex=True)


def safe_name(name: str) -> str:
    """Return a file name without folders, odd characters or reserved words, 80 characters at most.

    >>> safe_name("../../etc/pass wd"), safe_name("CON"), safe_name("")
    ('etc-pass-wd', 'article-con', 'article')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "article"
    reserved = re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug)
    return f"article-{slug}" if reserved else slug
