"""Find directed stances: who stands where towards whom, on which words of evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from .attitude import attitude, read_context
from .language import negated, subject_of
from .lexicon import read_words
from .tables import owner_at, span, table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_stances"]

OPPOSITE = {"favour": "against", "against": "favour", "neutral": "neutral"}
# The share of each rule's stances that is right on DSE clean train, see benchmarks/calibrate.py.
CONFIDENCE = {
    "verb": 0.67, "noun": 0.6, "adjective": 0.6, "judgement": 0.5, "relation": 0.6,
    "transferred": 0.6, "implied": 0.45, "model": 0.4, "classifier": 0.4,
}  # fmt: skip
SURE = 0.6  # the model is heard from this probability on
UNDONE = {"refuse", "decline", "fail", "stop", "avoid", "cease", "deny", "end", "reject"}
OWNERS = ("poss", "compound", "amod", "nmod", "appos")


def find_stances(
    doc: Doc,
    attributions: pd.DataFrame,
    spans: pd.DataFrame,
    words: str | None = None,
    classifier: Callable[[str, str], dict[str, float]] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (stances, their spans): every directed word whose holder and target are actors.

    A row of ``words/stance.csv`` gives the subject's perspective on the object, or on the noun
    after the preposition it names, as in Choi and Wiebe (2014), EMNLP, D14-1125. Without a subject
    of its own a word is held by the source of the attribution around it, or by the article. Where
    no rule speaks, ``classifier`` (or ``attitude``) may, for actors in somebody's content.
    """
    actor_at, content_at = owner_at(spans, "mention"), owner_at(spans, "content")
    said = {row.id: row for row in attributions.itertuples()}
    rows: dict[str, dict] = {}
    proof: dict[str, dict] = {}

    def keep(word: Token, holder: str, target: Token, aim: str, of: int, **more: object) -> None:
        key = f"s{word.idx}.{of}.{target.idx}"
        if holder and aim and holder != aim and key not in rows:
            rows[key] = {"id": key, "holder": holder, "target": aim, **more}
            first, last = sorted((word, target), key=lambda token: token.i)
            ends = {"evidence": (first, last), "target": (target, target)}
            for role, (a, b) in ends.items():
                made = span(key, role, a.idx, b.idx + len(b.text), doc.text)
                proof[made["id"]] = made

    for word in doc:
        for pattern, row, holder, target, rule in _readings(word, words):
            carrier = content_at(word.idx)
            speaker = said[carrier].source if carrier in said else "article"
            if row["kind"] == "silence" and not (
                f"a{word.idx}" in said and said[f"a{word.idx}"].negated
            ):
                continue
            wished = word.dep_ in ("xcomp", "ccomp") and carrier and _is_wish(word, said[carrier])
            who = speaker if holder is None or wished else _meant(holder, actor_at)[0]
            aim, link = _meant(target, actor_at)
            polarity, turned = row["polarity"], negated(word) or _undone(word)
            if turned and row["kind"] != "silence":
                polarity = OPPOSITE[polarity] if row["kind"] == "speech" else "neutral"
            rule = link if link and rule != "implied" else rule
            trust = CONFIDENCE[rule] - (0.2 if turned else 0.0)
            more = {"polarity": polarity, "kind": "implied" if rule == "implied" else row["kind"]}
            more |= {"attribution": carrier, "confidence": trust, "rule": f"{rule}: {pattern}"}
            of = word.idx if holder is None else holder.idx
            keep(word, who, target, aim, 0 if holder is None else of, **more)
    told = {(row["holder"], row["target"], row["attribution"]) for row in rows.values()}
    judge = classifier and (lambda t: classifier(t.sent.text, t.text))
    context = read_context(attributions, spans)
    for target, aim, carrier in _unjudged(doc, spans, content_at):
        holder = said[carrier].source if carrier in said else ""
        if not holder or holder == aim or (holder, aim, carrier) in told:
            continue
        chances = judge(target) if judge else attitude(doc, target.idx, target.idx + 1, context)
        polarity = max(chances, key=chances.get)
        if polarity != "neutral" and chances[polarity] >= SURE:
            told.add((holder, aim, carrier))
            rule = "classifier" if judge else "model"
            trust = round(CONFIDENCE[rule] * chances[polarity] / SURE, 2)
            more = {"polarity": polarity, "kind": "implied", "attribution": carrier}
            keep(target, holder, target, aim, 0, **more, confidence=min(trust, 1.0), rule=rule)
    return table("stances", list(rows.values())), table("spans", list(proof.values()))


