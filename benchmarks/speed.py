"""Measure all layers against the bare parse, in words per CPU second and as a ratio, in one run.

python benchmarks/speed.py [FILE ...]    without files: the articles of data/articles

The bare parse is the same pipeline over the same whole text, nothing else. Each round does both,
so that a busy machine slows both; the figure is the median of the ratios.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median

from onrecord import annotate, read_article
from onrecord.language import _parsed, load_model

ROUNDS = 7


def seconds(task) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    task()
    return time.process_time() - start


def afresh(article) -> None:
    """Annotate an article whose parse is not remembered."""
    _parsed.cache_clear()
    annotate(article)


def main(files: list[str]) -> None:
    """Print words per CPU second for both, and the ratio: 1 means that the layers cost nothing."""
    paths = files or sorted(Path(__file__).parents[1].glob("data/articles/*.txt"))
    articles = [read_article(path) for path in paths]
    words = sum(len(article.text.split()) for article in articles)
    nlp = load_model()
    rounds = []
    for number in range(ROUNDS + 1):
        bare = seconds(lambda: [nlp(article.text) for article in articles])
        layers = seconds(lambda: [afresh(article) for article in articles])
        if number:  # the first round loads word lists
            rounds.append((words / bare, words / layers, bare / layers))
    bare, layers, ratio = (median(column) for column in zip(*rounds, strict=True))
    print(f"{words} words, {len(articles)} articles, median of {ROUNDS} rounds")
    print(f"bare parse {bare:,.0f} words/CPU second, all layers {layers:,.0f}, ratio {ratio:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
