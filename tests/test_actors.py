"""Who is who: names, titles, metonyms and pronouns merged into one row for each voice."""

import pytest

from onrecord import annotate, read_text
from onrecord.actors import find_actors
from onrecord.sourcing import find_claims


def actors_of(doc):
    """{name: (kind, described, [mentions])}"""
    actors, spans = find_actors(doc, find_claims(doc))
    mentions = spans.groupby("owner")["text"].agg(list)
    return {
        a.name_: (a.kind, a.described, mentions[a.id])
        for a in actors.rename(columns={"name": "name_"}).itertuples()
    }


def test_a_surname_and_a_pronoun_join_the_full_name(parsed):
    doc = parsed(
        "Ellen NNP compound 1 ellen PERSON|Maro NNP nsubj 2 maro|left VBD ROOT 2 leave|. . punct 2|"
        "Maro NNP nsubj 5 maro PERSON|said VBD ROOT 5 say|she PRP nsubj 7|"
        "knew VBD ccomp 5 know|. . punct 5"
    )
    doc.ents = [
        doc.char_span(0, 10, label="PERSON"),
        doc[4:5].as_doc() and doc.char_span(17, 21, label="PERSON"),
    ]
    assert actors_of(doc)["Ellen Maro"][2] == ["Ellen Maro", "Maro", "she"]


def test_a_capital_that_speaks_is_its_state_and_one_that_is_visited_is_a_place(parsed):
    doc = parsed(
        "Moscow NNP nsubj 1 moscow GPE|said VBD ROOT 1 say|he PRP nsubj 3|"
        "lived VBD ccomp 1 live|in IN prep 3|Paris NNP pobj 4 paris GPE|. . punct 1"
    )
    found = actors_of(doc)
    assert found["Russia"][0] == "state"
    assert "France" not in found


def test_a_source_without_a_name_is_an_actor_that_is_not_named(parsed):
    doc = parsed(
        "Some DT det 1|fishermen NNS nsubj 2 fisherman|said VBD ROOT 2 say|it PRP nsubj 4|"
        "sank VBD ccomp 2 sink|. . punct 2"
    )
    actors, _ = find_actors(doc, find_claims(doc))
    assert actors.loc[0, ["name", "kind", "named"]].tolist() == ["fishermen", "group", False]


def test_a_pronoun_nobody_fits_says_so_instead_of_guessing(parsed):
    doc = parsed(
        "He PRP nsubj 1|said VBD ROOT 1 say|it PRP nsubj 3|sank VBD ccomp 1 sink|. . punct 1"
    )
    actors, _ = find_actors(doc, find_claims(doc))
    assert actors["rule"].tolist() == ["unresolved-pronoun"]


@pytest.mark.model
@pytest.mark.parametrize(
    "name, described, mentions",
    [
        ("Tomas Reyk", "Mayor", {"Tomas Reyk", "Reyk", "the mayor"}),
        ("Karin Solt", "harbour master", {"Karin Solt", "Solt", "the harbour master"}),
        ("Marit Dahl", "regional governor", {"Marit Dahl", "The governor", "She"}),
    ],
)
def test_title_surname_and_description_are_one_voice_in_an_article(
    harbour, name, described, mentions
):
    row = harbour.actors.set_index("name").loc[name]
    spans = harbour.spans[harbour.spans["owner"] == row["id"]]
    assert row["described"] == described
    assert mentions <= set(spans["text"])


@pytest.mark.model
def test_no_pronoun_of_the_speaker_is_given_to_somebody_else(harbour):
    reyk = harbour.actors.set_index("name").loc["Tomas Reyk", "id"]
    assert "We" in set(harbour.spans[harbour.spans["owner"] == reyk]["text"])


@pytest.mark.model
@pytest.mark.parametrize(
    "text, name, mentions",
    [
        ("The West is angry. Norvik resents Western pressure.", "the West", 2),
        ("The GOP met on Monday. Republicans will vote in May.", "Republican Party", 2),
        ("The chairman of the Hallen Board rose. The board said it met.", "Hallen Board", 3),
        ("Hallen is far from Arvana. France armed Iran and shielded it.", "Iran", 2),
    ],
    ids=[
        "an adjective is of a place that is named elsewhere",
        "a party and its people are one voice",
        "the chairman of a board is not the board",
        "whoever shields it is somebody else",
    ],
)
def test_these_words_mean_one_actor(text, name, mentions):
    notes = annotate(read_text(f"Harbour news\n\n{text}\n", name="line", published="2026-03-04"))
    (key,) = notes.actors.loc[notes.actors["name"] == name, "id"]
    rows = notes.spans[(notes.spans["owner"] == key) & (notes.spans["role"] == "mention")]
    assert len(rows) == mentions
