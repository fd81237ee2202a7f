"""What the layers say together: figures that disagree, the order of telling, the publication."""

import re
from datetime import date
from itertools import combinations

import pandas as pd
from dateutil.relativedelta import relativedelta as delta

from .lexicon import read_words

COMPARED = {"higher", "lower", "dozens", "hundreds", "thousands"}
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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


def order_of_telling(events: pd.DataFrame) -> pd.DataFrame:
    """Return the dated events as they are told, each with its place in the order of happening."""
    told = events[events["earliest"] != ""]
    told = told.sort_values("id", key=lambda ids: ids.str[1:].astype(int), ignore_index=True)
    happened = told["earliest"].rank(method="first").astype(int)
    told = told.assign(told=told.index + 1, happened=happened)
    return told[["id", "told", "happened", "earliest", "label"]]


def suggest_published(times: pd.DataFrame, spans: pd.DataFrame) -> tuple[str, str, list[str]]:
    """Return (earliest, latest, reasons): when an article without a date must have been published.

    Taken for granted: its dates are past, and a day without a year is the last one of that name.
    """
    said = dict(zip(spans["owner"], spans["text"], strict=True))
    values = zip(times["value"], times["id"].map(said), strict=True)
    bare = sorted({(v[5:10], words) for v, words in values if re.match(r"XXXX-\d\d-\d\d", v)})
    dated = times[times["value"].str.match(r"[12]\d{3}-\d\d") & (times["latest"] != "")]
    if dated.empty:
        return "", "", ["No date is told with its year, so the year stays open."]
    _, newest, known = max(zip(dated["latest"], dated["id"], dated["earliest"], strict=True))
    why = [f"“{said[newest]}” is the newest date of a known year: from {known} on."]
    for year in range(int(known[:4]), int(known[:4]) + 30) if bare else ():
        days = [(date(year, 1, 1) + delta(month=int(d[:2]), day=int(d[3:])), w) for d, w in bare]
        days += [(day + delta(years=1), words) for day, words in days]
        runs = [days[n : n + len(bare)] for n in range(len(bare))]  # they may cross the year's end
        run = min(runs, key=lambda run: run[-1][0] - run[0][0])
        (first, oldest), (last, youngest), end = (
            run[0],
            run[-1],
            run[0][0] + delta(years=1, days=-1),
        )
        fits = all(WEEK[day.weekday()] in w or not re.search("|".join(WEEK), w) for day, w in run)
        if fits and str(first) > max(dated["latest"]):  # weekdays repeat after 28 years
            why += [
                f"“{oldest}” has no year, so it is the first one that fits after that: {first}."
            ]
            why += [f"“{youngest}” is the last day told: from {last} on."]
            return (
                str(last),
                str(end),
                [*why, f"Later, “{oldest}” would mean the next: until {end}."],
            )
    return known, "", why
