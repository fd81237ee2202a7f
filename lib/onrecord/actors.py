"""Find who is who: names, titles, descriptions, metonyms, pronouns, merged into one row a voice."""

from .language import Doc, Span, Token, leading, noun_phrase, subject_of
from .lexicon import Words, read_words
from .tables import COLUMNS, Layer, span, table

LABELS = {"PERSON": "person", "ORG": "institution", "GPE": "other", "NORP": "group"}
PLACE = {"in", "at", "near", "from", "to", "through", "outside", "around", "across", "into"}
PLAIN = {"a", "an", "the", "this", "that", "these", "those", "some", "his", "her", "its", "their"}


def find_actors(doc: Doc, claims: list[dict], words: Words = None) -> Layer:
    """Return (actors, mentions), a row a voice; 'unresolved-pronoun' is one that fits nobody."""
    actors, text = [], doc.text
    said = [claim for claim in claims if claim["source"] is not None]
    sources = {claim["source"].i for claim in said}
    spoken = [(start, end, c["source"].i) for c in said for start, end in c["content"]]
    found = _mentions(doc, sources, words)
    # “I hate it,” the carpenter said: who I is may only be told afterwards.
    found.sort(key=lambda m: (m["seeks"] in ("speaker", "namesake"), m["start"], -m["end"]))
    for mention in found:
        named = mention["seeks"] in ("", "namesake")  # “the Reyk plan”: of the Reyk named elsewhere
        actor = _same(mention, actors) if named else _antecedent(mention, actors, spoken)
        if actor is None and (not mention["seeks"] or mention["head"].i in sources):
            actor = mention | {"id": f"p{mention['head'].idx}", "mentions": [], "keys": set()}
            actors.append(actor)
        if actor is not None:
            _join(actor, mention)
    places = [(a["id"], {m["start"]: m["end"] for m in a["mentions"]}) for a in actors]
    spans = [span(key, "mention", s, e, text) for key, found in places for s, e in found.items()]
    rows = [{column: actor[column] for column in COLUMNS["actors"]} for actor in actors]
    return table("actors", rows), table("spans", spans)


def _mentions(doc: Doc, sources: set[int], words: Words) -> list[dict]:
    """Collect names, then nouns that can speak, then pronouns; no word heads two mentions."""
    found: dict[int, dict] = {}
    for entity in doc.ents:
        usual = entity.label_ in LABELS or entity.root.text in read_words("states", words)
        if usual and (mention := _name(entity, sources, words)):
            found[mention["head"].i] = mention
    known = {m["name"].split()[-1] for m in found.values() if m["kind"] == "person"}
    known |= {name for name, row in read_words("states", words).items() if row["form"] == "people"}
    named = {token.i for m in found.values() for token in m["phrase"]}
    pronouns = read_words("pronouns", words)
    for token in doc:
        pos, source, mention = token.pos_, token.i in sources, None
        if pos not in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON") or token.i in named:
            continue
        row = pronouns.get(token.lower_) if pos in ("PRON", "DET") else None
        if row and row["seeks"]:
            if source or token.tag_[0] != "W":
                more = {"kind": "person", "gender": row["gender"], "seeks": row["seeks"]}
                mention = _mention(token, doc[token.i : token.i + 1], "unresolved-pronoun", **more)
        elif pos in ("PROPN", "ADJ") and (token.text in known or (pos == "PROPN" and source)):
            parts = [t.i for t in doc[token.left_edge.i : token.i] if t.dep_ == "compound"]
            mention = _name(doc[min([token.i, *parts]) : token.i + 1], sources, words)
        elif source or pos == "NOUN":
            mention = _noun(token, found, source, words)
        if mention:
            mention["subject"] |= source
            found[token.i] = mention
    return list(found.values())


