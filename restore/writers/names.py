"""Names of output files: one for each document, never two alike."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

__all__ = ["output_names"]


def output_names(documents: Iterable[str]) -> dict[str, str]:
    """Map document ids to the names of their text files, below ``text/``.

    ``a.md`` becomes ``a.txt``; where ``a.txt`` is there too, it becomes ``a.md.txt``. Names that
    a file system takes for one (case, Unicode form) count as equal. The result depends on the set
    of ids alone, not on their order.
    """
    ids = sorted(documents)
    wanted = {document: _plain(document) for document in ids}
    shared = Counter(_fold(name) for name in wanted.values())
    names: dict[str, str] = {}
    taken: set[str] = set()
    folders = {_fold(str(parent)) for name in wanted.values() for parent in _parents(name)}
    # Documents that already bear the plain name come first: they keep it.
    for document in sorted(ids, key=lambda item: (wanted[item] != item, item)):
        name = wanted[document]
        if shared[_fold(name)] > 1 and name != document:
            name = f"{document}.txt"
        stem, number = name.removesuffix(".txt"), 2
        while _fold(name) in taken or _fold(name) in folders:
            name = f"{stem}~{number}.txt"
            number += 1
        taken.add(_fold(name))
        names[document] = name
    return names


def _plain(document: str) -> str:
    if document == "-":
        return "stdin.txt"
    path = PurePosixPath(document)
    known = path.suffix.lower() in {".txt", ".md", ".markdown"}
    return str(path.with_suffix(".txt") if known else path.with_name(f"{path.name}.txt"))


def _parents(name: str) -> Iterable[PurePosixPath]:
    return [parent for parent in PurePosixPath(name).parents if parent.parts]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
