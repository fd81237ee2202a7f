"""Bad inputs that concern reading: each is survived, or told what it is and what to do."""

import io
import json
import os
import re
import zipfile
from pathlib import Path

import pytest

from onrecord import annotate, check, find_lines, read_article, read_text
from onrecord.article import LIMIT, Article
from onrecord.language import _pieces
from onrecord.tables import COLUMNS

BODY = "Mayor Tomas Reyk said that the council would sell the old harbour to a company."
LATER = "Ellen Maro told the Courier that a report had been kept from the public."
PARAGRAPHS = [
    BODY,
    LATER,
    "Forty-one boats still use the quay every week, according to the harbour master, Karin Solt.",
    "The company, which is based in the capital, declined to comment on the price it had offered.",
    "A decision is expected before the summer, when the lease of the fish market comes to its end.",
    "Fishermen who have moored there for thirty years say that nobody has asked what they want.",
]
MANY = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


@pytest.fixture
def write(tmp_path):
    """Write bytes or words into a file and return its path."""

    def into(content, name="harbour.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return into


def annotated(text):
    """Annotate a text and check what must hold of every annotation."""
    notes = annotate(read_text(text, published="2026-03-04"))
    check(notes.spans, notes.article.text)
    for kind, columns in COLUMNS.items():
        assert list(getattr(notes, kind).columns) == list(columns)
    return notes


# Missing file, folder instead of file, unreadable file, binary file renamed .txt


def test_a_missing_file_is_named():
    with pytest.raises(
        ValueError, match=r"nowhere.txt is missing; give the path of one \.txt or \.html"
    ):
        read_article("nowhere.txt")


def test_a_folder_instead_of_a_file_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"is a folder; give the path of one \.txt or \.html file"):
        read_article(tmp_path)


def test_an_unreadable_file_is_named_with_the_reason(write, monkeypatch):
    def refuse(_):  # root may read every file, so the refusal is played
        raise PermissionError(13, "Permission denied")

    path = write(BODY)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(
        ValueError, match=r"harbour.txt is not to be read \(Permission denied\); give the path"
    ):
        read_article(path)


def test_a_text_given_where_a_path_belongs_is_refused_without_a_traceback():
    with pytest.raises(ValueError, match=r"is not to be read \(File name too long\)|is missing"):
        read_article(BODY * 9)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ValueError, match=r"pipe\.txt is missing"):
        read_article(tmp_path / "pipe.txt")


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>The council voted.</w:t>" * 99)
    return file.getvalue()


@pytest.mark.parametrize(
    "raw, kind",
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (zipped(), "a zip, Word, Excel or EPUB file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a JPEG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "an old Word or Excel file"),
        (rb"{\rtf1\ansi The council voted.}", "a rich text file"),
        (b"From: <Saved by Blink>\r\nSnapshot-Content-Location: x", "a web archive"),
        (bytes(range(256)) * 40, "a binary file"),
        (b"\x7fELF\2\1\1" + bytes(9) + b"\3\0>\0\1\0\0\0" * 99, "a binary file"),  # no UTF-16
    ],
)
def test_a_binary_file_renamed_txt_is_called_what_it_is(write, raw, kind):
    message = rf"harbour\.txt is {kind}, not text; save its words as .txt"
    with pytest.raises(ValueError, match=message):
        read_article(write(raw))


# Empty file, only white space, only a headline, only furniture


@pytest.mark.model
@pytest.mark.parametrize(
    "text, notice",
    [
        ("", "the text is empty; every table will be empty too"),
        (" \n\t\u3000\r\n", "the text is empty; every table will be empty too"),
        ("---\ntitle: Council splits\n---\n", "the text is empty; every table will be empty too"),
        (
            "Share this article\n© 2026 Courier",
            "no body, only furniture; was the whole article copied?",
        ),
    ],
)
def test_an_empty_blank_or_furniture_only_text_gives_empty_tables_and_a_notice(text, notice):
    notes = annotated(text)
    assert notice in notes.article.notices
    assert all(getattr(notes, kind).empty for kind in COLUMNS if kind != "lines")


@pytest.mark.model
def test_a_headline_alone_is_annotated_with_a_notice():
    notes = annotated("Port Elsin council splits over harbour sale")
    assert "no body, only headline; was the whole article copied?" in notes.article.notices


