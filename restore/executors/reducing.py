"""The reduces between the two map phases: what comparing the documents says of each of them."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self, TypeVar

from restore.blame import ends_the_run, first_failing
from restore.errors import RestoreError, WorkError
from restore.executors.disk import WholeFile, raw_records, records, write_whole
from restore.executors.records import (
    Abstract,
    Held,
    ReadShard,
    Reduced,
    ShardOrders,
    StageFailure,
)
from restore.executors.tasks import Tasks, corpus_file, failure
from restore.executors.work import WorkFolder, key_of
from restore.layout import Joined, LaidOut
from restore.pipeline import phases
from restore.pipeline.state import NO_ORDERS, CorpusRecord, decode, encode

if TYPE_CHECKING:
    from restore.dedup.records import Findings
    from restore.dedup.summary import Summary
    from restore.executors.engine import Engine

__all__ = [
    "SetApartError",
    "TextsBefore",
    "blamed",
    "index_of",
    "reduce_documents",
    "variants_file",
]

_PHASE = "orders"
_MOST_OPEN = 64
_T = TypeVar("_T")


def reduce_documents(
    tasks: Tasks,
    keys: Sequence[str],
    shards: Sequence[ReadShard],
    without: Collection[str],
    progress: Callable[[str], None],
    engine: Engine | None = None,
) -> Reduced:
    """Compare the documents of all shards; write the orders for each shard, and the corpus.

    Parameters
    ----------
    keys : of the shards as they were read
    without : ids of documents that are known to fail; nothing is to rest on them
    progress : called with the name of each part of the work
    engine : compares them elsewhere; None: here

    Raises
    ------
    SetApartError
        If that fails on some of them: it is to be done again without these.
    """
    key = key_of(tasks.job.key, keys, sorted(without))
    known = tasks.work.finished(_PHASE, 0, key, Reduced)
    if known is None:
        tasks.work.begin(_PHASE, 0)
        known = _Reduction(tasks, keys, shards, without, progress, engine).run()
        tasks.work.finish(_PHASE, 0, key, known)
    return known


def variants_file(work: WorkFolder) -> Path:
    """Return where the pairs stand that are alike and differ in a fact."""
    return work.file(_PHASE, 0, "variants")


class SetApartError(Exception):
    """Taking the documents together failed on some of them."""

    def __init__(self, failures: Sequence[StageFailure]) -> None:
        super().__init__(", ".join(failure.message for failure in failures))
        self.failures = tuple(failures)


@contextmanager
def blamed(
    stage: str,
    items: Callable[[], Sequence[_T]],
    step: Callable[[Sequence[_T]], object],
    name: Callable[[_T], str],
) -> Iterator[None]:
    """Blame what fails in the ``with`` block on the document that it fails on.

    Parameters
    ----------
    items : gives what the block is about, if it fails
    step : does the same over a beginning of them
    name : gives an item's document

    Raises
    ------
    SetApartError
        With the document.
    InvariantError
        If it fails without any.
    """
    try:
        yield
    except SetApartError:
        raise
    except BaseException as error:
        if ends_the_run(error):
            raise
        known = items()
        if not known:
            raise phases.fails_over_all(stage, error) from error
        item, cause = first_failing(known, step, error)
        raise SetApartError([failure(stage, name(item), cause)]) from error


class _Reduction:
    def __init__(
        self,
        tasks: Tasks,
        keys: Sequence[str],
        shards: Sequence[ReadShard],
        without: Collection[str],
        progress: Callable[[str], None],
        engine: Engine | None,
    ) -> None:
        self.tasks, self.keys, self.shards, self.without = tasks, keys, shards, without
        self.progress, self.engine = progress, engine
        self.settings, self.work = tasks.job.settings, tasks.work

    def run(self) -> Reduced:
        self.progress("issues")
        total = sum(shard.documents for shard in self.shards) - len(self.without)
        pages = list(self._pages())

        def join(pages: Sequence[LaidOut]) -> dict[str, Joined]:
            return phases.join(pages, total, self.settings, self.tasks.tools)

        with blamed("issues", lambda: pages, join, lambda page: page.document.id):
            joined = join(pages)
        self.progress("dedup")
        with blamed("repeats", self._ids, self._repeats_among, str):
            found = self._find_repeats()
        digests = {}
        removals = iter(found.removals)
        for shard in self.shards:
            orders = {}
            for place, item in enumerate(index_of(self.work, shard.number)):
                if item.id not in self.without:
                    order = phases.orders_of(joined.get(item.id), next(removals, ()))
                    if order != NO_ORDERS:
                        orders[place] = order
            path = self.work.file(_PHASE, shard.number, "orders")
            digests[shard.number] = write_whole(path, encode(ShardOrders(orders)))
        with WholeFile(variants_file(self.work)) as file:
            for pair in found.variants:
                file.append(encode(pair))
        self.progress("statistics")
        return Reduced(digests, self._corpus())

    def _find_repeats(self) -> Findings:
        if self.engine is not None:
            try:
                return self.engine.find_repeats(self.tasks, self.keys, self.shards, self.without)
            except WorkError as error:
                if error.__cause__ is None or isinstance(error.__cause__, (OSError, RestoreError)):
                    raise
                # It fails on a document, most likely. Here it can be found which that is.
        return self._repeats_without(self.without)

    def _repeats_without(self, without: Collection[str]) -> Findings:
        with TextsBefore(self.work, self.shards, without=without) as texts:
            return phases.find_repeats(
                self._summaries(without), texts.text, self.settings, directory=self.work.path
            )

    def _repeats_among(self, names: Sequence[str]) -> Findings:
        wanted = set(names)
        return self._repeats_without({name for name in self._all_ids() if name not in wanted})

    def _ids(self) -> list[str]:
        return [name for name in self._all_ids() if name not in self.without]

    def _all_ids(self) -> Iterator[str]:
        for shard in self.shards:
            for item in index_of(self.work, shard.number):
                yield item.id

    def _pages(self) -> Iterator[LaidOut]:
        for shard in self.shards:
            if shard.open_pages:
                for page in records(self.work.file("read", shard.number, "pages"), LaidOut):
                    if page.document.id not in self.without:
                        yield page

    def _summaries(self, without: Collection[str]) -> Iterator[Summary]:
        # numpy loads on use.
        from restore.dedup.summary import Summary

        for shard in self.shards:
            for data in raw_records(self.work.file("read", shard.number, "summaries")):
                summary = Summary.unpack(data)
                if summary.document not in without:
                    yield summary

    def _corpus(self) -> str:
        """Keep the first texts of the run, as they are after the orders, and their places."""
        texts = self._ordered() if self.settings.correction.enabled else ()
        kept = list(phases.leading_texts(texts).items())

        def recorded(texts: Sequence[tuple[str, str]]) -> CorpusRecord:
            corpus = phases.statistics(texts)
            return phases.corpus_record(corpus, self.settings, self.tasks.tools)

        with blamed("statistics", lambda: kept, recorded, lambda item: item[0]):
            record = recorded(kept)
        return write_whole(corpus_file(self.work.path), encode(record))

    def _ordered(self) -> Iterator[tuple[str, str]]:
        for shard in self.shards:
            path = self.work.file(_PHASE, shard.number, "orders")
            orders = decode(path.read_bytes(), ShardOrders).orders
            states = records(self.work.file("read", shard.number, "states"), Held)
            for place, held in enumerate(states):
                if held.state.id in self.without:
                    continue
                try:
                    state = phases.ordered(
                        held.state,
                        orders.get(place, NO_ORDERS),
                        self.settings,
                        self.tasks.tools,
                        standing=self.tasks.decided(held.state.id),
                    )
                except BaseException as error:
                    if ends_the_run(error):
                        raise
                    raise SetApartError([failure("dedup", held.state.id, error)]) from error
                yield state.id, state.text


def index_of(work: WorkFolder, number: int) -> list[Abstract]:
    """Return what is known of the documents of a shard."""
    return decode(work.file("read", number, "index").read_bytes(), list[Abstract])


class TextsBefore:
    """The texts that the dedup stage sees, read from disk when they are asked for.

    Memory holds three numbers for each document, and with ``named`` its id.
    """

    def __init__(
        self,
        work: WorkFolder,
        shards: Sequence[ReadShard],
        *,
        without: Collection[str] = (),
        named: bool = False,
    ) -> None:
        self._work = work
        self._numbers: dict[str, int] = {}
        self._shards, self._starts, self._lengths = array("L"), array("Q"), array("L")
        self._open: OrderedDict[int, BinaryIO] = OrderedDict()
        for shard in shards:
            for item in index_of(work, shard.number):
                if item.id in without:
                    continue
                if named:
                    self._numbers[item.id] = len(self._shards)
                self._shards.append(shard.number)
                self._starts.append(item.text.start)
                self._lengths.append(item.text.length)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._open.values():
            stream.close()

    def text(self, number: int) -> str:
        """Return the text of a document by its number in the run."""
        stream = self._stream(self._shards[number])
        stream.seek(self._starts[number])
        return stream.read(self._lengths[number]).decode()

    def slice(self, document: str, span: tuple[int, int]) -> str:
        """Return a part of the text of a document by its id; empty if there is no such."""
        number = self._numbers.get(document)
        return "" if number is None else self.text(number)[slice(*span)]

    def _stream(self, shard: int) -> BinaryIO:
        stream = self._open.get(shard)
        if stream is None:
            stream = self._open[shard] = self._work.file("read", shard, "texts").open("rb")
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)[1].close()
        return stream
