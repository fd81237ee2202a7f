"""The correction log: read it, append to it, apply it to a table."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from .article import Article
from .tables import COLUMNS, PREFIX, TableError, table

OPS = ["add", "drop", "set"]
FIELDS = ("op", "table", "id", "values", "seen", "by", "when", "note", "article")
EMPTY = {"bool": False, "int64": 0, "float64": 0.0, "str": ""}
HALF = "is not a whole JSON object (cut short while saving?); delete or complete the line"


def read_corrections(path: str | Path) -> list[dict]:
    """Read a JSON Lines log; a missing file is an empty log.

    A line that cannot be used stays in its place as ``{"line": where, "problem": why}``: the good
    lines are applied, and ``annotate`` reports the others in ``notes.stale``.
    """
    path, decisions = Path(path), []
    log = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    for number, line in enumerate(log.split("\n"), 1):
        if line.strip():
            try:
                decision = _followable(json.loads(line))
            except ValueError as why:
                half = isinstance(why, json.JSONDecodeError)
                decision = {"problem": HALF if half else str(why)}
            decisions.append(decision | {"line": f"{path.name}, line {number}"})
    return decisions


def write_correction(path: str | Path, decision: dict) -> dict:
    """Append one decision to the log and return it once it is on the disk."""
    line = json.dumps(_followable(decision), ensure_ascii=False) + "\n"
    with Path(path).open("a+b") as log:
        if log.tell() and (log.seek(-1, os.SEEK_END), log.read(1))[1] != b"\n":
            log.write(b"\n")  # a line cut short by a crash must not swallow this one
        log.write(line.encode())
        log.flush()
        os.fsync(log.fileno())
    return decision


def _followable(decision: dict) -> dict:
    """Return ``decision``, or raise ValueError if no article could follow it."""
    if not isinstance(decision, dict) or not decision.keys() <= set(FIELDS):
        raise ValueError(f"a decision is an object with some of {list(FIELDS)}, not {decision!r}")
    op, kind = decision.get("op"), decision.get("table")
    if op not in OPS or kind not in COLUMNS:
        raise ValueError(f"op {op!r} on table {kind!r}; use {OPS} on {sorted(COLUMNS)}")
    values, seen = decision.get("values", {}), decision.get("seen", {})
    columns = COLUMNS[kind].keys()
    if not (isinstance(values, dict) and isinstance(seen, dict) and {*values, *seen} <= columns):
        raise ValueError(f"values {values!r} on table {kind!r}; its columns are {list(columns)}")
    key = decision.get("id")
    if not isinstance(key, str) or (op != "drop" and not values):
        raise ValueError(f"op {op!r} needs an id and values; found id {key!r} and {values!r}")
    return decision


def usable(decisions: Iterable[dict], article: Article) -> tuple[list[dict], list[str]]:
    """Return (the decisions that are about ``article``, a sentence about each other one)."""
    good, stale = [], []
    for decision in decisions:
        if "problem" in decision:
            stale.append(f"{decision['line']}: {decision['problem']}")
        elif decision.get("article", article.sha256) != article.sha256:
            found = f"made on another text than {article.name}"
            stale.append(f"{decision.get('line', 'correction')}: {found}")
        else:
            good.append(decision)
    return good, stale


def correct(
    kind: str, found: pd.DataFrame, spans: pd.DataFrame | None, decisions: list[dict], text: str
) -> tuple[pd.DataFrame, pd.DataFrame | None, list[str]]:
    """Apply the decisions on one layer in their order; return (table, its spans, what was stale).

    A decision whose ``seen`` no longer holds is stale: reported, not applied. The spans of a row
    that is gone go with it; a span that was moved quotes ``text`` at its new place.
    """
    found, stale = _applied(kind, found, [d for d in decisions if d["table"] == kind], text)
    if spans is None or not decisions:
        return found, spans, stale
    mine = [d for d in decisions if d["table"] == "spans" and d["id"].startswith(PREFIX[kind])]
    spans, more = _applied("spans", spans, mine, text)
    return found, spans[spans["owner"].isin(found["id"])], stale + more


def _applied(kind: str, found: pd.DataFrame, decisions: list[dict], text: str):
    if not decisions:
        return found, []
    rows, stale = {row["id"]: row for row in found.to_dict("records")}, []
    for decision in decisions:
        try:
            _apply(kind, rows, decision, text)
        except TableError as why:
            stale.append(f"{decision.get('line', 'correction')}: {why}")
    return table(kind, list(rows.values())), stale


def _apply(kind: str, rows: dict[str, dict], decision: dict, text: str) -> None:
    op, key, values = decision["op"], decision["id"], decision.get("values", {})
    if op == "add" and key in rows:
        raise TableError(f"{kind} {key} is there already; use op 'set' to change it")
    if op != "add" and key not in rows:
        raise TableError(f"{kind} {key} is no longer found; drop the decision or look again")
    row = rows.get(key, {name: EMPTY[dtype] for name, (dtype, _) in COLUMNS[kind].items()})
    for name, seen in decision.get("seen", {}).items():
        if row[name] not in (seen, values.get(name)):
            was = f"{name} was {seen!r} when corrected, the rules now say {row[name]!r}"
            raise TableError(f"{kind} {key}: {was}; keep one of them")
    if op == "drop":
        del rows[key]
        return
    hand = {"rule": "hand"} if "rule" in row else {}
    if {"start", "end"} <= values.keys():
        hand["text"] = text[values["start"] : values["end"]]
    rows[key] = table(kind, [row | hand | values | {"id": key}]).to_dict("records")[0]
