"""The work folder of a run: what is finished stands in it, with the key that says for what.

It lies in the output folder, hidden. A marker is written after the files that it stands for, so
what has a marker is whole; its key is made of the sources' digests, the code, dictionaries, model
and configuration, so what was made of something else is made again.
"""

from __future__ import annotations

import contextlib
import shutil
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

import msgspec

from restore.errors import RestoreError
from restore.executors.disk import refusal, write_whole

__all__ = ["JOURNAL", "NAME", "OwnedFolder", "WorkFolder", "code_digest", "key_of"]

NAME = ".restore-work"
_LOCK = "lock"
#: What is to be published; see :mod:`restore.executors.publishing`.
JOURNAL = "publish.json"
_T = TypeVar("_T", bound=msgspec.Struct)
# Models are told apart by digests of their own.
_LARGEST_RULE = 1 << 20


class _Marker(msgspec.Struct, frozen=True):
    key: str
    result: msgspec.Raw


class WorkFolder:
    """Paths and markers; any process may have one over the same folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def file(self, phase: str, number: int, kind: str) -> Path:
        """Return the path of a shard's file."""
        return self.path / phase / f"{number:06d}.{kind}"

    def finished(self, phase: str, number: int, key: str, kind: type[_T]) -> _T | None:
        """Return the result of a shard that was finished under the same key, or None."""
        try:
            marker = msgspec.json.decode(
                self.file(phase, number, "done").read_bytes(), type=_Marker
            )
            return msgspec.json.decode(marker.result, type=kind) if marker.key == key else None
        except (OSError, ValueError):
            return None

    def begin(self, phase: str, number: int) -> None:
        """Forget that a shard was finished, before its files are written anew."""
        self.file(phase, number, "done").unlink(missing_ok=True)

    def finish(self, phase: str, number: int, key: str, result: msgspec.Struct) -> None:
        """Mark a shard as finished; its other files must be there."""
        marker = _Marker(key, msgspec.Raw(msgspec.json.encode(result)))
        write_whole(self.file(phase, number, "done"), msgspec.json.encode(marker))


class OwnedFolder:
    """The work folder, held by one run at a time.

    Raises
    ------
    RestoreError
        If another run is using it, or it cannot be made.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.path = output / NAME
        self._made: list[Path] = []
        self._lock: IO[bytes] | None = None

    def __enter__(self) -> Self:
        missing = []
        folder = self.path
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        try:
            for path in reversed(missing):
                path.mkdir(exist_ok=True)
                self._made.append(path)
            self._lock = (self.path / _LOCK).open("ab")
        except OSError as error:
            self.discard()
            raise refusal(self.output, error) from error
        if not _locked(self._lock):
            self._lock.close()
            raise RestoreError(
                f"{self.output}: another run is writing here; wait for it, or name another folder"
            )
        # A killed run leaves the beginnings of files.
        for path in self.path.rglob(".*.tmp"):
            path.unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lock is not None:
            self._lock.close()

    @property
    def worth_keeping(self) -> bool:
        """Whether anything in it is finished."""
        return any(self.path.glob("*/*.done"))

    def clear(self) -> None:
        """Remove what is in the folder: markers first, so that none is left without its files."""
        for marker in self.path.glob("*/*.done"):
            marker.unlink(missing_ok=True)
        (self.path / JOURNAL).unlink(missing_ok=True)
        for path in self.path.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _LOCK:
                path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove the folder, and the output folder too if it was made for it and is empty."""
        if self.path.is_dir():
            self.clear()
        if self._lock is not None:
            self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _locked(file: IO[Any]) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def key_of(*parts: object) -> str:
    """Return a digest of anything that msgspec encodes."""
    return sha256(msgspec.json.encode(parts, order="sorted")).hexdigest()


def code_digest() -> str:
    """Return a digest of this package's code and rules, models aside."""
    root = Path(__file__).parent.parent
    digest = sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".tsv", ".json", ".txt"} and path.is_file():
            data = path.read_bytes()
            if len(data) <= _LARGEST_RULE:
                digest.update(f"{path.relative_to(root)}\0{len(data)}\0".encode())
                digest.update(data)
    return digest.hexdigest()
