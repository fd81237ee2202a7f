"""Find what stands between quotation marks, whatever the marks and however badly balanced."""

import re
from bisect import bisect_right
from collections import namedtuple

CLOSERS = {'“': '”"“', "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", "”": "”",
           '"': '"”', "'": "'", "``": "''", "''": "''"}  # opening mark: what closes it  # fmt: skip
CLITIC = r"['’](?:s|ve|re|ll|d|m|em|til|tis|twas)\b"  # “Reyk 's”, “could 've”, “let ’em”
MARK = re.compile(f"(?!{CLITIC})(?:``|''|[“”„«»‹›‘’\"'])")
STOP = re.compile(r"[.!?](?=\s)")  # of a sentence
LETTER, FREE = r"[^\W_]", r"(?<![^\W_])(?<![.,!?…%])"  # FREE: no word ends before the mark
OPENS = re.compile(rf"[“„‹«]|``|{FREE}(?:‘|[”»'](?={LETTER})|(?:\"|'')(?=\S))")
CLOSES = re.compile(rf"[“«”»›]|(?<=\S)(?:\"|'')|(?:[\"’]|''|(?<=\S)')(?!{LETTER})")
REST = re.compile(rf"[^“”\"]*(?:”|(?<=\S)\")(?!{LETTER})")  # closes what the line before left open
# A quotation: ``text[start:end]`` with its marks; depth 0 is outermost; not closed: doubt
Quote = namedtuple("Quote", "start end depth closed")


def find_quotes(text: str, start: int = 0, end: int | None = None) -> list[Quote]:
    """Find the quotations of one line, ``text[start:end]``, one left open to the line's end."""
    line = text[start:end].rstrip()  # a line's end is the end of its words
    found, open_marks = [], []
    for match in MARK.finditer(line):
        mark, at = match[0], match.start()
        opens, closes = OPENS.match(line, at), CLOSES.match(line, at)
        partners = [n for n, (other, _) in enumerate(open_marks) if mark in CLOSERS[other]]
        twins = [n for n, (other, _) in enumerate(open_marks) if mark == other]
        if closes and partners and not (opens and not line[at - 1 : at].strip()):
            begun = open_marks[partners[-1]][1]
            del open_marks[partners[-1] :]  # and inner marks without partner: ‘tis, rock 'n' roll
            found.append(Quote(start + begun, start + match.end(), len(open_marks), True))
        elif opens:
            if twins:  # the first is given up at the end of its sentence
                lost = open_marks[twins[0]][1]
                del open_marks[twins[0] :]
                stop = STOP.search(line, lost, at)
                last = start + (stop.end() if stop else at)
                found.append(Quote(start + lost, last, len(open_marks), False))
            open_marks.append((mark, at))
    if open_marks and open_marks[0][0] not in "'‘’":  # a lone single mark is an apostrophe
        found.append(Quote(start + open_marks[0][1], start + len(line), 0, False))
    return sorted(found, key=lambda quote: (quote.start, -quote.end))


def joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join (start, end) spans that overlap or touch, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


def manner(text: str, content: list[tuple[int, int]], quotes: list[Quote]) -> str:
    """Direct if all words are quoted, mixed if some, indirect if none (Pareti 2013, D13-1101)."""
    inside = outside = 0  # words in and outside ``quotes``, the outermost of the text
    for start, end in content:
        first, last = bisect_right(quotes, (start,)) - 1, bisect_right(quotes, (end,))
        here = [text[max(q.start, start) : min(q.end, end)] for q in quotes[max(0, first) : last]]
        words = len(" ".join(here).split())
        inside, outside = inside + words, outside + max(0, len(text[start:end].split()) - words)
    if not inside:
        return "indirect"
    return "direct" if outside <= 0.1 * (inside + outside) else "mixed"
