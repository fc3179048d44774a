"""What every command that restores has in common: settings, inputs, the corpus."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from restore.commands.console import complain, note, standard_input, work_bar
from restore.errors import InputError
from restore.messages import language, translated
from restore.readers import STDIN, ErrorPolicy, ReadOptions, Skipped, Source, read_inputs
from restore.readers.registry import reader_named
from restore.review.store import NAME, DecisionsFile, read_decisions
from restore.settings import Settings, find_settings_file, load_settings
from restore.writers.records import DecisionsRecord

if TYPE_CHECKING:
    from restore.executors.local import Asked, LocalRun, Progress, Run

__all__ = [
    "RunOptions",
    "fields_of",
    "local_run",
    "read_and_complain",
    "restored",
    "tell_asked",
    "tell_decisions",
    "tell_skipped",
]

_S = TypeVar("_S", bound=msgspec.Struct)


@dataclass(frozen=True)
class RunOptions:
    """Options that ``clean``, ``check``, ``diff`` and ``figures`` share."""

    inputs: tuple[str, ...]
    output: Path | None = None
    encoding: str | None = None
    errors: ErrorPolicy = "strict"
    settings: Path | None = None
    convert: str | None = None
    spacing: str | None = None
    keep: tuple[str, ...] | None = None
    keep_lines: bool = False
    markdown: str | None = None
    language_model: Path | None = None
    dictionaries: Path | None = None
    profile: str | None = None
    engine: str | None = None
    llm_cache_only: bool = False
    llm_max_requests: int | None = None
    input_format: str | None = None
    text_field: str = "text"
    id_field: str = "id"
    fields: str | None = None
    ocr: str = "auto"

    @cached_property
    def reading(self) -> ReadOptions:
        """What is said about the inputs; the images among them are read when this is first asked.

        Raises
        ------
        RestoreError
            If the fields cannot be used, or no engine is installed that is asked for.
        """
        from restore.commands.scans import recognise

        recognised = recognise(self.inputs, self.output, self.ocr)
        return ReadOptions(
            encoding=self.encoding,
            errors=self.errors,
            format=self.input_format,
            text_field=self.text_field,
            id_field=self.id_field,
            fields=fields_of(self.fields),
            recognised=None if recognised is None else str(recognised),
            ocr=self.ocr,
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
        characters = _wished(
            settings.characters,
            convert=self.convert,
            spacing=self.spacing,
            markdown=self.markdown,
        )
        layout = _wished(settings.layout, keep=self.keep, join=False if self.keep_lines else None)
        given = {
            "language_model": self.language_model,
            "dictionaries": self.dictionaries,
            "profile": self.profile,
            "engine": self.engine,
        }
        wishes = {key: None if value is None else str(value) for key, value in given.items()}
        if self.dictionaries is not None and not any(self.dictionaries.glob("*.tsv")):
            note(
                f"{self.dictionaries}: holds no dictionary (*.tsv); only the built-in ones are used"
            )
        llm = _wished(
            settings.correction.llm,
            cache_only=self.llm_cache_only or None,
            max_requests=self.llm_max_requests,
        )
        correction = _wished(settings.correction, llm=llm, **wishes)
        return msgspec.structs.replace(
            settings, characters=characters, layout=layout, correction=correction
        )


def _wished(section: _S, **wishes: object) -> _S:
    """Return a section of the settings with what is wished for; None asks for nothing."""
    given = {key: value for key, value in wishes.items() if value is not None}
    return msgspec.structs.replace(section, **given)


def _folder(path: Path) -> Path:
    """Return the folder that an input is or lies in; of a pattern, that before its wildcards."""
    path = path.absolute()
    if path.is_dir():
        return path
    folder = path.parent
    while glob.has_magic(str(folder)) and not folder.is_dir():
        folder = folder.parent
    return folder


def fields_of(given: str | None) -> str:
    """Return what the user says about the fields of JSON, as it is kept; nothing if nothing is said.

    Raises
    ------
    RestoreError
        If it cannot be used.
    """
    if given is None:
        return ""
    from restore.readers.json_files import check_fields

    return check_fields(given)


def local_run(options: RunOptions, progress: Progress | None, **given: Any) -> LocalRun:
    """Return what the options ask of a run; what cannot be read is told as it is known.

    Parameters
    ----------
    given : further fields of the run

    Raises
    ------
    RestoreError
        If the settings or the decisions cannot be used.
    """
    from restore.executors.local import LocalRun

    settings = options.load_settings()
    if options.input_format is not None:
        reader_named(options.input_format)
    path = options.decisions_path()
    return LocalRun(
        options.inputs,
        options.output,
        settings,
        options.reading,
        told=lambda message: note(f"restore: {message}"),
        decided=DecisionsFile() if path is None else read_decisions(path),
        stdin=standard_input(),
        progress=progress,
        skipped=tell_skipped,
        **given,
    )


@contextmanager
def restored(options: RunOptions, workers: int | None, **given: Any) -> Iterator[Run]:
    """Restore the inputs for a command that prints what came of them; failures are told.

    Parameters
    ----------
    workers : processes; None: as many as are of use

    Raises
    ------
    RestoreError
        If nothing could be read or restored, or the settings cannot be used.
    """
    from restore.executors.local import unpublished

    with ExitStack() as stack:
        with work_bar() as progress:
            wanted = local_run(options, progress, workers=workers, **given)
            run = stack.enter_context(unpublished(wanted))
        tell_decisions(run.decisions(), options.decisions_path())
        tell_asked(run.asked)
        yield run


def tell_asked(asked: Asked | None) -> None:
    """Say what a language model of the user's was asked, and why answers are missing."""
    if asked is None:
        return
    if asked.requests:
        before = asked.requests_before
        stopped = f"{before} of them before the run was stopped"
        told = f"{asked.requests:,} requests, {asked.tokens:,} tokens"
        note(
            f"restore: language model: {told}; {stopped}"
            if before
            else f"restore: language model: {told}"
        )
    for item in asked.missing:
        if language() == "zh":
            note(f"restore：大语言模型未作回答，{item.count:,} 次：{item.zh}")
        else:
            note(f"restore: answers of the language model missing, {item.count:,}: {item.en}")


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
        translated(f"{len(names)} × {kind} ({names[0]}{' …' if len(names) > 1 else ''})")
        for kind, names in sorted(kinds.items())
    ]
    note(
        f"restore: not read, as they are of no format that is: {translated(', ').join(parts)}; "
        "name a file itself to have it read, give images to restore ocr"
    )
