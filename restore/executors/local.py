"""The local executor: the phases over shards of files, on the processors of this machine.

What is finished is kept in a folder of its own in the output folder until all is; a run that was
stopped goes on from there. The result does not depend on the number of processes, on the size of
the shards, or on how often the run was stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import msgspec

from restore import __version__, readers
from restore.core.blame import ends_the_run
from restore.core.decisions import ReviewDecision
from restore.errors import InputError, RestoreError, WorkError
from restore.executors.engine import Engine
from restore.executors.job import Job, decisions_file, ledger_file
from restore.executors.pool import pool
from restore.executors.publishing import Journal, publish, recover
from restore.executors.records import orphan
from restore.executors.shards import Shard, cut, pieces_of, read_piece, seal_of
from restore.executors.store import DiskStore
from restore.executors.tasks import Tasks
from restore.executors.texts import TextsBefore
from restore.executors.work import NAME, OwnedFolder, code_digest, key_of
from restore.files import FULL, encode, file_digest, refusal, write_file
from restore.gate.decision_matching import open_decisions
from restore.llm.ledger import Ledger, Spent
from restore.llm.local import local_corrector
from restore.pipeline import phases
from restore.pipeline.run import Failure
from restore.pipeline.run import run as phases_in_order
from restore.processes import cores
from restore.readers.options import ReadOptions
from restore.review.store import DecisionsFile
from restore.settings import Settings
from restore.writers.output import read_manifest, refuse_strangers, stale_files
from restore.writers.records import (
    FORMAT,
    DecisionsRecord,
    FailureRecord,
    Manifest,
    OrphanRecord,
    SkippedRecord,
)

if TYPE_CHECKING:
    from restore.figures.corpus import FigureCheck

__all__ = ["Finished", "LocalRun", "Progress", "Publication", "Run", "run", "unpublished"]

NOTHING_DECIDED = DecisionsFile()
#: Bytes of input that one process takes at a time.
SHARD = 1 << 18
# Failures are listed by phase.
_PHASES = (
    "layout", "issues", "repeats", "dedup", "statistics", "correction", "review", "check",
    "articles", "write",
)  # fmt: skip
# So many shards keep a process busy for longer than it takes to start.
_WORTH_A_PROCESS = 4


Report = Callable[["Run", Manifest], Mapping[str, str]]


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
    output : the folder to write to; what lies there is not read
    told : called with each failure as it is known
    skipped : called with what lies in the input folders and is not read, if anything does
    decided : what reviewers decided
    input_folder : the folder that holds all inputs, for the places of lines on their images
    write_back : put the corrections into copies of OCR files, too
    figures : whether to read the figures of the texts; None: as the settings say
    stdin : where standard input is read from
    workers : processes; None: as many as there are processors, if there is enough to do
    shard : bytes of input that one process takes at a time; changes no result
    progress : is told how far the run is
    engine : runs the phases elsewhere; None: in processes of this machine
    """

    inputs: tuple[str, ...]
    output: Path | None
    settings: Settings
    reading: ReadOptions
    told: Callable[[str], None]
    decided: DecisionsFile = NOTHING_DECIDED
    input_folder: Path | None = None
    write_back: bool = False
    figures: bool | None = None
    stdin: BinaryIO | None = None
    workers: int | None = None
    shard: int = SHARD
    progress: Progress | None = None
    engine: Engine | None = None
    skipped: Callable[[Sequence[readers.Skipped]], None] | None = None


@dataclass(frozen=True)
class Publication:
    """What is to stand in the output folder beside the texts.

    Parameters
    ----------
    facts : called at the end for what differs between two runs, given seconds by phase and the
        number of characters; goes into the manifest
    report : renders the report's files by name, given the run and the manifest; None: none
    force : write to a folder that holds files of others, too
    """

    facts: Callable[[dict[str, float], int], dict[str, Any]]
    report: Report | None = None
    force: bool = False


class Missing(msgspec.Struct, frozen=True):
    """Answers that a language model of the user's did not give: why, and what to do about it."""

    cause: str
    count: int
    zh: str
    en: str


class Asked(msgspec.Struct, frozen=True):
    """What a language model of the user's was asked: ``requests`` and ``tokens``, of these
    ``requests_before`` by a run that was stopped, and the answers that are missing."""

    requests: int
    tokens: int
    requests_before: int
    missing: tuple[Missing, ...]


class Finished(msgspec.Struct, frozen=True):
    """What came of a run; ``manifest`` is without its documents and files, which are counted:
    ``formats`` are the documents of each, ``told`` what is to be known of how some were read."""

    manifest: Manifest
    documents: int
    report: bool
    formats: dict[str, int] = {}
    told: tuple[tuple[str, str], ...] = ()
    asked: Asked | None = None


