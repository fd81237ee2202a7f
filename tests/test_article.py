"""Reading one article: files, encodings, front matter, dates, and what each line is."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.article import FIELDS, Article, find_lines, iso_day, read_article, read_text
from onrecord.lexicon import read_words

BODY = (
    "The town council of Port Elsin voted on Monday to open talks on the sale of its old harbour."
)
MORE = "Mayor Tomas Reyk called it the first honest offer in years; the opposition called it theft."
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Council splits | The Elsin Courier</title>
<meta property="og:title" content="Council splits over harbour sale">
<meta property="og:site_name" content="The Elsin Courier">
<meta name="author" content="Ada Lind">
<meta property="article:published_time" content="2026-03-04T18:30:00+00:00">
<link rel="canonical" href="https://courier.example/harbour">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Council splits over harbour sale</h1>{paragraphs}</article>
<footer>Contact the newsroom</footer></body></html>"""
PARAGRAPHS = [
    BODY,
    MORE,
    "Ellen Maro, who leads the opposition, said that a report had been kept from the public.",
    "Forty-one boats still use the quay every week, the harbour master told the paper on Tuesday.",
    "The company, which is based in the capital, declined to comment on the price it had offered.",
    "A decision is expected before the summer, when the lease of the fish market comes to its end.",
]


def page(paragraphs=PARAGRAPHS):
    return PAGE.format(paragraphs="".join(f"<p>{words}</p>" for words in paragraphs))


def kinds(text, **fields):
    lines = find_lines(Article(text=text, **fields))
    return list(zip(lines["kind"], lines["rule"], strict=True))


def kind_below_a_headline(line):
    return kinds(f"Council splits over harbour sale\n{BODY}\n{line}")[2][0]


@pytest.fixture
def write(tmp_path):
    """Write bytes or words into a file and return its path."""

    def into(content, name="harbour.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return into


# What each line is


@pytest.mark.parametrize("pattern", read_words("lines"))
def test_every_pattern_of_the_list_fits_its_own_example(pattern):
    row = read_words("lines")[pattern]
    assert re.fullmatch(pattern, row["example"], re.IGNORECASE)
    assert kinds(row["example"])[0][0] == row["kind"]


@pytest.mark.parametrize(
    "line, kind",
    [
        ("Read More: Ferry museum looks for volunteers", "furniture"),
        ("READ ALSO Ferry museum looks for volunteers", "furniture"),
        ("Join Our Whatsapp Channel for all the news", "furniture"),
        ("Follow the Courier on Facebook and Telegram.", "furniture"),
        ("Catch all the Breaking News and Top Headlines on Harbour TV", "furniture"),
        ("Facebook | Twitter | WhatsApp", "furniture"),
        ("12 Comments", "furniture"),
        ("Article continues below advertisement", "furniture"),
        ("Copyright 2026 The Elsin Courier", "furniture"),
        ("Updated: Wed., March 4, 2026", "furniture"),
        ("Last updated on 4 March 2026 at 10:31 GMT", "furniture"),
        ("Updated 2 hours ago", "furniture"),
        ("- - -", "furniture"),
        ("Photograph: Ada Lind/The Elsin Courier", "credit"),
        ("Credit...Ada Lind for The Elsin Courier", "credit"),
        ("Image caption, The quay at dawn", "credit"),
        ("The quay at dawn [Ada Lind/Reuters]", "credit"),
        ("REUTERS/Ada Lind", "credit"),
        ("Getty Images", "credit"),
        ("(Reporting by Ada Lind in Port Elsin; Editing by Bo Ek)", "credit"),
        ("Ada Lind in Hallen contributed to this report.", "credit"),
        ("By ADA LIND and BO EK Harbour Press", "byline"),
        ("By Ada Lind, staff writer", "byline"),
        ("By Ada Lind | March 4, 2026", "byline"),
        ("Wed 4 Mar 2026 10.31 GMT", "dateline"),
        ("PORT ELSIN, March 4, 2026", "dateline"),
        ("Published: 4 March 2026", "dateline"),
        ("March 4th, 2026 at 5:45 p.m. EST", "dateline"),
        ("2026-03-04T10:31:00+01:00", "dateline"),
        ("4.3.2026", "dateline"),
    ],
)
def test_what_is_not_article_is_marked(line, kind):
    assert kind_below_a_headline(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "Read more carefully, the report says the opposite.",
        "Further reading of the bill was put off until Monday.",
        "Like our parents, we live from the sea.",
        "Follow the money, Maro told the council on Tuesday.",
        "On Twitter, she said that the sale was off.",
        "Register to vote by Friday, the mayor urged the town.",
        "Download speeds have fallen since the cable was cut.",
        "Comments on the plan were mixed.",
        "Print is not dead, the editor of the Courier said.",
        "Copyright law protects the map, the court ruled.",
        "This report was published by the ministry and names three ships.",
        "Views expressed at the meeting were mixed.",
        "Published in 2019, the report says that 41 boats use the quay.",
        "Posted to Hallen in 1915, he never saw the harbour again.",
        "Updated figures show that 41 boats use the quay.",
        "March 4, 2026 was the day on which 41 boats left.",
        "4 March 2026: 41 boats leave the quay.",
        "By Sunday Night, Trade Had Stopped, the harbour master said.",
        "By Christmas Eve the quay was empty.",
        "Reporting by the Courier led to his resignation.",
        "He drew a bleak picture: Nobody was left in the harbour.",
        "The mayor will not stand again, officials said (AP).",
        "The mayor resigned on Friday. [Reuters]",
        "Two experts contributed to the report.",
        "Image matters more than truth, Maro said.",
        "“Follow us on the quay,” the fishermen sang.",
        "Read more " + "and more " * 40,
        f"Related: Ten ferries that never sailed {BODY} {MORE}",
        "“Go,” said Maro. Ada Lind of the Courier contributed to this report.",
        "Photo: Ada Lind for the Courier" + BODY + MORE,
        "© 2026 is what the stone says. " + f"{BODY} {MORE} " * 2,
    ],
)
def test_a_sentence_of_the_article_is_never_taken_for_furniture(line):
    assert kind_below_a_headline(line) == "body"


