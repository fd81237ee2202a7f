"""Read one article from a file, and say of every line what it is."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pandas as pd
import py3langid

from .lexicon import read_words
from .tables import table

LIMIT = 2_000_000  # characters, some 330,000 words: a long book; more is a corpus, not an article
FIELDS = ("title", "byline", "outlet", "published", "url", "language", "licence", "note")
NOT_TEXT = {  # the first bytes of files that people take for text
    b"%PDF": "a PDF", b"PK\3\4": "a zip, Word, Excel or EPUB file", b"{\\rtf": "a rich text file",
    b"\x89PNG": "a PNG picture", b"\xff\xd8\xff": "a JPEG picture", b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file", b"From: <Saved by": "a web archive",
}  # fmt: skip
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r"})
UNFETCHED = "a web address, and nothing is fetched; save the page as HTML"
ADDRESS = re.compile(r"(?i)\s*+(?:(?:https?|ftp):/|www\.)\S*+\s*")
PAGE = re.compile(r"(?is)(?:\s|<\?xml[^>]*>|(?><!--.*?-->))*+<(?:!doctype html|html|head|body)\b")
ASIDES = "//p//*[@role='tooltip' or contains(@class,'rollover') and contains(@class,'block')]"
CREDIT = re.compile(r"\s*[\[(].{0,80}[\])]")
SENTENCE = re.compile(r".*\b[a-z]\w{4,}.*[.:–—-]['\"”’»]?")  # has a Longer Word in small letters
TURNS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DAY = (
    r"(\d{4}-\d\d-\d\d)|\b([A-Za-z]{3})[a-z]*\.? (\d{1,2})(?:st|nd|rd|th)? ?,? (\d{4})\b"
    r"|\b(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})\b"
)
# “PORT ELSIN, March 4, 2026 (Courier) — The council ...”: a body line that begins with a dateline
INLINE = re.compile(rf"(?:[A-Z][\w.’' ]{{1,30}}, ?){{1,3}}(?:{DAY})(?: ?\([^)]{{2,30}}\))? ?[—–-]")


@dataclass(frozen=True)
class Article:
    """One article as read: ``text`` never changes; every offset in every table counts into it."""

    text: str
    name: str = "pasted"
    title: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""  # an ISO day, or '' where none was found
    published_from: str = ""  # argument, front matter, HTML metadata or dateline
    url: str = ""
    language: str = "en"
    licence: str = ""
    note: str = ""
    encoding: str = "str"
    notices: tuple[str, ...] = ()  # the doubts of the reading

    @property
    def sha256(self) -> str:
        """Return the hash of the text, which ties annotations and corrections to it."""
        return sha256(self.text.encode()).hexdigest()


def read_article(path: str | Path, *, published: str | None = None) -> Article:
    """Read a plain text or HTML file; ``published``, an ISO day, wins over any date the file gives.

    The encoding is found by byte order mark, then UTF-8, then cp1252. Raises ValueError on what is
    no article: an address, a folder, a PDF, a page without text. An empty file gives a notice.
    """
    path, raw = Path(path), b""
    try:
        found = "a folder" if path.is_dir() else "" if path.is_file() else "missing"
        if ADDRESS.fullmatch(str(path)):
            found = UNFETCHED
        elif not found and path.stat().st_size > 20 * LIMIT:  # most of a web page is no article
            found = f"too long ({path.stat().st_size:,} bytes)"
        raw = b"" if found else path.read_bytes()
    except OSError as why:
        found = f"not to be read ({why.strerror})"
    if found:
        raise ValueError(f"{str(path)[:200]} is {found}; give the path of one .txt or .html file")
    return read_bytes(raw, path, published=published)


def read_bytes(raw: bytes, path: Path, *, published: str | None = None) -> Article:
    """Read the bytes of a file; ``path`` may be gone, its name says what they are."""
    text, encoding = _decode(raw, path)
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or PAGE.match(text):
        return _read_html(text, encoding, path, published)
    return read_text(text, name=path.stem, published=published, encoding=encoding)


def read_text(
    text: str, *, name: str = "pasted", published: str | None = None, encoding: str = "str"
) -> Article:
    """Make an Article from a string, with front matter if it begins with a ``---`` block."""
    if ADDRESS.fullmatch(text):
        raise ValueError(f"{text.strip()[:200]} is {UNFETCHED}, or paste its words")
    found, text = _front_matter(_normal(text))
    return _article(text, name, "front matter", published, encoding=encoding, **found)


def _decode(raw: bytes, path: Path) -> tuple[str, str]:
    """Return (text, encoding); a guess says so, and what is no text is refused by its name."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace"), f"{encoding} (byte order mark)"
    kind = next((kind for magic, kind in NOT_TEXT.items() if raw.startswith(magic)), "")
    head = b"" if kind else raw[:2000]
    for odd, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # Latin script: each second byte NUL
        if head[odd::2].count(0) > len(head) / 5 > head[1 - odd :: 2].count(0):
            return raw.decode(encoding, errors="replace"), f"{encoding} (guessed)"
    if kind or len(raw) - len(raw.translate(None, CONTROLS)) > max(8, len(raw) / 20):
        found = f"{path} is {kind or 'a binary file'}, not text or HTML"
        raise ValueError(f"{found}; open it, copy its words and save them as plain text")
    text = raw.decode("utf-8", errors="replace")
    lost = text.count("\ufffd") - raw.count("\ufffd".encode())
    if 10 * lost > sum(not letter.isascii() for letter in text):
        return raw.decode("cp1252", errors="replace"), "cp1252 (guessed)"
    return text, "utf-8 (guessed: it is damaged)" if lost else "utf-8"


