"""Find events: what happened, when, how real the article makes it, and who attests to it.

A time on the event's own words, or on those of a clause it leans on, is stated. Without one the
day is assumed from the tense, as readers of news do (Reichenbach 1947, Elements of Symbolic Logic,
section 51; on narration Lascarides and Asher 1993, doi:10.1007/BF00986208): then ``time`` is empty
and ``rule`` names the assumption.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from dateutil.relativedelta import relativedelta as delta

from .language import is_finite, negated, paragraphs, subject_of
from .lexicon import read_words
from .tables import owner_at, span, table
from .timex import days_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find_events"]

CLASSES = {"directive": "ordered", "question": "conditional", "denial": "negated"}
TENSES = {"modal": "conditional", "unreal": "conditional", "future": "predicted"}
VERBS, OPEN = {"VERB", "AUX"}, {"acl", "aux", "auxpass", "xcomp"}  # open: told with another word
HELPERS = {"aux", "auxpass", "neg", "prt"}
EMPTY_VERBS = {"be", "have", "do"}  # they say that something is, not that it happens
MODIFIERS = {"compound", "nmod", "amod", "poss", "nummod"}
ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "attr", "acomp", "dative", "oprd"}
WHOSE = {"of", "by", "against", "between", "in", "on", "at", "to", "from"}  # "the killing of ..."
# By these links a word shares the time of the one it leans on, unless such a mark sets it apart.
SHARES = {"xcomp", "ccomp", "advcl", "conj", "pcomp", "acl", "acomp", "prep", "dobj", "pobj"}
APART = {"after", "before", "since", "until", "if", "unless"}
LENGTH = re.compile(r"P(\d\d?)([DWMY])")
UNITS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}
NEWS = 7  # days before publication that still belong to the report, not to its background
NEAR = 60  # words in which a day still stands for what is told around it


class Story(NamedTuple):
    """What dates the events of an article; words go by their number in the parse."""

    published: str
    times: dict[str, tuple[str, str]]  # id: first and last day
    hang: dict[int, list[tuple[bool, bool, int, str]]]  # word: its times, the best is the least
    links: dict[int, tuple[str, delta, Token | None, str]]  # word: duration, event, "after" ...
    days: list[tuple[int, str]]  # the whole days up to publication, in order of the text
    told: dict[str, str]  # event in lemmas: the whole day stated for it


def find_events(
    doc: Doc,
    lines: pd.DataFrame,
    times: pd.DataFrame,
    attributions: pd.DataFrame,
    spans: pd.DataFrame,
    published: str = "",
    words: str | None = None,
    *,
    given: list[tuple[int, int]] | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (events, their spans): the finite verbs and event nouns of the body, with their days.

    An event lies between the first and last day its time can mean, '' where open. With an empty
    ``time`` the days are assumed: no expression states them. ``given`` are (start, end) characters
    of event words, where known, instead of the verbs and the nouns of words/events.csv.
    """
    content_at, cues = owner_at(spans, "content"), set(spans[spans["role"] == "cue"]["start"])
    classes = dict(zip(attributions["id"], attributions["cue_class"], strict=True))
    hearsay = {f"e{key[1:]}": key for key in attributions["id"][attributions["source"] == ""]}
    mute = attributions["negated"] & (attributions["cue_class"] != "denial")
    mute = set(attributions["id"][mute])  # who has not spoken of it does not vouch for it
    story, text, rows, found = _story(doc, times, spans, published), doc.text, [], []
    nouns, starts = read_words("events", words), set(lines[lines["kind"] == "body"]["start"])
    body = [t for line in paragraphs(doc) if line.start_char in starts for t in line]
    chosen = [doc.char_span(*place, alignment_mode="expand") for place in given or ()]
    chosen = [piece.root for piece in chosen if piece]
    chosen = [t for t in body if _tells(t, nouns, cues)] if given is None else chosen
    for token in chosen:
        key, voice = f"e{token.idx}", content_at(token.idx)
        voice = hearsay.get(key, voice)  # “have been reported killed”: nobody known vouches for it
        voice = "article" if voice in mute else voice or "article"
        status = _status(token, classes.get(voice, ""))
        when = zip(("time", "earliest", "latest", "rule"), _when(token, status, story), strict=True)
        row = {"id": key, "label": _label(token), "status": status, "attested_by": voice}
        rows.append(row | dict(when))
        found.append(span(key, "event", token.idx, token.idx + len(token), text))
    return table("events", rows), table("spans", found)


