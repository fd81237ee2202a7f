"""Find directed stances: who stands where towards whom, on which words of evidence."""

from collections.abc import Callable, Iterator
from itertools import chain

from .attitude import attitude
from .language import Doc, Token, negated, subject_of
from .lexicon import Words, read_words
from .tables import Layer, Table, owner_at, span, table

OPPOSITE = {"favour": "against", "against": "favour", "neutral": "neutral"}
# About each rule's share of right stances on DSE clean dev; a rule that spoke seldom has .4 or .5.
CONFIDENCE = dict(verb=0.65, transferred=0.45, implied=0.4, model=0.4, classifier=0.4)
Judge = Callable[[str, str], dict[str, float]] | str | None
SURE = 0.75  # a classifier is heard from this probability on


def find_stances(
    doc: Doc, attributions: Table, spans: Table, words: Words = None, classifier: Judge = None
) -> Layer:
    """Return (stances, their spans): every directed word whose holder and target are actors.

    A row of ``words/stance.csv`` gives the subject's perspective on the object, or on the noun
    after its preposition (Choi and Wiebe 2014, EMNLP, D14-1125); without a subject, that of the
    source around it, or of the article. ``classifier`` (sentence, target -> {label: probability}),
    or "model" for ``attitude``, is asked of the actors in a source's content no rule speaks of.
    """
    said = {row.id: row for row in attributions.itertuples()}
    lexicon, undoing = read_words("stance", words), read_words("undoing", words)
    places = said, owner_at(spans, "mention"), owner_at(spans, "content")
    told, found, proof = set(), {}, []
    open_words = (word for word in doc if word.pos_ in ("VERB", "NOUN", "ADJ", "PROPN"))
    readings = (reading for word in open_words for reading in _readings(word, lexicon))
    opinions = _opinions(doc, spans, said, places[2], told, classifier) if classifier else ()
    for word, row, holder, target, rule in chain(readings, opinions):  # the opinions come last
        made = _stance(word, row, holder, target, rule, undoing, *places)
        told.add((made["holder"], made["target"], made["attribution"]))
        heard = row["kind"] != "silence" or getattr(said.get(f"a{word.idx}"), "negated", False)
        both = made["holder"] and made["target"] and made["holder"] != made["target"]
        if heard and both and made["id"] not in found:
            found[made["id"]] = made
            first, last = sorted((word, target), key=lambda token: token.i)
            proof.append(span(made["id"], "evidence", first.idx, last.idx + len(last), doc.text))
            proof.append(span(made["id"], "target", target.idx, target.idx + len(target), doc.text))
    return table("stances", list(found.values())), table("spans", proof)


def _stance(word, row, holder, target, rule, undoing, said, actor_at, content_at) -> dict:
    """Make the row of one reading: its ends as actors, its sign after “not”, “refuse to”, “no”."""
    carrier = content_at(word.idx)
    voice, polarity, turned = said.get(carrier), row["polarity"], _turned(word, undoing)
    # “urged them to help us”: the one who urges holds the stance, nobody has acted
    wished = word.dep_ in ("xcomp", "ccomp") and getattr(voice, "cue_class", "") == "directive"
    speaker = voice.source if voice else "article"
    who = speaker if holder is None or wished else _meant(holder, actor_at)[0]
    aim, owned = _meant(target, actor_at)
    if turned:
        polarity = "neutral" if row["kind"] in ("action", "relation") else OPPOSITE[polarity]
    rule = "transferred" if owned and rule != "implied" else rule
    made = {"id": f"s{word.idx}.{0 if holder is None else holder.idx}.{target.idx}"}
    made |= {"holder": who, "target": aim, "polarity": polarity, "kind": row["kind"]}
    made |= {"attribution": carrier, "rule": f"{rule}: {row['pattern']}".removesuffix(": ")}
    return made | {"confidence": round(CONFIDENCE.get(rule, 0.5) - (0.2 if turned else 0.0), 2)}


def _opinions(doc, spans, said, content_at, told, classifier) -> Iterator[tuple]:
    """Yield what the classifier thinks a source's content says of the actors in it."""
    for mention in spans[spans["role"] == "mention"].itertuples():
        voice = said.get(carrier := content_at(mention.start))
        if not voice or voice.negated or (voice.source, mention.owner, carrier) in told:
            continue
        target, rule = doc.char_span(mention.start, mention.end, alignment_mode="expand"), "model"
        if classifier == "model":
            chances = attitude(doc, mention.start, mention.end)
        else:
            chances, rule = classifier(target.sent.text.strip(), mention.text), "classifier"
        polarity = max(chances, key=chances.get)
        if polarity != "neutral" and chances[polarity] >= SURE:
            row = {"pattern": "", "polarity": polarity, "kind": "implied"}
            yield target.root, row, None, target.root, rule


