"""The committed notebooks follow their own rules, and a reader without a kernel sees all of them.

nbval compares outputs only, and not those of a notebook that was never run; the rest is here.
"""

import ast
import re
import socket
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from onrecord import pages

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
TITLES = (  # those of the design that are not questions
    "Who stands where towards whom",
    "You disagree",
    "Measured accuracy",
    "The same on an article of yours",
    "The same over a folder",
)
LAST = "## What a later notebook relies on"
OURS = "**In this article**"  # a sentence that is true of the notebook's own article only
PLACES = [
    r"(?<![\w.])/(home|Users|root|tmp|private|var|opt|mnt|work)/",  # a folder of somebody's machine
    r"\b[A-Z]:\\",
    r"\b\d\d?:\d\d:\d\d\b",  # a time of day
    r"\b0x[0-9a-f]{6,}\b",  # the address of an object
]


class Page(HTMLParser):
    """Collects the figures and the number of body rows of the tables of some HTML."""

    def __init__(self, html):
        super().__init__()
        self.alts, self.captions, self.rows, self.words = [], [], [], ""
        self.within = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.alts.append(dict(attrs).get("alt", "") if "figure" in self.within else "")
            return
        self.within.append(tag)
        if tag == "table":
            self.rows.append(0)
        if tag == "tr" and "tbody" in self.within:
            self.rows[-1] += 1
        if tag == "figcaption":
            self.captions.append("")

    def handle_endtag(self, tag):
        if tag in self.within:
            del self.within[len(self.within) - 1 - self.within[::-1].index(tag) :]

    def handle_data(self, words):
        self.words += words
        if "figcaption" in self.within:
            self.captions[-1] += words


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def book(path):
    return nbformat.read(path, as_version=4)


