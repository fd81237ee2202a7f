"""Interactive views for the notebooks, each complete without a kernel by its static copy."""

from base64 import b64encode
from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from .annotation import Annotation, annotate
from .article import Article, read_article, read_bytes, read_text
from .compare import LAYERS
from .corrections import read_corrections
from .export import files_of, safe_name, to_zip
from .lexicon import read_words
from .review import Review, worklist
from .show import SAID, STYLE, overview, show_article, show_rows
from .views import chain_of, explain


def with_copy(view: widgets.Widget, copy: str, text: str) -> widgets.Widget:
    """Give a widget a static copy in HTML and text, which is seen where no kernel runs."""
    live = view._repr_mimebundle_

    def bundle(**how) -> dict:
        return live(**how) | {"text/html": copy, "text/plain": text}

    view._repr_mimebundle_ = bundle
    return view


def reader(notes: Annotation) -> widgets.Widget:
    """Return the article with a picker for the voice and boxes for the roles to highlight."""
    speaking = notes.actors[notes.actors["id"].isin(notes.attributions["source"])]
    voices = sorted(zip(speaking["name"], speaking["id"], strict=True))
    voice = widgets.Dropdown(options=[("every voice", ""), *voices], description="Voice:")
    look = {"indent": False, "layout": {"width": "auto", "margin": "0 1em 0 0"}}
    boxes = {role: widgets.Checkbox(role in SAID, description=role, **look) for role in STYLE}
    view = widgets.HTML()

    def redraw(_=None) -> None:
        roles = tuple(role for role, box in boxes.items() if box.value)
        view.value = show_article(notes, roles, voice.value).data

    for control in (voice, *boxes.values()):
        control.observe(redraw, names="value")
    redraw()
    ticks = widgets.HBox(list(boxes.values()), layout={"flex_flow": "row wrap"})
    text = f"reader: {len(voices)} voices, {len(notes.attributions)} attributions"
    return with_copy(widgets.VBox([voice, ticks, view]), view.value, text)


def picker(notes: Annotation, rows: pd.DataFrame, *by: str, draw=None) -> widgets.Widget:
    """Return pickers for the columns ``by`` and the days of a table to read, and one row of it.

    The rows left are drawn by ``draw(notes, rows)``, or listed; the one chosen is read back in the
    article after the attributions that carry it.
    """
    picks = {c: widgets.Dropdown(options=["", *sorted({*rows[c]})], description=c) for c in by}
    days = {c: widgets.Text(description=c) for c in ("earliest", "latest") if c in rows}
    chosen, view = widgets.Dropdown(description="Read back"), widgets.HTML()

    def redraw(_=None) -> None:
        left = rows
        for column, pick in picks.items():
            left = left[(left[column] == pick.value) | (pick.value == "")]
        if days:  # rows that may lie between the two days, ISO 8601
            first, last = (box.value for box in days.values())
            late = (left["latest"] >= first) | (left["latest"] == "")
            left = left[late & ((left["earliest"] <= (last or "9")) | (left["earliest"] == ""))]
        if [key for _, key in chosen.options] != left["id"].tolist():
            chosen.options = [(" ".join(map(str, row[1:4])), row[0]) for row in left.to_numpy()]
            chosen.index = 0 if len(left) else None
        table = left.head(12).to_html(index=False, border=0)
        back = [*chain_of(notes, chosen.value), chosen.value] if chosen.value else []
        view.value = (draw(notes, left).data if draw else table) + show_rows(notes, back).data

    for control in (*picks.values(), *days.values(), chosen):
        control.observe(redraw, names="value")
    redraw()
    row = widgets.HBox([*picks.values(), *days.values()], layout={"flex_flow": "row wrap"})
    text = f"picker: {len(rows)} rows, by {', '.join([*by, *days])}"
    return with_copy(widgets.VBox([row, chosen, view]), view.value, text)


class _Bench(anywidget.AnyWidget):
    _esm = Path(__file__).with_name("review.js")
    state = traitlets.Dict().tag(sync=True)
    go = traitlets.Unicode().tag(sync=True)  # the finding looked at
    why = traitlets.Unicode().tag(sync=True)


