"""Find what stands between quotation marks, whatever the marks and however badly balanced."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

__all__ = ["Quote", "find_quotes", "is_spoken", "joined", "manner"]

# opening mark: the marks that may close it
CLOSERS = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "”": "”",
    '"': '"',
    "'": "'",
    "``": "''",
    "''": "''",
}
CLITIC = r"['’](?:s|ve|re|ll|d|m|em|til|tis|twas)\b"  # “Reyk 's”, “could 've”, “let ’em”
MARK = re.compile(f"(?!{CLITIC})(?:``|''|[“”„«»‹›‘’\"'])")


class Quote(NamedTuple):
    """A quotation: ``text[start:end]`` with its marks; depth 0 is outermost; not closed: doubt."""

    start: int
    end: int
    depth: int
    closed: bool


def find_quotes(text: str, start: int = 0, end: int | None = None) -> list[Quote]:
    """Find the quotations of one line, ``text[start:end]``, in order.

    An opening mark that another of its kind follows is given up at the end of its sentence; one
    still open when the line ends runs to its end (long quotations open every paragraph anew).

    >>> text = "“It is ‘over’,” he said."
    >>> [text[q.start : q.end] for q in find_quotes(text)]
    ['“It is ‘over’,”', '‘over’']
    """
    end = len(text) if end is None else end
    found, open_marks = [], []

    def close(mark: tuple[str, int], at: int, closed: bool = True) -> None:
        found.append(Quote(mark[1], at, len(open_marks), closed))

    for match in MARK.finditer(text, start, end):
        mark, at = match[0], match.start()
        before = text[at - 1] if at > start else " "
        after = text[match.end()] if match.end() < end else " "
        opens, closes = _directions(mark, before, after)
        partner = _partner(open_marks, mark) if closes else None
        if partner is not None and not (opens and before.isspace()):
            del open_marks[partner + 1 :]  # inner marks without partner: ‘tis, rock 'n' roll
            close(open_marks.pop(), match.end())
        elif opens:
            twin = next((i for i, (other, _) in enumerate(open_marks) if other == mark), None)
            if twin is not None:
                del open_marks[twin + 1 :]
                lost = open_marks.pop()
                close(lost, _sentence_end(text, lost[1], at), closed=False)
            if len(open_marks) < 4:
                open_marks.append((mark, at))
    if open_marks and open_marks[0][0] not in "'‘’":  # a lone single mark is an apostrophe
        lost = open_marks[0]
        del open_marks[:]
        close(lost, end, closed=False)
    return sorted(found, key=lambda quote: (quote.start, -quote.end))


def _directions(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Say whether a mark may open and whether it may close, from the characters beside it."""
    left_free = not before.isalnum() and before not in ".,!?…%"
    right_free = not after.isalnum()
    if mark in ("“", "„", "``", "‹", "«"):
        return True, mark in "“«"
    if mark in ("”", "»", "›"):
        return (left_free and not right_free and mark != "›"), True
    if mark == "‘":
        return left_free, False
    if mark == "’":
        return False, right_free
    if mark in "'":
        return left_free and not right_free, right_free and not before.isspace()
    return not after.isspace() and left_free, not before.isspace() or right_free  # " and ''


def _partner(open_marks: list[tuple[str, int]], mark: str) -> int | None:
    """Return the place of the innermost open mark that ``mark`` closes."""
    for place in range(len(open_marks) - 1, -1, -1):
        if mark in CLOSERS[open_marks[place][0]]:
            return place
    return None


def _sentence_end(text: str, start: int, limit: int) -> int:
    stop = re.compile(r"[.!?](?=\s)").search(text, start, limit)
    return stop.end() if stop else start + len(text[start:limit].rstrip())


def is_spoken(text: str, quote: Quote) -> bool:
    """True for a quotation that is a sentence or most of one, not a title or a single odd word."""
    inside = text[quote.start : quote.end].strip("“”‘’\"'`«»„ ")
    return len(inside.split()) > 4 or bool(re.search(r"[.,?!…—–-]$", inside))


def joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join (start, end) spans that overlap or touch, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
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
        words = 0
        for quote in quotes[
            max(0, bisect_right(quotes, (start,)) - 1) : bisect_right(quotes, (end,))
        ]:
            words += len(text[max(quote.start, start) : min(quote.end, end)].split())
        inside += words
        outside += max(0, len(text[start:end].split()) - words)
    if not inside:
        return "indirect"
    return "direct" if outside <= 0.1 * (inside + outside) else "mixed"
