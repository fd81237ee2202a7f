"""Widgets are driven through their traits; each carries its static copy."""

from datetime import date, datetime

import pytest

from onrecord import annotate, read_text, widgets

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


def test_the_desk_reads_what_is_pasted():
    desk = widgets.your_article()
    paste, row, view = desk.children
    paste.value = "Ellen Maro said that the harbour was empty.\nReyk laughed."
    row.children[-1].click()
    assert "Ellen Maro" in view.value
    assert "Published: unknown" in view.value


def test_the_desk_answers_bad_input_with_a_sentence():
    desk = widgets.your_article("nowhere.txt")
    assert (
        "nowhere.txt is missing; give the path of one .txt or .html file" in desk.children[-1].value
    )


def test_the_desk_reads_an_uploaded_file_by_its_bytes():
    desk = widgets.your_article()
    _, row, view = desk.children
    upload, _, button = row.children
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


@pytest.mark.model
def test_the_timeline_shows_the_events_of_one_voice_and_reads_the_chosen_one(harbour):
    desk = widgets.timeline(harbour)
    pickers, event, view = desk.children
    voice, status, since, _ = pickers.children
    everything = len(event.options)
    voice.value = "Ellen Maro"
    assert 0 < len(event.options) < everything
    assert "<blockquote>" in view.value
    assert "attested by Ellen Maro" in view.value
    voice.value, status.value = "every voice", "predicted"
    assert {harbour.events.set_index("id")["status"][key] for _, key in event.options} == {
        "predicted"
    }
    status.value, since.value = "every status", date(2026, 5, 1)
    assert {label[:4] for label, _ in event.options} <= {"2026", ""}


@pytest.mark.model
def test_a_timeline_without_events_says_so():
    desk = widgets.timeline(annotate(read_text("Nothing at all.\n")))
    assert "0 dated events" in desk.children[-1].value
