"""Events: their time, their status, who attests."""

import pandas as pd
import pytest

from onrecord import timeline
from onrecord.lexicon import read_words
from onrecord.tables import table
from onrecord.timeline import find_events
from onrecord.timex import days_of, suggest_published
from onrecord.views import find_conflicts

LINKS = ["SUBJECTS", "HELPERS", "MODIFIERS", "ARGUMENTS", "SHARES", "APART", "WHOSE", "EMPTY"]
NO_ATTRIBUTIONS = table("attributions", [])
SAID = {
    "id": "a900",
    "source": "p0",
    "cue": "say",
    "cue_class": "neutral",
    "negated": False,
    "manner": "indirect",
    "within": "",
    "rule": "verb",
}
TIME = {"type": "DATE", "mod": "", "anchor": "", "rule": "date"}


def events_of(
    doc, *, times=(), spans=(), attributions=NO_ATTRIBUTIONS, given=None, published="", role="body"
):
    lines = table(
        "lines",
        [
            {
                "id": "l0",
                "start": 0,
                "end": len(doc.text),
                "text": doc.text,
                "kind": role,
                "rule": role,
            }
        ],
    )
    layers = {"lines": lines, "times": table("times", list(times))}
    layers |= {"attributions": attributions, "spans": table("spans", list(spans))}
    return find_events(doc, layers, published, given=given)[0]


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


def test_the_lists_of_relations_are_read_in_their_order():
    rows = read_words("links").values()
    assert [getattr(timeline, name) for name in LINKS] == [
        set(row["words"].split()) for row in rows
    ]
    assert [name.removesuffix("S").lower() for name in LINKS] == [
        row["name"].removesuffix("s") for row in rows
    ]


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


def when(doc, word, **values):
    """Date ``word`` in an article of 2026-03-04; ``values`` are its times, "_" for a blank."""
    times, spans = [], []
    for words, value in values.items():
        text = words.replace("_", " ")
        mark = span(f"t{doc.text.index(text)}", "timex", text, doc.text)
        earliest, latest = days_of(value)
        kind = "DURATION" if value.startswith("P") else "DATE"
        times.append(
            TIME
            | {
                "id": mark["owner"],
                "type": kind,
                "value": value,
                "earliest": earliest,
                "latest": latest,
            }
        )
        spans.append(mark)
    at = doc.text.rindex(word)
    row = events_of(
        doc, times=times, spans=spans, given=[(at, at + len(word))], published="2026-03-04"
    ).iloc[0]
    return [row["time"] != "", row["earliest"], row["latest"], row["rule"]]


DIED = "|Six CD nsubj 6 six|died VBD ROOT 6 die|. . punct 6"
LEFT = "|they PRP nsubj 11|left VBD ROOT 11 leave|. . punct 11"
TUESDAY = {"Tuesday": "2026-03-03"}
SANK_IN = "It PRP nsubj 1|sank VBD ROOT 1 sink|in IN prep 1|May NNP pobj 2|. . punct 1"


