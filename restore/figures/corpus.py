"""Runs the figure check over a corpus of any size, with intermediate results on disk.

Memory holds one source (or one batch of claims) for each process, a few dozen bytes for every
claim, and no text. The result is the same for any size of batch and any number of processes.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from restore.core.claims import (
    ArithmeticCheck,
    Claim,
    ClaimGroup,
    DateMention,
    FigureReport,
    FigureSource,
    Series,
    TextualFact,
)
from restore.figures.dictionary import load_dictionary
from restore.figures.grouping import group_claims
from restore.figures.index import PAIR, TokenIndex
from restore.figures.likeness import Context
from restore.figures.matching import (
    EDGE,
    NEIGHBOUR_CLAIMS,
    STRONGEST,
    one_to_one,
    pair_buckets,
    strength,
    strongest_first,
)
from restore.figures.pairs import RELATIONS, Thresholds
from restore.figures.series import Chains, series_of
from restore.figures.store import KeptRows, RankedFile, RecordFile, Rows, Spill
from restore.figures.textual import Slot, facts_among
from restore.figures.verdicts import rank_of
from restore.figures.workers import (
    CLAIMS,
    Batch,
    Pages,
    Setup,
    Tasks,
    edges_of,
    pairs_of,
    read_all,
)
from restore.processes import Pool, pool

__all__ = ["FigureCheck"]

Progress = Callable[[str, int], None]

#: Claims that are compared together.
_BATCH_CLAIMS = 2048
#: Parts that a sort on disk is cut into; and how much of an edge's strength one of them spans.
_BUCKETS = 64
_BUCKET_STRENGTH = 16


class FigureCheck:
    """Reads, aligns and checks the figures of a corpus that need not fit in memory.

    Used as a context manager: on leaving, its files are removed. :meth:`run` once, then read the
    results as often as wanted.

    Parameters
    ----------
    thresholds : likeness that each relation asks for
    dictionary : a figure dictionary to use in place of the one that ships
    folder : where the temporary files go; some 30 bytes for every character of the corpus
    workers : processes to use
    batch : claims that are compared together; bounds the memory, changes no result
    progress : called with the name of a phase and how many sources or claims it has done

    Raises
    ------
    FigureDictionaryError : a row of the dictionary cannot be used
    """

    def __init__(
        self,
        *,
        thresholds: Thresholds | None = None,
        dictionary: Path | None = None,
        folder: Path | None = None,
        workers: int = 1,
        batch: int = _BATCH_CLAIMS,
        progress: Progress | None = None,
    ) -> None:
        self._dictionary = load_dictionary(dictionary)
        self._temporary = tempfile.TemporaryDirectory(prefix="restore-figures-", dir=folder)
        self._folder = Path(self._temporary.name)
        self._setup = Setup(self._folder, dictionary, thresholds or Thresholds())
        self._workers, self._batch = workers, max(1, batch)
        self._kept: Path | None = None
        self._progress = progress or _silent
        self._contexts = RecordFile(self._folder / CLAIMS, Context)
        self._dates = RecordFile(self._folder / "dates.bin", DateMention)
        self._checks = RecordFile(self._folder / "checks.bin", ArithmeticCheck)
        self._slots = RecordFile(self._folder / "slots.bin", Slot)
        self._slot_keys = array("Q")
        self._groups = RankedFile(self._folder / "groups.bin", ClaimGroup)
        self._series = RecordFile(self._folder / "series.bin", Series)
        self._series_keys: list[tuple[str, str]] = []
        self._facts = RankedFile(self._folder / "facts.bin", TextualFact)
        self._homes = array("I")
        self._home = 0
        self._counts: Counter[str] = Counter()

    def __enter__(self) -> FigureCheck:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for opened in (self._contexts, self._dates, self._checks, self._slots, self._series):
            opened.close()
        for ranked in (self._groups, self._facts):
            ranked.close()
        self._temporary.cleanup()

    def run(
        self,
        sources: Iterable[FigureSource],
        failed: Callable[[str, BaseException], None] | None = None,
    ) -> None:
        """Read every source (once, in order), then compare all claims.

        Parameters
        ----------
        failed : called with each document that cannot be read, and the error; it is left out then.
            Without it the error is raised
        """

        def pages_of(tasks: Pool) -> Iterator[Pages]:
            for done, pages in enumerate(read_all(tasks, sources), 1):
                if isinstance(pages, Pages):
                    yield pages
                elif failed is None:
                    raise pages.error
                else:
                    failed(pages.document, pages.error)
                self._progress("read", done)

        with pool(partial(Tasks, self._setup), self._workers) as tasks:
            self._compare(tasks, pages_of(tasks))

    def compare(self, pages: Iterable[Pages], kept: Path | None = None) -> None:
        """Compare all claims of sources that were read before; instead of :meth:`run`.

        Parameters
        ----------
        kept : folder for what batches come to, which outlives this object: a check of the same
            pages goes on where one before it was stopped; None: nothing is kept
        """
        self._kept = kept
        with pool(partial(Tasks, self._setup), self._workers) as tasks:
            self._compare(tasks, pages)

    def _compare(self, tasks: Pool, pages: Iterable[Pages]) -> None:
        index = TokenIndex(self._folder, batch=self._batch)
        for item in pages:
            self._take(item, index)
        for opened in (self._contexts, self._dates, self._checks, self._slots):
            opened.seal()
        index.build()
        edges = self._edges(tasks, index)
        found = Spill(self._folder / "matched", EDGE)
        chained = Spill(self._folder / "series", EDGE)
        self._match(edges, found, chained)
        for group in group_claims(self._contexts, _ordered(found), self._dictionary):
            self._groups.append(group, rank_of(group), group.id)
            self._counts[f"groups:{group.verdict}"] += 1
        self._find_series(chained)
        self._find_facts()

    def _take(self, pages: Pages, index: TokenIndex) -> None:
        base = len(self._contexts)
        for data in pages.claims:
            self._contexts.append_encoded(data)
        for data in pages.dates:
            self._dates.append_encoded(data)
        for data in pages.checks:
            self._checks.append_encoded(data)
        for data in pages.slots:
            self._slots.append_encoded(data)
        self._slot_keys.extend(
            int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")
            for key in pages.slot_keys
        )
        self._homes.extend(self._home + article for article in pages.articles)
        self._home += max(pages.articles, default=0) + 1
        self._counts.update(pages.counts)
        owners = np.frombuffer(pages.owners, np.uint32) + np.uint32(base)
        index.add(np.frombuffer(pages.digests, np.uint64), owners)

    def _edges(self, tasks: Pool, index: TokenIndex) -> Spill:
        total, size = len(self._contexts), self._batch
        homes = self._home_numbers()
        count = (total + size - 1) // size
        found = Spill(self._folder / "pairs", PAIR)
        work = ((index.shared(number), total) for number in range(count))
        partners = self._kept_rows("pairs", PAIR).rows(count, work, partial(pairs_of, tasks))
        for done, pairs in enumerate(partners, 1):
            found.add(pairs, (pairs["first"] // size).astype(np.int64))
            self._progress("candidates", min(done * size, total))
        edges = Spill(self._folder / "edges", EDGE)
        batches = _batches(found, total, size)
        decided = self._kept_rows("edges", EDGE).rows(count, batches, partial(edges_of, tasks))
        for done, rows in enumerate(decided, 1):
            edges.add(rows, pair_buckets(rows, homes, _BUCKETS))
            self._progress("compare", min(done * size, total))
        return edges

    def _kept_rows(self, name: str, dtype: np.dtype[np.void]) -> KeptRows:
        return KeptRows(None if self._kept is None else self._kept / name, dtype)

    def _match(self, edges: Spill, found: Spill, chained: Spill) -> None:
        """Make the edges one to one, and put them where groups and series are built from them."""
        homes = self._home_numbers()
        series = RELATIONS.index("series")
        chains = Chains(len(self._contexts))
        waiting = Spill(self._folder / "waiting", EDGE)
        for bucket in range(_BUCKETS):
            kept = one_to_one(edges.read(bucket), homes)
            edges.drop(bucket)
            found.add(kept, ((STRONGEST - strength(kept)) // _BUCKET_STRENGTH).astype(np.int64))
            rows = kept[kept["relation"] == series]
            chains.join(rows)
            waiting.add(rows, np.full(len(rows), bucket, np.int64))
        for bucket in range(_BUCKETS):
            rows = waiting.read(bucket)
            chained.add(rows, chains.buckets(rows, _BUCKETS))
            waiting.drop(bucket)

    def _home_numbers(self) -> NDArray[np.uint32]:
        return np.array(self._homes, np.uint32)

    def _find_series(self, chained: Spill) -> None:
        for bucket in range(_BUCKETS):
            for series in series_of(self._contexts, chained.read(bucket)):
                self._series.append(series)
                self._series_keys.append((series.key, series.id))

    def _find_facts(self) -> None:
        keys = np.frombuffer(self._slot_keys, np.uint64) if self._slot_keys else np.empty(0)
        order = np.argsort(keys, kind="stable")
        _, starts = np.unique(keys[order], return_index=True)
        seen: set[str] = set()
        for numbers in np.split(order, starts[1:]) if len(order) else ():
            for fact in facts_among([self._slots[number] for number in numbers.tolist()]):
                if fact.id not in seen:
                    seen.add(fact.id)
                    self._facts.append(fact, -fact.score, fact.id)

    def claims(self) -> Iterator[Claim]:
        """Yield every figure, in order of sources and places."""
        return (context.claim for context in self._contexts)

    def dates(self) -> Iterator[DateMention]:
        """Yield every time expression, in order of sources and places."""
        return iter(self._dates)

    def checks(self, *, unmade: bool = False) -> Iterator[ArithmeticCheck]:
        """Yield every recomputed relation, in order of sources and places.

        Parameters
        ----------
        unmade : those too that words announce and the text gives too little for; they are counted
            in any case
        """
        return (check for check in self._checks if unmade or check.outcome != "unmade")

    def groups(self, *, unconfirmed: bool = False) -> Iterator[ClaimGroup]:
        """Yield the groups, conflicts first, and of these what a reviewer will care for most.

        Parameters
        ----------
        unconfirmed : those too of which nothing shows that they are of one fact; they are counted
            in any case
        """
        return (group for group in self._groups if unconfirmed or group.verdict != "unconfirmed")

    def series(self) -> Iterator[Series]:
        """Yield the indicators over time, by what they count."""
        keys = self._series_keys
        return (self._series[number] for number in sorted(range(len(keys)), key=keys.__getitem__))

    def facts(self) -> Iterator[TextualFact]:
        """Yield slots that are filled differently, the most alike first."""
        return iter(self._facts)

    def report(self, *, unconfirmed: bool = False) -> FigureReport:
        """Return everything at once, in memory; ``unconfirmed``: with groups and checks that are only counted."""
        return FigureReport(
            claims=tuple(self.claims()),
            groups=tuple(self.groups(unconfirmed=unconfirmed)),
            series=tuple(self.series()),
            checks=tuple(self.checks(unmade=unconfirmed)),
            facts=tuple(self.facts()),
            dates=tuple(self.dates()),
            counts=self.counts,
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many of each: claims by kind, groups by verdict, checks by outcome, and so on."""
        sizes = {
            "claims": len(self._contexts),
            "dates": len(self._dates),
            "facts": len(self._facts),
            "series": len(self._series),
        }
        return dict(sorted({**self._counts, **sizes}.items()))


