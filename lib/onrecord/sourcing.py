"""Find the attributions: the claims of every cue and quotation, then their table."""

import re

from .cues import Frames, addressee_of, claim_of, cue_key, make_claim, speaker_of
from .language import NOUNS, VERBS, Doc, Span, Token, beside, negated, noun_phrase, paragraphs
from .lexicon import Words, read_words
from .quotes import REST, STOP, Quote, find_quotes, joined, manner
from .tables import Layer, Table, owner_at, span, table

LABEL = re.compile(r"[\"“]?((?:[A-Z][\w.’'-]*,? ?){1,5}): +(?=\S)")  # “REYK: We have”
SIGNED = re.compile(r"[”\"] *[―—–-]+ *((?:[A-Z][\w.’'-]* ?){1,5})\.?$")  # “…” — Edda Rusk


def find_claims(doc: Doc, words: Words = None) -> list[dict]:
    """Find the attributions of ``doc`` in order: {cue, source, content, rule, manner, within}."""
    claims, every, running, text = [], [], None, doc.text
    frames = {c: frozenset(row["frames"].split()) for c, row in read_words("cues", words).items()}
    for paragraph in paragraphs(doc):
        first, last = paragraph.start_char, paragraph.end_char
        rest = REST.match(text, first, last) if running and every and not every[-1].closed else None
        quotes = [Quote(first, rest.end(), 0, True)] if rest else []
        quotes += [quote for quote in find_quotes(text, first, last) if quote.depth == 0]
        every += quotes
        here = [claim for token in paragraph if (claim := claim_of(token, frames))]
        for claim in here:
            _stretch(claim, quotes)
        inside = sum(q.end - q.start for q in quotes) / (last - first)
        if label := _label(paragraph, text):
            here = [label, *here]
        elif running and inside > 0.9 and all(claim["quoted"] for claim in here):
            running["content"] += [(quote.start, quote.end) for quote in quotes]
            running = _example_speaks(running, paragraph, claims)
        else:
            if rest:
                running["content"].append((first, rest.end()))
            running = _speak(here, quotes[bool(rest) :], paragraph, text, frames)
        for claim in here:
            claim["source"] = _outside(claim, quotes)
        claims += here
    claims = [claim | {"content": joined(claim["content"])} for claim in claims if claim["content"]]
    return _nest([c | {"manner": manner(text, c["content"], every)} for c in claims])


def _example_speaks(running: dict, paragraph: Span, claims: list[dict]) -> dict:
    """Hand a block quotation after “Some, like Irina, said:” to Irina: many do not say “I”."""
    colon, many = paragraph.doc[max(0, paragraph.start - 2)], running["source"]
    after = many.doc[many.i : many.i + 8] if many and colon.text == ":" else ()
    names = [t for t in after if t.dep_ == "pobj" and t.head.lower_ in ("like", "including")]
    if names and many.tag_ in ("NNS", "NNPS"):
        claims.append(make_claim(colon, names[0], [running["content"].pop()], "block-quotation"))
        return claims[-1]
    return running


def _nest(claims: list[dict]) -> list[dict]:
    """Set ``within`` to the shortest claim whose content holds the cue and is longer."""
    sizes = [sum(end - start for start, end in claim["content"]) for claim in claims]
    contents = sorted((sizes[n], n, *span) for n, c in enumerate(claims) for span in c["content"])
    for claim, own in zip(claims, sizes, strict=True):
        over = (claims[n] for size, n, s, e in contents if size > own and s <= claim["cue"].idx < e)
        claim["within"] = next(over, None)
    return claims


def _stretch(claim: dict, quotes: list[Quote]) -> None:
    """Let a content that reaches into a quotation have all of it; a cue in quotes stays inside."""
    cue, content = claim["cue"], claim["content"]
    around = next((quote for quote in quotes if quote.start <= cue.idx < quote.end), None)
    claim["quoted"] = around is not None
    if around is None:
        touched = (q for q in quotes for s, e in content if s < q.end and q.start < e)
        claim["content"] = joined([*content, *((q.start, q.end) for q in touched)])
    elif getattr(claim["source"], "lower_", "i") in ("i", "we", "you", "me", "us"):
        claim["content"] = []  # “I think”: its speaker goes on speaking, nobody else does
    else:
        inside = [(max(start, around.start), min(end, around.end)) for start, end in content]
        claim["content"] = [(start, end) for start, end in inside if start < end]


def _outside(claim: dict, quotes: list[Quote]) -> Token | None:
    """Return the source, or the name beside the cue: in “My apologies,” Reyk said it is Reyk."""
    cue, source = claim["cue"], claim["source"]
    if claim["quoted"] or not (source and any(q.start <= source.idx < q.end for q in quotes)):
        return source
    after = (t for t in cue.doc[cue.i + 1 : cue.i + 6] if t.pos_ in NOUNS and t.dep_ != "compound")
    return beside(cue) or next(after, source)