def review(
    article: Article, path: str | Path, *, by: str = "", layer: str = "attributions"
) -> widgets.Widget:
    """Return the bench to accept, reject, edit and add findings; each decision goes to ``path``."""
    desk, bench = Review(article, path, by), _Bench()
    fixed = {"text": article.text, "layer": layer, "layers": LAYERS, "roles": STYLE}
    fixed["columns"] = read_words("columns")

    def explained(_=None) -> None:
        known = bench.go in {
            row["id"] for row in bench.state["work"] if row["decided"] != "rejected"
        }
        bench.why = explain(desk.notes, bench.go) if known else ""

    def draw(message: str = "") -> None:
        notes = desk.notes
        tables = {k: getattr(notes, k).to_dict("records") for k in (*LAYERS, "spans")}
        shown = {"tables": tables, "work": worklist(notes, desk.log).to_dict("records")}
        shown |= {"message": message, "saved": message.startswith("Saved")}
        shown |= {"changes": desk.changed.head(12).to_numpy().tolist()}
        shown |= {"stale": [why.partition(": ")[::2] for why in notes.stale]}
        shown |= {"undo": any(d.get("by", "") == by for d in desk.log), "redo": bool(desk.undone)}
        bench.state = fixed | shown | {"published": notes.article.published}
        explained()

    def hear(_, asked: dict, __) -> None:
        try:
            draw(desk.do(asked))
        except (ValueError, OSError) as why:
            draw(f"Not saved: {why}")

    bench.on_msg(hear)
    bench.observe(explained, names="go")
    draw()
    work = [row for row in bench.state["work"] if row["table"] == layer]
    done = sum(row["decided"] != "" for row in work)
    text = f"review: {done} of {len(work)} {layer} decided"
    first = [row["id"] for row in work if row["decided"] != "rejected"][:1]
    copy = f"<p>{text}; the least certain first:</p>{show_rows(desk.notes, first).data}"
    return with_copy(widgets.VBox([bench]), copy, text)


def your_article(path: str = "", published: str = "", folder: str = ".") -> widgets.Widget:
    """Return the desk to paste or upload an article, date it, correct and download it.

    ``path`` is read first. Corrections go to a log in ``folder`` that is named after the text.
    """
    size = {"width": "95%", "height": "8em"}
    paste = widgets.Textarea(placeholder="Paste the article here", description="Text:", layout=size)
    upload = widgets.FileUpload(accept=".txt,.html,.htm", description="or a file")
    day = widgets.DatePicker(description="Published:")
    button = widgets.Button(description="Read it", button_style="primary")
    keep = widgets.Button(description="Make the files", disabled=True)
    view, link, bench, read_last = widgets.HTML(), widgets.HTML(), widgets.VBox([]), []

    def show_it(read) -> None:
        read_last.clear()
        try:
            article = read()
            name = f"{safe_name(article.name)}-{article.sha256[:8]}.jsonl"
            notes = annotate(article, read_corrections(Path(folder, name)))
            view.value, read_last[:] = overview(notes).data, [notes]
            bench.children = [review(article, Path(folder, name), layer="lines")]
        except ValueError as why:
            bench.children = []
            view.value = f"<p><b>This could not be read.</b> {escape(str(why))}</p>"
        link.value, keep.disabled = "", not read_last

    def read(_=None) -> None:
        chosen = day.value.isoformat() if day.value else None
        if upload.value:
            raw, name = bytes(upload.value[0]["content"]), Path(upload.value[0]["name"])
            show_it(lambda: read_bytes(raw, name, published=chosen))
        else:
            show_it(lambda: read_text(paste.value, published=chosen))

    def pack(_=None) -> None:
        from .pages import report  # slow to load

        made = files_of(read_last[0]) | {"report.html": report(read_last[0])}
        packed, name = b64encode(to_zip(made)).decode(), safe_name(read_last[0].article.name)
        address = f'download="{name}.zip" href="data:application/zip;base64,{packed}"'
        link.value = f"<a {address}>Download {name}.zip: {', '.join(made)}</a>"

    button.on_click(read)
    keep.on_click(pack)
    paste.observe(lambda _: upload.set_trait("value", ()), names="value")  # the later one counts
    show_it(lambda: read_article(path, published=published or None))
    desk = widgets.VBox([paste, widgets.HBox([upload, day, button, keep]), link, view, bench])
    return with_copy(desk, view.value, "desk: paste or upload an article, date it, press Read it")