def _tells(token: Token, nouns: dict[str, dict], cues: set[int]) -> bool:
    """True for a finite verb, for what is urged, and for an event noun that says whose or where."""
    if token.pos_ in VERBS:
        urged = token.tag_ == "VB" and token.dep_ in ("xcomp", "ccomp") and token.head.idx in cues
        subject = {c.lemma_ for c in token.lefts if c.dep_ == "nsubj"}  # "the trial is on Monday"
        full = token.lemma_ not in EMPTY_VERBS or not subject.isdisjoint(nouns)
        return full and (urged or is_finite(token))
    part = token.dep_ in {*MODIFIERS, "nsubj", "nsubjpass"}  # its verb tells it
    if part or token.pos_ != "NOUN" or token.lemma_.lower() not in nouns:
        return False
    return any(c.lower_ in WHOSE or c.dep_ in ("poss", "nummod") for c in token.children)


def _story(doc: Doc, times: pd.DataFrame, spans: pd.DataFrame, published: str) -> Story:
    days = zip(times["earliest"], times["latest"], strict=True)
    story = Story(published, dict(zip(times["id"], days, strict=True)), {}, {}, [], {})
    kinds = dict(zip(times["id"], zip(times["type"], times["value"], strict=True), strict=True))
    for i in (doc.to_array("LOWER") == doc.vocab.strings["since"]).nonzero()[0].tolist():
        _link(doc[i], "", delta(), "since", story)
    marks, index = spans[spans["role"] == "timex"].sort_values("start"), doc.to_array("IDX")
    first = index.searchsorted(marks["start"], side="right") - 1
    end = index.searchsorted(marks["end"])
    for a, b, key in zip(first.tolist(), end.tolist(), marks["owner"], strict=True):
        root = next((t for t in doc[a:b] if not a <= t.head.i < b), doc[a])
        (kind, value), (earliest, latest) = kinds[key], story.times[key]
        link, length = doc[min(b, len(doc) - 1)], LENGTH.fullmatch(value)
        if kind == "DURATION" and length:
            step = delta(**{UNITS[length[2]]: int(length[1])})
            if link.lower_ in ("after", "before"):
                lasts = a > 0 and doc[a - 1].lower_ == "for"
                _link(link, key, step, "for" if lasts else link.lower_, story)
            else:
                story.links.update({word.i: (key, step, None, "") for word in _above(root)})
        elif kind in ("DATE", "TIME") and (earliest or latest):
            vague, day = value.endswith("_REF"), earliest == latest and not value.endswith("_REF")
            for word in (root, *_above(root)):
                entry = (vague, len(value) < 8, abs(root.i - word.i), key)
                story.hang.setdefault(word.i, []).append(entry)
                story.told.update({n: story.told.get(n, key) for n in _names(word) if day})
            if day and latest <= (published or "9"):
                story.days.append((root.i, key))
    return story


def _link(link: Token, key: str, step: delta, word: str, story: Story) -> None:
    """Note that a clause lies (a duration) after, before or since the event of another."""
    event, main = link.head if link.dep_ == "mark" else next(link.rights, link), link.head
    while (main.i == event.i or main.pos_ not in ("VERB", "AUX", "NOUN")) and main.head.i != main.i:
        main = main.head
    story.links[main.i] = (key, step, event, word)