def code(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def html(cell):
    return "".join(output.get("data", {}).get("text/html", "") for output in cell.outputs)


def tags(cell):
    return cell.metadata.get("tags", [])


def words_of(output):
    """Return all the text of an output but the bytes of pictures."""
    data = output.get("data", {"text": output.get("text", "")})
    text = "\n".join(str(value) for kind, value in data.items() if not kind.startswith("image/"))
    return re.sub(r"base64,[A-Za-z0-9+/=]+", "", text)


def test_there_are_notebooks():
    assert len(PATHS) >= 7


def test_every_cell_was_run_in_order_and_without_an_error(book):
    assert [cell.execution_count for cell in code(book)] == list(range(1, len(code(book)) + 1))
    outputs = [output for cell in code(book) for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_the_title_is_the_question_of_the_notebook(book):
    title = book.cells[0].source.splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?") or title[2:].startswith(TITLES)
    others = [c.source for c in book.cells[1:] if c.cell_type == "markdown"]
    assert not [source for source in others if re.search(r"^# ", source, re.M)]


def test_prose_comes_before_code_and_says_what_is_found_and_how(book):
    first = book.cells[0]
    assert first.cell_type == "markdown"
    assert len(re.sub(r"^#.*", "", first.source, flags=re.M).split()) >= 30


def test_the_first_two_code_cells_name_the_article_and_annotate_it(book):
    names, annotated = code(book)[:2]
    assert [tags(cell) for cell in code(book)].count(["parameters"]) == 1
    assert tags(names) == ["parameters"]
    assigned = [target.id for step in ast.parse(names.source).body for target in step.targets]
    assert assigned == ["ARTICLE", "PUBLISHED", "CORRECTIONS"]
    assert annotated.source.startswith("from onrecord import annotate, read_article")
    assert "notes = annotate(article, read_corrections(CORRECTIONS))" in annotated.source


def test_nothing_names_a_machine_a_person_or_a_time_of_day(book):
    own = [re.escape(name) for name in (str(Path.home()), socket.gethostname()) if len(name) > 5]
    texts = [cell.source for cell in book.cells]
    texts += [words_of(output) for cell in code(book) for output in cell.outputs]
    assert not [m[0] for text in texts for m in re.finditer("|".join(PLACES + own), text)]


def test_code_cells_are_short_and_plain_python(book):
    for cell in code(book):
        assert len(cell.source.splitlines()) <= 15, cell.source
        tree = ast.parse(cell.source)  # fails on magics and on !commands
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        assert not [f.name for f in functions if f.end_lineno - f.lineno >= 5]
        assert "get_ipython" not in cell.source
        assert "NBVAL_" not in cell.source


def test_at_most_three_code_cells_stand_in_a_row(book):
    kinds = "".join("c" if cell.cell_type == "code" else "m" for cell in book.cells)
    assert "cccc" not in kinds.replace("cc", "c", 1)  # the first two count as one


def test_nothing_is_hidden_and_no_tag_is_unknown(book):
    assert {tag for cell in book.cells for tag in tags(cell)} <= {
        "parameters",
        "nbval-ignore-output",
    }
    assert not [cell.metadata for cell in book.cells if set(cell.metadata) - {"tags"}]


def test_every_picture_is_a_figure_with_a_text_alternative_and_a_caption(book):
    for cell in code(book):
        assert not [o for o in cell.outputs if "image/png" in o.get("data", {})], cell.source
        page = Page(html(cell))
        assert len(page.alts) == len(page.captions)
        assert all(len(words.strip()) > 10 for words in page.alts + page.captions), cell.source


def test_no_table_shown_has_more_than_twelve_rows(book):
    long = [(cell.source, n) for cell in code(book) for n in Page(html(cell)).rows if n > 12]
    assert not long


def test_every_widget_leaves_a_copy_that_can_be_read_without_a_kernel(book):
    for cell in code(book):
        if re.search(r"\bwidgets\.\w+\(", cell.source):
            (output,) = cell.outputs
            assert {"text/html", "text/plain"} == set(output.data), cell.source
            assert len(Page(html(cell)).words) > 200, cell.source


def test_what_is_true_of_this_article_only_stands_in_cells_of_its_own(path, book):
    prose = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    ours = [source for source in prose if OURS in source]
    assert not [source for source in ours if not source.startswith(OURS) or "\n#" in source]
    assert not [source for source in prose if path.stem == "08-your-article" and OURS in source]


def test_the_last_section_asserts_what_a_later_notebook_relies_on(book):
    assert [cell.source.splitlines()[0] for cell in book.cells if LAST in cell.source] == [LAST]
    place = next(n for n, cell in enumerate(book.cells) if LAST in cell.source)
    assert {cell.cell_type for cell in book.cells[place + 1 :]} == {"code"}
    steps = [step for cell in book.cells[place + 1 :] for step in ast.parse(cell.source).body]
    claims = [step for step in steps if isinstance(step, ast.Assert)]
    assert claims
    assert all(claim.msg for claim in claims)
    assert {type(step) for step in steps} <= {ast.Assert, ast.Assign, ast.ImportFrom}
    assert "notes.stale" in ast.unparse(claims[-1])


def test_few_outputs_are_not_compared_and_each_for_a_reason():
    spared = []
    for path in PATHS:
        cells = nbformat.read(path, as_version=4).cells
        for above, cell in pairwise(cells):
            if "nbval-ignore-output" in tags(cell):
                assert above.cell_type == "markdown", cell.source
                assert "not compared" in above.source, "say why it is not compared"
                spared.append(cell.source)
    assert len(spared) <= 3


def test_the_file_holds_nothing_that_differs_from_run_to_run(path, book, tmp_path):
    nbformat.write(pages.stable(book), tmp_path / path.name)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.model
def test_running_a_notebook_anew_gives_the_same_bytes(tmp_path):
    # One without a figure: the bytes of a PNG depend on the machine's zlib.
    path = FOLDER / "00-read-me-first.ipynb"
    assert pages.execute(path, tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "text", ["~home~ann~x", "C:|Users", "'~tmp~a'", "at 14:05:59", "<Doc at 0x7f3a5c0d>"]
)
def test_a_trace_of_a_machine_would_be_found(text):
    # Spelled so that no check of this repository takes this file for such a trace.
    assert re.search("|".join(PLACES), text.replace("~", "/").replace("|", "\\"))


def test_a_bare_picture_and_a_long_table_would_be_found():
    page = Page("<img alt='x'><table><tbody>" + "<tr><td>1</td></tr>" * 13 + "</tbody></table>")
    assert (page.alts, page.captions, page.rows) == ([""], [], [13])
