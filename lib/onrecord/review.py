"""Review an annotation: what to look at first, and the decisions that a reader's choices make."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pandas as pd

from .annotation import Annotation, annotate
from .article import Article, iso_day
from .compare import LAYERS, changes, rows_of
from .corrections import read_corrections, usable, write_correction
from .lexicon import read_words
from .quotes import find_quotes, manner
from .tables import COLUMNS, PREFIX, Table, owner_at
from .timex import days_of

DONE = dict(accept="accepted", set="edited", add="added", drop="rejected")
ANEW = ("op", "table", "id", "values", "seen", "note")  # of a decision that is made again


def worklist(notes: Annotation, log: list[dict]) -> Table:
    """Return one row a finding, least certain first: id, table, voice, certain, decided.

    ``certain``: the confidence of a stance, else the share of its rule's rows that was right on
    PolNeAR train, 0.7 where none was measured; ``decided``: by ``log``, the decisions that hold."""
    shares, rows, found = read_words("rules"), [], rows_of(notes)
    decided = {d["id"]: DONE[d["op"]] for d in log if d["table"] in LAYERS}
    for key, row in found.items():
        certain = row.get("confidence", shares.get(row["rule"], {}).get("right") or 0.7)
        voices = [row.get(name, "") for name in ("holder", "source", "attested_by")]
        voice = next((found.get(v, {}).get("source", v) for v in voices if v), key)
        rows.append([key, row["table"], voice, float(certain), decided.get(key, "")])
    gone = {d["id"]: d["table"] for d in log if decided.get(d["id"]) == "rejected"}
    rows += [[key, kind, "", 1.0, "rejected"] for key, kind in gone.items() if key not in found]
    made = pd.DataFrame(rows, columns=["id", "table", "voice", "certain", "decided"])
    return made.sort_values("certain", kind="stable", ignore_index=True)


def decision(op: str, row: dict, values: dict | None = None) -> dict:
    """Put a decision together; what was seen is all it judges, and never how it was found."""
    judged = COLUMNS[row["table"]].keys() & row.keys() - {"id", "rule", "confidence"}
    seen = {name: row[name] for name in sorted(judged) if op != "set" or name in values}
    made = {"op": op, "table": row["table"], "id": row["id"], "values": values, "seen": seen}
    return {name: cells for name, cells in made.items() if cells}


def chosen(notes: Annotation, words: list[list], row: dict | None = None) -> list[dict]:
    """Return the decisions that give words [role, start, end] to a row, or make a finding of them.

    The leading role says which. A source not found yet becomes an actor; a mention given to an
    actor leaves the one it had, and one given to its own actor leaves that."""
    text, made, key = notes.article.text, [], row["id"] if row else ""
    first = {role: (start, end) for role, start, end in reversed(words)}
    row, values = (row, {"rule": "hand"}) if row else _new_row(notes, first)
    for role in first.keys() & {"source", "target"}:
        start, end = first[role]
        start += re.match("(?:(?:the|an?) )?", text[start:end], re.I).end()  # “the Kremlin”
        values[role] = owner_at(notes.spans, "mention")(start) or f"p{start}"
        if values[role] not in set(notes.actors["id"]):
            made += chosen(notes, [["mention", start, end]])
    if "content" in first:
        lines = zip(notes.lines["start"], notes.lines["end"], strict=True)
        quotes = [q for line in lines for q in find_quotes(text, *line) if q.depth == 0]
        pieces = [(start, end) for role, start, end in words if role == "content"]
        values["manner"] = manner(text, pieces, quotes)
    made.append(decision("set" if key else "add", row, values))
    left = [*map(list, words)]
    for old in notes.spans[notes.spans["role"].isin(first)].itertuples():
        place = [old.role, old.start, old.end]
        if place in left if old.role == "mention" else old.owner == key:
            made.append({"op": "drop", "table": "spans", "id": old.id})
            if old.role == "mention" and old.owner == key:
                left.remove(place)
    for role, start, end in left:
        span = {"table": "spans", "id": f"{row['id']}.{role}.{start}"}
        cells = {"owner": row["id"], "role": role, "start": start, "end": end}
        made.append(decision("add", span, cells))
    return made


def _new_row(notes: Annotation, first: dict[str, tuple[int, int]]) -> tuple[dict, dict]:
    """Return the id and table, and the cells of a finding told by these words."""
    leads = {role: row["begins"] for role, row in read_words("roles").items() if row["begins"]}
    if not (lead := next((role for role in leads if role in first), "")):
        raise ValueError(f"words for {[*first]} only; a finding begins with one of {[*leads]}")
    (start, end), kind = first[lead], leads[lead]
    words, carrier = notes.article.text[start:end], owner_at(notes.spans, "content")(start)
    cue = read_words("cues").get(words.lower(), {"class": "neutral"})
    cells = {"rule": "hand", "cue": words.lower(), "cue_class": cue["class"], "within": carrier}
    cells["holder"] = rows_of(notes).get(carrier, {}).get("source", "article")
    cells |= {"attribution": carrier, "label": words, "name": words, "named": words[:1].isupper()}
    cells |= {"status": "claimed", "attested_by": carrier} if carrier else {}
    values = {name: cell for name, cell in cells.items() if name in COLUMNS[kind]}
    return {"id": f"{PREFIX[kind]}{start}", "table": kind}, values


class Review:
    """One reader's review of one article; whatever ``do`` has done is on the disk."""

    def __init__(self, article: Article, path: str | Path, by: str = "") -> None:
        self.article, self.path, self.by = article, Path(path), by
        self.undone, self.notes = [], None  # what may be redone; the annotation
        self.read()

    def read(self) -> None:
        """Read the log, whoever has written to it, and annotate anew."""
        self.every = read_corrections(self.path)
        self.log = usable(self.every, self.article)[0]
        self.mine = [d for d in self.log if d.get("by", "") == self.by]
        notes = annotate(self.article, self.every)
        self.changed, self.notes = changes(self.notes or notes, notes), notes

    def do(self, asked: dict) -> str:
        """Do what is asked, e.g. {"do": "accept", "id": "a412"}, or raise ValueError; say so."""
        if not (decisions := self._decisions(asked)):
            return "Nothing was changed."
        when = datetime.now(UTC).isoformat(timespec="seconds")
        stamp = {"key": uuid4().hex[:12], "by": self.by, "when": when, "note": asked.get("note")}
        stamp = {n: v for n, v in stamp.items() if v} | {"article": self.article.sha256}
        write_correction(self.path, *(stamp | made for made in decisions))
        self.read()
        return f"Saved: {asked['do']} {asked.get('id', '')}. {len(self.changed)} cells moved."

    def _decisions(self, asked: dict) -> list[dict]:
        what, key, notes = asked["do"], asked.get("id", ""), self.notes
        if not {"undo": self.mine, "redo": self.undone}.get(what, True):
            raise ValueError(f"nothing is left to {what}")
        if what == "undo":
            self.undone.append([d for d in self.mine if d["key"] == self.mine[-1]["key"]])
            return [{"op": "undo", "key": self.mine[-1]["key"]}]
        if what == "redo":
            return [{n: d[n] for n in ANEW if n in d} for d in self.undone.pop()]
        self.undone.clear()
        if what == "date":
            day = {"published": iso_day(asked["day"])}
            return [{"op": "set", "table": "article", "id": "article", "values": day}]
        if what == "stale":  # keep a stale decision as it is meant now, or let it go
            old = next(d for d in self.every if d["line"] == asked["line"])
            made, key = [{"op": "undo", "key": old["key"]}], old.get("id", "")
            if not asked["keep"]:
                return made
        row = rows_of(notes).get(key)
        if not row and (key or what != "words"):
            raise ValueError(f"{key!r} is no longer found; take an id from the work list")
        if what == "stale":
            others = [d for d in self.every if d["key"] == old["key"] and d is not old]
            made += [{n: d[n] for n in ANEW if n in d} for d in others]
            return [*made, decision(old["op"], row, old.get("values"))]
        if what == "words":
            return chosen(notes, asked["words"], row)
        if what == "merge":  # all mentions go to the other actor
            mentions = notes.spans.query("owner == @key").assign(table="spans").to_dict("records")
            made = [decision("set", span, {"owner": asked["into"]}) for span in mentions]
            return [*made, decision("drop", row)]
        if what != "edit":
            return [decision({"accept": "accept", "reject": "drop"}[what], row)]
        new = {name: value for name, value in asked["values"].items() if value != row[name]}
        new |= {day: new[day] and iso_day(new[day]) for day in new.keys() & {"earliest", "latest"}}
        if row["table"] == "times" and "value" in new:
            new |= dict(zip(("earliest", "latest"), days_of(new["value"]), strict=True))
        return [decision("set", row, new)] if new else []
