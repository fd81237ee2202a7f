"""The command line: ``onrecord read`` and ``onrecord notebooks``."""

from __future__ import annotations

import argparse
import sys
import warnings
from pathlib import Path

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a user's mistake ends with one line on standard error and exit status 2."""
    parser = argparse.ArgumentParser(prog="onrecord", description=__import__("onrecord").__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, does, run in (
        ("read", "annotate one article: summary on screen, tables in DIR", _read),
        (
            "notebooks",
            "execute the whole sequence of notebooks on one article, with static pages",
            _notebooks,
        ),
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


def _say(*words: object) -> None:
    print(*words, flush=True)


def _read(options: argparse.Namespace) -> int:
    from . import annotate, export, read_article, read_corrections, views

    article = read_article(options.file, published=options.published)
    log = Path(options.file).with_suffix(".jsonl")
    notes = annotate(article, read_corrections(log))
    origin = f"{article.published or '?'} ({article.published_from or 'unknown'})"
    _say(f"{article.title or article.name}, published {origin}")
    for notice in (*article.notices, *notes.stale):
        _say(f"  note: {notice}")
    for kind in ("actors", "attributions", "stances", "times", "events"):
        _say(f"  {len(getattr(notes, kind)):>4} {kind}")
    _say("\nWho speaks:\n" + views.source_ledger(notes).head(12).to_string(index=False))
    _say(
        "\nWho stands where:\n"
        + views.stance_table(notes).drop(columns="id").head(12).to_string(index=False)
    )
    _say(
        "\nWhat happened when:\n"
        + views.event_table(notes).drop(columns="id").head(20).to_string(index=False)
    )
    if options.out:
        export.to_csv(notes, options.out)
        (options.out / "annotation.json").write_text(export.to_json(notes), encoding="utf-8")
        _say(f"\nTables and annotation.json are in {options.out}")
    return 0


def _notebooks(options: argparse.Namespace) -> int:
    from . import pages, read_article
    from .export import safe_name

    article = read_article(options.file, published=options.published)
    out = options.out or Path("out") / safe_name(article.name)
    index = pages.run_all(Path(options.file), article.published, out, say=_say)
    _say(f"Read {index.resolve()}")
    return 0


if __name__ == "__main__":
    warnings.filterwarnings("ignore", module="papermill|nbformat|zmq|traitlets")
    sys.exit(main())
