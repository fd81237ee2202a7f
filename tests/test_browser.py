"""What a reader sees in a real browser: JupyterLab with a kernel, static pages without anything.

Without Chromium these tests skip; with ONRECORD_BROWSER=required they fail instead.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from onrecord import annotate, pages, read_text, show, views, widgets

ROOT = Path(__file__).parents[1]
BOOKS = sorted(book.stem for book in (ROOT / "notebooks").glob("*.ipynb"))
SECONDS = 120  # generous, since two cores may be shared with other tests
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
ARGS += ["--disable-background-networking", "--disable-component-update"]

FERRY = "Ferry stays in port\n\nThe ferry stays until Friday, captain Anna Berg said on Monday.\n"
EVIL = (
    '<script>window.fired = 1</script><img src=x onerror="alert(window.fired = 1)">'
    "</mark></style><a href='javascript:alert(1)' onclick='window.fired = 1'>here</a>"
)
EVIL_NAME = "<img src=x onerror=alert(window.fired=1)> ' onclick='1' javascript:1 #2 %41"
EVIL_TEXT = f"""---
title: {EVIL}
byline: By {EVIL}
---
{EVIL} wins the vote

By {EVIL}

January 15, 2026

{EVIL} said on Monday that Anna Berg {EVIL} had won. “{EVIL} is over,” Anna Berg {EVIL} said.
President Tom {EVIL} Hale condemned Anna Berg {EVIL} on January 2 for “{EVIL}”.
Russia condemned Israel on January 3.

Related: {EVIL}
© 2026 {EVIL}
"""


class Page(HTMLParser):
    """Collects the words, tags and links of some HTML, and whatever a browser would run."""

    def __init__(self, html):
        super().__init__()
        self.words, self.alts, self.tags, self.links, self.dangers = "", "", [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag in ("script", "iframe", "object", "embed", "base", "form"):
            self.dangers.append(tag)
        self.alts += dict(attrs).get("alt") or ""
        for name, value in attrs:
            address = name in ("href", "src", "action", "formaction", "srcdoc", "xlink:href")
            if name.startswith("on") or (address and "script:" in (value or "").lower()):
                self.dangers.append(f"{tag} {name}={value}")

    def handle_data(self, words):
        self.words += words


def letters(words):
    return "".join(words.split())


def stored(name, words):
    """Return the HTML that a committed notebook stores for the cell that holds ``words``."""
    book = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    cell = next(c for c in book.cells if c.cell_type == "code" and words in c.source)
    return "".join(output.data.get("text/html", "") for output in cell.outputs)


@pytest.fixture(scope="module")
def chromium():
    """Start Chromium, or decide what its absence means: the only place that does."""
    absent = pytest.fail if os.environ.get("ONRECORD_BROWSER") == "required" else pytest.skip
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        absent("playwright is not installed; pip install -e .[test]")
    places = ["/usr/bin/chromium", shutil.which("chromium"), shutil.which("google-chrome")]
    path = next((place for place in places if place and Path(place).exists()), None)
    if not path:
        absent("no Chromium in /usr/bin or on the PATH; on Debian or Ubuntu, apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Serve a copy of the notebooks by a JupyterLab of its own; say where it is, and the copy."""
    home = tmp_path_factory.mktemp("lab")
    for folder in ("notebooks", "data"):
        shutil.copytree(ROOT / folder, home / "copy" / folder)
    news = home / "settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), encoding="utf-8")
    ours = {"IPYTHONDIR": home / "ipython"}
    ours |= {f"JUPYTER_{kind}_DIR": home / kind.lower() for kind in ("CONFIG", "DATA", "RUNTIME")}
    ours |= {f"JUPYTERLAB_{kind}_DIR": home / kind.lower() for kind in ("SETTINGS", "WORKSPACES")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", "--port=0", f"--ServerApp.root_dir={home / 'copy'}"]
    command += ["--LabApp.expose_app_in_browser=True"]
    env = os.environ | {name: str(path) for name, path in ours.items()}
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=home, env=env, stdout=log, stderr=log)
        try:
            found = _started(server, home)
            yield found | {"copy": home / "copy"}
            with _asked(found, "api/shutdown", "POST"):  # not killed, so that it ends its kernels
                assert server.wait(SECONDS) == 0
        finally:
            server.kill()
            server.wait()


