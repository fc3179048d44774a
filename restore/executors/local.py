"""The local executor: the phases over shards of files, on the processors of this machine.

What is finished is kept in a folder of its own in the output folder until all is; a run that was
stopped goes on from there. The result does not depend on the number of processes, on the size of
the shards, or on how often the run was stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, BinaryIO, Protocol

import msgspec

from restore import __version__, readers
from restore.blame import FULL, MOST_BLAMED, ends_the_run
from restore.decisions import ReviewDecision
from restore.errors import InputError, RestoreError
from restore.executors.assembling import Assembly
from restore.executors.disk import WorkError, file_digest, refusal, write_whole
from restore.executors.engine import Engine
from restore.executors.pool import Pool, cores, pool
from restore.executors.publishing import Journal, publish, recover
from restore.executors.records import ReadShard, Reduced, StageFailure, WrittenShard, orphan
from restore.executors.reducing import (
    SetApartError,
    TextsBefore,
    index_of,
    reduce_documents,
)
from restore.executors.shards import Shard, cut, pieces_of, read_piece, seal_of
from restore.executors.tasks import CorrectWork, Job, Tasks, decisions_file
from restore.executors.work import NAME, OwnedFolder, code_digest, key_of
from restore.figures.corpus import FigureCheck
from restore.pipeline import phases
from restore.pipeline.state import encode
from restore.readers.registry import ReadOptions
from restore.review.store import DecisionsFile
from restore.rulings import rulings_for
from restore.settings import Settings
from restore.writers.output import read_manifest, refuse_strangers, stale_files
from restore.writers.records import FORMAT, FailureRecord, Manifest, OrphanRecord, SkippedRecord

__all__ = ["Finished", "LocalRun", "Progress", "run"]

NOTHING_DECIDED = DecisionsFile()
#: Bytes of input that one process takes at a time.
SHARD = 1 << 18
# So many shards keep a process busy for longer than it takes to start.
_WORTH_A_PROCESS = 4


class Progress(Protocol):
    """Is told how far a run is."""

    def begin(self, phase: str, total: int) -> None:
        """A phase begins: ``total`` is bytes or characters, 0 where that is not known."""

    def advance(self, amount: int, characters: int) -> None:
        """So much of the phase's total is done, and so many characters."""


@dataclass(frozen=True)
class LocalRun:
    """What is asked of a run.

    Parameters
    ----------
    report : renders the report's files by name, given the assembly and the manifest; None: none
    told : called with each failure as it is known
    skipped : called with what lies in the input folders and is not read, if anything does
    facts : called at the end for what differs between two runs, given seconds by phase and the
        number of characters; goes into the manifest
    workers : processes; None: as many as there are processors, if there is enough to do
    shard : bytes of input that one process takes at a time; changes no result
    engine : runs the phases elsewhere; None: in processes of this machine
    force : write to a folder that holds files of others, too
    """

    inputs: tuple[str, ...]
    output: Path
    settings: Settings
    reading: ReadOptions
    told: Callable[[str], None]
    facts: Callable[[dict[str, float], int], dict[str, Any]]
    decided: DecisionsFile = NOTHING_DECIDED
    input_folder: Path | None = None
    write_back: bool = False
    report: Callable[[Assembly, Manifest], Mapping[str, str]] | None = None
    stdin: BinaryIO | None = None
    workers: int | None = None
    shard: int = SHARD
    progress: Progress | None = None
    engine: Engine | None = None
    skipped: Callable[[Sequence[readers.Skipped]], None] | None = None
    force: bool = False


class Finished(msgspec.Struct, frozen=True):
    """What came of a run; ``manifest`` is without its documents and files, which are counted."""

    manifest: Manifest
    documents: int
    report: bool


def run(wanted: LocalRun) -> Finished:
    """Restore the inputs into the output folder.

    Raises
    ------
    RestoreError
        If nothing could be read or restored; nothing has changed then.
    WorkError
        If it cannot go on (the disk is full); what is finished is kept for the next run.
    """
    with OwnedFolder(wanted.output) as folder:
        try:
            if recover(folder.path, wanted.output):
                folder.clear()
            if not wanted.force:
                refuse_strangers(wanted.output, but=NAME)
        except RestoreError:
            folder.leave()
            raise
        try:
            finished = _Run(wanted, folder.path).run()
        except BaseException as error:
            # What is finished serves the next run, unless that would fail in the same way.
            final = isinstance(error, RestoreError) and not isinstance(error, WorkError)
            if final or not folder.worth_keeping:
                folder.discard()
            if isinstance(error, OSError) and error.errno in FULL:
                raise refusal(folder.path, error) from error
            raise
        folder.discard()
        return finished


