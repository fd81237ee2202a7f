"""The columns of every table, declared once, and the two checks every table passes."""

from bisect import bisect_right
from collections.abc import Callable

import pandas as pd

# The first letter of an id tells its table; the number after it is a place in the text.
PREFIX = dict(lines="l", actors="p", attributions="a", stances="s", times="t", events="e", tone="n")

# A line a column; those that several tables share are written once and stand last on a line.
# fmt: off
PLACE = {
    "start": ("int64", "first character of the span in Article.text"),
    "end": ("int64", "first character after the span"),
    "text": ("str", "Article.text[start:end], repeated for the reader")}
DAYS = {
    "earliest": ("str", "first day it can mean, ISO 8601, or '' where open"),
    "latest": ("str", "last day it can mean, ISO 8601, or '' where open")}
RULE = {"rule": ("str", "name of the rule that made the row, or 'hand' when a correction did")}
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "lines": {
        "id": ("str", "l + first character, e.g. l66"), **PLACE,
        "kind": ("str", "what the line is; findings come from headlines and body only"), **RULE},
    "spans": {
        "id": ("str", "owner.role.start as the rule found it, e.g. a412.content.420"),
        "owner": ("str", "id of the row this span belongs to, e.g. a412"),
        "role": ("str", "what the span is to its owner"), **PLACE},
    "actors": {
        "id": ("str", "p + first character of the head word of the first mention, e.g. p186"),
        "name": ("str", "fullest name in the article, or the description of who is not named"),
        "kind": ("str", "what the actor is"),
        "named": ("bool", "True if the article gives a proper name"),
        "described": ("str", "how the article introduces it, e.g. former diplomat, or ''"), **RULE},
    "attributions": {
        "id": ("str", "a + first character of the cue, e.g. a412"),
        "source": ("str", "actor id of who says it, or '' where nobody is given"),
        "cue": ("str", "lemma of the word that attributes, e.g. say, according to"),
        "cue_class": ("str", "what the cue makes of the content"),
        "negated": ("bool", "True where the source denies it or has not said it: no assertion"),
        "manner": ("str", "how much of the content is quoted"),
        "within": ("str", "id of the attribution whose content holds this one, or ''"), **RULE},
    "stances": {
        "id": ("str", "s + first characters of directed word, holder and target, e.g. s90.80.101"),
        "holder": ("str", "actor id of whose stance it is, or 'article'"),
        "target": ("str", "actor id of whom it is about"),
        "polarity": ("str", "for, against or neither"),
        "kind": ("str", "how the stance shows"),
        "attribution": ("str", "id of the attribution it stands in, or '' in the article's voice"),
        "confidence": ("float64", "0 to 1, 1 = certain"), **RULE},
    "times": {
        "id": ("str", "t + first character, e.g. t533"),
        "type": ("str", "TIMEX3 type"),
        "value": ("str", "TIMEX3 value (ISO 8601, X where unknown), e.g. 2025-12-28, P2W"),
        "mod": ("str", "TIMEX3 modifier, e.g. APPROX, LESS_THAN, START, or ''"),
        "anchor": ("str", "times id it is reckoned from, 'published', or ''"), **DAYS, **RULE},
    "events": {
        "id": ("str", "e + first character of the event word, e.g. e520"),
        "label": ("str", "the event in a few words of the article"),
        "time": ("str", "times id of when, or ''"), **DAYS,
        "status": ("str", "how real the article makes it"),
        "attested_by": ("str", "attribution id of who vouches for it, or 'article'"), **RULE},
    "tone": {
        "id": ("str", "n + first character of the sentence, e.g. n520"), **PLACE,
        "polarity": ("float64", "TextBlob polarity of the words, -1 to 1; not a stance"),
        "subjectivity": ("float64", "TextBlob subjectivity of the words, 0 to 1")}}
