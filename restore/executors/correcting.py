"""The second map phase over a shard: documents as they were read become files of the output."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count, starmap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.core.blame import ends_the_run
from restore.core.blocks import Article
from restore.core.log import encode_edits
from restore.correction import Ground
from restore.executors.job import CorrectWork, Job
from restore.executors.records import (
    Done,
    Final,
    Held,
    JoinedPart,
    Ruled,
    ShardOrders,
    WrittenShard,
    hints_of,
)
from restore.executors.work import Trace
from restore.files import (
    Place,
    WholeFile,
    encode,
    flush_files,
    read_record,
    records,
    write_part,
    write_record,
)
from restore.pipeline.in_step import groups, in_step
from restore.pipeline.run import Beside, Failure, ask_ahead, complete, failure, search_ahead
from restore.pipeline.state import NO_ORDERS
from restore.pipeline.work import Restored
from restore.review.places import places_of
from restore.writers.articles import article_records
from restore.writers.output import input_record
from restore.writers.pages import write_back
from restore.writers.repeats import repeats_of

if TYPE_CHECKING:
    from restore.executors.tasks import Tasks

__all__ = ["PARTS", "correct_shard", "own_file", "own_name"]

#: The files of a shard whose contents are put one behind the other.
PARTS = ("articles", "edits", "places")


def own_file(folder: Path, number: int, place: int, kind: str) -> Path:
    """Return the path of a file that belongs to one document of a shard (``text``, ``page``)."""
    return folder / own_name(number, place, kind)


def own_name(number: int, place: int, kind: str) -> str:
    """Return the path of such a file below the work folder."""
    return f"correct/{number:06d}/{place}.{kind}"


def correct_shard(tasks: Tasks, work: CorrectWork, trace: Trace) -> WrittenShard:
    """Correct the documents of a shard; write their texts, edits, articles, and an index.

    Parameters
    ----------
    trace : is told at which document it is
    """
    return _Shard(tasks, work, trace).run()


class _Shard:
    def __init__(self, tasks: Tasks, work: CorrectWork, trace: Trace) -> None:
        self.tasks, self.number, self.trace = tasks, work.number, trace
        self.corpus = tasks.corpus(work.corpus)
        self.orders = read_record(tasks.work.file("orders", work.number, "orders"), ShardOrders)
        self.without = frozenset(work.without)
        # Flushed together, before the shard is marked as finished.
        self.unflushed: list[Path] = []

    def run(self) -> WrittenShard:
        self._ask_ahead()
        done: list[Done] = []
        failed: list[Failure] = []
        with ExitStack() as stack:
            files = {
                kind: stack.enter_context(WholeFile(self._file(kind)))
                for kind in (*PARTS, "finals")
            }
            for some in self._together():
                made = dict(in_step(starmap(self._document, some), self._search_ahead))
                for number, (place, held) in enumerate(some):
                    written = made.pop(number)
                    if isinstance(written, Failure):
                        failed.append(written)
                    else:
                        done.append(self._keep(place, held, written, files))
        if self.tasks.job.durable:
            flush_files(self.unflushed)
        write_record(self._file("index"), done)
        characters = sum(item.record.characters for item in done)
        return WrittenShard(self.number, len(done), characters, tuple(failed))

    def _together(self) -> Iterator[list[tuple[int, Held]]]:
        """Return the documents with their places, those together that are corrected in step.

        One by one if a process died of one: so it is known which.
        """
        read = map(self._ordered, count(), records(self._file("states", "read"), Held))
        kept = (item for item in read if item[1].state.id not in self.without)
        if self.tasks.alone or self.trace.wary:
            return ([item] for item in kept)
        return groups(kept, lambda item: len(item[1].state.text))

    def _search_ahead(self, grounds: Sequence[Ground]) -> None:
        search_ahead((self.tasks.job.settings, self.tasks.tools), grounds)

    def _ask_ahead(self) -> None:
        """Ask about all documents of the shard together, where a language model is asked."""
        tasks = self.tasks
        ask_ahead(
            (
                (
                    self.orders.ordered.get(place, held.state),
                    self.orders.orders.get(place, NO_ORDERS),
                    Beside(hints_of(held.page), tasks.decided(held.state.id)),
                )
                for place, held in enumerate(records(self._file("states", "read"), Held))
                if held.state.id not in self.without
            ),
            self.corpus,
            (tasks.job.settings, tasks.tools),
        )

    def _ordered(self, place: int, held: Held) -> tuple[int, Held]:
        """Put what comparing the documents has made of one in the place of what it was read as."""
        state = self.orders.ordered.pop(place, None)
        return place, held if state is None else msgspec.structs.replace(held, state=state)

    def _file(self, kind: str, phase: str = "correct") -> Path:
        return self.tasks.work.file(phase, self.number, kind)

    def _document(self, place: int, held: Held) -> Generator[Ground, None, _Written | Failure]:
        """Run the rest of the phases on a document."""
        tasks = self.tasks
        name = held.state.id
        phase = ""

        def at(begun: str) -> None:
            nonlocal phase
            phase = begun
            self.trace.at(phase, name)

        try:
            result = yield from complete(
                held.state,
                self.orders.orders.get(place, NO_ORDERS),
                self.corpus,
                (tasks.job.settings, tasks.tools),
                Beside(hints_of(held.page), tasks.decided(name)),
                at,
            )
            at("write")
            return _written(tasks.job, held, result)
        except BaseException as error:
            # One document's trouble must not end a run of many.
            if ends_the_run(error):
                raise
            return failure(phase, name, error)

    def _keep(
        self, place: int, held: Held, written: _Written, files: Mapping[str, WholeFile]
    ) -> Done:
        """Put a finished document on disk."""
        if held.row is None:
            self._write_own(place, "text", written.text)
        page = None if written.page is None else self._write_own(place, "page", written.page)
        files["places"].append(written.places)
        return msgspec.structs.replace(
            written.done,
            place=place,
            page=page,
            final=files["finals"].append(written.final),
            edits=files["edits"].append(written.edits),
            articles=files["articles"].append(written.articles),
        )

    def _write_own(self, place: int, kind: str, data: bytes) -> str:
        """Write a file that belongs to one document; return its digest."""
        path = own_file(self.tasks.job.folder, self.number, place, kind)
        if not self.unflushed:
            path.parent.mkdir(parents=True, exist_ok=True)
        self.unflushed.append(path)
        return write_part(path, data)


class _Written(NamedTuple):
    """A finished document as bytes; ``done`` does not know yet where they stand."""

    done: Done
    text: bytes
    page: bytes | None
    places: bytes
    edits: bytes
    articles: bytes
    final: bytes


def _written(job: Job, held: Held, result: Restored) -> _Written:
    document, articles = result.document, result.articles
    source = held.source(document)
    lines = msgspec.json.Encoder().encode_lines
    back = None
    if job.write_back and source.writable:
        back = write_back(source, document, result.log, job.reading)
    places = None if job.input_folder is None else places_of(source, job.input_folder)
    nowhere = Place(0, 0)
    done = Done(
        record=input_record(source, document, result.edits, job.reading.text_field, result.notices),
        place=0,
        final=nowhere,
        edits=nowhere,
        articles=nowhere,
        page=None,
        blob=None if held.row is None else held.blob,
        format=held.format,
        row=held.row,
        title=articles[0].title if articles else None,
        date=articles[0].date if articles else None,
        refused=dict(result.refused),
        repeats=tuple(repeats_of(result.edits)),
        parts=tuple(_parts(articles)),
        ruled=None if result.rulings is None else Ruled.of(result.rulings),
        notes=() if back is None else back.notes,
    )
    return _Written(
        done,
        document.text.encode("utf-8"),
        None if back is None else back.data,
        lines([places]) if places is not None else b"",
        encode_edits(result.edits),
        lines(article_records(document, articles, result.edits)),
        encode(Final(msgspec.structs.replace(document, source=""), articles, held.row)),
    )


def _parts(articles: Sequence[Article]) -> Iterator[JoinedPart]:
    for place, article in enumerate(articles):
        if article.joined is not None:
            yield JoinedPart(place, article.joined, article.part, article.runs_on)
