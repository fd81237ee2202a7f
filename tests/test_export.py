"""What is written is read back without loss, and does no harm."""

import json

import pandas as pd
import pytest
from edtf import parse_edtf
from icalendar import Calendar

from onrecord import annotate, export, read_text, views
from onrecord.tables import COLUMNS, table


def write(notes, folder):
    for name, content in export.files_of(notes).items():
        (folder / name).write_bytes(content)


@pytest.mark.model
def test_the_json_holds_the_article_and_every_table(case):
    whole = json.loads(export.to_json(case))
    assert whole["article"]["text"] == case.article.text
    assert (whole["sha256"], whole["version"]) == (case.sha256, case.version)
    for kind in COLUMNS:
        assert table(kind, whole[kind]).equals(getattr(case, kind)), kind


@pytest.mark.model
def test_csv_files_and_a_workbook_hold_every_table(case, tmp_path):
    write(case, tmp_path)
    written = {path.name for path in tmp_path.iterdir()}
    assert {*(f"{kind}.csv" for kind in COLUMNS), "tables.xlsx"} < written
    sheets = pd.read_excel(tmp_path / "tables.xlsx", sheet_name=None)
    assert list(sheets) == list(COLUMNS)
    for kind, sheet in sheets.items():
        assert list(sheet["id"]) == list(getattr(case, kind)["id"])


@pytest.mark.model
def test_web_annotations_quote_the_article_at_their_place(case):
    page = json.loads(export.to_web_annotation(case))
    text = case.article.text
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == len(case.spans)
    for item in page["items"]:
        quote, place = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.find(around, max(0, place["start"] - 32)) == place["start"] - len(
            quote["prefix"]
        )


@pytest.mark.model
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path, start):
    notes = annotate(
        read_text(f"{start}cmd|' /C calc'!A0 is a line of its own that says nothing.\n")
    )
    write(notes, tmp_path)
    assert f"{start}cmd" not in [
        cell[: len(start) + 3]
        for line in (tmp_path / "lines.csv").read_text().splitlines()
        for cell in line.split(",")
    ]


@pytest.mark.parametrize(
    "name, safe",
    [
        ("../../x", "x"),
        ("/etc/passwd", "etc-passwd"),
        ("C:\\x", "c-x"),
        ("a" * 300, "a" * 80),
        ("a\0b", "a-b"),
        ("NUL", "article-nul"),
        ("Türkiye 🚢", "turkiye"),
        ("", "article"),
    ],
)
def test_a_file_name_stays_inside_its_folder(name, safe):
    assert export.safe_name(name) == safe


@pytest.mark.parametrize(
    "days, edtf",
    [
        (("2026-01-03", "2026-01-03"), "2026-01-03"),
        (("2025-12-01", "2025-12-31"), "2025-12-01/2025-12-31"),
        (("2026-01-10", ""), "2026-01-10/.."),
        (("", "2026-01-10"), "../2026-01-10"),
        (("", ""), ""),
    ],
)
def test_an_interval_is_written_so_that_an_edtf_library_reads_the_same_days(days, edtf):
    assert export.to_edtf(*days) == edtf
    if edtf:
        read = parse_edtf(edtf)
        for day, bound in zip(days, (read.lower_strict, read.upper_strict), strict=True):
            assert not day or tuple(bound()[:3]) == tuple(map(int, day.split("-")))
    assert "?" in str(parse_edtf(export.to_edtf("2026-01-03", "2026-01-03", assumed=True)))


@pytest.mark.model
def test_the_timeline_is_read_back_from_every_file_it_is_written_to(case, tmp_path):
    write(case, tmp_path)
    events = views.event_table(case)
    calendar = Calendar.from_ical((tmp_path / "timeline.ics").read_bytes())
    entries = calendar.walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == events["event"].tolist()
    assert [str(e.start) for e in entries] == (
        events["earliest"].where(events["earliest"] != "", events["latest"]).tolist()
    )
    slides = json.loads((tmp_path / "timeline.json").read_text(encoding="utf-8"))["events"]
    assert all({"start_date", "text", "group", "display_date"} <= slide.keys() for slide in slides)
    assert [slide["start_date"]["year"] for slide in slides] == [e.start.year for e in entries]
    written = pd.read_csv(tmp_path / "timeline.csv", keep_default_na=False)
    assert all(parse_edtf(edtf) for edtf in written["edtf"])
    assert len(written) == len(slides) == len(events)
