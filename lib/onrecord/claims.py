"""Find the claims of an article: what each cue makes of its sentence, who speaks each quotation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .cues import Frames, claim_of, make_claim, read_frames, speaker_of
from .language import beside, paragraphs
from .quotes import Quote, find_quotes, is_spoken, joined, manner

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

SELF = {"i", "we", "you", "me", "us"}
# “PENCE: Well, look”, “Reyk: Harbour is safe”: a name, a colon, what the name says
LABEL = re.compile(r"[\"“]?((?:[A-Z][\w.’'-]*,? ?){1,5}): +(?=\S)")
# “...” — Krystal Correa: a quotation, a dash, the name, and nothing more
SIGNED = re.compile(r"[”\"] *[―—–-]+ *((?:[A-Z][\w.’'-]* ?){1,5})\.?$")


def find_claims(doc: Doc, words: str | None = None) -> list[dict]:
    """Find every attribution of ``doc``, in order, as {cue, source, content, rule, manner, within}.

    ``cue`` is a token, ``source`` a token or None, ``content`` a list of (start, end) characters,
    ``within`` the narrowest claim whose content holds this one's cue, or None.
    """
    claims: list[dict] = []
    running, frames, text = None, read_frames(words), doc.text
    every: list[Quote] = []
    for paragraph in paragraphs(doc):
        quotes = [
            quote
            for quote in find_quotes(text, paragraph.start_char, paragraph.end_char)
            if quote.depth == 0
        ]
        every += quotes
        here = [claim for token in paragraph if (claim := claim_of(token, frames))]
        _hang_outside(here)
        _stretch(here, quotes)
        label = _label(paragraph, text)
        if label:
            here = [label, *here]
        elif running and _is_all_quoted(paragraph, quotes, here):
            running["content"] += [(quote.start, quote.end) for quote in quotes]
            running = _example_speaks(running, paragraph, claims)
        else:
            running = _speak(here, quotes, paragraph, text, frames)
        claims += [claim for claim in here if not _is_own_voice(claim, quotes)]
    claims = [claim for claim in claims if claim["content"]]
    _nest(claims)
    for claim in claims:
        claim["manner"] = manner(text, claim["content"], every)
    return claims


def _example_speaks(running: dict, paragraph: Span, claims: list[dict]) -> dict:
    """Hand a block quotation after “Some, like Irina, said:” to Irina: many do not say “I”."""
    colon, source = paragraph.doc[max(0, paragraph.start - 2)], running["source"]
    if colon.text != ":" or source is None or source.tag_ not in ("NNS", "NNPS"):
        return running
    likes = [
        t for t in source.doc[source.i + 1 : source.i + 4] if t.lower_ in ("like", "including")
    ]
    names = [c for like in likes for c in like.children if c.dep_ == "pobj" and c.pos_ == "PROPN"]
    if not names:
        return running
    claims.append(make_claim(colon, names[0], [running["content"].pop()], "block-quotation"))
    return claims[-1]


def _nest(claims: list[dict]) -> None:
    """Set ``within`` to the narrowest content around each cue; both are walked once, in order."""
    contents = sorted((s, e, n) for n, claim in enumerate(claims) for s, e in claim["content"])
    contents.reverse()
    around: list[tuple[int, int]] = []
    for place, claim in sorted(enumerate(claims), key=lambda pair: pair[1]["cue"].idx):
        at = claim["cue"].idx
        while contents and contents[-1][0] <= at:
            _, end, holder = contents.pop()
            around.append((end, holder))
        around = [(end, holder) for end, holder in around if end > at]
        outer = min((pair for pair in around if pair[1] != place), default=None)
        claim["within"] = claims[outer[1]] if outer else None
        if _leads_back(claim):  # two contents that hold each other's cue
            claim["within"] = None


def _leads_back(claim: dict) -> bool:
    outer = claim["within"]
    for _ in range(20):  # no reporter goes deeper
        if outer is None or outer is claim:
            break
        outer = outer.get("within")
    return outer is not None


def _hang_outside(claims: list[dict]) -> None:
    """Cut “…, according to Falk” from the contents inside Falk's own: hers is the outer word."""
    for outer in (claim for claim in claims if claim["rule"] == "according-to"):
        cue, (low, high) = outer["cue"], (outer["content"] or [(0, 0)])[0]
        for inner in claims:
            if inner is not outer and low <= inner["cue"].idx < high:
                cut = cue.nbor(-1).idx if cue.i and cue.nbor(-1).text == "," else cue.idx
                inner["content"] = [
                    (start, cut if start < cut < end else end) for start, end in inner["content"]
                ]


def _stretch(claims: list[dict], quotes: list[Quote]) -> None:
    """Let a content that reaches into a quotation have all of it; a cue in quotes stays inside."""
    for claim in claims:
        spans, source = [], claim["source"]
        if source is not None and _around(source, quotes) != _around(claim["cue"], quotes):
            claim["source"] = beside(claim["cue"])  # “This guy,” Reyk said: the guy says nothing
        for start, end in claim["content"]:
            for quote in quotes:
                if quote.start <= claim["cue"].idx < quote.end:
                    start, end = max(start, quote.start), min(end, quote.end)
                elif start < quote.end and quote.start < end:
                    start, end = min(start, quote.start), max(end, quote.end)
            if start < end:
                spans.append((start, end))
        claim["content"] = joined(spans)


