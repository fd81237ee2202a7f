"""The measures are the referee's: who is matched with whom, and what counts as right."""

import pytest

from onrecord import annotate, read_text
from onrecord.compare import (
    changes,
    count_attributions,
    count_labels,
    count_times,
    rates,
    score,
)

TEXT = "Ellen Maro, the head of the harbour, said that the ferry had sunk. Reyk laughed."


def unit(content, source=""):
    spans = {"content": content, "source": source}
    found = {role: TEXT.index(words) for role, words in spans.items() if words}
    return {role: [(at, at + len(spans[role]))] for role, at in found.items()}


def test_rates_are_percents_and_nothing_found_is_no_error():
    assert rates(1, 2, 4) == (50, 25, pytest.approx(33.3, abs=0.1))
    assert rates(0, 0, 0) == (0, 0, 0)


@pytest.mark.parametrize(
    "one, other, right",
    [
        ("Ellen Maro", "Ellen Maro, the head of the harbour", 1),  # one head
        ("the harbour", "Ellen Maro, the head of the harbour", 0),
        ("the head of the harbour", "the head", 1),
        ("Maro, the head of the harbour", "the head of the harbour", 1),  # most words
        ("Reyk", "Ellen Maro", 0),
        ("", "", 1),
        ("", "Reyk", 0),
    ],
)
def test_sources_share_the_head_or_half_of_their_words_or_are_both_absent(one, other, right):
    found, gold = unit("that the ferry had sunk", one), unit("the ferry had sunk", other)
    assert count_attributions(TEXT, [found], [gold]) == (right, 1, 1)


def test_a_content_is_matched_once_and_by_half_of_its_words():
    gold = [unit("that the ferry had sunk")]
    assert count_attributions(TEXT, [unit("that the")], gold) == (1, 1, 1)
    assert count_attributions(TEXT, [unit("that")], gold) == (0, 1, 1)
    assert count_attributions(TEXT, [gold[0], gold[0]], gold) == (1, 2, 1)


def test_equal_extents_are_paired_before_the_larger_overlap():
    found = [(0, 9, "2026"), (2, 6, "2025")]
    counts = count_times(found, [(2, 6, "2025"), (20, 24, "P1D")])
    assert counts == dict.fromkeys(counts, (1, 2, 2))
    assert count_times(found, [(8, 30, "2026")])["times, strict"] == (0, 2, 1)


def test_labels_are_counted_for_each_polarity():
    counts = count_labels({1: "favour", 2: "against", 3: "neutral"}, {1: "favour", 2: "neutral"})
    assert counts == {"favour": (1, 1, 1), "against": (0, 1, 0), "neutral": (0, 1, 1)}


@pytest.fixture(scope="module")
def two():
    """Return the id of an attribution, the annotation with it, and the one without."""
    article = read_text(TEXT + " Reyk condemned the harbour.", published="2026-03-04")
    before = annotate(article)
    key = before.attributions["id"].iloc[0]
    drop = {"op": "drop", "table": "attributions", "id": key}
    return key, before, annotate(article, [drop])


@pytest.mark.model
class TestWithAndWithoutACorrection:
    def test_the_changes_name_the_row_and_what_follows_from_it(self, two):
        key, before, after = two
        moved = changes(before, after).set_index("id")
        assert moved.loc[key, ["column", "was", "now"]].tolist() == ["", "found", ""]
        followed = moved[moved["table"] == "events"]
        assert "the article" in set(followed["now"])
        assert changes(before, before).empty

    def test_the_score_is_full_for_the_gold_itself_and_less_for_the_rules(self, two):
        _, before, after = two
        assert set(score(after, after)["f1"]) == {100.0}
        scored = score(before, after).set_index("measure")
        assert scored.loc["attributions", ["precision", "recall"]].tolist() == [50.0, 100.0]
