"""Find directed stances: who stands where towards whom, on which words of evidence."""

from collections.abc import Callable, Iterator
from itertools import chain

from .attitude import Judge, attitude
from .language import VERBS, Doc, Token, child_of, negated, subject_of
from .lexicon import read_words
from .tables import Layer, owner_at, span, table, tuples_of

INSIDE, TELLING = ("compound", "amod", "nmod"), ("VERB", "NOUN", "ADJ", "PROPN")
OPPOSITE = {"favour": "against", "against": "favour", "neutral": "neutral"}


def find_stances(doc: Doc, layers: dict, words=None, classifier: Judge | str = "") -> Layer:
    """Return (stances, their spans): every directed word whose holder and target are actors.

    A row of ``words/stance.csv`` is the subject's view of its object (Choi, Wiebe 2014, D14-1125),
    or the source's. ``classifier``, (sentence, name) -> {polarity: chance} or "model", is asked of
    names in a source's content, and of whomever that source was found to judge."""
    said = {row.id: row for row in tuples_of(layers["attributions"])}
    lists = [read_words(name, words) for name in ("stance", "undoing", "calibration", "receiving")]
    spans, told, found, proof, text = layers["spans"], set(), {}, [], doc.text
    places = said, owner_at(spans, "mention"), owner_at(spans, "content")
    readings = (one for word in doc if word.pos_ in TELLING for one in _readings(word, *lists))
    opinions = _opinions(doc, spans, said, places[2], told, found, classifier) if classifier else ()
    for word, row, holder, target, rule in chain(readings, opinions):  # the opinions come last
        made = _stance(word, row, holder, target, rule, lists, *places)
        heard = row["kind"] != "silence" or getattr(said.get(f"a{word.idx}"), "negated", False)
        told.add((made["holder"], made["target"], word.sent.start))
        if heard and len({made["holder"], made["target"], ""}) == 3 and made["id"] not in found:
            found[made["id"]] = made
            for role, first in (("evidence", word), ("target", target)):
                one, end = sorted((first, target), key=lambda token: token.i)
                proof.append(span(made["id"], role, one.idx, end.idx + len(end), text))
    return table("stances", list(found.values())), table("spans", proof)


def _opinions(doc, spans, said, content_at, told, found, classifier) -> Iterator[tuple]:
    """Yield what a classifier is sure is said of a name, or finds again of whoever was found."""
    mentions, own = [s for s in tuples_of(spans) if s.role == "mention"], classifier != "model"
    for mention in (*mentions, *mentions):  # the second time more has been found
        words = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        voice, sentence = said.get(content_at(mention.start)), words.sent
        pair = (voice.source if voice and not voice.negated else "", mention.owner)
        before = {r["polarity"] for r in found.values() if (r["holder"], r["target"]) == pair}
        name = words.root.pos_ == "PROPN" and not before  # no noun: victims read like culprits
        if pair[0] and (name or before) and (*pair, sentence.start) not in told:
            chances = classifier(sentence.text.strip(), mention.text) if own else attitude(words)
            best = max(chances, key=chances.get)
            row = {"pattern": "", "kind": "implied", "polarity": best, "sure": chances[best] ** 2}
            if best != "neutral" and (best in before or (name and chances[best] >= 0.7)):
                yield words.root, row, None, words.root, "classifier" if own else "model"


def _stance(word, row, holder, target, rule, lists, said, actor_at, content_at) -> dict:
    """Make the row of one reading: its ends as actors, its sign after “not”, “refuse”, “lose”."""
    voice, polarity = said.get(carrier := content_at(word.idx)), row["polarity"]
    wished = word.dep_ in ("xcomp", "ccomp") and getattr(voice, "cue_class", "") == "directive"
    speaker = voice.source if voice else "article"
    who = speaker if holder is None or wished else _meant(holder, actor_at)[0]  # “urged to help”
    deed = lists[0].get(f"{target.lemma_.lower()} of", {"kind": ""})  # done to Maro: “murder of”
    aim, owned = _meant(target, actor_at, done=deed["kind"] == "action")
    no, above = any(c.lower_ in ("no", "little", "few") for c in word.children), negated(word.head)
    refused = word.dep_ in ("xcomp", "dobj") and word.head.lemma_.lower() in lists[1]
    undone = not above if refused else no or (above and word.dep_ in ("attr", "acomp"))
    if turned := negated(word) or undone:
        polarity = "neutral" if row["kind"] in ("action", "relation") else OPPOSITE[polarity]
    known = lists[2].get(rule, lists[2][row["kind"]])["told" if voice else "own"]
    rule = "transferred" if owned and rule != "implied" else rule
    place = f"s{word.idx}.{0 if holder is None else holder.idx}.{target.idx}"
    made = {"id": place, "holder": who, "target": aim, "polarity": polarity, "kind": row["kind"]}
    made |= {"attribution": carrier, "rule": f"{rule}: {row['pattern']}".removesuffix(": ")}
    return made | {"confidence": round(float(known) * row.get("sure", 1) * (1 - 0.3 * turned), 2)}


def _readings(word: Token, lexicon: dict, *lists: dict) -> Iterator[tuple]:
    """Yield (word, row, holder or None for the speaker, target, rule) for a directed word."""
    name, feeling, over = word.lemma_.lower(), word.lower_, word.head
    felt = _aims(word, feeling, lexicon) if word.tag_ == "VBN" else []  # “is disappointed with”
    aims = felt or _aims(word, name, lexicon)
    if word.pos_ != "VERB" or felt:
        told = word.dep_ == "dobj" and over.lemma_.lower() in lexicon  # “condemned the attack”
        yield from () if told else _worded(word, name, aims, lexicon, lists[-1])
    elif aims:
        holder = subject_of(word)
        if holder is None and word.dep_ == "pcomp":  # “despite condemning Maro, Reyk can …”
            holder = next((c for _, t in aims for c in t.children if c.dep_ == "appos"), None)
        elif holder == over and over.dep_ == "dobj":  # “wrote a letter condemning Maro”
            holder = subject_of(over.head) or holder
        for doer in (holder, *holder.conjuncts) if holder else ():  # “was toppled” blames nobody
            for row, target in aims:
                yield word, row, doer, target, "verb"
                yield from _implied(word, row, doer, target, lexicon)


