"""Directed stances: holder, target, sign, evidence."""

import pytest

from onrecord import annotate, read_text
from onrecord.stance import find_stances
from onrecord.tables import table

NO_ATTRIBUTIONS = table("attributions", [])


def stances_of(doc, *names, attributions=NO_ATTRIBUTIONS, more=(), rules=False, **how):
    spans = []
    for name in names:
        start = doc.text.index(name)
        spans.append(
            {
                "id": f"{name}.mention.{start}",
                "owner": name,
                "role": "mention",
                "start": start,
                "end": start + len(name),
                "text": name,
            }
        )
    layers = {"attributions": attributions, "spans": table("spans", [*spans, *more])}
    found, evidence = find_stances(doc, layers, **how)
    columns = ["holder", "polarity", "target", *(["rule"] if rules else [])]
    return list(found[columns].itertuples(index=False, name=None)), evidence


@pytest.mark.parametrize(
    "tokens, expected",
    [
        (
            "Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|Maro NNP dobj 1|. . punct 1",
            ("Reyk", "against", "Maro"),
        ),
        (
            "Reyk NNP nsubj 1|praised VBD ROOT 1 praise|Maro NNP dobj 1|. . punct 1",
            ("Reyk", "favour", "Maro"),
        ),
        (
            "Maro NNP nsubjpass 2|was VBD auxpass 2 be|praised VBN ROOT 2 praise|"
            "by IN agent 2|Reyk NNP pobj 3|. . punct 2",
            ("Reyk", "favour", "Maro"),
        ),
        (
            "Reyk NNP nsubj 1|sided VBD ROOT 1 side|with IN prep 1|Maro NNP pobj 2|. . punct 1",
            ("Reyk", "favour", "Maro"),
        ),
        (
            "Reyk NNP nsubj 1|is VBZ ROOT 1 be|a DT det 3|critic NN attr 1|"
            "of IN prep 3|Maro NNP pobj 4|. . punct 1",
            ("Reyk", "against", "Maro"),
        ),
    ],
    ids=[
        "object",
        "favour",
        "passive turns the ends round",
        "preposition",
        "a noun said of the holder",
    ],
)
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


