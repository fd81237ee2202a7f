"""Find time expressions and say which days they can mean.

Extents, types and values follow TIMEX3 (Saurí et al. 2006, TimeML Annotation Guidelines 1.2.1),
first and last days EDTF (ISO 8601-2:2019). words/timex_patterns.csv holds a rule a row and says how
its value is made: {x} is a word of timex_x.csv or the shape x, "~" a blank or a hyphen."""

import re
from collections import namedtuple
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from dateutil.relativedelta import relativedelta as delta
from dateutil.rrule import rrulestr

from .language import VERBS, Doc, Token, is_gap
from .lexicon import WORDS, Words, read_words
from .tables import Layer, Table, span, table, tuples_of

SHARED = {"of": "when", "count": "number", "tens": "number"}  # slots with another slot's list
WAYS = {"-1": "last", "0": "this", "1": "next", "narrative": "near"}  # else the verb says it
WORD = re.compile(r"[^\W_]+")
REST = re.compile(r"[^\n]{0,50}(?!\w)|")  # no expression goes farther behind the word that calls it
VALUE = re.compile(r"^(BC)?(\d{2,4})(?:-(W\d\d|[A-Z\d]{2}))?(?:-(\d\d|WE))?(?:T.*)?$")
PARTS = {k: (int(row["first"]), int(row["months"])) for k, row in read_words("parts").items()}
UNITS = {  # length, value of an unknown one, how a known one is spelled
    k: (delta(**{row["unit"]: int(row["many"])}), row["unknown"], row["spelled"])
    for k, row in read_words("units").items()
}
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ERA = 4000  # added to years: Python's begin at 1; in 4000 years the calendar repeats to the day
Found = namedtuple("Found", "start end row slots token")


@lru_cache(maxsize=4)
def _grammar(words: Words) -> tuple[dict[str, list], dict[str, dict], re.Pattern]:
    """Return the patterns each word calls up, every listed word's value, and what is no time."""
    lists = {f.stem.partition("_")[2]: read_words(f.stem, words) for f in WORDS.glob("timex_*.csv")}
    shapes = {name: row["pattern"] for name, row in lists.pop("shape").items()}
    rows, no_time = lists.pop("patterns"), re.compile("|".join(lists.pop("not")), re.I)
    values = {n: {w.casefold(): lists[n][w]["value"] for w in lists[n]} for n in lists}
    for name, entries in lists.items():
        longest = sorted(map(re.escape, entries), key=len, reverse=True)
        either = "|".join(f"(?-i:{w}|{w.upper()})" if w[0].isupper() else w for w in longest)
        shapes[name] = either.replace("\\ ", "~")  # "may" and "march" in small letters are verbs
    called: dict[str, list] = {}
    for row in rows.values():
        body = row["pattern"]
        while slot := re.search(r"\{([a-z]+)\}", body):  # with its length, a group's name is unique
            body = body.replace(slot[0], f"(?P<{slot[1]}_{len(body)}>{shapes[slot[1]]})", 1)
        body = body.replace("~", "(?: |-)").replace(" ", r"(?:[ \t\xa0]{1,2})")
        regex = re.compile(rf"(?<![\w$£€])(?<![0-9][.,:])(?:{body})(?!\w)(?![.,:][0-9])", re.I)
        for call in row["trigger"].split():
            for word in {w for entry in values.get(call, [call]) for w in WORD.findall(entry)}:
                called.setdefault(word, []).append((regex, row))
    return called, values, no_time


def find_times(doc: Doc, published: str, words: Words = None, *, mode: str | None = None) -> Layer:
    """Return the tables ``times`` and ``spans`` of the article's time expressions.

    Without a year a date counts from publication ("news") or, where old years are twice as many as
    "today", "Monday", "ago", from the last date told ("narrative")."""
    text, found = doc.text, _find(doc, words)
    years = [int(item.slots["year"]) for item in found if item.slots["year"].isdigit()]
    newest = int(published[:4]) if published else max(years, default=0)
    old = sum(year < newest - 2 for year in years) + sum("era" in item.slots for item in found)
    news = sum(i.row["value"].startswith(("now -", "now 0 D", "XXXX-W", "{when}")) for i in found)
    mode = mode or ("narrative" if old > max(2, 2 * news) else "news")
    day = published if mode == "news" else ""
    ends = {"PAST_REF": ("", day), "PRESENT_REF": (day, day), "FUTURE_REF": (day, "")}
    now, then = ((d, "published" if d else "") for d in (published, day))
    seen = {"now": now, "then": then, "story": then, "period": ("", "")}
    rows, spans = [], []
    for item in found:
        value, anchor, rule = _value(item, seen, mode)
        dated = _days(value)
        noted = {"then": dated, "story": dated and mode == "narrative"}
        noted["period"] = "-Q" in value or value in ("P6M", "P9M")  # of a company's year
        if not item.row["value"].startswith(("then -", "period")):  # a glance back moves nothing
            seen |= {name: (value, f"t{item.start}") for name in noted if noted[name]}
        if value:
            row = {"id": f"t{item.start}", "value": value, "anchor": anchor, "rule": rule}
            row["type"] = "TIME" if re.search("[0-9X]T", value) else item.row["type"]
            row["mod"] = item.slots.get("early") or item.slots.get("about") or ""
            row["earliest"], row["latest"] = ends.get(value) or days_of(value)
            rows.append(row)
            spans.append(span(row["id"], "timex", item.start, item.end, text))
    return table("times", rows), table("spans", spans)