@pytest.mark.parametrize(
    "tokens, word, values, expected, reason",
    [
        (
            "It PRP nsubj 1|began VBD ROOT 1 begin|to TO aux 3|sink VB xcomp 1|on IN prep 3|"
            "Tuesday NNP pobj 4|. . punct 1",
            "began",
            TUESDAY,
            [True, "2026-03-03", "2026-03-03", "own-clause"],
            "the time of “to sink” is that of “began”",
        ),
        (
            SANK[:-12] + "|, , punct 1|killing VBG advcl 1 kill|six CD dobj 5|. . punct 1",
            "killing",
            TUESDAY,
            [True, "2026-03-03", "2026-03-03", "governing-clause"],
            "a participle shares the time of its clause",
        ),
        (
            SANK_IN,
            "sank",
            {"May": "2026-03"},
            [True, "2026-03-01", "2026-03-04", "own-clause"],
            "what is past ended by publication",
        ),
        (
            "It PRP nsubj 2|will MD aux 2|sink VB ROOT 2|in IN prep 2|May NNP pobj 3|. . punct 2",
            "sink",
            {"May": "2026-03"},
            [True, "2026-03-04", "2026-03-31", "own-clause"],
            "what is planned begins at publication",
        ),
        (
            "They PRP nsubj 1|said VBD ROOT 1 say|on IN prep 1|Tuesday NNP pobj 2|that IN mark 6|"
            "it PRP nsubj 6|sank VBD relcl 3 sink|. . punct 1",
            "sank",
            TUESDAY,
            [True, "2026-03-03", "2026-03-03", "same-sentence"],
            "nothing nearer, and both are past",
        ),
        (
            SANK + DIED,
            "died",
            TUESDAY,
            [False, "2026-03-03", "2026-03-03", "carry-over"],
            "news goes on with the day just told",
        ),
        (
            SANK + DIED,
            "died",
            {"Tuesday": "2025-12-28"},
            [False, "2025-12-28", "2026-03-04", "told-after"],
            "old news goes on after the day just told, nobody says until when",
        ),
        (
            SANK,
            "sank",
            {},
            [False, "2026-03-04", "2026-03-04", "report-day"],
            "a report in the past tense: assumed, no expression",
        ),
        (
            "It PRP nsubj 2|will MD aux 2|sink VB ROOT 2|. . punct 2",
            "sink",
            {},
            [False, "2026-03-04", "", "from-report-day"],
            "a plan lies ahead, open",
        ),
        (
            "It PRP nsubj 3|might MD aux 3|have VB aux 3|sunk VBN ROOT 3 sink|. . punct 3",
            "sunk",
            {},
            [False, "", "", "no-time"],
            "unreal: no day is said",
        ),
        (
            "It PRP nsubj 2|had VBD aux 2 have|sunk VBN ROOT 2 sink|. . punct 2",
            "sunk",
            {},
            [False, "", "2026-03-04", "background"],
            "past perfect: before the news, open",
        ),
        (
            "It PRP nsubj 2|has VBZ aux 2 have|leaked VBN ROOT 2|for IN prep 2|two CD nummod 5|"
            "weeks NNS pobj 3|. . punct 2",
            "leaked",
            {"two_weeks": "P2W"},
            [True, "2026-02-18", "2026-03-04", "until-report"],
            "what has gone on is measured back from publication",
        ),
        (
            SANK + "|Six CD nummod 6|days NNS npadvmod 7|after IN prep 11|the DT det 9|"
            "sank VB pobj 7 sink" + LEFT,
            "left",
            TUESDAY | {"Six_days": "P6D"},
            [True, "2026-03-09", "2026-03-09", "after-event"],
            "reckoned from an event that is dated",
        ),
        (
            SANK + "|Six CD nummod 6|days NNS npadvmod 7|before IN prep 11|the DT det 9|"
            "sank VB pobj 7 sink" + LEFT,
            "left",
            TUESDAY | {"Six_days": "P6D"},
            [True, "2026-02-25", "2026-02-25", "before-event"],
            "and backwards",
        ),
        (
            SANK + "|Six CD nummod 6|years NNS npadvmod 7|after IN prep 11|the DT det 9|"
            "sank VB pobj 7 sink" + LEFT,
            "left",
            {"Tuesday": "2020-03-03", "Six_years": "P6Y"},
            [True, "2026-01-01", "2026-03-04", "after-event"],
            "six years after is no one day, and what is past ended by publication",
        ),
        (
            "For IN prep 9|six CD nummod 2|days NNS pobj 0|after IN prep 9|the DT det 5|"
            "wreck NN pobj 3|on IN prep 5|Tuesday NNP pobj 6"
            "|they PRP nsubj 9|waited VBD ROOT 9 wait",
            "waited",
            TUESDAY | {"six_days": "P6D"},
            [True, "2026-03-03", "2026-03-04", "for-event"],
            "it lasted from the event on, the six days are not over; Tuesday dates the wreck alone",
        ),
        (
            "It PRP nsubj 1|sank VBD ROOT 1 sink|on IN prep 1|Tuesday NNP pobj 2|The DT det 5|"
            "sank NN nsubj 6 sink|hurt VBD ROOT 6|. . punct 6",
            "sank",
            TUESDAY,
            [False, "2026-03-03", "2026-03-03", "told-elsewhere"],
            "the same event, told again as a noun",
        ),
        (
            SANK + "|Since IN prep 10|its PRP$ poss 7|sank NN pobj 5 sink|it PRP nsubj 10|"
            "has VBZ aux 10 have|leaked VBN ROOT 10|. . punct 10",
            "sank",
            TUESDAY,
            [False, "2026-03-03", "2026-03-03", "told-elsewhere"],
            "what something has lasted since did not last itself",
        ),
        (
            "Since IN prep 3|May NNP pobj 0|has VBZ aux 3 have|risen VBN ROOT 3 rise|. . punct 3",
            "risen",
            {"May": "2025-05-02"},
            [True, "2025-05-02", "2026-03-04", "since-event"],
            "what has lasted since a day lasts until publication",
        ),
    ],
)
def test_an_event_is_dated_by_the_first_rule_that_applies(
    parsed, tokens, word, values, expected, reason
):
    assert when(parsed(tokens), word, **values) == expected, reason


