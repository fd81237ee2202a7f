"""The word lists: well formed, extendable by a folder of one's own."""

import csv

import pytest

from onrecord.lexicon import WORDS, read_words
from onrecord.tables import VALUES

LISTS = sorted(path.stem for path in WORDS.glob("*.csv"))


@pytest.mark.parametrize("name", LISTS)
def test_every_row_of_every_list_ends_with_an_example(name):
    with (WORDS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    assert not [row for row in rows if not row["example"].strip()]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_one_row_for_each_key(name):
    assert read_words(name)


def test_every_cue_has_a_class_of_the_documented_set():
    assert {row["class"] for row in read_words("cues").values()} <= set(
        VALUES["attributions", "cue_class"]
    )


def test_every_frame_of_a_verb_has_a_rule_that_explains_it():
    own = {"that": "clause", "quote": "clause", "to": "infinitive", "ing": "gerund"}
    own |= {"if": "clause", "object+": "object", "raising": "infinitive"}
    verbs = (row for cue, row in read_words("cues").items() if not cue.startswith("the "))
    frames = {frame for row in verbs for frame in row["frames"].split()}
    assert {f"verb+{own.get(frame, frame)}" for frame in frames} <= read_words("rules").keys()


def test_a_row_of_ones_own_is_added_and_overrides(tmp_path):
    (tmp_path / "cues.csv").write_text(
        "cue,class,frames,example\nharrumph,emotion,that,Reyk harrumphed that it was late.\n"
    )
    assert read_words("cues", str(tmp_path))["harrumph"]["class"] == "emotion"
    assert "say" in read_words("cues", str(tmp_path))
    assert "harrumph" not in read_words("cues")


@pytest.mark.parametrize(
    "rows, message",
    [
        (
            "cue,class\nsay,neutral\n",
            r"columns \['cue', 'class'\]; write the header cue,class,frames,example",
        ),
        ("cue,class,frames,example\nsay,neutral\n", "'say' has not 4 cells"),
        (
            "cue,class,frames,example\nsay,neutral,that,x\nsay,neutral,that,x\n",
            "line 3: 'say' stands twice; keep one row",
        ),
    ],
)
def test_a_broken_list_of_ones_own_is_answered_with_its_line(tmp_path, rows, message):
    (tmp_path / "cues.csv").write_text(rows)
    with pytest.raises(ValueError, match=message):
        read_words("cues", str(tmp_path))
