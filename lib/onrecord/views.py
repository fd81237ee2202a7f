"""Tables to read: names and words instead of ids, made from an annotation and never stored."""

import pandas as pd

from .annotation import Annotation
from .lexicon import read_words

MARKS = {"favour": "+", "against": "–", "neutral": "·"}


def explain(notes: Annotation, key: str) -> str:
    """Say in one sentence why the row ``key`` is there."""
    reason = read_words("reasons")[key[0]]
    row = getattr(notes, reason["table"]).set_index("id").loc[key].to_dict()
    words, names = _words(notes, owner=key), _names(notes)
    more = {
        "why": read_words("rules").get(row["rule"], {"why": "see its rule"})["why"],
        "given": _given(words.get("source", ""), names.get(row.get("source"), "nobody known")),
        "who": names.get(row.get("holder")),
        "whom": names.get(row.get("target")),
        "first": row.get("earliest") or "open",
        "last": row.get("latest") or "open",
        "voice": voice_name(notes, row.get("attested_by", "")),
        "named_": "" if row.get("named") else "not",
    }
    said = reason["sentence"].format_map(words | row | more)
    return f"{key}: {' '.join(said.split())}"


def _given(source: str, who: str) -> str:
    """Say what the source of an attribution is known by."""
    if not source:
        return "no source is given"
    if source.lower() in read_words("pronouns"):
        return f"“{source}” is taken for {who}, the last one it fits"
    return f"the source is “{source}”" + ("" if who in source else f", that is {who}")


def _words(notes: Annotation, *, owner: str = "", role: str = "") -> dict[str, str]:
    """Return {role: words} of one owner, or {owner: words} of one role; pieces are joined by …."""
    column, other = ("owner", "role") if owner else ("role", "owner")
    mine = notes.spans[notes.spans[column] == (owner or role)]
    return mine.groupby(other)["text"].agg(" … ".join).to_dict()


def _names(notes: Annotation) -> dict[str, str]:
    names = dict(zip(notes.actors["id"], notes.actors["name"], strict=True))
    return names | {"article": "the article"}


def voice_name(notes: Annotation, attribution: str) -> str:
    """Name who attests: the source of an attribution, or the article itself."""
    if attribution in ("", "article"):
        return "the article"
    source = notes.attributions.set_index("id")["source"].get(attribution, "")
    return _names(notes).get(source, "a source not named")


def attribution_table(notes: Annotation) -> pd.DataFrame:
    """Return the attributions with names and words instead of ids, in text order."""
    content, names = _words(notes, role="content"), _names(notes)
    made = notes.attributions.assign(
        source=[names.get(source, "–") for source in notes.attributions["source"]],
        content=[content.get(key, "") for key in notes.attributions["id"]],
    )
    return made[["id", "source", "cue", "cue_class", "negated", "manner", "within", "content"]]


def chain_table(notes: Annotation) -> pd.DataFrame:
    """Return the attributions within another: on whose word each rests, the outermost first.

    A paper or channel that the outermost voice told it to is one step more.
    """
    said, media = notes.attributions.set_index("id"), notes.actors.query("kind == 'media'")["name"]
    content, told = _words(notes, role="content"), _words(notes, role="addressee")
    rows = []
    for key in said.index:
        chain, at = [key], key
        while at := said.at[at, "within"]:
            chain.insert(0, at)
        paper = [name for name in media if name in told.get(chain[0], "")][:1]
        voices = paper + [voice_name(notes, key) for key in chain]
        voices = [v for n, v in enumerate(voices) if v not in voices[n - 1 : n]]
        if len(voices) > 1:
            row = {"id": key, "chain": " → ".join(voices), "steps": len(voices)}
            rows.append(row | {"content": content.get(key, "")})
    return pd.DataFrame(rows, columns=["id", "chain", "steps", "content"])


def source_ledger(notes: Annotation) -> pd.DataFrame:
    """Return one row a source: attributions, words granted, share quoted; most words first."""
    said = attribution_table(notes).assign(actor=notes.attributions["source"])
    said["words"] = [len(content.split()) for content in said["content"]]
    said["quoted"] = (said["manner"] != "indirect").astype(float)
    sums = said[said["actor"] != ""].groupby("actor")
    made = sums.agg(attributions=("id", "size"), words=("words", "sum"), quoted=("quoted", "mean"))
    made = notes.actors.join(made.round(2), on="id", how="inner")
    made = made.sort_values(["words", "id"], ascending=[False, True], ignore_index=True)
    return made[["name", "described", "kind", "named", "attributions", "words", "quoted"]]


def stance_table(notes: Annotation) -> pd.DataFrame:
    """Return the stances with names, a sign and the evidence, in text order."""
    names, evidence, stances = _names(notes), _words(notes, role="evidence"), notes.stances
    made = stances.assign(
        holder=[names[holder] for holder in stances["holder"]],
        sign=[MARKS[polarity] for polarity in stances["polarity"]],
        target=[names[target] for target in stances["target"]],
        evidence=[evidence.get(key, "") for key in stances["id"]],
    )
    made["reported by"] = [voice_name(notes, key) for key in stances["attribution"]]
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

    ``dating`` says how the days are known: stated (written as a number), resolved ("Tuesday"), or
    assumed from the tense and the days told around.
    """
    words, events = _words(notes, role="timex"), notes.events
    known = (events["time"] != "") | (events["rule"] == "told-elsewhere")
    made = events[known == dated].rename(columns={"label": "event"})
    made["when"] = [words.get(key, "") for key in made["time"]]
    digit = [any(c.isdigit() for c in when) for when in made["when"]]
    how = zip(digit, made["time"], strict=True)
    made["dating"] = ["stated" if d else "resolved" if time else "assumed" for d, time in how]
    made["attested by"] = [voice_name(notes, key) for key in made["attested_by"]]
    made = made.sort_values(["earliest", "latest", "id"]) if dated else made
    columns = ["id", "event", "when", "earliest", "latest", "dating", "status", "attested by"]
    return made[columns].reset_index(drop=True)


def telling_table(notes: Annotation) -> pd.DataFrame:
    """Return the dated events as they are told, each with its place in the order of happening."""
    told = event_table(notes).query("earliest != ''")
    told = told.assign(at=told["id"].str[1:].astype(int)).sort_values("at", ignore_index=True)
    told["told"] = told.index + 1
    told["happened"] = told["earliest"].rank(method="first").astype(int)
    return told[["id", "told", "happened", "earliest", "event"]]


def summary(notes: Annotation) -> dict[str, pd.DataFrame]:
    """Return the three tables that sum up an article, each under its question."""
    return {
        "Who speaks": source_ledger(notes),
        "Who stands where": stance_table(notes).drop(columns="id"),
        "What happened when": event_table(notes).drop(columns="id"),
    }


def time_table(notes: Annotation) -> pd.DataFrame:
    """Return the time expressions with their words, in text order."""
    words = _words(notes, role="timex")
    made = notes.times.assign(words=[words.get(key, "") for key in notes.times["id"]])
    return made[["id", "words", "type", "value", "mod", "anchor", "earliest", "latest", "rule"]]


def line_table(notes: Annotation) -> pd.DataFrame:
    """Return the lines that are not searched, with the rule that sorted them out."""
    others = ~notes.lines["kind"].isin(["headline", "body"])
    return notes.lines.loc[others, ["id", "kind", "rule", "text"]]