def _started(server, home):
    """Wait until the server answers; its address and token are in its runtime folder."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            file = next((home / "runtime").glob("jpserver-*.json"))
            found = json.loads(file.read_text(encoding="utf-8"))
            with _asked(found, "api/status"):
                return found
        except (StopIteration, ValueError, OSError):
            time.sleep(0.2)
    log = (home / "log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"JupyterLab did not start within {SECONDS} s:\n{log[-3000:]}")


def _asked(found, what, method="GET"):
    request = urllib.request.Request(found["url"] + what, method=method)
    request.add_header("Authorization", f"token {found['token']}")
    return urllib.request.urlopen(request, timeout=SECONDS)


def watched(page):
    """Collect in ``page.fired`` the dialogs that scripts open."""
    page.set_default_timeout(SECONDS * 1000)
    page.fired = []
    page.on("dialog", lambda dialog: (page.fired.append(dialog.message), dialog.dismiss()))
    return page


def fired(page):
    return page.fired or page.evaluate("window.fired")


def opened(chromium, lab, name):
    """Open a notebook in JupyterLab, and wait until it is drawn and its kernel is idle."""
    page = watched(chromium.new_context(viewport={"width": 1300, "height": 1000}).new_page())
    page.goto(f"{lab['url']}lab/workspaces/{name}/tree/notebooks/{name}.ipynb?token={lab['token']}")
    return ready(page)


def ready(page):
    """Wait until the notebook of a page is drawn and its kernel idle; return the page."""
    page.wait_for_function(
        """() => {
            window.book = window.jupyterapp?.shell.currentWidget
            const context = window.book?.context
            const kernel = context?.sessionContext?.session?.kernel
            return context?.isReady && kernel?.connectionStatus == "connected"
                && window.book.content.widgets?.length == context.model.cells.length
                && kernel.status == "idle"
        }"""
    )
    return page


def run_all(page):
    """Run all cells as the menu does; return whether that went well."""
    page.evaluate(
        """() => {
            window.ran = ""
            window.jupyterapp.commands.execute("notebook:run-all-cells").then(
                well => { window.ran = String(well) }, why => { window.ran = String(why) })
        }"""
    )
    return page.wait_for_function("window.ran").json_value() == "true"


def cell(page, words):
    """Return the code cell whose source holds ``words``, scrolled into view."""
    page.evaluate(
        """words => {
            const holds = cell => cell.model.sharedModel.getSource().includes(words)
            const node = window.book.content.widgets.find(holds).node
            node.dataset.holds = words
            node.scrollIntoView()
        }""",
        words,
    )
    return page.locator(f'[data-holds="{words}"]')


def shot(box, name):
    """Keep a picture of what the test has come to, in the folder ONRECORD_SHOTS if it is set."""
    if folder := os.environ.get("ONRECORD_SHOTS"):
        box.screenshot(path=f"{folder}/{name}.png")


def after(action, view):
    """Do something, and wait until the words and letters of ``view`` are others."""
    old = view.text_content()  # not its HTML: JupyterLab numbers headings there when it likes
    action()
    other = "([node, old]) => node.textContent != old"
    view.page.wait_for_function(other, arg=[view.element_handle(), old])


@pytest.mark.browser
class TestANotebookThatIsOpenedAndNotRun:
    def test_it_shows_the_whole_static_copy_of_a_widget(self, chromium, lab):
        page = opened(chromium, lab, "00-read-me-first")
        copy = Page(stored("00-read-me-first", "widgets.reader"))
        view = cell(page, "widgets.reader").locator(".jp-OutputArea-output")
        assert letters(view.text_content()) == letters(copy.words)
        assert view.locator("mark[style]").count() == copy.tags.count("mark") > 20
        assert view.locator("mark").first.is_visible()
        page.context.close()

    def test_it_shows_its_figure_with_text_alternative_and_caption(self, chromium, lab):
        page = opened(chromium, lab, "04-timeline")
        figure = cell(page, "lanes_of_events").locator("figure")
        assert figure.locator("img").evaluate("picture => picture.naturalWidth") > 300
        alt = figure.locator("img").get_attribute("alt")
        assert f'alt="{escape(alt)}"' in stored("04-timeline", "lanes_of_events")
        assert figure.locator("figcaption").is_visible()
        page.context.close()


@pytest.fixture(scope="module")
def sourcing(chromium, lab):
    """Return notebook 02 in JupyterLab, with all its cells run."""
    page = opened(chromium, lab, "02-sourcing")
    page.went_well = run_all(page)
    yield page
    page.context.close()


@pytest.fixture
def reader(sourcing):
    """Return the cell of the reader and the view in it, before anybody touches them."""
    box = cell(sourcing, "widgets.reader")
    view = box.locator(".widget-html-content")
    view.locator("mark").first.wait_for()
    yield box, view
    if box.locator("select").input_value() != "every voice":
        after(lambda: box.locator("select").select_option(index=0), view)
    if not box.get_by_label("cue", exact=True).is_checked():
        after(box.get_by_label("cue", exact=True).check, view)


@pytest.mark.browser
class TestANotebookThatIsRun:
    def test_every_cell_runs_without_an_error(self, sourcing):
        assert sourcing.went_well
        counts = "window.book.content.widgets.map(cell => cell.model.executionCount)"
        done = [count for count in sourcing.evaluate(counts) if count is not None]
        assert done == list(range(1, len(done) + 1))
        assert len(done) > 10
        for kind in ("error", "stderr"):
            bad = sourcing.locator(f"[data-mime-type='application/vnd.jupyter.{kind}']")
            assert bad.count() == 0

    def test_the_live_view_says_what_its_static_copy_says(self, reader):
        copy = Page(stored("02-sourcing", "widgets.reader"))
        assert letters(reader[1].text_content()) == letters(copy.words)

    def test_choosing_a_voice_leaves_the_marks_of_that_voice_only(self, reader):
        box, view = reader
        every = view.locator("mark").count()
        after(lambda: box.locator("select").select_option("Nikita Smagin"), view)
        sources = view.locator("p mark[title^=source]").all_inner_texts()
        assert any("Smagin" in words for words in sources)
        assert not any("Zakharova" in words for words in sources)
        assert 0 < view.locator("mark").count() < every

    def test_unticking_a_role_takes_its_marks_and_its_letter_away(self, reader):
        box, view = reader
        assert view.locator("mark[title=cue]").count() > 10
        after(box.get_by_label("cue", exact=True).uncheck, view)
        assert view.locator("mark[title*=cue]").count() == 0
        assert view.locator("mark[title=content]").count() > 10
        assert not any("C" in letter for letter in view.locator("sup").all_inner_texts())

    def test_every_control_is_fully_on_the_screen(self, reader):
        controls = reader[0].locator("select, .widget-label-basic")
        assert controls.count() == len(show.STYLE) + 1
        for control in controls.all():
            assert control.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
            assert control.evaluate("node => node.getBoundingClientRect().right <= innerWidth")


BOATS = """---
published: 2026-03-04
---
Boats stay in port

