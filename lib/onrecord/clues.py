"""What the layers say together: figures that disagree, when it must have been published."""

import re
from datetime import date
from itertools import combinations

import pandas as pd
from dateutil.relativedelta import relativedelta as delta

from .lexicon import read_words

COMPARED = {"higher", "lower", "dozens", "hundreds", "thousands"}
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PAIR = "quantity event says attested_by other_event other_says other_attested_by"


def find_conflicts(events: pd.DataFrame, words: str | None = None) -> pd.DataFrame:
    """Return pairs of events in which two voices count what words/counts.csv names differently."""
    counts, numbers = read_words("counts", words), read_words("timex_number", words)
    numbers, tallies, pairs = {w: row["value"] for w, row in numbers.items()}, [], []
    for row in events[["id", "label", "attested_by"]].itertuples(index=False):
        said = row.label.lower().replace(" a ", " ").split()
        figures = [w for w in said if w[0].isdigit() or w in COMPARED or w in numbers]
        if figures and (counted := [counts[w]["quantity"] for w in said if w in counts]):
            tallies.append((counted[0], numbers.get(figures[0], figures[0]), row))
    for (what, one, a), (same, two, b) in combinations(tallies, 2):
        if what == same and one != two and a.attested_by != b.attested_by:
            pairs.append((what, *a, *b))
    return pd.DataFrame(pairs, columns=PAIR.split())


def suggest_published(times: pd.DataFrame, spans: pd.DataFrame) -> tuple[str, str, list[str]]:
    """Return (earliest, latest, reasons): when an article without a date must have been published.

    Taken for granted: its dates are past, and a day without a year is the last one of that name.
    """
    said, why = dict(zip(spans["owner"], spans["text"], strict=True)), read_words("window")
    rows = [(t.latest, t.id, t.earliest, t.value, said[t.id]) for t in times.itertuples()]
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
