"""Write an annotation as files."""

import io
import json
import re
import unicodedata
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from html import escape

import pandas as pd

from . import views
from .annotation import Annotation
from .tables import COLUMNS

FORMULA = r"^(?=[=+\-@\t\r])"  # a spreadsheet would run such a cell: it gets an apostrophe


def to_json(notes: Annotation) -> str:
    """Return the annotation and its article as JSON."""
    tables = {kind: getattr(notes, kind).to_dict("records") for kind in COLUMNS}
    return json.dumps(asdict(notes) | tables, ensure_ascii=False, indent=1)


def files_of(notes: Annotation) -> dict[str, bytes]:
    """Return {file name: content}: tables (CSV, XLSX), annotation (JSON, W3C), timeline."""
    book, made = io.BytesIO(), _timeline(notes)
    with pd.ExcelWriter(book, engine="openpyxl") as sheets:
        for kind in COLUMNS:
            cells = getattr(notes, kind).replace(FORMULA, "'", regex=True)
            made[f"{kind}.csv"] = cells.to_csv(index=False)
            cells.to_excel(sheets, sheet_name=kind, index=False)
    made |= {"annotation.json": to_json(notes), "annotation.jsonld": to_web_annotation(notes)}
    return {name: text.encode() for name, text in made.items()} | {"tables.xlsx": book.getvalue()}


def to_web_annotation(notes: Annotation) -> str:
    """Return the spans as JSON-LD of the W3C Web Annotation Data Model (2017)."""
    text, here, items = notes.article.text, f"urn:sha256:{notes.sha256}", []
    source = notes.article.url or here
    for s in notes.spans.itertuples():
        around = dict(prefix=text[max(0, s.start - 32) : s.start], suffix=text[s.end : s.end + 32])
        quote = dict(type="TextQuoteSelector", exact=s.text) | around
        place = dict(type="TextPositionSelector", start=s.start, end=s.end)
        item = dict(id=f"{here}#{s.id}", type="Annotation", motivation="tagging")
        item["body"] = dict(type="TextualBody", purpose="tagging", value=f"{s.role} of {s.owner}")
        items.append(item | {"target": dict(source=source, selector=[quote, place])})
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage"}
    return json.dumps(page | {"id": here, "items": items}, ensure_ascii=False, indent=1)


def to_edtf(earliest: str, latest: str, *, assumed: bool = False) -> str:
    """Return an interval as EDTF (ISO 8601-2:2019): .. is an open end, ? a day that is assumed."""
    first, last = (day + "?" * assumed if day else ".." for day in (earliest, latest))
    return f"{first}/{last}" if earliest != latest else first if earliest else ""


def _timeline(notes: Annotation) -> dict[str, str]:
    """Return the dated events as CSV with EDTF, JSON for TimelineJS 3, and iCalendar."""
    from icalendar import Calendar, Event

    events, slides = views.event_table(notes), []
    calendar = Calendar(prodid="-//onrecord//EN", version="2.0")
    days = events[["earliest", "latest", "dating"]].to_numpy()
    events["edtf"] = [to_edtf(*ends, assumed=how == "assumed") for *ends, how in days]
    for row in events.to_dict("records"):
        ends = row["earliest"] or row["latest"], row["latest"] or row["earliest"]
        first, last = map(date.fromisoformat, ends)
        said = f"{row['status']}, attested by {row['attested by']} ({row['edtf']}, {row['dating']})"
        entry = Event(summary=row["event"], description=said, uid=f"{row['id']}@{notes.sha256}")
        entry.start, entry.end = first, last + timedelta(days=1)  # the day after, RFC 5545 3.6.1
        entry.stamp = datetime(2000, 1, 1, tzinfo=UTC)  # one and the same, so that files compare
        calendar.add_component(entry)
        start, end = (dict(year=d.year, month=d.month, day=d.day) for d in (first, last))
        text = dict(headline=escape(row["event"]), text=escape(said))
        slide = dict(start_date=start, end_date=end, text=text, display_date=row["edtf"])
        slides.append(slide | {"group": escape(row["attested by"])})
    title = {"text": {"headline": escape(notes.article.title or notes.article.name)}}
    told = json.dumps({"title": title, "events": slides}, ensure_ascii=False)
    made = {"timeline.csv": events.replace(FORMULA, "'", regex=True).to_csv(index=False)}
    return made | {"timeline.ics": calendar.to_ical().decode(), "timeline.json": told}


def safe_name(name: str) -> str:
    """Return a file name without folders, odd characters or reserved words, of at most 80."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "article"
    return re.sub(r"^(con|prn|aux|nul|com\d|lpt\d)$", r"article-\1", slug)  # reserved by Windows
