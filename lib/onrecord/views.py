"""Tables to read: names and words instead of ids, made from an annotation and never stored."""

from itertools import combinations, groupby

import pandas as pd

from .annotation import Annotation
from .lexicon import read_words
from .tables import VALUES

COMPARED = {"higher", "lower", "dozens", "hundreds", "thousands"}
PAIR = "quantity event says attested_by other_event other_says other_attested_by"


def names_by_id(notes: Annotation) -> dict[str, str]:
    """Return {actor id: name}, and the article under "article"."""
    return notes.actors.set_index("id")["name"].to_dict() | {"article": "the article"}


def voices_by_id(notes: Annotation) -> dict[str, str]:
    """Return {attribution id: name of its source}; "article" and "" are the article's own voice."""
    said = notes.attributions.set_index("id")["source"].map(names_by_id(notes))
    return dict(said.fillna("a source not named")) | dict.fromkeys(("article", ""), "the article")


def _told(notes: Annotation, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of a table with names for ids, the words of each role, and who attests."""
    words = notes.spans[notes.spans["owner"].isin(rows["id"])].groupby(["owner", "role"])["text"]
    words = words.agg(" … ".join).unstack().reindex(columns=VALUES["spans", "role"]).astype("str")
    made = rows.merge(words, "left", left_on="id", right_index=True, suffixes=("", "_words"))
    names = dict.fromkeys(("source", "holder", "target"), names_by_id(notes) | {"": "–"})
    made = made.fillna("").replace(names)
    attested = made.get("attested_by", made.get("attribution", made["id"]))
    return made.assign(voice=attested.map(voices_by_id(notes)).fillna("a source not named"))


def explain(notes: Annotation, key: str) -> str:
    """Say in one sentence why the row ``key`` is there."""
    reason = read_words("reasons")[key[0]]
    (row,) = _told(notes, getattr(notes, reason["table"]).query("id == @key")).to_dict("records")
    said, who = row.get("source_words", ""), row.get("source", "").replace("–", "nobody known")
    given = f"the source is “{said}”" if who in said else f"the source is “{said}”, that is {who}"
    if said.lower() in read_words("pronouns"):
        given = f"“{said}” is taken for {who}, the last one it fits"
    row |= read_words("rules").get(row["rule"], {"why": "see its rule"})
    row |= {end: row.get(end) or "open" for end in ("earliest", "latest")}
    row["given"] = given if said else "no source is given"
    row["not_"] = "" if row.get("named") else "not"
    return f"{key}: {' '.join(reason['sentence'].format(**row).split())}"


def attribution_table(notes: Annotation) -> pd.DataFrame:
    """Return the attributions with names and words instead of ids, in text order."""
    made = _told(notes, notes.attributions)
    return made[["id", "source", "cue", "cue_class", "negated", "manner", "within", "content"]]


def chains_by_id(notes: Annotation) -> dict[str, list[str]]:
    """Return {id of a finding: ids of the attributions that carry it, the outermost first}."""
    outer, chains = notes.attributions.set_index("id")["within"].to_dict(), {}
    for table, column in (("events", "attested_by"), ("stances", "attribution")):
        outer |= getattr(notes, table).set_index("id")[column].to_dict()
    for key in outer:
        chain, above = chains.setdefault(key, []), outer[key]
        while above in outer and above not in chain:  # a correction may make a ring
            chain.insert(0, above)
            above = outer[above]
    return chains


def chain_table(notes: Annotation) -> pd.DataFrame:
    """Return the attributions within another: on whose word each rests, the outermost first."""
    media, told = notes.actors.query("kind == 'media'")["name"], _told(notes, notes.attributions)
    rows, told, chains = [], told.set_index("id"), chains_by_id(notes)
    for key, content in told["content"].items():
        chain = told.loc[[*chains[key], key]]
        paper = [name for name in media if name in chain["addressee"].iloc[0]][:1]  # who was told
        steps = [voice for voice, _ in groupby([*paper, *chain["voice"]])]
        if len(steps) > 1:
            rows.append((key, " → ".join(steps), len(steps), content))
    return pd.DataFrame(rows, columns=["id", "chain", "steps", "content"])


def source_ledger(notes: Annotation) -> pd.DataFrame:
    """Return one row a source: attributions, words granted, share quoted, classes of its cues."""
    said = _told(notes, notes.attributions).assign(actor=notes.attributions["source"])
    said["words"] = said["content"].str.split().map(len)
    sums = said.assign(quoted=said["manner"] != "indirect").groupby("actor")
    made = sums.agg({"words": "sum", "quoted": "mean"}).round(2).assign(attributions=sums.size())
    made["cues"] = sums["cue_class"].agg(lambda cues: " ".join(sorted({*cues})))
    made = notes.actors.join(made, on="id", how="inner")
    made = made.sort_values(["words", "id"], ascending=[False, True], ignore_index=True)
    return made[["name", "described", "kind", "named", "attributions", "words", "quoted", "cues"]]


def stance_table(notes: Annotation) -> pd.DataFrame:
    """Return the stances with names, a sign and the evidence, in text order."""
    made = _told(notes, notes.stances).rename(columns={"voice": "reported by"})
    made["sign"] = made["polarity"].map({"favour": "+", "against": "–", "neutral": "·"})
    return made[["id", "holder", "sign", "target", "kind", "reported by", "confidence", "evidence"]]


def event_table(notes: Annotation, *, dated: bool = True) -> pd.DataFrame:
    """Return the events with a time by their first day, or those without, and who attests."""
    known = (notes.events["time"] != "") | (notes.events["rule"] == "told-elsewhere")
    made = _told(notes, notes.events[known == dated]).rename(columns={"voice": "attested by"})
    when = made["time"].map(time_table(notes).set_index("id")["words"]).fillna("")
    digit = when.str.contains(r"\d").map({True: "stated", False: "resolved"})  # “Tuesday”
    dating = digit.where(made["time"] != "", "assumed")  # by the tense
    made = made.assign(event=made["label"], when=when, dating=dating).reset_index(drop=True)
    made = made.sort_values(["earliest", "latest", "id"], ignore_index=True) if dated else made
    return made[["id", "event", "when", "earliest", "latest", "dating", "status", "attested by"]]


def time_table(notes: Annotation) -> pd.DataFrame:
    """Return the time expressions with their words, in text order."""
    made = _told(notes, notes.times).rename(columns={"timex": "words"})
    return made[["id", "words", "type", "value", "mod", "anchor", "earliest", "latest", "rule"]]


def summary(notes: Annotation) -> dict[str, pd.DataFrame]:
    """Return the three tables that sum up an article, each under its question."""
    found = {"Who speaks": source_ledger(notes), "Who stands where": stance_table(notes)}
    found |= {"What happened when": event_table(notes)}
    return {question: made.drop(columns="id", errors="ignore") for question, made in found.items()}


def find_conflicts(events: pd.DataFrame, words: str | None = None) -> pd.DataFrame:
    """Return pairs of events in which two voices count what words/counts.csv names differently."""
    counts, numbers = read_words("counts", words), read_words("timex_number", words)
    numbers, tallies, pairs = {w: row["value"] for w, row in numbers.items()}, [], []
    for row in events[["id", "label", "attested_by"]].itertuples(index=False):
        said = row.label.lower().replace(" a ", " ").split()
        figures = [w for w in said if w[0].isdigit() or w in COMPARED or w in numbers]
        if figures and (counted := [counts[w]["quantity"] for w in said if w in counts]):
            tallies.append((counted[0], numbers.get(figures[0], figures[0]), row))
    for (what, one, a), (same, two, b) in combinations(tallies, 2):
        if what == same and one != two and a.attested_by != b.attested_by:
            pairs.append((what, *a, *b))
    return pd.DataFrame(pairs, columns=PAIR.split())