def _silent(_phase: str, _done: int) -> None:
    return None


def _ordered(found: Spill) -> Iterator[Rows]:
    """Yield matched edges in small chunks, strongest first."""
    for bucket in range(STRONGEST // _BUCKET_STRENGTH + 1):
        rows = strongest_first(found.read(bucket))
        for start in range(0, len(rows), _BATCH_CLAIMS):
            yield rows[start : start + _BATCH_CLAIMS]


def _batches(found: Spill, total: int, size: int) -> Iterator[Batch]:
    """Yield every batch with the candidate pairs of its claims and of a margin around them."""
    count = (total + size - 1) // size
    reach = (NEIGHBOUR_CLAIMS + size - 1) // size
    window: dict[int, Rows] = {}
    for number in range(count):
        first, end = number * size, min((number + 1) * size, total)
        for place in range(max(0, number - reach), min(count, number + reach + 1)):
            if place not in window:
                window[place] = _distinct(found.read(place))
        window.pop(number - reach - 1, None)
        near = np.concatenate([window[place] for place in sorted(window)])
        wanted = (near["first"] + NEIGHBOUR_CLAIMS >= first) & (
            near["first"] < end + NEIGHBOUR_CLAIMS
        )
        yield Batch(first, end, near[wanted])


def _distinct(pairs: Rows) -> Rows:
    """Sort pairs and leave each once."""
    wide = pairs["first"].astype(np.uint64) << np.uint64(32) | pairs["second"]
    result: Rows = pairs[np.unique(wide, return_index=True)[1]]
    return result
