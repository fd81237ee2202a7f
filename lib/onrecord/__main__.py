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
    options = parser.parse_args(arguments)
    try:
        _run(options)
    except (ValueError, OSError) as why:
        print(f"onrecord: {why}", file=sys.stderr)
        return 2
    return 0


def _run(options: argparse.Namespace) -> None:
    from . import annotate, export, read_article, read_corrections, views

    article = read_article(options.file, published=options.published)
    if options.command == "notebooks":
        from . import pages

        out = options.out or Path("out", export.safe_name(article.name))
        index = pages.run_all(options.file, article.published, out, say=partial(print, flush=True))
        print(f"Read {index.resolve()}")
        return
    notes = annotate(article, read_corrections(options.file.with_suffix(".jsonl")))
    if options.command == "score":
        from . import compare

        print(compare.score(annotate(article), notes).to_string(index=False))
        return
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
        from . import pages

        files = export.files_of(notes) | {"report.html": pages.report(notes)}
        written = export.to_folder(files, options.out)
        print(f"\nIn {options.out}: {', '.join(path.name for path in written)}")


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="papermill|nbformat|zmq|traitlets")
    sys.exit(main())