# 1,000,000+ characters; 10 MB in one paragraph


def test_more_than_a_million_characters_are_read_and_cut_into_pieces_that_lose_nothing():
    article = read_text("\n".join([*PARAGRAPHS, ""]) * 2000, published="2026-03-04")
    assert len(article.text) > 1_000_000
    assert len(find_lines(article)) == 2000 * len(PARAGRAPHS)


@pytest.mark.parametrize("unit", [f"{BODY} ", "word ", "x", " ", "“", "said "])
def test_a_paragraph_of_a_million_characters_is_parsed_in_pieces_of_bounded_length(unit):
    text = unit * (1_000_000 // len(unit))
    pieces = [*_pieces(text, 0, len(text))]
    assert "".join(text[start:end] for start, end in pieces) == text
    assert max(end - start for start, end in pieces) <= 20_000


def test_ten_megabytes_in_one_paragraph_meet_the_stated_limit(write):
    path = write(f"{BODY} " * 130_000)
    message = r"10,400,000 characters; an article has at most 2,000,000; split the text"
    with pytest.raises(ValueError, match=message):
        read_article(path)


def test_a_file_of_many_gigabytes_is_refused_unread(write, monkeypatch):
    path = write(b"")
    os.truncate(path, 20 * LIMIT + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    with pytest.raises(ValueError, match=r"is too long \(40,000,001 bytes\); give the path of one"):
        read_article(path)


# 200,000-character token; 5,000 quotation marks; “said said said”; 10,000-digit number


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 200_000, id="200,000-character token"),
        pytest.param("“" * 5000 + " he said.", id="5,000 unmatched quotation marks"),
        pytest.param("“‘" * 1250 + "Go" + "’”" * 1250, id="5,000 nested quotation marks"),
        pytest.param("said " * 10_000, id="said said said"),
        pytest.param(f"In {'1' * 10_000} years, he said.", id="10,000-digit number"),
        pytest.param("(" * 5000, id="5,000 brackets"),
    ],
)
def test_an_endless_token_quotation_or_repetition_leaves_the_next_paragraph_intact(text):
    notes = annotated(f"{text}\n{LATER}")
    assert "Ellen Maro" in set(notes.actors["name"])
    assert "tell" in set(notes.attributions["cue"])


def test_no_unbroken_run_that_costs_the_parser_its_square_is_given_to_it():
    text = f"See {'(' * 3000} and {'x/' * 900}, he said."
    longest = max(len(run) for a, b in _pieces(text, 0, len(text)) for run in text[a:b].split())
    assert longest <= 500


# Odd, straight, curly, single, guillemets, mixed; over paragraphs; nested


@pytest.mark.model
@pytest.mark.parametrize(
    "odd",
    [
        "“We would be fools, he said and left.",
        "We would be fools,” he said and left.",
        '"We would be fools, he said and left.',
        "'We would be fools, he said and left.",
        "‘We would be fools, he said and left.",
        "«We would be fools, he said and left.",
        "„We would be fools” he said, «and left.",
        "“We would be \"fools', he said and left.",
        "``We would be fools, he said and left.",
    ],
)
def test_an_odd_quotation_mark_costs_nothing_in_the_next_paragraph(odd):
    notes = annotated(f"{odd}\n{BODY}\n“It is over,” said Ellen Maro. {LATER}")
    spans = notes.spans
    contents = spans[spans["role"] == "content"]["text"]
    assert any("would sell the old harbour" in content for content in contents)
    assert any("It is over" in content for content in contents)
    assert any("a report had been kept" in content for content in contents)


@pytest.mark.model
def test_a_quotation_that_runs_over_paragraphs_and_holds_another_is_survived():
    notes = annotated(
        "“One,” Reyk said. “They said ‘no’.\n\n“And then they left.\n\n“That was all.”\n" + LATER
    )
    assert "tell" in set(notes.attributions["cue"])


# BOM, UTF-16, cp1252, Latin-1, CRLF, lone CR, NUL, surrogates, NFC and NFD


