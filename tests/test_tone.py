"""Tone: TextBlob's two numbers of each sentence, and nothing else."""

import pytest
from textblob import TextBlob


@pytest.mark.model
def test_tone_is_what_textblob_says_of_each_sentence(case):
    found = case.tone[["polarity", "subjectivity"]].to_numpy().tolist()
    said = [[round(value, 3) for value in TextBlob(text).sentiment] for text in case.tone["text"]]
    assert found == said
    assert len({tuple(pair) for pair in found}) > 5
