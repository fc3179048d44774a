"""Tasks of the figure check that are independent of each other: one source or one batch each.

What a task returns depends on its argument and on what earlier phases have written, never on other
tasks, so tasks may run in this process or in a pool.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.core.blame import ends_the_run
from restore.core.claims import FigureSource
from restore.figures.arithmetic import check_arithmetic
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract
from restore.figures.index import Postings, token_digests
from restore.figures.likeness import Context, contexts
from restore.figures.matching import edges_between
from restore.figures.pairs import Thresholds
from restore.figures.store import RecordFile, Rows
from restore.figures.textual import slots_of
from restore.processes import Processes

__all__ = ["CLAIMS", "MEMBERS", "Batch", "Pages", "Runner", "Setup", "Unread", "runner"]

#: Names of the files that tasks read.
CLAIMS = "claims.bin"
MEMBERS = "members.bin"


#: So many figures of one source are compared with others, its first ones; the rest are listed, and
#: counted as not compared. A report of 2 million characters has some 50,000.
_MAX_COMPARED_FIGURES = 60_000


class Setup(NamedTuple):
    """What every task needs to know."""

    folder: Path
    dictionary: Path | None
    limits: Thresholds


class Pages(NamedTuple):
    """What was read in one source: encoded records, and the tokens of its claims.

    ``owners`` are the numbers of the claims, within the source, that the digests belong to.
    """

    claims: list[bytes]
    articles: list[int]
    digests: NDArray[np.uint64]
    owners: NDArray[np.uint32]
    dates: list[bytes]
    checks: list[bytes]
    slots: list[bytes]
    slot_keys: list[str]
    counts: Counter[str]


class Unread(NamedTuple):
    """A document that cannot be read, and why."""

    document: str
    error: BaseException


class Batch(NamedTuple):
    """Claims ``[first, end)`` with their candidate pairs and those of a margin around them."""

    first: int
    end: int
    pairs: Rows


class _Tasks:
    """Runs tasks in the process that made it."""

    def __init__(self, setup: Setup) -> None:
        self.folder, self.limits = setup.folder, setup.limits
        self.dictionary = load_dictionary(setup.dictionary)
        self._contexts: RecordFile[Context] | None = None
        self._postings: Postings | None = None

    def read(self, source: FigureSource) -> Pages | Unread:
        try:
            return self._read(source)
        except BaseException as error:
            # One document's trouble must not end a run of many.
            if ends_the_run(error):
                raise
            return Unread(source.document, error)

    def _read(self, source: FigureSource) -> Pages:
        found = extract(source, self.dictionary)
        wordings = contexts(source, found.claims, self.dictionary)
        checks = check_arithmetic(source, found.claims, self.dictionary)
        slots = slots_of(source, self.dictionary)
        digests = [token_digests(context) for context in wordings[:_MAX_COMPARED_FIGURES]]
        counts: Counter[str] = Counter(f"claims:{claim.kind}" for claim in found.claims)
        if len(wordings) > _MAX_COMPARED_FIGURES:
            counts["claims-not-compared"] = len(wordings) - _MAX_COMPARED_FIGURES
        counts.update(f"checks:{check.outcome}" for check in checks)
        encode = msgspec.msgpack.Encoder().encode
        return Pages(
            [encode(context) for context in wordings],
            [claim.article for claim in found.claims],
            np.array([digest for own in digests for digest in own], np.uint64),
            np.repeat(np.arange(len(digests), dtype=np.uint32), [len(own) for own in digests]),
            [encode(date) for date in found.dates],
            [encode(check) for check in checks],
            [encode(slot) for slot in slots],
            [f"{slot.kind}\x1f{slot.key}" for slot in slots],
            counts,
        )

    def pairs(self, work: tuple[Rows, int]) -> Rows:
        if self._postings is None:
            self._postings = Postings(self.folder / MEMBERS)
        shared, total = work
        return self._postings.pairs(shared, total)

    def edges(self, batch: Batch) -> Rows:
        if self._contexts is None:
            self._contexts = RecordFile.reopen(self.folder / CLAIMS, Context)
        return edges_between(
            batch.pairs.tolist(),
            batch.first,
            batch.end,
            self._contexts,
            self.dictionary,
            self.limits,
        )

    def close(self) -> None:
        for opened in (self._contexts, self._postings):
            if opened is not None:
                opened.close()


class Runner(Protocol):
    """Runs tasks over work; results come in the order of the work, which is read as it goes."""

    def read(self, sources: Iterable[FigureSource]) -> Iterator[Pages | Unread]:
        """Read sources."""

    def pairs(self, work: Iterable[tuple[Rows, int]]) -> Iterator[Rows]:
        """Pick candidate pairs, given shared postings and the number of claims."""

    def edges(self, work: Iterable[Batch]) -> Iterator[Rows]:
        """Decide on candidate pairs."""


class _Here:
    """Runs tasks one after another in this process."""

    def __init__(self, tasks: _Tasks) -> None:
        self.tasks = tasks

    def read(self, sources: Iterable[FigureSource]) -> Iterator[Pages | Unread]:
        return map(self.tasks.read, sources)

    def pairs(self, work: Iterable[tuple[Rows, int]]) -> Iterator[Rows]:
        return map(self.tasks.pairs, work)

    def edges(self, work: Iterable[Batch]) -> Iterator[Rows]:
        return map(self.tasks.edges, work)


_own: _Tasks | None = None


def _begin(setup: Setup) -> None:
    global _own
    _own = _Tasks(setup)


def _call(name: str, argument: object) -> Any:
    found = getattr(_own, name)(argument)
    if isinstance(found, Unread):
        # Not every error survives the way between processes.
        words = f"{type(found.error).__name__}: {found.error}"
        return found._replace(error=RuntimeError(words))
    return found


def _executor(setup: Setup, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=get_context(), initializer=_begin, initargs=(setup,)
    )


class _Pool:
    """Runs tasks in a pool of processes; no more work is read ahead than keeps them busy."""

    def __init__(self, pool: Processes) -> None:
        self.pool = pool

    def read(self, sources: Iterable[FigureSource]) -> Iterator[Pages | Unread]:
        return self.pool.map(partial(_call, "read"), sources, _died_reading)

    def pairs(self, work: Iterable[tuple[Rows, int]]) -> Iterator[Rows]:
        return self.pool.map(partial(_call, "pairs"), work, _died)

    def edges(self, work: Iterable[Batch]) -> Iterator[Rows]:
        return self.pool.map(partial(_call, "edges"), work, _died)


_DEATH = "its process was ended from outside, for want of memory perhaps"


def _died_reading(source: FigureSource) -> Unread:
    return Unread(source.document, MemoryError(_DEATH))


def _died(_work: object) -> None:
    raise MemoryError(_DEATH)


@contextmanager
def runner(setup: Setup, workers: int) -> Iterator[Runner]:
    """Give a runner with so many processes; one means this process."""
    if workers > 1:
        with Processes(workers, lambda number, _alone: _executor(setup, number)) as pool:
            yield _Pool(pool)
        return
    tasks = _Tasks(setup)
    try:
        yield _Here(tasks)
    finally:
        tasks.close()
