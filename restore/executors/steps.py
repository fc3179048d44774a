"""The phases as steps of datatrove pipelines (extra ``distributed``).

A step takes the shards, parts or slices whose number falls to its rank, reads and writes files in
the work folder, and hands nothing on: documents are too large to be piped, and every file has its
key. datatrove brings the executors, the logs and the markers of ranks.
"""

from __future__ import annotations

import tempfile
from abc import abstractmethod
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from datatrove.pipeline.base import PipelineStep

from restore.executors.job import CorrectWork, FigureWork, Job, ScoreWork
from restore.executors.records import ReadShard
from restore.executors.shards import Shard
from restore.executors.tasks import Tasks
from restore.executors.texts import TextsBefore
from restore.files import decode, encode, raw_records, write_file
from restore.processes import end_with_parent

if TYPE_CHECKING:
    from restore.dedup.check import Checked
    from restore.dedup.columns import ParagraphColumns
    from restore.dedup.search import Candidates

__all__ = [
    "CandidatePairs",
    "ClustersAndRemoval",
    "Containment",
    "CorrectionAndOutput",
    "Figures",
    "Outcome",
    "Plan",
    "ReadAndLayout",
    "Scores",
    "Signatures",
    "Verification",
]


class Plan(msgspec.Struct, frozen=True):
    """What the comparison of all documents needs to know.

    Its key, the shards as they were read, and the ids of documents that are left out.
    """

    key: str
    shards: tuple[ReadShard, ...]
    without: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What a task gave for a piece of work: an encoded record, and its key if it has one."""

    number: int
    key: str | None
    record: bytes


@lru_cache(maxsize=1)
def _end_with_leader() -> None:
    """End a process of datatrove's local executor when the command is gone that leads the run."""
    import multiprocess

    if multiprocess.parent_process() is not None:
        end_with_parent()


class _Step(PipelineStep):
    """A step over work of which every rank takes each ``world_size``-th piece.

    Parameters
    ----------
    job : what all tasks need to know
    folder : of this phase: its work, and what comes of it
    """

    type = "restore"

    def __init__(self, job: Job, folder: Path) -> None:
        super().__init__()
        self.job = job
        self.folder = folder

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Do the work of a rank."""
        if data:
            yield from data
        _end_with_leader()
        with self.track_time():
            self.work(rank, world_size)

    @abstractmethod
    def work(self, rank: int, world_size: int) -> None:
        """Do the work of a rank."""


class _Shards(_Step):
    """A task over shards; what came of them is kept by rank."""

    task = ""
    kind: Any = None

    def work(self, rank: int, world_size: int) -> None:
        """Do the task for every shard of the rank."""
        tasks = Tasks(self.job)
        data = (self.folder / "work.msgpack").read_bytes()
        found = []
        items = [msgspec.convert(item, self.kind) for item in msgspec.msgpack.decode(data)]
        for number, item in enumerate(items):
            if number % world_size == rank:
                result = getattr(tasks, self.task)(item)
                key, record = result if isinstance(result, tuple) else (None, result)
                found.append(Outcome(number, key, encode(record)))
                self.stat_update("shards")
                self.stat_update("documents", value=record.documents)
                self.stat_update("characters", value=record.characters)
        write_file(self.folder / f"outcome-{rank:06d}.msgpack", encode(found))


class ReadAndLayout(_Shards):
    """Read documents; characters and layout; what repeats inside each of them."""

    name = "read and layout"
    task = "read"
    kind = Shard


class CorrectionAndOutput(_Shards):
    """Removals and corrections of documents; write what they came to."""

    name = "correction and output"
    task = "correct"
    kind = CorrectWork


class Scores(_Shards):
    """The language model's scores of the texts that are asked for witnesses."""

    name = "scores"
    task = "score"
    kind = ScoreWork


class Figures(_Shards):
    """The figures of finished documents, to be compared where the command runs."""

    name = "figures"
    task = "figures"
    kind = FigureWork


class _Compare(_Step):
    """A step of the comparison of all documents."""

    @property
    def plan(self) -> Plan:
        """What was read."""
        return decode((self.folder / "plan.msgpack").read_bytes(), Plan)

    def corpus(self, plan: Plan, directory: Path) -> ParagraphColumns:
        """Build the columns over all paragraphs; the large ones are files in a directory."""
        from restore.dedup.columns import ParagraphColumns
        from restore.executors.tables import read_signatures

        return ParagraphColumns(
            (
                summary
                for shard in plan.shards
                for summary in read_signatures(self.signatures(shard.number), plan.key)
            ),
            directory,
        )

    def signatures(self, number: int) -> Path:
        """Return the file with the signatures of a shard."""
        return self.folder / "signatures" / f"{number:06d}.parquet"

    @property
    def candidates(self) -> Path:
        """The folder of candidate pairs."""
        return self.folder / "candidates"

    def checked(self, name: str) -> Path:
        """Return the folder of the pairs that a step has checked."""
        return self.folder / "checked" / name

    def found(self, step: _Verify, corpus: ParagraphColumns, plan: Plan) -> Checked:
        """Put together what a step has found."""
        from restore.dedup.check import joined, nothing_checked, slices
        from restore.executors.tables import read_checked

        count = sum(1 for _ in slices(corpus, step.of(corpus, plan)))
        folder = self.checked(step.name)
        parts = [read_checked(folder, number, plan.key) for number in range(count)]
        return joined([nothing_checked(), *parts])

    def gathered(self, corpus: ParagraphColumns, plan: Plan) -> Candidates:
        """Put the candidates of all parts together."""
        from restore.dedup.search import PARTS, Search
        from restore.executors.tables import read_candidates

        parts = [read_candidates(self.candidates, part, plan.key) for part in range(PARTS)]
        return Search(corpus, self.job.settings.dedup).gather(parts)