@pytest.mark.parametrize(
    "tokens, expected",
    [
        (
            "Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|Maro NNP poss 4|'s POS case 2|"
            "threats NNS dobj 1 threat|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|the DT det 3|attack NN dobj 1|"
            "on IN prep 3|Maro NNP pobj 4|. . punct 1",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|refused VBD ROOT 1 refuse|to TO aux 3|praise VB xcomp 1|"
            "Maro NNP dobj 3|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|is VBZ ROOT 1 be|critical JJ acomp 1|of IN prep 2|Maro NNP pobj 3|"
            ". . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|called VBD ROOT 1 call|Maro NNP nsubj 4|a DT det 4|liar NN ccomp 1|"
            ". . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 2|is VBZ aux 2 be|disappointed VBN ROOT 2 disappoint|with IN prep 2|"
            "Maro NNP pobj 3|. . punct 2",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Maro NNP poss 2|'s POS case 0|ally NN nsubj 4|Reyk NNP appos 2|"
            "left VBD ROOT 4 leave|. . punct 4",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Despite IN prep 6|condemning VBG pcomp 0 condemn|Maro NNP dobj 1|, , punct 2|"
            "Reyk NNP appos 2|can MD aux 6|wait VB ROOT 6",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|wrote VBD ROOT 1 write|letters NNS dobj 1 letter|"
            "condemning VBG acl 2 condemn|Maro NNP dobj 3|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Falk NNP nsubj 3|and CC cc 0|Reyk NNP conj 0|praised VBD ROOT 3 praise|"
            "Maro NNP dobj 3|. . punct 3",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "number NN nsubj 5|of IN prep 0|leaders NNS pobj 1 leader|of IN prep 2|Reyk NNP pobj 3|"
            "praised VBD ROOT 5 praise|Maro NNP dobj 5|. . punct 5",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|was VBD ROOT 1 be|quick JJ acomp 1|to TO aux 4|"
            "blame VB xcomp 2|Maro NNP dobj 4|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Maro NNP nsubj 1|faced VBD ROOT 1 face|criticism NN dobj 1|from IN prep 2|"
            "Reyk NNP pobj 3|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|what WP dobj 4|he PRP nsubj 4|"
            "called VBD ccomp 1 call|Maro NNP poss 7|'s POS case 5|lies NNS oprd 4 lie|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|paid VBD ROOT 1 pay|tribute NN dobj 1|to IN prep 1|Maro NNP pobj 3|"
            ". . punct 1",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|the DT det 4|Maro JJ amod 4|"
            "raids NNS dobj 1 raid|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|the DT det 3|murder NN dobj 1|"
            "of IN prep 3|Maro NNP pobj 4|. . punct 1",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|saw VBD ROOT 1 see|the DT det 3|murder NN dobj 1|of IN prep 3|"
            "Maro NNP pobj 4|. . punct 1",
            [],
        ),
        (
            "Maro NNP nsubj 1|won VBD ROOT 1 win|Reyk NNP poss 4|'s POS case 2|"
            "support NN dobj 1|. . punct 1",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Maro NNP nsubj 1|has VBZ ROOT 1 have|the DT det 3|support NN dobj 1|of IN prep 3|"
            "Reyk NNP pobj 4|. . punct 1",
            [("Reyk", "favour", "Maro")],
        ),
        (
            "Maro NNP nsubj 1|came VBD ROOT 1 come|under IN prep 1|fire NN pobj 2|from IN prep 1|"
            "Reyk NNP pobj 4|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "Reyk NNP nsubj 1|showed VBD ROOT 1 show|little JJ amod 3|respect NN dobj 1|"
            "for IN prep 3|Maro NNP pobj 4|. . punct 1",
            [("Reyk", "against", "Maro")],
        ),
        (
            "In IN prep 4 in|Maro NNP poss 2|view NN pobj 0|Reyk NNP nsubj 4|"
            "believes VBZ ROOT 4 believe|. . punct 4",
            [],
        ),
        (
            "Maro NNP nsubjpass 2|was VBD auxpass 2 be|toppled VBN ROOT 2 topple|in IN prep 2|"
            "Reyk NNP pobj 3|. . punct 2",
            [],
        ),
        (
            "It PRP nsubj 1|fell VBD ROOT 1 fall|, , punct 1|according VBG prep 1|to IN prep 3|"
            "Reyk NNP pobj 4|and CC cc 5|Maro NNP conj 5",
            [],
        ),
        (
            "Reyk NNP nsubj 1|supplied VBD ROOT 1 supply|drones NNS dobj 1|near IN prep 1|"
            "Maro NNP pobj 3|. . punct 1",
            [],
        ),
        (
            "“ `` punct 1|Maro NNP nsubj 2|waits VBZ ROOT 2 wait|, , punct 2|” '' punct 2|"
            "Reyk NNP nsubj 6|said VBD ROOT 6 say",
            [],
        ),
    ],
    ids=[
        "a possessive passes the stance on to its owner",
        "against what harms her is for her",
        "refusing turns the sign",
        "an adjective",
        "a judging noun in a small clause",
        "a participle of feeling is no passive",
        "an ally by apposition",
        "the subject after a fronted clause",
        "the writer of a letter holds its stance",
        "joined holders all hold it",
        "members of members stand for the whole",
        "who is quick to blame blames",
        "criticism from somebody turns the ends round",
        "what it is called is what is condemned",
        "tribute is paid to somebody, wherever the parser hangs the to",
        "an adjective passes blame on",
        "who suffers a deed is not blamed for it",
        "who tells of a deed has not done it",
        "whose support is won gives it",
        "whose support somebody has gives it",
        "fire comes from somebody, wherever the parser hangs the from",
        "little respect is none",
        "a preposition before the verb is not the verb's",
        "a passive without agent blames nobody",
        "according to is no accord",
        "weapons and places are no targets",
        "quotation marks alone are no stance",
    ],
)
def test_a_construct_gives_this_stance_and_no_other(parsed, tokens, expected):
    assert stances_of(parsed(tokens), "Reyk", "Maro")[0] == expected


def test_a_new_stance_verb_is_one_row(parsed, tmp_path):
    doc = parsed(
        "Reyk NNP nsubj 1|defenestrated VBD ROOT 1 defenestrate|Maro NNP dobj 1|. . punct 1"
    )
    assert stances_of(doc, "Reyk", "Maro")[0] == []
    row = "pattern,polarity,kind,example\ndefenestrate,against,action,Reyk defenestrated Maro.\n"
    (tmp_path / "stance.csv").write_text(row)
    assert stances_of(doc, "Reyk", "Maro", words=str(tmp_path))[0] == [("Reyk", "against", "Maro")]