The 🚢🚣 ferry “stays” until Friday, captain Anna Berg said on Monday. The harbour murmured
that the sea 🌊 was too rough. Tom Hale condemned the delay.
"""


@pytest.fixture(scope="module")
def bench(chromium, lab):
    """Return notebook 06, run on an article with emoji; what it saves is in ``page.log``."""
    data, book = lab["copy"] / "data", lab["copy"] / "notebooks" / "06-correct-it.ipynb"
    (data / "articles" / "boats.txt").write_text(BOATS, encoding="utf-8")
    book.write_text(book.read_text(encoding="utf-8").replace("unrest.", "boats."), encoding="utf-8")
    page = opened(chromium, lab, "06-correct-it")
    assert run_all(page)
    page.log = data / "corrections" / "boats.jsonl"
    yield page
    page.context.close()


def desk_of(page):
    """Return the bench in its cell, drawn."""
    box = cell(page, "widgets.review(").locator(".onrecord-review")
    box.locator("mark").first.wait_for()
    return box


def saved(page):
    lines = page.log.read_text(encoding="utf-8").splitlines() if page.log.exists() else []
    return [json.loads(line) for line in lines]


def do(box, action):
    """Do something at the bench, wait for its answer; return the new lines of the log."""
    old, lines = box.locator("[data-k=message]").inner_text(), len(saved(box.page))
    action()
    box.page.wait_for_function(
        """([root, old]) => {
            const now = root.querySelector("[data-k=message]").textContent
            return now != old && now.startsWith("Saved")
        }""",
        arg=[box.element_handle(), old],
    )
    return saved(box.page)[lines:]


def drag(box, words):
    """Select words of the article with the mouse, from their first letter to their last."""
    places = box.evaluate(
        """(root, words) => {
            const walk = document.createTreeWalker(root.querySelector("[role=region]"), 4)
            const letters = []
            while (walk.nextNode())
                if (!walk.currentNode.parentElement.closest("sup"))
                    for (let n = 0; n < walk.currentNode.length; n++)
                        letters.push([walk.currentNode, n])
            const at = letters.map(([node, n]) => node.data[n]).join("").indexOf(words)
            root.scrollIntoView()
            letters[at][0].parentElement.scrollIntoView({ block: "center" })
            return [at, at + words.length - 1].map((n, end) => {
                const range = document.createRange()
                range.setStart(letters[n][0], letters[n][1])
                range.setEnd(letters[n][0], letters[n][1] + 1)
                const box = range.getBoundingClientRect()
                return [end ? box.right - 0.5 : box.left + 0.5, box.y + box.height / 2]
            })
        }""",
        words,
    )
    mouse = box.page.mouse
    mouse.move(*places[0])
    mouse.down()
    mouse.move(*places[1], steps=8)
    mouse.up()
    typed = box.locator("[data-k=words]")
    box.page.wait_for_function(
        "([node, words]) => node.isConnected ? node.value == words : true",
        arg=[typed.element_handle(), words],
    )
    assert typed.input_value() == words


@pytest.mark.browser
class TestTheBench:
    def test_words_selected_after_an_emoji_make_an_attribution_that_quotes_them(self, bench):
        box = desk_of(bench)
        chosen = {"source": "The harbour", "cue": "murmured", "content": "the sea 🌊 was too rough"}
        for role, words in chosen.items():
            drag(box, words)
            box.locator(f"[data-k=role-{role}]").click()
        lines = do(box, box.get_by_role("button", name="Add as a new finding").click)
        text = BOATS.partition("---\n")[2].partition("---\n")[2].lstrip("\n")
        spans = [line["values"] for line in lines if line["table"] == "spans"]
        quoted = {s["role"]: text[s["start"] : s["end"]] for s in spans if s["role"] in chosen}
        assert quoted == chosen
        marks = box.locator("mark[title*='content of a']").all_inner_texts()
        assert chosen["content"] in " ".join(marks)

    def test_keys_accept_edit_undo_and_reject_without_a_mouse(self, bench):
        box = desk_of(bench)
        keys = bench.keyboard
        box.get_by_role("region", name="Article").focus()
        first = box.locator("[data-k=item]").input_value()
        (line,) = do(box, lambda: keys.press("a"))
        assert (line["op"], line["id"]) == ("accept", first)
        second = box.locator("[data-k=item]").input_value()
        assert second != first
        box.locator("[data-k=field-manner]").select_option("mixed")
        box.get_by_role("region", name="Article").focus()
        (line,) = do(box, lambda: keys.press("s"))
        assert (line["op"], line["id"], line["values"]) == ("set", second, {"manner": "mixed"})
        (undo,) = do(box, lambda: keys.press("u"))
        assert (undo["op"], undo["key"]) == ("undo", line["key"])
        (again,) = do(box, lambda: keys.press("r"))
        assert again["values"] == {"manner": "mixed"}
        (line,) = do(box, lambda: keys.press("x"))
        assert line["op"] == "drop"
        assert "found" in box.locator("[data-k=changes]").inner_text()

    def test_what_is_chosen_and_not_saved_yet_outlives_a_redrawing(self, bench):
        box = desk_of(bench)
        box.locator("[data-k=layer]").select_option("events")
        box.locator("[data-k=field-status]").select_option("ordered")
        drag(box, "harbour")
        assert box.locator("[data-k=field-status]").input_value() == "ordered"
        box.get_by_role("region", name="Article").focus()
        bench.keyboard.press("n")
        assert box.locator("[data-k=field-status]").input_value() != "ordered"
        box.locator("[data-k=layer]").select_option("attributions")
        box.get_by_role("button", name="Clear").click()
        assert box.locator("[data-k=words]").input_value() == ""

    def test_words_typed_and_found_can_be_added_by_keys_alone(self, bench):
        box = desk_of(bench)
        keys = bench.keyboard
        box.locator("[data-k=words]").focus()
        keys.type("until Friday")
        keys.press("Tab")
        keys.press("f")
        bench.wait_for_function("!document.querySelector('[data-k=role-timex]').disabled")
        keys.press("6")
        bench.wait_for_function("!document.querySelector('[data-k=add]').disabled")
        lines = do(box, lambda: keys.press("+"))
        assert {line["table"] for line in lines} == {"times", "spans"}

    def test_every_control_has_a_label(self, bench):
        names = desk_of(bench).evaluate(
            """root => Array.from(root.querySelectorAll("button, input, select"), control =>
                (control.closest("label") ?? control).textContent.trim())"""
        )
        assert len(names) > 20
        assert all(names)

    def test_after_a_reload_and_a_new_kernel_all_decisions_are_there(self, bench):
        lines = len(saved(bench))
        assert lines > 8
        progress = desk_of(bench).locator("[data-k=progress]").inner_text()
        bench.evaluate("window.book.sessionContext.session.kernel.restart()")
        bench.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        bench.reload()
        ready(bench)
        assert run_all(bench)
        box = desk_of(bench)
        assert box.locator("[data-k=progress]").inner_text() == progress
        assert len(saved(bench)) == lines
        assert not box.locator("[data-k=undo]").is_disabled()
        shot(box, "bench")


@pytest.fixture(scope="module")
def desk(chromium, lab):
    """Return the cell with the desk of notebook 08, run."""
    page = opened(chromium, lab, "08-your-article")
    assert run_all(page)
    box = cell(page, "your_article(")
    view_of(box).locator("mark").first.wait_for()
    yield box
    page.context.close()


def view_of(desk):
    """Return the overview, which stands under the link to the files."""
    return desk.locator(".widget-html-content").nth(1)


def press(desk):
    """Press the button, wait for another view, return it."""
    view = view_of(desk)
    after(desk.get_by_role("button", name="Read it").click, view)
    return view


def paste(desk, text):
    desk.locator("textarea").fill(text)
    return press(desk)


@pytest.mark.browser
class TestTheDesk:
    def test_a_pasted_article_is_read_and_its_source_shown(self, desk):
        view = paste(desk, FERRY)
        assert "Anna Berg" in view.locator("mark[title=source]").last.inner_text()
        assert "Anna Berg" in view.locator("table").first.inner_text()
        assert "no publication date was found" in view.inner_text()

    def test_the_day_chosen_dates_the_events(self, desk):
        desk.locator("input[type=date]").first.fill("2026-03-04")
        view = paste(desk, FERRY.replace("Anna Berg", "Eva Holm"))
        assert "Published: 2026-03-04 (argument)" in view.inner_text()
        assert "2026-03-02" in view.locator("table").last.inner_text()
        desk.locator("input[type=date]").first.fill("")

    def test_what_cannot_be_read_is_answered_by_a_sentence_that_says_why(self, desk):
        view = paste(desk, "---\npublished: 31 February\n---\n\nThe ferry is late.\n")
        assert "This could not be read. published='31 February' is not a" in view.inner_text()

    def test_a_picture_is_refused_and_a_text_pasted_after_it_is_read(self, desk):
        with desk.page.expect_file_chooser() as chooser:
            desk.get_by_role("button", name="or a file").click()
        picture = {"mimeType": "text/plain", "buffer": b"\x89PNG\r\n\x1a\n"}
        chooser.value.set_files({"name": "my ferry.txt", **picture})
        desk.get_by_role("button", name="or a file (1)").wait_for()
        assert "This could not be read. my ferry.txt is a PNG" in press(desk).inner_text()
        assert "Ada Rivet" in paste(desk, FERRY.replace("Anna Berg", "Ada Rivet")).inner_text()

    def test_an_uploaded_page_is_dated_shown_on_a_timeline_corrected_and_packed(self, desk):
        told = "Captain Anna Berg said that the ferry had stayed in port. " * 12
        body = f"<h1>Ferry stays in port</h1><p>The ferry sank on Monday. {told}</p><p>{told}</p>"
        page = f"<!doctype html><html><body><article>{body}</article></body></html>".encode()
        with desk.page.expect_file_chooser() as chooser:
            desk.get_by_role("button", name="or a file").click()
        chooser.value.set_files({"name": "ferry.html", "mimeType": "text/html", "buffer": page})
        desk.get_by_role("button", name="or a file (1)").wait_for()
        desk.locator("input[type=date]").first.fill("2026-03-04")
        view = press(desk)
        assert "2026-03-02" in view.locator("figure img").last.get_attribute("alt")
        bench = desk.locator(".onrecord-review")
        bench.locator("[data-k=field-kind]").select_option("furniture")
        bench.get_by_role("button", name="Save edit").click()
        message = "root => root.querySelector('[data-k=message]').textContent.startsWith('Saved')"
        desk.page.wait_for_function(message, arg=bench.element_handle())
        desk.get_by_role("button", name="Make the files").click()
        link = desk.locator("a[download='ferry.zip']")
        link.wait_for()
        with desk.page.expect_download() as download:
            link.click()
        with zipfile.ZipFile(download.value.path()) as packed:
            assert {"tables.xlsx", "report.html", "annotation.jsonld"} < set(packed.namelist())
            assert b"furniture" in packed.read("lines.csv")
        shot(desk, "desk")

    def test_a_hostile_article_is_shown_as_text_and_does_nothing(self, desk):
        view = paste(desk, EVIL_TEXT)
        assert "<script>window.fired = 1</script>" in view.inner_text()
        assert view.locator("script, a, [onerror], [onclick]").count() == 0
        assert not fired(desk.page)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Write the static pages of the committed notebooks."""
    folder = tmp_path_factory.mktemp("site")
    for name in BOOKS:
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", folder)
    return pages.write_pages(folder).parent


