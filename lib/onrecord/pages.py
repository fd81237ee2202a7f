"""Execute the notebooks on an article and write them as static pages."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

import nbformat

__all__ = ["execute", "notebook_folder", "run_all", "stable", "write_pages"]

STYLE = """
body { font: 16px/1.55 Georgia, serif; color: #1b1b1b }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
pre, code { font: 13px/1.45 Menlo, Consolas, monospace } pre, .output_subarea { overflow-x: auto }
.input_area pre { background: #f6f6f6; padding: .6rem } .output_subarea pre { padding: 0 .6rem }
table { border-collapse: collapse; font: 13px/1.4 Arial, sans-serif }
th, td { padding: .25rem .6rem; text-align: left !important }
tr { border-bottom: 1px solid #dddddd } img { max-width: 100% } figure, nav { margin: 1rem 0 }
mark { padding: 0 1px } sup { line-height: 0 } .prompt { display: none }
"""


def notebook_folder() -> Path:
    """Return the folder with the notebooks: inside the installed package, else beside ``lib/`` in a clone."""
    inside = Path(str(files("onrecord"))) / "notebooks"
    return inside if inside.is_dir() else Path(str(files("onrecord"))).parents[1] / "notebooks"


def run_all(article: Path, published: str, out: Path, *, say=print) -> Path:
    """Execute every notebook on ``article`` into ``out`` and write the pages; return the index page."""
    out.mkdir(parents=True, exist_ok=True)
    log = article.with_suffix(".jsonl")
    shipped = notebook_folder().parent / "data" / "corrections" / log.name
    parameters = {
        "ARTICLE": str(article.resolve()),
        "PUBLISHED": published,
        "CORRECTIONS": str((log if log.exists() or not shipped.exists() else shipped).resolve()),
    }
    books = sorted(notebook_folder().glob("*.ipynb"))
    for number, book in enumerate(books, 1):
        say(f"[{number}/{len(books)}] {book.stem}")
        execute(book, out / book.name, parameters)
    return write_pages(out)


def execute(source: Path, target: Path, parameters: dict | None = None) -> Path:
    """Execute one notebook, with papermill's parameters if there are any, and store it byte-stable at ``target``.

    On another article than the notebook's own, the cells that begin "**In this article**" are left out: they are
    only true of that one.
    """
    from nbclient import NotebookClient
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    book = load_notebook_node(str(source))
    if parameters:
        if not _same_article(book, parameters["ARTICLE"]):
            book.cells = [c for c in book.cells if not c.source.startswith("**In this article**")]
        book = parameterize_notebook(book, parameters)
    quiet = ["--IPKernelApp.log_level=40"]  # its warning about TCP is about other people's machines
    where = {"metadata": {"path": str(source.parent)}}
    NotebookClient(book, timeout=300, resources=where, extra_arguments=quiet).execute()
    nbformat.write(stable(book), target)
    return target


def _same_article(book: nbformat.NotebookNode, path: str) -> bool:
    first = next((c.source for c in book.cells if "parameters" in c.metadata.get("tags", [])), "")
    return Path(path).name in first


def stable(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what differs between two runs of the same notebook: times, the host's versions, live widgets.

    A widget leaves its static copy: a reader without a kernel sees that, a re-run shows the live view again.
    """
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number:02d}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": tags} if tags else {}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            if "metadata" in output:
                output["metadata"] = {}
    return book


def write_pages(folder: Path) -> Path:
    """Write every notebook of ``folder`` as an HTML page that needs no network and no JavaScript; return the index."""
    from nbconvert import HTMLExporter
    from pygments.formatters import HtmlFormatter

    exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
    css = STYLE + HtmlFormatter(style="default").get_style_defs(".highlight")
    books = sorted(folder.glob("*.ipynb"))
    links = []
    for book in books:
        cells = nbformat.read(book, as_version=4)
        title = cells.cells[0].source.splitlines()[0].lstrip("# ")
        body, _ = exporter.from_notebook_node(cells)
        link = f'<a href="{quote(book.stem)}.html">{escape(title)}</a>'
        links.append(f"<li>{escape(book.stem)}: {link}</li>")
        (folder / f"{book.stem}.html").write_text(
            _page(title, body, css, nav=True), encoding="utf-8"
        )
    index = folder / "index.html"
    body = f"<h1>On the record</h1><p>Read these in their order.</p><ul>{''.join(links)}</ul>"
    index.write_text(_page("On the record", body, css), encoding="utf-8")
    return index


def _page(title: str, body: str, css: str, *, nav: bool = False) -> str:
    back = '<nav><a href="index.html">all notebooks</a></nav>' if nav else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{css}</style></head><body>{back}<main>{body}</main></body></html>"
    )
