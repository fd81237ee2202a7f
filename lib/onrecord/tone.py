"""Tone by TextBlob (De Smedt and Daelemans 2012, Pattern): beside stance, never an input of it."""

import pandas as pd
from textblob import TextBlob

from .language import Doc, is_gap
from .tables import table


def find_tone(doc: Doc) -> pd.DataFrame:
    """Give TextBlob's polarity and subjectivity of every sentence, from its known words."""
    rows = []
    for sentence in doc.sents:
        start, text = sentence.start_char, sentence.text.strip()
        if text and not is_gap(sentence[0]):
            row = dict(id=f"n{start}", start=start, end=start + len(text), text=text)
            tone = TextBlob(text).sentiment._asdict().items()
            rows.append(row | {name: round(value, 3) for name, value in tone})
    return table("tone", rows)
