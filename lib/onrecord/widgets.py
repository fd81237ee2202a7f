"""Interactive views for the notebooks, each complete without a kernel by its static copy."""

from base64 import b64encode
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import anywidget
import ipywidgets as widgets
import pandas as pd
import traitlets

from .annotation import Annotation
from .article import Article, read_article, read_bytes, read_text
from .compare import LAYERS
from .export import files_of, safe_name
from .lexicon import read_words
from .review import Review, worklist
from .show import SAID, STYLE, overview, show_article, show_rows
from .views import chains_by_id, explain


def with_copy(view: widgets.Widget, copy: str, text: str) -> widgets.Widget:
    """Give a widget a static copy in HTML and text, which is seen where no kernel runs."""
    live = view._repr_mimebundle_
    view._repr_mimebundle_ = lambda **how: live(**how) | {"text/html": copy, "text/plain": text}
    return view


def reader(notes: Annotation) -> widgets.Widget:
    """Return the article with a picker for the voice and boxes for the roles to highlight."""
    speaking = notes.actors[notes.actors["id"].isin(notes.attributions["source"])]
    voices = sorted(zip(speaking["name"], speaking["id"], strict=True))
    voice = widgets.Dropdown(options=[("every voice", ""), *voices], description="Voice:")
    look = {"indent": False, "layout": {"width": "auto", "margin": "0 1em 0 0"}}
    boxes = [widgets.Checkbox(role in SAID, description=role, **look) for role in STYLE]
    view, row = widgets.HTML(), widgets.HBox(boxes, layout={"flex_flow": "row wrap"})

    def redraw(_=None) -> None:  # the article as the controls stand
        roles = tuple(box.description for box in boxes if box.value)
        view.value = show_article(notes, roles, voice.value).data

    for control in (voice, *boxes):
        control.observe(redraw, names="value")
    redraw()
    text = f"reader: {len(voices)} voices, {len(notes.attributions)} attributions"
    return with_copy(widgets.VBox([voice, row, view]), view.value, text)


def picker(notes: Annotation, rows: pd.DataFrame, *by: str, draw=None) -> widgets.Widget:
    """Return pickers for the columns ``by`` and the days of a table; read back the row chosen."""
    picks = {c: widgets.Dropdown(options=["", *sorted({*rows[c]})], description=c) for c in by}
    days = {c: widgets.Text(description=c) for c in ("earliest", "latest") if c in rows}
    chosen, view = widgets.Dropdown(description="Read back"), widgets.HTML()
    chains = chains_by_id(notes)
    row = widgets.HBox([*picks.values(), *days.values()], layout={"flex_flow": "row wrap"})

    def redraw(_=None) -> None:  # the rows that fit, and the chosen one read back
        left = rows
        for column, pick in picks.items():
            left = left[(left[column] == pick.value) | (pick.value == "")]
        if days:  # rows that may lie between the two days, ISO 8601; an open end is ""
            first, last = (box.value for box in days.values())
            left = left[(left["latest"] >= first) | (left["latest"] == "")]
            left = left[left["earliest"] <= (last or "9")]
        if [key for _, key in chosen.options] != left["id"].tolist():
            chosen.options = [(" ".join(map(str, row[1:4])), row[0]) for row in left.to_numpy()]
            chosen.index = 0 if len(left) else None
        back = [*chains.get(chosen.value, ()), chosen.value] if chosen.value else []
        table = draw(notes, left).data if draw else left.head(12).to_html(index=False, border=0)
        view.value = table + show_rows(notes, back).data

    for control in (*row.children, chosen):
        control.observe(redraw, names="value")
    redraw()
    text = f"picker: {len(rows)} rows, by {', '.join([*picks, *days])}"
    return with_copy(widgets.VBox([row, chosen, view]), view.value, text)


class _Bench(anywidget.AnyWidget):
    _esm = Path(__file__).with_name("review.js")
    state, why = traitlets.Dict().tag(sync=True), traitlets.Unicode().tag(sync=True)


