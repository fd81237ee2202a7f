"""Find what stands between quotation marks, whatever the marks and however badly balanced."""

import re
from bisect import bisect_right
from collections import namedtuple

CLOSERS = {  # opening mark: the marks that may close it
    "“": '”"', "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", "”": "”",
    '"': '"”', "'": "'", "``": "''", "''": "''",
}  # fmt: skip
CLITIC = r"['’](?:s|ve|re|ll|d|m|em|til|tis|twas)\b"  # “Reyk 's”, “could 've”, “let ’em”
MARK = re.compile(f"(?!{CLITIC})(?:``|''|[“”„«»‹›‘’\"'])")
STOP = re.compile(r"[.!?](?=\s)")  # of a sentence
# A quotation: ``text[start:end]`` with its marks; depth 0 is outermost; not closed: doubt
Quote = namedtuple("Quote", "start end depth closed")


def find_quotes(text: str, start: int = 0, end: int | None = None) -> list[Quote]:
    """Find the quotations of one line, ``text[start:end]``, in order.

    An opening mark that another of its kind follows is given up at the end of its sentence; one
    still open when the line ends runs to its end (long quotations open every paragraph anew).

    >>> text = "“It is ‘over’,” he said."
    >>> [text[q.start : q.end] for q in find_quotes(text)]
    ['“It is ‘over’,”', '‘over’']
    """
    end = start + len(text[start:end].rstrip())  # a line's end is the end of its words
    found, open_marks = [], []
    for match in MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        opens, closes = _directions(mark, before, after)
        partners = [n for n, (other, _) in enumerate(open_marks) if mark in CLOSERS[other]]
        twins = [n for n, (other, _) in enumerate(open_marks) if mark == other]
        if closes and partners and not (opens and before.isspace()):
            begun = open_marks[partners[-1]][1]
            del open_marks[partners[-1] :]  # and inner marks without partner: ‘tis, rock 'n' roll
            found.append(Quote(begun, match.end(), len(open_marks), True))
        elif opens:
            if twins:
                lost = open_marks[twins[0]][1]
                del open_marks[twins[0] :]
                stop = STOP.search(text, lost, at)
                found.append(Quote(lost, stop.end() if stop else at, len(open_marks), False))
            open_marks.append((mark, at))
    if open_marks and open_marks[0][0] not in "'‘’":  # a lone single mark is an apostrophe
        found.append(Quote(open_marks[0][1], end, 0, False))
    return sorted(found, key=lambda quote: (quote.start, -quote.end))


def _directions(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Say whether a mark may open and whether it may close, from the characters beside it."""
    left_free = not before.isalnum() and before not in ".,!?…%"
    right_free = not after.isalnum()
    if mark in ("“", "„", "``", "‹", "«"):
        return True, mark in "“«"
    if mark in ("”", "»", "›"):
        return (left_free and not right_free and mark != "›"), True
    if mark in "‘’":
        return mark == "‘" and left_free, mark == "’" and right_free
    if mark == "'":
        return left_free and not right_free, right_free and not before.isspace()
    return not after.isspace() and left_free, not before.isspace() or right_free  # " and ''


def is_spoken(text: str, quote: Quote) -> bool:
    """True for a quotation that is a sentence or most of one, not a title or a single odd word."""
    inside = text[quote.start : quote.end].strip("“”‘’\"'`«»„ ")
    return len(inside.split()) > 4 or bool(re.search(r"[.,?!…—–-]$", inside))


def joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join (start, end) spans that overlap or touch, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


def manner(text: str, content: list[tuple[int, int]], quotes: list[Quote]) -> str:
    """Direct if all words of the content are quoted, mixed if some are, indirect if none is.

    ``quotes`` are the outermost quotations of the text, in order. The three-way split follows
    Pareti et al. (2013), EMNLP, D13-1101.

    >>> [manner(s, [(0, len(s))], find_quotes(s)) for s in ("“It is.”", "an “easy target”", "it")]
    ['direct', 'mixed', 'indirect']
    """
    inside = outside = 0
    for start, end in content:
        first, last = bisect_right(quotes, (start,)) - 1, bisect_right(quotes, (end,))
        here = [text[max(q.start, start) : min(q.end, end)] for q in quotes[max(0, first) : last]]
        words = len(" ".join(here).split())
        inside, outside = inside + words, outside + max(0, len(text[start:end].split()) - words)
    if not inside:
        return "indirect"
    return "direct" if outside <= 0.1 * (inside + outside) else "mixed"
