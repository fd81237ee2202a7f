"""Put one news article on the record: who says it, on whose word, towards whom, and when."""

from importlib import import_module

# Loaded when first used, so that `import onrecord` costs nothing (PEP 562).
_MODULES = {
    "annotation": ("Annotation", "annotate"),
    "article": ("Article", "find_lines", "read_article", "read_text"),
    "corrections": ("read_corrections", "write_correction"),
    "tables": ("TableError", "check"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"onrecord has no {name!r}; it has {__all__}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
