"""Publishing: the finished files take the place of those of the run before, all or none.

What is to be renamed is written down first. A run that is killed before that has changed nothing;
one that is killed after it is finished by the next one. What was written down goes with the rest of
the work folder, after its markers.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from restore.errors import RestoreError
from restore.executors.work import JOURNAL
from restore.files import refusal, write_file

__all__ = ["Journal", "publish", "recover"]


class Journal(msgspec.Struct, frozen=True):
    """What is to be done: files (paths below the work folder) to their names in the output folder,
    in this order, and files of the run before that go.

    ``home`` is the number of the work folder on its file system: a journal that came with an
    archive or a copy is not carried out.
    """

    moves: tuple[tuple[str, str], ...]
    removals: tuple[str, ...] = ()
    home: int = 0


def publish(work: Path, output: Path, journal: Journal) -> None:
    """Put the files in their places.

    Raises
    ------
    RestoreError
        If one of them could not be put there; then nothing has been changed.
    """
    made: list[Path] = []
    try:
        _check(work, output, journal)
        prepared: set[Path] = set()
        for target, folder in _placed(output, [name for _, name in journal.moves]):
            _prepare(target, folder, made, prepared)
        _check(work, output, journal)
        homed = msgspec.structs.replace(journal, home=_home(work))
        write_file(work / JOURNAL, msgspec.json.encode(homed))
    except RestoreError:
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    _carry_out(work, output, journal)


def recover(work: Path, output: Path) -> bool:
    """Finish the publishing that was cut off, if there is one; return whether there was.

    Raises
    ------
    RestoreError
        If what was written down is not of a run here: nothing is moved or removed then.
    """
    try:
        journal = msgspec.json.decode((work / JOURNAL).read_bytes(), type=Journal)
    except (OSError, ValueError):
        return False
    if journal.home != _home(work):
        raise RestoreError(
            f"{work / JOURNAL}: was written by no run in this folder; remove {work}, and run again"
        )
    _check(work, output, journal)
    _carry_out(work, output, journal)
    return True


def _home(work: Path) -> int:
    return work.stat().st_ino


def _check(work: Path, output: Path, journal: Journal) -> None:
    """Refuse what would move or remove anything outside the two folders, by dots or by links."""
    places = [(work, source) for source, _ in journal.moves]
    places += [(output, name) for _, name in journal.moves]
    places += [(output, name) for name in journal.removals]
    roots = {folder: folder.resolve() for folder in (work, output)}
    # Many files lie in one folder.
    inside: dict[tuple[Path, str], bool] = {}
    for folder, name in places:
        parts = [part for part in name.split("/") if part not in ("", ".")]
        plain = bool(parts) and ".." not in parts and "\0" not in name
        if plain and not name.startswith("/") and not os.path.splitdrive(name)[0]:
            parent = folder, "/".join(parts[:-1])
            if parent not in inside:
                inside[parent] = (folder / parent[1]).resolve().is_relative_to(roots[folder])
            if inside[parent]:
                continue
        raise RestoreError(
            f"{work / JOURNAL}: names {name!r}, which is not in {folder}; nothing is moved; remove "
            f"{work} and links in {output}, and run again"
        )


def _placed(root: Path, names: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    """Yield the path of each name below a folder, and of the folder that it lies in: many in one."""
    folders: dict[str, Path] = {}
    for name in names:
        parent, _, last = name.rpartition("/")
        folder = folders.get(parent)
        if folder is None:
            folder = folders[parent] = root / parent
        yield folder / last, folder


def _prepare(target: Path, folder: Path, made: list[Path], prepared: set[Path]) -> None:
    """See to it that a file can be put in its place.

    Parameters
    ----------
    folder : the one that it is to lie in
    made : takes the folders that are made for it
    prepared : the folders that were seen to
    """
    try:
        if folder not in prepared:
            _make_folder(target, made)
            prepared.add(folder)
        if target.is_dir():
            raise IsADirectoryError(21, os.strerror(21), str(target))
    except OSError as error:
        raise refusal(target, error) from error


def _make_folder(target: Path, made: list[Path]) -> None:
    missing = []
    folder = target.parent
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        made.append(path)
    if not target.parent.is_dir():
        raise NotADirectoryError(20, os.strerror(20), str(target.parent))
    if not os.access(target.parent, os.W_OK):
        raise PermissionError(13, os.strerror(13), str(target))


def _carry_out(work: Path, output: Path, journal: Journal) -> None:
    folders: set[Path] = set()
    sources = _placed(work, [source for source, _ in journal.moves])
    targets = _placed(output, [name for _, name in journal.moves])
    for (source, _), (target, folder) in zip(sources, targets, strict=True):
        try:
            if folder not in folders:
                folder.mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            # What is not there any more stands in its place already.
            with contextlib.suppress(FileNotFoundError):
                source.replace(target)
        except OSError as error:
            raise refusal(target, error) from error
    for name in journal.removals:
        path = output / name
        with contextlib.suppress(OSError):
            path.unlink()
            path.parent.rmdir()
    for folder in folders:
        _settle(folder)


def _settle(folder: Path) -> None:
    """Make renames outlast a power failure, where the system can do that."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
