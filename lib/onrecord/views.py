"""Tables to read: names and words instead of ids, made from an annotation and never stored."""

import pandas as pd

from .annotation import Annotation
from .lexicon import read_words


def explain(notes: Annotation, key: str) -> str:
    """Say in one sentence why the row ``key`` is there."""
    reason = read_words("reasons")[key[0]]
    row = getattr(notes, reason["table"]).set_index("id").loc[key].to_dict()
    words, names = _words(notes, owner=key), names_by_id(notes)
    said, who = words.get("source", ""), names.get(row.get("source"), "nobody known")
    given = f"the source is “{said}”" if who in said else f"the source is “{said}”, that is {who}"
    if said.lower() in read_words("pronouns"):
        given = f"“{said}” is taken for {who}, the last one it fits"
    more = {"given": given if said else "no source is given"} | row
    more |= read_words("rules").get(row["rule"], {"why": "see its rule"})
    more |= {"who": names.get(row.get("holder")), "whom": names.get(row.get("target"))}
    more |= {"first": row.get("earliest") or "open", "last": row.get("latest") or "open"}
    more["voice"] = voice_name(notes, row.get("attested_by", ""))
    more["named_"] = "" if row.get("named") else "not"
    return f"{key}: {' '.join(reason['sentence'].format_map(words | more).split())}"


def _words(notes: Annotation, *, owner: str = "", role: str = "") -> dict[str, str]:
    """Return {role: words} of one owner, or {owner: words} of one role; pieces are joined by …."""
    column, other = ("owner", "role") if owner else ("role", "owner")
    mine = notes.spans[notes.spans[column] == (owner or role)]
    return mine.groupby(other)["text"].agg(" … ".join).to_dict()


def names_by_id(notes: Annotation) -> dict[str, str]:
    """Return {actor id: name}, and the article under "article"."""
    return notes.actors.set_index("id")["name"].to_dict() | {"article": "the article"}


def voice_name(notes: Annotation, attribution: str) -> str:
    """Name who attests: the source of an attribution, or the article itself."""
    sources = notes.attributions.set_index("id")["source"]
    source = sources.get(attribution, attribution or "article")
    return names_by_id(notes).get(source, "a source not named")


def attribution_table(notes: Annotation) -> pd.DataFrame:
    """Return the attributions with names and words instead of ids, in text order."""
    made = notes.attributions.copy()
    made["content"] = made["id"].map(_words(notes, role="content")).fillna("")
    made["source"] = made["source"].map(names_by_id(notes)).fillna("–")
    return made[["id", "source", "cue", "cue_class", "negated", "manner", "within", "content"]]


def chain_of(notes: Annotation, key: str) -> list[str]:
    """Return the ids of the attributions that carry a finding, the outermost first."""
    within, rows = notes.attributions.set_index("id")["within"].to_dict(), {}
    for table, column in (("events", "attested_by"), ("stances", "attribution")):
        rows |= getattr(notes, table).set_index("id")[column].to_dict()
    chain, outer = [], rows.get(key, within.get(key, ""))
    while outer in within and outer not in chain:  # a correction may have made a ring
        chain.insert(0, outer)
        outer = within[outer]
    return chain


def chain_table(notes: Annotation) -> pd.DataFrame:
    """Return the attributions within another: on whose word each rests, the outermost first."""
    content, told = _words(notes, role="content"), _words(notes, role="addressee")
    media, rows = notes.actors.query("kind == 'media'")["name"], []
    for key in notes.attributions["id"]:
        chain = [*chain_of(notes, key), key]
        paper = [name for name in media if name in told.get(chain[0], "")][:1]  # who was told it
        voices = paper + [voice_name(notes, key) for key in chain]
        voices = [v for n, v in enumerate(voices) if v not in voices[n - 1 : n]]
        if len(voices) > 1:
            rows.append((key, " → ".join(voices), len(voices), content.get(key, "")))
    return pd.DataFrame(rows, columns=["id", "chain", "steps", "content"])


