"""All layers on any text: every span quotes it, nothing comes from furniture."""

import dataclasses

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onrecord import annotate, check, read_text
from onrecord.tables import COLUMNS

pytestmark = pytest.mark.model

WORDS = st.sampled_from(
    ["Reyk", "Ellen Maro", "said", "told", "that", "“", "”", "‘", "’", '"', "'", "«", "»", ",", ".",
     "?", ":", ";", "\n", "\n\n", "\r\n", "on Tuesday", "two weeks", "in June", "he", "she",
     "the mayor", "accused", "of", "According to", "Moscow", "condemned", "Read more: x\n", "🚢",
     "e\u0301", "\u202e", "עברית", "العربية", "\u200b", "<b>", "1,000", "-", "–"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=40).map(" ".join))
@example("Reyk said Reyk “ Reyk ")  # a quotation that is still open ends with the words of its line
def test_any_text_is_annotated_and_every_span_quotes_it(text):
    refused = ""
    try:
        article = read_text(text, published="2026-03-04")
    except ValueError as why:
        refused = str(why)
    if refused:
        assert "front matter" in refused
        return
    notes = annotate(article)
    check(notes.spans, article.text)
    read = notes.lines[notes.lines["kind"].isin(["headline", "body"])]
    inside = set()
    for line in read.itertuples():
        inside |= set(range(line.start, line.end))
    for span in notes.spans.itertuples():
        assert {span.start, span.end - 1} <= inside
    for kind in COLUMNS:
        assert getattr(notes, kind)["id"].is_unique
    assert (
        notes.spans["owner"]
        .isin([i for kind in COLUMNS if kind != "spans" for i in getattr(notes, kind)["id"]])
        .all()
    )


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "Harbour sold", "Read more: x\nShare this article\n"]
)
def test_an_article_without_a_body_gives_empty_tables_with_all_columns(text):
    notes = annotate(read_text(text))
    assert list(notes.attributions.columns) == list(COLUMNS["attributions"])
    assert notes.attributions.empty
    assert notes.stances.empty


def test_an_annotation_is_frozen_and_says_what_made_it(case):
    with pytest.raises(dataclasses.FrozenInstanceError):
        case.stale = ()
    assert case.sha256 == case.article.sha256
    assert case.version


def test_two_runs_give_the_same_tables(case):
    again = annotate(case.article)
    for kind in COLUMNS:
        assert getattr(again, kind).equals(getattr(case, kind))


def test_every_source_is_an_actor_and_every_chain_ends(case, harbour):
    for notes in (case, harbour):
        assert set(notes.attributions["source"]) <= set(notes.actors["id"]) | {""}
        outer = notes.attributions.set_index("id")["within"].to_dict()
        for key in outer:
            seen = set()
            while key:
                assert key not in seen
                seen.add(key)
                key = outer[key]
