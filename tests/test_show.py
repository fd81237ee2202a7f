"""What is shown quotes the article, is escaped, and has a text alternative."""

from html.parser import HTMLParser

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import show, views
from onrecord.show import highlight
from onrecord.tables import VALUES, table

from .conftest import ARTICLES

NASTY = "<script>alert(1)</script> said </mark> “<img src=x onerror=alert(1)>”"


class Page(HTMLParser):
    """Collects what a browser would act on, and the words it would show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.words = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.words.append(data)


def spans_of(*triples, text):
    rows = [
        {
            "id": f"a0.{role}.{start}",
            "owner": "a0",
            "role": role,
            "start": start,
            "end": end,
            "text": text[start:end],
        }
        for role, start, end in triples
    ]
    return table("spans", rows)


def test_a_span_inside_another_is_cut_not_nested():
    text = "Moscow believes it"
    html = highlight(text, spans_of(("source", 0, 6), ("content", 0, 18), text=text))
    assert [part.count("<mark") for part in html.split("</mark>")] == [1, 1, 0]
    assert html.startswith("<sup>SQ</sup>")
    assert 'title="source, content"' in html


@given(st.data())
def test_the_words_shown_are_the_words_of_the_article_whatever_the_spans(data):
    text = data.draw(st.text(alphabet="ab <&\"'“🚢é\u0301", min_size=1, max_size=40))
    bounds = st.integers(0, len(text))
    triples = data.draw(
        st.lists(st.tuples(st.sampled_from(VALUES["spans", "role"]), bounds, bounds), max_size=6)
    )
    triples = {(role, a): b for role, a, b in triples if a < b}
    triples = [(role, a, b) for (role, a), b in triples.items()]
    page = Page(highlight(text, spans_of(*triples, text=text)))
    letters = {style[0] for style in show.STYLE.values()}
    marks = {"mark", "sup"}
    assert set(page.tags) <= marks
    shown = "".join(page.words)
    if not triples:
        assert shown == text
    assert len(shown) >= len(text)
    assert sum(c not in letters for c in shown) == sum(c not in letters for c in text)


def test_text_is_shown_as_text_and_never_run():
    page = Page(
        highlight(NASTY, spans_of(("source", 0, 25), ("content", 31, len(NASTY)), text=NASTY))
    )
    assert not {"script", "img"} & set(page.tags)
    assert "<script>alert(1)</script>" in "".join(page.words)


def test_marks_that_turn_the_reading_direction_are_shown():
    assert "⟨U+202E⟩" in highlight("abc\u202edef", table("spans", []))


def test_roles_differ_by_letter_and_by_line_not_by_colour_alone():
    letters = [style[0] for style in show.STYLE.values()]
    assert len(set(letters)) == len(letters)
    assert len({style[2] for style in show.STYLE.values()}) == len(letters)
    assert set(show.STYLE) == set(VALUES["spans", "role"])


def drawn_in(name, alt):
    """Return the figure that a committed notebook shows, by the beginning of its alternative."""
    book = nbformat.read(ARTICLES.parents[1] / f"notebooks/{name}.ipynb", as_version=4)
    outputs = [o for c in book.cells for o in c.get("outputs", []) if "data" in o]
    (drawn,) = [o.data["text/html"] for o in outputs if f'alt="{alt}' in str(o.data)]
    return drawn


@pytest.mark.model
class TestTheCaseArticle:
    def test_every_figure_has_a_text_alternative_with_its_numbers(self, case):
        for drawing in (
            show.bar_of_voices(case).data,
            drawn_in("02-sourcing", "Chains, outermost voice first"),
            show.lanes_of_events(case).data,
        ):
            page = Page(drawing)
            assert page.tags == ["figure", "img", "figcaption"]
            alt = {name: value for _, name, value in page.attributes}["alt"]
            assert any(c.isdigit() for c in alt) or "→" in alt

    def test_the_alternative_of_the_bars_names_every_bar(self, case):
        alt = show.bar_of_voices(case).data
        assert all(str(words) in alt for words in views.source_ledger(case).head(12)["words"])

    def test_furniture_is_shown_but_never_marked(self, case):
        html = show.show_article(case).data
        grey = [part for part in html.split("<p") if "[furniture]" in part]
        assert len(grey) == (case.lines["kind"] == "furniture").sum()
        assert not any("<mark" in part for part in grey)

    def test_one_voice_can_be_shown_alone(self, case):
        smagin = case.actors.set_index("name").loc["Nikita Smagin", "id"]
        assert (
            0
            < show.show_article(case, voice=smagin).data.count("<mark")
            < show.show_article(case).data.count("<mark")
        )

    @pytest.mark.parametrize("layer", ["actors", "attributions", "stances", "times", "events"])
    def test_every_row_can_explain_itself_in_one_sentence(self, case, layer):
        for key in getattr(case, layer)["id"]:
            assert views.explain(case, key).endswith(".")

    def test_an_id_that_is_not_there_is_answered_with_what_to_do(self, case):
        with pytest.raises(
            ValueError, match="'a999999' has no span in this annotation; take an id"
        ):
            show.show_rows(case, ["a999999"])

    def test_the_ledger_counts_every_attribution_with_a_source_once(self, case):
        sourced = case.attributions[case.attributions["source"] != ""]
        assert views.source_ledger(case)["attributions"].sum() == len(sourced)

    def test_dated_and_undated_events_are_all_events(self, case):
        assert len(views.event_table(case)) + len(views.event_table(case, dated=False)) == len(
            case.events
        )


@pytest.mark.model
def test_an_empty_article_is_shown_without_an_error():
    from onrecord import annotate, read_text

    notes = annotate(read_text("   \n"))
    for drawing in (
        show.bar_of_voices(notes),
        show.lanes_of_events(notes),
        show.show_article(notes),
    ):
        assert drawing.data
    assert isinstance(views.source_ledger(notes), pd.DataFrame)