def _mention(head: Token, phrase: Span, rule: str, **more: object) -> dict:
    made = {"head": head, "phrase": phrase, "start": phrase.start_char, "end": phrase.end_char}
    made |= {"name": phrase.text, "kind": "other", "named": False, "described": "", "gender": ""}
    made |= {"subject": head.dep_ in ("nsubj", "nsubjpass"), "definite": False, "seeks": ""}
    return made | {"rule": rule} | more


def _name(name: Span, sources: set[int], words: Words) -> dict | None:
    """Read a name: its state if it is a metonym, its title or description, its kind."""
    titles, kinds = read_words("pronouns", words), read_words("kinds", words)
    label, before = name.label_ or name.root.ent_type_, PLAIN | titles.keys()
    core = [t for t in name if not t.is_punct and t.text not in ("'s", "’s")] or [name[-1]]
    first = next((t for t in core if t.lower_.rstrip(".") not in before), core[-1])
    name = name.doc[first.i : core[-1].i + 1]  # without the titles and marks around it
    head, row = name.root, read_words("states", words).get(name.text)
    attributive = head.dep_ in ("compound", "amod", "nmod") and head.head not in name
    seeks = "namesake" * (head.i not in sources and (attributive or head.pos_ in ("ADJ", "VERB")))
    visited = row and row["form"] == "capital" and head.dep_ == "pobj" and head.head.lower_ in PLACE
    if visited or not name.text.strip():
        return None  # “in Moscow” is a place, “Moscow said” a state
    title = leading(described := _described(name, head))[-1]
    town = label == "GPE" and len(name) == 1  # Florence
    given = {} if town else read_words("given_names", words).get(name[0].text, {})
    before = name.doc[name.start - 1].lower_.rstrip(".") if name.start else ""
    known = titles.get(before) or titles.get(title) or given
    # The words outweigh the recogniser: “spokeswoman Zakharova”, “Ministry of Fish”.
    told = [kinds[w]["kind"] for w in (title, *(t.lower_ for t in reversed(name))) if w in kinds]
    state = row and row["form"] != "party"
    told = ["state"] if state else ["person"] if given else [*told, LABELS.get(label, "other")]
    rule = "metonym" if row and row["form"] != "name" else "name"
    more = {"kind": told[0], "named": True, "described": described, "seeks": seeks}
    more |= {"name": row["state"] if row else name.text, "gender": known.get("gender", "")}
    return _mention(head, name, rule, **more)


def _described(name: Span, head: Token) -> str:
    """Return the words that introduce a name: before it, or an apposition beside it."""
    before = name.doc[head.left_edge.i : name.start]
    left = [t for t in before if not (t.is_punct or t.is_space or t.lower_ in PLAIN)]
    if left and left[-1].pos_ in ("NOUN", "PROPN"):
        return name.doc[left[0].i : left[-1].i + 1].text
    for noun in (*head.children, head.head):
        if noun.pos_ == "NOUN" and (head if noun.i == head.head.i else noun).dep_ == "appos":
            return _plain(noun_phrase(noun, name[0] if noun.i < name.start else None).text)
    return ""


def _plain(phrase: str) -> str:
    """Drop the determiner: “the former diplomat” is described as “former diplomat”."""
    first, _, rest = phrase.strip(" ,").partition(" ")
    return rest if first.lower() in PLAIN and rest else phrase.strip(" ,")


def _noun(token: Token, names: dict[int, dict], source: bool, words: Words) -> dict | None:
    """Read a noun that can speak; in “the surveyor, Ivo Brandt” it goes by the name beside it."""
    kinds, titles = read_words("kinds", words), read_words("pronouns", words)
    row = kinds.get(token.lower_) or kinds.get(token.lemma_.lower(), {"kind": "other"})
    argument = token.pos_ == "NOUN" and token.dep_ not in ("compound", "attr", "appos", "npadvmod")
    if not source and (row["kind"] not in ("person", "group", "institution") or not argument):
        return None
    name = next((names[c.i] for c in token.children if c.dep_ == "appos" and c.i in names), None)
    phrase = noun_phrase(token, name["phrase"][0] if name and name["start"] > token.idx else None)
    kind = "group" if (token.tag_, row["kind"]) == ("NNS", "person") else row["kind"]
    called = name or {"name": _plain(phrase.text), "kind": kind}
    gender = titles.get(token.lower_, {"gender": ""})["gender"]
    more = {"name": called["name"], "kind": called["kind"], "gender": gender}
    more["definite"] = phrase[0].lower_ in ("the", "this", "that", "these", "those")
    return _mention(token, phrase, "description", **more)