def _readings(word: Token, lexicon: dict) -> Iterator[tuple]:
    """Yield (word, row, holder or None for the speaker, target, rule) for a directed word."""
    name, feeling = word.lemma_.lower(), word.lower_
    felt = _aims(word, feeling, lexicon) if word.tag_ == "VBN" else []  # “is disappointed with”
    aims = felt or _aims(word, name, lexicon)
    if word.pos_ == "VERB" and not felt:
        holder = subject_of(word) if aims else None  # “was toppled” blames nobody
        if holder is None and word.dep_ == "pcomp":  # “despite condemning Maro, Reyk can …”
            holder = next((c for _, t in aims for c in t.children if c.dep_ == "appos"), None)
        for row, target in aims if holder is not None else ():
            yield word, row, holder, target, "verb"
            yield from _implied(word, row, holder, target, lexicon)
    elif word.dep_ != "dobj" or word.head.lemma_.lower() not in lexicon:  # “condemned the attack”
        related = lexicon.get(f"{name} of", {"kind": ""})
        person, rule = related["kind"] == "relation", "adjective" if word.pos_ == "ADJ" else "noun"
        owners = [c for c in word.children if c.dep_ in ("poss", "compound", "nmod") and person]
        for row, target in [*aims, *((related, owner) for owner in owners)]:
            holder = _holder(word, person)
            if holder is not None or row["kind"] != "action":
                yield word, row, holder, target, "relation" if person else rule
        judge, target = _judged(word)
        if f"be {name}" in lexicon and target is not None:
            yield word, lexicon[f"be {name}"], judge, target, "judgement"


def _aims(word: Token, name: str, lexicon: dict) -> list[tuple[dict, Token]]:
    """Return (row, target): a verb's objects, and the nouns after the preposition of a row."""
    preps = [c for c in word.children if c.dep_ in ("prt", "advmod", "prep")]
    preps += [c for first in preps for c in first.children if c.dep_ == "prep"]  # “lashed out at”
    nouns = [(f"{name} {p.lower_}", c) for p in preps for c in p.children if c.dep_ == "pobj"]
    if word.pos_ == "VERB":
        nouns += [(name, target) for target in _objects(word)]
    return [(lexicon[at], t) for at, n in nouns if at in lexicon for t in (n, *n.conjuncts)]


def _objects(verb: Token) -> list[Token]:
    """Return whom a verb acts on: object, passive subject, or the noun its clause describes."""
    found = [c for c in verb.children if c.dep_ == "nsubjpass"]
    found = found or [c for c in verb.children if c.dep_ == "dobj"]
    return found or ([verb.head] if verb.dep_ == "acl" and verb.tag_ == "VBN" else [])


def _implied(word: Token, row: dict, holder: Token, noun: Token, lexicon: dict) -> Iterator[tuple]:
    """Yield who is spared: “condemned the attack on Iran” is for Iran (Deng, Wiebe, E14-1040)."""
    deeds = [c for p in (*word.children, *noun.children) for c in p.children if c.dep_ == "pcomp"]
    for deed in deeds:  # they grow while they are read: “of trying to find and kill Maro”
        deeds += [c for c in deed.children if c.dep_ in ("xcomp", "conj")]
    for deed in (*deeds, noun) if row["kind"] == "speech" else ():
        for done, target in _aims(deed, deed.lemma_.lower(), lexicon):
            same = done["polarity"] == "favour"
            polarity = row["polarity"] if same else OPPOSITE[row["polarity"]]
            yield word, row | {"polarity": polarity, "kind": "implied"}, holder, target, "implied"


def _holder(word: Token, person: bool) -> Token | None:
    """Return whose stance a noun or adjective tells; None where it is the speaker's word."""
    role = "appos" if person else "poss"  # “Maro's ally Reyk”, “Reyk's anger at Maro”
    beside = [c for c in word.children if c.dep_ in (role, "nsubjpass")]
    if beside or word.dep_ in ("appos", "amod", "relcl", "compound"):
        return beside[0] if beside else word.head
    if person and word.dep_ != "attr" and word.head.lower_ != "of":  # not “is one of the critics”
        return word  # “critics of Reyk say”
    step = word.head if word.dep_ in ("pobj", "conj") else word
    return subject_of(next((t for t in (step, *step.ancestors) if t.pos_ in ("VERB", "AUX")), step))


def _judged(word: Token) -> tuple[Token | None, Token | None]:
    """Return (judge or None for the speaker, of whom) in “X is a liar”, “Y called X a liar”."""
    verb, called = word.head, [c for c in word.children if c.dep_ == "nsubj"]
    if word.dep_ in ("appos", "amod", "attr", "acomp"):
        return None, verb if word.dep_ in ("appos", "amod") else subject_of(verb)
    if word.dep_ not in ("oprd", "ccomp", "xcomp"):
        return None, None
    called += [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    return subject_of(verb), called[0] if called else None


def _turned(word: Token, undoing: dict) -> bool:
    """True after “not” and “no”, and where the deed is refused or did not come about."""
    if word.dep_ == "xcomp" and word.head.lemma_.lower() in undoing:
        return negated(word) or not negated(word.head)
    no = any(c.lower_ == "no" for c in word.children)
    return no or negated(word) or (word.dep_ in ("attr", "acomp") and negated(word.head))


def _meant(token: Token, actor_at: Callable[[int], str]) -> tuple[str, bool]:
    """Return the actor at a token, or whose it is (“Maro's plan”, “plan of Maro”) and True."""
    if token.tag_[0] == "W" and token.head.dep_ == "relcl":
        token = token.head.head
    near = [c for c in token.children if c.dep_ in ("poss", "compound", "amod", "nmod", "appos")]
    near += [c for p in token.children if p.lower_ in ("of", "by", "from") for c in p.children]
    owner = next((c for c in (token, *near) if actor_at(c.idx)), token)
    return actor_at(owner.idx), owner is not token and owner.dep_ != "appos"
