"""Run one layer over a public corpus and write its findings in the referee's format.

python benchmarks/predict.py LAYER SPLIT_DIR OUT.jsonl

LAYER is sourcing, timeline or stance. Only the input files of SPLIT_DIR are read: docs.jsonl
with its texts, events.jsonl, items.jsonl. Sourcing writes the outermost attributions, as the
corpora annotate them. No linguistics in here.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

import pandas as pd

from onrecord import annotate
from onrecord.article import Article
from onrecord.attitude import attitude
from onrecord.language import parse
from onrecord.stance import find_stances
from onrecord.tables import table
from onrecord.timeline import find_events


def read_jsonl(path: Path) -> list[dict]:
    """Read one JSON object a line."""
    return [
        json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def documents(split: Path):
    """Yield (record, Article) for each document, its text as it is."""
    for record in read_jsonl(split / "docs.jsonl"):
        with (split / record["text_file"]).open(encoding="utf-8", newline="") as file:
            text = file.read()
        yield record, Article(text=text, name=record["doc"], published=record["published"] or "")


def sourcing(split: Path):
    """Yield one line for each outermost attribution."""
    for record, article in documents(split):
        notes = annotate(article)
        places = defaultdict(list)
        for span in notes.spans.itertuples():
            places[span.owner, span.role].append([span.start, span.end])
        for row in notes.attributions[notes.attributions["within"] == ""].itertuples():
            pieces = {role: places.get((row.id, role)) for role in ("source", "cue", "content")}
            yield {"doc": record["doc"], **pieces}


def timeline(split: Path):
    """Yield one line for each document: its time expressions, and the dates of given events."""
    given = {}
    if (split / "events.jsonl").exists():
        given = {record["doc"]: record for record in read_jsonl(split / "events.jsonl")}
    for record, article in documents(split):
        notes = annotate(article)
        marks = notes.spans[notes.spans["role"] == "timex"].set_index("owner")
        line = {
            "doc": record["doc"],
            "timex": [
                {
                    "start": int(marks.at[t.id, "start"]),
                    "end": int(marks.at[t.id, "end"]),
                    "type": t.type,
                    "value": t.value,
                }
                for t in notes.times.itertuples()
            ],
        }
        if record["doc"] in given:
            line["events"] = dates(notes, given[record["doc"]]["events"])
        yield line


def dates(notes, events: list[dict]) -> list[dict]:
    """Date the given events; the corpus dates what lasts since a day by that day."""
    at = [(event["start"], event["end"]) for event in events]
    doc = parse(notes.article.text, notes.lines)
    layers = {kind: getattr(notes, kind) for kind in ("lines", "times", "attributions", "spans")}
    found, _ = find_events(doc, layers, notes.article.published, given=at)
    stated = notes.times.set_index("id")
    when = {}
    for event in found.to_dict("records"):
        row = stated.loc[event["time"]] if event["rule"] == "since-event" else event
        when[int(event["id"][1:])] = shared_date(row["earliest"], row["latest"])
    dated = [next((when[i] for i in range(*place) if i in when), None) for place in at]
    return [dict(start=s, end=e, date=date) for (s, e), date in zip(at, dated, strict=True)]


def shared_date(earliest: str, latest: str) -> str | None:
    """Write an interval as the one date the corpus wants: the day, month or year it spells.

    A half-open interval is written as the end that is known, None stands for a longer one.
    """
    earliest, latest = earliest or latest, latest or earliest
    for length in (10, 7, 4):
        if earliest and earliest[:length] == latest[:length]:
            return earliest[:length]
    return None


def stance(split: Path):
    """Yield one line for each item, in the form its corpus asks for."""
    if (split / "docs.jsonl").exists():
        yield from (article_stances(record, article) for record, article in documents(split))
        return
    for item in read_jsonl(split / "items.jsonl"):
        yield sentence_stances(item) if "sentences" in item else pair_stance(item)


def article_stances(record: dict, article: Article, classifier: str | None = None) -> dict:
    """Give every stance of a whole article with names, as SEESAW writes who has none."""
    notes = annotate(article, classifier=classifier)
    names = {a.id: a.name if a.named else "Not in the list" for a in notes.actors.itertuples()}
    names["article"] = "None"
    proof = notes.spans[notes.spans["role"] == "evidence"]
    stances = [
        {
            "source": names[row.holder],
            "target": names[row.target],
            "label": row.polarity,
            "evidence": proof[proof["owner"] == row.id][["start", "end"]].to_numpy().tolist(),
        }
        for row in notes.stances.itertuples()
    ]
    return {"doc": record["doc"], "stances": stances}


def sentence_stances(item: dict) -> dict:
    """Give the stances of an article whose sentences are numbered."""
    text = "\n".join(item["sentences"])
    found = article_stances(
        {"doc": item["id"]}, Article(text=text, published=item["date"] or ""), "model"
    )
    triples = []
    for row in found["stances"]:
        number = text.count("\n", 0, row["evidence"][0][0])
        triples.append(
            {"sentence": number, **{key: row[key] for key in ("source", "target", "label")}}
        )
    return {"id": item["id"], "triples": [t for t in triples if t["label"] != "neutral"]}


def pair_stance(item: dict) -> dict:
    """Give the label of a marked target: from the marked source, or from the sentence."""
    notes = annotate(Article(text=item["text"]))
    doc = parse(item["text"], notes.lines)
    return label_pair(item, doc, notes.attributions, notes.spans)


def label_pair(item: dict, doc, attributions: pd.DataFrame, spans: pd.DataFrame) -> dict:
    """Let the rules speak between two marked actors; towards a target alone, the model."""
    target = item["target"]
    if not item["source"]:
        words = doc.char_span(target["start"], target["end"], alignment_mode="expand")
        chances = attitude(words)
        best = max(chances, key=chances.get)
        return {"id": item["id"], "label": best, "score": chances[best]}
    found, _ = find_stances(doc, mark(attributions, spans, item), classifier="model")
    found = found[(found["target"] == "target") & (found["holder"] == "source")]
    found = found[(found["polarity"] != "neutral")]
    if found.empty:
        return {"id": item["id"], "label": "neutral", "score": 0.0}
    best = found.loc[found["confidence"].idxmax()]
    line = {"id": item["id"], "label": best["polarity"], "score": float(best["confidence"])}
    return line | {"rule": best["rule"]}


def mark(attributions: pd.DataFrame, spans: pd.DataFrame, item: dict) -> dict:
    """Return attributions and spans with two actors only, named source and target, as marked."""
    named, kept = spans[spans["role"] == "mention"], [spans[spans["role"] != "mention"]]
    speakers = attributions["source"].copy()
    for role in ("target", "source"):
        start, end = item[role]["start"], item[role]["end"]
        row = {"id": f"{role}.mention.{start}", "owner": role, "role": "mention"}
        made = row | {"start": start, "end": end, "text": item[role]["text"]}
        over = (spans["start"] < end) & (spans["end"] > start)
        actors = set(named[over.loc[named.index]]["owner"])
        again = named[named["owner"].isin(actors) & ~over.loc[named.index]].assign(owner=role)
        kept += [again, table("spans", [made])]
        speak = set(spans[over & (spans["role"] == "source")]["owner"])
        speakers[attributions["source"].isin(actors) | attributions["id"].isin(speak)] = role
    spans = pd.concat(kept, ignore_index=True)
    return {"attributions": attributions.assign(source=speakers), "spans": spans}


LAYERS = {"sourcing": sourcing, "timeline": timeline, "stance": stance}


def main(layer: str, split: str, out: str) -> int:
    """Write OUT.jsonl; 0 means that every document was handled."""
    with Path(out).open("w", encoding="utf-8") as file:
        for line in LAYERS[layer](Path(split)):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in LAYERS:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
