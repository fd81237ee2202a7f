"""Find time expressions and say which days they can mean.

Extents, types and values follow TIMEX3 (Saurí et al. 2006, TimeML Annotation Guidelines 1.2.1,
section 2.2), first and last days EDTF (ISO 8601-2:2019). What an expression looks like is data:
words/timex_patterns.csv holds a rule a row and says how its value is made from the words; {x} in a
pattern is a word of the list timex_x.csv or the shape x, "~" is a blank or a hyphen.
"""

import re
from collections import namedtuple
from datetime import date
from functools import lru_cache
from itertools import count

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta as delta

from .language import VERBS, Doc, Token
from .lexicon import WORDS, Words, read_words
from .tables import Layer, span, table

SHARED = {"of": "when", "count": "number", "tens": "number"}  # slots with another slot's list
CAPITAL = ("month", "weekday", "holiday", "era")  # "may" and "march" in small letters are verbs
MACRO = re.compile(r"\{([a-z]+)\}")
WORD = re.compile(r"[^\W_]+")
REST = re.compile(r"[^\n]{0,50}(?!\w)|")  # no expression goes farther behind the word that calls it
VALUE = re.compile(r"(BC)?(\d{2,4})(?:-(W\d\d|[QH][1-4]|[SFW][PUAI]|\d\d))?(?:-(\d\d|WE))?(?:T.*)?")
# Parts of a year: first month and number of months; the winter of 1917 began in December 1916.
PARTS = {"H1": (1, 6), "H2": (7, 6), "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (0, 3)}
PARTS |= {f"{m:02}": (m, 1) for m in range(1, 13)} | {f"Q{q}": (3 * q - 2, 3) for q in range(1, 5)}
UNITS = {  # length, value of an unknown one, digits of the year, the rest of the value
    "D": (delta(days=1), "XXXX-XX-XX", 4, "-{0:%m-%d}"), "Y": (delta(years=1), "XXXX", 4, ""),
    "M": (delta(months=1), "XXXX-XX", 4, "-{0:%m}"), "Q": (delta(months=3), "XXXX-QX", 4, "-Q{1}"),
    "W": (delta(weeks=1), "XXXX-WXX", 4, "-W{0:%V}"), "DE": (delta(years=10), "XXX", 3, ""),
    "CE": (delta(years=100), "XX", 2, ""),
}  # fmt: skip
ERA = 4000  # added to years: Python's begin at 1; in 4000 years the calendar repeats to the day


# One expression: its place, its row of timex_patterns.csv, what fills the row's slots, first token
Found = namedtuple("Found", "start end row slots token")


@lru_cache(maxsize=4)
def _grammar(words: Words) -> tuple[dict[str, list], dict[str, dict], re.Pattern]:
    """Return the patterns each word calls up, every listed word's value, and what is no time."""
    lists = {f.stem[6:]: read_words(f.stem, words) for f in WORDS.glob("timex_*.csv")}
    shapes = {name: row["pattern"] for name, row in lists.pop("shape").items()}
    rows, no_time = lists.pop("patterns"), "|".join(f"(?:{row})" for row in lists.pop("not"))
    values = {n: {w.casefold(): lists[n][w]["value"] for w in lists[n]} for n in lists}
    for name, entries in lists.items():
        either = "|".join(re.escape(w) for w in sorted(entries, key=len, reverse=True))
        either = f"(?-i:{either}|{either.upper()})" if name in CAPITAL else either
        shapes[name] = either.replace("\\ ", "~")
    number = count()  # a group's name must be unique within its pattern

    def spell(macro: re.Match) -> str:
        return f"(?P<{macro[1]}_{next(number)}>{MACRO.sub(spell, shapes[macro[1]])})"

    called: dict[str, list] = {}
    for row in rows.values():
        body = MACRO.sub(spell, row["pattern"]).replace("~", "(?: |-)")
        body = rf"(?<![\w$£€])(?<![0-9][.,:])(?:{body})(?!\w)(?![.,:][0-9])"
        body = body.replace(" ", r"(?:[ \t\xa0]{1,2})")
        pattern = (re.compile(body, re.I), row)
        for call in row["trigger"].split():
            for word in {w for entry in values.get(call, [call]) for w in WORD.findall(entry)}:
                called.setdefault(word, []).append(pattern)
    return called, values, re.compile(no_time, re.I)


def find_times(doc: Doc, published: str, words: Words = None, *, mode: str | None = None) -> Layer:
    """Return the tables ``times`` and ``spans`` of the article's time expressions.

    ``mode`` says what a year-less date is reckoned from: "news" from the day of publication,
    "narrative" from the last date mentioned; without it the text decides (see ``_mode``).
    """
    text, found = doc.text, _find(doc, words)
    mode = mode or _mode(found, published)
    day = published if mode == "news" else ""
    ends = {"PAST_REF": ("", day), "PRESENT_REF": (day, day), "FUTURE_REF": (day, "")}
    seen = dict.fromkeys(("then", "story"), (day, "published" if day else ""))
    seen |= {"now": (published, "published" if published else ""), "period": ("", "")}
    rows, spans = [], []
    for item in found:
        value, anchor, rule = _value(item, seen, mode)
        if value:
            _remember(seen, item, value, mode)
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
    space = doc.vocab.strings["SPACE"]  # furniture is blanked out, letter for letter
    parts = [re.sub(r"\S", "\n", t.text_with_ws) if t.pos == space else t.text_with_ws for t in doc]
    text, matches = "".join(parts), {}
    for word in WORD.finditer(text):
        key = word[0].casefold()
        patterns = called.get(re.sub("[0-9]", "9", key) if key[0].isdigit() else key, ())
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
            found.append(Found(start, end, row, _slots(match, values), token))
    return sorted(item for item in found if not _is_no_time(text, item, no_time))


def _slots(match: re.Match, values: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return what fills each slot: the value its list gives the words, else their digits."""
    slots: dict[str, str] = {}
    for group, words in match.groupdict().items():
        name = group.partition("_")[0]
        if words is not None and name not in slots:
            entry = re.sub(r"[\s\xa0-]+", " ", words.casefold())
            digits = re.sub(r"[^0-9.]", "", words).strip(".")
            slots[name] = values.get(SHARED.get(name, name), {}).get(entry, digits)
    if hour := slots.get("am") or slots.get("pm") or slots.get("hour"):
        slots["daypart"] = f"{hour:0>2}:{slots.get('minute', '00')}"
    return {"year": "XXXX", "count": "1"} | slots


def _is_no_time(text: str, item: Found, no_time: re.Pattern) -> bool:
    """True for "march" as a verb, "April" as a person, and what words/timex_not.csv names."""
    start, end, *_, token = item
    if end - start <= len(token) + 1 and (token.pos_ in VERBS or token.ent_type_ == "PERSON"):
        return True
    around = f"{text[max(0, start - 25) : start]}<{text[start:end]}>{text[end : end + 25]}"
    return bool(no_time.search(around))


def _mode(items: list[Found], published: str) -> str:
    """Narrative if years over two before the news are twice as many as "today", "Monday", "ago"."""
    years = [int(item.slots["year"]) for item in items if item.slots["year"].isdigit()]
    newest = int(published[:4]) if published else max(years, default=0)
    old = sum(year < newest - 2 for year in years) + sum("era" in item.slots for item in items)
    news = sum(i.row["value"].startswith(("now -", "now 0 D", "XXXX-W", "{when}")) for i in items)
    return "narrative" if old > max(2, 2 * news) else "news"


def _remember(seen: dict, item: Found, value: str, mode: str) -> None:
    """Note the last date, and the last quarter, which "a year earlier" may be compared with."""
    days, place = _days(value), (value, f"t{item.start}")
    if item.row["value"].startswith(("then -", "period")):  # a glance back moves nothing
        return
    if days and (days[1] - days[0]).days < 366:
        seen |= {"then": place, "story": place if mode == "narrative" else seen["story"]}
    if (days and "-Q" in value) or value in ("P6M", "P9M"):  # after nine months: a year earlier
        seen["period"] = place


def _value(item: Found, seen: dict, mode: str) -> tuple[str, str, str]:
    """Return the value, what it is reckoned from (an id, "published" or "") and the rule."""
    slots, rule, reading = item.slots, item.row["name"], item.row["reading"]
    spec = item.row["value"].format_map(slots)
    if reading == "value":  # P3TH is three hours
        return re.sub(r"^P(\S+)T([HMS])$", r"PT\1\2", spec), "", rule
    part = "T" + slots["daypart"] if "daypart" in slots else ""
    if reading == "shift":
        value, anchor = _shifted(spec, seen)
    elif "of" in slots and spec.startswith("XXXX"):
        value, anchor = _shifted(slots["of"] + (" W" if "-WXX" in spec else " Y"), seen)
        value = _fill(spec, value)
    elif not spec.startswith("X"):
        value, anchor = _fill(spec, spec[:4]), ""
    else:
        how = "near" if mode == "narrative" else _tense(item.token) or "past"
        if "when" in slots:
            how = {"-1": "last", "0": "this", "1": "next"}[slots["when"].split()[1]]
        base, anchor = seen["story"]
        if not _days(base) or ("-WXX" in spec and len(base) < 8):  # a Tuesday of May 1940
            return spec + part, "", f"{rule}.open"
        value, rule = _nearest(spec, base, how), f"{rule}.{how}"
    return value + part if _days(value) or "X" in value else "", anchor, rule


def _shifted(spec: str, seen: dict) -> tuple[str, str]:
    """Return value and anchor of "then +2 D", or of the first of "A or B" with a dated anchor."""
    for option in spec.split(" or "):
        name, step, unit = option.split()
        value, anchor = seen[name]
        if days := _days(value):
            break
    length, unknown, *_ = UNITS.get(unit, UNITS["D"])
    if "X" in step or not days:
        return unknown, anchor
    if days[1] >= days[0] + length:  # "two days later" after a mere "1940" is a day of that year
        return _spell(days[0], "Y") + unknown[4:] if _days(value[:7]) else unknown, anchor
    try:
        return _spell(days[0] + int(float(step)) * (unit in UNITS) * length, unit), anchor
    except (ValueError, OverflowError):
        return unknown, anchor


def _fill(spec: str, outer: str) -> str:
    """Return ``spec`` within the year or week ``outer``; Easter and "11-22+4" are worked out."""
    if "easter" in spec:  # reckoned so since 1583
        days = delta(days=int(spec.partition("easter")[2]))
        return str(easter(int(outer)) + days) if "1582" < outer < "4100" else outer
    if "+" in spec and outer.isdigit():  # the first Thursday (4) from November 22 on
        return str(date.fromisoformat(outer + spec[4:10]) + delta(weekday=int(spec[-1]) - 1))
    if "-WXX-" in spec and (week := _days(outer)) and spec[-1] != "E":
        return _spell(week[0] + delta(weekday=int(spec[-1]) - 1), "D")
    return outer + spec[8 if "-WXX" in spec else 4 :]


def _nearest(spec: str, base: str, how: str) -> str:
    """Return what ``spec`` is in the last, this or the next year or week, as seen from ``base``."""
    (day, end), unit = _days(base), "W" if "-WXX" in spec else "Y"
    around = [_fill(spec, _spell(day + k * UNITS[unit][0], unit)) for k in (-1, 0, 1)]
    spans = {value: days for value in around if (days := _days(value))}
    fits = {
        "past": [v for v, s in spans.items() if 0 <= (day - s[0]).days < 300][-1:],
        "future": [v for v, s in spans.items() if s[1] >= day and (s[0] - day).days < 240],
        "last": [v for v, s in spans.items() if s[1] < day][-1:],
        "next": [v for v, s in spans.items() if s[0] > day],
        "this": [v for v in spans if v == around[1]],
        "near": [v for v in spans if v == around[1] and (end - day).days > 300],
    }
    near = sorted(spans, key=lambda value: abs((spans[value][0] - day).days))
    return next(iter(fits[how] + near), "")


def _tense(token: Token) -> str:
    """Return past or future as the verb above says it, '' where none does."""
    tense = ""
    for verb in (token, *token.ancestors):
        if verb.pos_ in VERBS:
            tags = {verb.tag_} | {t.tag_ for t in verb.lefts if verb.i - t.i <= 5}
            tense = "future" if tags & {"MD", "TO"} else "past" if "VBD" in tags else tense
            if tags & {"MD", "VBD"}:
                break
    return tense


def days_of(value: str) -> tuple[str, str]:
    """Return the first and the last day a TIMEX3 value can mean, '' where open (EDTF, ISO 8601-2).

    >>> days_of("2025-06"), days_of("1918-SP"), days_of("XXXX-12-28")
    (('2025-06-01', '2025-06-30'), ('1918-03-01', '1918-05-31'), ('', ''))
    """
    days = _days(re.sub("-[WQH]?X.*", "", value))
    known = days is not None and days[0].year > ERA
    return (_spell(days[0], "D"), _spell(days[1], "D")) if known else ("", "")


def _days(value: str) -> tuple[date, date] | None:
    """Return first and last day in the shifted calendar (see ``ERA``), None where it has none."""
    if not (m := VALUE.fullmatch(value)):
        return None
    era, digits, part, day = m.groups()
    years = 10 ** (4 - len(digits))
    year = ERA + (2 - (int(digits) + 1) * years if era else int(digits) * years)
    try:
        if part and part[0] == "W" and part != "WI":
            monday = date.fromisocalendar(year, int(part[1:]), 1)
            return monday + delta(days=5 if day else 0), monday + delta(days=6)
        month, months = PARTS[part] if part else (1, 12 * years)
        first = date(year, 1, 1) + delta(months=month - 1)
        last = first + delta(months=months, days=-1)
        return (first.replace(day=int(day)),) * 2 if day else (first, last)
    except (ValueError, KeyError):
        return None


def _spell(day: date, unit: str) -> str:
    """Return the TIMEX3 value of the day, week, quarter ... in which ``day`` lies."""
    *_, digits, rest = UNITS.get(unit, UNITS["D"])
    year = int(f"{day:%G}" if "%V" in rest else day.year) - ERA
    name = f"{year:04}"[:digits] if year > 0 else f"BC{1 - year:04}"[: digits + 2]
    return name + rest.format(day, (day.month + 2) // 3)
