"""Find who is who: names, titles, descriptions, metonyms, pronouns, merged into one row a voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from .language import noun_phrase
from .lexicon import read_words
from .tables import span, table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LABELS = {"PERSON": "person", "ORG": "institution", "GPE": "state", "NORP": "group"}
PLACE = {"in", "at", "near", "from", "to", "through", "outside", "around", "across", "into"}
PLAIN = {"a", "an", "the", "this", "that", "these", "those", "some", "his", "her", "its", "their"}
FITS = {  # the kinds of actor a pronoun may mean
    "person": {"person"},
    "group": {"group", "institution"},
    "institution": {"institution", "state", "document", "media"},
}
REACH = 600  # characters a pronoun looks back: about a paragraph


def find_actors(
    doc: Doc, claims: list[dict], words: str | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (actors, their mention spans), one actor for all mentions of the same voice.

    Whoever is the source of one of ``claims`` (see ``claims.find_claims``) is an actor, named or
    not. A pronoun that no earlier mention fits is an actor with the rule 'unresolved-pronoun'.
    """
    actors: list[dict] = []
    sources = {claim["source"].i for claim in claims if claim["source"] is not None}
    found = _mentions(doc, sources, words)
    # “I hate it,” the carpenter said: who I is may only be told afterwards.
    for mention in sorted(
        found, key=lambda m: (m.get("seeks") == "speaker", m["start"], -m["end"])
    ):
        if mention["form"] == "pronoun":
            actor = _antecedent(mention, actors, claims)
        else:
            actor = _same(mention, actors)
        if actor is None and (mention["form"] != "pronoun" or mention["head"].i in sources):
            actor = mention | {"id": f"p{mention['head'].idx}", "mentions": [], "keys": set()}
            actors.append(actor)
        if actor is not None:
            _join(actor, mention)
    columns, text = ("id", "name", "kind", "named", "described", "rule"), doc.text
    places = [(a["id"], {m["start"]: m["end"] for m in a["mentions"]}) for a in actors]
    spans = [span(key, "mention", s, e, text) for key, found in places for s, e in found.items()]
    rows = [{column: actor[column] for column in columns} for actor in actors]
    return table("actors", rows), table("spans", spans)


def _mentions(doc: Doc, sources: set[int], words: str | None) -> list[dict]:
    """Collect names, then nouns that can speak, then pronouns; no word heads two mentions."""
    found: dict[int, dict] = {}
    for entity in doc.ents:
        mention = _name(entity, sources, words) if entity.label_ in LABELS else None
        if mention:
            found[mention["head"].i] = mention
    surnames = {m["name"].split()[-1] for m in found.values() if m["kind"] == "person"}
    named = {i for m in found.values() for i in range(m["first"], m["last"] + 1)}
    pronouns = read_words("pronouns", words)
    for token in doc:
        source, mention = token.i in sources, None
        if token.i in named or token.pos_ in ("PUNCT", "SPACE", "ADP", "AUX", "ADV", "PART"):
            continue
        row = pronouns.get(token.lower_)
        if row and row["seeks"] and token.pos_ in ("PRON", "DET"):
            if source or token.tag_[0] != "W":
                mention = _mention(
                    token, token.i, token.i, token.text, "pronoun", rule="unresolved-pronoun"
                )
                mention |= {"kind": "person", "gender": row["gender"], "seeks": row["seeks"]}
        elif (
            token.pos_ == "PROPN"
            and token.dep_ != "compound"
            and (source or token.text in surnames)
        ):
            mention = _name(doc[_name_start(token) : token.i + 1], sources, words)
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON"):
            mention = _noun(token, found, source, words)
        if mention:
            mention["subject"] = source or token.dep_ in ("nsubj", "nsubjpass")
            found[token.i] = mention
    return list(found.values())


def _mention(head: Token, first: int, last: int, name: str, form: str, **more: object) -> dict:
    doc = head.doc
    place = {"start": doc[first].idx, "end": doc[last].idx + len(doc[last].text)}
    blank = {"kind": "other", "named": False, "described": "", "gender": "", "definite": False}
    subject = head.dep_ in ("nsubj", "nsubjpass")
    made = {"head": head, "first": first, "last": last, "name": name, "form": form}
    return made | place | blank | {"subject": subject} | more


