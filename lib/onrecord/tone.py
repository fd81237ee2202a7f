"""Tone by TextBlob (De Smedt and Daelemans 2012, Pattern): beside stance, never an input of it."""

from textblob.en import sentiment  # what TextBlob(text).sentiment asks, in half the time

from .language import Doc, is_gap
from .tables import Table, table


def find_tone(doc: Doc) -> Table:
    """Give TextBlob's polarity and subjectivity of every sentence, from its known words."""
    rows = []
    for sentence in doc.sents:
        start, text = sentence.start_char, sentence.text.strip()
        if text and not is_gap(sentence[0]):
            row = dict(id=f"n{start}", start=start, end=start + len(text), text=text)
            row["polarity"], row["subjectivity"] = (round(value, 3) for value in sentiment(text))
            rows.append(row)
    return table("tone", rows)