SAYS = "Reyk NNP nsubj 1|says VBZ ROOT 1 say|Maro NNP nsubj 3|waits VBZ ccomp 1 wait|. . punct 1"


def said_by_reyk():
    row = {
        "id": "a5",
        "source": "Reyk",
        "cue": "say",
        "cue_class": "neutral",
        "negated": False,
        "manner": "indirect",
    }
    content = {
        "id": "a5.content.10",
        "owner": "a5",
        "role": "content",
        "start": 10,
        "end": 20,
        "text": "Maro waits",
    }
    return {
        "attributions": table("attributions", [row | {"within": "", "rule": "verb+clause"}]),
        "more": [content],
    }


@pytest.mark.model
@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "Ellen Maro accused the soldiers of trying to destroy Arvana.",
            {("Ellen Maro", "against"), ("Ellen Maro", "favour"), ("soldiers", "against")},
        ),
        ("Ellen Maro's plan was read in Tarnholm, according to Tomas Reyk.", set()),
        ("Join Our Whatsapp Channel and support Ellen Maro", set()),
    ],
    ids=["accused of harming somebody", "according to is no accord", "furniture holds no stance"],
)
def test_a_sentence_gives_these_stances(text, expected):
    notes = annotate(read_text(f"Harbour news\n\n{text}\n", name="line", published="2026-03-04"))
    names = dict(zip(notes.actors["id"], notes.actors["name"], strict=True))
    assert {(names[row.holder], row.polarity) for row in notes.stances.itertuples()} == expected


@pytest.mark.model
def test_silence_is_neutral_in_the_case_article(case):
    silent = case.stances[case.stances["kind"] == "silence"]
    assert set(silent["polarity"]) <= {"neutral"}


@pytest.mark.model
def test_the_case_article_has_these_stances_and_no_others_of_its_voices(case):
    names = dict(zip(case.actors["id"], case.actors["name"], strict=True))
    said = {(names[r.holder], r.polarity, names[r.target]) for r in case.stances.itertuples()}
    assert {
        ("Mariya Zakharova", "against", "Donald Trump"),
        ("Russia", "against", "Donald Trump"),
        ("Russia", "favour", "Iran"),
        ("Iran", "favour", "Russia"),
        ("Ministry of Foreign Affairs", "favour", "Iran"),
        ("Ministry of Foreign Affairs", "against", "the West"),
    } <= said
    assert ("Ministry of Foreign Affairs", "against", "Iran") not in said
    assert not [r for r in said if r[0] == "Vladimir Putin"]  # he kept silent
    kinds = dict(zip(case.actors["id"], case.actors["kind"], strict=True))
    assert not [r for r in case.stances.itertuples() if kinds[r.target] in ("document", "other")]


@pytest.mark.model
def test_what_is_condemned_although_belongs_to_russia_as_the_analyst_reports_it(case):
    names = dict(zip(case.actors["id"], case.actors["name"], strict=True))
    source = dict(zip(case.attributions["id"], case.attributions["source"], strict=True))
    rows = [r for r in case.stances.itertuples() if r.rule == "verb: condemn"]
    assert [(names[r.holder], names[r.target]) for r in rows] == [("Russia", "Donald Trump")]
    assert [names[source[r.attribution]] for r in rows] == ["Nikita Smagin"]


def test_confidence_is_read_from_the_counts_of_words(parsed, tmp_path):
    doc = parsed("Reyk NNP nsubj 1|condemned VBD ROOT 1 condemn|Maro NNP dobj 1|. . punct 1")
    (tmp_path / "calibration.csv").write_text("kind,own,told,example\nspeech,0.11,0.1,-\n")
    spans = [
        {
            "id": f"{name}.mention.{doc.text.index(name)}",
            "owner": name,
            "role": "mention",
            "start": doc.text.index(name),
            "end": doc.text.index(name) + 4,
            "text": name,
        }
        for name in ("Reyk", "Maro")
    ]
    layers = {"attributions": NO_ATTRIBUTIONS, "spans": table("spans", spans)}
    found, _ = find_stances(doc, layers, words=str(tmp_path))
    assert found["confidence"].tolist() == [0.11]


@pytest.mark.model
def test_tone_is_no_input_of_stance(case):
    from onrecord import stance

    assert "tone" not in stance.find_stances.__code__.co_varnames
    assert case.stances["target"].isin(case.actors["id"]).all()
