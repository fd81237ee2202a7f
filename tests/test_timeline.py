"""Events: their time, their status, who attests."""

import pandas as pd
import pytest

from onrecord.tables import table
from onrecord.timeline import find_events

NO_ATTRIBUTIONS = table("attributions", [])
TIME = {"type": "DATE", "mod": "", "anchor": "", "rule": "date"}


def events_of(doc, *, times=(), spans=(), attributions=NO_ATTRIBUTIONS, given=None):
    lines = table(
        "lines",
        [
            {
                "id": "l0",
                "start": 0,
                "end": len(doc.text),
                "text": doc.text,
                "kind": "body",
                "rule": "body",
            }
        ],
    )
    return find_events(
        doc,
        lines,
        table("times", list(times)),
        attributions,
        table("spans", list(spans)),
        given=given,
    )[0]


def span(owner, role, text, of):
    start = of.index(text)
    return {
        "id": f"{owner}.{role}.{start}",
        "owner": owner,
        "role": role,
        "start": start,
        "end": start + len(text),
        "text": text,
    }


SANK = "It PRP nsubj 1|sank VBD ROOT 1 sink|on IN prep 1|Tuesday NNP pobj 2|. . punct 1"


def test_an_event_takes_the_time_of_its_clause(parsed):
    doc = parsed(SANK)
    tuesday = {
        "id": "t11",
        "value": "2026-03-03",
        "earliest": "2026-03-03",
        "latest": "2026-03-03",
    } | TIME
    event = events_of(doc, times=[tuesday], spans=[span("t11", "timex", "Tuesday", doc.text)]).iloc[
        0
    ]
    assert event[["time", "earliest", "latest", "rule"]].tolist() == [
        "t11",
        "2026-03-03",
        "2026-03-03",
        "own-clause",
    ]


def test_a_duration_dates_nothing(parsed):
    doc = parsed(SANK)
    length = (
        {"id": "t11", "value": "P1D", "earliest": "", "latest": ""} | TIME | {"type": "DURATION"}
    )
    event = events_of(doc, times=[length], spans=[span("t11", "timex", "Tuesday", doc.text)]).iloc[
        0
    ]
    assert event[["time", "earliest", "rule"]].tolist() == ["", "", "no-time"]


@pytest.mark.parametrize(
    "tokens, status",
    [
        (SANK, "asserted"),
        ("It PRP nsubj 3|did VBD aux 3 do|not RB neg 3|sink VB ROOT 3|. . punct 3", "negated"),
        ("It PRP nsubj 2|will MD aux 2|sink VB ROOT 2|. . punct 2", "predicted"),
        ("It PRP nsubj 2|could MD aux 2|sink VB ROOT 2|. . punct 2", "conditional"),
    ],
)
def test_the_status_of_an_event_is_read_from_its_verb(parsed, tokens, status):
    assert events_of(parsed(tokens))["status"].tolist() == [status]


def test_an_event_inside_a_content_is_claimed_and_attested_by_its_attribution(parsed):
    doc = parsed(SANK)
    said = {"id": "a900", "source": "p0", "cue": "say", "cue_class": "neutral", "negated": False}
    said |= {"manner": "indirect", "within": "", "rule": "verb+clause"}
    event = events_of(
        doc,
        spans=[span("a900", "content", "It sank", doc.text)],
        attributions=table("attributions", [said]),
    )
    assert event[["status", "attested_by"]].iloc[0].tolist() == ["claimed", "a900"]


def test_given_event_words_are_dated_instead_of_the_verbs(parsed):
    doc = parsed(SANK)
    assert events_of(doc, given=[(11, 18)])["id"].tolist() == ["e11"]


def test_nothing_is_found_outside_the_body(parsed):
    doc = parsed(SANK)
    nowhere = table(
        "lines",
        [
            {
                "id": "l0",
                "start": 0,
                "end": 21,
                "text": doc.text,
                "kind": "headline",
                "rule": "first-line",
            }
        ],
    )
    found, _ = find_events(doc, nowhere, table("times", []), NO_ATTRIBUTIONS, table("spans", []))
    assert isinstance(found, pd.DataFrame)
    assert found.empty


@pytest.mark.model
@pytest.mark.parametrize(
    "words, earliest",
    [("December 28", "2025-12-28"), ("Tuesday", "2026-01-13"), ("January 2", "2026-01-02")],
)
def test_year_less_days_of_the_case_article_are_dated_from_its_publication(case, words, earliest):
    timex = case.spans[(case.spans["role"] == "timex") & (case.spans["text"] == words)][
        "owner"
    ].iloc[0]
    assert case.events[case.events["time"] == timex]["earliest"].tolist()[0] == earliest
