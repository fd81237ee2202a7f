"""Execute the notebooks on an article and write them as static pages."""

from functools import partial
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import quote

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from pygments.formatters import HtmlFormatter

HERE = Path(__file__).parent
NAV = '<nav><a href="index.html">all notebooks</a></nav>'


def notebook_folder() -> Path:
    """Return the folder of the notebooks: in the installed package, or beside ``lib/``."""
    inside = HERE / "notebooks"
    return inside if inside.is_dir() else HERE.parents[1] / "notebooks"


def run_all(article: Path, published: str, out: Path, *, say=print) -> Path:
    """Execute every notebook on ``article`` into ``out`` and write the pages; return the index."""
    out.mkdir(parents=True, exist_ok=True)
    log = article.with_suffix(".jsonl")
    shipped = notebook_folder().parent / "data" / "corrections" / log.name
    log = log if log.exists() or not shipped.exists() else shipped
    parameters = {"ARTICLE": str(article.resolve()), "PUBLISHED": published}
    parameters["CORRECTIONS"] = str(log.resolve())
    books = sorted(notebook_folder().glob("*.ipynb"))
    for number, book in enumerate(books, 1):
        say(f"[{number}/{len(books)}] {book.stem}")
        execute(book, out / book.name, parameters)
    return write_pages(out)


def execute(source: Path, target: Path, parameters: dict | None = None) -> Path:
    """Execute a notebook, with papermill's parameters if any, and store it stable at ``target``."""
    book = load_notebook_node(str(source))
    if parameters:
        tagged = [c.source for c in book.cells if "parameters" in c.metadata.get("tags", [])]
        if Path(parameters["ARTICLE"]).name not in "".join(tagged[:1]):  # true of its own one only
            book.cells = [c for c in book.cells if not c.source.startswith("**In this article**")]
        book = parameterize_notebook(book, parameters)
    quiet = ["--IPKernelApp.log_level=40"]  # its warning about TCP is about other people's machines
    where = {"metadata": {"path": str(source.parent)}}
    NotebookClient(book, timeout=300, resources=where, extra_arguments=quiet).execute()
    nbformat.write(stable(book), target)
    return target


def stable(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what differs from run to run: times, versions, and live widgets but for their copy."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book.metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
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
    """Write each notebook of ``folder`` as a page that needs no network; return the index page."""
    exporter = HTMLExporter(template_name="basic", exclude_anchor_links=True)
    frame = Template((HERE / "page.html").read_text(encoding="utf-8"))
    colours = HtmlFormatter(style="default").get_style_defs(".highlight")
    page = partial(frame.substitute, colours=colours)
    links = []
    for path in sorted(folder.glob("*.ipynb")):
        book = nbformat.read(path, as_version=4)
        title = escape(book.cells[0].source.splitlines()[0].lstrip("# "))
        body, _ = exporter.from_notebook_node(book)
        path.with_suffix(".html").write_text(page(title=title, nav=NAV, body=body), "utf-8")
        link = f'<a href="{quote(path.stem)}.html">{title}</a>'
        links.append(f"<li>{escape(path.stem)}: {link}</li>")
    index = folder / "index.html"
    body = f"<h1>On the record</h1><p>Read these in their order.</p><ul>{''.join(links)}</ul>"
    index.write_text(page(title="On the record", nav="", body=body), "utf-8")
    return index