@lru_cache(maxsize=8)
def _lexicon(words: str | None) -> dict[str, dict[str, dict]]:
    """Return {first word of a pattern: {the rest of it: row}}: “critic of”, “be liar”, “accuse”."""
    found: dict[str, dict[str, dict]] = {}
    for pattern, row in read_words("stance", words).items():
        first, _, rest = pattern.partition(" ")
        first, rest = (rest, "be") if first == "be" else (first, rest)
        found.setdefault(first, {})[rest] = row
    return found


def _readings(word: Token, words: str | None) -> Iterator[tuple]:
    """Yield (pattern, row, holder or None for the speaker, target, rule) for a directed word."""
    lemma, lexicon = word.lemma_.lower(), _lexicon(words)
    felt = word.tag_ == "VBN" and word.lower_ in lexicon  # “is disappointed with Reyk”
    lemma = word.lower_ if felt else lemma
    entry = lexicon.get(lemma)
    if not entry or word.pos_ not in ("VERB", "NOUN", "ADJ", "PROPN"):
        return
    if word.pos_ == "VERB" and not felt:
        holder, found = subject_of(word), []
        if "" in entry and holder is not None:
            found = [(lemma, entry[""], t) for t in _objects(word)]
        found += [(f"{lemma} {p}", entry[p], t) for p, t in _after(word) if p in entry]
        if holder is None and _is_passive(word):
            found = []  # “was toppled” blames nobody
        for pattern, row, target in found:
            yield pattern, row, holder, target, "verb"
            if pattern == lemma:
                yield from _implied(pattern, row, holder, target, lexicon)
        return
    holder = _holder(word)
    for prep, target in _after(word):
        if prep in entry and not (holder is None and entry[prep]["kind"] == "action"):
            rule = "adjective" if felt or word.pos_ == "ADJ" else "noun"
            yield f"{lemma} {prep}", entry[prep], holder, target, rule
    if row := entry.get("of"):
        for owner in word.children:  # “Reyk's ally Maro”, “Reyk critic Maro”
            if row["kind"] == "relation" and owner.dep_ in ("poss", "compound", "nmod"):
                beside = next((c for c in word.children if c.dep_ == "appos"), None)
                whose = beside or (word.head if word.dep_ in ("compound", "appos") else word)
                if word.dep_ == "attr":
                    whose = subject_of(word.head) or word
                yield f"{lemma} of", row, whose, owner, "relation"
    if "be" in entry and (target := _judged(word)) is not None:
        verb = word.head.head if word.head.dep_ == "prep" else word.head
        judge = None if word.dep_ in ("attr", "acomp", "amod", "appos") else subject_of(verb)
        yield f"be {lemma}", entry["be"], judge, target, "judgement"


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )


def _objects(verb: Token) -> list[Token]:
    """Return whom a verb acts on: object, passive subject, or the noun its clause describes."""
    dep = "nsubjpass" if any(c.dep_ == "nsubjpass" for c in verb.children) else "dobj"
    found = [c for c in verb.children if c.dep_ == dep]
    if not found and verb.dep_ == "acl" and verb.tag_ == "VBN":
        found = [verb.head]
    if not found:  # “praised and thanked Maro”
        found = [o for c in verb.conjuncts if c.i > verb.i for o in c.children if o.dep_ == "dobj"]
    found = [t.head.head if t.tag_[0] == "W" and verb.dep_ == "relcl" else t for t in found]
    return [target for first in found for target in (first, *first.conjuncts)]


