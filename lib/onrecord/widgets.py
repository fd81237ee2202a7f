"""Interactive views for the notebooks, each complete without a kernel by its static copy."""

from html import escape
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from .annotation import Annotation, annotate
from .article import Article, read_article, read_bytes, read_text
from .compare import LAYERS
from .lexicon import read_words
from .review import Review, worklist
from .show import SAID, STYLE, bar_of_voices, lanes_of_events, show_article, show_rows
from .views import explain, summary


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


def your_article(path: str = "", published: str = "") -> widgets.Widget:
    """Return the desk to paste or upload an article, date it and read it; ``path`` comes first."""
    size = {"width": "95%", "height": "8em"}
    paste = widgets.Textarea(placeholder="Paste the article here", description="Text:", layout=size)
    upload = widgets.FileUpload(accept=".txt,.html,.htm", description="or a file")
    day = widgets.DatePicker(description="Published:")
    button = widgets.Button(description="Read it", button_style="primary")
    view = widgets.HTML(overview(lambda: read_article(path, published=published or None)))

    def read(_=None) -> None:
        chosen = day.value.isoformat() if day.value else None
        if upload.value:
            raw, name = bytes(upload.value[0]["content"]), Path(upload.value[0]["name"])
            view.value = overview(lambda: read_bytes(raw, name, published=chosen))
        else:
            view.value = overview(lambda: read_text(paste.value, published=chosen))

    button.on_click(read)
    paste.observe(lambda _: upload.set_trait("value", ()), names="value")  # the later one counts
    desk = widgets.VBox([paste, widgets.HBox([upload, day, button]), view])
    return with_copy(desk, view.value, "desk: paste or upload an article, date it, press Read it")


def overview(read) -> str:
    """Return as HTML all about the article that ``read()`` gives, or what is wrong with it."""
    try:
        notes = annotate(read())
    except ValueError as why:
        return f"<p><b>This could not be read.</b> {escape(str(why))}</p>"
    article = notes.article
    origin = f"{article.published} ({article.published_from})" if article.published else "unknown"
    notices = "".join(f"<li>{escape(notice)}</li>" for notice in article.notices)
    found = f"Published: {escape(origin)}. {len(notes.attributions)} attributions."
    parts = [f"<p>{found}</p><ul>{notices}</ul>", show_article(notes).data]
    parts += [bar_of_voices(notes).data, lanes_of_events(notes).data]
    for question, table in summary(notes).items():
        shown = table.head(12).drop(columns="confidence", errors="ignore")
        rows = shown.to_html(index=False, border=0, justify="left")
        # Not of the class "dataframe": pandas' own tables on the page would align its head.
        rows = rows.replace('class="dataframe"', 'cellpadding="4"', 1)
        parts.append(f"<h4>{question}: {len(shown)} of {len(table)}</h4>{rows}")
    return "".join(parts)
