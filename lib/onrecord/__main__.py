"""The command line: ``onrecord read``, ``onrecord notebooks`` and ``onrecord score``."""

import argparse
import sys
import warnings
from functools import partial
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a user's mistake ends with one line on standard error and exit status 2."""
    parser = argparse.ArgumentParser(prog="onrecord", description=__import__("onrecord").__doc__)
    does = "tables; static pages; the rules against your corrections, beside FILE as .jsonl"
    parser.add_argument("command", choices=("read", "notebooks", "score"), help=does)
    parser.add_argument("file", metavar="FILE", type=Path, help="plain text or HTML")
    parser.add_argument("--published", metavar="DATE", help="publication day, e.g. 2026-01-15")
    parser.add_argument("--out", metavar="DIR", type=Path, help="folder to write to")
    try:
        _run(**vars(parser.parse_args(arguments)))
    except (ValueError, OSError) as why:
        print(f"onrecord: {why}", file=sys.stderr)
        return 2
    return 0


def _run(command: str, file: Path, published: str | None, out: Path | None) -> None:
    from . import annotate, compare, export, read_article, read_corrections, views

    if out or command == "notebooks":
        from . import pages  # slow to load

    article = read_article(file, published=published)
    if command == "notebooks":
        out, say = out or Path("out", export.safe_name(article.name)), partial(print, flush=True)
        say(f"Read {pages.run_all(file, article.published, out, say=say).resolve()}")
        return
    notes = annotate(article, read_corrections(file.with_suffix(".jsonl")))
    if command == "score":
        print(compare.score(annotate(article), notes).to_string(index=False))
        return
    headlines = notes.lines[notes.lines["kind"] == "headline"]["text"]
    title = article.title or next(iter(headlines), article.name)
    print(f"{title}, published {article.published or '?'} ({article.published_from or 'unknown'})")
    for notice in (*article.notices, *notes.stale):
        print(f"  note: {notice}")
    for kind in ("actors", "attributions", "stances", "times", "events"):
        print(f"  {len(getattr(notes, kind)):>4} {kind}")
    for (question, table), rows in zip(views.summary(notes).items(), (12, 12, 20), strict=True):
        print(f"\n{question}:\n{table.head(rows).to_string(index=False)}")
    if out:
        out.mkdir(parents=True, exist_ok=True)
        files = export.files_of(notes) | {"report.html": pages.report(notes)}
        for name, content in files.items():
            (out / name).write_bytes(content)
        print(f"\nIn {out}: {', '.join(files)}")


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="papermill|nbformat|zmq|traitlets")
    sys.exit(main())
