"""The decisions file: one line a decision, only ever added to, on disk before it is acknowledged.

Several servers and tabs may write one file: each append holds a lock, rereads what others added
and checks that what a decision replaces is still what stands. A line that a crash tore, or that
a merge left behind, is reported and kept; it never hides the lines around it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.core.decisions import ReviewDecision, heads_of
from restore.errors import RestoreError
from restore.files import lock_file

__all__ = [
    "NAME",
    "Damage",
    "DecisionStore",
    "DecisionsFile",
    "StaleDecisionError",
    "decode_decisions",
    "encode_decisions",
    "read_decisions",
]

NAME = "decisions.jsonl"
_APPEND = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
_DECODER = msgspec.json.Decoder(ReviewDecision)
_ENCODER = msgspec.json.Encoder()


class Damage(NamedTuple):
    """A line that is no decision: its number from 1, and why."""

    line: int
    problem: str


class DecisionsFile(NamedTuple):
    """The content of a decisions file."""

    decisions: tuple[ReviewDecision, ...] = ()
    damaged: tuple[Damage, ...] = ()


class StaleDecisionError(RestoreError):
    """Somebody else decided in the meantime: ``heads`` is what stands for the edit now."""

    def __init__(self, edit: str, heads: Sequence[ReviewDecision]) -> None:
        self.edit = edit
        self.heads = tuple(heads)
        super().__init__(f"edit {edit} was decided by somebody else in the meantime")


def read_decisions(path: Path) -> DecisionsFile:
    """Read a decisions file; one that does not exist holds none.

    Raises
    ------
    RestoreError
        If it exists and cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return DecisionsFile()
    except OSError as error:
        raise RestoreError(
            f"{path}: cannot be read ({os.strerror(error.errno or 0)}); "
            "name another file with --decisions"
        ) from error
    return decode_decisions(data)


def decode_decisions(data: bytes, first_line: int = 1) -> DecisionsFile:
    """Decode lines of decisions; a decision that stands twice (after a merge) counts once."""
    decisions: dict[str, ReviewDecision] = {}
    damaged = []
    for number, line in enumerate(data.split(b"\n"), first_line):
        if not line.strip():
            continue
        try:
            decision = _DECODER.decode(line)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            damaged.append(Damage(number, str(error)))
        else:
            decisions.setdefault(decision.id, decision)
    return DecisionsFile(tuple(decisions.values()), tuple(damaged))


def encode_decisions(decisions: Sequence[ReviewDecision]) -> bytes:
    """Encode decisions as JSON lines (UTF-8)."""
    return _ENCODER.encode_lines(decisions)