@pytest.mark.parametrize(
    "line, kind",
    [
        ("Council splits over harbour sale", "headline"),
        ("Council Splits Over Harbour Sale.", "headline"),
        ("Who will own the harbour?", "headline"),
        ("‘We would be fools’", "headline"),
        (BODY, "body"),
        ("The council voted to sell the harbour.", "body"),
        ("The mayor spoke to the following:", "body"),
        ("word " * 40 + "without a full stop", "body"),
    ],
)
def test_the_first_line_is_a_headline_unless_it_is_a_sentence(line, kind):
    assert kinds(f"{line}\n{BODY}\n{MORE}")[0][0] == kind


def test_a_short_line_between_paragraphs_is_body():
    assert kinds(f"{BODY}\nHard words\n{MORE}")[1] == ("body", "body")


def test_a_headline_may_follow_a_section_label_and_a_date():
    found = kinds(f"Opinion\nMarch 4, 2026\nCouncil splits over harbour sale\n{BODY}")
    assert [kind for kind, _ in found] == ["furniture", "dateline", "headline", "body"]


def test_a_headline_repeated_is_a_headline_and_with_its_credit_a_credit():
    title = "Council splits over harbour sale"
    found = kinds(f"{title}\n{title} [Image Credits: Ada Lind]\n{title}\n{BODY}")
    assert found == [
        ("headline", "first-line"),
        ("credit", "repeated-with-credit"),
        ("headline", "repeated"),
        ("body", "body"),
    ]


def test_the_title_of_the_metadata_and_the_longer_one_of_the_page_are_headlines():
    found = kinds(
        f"Council splits over sale\nCouncil splits over the sale.\n{BODY}",
        title="Council splits over sale",
    )
    assert found[:2] == [("headline", "title"), ("headline", "repeated-nearly")]


def test_the_byline_field_names_the_byline_with_and_without_by():
    found = kinds(f"Council splits\nby ada lind\nAda Lind\n{BODY}", byline="Ada Lind")
    assert [rule for _, rule in found] == ["first-line", "byline-field", "byline-field", "body"]


def test_a_date_further_down_heads_a_stretch_of_the_story_and_stays_body():
    text = f"Council splits\nMarch 4, 2026\n{BODY}\n{MORE}\n{BODY}\nMarch 5, 2026\n{MORE}"
    found = [kind for kind, _ in kinds(text)]
    assert (found[1], found[5]) == ("dateline", "body")


def test_lines_quote_the_text_without_the_white_space_around_them():
    text = "\n  Council splits \t\n\n\u00a0" + BODY + "\u3000\n"
    lines = find_lines(Article(text=text))
    assert [text[line.start : line.end] for line in lines.itertuples()] == ["Council splits", BODY]
    assert list(lines["id"]) == ["l3", "l22"]


