"""A store on disk: the documents of a run lie in its work folder, shard by shard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from restore.core.blame import ends_the_run
from restore.core.blocks import Article
from restore.correction import CorpusStatistics
from restore.dedup import Findings
from restore.errors import RestoreError, WorkError
from restore.executors.assembling import Assembly
from restore.executors.job import CorrectWork, FigureWork, ScoreWork, corpus_file
from restore.executors.pool import Pool
from restore.executors.records import Held, ReadShard, Reduced, ShardOrders, WrittenShard
from restore.executors.shards import Shard
from restore.executors.tasks import Tasks
from restore.executors.texts import TextsBefore, index_of, texts_of
from restore.executors.work import ORDERS, key_of
from restore.files import (
    WholeFile,
    decode,
    encode,
    raw_records,
    read_record,
    records,
    write_file,
    write_record,
)
from restore.layout import Joined, LaidOut
from restore.pipeline import phases
from restore.pipeline.run import Failure, SetApartError, failure
from restore.pipeline.state import NO_ORDERS, Orders, State
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.dedup.summary import Summary
    from restore.executors.engine import Engine

__all__ = ["DiskStore", "Listener"]


class Listener(Protocol):
    """Is told how far a run is."""

    def begin(self, phase: str, total: int) -> None:
        """A phase begins: ``total`` is bytes or characters, 0 where that is not known."""

    def advance(self, amount: int, characters: int) -> None:
        """So much of the phase's total is done, and so many characters."""

    def spent(self, phase: str, seconds: float) -> None:
        """A phase took so long."""

    @property
    def told(self) -> Callable[[str], None]:
        """Is called with what could not be read."""


