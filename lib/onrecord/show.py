"""Show an annotation: highlighted text, and figures with their text alternative."""

import base64
import io
from datetime import date, timedelta
from html import escape
from itertools import pairwise

import pandas as pd
from IPython.display import HTML
from matplotlib.figure import Figure

from .annotation import Annotation
from .lexicon import read_words
from .timex import suggest_published
from .views import event_table, explain, source_ledger, summary

# role: (letter, ground, line under it); roles differ by letter and line, never by colour alone
STYLE = {r: (row["letter"], row["ground"], row["line"]) for r, row in read_words("roles").items()}
SAID = ("source", "cue", "content")  # shown where no other roles are asked for
BLUE, RED = "#0b5ed7", "#b02a37"
TICKS = (-36500, -3650, -1096, -365, -90, -30, -14, -7, 0, 7, 14, 30, 90, 365, 1096, 3650, 36500)
TURNS = {code: f"⟨U+{code:04X}⟩" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def highlight(text: str, spans: pd.DataFrame, start: int = 0, end: int | None = None) -> str:
    """Return ``text[start:end]`` as HTML with its spans marked; it is escaped, never trusted."""
    end = len(text) if end is None else end
    here = [s for s in spans.itertuples() if s.start < end and s.end > start]
    here.sort(key=lambda s: [*STYLE].index(s.role))
    cuts = sorted({start, end} | {c for s in here for c in (s.start, s.end) if start < c < end})
    html = ""
    for first, last in pairwise(cuts):  # each piece carries all its roles: marks never nest
        begun = dict.fromkeys(STYLE[s.role][0] for s in here if s.start == first)
        html += f"<sup>{''.join(begun)}</sup>" if begun else ""
        roles = [*dict.fromkeys(s.role for s in here if s.start <= first < s.end)]
        words = escape(text[first:last].translate(TURNS))  # shown, not obeyed
        html += _mark(roles, words) if roles else words
    return html.replace("\n", "<br>")


def _mark(roles: list[str], words: str) -> str:
    style = "background: {1}; border-bottom: {2}".format(*STYLE[roles[0]])
    return f'<mark style="{style}" title="{", ".join(roles)}">{words}</mark>'


def show_article(notes: Annotation, roles: tuple[str, ...] = SAID, voice: str = "") -> HTML:
    """Show the article with the spans of ``roles``, or only those of ``voice``, an actor id."""
    spans = notes.spans[notes.spans["role"].isin(roles)]
    if voice:
        mine = notes.attributions.loc[notes.attributions["source"] == voice, "id"]
        spans = spans[spans["owner"].isin({*mine, voice})]
    html = "<p>" + " ".join(_mark([r], f"<sup>{STYLE[r][0]}</sup> {r}") for r in roles) + "</p>"
    for line in notes.lines.itertuples():
        words = highlight(notes.article.text, spans, line.start, line.end)
        grey = f' style="color: #595959"><i>[{line.kind}]</i> {words}'
        shown = {"headline": f"><b>{words}</b>", "body": f">{words}"}.get(line.kind, grey)
        html += f"<p{shown}</p>"
    return HTML(f"<div>{html}</div>")


def show_rows(notes: Annotation, ids: list[str]) -> HTML:
    """Read findings back: the sentences of each id, highlighted, with the reason for the row."""
    lines = notes.lines.assign(owner=notes.lines["id"], role="mention")  # a line is its own span
    html, every = "", pd.concat([notes.spans, lines[notes.spans.columns]])
    for key in ids:
        spans = every[every["owner"] == key]
        if spans.empty:
            raise ValueError(f"id {key!r} has no span in this annotation; take an id of its tables")
        start, end = spans["start"].min(), spans["end"].max()
        around = notes.tone[(notes.tone["start"] < end) & (notes.tone["end"] > start)]
        start, end = min([start, *around["start"]]), max([end, *around["end"]])
        words = highlight(notes.article.text, spans, start, end)
        html += f"<blockquote>{words}</blockquote><p>{escape(explain(notes, key))}</p>"
    return HTML(html)


def figure(ax, alt: str, caption: str) -> HTML:
    """Wrap a drawing as <figure> with its text alternative: who cannot see it gets its numbers."""
    png = io.BytesIO()
    ax.figure.savefig(png, format="png", dpi=100, bbox_inches="tight", metadata={"Software": None})
    picture = f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"
    html = f'<img src="{picture}" alt="{escape(alt)}"><figcaption>{escape(caption)}</figcaption>'
    return HTML(f"<figure>{html}</figure>")


def _axes(rows: int, height: float, xlabel: str):
    ax = Figure(figsize=(8, 1 + height * max(1, rows))).subplots()
    ax.spines[["top", "right"]].set_visible(False)
    ax.set(ylim=(max(0.5, rows - 0.5), -0.5), xlabel=xlabel)
    return ax


def _short(label: str, width: int = 40) -> str:
    """Shorten a label, and keep matplotlib from reading $ as mathematics."""
    return (label if len(label) <= width else f"{label[: width - 1]}…").replace("$", r"\$")


def bar_of_voices(notes: Annotation) -> HTML:
    """Draw the words granted to each voice, longest bar first."""
    names, words = source_ledger(notes).head(12)[["name", "words"]].to_numpy().T.tolist()
    ax = _axes(len(names), 0.35, "words attributed")
    ax.bar_label(ax.barh(range(len(names)), words, color=BLUE), fmt=" %d")
    ax.set_yticks(range(len(names)), map(_short, names))
    title = f"{names[0]} is granted the most words" if names else "Nobody is quoted"
    said = ", ".join(map("{} {}".format, names, words)) or "none"
    return figure(ax, f"Bar chart of words attributed to each voice: {said}.", title)


def lanes_of_events(notes: Annotation, events: pd.DataFrame | None = None) -> HTML:
    """Draw dated events of ``event_table``, each a row in the lane of the voice that attests."""
    events, starts = event_table(notes) if events is None else events, {}  # of the lanes
    voices = [*dict.fromkeys(["the article", *events["attested by"]])]
    rows = sorted(events.to_dict("records"), key=lambda row: voices.index(row["attested by"]))
    days = {*events["earliest"], *events["latest"]} - {""}
    zero = date.fromisoformat(notes.article.published or max(days, default="2000-01-01"))
    days = {day: (date.fromisoformat(day) - zero).days for day in days}
    low, high = min([0, *days.values()]) * 1.3 - 3, max([0, *days.values()]) * 1.3 + 3
    ax, said = _axes(len(rows), 0.28, "day (what lies far from the publication is folded)"), []
    for y, row in enumerate(rows):
        if starts.setdefault(row["attested by"], y) == y:
            ax.axhline(y - 0.5, color="#dddddd", lw=0.8)
        first, last = days.get(row["earliest"], low), days.get(row["latest"], high)
        when = f"{row['earliest'] or 'open'} to {row['latest'] or 'open'}"
        said.append(f"{row['attested by']}: {row['event']}, {when}, {row['status']}")
        mark, colour = (read_words("status")[row["status"]][how] for how in ("mark", "colour"))
        ax.plot((first, last), (y, y), color=colour, lw=2)
        ax.plot(first, y, "" if row["earliest"] else "<", color=colour)
        ax.plot(last, y, "" if row["latest"] else ">", color=colour)
        face = colour if row["dating"] == "stated" else "white"  # hollow: the day is worked out
        ax.plot(first if row["earliest"] else last, y, mark, color=colour, mfc=face)
        label = _short(row["event"], 70) + f" ({row['status']})" * (row["status"] != "asserted")
        ax.text(1.01, y, label, va="center", fontsize=8, transform=ax.get_yaxis_transform())
    ax.axvline(0, color=RED, lw=0.8)
    ax.set_yticks([*starts.values()], [_short(voice, 24) for voice in starts])
    ax.set_xscale("symlog", linthresh=14)  # days are even within two weeks, ever closer beyond
    ticks = [tick for tick in TICKS if low <= tick <= high]
    names = [str(zero + timedelta(tick))[: 10 if abs(tick) < 90 else 7] for tick in ticks]
    ax.set_xticks(ticks, names, rotation=40, ha="right", fontsize=8)
    ax.minorticks_off()
    alt = f"Timeline, a lane a voice. {'; '.join(said) or 'No event has a date'}."
    title = f"{len(rows)} dated events, attested by {len(starts)} voices"
    return figure(ax, alt, f"{title}; published {notes.article.published or 'on an unknown day'}")


def overview(notes: Annotation) -> HTML:
    """Show all about an article at once: doubts, marks, voices, timeline and tables."""
    article, doubts = notes.article, [*notes.article.notices, *notes.stale]
    origin = f"{article.published} ({article.published_from})" if article.published else "unknown"
    if not article.published:
        first, last, why = suggest_published(notes.times, notes.spans)
        doubts += [f"By its own words published {first or '?'} to {last or '?'}. {' '.join(why)}"]
    html = f"<p>Published: {escape(origin)}. {len(notes.attributions)} attributions.</p>"
    html += "<ul>" + "".join(f"<li>{escape(doubt)}</li>" for doubt in doubts) + "</ul>"
    html += show_article(notes).data + bar_of_voices(notes).data + lanes_of_events(notes).data
    for question, table in summary(notes).items():
        shown = table.head(12).drop(columns="confidence", errors="ignore")
        rows = shown.to_html(index=False, border=0, justify="left")
        # Not of the class "dataframe": pandas' own tables on the page would align its head.
        rows = rows.replace('class="dataframe"', 'cellpadding="4"', 1)
        html += f"<h4>{question}: {len(shown)} of {len(table)}</h4>{rows}"
    return HTML(html)
