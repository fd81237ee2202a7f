"""The README tells the truth: its Python runs and prints what it says."""

import doctest
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


@pytest.mark.model
def test_the_ten_lines_of_python_print_what_the_readme_says(monkeypatch):
    monkeypatch.chdir(README.parent)
    tried = doctest.testfile(str(README), module_relative=False)
    assert (tried.failed, tried.attempted >= 6) == (0, True)
