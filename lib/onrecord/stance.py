"""Find directed stances: who stands where towards whom, on which words of evidence."""

from collections.abc import Iterator

from .language import Doc, Token, negated, subject_of
from .lexicon import Words, read_words
from .tables import Layer, Table, owner_at, span, table

OPPOSITE = {"favour": "against", "against": "favour"}
# Not calibrated yet: an order of trust, until development data gives shares.
CONFIDENCE = {"speech": 0.8, "action": 0.7, "relation": 0.7, "silence": 0.6}


def find_stances(doc: Doc, attributions: Table, spans: Table, words: Words = None) -> Layer:
    """Return (stances, their spans): every directed word whose holder and target are actors.

    A row of ``words/stance.csv`` gives the subject's perspective on the object, or on the noun
    after the preposition it names, as in Choi and Wiebe (2014), EMNLP, D14-1125. A word without a
    subject of its own is held by the source of the attribution around it, or by the article.
    Silence (a negated "comment") is neutral.
    """
    rows, evidence, text = {}, [], doc.text
    actor_at, content_at = owner_at(spans, "mention"), owner_at(spans, "content")
    sources = dict(zip(attributions["id"], attributions["source"], strict=True))
    silent = set(attributions[attributions["negated"]]["id"])
    for word in doc:
        for pattern, row, target in _directed(word, words):
            carrier, subject, aim = content_at(word.idx), _holder(word), actor_at(target.idx)
            if subject is not None:
                holder = actor_at(subject.idx)
            else:  # “was toppled” blames nobody; “a threat to Iran” is the speaker's word
                holder = sources.get(carrier, "article") if word.pos_ == "NOUN" else ""
            if not holder or not aim or holder == aim:
                continue
            polarity, doubt = row["polarity"], 0.0
            if row["kind"] == "silence" and f"a{word.idx}" not in silent:
                continue
            if row["kind"] != "silence" and negated(word):
                polarity = OPPOSITE[polarity] if row["kind"] == "speech" else "neutral"
                doubt = 0.2
            key = f"s{word.idx}.{subject.idx if subject is not None else 0}.{target.idx}"
            rule = f"{'noun' if word.pos_ == 'NOUN' else 'verb'}: {pattern}"
            told = {"id": key, "holder": holder, "target": aim, "attribution": carrier}
            sure = {"kind": row["kind"], "confidence": CONFIDENCE[row["kind"]] - doubt}
            rows[key] = told | sure | {"polarity": polarity, "rule": rule}
            first, last = sorted((word, target), key=lambda token: token.i)
            evidence.append(span(key, "evidence", first.idx, last.idx + len(last.text), text))
            evidence.append(span(key, "target", target.idx, target.idx + len(target.text), text))
    unique = {row["id"]: row for row in evidence}
    return table("stances", list(rows.values())), table("spans", list(unique.values()))


def _directed(word: Token, words: Words) -> Iterator[tuple[str, dict, Token]]:
    """Yield (pattern, lexicon row, target) for each way the lexicon reads ``word``."""
    lexicon, lemma = read_words("stance", words), word.lemma_.lower()
    if word.pos_ == "VERB" and lemma in lexicon:
        passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in word.children)
        for child in word.children:
            if child.dep_ == ("nsubjpass" if passive else "dobj"):
                for target in (child, *child.conjuncts):
                    yield lemma, lexicon[lemma], target
    if word.pos_ in ("VERB", "NOUN"):
        for child in word.children:
            pattern = f"{lemma} {child.lower_}"
            if child.dep_ == "prep" and pattern in lexicon:
                for target in child.children:
                    if target.dep_ == "pobj":
                        yield pattern, lexicon[pattern], target


def _holder(word: Token) -> Token | None:
    """Return whose stance a word tells: its subject, its owner, or whom the noun describes."""
    if word.pos_ == "VERB":
        return subject_of(word)
    owner = next((c for c in word.children if c.dep_ == "poss"), None)
    if owner is not None or word.dep_ == "appos":
        return owner if owner is not None else word.head
    return subject_of(word.head) if word.dep_ in ("attr", "dobj") else None