def test_without_a_publication_date_nothing_is_assumed(parsed):
    assert events_of(parsed(SANK))[["earliest", "latest", "rule"]].iloc[0].tolist() == [
        "",
        "",
        "no-time",
    ]


@pytest.mark.parametrize(
    "tokens, status",
    [
        (SANK, "asserted"),
        ("It PRP nsubj 3|did VBD aux 3 do|not RB neg 3|sink VB ROOT 3|. . punct 3", "negated"),
        ("It PRP nsubj 2|will MD aux 2|sink VB ROOT 2|. . punct 2", "predicted"),
        ("It PRP nsubj 2|could MD aux 2|sink VB ROOT 2|. . punct 2", "conditional"),
        ("It PRP nsubj 1|could MD ROOT 1|. . punct 1", "conditional"),
        (
            "If IN mark 2|it PRP nsubj 2|sinks VBZ advcl 5 sink|they PRP nsubj 5|will MD aux 5|"
            "leave VB ROOT 5",
            "conditional predicted",
        ),
        (
            "Once RB advmod 2|it PRP nsubj 2|sinks VBZ advcl 5 sink|they PRP nsubj 5|"
            "will MD aux 5|leave VB ROOT 5",
            "predicted predicted",
        ),
    ],
)
def test_the_status_of_an_event_is_read_from_its_verb(parsed, tokens, status):
    assert events_of(parsed(tokens))["status"].tolist() == status.split()


@pytest.mark.parametrize(
    "cue_class, negated, expected",
    [
        ("directive", False, ["ordered", "a900"]),
        ("denial", True, ["negated", "a900"]),
        ("question", False, ["conditional", "a900"]),
        (
            "silence",
            True,
            ["asserted", "article"],
        ),  # who has not spoken of it does not vouch for it
    ],
)
def test_the_class_of_the_cue_decides_what_its_content_is(parsed, cue_class, negated, expected):
    doc = parsed(SANK)
    said = SAID | {"cue_class": cue_class, "negated": negated}
    spans = [span("a900", "content", "It sank", doc.text)]
    event = events_of(doc, spans=spans, attributions=table("attributions", [said]))
    assert event[["status", "attested_by"]].iloc[0].tolist() == expected


@pytest.mark.parametrize(
    "tokens, labels, reason",
    [
        (
            "The DT det 1|strike NN nsubj 2|began VBD ROOT 2 begin|. . punct 2",
            ["strike began"],
            "its verb tells the noun, once",
        ),
        (
            "They PRP nsubj 1|saw VBD ROOT 1 see|the DT det 3|sinking NN dobj 1|of IN prep 3|"
            "old JJ amod 8|Captain NNP compound 8"
            "|Ada NNP compound 8|Marr NNP pobj 4|. . punct 1",
            ["They saw sinking", "sinking of old Captain Ada Marr"],
            "a noun that says whose is an event; names are whole",
        ),
        (
            "They PRP nsubj 1|fear VBP ROOT 1|strikes NNS dobj 1 strike|. . punct 1",
            ["They fear strikes"],
            "a bare noun is none",
        ),
        (
            "The DT det 1|trial NN nsubj 2|is VBZ ROOT 2 be|long JJ acomp 2|. . punct 2",
            ["trial is long"],
            "“be” counts with an event",
        ),
        ("It PRP nsubj 1|is VBZ ROOT 1 be|long JJ acomp 1|. . punct 1", [], "and not without"),
        (
            "The DT det 1|crew NN nsubj 2|plans VBZ ROOT 2 plan|to TO aux 4|sink VB xcomp 2|"
            "the DT det 6|barge NN dobj 4|. . punct 2",
            ["crew plans to sink barge"],
            "what is planned belongs to the plan",
        ),
        (
            "A DT det 1|ship NN nsubj 5|which WDT nsubj 3|burned VBD relcl 1 burn|"
            "has VBZ aux 5 have|sunk VBN ROOT 5 sink|. . punct 5",
            ["ship burned", "ship has sunk"],
            "“which” is named",
        ),
        (
            "It PRP nsubj 1|sank VBD ROOT 1 sink|off IN prep 1|Reyk NNP pobj 2|. . punct 1",
            ["It sank off Reyk"],
            "no object: the next best",
        ),
    ],
)
def test_events_are_verbs_and_event_nouns_in_words_that_read_well(parsed, tokens, labels, reason):
    assert events_of(parsed(tokens))["label"].tolist() == labels, reason


