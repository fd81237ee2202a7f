"""Show an annotation: highlighted text, and figures with their text alternative."""

import base64
import io
from html import escape
from itertools import pairwise

import pandas as pd
from IPython.display import HTML
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, datestr2num
from matplotlib.figure import Figure

from .annotation import Annotation
from .lexicon import read_words
from .views import chain_table, event_table, explain, source_ledger, stance_matrix

# role: (letter, ground, line under it); roles differ by letter and line, never by colour alone
STYLE = {r: (row["letter"], row["ground"], row["line"]) for r, row in read_words("roles").items()}
SAID = ("source", "cue", "content")  # shown where no other roles are asked for
SIGN_COLOURS = {"+": "#146c43", "–": "#b02a37", "±": "#7a5c00", "·": "#6c757d"}
BLUE, RED = "#0b5ed7", "#b02a37"
# Characters that turn the reading direction are shown, not obeyed.
TURNS = {code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def highlight(text: str, spans: pd.DataFrame, start: int = 0, end: int | None = None) -> str:
    """Return ``text[start:end]`` as HTML with its spans marked; it is escaped, never trusted."""
    end = len(text) if end is None else end
    here = [s for s in spans.itertuples() if s.start < end and s.end > start]
    cuts = sorted({start, end} | {c for s in here for c in (s.start, s.end) if start < c < end})
    pieces, order = [], list(STYLE).index
    for first, last in pairwise(cuts):  # each piece carries all its roles: marks never nest
        roles = sorted({s.role for s in here if s.start <= first and s.end >= last}, key=order)
        begun = sorted({s.role for s in here if s.start == first}, key=order)
        letters = "".join(STYLE[role][0] for role in begun)
        pieces.append(f"<sup>{letters}</sup>" if letters else "")
        pieces.append(_mark(roles, escape(text[first:last].translate(TURNS))))
    return "".join(pieces).replace("\n", "<br>")


def _mark(roles: list[str], words: str) -> str:
    if not roles:
        return words
    _, ground, line = STYLE[roles[0]]
    style = f"background: {ground}; border-bottom: {line}"
    return f'<mark style="{style}" title="{", ".join(roles)}">{words}</mark>'


def show_article(notes: Annotation, roles: tuple[str, ...] = SAID, voice: str = "") -> HTML:
    """Show the article with the spans of ``roles``, or only those of ``voice``, an actor id."""
    spans = notes.spans[notes.spans["role"].isin(roles)]
    if voice:
        mine = notes.attributions.loc[notes.attributions["source"] == voice, "id"]
        spans = spans[spans["owner"].isin({*mine, voice})]
    key = " ".join(_mark([role], f"<sup>{STYLE[role][0]}</sup> {role}") for role in roles)
    lines = [f"<p>{key}</p>"]
    for line in notes.lines.itertuples():
        words = highlight(notes.article.text, spans, line.start, line.end)
        grey = f' style="color: #595959"><i>[{line.kind}]</i> {words}'
        shown = {"headline": f"><b>{words}</b>", "body": f">{words}"}.get(line.kind, grey)
        lines.append(f"<p{shown}</p>")
    return HTML(f"<div>{''.join(lines)}</div>")


def show_rows(notes: Annotation, ids: list[str]) -> HTML:
    """Read findings back: the sentences of each id, highlighted, with the reason for the row."""
    parts = []
    for key in ids:
        spans = notes.spans[notes.spans["owner"] == key]
        if spans.empty:
            found = f"id {key!r} has no span in this annotation"
            raise ValueError(f"{found}; take an id from its tables")
        start, end = int(spans["start"].min()), int(spans["end"].max())
        around = notes.tone[(notes.tone["start"] < end) & (notes.tone["end"] > start)]
        start, end = min([start, *around["start"]]), max([end, *around["end"]])
        parts.append(f"<blockquote>{highlight(notes.article.text, spans, start, end)}</blockquote>")
        parts.append(f"<p>{escape(explain(notes, key))}</p>")
    return HTML("".join(parts))


def figure(ax, alt: str, caption: str) -> HTML:
    """Wrap a drawing as <figure> with its text alternative: who cannot see it gets its numbers."""
    png = io.BytesIO()
    ax.figure.savefig(png, format="png", dpi=100, bbox_inches="tight", metadata={"Software": None})
    source = f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"
    image = f'<img src="{source}" alt="{escape(alt)}">'
    return HTML(f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>")


def _axes(rows: int, height: float, xlabel: str):
    """Return axes with ``rows`` lines, the first on top, ``height`` inches each."""
    ax = Figure(figsize=(8, 1 + height * max(1, rows))).subplots()
    ax.spines[["top", "right"]].set_visible(False)
    ax.set(ylim=(max(0.5, rows - 0.5), -0.5), xlabel=xlabel)
    return ax


def _short(label: str, width: int = 40) -> str:
    """Shorten a label, and keep matplotlib from reading $ as mathematics."""
    return (label if len(label) <= width else f"{label[: width - 1]}…").replace("$", r"\$")


def bar_of_voices(notes: Annotation) -> HTML:
    """Draw the words granted to each voice, longest bar first."""
    ledger = source_ledger(notes).head(12)
    bars = list(zip(ledger["name"], ledger["words"], strict=True))
    ax = _axes(len(bars), 0.35, "words attributed")
    ax.barh(range(len(bars)), ledger["words"], color=BLUE)
    ax.set_yticks(range(len(bars)), [_short(name) for name, _ in bars])
    for place, (_, words) in enumerate(bars):
        ax.text(words, place, f" {words}", va="center")
    title = f"{bars[0][0]} is granted the most words" if bars else "Nobody is quoted"
    said = ", ".join(f"{name} {words}" for name, words in bars) or "none"
    return figure(ax, f"Bar chart of words attributed to each voice: {said}.", title)


def chain_of_voices(notes: Annotation) -> HTML:
    """Draw who is heard only through whom: an arrow a step, from the outermost voice inwards."""
    chains = sorted(set(chain_table(notes)["chain"]))[:20]
    ax = _axes(len(chains), 0.4, "steps from the article")
    steps = max([chain.count("→") for chain in chains], default=0)
    for y, chain in enumerate(chains):
        for x, name in enumerate(chain.split(" → ")):
            box = {"boxstyle": "round", "fc": "#cfe2ff" if x else "white", "ec": BLUE}
            ax.text(x, y, _short(name, 26), va="center", ha="left", fontsize=8, bbox=box)
            if x:
                ax.annotate("", (x - 0.02, y), (x - 0.2, y), arrowprops={"arrowstyle": "->"})
    ax.set(xlim=(-0.1, steps + 0.9), yticks=[])
    ax.set_xticks(range(steps + 1), range(1, steps + 2))
    title = f"{len(chains)} chains of voices" if chains else "Nobody is heard through another"
    return figure(ax, f"Chains, outermost voice first: {'; '.join(chains) or 'none'}.", title)


def grid_of_stances(notes: Annotation) -> HTML:
    """Draw holder x target with +, –, ± or · and the number of stances."""
    matrix = stance_matrix(notes)
    targets, holders = list(matrix.columns), list(matrix.index)
    ax = _axes(len(holders), 0.35, "target")
    cells = [(h, t, matrix.loc[h, t]) for h in holders for t in targets if matrix.loc[h, t]]
    style = {"ha": "center", "va": "center", "weight": "bold"}
    for holder, target, cell in cells:
        x, y = targets.index(target), holders.index(holder)
        ax.text(x, y, cell, color=SIGN_COLOURS[cell[0]], **style)
    ax.set_xticks(range(len(targets)), [_short(t, 22) for t in targets], rotation=40, ha="right")
    ax.set_yticks(range(len(holders)), [_short(h, 28) for h in holders])
    ax.set(xlim=(-0.5, max(0.5, len(targets) - 0.5)), ylabel="holder")
    ax.grid(color="#eeeeee")
    said = "; ".join(f"{holder} {cell} {target}" for holder, target, cell in cells) or "none"
    alt = f"Grid of stances, + favour, – against, ± both, · neutral: {said}."
    return figure(ax, alt, f"{len(cells)} pairs of holder and target")


def strip_of_events(notes: Annotation) -> HTML:
    """Draw dated events, a line each: filled where the article writes the day, else hollow."""
    events = event_table(notes)
    closed = (events["earliest"] != "") & (events["latest"] != "")
    shown = events[closed].head(30).to_dict("records")
    ax = _axes(len(shown), 0.28, "day")
    for y, row in enumerate(shown):
        first, last = datestr2num(row["earliest"]), datestr2num(row["latest"])
        stated = any(c.isdigit() for c in row["when"])
        ax.plot([first, last + 1], [y, y], color="#333333", lw=2)
        ax.plot(first, y, "o", color=BLUE, mfc=BLUE if stated else "white")
        label = _short(f"{row['event']} ({row['attested by']})", 70)
        ax.text(1.01, y, label, va="center", fontsize=8, transform=ax.get_yaxis_transform())
    day = notes.article.published
    if day:
        ax.axvline(datestr2num(day), color=RED, lw=0.8)
    ax.set_yticks([])
    ax.xaxis.set_major_locator(locator := AutoDateLocator())
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator))
    said = [f"{r['earliest']} to {r['latest']}: {r['event']}, {r['status']}" for r in shown]
    title = f"{len(shown)} dated events; published {day or 'on an unknown day'}"
    return figure(ax, f"Timeline. {'; '.join(said) or 'No event has a date'}.", title)