def _around(token: Token, quotes: list[Quote]) -> Quote | None:
    return next((quote for quote in quotes if quote.start <= token.idx < quote.end), None)


def _is_own_voice(claim: dict, quotes: list[Quote]) -> bool:
    """True for “I think” inside a quotation: the speaker goes on speaking, nobody else does."""
    inside = any(quote.start <= claim["cue"].idx < quote.end for quote in quotes)
    return inside and (claim["source"] is None or claim["source"].lower_ in SELF)


def _speak(
    claims: list[dict], quotes: list[Quote], paragraph: Span, text: str, frames: Frames
) -> dict | None:
    """Give each spoken quotation that no clause claims to the cue beside it, or to who just spoke.

    Returns the claim that speaks last, for a quotation that goes on in the next paragraph.
    """
    running = None
    for place, quote in enumerate(quotes):
        holder = next((c for c in claims if _holds(c, quote)), None)
        if holder is None and is_spoken(text, quote):
            before = quotes[place - 1].end if place else paragraph.start_char
            after = quotes[place + 1].start if place + 1 < len(quotes) else paragraph.end_char
            verb = _cue_beside(paragraph.doc, text, quote, before, after, frames)
            holder = running if verb is None and _follows_on(text[before : quote.start]) else None
            if verb is not None:
                holder = next((c for c in claims if c["cue"].i == verb.i), None)
                if holder is None:
                    source = speaker_of(verb, frames)
                    holder = make_claim(verb, source, [], "quotation+cue")
                    claims += [holder] if source is not None else []
            if holder is not None:
                holder["content"] = joined([*holder["content"], (quote.start, quote.end)])
        running = holder or running
    if running is None and text[: paragraph.end_char].endswith(":"):
        end = paragraph.end_char
        nothing, start = Quote(end, end, 0, closed=True), paragraph.start_char
        verb = _cue_beside(paragraph.doc, text, nothing, start, end, frames)
        if not claims and verb is not None:
            claims.append(make_claim(verb, speaker_of(verb, frames), [], "quotation+cue"))
        return claims[-1] if claims else None
    return running


def _follows_on(gap: str) -> bool:
    """True if a sentence has ended, or nothing stands, between two quotations."""
    return not gap.strip() or gap.strip()[-1] in ".!?"


def _holds(claim: dict, quote: Quote) -> bool:
    inside = quote.start <= claim["cue"].idx < quote.end
    return not inside and any(s < quote.end and quote.start < e for s, e in claim["content"])


def _cue_beside(
    doc: Doc, text: str, quote: Quote, before: int, after: int, frames: Frames
) -> Token | None:
    """Return the nearest cue verb after the quotation in its sentence, else the last before it."""

    def cues(start: int, end: int) -> list[Token]:
        span = doc.char_span(start, end, alignment_mode="contract") if start < end else None
        verbs = [t for t in span or [] if t.pos_ in ("VERB", "AUX")]
        return [v for v in verbs if frames.get(v.lemma_.lower(), frozenset()) & {"that", "quote"}]

    ended = re.search(r"\.\W{1,3}$", text[quote.start : quote.end])
    stop = re.compile(r"[.!?](?=\s|$)").search(text, quote.end, after)
    if not (ended and re.match(r"\s+[A-Z]", text[quote.end : after])):
        follow = cues(quote.end, stop.end() if stop else after)
        if follow:
            return follow[0]
    stops = [m.end() for m in re.finditer(r"[.!?]\s", text[before : quote.start])]
    lead = cues(before + (stops[-1] if stops else 0), quote.start)
    return lead[-1] if lead else None


def _is_all_quoted(paragraph: Span, quotes: list[Quote], claims: list[dict]) -> bool:
    """True for a paragraph of quotation without a cue: it goes on with who spoke before it."""
    inside = sum(quote.end - quote.start for quote in quotes)
    outside = [c for c in claims if not any(q.start <= c["cue"].idx < q.end for q in quotes)]
    return not outside and inside > 0.9 * (paragraph.end_char - paragraph.start_char)


def _label(paragraph: Span, text: str) -> dict | None:
    """Read a paragraph that is a name and its words: an interview, a signed quotation."""
    line = text[paragraph.start_char : paragraph.end_char]
    for pattern, rule in ((LABEL, "label"), (SIGNED, "signature")):
        found = pattern.match(line) if rule == "label" else pattern.search(line)
        name = found and paragraph.doc.char_span(
            paragraph.start_char + found.start(1),
            paragraph.start_char + len(line[: found.end(1)].rstrip(" ,.")),
            alignment_mode="contract",
        )
        if not name or not (
            name.text.isupper() or rule == "signature" or name.root.pos_ == "PROPN"
        ):
            continue
        start, end = (found.end(), len(line)) if rule == "label" else (0, found.start() + 1)
        mark = paragraph.doc[name.end] if rule == "label" else paragraph.doc[name.start - 1]
        content = [(paragraph.start_char + start, paragraph.start_char + end)]
        return make_claim(mark, name.root, content, rule)
    return None
