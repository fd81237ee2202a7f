"""The attributions table: manner, class, negation, chain, source."""

import pytest

from onrecord import annotate, read_text
from onrecord.actors import find_actors
from onrecord.lexicon import read_words
from onrecord.quotes import find_quotes, manner
from onrecord.sourcing import find_attributions, find_claims


def attributions_of(doc):
    claims = find_claims(doc)
    _, mentions = find_actors(doc, claims)
    return find_attributions(doc, claims, mentions)


@pytest.mark.parametrize(
    "said, expected",
    [
        ("“It is over.”", "direct"),
        ("it is an “easy target”", "mixed"),
        ("it is over", "indirect"),
        ("“Over,” and “out”", "mixed"),
        ("the “colour” of it all in a long indirect clause", "mixed"),
    ],
)
def test_manner_is_the_share_of_quoted_words(said, expected):
    assert manner(said, [(0, len(said))], find_quotes(said)) == expected


def test_a_denial_and_a_negated_cue_are_marked(parsed):
    denied = parsed(
        "Reyk NNP nsubj 1|denied VBD ROOT 1 deny|that IN mark 4|it PRP nsubj 4|"
        "sank VBD ccomp 1 sink|. . punct 1"
    )
    silent = parsed(
        "Reyk NNP nsubj 3|has VBZ aux 3 have|not RB neg 3|commented VBN ROOT 3 comment|"
        "on IN prep 3|it PRP pobj 4|. . punct 3"
    )
    assert attributions_of(denied)[0]["negated"].tolist() == [True]
    assert attributions_of(silent)[0]["negated"].tolist() == [True]


def test_an_attribution_names_its_class_its_rule_and_its_address(parsed):
    doc = parsed(
        "Reyk NNP nsubj 1|claimed VBD ROOT 1 claim|that IN mark 4|it PRP nsubj 4|"
        "sank VBD ccomp 1 sink|. . punct 1"
    )
    row = attributions_of(doc)[0].iloc[0]
    assert row[["id", "cue", "cue_class", "manner", "rule"]].tolist() == [
        "a5",
        "claim",
        "distancing",
        "indirect",
        "verb+clause",
    ]


def test_a_new_cue_verb_leaves_other_ids_alone(parsed, tmp_path):
    doc = parsed(
        "Reyk NNP nsubj 1|harrumphed VBD ROOT 1 harrumph|that IN mark 4|it PRP nsubj 4|"
        "sank VBD ccomp 1 sink|. . punct 1|"
        "Maro NNP nsubj 7|said VBD ROOT 7 say|it PRP nsubj 9|sank VBD ccomp 7 sink|. . punct 7"
    )
    before = attributions_of(doc)[0]["id"].tolist()
    (tmp_path / "cues.csv").write_text(
        "cue,class,frames,example\nharrumph,emotion,that,Reyk harrumphed that it was late.\n"
    )
    claims = find_claims(doc, str(tmp_path))
    after = find_attributions(doc, claims, find_actors(doc, claims)[1], str(tmp_path))[0][
        "id"
    ].tolist()
    assert set(before) < set(after)


@pytest.mark.model
def test_a_report_of_a_report_is_a_chain(case):
    attributions = case.attributions.set_index("id")
    names = case.actors.set_index("id")["name"]
    inner = attributions[attributions["cue"] == "tell"].iloc[0]
    assert names[inner["source"]] == "Russian embassy in Iran"
    assert names[attributions.loc[inner["within"], "source"]] == "Nikita Smagin"


@pytest.mark.model
def test_a_passive_without_by_phrase_has_no_source(case):
    blamed = case.attributions[case.attributions["cue"] == "blame"]
    assert blamed["source"].tolist() == [""]


@pytest.mark.model
def test_a_participle_of_your_own_list_is_a_cue_too(tmp_path):
    (tmp_path / "cues.csv").write_text(
        "cue,class,frames,example\nbe mortified,emotion,that,She is mortified that he sang.\n",
        encoding="utf-8",
    )
    article = read_text("The cook was mortified that the soup was cold.\n")
    row = annotate(article, words=str(tmp_path)).attributions.iloc[0]
    assert (row["cue"], row["cue_class"]) == ("be mortified", "emotion")
    assert annotate(article).attributions.empty


@pytest.mark.model
def test_every_rule_that_attributes_is_put_into_words(case, harbour):
    used = {*case.attributions["rule"], *harbour.attributions["rule"]}
    assert used <= read_words("rules").keys()


@pytest.mark.model
def test_who_is_told_is_marked_and_not_taken_for_what_is_said(harbour):
    told = harbour.spans[harbour.spans["role"] == "addressee"]["text"].tolist()
    assert told == ["The Elsin Courier", "the council"]
