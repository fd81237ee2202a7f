"""What is written is read back without loss, and does no harm."""

import json

import pytest

from onrecord import annotate, export, read_text
from onrecord.tables import COLUMNS


@pytest.mark.model
def test_an_annotation_survives_json(case, tmp_path):
    path = tmp_path / "annotation.json"
    path.write_text(export.to_json(case), encoding="utf-8")
    back = export.read_annotation(path)
    assert back.article == case.article
    assert (back.sha256, back.version, back.rules, back.stale) == (
        case.sha256,
        case.version,
        case.rules,
        case.stale,
    )
    for kind in COLUMNS:
        assert getattr(back, kind).equals(getattr(case, kind)), kind


@pytest.mark.model
def test_an_annotation_whose_text_was_edited_is_refused(case, tmp_path):
    path = tmp_path / "annotation.json"
    whole = json.loads(export.to_json(case))
    whole["article"]["text"] += " "
    path.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(ValueError, match="its hash differs"):
        export.read_annotation(path)


@pytest.mark.model
def test_csv_files_hold_every_table(case, tmp_path):
    assert sorted(p.stem for p in export.to_csv(case, tmp_path)) == sorted(COLUMNS)


@pytest.mark.model
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(tmp_path, start):
    notes = annotate(
        read_text(f"{start}cmd|' /C calc'!A0 is a line of its own that says nothing.\n")
    )
    export.to_csv(notes, tmp_path)
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