def _normal(text: str) -> str:
    r"""End every line with \n; replace, one for one, what no table, page or parser can hold."""
    text = re.sub("\r\n?|[\v\f\x85\u2028\u2029]", "\n", text.removeprefix("\ufeff"))
    return re.sub("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split off a leading ``---`` block of ``field: value`` lines; any other block stays."""
    block = re.match(r"---[ \t]*\n((?:[A-Za-z_]+:.*\n){1,20})---[ \t]*(?:\n+|\Z)", text)
    pairs = re.findall(r"(\w+):[ \t]*([\"']?)(.*?)\2[ \t]*\n", block[1]) if block else []
    found = {field.lower(): value for field, _, value in pairs}
    if not found.keys() & set(FIELDS):
        return {}, text
    if unknown := [field for field in found if field not in FIELDS]:
        raise ValueError(f"front matter {unknown}; write some of {list(FIELDS)}, or no --- block")
    return found, text[block.end() :]


def _read_html(page: str, encoding: str, path: Path, published: str | None) -> Article:
    import trafilatura

    read = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=False, with_metadata=True, prune_xpath=ASIDES
    )
    body = ((read and read.text) or "").strip()
    if not body:
        found = f"{path} is HTML in which no article was found"
        raise ValueError(f"{found}; copy the words from the browser into a .txt file")
    values = (read.title, read.author, read.sitename, read.date, read.url)
    found = {k: " ".join(_normal(v or "").split()) for k, v in zip(FIELDS, values, strict=False)}
    if found["title"] and not body.startswith(found["title"]):
        body = f"{found['title']}\n\n{body}"
    words = len(body.split())
    few = f"the page holds only {words} words of article; is the rest behind a paywall?"
    found |= {"encoding": encoding, "notices": (few,) if words < 80 else ()}
    return _article(_normal(body), path.stem, "HTML metadata", published, **found)


def _article(text: str, name: str, origin: str, argument: str | None, **found) -> Article:
    """Make the Article: refuse what is too long, settle the publication date, note every doubt."""
    if len(text) > LIMIT:
        long = f"{len(text):,} characters; an article has at most {LIMIT:,}"
        raise ValueError(f"{long}; split the text, or read it as a corpus")
    article = Article(text=text, name=_normal(name), **found)
    lines = find_lines(article)
    tops = [*lines[lines["kind"].isin(["dateline", "byline"])]["text"]]
    tops += [top[0] for line in lines["text"].head(4) if (top := INLINE.match(line))]
    dateline = next((day for top in tops if (day := _spelled_day(top))), "")
    given = {"argument": argument, origin: article.published, "dateline": dateline}
    origin = next((source for source, day in given.items() if day), "")
    day = iso_day(given[origin]) if origin else ""
    article = replace(article, published=day, published_from=origin)
    return replace(article, notices=(*article.notices, *_doubts(article, lines, dateline)))


def iso_day(value: str, what: str = "published") -> str:
    """Return the ISO day of ``value``, which may carry a time and a zone; else raise ValueError."""
    try:
        return datetime.fromisoformat(str(value).strip()).date().isoformat()
    except ValueError:
        raise ValueError(f"{what}={value!r} is not a date; write it as 2026-01-14") from None


