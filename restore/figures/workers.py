"""Tasks of the figure check that are independent of each other: one source or one batch each.

What a task returns depends on its argument and on what earlier phases have written, never on other
tasks, so tasks may run in this process or in a pool.
"""

from __future__ import annotations

import pickle
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.core.blame import ends_the_run
from restore.core.claims import FigureSource
from restore.figures.arithmetic import check_arithmetic
from restore.figures.dictionary import FigureDictionary, load_dictionary
from restore.figures.extraction import extract
from restore.figures.index import Postings, token_digests
from restore.figures.likeness import Context, contexts
from restore.figures.matching import edges_between
from restore.figures.pairs import Thresholds
from restore.figures.store import RecordFile, Rows
from restore.figures.textual import slots_of
from restore.processes import ENDED, Pool

__all__ = [
    "CLAIMS",
    "MEMBERS",
    "Batch",
    "Pages",
    "Setup",
    "Tasks",
    "Unread",
    "edges_of",
    "pairs_of",
    "read_all",
    "read_pages",
]

#: Names of the files that tasks read.
CLAIMS = "claims.bin"
MEMBERS = "members.bin"


#: So many figures of one source are compared with others, its first ones; the rest are listed, and
#: counted as not compared. A report of 2 million characters has some 50,000.
_MAX_COMPARED_FIGURES = 60_000
# Whole numbers of 32 and of 64 bits.
_OWNER, _DIGEST = "I", "Q"
_ENCODER = msgspec.msgpack.Encoder()


class Setup(NamedTuple):
    """What every task needs to know."""

    folder: Path
    dictionary: Path | None
    limits: Thresholds


class Pages(NamedTuple):
    """What was read in one source: encoded records, and the tokens of its claims.

    ``digests`` are numbers of 64 bits as bytes; ``owners``, of 32, the numbers of the claims within
    the source that these belong to. :func:`restore.files.encode` takes it as it is.
    """

    document: str
    claims: list[bytes]
    articles: list[int]
    digests: bytes
    owners: bytes
    dates: list[bytes]
    checks: list[bytes]
    slots: list[bytes]
    slot_keys: list[str]
    counts: dict[str, int]


class Unread(NamedTuple):
    """A document that cannot be read, and why."""

    document: str
    error: BaseException


class Batch(NamedTuple):
    """Claims ``[first, end)`` with their candidate pairs and those of a margin around them."""

    first: int
    end: int
    pairs: Rows


class Tasks:
    """The tasks of one process; :func:`restore.processes.pool` runs them."""

    def __init__(self, setup: Setup, alone: bool = False) -> None:
        self.folder, self.limits = setup.folder, setup.limits
        self.dictionary = load_dictionary(setup.dictionary)
        self._contexts: RecordFile[Context] | None = None
        self._postings: Postings | None = None

    def read(self, source: FigureSource) -> Pages | Unread:
        """Read a source; see :func:`read_all`."""
        try:
            return read_pages(source, self.dictionary)
        except BaseException as error:
            # One document's trouble must not end a run of many.
            if ends_the_run(error):
                raise
            return Unread(source.document, _portable(error))

    def pairs(self, work: tuple[Rows, int]) -> Rows:
        """Pick candidate pairs; see :func:`pairs_of`."""
        if self._postings is None:
            self._postings = Postings(self.folder / MEMBERS)
        shared, total = work
        return self._postings.pairs(shared, total)

    def edges(self, batch: Batch) -> Rows:
        """Decide on candidate pairs; see :func:`edges_of`."""
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
        """Close the files that were read."""
        for opened in (self._contexts, self._postings):
            if opened is not None:
                opened.close()


def read_pages(source: FigureSource, dictionary: FigureDictionary) -> Pages:
    """Read the figures of one source."""
    found = extract(source, dictionary)
    wordings = contexts(source, found.claims, dictionary)
    checks = check_arithmetic(source, found.claims, dictionary)
    slots = slots_of(source, dictionary)
    digests = [token_digests(context) for context in wordings[:_MAX_COMPARED_FIGURES]]
    counts: Counter[str] = Counter(f"claims:{claim.kind}" for claim in found.claims)
    if len(wordings) > _MAX_COMPARED_FIGURES:
        counts["claims-not-compared"] = len(wordings) - _MAX_COMPARED_FIGURES
    counts.update(f"checks:{check.outcome}" for check in checks)
    counts.update(f"unmade:{check.rule}" for check in checks if check.outcome == "unmade")
    encode = _ENCODER.encode
    # Of a sentence there are a few: numpy's arrays take longer to make than to fill.
    owners = array(_OWNER, [number for number, own in enumerate(digests) for _ in own])
    return Pages(
        source.document,
        [encode(context) for context in wordings],
        [claim.article for claim in found.claims],
        array(_DIGEST, chain.from_iterable(digests)).tobytes(),
        owners.tobytes(),
        [encode(date) for date in found.dates],
        [encode(check) for check in checks],
        [encode(slot) for slot in slots],
        [f"{slot.kind}\x1f{slot.key}" for slot in slots],
        dict(counts),
    )


def _portable(error: BaseException) -> BaseException:
    """Return an error that survives the way between processes, which not every one does."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def read_all(own: Pool, sources: Iterable[FigureSource]) -> Iterator[Pages | Unread]:
    """Read sources, in their order."""
    return own.map("read", sources, _died_reading)


def pairs_of(own: Pool, work: Iterable[tuple[Rows, int]]) -> Iterator[Rows]:
    """Pick candidate pairs, given shared postings and the number of claims."""
    return own.map("pairs", work, _died)


def edges_of(own: Pool, work: Iterable[Batch]) -> Iterator[Rows]:
    """Decide on candidate pairs."""
    return own.map("edges", work, _died)


def _died_reading(source: FigureSource) -> Unread:
    return Unread(source.document, MemoryError(ENDED))


def _died(_work: object) -> None:
    raise MemoryError(ENDED)
