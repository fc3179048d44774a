"""Where the data files that ship with the package stand on this machine."""

from __future__ import annotations

from pathlib import Path

__all__ = ["dictionary_directory", "dictionary_path", "model_path"]

_PACKAGE = Path(__file__).resolve().parent


def dictionary_directory() -> Path:
    """Return the folder of the shipped dictionaries.

    In a wheel they lie inside the package; in a checkout beside it, where people edit them.
    """
    packaged = _PACKAGE / "dictionaries"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "dictionaries"


def dictionary_path(name: str) -> Path:
    """Return the path of one shipped dictionary file (``name`` such as ``terms.tsv``)."""
    return dictionary_directory() / name


def model_path(name: str) -> Path:
    """Return the path of one shipped model file."""
    return _PACKAGE / "models" / name
