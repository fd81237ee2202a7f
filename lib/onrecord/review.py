"""Review an annotation: what to look at first, and the decisions that a reader's choices make."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pandas as pd

from .annotation import Annotation, annotate
from .article import Article, iso_day
from .compare import changes
from .corrections import read_corrections, usable, write_correction
from .lexicon import read_words
from .quotes import find_quotes, manner
from .tables import COLUMNS, PREFIX, Table, owner_at
from .timex import days_of

# table: the role of the words that a finding of it is told by
LEAD = dict(lines="", actors="mention", attributions="cue")
LEAD |= dict(stances="evidence", times="timex", events="event")
DONE = dict(accept="accepted", set="edited", add="added", drop="rejected")
ANEW = ("op", "table", "id", "values", "seen", "note")  # of a decision that is made again
Words = list[tuple[str, int, int]]  # (role, start, end) of words a reader chose


def row_of(notes: Annotation, key: str) -> dict:
    """Return the row ``key`` and its table; raise ValueError if the rules no longer find it."""
    for kind in LEAD:
        for row in getattr(notes, kind).to_dict("records") if key[:1] == PREFIX[kind] else ():
            if row["id"] == key:
                return row | {"table": kind}
    raise ValueError(f"{key!r} is no longer found; take an id from the work list")


def worklist(notes: Annotation, log: list[dict]) -> Table:
    """Return one row a finding, least certain first: id, table, voice, certain, decided.

    ``certain`` is the confidence of a stance, else the share of its rule's rows that was right on
    PolNeAR train (words/rules.csv), 0.7 where none was measured; ``decided`` is what ``log``, the
    decisions that hold, says last about it.
    """
    shares, rows = read_words("rules"), []
    said = dict(zip(notes.attributions["id"], notes.attributions["source"], strict=True))
    decided = {d["id"]: DONE[d["op"]] for d in log if d["table"] in LEAD}
    for kind in LEAD:
        for row in getattr(notes, kind).to_dict("records"):
            certain = row.get("confidence", shares.get(row["rule"], {}).get("right") or 0.7)
            voices = [row.get(name, "") for name in ("holder", "source", "attested_by")]
            voice = next((said.get(v, v) for v in voices if v), row["id"])
            rows.append([row["id"], kind, voice, float(certain)])
    rows += [[d["id"], d["table"], "", 1.0] for d in log if decided.get(d["id"]) == "rejected"]
    made = pd.DataFrame(rows, columns=["id", "table", "voice", "certain"]).drop_duplicates("id")
    made["decided"] = [decided.get(key, "") for key in made["id"]]
    return made.sort_values("certain", kind="stable", ignore_index=True)


def edited(row: dict, values: dict[str, str]) -> list[dict]:
    """Return the decision that changes cells of a row, written as a form gives them."""
    new = {n: v == "true" if isinstance(row[n], bool) else v for n, v in values.items()}
    new = {name: value for name, value in new.items() if value != row[name]}
    for name in new.keys() & {"earliest", "latest"}:
        new[name] = new[name] and iso_day(new[name])
    if row["table"] == "times" and "value" in new:
        new |= dict(zip(("earliest", "latest"), days_of(new["value"]), strict=True))
    return [_decision("set", row, new)] if new else []


def _decision(op: str, row: dict, values: dict) -> dict:
    """Put a decision together; what was seen is all it judges, and never how it was found."""
    judged = COLUMNS[row["table"]].keys() - {"id", "rule", "confidence"}
    judged = judged & values.keys() if op == "set" else judged
    seen = {name: row[name] for name in sorted(judged)} if op != "add" else {}
    made = {"op": op, "table": row["table"], "id": row["id"]}
    return made | {n: cells for n, cells in (("values", values), ("seen", seen)) if cells}


def merged(notes: Annotation, key: str, into: str) -> list[dict]:
    """Return the decisions that give all mentions of the actor ``key`` to the actor ``into``."""
    moved = {"op": "set", "table": "spans", "values": {"owner": into}, "seen": {"owner": key}}
    mine = notes.spans.loc[notes.spans["owner"] == key, "id"]
    return [*(moved | {"id": span} for span in mine), _decision("drop", row_of(notes, key), {})]


def chosen(notes: Annotation, words: Words, key: str = "") -> list[dict]:
    """Return the decisions that make a finding of the words chosen, or give them to row ``key``.

    Which finding it is, its leading role says: a cue makes an attribution. A source that nobody
    has found yet becomes an actor; a mention of an actor that is chosen anew leaves it.
    """
    text, roles = notes.article.text, {role for role, *_ in words}
    first = {role: (start, end) for role, start, end in reversed(words)}
    kind = next((kind for kind, role in LEAD.items() if role in roles), "")
    if not key and not kind:
        found = f"words for {sorted(roles)} only"
        raise ValueError(f"{found}; a finding begins with one of {[*LEAD.values()][1:]}")
    row = row_of(notes, key) if key else _new_row(notes, kind, *first[LEAD[kind]])
    values, made = {"rule": "hand"} if key else row.pop("values"), []
    for role in first.keys() & {"source", "target"}:
        start, end = first[role]
        values[role] = owner_at(notes.spans, "mention")(start) or f"p{start}"
        if values[role] not in set(notes.actors["id"]):
            made += chosen(notes, [("mention", start, end)])
    if "content" in roles:
        lines = zip(notes.lines["start"], notes.lines["end"], strict=True)
        quotes = [q for line in lines for q in find_quotes(text, *line) if q.depth == 0]
        pieces = [(start, end) for role, start, end in words if role == "content"]
        values["manner"] = manner(text, pieces, quotes)
    places, actor = {(start, end) for _, start, end in words}, row["table"] == "actors"
    gone = [
        {"op": "drop", "table": "spans", "id": span.id}
        for span in notes.spans[notes.spans["role"].isin(roles)].itertuples()
        if ((span.start, span.end) in places if actor else span.owner == key)
    ]
    return [*made, _decision("set" if key else "add", row, values), *gone,
            *(_span(row["id"], *word) for word in words)]  # fmt: skip


def _span(owner: str, role: str, start: int, end: int) -> dict:
    values = {"owner": owner, "role": role, "start": start, "end": end}
    return {"op": "add", "table": "spans", "id": f"{owner}.{role}.{start}", "values": values}


def _new_row(notes: Annotation, kind: str, start: int, end: int) -> dict:
    """Return id, table and cells of a finding told by these words; edit what it leaves open."""
    words, carrier = notes.article.text[start:end], owner_at(notes.spans, "content")(start)
    voice = dict(zip(notes.attributions["id"], notes.attributions["source"], strict=True))
    cue, values = read_words("cues").get(words.lower(), {"class": "neutral"}), {"rule": "hand"}
    if kind == "attributions":
        values |= {"cue": words.lower(), "cue_class": cue["class"], "within": carrier}
    elif kind == "stances":
        values |= {"holder": voice.get(carrier, "article"), "confidence": 1.0}
        values |= {"attribution": carrier}
    elif kind == "events":
        claimed = {"status": "claimed", "attested_by": carrier} if carrier else {}
        values |= {"label": words} | claimed
    elif kind == "actors":
        values |= {"name": words, "named": words[:1].isupper()}
    return {"id": f"{PREFIX[kind]}{start}", "table": kind, "values": values}


class Review:
    """One reader's review of one article; whatever ``do`` has done is on the disk."""

    def __init__(self, article: Article, path: str | Path, by: str = "") -> None:
        self.article, self.path, self.by = article, Path(path), by
        self.undone: list[list[dict]] = []  # what may be redone
        self.read()
        self.changed = changes(self.notes, self.notes)

    def read(self) -> None:
        """Read the log, whoever has written to it, and annotate anew."""
        self.every = read_corrections(self.path)
        self.log = usable(self.every, self.article)[0]
        self.notes = annotate(self.article, self.every)

    def do(self, asked: dict) -> str:
        """Do what is asked, e.g. {"do": "accept", "id": "a412"}; return a sentence on it.

        Raises ValueError on what cannot be done; then nothing was written.
        """
        before, decisions = self.notes, self._decisions(asked)
        if not decisions:
            return "Nothing was changed."
        when = datetime.now(UTC).isoformat(timespec="seconds")
        stamp = {"key": uuid4().hex[:12], "by": self.by, "when": when, "note": asked.get("note")}
        stamp = {n: v for n, v in stamp.items() if v} | {"article": self.article.sha256}
        write_correction(self.path, *(stamp | decision for decision in decisions))
        self.read()
        self.changed = changes(before, self.notes)
        return f"Saved: {asked['do']} {asked.get('id', '')}. {len(self.changed)} cells moved."

    def _decisions(self, asked: dict) -> list[dict]:
        what, notes = asked["do"], self.notes
        if what == "undo":
            mine = [d for d in self.log if d.get("by", "") == self.by]
            if not mine:
                raise ValueError("nothing is left to undo")
            self.undone.append([d for d in mine if d["key"] == mine[-1]["key"]])
            return [{"op": "undo", "key": mine[-1]["key"]}]
        if what == "redo":
            if not self.undone:
                raise ValueError("nothing is left to redo")
            return [{n: d[n] for n in ANEW if n in d} for d in self.undone.pop()]
        self.undone.clear()
        if what == "date":
            day = {"published": iso_day(asked["day"])}
            return [{"op": "set", "table": "article", "id": "article", "values": day}]
        if what == "stale":  # keep a stale decision as it is meant now, or let it go
            old = next(d for d in self.every if d["line"] == asked["line"])
            gone = [{"op": "undo", "key": old["key"]}]
            if not asked["keep"]:
                return gone
            row = row_of(notes, old.get("id", ""))
            others = [d for d in self.every if d["key"] == old["key"] and d is not old]
            gone += [{n: d[n] for n in ANEW if n in d} for d in others]
            return [*gone, _decision(old["op"], row, old.get("values", {}))]
        if what == "words":
            return chosen(notes, asked["words"], asked.get("id", ""))
        if what == "merge":
            return merged(notes, asked["id"], asked["into"])
        row = row_of(notes, asked["id"])
        if what == "edit":
            return edited(row, asked["values"])
        return [_decision({"accept": "accept", "reject": "drop"}[what], row, {})]
