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
# About the share of each rule's stances that is right on DSE clean dev: verb 24 of 37, transferred
# 13 of 27, noun 3 of 7, model 18 of 48; a rule that spoke less often than that has .4 or .5.
CONFIDENCE = {
    "verb": 0.65, "noun": 0.5, "adjective": 0.5, "judgement": 0.5, "relation": 0.5,
    "transferred": 0.45, "implied": 0.4, "model": 0.4, "classifier": 0.4,
}  # fmt: skip
SURE = 0.75  # the model is heard from this probability on
UNDONE = {"refuse", "decline", "fail", "stop", "avoid", "cease", "deny", "end", "reject"}
OWNERS = ("poss", "compound", "amod", "nmod", "appos")


def find_stances(
    doc: Doc,
    attributions: pd.DataFrame,
    spans: pd.DataFrame,
    words: str | None = None,
    classifier: Callable[[str, str], dict[str, float]] | str | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (stances, their spans): every directed word whose holder and target are actors.

    A row of ``words/stance.csv`` gives the subject's perspective on the object, or on the noun
    after the preposition it names, as in Choi and Wiebe (2014), EMNLP, D14-1125. Without a subject
    of its own a word is held by the source of the attribution around it, or by the article.
    ``classifier`` (sentence, target -> {label: probability}), or "model" for ``attitude``, is asked
    about the actors in a source's content towards whom no rule of this source speaks.
    """
    actor_at, content_at = owner_at(spans, "mention"), owner_at(spans, "content")
    said = {row.id: row for row in attributions.itertuples()}
    rows: dict[str, dict] = {}
    proof: dict[str, dict] = {}
    lexicon, text = _lexicon(words), doc.text
    directed = (w for w in doc if w.lemma_.lower() in lexicon or w.lower_ in lexicon)
    found = [
        (word, holder, target, _stance(word, row, rule, holder, target, actor_at, said, carrier))
        for word in directed
        for row, holder, target, rule in _readings(word, lexicon)
        for carrier in [content_at(word.idx)]
    ]
    if classifier:
        told = {(row["holder"], row["target"], row["attribution"]) for *_, row in found}
        found += _opinions(doc, attributions, spans, told, classifier)
    for word, holder, target, row in found:
        key = f"s{word.idx}.{0 if holder is None else holder.idx}.{target.idx}"
        silent = row["kind"] == "silence"
        heard = not silent or (f"a{word.idx}" in said and said[f"a{word.idx}"].negated)
        if heard and row["holder"] and row["target"] and row["holder"] != row["target"]:
            rows.setdefault(key, {"id": key} | row)
            first, last = sorted((word, target), key=lambda token: token.i)
            for role, a, b in (("evidence", first, last), ("target", target, target)):
                made = span(key, role, a.idx, b.idx + len(b.text), text)
                proof[made["id"]] = made
    return table("stances", list(rows.values())), table("spans", list(proof.values()))


def _stance(word, row, rule, holder, target, actor_at, said, carrier) -> dict:
    """Make the row of one reading: its ends as actors, its sign after “not”, “refuse to”, “no”."""
    speaker = said[carrier].source if carrier in said else "article"
    infinitive = word.dep_ in ("xcomp", "ccomp") and any(c.tag_ == "TO" for c in word.children)
    # “urged them to help us”: the one who urges holds the stance, nobody has acted
    wished = infinitive and carrier in said and said[carrier].cue_class == "directive"
    who = speaker if holder is None or wished else _meant(holder, actor_at)[0]
    aim, link = _meant(target, actor_at)
    polarity, turned = row["polarity"], negated(word) or _undone(word)
    if turned and row["kind"] != "silence":
        polarity = OPPOSITE[polarity] if row["kind"] == "speech" else "neutral"
    rule = link if link and rule != "implied" else rule
    made = {"holder": who, "target": aim, "polarity": polarity}
    made |= {"kind": "implied" if rule == "implied" else row["kind"], "attribution": carrier}
    trust = round(CONFIDENCE[rule] - (0.2 if turned else 0.0), 2)
    return made | {"confidence": trust, "rule": f"{rule}: {row['pattern']}"}


def _opinions(doc, attributions, spans, told, classifier) -> Iterator[tuple]:
    """Yield what the classifier thinks a source's content says of the actors in it."""
    said = {row.id: row for row in attributions.itertuples() if not row.negated}
    content_at, context = owner_at(spans, "content"), read_context(attributions, spans)
    for mention in spans[spans["role"] == "mention"].itertuples():
        carrier = content_at(mention.start)
        target = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if carrier not in said or target is None:
            continue
        pair = (said[carrier].source, mention.owner, carrier)
        if pair in told:
            continue
        if classifier == "model":
            chances = attitude(doc, mention.start, mention.end, context)
        else:
            chances = classifier(target.sent.text.strip(), mention.text)
        polarity = max(chances, key=chances.get)
        if polarity != "neutral" and chances[polarity] >= SURE:
            told.add(pair)
            row = {"holder": pair[0], "target": pair[1], "polarity": polarity, "kind": "implied"}
            rule = "model" if classifier == "model" else "classifier"
            row |= {"attribution": carrier, "confidence": CONFIDENCE[rule], "rule": rule}
            yield target.root, None, target.root, row


@lru_cache(maxsize=8)
def _lexicon(words: str | None) -> dict[str, dict[str, dict]]:
    """Return {first word of a pattern: {the rest of it: row}}: “critic of”, “be liar”, “accuse”."""
    found: dict[str, dict[str, dict]] = {}
    for pattern, row in read_words("stance", words).items():
        first, _, rest = pattern.partition(" ")
        first, rest = (rest, "be") if first == "be" else (first, rest)
        found.setdefault(first, {})[rest] = row
    return found


def _readings(word: Token, lexicon: dict) -> Iterator[tuple]:
    """Yield (row, holder or None for the speaker, target, rule) for a directed word."""
    felt = word.tag_ == "VBN" and word.lower_ in lexicon  # “is disappointed with Reyk”
    entry = lexicon.get(word.lower_ if felt else word.lemma_.lower())
    if not entry or word.pos_ not in ("VERB", "NOUN", "ADJ", "PROPN"):
        return
    if word.pos_ == "VERB" and not felt:
        holder = subject_of(word)
        if holder is None and word.dep_ == "pcomp":  # “despite condemning Maro, Reyk can …”
            holder = next(
                (c for o in _objects(word) for c in o.children if c.dep_ == "appos"), None
            )
        if holder is None:
            return  # “was toppled” blames nobody
        for target in _objects(word) if "" in entry else ():
            yield entry[""], holder, target, "verb"
            yield from _implied(word, entry[""], holder, target, lexicon)
        yield from ((entry[p], holder, t, "verb") for p, t in _after(word) if p in entry)
        return
    if word.dep_ == "dobj" and "" in lexicon.get(word.head.lemma_.lower(), {}):
        return  # “condemned the attack on Maro”: whose attack?
    holder, rule = _holder(word), "adjective" if felt or word.pos_ == "ADJ" else "noun"
    for prep, target in _after(word):
        if prep in entry and not (holder is None and entry[prep]["kind"] == "action"):
            yield entry[prep], holder, target, rule
    for owner in word.children if "of" in entry else ():  # “Reyk's ally Maro”, “Reyk critic Maro”
        if entry["of"]["kind"] == "relation" and owner.dep_ in ("poss", "compound", "nmod"):
            beside = next((c for c in word.children if c.dep_ == "appos"), None)
            whose = beside or (word.head if word.dep_ in ("compound", "appos") else word)
            if word.dep_ == "attr":
                whose = subject_of(word.head) or word
            yield entry["of"], whose, owner, "relation"
    if "be" in entry and (target := _judged(word)) is not None:
        verb = word.head.head if word.head.dep_ == "prep" else word.head
        judge = None if word.dep_ in ("attr", "acomp", "amod", "appos") else subject_of(verb)
        yield entry["be"], judge, target, "judgement"


def _objects(verb: Token) -> list[Token]:
    """Return whom a verb acts on: object, passive subject, or the noun its clause describes."""
    dep = "nsubjpass" if any(c.dep_ == "nsubjpass" for c in verb.children) else "dobj"
    found = [c for c in verb.children if c.dep_ == dep]
    if not found and verb.dep_ == "acl" and verb.tag_ == "VBN":
        found = [verb.head]
    if not found and not any(c.dep_ in ("ccomp", "xcomp", "prep") for c in verb.children):
        # “praised and thanked Maro”
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


def _implied(word: Token, row: dict, holder: Token, noun: Token, lexicon: dict) -> Iterator[tuple]:
    """Yield what a stance on a deed says of whom it is done to.

    “Condemned the attack on Iran” and “accused them of attacking Iran” are for Iran (Deng and
    Wiebe 2014, EACL, E14-1040: who is against what harms somebody is for that somebody).
    """
    deeds = [c for p in (*word.children, *noun.children) for c in p.children if c.dep_ == "pcomp"]
    deeds += [c for deed in deeds for c in deed.children if c.dep_ in ("xcomp", "conj")]
    harms = [(lexicon.get(d.lemma_.lower(), {}).get(""), t) for d in deeds for t in _objects(d)]
    entry = lexicon.get(noun.lemma_.lower(), {})
    for deed, target in [*harms, *((entry.get(prep), t) for prep, t in _after(noun))]:
        if deed and row["kind"] == "speech":
            same = deed["polarity"] == "favour"
            polarity = row["polarity"] if same else OPPOSITE[row["polarity"]]
            yield row | {"polarity": polarity}, holder, target, "implied"


def _holder(word: Token) -> Token | None:
    """Return whose stance a noun or adjective tells; None where it is the speaker's word."""
    owner = next((c for c in word.children if c.dep_ in ("poss", "nsubjpass")), None)
    if owner is not None or word.dep_ in ("appos", "amod", "relcl"):
        return owner if owner is not None else word.head
    if word.dep_ == "nsubj" and not any(c.dep_ == "det" for c in word.children):
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