@pytest.fixture(scope="module")
def paper(chromium):
    """Return a page without JavaScript that may open files only; ``asked`` is all it asked for."""
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.asked, page.failed = [], []

    def answer(route):
        page.asked.append(route.request.url)
        route.continue_() if route.request.url.startswith("file:") else route.abort()

    context.route("**/*", answer)
    page.on("requestfailed", lambda request: page.failed.append(request.url))
    yield page
    context.close()


@pytest.mark.browser
class TestAStaticPage:
    @pytest.mark.parametrize("name", BOOKS)
    def test_it_shows_everything_without_javascript_or_network(self, paper, site, name):
        paper.asked.clear()
        paper.goto((site / f"{name}.html").as_uri())
        book = nbformat.read(site / f"{name}.ipynb", as_version=4)
        outputs = [o.get("data", {}) for c in book.cells for o in c.get("outputs", [])]
        html = Page("".join(data.get("text/html", "") for data in outputs))
        prose = "\n".join(c.source for c in book.cells if c.cell_type == "markdown").splitlines()
        assert paper.locator("h1").inner_text() == prose[0].lstrip("# ")
        headings = [line for line in prose if line.startswith(("# ", "## "))]
        assert paper.locator("main :is(h1, h2)").count() == len(headings)
        for tag in ("mark", "table", "figure img", "figcaption"):
            shown = paper.locator(f".output_html {tag}")
            assert shown.count() == html.tags.count(tag.split()[-1])
            assert all(thing.is_visible() for thing in shown.all())
        assert (paper.asked, paper.failed) == ([paper.url], [])

    @pytest.mark.parametrize("name", BOOKS)
    def test_every_picture_is_drawn_and_has_a_text_alternative(self, paper, site, name):
        paper.goto((site / f"{name}.html").as_uri())
        for picture in paper.locator("img").all():
            assert picture.evaluate("picture => picture.complete && picture.naturalWidth") > 300
            assert len(picture.get_attribute("alt")) > 20

    @pytest.mark.parametrize("width", [390, 1100])
    def test_it_is_not_wider_than_the_screen(self, paper, site, width):
        paper.set_viewport_size({"width": width, "height": 900})
        for name in BOOKS:
            paper.goto((site / f"{name}.html").as_uri())
            assert paper.evaluate("document.documentElement.scrollWidth") <= width, name

    def test_the_index_leads_to_every_notebook_and_back(self, paper, site):
        paper.goto((site / "index.html").as_uri())
        assert paper.locator("li a").count() == len(BOOKS)
        for number, name in enumerate(BOOKS):
            link = paper.locator("li a").nth(number)
            title = link.inner_text()
            link.click()
            paper.wait_for_url(f"**/{name}.html")
            assert paper.locator("h1").inner_text() == title == paper.title()
            paper.get_by_role("link", name="all notebooks").click()
            paper.wait_for_url("**/index.html")