def _speak(claims: list, quotes: list, paragraph: Span, text: str, frames: Frames) -> dict | None:
    """Give unclaimed quotations to the cue beside them or who spoke; return the last to speak."""
    running, first, last = None, paragraph.start_char, paragraph.end_char
    cues = [t for t in paragraph if t.pos_ in VERBS and "quote" in frames.get(t.lemma_.lower(), ())]
    ends, starts = [first, *(q.end for q in quotes)], [*(q.start for q in quotes[1:]), last]
    for quote, before, after in zip(quotes, ends, starts, strict=False):
        spans = ((c, s, e) for c in claims if not c["quoted"] for s, e in c["content"])
        holder = next((c for c, s, e in spans if s < quote.end and quote.start < e), None)
        inside = text[quote.start : quote.end].strip("“”‘’\"'`«»„ ")
        spoken = len(inside.split()) > 4 or re.search(r"[.,?!…—–-]$", inside)  # no odd word
        if holder is None and spoken:
            cue = _cue_beside(cues, text, quote, before, after)
            if cue:
                holder = _claim_by(cue, claims, frames)
            elif text[before : quote.start].strip()[-1:] in ("", ".", "!", "?"):
                holder = running
            if holder is not None:
                holder["content"].append((quote.start, quote.end))
        running = holder or running
    if running is None and text.startswith(":", last - 1):
        return claims[-1] if claims else _claim_by(cues[-1], claims, frames) if cues else None
    return running


def _claim_by(verb: Token, claims: list[dict], frames: Frames) -> dict:
    """Return the claim of a cue beside a quotation; a new one counts if somebody speaks."""
    claim = next((c for c in claims if c["cue"].i == verb.i), None)
    if claim is None:
        claim = make_claim(verb, speaker_of(verb, frames), [], "quotation+cue")
        claims += [claim] if claim["source"] is not None else []
    return claim


def _cue_beside(cues: list, text: str, quote: Quote, before: int, after: int) -> Token | None:
    """Return the first cue after the quotation, where no sentence ends, else the last before it."""
    ended = re.search(r"\.\W{1,3}$", text[quote.start : quote.end])
    near = (cue for cue in cues if quote.end <= cue.idx < after)
    follow = [c for c in near if not text[quote.end : c.sent.start_char].strip(" ,.—–-")]
    if follow and not (ended and re.match(r"\s+[A-Z]", text[quote.end : after])):
        return follow[0]
    sentences = [before, *(stop.end() for stop in STOP.finditer(text, before, quote.start))]
    return next((c for c in reversed(cues) if sentences[-1] <= c.idx < quote.start), None)


def _label(paragraph: Span, text: str) -> dict | None:
    """Read a paragraph that is a name and its words: an interview, a signed quotation."""
    doc, first, last = paragraph.doc, paragraph.start_char, paragraph.end_char
    for found in filter(None, (LABEL.match(text, first, last), SIGNED.search(text, first, last))):
        start, end = found.start(1), found.start(1) + len(found[1].rstrip(" ,."))
        name = doc.char_span(start, end, alignment_mode="contract")
        if name and found.re is SIGNED:
            said = [(first, found.start() + 1)]
            return make_claim(doc[name.start - 1], name.root, said, "signature")
        if name and (name.text.isupper() or name.root.pos_ == "PROPN"):
            return make_claim(doc[name.end], name.root, [(found.end(), last)], "label")
    return None


def find_attributions(doc: Doc, claims: list[dict], mentions: Table, words: Words = None) -> Layer:
    """Return (attributions, their spans): each claim with its source's actor id, or '' if none."""
    rows, spans, text, cues = [], [], doc.text, read_words("cues", words)
    actor_at = owner_at(mentions, "mention")
    for claim in claims:
        cue, source, outer = claim["cue"], claim["source"], claim["within"]
        key, name = f"a{cue.idx}", cue_key(cue, cues)
        kind = cues.get(name, {"class": "neutral"})["class"]
        pieces = [("cue", cue.idx, cue.idx + len(cue.text))]
        pieces += [("content", start, end) for start, end in claim["content"]]
        named = ("source", source, cue), ("addressee", addressee_of(claim), None)
        phrases = [(role, noun_phrase(head, but, whole=True)) for role, head, but in named if head]
        pieces += [(role, phrase.start_char, phrase.end_char) for role, phrase in phrases]
        spans += [span(key, role, start, end, text) for role, start, end in pieces]
        row = {"id": key, "source": actor_at(source.idx) if source is not None else ""}
        row |= {"cue": name.removeprefix("the "), "cue_class": kind, "manner": claim["manner"]}
        row |= {"within": f"a{outer['cue'].idx}" if outer else "", "rule": claim["rule"]}
        verb = cue.head if cue.pos_ == "ADJ" else cue  # “was not certain that”
        rows.append(row | {"negated": negated(verb) or kind in ("denial", "silence")})
    return table("attributions", rows), table("spans", spans)
