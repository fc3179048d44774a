"""What every command that restores has in common: settings, inputs, the corpus."""

from __future__ import annotations

import glob
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from restore.commands.console import complain, note, progress_bar, standard_input
from restore.errors import InputError, RestoreError
from restore.readers import STDIN, ErrorPolicy, ReadOptions, Skipped, Source, read_inputs
from restore.readers.registry import reader_named
from restore.review.store import NAME, DecisionsFile, read_decisions
from restore.settings import Settings, find_settings_file, load_settings
from restore.writers.records import DecisionsRecord, FailureRecord, OrphanRecord

if TYPE_CHECKING:
    from restore.hints import Hints
    from restore.pipeline import CorpusResult
    from restore.writers.outcome import Outcome

__all__ = [
    "CorpusRun",
    "RunOptions",
    "outcomes",
    "read_and_complain",
    "run_corpus",
    "tell_decisions",
    "tell_skipped",
]


@dataclass(frozen=True)
class RunOptions:
    """Options that ``clean``, ``check``, ``diff`` and ``figures`` share."""

    inputs: tuple[str, ...]
    output: Path | None = None
    encoding: str | None = None
    errors: ErrorPolicy = "strict"
    settings: Path | None = None
    convert: str | None = None
    language_model: Path | None = None
    dictionaries: Path | None = None
    profile: str | None = None
    input_format: str | None = None
    text_field: str = "text"
    id_field: str = "id"

    @property
    def reading(self) -> ReadOptions:
        """What is said about the inputs."""
        return ReadOptions(
            encoding=self.encoding,
            errors=self.errors,
            format=self.input_format,
            text_field=self.text_field,
            id_field=self.id_field,
        )

    decisions: Path | None = None

    def decisions_path(self) -> Path | None:
        """Where the reviewers' decisions lie: as given, else beside the inputs.

        None where the only input is standard input.
        """
        if self.decisions is not None:
            return self.decisions
        folder = self.input_folder()
        return folder / NAME if folder is not None else None

    def input_folder(self) -> Path | None:
        """The folder that holds all inputs; None where the only input is standard input."""
        folders = [_folder(Path(item)) for item in self.inputs if item != STDIN]
        return Path(os.path.commonpath(folders)) if folders else None

    def load_settings(self) -> Settings:
        """Read the settings file and put the command line's wishes over it."""
        path = self.settings or find_settings_file(Path.cwd())
        settings = load_settings(path)
        if self.convert is not None:
            characters = msgspec.structs.replace(settings.characters, convert=self.convert)
            settings = msgspec.structs.replace(settings, characters=characters)
        given = {
            "language_model": self.language_model,
            "dictionaries": self.dictionaries,
            "profile": self.profile,
        }
        wishes = {key: str(value) for key, value in given.items() if value is not None}
        correction = msgspec.structs.replace(settings.correction, **wishes)
        return msgspec.structs.replace(settings, correction=correction)


def _folder(path: Path) -> Path:
    """Return the folder that an input is or lies in; of a pattern, that before its wildcards."""
    path = path.absolute()
    if path.is_dir():
        return path
    folder = path.parent
    while glob.has_magic(str(folder)) and not folder.is_dir():
        folder = folder.parent
    return folder


@dataclass(frozen=True)
class CorpusRun:
    """A restored corpus with what was read (by document id) and what could not be.

    ``seconds`` maps parts of the run to wall time.
    """

    settings: Settings
    sources: dict[str, Source]
    failures: tuple[FailureRecord, ...]
    result: CorpusResult
    seconds: dict[str, float]
    decisions: DecisionsRecord | None = None

    @property
    def refused(self) -> dict[str, int]:
        """What the gate refused in all documents, by reason."""
        total: Counter[str] = Counter()
        for restored in self.result.restored:
            total.update(restored.refused)
        return dict(sorted(total.items()))