def test_a_list_of_ones_own_adds_patterns(tmp_path):
    (tmp_path / "lines.csv").write_text(
        "pattern,kind,rule,example\nharbour gazette.*,furniture,own,Harbour Gazette 7\n"
    )
    lines = find_lines(Article(text=f"{BODY}\nHarbour Gazette 12"), str(tmp_path))
    assert list(lines["rule"]) == ["body", "own"]


@pytest.mark.parametrize(
    "row, message",
    [
        ("(,furniture,own,x", r"lines.csv: '\(' is not a pattern \(.*\); mend it"),
        ("x.*,furnitur,own,x", "lines.kind: 'furnitur'.* write one of"),
    ],
)
def test_a_faulty_pattern_of_ones_own_is_named(tmp_path, row, message):
    (tmp_path / "lines.csv").write_text(f"pattern,kind,rule,example\n{row}\n")
    with pytest.raises(ValueError, match=message):
        find_lines(Article(text="x y"), str(tmp_path))


# Front matter


def test_front_matter_fills_the_fields_and_leaves_the_text(write):
    fields = {name: f"a {name}" for name in FIELDS} | {"published": "2026-03-04"}
    block = "".join(f"{name}: {value}\n" for name, value in fields.items())
    article = read_article(write(f"---\n{block}---\n\n{BODY}\n"))
    assert article.text == f"{BODY}\n"
    assert {name: getattr(article, name) for name in FIELDS} == fields
    assert (article.name, article.published_from) == ("harbour", "front matter")


@pytest.mark.parametrize(
    "written, read",
    [
        ("Title: Council splits", "Council splits"),
        ("title:   'Council: splits'  ", "Council: splits"),
        ('title: "The workers\' plan"', "The workers' plan"),
        ("title: The workers'", "The workers'"),
        ("title:", ""),
    ],
)
def test_a_front_matter_value_loses_its_quotation_marks_and_nothing_else(written, read):
    assert read_text(f"---\n{written}\n---\n{BODY}").title == read


def test_an_unknown_field_is_named_with_the_known_ones():
    message = r"front matter \['titel'\]; write some of \['title', 'byline', .*\], or no --- block"
    with pytest.raises(ValueError, match=message):
        read_text(f"---\ntitel: Council splits\noutlet: Courier\n---\n{BODY}")


@pytest.mark.parametrize(
    "text",
    [
        f"---\n{BODY}\n---\n{MORE}",
        f"---\nUpdate: the mayor has resigned.\n---\n{BODY}",
        f"---\ntitle: never closed\n{BODY}",
        f"---\n\n{BODY}",
        "---",
    ],
)
def test_a_body_that_begins_with_dashes_stays_as_it_is(text):
    article = read_text(text)
    assert (article.text, article.title) == (text, "")


# Encodings and characters