def _find(doc: Doc, words: Words) -> list[Found]:
    """Return the longest expressions that do not overlap, in order."""
    called, values, no_time = _grammar(words)
    parts = [re.sub(r"\S", "\n", t.text_with_ws) if is_gap(t) else t.text_with_ws for t in doc]
    text, matches = "".join(parts), {}  # furniture is blanked out, letter for letter
    for word in WORD.finditer(text):
        patterns = called.get(re.sub("[0-9]", "9", word[0].casefold()), ())
        start, end = max(0, word.start() - 45), patterns and REST.match(text, word.end()).end()
        for regex, row in patterns:
            for match in regex.finditer(text, start, end):
                here = match.span("here" if "here" in regex.groupindex else 0)  # 5 of "May 3-5"
                matches.setdefault((here[0] - here[1], here[0]), (row, match))
    taken, found, tokens = bytearray(len(text)), [], doc.to_array("IDX")
    for size, start in sorted(matches):
        (row, match), end = matches[size, start], start - size
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * -size
            token = doc[int(tokens.searchsorted(start, side="right")) - 1]
            around = f"{text[max(0, start - 25) : start]}<{text[start:end]}>{text[end : end + 25]}"
            verb = token.pos_ in VERBS and end - start <= len(token) + 1  # "to march"
            if not verb and not no_time.search(around):  # what words/timex_not.csv names
                found.append(Found(start, end, row, _slots(match, values), token))
    return sorted(found)


