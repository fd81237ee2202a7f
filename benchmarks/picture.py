"""Draw the README's picture: a highlighted paragraph and the timeline of an invented article.

python benchmarks/picture.py    needs Chromium and playwright; writes data/picture.png
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

from onrecord import annotate, read_article, show

ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
STYLE = "body { font: 17px/1.7 Georgia, serif; width: 860px; margin: 16px } sup { line-height: 0 }"


def main() -> None:
    """Open the page in Chromium and take its picture."""
    notes = annotate(read_article(ROOT / "data/articles/harbour.txt"))
    spans = notes.spans[notes.spans["role"].isin(["source", "cue", "content"])]
    lines = notes.lines[notes.lines["kind"] == "body"].iloc[1:3]
    text = notes.article.text
    words = [show.highlight(text, spans, *line) for line in lines[["start", "end"]].to_numpy()]
    page = f"<style>{STYLE}</style><p>{'</p><p>'.join(words)}</p>{show.lanes_of_events(notes).data}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        tab = browser.new_page(viewport={"width": 900, "height": 400})
        tab.set_content(page)
        tab.screenshot(path=ROOT / "data/picture.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