def _same(mention: dict, actors: list[dict]) -> dict | None:
    """Return the latest actor this name or description means, or None for a new one."""
    key, noun = _key(mention["name"]), mention["head"].lower_
    gender, state = mention["gender"], mention["kind"] == "state"
    able = [a for a in reversed(actors) if (a["kind"] == "state") == state]
    able = [a for a in able if a["gender"] in ("", gender)] if gender else able
    for actor in able:
        if key in actor["keys"]:
            return actor
    for actor in able:
        if mention["named"] and actor["named"] and any(_shortens(key, k) for k in actor["keys"]):
            return actor
        if mention["definite"] and noun in leading(actor["described"]) + leading(actor["name"]):
            return actor
    return None


def _key(name: str) -> str:
    return " ".join(name.lower().replace("’", "'").replace(".", "").split())


def _shortens(one: str, other: str) -> bool:
    """True if one name is short for the other: first or last name, acronym, some of its words."""
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) != 1:
        return len(short) < len(long) and set(short) <= set(long)
    initials = "".join(word[0] for word in long if word not in ("of", "the", "and", "for"))
    return len(long) > 1 and short[0] in (long[0], long[-1], initials if len(long) > 2 else "")


def _antecedent(mention: dict, actors: list[dict], spoken: list) -> dict | None:
    """Return whom a pronoun means: the noun of its clause, the speaker, or the last to fit."""
    token, seeks, gender = mention["head"], mention["seeks"], mention["gender"]
    if seeks in ("relative", "speaker"):
        heads = [(0, token.head.head.i)] if token.head.dep_ == "relcl" else []
        if seeks == "speaker":
            heads = [(e - s, i) for s, e, i in spoken if s <= token.idx < e and i != token.i]
        head = min(heads, default=(0, -1))[1]
        return next((a for a in actors for m in a["mentions"] if m["head"].i == head), None)
    # The sentence before and the words before the pronoun; there, who acts; then the latest.
    before = token.doc[token.sent.start - 1].sent.start_char if token.sent.start else 0
    fits = [a for a in actors if a["kind"] in seeks.split() and len({gender, a["gender"], ""}) < 3]
    near = [(m, a) for a in fits for m in a["mentions"][-3:] if 0 < token.idx - m["start"] < 600]
    doer = subject_of(token.head) if token.dep_ in ("dobj", "dative") else None  # “hit him”
    barred = [a for m, a in near if m["head"] == doer and "self" not in token.lower_]
    near = [(m, a) for m, a in near if not barred or (a["named"] and a not in barred)]
    order = [(m["start"] >= before, m["subject"], m["start"]) for m, _ in near]
    return near[order.index(max(order))][1] if near else None


def _join(actor: dict, mention: dict) -> None:
    actor["mentions"].append(mention)
    actor["gender"] = actor["gender"] or mention["gender"]
    if mention["seeks"]:
        return
    actor["keys"].add(_key(mention["name"]))
    actor["described"] = actor["described"] or mention["described"]
    if mention["named"] and (not actor["named"] or len(mention["name"]) > len(actor["name"])):
        called = "" if actor["named"] else actor["name"]
        kind = "person" if actor["kind"] == "person" else mention["kind"]
        told = {"described": actor["described"] or called, "kind": kind, "named": True}
        actor |= told | {"name": mention["name"], "rule": mention["rule"]}
