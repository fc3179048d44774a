"""``restore figures``: the figures of documents, compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click
import msgspec

from restore.commands.console import emit, note
from restore.commands.options import RUN, WORKERS
from restore.commands.run import RunOptions, read_and_complain, restored
from restore.errors import InputError, RestoreError

if TYPE_CHECKING:
    from restore.core.claims import FigureReport, FigureSource
    from restore.figures.corpus import FigureCheck

__all__ = ["figures", "figures_command"]

#: Bytes that are printed together.
_CHUNK = 1 << 16


@click.command("figures")
@RUN
@click.option(
    "--format",
    type=click.Choice(["table", "csv", "json", "jsonl"]),
    default="table",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Every figure, not what comparing gave.")
@click.option("--strict", is_flag=True, help="Exit 1 if a conflict stands or a sum fails.")
@click.option("--as-is", is_flag=True, help="The texts are clean: do not restore them first.")
@WORKERS
def figures_command(
    format: str, everything: bool, strict: bool, as_is: bool, workers: int | None, **run: Any
) -> int:
    """Compare the figures of documents: who says what, and where they disagree."""
    return figures(
        RunOptions(**run),
        format=format,
        everything=everything,
        strict=strict,
        as_is=as_is,
        workers=workers,
    )


def figures(
    options: RunOptions,
    *,
    format: str,
    everything: bool,
    strict: bool,
    as_is: bool = False,
    workers: int | None = None,
) -> int:
    """Print what the figure check found; with ``jsonl`` a corpus of any size needs little memory.

    Parameters
    ----------
    format : ``table``, ``csv``, ``json``, or ``jsonl`` (one record a line)
    everything : show every figure, not what comparing them gave (``json`` and ``jsonl`` hold both)
    strict : return 1 if a conflict stands or a sum does not come out
    as_is : check the texts as they stand; they are read one by one and not restored first
    workers : processes; None: as many as are of use (with ``as_is``: one)
    """
    if as_is:
        return _as_is(options, format, everything, strict, workers or 1)
    if not options.load_settings().figures.enabled:
        raise RestoreError("the figure check is switched off; set figures.enabled in the settings")
    with restored(options, workers) as run:
        with run.assembly.check_figures(run.figures) as check:
            _emit(check, format, everything)
            counts = check.counts
        for late in run.assembly.late:
            run.told(late.message)
    return _exit_code(counts, strict, failed=bool(run.failed))


def _as_is(options: RunOptions, format: str, everything: bool, strict: bool, workers: int) -> int:
    from restore.figures.corpus import FigureCheck
    from restore.pipeline.phases import failure_message

    failures: list[str] = []

    def failed(document: str, error: BaseException) -> None:
        failures.append(failure_message(document, "figures", error))
        note(f"restore: {failures[-1]}")

    with FigureCheck(workers=workers) as check:
        check.run(_texts(options, failures), failed)
        _emit(check, format, everything)
        return _exit_code(check.counts, strict, failed=bool(failures))


def _exit_code(counts: Mapping[str, int], strict: bool, *, failed: bool) -> int:
    if failed:
        return 2
    wrong = counts.get("groups:conflict", 0) + counts.get("checks:failed", 0)
    return 1 if strict and wrong else 0


def _emit(check: FigureCheck, format: str, everything: bool) -> None:
    if format != "jsonl":
        _emit_report(check.report(), format, everything)
        return
    _emit_lines(
        [
            ("claims", check.claims()),
            ("groups", check.groups()),
            ("series", check.series()),
            ("checks", check.checks()),
            ("facts", check.facts()),
            ("dates", check.dates()),
        ]
    )


def _texts(options: RunOptions, failures: list[str]) -> Iterator[FigureSource]:
    """Read the inputs one by one; what cannot be read is told and remembered."""
    from restore.core.claims import FigureSource

    for item in read_and_complain(options):
        if isinstance(item, InputError):
            failures.append(str(item))
        else:
            yield FigureSource(item.document.id, item.document.text)


def _emit_lines(parts: Iterable[tuple[str, Iterable[Any]]]) -> None:
    """Print records one a line, each an object that names its kind."""
    encode = msgspec.json.Encoder(order="sorted").encode
    waiting = bytearray()
    for kind, records in parts:
        for record in records:
            waiting += encode({"kind": kind, "record": record}) + b"\n"
            if len(waiting) > _CHUNK:
                emit(bytes(waiting))
                waiting.clear()
    emit(bytes(waiting))


def _emit_report(report: FigureReport, format: str, everything: bool) -> None:
    from restore.figures import tables

    if format == "json":
        emit(msgspec.json.format(msgspec.json.encode(report, order="sorted"), indent=2) + b"\n")
    elif format == "csv":
        emit(tables.claims_csv(report) if everything else tables.groups_csv(report))
    else:
        emit(tables.claims_table(report) if everything else tables.groups_table(report))