def run(wanted: LocalRun, publication: Publication) -> Finished:
    """Restore the inputs into the output folder.

    Raises
    ------
    RestoreError
        If nothing could be read or restored; nothing has changed then.
    WorkError
        If it cannot go on (the disk is full); what is finished is kept for the next run.
    """
    output = wanted.output
    assert output is not None
    with OwnedFolder(output) as folder:
        try:
            if recover(folder.path, output):
                folder.clear()
            if not publication.force:
                refuse_strangers(output, but=NAME)
        except RestoreError:
            folder.leave()
            raise
        try:
            finished = _published(Run(wanted, folder.path), output, publication)
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


@contextmanager
def unpublished(wanted: LocalRun) -> Iterator[Run]:
    """Restore the inputs for somebody who looks at the results: they are gone at the end.

    Raises
    ------
    RestoreError
        If nothing could be read or restored, or there is no room for it.
    """
    with TemporaryDirectory(prefix="restore-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        try:
            run = Run(wanted, path, durable=False)
        except OSError as error:
            if error.errno in FULL:
                raise refusal(path, error) from error
            raise
        yield run


class Run:
    """The restored documents of a run, in a work folder.

    Attributes
    ----------
    assembly : the finished documents, and what can be written of them
    shards : what became of the shards when they were read
    failures : the documents that could not be restored, by phase
    unread : what could not be read
    figures_found : what the figure check found, while the output is written
    asked : what a language model of the user's was asked; None where none is to be
    """

    def __init__(self, wanted: LocalRun, folder: Path, *, durable: bool = True) -> None:
        self.wanted, self.folder = wanted, folder
        self.seconds: dict[str, float] = {}
        self.told = wanted.told
        self.figures_found: FigureCheck | None = None
        self._absent: tuple[OrphanRecord, ...] = ()
        began = perf_counter()
        reading = wanted.reading
        discovery = readers.discover(
            wanted.inputs,
            output=wanted.output,
            fields=bool(reading.fields),
            images="never" if reading.recognised is None else reading.ocr,
        )
        self.skipped = discovery.skipped
        if wanted.skipped is not None and discovery.skipped:
            wanted.skipped(discovery.skipped)
        size = wanted.shard if wanted.engine is None else wanted.engine.shard
        spool = self.folder / "spool"
        shards = list(cut(pieces_of(discovery, wanted.reading, spool, size, wanted.stdin), size))
        self.tasks = Tasks(self._job(shards)._replace(durable=durable))
        self.spent("read", perf_counter() - began)
        for error in discovery.failed:
            wanted.told(str(error))
        enough = len(shards) // _WORTH_A_PROCESS
        self.workers = wanted.workers or max(1, min(cores(), enough))
        correction = wanted.settings.correction
        asking = correction.enabled and correction.llm.enabled
        ledger = Ledger(ledger_file(folder))
        before = ledger.reopen().requests if asking else 0
        store, failed = self._restore(shards)
        self.shards, self.assembly = store.shards, store.assembly
        self.asked = _asked(ledger.spent, before, store.missing) if asking else None
        self.failures = sorted(failed, key=lambda failure: _PHASES.index(failure.phase))
        self.unread = [item for shard in store.shards for item in shard.unread]
        self.unread += [
            FailureRecord(item.source, str(item), item.offset) for item in discovery.failed
        ]

    def _restore(self, shards: Sequence[Shard]) -> tuple[DiskStore, list[Failure]]:
        """Take the documents through the phases, and read their figures where those are asked for."""
        engine = self.wanted.engine
        told: set[str] = set()

        def tell(failure: Failure) -> None:
            # Of a file of rows that was changed, one word says it for all of them.
            if failure.message not in told:
                told.add(failure.message)
                self.wanted.told(failure.message)

        here = pool(self.tasks, min(self.workers, max(1, len(shards))))
        with here if engine is None else engine.pool(self.tasks) as processes:
            store = DiskStore(self.tasks, processes, shards, self, engine)
            failed = phases_in_order(store, tell)
            enabled = self.wanted.settings.figures.enabled
            if enabled if self.wanted.figures is None else self.wanted.figures:
                store.read_figures()
            return store, failed

    @property
    def failed(self) -> tuple[FailureRecord, ...]:
        """What could not be read or restored, and what failed after it was."""
        items = (*self.failures, *self.assembly.late)
        records = (FailureRecord(item.document, item.message) for item in items)
        return (*self.unread, *records)

    def texts_before(self) -> TextsBefore:
        """Return the texts that the dedup stage saw, by document."""
        return TextsBefore(self.tasks.work, self.shards, named=True)

    def figures(self) -> FigureCheck:
        """Return what checks figures with as many processes as this run has."""
        # Loads when figures are compared: a tenth of the start of a small run.
        from restore.figures.corpus import FigureCheck

        return FigureCheck(folder=self.tasks.work.scratch(), workers=self.workers)

    def decisions(self) -> DecisionsRecord | None:
        """Return what became of the reviewers' decisions; None where there are none."""
        decided = self.wanted.decided
        if not decided.decisions and not decided.damaged:
            return None
        damaged = [item.line for item in decided.damaged]
        return self.assembly.gathered.decisions(damaged, self._absent)

    def begin(self, phase: str, total: int) -> None:
        """Say that a phase begins."""
        if self.wanted.progress is not None:
            self.wanted.progress.begin(phase, total)

    def advance(self, amount: int, characters: int) -> None:
        """Say how far it is."""
        if self.wanted.progress is not None:
            self.wanted.progress.advance(amount, characters)

    @contextmanager
    def timed(self, phase: str) -> Iterator[None]:
        """Add what is done to the time of a phase."""
        began = perf_counter()
        yield
        self.spent(phase, perf_counter() - began)

    def spent(self, phase: str, seconds: float) -> None:
        """Add to the time that a phase has taken."""
        self.seconds[phase] = self.seconds.get(phase, 0.0) + seconds

    def _job(self, shards: Sequence[Shard]) -> Job:
        """Settle what all tasks need, and its digest."""
        wanted = self.wanted
        tools = phases.load_tools(wanted.settings)
        decisions = wanted.decided.decisions
        if decisions:
            self._decide(shards, decisions)
        # A profile may be a file of the user's; a built-in one is part of the code.
        correction = wanted.settings.correction
        named = (correction.profile, correction.llm.calibration, correction.corrector.calibration)
        own = [Path(name) for name in named if name]
        who = local_corrector(correction.corrector) if correction.corrector.enabled else None
        key = key_of(
            __version__,
            code_digest(),
            wanted.settings.digest(),
            tools.lexicon.digest,
            tools.model.digest,
            [file_digest(path) if path.is_file() else "" for path in own],
            who,
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
        opened, absent = open_decisions(decisions, names)
        standing = {name: dict(found.standing) for name, found in opened.items()}
        write_file(decisions_file(self.folder), encode(standing))
        self._absent = tuple(orphan(item.heads[-1]) for item in absent)


def _asked(spent: Spent, before: int, missing: Mapping[str, int]) -> Asked:
    from restore.report.summary import cause_words

    causes = (
        Missing(cause, count, cause_words(cause, language="zh"), cause_words(cause))
        for cause, count in sorted(missing.items())
    )
    return Asked(spent.requests, spent.tokens, before, tuple(causes))


def _published(run: Run, output: Path, publication: Publication) -> Finished:
    """Write the files of the output and rename them into their places."""
    assembly = run.assembly
    run.begin("write", 0)
    with run.timed("write"):
        assembly.lines()
        with run.texts_before() as before:
            assembly.repeats(before)
    with ExitStack() as stack:
        if run.wanted.settings.figures.enabled:
            run.begin("figures", 0)
            with run.timed("figures"):
                figures = assembly.figures(run.figures)
            if figures is not None:
                run.figures_found = stack.enter_context(figures)
        for document, name in assembly.gathered.renamed:
            run.told(f"{document}: its name is too long to be written; its text is in {name}")
        manifest = _manifest(run)
        if publication.report is not None:
            _report(run, publication.report, manifest)
    for late in assembly.late:
        run.told(late.message)
    facts = publication.facts(run.seconds, assembly.gathered.characters)
    if run.asked is not None:
        facts["asked"] = run.asked
    manifest = msgspec.structs.replace(manifest, failed=run.failed, run=facts)
    stale = stale_files(output, read_manifest(output), assembly.files)
    assembly.manifest(manifest)
    publish(run.folder, output, Journal(assembly.moves, tuple(stale)))
    documents = len(assembly.gathered.restored)
    gathered = assembly.gathered
    return Finished(
        manifest,
        documents,
        "report/index.html" in assembly.files,
        dict(gathered.formats),
        tuple(gathered.told),
        run.asked,
    )


def _report(run: Run, render: Report, manifest: Manifest) -> None:
    """Render the report; without it the rest is as good."""
    try:
        files = {
            f"report/{name}": text.encode("utf-8") for name, text in render(run, manifest).items()
        }
    except BaseException as error:
        if ends_the_run(error):
            raise
        run.assembly.fail("report", "report/index.html", error, "no report is written")
        return
    for name, data in files.items():
        run.assembly.write(name, iter([data]))


def _manifest(run: Run) -> Manifest:
    """Return the manifest of a run, but for its documents, its files, and what fails later."""
    wanted, gathered, tools = run.wanted, run.assembly.gathered, run.tasks.tools
    failed = (FailureRecord(item.document, item.message) for item in run.failures)
    return Manifest(
        format=FORMAT,
        version=__version__,
        settings_digest=wanted.settings.digest(),
        settings=wanted.settings,
        dictionaries_digest=tools.lexicon.digest,
        model_digest=tools.model.digest,
        inputs=(),
        failed=(*run.unread, *failed),
        counts=gathered.nested_counts,
        refused=dict(sorted(gathered.refused.items())),
        files={},
        run={},
        decisions=run.decisions(),
        skipped=tuple(SkippedRecord(item.source, item.kind, item.why) for item in run.skipped),
    )
