"""Interactive views for the notebooks; each is complete without a kernel through its static copy."""

from __future__ import annotations

from html import escape

import ipywidgets as widgets

from .annotation import Annotation, annotate
from .article import Article, read_article, read_text
from .show import STYLE, bar_of_voices, show_article, strip_of_events
from .views import event_table, source_ledger, stance_table

__all__ = ["reader", "with_copy", "your_article"]


def with_copy(view: widgets.Widget, copy: str, text: str) -> widgets.Widget:
    """Give a widget a static copy: ``copy`` (HTML) and ``text`` stand in the notebook file beside the live view.

    Whoever opens the executed notebook without a kernel sees the copy.
    """
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
    boxes = {
        role: widgets.Checkbox(
            value=role in ("source", "cue", "content"),
            description=role,
            indent=False,
            layout={"width": "auto", "margin": "0 1em 0 0"},
        )
        for role in STYLE
    }
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


def your_article(path: str = "", published: str = "") -> widgets.Widget:
    """Return the desk of notebook 08: paste or upload an article, date it, read it; ``path`` is read at the start."""
    paste = widgets.Textarea(
        placeholder="Paste the article here",
        description="Text:",
        layout={"width": "95%", "height": "8em"},
    )
    upload = widgets.FileUpload(accept=".txt,.html,.htm", description="or a file")
    day = widgets.DatePicker(description="Published:")
    button = widgets.Button(description="Read it", button_style="primary")
    view = widgets.HTML(overview(lambda: read_article(path, published=published or None)))

    def read(_=None) -> None:
        chosen = day.value.isoformat() if day.value else None
        if upload.value:
            view.value = overview(lambda: _uploaded(upload.value[0], chosen))
        else:
            view.value = overview(lambda: read_text(paste.value, published=chosen))

    button.on_click(read)
    paste.observe(lambda _: upload.set_trait("value", ()), names="value")  # the later one counts
    desk = widgets.VBox([paste, widgets.HBox([upload, day, button]), view])
    return with_copy(desk, view.value, "desk: paste or upload an article, date it, press Read it")


def _uploaded(file, published: str | None) -> Article:
    """Read an uploaded file the way a file on disk is read: by its bytes and its name."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from .export import safe_name

    with TemporaryDirectory() as folder:
        stem, _, suffix = file["name"].rpartition(".")
        path = Path(folder) / f"{safe_name(stem or suffix)}.{safe_name(suffix)}"
        path.write_bytes(bytes(file["content"]))
        try:
            return read_article(path, published=published)
        except ValueError as why:
            raise ValueError(str(why).replace(str(path), file["name"])) from None


def overview(read) -> str:
    """Return the whole analysis of the article that ``read()`` gives, or what is wrong with it, as HTML."""
    try:
        notes = annotate(read())
    except ValueError as why:
        return f"<p><b>This could not be read.</b> {escape(str(why))}</p>"
    article = notes.article
    origin = f"{article.published} ({article.published_from})" if article.published else "unknown"
    notices = "".join(f"<li>{escape(notice)}</li>" for notice in article.notices)
    tables = (
        ("Who speaks", source_ledger(notes)),
        ("Who stands where", stance_table(notes).drop(columns=["id", "confidence"])),
        ("What happened when", event_table(notes).drop(columns="id")),
    )
    parts = [
        f"<p>Published: {escape(origin)}. {len(notes.attributions)} attributions.</p><ul>{notices}</ul>"
    ]
    parts += [show_article(notes).data, bar_of_voices(notes).data, strip_of_events(notes).data]
    for title, table in tables:
        rows = table.head(12).to_html(index=False, border=0, justify="left")
        # Not of the class "dataframe": pandas' own tables on the page would align its head.
        rows = rows.replace('class="dataframe"', 'cellpadding="4"', 1)
        parts.append(f"<h4>{title}: {min(len(table), 12)} of {len(table)}</h4>{rows}")
    return "".join(parts)