class DecisionStore:
    """A decisions file in use. Every method sees what others have written since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._members: dict[str, dict[str, ReviewDecision]] = {}
        self._order: list[ReviewDecision] = []
        self._damaged: list[Damage] = []
        self._offset = 0
        self._lines = 0
        self._identity: tuple[int, int] | None = None

    @property
    def decisions(self) -> tuple[ReviewDecision, ...]:
        """Every decision, in the order of the file."""
        self.refresh()
        return tuple(self._order)

    @property
    def damaged(self) -> tuple[Damage, ...]:
        """The lines that are no decisions."""
        self.refresh()
        return tuple(self._damaged)

    @property
    def size(self) -> int:
        """How many decisions there are: a number that rises with every one."""
        self.refresh()
        return len(self._order)

    def since(self, number: int) -> list[ReviewDecision]:
        """Return the decisions after the first ``number``."""
        self.refresh()
        return self._order[number:]

    def heads(self, edit: str) -> tuple[ReviewDecision, ...]:
        """Return the decisions on an edit that no other replaces (see :mod:`decisions`)."""
        return heads_of(self._members.get(edit, {}).values())

    def history(self, edit: str) -> tuple[ReviewDecision, ...]:
        """Return every decision on an edit, in the order of the file."""
        return tuple(self._members.get(edit, {}).values())

    def append(self, decisions: Sequence[ReviewDecision]) -> None:
        """Add decisions: all of them or, if one is stale, none. They are on disk on return.

        Raises
        ------
        StaleDecisionError
            If what a decision replaces is no longer what stands.
        RestoreError
            If the file cannot be written.
        """
        if not decisions:
            return
        try:
            with self._locked() as descriptor:
                _end_line(descriptor)
                self.refresh()
                for decision in decisions:
                    heads = self.heads(decision.edit)
                    if not _fits(decision, {head.id for head in heads}):
                        raise StaleDecisionError(decision.edit, heads)
                self._write(descriptor, encode_decisions(decisions))
                self.refresh()
        except OSError as error:
            raise RestoreError(
                f"{self.path}: cannot be written ({os.strerror(error.errno or 0)}); "
                "the decision was not kept"
            ) from error

    def merge(self, decisions: Sequence[ReviewDecision]) -> int:
        """Add decisions that were made elsewhere; return how many were new."""
        self.refresh()
        new = [item for item in decisions if item.id not in self._members.get(item.edit, {})]
        if new:
            with self._locked() as descriptor:
                _end_line(descriptor)
                self._write(descriptor, encode_decisions(new))
            self.refresh()
        return len(new)

    def refresh(self) -> None:
        """Read what was added since; everything again if the file was replaced."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            self._forget()
            return
        identity = (state.st_dev, state.st_ino)
        if identity != self._identity or state.st_size < self._offset:
            self._forget()
            self._identity = identity
        if state.st_size == self._offset:
            return
        with self.path.open("rb") as stream:
            stream.seek(self._offset)
            data = stream.read()
        # The line that is being written by somebody else is read when it is whole.
        whole = data[: data.rfind(b"\n") + 1]
        read = decode_decisions(whole, self._lines + 1)
        for decision in read.decisions:
            members = self._members.setdefault(decision.edit, {})
            if decision.id not in members:
                members[decision.id] = decision
                self._order.append(decision)
        self._damaged.extend(read.damaged)
        self._offset += len(whole)
        self._lines += whole.count(b"\n")

    def _forget(self) -> None:
        self._members, self._order, self._damaged = {}, [], []
        self._offset = self._lines = 0
        self._identity = None

    def _write(self, descriptor: int, data: bytes) -> None:
        written = 0
        while written < len(data):
            written += os.write(descriptor, data[written:])
        os.fsync(descriptor)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Open the file for appending, alone; again if it was replaced meanwhile."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_file(self.path.with_name(f".{self.path.name}.lock"))
        assert lock is not None
        try:
            while True:
                made = not self.path.exists()
                descriptor = os.open(self.path, _APPEND, 0o644)
                try:
                    if not self._current(descriptor):
                        continue
                    if made:
                        _sync_folder(self.path.parent)
                    yield descriptor
                    return
                finally:
                    os.close(descriptor)
        finally:
            lock.release()

    def _current(self, descriptor: int) -> bool:
        mine = os.fstat(descriptor)
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return False
        return (mine.st_dev, mine.st_ino) == (there.st_dev, there.st_ino)


def _end_line(descriptor: int) -> None:
    """End a line that a crash tore. It was never acknowledged, but it may be whole: then it stands, and
    who did not see it is told."""
    size = os.fstat(descriptor).st_size
    if size:
        os.lseek(descriptor, size - 1, os.SEEK_SET)
        if os.read(descriptor, 1) != b"\n":
            os.write(descriptor, b"\n")


def _fits(decision: ReviewDecision, heads: set[str]) -> bool:
    """Whether a decision replaces what stands: all of it or, if it undoes, one's own part of it."""
    over = set(decision.over)
    return over == heads or (decision.undoes is not None and bool(over) and over < heads)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        # There a folder cannot be opened, and needs not.
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
