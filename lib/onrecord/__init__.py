"""Put one news article on the record: who says it, on whose word, towards whom, and when."""

from importlib import import_module

# Loaded when first used, so that `import onrecord` costs nothing (PEP 562).
_HOME = {
    "Annotation": "annotation",
    "Article": "article",
    "TableError": "tables",
    "annotate": "annotation",
    "check": "tables",
    "find_lines": "article",
    "read_article": "article",
    "read_corrections": "corrections",
    "read_text": "article",
    "write_correction": "corrections",
}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"onrecord has no {name!r}; it has {__all__}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
