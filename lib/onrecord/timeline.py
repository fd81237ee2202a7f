"""Find events: what happened, when, how real the article makes it, and who attests to it.

Where no time is told the day is assumed from tense (Reichenbach 1947, Elements of Symbolic Logic,
section 51) and order (Lascarides and Asher 1993, doi:10.1007/BF00986208): ``rule`` says which."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice, pairwise

from .language import VERBS, Doc, Token, is_finite, negated, paragraphs, subject_of
from .lexicon import read_words
from .tables import Layer, Table, owner_at, span, table, tuples_of
from .timex import UNITS, days_of, shifted

CLASSES = {"directive": "ordered", "question": "conditional", "denial": "negated"}
FORMS = read_words("tenses")
TENSES = {row["tense"]: row["status"] for row in FORMS.values() if row["status"]}
# Relations and words by what they do, in the order of words/links.csv.
_links = [frozenset(row["words"].split()) for row in read_words("links").values()]
SUBJECTS, HELPERS, MODIFIERS, ARGUMENTS, SHARES, APART, WHOSE, EMPTY = _links


class Story:
    """What dates the events of an article; words go by their number in the parse."""

    def __init__(self, doc: Doc, times: Table, spans: Table, published: str) -> None:
        self.hang = defaultdict(list)  # word: [(rank, distance, id, earliest, latest, rule)]
        self.published, self.told = published, {}  # event in lemmas: (id, day, day) stated first
        self.days = []  # (word, id, day) of the whole days up to publication, in order of the text
        places = {s.owner: (s.start, s.end) for s in tuples_of(spans) if s.role == "timex"}
        for mark in sorted(tuples_of(times), key=lambda t: (t.type == "DURATION", places[t.id])):
            words = doc.char_span(*places[mark.id], alignment_mode="expand")
            stated = (mark.id, mark.earliest, mark.latest)
            rank, rule = int(mark.value.endswith("_REF")), ""
            length = mark.type == "DURATION" and re.fullmatch(r"P(\d\d?)([DWMY])", mark.value)
            link = doc[min(words.end, len(doc) - 1)]
            if length and link.lower_ in ("after", "before"):
                name = "for" if doc[words.start - 1].lower_ == "for" else link.lower_
                self._link(link, name, mark.id, " ".join(length.groups()))
            elif length and published:
                day = date.fromisoformat(published) - int(length[1]) * UNITS[length[2]][0]
                stated, rank, rule = (mark.id, str(day), published), 3, "until-report"
            whole = not rank and stated[1] == stated[2] != ""
            for word in _above(words.root) if any(stated[1:]) else ():
                self.hang[word.i].append((rank, abs(words.root.i - word.i), *stated, rule))
                self.told.update({n: self.told.get(n, stated) for n in _names(word) if whole})
            if whole and stated[1] <= (published or "9"):
                self.days.append((words.root.i, *stated[:2]))
        for since in (t for t in doc if t.lower_ == "since"):
            self._link(since, "since", "", "0 D")

    def _link(self, link: Token, name: str, key: str, step: str) -> None:
        """Date a clause that lies (a duration) after, before or since the dated event of one."""
        event = link.head if link.dep_ == "mark" else next(link.rights, link)
        above = (w for w in link.ancestors if w.i != event.i and w.pos_ in (*VERBS, "NOUN"))
        main = next(above, link.sent.root)
        known = [entry[2:5] for entry in sorted(self.hang.get(event.i, ()))]
        known += [self.told[other] for other in _names(event) if other in self.told]
        if known and known[0][1]:
            then, *ends = known[0]
            step = f"then {'-' if name == 'before' else '+'}{step}"
            days = [days_of(shifted(step, {"then": (day, "")})[0]) for day in ends]
            first = days[0][0] if name in ("after", "before") else ends[0]
            last, rank = (self.published, -1) if name == "since" else (days[1][1], 2)
            self.hang[main.i].append((rank, 0, key or then, first, last, f"{name}-event"))


def find_events(doc: Doc, layers: dict, published: str = "", words=None, *, given=None) -> Layer:
    """Return (events, spans): the verbs and event nouns of the body, or (start, end) ``given``."""
    spans, nouns, text = layers["spans"], read_words("events", words), doc.text
    cues = {mark.start for mark in tuples_of(spans) if mark.role == "cue"}
    body = {line.start for line in tuples_of(layers["lines"]) if line.kind == "body"}
    content_at = owner_at(spans, "content")
    told = [t for p in paragraphs(doc) if p.start_char in body for t in p if _tells(t, nouns, cues)]
    if given is not None:
        told = [p.root for at in given if (p := doc.char_span(*at, alignment_mode="expand"))]
    said = {row.id: row for row in tuples_of(layers["attributions"])}
    story, rows = Story(doc, layers["times"], spans, published), []
    for token in told:
        own, voice = said.get(f"a{token.idx}"), said.get(content_at(token.idx))
        voice = own if own and not own.source else voice  # “have been reported killed”: by nobody
        voice = None if voice and voice.negated and voice.cue_class != "denial" else voice  # unsaid
        cue, clause = voice.cue_class if voice else "", (token, *islice(token.ancestors, 12))
        verb = next((t for t in clause if is_finite(t)), clause[-1])
        tense, real = _tense(verb), "claimed" if cue else "asserted"
        definite = any(c.lower_ == "the" or c.dep_ == "poss" for c in token.lefts)
        known = token.pos_ == "NOUN" and definite  # "the attack", whatever is said of it
        status = CLASSES.get(cue) or (real if known else TENSES.get(tense, real))
        if not known and negated(token if token.pos_ in VERBS else verb):
            status = "negated"
        when = _when(token, "future" if status == "ordered" else tense, story)
        row = {"id": f"e{token.idx}", "attested_by": voice.id if voice else "article"}
        row |= zip(("time", "earliest", "latest", "rule"), when, strict=True)
        rows.append(row | {"label": _label(token), "status": status})
    found = [span(f"e{t.idx}", "event", t.idx, t.idx + len(t), text) for t in told]
    return table("events", rows), table("spans", found)


def _tells(token: Token, nouns: dict[str, dict], cues: set[int]) -> bool:
    """True for a finite verb, for what is urged, and for an event noun that says whose or where."""
    if token.pos_ in VERBS:
        urged = token.tag_ == "VB" and token.dep_ in ("xcomp", "ccomp") and token.head.idx in cues
        subjects = {c.lemma_ for c in token.lefts if c.dep_ == "nsubj"}  # "the trial is on Monday"
        full = token.lemma_ not in EMPTY or subjects & nouns.keys()
        return bool(full) and (urged or is_finite(token))
    part = token.dep_ in MODIFIERS | SUBJECTS  # its verb tells it
    whose = any(c.lower_ in WHOSE or c.dep_ in ("poss", "nummod") for c in token.children)
    return whose and not part and token.pos_ == "NOUN" and token.lemma_.lower() in nouns


def _above(root: Token) -> Iterator[Token]:
    """Yield the head of a time and what it hangs on: up to its verb, or the noun it is part of."""
    yield root
    for below, word in pairwise([root, *islice(root.ancestors, 8)]):
        if word.lower_ in ("after", "before") and below.i != root.i:
            return  # "after the vote on Tuesday" dates the vote alone
        yield word
        part = below.dep_ in MODIFIERS and word.pos_ in ("NOUN", "PROPN")  # "the May strike"
        if part or (word.pos_ in VERBS and word.dep_ not in HELPERS | {"xcomp"}):
            return


def _names(word: Token) -> list[str]:
    """Return what an event is called where it is told again: "protest begin", "begin"."""
    subjects = (c.lemma_ for c in word.lefts if c.dep_ in SUBJECTS)
    return [*(f"{name} {word.lemma_}" for name in subjects), word.lemma_]


def _when(token: Token, tense: str, story: Story) -> tuple[str, str, str, str]:
    """Return (times id or "", earliest, latest, rule) of an event."""
    rule, now = "own-clause", story.published
    for word in (token, *islice(token.ancestors, 6)):
        hung = [h for h in story.hang.get(word.i, ()) if tense == "perfect" or 0 <= h[0] < 3]
        if hung:
            *_, key, first, last, linked = min(hung)
            if first <= now <= last:  # "this week" is cut at the day of publication
                first, last = (now, last) if tense in TENSES else (first, now)
            return key, first, last, linked or rule
        marks = {c.lower_ for c in word.lefts if c.dep_ in ("mark", "advmod")}
        shares = word.dep_ in SHARES or (word.dep_ == "relcl" and "when" in marks)
        if not shares or (marks | {word.lower_}) & APART:
            break
        rule = "governing-clause"
    again = ("det", "poss") if token.pos_ == "NOUN" else ("mark",)  # "the launch", "after it began"
    if any(c.dep_ in again for c in token.lefts) and (told := story.told.get(_names(token)[0])):
        return "", *told[1:], "told-elsewhere"
    return _assumed(token, tense, story)


def _assumed(token: Token, tense: str, story: Story) -> tuple[str, str, str, str]:
    """Date by tense and by the days told around it, where no time hangs on the event."""
    now, place = story.published, bisect_right(story.days, (token.i, "~"))
    near = story.days[max(0, place - 1) : place + 1]
    here = [(key, day, day) for at, key, day in near if token.sent.start <= at < token.sent.end]
    if here and tense not in ("present", "perfect"):
        return *here[0], "same-sentence"
    if tense in TENSES:
        return ("", "", "", "no-time") if tense == "unreal" else ("", now, "", "from-report-day")
    if tense == "background":
        return "", "", now, "background"
    if now and near and tense != "present":
        at, _, day = near[0]
        if (date.fromisoformat(now) - date.fromisoformat(day)).days <= 7:  # part of the news
            return "", day, day, "carry-over"
        if 0 < token.i - at < 60 and tense == "past":  # words
            return "", day, now, "told-after"
    return "", now, now, "report-day" if now else "no-time"


def _tense(verb: Token) -> str:
    """Return the first tense of words/tenses.csv whose form the verb has, with its helpers."""
    marks = [c.lower_ for c in verb.lefts if c.dep_ in ("mark", "advmod")]
    helpers = [f"{c.lemma_}/{c.tag_}" for c in verb.children if c.dep_ in HELPERS]
    waits = verb.dep_ == "advcl" and any(c.tag_ == "MD" for c in verb.head.lefts)
    group = " ".join(["waits"] * waits + [*marks, *helpers, f"/{verb.tag_}"])
    return next(row["tense"] for form, row in FORMS.items() if re.search(form, group))


def _label(token: Token) -> str:
    """Name the event by who, what and whom, in words of the article; names stay whole."""
    doc, keep, heads = token.doc, set(), [c for c in token.lefts if c.dep_ in ARGUMENTS]
    if not heads and token.pos_ != "NOUN" and (subject := subject_of(token)) is not None:
        heads = [subject]
    if token.dep_ == "relcl":  # “which sank”: the ship sank
        heads = [token.head if c.tag_ in ("WDT", "WP") else c for c in heads]
    for word in (token, *(c for c in token.rights if c.dep_ == "xcomp")):
        keep.update([word.i, *(c.i for c in word.children if c.dep_ in HELPERS | {"neg", "prt"})])
        goals = [c for c in word.rights if c.dep_ in ARGUMENTS]
        links = [c for p in word.rights for c in p.rights if c.dep_ == "pobj"]
        links = [c for c in links if c.ent_type_ not in ("DATE", "TIME") and not goals][:1]
        heads, keep = [*heads, *goals, *links], keep | {c.head.i for c in links}
    for head in heads:  # with what stands before it, what "and" joins to it, and the whole name
        first = min((c.left_edge.i for c in head.lefts if c.dep_ in MODIFIERS), default=head.i)
        last = max([head.i, *(c.i for c in head.rights if c.dep_ == "conj" and c.i - head.i < 5)])
        while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
            last += 1
        keep.update(range(first, last + 1))
    parts = (doc[i].text_with_ws if i + 1 in keep else f"{doc[i]} " for i in sorted(keep)[:16])
    return " ".join("".join(parts).split())
