"""Read one article from a file, and say of every line what it is."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

import pandas as pd
import py3langid

from .lexicon import Words, read_words
from .tables import Table, table

LIMIT = 2_000_000  # characters, some 330,000 words: a long book; more is a corpus, not an article
FIELDS = ("title", "byline", "outlet", "published", "url", "language", "licence", "note")
ASIDES = "//p//*[@role='tooltip' or contains(@class,'rollover') and contains(@class,'block')]"
_forms = {name: row["pattern"] for name, row in read_words("forms").items()}
FORMS = {name: re.compile(form.replace("{day}", _forms["day"])) for name, form in _forms.items()}


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
    """Read a text or HTML file, or raise ValueError; ``published``, an ISO day, beats its own."""
    path = Path(path)
    if FORMS["address"].fullmatch(str(path)):
        return read_text(str(path))  # which refuses it
    try:
        if path.is_file() and path.stat().st_size <= 20 * LIMIT:  # a web page is mostly no article
            return read_bytes(path.read_bytes(), path, published=published)
        found = f"too long ({path.stat().st_size:,} bytes)" if path.is_file() else "missing"
        found = "a folder" if path.is_dir() else found
    except OSError as why:
        found = f"not to be read ({why.strerror})"
    raise ValueError(f"{str(path)[:200]} is {found}; give the path of one .txt or .html file")


def read_bytes(raw: bytes, path: Path, *, published: str | None = None) -> Article:
    """Read the bytes of a file named ``path``; what is no text is refused by what it is."""
    starts = read_words("starts").items()
    kind = next((row["kind"] for start, row in starts if re.match(start.encode(), raw, re.S)), "")
    marked = kind.startswith("utf")  # as in “utf-16-le (byte order mark)”
    encoding = kind.split()[0] if marked else "utf-8"
    text = raw.decode(encoding, errors="replace")
    lost = text.count("\ufffd") - raw.count("\ufffd".encode())
    odd = len(re.findall(rb"[\0-\x08\x0e-\x1f\x7f]", raw))
    if marked:
        text, encoding = text.removeprefix("\ufeff"), kind
    elif kind or odd > max(8, len(raw) / 20):
        raise ValueError(f"{path} is {kind or 'a binary file'}, not text; save its words as .txt")
    elif 10 * lost > sum(not letter.isascii() for letter in text):
        text, encoding = raw.decode("cp1252", errors="replace"), "cp1252 (guessed)"
    elif lost:
        encoding = "utf-8 (guessed: it is damaged)"
    page = path.suffix.lower() in (".html", ".htm", ".xhtml") or FORMS["page"].match(text)
    text, fields = _read_page(text, path) if page else (text, {})
    return read_text(text, name=path.stem, published=published, encoding=encoding, **fields)


def read_text(text: str, *, name="pasted", published: str | None = None, **fields: str) -> Article:
    """Make an Article from a string, with front matter if it begins with a ``---`` block."""
    if FORMS["address"].fullmatch(text):
        raise ValueError(f"{text[:99]!r} is a web address, not fetched; save the page as HTML")
    found, text = _front_matter(_normal(text))
    if (size := len(text)) > LIMIT:
        raise ValueError(f"{size:,} characters; an article has at most {LIMIT:,}; split the text")
    dated = fields.pop("dated", None)  # as the metadata of a page have it
    article = Article(text, _normal(name), **fields | found)
    lines = find_lines(article)
    tops = [*lines[lines["kind"].isin(["dateline", "byline"])]["text"]]
    tops += [top[0] for line in lines["text"].head(4) if (top := FORMS["inline"].match(line))]
    days = pd.to_datetime(FORMS["day"].findall("\n".join(tops)), format="mixed", errors="coerce")
    dateline = next((str(day.date()) for day in days.dropna()), "")  # without 31 February
    given = {"argument": published, "HTML metadata": dated, "front matter": article.published}
    given["dateline"] = dateline
    origin, day = next(((source, iso_day(day)) for source, day in given.items() if day), ("", ""))
    article = replace(article, published=day, published_from=origin)
    return replace(article, notices=_doubts(article, lines, dateline, dated is not None))


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


def _read_page(page: str, path: Path) -> tuple[str, dict[str, str]]:
    """Return the headline and paragraphs of an HTML page, and its metadata by Article's fields."""
    import trafilatura

    options = dict(include_comments=False, include_tables=False, with_metadata=True)
    read = trafilatura.bare_extraction(page, prune_xpath=ASIDES, **options)
    body = ((read and read.text) or "").strip()
    if not body:
        raise ValueError(f"{path} is HTML without an article; copy its words into a .txt file")
    found = dict(title=read.title, byline=read.author, outlet=read.sitename, dated=read.date)
    found = {k: " ".join(_normal(v or "").split()) for k, v in (found | {"url": read.url}).items()}
    return body if body.startswith(found["title"]) else f"{found['title']}\n\n{body}", found


