"""The correction log: read it, append to it, apply it to a table."""

import json
import os
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pandas as pd

from .article import Article, iso_day
from .lexicon import read_words
from .tables import COLUMNS, PREFIX, TableError, table

OPS = ["accept", "add", "drop", "set", "undo"]
FIELDS = ("op", "table", "id", "values", "seen", "by", "when", "note", "article", "key")
KNOWN = COLUMNS | {"article": {"published": ("str", "its day of publication")}}
EMPTY = {"bool": False, "int64": 0, "float64": 0.0, "str": ""}
HALF = "is not a whole JSON object (cut short while saving?); delete or complete the line"


def read_corrections(path: str | Path) -> list[dict]:
    """Read a JSON Lines log; a missing file is an empty log.

    A line that cannot be used stays in its place as ``{"line": where, "problem": why}`` and is
    reported in ``notes.stale``. Lines with one key are one decision; a later line
    ``{"op": "undo", "key": ...}`` takes them back and erases nothing.
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
            key = {"key": sha256(line.encode()).hexdigest()[:12]}
            decisions.append(key | decision | {"line": f"{path.name}, line {number}"})
    return decisions


def write_correction(path: str | Path, *decisions: dict) -> tuple[dict, ...]:
    """Append decisions to the log in one piece and return them once they are on the disk.

    Nothing is ever rewritten, and the system appends a piece whole: two who write lose nothing.
    """
    lines = [json.dumps(_followable(d), ensure_ascii=False) + "\n" for d in decisions]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with Path(path).open("a+b", buffering=0) as log:
        cut = log.tell() and (log.seek(-1, os.SEEK_END), log.read(1))[1] != b"\n"
        # a line cut short by a crash must not swallow this one
        piece = b"\n" * cut + "".join(lines).encode()
        if log.write(piece) < len(piece):
            raise OSError(f"{path}: only a part could be saved; is the disk full?")
        os.fsync(log.fileno())
    return decisions


def _followable(decision: dict) -> dict:
    """Return ``decision``, or raise ValueError if no article could follow it."""
    if not isinstance(decision, dict) or not decision.keys() <= set(FIELDS):
        raise ValueError(f"a decision is an object with some of {list(FIELDS)}, not {decision!r}")
    op, kind, key = decision.get("op"), decision.get("table"), decision.get("id")
    if op == "undo" and isinstance(decision.get("key"), str):
        return decision
    if op not in OPS or kind not in KNOWN:
        raise ValueError(f"op {op!r} on table {kind!r}; use {OPS} on {sorted(KNOWN)}")
    values, seen = decision.get("values", {}), decision.get("seen", {})
    columns = KNOWN[kind].keys()
    if not (isinstance(values, dict) and isinstance(seen, dict) and {*values, *seen} <= columns):
        raise ValueError(f"values {values!r} on table {kind!r}; its columns are {list(columns)}")
    if not isinstance(key, str) or (op in ("add", "set") and not values):
        raise ValueError(f"op {op!r} needs an id and values; found id {key!r} and {values!r}")
    if kind == "article":
        iso_day(values.get("published", ""))
    return decision


def usable(decisions: Iterable[dict], article: Article) -> tuple[list[dict], list[str]]:
    """Return (the decisions that are about ``article``, a sentence about each other one)."""
    good, stale, decisions = [], [], list(decisions)
    undone = {d["key"] for d in decisions if d.get("op") == "undo"}
    for decision in decisions:
        if decision.get("key") in undone:
            continue
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
    if spans is not None and decisions:
        mine = [d for d in decisions if d["table"] == "spans" and d["id"].startswith(PREFIX[kind])]
        spans, more = _applied("spans", spans, mine, text)
        spans, stale = spans[spans["owner"].isin(found["id"])], stale + more
    return found, spans, stale


def _applied(kind: str, found: pd.DataFrame, decisions: list[dict], text: str):
    rows, stale = {row["id"]: row for row in found.to_dict("records")} if decisions else {}, []
    for decision in decisions:
        try:
            _apply(kind, rows, decision, text)
        except TableError as why:
            stale.append(f"{decision.get('line', 'correction')}: {why}")
    return table(kind, list(rows.values())) if decisions else found, stale


def _apply(kind: str, rows: dict[str, dict], decision: dict, text: str) -> None:
    op, key, values = decision["op"], decision["id"], decision.get("values", {})
    if op == "add" and key in rows:
        raise TableError(f"{kind} {key} is there already; use op 'set' to change it")
    if op != "add" and key not in rows:
        raise TableError(f"{kind} {key} is no longer found; drop the decision or look again")
    row = rows.get(key) or {
        name: read_words("columns")[f"{kind}.{name}"]["added"] or EMPTY[dtype]
        for name, (dtype, _) in COLUMNS[kind].items()
    }
    for name, seen in decision.get("seen", {}).items():
        if row[name] not in (seen, values.get(name)):
            was = f"{name} was {seen!r} when corrected, the rules now say {row[name]!r}"
            raise TableError(f"{kind} {key}: {was}; keep one of them")
    if op == "drop":
        del rows[key]
    if op in ("accept", "drop"):
        return
    hand = {"rule": "hand"} if "rule" in row else {}
    if {"start", "end"} <= values.keys():
        hand["text"] = text[values["start"] : values["end"]]
    rows[key] = table(kind, [row | hand | values | {"id": key}]).to_dict("records")[0]
