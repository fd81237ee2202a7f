"""Quotation marks: every kind, nested, unbalanced; doubt stays in its sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.quotes import find_quotes


def quoted(text):
    return [text[q.start : q.end] for q in find_quotes(text)]


@pytest.mark.parametrize(
    "text, expected, why",
    [
        ("“Yes,” he said.", ["“Yes,”"], "curly"),
        ('"Yes," he said. "No."', ['"Yes,"', '"No."'], "straight, twice"),
        ("''Yes,'' he said. ''No.''", ["''Yes,''", "''No.''"], "two apostrophes, from agencies"),
        ("``Yes,'' he said.", ["``Yes,''"], "typewriter marks"),
        ("«Oui», dit-il.", ["«Oui»"], "guillemets"),
        ("„Gut“, sagte er.", ["„Gut“"], "low and high"),
        ("»Ja«, sagte sie.", ["»Ja«"], "guillemets turned inward"),
        ("'Yes,' he said.", ["'Yes,'"], "single straight"),
        ("‘Yes,’ he said.", ["‘Yes,’"], "single curly"),
        ("“methods of ‘colour revolutions’”, turning",
         ["“methods of ‘colour revolutions’”", "‘colour revolutions’"],
         "the inner pair must not close the outer one"),
        ("“Don’t,” she said.", ["“Don’t,”"], "an apostrophe closes nothing"),
        ("The council's and the workers' plan", [], "possessives are no quotations"),
        ("''It was a friend's idea,'' he said.", ["''It was a friend's idea,''"],
         "apostrophe inside straight marks"),
        ("“Yes,\" he said. \"No.”", ["“Yes,\"", "\"No.”"], "curly and straight, as pages mix them"),
        ("He called it “big,” and “small.”", ["“big,”", "“small.”"], "two in one sentence"),
        ("a 6\" pipe", [], "an inch mark after a number opens nothing"),
    ],
)  # fmt: skip
def test_quotation_marks_are_paired(text, expected, why):
    assert quoted(text) == expected, why


def test_an_unclosed_mark_costs_only_its_sentence():
    text = "“I never closed this. Then he said “yes” and left."
    assert quoted(text) == ["“I never closed this.", "“yes”"]
    assert [q.closed for q in find_quotes(text)] == [False, True]


def test_a_mark_open_at_the_end_of_the_line_runs_to_the_end():
    assert quoted("“A quotation that the next paragraph takes up again.") == [
        "“A quotation that the next paragraph takes up again."
    ]


def test_a_closing_mark_without_an_opening_one_is_ignored():
    assert quoted("It is over.” he said.") == []


def test_depth_tells_the_quotation_inside():
    assert [q.depth for q in find_quotes("“He said ‘go’ twice”")] == [0, 1]


def test_only_the_given_stretch_is_searched():
    text = "“One.” “Two.” “Three.”"
    assert [text[q.start : q.end] for q in find_quotes(text, 7, 13)] == ["“Two.”"]


@given(st.text(alphabet="“”‘’\"'«»„`a .,é🚢\u0301\u200f", max_size=80))
def test_quotations_lie_in_the_text_in_order_and_properly_nested(text):
    found = find_quotes(text)
    assert found == sorted(found, key=lambda q: (q.start, -q.end))
    for quote in found:
        assert 0 <= quote.start < quote.end <= len(text)
    closed = [q for q in found if q.closed]
    for one in closed:
        for other in closed:
            apart = one.end <= other.start or other.end <= one.start
            around = one.start <= other.start <= other.end <= one.end
            inside = other.start <= one.start <= one.end <= other.end
            assert apart or around or inside
