"""Time expressions: what is one, what it means, what it is reckoned from. No model is run."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.lexicon import WORDS, read_words
from onrecord.tables import check
from onrecord.timex import days_of, find_times

PUBLISHED = "2026-01-15"  # a Thursday
LISTS = sorted(path.stem for path in WORDS.glob("timex_*.csv"))
WORD_LISTS = [name for name in LISTS if name not in ("timex_patterns", "timex_shape", "timex_not")]


def unparsed(text: str) -> Doc:
    """A Doc of words only: no tags, no tree, so a year-less date is taken for past."""
    words = re.findall(r"\w+|[^\w\s]|\s", text)
    pieces = [(w, False) for w in words if w != " "]
    at = 0
    for i, (word, _) in enumerate(pieces):
        at = text.index(word, at) + len(word)
        pieces[i] = (word, text[at : at + 1] == " ")
    pos = ["SPACE" if word.isspace() else "" for word, _ in pieces]
    return Doc(Vocab(), words=[w for w, _ in pieces], spaces=[s for _, s in pieces], pos=pos)


def read(text: str, *, published=PUBLISHED, mode="news", words=None):
    """The expressions of a text as one table: times and where they stand."""
    times, spans = find_times(unparsed(text), published, words, mode=mode)
    return times.merge(spans, left_on="id", right_on="owner", suffixes=("", "_span"))


def found(text: str, **how) -> list[tuple[str, str, str]]:
    """(words, type, value) of every expression of a text."""
    table = read(text, **how)
    return list(zip(table["text"], table["type"], table["value"], strict=True))


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        # full dates, in every order people write them
        ("It opened on May 14, 1987.", "May 14, 1987", "DATE", "1987-05-14"),
        ("It opened on 14 May 1987.", "14 May 1987", "DATE", "1987-05-14"),
        ("It opened on the 14th of May, 1987.", "the 14th of May, 1987", "DATE", "1987-05-14"),
        ("It opened on the second of May 1987.", "the second of May 1987", "DATE", "1987-05-02"),
        ("It opened Monday, Jan. 5, 2026.", "Monday, Jan. 5, 2026", "DATE", "2026-01-05"),
        ("It is dated 2026-01-05.", "2026-01-05", "DATE", "2026-01-05"),
        ("It is dated 3/14/2025.", "3/14/2025", "DATE", "2025-03-14"),
        ("It is dated 25/12/2025.", "25/12/2025", "DATE", "2025-12-25"),  # no 25th month
        ("It is dated 14.3.2025.", "14.3.2025", "DATE", "2025-03-14"),
        ("IT OPENED ON MAY 14, 1987.", "MAY 14, 1987", "DATE", "1987-05-14"),  # a headline
        # parts of dates
        ("The mill closed in 1987.", "1987", "DATE", "1987"),
        ("The mill closed in May 1987.", "May 1987", "DATE", "1987-05"),
        ("The mill closed in December 2024.", "December 2024", "DATE", "2024-12"),
        ("The mill closed in fiscal 2019.", "fiscal 2019", "DATE", "2019"),
        ("The mill closed in nineteen eighty-seven.", "nineteen eighty-seven", "DATE", "1987"),
        ("It ends in the year two thousand.", "the year two thousand", "DATE", "2000"),
        ("The summer of '68 was hot.", "'68", "DATE", "1968"),
        ("Wages fell in the 1930s.", "the 1930s", "DATE", "193"),
        ("She sang in the early seventies.", "the early seventies", "DATE", "197"),
        ("She sang in the '60s.", "the '60s", "DATE", "196"),
        ("It is an 18th-century mole.", "18th-century", "DATE", "17"),
        ("The mole is of the twentieth century.", "the twentieth century", "DATE", "19"),
        ("The temple burned in 356 BC.", "356 BC", "DATE", "BC0356"),
        ("The fleet sailed in May 356 BC.", "May 356 BC", "DATE", "BC0356-05"),
        ("It fell in the spring of 356 B.C.", "the spring of 356 B.C.", "DATE", "BC0356-SP"),
        ("Prices rose in the 480s BC.", "the 480s BC", "DATE", "BC048"),
        ("It is of the 3rd century BC.", "the 3rd century BC", "DATE", "BC02"),
        ("The wall was built in AD 122.", "AD 122", "DATE", "0122"),
        ("It rose in the first quarter of 2019.", "the first quarter of 2019", "DATE", "2019-Q1"),
        ("Sales rose in Q3 2023.", "Q3 2023", "DATE", "2023-Q3"),
        ("Sales rose in the second half of 2019.", "the second half of 2019", "DATE", "2019-H2"),
        ("It fell in the spring of 1942.", "the spring of 1942", "DATE", "1942-SP"),
        ("It fell in late winter 1942.", "late winter 1942", "DATE", "1942-WI"),
        # year-less, in news: the last one before publication
        ("The truce began on December 28.", "December 28", "DATE", "2025-12-28"),
        ("The truce began on 3 January.", "3 January", "DATE", "2026-01-03"),
        ("It came in June.", "June", "DATE", "2025-06"),
        ("It came in Sept.", "Sept.", "DATE", "2025-09"),
        ("On Tuesday the ministry replied.", "Tuesday", "DATE", "2026-01-13"),
        ("On Thursday the ministry replied.", "Thursday", "DATE", "2026-01-15"),  # the day itself
        ("Sales rose in the third quarter.", "the third quarter", "DATE", "2025-Q3"),
        ("The third-quarter loss was small.", "third-quarter", "DATE", "2025-Q3"),  # no article
        ("The fair was at the weekend.", "the weekend", "DATE", "2026-W02-WE"),
        ("It closed for the summer.", "the summer", "DATE", "2025-SU"),
        # holidays, fixed and movable
        ("The truce held over Christmas.", "Christmas", "DATE", "2025-12-25"),
        ("They met on New Year's Eve.", "New Year's Eve", "DATE", "2025-12-31"),
        ("They met on Easter Monday 2024.", "Easter Monday 2024", "DATE", "2024-04-01"),
        ("They met on Thanksgiving 2025.", "Thanksgiving 2025", "DATE", "2025-11-27"),
        ("They met on Labor Day 2025.", "Labor Day 2025", "DATE", "2025-09-01"),
        # relative to publication
        ("She resigned yesterday.", "yesterday", "DATE", "2026-01-14"),
        ("The court sits tomorrow.", "tomorrow", "DATE", "2026-01-16"),
        ("They met the day before yesterday.", "the day before yesterday", "DATE", "2026-01-13"),
        ("Trade fell last week.", "last week", "DATE", "2026-W02"),
        ("Trade fell late last month.", "late last month", "DATE", "2025-12"),
        ("It opens next year.", "next year", "DATE", "2027"),
        ("It opened earlier this year.", "earlier this year", "DATE", "2026"),
        ("It closed in March of last year.", "March of last year", "DATE", "2025-03"),
        ("It closed on Tuesday of last week.", "Tuesday of last week", "DATE", "2026-01-06"),
        ("She left last March.", "last March", "DATE", "2025-03"),
        ("She left last January.", "last January", "DATE", "2025-01"),  # this one is not over
        ("She leaves next Friday.", "next Friday", "DATE", "2026-01-16"),
        ("She retired last summer.", "last summer", "DATE", "2025-SU"),
        ("It closed two years ago.", "two years ago", "DATE", "2024"),
        ("It closed a week or so ago.", "a week or so ago", "DATE", "2026-W02"),
        ("It closed several years ago.", "several years ago", "DATE", "PAST_REF"),
        ("The debt is due by year-end.", "year-end", "DATE", "2026"),
        ("It fell at the end of the month.", "the end of the month", "DATE", "2026-01"),
        ("Profit fell in the latest quarter.", "the latest quarter", "DATE", "2025-Q4"),
        # times of day
        ("The shed burned on Friday night.", "Friday night", "TIME", "2026-01-09TNI"),
        (
            "It burned on the night of 3 May 2024.",
            "the night of 3 May 2024",
            "TIME",
            "2024-05-03TNI",
        ),
        ("The deadline was noon Wednesday.", "noon Wednesday", "TIME", "2026-01-14T12:00"),
        ("He was freed this morning.", "this morning", "TIME", "2026-01-15TMO"),
        ("It burned last night.", "last night", "TIME", "2026-01-14TNI"),
        ("The final is tonight.", "tonight", "TIME", "2026-01-15TNI"),
        ("It struck at 9:30 a.m. Monday.", "9:30 a.m. Monday", "TIME", "2026-01-12T09:30"),
        ("It struck at 12 p.m. EST.", "12 p.m. EST", "TIME", "2026-01-15T12:00"),
        ("The train left at 21:40.", "21:40", "TIME", "2026-01-15T21:40"),
        # vague
        ("She recently bought a boat.", "recently", "DATE", "PAST_REF"),
        ("The harbour is now closed.", "now", "DATE", "PRESENT_REF"),
        ("It may happen in the near future.", "the near future", "DATE", "FUTURE_REF"),
        ("Prices fell in recent years.", "recent years", "DATE", "PAST_REF"),
        # durations
        ("They waited almost two weeks.", "almost two weeks", "DURATION", "P2W"),
        ("They waited twenty-four hours.", "twenty-four hours", "DURATION", "PT24H"),
        ("They waited 1,500 days.", "1,500 days", "DURATION", "P1500D"),
        ("They waited half an hour.", "half an hour", "DURATION", "PT0.5H"),
        ("They waited a year and a half.", "a year and a half", "DURATION", "P1.5Y"),
        ("They waited two and a half years.", "two and a half years", "DURATION", "P2.5Y"),
        ("It rained for the past five days.", "the past five days", "DURATION", "P5D"),
        ("They left in the last week of August.", "the last week of August", "DURATION", "P1W"),
        ("A three-day visit ended.", "three-day", "DURATION", "P3D"),  # the article is the visit's
        ("Trade went on for centuries.", "centuries", "DURATION", "PXCE"),
        ("It took a few weeks.", "a few weeks", "DURATION", "PXW"),
        ("A year-long strike ended.", "year-long", "DURATION", "P1Y"),
        # sets
        ("The crew meets every Friday.", "every Friday", "SET", "XXXX-WXX-5"),
        ("The crew meets every two weeks.", "every two weeks", "SET", "P2W"),
        ("The prize is given annually.", "annually", "SET", "XXXX"),
        ("The ferry runs twice a day.", "a day", "SET", "P1D"),
        ("It carries 90 cars per day.", "per day", "SET", "P1D"),
    ],
)
def test_an_expression_is_found_whole_and_has_its_value(text, words, kind, value):
    assert (words, kind, value) in found(text)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He ruled from 1953-58.", ["1953", "1958"]),
        ("The war of 395–387 BC ended.", ["BC0395", "BC0387"]),
        ("It ran from 3 to 5 May 2024.", ["2024-05-03", "2024-05-05"]),
        ("It ran May 3-5, 2024.", ["2024-05-03", "2024-05-05"]),
        ("It ran in March and April 2024.", ["2024-03", "2024-04"]),
        ("It ran from Monday to Thursday.", ["2026-01-12", "2026-01-15"]),
    ],
)
def test_both_ends_of_a_range_are_expressions_and_share_what_is_written_once(text, values):
    assert read(text)["value"].tolist() == values


@pytest.mark.parametrize(
    "text",
    [
        "The Arab Spring reached the capital.",
        "The Daily News printed it.",
        "She reads the Sunday Times.",
        "They sold S-400 systems and F-16 jets.",
        "A second ship followed the second pilot.",
        "He may march on.",
        "The nine-year-old is forty years old.",
        "He died at the age of ten years.",
        "A quarter of the crew fell ill.",
        "The fall of the castle was quick.",
        "A crowd of 2000 people paid $1990.",
        "Call 555-1995 about 1,950 bricks and 1950.5 litres.",
        "Jan sold the boat to Mrs. May.",
        "Shops were full on Black Friday.",
        "February 30, 2024 and 31 June do not exist.",
        "A last-minute deal was struck.",
    ],
)
def test_ages_quantities_names_and_impossible_days_are_no_times(text):
    assert found(text) == []


@pytest.mark.parametrize("row", read_words("timex_not").values(), ids=lambda row: row["example"])
def test_the_example_of_every_exclusion_holds_no_time(row):
    assert found(row["example"]) == []


@pytest.mark.parametrize("row", read_words("timex_patterns").values(), ids=lambda row: row["name"])
def test_the_example_of_every_pattern_is_read_by_that_pattern(row):
    assert row["name"] in [rule.split(".")[0] for rule in read(row["example"])["rule"]]


@pytest.mark.parametrize("name", WORD_LISTS)
def test_the_example_of_every_listed_word_holds_the_word(name):
    for word, row in read_words(name).items():
        assert word.casefold() in row["example"].casefold().replace("-", " "), row


@pytest.mark.parametrize("name", LISTS)
def test_every_list_ends_with_an_example(name):
    assert all(list(row)[-1] == "example" and row["example"] for row in read_words(name).values())


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("It took almost two weeks.", "LESS_THAN"),
        ("It took more than two weeks.", "MORE_THAN"),
        ("It took at least two weeks.", "EQUAL_OR_MORE"),
        ("It took up to two weeks.", "EQUAL_OR_LESS"),
        ("It took two weeks or so.", "APPROX"),
        ("It began early in 1987.", "START"),
        ("It began in mid-June.", "MID"),
        ("It began at the end of June.", "END"),
        ("It began around 1850.", "APPROX"),
        ("It took two weeks.", ""),
    ],
)
def test_a_modifier_belongs_to_the_expression_and_is_recorded(text, mod):
    assert read(text)["mod"].tolist() == [mod]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It began on December 28.", "XXXX-12-28"),
        ("It began on Tuesday.", "XXXX-WXX-2"),
        ("It began in June.", "XXXX-06"),
        ("It began in winter.", "XXXX-WI"),
        ("It began in the third quarter.", "XXXX-Q3"),
        ("It began yesterday.", "XXXX-XX-XX"),
        ("It began last week.", "XXXX-WXX"),
        ("It began two years ago.", "XXXX"),
        ("It began at 9 a.m.", "XXXX-XX-XXT09:00"),
        ("It began on Friday night.", "XXXX-WXX-5TNI"),
    ],
)
def test_without_a_publication_date_a_value_stays_open(text, value):
    row = read(text, published="").iloc[0]
    assert (row["value"], row["anchor"], row["earliest"], row["latest"]) == (value, "", "", "")


def sentence(*tokens: tuple[str, str, int]) -> Doc:
    """A parse by hand: (word, tag, head) a token."""
    pos = {"V": "VERB", "M": "AUX", "N": "NOUN", "I": "ADP", "P": "PRON", "T": "PART"}
    tags = [tag for _, tag, _ in tokens]
    return Doc(
        Vocab(),
        words=[word for word, _, _ in tokens],
        tags=tags,
        pos=[pos[tag[0]] for tag in tags],
        heads=[head for _, _, head in tokens],
        deps=["ROOT" if head == i else "dep" for i, (_, _, head) in enumerate(tokens)],
    )


PAST = sentence(("Boats", "NNS", 1), ("sailed", "VBD", 1), ("Monday", "NNP", 1))
FUTURE = sentence(("Boats", "NNS", 2), ("will", "MD", 2), ("sail", "VB", 2), ("Monday", "NNP", 2))
PLANNED = sentence(
    ("All", "NNS", 1), ("plan", "VBP", 1), ("to", "TO", 3), ("sail", "VB", 1), ("Monday", "NNP", 3)
)  # fmt: skip
TOLD = sentence(
    ("All", "NNS", 1), ("hoped", "VBD", 1), ("to", "TO", 3), ("sail", "VB", 1), ("Monday", "NNP", 3)
)  # fmt: skip
SPRING = sentence(
    ("Ice", "NN", 1), ("will", "MD", 2), ("melt", "VB", 2), ("in", "IN", 2), ("April", "NNP", 3)
)  # fmt: skip
MARCH = sentence(("March", "VB", 0), ("on", "IN", 0), ("June", "NNP", 1))


@pytest.mark.parametrize(
    ("doc", "values", "rules"),
    [
        (PAST, ["2026-01-12"], ["weekday.past"]),
        (FUTURE, ["2026-01-19"], ["weekday.future"]),
        (PLANNED, ["2026-01-19"], ["weekday.future"]),
        (TOLD, ["2026-01-12"], ["weekday.past"]),  # the finite verb above decides
        (SPRING, ["2026-04"], ["month.future"]),
        (MARCH, ["2025-06"], ["month.past"]),  # "March" is a verb there
    ],
)
def test_the_tense_of_the_verb_above_gives_the_direction(doc, values, rules):
    times, _ = find_times(doc, PUBLISHED, mode="news")
    assert (times["value"].tolist(), times["rule"].tolist()) == (values, rules)


def test_a_past_date_is_never_most_of_a_year_old():
    table = read("The offer ran until Nov. 20.", published="2026-11-02")
    assert table["value"].tolist() == ["2026-11-20"]


STORY = (
    "The mill was built in May 1931. In June it burned. On Tuesday, June 16, 1931, the owner fled. "
    "Two days later he was found. The next day he died. In January it was sold. "
    "The following year it reopened."
)


def test_a_narrative_is_reckoned_from_the_last_date_mentioned():
    table = read(STORY, mode="narrative")
    values = ["1931-05", "1931-06", "1931-06-16", "1931-06-18", "1931-06-19", "1931-01", "1932"]
    assert table["value"].tolist() == values
    assert table["anchor"].tolist() == ["", *table["id"][:1], "", *table["id"][2:6]]


def test_news_is_reckoned_from_the_day_of_publication():
    assert read(STORY, mode="news")["value"].tolist()[1] == "2025-06"


def test_january_after_november_is_next_years_in_a_narrative():
    table = read("It began in November 1931. In January it ended.", mode="narrative")
    assert table["value"].tolist() == ["1931-11", "1932-01"]


def test_a_day_after_a_mere_year_is_some_day_of_that_year():
    row = read("He left in 1931. Two days later he was found.", mode="narrative").iloc[1]
    assert (row["value"], row["earliest"]) == ("1931-XX-XX", "1931-01-01")
    assert row["latest"] == "1931-12-31"


def test_a_weekday_after_a_mere_month_stays_open_in_a_narrative():
    table = read("He left in May 1931. On Tuesday he was found.", mode="narrative")
    assert table["value"].tolist() == ["1931-05", "XXXX-WXX-2"]


def test_today_and_last_year_mean_the_day_of_publication_in_a_narrative_too():
    text = "It was built in 1931. Last year it was sold, and today it is a museum."
    assert read(text, mode="narrative")["value"].tolist() == ["1931", "2025", "2026-01-15"]


def test_a_year_earlier_is_compared_with_the_quarter_in_hand():
    text = "In the third quarter it earned more than a year earlier. Costs fell from a year ago."
    assert read(text)["value"].tolist() == ["2025-Q3", "2024-Q3", "2024-Q3"]
    assert read("It earns more than a year ago.")["value"].tolist() == ["2025"]


@pytest.mark.parametrize(
    ("text", "published", "mode"),
    [
        ("In 1931 it rose. In 1935 it burned. In 1938 it fell.", PUBLISHED, "narrative"),
        ("In 1931 it rose. In 1935 it burned. In 1938 it fell, in 1951 again.", "", "narrative"),
        ("It rose on Monday and fell last week; in 1931 it burned.", PUBLISHED, "news"),
        ("Profit rose in 2025 and 2026, and costs in 2024, and sales in 2026.", "", "news"),
        ("It is quiet.", "", "news"),
    ],
)
def test_the_text_decides_whether_it_is_news_or_narrative(text, published, mode):
    decided, given, other = (
        read(f"{text} In June it rained.", published=published, mode=m)
        for m in (None, mode, "news" if mode == "narrative" else "narrative")
    )
    assert decided.equals(given)
    assert decided["rule"].tolist() != other["rule"].tolist() or not published


def test_an_anchor_names_the_expression_or_the_publication():
    table = read("It closed on 3 March 2024 and reopened two days later, and again last week.")
    assert table["anchor"].tolist() == ["", table["id"][0], "published"]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025-06-14", "2025-06-14", "2025-06-14"),
        ("2025-06-14T09:30", "2025-06-14", "2025-06-14"),
        ("2025-06", "2025-06-01", "2025-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("193", "1930-01-01", "1939-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
        ("2026-W03", "2026-01-12", "2026-01-18"),
        ("2026-W01", "2025-12-29", "2026-01-04"),  # ISO 8601: the week with the first Thursday
        ("2026-W03-WE", "2026-01-17", "2026-01-18"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("1918-SP", "1918-03-01", "1918-05-31"),
        ("1918-WI", "1917-12-01", "1918-02-28"),
        ("1931-XX-XX", "1931-01-01", "1931-12-31"),
        ("XXXX-12-28", "", ""),
        ("XXXX-WXX-2", "", ""),
        ("P2W", "", ""),
        ("PAST_REF", "", ""),
        ("2025-02-30", "", ""),
        ("BC0356", "", ""),  # no ISO day that other tools read
    ],
)
def test_first_and_last_day_of_a_value(value, first, last):
    assert days_of(value) == (first, last)


def test_a_vague_reference_is_open_at_one_end():
    text = "Lately it rained, now it snows, and in the near future it thaws."
    ends = read(text)[["earliest", "latest"]].to_numpy().tolist()
    assert ends == [["", PUBLISHED], [PUBLISHED, PUBLISHED], [PUBLISHED, ""]]


def test_furniture_holds_no_time_and_no_expression_crosses_a_line():
    doc = Doc(
        Vocab(),
        words=["It", "opened", "May", "\nYesterday 1999\n", "14", ",", "1987"],
        spaces=[True, True, False, False, False, True, False],
        pos=["PRON", "VERB", "PROPN", "SPACE", "NUM", "PUNCT", "NUM"],
    )
    _, spans = find_times(doc, PUBLISHED, mode="news")
    assert spans["text"].tolist() == ["May", "1987"]


def test_an_empty_text_has_empty_tables():
    times, spans = find_times(Doc(Vocab()), PUBLISHED)
    assert (len(times), len(spans)) == (0, 0)


def test_a_researcher_adds_a_word_of_her_own(tmp_path):
    (tmp_path / "timex_holiday.csv").write_text(
        "word,value,example\nHerring Day,08-09,The quay shuts on Herring Day.\n", encoding="utf-8"
    )
    (tmp_path / "timex_patterns.csv").write_text(
        "name,trigger,pattern,reading,type,value,example\n"
        "herring,herring,{holiday}{ofyear},date,DATE,{year}-{holiday},They met on Herring Day.\n",
        encoding="utf-8",
    )
    own = found("They met on Herring Day 2024.", words=str(tmp_path))
    assert own == [("Herring Day 2024", "DATE", "2024-08-09")]
    assert found("They met on Herring Day.") == []


EXAMPLES = [row["example"] for name in LISTS for row in read_words(name).values()]
LOOSE = st.sampled_from(
    [*sorted(set(" ".join(EXAMPLES).split())), "1", "1999", "9999999", "BC", "–", "\n", ",", "'68"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(LOOSE, max_size=25).map(" ".join)),
    st.sampled_from(["", PUBLISHED, "0001-01-01", "9999-12-31", "2024-02-29"]),
    st.sampled_from([None, "news", "narrative"]),
)
def test_any_text_gives_spans_that_quote_it_and_days_in_order(text, published, mode):
    doc = unparsed(text)
    times, spans = find_times(doc, published, mode=mode)
    check(spans, doc.text)
    assert times["id"].tolist() == [f"t{start}" for start in spans["start"]]
    assert times["id"].is_unique
    assert set(times["anchor"]) <= {"", "published", *times["id"]}
    for time in times.itertuples():
        assert not (time.earliest and time.latest) or time.earliest <= time.latest


@pytest.mark.parametrize(
    "text", ["1" * 10_000, "a" * 200_000, "said " * 10_000, "two " * 5_000, "the end of " * 2_000]
)
def test_a_text_without_a_sentence_in_it_returns(text):
    times, _ = find_times(Doc(Vocab(), words=[text], spaces=[False]), PUBLISHED)
    assert times.empty