def review(article: Article, path: str | Path, *, by="", layer="attributions") -> widgets.Widget:
    """Return the bench to accept, reject, edit and add findings; each decision goes to ``path``."""
    bench = _Bench()
    desk = bench.desk = Review(article, path, by)
    fixed = {"text": article.text, "layer": layer, "roles": STYLE, "columns": read_words("columns")}

    def hear(_, asked: dict, __=None) -> None:  # a message of review.js; answer with all anew
        if asked.get("do") == "look":
            bench.why = explain(desk.notes, asked["id"])
            return
        try:
            message = desk.do(asked) if asked else ""
        except (ValueError, OSError) as why:
            message = f"Not saved: {why}"
        notes, work = desk.notes, worklist(desk.notes, desk.log).to_dict("records")
        tables = {kind: getattr(notes, kind).to_dict("records") for kind in (*LAYERS, "spans")}
        state = {"work": work, "tables": tables, "message": message, "stale": notes.stale}
        state |= {"changes": desk.changed.to_numpy().tolist(), "published": notes.article.published}
        bench.state = fixed | state | {"undo": bool(desk.mine), "redo": bool(desk.undone)}

    bench.on_msg(hear)
    hear(bench, {})
    work = [row for row in bench.state["work"] if row["table"] == layer]
    first = [row["id"] for row in work if row["decided"] != "rejected"][:3]
    text = f"review: {sum(row['decided'] != '' for row in work)} of {len(work)} {layer} decided"
    copy = f"<p>{text}; the least certain first:</p>{show_rows(desk.notes, first).data}"
    return with_copy(widgets.VBox([bench]), copy, text)


def _packed(notes: Annotation) -> str:
    """Return a link in HTML that holds every file of an annotation in one zip."""
    from .pages import report  # slow to load

    made = files_of(notes) | {"report.html": report(notes)}
    archive, name = BytesIO(), safe_name(notes.article.name)
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for file, content in made.items():
            packed.writestr(file, content)
    data = f"data:application/zip;base64,{b64encode(archive.getvalue()).decode()}"
    address = f'download="{name}.zip" href="{data}"'
    return f"<a {address}><u>Download {name}.zip: {', '.join(made)}</u></a>"


def your_article(path: str = "", published: str = "", folder: str = ".") -> widgets.Widget:
    """Return the desk to paste or upload, date, correct (to a log in ``folder``) and download."""
    paste = widgets.Textarea(placeholder="Paste the article here", description="Text:")
    paste.layout = {"width": "95%", "height": "8em"}
    upload = widgets.FileUpload(accept=".txt,.html,.htm", description="or a file")
    day = widgets.DatePicker(description="Published:")
    button = widgets.Button(description="Read it", button_style="primary")
    keep = widgets.Button(description="Make the files", disabled=True)
    link, view, bench = widgets.HTML(), widgets.HTML(), widgets.VBox()

    def read(_=None) -> None:  # the upload, else what is pasted, else ``path``
        dated = day.value.isoformat() if day.value else None
        try:
            if upload.value:
                raw, name = bytes(upload.value[0]["content"]), Path(upload.value[0]["name"])
                article = read_bytes(raw, name, published=dated)
            elif paste.value:
                article = read_text(paste.value, published=dated)
            else:
                article = read_article(path, published=dated or published or None)
            log = Path(folder, f"{safe_name(article.name)}-{article.sha256[:8]}.jsonl")
            bench.children = review(article, log, layer="lines").children
            view.value = overview(bench.children[0].desk.notes).data
        except ValueError as why:
            bench.children = []
            view.value = f"<p><b>This could not be read.</b> {escape(str(why))}</p>"
        link.value, keep.disabled = "", not bench.children

    button.on_click(read)
    keep.on_click(lambda _: link.set_trait("value", _packed(bench.children[0].desk.notes)))
    paste.observe(lambda _: upload.set_trait("value", ()), names="value")  # the later one counts
    read()
    desk = widgets.VBox([paste, widgets.HBox([upload, day, button, keep]), link, view, bench])
    return with_copy(desk, view.value, "desk: paste or upload an article, date it, press Read it")
