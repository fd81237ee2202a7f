"""Run the layers in their order, each corrected before the next reads it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version

import pandas as pd

from . import actors, sourcing, stance, timeline, timex, tone
from .article import Article, find_lines, iso_day
from .corrections import correct, usable
from .language import parse
from .lexicon import Words
from .tables import Table, check


@dataclass(frozen=True, eq=False)
class Annotation:
    """Everything found in one article: a bundle of tables that nobody changes."""

    article: Article
    lines: Table
    spans: Table
    actors: Table
    attributions: Table
    stances: Table
    times: Table
    events: Table
    tone: Table
    stale: tuple[str, ...]  # a sentence on each correction that could not be applied
    sha256: str  # hash of the text
    version: str = version("onrecord")  # of the package


def annotate(
    article: Article,
    decisions: Iterable[dict] = (),
    *,
    words: Words = None,
    model: Words = None,
    classifier: stance.Judge | str = "",
) -> Annotation:
    """Find every layer of ``article``, following the decisions of the correction log.

    ``words`` is a folder with word lists of your own; ``model`` names another spaCy pipeline;
    ``classifier``, "model" or your own, judges where no stance rule speaks (``find_stances``)."""
    tables, spans, (log, stale) = {}, [], usable(decisions, article)
    for day in (d["values"]["published"] for d in log if d["table"] == "article"):
        article = replace(article, published=iso_day(day), published_from="correction")

    def keep(kind: str, found: Table, mine: Table | None = None) -> None:  # corrected, for the next
        tables[kind], mine, bad = correct(kind, found, mine, log, article.text)
        stale.extend(bad)
        spans.extend([] if mine is None else [check(mine, article.text)])

    keep("lines", find_lines(article, words))
    doc = parse(article.text, tables["lines"], model=model)
    claims = sourcing.find_claims(doc, words)
    keep("actors", *actors.find_actors(doc, claims, words))
    keep("attributions", *sourcing.find_attributions(doc, claims, spans[0], words))
    keep("times", *timex.find_times(doc, article.published, words))
    layers = tables | {"spans": pd.concat(spans, ignore_index=True)}
    keep("events", *timeline.find_events(doc, layers, article.published, words))
    keep("stances", *stance.find_stances(doc, layers, words, classifier))
    keep("tone", tone.find_tone(doc))
    tables["spans"] = pd.concat(spans).sort_values(["start", "end", "id"], ignore_index=True)
    return Annotation(article, **tables, stale=(*stale,), sha256=article.sha256)