def _slots(match: re.Match, values: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return what fills each slot: the value its list gives the words, else their digits."""
    slots: dict[str, str] = {}
    for group, words in match.groupdict().items():
        name = group.partition("_")[0]
        if words is not None and name not in slots:
            entry = re.sub(r"[\s-]+", " ", words.casefold())
            digits = re.sub(r"[^0-9.]", "", words).strip(".")
            slots[name] = values.get(SHARED.get(name, name), {}).get(entry, digits)
    if hour := slots.get("am") or slots.get("pm") or slots.get("hour"):
        slots["daypart"] = f"{hour:0>2}:{slots.get('minute', '00')}"
    return {"year": "XXXX", "count": "1"} | slots


def _value(item: Found, seen: dict, mode: str) -> tuple[str, str, str]:
    """Return the value, what it is reckoned from (an id, "published" or "") and the rule."""
    slots, rule, reading = item.slots, item.row["name"], item.row["reading"]
    spec = item.row["value"].format_map(slots)
    if reading == "value":  # P3TH is three hours
        return re.sub(r"^P(\S+)T([HMS])$", r"PT\1\2", spec), "", rule
    part = "T" + slots["daypart"] if "daypart" in slots else ""
    if reading == "shift":
        value, anchor = shifted(spec, seen)
    elif "of" in slots or not spec.startswith("X"):
        of = slots.get("of", "") + (" W" if "-WXX" in spec else " Y")
        outer, anchor = shifted(of, seen) if spec.startswith("X") else (spec[:4], "")
        value = _fill(spec, outer)
    else:
        base, anchor = seen["story"]
        if not _days(base) or ("-WXX" in spec and len(base) < 8):  # a Tuesday of May 1940
            return spec + part, "", f"{rule}.open"
        value, way = _nearest(spec, base, slots.get("when", f"in {mode}"), item.token)
        rule += f".{way}"
    return value + part if _days(value) or "X" in value else "", anchor, rule


def shifted(spec: str, seen: dict) -> tuple[str, str]:
    """Return value and anchor of "then +2 D", or of the first of "A or B" with a dated anchor."""
    for option in spec.split(" or "):
        name, step, unit = option.split()
        value, anchor = seen[name]
        if days := _days(value):
            break
    length, unknown, *_ = UNITS.get(unit, UNITS["D"])
    if not days or "X" in step:
        return unknown, anchor
    if days[1] >= days[0] + length:  # "two days later" after "1940" is a day of that year
        return value.partition("-")[0].ljust(4, "X") + unknown[4:], anchor
    with suppress(ValueError, OverflowError):
        unknown = _spell(days[0] + int(float(step)) * (unit in UNITS) * length, unit)
    return unknown, anchor


def _fill(spec: str, outer: str) -> str:
    """Return ``spec`` within the year or week ``outer``; movable feasts are worked out."""
    if "=" in spec and "1582" < outer < "4100":  # iCalendar (RFC 5545); Easter as since 1583
        return str(rrulestr(spec.partition("-")[2], dtstart=datetime(int(outer), 1, 1))[0].date())
    if "-WXX-" in spec and (week := _days(outer)) and not spec.endswith("E"):
        return _spell(week[0] + delta(weekday=int(spec[-1]) - 1), "D")
    return outer + ("" if "=" in spec else spec[8 if "-WXX" in spec else 4 :])


def _nearest(spec: str, base: str, when: str, token: Token) -> tuple[str, str]:
    """Return ``spec`` in the last, this or the next year or week from ``base``, and which it is."""
    (day, end), unit = _days(base), "W" if "-WXX" in spec else "Y"
    around = [_fill(spec, _spell(day + k * UNITS[unit][0], unit)) for k in (-1, 0, 1)]
    tags = [w.tag_ for v in (token, *token.ancestors) if v.pos_ in VERBS for w in (v, *v.lefts)]
    ahead = next((tag == "MD" for tag in tags if tag in ("MD", "VBD")), "TO" in tags)
    way = WAYS.get(when.split()[1], "future" if ahead else "past")
    same = around[1] if way == "this" or (end - day).days > 300 else ""
    ranked = []
    for value in filter(_days, around):
        a, b = ((d - day).days for d in _days(value))
        fits = {"past": -300 < a <= 0, "future": a < 240 and b >= 0, "last": b < 0, "next": a > 0}
        ranked.append((not fits.get(way, value == same), abs(a), value))
    return min(ranked, default=("",))[-1], way


def days_of(value: str) -> tuple[str, str]:
    """Return the first and the last day a TIMEX3 value can mean (ISO 8601-2), '' where open."""
    days = _days(re.sub("-[WQH]?X.*", "", value))
    return tuple(_spell(d, "D") for d in days) if days and days[0].year > ERA else ("", "")


def _days(value: str) -> tuple[date, date] | None:
    """Return first and last day in the shifted calendar (see ``ERA``), None where it has none."""
    try:
        [(era, digits, part, day)] = VALUE.findall(value)  # none: too few values to unpack
        years = 10 ** (4 - len(digits))
        year = ERA + (2 - (int(digits) + 1) * years if era else int(digits) * years)
        if part.startswith("W") and part != "WI":
            week = (year, int(part[1:]))
            return date.fromisocalendar(*week, 6 if day else 1), date.fromisocalendar(*week, 7)
        month, months = PARTS[part] if part else (1, 12 * years)
        first = date(year, 1, 1) + delta(months=month - 1)
        last = first + delta(months=months, days=-1)
        return (first.replace(day=int(day)),) * 2 if day else (first, last)
    except (ValueError, KeyError):
        return None


def _spell(day: date, unit: str) -> str:
    """Return the TIMEX3 value of the day, week, quarter ... in which ``day`` lies."""
    year = int(f"{day:%G}" if unit == "W" else day.year) - ERA
    era, digits = ("", f"{year:04}") if year > 0 else ("BC", f"{1 - year:04}")
    return UNITS.get(unit, UNITS["D"])[2].format(day, (day.month + 2) // 3, era, digits)


def suggest_published(times: Table, spans: Table) -> tuple[str, str, list[str]]:
    """Return (earliest, latest, reasons): when an undated article must have been published."""
    # Taken for granted: its dates are past, and a day without a year is the last one of that name.
    said, why = dict(zip(spans["owner"], spans["text"], strict=True)), read_words("window")
    rows = [(t.latest, t.id, t.earliest, t.value, said[t.id]) for t in tuples_of(times)]
    dated = [row for row in rows if row[0] and re.match(r"[12]\d{3}-\d\d", row[3])]
    if not dated:
        return "", "", ["No date is told with its year, so the year stays open."]
    past, _, known, _, newest = max(dated)
    bare = sorted({(row[3][5:10], row[4]) for row in rows if re.match(r"XXXX-\d\d-\d\d", row[3])})
    for year in range(int(known[:4]), int(known[:4]) + 30) if bare else ():  # weekdays repeat in 28
        days = [(date(year, 1, 1) + delta(month=int(d[:2]), day=int(d[3:])), w) for d, w in bare]
        days += [(day + delta(years=1), words) for day, words in days]
        runs = [days[n : n + len(bare)] for n in range(len(bare))]  # they may cross the year's end
        run = min(runs, key=lambda run: run[-1][0] - run[0][0])
        names = [(WEEK[day.weekday()], re.findall("|".join(WEEK), words)) for day, words in run]
        if all(name in named or not named for name, named in names) and str(run[0][0]) > past:
            first, last, end = run[0], run[-1], run[0][0] + delta(years=1, days=-1)
            facts = dict(newest=newest, known=known, first=first, last=last, end=end)
            return str(last[0]), str(end), [row["sentence"].format(**facts) for row in why.values()]
    return known, "", [why["newest"]["sentence"].format(newest=newest, known=known)]
