"""Names of output files: one for each document, never two alike, none too long to be written."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import PurePosixPath

from restore.readers.compression import SUFFIXES

__all__ = ["LONGEST", "LONGEST_PATH", "distinct_names", "is_too_long", "output_names", "shortened"]

#: Bytes of one name that every file system in use can hold (NAME_MAX of Linux and of macOS; NTFS
#: counts 255 UTF-16 units, which are no more).
LONGEST = 255
#: Bytes of a whole path below the output folder: the least PATH_MAX in use is 1,024 (macOS).
LONGEST_PATH = 800
_DIGITS = 12
_MARKDOWN = (".md", ".markdown")


def output_names(
    documents: Iterable[str], stays_markdown: Callable[[str], bool] = lambda _: False
) -> dict[str, str]:
    """Map document ids to the names of their text files, below ``text/``.

    ``a.md`` stays ``a.md`` where it stays Markdown. Else it becomes ``a.txt``; where ``a.txt`` is
    there too, it becomes ``a.md.txt``. Names that a file system takes for one (case, Unicode form)
    count as equal; of one that is too long the end becomes a digest. The result depends on the set
    of ids alone, not on their order.

    Parameters
    ----------
    stays_markdown : whether the document of an id does
    """
    wanted = {
        document: _markdown(document) if stays_markdown(document) else _plain(document)
        for document in documents
    }
    return distinct_names(wanted, whole=True)


def distinct_names(wanted: Mapping[str, str], *, whole: bool = False) -> dict[str, str]:
    """Map documents to names like those that are wanted, but never two alike.

    Parameters
    ----------
    whole : where two want one name, one of them is called after its whole id, and keeps the suffix;
        else the second gets a number before it
    """
    ids = sorted(wanted)
    wishes = {document: shortened(wanted[document]) for document in ids}
    shared = Counter(_fold(name) for name in wishes.values())
    names: dict[str, str] = {}
    taken: set[str] = set()
    folders = {_fold(str(parent)) for name in wishes.values() for parent in _parents(name)}
    # Documents that already bear the plain name come first: they keep it.
    for document in sorted(ids, key=lambda item: (wishes[item] != item, item)):
        name = wishes[document]
        ending = PurePosixPath(name).suffix
        if whole and shared[_fold(name)] > 1 and name != document:
            name = shortened(f"{document}{ending}")
        stem, number = name.removesuffix(ending), 2
        while _fold(name) in taken or _fold(name) in folders:
            name = shortened(f"{stem}~{number}{ending}")
            number += 1
        taken.add(_fold(name))
        names[document] = name
    return names


def shortened(name: str) -> str:
    """Return a path whose names can be written: the end of one that is too long is a digest.

    A path that is too long as a whole becomes one name in the folder ``~long``.
    """
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        last = PurePosixPath(name)
        head = last.stem.encode("utf-8", "ignore")[:_HEAD].decode("utf-8", "ignore")
        return f"~long/{head}~{_digest(name)}{_ending(last.name)}"
    parts = name.split("/")
    return "/".join(part if _fits(part) else _short(part) for part in parts)


def is_too_long(document: str) -> bool:
    """Whether the output file of a document cannot be called after it."""
    name = _plain(document)
    return shortened(name) != name


_HEAD = 60


def _fits(part: str) -> bool:
    return len(part.encode("utf-8", "surrogatepass")) <= LONGEST


def _short(part: str) -> str:
    ending = f"~{_digest(part)}{_ending(part)}"
    room = LONGEST - len(ending.encode())
    return part.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore") + ending


def _ending(part: str) -> str:
    ending = PurePosixPath(part).suffix
    return ending if len(ending.encode("utf-8", "ignore")) <= _DIGITS else ""


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def _plain(document: str) -> str:
    if document == "-":
        return "stdin.txt"
    path = PurePosixPath(document)
    known = path.suffix.lower() in {".txt", *_MARKDOWN}
    return str(path.with_suffix(".txt") if known else path.with_name(f"{path.name}.txt"))


def _markdown(document: str) -> str:
    path = PurePosixPath(document)
    if path.suffix.lower() in _MARKDOWN:
        return document
    # Packed Markdown is unpacked; of what else is kept as such the suffix says what it was.
    packed = (
        path.suffix.lower() in SUFFIXES and PurePosixPath(path.stem).suffix.lower() in _MARKDOWN
    )
    return str(path.with_suffix("")) if packed else _plain(document)


def _parents(name: str) -> Iterable[PurePosixPath]:
    return [parent for parent in PurePosixPath(name).parents if parent.parts]


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
