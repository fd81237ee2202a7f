"""The second opinion: the attitude model, and the plug for a classifier of one's own."""

import subprocess
import sys

import pytest

from onrecord import attitude

from .test_stance import SAYS, said_by_reyk, stances_of


def test_a_plug_speaks_where_no_rule_does_and_is_named(parsed):
    def plug(text, target):
        assert (text, target) == ("Reyk says Maro waits.", "Maro")
        return {"favour": 0.9, "against": 0.05, "neutral": 0.05}

    assert stances_of(parsed(SAYS), "Reyk", "Maro", **said_by_reyk())[0] == []
    found, _ = stances_of(
        parsed(SAYS), "Reyk", "Maro", classifier=plug, rules=True, **said_by_reyk()
    )
    assert found == [("Reyk", "favour", "Maro", "classifier")]


def test_a_plug_in_doubt_is_not_heard(parsed):
    plug = {"favour": 0.6, "against": 0.2, "neutral": 0.2}
    found, _ = stances_of(
        parsed(SAYS), "Reyk", "Maro", classifier=lambda *_: plug, **said_by_reyk()
    )
    assert found == []


def test_the_model_is_small_and_its_chances_add_up(parsed):
    assert attitude.WEIGHTS.stat().st_size < 200_000
    assert attitude.WEIGHTS.read_bytes()[4:8] == bytes(4), (
        "a time in the gzip header changes the bytes"
    )
    chances = attitude.attitude(parsed(SAYS)[2:3])
    assert sorted(chances) == ["against", "favour", "neutral"]
    assert sum(chances.values()) == pytest.approx(1)


def test_the_model_needs_no_scikit_learn():
    code = "import sys, onrecord.attitude as a; a.read_weights(); print('sklearn' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert said.stdout == "False\n"