def _name_start(token: Token) -> int:
    first = token.i
    while (
        first and token.doc[first - 1].pos_ == "PROPN" and token.doc[first - 1].dep_ == "compound"
    ):
        first -= 1
    return first


def _name(name: Span, sources: set[int], words: str | None) -> dict | None:
    """Read a name: its state if it is a metonym, its title or description, its kind."""
    states, titles = read_words("states", words), read_words("pronouns", words)
    first, last, label = name.start, name.end - 1, name.label_ or name.root.ent_type_
    while first < last and (
        name.doc[first].is_punct or _bare(name.doc[first].text) in PLAIN | titles.keys()
    ):
        first += 1
    while last > first and (
        name.doc[last].is_punct or name.doc[last].text in ("'s", "’s", "’", "'")
    ):
        last -= 1
    name = name.doc[first : last + 1]
    head, row = name.root, states.get(name.text)
    attributive = head.dep_ in ("compound", "amod", "nmod") and head.head not in name
    if not name.text.strip() or (
        head.i not in sources and (attributive or head.pos_ in ("ADJ", "VERB"))
    ):
        return None
    if row and row["form"] == "capital" and head.dep_ == "pobj" and head.head.lower_ in PLACE:
        return None  # “in Moscow” is a place, “Moscow said” a state
    described = _described(name, head)
    title = described.split()[-1].lower() if described else ""
    given = read_words("given_names", words).get(name[0].text, {})
    given = given if len(name) > 1 or label != "GPE" else {}  # Florence may be a town
    kind = "state" if row else "person" if given else _kind_of_name(name, title, label, words)
    before = _bare(name.doc[first - 1].text) if first else ""
    known = titles.get(before) or titles.get(title) or given
    return _mention(
        head, first, last, row["state"] if row else name.text, "name",
        kind=kind, named=True, described=described, gender=known.get("gender", ""),
        rule="metonym" if row and row["form"] != "name" else "name",
    )  # fmt: skip


def _kind_of_name(name: Span, title: str, label: str, words: str | None) -> str:
    """Let the words outweigh the recogniser: “spokeswoman Zakharova”, “Ministry of Fish”."""
    kinds = read_words("kinds", words)
    said = (
        kinds[word]["kind"]
        for word in (title, *(t.lower_ for t in reversed(name)))
        if word in kinds
    )
    return next(said, "other" if label == "GPE" else LABELS.get(label, "other"))


def _described(name: Span, head: Token) -> str:
    """Return the words that introduce a name: before it, or an apposition beside it."""
    left = [t for t in name.doc[head.left_edge.i : name.start] if not (t.is_punct or t.is_space)]
    while left and left[0].lower_ in PLAIN:
        left = left[1:]
    if left and left[-1].pos_ in ("NOUN", "PROPN"):
        return name.doc[left[0].i : left[-1].i + 1].text
    beside = next((c for c in head.children if c.dep_ == "appos" and c.pos_ == "NOUN"), None)
    if beside is None and head.dep_ == "appos" and head.head.pos_ == "NOUN":
        beside = head.head
    if beside is None:
        return ""
    return _plain(noun_phrase(beside, name[0] if beside.i < name.start else None).text)


def _plain(phrase: str) -> str:
    """Drop the determiner.

    >>> _plain("the former diplomat")
    'former diplomat'
    """
    first, _, rest = phrase.strip(" ,").partition(" ")
    return rest if first.lower() in PLAIN and rest else phrase.strip(" ,")


def _bare(word: str) -> str:
    return word.lower().rstrip(".")


