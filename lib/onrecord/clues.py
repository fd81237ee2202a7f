"""What the layers say together: figures that disagree, and the window of publication."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations

import pandas as pd
from dateutil.relativedelta import relativedelta as delta

from .lexicon import read_words

__all__ = ["find_conflicts", "suggest_published"]

COMPARED = {"higher", "lower", "dozens", "hundreds", "thousands"}
WEEK = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"


def find_conflicts(events: pd.DataFrame, words: str | None = None) -> pd.DataFrame:
    """Return the pairs of events in which two voices give one quantity different figures.

    A quantity is what a word of words/counts.csv counts (killed, toll: deaths); its figure is the
    first number of the event, or that it is higher or lower. Which figure is right is not decided.
    """
    counts, numbers = read_words("counts", words), read_words("timex_number", words)
    tallies = []
    for row in events.itertuples():
        said = row.label.lower().replace(" a ", " ").split()
        figures = [w for w in said if w[0].isdigit() or w in COMPARED or w in numbers]
        if figures and (counted := [counts[w]["quantity"] for w in said if w in counts]):
            figure = numbers.get(figures[0], {"value": figures[0]})["value"]
            tallies.append((counted[0], figure, row))
    pairs = [
        (what, a.id, a.label, a.attested_by, b.id, b.label, b.attested_by)
        for (what, one, a), (same, two, b) in combinations(tallies, 2)
        if what == same and one != two and a.attested_by != b.attested_by
    ]
    names = ["event", "says", "attested_by"]
    return pd.DataFrame(pairs, columns=["quantity", *names, *(f"other_{name}" for name in names)])


def suggest_published(times: pd.DataFrame, spans: pd.DataFrame) -> tuple[str, str, list[str]]:
    """Return (earliest, latest, reasons): when an article without a date must have been published.

    Taken for granted: its dates are past, and a day without a year is the last one of that name.
    """
    said = spans[spans["role"] == "timex"].set_index("owner")["text"].to_dict()
    places = zip(times["value"], times["id"], strict=True)
    bare = sorted({(v[5:10], said[k]) for v, k in places if re.match(r"XXXX-\d\d-\d\d", v)})
    dated = times[times["value"].str.match(r"[12]\d{3}-\d\d") & (times["latest"] != "")]
    if dated.empty:
        return "", "", ["No date is told with its year, so the year stays open."]
    newest = dated.loc[dated["latest"].idxmax()]
    why = [f"“{said[newest['id']]}” has a year and is the newest: from {newest['earliest']} on."]
    start = int(newest["latest"][:4])
    for year in range(start, start + 29) if bare else ():  # weekdays repeat after 28 years
        days = _spelt(bare, year)
        if days[0][0] <= date.fromisoformat(newest["latest"]) or not all(fits for *_, fits in days):
            continue
        (first, oldest, _), (last, youngest, _) = days[0], days[-1]
        why += [f"“{oldest}” has no year, so it is the first one that fits after that: {first}."]
        end = first + delta(years=1, days=-1)
        why += [f"“{youngest}” is the last day told: from {last} on."]
        why += [f"By the next “{oldest}” it would mean that one: until {end}."]
        return str(last), str(end), why
    return newest["earliest"], "", why


def _spelt(bare: list[tuple[str, str]], year: int) -> list[tuple[date, str, bool]]:
    """Date days without a year from ``year`` on, the longest gap first; does the weekday fit?"""
    days = [(date(year, 1, 1) + delta(month=int(d[:2]), day=int(d[3:])), w) for d, w in bare]
    after = [*days[1:], (days[0][0] + delta(years=1), "")]
    gaps = [(later - day).days for (day, _), (later, _) in zip(days, after, strict=True)]
    cut = (gaps.index(max(gaps)) + 1) % len(days)
    days = days[cut:] + [(day + delta(years=1), words) for day, words in days[:cut]]
    return [(d, w, not re.search(WEEK, w) or WEEK.split("|")[d.weekday()] in w) for d, w in days]