def source_ledger(notes: Annotation) -> pd.DataFrame:
    """Return one row a source: attributions, words granted, share quoted, classes of its cues."""
    said = attribution_table(notes).assign(actor=notes.attributions["source"])
    said["words"] = [len(content.split()) for content in said["content"]]
    said["quoted"] = (said["manner"] != "indirect").astype(float)
    sums, once = (
        said[said["actor"] != ""].groupby("actor"),
        lambda cells: " ".join(sorted({*cells})),
    )
    made = sums.agg(attributions=("id", "size"), words=("words", "sum"), quoted=("quoted", "mean"),
                    cues=("cue_class", once))  # fmt: skip
    made = notes.actors.join(made.round(2), on="id", how="inner")
    made = made.sort_values(["words", "id"], ascending=[False, True], ignore_index=True)
    return made[["name", "described", "kind", "named", "attributions", "words", "quoted", "cues"]]


def stance_table(notes: Annotation) -> pd.DataFrame:
    """Return the stances with names, a sign and the evidence, in text order."""
    names, made = names_by_id(notes), notes.stances.copy()
    made["holder"], made["target"] = made["holder"].map(names), made["target"].map(names)
    made["sign"] = made["polarity"].map({"favour": "+", "against": "–", "neutral": "·"})
    made["evidence"] = made["id"].map(_words(notes, role="evidence"))
    made["reported by"] = [voice_name(notes, key) for key in made["attribution"]]
    columns = ["id", "holder", "sign", "target", "kind", "reported by", "confidence", "evidence"]
    return made[columns]


def stance_matrix(notes: Annotation) -> pd.DataFrame:
    """Return holder x target: the sign and number of their stances; ± where they disagree."""
    cells = stance_table(notes).groupby(["holder", "target"])["sign"].agg(list).map(_sum_of)
    return cells.unstack(fill_value="") if len(cells) else pd.DataFrame()


def _sum_of(signs: list[str]) -> str:
    kinds = set(signs) - {"·"} or {"·"}
    return f"{kinds.pop() if len(kinds) == 1 else '±'} {len(signs)}"


def event_table(notes: Annotation, *, dated: bool = True) -> pd.DataFrame:
    """Return the events with a time by their first day, or those without, and who attests.

    ``dating``: the days are stated (as numbers), resolved ("Tuesday") or assumed (by the tense).
    """
    known = (notes.events["time"] != "") | (notes.events["rule"] == "told-elsewhere")
    made = notes.events[known == dated].rename(columns={"label": "event"})
    made["when"] = made["time"].map(_words(notes, role="timex")).fillna("")
    digit = made["when"].str.contains(r"\d").map({True: "stated", False: "resolved"})
    made["dating"] = digit.where(made["time"] != "", "assumed")
    made["attested by"] = [voice_name(notes, key) for key in made["attested_by"]]
    made = made.sort_values(["earliest", "latest", "id"]) if dated else made
    columns = ["id", "event", "when", "earliest", "latest", "dating", "status", "attested by"]
    return made[columns].reset_index(drop=True)


def summary(notes: Annotation) -> dict[str, pd.DataFrame]:
    """Return the three tables that sum up an article, each under its question."""
    found = {"Who stands where": stance_table(notes), "What happened when": event_table(notes)}
    found = {question: table.drop(columns="id") for question, table in found.items()}
    return {"Who speaks": source_ledger(notes)} | found


def time_table(notes: Annotation) -> pd.DataFrame:
    """Return the time expressions with their words, in text order."""
    made = notes.times.assign(words=notes.times["id"].map(_words(notes, role="timex")))
    return made[["id", "words", "type", "value", "mod", "anchor", "earliest", "latest", "rule"]]


def line_table(notes: Annotation) -> pd.DataFrame:
    """Return the lines that are not searched, with the rule that sorted them out."""
    return notes.lines.query("kind not in ['headline', 'body']")[["id", "kind", "rule", "text"]]