def _above(root: Token) -> list[Token]:
    """Return the words a time hangs on: up to its verb, or the noun it is part of."""
    above, word = [], root
    while len(above) < 8 and word.head.i != word.i:
        below, word = word, word.head
        if word.lower_ in ("after", "before") and below.i != root.i:
            break  # "after the vote on Tuesday" dates the vote alone
        above.append(word)
        part = below.dep_ in {*MODIFIERS, "acl"}  # "the May strike", "a suit filed in May"
        if word.pos_ in ("NOUN", "PROPN") if part else word.pos_ in VERBS and word.dep_ not in OPEN:
            break
    return above


def _names(word: Token) -> list[str]:
    """Return what an event is called where it is told again: "protest begin", "begin"."""
    subjects = [c for c in word.lefts if c.dep_ in ("nsubj", "nsubjpass")]
    return [f"{c.lemma_} {word.lemma_}" for c in subjects] + [word.lemma_]


def _when(token: Token, status: str, story: Story) -> tuple[str, str, str, str]:
    """Return (times id or "", earliest, latest, rule) of an event."""
    tense = "future" if status == "ordered" else _tense(_finite_verb(token))
    rule, word = "own-clause", token
    for _ in range(6):
        linked = story.links.get(word.i)
        days = _reckoned(linked, tense, story) if linked else None
        if days and (word.i not in story.hang or linked[-1] == "since"):
            return days
        if word.i in story.hang:
            key = min(story.hang[word.i])[-1]
            first, last, now = *story.times[key], story.published
            if first <= now <= last:  # "this week" is cut at the day of publication
                first, last = (now, last) if tense in TENSES else (first, now)
            return key, first, last, rule
        apart = any(c.dep_ == "mark" and c.lower_ in APART for c in word.lefts)
        when = word.dep_ == "relcl" and any(c.lower_ == "when" for c in word.lefts)
        if apart or word.head.i == word.i or not (when or word.dep_ in SHARES):
            break
        rule, word = "governing-clause", word.head
    again = ("det", "poss") if token.pos_ == "NOUN" else ("mark",)  # "the launch", "after it began"
    if any(c.dep_ in again for c in token.lefts) and (key := story.told.get(_names(token)[0])):
        return "", *story.times[key], "told-elsewhere"
    return _assumed(token, tense, story)


def _reckoned(linked: tuple, tense: str, story: Story) -> tuple[str, str, str, str] | None:
    """Date what is "two weeks after", or lasts since, a dated event; "for two weeks" until now."""
    (key, step, event, link), now, lasting = linked, story.published, tense == "perfect"
    if event is None:
        days = now and lasting and str(date.fromisoformat(now) - step)
        return (key, days, now, "until-report") if days else None
    known = [entry[-1] for entry in sorted(story.hang.get(event.i, ()))]
    known += [story.told[name] for name in _names(event) if name in story.told]
    first, last = story.times[known[0]] if known else ("", "")
    if not "1" < first <= last < "9" or (link == "since" and not lasting):  # Python's years end
        return None
    if link == "since":
        return known[0], first, now, "since-event"
    ends = [date.fromisoformat(d) + (-step if link == "before" else step) for d in (first, last)]
    unit = "Y" if step.years else "Y-%m" if step.months else "Y-%m-%d" if step.days % 7 else "G-W%V"
    earliest, latest = days_of(f"{ends[0]:%{unit}}")[0], days_of(f"{ends[1]:%{unit}}")[1]
    return key, first if link == "for" else earliest, latest, f"{link}-event"


def _assumed(token: Token, tense: str, story: Story) -> tuple[str, str, str, str]:
    """Date by tense and by the days told around it, where no time hangs on the event.

    Where SemEval-2015 has a day, "report-day" names it 8 times in 10, the next day once in 12.
    """
    now, place = story.published, bisect_right(story.days, (token.i, "~"))
    before, after = story.days[max(0, place - 1) : place], story.days[place : place + 1]
    for at, key in before + after if tense not in ("present", "perfect") else ():
        if abs(at - token.i) < NEAR and token.sent.start <= at < token.sent.end:
            return key, *story.times[key], "same-sentence"
    if tense in TENSES:
        return ("", "", "", "no-time") if tense == "unreal" else ("", now, "", "from-report-day")
    if tense == "background":
        return "", "", now, "background"
    for at, key in (before or after) if tense != "present" and now else ():
        day, back = story.times[key][0], token.i - at
        if (date.fromisoformat(now) - date.fromisoformat(day)).days <= NEWS and back > -NEAR:
            return "", day, day, "carry-over"
        if 0 < back < NEAR and tense == "past":
            return "", day, now, "told-after"
    return "", now, now, "report-day" if now else "no-time"


