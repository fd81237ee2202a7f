"""Tone of each sentence by TextBlob: a column beside stance, never an input of it."""

import pandas as pd
from textblob import TextBlob

from .language import Doc, is_gap
from .tables import table


def find_tone(doc: Doc) -> pd.DataFrame:
    """Give TextBlob's polarity and subjectivity of every sentence: an average over its known words.

    The word list is inside TextBlob (De Smedt and Daelemans 2012, Pattern); nothing is fetched.
    """
    rows = []
    for sentence in doc.sents:
        start, text = sentence.start_char, sentence.text.strip()
        if text and not is_gap(sentence[0]):
            tone = {name: round(v, 3) for name, v in TextBlob(text).sentiment._asdict().items()}
            place = {"id": f"n{start}", "start": start, "end": start + len(text), "text": text}
            rows.append(place | tone)
    return table("tone", rows)
