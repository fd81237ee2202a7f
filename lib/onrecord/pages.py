"""Execute the notebooks on an article and write them as static pages."""

from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

import nbformat
import papermill
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter

from .annotation import Annotation
from .show import overview

HERE = Path(__file__).parent
ROOT = HERE if (HERE / "notebooks").is_dir() else HERE.parents[1]  # of a wheel, or of a clone


def run_all(article: Path, published: str, out: Path, *, say=print) -> Path:
    """Execute every notebook on ``article`` into ``out`` and write the pages; return the index."""
    out.mkdir(parents=True, exist_ok=True)
    text, log = (str(path.resolve()) for path in (article, article.with_suffix(".jsonl")))
    parameters = {"ARTICLE": text, "PUBLISHED": published, "CORRECTIONS": log}
    for number, book in enumerate(books := sorted(ROOT.glob("notebooks/*.ipynb")), 1):
        say(f"[{number}/{len(books)}] {book.stem}")
        execute(book, out / book.name, parameters)
    return write_pages(out)


def execute(source: Path, target: Path, parameters: dict | None = None) -> Path:
    """Execute a notebook, with papermill's parameters if any, and store it stable at ``target``."""
    book = nbformat.read(source, as_version=4)
    tagged = [c.source for c in book.cells if "parameters" in c.metadata.get("tags", [])]
    if parameters and Path(parameters["ARTICLE"]).name not in "".join(tagged):  # another article
        book.cells = [c for c in book.cells if not c.source.startswith("**In this article**")]
    how = dict(kernel_name="python3", progress_bar=False, cwd=source.parent, execution_timeout=300)
    how["extra_arguments"] = ["--IPKernelApp.log_level=40"]  # no warning for shared machines
    nbformat.write(stable(papermill.execute_notebook(book, None, parameters, **how)), target)
    return target


def stable(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what differs from run to run: times, versions, and live widgets but for their copy."""
    kernel = dict(display_name="Python 3", language="python", name="python3")
    book.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    for number, cell in enumerate(book.cells):
        cell.id = f"cell-{number:02d}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k == "tags" and v}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            output |= {"metadata": {}} if "metadata" in output else {}
    return book


def page_of(title: str, body: str, nav: str = "") -> str:
    """Return a whole HTML page that needs no network; ``body`` and ``nav`` are HTML."""
    frame = Template((HERE / "page.html").read_text(encoding="utf-8"))
    colours = HtmlFormatter().get_style_defs(".highlight")
    return frame.substitute(title=escape(title), nav=nav, body=body, colours=colours)


def report(notes: Annotation) -> bytes:
    """Return the overview of an article as a page."""
    title = notes.article.title or notes.article.name
    return page_of(title, f"<h1>{escape(title)}</h1>{overview(notes).data}").encode()


def write_pages(folder: Path) -> Path:
    """Write each notebook of ``folder`` as a page that needs no network; return the index page."""
    exporter, links = HTMLExporter(template_name="basic", exclude_anchor_links=True), ""
    nav = '<nav><a href="index.html">all notebooks</a></nav>'
    for path in sorted(folder.glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        title = book.cells[0].source.splitlines()[0].lstrip("# ")
        body, _ = exporter.from_notebook_node(book)
        path.with_suffix(".html").write_text(page_of(title, body, nav), "utf-8")
        link = f'<a href="{quote(path.stem)}.html">{escape(title)}</a>'
        links += f"<li>{escape(path.stem)}: {link}</li>"
    body = f"<h1>On the record</h1><p>Read these in their order.</p><ul>{links}</ul>"
    (folder / "index.html").write_text(page_of("On the record", body), "utf-8")
    return folder / "index.html"