ROLES = ("source", "cue", "content", "addressee", "mention", "timex", "event", "evidence", "target")
VALUES = {  # columns with a closed list of values
    ("lines", "kind"): ["headline", "byline", "dateline", "credit", "body", "furniture"],
    ("spans", "role"): list(ROLES),
    ("actors", "kind"): ["person", "state", "institution", "group", "media", "document", "other"],
    ("attributions", "cue_class"): [
        "neutral", "distancing", "factive", "directive", "commissive", "question", "belief",
        "emotion", "evaluation", "denial", "silence"],
    ("attributions", "manner"): ["direct", "indirect", "mixed"],
    ("stances", "polarity"): ["favour", "against", "neutral"],
    ("stances", "kind"): ["speech", "action", "relation", "silence", "implied"],
    ("times", "type"): ["DATE", "TIME", "DURATION", "SET"],
    ("events", "status"): ["asserted", "claimed", "negated", "predicted", "conditional", "ordered"]}
# fmt: on


class TableError(ValueError):
    """A table that breaks the agreement: a misspelt column, an unknown value, a misquoting span."""


def table(kind: str, rows: list[dict]) -> pd.DataFrame:
    """Make the table ``kind`` from plain dicts, refusing misspelt columns and unknown values."""
    columns = COLUMNS[kind]
    for row in rows:
        if row.keys() != columns.keys():
            wrong = sorted(row.keys() ^ columns.keys())
            raise TableError(f"{kind}: columns {wrong}; write {list(columns)} in {row}")
    cells = {name: [row[name] for row in rows] for name in columns}
    for name, allowed in ((n, v) for (k, n), v in VALUES.items() if k == kind):
        if wrong := set(cells[name]) - set(allowed):
            raise TableError(f"{kind}.{name}: {min(wrong)!r}; write one of {allowed}")
    if len(set(cells["id"])) < len(rows):
        twice = max(cells["id"], key=cells["id"].count)
        found = f"{kind}: id {twice!r} stands twice"
        raise TableError(f"{found}; an id is an address, give each its own")
    return pd.DataFrame({n: pd.array(cells[n], dtype=t) for n, (t, _) in columns.items()})


def span(owner: str, role: str, start: int, end: int, text: str) -> dict:
    """Make one row of ``spans``: ``text[start:end]``, its role, and whose it is."""
    row = {"id": f"{owner}.{role}.{start}", "owner": owner, "role": role}
    return row | {"start": start, "end": end, "text": text[start:end]}


def owner_at(spans: pd.DataFrame, role: str) -> Callable[[int], str]:
    """Return a function: character -> owner of the narrowest span of ``role`` around it, or ''."""
    mine = spans[spans["role"] == role]
    places = list(zip(mine["start"], mine["end"], mine["owner"], strict=True))
    cuts = sorted({cut for start, end, _ in places for cut in (start, end)})
    rank = {cut: number for number, cut in enumerate(cuts)}
    owners = [""] * len(cuts)
    for start, end, owner in sorted(places, key=lambda place: place[0] - place[1]):
        owners[rank[start] : rank[end]] = [owner] * (rank[end] - rank[start])  # widest first
    return lambda at: owners[bisect_right(cuts, at) - 1] if cuts and at >= cuts[0] else ""


def check(spans: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return ``spans`` if each quotes ``text``; raise TableError on the first that does not."""
    for row in spans.itertuples():
        there = text[row.start : row.end]
        if not 0 <= row.start < row.end <= len(text) or there != row.text:
            found = f"span {row.id} at {row.start}-{row.end} says {row.text!r}"
            asked = "was the article edited after annotation?"
            raise TableError(f"{found} but the article has {there!r} there; {asked}")
    return spans


def data_dictionary() -> str:
    """Return the meaning of every column of every table as Markdown tables."""
    parts = []
    for kind, columns in COLUMNS.items():
        parts.append(f"**{kind}**\n\n| column | type | meaning |\n|---|---|---|")
        for name, (dtype, meaning) in columns.items():
            values = ", ".join(f"`{value}`" for value in VALUES.get((kind, name), []))
            parts.append(f"| `{name}` | {dtype} | {meaning}{': ' if values else ''}{values} |")
        parts.append("")
    return "\n".join(parts)
