"""The command line: ``onrecord read`` and ``onrecord notebooks``."""

import argparse
import sys
import warnings
from functools import partial
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a user's mistake ends with one line on standard error and exit status 2."""
    parser = argparse.ArgumentParser(prog="onrecord", description=__import__("onrecord").__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, does in (
        ("read", _read, "annotate one article: summary on screen, tables in DIR"),
        ("notebooks", _notebooks, "execute every notebook on one article, with static pages"),
    ):
        command = commands.add_parser(name, help=does, description=does)
        command.add_argument("file", metavar="FILE", help="plain text or HTML")
        command.add_argument("--published", metavar="DATE", help="publication day, e.g. 2026-01-15")
        command.add_argument("--out", metavar="DIR", type=Path, help="folder to write to")
        command.set_defaults(run=run)
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except (ValueError, OSError) as why:
        print(f"onrecord: {why}", file=sys.stderr)
        return 2


def _read(options: argparse.Namespace) -> int:
    from . import annotate, export, read_article, read_corrections, views

    article = read_article(options.file, published=options.published)
    notes = annotate(article, read_corrections(Path(options.file).with_suffix(".jsonl")))
    headlines = notes.lines[notes.lines["kind"] == "headline"]["text"]
    title = article.title or next(iter(headlines), article.name)
    print(f"{title}, published {article.published or '?'} ({article.published_from or 'unknown'})")
    for notice in (*article.notices, *notes.stale):
        print(f"  note: {notice}")
    for kind in ("actors", "attributions", "stances", "times", "events"):
        print(f"  {len(getattr(notes, kind)):>4} {kind}")
    for question, table in views.summary(notes).items():
        rows = 20 if question == "What happened when" else 12
        print(f"\n{question}:\n{table.head(rows).to_string(index=False)}")
    if options.out:
        export.to_tables(notes, options.out)
        export.to_timeline(notes, options.out)
        (options.out / "annotation.json").write_text(export.to_json(notes), encoding="utf-8")
        print(f"\nTables, timeline and annotation.json are in {options.out}")
    return 0


def _notebooks(options: argparse.Namespace) -> int:
    from . import export, pages, read_article

    path, say = Path(options.file), partial(print, flush=True)
    article = read_article(path, published=options.published)
    out = options.out or Path("out") / export.safe_name(article.name)
    index = pages.run_all(path, article.published, out, say=say)
    print(f"Read {index.resolve()}")
    return 0


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="papermill|nbformat|zmq|traitlets")
    sys.exit(main())