class DiskStore:
    """See :class:`restore.pipeline.run.Store`.

    What was finished by a run before this one is not done again.

    Parameters
    ----------
    tasks : of this process
    processes : run tasks over shards
    shards : of the inputs
    listener : is told how far the run is
    engine : compares the documents elsewhere; None: here

    Attributes
    ----------
    shards : what became of them when they were read
    missing : answers that a language model of the user's did not give, by cause
    """

    def __init__(
        self,
        tasks: Tasks,
        processes: Pool,
        shards: Sequence[Shard],
        listener: Listener,
        engine: Engine | None = None,
    ) -> None:
        self.shards: list[ReadShard] = []
        self.missing: Counter[str] = Counter()
        self._tasks, self._work, self._processes = tasks, tasks.work, processes
        self._inputs, self._listener, self._engine = shards, listener, engine
        self._keys: list[str] = []
        self._names: list[str] = []
        self._reduced_key = ""
        self._reduced: Reduced | None = None
        self._digests: dict[int, str] = {}
        self._leading: tuple[int, ...] = ()
        self._corpus = ""
        self._since = 0.0
        self._assembly: Assembly | None = None

    @property
    def settings(self) -> Settings:
        """Switches and thresholds."""
        return self._tasks.job.settings

    @property
    def tools(self) -> phases.Tools:
        """Dictionaries and language model."""
        return self._tasks.tools

    @property
    def assembly(self) -> Assembly:
        """The finished documents."""
        assert self._assembly is not None
        return self._assembly

    def read(self) -> list[Failure]:
        """Read the inputs; see the protocol.

        Raises
        ------
        RestoreError
            If none can be read.
        """
        began = perf_counter()
        self._listener.begin("read", sum(shard.size for shard in self._inputs))
        found = self._processes.map("read", self._inputs)
        for shard, (key, done) in zip(self._inputs, found, strict=True):
            self._keys.append(key)
            self.shards.append(done)
            for unread in done.unread:
                self._listener.told(unread.message)
            self._listener.advance(shard.size, done.characters)
        self._listener.spent("layout", perf_counter() - began)
        if not any(shard.documents or shard.failed for shard in self.shards):
            raise RestoreError("no document could be read; nothing was written")
        return [failed for shard in self.shards for failed in shard.failed]

    def compared(self, without: Collection[str]) -> bool:
        """Whether a run before this one compared the same documents."""
        self._since = perf_counter()
        self._digests, self._corpus = {}, ""
        self._reduced_key = key_of(self._tasks.job.key, self._keys, sorted(without))
        self._reduced = self._work.finished(ORDERS, 0, self._reduced_key, Reduced)
        if self._reduced is None:
            self._work.begin(ORDERS, 0)
        return self._reduced is not None

    def names(self, without: Collection[str]) -> list[str]:
        """Return the ids of the documents that were read."""
        self._names = [name for name in self._all_names() if name not in without]
        return self._names

    def _all_names(self) -> Iterator[str]:
        for shard in self.shards:
            for item in index_of(self._work, shard.number):
                yield item.id

    def open_pages(self, without: Collection[str]) -> list[LaidOut]:
        """Return the documents with articles that begin or end elsewhere."""
        self._listener.begin("issues", 0)
        return [
            page
            for shard in self.shards
            if shard.open_pages
            for page in records(self._work.file("read", shard.number, "pages"), LaidOut)
            if page.document.id not in without
        ]

    def find_repeats(self, names: Sequence[str]) -> Findings:
        """Compare documents, here or where the engine does."""
        self._listener.begin("dedup", 0)
        wanted = set(names)
        without = {name for name in self._all_names() if name not in wanted}
        # Only some of them are asked for to find which it fails on: that is done here.
        if self._engine is not None and names is self._names:
            try:
                return self._engine.find_repeats(self._tasks, self._keys, self.shards, without)
            except WorkError as error:
                if error.__cause__ is None or isinstance(error.__cause__, (OSError, RestoreError)):
                    raise
                # It fails on a document, most likely. Here it can be found which that is.
        with TextsBefore(self._work, self.shards, without=without) as texts:
            return phases.find_repeats(
                self._summaries(without), texts.text, self.settings, directory=self._work.scratch()
            )

    def _summaries(self, without: Collection[str]) -> Iterator[Summary]:
        # numpy loads on use.
        from restore.dedup.summary import Summary

        for shard in self.shards:
            for data in raw_records(self._work.file("read", shard.number, "summaries")):
                summary = Summary.unpack(data)
                if summary.document not in without:
                    yield summary

    def order(self, joined: Mapping[str, Joined], repeats: Findings, names: Sequence[str]) -> None:
        """Write what comparing said of each document, shard by shard."""
        kept = set(names)
        removals = iter(repeats.removals)
        for shard in self.shards:
            orders = {}
            for place, item in enumerate(index_of(self._work, shard.number)):
                if item.id in kept:
                    order = phases.orders_of(joined.get(item.id), next(removals, ()))
                    if order != NO_ORDERS:
                        orders[place] = order
            self._write_orders(shard.number, ShardOrders(orders))
        with WholeFile(self._work.variants) as file:
            for pair in repeats.variants:
                file.append(encode(pair))

    def _write_orders(self, number: int, orders: ShardOrders) -> None:
        path = self._work.file(ORDERS, number, "orders")
        self._digests[number] = write_record(path, orders)

    def leading_texts(self, without: Collection[str]) -> list[tuple[str, str]]:
        """Put what was said into the first documents, which is kept; return ids and texts."""
        self._listener.begin("statistics", 0)
        done: dict[int, ShardOrders] = {}
        texts = phases.leading_texts(self._ordered(without, done))
        for number, orders in done.items():
            self._write_orders(number, orders)
        self._leading = tuple(done)
        return list(texts.items())

    def scores(self) -> dict[str, bytes]:
        """Have the texts of the first shards scored; return the scores by document."""
        keys = dict(zip((shard.number for shard in self.shards), self._keys, strict=True))
        work = [ScoreWork(number, keys[number], self._digests[number]) for number in self._leading]
        return {
            name: scores
            for done in self._processes.map("score", work)
            for name, scores in records(
                self._work.file("score", done.number, "scores"), tuple[str, bytes]
            )
        }

    def _ordered(
        self, without: Collection[str], done: dict[int, ShardOrders]
    ) -> Iterator[tuple[str, str]]:
        """Put their orders into the documents, one after the other; yield ids and texts.

        Parameters
        ----------
        done : the orders of the shards so far: those of these documents are carried out
        """
        for shard in self.shards:
            path = self._work.file(ORDERS, shard.number, "orders")
            orders = done[shard.number] = read_record(path, ShardOrders)
            # Most documents have none: of those the text is enough, which is read much sooner.
            states = self._states(shard.number, sorted(orders.orders))
            for place, (name, text) in enumerate(texts_of(self._work, shard.number)):
                if name in without:
                    continue
                if place in orders.orders:
                    state = self._with_orders(states[place], orders.orders.pop(place))
                    orders.ordered[place] = state
                    text = state.text
                yield name, text

    def _states(self, number: int, places: Sequence[int]) -> dict[int, State]:
        """Return the states of some documents of a shard, by their place in it."""
        if not places:
            return {}
        packed = enumerate(raw_records(self._work.file("read", number, "states")))
        wanted = frozenset(places)
        return {place: decode(data, Held).state for place, data in packed if place in wanted}

    def _with_orders(self, state: State, orders: Orders) -> State:
        standing = self._tasks.decided(state.id)
        try:
            return phases.ordered(state, orders, self.settings, self.tools, standing=standing)
        except BaseException as error:
            if ends_the_run(error):
                raise
            raise SetApartError([failure("dedup", state.id, error)]) from error

    def keep(self, corpus: CorpusStatistics) -> None:
        """Write the corpus that corrections ask for witnesses."""
        record = phases.corpus_record(corpus, self.settings, self.tools)
        self._corpus = write_file(corpus_file(self._work.path), encode(record))

    def complete(self, without: Collection[str]) -> list[Failure]:
        """Correct the documents and write what they come to."""
        if self._reduced is None:
            self._reduced = Reduced(self._digests, self._corpus)
            self._work.finish(ORDERS, 0, self._reduced_key, self._reduced)
        began = perf_counter()
        self._listener.spent("dedup", began - self._since)
        self._listener.begin("correct", sum(shard.characters for shard in self.shards))
        written: list[WrittenShard] = []
        found = self._processes.map("correct", self._correct_work(self._reduced, without))
        for shard, done in zip(self.shards, found, strict=True):
            written.append(done)
            self._listener.advance(shard.characters, shard.characters)
        self._tasks.forget_corpus()
        self._listener.spent("correction", perf_counter() - began)
        failed = [failed for shard in written for failed in shard.failed]
        self.missing = Counter()
        for item in written:
            self.missing.update(item.missing)
        if not failed:
            self._assembly = Assembly(self._tasks.job, written)
        return failed

    def _correct_work(self, reduced: Reduced, without: Collection[str]) -> Iterator[CorrectWork]:
        for key, shard in zip(self._keys, self.shards, strict=True):
            left_out: tuple[str, ...] = ()
            if without:
                index = index_of(self._work, shard.number)
                left_out = tuple(item.id for item in index if item.id in without)
            orders = reduced.orders[shard.number]
            yield CorrectWork(shard.number, key, orders, reduced.corpus, left_out)

    def wholes(self) -> list[tuple[str, tuple[Article, ...]]]:
        """Return the parts of articles that stand in several documents."""
        return self.assembly.gathered.wholes

    def settle(self, articles: Mapping[str, Sequence[Article]]) -> list[Failure]:
        """Put the finished documents together; see the protocol.

        Raises
        ------
        RestoreError
            If there are none.
        """
        assembly = self.assembly
        if not assembly.gathered.restored:
            raise RestoreError("no document could be restored; nothing was written")
        assembly.gathered.settle(articles)
        began = perf_counter()
        failed = assembly.row_files()
        if not failed:
            assembly.own_files()
        self._listener.spent("write", perf_counter() - began)
        return failed

    def read_figures(self) -> None:
        """Read the figures of the finished documents; what fails is kept with the assembly."""
        began = perf_counter()
        assembly = self.assembly
        self._listener.begin("figures", assembly.gathered.characters)
        work = (FigureWork(shard.number, shard.key) for shard in assembly.written)
        for done in self._processes.map("figures", work):
            assembly.late += done.failed
            self._listener.advance(done.characters, done.characters)
        self._listener.spent("figures", perf_counter() - began)
