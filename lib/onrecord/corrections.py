"""The correction log: read it, append to it, apply it to a table."""

import json
import os
from hashlib import sha256
from pathlib import Path

from .article import Article, iso_day
from .lexicon import read_words
from .tables import COLUMNS, PREFIX, Table, TableError, table

OPS = ["accept", "add", "drop", "set", "undo"]
FIELDS = ["op", "table", "id", "values", "seen", "by", "when", "note", "article", "key"]
KNOWN = COLUMNS | {"article": {"published": ("str", "its day of publication")}}
HALF = "is not a whole JSON object (cut short while saving?); delete or complete the line"


def read_corrections(path: str | Path) -> list[dict]:
    """Read a JSON Lines log; a missing file is an empty log.

    A line that cannot be used stays as ``{"line": where, "problem": why}``, for ``notes.stale``.
    Lines with one key are one decision; ``{"op": "undo", "key": ...}`` takes them back."""
    path, decisions = Path(path), []
    log = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    for number, line in enumerate(log.split("\n"), 1):
        try:
            decision = _followable(json.loads(line or "{}"))
        except ValueError as why:
            decision = {"problem": HALF if isinstance(why, json.JSONDecodeError) else str(why)}
        key = {"key": sha256(line.encode()).hexdigest()[:12]}
        if line.strip():
            decisions.append(key | decision | {"line": f"{path.name}, line {number}"})
    return decisions


def write_correction(path: str | Path, *decisions: dict) -> tuple[dict, ...]:
    """Append decisions to the log, all or none of them; return them once they are on the disk."""
    lines = [json.dumps(_followable(d), ensure_ascii=False) + "\n" for d in decisions]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with Path(path).open("a+b", buffering=0) as log:
        cut = log.tell() and (log.seek(-1, os.SEEK_END), log.read(1))[1] != b"\n"
        # a line cut short by a crash must not swallow this one; one piece is appended whole
        piece = b"\n" * cut + "".join(lines).encode()
        if log.write(piece) < len(piece):
            raise OSError(f"{path}: only a part could be saved; is the disk full?")
        os.fsync(log.fileno())
    return decisions


def _followable(decision: dict) -> dict:
    """Return ``decision``, or raise ValueError if no article could follow it."""
    if not isinstance(decision, dict) or not decision.keys() <= set(FIELDS):
        raise ValueError(f"a decision is an object with some of {FIELDS}, not {decision!r}")
    op, kind, key = map(decision.get, ("op", "table", "id"))
    if op == "undo" and isinstance(decision.get("key"), str):
        return decision
    if op not in OPS or kind not in KNOWN:
        raise ValueError(f"op {op!r} on table {kind!r}; use {OPS} on {sorted(KNOWN)}")
    values, seen = decision.get("values", {}), decision.get("seen", {})
    if not (type(values) is type(seen) is dict and {*values, *seen} <= KNOWN[kind].keys()):
        raise ValueError(f"values {values!r} on table {kind!r}; its columns are {[*KNOWN[kind]]}")
    if not isinstance(key, str) or (op in ("add", "set") and not values):
        raise ValueError(f"op {op!r} needs an id and values; found id {key!r} and {values!r}")
    if kind == "article":
        iso_day(values.get("published", ""))
    return decision


def usable(decisions: list[dict], article: Article) -> tuple[list[dict], list[str]]:
    """Return (the decisions that are about ``article``, a sentence about each other one)."""
    good, stale, decisions = [], [], list(decisions)
    undone = {d["key"] for d in decisions if d.get("op") == "undo"}
    for decision in (d for d in decisions if d.get("key") not in undone):
        other = decision.get("article", article.sha256) != article.sha256
        why = f"made on another text than {article.name}" if other else decision.get("problem")
        if why:
            stale.append(f"{decision.get('line', 'correction')}: {why}")
        else:
            good.append(decision)
    return good, stale


def correct(kind: str, found: Table, spans: Table | None, log: list[dict], text: str) -> tuple:
    """Apply the decisions on one layer; return (table, its spans, what is stale: not as seen)."""
    if not log:
        return found, spans, []
    frames, stale = {kind: found} if spans is None else {kind: found, "spans": spans}, []
    rows = {of: {row["id"]: row for row in frames[of].to_dict("records")} for of in frames}
    for decision in log:
        of, key = decision["table"], decision["id"]
        if of == kind or (of in rows and key.startswith(PREFIX[kind])):
            try:
                rows[of][key] = _corrected(of, rows[of].get(key), decision, text)
            except TableError as why:
                stale.append(f"{decision.get('line', 'correction')}: {why}")
    found = table(kind, list(filter(None, rows[kind].values())))
    left = [row for row in rows.get("spans", {}).values() if row and rows[kind].get(row["owner"])]
    return found, None if spans is None else table("spans", left), stale


def _corrected(kind: str, row: dict | None, decision: dict, text: str) -> dict | None:
    op, key, values = decision["op"], decision["id"], decision.get("values", {})
    if op == "add" and row:
        raise TableError(f"{kind} {key} is there already; use op 'set' to change it")
    if op != "add" and not row:
        raise TableError(f"{kind} {key} is no longer found; drop the decision or look again")
    for name, seen in decision.get("seen", {}).items():
        if row and row[name] not in (seen, values.get(name)):
            was = f"{name} was {seen!r} when corrected, the rules now say {row[name]!r}"
            raise TableError(f"{kind} {key}: {was}; keep one of them")
    if op in ("accept", "drop"):
        return row if op == "accept" else None
    row = row or {name: read_words("columns")[f"{kind}.{name}"]["added"] for name in COLUMNS[kind]}
    hand = {"rule": "hand"} if "rule" in row else {}
    if {"start", "end"} <= values.keys():
        hand["text"] = text[values["start"] : values["end"]]
    return table(kind, [row | hand | values | {"id": key}]).to_dict("records")[0]
