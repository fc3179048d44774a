"""The map phases over a shard: files in, files out; run in any process, in any order.

A task does nothing where its marker says that it was done before, of the same sources and under
the same configuration.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from restore.core.blame import ends_the_run
from restore.core.decisions import Standing
from restore.correction import CorpusStatistics
from restore.errors import InputError
from restore.executors.correcting import correct_shard
from restore.executors.figures import load_reader, read_figures
from restore.executors.job import (
    CorrectWork,
    FigureWork,
    Job,
    ScoreWork,
    corpus_file,
    decisions_file,
    ledger_file,
)
from restore.executors.records import (
    Abstract,
    FigureShard,
    Held,
    ReadShard,
    ScoredShard,
    ShardOrders,
    WrittenShard,
    hints_of,
)
from restore.executors.shards import Seal, Shard, read_piece, seal_of
from restore.executors.texts import texts_of
from restore.executors.warming import warm_up
from restore.executors.work import ORDERS, DiedError, Trace, WorkFolder, key_of
from restore.files import WholeFile, decode, encode, read_record, write_record
from restore.llm.ledger import Ledger, counted_in
from restore.pipeline import phases
from restore.pipeline.run import Failure, failure
from restore.pipeline.state import CorpusRecord, State
from restore.readers.source import Source
from restore.text.patterns import compile_patterns
from restore.writers.records import FailureRecord

if TYPE_CHECKING:
    from restore.dedup.summary import Summary

__all__ = ["Tasks"]


class Tasks:
    """The tasks of one process."""

    def __init__(self, job: Job, *, alone: bool = False) -> None:
        self.job = job
        # A process died of the shard that is taken: documents are taken one by one.
        self.alone = alone
        self.work = WorkFolder(job.folder)
        self._ledger = Ledger(ledger_file(job.folder))
        self._standing: Mapping[str, Mapping[str, Standing]] | None = None
        self._corpus: tuple[str, CorpusStatistics] | None = None
        self._warm = False

    @cached_property
    def tools(self) -> phases.Tools:
        """Dictionaries and language model, loaded on use."""
        return phases.load_tools(self.job.settings)

    def decided(self, name: str) -> Mapping[str, Standing]:
        """Return what reviewers decided on a document."""
        if not self.job.decided:
            return {}
        if self._standing is None:
            data = decisions_file(self.job.folder).read_bytes()
            self._standing = decode(data, dict[str, dict[str, Standing]])
        return self._standing.get(name, {})

    def corpus(self, digest: str) -> CorpusStatistics | None:
        """Return the corpus that corrections ask for witnesses."""
        if not self.job.settings.correction.enabled:
            return None
        if self._corpus is None or self._corpus[0] != digest:
            data = corpus_file(self.job.folder).read_bytes()
            self._corpus = (digest, phases.corpus_of(decode(data, CorpusRecord)))
        return self._corpus[1]

    def prepare(self, work: object) -> None:
        """Load what a task needs whatever the shard, for processes that will share it.

        Parameters
        ----------
        work : the first piece of it
        """
        if isinstance(work, (Shard, CorrectWork)) and not self._warm:
            warm_up(self.job.settings, self.tools)
            self._warm = True
        if isinstance(work, CorrectWork):
            corpus = self.corpus(work.corpus)
            if corpus is not None:
                corpus.prepare()
        if isinstance(work, FigureWork):
            load_reader()
        compile_patterns()

    def forget_corpus(self) -> None:
        """Let go of the corpus, when no correction is left to do."""
        self._corpus = None

    def read(self, shard: Shard) -> tuple[str, ReadShard]:
        """Read the documents of a shard and run the first phase on each.

        Returns
        -------
        the key of what was read, and what became of it
        """
        seals = [seal_of(piece) for piece in shard.pieces]
        key = key_of(self.job.key, [seal.names for seal in seals])
        known = self.work.finished("read", shard.number, key, ReadShard)
        if known is None:
            self.work.begin("read", shard.number)
            with self.work.trace("read", shard.number, key) as trace:
                known = self._read(shard, seals, trace)
            self.work.finish("read", shard.number, key, known)
        return key, known

    def _read(self, shard: Shard, seals: Sequence[Seal], trace: Trace) -> ReadShard:
        unread: list[FailureRecord] = []
        failed: list[Failure] = []
        index: list[Abstract] = []
        read: list[State] = []
        pages = 0
        number = shard.number
        with (
            WholeFile(self.work.file("read", number, "states")) as states,
            WholeFile(self.work.file("read", number, "texts")) as texts,
            WholeFile(self.work.file("read", number, "pages")) as opened,
        ):
            for item in self._items(shard, seals, trace):
                if isinstance(item, InputError):
                    unread.append(FailureRecord(item.source, str(item), item.offset))
                    continue
                name = item.document.id
                try:
                    trace.at("layout", name)
                    state = phases.read(
                        item.document,
                        self.job.settings,
                        self.tools,
                        known=hints_of(item.page),
                        standing=self.decided(name),
                    )
                    held = encode(Held.of(item, state))
                    page = phases.open_page(state)
                except BaseException as error:
                    # One document's trouble must not end a run of many.
                    if ends_the_run(error):
                        raise
                    failed.append(failure("layout", name, error))
                    continue
                states.append(held)
                place = texts.append(state.text.encode())
                index.append(Abstract(name, len(item.document.source), place))
                read.append(state)
                if page is not None:
                    pages += 1
                    bare = msgspec.structs.replace(page.document, source="")
                    opened.append(encode(page._replace(document=bare)))
        with WholeFile(self.work.file("read", number, "summaries")) as summaries:
            for summary in self._summaries(read, trace, failed):
                summaries.append(summary.pack())
        write_record(self.work.file("read", number, "index"), index)
        characters = sum(item.characters for item in index)
        return ReadShard(number, len(index), characters, pages, tuple(unread), tuple(failed))

    def _summaries(
        self, read: Sequence[State], trace: Trace, failed: list[Failure]
    ) -> Iterator[Summary]:
        """Describe the documents for the comparison; those that cannot be are ``failed``."""
        if not (self.alone or trace.wary):
            try:
                whole = phases.summarise(read, self.job.settings)
            except BaseException as error:
                if ends_the_run(error):
                    raise
            else:
                yield from whole
                return
        for state in read:
            try:
                trace.at("dedup", state.id)
                yield from phases.summarise([state], self.job.settings)
            except BaseException as error:
                if ends_the_run(error):
                    raise
                failed.append(failure("dedup", state.id, error))

    def _items(
        self, shard: Shard, seals: Sequence[Seal], trace: Trace
    ) -> Iterator[Source | InputError]:
        for piece, seal in zip(shard.pieces, seals, strict=True):
            try:
                trace.at("reading", piece.id)
            except DiedError as error:
                cure = "split it into smaller files; the other files are still read"
                yield InputError(piece.name, f"cannot be read: {error}", cure)
                continue
            yield from read_piece(piece, seal, self.job.reading)

    def score(self, work: ScoreWork) -> ScoredShard:
        """Let the language model score the texts of a shard, as the reduces left them."""
        key = key_of(self.job.key, "score", work)
        known = self.work.finished("score", work.number, key, ScoredShard)
        if known is None:
            self.work.begin("score", work.number)
            with self.work.trace("score", work.number, key) as trace:
                known = self._score(work.number, trace)
            self.work.finish("score", work.number, key, known)
        return known

    def _score(self, number: int, trace: Trace) -> ScoredShard:
        import numpy as np

        orders = read_record(self.work.file(ORDERS, number, "orders"), ShardOrders)
        documents = characters = 0
        with WholeFile(self.work.file("score", number, "scores")) as file:
            for place, (name, text) in enumerate(texts_of(self.work, number)):
                if place in orders.ordered:
                    text = orders.ordered[place].text
                try:
                    trace.at("statistics", name)
                    scores = np.asarray(self.tools.model.char_scores(text), np.float32)
                except BaseException as error:
                    # It fails again where all are taken together, and is set apart there.
                    if ends_the_run(error):
                        raise
                    continue
                file.append(encode((name, scores.tobytes())))
                documents += 1
                characters += len(text)
        return ScoredShard(number, documents, characters)

    def correct(self, work: CorrectWork) -> WrittenShard:
        """Correct the documents of a shard and write what they came to."""
        key = key_of(self.job.key, work)
        known = self.work.finished("correct", work.number, key, WrittenShard)
        if known is None:
            self.work.begin("correct", work.number)
            with (
                self.work.trace("correct", work.number, key) as trace,
                counted_in(self._ledger) as asked,
            ):
                known = correct_shard(self, work, trace)
                known = msgspec.structs.replace(known, missing=asked.settle(), key=key)
            self.work.finish("correct", work.number, key, known)
        return known

    def figures(self, work: FigureWork) -> FigureShard:
        """Read the figures of the finished documents of a shard."""
        key = key_of(self.job.key, "figures", work)
        known = self.work.finished("figures", work.number, key, FigureShard)
        if known is None:
            self.work.begin("figures", work.number)
            with self.work.trace("figures", work.number, key) as trace:
                known = read_figures(self.work, work.number, trace)
            self.work.finish("figures", work.number, key, known)
        return known
