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
from typing import IO, Self, TypeVar

import msgspec
from filelock import BaseFileLock

from restore.errors import RestoreError
from restore.files import lock_file, refusal, write_file
from restore.processes import ENDED

__all__ = [
    "JOURNAL",
    "NAME",
    "ORDERS",
    "DiedError",
    "OwnedFolder",
    "Trace",
    "WorkFolder",
    "code_digest",
    "key_of",
]

NAME = ".restore-work"
_LOCK = "lock"
_SCRATCH = "scratch"
#: Where what comparing the documents said of them stands.
ORDERS = "orders"
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

    def scratch(self) -> Path:
        """Return a folder for what serves this process alone; one that is killed leaves it behind."""
        folder = self.path / _SCRATCH
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def variants(self) -> Path:
        """The file of the pairs that are alike and differ in a fact."""
        return self.file(ORDERS, 0, "variants")

    def finished(self, phase: str, number: int, key: str, kind: type[_T]) -> _T | None:
        """Return the result of a shard that was finished under the same key, or None."""
        try:
            marker = msgspec.json.decode(
                self.file(phase, number, "done").read_bytes(), type=_Marker
            )
            return msgspec.json.decode(marker.result, type=kind) if marker.key == key else None
        except (OSError, ValueError):
            return None

    def trace(self, phase: str, number: int, key: str) -> Trace:
        """Return what says where the task of a shard is."""
        fallen = self._fallen(phase, number)
        places = fallen.places if fallen is not None and fallen.key == key else ()
        return Trace(self.file(phase, number, "at"), key, frozenset(places))

    def interrupted(self, phase: str, number: int) -> bool:
        """Whether a process died while it was at a shard."""
        return self.file(phase, number, "at").exists()

    def fell(self, phase: str, number: int) -> bool:
        """Keep in mind where a process died, so that it is not gone to again.

        Returns
        -------
        whether that is known, and was not known before
        """
        try:
            line = self.file(phase, number, "at").read_bytes().split(b"\n")[0]
            key, stage, document = msgspec.json.decode(line, type=tuple[str, str, str])
        except (OSError, ValueError):
            return False
        known = self._fallen(phase, number)
        places = known.places if known is not None and known.key == key else ()
        if not stage or (stage, document) in places:
            return False
        record = _Fallen(key, (*places, (stage, document)))
        write_file(self.file(phase, number, "fallen"), msgspec.json.encode(record))
        return True

    def _fallen(self, phase: str, number: int) -> _Fallen | None:
        try:
            data = self.file(phase, number, "fallen").read_bytes()
            return msgspec.json.decode(data, type=_Fallen)
        except (OSError, ValueError):
            return None

    def begin(self, phase: str, number: int) -> None:
        """Forget that a shard was finished, before its files are written anew."""
        self.file(phase, number, "done").unlink(missing_ok=True)

    def finish(self, phase: str, number: int, key: str, result: msgspec.Struct) -> None:
        """Mark a shard as finished; its other files must be there."""
        marker = _Marker(key, msgspec.Raw(msgspec.json.encode(result)))
        write_file(self.file(phase, number, "done"), msgspec.json.encode(marker))


class DiedError(Exception):
    """The process that was at a document was ended from outside."""

    def __init__(self) -> None:
        super().__init__(ENDED)


class Trace:
    """Says of a shard in which stage of which document its process is, for when that dies.

    Held open while a task works on the shard; what it says is gone when the task ends otherwise
    than by death. It costs a few microseconds a document: nothing is flushed, as what is to be
    outlived is the process, not the machine.
    """

    def __init__(self, path: Path, key: str, fallen: frozenset[tuple[str, str]]) -> None:
        self._path, self._key = path, key
        self._fallen = fallen
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._path.open("wb", buffering=0)
        except OSError as error:
            raise refusal(self._path, error) from error
        self.at("", "")
        return self

    def __exit__(self, *_: object) -> None:
        assert self._stream is not None
        self._stream.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def at(self, stage: str, document: str) -> None:
        """Say where the task is.

        Raises
        ------
        DiedError
            If a process died there before.
        """
        assert self._stream is not None
        try:
            self._stream.seek(0)
            self._stream.write(msgspec.json.encode((self._key, stage, document)) + b"\n")
        except OSError as error:
            raise refusal(self._path, error) from error
        if (stage, document) in self._fallen:
            raise DiedError

    @property
    def wary(self) -> bool:
        """Whether a process died of this shard: documents are taken one by one then."""
        return bool(self._fallen)


class _Fallen(msgspec.Struct, frozen=True):
    key: str
    places: tuple[tuple[str, str], ...]


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
        self._lock: BaseFileLock | None = None

    def __enter__(self) -> Self:
        # What is written here would be written, and what is tidied away removed, elsewhere.
        links = [self.path, *(self.path.iterdir() if self.path.is_dir() else ())]
        for path in links:
            if path.is_symlink():
                raise RestoreError(f"{path}: is a link, which no run makes; remove it")
        missing = []
        folder = self.path
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        try:
            for path in reversed(missing):
                path.mkdir(exist_ok=True)
                self._made.append(path)
            self._lock = lock_file(self.path / _LOCK, wait=0)
        except OSError as error:
            self.discard()
            raise refusal(self.output, error) from error
        if self._lock is None:
            raise RestoreError(
                f"{self.output}: another run is writing here; wait for it, or name another folder"
            )
        # A killed run leaves the beginnings of files.
        for path in self.path.rglob(".*.tmp"):
            path.unlink(missing_ok=True)
        shutil.rmtree(self.path / _SCRATCH, ignore_errors=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lock is not None:
            self._lock.release()

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

    def leave(self) -> None:
        """Go without having done anything: what was made to hold the folder is removed."""
        if self._lock is not None:
            self._lock.release()
        if self.path in self._made:
            (self.path / _LOCK).unlink(missing_ok=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def discard(self) -> None:
        """Remove the folder, and the output folder too if it was made for it and is empty."""
        if self.path.is_dir():
            self.clear()
        if self._lock is not None:
            self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()


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