def iso_day(value: str) -> str:
    """Return the ISO day of ``value``, which may carry a time and a zone; else raise ValueError."""
    try:
        return datetime.fromisoformat(str(value).strip()).date().isoformat()
    except ValueError:
        raise ValueError(f"published={value!r} is not a date; write it as 2026-01-14") from None


def _doubts(article: Article, lines: Table, dateline: str, page: bool) -> tuple[str, ...]:
    """Say what a reader should know before trusting the findings."""
    text, day, kinds = article.text, article.published, " and ".join(sorted({*lines["kind"]}))
    read = lines[lines["kind"].isin(["headline", "body"])]["text"].head(60)
    long = [line[:1000] for line in read if len(line.encode()) >= 60][:12]
    foreign = sum(py3langid.classify(line)[0] != "en" for line in long)
    part = "the text does" if foreign == len(long) else f"{foreign} of {len(long)} long lines do"
    words, lost = len(text.split()), text.count("\ufffd")
    holds = {"few": page and words < 80, "empty": not kinds, "undated": not day, "lost": lost}
    holds |= {"no-body": kinds and "body" not in kinds, "guess": "guess" in article.encoding}
    holds["foreign"] = foreign >= max(1, len(long) / 5)  # one in twelve may be a list of names
    holds["turns"] = re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    holds |= {"future": day > str(date.today()), "clash": day and dateline not in ("", day)}
    facts = dict(article=article, words=words, kinds=kinds, part=part, lost=lost, dateline=dateline)
    rows = read_words("doubts").items()
    return tuple(row["doubt"].format(**facts) for name, row in rows if holds[name])


def find_lines(article: Article, words: Words = None) -> Table:
    """Say of every line what it is; ``words`` is a folder with a lines.csv of your own."""
    try:
        known = {re.compile(of, re.I): row for of, row in read_words("lines", words).items()}
    except re.error as why:
        raise ValueError(f"lines.csv: {why.pattern!r} is not a pattern ({why}); mend it") from why
    rows, headline, bodies, byline = [], "", 0, article.byline.casefold()
    for match in re.finditer(r"\S(?:.*\S)?", article.text):
        at, line, title = match.start(), match[0], headline or article.title
        rest, short = line.removeprefix(title), len(line) <= 160
        # A date further down heads a stretch of the story, and its events need it.
        fits = [row for of, row in known.items() if len(line) <= 300 and of.fullmatch(line)]
        fits = [(of["kind"], of["rule"]) for of in fits if of["kind"] != "dateline" or bodies < 3]
        first = short and not (headline or bodies or FORMS["sentence"].fullmatch(line))
        like = short and bodies < 2 and SequenceMatcher(None, line, title).ratio() > 0.8
        holds = {  # the first that does says what the line is
            ("headline", "repeated" if headline else "title"): not rest,
            ("credit", "repeated-with-credit"): rest != line and FORMS["credit"].fullmatch(rest),
            ("byline", "byline-field"): byline and line.casefold().removeprefix("by ") == byline,
            next(iter(fits), ("", "")): fits,
            ("headline", "first-line"): first,
            ("headline", "repeated-nearly"): like,  # as where metadata shorten the headline
            ("body", "body"): True,
        }
        kind, rule = next(key for key in holds if holds[key])
        headline = headline or (line if kind == "headline" else "")
        bodies += kind == "body"
        rows.append(dict(id=f"l{at}", start=at, end=match.end(), text=line, kind=kind, rule=rule))
    return table("lines", rows)
