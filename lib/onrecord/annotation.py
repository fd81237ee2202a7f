"""Run the layers in their order, each corrected before the next reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version

import pandas as pd

from .actors import find_actors
from .article import Article, find_lines
from .claims import find_claims
from .corrections import correct, usable
from .language import parse
from .lexicon import rules_version
from .sourcing import find_attributions
from .stance import find_stances
from .tables import check
from .timeline import find_events
from .timex import find_times
from .tone import find_tone

__all__ = ["Annotation", "annotate"]


@dataclass(frozen=True, eq=False)
class Annotation:
    """Everything found in one article: a bundle of tables that nobody changes.

    ``stale`` lists the corrections that could not be applied, a sentence each. ``sha256`` is the
    hash of the text; ``version`` and ``rules`` name the package, its rules and word lists.
    """

    article: Article
    lines: pd.DataFrame
    spans: pd.DataFrame
    actors: pd.DataFrame
    attributions: pd.DataFrame
    stances: pd.DataFrame
    times: pd.DataFrame
    events: pd.DataFrame
    tone: pd.DataFrame
    stale: tuple[str, ...]
    sha256: str
    version: str
    rules: str


def annotate(
    article: Article,
    decisions: Iterable[dict] = (),
    *,
    words: str | None = None,
    model: str | None = None,
    classifier: Callable[[str, str], dict[str, float]] | str | None = None,
) -> Annotation:
    """Find every layer of ``article``, following the decisions of the correction log.

    ``words`` is a folder with word lists of your own; ``model`` names another spaCy pipeline;
    ``classifier`` gives a sentence's labels for a target where no rule does, see find_stances.
    """
    text = article.text
    log, stale = usable(decisions, article)
    tables: dict[str, pd.DataFrame] = {}
    spans: list[pd.DataFrame] = []

    def keep(kind: str, found: pd.DataFrame, mine: pd.DataFrame | None = None) -> None:
        """Correct a layer before the next one reads it."""
        tables[kind], mine, bad = correct(kind, found, mine, log, text)
        stale.extend(bad)
        if mine is not None:
            spans.append(check(mine, text))

    keep("lines", find_lines(article, words))
    doc = parse(text, tables["lines"], model=model)
    claims = find_claims(doc, words)
    keep("actors", *find_actors(doc, claims, words))
    keep("attributions", *find_attributions(doc, claims, spans[0], words))
    keep("times", *find_times(doc, article.published, words))
    known, said = pd.concat(spans, ignore_index=True), tables["attributions"]
    keep("events", *find_events(doc, tables["lines"], tables["times"], said, known))
    keep("stances", *find_stances(doc, said, known, words, classifier))
    keep("tone", find_tone(doc))
    everything = pd.concat(spans, ignore_index=True)
    return Annotation(
        article=article,
        spans=everything.sort_values(["start", "end", "id"], ignore_index=True),
        **tables,
        stale=tuple(stale),
        sha256=article.sha256,
        version=version("onrecord"),
        rules=rules_version(words),
    )
