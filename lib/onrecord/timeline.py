"""Find events: what happened, when, how real the article makes it, and who attests to it.

A time on the event's own words, or on those of a clause it leans on, is stated. Without one the
day is assumed from the tense (Reichenbach 1947, Elements of Symbolic Logic, section 51; Lascarides
and Asher 1993, doi:10.1007/BF00986208): ``time`` is empty and ``rule`` names the assumption.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from itertools import islice

from dateutil.relativedelta import relativedelta as delta

from .language import VERBS, Doc, Token, is_finite, negated, paragraphs, subject_of
from .lexicon import Words, read_words
from .tables import Layer, Table, owner_at, span, table
from .timex import days_of

CLASSES = {"directive": "ordered", "question": "conditional", "denial": "negated"}
TENSES = {"modal": "conditional", "unreal": "conditional", "future": "predicted"}
SUBJECTS, HELPERS = {"nsubj", "nsubjpass"}, {"aux", "auxpass"}
EMPTY_VERBS = {"be", "have", "do"}  # they say that something is, not that it happens
MODIFIERS = {"compound", "nmod", "amod", "poss", "nummod"}
ARGUMENTS = SUBJECTS | {"dobj", "attr", "acomp", "dative", "oprd"}
WHOSE = {"of", "by", "against", "between", "in", "on", "at", "to", "from"}  # "the killing of ..."
# By these links a word shares the time of the one it leans on, unless such a mark sets it apart.
SHARES = {"xcomp", "ccomp", "advcl", "conj", "pcomp", "acl", "acomp", "prep", "dobj", "pobj"}
APART = {"after", "before", "since", "until", "if", "unless"}
LENGTH = re.compile(r"P(\d\d?)([DWMY])")
UNITS = {"D": "days", "W": "weeks", "M": "months", "Y": "years"}
NEWS = 7  # days before publication that still belong to the report, not to its background
NEAR = 60  # words in which a day still stands for what is told around it


class Story:
    """What dates the events of an article; words go by their number in the parse."""

    def __init__(self, doc: Doc, times: Table, spans: Table, published: str) -> None:
        self.published = published
        rows = {row.id: row for row in times.itertuples()}
        self.times = {key: (row.earliest, row.latest) for key, row in rows.items()}
        self.hang = defaultdict(list)  # word: (vague, a year, distance, id), the least is best
        self.links = {}  # word: (id of a duration, the duration, event, "after" ...)
        self.days = []  # (word, id) of the whole days up to publication, in order of the text
        self.starts = [t.i for t in doc if t.is_sent_start]  # of the sentences
        self.told = {}  # event in lemmas: id of the whole day stated for it
        for since in (t for t in doc if t.lower_ == "since"):
            self._link(since, "", delta(), "since")
        marks, places = spans[spans["role"] == "timex"].sort_values("start"), [t.idx for t in doc]
        for mark in marks.itertuples():
            first, end = bisect_right(places, mark.start) - 1, bisect_left(places, mark.end)
            words, key, time = doc[first:end], mark.owner, rows[mark.owner]
            root = next((t for t in words if not first <= t.head.i < end), words[0])
            if time.type == "DURATION" and (length := LENGTH.fullmatch(time.value)):
                step = delta(**{UNITS[length[2]]: int(length[1])})
                before, link = doc[max(0, first - 1)], doc[min(end, len(doc) - 1)]
                if link.lower_ in ("after", "before"):
                    self._link(link, key, step, "for" if before.lower_ == "for" else link.lower_)
                else:
                    self.links.update({t.i: (key, step, None, "") for t in _above(root)})
            elif time.earliest or time.latest:
                vague, year = time.value.endswith("_REF"), len(time.value) < 8
                whole = time.earliest == time.latest and not vague
                for word in (root, *_above(root)):
                    self.hang[word.i].append((vague, year, abs(root.i - word.i), key))
                    self.told.update({n: self.told.get(n, key) for n in _names(word) if whole})
                if whole and time.latest <= (published or "9"):
                    self.days.append((root.i, key))

    def _link(self, link: Token, key: str, step: delta, word: str) -> None:
        """Note that a clause lies (a duration) after, before or since the event of another."""
        event, main = link.head if link.dep_ == "mark" else next(link.rights, link), link.head
        while (main.i == event.i or main.pos_ not in (*VERBS, "NOUN")) and main.head.i != main.i:
            main = main.head
        self.links[main.i] = (key, step, event, word)


def find_events(
    doc: Doc, layers: dict[str, Table], published: str = "", words: Words = None, *, given=None
) -> Layer:
    """Return (events, their spans): the finite verbs and event nouns of the body, with their days.

    ``layers`` holds the tables lines, times, attributions and spans that were found before. With
    an empty ``time`` the days are assumed: no expression states them. ``given`` are (start,
    end) of event words, where known, instead of the verbs and the nouns of words/events.csv.
    """
    attributions, spans, lines = layers["attributions"], layers["spans"], layers["lines"]
    content_at, cues = owner_at(spans, "content"), set(spans[spans["role"] == "cue"]["start"])
    classes = dict(zip(attributions["id"], attributions["cue_class"], strict=True))
    hearsay = {f"e{key[1:]}": key for key in attributions["id"][attributions["source"] == ""]}
    mute = attributions["negated"] & (attributions["cue_class"] != "denial")
    mute = set(attributions["id"][mute])  # who has not spoken of it does not vouch for it
    nouns, starts = read_words("events", words), set(lines[lines["kind"] == "body"]["start"])
    body = [t for line in paragraphs(doc) if line.start_char in starts for t in line]
    pieces = [doc.char_span(*place, alignment_mode="expand") for place in given or ()]
    told = [piece.root for piece in pieces if piece]
    told = [t for t in body if _tells(t, nouns, cues)] if given is None else told
    story, rows, text = Story(doc, layers["times"], spans, published), [], doc.text
    for token in told:
        key, clause = f"e{token.idx}", (token, *islice(token.ancestors, 12))
        voice = hearsay.get(key, content_at(token.idx))  # “have been reported killed”: nobody known
        voice = "article" if voice in mute else voice or "article"
        verb = next((t for t in clause if is_finite(t)), clause[-1])
        status = _status(token, verb, classes.get(voice, ""))
        when = _when(token, "future" if status == "ordered" else _tense(verb), story)
        row = {"id": key, "label": _label(token), "status": status, "attested_by": voice}
        rows.append(row | dict(zip(("time", "earliest", "latest", "rule"), when, strict=True)))
    found = [span(f"e{t.idx}", "event", t.idx, t.idx + len(t), text) for t in told]
    return table("events", rows), table("spans", found)


def _tells(token: Token, nouns: dict[str, dict], cues: set[int]) -> bool:
    """True for a finite verb, for what is urged, and for an event noun that says whose or where."""
    if token.pos_ in VERBS:
        urged = token.tag_ == "VB" and token.dep_ in ("xcomp", "ccomp") and token.head.idx in cues
        subject = {c.lemma_ for c in token.lefts if c.dep_ == "nsubj"}  # "the trial is on Monday"
        full = token.lemma_ not in EMPTY_VERBS or not subject.isdisjoint(nouns)
        return full and (urged or is_finite(token))
    part = token.dep_ in MODIFIERS | SUBJECTS  # its verb tells it
    whose = any(c.lower_ in WHOSE or c.dep_ in ("poss", "nummod") for c in token.children)
    return whose and not part and token.pos_ == "NOUN" and token.lemma_.lower() in nouns


def _above(root: Token) -> list[Token]:
    """Return the words a time hangs on: up to its verb, or the noun it is part of."""
    above, below = [], root
    for word in islice(root.ancestors, 8):
        if word.lower_ in ("after", "before") and below.i != root.i:
            break  # "after the vote on Tuesday" dates the vote alone
        above.append(word)
        part = below.dep_ in MODIFIERS | {"acl"}  # "the May strike", "a suit filed in May"
        if (
            word.pos_ in ("NOUN", "PROPN")
            if part
            else word.pos_ in VERBS and word.dep_ not in HELPERS | {"acl", "xcomp"}
        ):
            break
        below = word
    return above


def _names(word: Token) -> list[str]:
    """Return what an event is called where it is told again: "protest begin", "begin"."""
    subjects = [f"{c.lemma_} " for c in word.lefts if c.dep_ in SUBJECTS]
    return [f"{subject}{word.lemma_}" for subject in (*subjects, "")]


def _when(token: Token, tense: str, story: Story) -> tuple[str, str, str, str]:
    """Return (times id or "", earliest, latest, rule) of an event."""
    rule, now = "own-clause", story.published
    for word in (token, *islice(token.ancestors, 6)):
        linked = story.links.get(word.i)
        days = _reckoned(linked, tense, story) if linked else None
        if days and (word.i not in story.hang or linked[-1] == "since"):
            return days
        if word.i in story.hang:
            key = min(story.hang[word.i])[-1]
            first, last = story.times[key]
            if first <= now <= last:  # "this week" is cut at the day of publication
                first, last = (now, last) if tense in TENSES else (first, now)
            return key, first, last, rule
        apart = any(c.dep_ == "mark" and c.lower_ in APART for c in word.lefts)
        when = word.dep_ == "relcl" and any(c.lower_ == "when" for c in word.lefts)
        if apart or not (when or word.dep_ in SHARES):
            break
        rule = "governing-clause"
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
    """Date by tense and by the days told around it, where no time hangs on the event."""
    now, place = story.published, bisect_right(story.days, (token.i, "~"))
    near = story.days[max(0, place - 1) : place + 1]
    number = bisect_right(story.starts, token.i)  # of the sentence
    here = [key for at, key in near if bisect_right(story.starts, at) == number]
    if here and tense not in ("present", "perfect"):
        return here[0], *story.times[here[0]], "same-sentence"
    if tense in TENSES:
        return ("", "", "", "no-time") if tense == "unreal" else ("", now, "", "from-report-day")
    if tense == "background":
        return "", "", now, "background"
    if now and near and tense != "present":
        back, day = token.i - near[0][0], story.times[near[0][1]][0]
        if (date.fromisoformat(now) - date.fromisoformat(day)).days <= NEWS and back > -NEAR:
            return "", day, day, "carry-over"
        if 0 < back < NEAR and tense == "past":
            return "", day, now, "told-after"
    # Where SemEval-2015 has a day, this names it 8 times in 10, the next day once in 12.
    return "", now, now, "report-day" if now else "no-time"


def _tense(verb: Token) -> str:
    """Return past, perfect, background (had gone), present, future, modal or unreal (would go)."""
    helpers = {c.lemma_: c.tag_ for c in verb.children if c.dep_ in HELPERS}
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


def _status(token: Token, verb: Token, cue_class: str) -> str:
    """Say how real it is made; "the attack", "her arrest" are given whatever the verb says."""
    given = token.pos_ == "NOUN" and any(c.lower_ == "the" or c.dep_ == "poss" for c in token.lefts)
    told = token if token.pos_ in VERBS else verb
    if not given and (negated(told) or any(c.lower_ == "no" for c in token.lefts)):
        return "negated"
    real = "claimed" if cue_class else "asserted"
    real = real if given else TENSES.get(_tense(verb), real)
    return CLASSES.get(cue_class, real)


def _label(token: Token) -> str:
    """Name the event by who, what and whom, in words of the article; names stay whole."""
    doc, keep, heads = token.doc, set(), [c for c in token.lefts if c.dep_ in ARGUMENTS]
    subject = None if heads or token.pos_ == "NOUN" else subject_of(token)
    heads += [] if subject is None else [subject]
    if token.dep_ == "relcl":  # “which sank”: the ship sank
        heads = [token.head if c.tag_ in ("WDT", "WP") else c for c in heads]
    for word in (token, *(c for c in token.rights if c.dep_ == "xcomp")):
        keep.update([word.i, *(c.i for c in word.children if c.dep_ in HELPERS | {"neg", "prt"})])
        goals = [c for c in word.rights if c.dep_ in ARGUMENTS]
        links = [c for p in word.rights for c in p.rights if c.dep_ == "pobj"]
        links = [c for c in links if c.ent_type_ not in ("DATE", "TIME")]
        links = [c for c in links if c.pos_ == "NUM"] if goals else links[:1]
        heads, keep = [*heads, *goals, *links], keep | {c.head.i for c in links}
    for head in heads:  # with what stands before it, what "and" joins to it, and the whole name
        first = min((c.left_edge.i for c in head.lefts if c.dep_ in MODIFIERS), default=head.i)
        last = max([head.i, *(c.i for c in head.rights if c.dep_ == "conj" and c.i - head.i < 5)])
        while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
            last += 1
        keep.update(range(first, last + 1))
    words = [doc[i] for i in sorted(keep)][:16]
    parts = (t.text_with_ws if t.i + 1 in keep else f"{t.text} " for t in words)
    return " ".join("".join(parts).split())
