"""The command line does what the library does, and answers mistakes with a sentence."""

import subprocess
import sys

import pytest

from onrecord.__main__ import main

from .conftest import ARTICLES


@pytest.mark.model
def test_read_writes_every_table_and_the_annotation(tmp_path, capsys):
    assert main(["read", str(ARTICLES / "harbour.txt"), "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert "Ellen Maro" in said
    assert "published 2026-03-04 (front matter)" in said
    assert {p.name for p in (tmp_path / "out").iterdir()} >= {"attributions.csv", "annotation.json"}


@pytest.mark.model
def test_read_calls_an_article_without_a_title_by_its_first_headline(tmp_path, capsys):
    pasted = tmp_path / "pasted.txt"
    pasted.write_text("Council splits over sale\n\nEllen Maro said that the harbour was empty.\n")
    assert main(["read", str(pasted)]) == 0
    pasted.write_text("Ellen Maro said that the harbour was empty.\n")
    assert main(["read", str(pasted)]) == 0
    titles = [line for line in capsys.readouterr().out.splitlines() if ", published ?" in line]
    assert [title.split(",")[0] for title in titles] == ["Council splits over sale", "pasted"]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["read", "nowhere.txt"], "nowhere.txt is missing"),
        (
            ["read", str(ARTICLES / "harbour.txt"), "--published", "14 January"],
            "published='14 January' is not a date",
        ),
        (["read", "https://example.org/a.html"], "is a web address, not fetched"),
        (["notebooks", "nowhere.txt"], "nowhere.txt is missing"),
    ],
)
def test_a_mistake_ends_with_one_sentence_and_status_2(arguments, message, capsys):
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.model
def test_the_module_runs_as_a_command():
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", str(ARTICLES / "lighthouse.txt")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert "Signe Falk" in done.stdout
    assert done.stderr == ""
