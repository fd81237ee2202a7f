"""Parses written by hand, and one real article annotated once."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from onrecord import annotate, read_article

ARTICLES = Path(__file__).parents[1] / "data" / "articles"
POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "PRP$": "PRON",
    "WP": "PRON", "WDT": "PRON", "VB": "VERB", "VBD": "VERB", "VBZ": "VERB", "VBP": "VERB",
    "VBG": "VERB", "VBN": "VERB", "MD": "AUX", "IN": "ADP", "TO": "PART", "JJ": "ADJ",
    "RB": "ADV", "DT": "DET", "CD": "NUM", "CC": "CCONJ", "POS": "PART",
}  # fmt: skip
CLOSE_UP = {",", ".", "?", "!", ";", ":", "”", "’", "'s", "’s", ")"}


@pytest.fixture(scope="session")
def parsed():
    """Build a parse from ``text tag dep head [lemma [entity]]`` a token, ``|`` between."""
    vocab = spacy.blank("en").vocab  # words know their lower case and shape there

    def build(tokens: str) -> Doc:
        rows = [[*cells.split(), "", ""][:6] for cells in tokens.split("|")]
        words = [row[0].replace("_", " ") for row in rows]
        after = [*words[1:], "."]
        spaces = [
            w not in ("“", "‘", "(") and nxt not in CLOSE_UP
            for w, nxt in zip(words, after, strict=True)
        ]
        spaces[-1] = False
        return Doc(
            vocab,
            words=words,
            spaces=spaces,
            tags=[row[1] for row in rows],
            pos=[
                "AUX"
                if row[2] in ("aux", "auxpass") and row[1] != "TO"
                else POS.get(row[1], "PUNCT")
                for row in rows
            ],
            deps=[row[2] for row in rows],
            heads=[int(row[3]) for row in rows],
            lemmas=[row[4] or row[0].lower() for row in rows],
            ents=[f"B-{row[5]}" if row[5] else "O" for row in rows],
        )

    return build


@pytest.fixture(scope="session")
def case():
    """The case article, annotated with the real model."""
    return annotate(read_article(ARTICLES / "unrest.txt"))


@pytest.fixture(scope="session")
def harbour():
    """The invented article of the harbour, annotated with the real model."""
    return annotate(read_article(ARTICLES / "harbour.txt"))