def test_no_link_of_a_static_page_leads_nowhere_and_nothing_is_loaded_from_elsewhere(site):
    for path in site.glob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        assert not {"script", "link", "iframe"} & set(page.tags)
        for link in page.links:
            assert link.startswith(("data:image/png", "#")) or (site / link).is_file(), link


@pytest.fixture(scope="module")
def hostile():
    """Return every view of an article whose text, headline, byline and actors try to do harm."""
    article = read_text(EVIL_TEXT, name=EVIL_NAME)
    notes = annotate(article)
    layers = (notes.actors, notes.attributions, notes.times, notes.events, notes.stances)
    owners = [key for layer in layers for key in layer["id"]]
    notes = replace(
        notes,
        actors=notes.actors.assign(name=notes.actors["name"] + EVIL, described=EVIL),
        events=notes.events.assign(label=EVIL),
    )

    refused = widgets.your_article(EVIL)
    made = {
        "show_article": show.show_article(notes, tuple(show.STYLE)),
        "show_rows": show.show_rows(notes, owners),
        "bar_of_voices": show.bar_of_voices(notes),
        "lanes_of_events": show.lanes_of_events(notes),
        "source_ledger": views.source_ledger(notes),
        "attribution_table": views.attribution_table(notes),
        "stance_table": views.stance_table(notes),
        "event_table": views.event_table(notes),
    }
    return {name: view._repr_html_() for name, view in made.items()} | {
        "reader": widgets.reader(notes)._repr_mimebundle_()["text/html"],
        "overview": show.overview(annotate(article)).data,
        "refusal": refused.children[-2].value,
    }


