"""What the layers say together: figures that disagree."""

from itertools import combinations

import pandas as pd

from .lexicon import read_words

COMPARED = {"higher", "lower", "dozens", "hundreds", "thousands"}


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
