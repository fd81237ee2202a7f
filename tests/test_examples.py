"""Each row of the three large word lists is shown at work by its own example."""

import re

import pytest

from onrecord import annotate, find_lines, read_text
from onrecord.cues import cue_key
from onrecord.language import parse
from onrecord.lexicon import read_words
from onrecord.sourcing import find_claims

CUES, STANCES, KINDS = (read_words(name) for name in ("cues", "stance", "kinds"))
RECEIVING = read_words("receiving")


@pytest.fixture(scope="module")
def attributed():
    """The cues of each example that have a source, from one pass over all examples."""
    found = {}
    for cue, row in CUES.items():
        article = read_text(row["example"] + "\n", name=cue)
        claims = find_claims(parse(article.text, find_lines(article)))
        given = "raising" in row["frames"]  # “it seems”: said by nobody, as the frame tells
        found[cue] = {cue_key(c["cue"], CUES) for c in claims if given or c["source"] is not None}
    return found


@pytest.fixture(scope="module")
def directed():
    """The (pattern, polarity) pairs of each example, from one pass over all examples."""
    found = {}
    for pattern, row in STANCES.items():
        article = read_text(row["example"] + "\n", name=pattern, published="2026-03-04")
        stances = annotate(article).stances
        patterns = stances["rule"].str.split(": ").str[-1]
        found[pattern] = set(zip(patterns, stances["polarity"], strict=True))
    return found


@pytest.mark.model
@pytest.mark.parametrize("cue", CUES)
def test_the_example_of_every_cue_gives_an_attribution_by_that_cue(attributed, cue):
    assert cue in attributed[cue]


@pytest.mark.model
@pytest.mark.parametrize("pattern", STANCES)
def test_the_example_of_every_stance_word_gives_that_stance(directed, pattern):
    assert (pattern, STANCES[pattern]["polarity"]) in directed[pattern]


@pytest.mark.model
@pytest.mark.parametrize("verb", RECEIVING)
def test_the_example_of_every_receiving_verb_turns_the_ends_round(verb):
    notes = annotate(read_text(RECEIVING[verb]["example"] + "\n", published="2026-03-04"))
    (row,) = notes.stances.itertuples()
    places = notes.spans[notes.spans["role"] == "mention"].set_index("owner")["start"]
    assert places[row.target] < places[row.holder]
    sign = (
        "against" if verb in read_words("undoing") else STANCES[row.rule.split(": ")[1]]["polarity"]
    )
    assert row.polarity == sign


@pytest.mark.model
@pytest.mark.parametrize("own, turned", [("attract,Reyk attracted praise.\n", 1), ("", 0)])
def test_a_receiving_verb_of_ones_own_is_one_row(tmp_path, own, turned):
    (tmp_path / "receiving.csv").write_text("verb,example\n" + own, encoding="utf-8")
    article = read_text("Tomas Reyk attracted Ellen Maro's support.\n", published="2026-03-04")
    assert len(annotate(article, words=str(tmp_path)).stances) == turned


def test_no_two_stance_words_share_an_example():
    assert len({row["example"] for row in STANCES.values()}) == len(STANCES)


@pytest.mark.parametrize("word", KINDS)
def test_the_example_of_every_kind_contains_its_word(word):
    assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", KINDS[word]["example"], re.IGNORECASE)