def run_corpus(options: RunOptions) -> CorpusRun:
    """Read the inputs and restore them; failures are told as they come.

    Raises
    ------
    RestoreError
        If nothing at all could be read, or the settings cannot be used.
    """
    settings = options.load_settings()
    if options.input_format is not None:
        reader_named(options.input_format)
    started = time.perf_counter()
    sources, failures = _read(options)
    read = time.perf_counter()
    if not sources:
        raise RestoreError("no document could be read; nothing was written")
    path = options.decisions_path()
    decided = DecisionsFile() if path is None else read_decisions(path)
    from restore.pipeline import restore_corpus

    by_id = {source.document.id: source for source in sources}
    with progress_bar() as progress:
        result = restore_corpus(
            [source.document for source in sources],
            settings=settings,
            progress=progress,
            hints=lambda name: _hints(by_id[name]),
            decisions=decided.decisions,
        )
    ended = time.perf_counter()
    for failure in result.failures:
        note(f"restore: {failure.message}")
        failures.append(FailureRecord(failure.document, failure.message))
    if not result.restored:
        raise RestoreError("no document could be restored; nothing was written")
    seconds = {"read": read - started, "restore": ended - read}
    record = _decisions_record(decided, result)
    tell_decisions(record, path)
    return CorpusRun(settings, by_id, tuple(failures), result, seconds, record)


def _decisions_record(decided: DecisionsFile, result: CorpusResult) -> DecisionsRecord | None:
    if not decided.decisions and not decided.damaged:
        return None
    reports = [item.rulings for item in result.restored if item.rulings is not None]
    honoured: Counter[str] = Counter()
    for report in reports:
        honoured.update(report.honoured)
    orphans = [*(item for report in reports for item in report.orphans), *result.absent]
    return DecisionsRecord(
        honoured=dict(sorted(honoured.items())),
        conflicts=tuple(item.heads[-1].edit for report in reports for item in report.conflicts),
        orphans=tuple(
            OrphanRecord(
                head.edit, head.document, head.decision.value, head.before, head.after, head.who
            )
            for head in (item.heads[-1] for item in orphans)
        ),
        damaged_lines=tuple(item.line for item in decided.damaged),
    )


def tell_decisions(record: DecisionsRecord | None, path: Path | None) -> None:
    """Say what of the decisions could not be honoured; what could goes without saying."""
    if record is None:
        return
    if record.damaged_lines:
        lines = ", ".join(map(str, record.damaged_lines[:5]))
        note(f"restore: {path}: no decision in line {lines}; the other lines are used")
    if record.conflicts:
        note(f"restore: reviewers disagree on {len(record.conflicts)} edits; they are left open")
    if record.orphans:
        note(
            f"restore: {len(record.orphans)} decisions found no edit any more; "
            "they are kept, and listed in manifest.json"
        )


def _hints(source: Source) -> Hints:
    from restore.hints import Hints

    return source.page.hints() if source.page is not None else Hints()


def outcomes(run: CorpusRun) -> list[Outcome]:
    """Pair what was read with what became of it."""
    from restore.writers.outcome import Outcome

    return [
        Outcome(
            source=run.sources[restored.document.id],
            document=restored.document,
            edits=restored.edits,
            articles=restored.articles,
            log=restored.log,
        )
        for restored in run.result.restored
    ]


def read_and_complain(options: RunOptions) -> Iterator[Source | InputError]:
    """Yield what the inputs hold, one by one; what cannot be read is told on standard error too."""
    for item in read_inputs(
        options.inputs,
        output=options.output,
        options=options.reading,
        stdin=standard_input(),
        skipped=tell_skipped,
    ):
        if isinstance(item, InputError):
            complain(item)
        yield item


def tell_skipped(skipped: Sequence[Skipped]) -> None:
    """Say what lies in the input folders and is not read: by kind, with one of each."""
    kinds: dict[str, list[str]] = {}
    for item in skipped:
        kinds.setdefault(item.kind, []).append(item.source)
    parts = [
        f"{len(names)} × {kind} ({names[0]}{' …' if len(names) > 1 else ''})"
        for kind, names in sorted(kinds.items())
    ]
    note(
        f"restore: not read, as they are of no format that is: {', '.join(parts)}; "
        "name a file itself to have it read, give images to restore ocr"
    )


def _read(options: RunOptions) -> tuple[list[Source], list[FailureRecord]]:
    sources: list[Source] = []
    failures: list[FailureRecord] = []
    for item in read_and_complain(options):
        if isinstance(item, InputError):
            failures.append(FailureRecord(item.source, str(item), item.offset))
        else:
            sources.append(item)
    return sources, failures