def test_what_a_cue_urges_is_an_event_of_its_own(parsed):
    doc = parsed(
        "He PRP nsubj 1|urged VBD ROOT 1 urge|them PRP dobj 1|to TO aux 4|leave VB xcomp 1|"
        ". . punct 1"
    )
    spans = [span("a900", "cue", "urged", doc.text), span("a900", "content", "to leave", doc.text)]
    said = table("attributions", [SAID | {"cue_class": "directive"}])
    found = events_of(doc, spans=spans, attributions=said)
    assert found[["label", "status"]].to_numpy().tolist() == [
        ["He urged them to leave", "asserted"],
        ["them to leave", "ordered"],
    ]


def test_an_event_inside_a_content_is_claimed_and_attested_by_its_attribution(parsed):
    doc = parsed(SANK)
    said = table("attributions", [SAID])
    event = events_of(doc, spans=[span("a900", "content", "It sank", doc.text)], attributions=said)
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
    layers = {kind: table(kind, []) for kind in ("times", "attributions", "spans")}
    found, _ = find_events(doc, layers | {"lines": nowhere})
    assert isinstance(found, pd.DataFrame)
    assert found.empty


def told(*rows):
    """Make events of (label, attested_by)."""
    base = {"time": "", "earliest": "", "latest": "", "status": "asserted", "rule": "no-time"}
    return table(
        "events",
        [
            base | {"id": f"e{n}", "label": label, "attested_by": by}
            for n, (label, by) in enumerate(rows)
        ],
    )


@pytest.mark.parametrize(
    "one, other, conflicts, reason",
    [
        (
            ("Two guards were killed", "article"),
            ("union puts toll at 9", "a5"),
            ["deaths"],
            "two voices, two figures",
        ),
        (("nine were hurt", "article"), ("9 were injured", "a5"), [], "the same figure in words"),
        (("nine were hurt", "article"), ("four were killed", "a5"), [], "not the same quantity"),
        (("nine were hurt", "a5"), ("ten were injured", "a5"), [], "one voice counts two things"),
        (
            ("40 people were killed", "article"),
            ("toll is higher", "a5"),
            ["deaths"],
            "a comparison is a figure",
        ),
        (("strike began", "article"), ("strike ended", "a5"), [], "nothing is counted"),
    ],
)
def test_two_voices_with_two_figures_for_a_quantity_are_a_conflict(one, other, conflicts, reason):
    assert find_conflicts(told(one, other))["quantity"].tolist() == conflicts, reason


def window(*words_and_values):
    times, spans = [], []
    for n, (words, value) in enumerate(words_and_values):
        earliest, latest = days_of(value)
        times.append(TIME | {"id": f"t{n}", "value": value, "earliest": earliest, "latest": latest})
        spans.append(
            {
                "id": f"t{n}.timex.{n}",
                "owner": f"t{n}",
                "role": "timex",
                "start": n,
                "end": n + 1,
                "text": words,
            }
        )
    return suggest_published(table("times", times), table("spans", spans))


@pytest.mark.parametrize(
    "said, expected, reason",
    [
        ([], ("", ""), "no clue, no window"),
        ([("May 2024", "2024-05")], ("2024-05-01", ""), "the newest date with a year is past"),
        (
            [("May 2024", "2024-05"), ("November 30", "XXXX-11-30"), ("January 5", "XXXX-01-05")],
            ("2025-01-05", "2025-11-29"),
            "days without a year are later and run across the year's end",
        ),
        (
            [("May 2024", "2024-05"), ("Monday, June 2", "XXXX-06-02")],
            ("2025-06-02", "2026-06-01"),
            "June 2 was a Monday in 2025",
        ),
        (
            [("May 2024", "2024-05"), ("February 29", "XXXX-02-29")],
            ("2025-02-28", "2026-02-27"),
            "a day that not every year has",
        ),
    ],
)
def test_the_window_of_publication_follows_from_the_dates_told(said, expected, reason):
    assert window(*said)[:2] == expected, reason


def test_the_window_of_publication_gives_its_reasons():
    assert any("“May 2024”" in why for why in window(("May 2024", "2024-05"))[2])


@pytest.mark.model
def test_an_assumed_day_of_the_case_article_has_no_time_expression(case):
    assumed = [
        "carry-over",
        "told-after",
        "told-elsewhere",
        "report-day",
        "from-report-day",
        "background",
        "no-time",
    ]
    assert ((case.events["time"] == "") == case.events["rule"].isin(assumed)).all()


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
