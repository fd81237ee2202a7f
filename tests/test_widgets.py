"""Widgets are driven through their traits; each carries its static copy."""

import io
import zipfile
from base64 import b64decode
from datetime import datetime

import pytest

from onrecord import show, views, widgets

pytestmark = pytest.mark.model


def controls(view):
    voice, ticks, html = view.children
    return voice, {box.description: box for box in ticks.children}, html


def test_the_reader_shows_one_voice_when_it_is_chosen(case):
    voice, _, html = controls(widgets.reader(case))
    everything = html.value
    voice.value = case.actors.set_index("name").loc["Nikita Smagin", "id"]
    assert 0 < html.value.count("<mark") < everything.count("<mark")
    voice.value = ""
    assert html.value == everything


def test_the_reader_marks_a_role_when_its_box_is_ticked(case):
    _, boxes, html = controls(widgets.reader(case))
    assert 'title="timex"' not in html.value
    boxes["timex"].value = True
    assert 'title="timex"' in html.value


def test_every_widget_carries_its_static_copy(case):
    for view in (widgets.reader(case), widgets.your_article()):
        bundle = view._repr_mimebundle_()
        assert "application/vnd.jupyter.widget-view+json" in bundle
        assert bundle["text/html"]
        assert "Model" not in bundle["text/plain"]


def test_the_desk_reads_what_is_pasted(tmp_path):
    desk = widgets.your_article(folder=str(tmp_path))
    paste, row, _, view, _ = desk.children
    paste.value = "Ellen Maro said that the harbour was empty.\nReyk laughed."
    row.children[2].click()
    assert "Ellen Maro" in view.value
    assert "Published: unknown" in view.value


def test_the_desk_answers_bad_input_with_a_sentence():
    desk = widgets.your_article("nowhere.txt")
    assert (
        "nowhere.txt is missing; give the path of one .txt or .html file" in desk.children[3].value
    )


def test_the_desk_reads_an_uploaded_file_by_its_bytes():
    desk = widgets.your_article()
    _, row, _, view, _ = desk.children
    upload, _, button, _ = row.children
    page = "Ellen Maro said “Türkiye” was far.\nReyk laughed.".encode("utf-16")
    upload.value = (
        {
            "name": "../../maro.txt",
            "type": "text/plain",
            "size": len(page),
            "content": page,
            "last_modified": datetime.now(),
        },
    )
    button.click()
    assert "“Türkiye”" in view.value


def read_at(desk, text):
    desk.children[0].value = text
    desk.children[1].children[2].click()
    return desk.children[3].value


def test_what_is_corrected_on_the_desk_is_there_when_the_text_is_read_again(tmp_path):
    desk = widgets.your_article(folder=str(tmp_path))
    text = "Ellen Maro said that the harbour was empty.\nReyk laughed."
    assert "1 attributions" in read_at(desk, text)
    bench = desk.children[4].children[0]
    line = bench.state["tables"]["lines"][0]["id"]
    bench._handle_custom_msg({"do": "edit", "id": line, "values": {"kind": "furniture"}}, [])
    assert "0 attributions" in read_at(desk, text)
    (log,) = tmp_path.glob("pasted-*.jsonl")
    assert "furniture" in log.read_text(encoding="utf-8")


def test_the_desk_packs_every_file_into_one_download(tmp_path):
    desk = widgets.your_article(folder=str(tmp_path))
    keep, link = desk.children[1].children[3], desk.children[2]
    assert keep.disabled
    read_at(desk, "Ellen Maro said that the harbour was empty.\nReyk laughed.")
    keep.click()
    packed = link.value.partition("base64,")[2].partition('"')[0]
    with zipfile.ZipFile(io.BytesIO(b64decode(packed))) as files:
        names = set(files.namelist())
        assert b"Ellen Maro" in files.read("report.html")
    assert {"tables.xlsx", "annotation.jsonld", "timeline.ics", "events.csv"} < names


def test_without_a_date_the_desk_says_what_the_text_itself_gives_away(tmp_path):
    desk = widgets.your_article(folder=str(tmp_path))
    seen = read_at(desk, "It began on March 3, 2025. Reyk left on May 4.\nHe said so.")
    assert "By its own words published 2025-05-04 to" in seen


def test_the_picker_leaves_the_rows_chosen_and_reads_one_back_after_its_chain(case):
    rows = views.event_table(case)
    view = widgets.picker(case, rows, "attested by", "status", draw=show.lanes_of_events)
    picks, chosen, html = view.children
    voice, _, first, _ = picks.children
    assert len(chosen.options) == len(rows)
    voice.value = "Donald Trump"
    mine = rows[rows["attested by"] == voice.value]
    assert [key for _, key in chosen.options] == mine["id"].tolist()
    carrier = case.events.set_index("id").loc[chosen.value, "attested_by"]
    assert html.value.index(f"{carrier}: ") < html.value.index(f"{chosen.value}: ")
    first.value = "2999-01-01"
    assert all(rows.set_index("id").loc[key, "latest"] == "" for _, key in chosen.options)


def test_the_picker_with_nothing_left_says_so_and_shows_no_row(case):
    view = widgets.picker(case, views.stance_table(case).iloc[:0], "holder")
    assert view.children[1].value is None
    assert "<blockquote>" not in view.children[2].value