def _noun(token: Token, names: dict[int, dict], source: bool, words: str | None) -> dict | None:
    """Read a noun that can speak; in “the surveyor, Ivo Brandt” it goes by the name beside it."""
    kinds = read_words("kinds", words)
    kind = (kinds.get(token.lower_) or kinds.get(token.lemma_.lower(), {"kind": "other"}))["kind"]
    argument = token.pos_ == "NOUN" and token.dep_ not in ("compound", "attr", "appos", "npadvmod")
    if not source and (kind not in ("person", "group", "institution") or not argument):
        return None
    name = next((names[c.i] for c in token.children if c.dep_ == "appos" and c.i in names), None)
    phrase = noun_phrase(
        token, token.doc[name["first"]] if name and name["first"] > token.i else None
    )
    return _mention(
        token, phrase.start, phrase.end - 1, name["name"] if name else _plain(phrase.text), "noun",
        kind=name["kind"] if name else "group" if (token.tag_, kind) == ("NNS", "person") else kind,
        gender=read_words("pronouns", words).get(token.lower_, {"gender": ""})["gender"],
        definite=phrase[0].lower_ in ("the", "this", "that", "these", "those"), rule="description",
    )  # fmt: skip


def _same(mention: dict, actors: list[dict]) -> dict | None:
    """Return the latest actor this name or description means, or None for a new one."""
    key = _key(mention["name"])
    able = [actor for actor in reversed(actors) if not _clash(mention, actor)]
    for actor in able:
        if key in actor["keys"]:
            return actor
    for actor in able:
        if mention["named"] and actor["named"] and any(_shortens(key, k) for k in actor["keys"]):
            return actor
        if (
            mention["definite"]
            and mention["head"].lower_ in _key(f"{actor['described']} {actor['name']}").split()
        ):
            return actor
    return None


def _clash(mention: dict, actor: dict) -> bool:
    genders, kinds = {mention["gender"], actor["gender"]} - {""}, {mention["kind"], actor["kind"]}
    return len(genders) == 2 or ("state" in kinds and len(kinds) == 2)


def _key(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").replace(".", "").split())


def _shortens(one: str, other: str) -> bool:
    """True if one name is short for the other: first or last name, acronym, some of its words.

    >>> _shortens("smagin", "nikita smagin"), _shortens("dnc", "democratic national committee")
    (True, True)
    """
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) != 1:
        return len(short) < len(long) and set(short) <= set(long)
    initials = "".join(word[0] for word in long if word not in ("of", "the", "and", "for"))
    return len(long) > 1 and (
        short[0] in (long[0], long[-1]) or (len(long) > 2 and short[0] == initials)
    )


def _antecedent(mention: dict, actors: list[dict], claims: list[dict]) -> dict | None:
    """Return whom a pronoun means: the noun of its clause, the speaker, or the last to fit."""
    token, head = mention["head"], None
    if mention["seeks"] == "relative":
        head = token.head.head.i if token.head.dep_ == "relcl" else None
    elif mention["seeks"] == "speaker":
        around = [
            (end - start, claim["source"].i)
            for claim in claims
            if claim["source"] is not None and claim["source"].i != token.i
            for start, end in claim["content"]
            if start <= token.idx < end
        ]
        head = min(around)[1] if around else None
    else:
        return _last_to_fit(mention, actors)
    return next((a for a in actors for m in a["mentions"] if m["head"].i == head), None)


def _last_to_fit(mention: dict, actors: list[dict]) -> dict | None:
    """Prefer the sentence before and the words before it; there, who acts; then the latest."""
    token = mention["head"]
    before = token.doc[token.sent.start - 1].sent.start_char if token.sent.start else 0
    near = [
        (m["start"] >= before, m["subject"], m["start"], place)
        for place, actor in enumerate(actors)
        if actor["kind"] in FITS[mention["seeks"]]
        and not _clash(mention | {"kind": actor["kind"]}, actor)
        for m in actor["mentions"][-3:]
        if token.idx - REACH < m["start"] < token.idx
    ]
    return actors[max(near)[3]] if near else None


def _join(actor: dict, mention: dict) -> None:
    actor["mentions"].append(mention)
    actor["gender"] = actor["gender"] or mention["gender"]
    if mention["form"] == "pronoun":
        return
    actor["keys"].add(_key(mention["name"]))
    actor["described"] = actor["described"] or mention["described"]
    if mention["named"] and (not actor["named"] or len(mention["name"]) > len(actor["name"])):
        if not actor["named"]:
            actor["described"] = actor["described"] or actor["name"]
        actor |= {"name": mention["name"], "named": True, "rule": mention["rule"]}
        actor["kind"] = (
            "person" if "person" in (actor["kind"], mention["kind"]) else mention["kind"]
        )