VIEWS = ["show_article", "show_rows", "bar_of_voices", "lanes_of_events"]
VIEWS += ["source_ledger", "attribution_table", "stance_table", "event_table"]
VIEWS += ["reader", "overview", "refusal"]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    """Run two notebooks on a hostile article with a hostile file name, and write their pages."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / f"{EVIL_NAME}.txt"
    path.write_text(EVIL_TEXT, encoding="utf-8")
    given = {"ARTICLE": str(path), "PUBLISHED": "", "CORRECTIONS": f"{path}.jsonl"}
    for name in ("01-the-article", "08-your-article"):
        pages.execute(ROOT / "notebooks" / f"{name}.ipynb", folder / f"{name}.ipynb", given)
    shutil.copy(folder / "08-your-article.ipynb", folder / f"{EVIL_NAME}.ipynb")
    return pages.write_pages(folder).parent


@pytest.mark.model
class TestAHostileArticle:
    @pytest.mark.parametrize("name", VIEWS)
    def test_a_view_of_it_holds_nothing_that_runs(self, hostile, name):
        page = Page(hostile[name])
        assert page.dangers == []
        assert not {"a", "form", "link", "meta"} & set(page.tags)
        assert page.tags.count("img") == hostile[name].count('<img src="data:image/png;base64,')

    @pytest.mark.parametrize("name", VIEWS)
    def test_a_view_of_it_shows_its_code_as_text(self, hostile, name):
        page = Page(hostile[name])
        assert "<script>" in page.words + page.alts

    def test_static_pages_of_it_hold_nothing_that_runs(self, hostile_site):
        for path in hostile_site.glob("*.html"):
            page = Page(path.read_text(encoding="utf-8"))
            assert page.dangers == [], path.name
            assert path.stem == "index" or "<script>" in page.words

    @pytest.mark.browser
    def test_no_view_of_it_fires_where_scripts_run(self, chromium, hostile):
        page = watched(chromium.new_page())
        page.set_content("<!doctype html><body>" + "<hr>".join(hostile.values()))
        assert page.locator("hr").count() == len(hostile) - 1
        assert not fired(page)
        page.close()

    @pytest.mark.browser
    def test_no_page_of_it_fires_and_the_index_still_leads_to_it(self, chromium, hostile_site):
        page = watched(chromium.new_page())
        for number in range(3):
            page.goto((hostile_site / "index.html").as_uri())
            page.locator("li a").nth(number).click()
            page.get_by_role("link", name="all notebooks").wait_for()
            assert not fired(page)
        page.close()

    @pytest.mark.browser
    def test_the_browser_would_have_told(self, chromium):
        page = watched(chromium.new_page())
        page.set_content(EVIL)
        page.wait_for_function("window.fired")
        assert page.fired == ["1"]
        page.close()

    @pytest.mark.parametrize(
        "html", ["<script>", "<p onclick=a>", "<a href=' JavaScript:a'>", "<IMG SRC=x ONERROR=a>"]
    )
    def test_the_parser_would_have_told(self, html):
        assert Page(html).dangers
