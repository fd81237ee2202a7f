"""The second opinion: the attitude model, and the plug for a classifier of one's own."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import annotate, attitude, read_text

from .test_stance import SAYS, said_by_reyk, stances_of


def test_a_plug_speaks_where_no_rule_does_and_is_named(parsed):
    def plug(text, target):
        assert (text, target) == ("Reyk says Maro waits.", "Maro")
        return {"favour": 0.9, "against": 0.05, "neutral": 0.05}

    assert stances_of(parsed(SAYS), "Reyk", "Maro", **said_by_reyk())[0] == []
    found, _ = stances_of(
        parsed(SAYS), "Reyk", "Maro", classifier=plug, rules=True, **said_by_reyk()
    )
    assert found == [("Reyk", "favour", "Maro", "classifier")]


def test_a_plug_in_doubt_is_not_heard(parsed):
    plug = {"favour": 0.6, "against": 0.2, "neutral": 0.2}
    found, _ = stances_of(
        parsed(SAYS), "Reyk", "Maro", classifier=lambda *_: plug, **said_by_reyk()
    )
    assert found == []


@pytest.mark.model
@pytest.mark.parametrize(
    "before, heard",
    [
        ("Reyk condemned Maro on Monday.", [("verb: condemn", 0.86), ("classifier", 0.14)]),
        ("Reyk praised Maro on Monday.", [("verb: praise", 0.86)]),
        ("Maro left the harbour.", []),
    ],
    ids=["which it agrees with", "which it denies", "of which there is none"],
)
def test_a_doubtful_plug_is_heard_where_a_stance_was_found_before(before, heard):
    text = (
        f"Harbour news\n\nEllen Maro and Tomas Reyk met. {before} Reyk said that she would wait.\n"
    )
    plug = {"favour": 0.2, "against": 0.5, "neutral": 0.3}
    notes = annotate(read_text(text, published="2026-03-04"), classifier=lambda *_: plug)
    rows = notes.stances[["rule", "confidence"]].itertuples(index=False, name=None)
    assert list(rows) == heard  # so sure is it: the share that was right times its chance squared


@pytest.mark.model
def test_a_plug_does_not_contradict_what_the_same_voice_was_found_to_hold():
    text = "Harbour news\n\nTomas Reyk praised Ellen Maro. Reyk said that Maro would wait.\n"
    sure = {"favour": 0.0, "against": 1.0, "neutral": 0.0}
    notes = annotate(read_text(text, published="2026-03-04"), classifier=lambda *_: sure)
    assert [*notes.stances["rule"]] == ["verb: praise"]


def test_the_model_is_small_and_its_chances_add_up(parsed):
    assert attitude.WEIGHTS.stat().st_size < 200_000
    assert attitude.WEIGHTS.read_bytes()[4:8] == bytes(4), (
        "a time in the gzip header changes the bytes"
    )
    chances = attitude.attitude(parsed(SAYS)[2:3])
    assert sorted(chances) == ["against", "favour", "neutral"]
    assert sum(chances.values()) == pytest.approx(1)


def test_the_model_needs_no_scikit_learn():
    code = "import sys, onrecord.attitude as a; a.read_weights(); print('sklearn' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert said.stdout == "False\n"


@pytest.mark.parametrize("form, heard", [("NNP", 1), ("NNS", 0)])
def test_only_names_are_judged_since_victims_read_like_culprits(parsed, form, heard):
    doc = parsed(SAYS.replace("Maro NNP", f"Maro {form}"))
    found, _ = stances_of(doc, "Reyk", "Maro", classifier=sure_of_favour, **said_by_reyk())
    assert len(found) == heard


def sure_of_favour(*_):
    return {"favour": 1.0, "against": 0.0, "neutral": 0.0}


def test_topic_nouns_far_from_the_target_carry_no_blame(parsed):
    doc = parsed(
        "Maro NNP nsubj 1|smiled VBD ROOT 1 smile|when WRB advmod 4|people NNS nsubj 4|"
        "spoke VBD advcl 1 speak|of IN prep 4|talks NNS pobj 5|about IN prep 6|crimes NNS pobj 7"
    )
    names = attitude.features_of(doc[0:1], {})
    assert "all:smile" in names
    assert not any(name.endswith("all:crimes") for name in names)


def test_what_was_learnt_of_words_like_it_is_added_up_but_not_of_far_topics_nor_of_names(parsed):
    doc = parsed(
        "Maro NNP nsubj 1|praised VBD ROOT 1 praise|Reyk NNP dobj 1|when WRB advmod 5|"
        "people NNS nsubj 5|spoke VBD advcl 1 speak|of IN prep 5|talks NNS pobj 6|about IN prep 7|"
        "crimes NNS pobj 8"
    )
    words = {"praise": [5, 7, 2], "spoke": [0, -3, 1], "reyk": [0, 9, 9], "crimes": [-8, -9, 9]}
    names = attitude.features_of(doc[0:1], words)
    assert (names["all ~0"], names["all ~1"]) == pytest.approx((0.4, 0.3))
    assert (names["all +"], names["all -"]) == pytest.approx((1.0, 1.6))


GROUPS = {
    row["word"]
    for row in csv.DictReader(
        (Path(__file__).parents[1] / "benchmarks" / "groups.csv").open(encoding="utf-8")
    )
}
PEOPLE = """Maro NNP nsubj 1|attacked VBD ROOT 1 attack|{0} JJ amod 3|{0} NNS dobj 1|
    and CC cc 3|{0} NNS conj 3|of IN prep 5|crimes NNS pobj 6 crime|. . punct 1"""


@pytest.mark.parametrize("target", [0, 3, 7])
def test_no_word_for_a_group_of_people_moves_the_model(parsed, target):
    said = {
        word: attitude.attitude(parsed(PEOPLE.format(word))[target : target + 1]) for word in GROUPS
    }
    assert len(GROUPS) > 1000
    assert [word for word in said if said[word] != said["women"]] == []


def test_he_and_she_are_one_to_the_model(parsed):
    he, she = (parsed(f"{word} PRP nsubj 1|lied VBD ROOT 1 lie") for word in ("He", "She"))
    assert attitude.attitude(he[0:1]) == attitude.attitude(she[0:1])


@pytest.mark.parametrize("place", ["weights", "words"])
def test_the_file_has_no_number_for_a_group_of_people(place):
    held = attitude.read_weights()[place]
    if place == "words":
        assert [word for word in GROUPS if held[word]] == []
    told = {word for name in held if held[name] for word in name.split(":", 1)[-1].split()}
    assert sorted(told & GROUPS) == []


def test_names_are_masked(parsed):
    names = attitude.features_of(parsed(SAYS)[2:3], {})
    assert not any("reyk" in name.lower() or "maro" in name.lower() for name in names)


class FakePipelines:
    """Stands in for the module transformers: notes what is asked and answers with its labels."""

    asked = ()

    def pipeline(self, task, model, **how):
        self.asked = (task, model, how)
        return self.answer

    def answer(self, pair):
        self.asked = (*self.asked, pair)
        scores = {"1 star": 0.5, "2 stars": 0.25, "3 stars": 0.25}
        return [{"label": label, "score": score} for label, score in scores.items()]


def test_the_labels_of_a_hugging_face_pipeline_are_translated_and_added_up(monkeypatch):
    fake = FakePipelines()
    monkeypatch.setitem(sys.modules, "transformers", fake)
    labels = {"1 star": "against", "2 stars": "against", "3 stars": "favour"}
    judge = attitude.read_pipeline("some/model", labels, pair="It speaks well of {}.")
    assert judge("Reyk waits.", "Reyk") == {"against": 0.75, "favour": 0.25}
    pair = {"text": "Reyk waits.", "text_pair": "It speaks well of Reyk."}
    assert fake.asked == ("text-classification", "some/model", {"top_k": None}, pair)


def test_a_tiny_random_model_of_hugging_face_is_loaded_and_asked(tmp_path):
    transformers = pytest.importorskip(
        "transformers"
    )  # with torch it is too big for the extra test
    pytest.importorskip("torch")
    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nreyk\nwaits\n.")
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    labels = {0: "Negative", 1: "Neutral", 2: "Positive"}
    sizes = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8)
    tiny = transformers.BertConfig(vocab_size=8, **sizes, id2label=labels)
    transformers.BertForSequenceClassification(tiny).save_pretrained(tmp_path)
    meaning = {"Negative": "against", "Neutral": "neutral", "Positive": "favour"}
    chances = attitude.read_pipeline(str(tmp_path), meaning)("Reyk waits.", "Reyk")
    assert set(chances) == {"favour", "against", "neutral"}
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
