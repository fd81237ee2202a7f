"""Put one news article on the record: who says it, on whose word, towards whom, and when."""

from importlib import import_module

_HOME = dict.fromkeys(("Annotation", "annotate"), "annotation")  # loaded on first use: PEP 562
_HOME |= dict.fromkeys(("Article", "find_lines", "read_article", "read_text"), "article")
_HOME |= dict.fromkeys(("read_corrections", "write_correction"), "corrections")
_HOME |= dict.fromkeys(("TableError", "check"), "tables")
__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"onrecord has no {name!r}; it has {__all__}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


__dir__ = __all__.copy  # so that what is not loaded yet is offered too
