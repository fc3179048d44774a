"""The texts of the documents as they were read, and the index of each shard."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, Self

from restore.executors.records import Abstract, ReadShard
from restore.executors.work import WorkFolder
from restore.files import Place, bytes_at, raw_records, read_record

__all__ = ["TextsBefore", "index_of", "texts_of"]

_MOST_OPEN = 64
# Characters of the texts last asked for that are kept: passages of one are asked for together.
_MOST_KEPT = 1 << 22


def index_of(work: WorkFolder, number: int) -> list[Abstract]:
    """Return what is known of the documents of a shard."""
    return read_record(work.file("read", number, "index"), list[Abstract])


def texts_of(work: WorkFolder, number: int) -> Iterator[tuple[str, str]]:
    """Yield the ids and texts of the documents of a shard, as they were read, in their order."""
    texts = raw_records(work.file("read", number, "texts"))
    for item, text in zip(index_of(work, number), texts, strict=True):
        yield item.id, text.decode()


class TextsBefore:
    """The texts that the dedup stage sees, read from disk when they are asked for.

    Memory holds three numbers for each document, with ``named`` its id, and a few of the texts.
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
        self._kept: OrderedDict[int, str] = OrderedDict()
        self._held = 0
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
        text = self._kept.get(number)
        if text is not None:
            self._kept.move_to_end(number)
            return text
        text = self._kept[number] = self._read(number)
        self._held += len(text)
        while self._held > _MOST_KEPT and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._held -= len(oldest)
        return text

    def _read(self, number: int) -> str:
        place = Place(self._starts[number], self._lengths[number])
        return bytes_at(self._stream(self._shards[number]), place).decode()

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