@pytest.mark.parametrize(
    "raw, encoding",
    [
        ("“Café”".encode(), "utf-8"),
        ("“Café”".encode("utf-8-sig"), "utf-8 (byte order mark)"),
        (b"\xff\xfe" + "“Café”".encode("utf-16-le"), "utf-16-le (byte order mark)"),
        (b"\xfe\xff" + "“Café”".encode("utf-16-be"), "utf-16-be (byte order mark)"),
        ("“Café”, he said".encode("utf-16-le"), "utf-16-le (guessed)"),
        ("“Café”, he said".encode("utf-16-be"), "utf-16-be (guessed)"),
        ("“Café”".encode("cp1252"), "cp1252 (guessed)"),
        ("Café".encode("latin-1"), "cp1252 (guessed)"),
        (b"plain", "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_the_encoding_is_found_and_recorded(write, raw, encoding):
    article = read_article(write(raw))
    assert article.encoding == encoding
    assert article.text in ("“Café”", "“Café”, he said", "Café", "plain", "")


def test_a_guessed_encoding_is_a_notice():
    article = read_text("Café", encoding="cp1252 (guessed)")
    assert any(
        "encoding cp1252 (guessed); do letters look wrong" in doubt for doubt in article.notices
    )


def test_one_damaged_byte_does_not_turn_the_whole_file_into_another_encoding(write):
    raw = ("“Café” – “Smörgås” – „Æther“ " * 9).encode() + "é".encode()[:1]
    article = read_article(write(raw))
    assert article.text.count("“Café”") == 9
    assert article.encoding == "utf-8 (guessed: it is damaged)"
    assert any("unreadable characters (1) stand as" in doubt for doubt in article.notices)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\f", "\v", "\u2028", "\u2029", "\x85"])
def test_every_line_end_becomes_one_newline(end):
    assert read_text(f"Council splits{end}{BODY}").text == f"Council splits\n{BODY}"


@pytest.mark.parametrize("control", ["\0", "\x01", "\x1b", "\x7f", "\x93", "\udfff"])
def test_a_control_character_is_replaced_one_for_one_and_counted(control):
    article = read_text(f"The{control}mayor said so.")
    assert article.text == "The\ufffdmayor said so."
    assert any(r"unreadable characters (1)" in doubt for doubt in article.notices)


@pytest.mark.parametrize(
    "text", ["Cafe\u0301", "Caf\u00e9", "\ufb01sh", "①", "a\u200bb", "a\u00adb"]
)
def test_characters_are_neither_composed_nor_decomposed(text):
    assert read_text(text).text == text


def test_offsets_count_characters_also_behind_emoji_and_right_to_left_text():
    text = "🚢👩‍👩‍👧 שלום مرحبا\n🇮🇷 The mayor spoke."
    line = find_lines(read_text(text)).iloc[1]
    assert (line.start, text[line.start : line.end]) == (18, "🇮🇷 The mayor spoke.")


@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u200f"])
def test_marks_that_turn_the_reading_direction_are_kept_and_told(mark):
    article = read_text(f"The {mark}mayor spoke.")
    assert mark in article.text
    assert any("invisible marks turn the reading direction" in doubt for doubt in article.notices)


def test_a_byte_order_mark_in_pasted_text_is_dropped():
    assert read_text("\ufeff" + BODY).text == BODY


# Publication date


@pytest.mark.parametrize(
    "argument, field, line, expected",
    [
        ("2026-03-01", "2026-03-02", "March 3, 2026", ("2026-03-01", "argument")),
        (None, "2026-03-02", "March 3, 2026", ("2026-03-02", "front matter")),
        (None, "", "March 3, 2026", ("2026-03-03", "dateline")),
        ("", "", "March 3, 2026", ("2026-03-03", "dateline")),
        (None, "", "", ("", "")),
    ],
)
def test_the_date_comes_from_argument_then_front_matter_then_dateline(
    argument, field, line, expected
):
    text = f"---\ntitle: Council splits\npublished: {field}\n---\nCouncil splits\n{line}\n{BODY}"
    article = read_text(text, published=argument)
    assert (article.published, article.published_from) == expected


def test_html_metadata_come_before_a_dateline(write):
    path = write(page(["March 5, 2026", *PARAGRAPHS]), "page.html")
    article = read_article(path)
    assert (article.published, article.published_from) == ("2026-03-04", "HTML metadata")
    assert read_article(path, published="2026-03-06").published_from == "argument"


@pytest.mark.parametrize(
    "line, day",
    [
        ("Wednesday, March 4, 2026", "2026-03-04"),
        ("March 04 , 2026", "2026-03-04"),
        ("Sept. 4, 2026", "2026-09-04"),
        ("4 March 2026", "2026-03-04"),
        ("4th of March", ""),
        ("Wed 4 Mar 2026 10.31 GMT", "2026-03-04"),
        ("2026-03-04T23:30:00+05:00", "2026-03-04"),
        ("Published: March 4, 2026 by Ada Lind", "2026-03-04"),
        ("PORT ELSIN, March 4, 2026", "2026-03-04"),
        ("By Ada Lind | March 4, 2026", "2026-03-04"),
        (f"PORT ELSIN, March 4, 2026 (Courier) — {BODY}", "2026-03-04"),
        (f"PORT ELSIN, Hallen, 4 March 2026 – {BODY}", "2026-03-04"),
        (f"On March 4, 2026 – a Wednesday – the council met. {BODY}", ""),
        ("February 31, 2026", ""),
        ("04/03/2026", ""),
        ("March 4", ""),
        ("Updated March 4, 2026", ""),
    ],
)
def test_only_a_dateline_with_day_month_and_year_dates_the_article(line, day):
    assert read_text(f"Council splits\n{line}\n{MORE}").published == day


def test_a_text_without_a_date_stays_without_one_and_asks():
    article = read_text(BODY)
    assert (article.published, article.published_from) == ("", "")
    assert any("no publication date was found" in doubt for doubt in article.notices)


def test_a_contradiction_is_told_and_the_stronger_origin_kept():
    article = read_text(f"Council splits\nMarch 4, 2026\n{BODY}", published="2026-03-07")
    assert article.published == "2026-03-07"
    assert article.notices == (
        "published 2026-03-07, but a dateline says 2026-03-04; which is right?",
    )


def test_a_date_in_the_future_is_told():
    day = (date.today() + timedelta(days=2)).isoformat()
    article = read_text(BODY, published=day)
    assert article.notices == (f"the publication date {day} lies in the future; is it right?",)


@pytest.mark.parametrize(
    "value, day",
    [
        ("2026-01-15", "2026-01-15"),
        (" 2026-01-15 ", "2026-01-15"),
        ("2026-01-15T23:30:00+05:00", "2026-01-15"),
        ("2026-01-15T23:30:00Z", "2026-01-15"),
        (date(2026, 1, 15), "2026-01-15"),
    ],
)
def test_a_date_may_carry_a_time_and_a_zone_and_stays_the_day_it_names(value, day):
    assert iso_day(value) == day


@pytest.mark.parametrize("value", ["14 January", "2026-02-31", "15/01/2026", "yesterday", "2026"])
def test_what_is_no_date_is_refused_with_the_form_to_write(value):
    with pytest.raises(ValueError, match=r"published='.*' is not a date; write it as 2026-01-14"):
        read_text(BODY, published=value)


def test_a_malformed_date_in_front_matter_is_refused_too():
    with pytest.raises(ValueError, match="published='4 March' is not a date"):
        read_text(f"---\npublished: 4 March\n---\n{BODY}")


# HTML


def test_a_page_gives_its_fields_and_its_paragraphs_without_navigation(write):
    article = read_article(write(page(), "page.html"))
    assert (article.title, article.byline) == ("Council splits over harbour sale", "Ada Lind")
    assert (article.outlet, article.url) == ("The Elsin Courier", "https://courier.example/harbour")
    lines = find_lines(article)
    assert list(lines["text"]) == ["Council splits over harbour sale", *PARAGRAPHS]
    assert list(lines["kind"]) == ["headline", *["body"] * len(PARAGRAPHS)]
    assert article.notices == ()


@pytest.mark.parametrize("name", ["page.htm", "page.txt", "page", "page.xhtml"])
def test_a_page_is_known_by_its_first_tag_whatever_its_name(write, name):
    content = f"<?xml version='1.0'?>\n<!-- saved -->\n{page()}"
    assert read_article(write(content, name)).title == "Council splits over harbour sale"


def test_a_teaser_that_opens_over_a_paragraph_is_left_out(write):
    teaser = "<span class='rollover-people-block'><b>Reyk</b> Ten more stories about Reyk</span>"
    article = read_article(write(page([f"Mayor Tomas Reyk{teaser} spoke on Monday.", *PARAGRAPHS])))
    assert "Mayor Tomas Reyk spoke on Monday." in article.text


def test_text_that_only_mentions_a_tag_is_text(write):
    assert (
        read_article(write("The tag <html> opens a page.")).text == "The tag <html> opens a page."
    )


# Notices on the whole


def test_english_text_gives_no_notice_about_language():
    assert read_text(f"{BODY}\n{MORE}", published="2026-03-04").notices == ()


def read_or_refused(text):
    """Read ``text``; a refusal for one of the stated reasons counts as an empty article."""
    try:
        return read_text(text)
    except ValueError as why:
        if not re.match("front matter|published=.* is not a date|.* is a web address", str(why)):
            raise
        return Article(text="")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_for_a_stated_reason(text):
    article = read_or_refused(text)
    lines, at = find_lines(article), 0
    for line in lines.itertuples():
        assert article.text[line.start : line.end] == line.text
        assert not article.text[at : line.start].strip()
        at = line.end
    assert not article.text[at:].strip()


@given(
    st.lists(
        st.sampled_from(
            [
                BODY,
                "March 4, 2026",
                "By Ada Lind",
                "Share",
                " ",
                "\r\n",
                "---\n",
                "title: x\n",
                "🚢",
                "\t",
            ]
        )
    )
)
def test_every_visible_character_lies_in_exactly_one_line(pieces):
    article = read_text("\n".join(pieces))
    covered = [
        place for line in find_lines(article).itertuples() for place in range(line.start, line.end)
    ]
    assert len(covered) == len(set(covered))
    visible = {place for place, letter in enumerate(article.text) if not letter.isspace()}
    assert visible <= set(covered)
