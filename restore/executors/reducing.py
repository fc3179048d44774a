"""The reduces between the two map phases: what comparing the documents says of each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from restore import phases
from restore.blocks import Article
from restore.correction import leading_texts
from restore.dedup import DedupInput
from restore.executors.disk import Place, record_at, records, write_whole
from restore.executors.records import Abstract, Held, ReadShard, Reduced, ShardOrders
from restore.executors.tasks import Tasks, corpus_file
from restore.executors.work import WorkFolder, key_of
from restore.layout import LaidOut
from restore.phases_state import NO_ORDERS, decode, encode

__all__ = ["TextsBefore", "reduce_documents"]

_PHASE = "orders"


def reduce_documents(
    tasks: Tasks, keys: Sequence[str], shards: Sequence[ReadShard], progress: Callable[[str], None]
) -> tuple[str, Reduced]:
    """Compare the documents of all shards; write the orders for each shard, and the corpus.

    Parameters
    ----------
    keys : of the shards as they were read
    progress : called with the name of each part of the work
    """
    key = key_of(tasks.job.key, keys)
    known = tasks.work.finished(_PHASE, 0, key, Reduced)
    if known is None:
        known = _Reduction(tasks, shards, progress).run()
        tasks.work.finish(_PHASE, 0, key, known)
    return key, known


class _Reduction:
    def __init__(
        self, tasks: Tasks, shards: Sequence[ReadShard], progress: Callable[[str], None]
    ) -> None:
        self.tasks, self.shards, self.progress = tasks, shards, progress
        self.settings, self.work = tasks.job.settings, tasks.work

    def run(self) -> Reduced:
        self.progress("issues")
        total = sum(shard.documents for shard in self.shards)
        joined = phases.join(list(self._pages()), total, self.settings, self.tasks.tools)
        self.progress("dedup")
        found = phases.find_repeats(list(self._inputs()), self.settings)
        digests = {}
        first = 0
        for shard in self.shards:
            orders = {}
            for place, item in enumerate(_index(self.work, shard.number)):
                order = phases.orders_of(joined.get(item.id), found.proposals[first + place])
                if order != NO_ORDERS:
                    orders[place] = order
            first += shard.documents
            path = self.work.file(_PHASE, shard.number, "orders")
            digests[shard.number] = write_whole(path, encode(ShardOrders(orders)))
        self.progress("statistics")
        return Reduced(tuple(found.variants), digests, self._corpus())

    def _pages(self) -> Iterator[LaidOut]:
        for shard in self.shards:
            if shard.open_pages:
                yield from records(self.work.file("read", shard.number, "pages"), LaidOut)

    def _inputs(self) -> Iterator[DedupInput]:
        for shard in self.shards:
            for brief in records(self.work.file("read", shard.number, "states"), _BriefHeld):
                state = brief.state
                blocks = tuple(block for article in state.articles for block in article.blocks)
                yield DedupInput(state.document.id, state.document.text, blocks)

    def _corpus(self) -> str:
        """Keep the first texts of the run, as they are after the orders."""
        texts: list[tuple[str, str]] = []
        if self.settings.correction.enabled:
            texts = list(leading_texts(self._ordered()).items())
        return write_whole(corpus_file(self.work.path), encode(texts))

    def _ordered(self) -> Iterator[tuple[str, str]]:
        for shard in self.shards:
            path = self.work.file(_PHASE, shard.number, "orders")
            orders = decode(path.read_bytes(), ShardOrders).orders
            states = records(self.work.file("read", shard.number, "states"), Held)
            for place, held in enumerate(states):
                state = phases.ordered(
                    held.state,
                    orders.get(place, NO_ORDERS),
                    self.settings,
                    self.tasks.tools,
                    standing=self.tasks.decided(held.state.id),
                )
                yield state.id, state.text


class _BriefDocument(msgspec.Struct, frozen=True):
    id: str
    text: str


class _BriefState(msgspec.Struct, frozen=True):
    document: _BriefDocument
    articles: tuple[Article, ...]


class _BriefHeld(msgspec.Struct, frozen=True):
    """A ``Held`` without its log, its pieces and its page."""

    state: _BriefState


def _index(work: WorkFolder, number: int) -> list[Abstract]:
    return decode(work.file("read", number, "index").read_bytes(), list[Abstract])


class TextsBefore:
    """The texts that the dedup stage saw, by document id, read from disk when they are asked for.

    Memory holds a place for each document.
    """

    def __init__(self, work: WorkFolder, shards: Sequence[ReadShard]) -> None:
        self._work = work
        self._places: dict[str, tuple[int, Place]] = {}
        for shard in shards:
            for item in _index(work, shard.number):
                self._places[item.id] = (shard.number, item.place)
        self._last: tuple[str, str] | None = None

    def slice(self, document: str, span: tuple[int, int]) -> str:
        """Return a part of a text; empty for a document that there is not."""
        if self._last is None or self._last[0] != document:
            if document not in self._places:
                return ""
            number, place = self._places[document]
            with self._work.file("read", number, "states").open("rb") as stream:
                text = record_at(stream, place, _BriefHeld).state.document.text
            self._last = (document, text)
        return self._last[1][slice(*span)]