def _worded(word: Token, name: str, aims: list, lexicon: dict, receiving: dict) -> Iterator[tuple]:
    """Yield the readings of a noun or adjective; None holds what is the speaker's word."""
    related, over = lexicon.get(f"{name} of", {"kind": ""}), word.head
    person, rule = related["kind"] == "relation", "adjective" if word.pos_ == "ADJ" else "noun"
    got = over.lower_ == "under" or (word.dep_ == "dobj" and over.lemma_ in receiving)
    mine = related if person else lexicon.get(f"{name} from") if got else None
    owners = [(mine, c) for c in word.children if mine and c.dep_ in ("poss", "compound", "nmod")]
    aims = [(r, t) for r, t in aims if got or word in t.ancestors or r["kind"] == "speech"]
    role = "appos" if person else "poss"  # “Maro's ally Reyk”, “Reyk's anger at Maro”
    for row, target in [*aims, *owners]:
        beside = [c for c in word.children if c.dep_ in (role, "nsubjpass") and c != target]
        holder = subject_of(next((t for t in (word, *word.ancestors) if t.pos_ in VERBS), word))
        if beside or word.dep_ in ("appos", "amod", "relcl", "compound"):
            holder = (beside or [word.head])[0]
        elif person and word.dep_ != "attr" and word.head.lower_ != "of":
            holder = word  # “critics of Reyk say”, not “is one of the critics”
        given = ("by", "of") if row["polarity"] == "favour" else ("by",)
        if word.pos_ == "NOUN" and row["pattern"].endswith((" from", *given * got)):
            holder, target = target, holder  # “drew praise from”, “has Maro's support”
        if target and (beside or row["kind"] != "action" or (holder and row is not related)):
            yield word, row, holder, target, "relation" if person else rule
    judge, target = None, word.head if word.dep_ == "appos" else None
    if word.dep_ in ("attr", "acomp"):  # “X is a liar”
        target = subject_of(word.head)
    elif word.dep_ in ("oprd", "ccomp", "xcomp"):  # “Y called X a liar”
        judge = subject_of(word.head)
        target = child_of(word, "nsubj") or child_of(word.head, "dobj", "nsubjpass")
    if f"be {name}" in lexicon and target is not None:
        yield word, lexicon[f"be {name}"], judge, target, "judgement"


def _aims(word: Token, name: str, lexicon: dict) -> list[tuple[dict, Token]]:
    """Return (row, target): a verb's objects, and the nouns after the preposition of a row."""
    preps = [c for c in word.rights if c.dep_ in ("prt", "advmod", "prep")]
    preps += [c for first in preps for c in first.children if c.dep_ == "prep"]  # “lashed out at”
    above = {"dobj": word.head, "acomp": word.head, "pobj": word.head.head}.get(word.dep_, word)
    preps += [c for c in above.rights if c.i > word.i]  # hung there: “paid tribute to”
    nouns = [(f"{name} {p.lower_}", c) for p in preps for c in p.children if c.dep_ == "pobj"]
    whom = child_of(word, "nsubjpass", "dobj") or child_of(child_of(word, "ccomp") or word, "oprd")
    whom = whom or (word.head if word.dep_ == "acl" and word.tag_ == "VBN" else None)
    nouns += [(name, whom)] * (word.pos_ == "VERB" and whom is not None)
    return [(lexicon[at], t) for at, n in nouns if at in lexicon for t in (n, *n.conjuncts)]


def _implied(word: Token, row: dict, holder: Token, noun: Token, lexicon: dict) -> Iterator[tuple]:
    """Yield who is spared: “condemned the attack on Iran” is for Iran (Deng, Wiebe, E14-1040)."""
    deeds = [c for p in (*word.children, *noun.subtree) for c in p.children if c.dep_ == "pcomp"]
    for deed in deeds:  # they grow while they are read: “of trying to find and kill Maro”
        deeds += [c for c in deed.children if c.dep_ in ("xcomp", "conj")]
    for deed in (*deeds, noun) if row["kind"] == "speech" else ():
        for done, target in _aims(deed, deed.lemma_.lower(), lexicon):
            sign = row["polarity"] if done["polarity"] == "favour" else OPPOSITE[row["polarity"]]
            yield word, row | {"polarity": sign, "kind": "implied"}, holder, target, "implied"


def _meant(token, actor_at: Callable, done=False, deep=3) -> tuple[str, bool]:
    """Return the actor at a token, or whose it is (“plan of Maro”, “raid by Maro”) and True."""
    token = token.head.head if token.tag_[0] == "W" and token.head.dep_ == "relcl" else token
    near = [c for c in token.children if c.dep_ in ("poss", "appos", *INSIDE)]
    near += [c for p in token.rights if p.lower_ in ("of", "by", "from")[done:] for c in p.children]
    owner = next((c for c in (token, *near) if actor_at(c.idx)), token)
    if deep and not actor_at(owner.idx):  # “a number of leaders of the Harlan party”
        below = (_meant(c, actor_at, deep=deep - 1)[0] for c in near if c.dep_ not in INSIDE)
        return next(filter(None, below), ""), True
    return actor_at(owner.idx), owner is not token and owner.dep_ != "appos"