class Signatures(_Compare):
    """The signatures of every document's paragraphs, as a table."""

    name = "signatures"

    def work(self, rank: int, world_size: int) -> None:
        """Write the signatures of the rank's shards."""
        from restore.dedup.summary import Summary
        from restore.executors.tables import write_signatures

        plan, work = self.plan, Tasks(self.job).work
        for place, shard in enumerate(plan.shards):
            if place % world_size == rank:
                packed = raw_records(work.file("read", shard.number, "summaries"))
                summaries = (
                    summary
                    for summary in map(Summary.unpack, packed)
                    if summary.document not in plan.without
                )
                write_signatures(self.signatures(shard.number), plan.key, summaries)
                self.stat_update("documents", value=shard.documents)


class CandidatePairs(_Compare):
    """Pairs of paragraphs that may be copies: each of 32 parts by itself."""

    name = "candidate pairs"

    def work(self, rank: int, world_size: int) -> None:
        """Search the rank's parts."""
        from restore.dedup.search import PARTS, Search
        from restore.executors.tables import write_candidates

        plan = self.plan
        with tempfile.TemporaryDirectory() as scratch:
            corpus = self.corpus(plan, Path(scratch))
            search = Search(corpus, self.job.settings.dedup)
            for part in range(rank, PARTS, world_size):
                found = search.part(part)
                write_candidates(self.candidates, part, plan.key, found)
                self.stat_update("pairs", value=len(found.first) + len(found.inside.first))
            corpus.close()


class _Verify(_Compare):
    """Compare the texts of candidate pairs, slice by slice."""

    @abstractmethod
    def of(self, corpus: ParagraphColumns, plan: Plan) -> Candidates:
        """Return the pairs to compare."""

    def work(self, rank: int, world_size: int) -> None:
        """Check the rank's slices."""
        from restore.dedup.check import check, slices
        from restore.executors.tables import write_checked

        plan = self.plan
        with (
            tempfile.TemporaryDirectory() as scratch,
            TextsBefore(Tasks(self.job).work, plan.shards, without=plan.without) as texts,
        ):
            corpus = self.corpus(plan, Path(scratch))
            for number, part in enumerate(slices(corpus, self.of(corpus, plan))):
                if number % world_size == rank:
                    found = check(corpus, part, texts.text, self.job.settings.dedup)
                    write_checked(self.checked(self.name), number, plan.key, found)
                    self.stat_update("pairs", value=len(part.first) + len(part.inside.first))
            corpus.close()


class Verification(_Verify):
    """Compare paragraphs that may be alike as wholes."""

    name = "verification"

    def of(self, corpus: ParagraphColumns, plan: Plan) -> Candidates:
        """Return the pairs of paragraphs that may be alike."""
        from restore.dedup.check import near_only

        return near_only(self.gathered(corpus, plan))


class Containment(_Verify):
    """Look for paragraphs inside others, where comparing them as wholes has not told enough."""

    name = "containment"

    def of(self, corpus: ParagraphColumns, plan: Plan) -> Candidates:
        """Return the pairs of which one may stand inside the other."""
        from restore.dedup.check import narrowed

        near = self.found(Verification(self.job, self.folder), corpus, plan)
        return narrowed(corpus, self.gathered(corpus, plan), near, self.job.settings.dedup)


class ClustersAndRemoval(_Compare):
    """Put what was verified together and decide what goes: one rank, all documents."""

    name = "clusters and removal"

    def work(self, rank: int, world_size: int) -> None:
        """Settle the whole corpus."""
        from restore.dedup.check import joined
        from restore.dedup.settle import settle

        plan, settings = self.plan, self.job.settings.dedup
        with (
            tempfile.TemporaryDirectory() as scratch,
            TextsBefore(Tasks(self.job).work, plan.shards, without=plan.without) as texts,
        ):
            corpus = self.corpus(plan, Path(scratch))
            pairs = self.gathered(corpus, plan)
            parts = [
                self.found(step(self.job, self.folder), corpus, plan)
                for step in (Verification, Containment)
            ]
            found = settle(corpus, pairs, joined(parts), texts.text, settings)
            corpus.close()
        write_file(self.folder / "findings.msgpack", encode(found))
