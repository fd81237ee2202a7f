"""Claims from parses written by hand: one construct, one sentence, one reason."""

import pytest

from onrecord.sourcing import find_claims


def read(doc):
    """Each claim as (source, cue, contents, rule)."""
    return [
        (
            c["source"].text if c["source"] is not None else "",
            c["cue"].text,
            [doc.text[start:end] for start, end in c["content"]],
            c["rule"],
        )
        for c in find_claims(doc)
    ]


CASES = [
    pytest.param(
        "Reyk NNP nsubj 1|said VBD ROOT 1 say|that IN mark 5|the DT det 4|port NN nsubj 5|"
        "closed VBD ccomp 1 close|. . punct 1",
        [("Reyk", "said", ["that the port closed"], "verb+clause")],
        id="a that-clause is what is said",
    ),
    pytest.param(
        "Maro NNP nsubj 1|accused VBD ROOT 1 accuse|the DT det 3|mayor NN dobj 1|of IN prep 1|"
        "fraud NN pobj 4|. . punct 1",
        [("Maro", "accused", ["the mayor of fraud"], "verb+object")],
        id="an object and its charge are what is said",
    ),
    pytest.param(
        "Dahl NNP nsubj 1|urged VBD ROOT 1 urge|the DT det 3|town NN dobj 1|to TO aux 5|"
        "wait VB xcomp 1|. . punct 1",
        [("Dahl", "urged", ["the town to wait"], "verb+infinitive")],
        id="an order is told with its addressee",
    ),
    pytest.param(
        "Solt NNP nsubj 1|warned VBD ROOT 1 warn|of IN prep 1|delays NNS pobj 2 delay|. . punct 1",
        [("Solt", "warned", ["delays"], "verb+of")],
        id="the noun after a preposition is what is said",
    ),
    pytest.param(
        "According VBG prep 5|to IN prep 0|Solt NNP pobj 1|, , punct 5|boats NNS nsubj 5|"
        "sink VBP ROOT 5|. . punct 5",
        [("Solt", "According", ["boats sink"], "according-to")],
        id="according to takes the clause it leans on",
    ),
    pytest.param(
        "He PRP nsubj 1|runs VBZ ROOT 1 run|the DT det 3|port NN dobj 1|. . punct 1",
        [],
        id="a verb that is no cue makes no claim",
    ),
    pytest.param(
        "It PRP nsubjpass 2|was VBD auxpass 2 be|blamed VBN ROOT 2 blame|on IN prep 2|"
        "visitors NNS pobj 3 visitor|. . punct 2",
        [("", "blamed", ["It", "visitors"], "passive")],
        id="a passive without by-phrase has no source, and none is invented",
    ),
    pytest.param(
        "It PRP nsubjpass 2|was VBD auxpass 2 be|criticised VBN ROOT 2 criticise|"
        "by IN agent 2|Maro NNP pobj 3|"
        "for IN prep 2|haste NN pobj 5|. . punct 2",
        [("Maro", "criticised", ["It", "haste"], "passive")],
        id="the by-phrase of a passive is the source, its subject part of the content",
    ),
    pytest.param(
        "“ `` punct 2|Ferries NNS nsubj 2|left VBD ccomp 6 leave|, , punct 6|” '' punct 6|"
        "Reyk NNP nsubj 6|said VBD ROOT 6 say|. . punct 6",
        [("Reyk", "said", ["“Ferries left,”"], "verb+clause")],
        id="a quotation belongs to the cue after it, marks included",
    ),
]


@pytest.mark.parametrize("tokens, expected", CASES)
def test_a_construct_gives_its_claim(parsed, tokens, expected):
    assert read(parsed(tokens)) == expected


def test_conjoined_verbs_share_their_subject(parsed):
    doc = parsed(
        "Reyk NNP nsubj 1|laughed VBD ROOT 1 laugh|and CC cc 1|said VBD conj 1 say|"
        "he PRP nsubj 5|knew VBD ccomp 3 know|. . punct 1"
    )
    assert read(doc)[0][:3] == ("Reyk", "said", ["he knew"])


def test_a_participle_takes_the_subject_of_its_sentence(parsed):
    doc = parsed(
        "Reyk NNP nsubj 1|left VBD ROOT 1 leave|, , punct 1|saying VBG advcl 1 say|"
        "he PRP nsubj 5|knew VBD ccomp 3 know|. . punct 1"
    )
    assert read(doc)[0][0] == "Reyk"


def test_a_claim_inside_a_content_stands_within_it(parsed):
    doc = parsed(
        "Reyk NNP nsubj 1|said VBD ROOT 1 say|Maro NNP nsubj 3|claimed VBD ccomp 1 claim|"
        "it PRP nsubj 5|sank VBD ccomp 3 sink|. . punct 1"
    )
    outer, inner = find_claims(doc)
    assert inner["within"] is outer
    assert outer["within"] is None


def test_a_new_cue_verb_is_one_row_in_a_list_of_ones_own(parsed, tmp_path):
    doc = parsed(
        "Reyk NNP nsubj 1|harrumphed VBD ROOT 1 harrumph|that IN mark 4|it PRP nsubj 4|"
        "sank VBD ccomp 1 sink|. . punct 1"
    )
    assert find_claims(doc) == []
    (tmp_path / "cues.csv").write_text(
        "cue,class,frames,example\nharrumph,emotion,that,Reyk harrumphed that it was late.\n"
    )
    assert [c["cue"].text for c in find_claims(doc, str(tmp_path))] == ["harrumphed"]


@pytest.mark.model
@pytest.mark.parametrize(
    "text, contents",
    [
        ("“One thing,” said Jonas Vitt. “Another thing.”", ["“One thing,”", "“Another thing.”"]),
        (
            "Jonas Vitt said: “First.\n\n“Second paragraph of his.”",
            ["“First.", "“Second paragraph of his.”"],
        ),
    ],
    ids=["a quotation goes on after the cue", "a quotation goes on in the next paragraph"],
)
def test_one_quotation_in_pieces_is_one_claim(text, contents):
    from onrecord import find_lines, read_text
    from onrecord.language import parse

    article = read_text(text)
    (claim,) = find_claims(parse(article.text, find_lines(article)))
    assert [article.text[s:e] for s, e in claim["content"]] == contents
