"""Directed stances: holder, target, sign, evidence."""

import pytest

from onrecord.stance import find_stances
from onrecord.tables import table

NO_ATTRIBUTIONS = table("attributions", [])


def stances_of(doc, *names, attributions=NO_ATTRIBUTIONS, more=()):
    spans = []
    for name in names:
        start = doc.text.index(name)
        row = {"id": f"{name}.mention.{start}", "owner": name, "role": "mention", "text": name}
        spans.append(row | {"start": start, "end": start + len(name)})
    found, evidence = find_stances(doc, attributions, table("spans", [*spans, *more]))
    return [(row.holder, row.polarity, row.target) for row in found.itertuples()], evidence


@pytest.mark.parametrize(
    "tokens, expected",
    [
        ("Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|Maro NNP dobj 1|. . punct 1",
         ("Reyk", "against", "Maro")),
        ("Reyk NNP nsubj 1|praised VBD ROOT 1 praise|Maro NNP dobj 1|. . punct 1",
         ("Reyk", "favour", "Maro")),
        ("Maro NNP nsubjpass 2|was VBD auxpass 2 be|praised VBN ROOT 2 praise|"
         "by IN agent 2|Reyk NNP pobj 3|. . punct 2",
         ("Reyk", "favour", "Maro")),
        ("Reyk NNP nsubj 1|sided VBD ROOT 1 side|with IN prep 1|Maro NNP pobj 2|. . punct 1",
         ("Reyk", "favour", "Maro")),
        ("Reyk NNP nsubj 1|is VBZ ROOT 1 be|a DT det 3|critic NN attr 1|"
         "of IN prep 3|Maro NNP pobj 4|. . punct 1",
         ("Reyk", "against", "Maro")),
    ],
    ids=["object", "favour", "passive turns the ends round", "preposition",
         "a noun said of the holder"],
)  # fmt: skip
def test_a_directed_word_gives_holder_sign_and_target(parsed, tokens, expected):
    found, _ = stances_of(parsed(tokens), "Reyk", "Maro")
    assert found == [expected]


def test_a_negated_judgement_is_turned_and_less_certain(parsed):
    doc = parsed(
        "Reyk NNP nsubj 3|did VBD aux 3 do|not RB neg 3|condemn VB ROOT 3|Maro NNP dobj 3|"
        ". . punct 3"
    )
    found, _ = stances_of(doc, "Reyk", "Maro")
    assert found == [("Reyk", "favour", "Maro")]


def test_a_place_after_in_is_no_target(parsed):
    doc = parsed(
        "Reyk NNP nsubj 1|attacked VBD ROOT 1 attack|in IN prep 1|Hallen NNP pobj 2|. . punct 1"
    )
    assert stances_of(doc, "Reyk", "Hallen")[0] == []


def test_the_evidence_runs_from_the_directed_word_to_the_target(parsed):
    doc = parsed("Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|Maro NNP dobj 1|. . punct 1")
    _, evidence = stances_of(doc, "Reyk", "Maro")
    assert evidence[evidence["role"] == "evidence"]["text"].tolist() == ["condemned Maro"]


def test_somebody_towards_himself_is_no_stance(parsed):
    doc = parsed("Reyk NNP nsubj 1|praised VBD ROOT 1 praise|Reyk NNP dobj 1|. . punct 1")
    assert stances_of(doc, "Reyk")[0] == []


@pytest.mark.model
def test_silence_is_neutral_in_the_case_article(case):
    silent = case.stances[case.stances["kind"] == "silence"]
    assert set(silent["polarity"]) <= {"neutral"}


@pytest.mark.model
def test_tone_is_no_input_of_stance(case):
    from onrecord import stance

    assert "tone" not in stance.find_stances.__code__.co_varnames
    assert case.stances["target"].isin(case.actors["id"]).all()
