"""Find the files that inputs name, and give each document its id."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from restore.errors import InputError
from restore.readers.blob import file_blob
from restore.readers.registry import is_wanted

__all__ = ["STDIN", "Discovery", "Found", "discover"]

STDIN = "-"


@dataclass(frozen=True)
class Found:
    """A file to read (``path`` is None for standard input) and the id of its document."""

    id: str
    path: Path | None


@dataclass(frozen=True)
class Discovery:
    """The files to read, in the order of their ids, and the inputs that gave none."""

    found: tuple[Found, ...]
    failed: tuple[InputError, ...]


def discover(inputs: Sequence[str], *, output: Path | None = None) -> Discovery:
    """Find the files that the inputs name.

    A folder is searched with all below it for ``.txt``, ``.md``, ``.markdown``, names without a
    suffix, and files of the formats that are read (XML, HTML, JSON and TSV only if they are of
    one); hidden files and folders are left out, links are followed once. A file named itself is
    taken whatever its suffix. A file that two inputs name is taken once.

    A document's id is the path relative to its input folder (of a pattern: to the folder before
    its first wildcard), with ``/``; for a single file its name. Where two documents would share an
    id, all ids are relative to the inputs' common folder.

    Parameters
    ----------
    inputs : paths, patterns with ``*``, ``?``, ``[…]`` and ``**``, or ``-`` for standard input
    output : folder of the results; nothing in it is read
    """
    wall = Path(os.path.realpath(output)) if output is not None else None
    found: list[Found] = []
    failed: list[InputError] = []
    seen: set[str] = set()
    for item in inputs:
        try:
            members = list(_members(item, wall))
        except InputError as error:
            failed.append(error)
            continue
        for member in members:
            key = STDIN if member.path is None else os.path.realpath(member.path)
            if key not in seen:
                seen.add(key)
                found.append(member)
    if len({member.id for member in found}) < len(found):
        found = _from_common_folder(found)
    return Discovery(tuple(sorted(found, key=lambda member: member.id)), tuple(failed))


def _members(item: str, wall: Path | None) -> Iterable[Found]:
    if item == STDIN:
        return [Found(STDIN, None)]
    path = Path(item)
    if wall is not None and Path(os.path.realpath(path)).is_relative_to(wall):
        raise InputError(item, "lies in the output folder", "write to another folder with -o")
    if glob.has_magic(item) and not path.exists():
        return _matches(item, wall)
    if not path.is_dir():
        return [Found(_clean(path.name), path)]
    members = [
        Found(_clean(member.relative_to(path).as_posix()), member) for member in _walk(path, wall)
    ]
    if not members:
        raise InputError(
            item, "holds no text files", "expected text, Markdown, or a format that is read"
        )
    return members


def _matches(pattern: str, wall: Path | None) -> list[Found]:
    """Expand a pattern (the shell did not, or could not)."""
    parts = Path(pattern).parts
    first = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    folder = Path(*parts[:first])
    found = []
    for path in sorted(folder.glob(str(Path(*parts[first:])))):
        inner = path.relative_to(folder)
        if any(part.startswith(".") for part in inner.parts) or not path.is_file():
            continue
        if wall is None or not Path(os.path.realpath(path)).is_relative_to(wall):
            found.append(Found(_clean(inner.as_posix()), path))
    if not found:
        raise InputError(pattern, "matches no file", "check the pattern and the folder")
    return found


def _walk(folder: Path, wall: Path | None) -> Iterable[Path]:
    """Yield the text files below a folder; each real folder once, so that links make no loop."""
    visited: set[str] = set()

    def refuse(error: OSError) -> None:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputError(
            str(error.filename), f"cannot be searched ({reason})", "give yourself permission"
        )

    for here, folders, files in os.walk(folder, followlinks=True, onerror=refuse):
        real = os.path.realpath(here)
        if real in visited or (wall is not None and Path(real).is_relative_to(wall)):
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(here, name)
            if not name.startswith(".") and is_wanted(file_blob(path)):
                yield path


def _from_common_folder(found: list[Found]) -> list[Found]:
    # absolute() follows no link: two links to different files keep their own names.
    paths = [member.path.absolute() for member in found if member.path is not None]
    folder = Path(os.path.commonpath([path.parent for path in paths]))
    return [
        member
        if member.path is None
        else replace(member, id=_clean(member.path.absolute().relative_to(folder).as_posix()))
        for member in found
    ]


def _clean(name: str) -> str:
    """Make a file name that is no Unicode printable: ids go into JSON."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
