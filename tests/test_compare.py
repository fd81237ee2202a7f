"""Two annotations side by side: what moved, how far two readers agree, how good the rules were."""

import pytest

from onrecord import annotate, compare, read_text

TEXT = "The head of the harbour board said on Monday that the ferry had sunk."


def at(words, text=TEXT):
    return [(text.index(words), text.index(words) + len(words))]


@pytest.mark.parametrize(
    "source, content, right",
    [
        ("The head of the harbour board", "the ferry had sunk", 1),
        ("head", "that the ferry had sunk.", 1),  # the head of the name is enough
        ("the harbour board", "the ferry had sunk", 1),  # half of its words are, too
        ("board", "the ferry had sunk", 0),  # a word of the name that is not its head
        (None, "the ferry had sunk", 0),
        ("head", "ferry", 0),  # less than half of the words
    ],
)
def test_an_attribution_is_right_if_its_source_and_most_of_its_content_are(source, content, right):
    gold = [{"source": at("The head of the harbour board"), "content": at("the ferry had sunk")}]
    found = [{"source": source and at(source), "content": at(content)}]
    assert compare.count_attributions(TEXT, found, gold) == (right, 1, 1)


def test_two_findings_do_not_share_one_of_the_gold():
    gold = [{"source": None, "content": at("the ferry had sunk")}]
    found = [{"content": at("the ferry had sunk")}, {"content": at("ferry had sunk")}]
    assert compare.count_attributions(TEXT, found, gold) == (1, 2, 1)


def test_times_are_right_by_their_words_by_a_part_of_them_or_by_their_value():
    gold = [(0, 6, "2026-03-02"), (10, 20, "P2W"), (30, 34, "2026")]
    found = [(0, 6, "2026-03-02"), (12, 20, "P1W"), (12, 14, "P2W")]
    assert compare.count_times(found, gold) == {
        "times, strict": (1, 3, 3),
        "times, relaxed": (2, 3, 3),
        "times, value": (1, 3, 3),
    }


def test_labels_count_by_polarity():
    gold = {"a": "favour", "b": "against", "c": "neutral"}
    found = {"a": "favour", "b": "favour"}
    counts = compare.count_labels(found, gold)
    assert counts == {"favour": (1, 2, 1), "against": (0, 0, 1), "neutral": (0, 0, 1)}


@pytest.fixture(scope="module")
def two():
    """Return the id of an attribution, the annotation with it, and the one without."""
    article = read_text(TEXT + " Reyk condemned the board.", published="2026-03-04")
    before = annotate(article)
    key = before.attributions["id"].iloc[0]
    drop = {"op": "drop", "table": "attributions", "id": key}
    return key, before, annotate(article, [drop])


@pytest.mark.model
class TestWithAndWithoutACorrection:
    def test_the_changes_name_the_row_and_what_follows_from_it(self, two):
        key, before, after = two
        moved = compare.changes(before, after).set_index("id")
        assert moved.loc[key, ["column", "was", "now"]].tolist() == ["", "found", ""]
        followed = moved[moved["table"] == "events"]
        assert "the article" in set(followed["now"])
        assert compare.changes(before, before).empty

    def test_a_reader_without_a_finding_has_the_label_absent(self, two):
        _, before, after = two
        pairs = compare.label_pairs(before, after, "attributions", "cue")
        assert ("say", "absent") in pairs
        assert ("condemn", "condemn") in pairs

    def test_the_score_is_full_for_the_gold_itself_and_less_for_the_rules(self, two):
        _, before, after = two
        assert set(compare.score(after, after)["f1"]) == {100.0}
        scored = compare.score(before, after).set_index("measure")
        assert scored.loc["attributions", ["precision", "recall"]].tolist() == [50.0, 100.0]