def _spelled_day(line: str) -> str:
    """Return the first ISO day that a line spells out in full, or ''."""
    found = re.search(DAY, line)
    words = (found[1] or found.expand(r"\4\7-\2\6-\3\5")) if found else ""
    for shape in ("%Y-%m-%d", "%Y-%b-%d"):
        with suppress(ValueError):  # 31 February
            return datetime.strptime(words, shape).date().isoformat()
    return ""


def _doubts(article: Article, lines: pd.DataFrame, dateline: str) -> list[str]:
    """Say what a reader should know before trusting the findings."""
    text, kinds, day = article.text, " and ".join(sorted({*lines["kind"]})), article.published
    foreign, lost, guess = _foreign(lines), text.count("\ufffd"), article.encoding
    clash = day and dateline not in ("", day)
    doubts = [
        (not kinds, "the text is empty; every table will be empty too"),
        (kinds and "body" not in kinds, f"no body, only {kinds}; was the whole article copied?"),
        (foreign, f"{foreign} not look English; the rules know English only: rely on no finding"),
        (lost, f"unreadable characters ({lost}) stand as \ufffd; is the file damaged?"),
        ("guess" in guess, f"encoding {guess}; do letters look wrong? then save the file as UTF-8"),
        (TURNS.search(text), "invisible marks turn the reading direction; they are shown as ⟨U+…⟩"),
        (not day, "no publication date was found, so years stay open; give published=YYYY-MM-DD"),
        (day > str(date.today()), f"the publication date {day} lies in the future; is it right?"),
        (clash, f"published {day}, but a dateline says {dateline}; which is right?"),
    ]
    return [doubt for holds, doubt in doubts if holds]


def _foreign(lines: pd.DataFrame) -> str:
    """Say which part of the first lines is not English; '' if all is, or too little to tell."""
    read = lines[lines["kind"].isin(["headline", "body"])]["text"].head(60)
    long = [line[:1000] for line in read if len(line.encode()) >= 60][:12]
    foreign = sum(py3langid.classify(line)[0] != "en" for line in long)
    if foreign < max(1, len(long) / 5):  # one short line in twelve may be a list of names
        return ""
    return "the text does" if foreign == len(long) else f"{foreign} of {len(long)} long lines do"


@lru_cache(maxsize=8)
def _line_patterns(words: str | None) -> list[tuple[re.Pattern, str, str]]:
    rows = read_words("lines", words).items()
    try:
        return [(re.compile(pattern, re.I), row["kind"], row["rule"]) for pattern, row in rows]
    except re.error as why:
        raise ValueError(f"lines.csv: {why.pattern!r} is not a pattern ({why}); mend it") from why


def find_lines(article: Article, words: str | None = None) -> pd.DataFrame:
    """Say of every line what it is; ``words`` is a folder with a lines.csv of your own."""
    rows, headline, bodies = [], "", 0
    for match in re.finditer(r"\S.*", article.text):
        start, line = match.start(), match[0].rstrip()
        kind, rule = _kind_of(line, article, headline, bodies, words)
        headline = headline or (line if kind == "headline" else "")
        bodies += kind == "body"
        row = {"id": f"l{start}", "start": start, "end": start + len(line), "text": line}
        rows.append(row | {"kind": kind, "rule": rule})
    return table("lines", rows)


def _kind_of(line: str, article: Article, headline: str, bodies: int, words: str | None):
    """Return (kind, rule) of a line that comes after ``headline`` and so many ``bodies``."""
    title = headline or article.title
    if title and line == title:
        return "headline", "repeated" if headline else "title"
    if title and line.startswith(title) and CREDIT.fullmatch(line, len(title)):
        return "credit", "repeated-with-credit"
    if article.byline and line.casefold().removeprefix("by ") == article.byline.casefold():
        return "byline", "byline-field"
    for pattern, kind, rule in _line_patterns(words) if len(line) <= 300 else ():
        # A date further down heads a stretch of the story, and its events need it.
        if pattern.fullmatch(line) and (kind != "dateline" or bodies < 3):
            return kind, rule
    if not (headline or bodies or len(line) > 160 or SENTENCE.fullmatch(line)):
        return "headline", "first-line"
    if bodies < 2 and len(line) <= 160 and SequenceMatcher(None, line, title).ratio() > 0.8:
        return "headline", "repeated-nearly"  # as on pages whose metadata shorten the headline
    return "body", "body"
