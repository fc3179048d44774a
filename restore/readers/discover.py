"""Find the files that inputs name, and give each document its id."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from restore.errors import InputError
from restore.readers.blob import file_blob, printable
from restore.readers.images import IMAGE_SUFFIXES
from restore.readers.registry import TEXT_SUFFIXES, is_wanted

__all__ = ["STDIN", "Discovery", "Found", "Skipped", "discover"]

STDIN = "-"
# The number of a page in the name of its image.
_NUMBER = re.compile(r"[-_.][0-9]{1,4}\Z")
# Lies beside the sources and is none: what reviewers decided.
_DECISIONS = "decisions.jsonl"
# Why a file is left out, by its suffix.
_UNREAD = "of no format that is read"
_NO_TEXTS = "without a column of Chinese texts"
_WHY = {
    ".json": "JSON of no format that is known; --fields says where its texts are",
    ".csv": _NO_TEXTS,
    ".tsv": _NO_TEXTS,
    ".tab": _NO_TEXTS,
}


@dataclass(frozen=True)
class Found:
    """A file to read (``path`` is None for standard input) and the id of its document."""

    id: str
    path: Path | None


@dataclass(frozen=True)
class Skipped:
    """A file in a folder that is not read: its path, what it is (``.doc``, ``a pipe`` …), and why it
    is left out."""

    source: str
    kind: str
    why: str = _UNREAD


@dataclass(frozen=True)
class Discovery:
    """The files to read, in the order of their ids, the inputs that gave none, and what lies
    beside the files and is not read."""

    found: tuple[Found, ...]
    failed: tuple[InputError, ...]
    skipped: tuple[Skipped, ...] = ()


def discover(
    inputs: Sequence[str],
    *,
    output: Path | None = None,
    fields: bool = False,
    images: str = "never",
) -> Discovery:
    """Find the files that the inputs name.

    A folder is searched with all below it for ``.txt``, ``.md``, ``.markdown``, names without a
    suffix, and files of the formats that are read (XML, HTML, JSON and TSV only if they are of
    one); hidden files and folders are left out, links are followed once. Other files, pipes, sockets
    and devices are ``skipped``; what cannot be searched has ``failed``. A file named itself is
    taken whatever its suffix. A file that two inputs name is taken once.

    A document's id is the path relative to its input folder (of a pattern: to the folder before
    its first wildcard), with ``/``; for a single file its name. Where two documents would share an
    id, all ids are relative to the inputs' common folder.

    Parameters
    ----------
    inputs : paths, patterns with ``*``, ``?``, ``[…]`` and ``**``, or ``-`` for standard input
    output : folder of the results; nothing in it is read
    fields : whether the user has said where the texts of JSON files stand: then all are read
    images : whether page images in folders are read: ``never``, ``auto`` (where no OCR file lies
        beside them), ``always``
    """
    wall = Path(os.path.realpath(output)) if output is not None else None
    found: list[Found] = []
    beside = _Beside([], [], fields, images)
    seen: set[str] = set()
    folders: dict[str, str] = {}
    for item in inputs:
        try:
            members = list(_members(item, wall, beside))
        except InputError as error:
            beside.failed.append(error)
            continue
        for member in members:
            key = STDIN if member.path is None else _real(member.path, folders)
            if key not in seen:
                seen.add(key)
                found.append(member)
    if len({member.id for member in found}) < len(found):
        found = _told_apart(_from_common_folder(found))
    return Discovery(
        tuple(sorted(found, key=lambda member: member.id)),
        tuple(beside.failed),
        tuple(beside.skipped),
    )


def _real(path: Path, folders: dict[str, str]) -> str:
    """Return the path of a file without links; ``folders`` keeps those of the folders."""
    folder, name = os.path.split(path)
    if name in ("", os.curdir, os.pardir) or path.is_symlink():
        return os.path.realpath(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder).rstrip(os.sep)
    return f"{folders[folder]}{os.sep}{name}"


class _Beside(NamedTuple):
    """What was come upon beside the files that are read."""

    skipped: list[Skipped]
    failed: list[InputError]
    fields: bool
    images: str = "never"


def _members(item: str, wall: Path | None, beside: _Beside) -> Iterable[Found]:
    if item == STDIN:
        return [Found(STDIN, None)]
    path = Path(item)
    if wall is not None and Path(os.path.realpath(path)).is_relative_to(wall):
        raise InputError(
            printable(item), "lies in the output folder", "write to another folder with -o"
        )
    if glob.has_magic(item) and not path.exists():
        return _matches(item, wall, beside)
    if not path.is_dir():
        return [Found(printable(path.name), path)]
    skipped = len(beside.skipped)
    failed = len(beside.failed)
    members = [Found(printable(name), member) for name, member in _walk(path, wall, beside)]
    if not members and len(beside.failed) == failed:
        kinds = ", ".join(sorted({other.kind for other in beside.skipped[skipped:]}))
        raise InputError(
            printable(item),
            f"holds no text files (but {kinds})" if kinds else "holds no text files",
            "expected text, Markdown, or a format that is read",
        )
    return members


def _matches(pattern: str, wall: Path | None, beside: _Beside) -> list[Found]:
    """Expand a pattern (the shell did not, or could not)."""
    parts = Path(pattern).parts
    first = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    folder = Path(*parts[:first])
    found = []
    for path in sorted(folder.glob(str(Path(*parts[first:])))):
        inner = path.relative_to(folder)
        if any(part.startswith(".") for part in inner.parts) or path.is_dir():
            continue
        if wall is not None and Path(os.path.realpath(path)).is_relative_to(wall):
            continue
        special = _special(path)
        if special is None:
            found.append(Found(printable(inner.as_posix()), path))
        else:
            beside.skipped.append(Skipped(printable(path), special))
    if not found:
        raise InputError(printable(pattern), "matches no file", "check the pattern and the folder")
    return found


def _walk(folder: Path, wall: Path | None, beside: _Beside) -> Iterable[tuple[str, Path]]:
    """Yield the text files below a folder, with their paths in it; each real folder once, so that
    links make no loop."""
    visited: set[str] = set()

    def refuse(error: OSError) -> None:
        reason = os.strerror(error.errno) if error.errno else str(error)
        beside.failed.append(
            InputError(
                printable(error.filename or folder),
                f"cannot be searched ({reason})",
                "give yourself permission; the other folders are still read",
            )
        )

    for here, folders, files in os.walk(folder, followlinks=True, onerror=refuse):
        real = os.path.realpath(here)
        if real in visited or (wall is not None and Path(real).is_relative_to(wall)):
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        images = _images(files, beside.images)
        inner = Path(here).relative_to(folder).as_posix()
        inner = "" if inner == os.curdir else f"{inner}/"
        for name in sorted(files):
            path = Path(here, name)
            if name.startswith(".") or name == _DECISIONS:
                continue
            kind = _special(path)
            suffix = path.suffix.lower()
            if kind is None and (
                name in images
                or (suffix == ".json" and beside.fields)
                or suffix in TEXT_SUFFIXES
                or is_wanted(file_blob(path))
            ):
                yield f"{inner}{name}", path
            elif kind is not None:
                beside.skipped.append(Skipped(printable(path), kind))
            else:
                why = _WHY.get(suffix, _UNREAD)
                beside.skipped.append(
                    Skipped(printable(path), printable(suffix) or "no suffix", why)
                )


def _images(files: Sequence[str], wanted: str) -> set[str]:
    """Return the names of page images that are to be read: ``p1.png`` not beside ``p1.hocr`` or
    ``p1.png.json``, nor ``book-1.png`` beside ``book.hocr``."""
    if wanted == "never":
        return set()
    images = {name for name in files if Path(name).suffix.lower() in IMAGE_SUFFIXES}
    if wanted == "always" or not images:
        return images
    others = {name.split(".")[0] for name in files if name not in images and "." in name}
    return {
        name
        for name in images
        if name.split(".")[0] not in others and _NUMBER.sub("", name.split(".")[0]) not in others
    }


def _from_common_folder(found: list[Found]) -> list[Found]:
    # absolute() follows no link: two links to different files keep their own names.
    paths = [member.path.absolute() for member in found if member.path is not None]
    folder = Path(os.path.commonpath([path.parent for path in paths]))
    return [
        member
        if member.path is None
        else replace(member, id=printable(member.path.absolute().relative_to(folder).as_posix()))
        for member in found
    ]


def _told_apart(found: list[Found]) -> list[Found]:
    """Number what shares an id though it is two files: names that look alike when printed."""
    given = {member.id for member in found}
    seen: set[str] = set()
    apart = []
    for member in sorted(found, key=lambda item: (item.id, os.fsencode(item.path or ""))):
        name, number = member.id, 2
        while name in seen or (number > 2 and name in given):
            name = f"{member.id}~{number}"
            number += 1
        seen.add(name)
        apart.append(replace(member, id=name))
    return apart


def _special(path: Path) -> str | None:
    """Say what is no file that can be read to its end (a pipe without a writer never ends)."""
    try:
        mode = path.stat().st_mode
    except OSError:
        # That it cannot be read is told when it is.
        return None
    if stat.S_ISREG(mode):
        return None
    kinds = ((stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    return next((kind for test, kind in kinds if test(mode)), "a device")