def _after(word: Token) -> Iterator[tuple[str, Token]]:
    """Yield (preposition, noun after it), also of “lashed out at”."""
    inner = [c for c in word.children if c.dep_ in ("prt", "advmod", "prep")]
    for prep in [*inner, *(c for i in inner for c in i.children if c.dep_ == "prep")]:
        for noun in prep.children:
            if noun.dep_ == "pobj":
                yield from ((prep.lower_, target) for target in (noun, *noun.conjuncts))


def _implied(pattern: str, row: dict, holder: Token | None, noun: Token, lexicon: dict) -> Iterator:
    """Yield what a stance on a deed says about whom it is done to: condemned the attack on Iran."""
    entry = lexicon.get(noun.lemma_.lower(), {})
    for prep, target in _after(noun):
        if prep in entry and entry[prep]["polarity"] in OPPOSITE and row["kind"] == "speech":
            same = entry[prep]["polarity"] == "favour"
            polarity = row["polarity"] if same else OPPOSITE[row["polarity"]]
            yield pattern, row | {"polarity": polarity}, holder, target, "implied"


def _holder(word: Token) -> Token | None:
    """Return whose stance a noun or adjective tells; None where it is the speaker's word."""
    owner = next((c for c in word.children if c.dep_ in ("poss", "nsubjpass")), None)
    if owner is not None or word.dep_ in ("appos", "amod", "relcl"):
        return owner if owner is not None else word.head
    if word.dep_ == "nsubj" and any(c.dep_ == "det" for c in word.children) is False:
        return word  # “critics of Reyk say”
    step = word.head if word.dep_ in ("pobj", "conj") else word
    step = step.head if step.dep_ == "prep" else step
    return subject_of(step if step.pos_ in ("VERB", "AUX") else step.head)


def _judged(word: Token) -> Token | None:
    """Return of whom “liar” is said in “X is a liar”, “called X a liar”, “X, a liar”."""
    head = word.head
    if word.dep_ in ("appos", "amod"):
        return head
    if word.dep_ in ("attr", "acomp"):
        return subject_of(head)
    if head.dep_ == "prep" and head.lower_ == "as":
        head = head.head
    elif word.dep_ not in ("oprd", "ccomp", "xcomp"):
        return None
    inside = (c for c in word.children if c.dep_ == "nsubj")
    outside = (c for c in head.children if c.dep_ in ("dobj", "nsubjpass"))
    return next(inside, None) or next(outside, None)


def _undone(word: Token) -> bool:
    """True where the deed is refused or did not come about, or a noun has a “no”."""
    head = word.head
    if word.pos_ == "VERB":
        return word.dep_ == "xcomp" and head.lemma_.lower() in UNDONE and not negated(head)
    no = any(c.lower_ == "no" for c in word.children)
    return no or (word.dep_ in ("attr", "acomp", "dobj") and negated(head))


def _is_wish(word: Token, carrier: object) -> bool:
    """True in “urged them to help us”: the one who urges holds the stance, nobody has acted."""
    infinitive = any(c.tag_ == "TO" for c in word.children)
    return infinitive and carrier.cue_class == "directive"


def _meant(token: Token, actor_at: Callable[[int], str]) -> tuple[str, str]:
    """Return (actor, ''), or an actor that the phrase belongs to and 'transferred'."""
    if token.tag_[0] == "W" and token.head.dep_ == "relcl":
        token = token.head.head
    if key := actor_at(token.idx):
        return key, ""
    for child in token.children:
        if child.dep_ in OWNERS and (key := actor_at(child.idx)):
            return key, "" if child.dep_ == "appos" else "transferred"
        if child.dep_ == "prep" and child.lower_ in ("of", "by", "from"):
            for noun in child.children:
                if noun.dep_ == "pobj" and (key := actor_at(noun.idx)):
                    return key, "transferred"
    return "", ""


def _unjudged(doc: Doc, spans: pd.DataFrame, content_at: Callable) -> Iterator[tuple]:
    """Yield (head token, actor, attribution) of each mention in somebody's content."""
    mentions = spans[spans["role"] == "mention"]
    for start, end, owner in zip(
        mentions["start"], mentions["end"], mentions["owner"], strict=True
    ):
        if (carrier := content_at(start)) and (
            found := doc.char_span(start, end, alignment_mode="expand")
        ):
            yield found.root, owner, carrier
