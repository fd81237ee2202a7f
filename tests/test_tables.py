"""The tables refuse what breaks the agreement, and survive a file."""

import re
from pathlib import Path

import pandas as pd
import pytest

from onrecord.tables import COLUMNS, PREFIX, VALUES, TableError, check, table

SPAN = {"id": "a4.cue.4", "owner": "a4", "role": "cue", "start": 4, "end": 8, "text": "said"}


def data_dictionary() -> str:
    """Return the meaning of every column of every table as Markdown tables."""
    parts = []
    for kind, columns in COLUMNS.items():
        parts.append(f"**{kind}**\n\n| column | type | meaning |\n|---|---|---|")
        for name, (dtype, meaning) in columns.items():
            values = ", ".join(f"`{value}`" for value in VALUES.get((kind, name), []))
            parts.append(f"| `{name}` | {dtype} | {meaning}{': ' if values else ''}{values} |")
        parts.append("")
    return "\n".join(parts)


@pytest.mark.parametrize("kind", COLUMNS)
def test_an_empty_table_has_every_column_with_its_type(kind):
    empty = table(kind, [])
    assert list(empty.columns) == list(COLUMNS[kind])
    assert [str(t) for t in empty.dtypes] == [dtype for dtype, _ in COLUMNS[kind].values()]


def test_a_misspelt_column_is_refused_by_name():
    with pytest.raises(
        TableError, match=r"columns \['strat', 'start'\]|columns \['start', 'strat'\]"
    ):
        table("spans", [{**{k: v for k, v in SPAN.items() if k != "start"}, "strat": 4}])


def test_a_value_outside_the_closed_list_is_refused_with_the_list():
    with pytest.raises(TableError, match=r"spans\.role: 'verb'; write one of \['source', 'cue'"):
        table("spans", [SPAN | {"role": "verb"}])


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(TableError, match=r"id 'a4\.cue\.4' stands twice"):
        table("spans", [SPAN, SPAN])


def test_a_span_that_misquotes_fails_with_both_readings():
    spans = table("spans", [SPAN])
    assert check(spans, "She said so.") is spans
    with pytest.raises(
        TableError, match="says 'said' but the article has 'told' there; was the article edited"
    ):
        check(spans, "She told us.")


@pytest.mark.parametrize("start, end", [(-1, 3), (3, 3), (5, 99)])
def test_a_span_outside_the_text_fails(start, end):
    with pytest.raises(TableError, match="span a4"):
        check(table("spans", [SPAN | {"start": start, "end": end, "text": ""}]), "She said so.")


@pytest.mark.model
@pytest.mark.parametrize("kind", COLUMNS)
def test_every_table_survives_a_csv_file(case, tmp_path, kind):
    path = tmp_path / "table.csv"
    getattr(case, kind).to_csv(path, index=False)
    types = {name: dtype for name, (dtype, _) in COLUMNS[kind].items()}
    back = pd.read_csv(path, dtype=types, keep_default_na=False)
    assert table(kind, back.to_dict("records")).equals(getattr(case, kind))


def test_the_ids_of_two_tables_never_begin_alike():
    assert len(set(PREFIX.values())) == len(PREFIX)


def test_the_readme_prints_the_data_dictionary_as_declared():
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert data_dictionary().strip() in readme
    assert len(re.findall(r"^\*\*\w+\*\*$", data_dictionary(), re.M)) == len(COLUMNS)