def _finite_verb(token: Token) -> Token:
    """Return the finite verb whose clause holds the word, or the head of its sentence."""
    for _ in range(12):
        token = token if is_finite(token) else token.head
    return token


def _tense(verb: Token) -> str:
    """Return past, perfect, background (had gone), present, future, modal or unreal (would go)."""
    helpers = {c.lemma_: c.tag_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    marks = {c.lower_ for c in verb.lefts if c.dep_ in ("mark", "advmod")}
    if "MD" in helpers.values() or marks & {"if", "unless", "whether"}:
        unreal = helpers.keys() & {"would", "have"}  # when is not said: “might have sunk”
        return "future" if helpers.keys() & {"will", "shall"} else "unreal" if unreal else "modal"
    if "have" in helpers:
        return "background" if helpers["have"] == "VBD" else "perfect"
    if verb.tag_ == "VBD" or "VBD" in helpers.values():
        return "past"
    waits = verb.dep_ == "advcl" and marks & {*APART, "when", "once"}  # "once it ends, we will"
    return "future" if waits and any(c.tag_ == "MD" for c in verb.head.lefts) else "present"


def _status(token: Token, cue_class: str) -> str:
    """Say how real the event is made, by its verb and by the class of the cue that attributes it.

    "The attack" and "her arrest" are taken for granted whatever the verb above says.
    """
    given = token.pos_ == "NOUN" and any(c.lower_ == "the" or c.dep_ == "poss" for c in token.lefts)
    verb = token if token.pos_ in VERBS else _finite_verb(token)
    if not given and (negated(verb) or any(c.lower_ == "no" for c in token.lefts)):
        return "negated"
    if cue_class in CLASSES:
        return CLASSES[cue_class]
    real = "claimed" if cue_class else "asserted"
    return real if given else TENSES.get(_tense(verb), real)


def _label(token: Token) -> str:
    """Name the event by who, what and whom, in words of the article; names stay whole."""
    keep, heads = set(), [c for c in token.lefts if c.dep_ in ARGUMENTS]
    subject = None if heads or token.pos_ == "NOUN" else subject_of(token)
    heads += [subject] if subject is not None and abs(subject.i - token.i) < 40 else []
    if token.dep_ == "relcl":  # “which sank”: the ship sank
        heads = [token.head if c.tag_ in ("WDT", "WP") else c for c in heads]
    for word in (token, *(c for c in token.rights if c.dep_ == "xcomp")):
        keep.update([word.i, *(c.i for c in word.children if c.dep_ in HELPERS)])
        goals = [c for c in word.rights if c.dep_ in ARGUMENTS]
        links = [c for p in word.rights for c in p.rights if c.dep_ == "pobj"]
        links = [c for c in links if c.ent_type_ not in ("DATE", "TIME")]
        links = [c for c in links if c.pos_ == "NUM"] if goals else links[:1]
        heads, keep = [*heads, *goals, *links], keep | {c.head.i for c in links}
    keep.update(i for head in heads for i in _phrase(head))
    words = [token.doc[i] for i in sorted(keep)][:16]
    parts = (t.text_with_ws if t.i + 1 in keep else f"{t.text} " for t in words)
    return " ".join("".join(parts).split())


def _phrase(head: Token) -> range:
    """Return the words of a name or noun: what stands before it, what it is joined to by "and"."""
    doc, last = head.doc, head.i
    first = min((c.left_edge.i for c in head.lefts if c.dep_ in MODIFIERS), default=head.i)
    last = max([last, *(c.i for c in head.rights if c.dep_ == "conj" and c.i - last < 5)])
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return range(first, last + 1)