class _Run:
    def __init__(self, wanted: LocalRun, folder: Path) -> None:
        self.wanted, self.folder = wanted, folder
        self.seconds: dict[str, float] = {}
        self.absent: tuple[OrphanRecord, ...] = ()
        self.skipped: tuple[readers.Skipped, ...] = ()

    def run(self) -> Finished:
        wanted = self.wanted
        with self._timed("read"):
            discovery = readers.discover(wanted.inputs, output=wanted.output)
            self.skipped = discovery.skipped
            if wanted.skipped is not None and discovery.skipped:
                wanted.skipped(discovery.skipped)
            spool = self.folder / "spool"
            size = wanted.shard if wanted.engine is None else wanted.engine.shard
            pieces = pieces_of(discovery, wanted.reading, spool, size, wanted.stdin)
            shards = list(cut(pieces, size))
            tasks = Tasks(self._job(shards))
        enough = len(shards) // _WORTH_A_PROCESS
        workers = wanted.workers or max(1, min(cores(), enough))
        engine = wanted.engine
        here = pool(tasks, min(workers, max(1, len(shards))))
        with here if engine is None else engine.pool(tasks) as processes:
            with self._timed("stage layout"):
                keys, read = self._read(processes, shards)
            for error in discovery.failed:
                wanted.told(str(error))
            if not any(shard.documents or shard.failed for shard in read):
                raise RestoreError("no document could be read; nothing was written")
            failed = [failure for shard in read for failure in shard.failed]
            assembly = self._restore(processes, tasks, keys, read, failed)
        unread = [item for shard in read for item in shard.unread]
        unread += [FailureRecord(item.source, str(item), item.offset) for item in discovery.failed]
        with TextsBefore(tasks.work, read, named=True) as before:
            self._assemble(assembly, before, workers)
        for document, name in assembly.gathered.renamed:
            wanted.told(f"{document}: its name is too long to be written; its text is in {name}")
        manifest = self._manifest(tasks, assembly, unread)
        self._report(assembly, manifest)
        if assembly.late:
            for late in assembly.late:
                wanted.told(late.message)
            records = (FailureRecord(item.document, item.message) for item in assembly.late)
            manifest = msgspec.structs.replace(manifest, failed=(*manifest.failed, *records))
        facts = wanted.facts(self.seconds, assembly.gathered.characters)
        manifest = msgspec.structs.replace(manifest, run=facts)
        stale = stale_files(wanted.output, read_manifest(wanted.output), assembly.files)
        assembly.manifest(manifest)
        publish(self.folder, wanted.output, Journal(assembly.moves, tuple(stale)))
        return Finished(
            manifest, len(assembly.gathered.restored), "report/index.html" in assembly.files
        )

    def _report(self, assembly: Assembly, manifest: Manifest) -> None:
        """Render the report; without it the rest is as good."""
        if self.wanted.report is None:
            return
        try:
            files = {
                f"report/{name}": text.encode("utf-8")
                for name, text in self.wanted.report(assembly, manifest).items()
            }
        except BaseException as error:
            if ends_the_run(error):
                raise
            assembly.fail("report", "report/index.html", error, "no report is written")
            return
        for name, data in files.items():
            assembly.write(name, iter([data]))

    def _restore(
        self,
        processes: Pool,
        tasks: Tasks,
        keys: Sequence[str],
        read: Sequence[ReadShard],
        failed: list[StageFailure],
    ) -> Assembly:
        """Compare and correct the documents, until none fails that the others may rest on.

        ``failed`` has those that failed so far; more are added.
        """
        for failure in failed:
            self.wanted.told(failure.message)
        # What failed before it was compared with the others is not among what is compared.
        without = {failure.document for failure in failed if failure.stage != "layout"}
        blamed = 0
        while True:
            try:
                found = self._attempt(processes, tasks, keys, read, failed, without)
                if isinstance(found, Assembly):
                    found.own_files()
                    return found
                fresh = found
            except SetApartError as apart:
                blamed += 1
                if blamed > MOST_BLAMED:
                    raise phases.fails_over_all(apart.failures[0].stage, apart) from apart
                fresh = list(apart.failures)
            for message in dict.fromkeys(failure.message for failure in fresh):
                self.wanted.told(message)
            failed += fresh
            without.update(failure.document for failure in fresh)

    def _attempt(
        self,
        processes: Pool,
        tasks: Tasks,
        keys: Sequence[str],
        read: Sequence[ReadShard],
        failed: Sequence[StageFailure],
        without: Collection[str],
    ) -> Assembly | list[StageFailure]:
        """Compare and correct the documents but some; return those that fail, if any do."""
        with self._timed("stage dedup"):
            reduced = reduce_documents(
                tasks,
                keys,
                read,
                without,
                lambda name: self._begin(name, 0),
                self.wanted.engine,
            )
        with self._timed("stage correction"):
            written = self._correct(processes, tasks, keys, read, reduced, without)
        fresh = [failure for shard in written for failure in shard.failed]
        if fresh:
            return fresh
        assembly = Assembly(tasks.job, written, failed)
        if not assembly.gathered.restored:
            raise RestoreError("no document could be restored; nothing was written")
        with self._timed("write"):
            fresh = assembly.row_files()
        return fresh or assembly

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began

    def _begin(self, phase: str, total: int) -> None:
        if self.wanted.progress is not None:
            self.wanted.progress.begin(phase, total)

    def _advance(self, amount: int, characters: int) -> None:
        if self.wanted.progress is not None:
            self.wanted.progress.advance(amount, characters)

    def _job(self, shards: Sequence[Shard]) -> Job:
        """Settle what all tasks need, and its digest."""
        wanted = self.wanted
        tools = phases.load_tools(wanted.settings)
        decisions = wanted.decided.decisions
        if decisions:
            self._decide(shards, decisions)
        # A profile may be a file of the user's; a built-in one is part of the code.
        profile = Path(wanted.settings.correction.profile)
        key = key_of(
            __version__,
            code_digest(),
            wanted.settings.digest(),
            tools.lexicon.digest,
            tools.model.digest,
            file_digest(profile) if profile.is_file() else "",
            asdict(wanted.reading),
            decisions,
            wanted.write_back,
            readers.printable(str(wanted.input_folder)),
        )
        return Job(
            self.folder,
            key,
            wanted.settings,
            wanted.reading,
            wanted.write_back,
            wanted.input_folder,
            bool(decisions),
        )

    def _decide(self, shards: Sequence[Shard], decisions: Sequence[ReviewDecision]) -> None:
        """Sort the decisions by document; for that the names of all documents must be known."""
        reading = self.wanted.reading
        names = [
            item.document.id
            for shard in shards
            for piece in shard.pieces
            for item in read_piece(piece, seal_of(piece), reading)
            if not isinstance(item, InputError)
        ]
        rulings, absent = rulings_for(decisions, names)
        standing = {name: dict(found.standing) for name, found in rulings.items()}
        write_whole(decisions_file(self.folder), encode(standing))
        self.absent = tuple(orphan(item.heads[-1]) for item in absent)

    def _read(self, processes: Pool, shards: Sequence[Shard]) -> tuple[list[str], list[ReadShard]]:
        keys: list[str] = []
        read: list[ReadShard] = []
        self._begin("read", sum(shard.size for shard in shards))
        for shard, (key, done) in zip(shards, processes.map("read", shards), strict=True):
            keys.append(key)
            read.append(done)
            for failure in done.unread:
                self.wanted.told(failure.message)
            self._advance(shard.size, done.characters)
        return keys, read

    def _correct(
        self,
        processes: Pool,
        tasks: Tasks,
        keys: Sequence[str],
        read: Sequence[ReadShard],
        reduced: Reduced,
        without: Collection[str],
    ) -> list[WrittenShard]:
        written: list[WrittenShard] = []
        self._begin("correct", sum(shard.characters for shard in read))
        work = (
            CorrectWork(
                shard.number,
                key,
                reduced.orders[shard.number],
                reduced.corpus,
                _members(tasks, shard, without),
            )
            for key, shard in zip(keys, read, strict=True)
        )
        for shard, done in zip(read, processes.map("correct", work), strict=True):
            written.append(done)
            self._advance(shard.characters, shard.characters)
        return written

    def _assemble(self, assembly: Assembly, before: TextsBefore, workers: int) -> None:
        self._begin("write", 0)
        with self._timed("write"):
            assembly.lines()
            assembly.repeats(before)
        if self.wanted.settings.figures.enabled:
            self._begin("figures", 0)
            with self._timed("stage figures"):
                assembly.figures(lambda: FigureCheck(folder=self.folder, workers=workers))

    def _manifest(
        self, tasks: Tasks, assembly: Assembly, unread: Sequence[FailureRecord]
    ) -> Manifest:
        wanted, gathered = self.wanted, assembly.gathered
        failed = (FailureRecord(item.document, item.message) for item in gathered.failed)
        decided = wanted.decided
        decisions = None
        if decided.decisions or decided.damaged:
            damaged = [item.line for item in decided.damaged]
            decisions = gathered.decisions(damaged, self.absent)
        return Manifest(
            format=FORMAT,
            version=__version__,
            settings_digest=wanted.settings.digest(),
            settings=wanted.settings,
            dictionaries_digest=tasks.tools.lexicon.digest,
            model_digest=tasks.tools.model.digest,
            inputs=(),
            failed=(*unread, *failed),
            counts=gathered.nested_counts,
            refused=dict(sorted(gathered.refused.items())),
            files={},
            run={},
            decisions=decisions,
            skipped=tuple(SkippedRecord(item.source, item.kind) for item in self.skipped),
        )


def _members(tasks: Tasks, shard: ReadShard, names: Collection[str]) -> tuple[str, ...]:
    """Return the ids of a shard's documents that are among some."""
    if not names:
        return ()
    return tuple(item.id for item in index_of(tasks.work, shard.number) if item.id in names)
