"""Write files so that each is whole or not there: aside in the same folder, flushed, then renamed."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from restore.errors import RestoreError

__all__ = ["Transaction", "copy_file", "write_file"]


class Transaction:
    """A set of files in one folder that appear together at the end of the ``with`` block.

    If the block raises, or a file cannot be written, nothing that stood in the folder has changed
    and no file of ours is left behind. Only the last step, the renames, could be torn by a power
    failure; each file is whole even then, and the file written last (a manifest) is renamed last.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside: dict[Path, Path] = {}
        self._made: list[Path] = []
        self._removed: list[Path] = []

    def write(self, name: str, data: bytes) -> None:
        """Write one file aside; ``name`` is its path below the folder, with ``/``.

        Raises
        ------
        RestoreError
            If it cannot be written; names the file and the reason.
        """
        target = self._folder / name
        aside = target.parent / f".restore-{secrets.token_hex(6)}.tmp"
        try:
            self._make_folder(target.parent)
            if target.is_dir():
                raise IsADirectoryError(21, os.strerror(21), str(target))
            self._aside[target] = aside
            _write_through(aside, data)
        except OSError as error:
            raise _refusal(target, error) from error

    def remove(self, name: str) -> None:
        """Remove a file of an earlier run when the new ones appear."""
        self._removed.append(self._folder / name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            self._clear()

    def _make_folder(self, folder: Path) -> None:
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for path in reversed(missing):
            path.mkdir(exist_ok=True)
            self._made.append(path)

    def _commit(self) -> None:
        for target in list(self._aside):
            try:
                self._aside[target].replace(target)
            except OSError as error:
                raise _refusal(target, error) from error
            del self._aside[target]
        for path in self._removed:
            with contextlib.suppress(OSError):
                path.unlink()
                path.parent.rmdir()

    def _clear(self) -> None:
        for aside in self._aside.values():
            with contextlib.suppress(OSError):
                aside.unlink()
        # Folders that hold something now are kept: rmdir refuses them.
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all (a device or a pipe is written to directly).

    Raises
    ------
    RestoreError
        If it cannot be written; names the file and the reason.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            path.write_bytes(data)
        except OSError as error:
            raise _refusal(path, error) from error
        return
    with Transaction(path.parent) as transaction:
        transaction.write(path.name, data)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file of any size, whole or not at all (to a device or a pipe: directly).

    Raises
    ------
    RestoreError
        If it cannot be written; names the file and the reason.
    """
    special = target.exists() and not target.is_file() and not target.is_dir()
    aside = target if special else target.parent / f".restore-{secrets.token_hex(6)}.tmp"
    try:
        if target.is_dir():
            raise IsADirectoryError(21, os.strerror(21), str(target))
        with source.open("rb") as reading, aside.open("wb" if special else "xb") as writing:
            shutil.copyfileobj(reading, writing)
        if not special:
            aside.replace(target)
    except OSError as error:
        if not special:
            with contextlib.suppress(OSError):
                aside.unlink()
        raise _refusal(target, error) from error


def _write_through(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _refusal(path: Path, error: OSError) -> RestoreError:
    reason = os.strerror(error.errno) if error.errno else str(error)
    return RestoreError(
        f"{path}: cannot be written ({reason}); "
        "check the folder's permissions and the free space, or name another folder with -o"
    )