@pytest.mark.parametrize(
    "raw, text, encoding",
    [
        ("\ufeffCafé\r\n“So”".encode(), "Café\n“So”", "utf-8 (byte order mark)"),
        ("\ufeffCafé\r“So”".encode("utf-16-le"), "Café\n“So”", "utf-16-le (byte order mark)"),
        ("\ufeffCafé “So”".encode("utf-16-be"), "Café “So”", "utf-16-be (byte order mark)"),
        ("Café “So”".encode("cp1252"), "Café “So”", "cp1252 (guessed)"),
        ("Café".encode("latin-1"), "Café", "cp1252 (guessed)"),
        ("Cafe\u0301 Café".encode(), "Cafe\u0301 Café", "utf-8"),
        (b"so\0 it\x1bis", "so\ufffd it\ufffdis", "utf-8"),
        (
            "\ufeffso\ud800 it".encode("utf-16-le", "surrogatepass"),
            "so\ufffd it",
            "utf-16-le (byte order mark)",
        ),
    ],
)
def test_every_encoding_line_end_and_control_character_is_decoded_and_recorded(
    write, raw, text, encoding
):
    article = read_article(write(raw))
    assert (article.text, article.encoding) == (text, encoding)


# Emoji, right-to-left text, bidi overrides, zero-width characters


@pytest.mark.model
@pytest.mark.parametrize(
    "sign",
    ["🚢", "👩‍👩‍👧", "🇮🇷", "שלום", "مرحبا", "\u202etfel\u202c", "\u200b", "e\u0301", "\u00ad"],
)
def test_emoji_right_to_left_and_zero_width_characters_move_no_offset(sign):
    notes = annotated(f"{sign} {BODY}\n{sign}{sign} {LATER}")
    told = notes.attributions.set_index("cue").index
    assert {"say", "tell"} <= set(told)


# HTML: nested divs, no body, only JSON-LD, wrong charset, entity bomb, frameset, paywall stub


def html(content, head=""):
    return f"<!DOCTYPE html><html><head><title>Council splits</title>{head}</head>{content}</html>"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<frameset cols='1,2'><frame src='a.html'></frameset>", id="frameset"),
        pytest.param(
            "<body><script>render('article')</script><div id='app'></div></body>", id="script only"
        ),
        pytest.param("<body></body>", id="empty body"),
        pytest.param("", id="no body"),
        pytest.param("<body>" + "<div>" * 100_000, id="100,000 nested divs, empty"),
        pytest.param("<body><img src='a.png'></body>", id="picture only"),
    ],
)
def test_a_page_without_an_article_is_a_named_error_and_never_silently_empty(write, content):
    message = "is HTML without an article; copy its words into a .txt file"
    with pytest.raises(ValueError, match=message):
        read_article(write(html(content), "page.html"))


def test_a_page_without_a_body_tag_is_read(write):
    assert LATER in read_article(write(html(MANY), "page.html")).text


def test_a_page_of_100000_nested_divs_is_read_or_refused_by_name(write):
    path = write(html("<body>" + "<div>" * 100_000 + MANY + "</div>" * 100_000), "page.html")
    try:
        found = read_article(path).text
    except ValueError as why:
        found = str(why)
    assert re.search(f"{LATER}|page.html is HTML without an article", found)


def test_a_page_that_carries_its_article_only_as_json_ld_is_read(write):
    story = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Council splits"}
    story |= {"datePublished": "2026-03-04", "articleBody": " ".join(PARAGRAPHS * 2)}
    head = f"<script type='application/ld+json'>{json.dumps(story)}</script>"
    article = read_article(write(html("<body><div id='app'></div></body>", head), "page.html"))
    assert LATER in article.text
    assert article.published == "2026-03-04"


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16", "koi8-r", "nonsense"])
def test_a_page_with_a_wrong_charset_declaration_is_decoded_by_its_bytes(write, charset):
    page = html(f"<body>{MANY}<p>“Café” says it all.</p></body>", f"<meta charset='{charset}'>")
    path = write(f"<?xml version='1.0' encoding='{charset}'?>{page}")
    assert "“Café” says it all." in read_article(path).text


def test_an_entity_bomb_is_not_expanded(write):
    bomb = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 12))
    page = (
        f"<!DOCTYPE html [<!ENTITY e0 'boom'>{bomb}]><html><body><p>&e11;</p>{MANY}</body></html>"
    )
    article = read_article(write(page, "page.html"))
    assert LATER in article.text
    assert len(article.text) < 2 * len(MANY)


