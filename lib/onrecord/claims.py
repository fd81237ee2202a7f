"""Find the claims of an article: what each cue makes of its sentence, who speaks each quotation."""

import re

from .cues import Frames, claim_of, make_claim, read_frames, speaker_of
from .language import VERBS, Doc, Span, Token, beside, child_of, paragraphs
from .quotes import STOP, Quote, find_quotes, is_spoken, joined, manner

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
    claims, every, running = [], [], None
    frames, text = read_frames(words), doc.text
    for paragraph in paragraphs(doc):
        found = find_quotes(text, paragraph.start_char, paragraph.end_char)
        quotes = [quote for quote in found if quote.depth == 0]
        every += quotes
        here = [claim for token in paragraph if (claim := claim_of(token, frames))]
        _hang_outside(here)
        for claim in here:
            _stretch(claim, quotes)
        if label := _label(paragraph, text):
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
    many = colon.text == ":" and source is not None and source.tag_ in ("NNS", "NNPS")
    for like in source.doc[source.i + 1 : source.i + 4] if many else ():
        name = child_of(like, "pobj") if like.lower_ in ("like", "including") else None
        if name is not None and name.pos_ == "PROPN":
            claims.append(make_claim(colon, name, [running["content"].pop()], "block-quotation"))
            return claims[-1]
    return running


def _nest(claims: list[dict]) -> None:
    """Set ``within`` to the narrowest content around each cue; both are walked once, in order."""
    contents = [(s, e, n) for n, claim in enumerate(claims) for s, e in claim["content"]]
    contents.sort(reverse=True)
    around: list[tuple[int, int]] = []
    for place, claim in sorted(enumerate(claims), key=lambda pair: pair[1]["cue"].idx):
        at = claim["cue"].idx
        while contents and contents[-1][0] <= at:
            around.append(contents.pop()[1:])
        around = [(end, holder) for end, holder in around if end > at]
        outer = min((pair for pair in around if pair[1] != place), default=None)
        claim["within"] = above = claims[outer[1]] if outer else None
        while above is not None and above is not claim:
            above = above.get("within")
        if above is claim:  # two contents that hold each other's cue
            claim["within"] = None


def _hang_outside(claims: list[dict]) -> None:
    """Cut “…, according to Falk” from the contents inside Falk's own: hers is the outer word."""
    for outer in (c for c in claims if c["rule"] == "according-to" and c["content"]):
        cue, (low, high) = outer["cue"], outer["content"][0]
        cut = cue.nbor(-1).idx if cue.i and cue.nbor(-1).text == "," else cue.idx
        for inner in claims:
            if inner is not outer and low <= inner["cue"].idx < high:
                spans = inner["content"]
                inner["content"] = [(s, cut if s < cut < e else e) for s, e in spans]


def _stretch(claim: dict, quotes: list[Quote]) -> None:
    """Let a content that reaches into a quotation have all of it; a cue in quotes stays inside."""
    spans, cue, source = [], claim["cue"], claim["source"]
    if source is not None and _around(source, quotes) != _around(cue, quotes):
        claim["source"] = beside(cue)  # “This guy,” Reyk said: the guy says nothing
    for start, end in claim["content"]:
        for quote in quotes:
            if quote.start <= cue.idx < quote.end:
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
    own = claim["source"] is None or claim["source"].lower_ in SELF
    return own and _around(claim["cue"], quotes) is not None


def _speak(claims: list, quotes: list, paragraph: Span, text: str, frames: Frames) -> dict | None:
    """Give each spoken quotation that no clause claims to the cue beside it, or to who just spoke.

    Returns the claim that speaks last, for a quotation that goes on in the next paragraph.
    """
    running, doc, first, last = None, paragraph.doc, paragraph.start_char, paragraph.end_char
    ends, starts = [first, *(q.end for q in quotes)], [*(q.start for q in quotes[1:]), last]
    for quote, before, after in zip(quotes, ends, starts, strict=False):
        holder = next((c for c in claims if _holds(c, quote)), None)
        if holder is None and is_spoken(text, quote):
            verb = _cue_beside(doc, text, quote, before, after, frames)
            if verb is not None:
                holder = _claim_by(verb, claims, frames)
            elif text[before : quote.start].strip()[-1:] in ("", ".", "!", "?"):
                holder = running
            if holder is not None:
                holder["content"] = joined([*holder["content"], (quote.start, quote.end)])
        running = holder or running
    if running is None and text[:last].endswith(":"):
        verb = _cue_beside(doc, text, Quote(last, last, 0, closed=True), first, last, frames)
        if not claims and verb is not None:
            claims.append(make_claim(verb, speaker_of(verb, frames), [], "quotation+cue"))
        return claims[-1] if claims else None
    return running


def _claim_by(verb: Token, claims: list[dict], frames: Frames) -> dict:
    """Return the claim of a cue beside a quotation; a new one counts if somebody speaks."""
    claim = next((c for c in claims if c["cue"].i == verb.i), None)
    if claim is None:
        claim = make_claim(verb, speaker_of(verb, frames), [], "quotation+cue")
        claims += [claim] if claim["source"] is not None else []
    return claim


def _holds(claim: dict, quote: Quote) -> bool:
    inside = quote.start <= claim["cue"].idx < quote.end
    return not inside and any(s < quote.end and quote.start < e for s, e in claim["content"])


def _cue_beside(
    doc: Doc, text: str, quote: Quote, before: int, after: int, frames: Frames
) -> Token | None:
    """Return the nearest cue verb after the quotation in its sentence, else the last before it."""

    def cues(start: int, end: int) -> list[Token]:
        span = doc.char_span(start, end, alignment_mode="contract") if start < end else None
        verbs = [t for t in span or [] if t.pos_ in VERBS]
        return [v for v in verbs if frames.get(v.lemma_.lower(), frozenset()) & {"that", "quote"}]

    ended = re.search(r"\.\W{1,3}$", text[quote.start : quote.end])
    if not (ended and re.match(r"\s+[A-Z]", text[quote.end : after])):
        stop = STOP.search(text, quote.end, after)
        if follow := cues(quote.end, stop.end() if stop else after):
            return follow[0]
    sentences = [before, *(stop.end() for stop in STOP.finditer(text, before, quote.start))]
    lead = cues(sentences[-1], quote.start)
    return lead[-1] if lead else None


def _is_all_quoted(paragraph: Span, quotes: list[Quote], claims: list[dict]) -> bool:
    """True for a paragraph of quotation without a cue: it goes on with who spoke before it."""
    inside = sum(quote.end - quote.start for quote in quotes)
    cues_inside = all(_around(claim["cue"], quotes) for claim in claims)
    return cues_inside and inside > 0.9 * (paragraph.end_char - paragraph.start_char)


def _label(paragraph: Span, text: str) -> dict | None:
    """Read a paragraph that is a name and its words: an interview, a signed quotation."""
    doc, first, last = paragraph.doc, paragraph.start_char, paragraph.end_char
    label, signed = LABEL.match(text[first:last]), SIGNED.search(text[first:last])
    for found in filter(None, (label, signed)):
        start, end = first + found.start(1), first + found.start(1) + len(found[1].rstrip(" ,."))
        name = doc.char_span(start, end, alignment_mode="contract")
        if name and found is signed:
            content = [(first, first + found.start() + 1)]
            return make_claim(doc[name.start - 1], name.root, content, "signature")
        if name and (name.text.isupper() or name.root.pos_ == "PROPN"):
            return make_claim(doc[name.end], name.root, [(first + found.end(), last)], "label")
    return None