def test_a_paywall_stub_is_read_with_a_notice(write):
    stub = f"<body><article><p>{BODY}</p><p>Subscribe to read on.</p></article></body>"
    article = read_article(write(html(stub), "page.html"))
    assert BODY in article.text
    assert any(
        "words of article; is the rest behind a paywall?" in doubt for doubt in article.notices
    )


# Publication date missing, malformed, in the future, 31 February, with time zone, contradicted


@pytest.mark.model
def test_without_a_publication_date_a_time_without_a_year_stays_open():
    article = read_text(f"The unrest began on December 28. {BODY}")
    assert any(
        "no publication date was found, so years stay open" in doubt for doubt in article.notices
    )
    assert "XXXX-12-28" in set(annotate(article).times["value"])


@pytest.mark.parametrize("published", ["4 March", "2026-13-01", "2026-02-31", "04.03.2026", "soon"])
def test_a_malformed_publication_date_or_31_february_is_refused(published):
    with pytest.raises(
        ValueError, match=f"published='{published}' is not a date; write it as 2026-01-14"
    ):
        read_text(BODY, published=published)


@pytest.mark.parametrize(
    "published, text, notice",
    [
        ("2999-01-01", BODY, "the publication date 2999-01-01 lies in the future; is it right?"),
        (
            "2026-03-07",
            f"Council splits\nMarch 4, 2026\n{BODY}",
            "a dateline says 2026-03-04; which is right?",
        ),
    ],
)
def test_a_future_or_contradicted_publication_date_is_kept_and_told(published, text, notice):
    article = read_text(text, published=published)
    assert article.published == published
    assert any(notice in doubt for doubt in article.notices)


def test_a_publication_date_with_time_zone_stays_the_day_it_names():
    assert read_text(BODY, published="2026-01-15T23:30:00-11:00").published == "2026-01-15"


# Non-English or mixed-language text

GERMAN = (
    "Der Stadtrat stimmte am Montag für den Verkauf des alten Hafens, obwohl niemand gefragt wurde."
)
CHINESE = "市议会星期一投票决定开始就出售旧港口进行谈判，但是没有人问过渔民他们想要什么。"
ARABIC = (
    "صوت مجلس المدينة يوم الاثنين على بدء محادثات حول بيع الميناء القديم دون أن يسأل أحد الصيادين."
)


@pytest.mark.parametrize(
    "text, notice",
    [
        (GERMAN, "the text does not look English"),
        (CHINESE, "the text does not look English"),
        (ARABIC, "the text does not look English"),
        ("\n".join([BODY, GERMAN, LATER, GERMAN]), "2 of 4 long lines do not look English"),
    ],
)
def test_non_english_or_mixed_text_is_read_and_told(text, notice):
    article = read_text(text)
    assert article.text == text
    assert any(doubt.startswith(notice) for doubt in article.notices)


# URL given as article


@pytest.mark.parametrize("read", [read_article, read_text])
@pytest.mark.parametrize(
    "address",
    ["https://courier.example/harbour", "HTTP://courier.example", " www.courier.example/a "],
)
def test_a_url_given_as_article_is_not_fetched_and_says_how_to_save_the_page(read, address):
    with pytest.raises(ValueError, match="is a web address, not fetched; save the page as HTML"):
        read(address)


# Odd file names


@pytest.mark.parametrize(
    "name",
    [
        "Hafen „Öl“ (1).txt",
        "🚢.txt",
        "-rf.txt",
        "no suffix",
        "a'b;c.TXT",
        "line\nbreak.txt",
        "x" * 200,
    ],
)
def test_a_file_with_an_odd_name_is_read(write, name):
    article = read_article(write(BODY, name))
    assert article.text == BODY
    assert article.name == Path(name).stem


@pytest.mark.skipif(os.name == "nt", reason="file names on Windows are text, not bytes")
def test_a_file_name_that_is_no_text_is_made_one(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_text(BODY)
    assert read_article(os.fsdecode(path)).name == "caf\ufffd"


def test_an_article_made_by_hand_needs_no_cleaning_to_be_split_into_lines():
    lines = find_lines(Article(text=f"\r\n{BODY}\r\n\0\x1c\r\n{LATER}"))
    assert [text for text in lines["text"] if re.search(r"\w", text)] == [BODY, LATER]
