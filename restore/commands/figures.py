"""``restore figures``: the figures of documents, compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
import msgspec

from restore.commands.console import emit, note
from restore.commands.options import LANGUAGE, OUTPUT_FILE, REVIEWER, RUN, WORKERS
from restore.commands.run import RunOptions, read_and_complain, restored
from restore.errors import InputError, RestoreError
from restore.files import WholeFile, write_file

if TYPE_CHECKING:
    from restore.core.claims import FigureReport, FigureSource
    from restore.core.decisions import ReviewDecision, Standing
    from restore.figures.corpus import FigureCheck
    from restore.figures.words import Language
    from restore.review.figure_decisions import FigureWish
    from restore.review.findings import Findings
    from restore.review.store import DecisionStore

__all__ = ["FigureOptions", "figures", "figures_command", "open_findings", "said_of"]

#: Bytes that are printed together.
_CHUNK = 1 << 16


@click.command("figures")
@RUN
@click.option(
    "--format",
    type=click.Choice(["table", "csv", "xlsx", "json", "jsonl"]),
    default="table",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Every figure, not what comparing gave.")
@click.option(
    "--unconfirmed",
    is_flag=True,
    help="List those too that cannot be compared, that nothing shows to be of one fact, and checks "
    "that could not be made.",
)
@click.option("--strict", is_flag=True, help="Exit 1 if a conflict stands or a sum fails.")
@click.option("--as-is", is_flag=True, help="The texts are clean: do not restore them first.")
@click.option(
    "--decide",
    multiple=True,
    metavar="ID=CHOICE",
    help="Keep a decision instead of printing: accept, dismiss, correct:WORDS, comment or reopen; "
    "ID may be a pattern (g12*) or a verdict (conflict, failed).",
)
@click.option("--comment", default="", metavar="WORDS", help="What to note with --decide.")
@REVIEWER
@LANGUAGE
@OUTPUT_FILE
@WORKERS
def figures_command(
    format: str,
    everything: bool,
    unconfirmed: bool,
    strict: bool,
    as_is: bool,
    decide: tuple[str, ...],
    comment: str,
    name: str | None,
    language: Language,
    output: Path | None,
    workers: int | None,
    **run: Any,
) -> int:
    """Compare the figures of documents: who says what, and where they disagree."""
    from restore.review.figure_decisions import read_wish

    asked = FigureOptions(
        format, everything, unconfirmed, strict, as_is, language,
        tuple(read_wish(words) for words in decide), comment, name,
    )  # fmt: skip
    return figures(RunOptions(**run, output=output), asked, workers=workers)


class FigureOptions(NamedTuple):
    """What is wanted of the figure check.

    ``format`` : ``table``, ``csv``, ``xlsx``, ``json``, or ``jsonl`` (one record a line)
    ``everything`` : every figure, not what comparing them gave (``json`` and ``jsonl`` hold both)
    ``unconfirmed`` : what is alike in wording too, though nothing shows that it is of one fact, and
        what words relate and could not be recomputed
    ``strict`` : return 1 if a conflict stands or a sum does not come out, and no reviewer has accepted
        or dismissed it
    ``as_is`` : check the texts as they stand; they are read one by one and not restored first
    ``wishes`` : decisions to keep; then nothing is printed. ``comment`` and ``name`` are noted with them
    """

    format: str = "table"
    everything: bool = False
    unconfirmed: bool = False
    strict: bool = False
    as_is: bool = False
    language: Language = "zh"
    wishes: tuple[FigureWish, ...] = ()
    comment: str = ""
    name: str | None = None


def figures(options: RunOptions, asked: FigureOptions, *, workers: int | None = None) -> int:
    """Print what the figure check found; with ``jsonl`` a corpus of any size needs little memory.

    Parameters
    ----------
    workers : processes; None: as many as are of use (with ``as_is``: one)
    """
    if asked.format == "xlsx" and options.output is None and not asked.wishes:
        raise RestoreError("a workbook is no text to print; name a file with -o FILE.xlsx")
    if asked.as_is:
        return _as_is(options, asked, workers or 1)
    if not options.load_settings().figures.enabled:
        raise RestoreError("the figure check is switched off; set figures.enabled in the settings")
    with restored(options, workers, figures=True) as run:
        with run.assembly.check_figures(run.figures) as check:
            wrong = _shown(check, options, asked)
        for late in run.assembly.late:
            run.told(late.message)
    return _exit_code(wrong, asked.strict, failed=bool(run.failed))


def _as_is(options: RunOptions, asked: FigureOptions, workers: int) -> int:
    from restore.figures.corpus import FigureCheck
    from restore.pipeline.phases import failure_message

    failures: list[str] = []

    def failed(document: str, error: BaseException) -> None:
        failures.append(failure_message(document, "figures", error))
        note(f"restore: {failures[-1]}")

    with FigureCheck(workers=workers) as check:
        check.run(_texts(options, failures), failed)
        return _exit_code(_shown(check, options, asked), asked.strict, failed=bool(failures))


def _exit_code(wrong: int, strict: bool, *, failed: bool) -> int:
    if failed:
        return 2
    return 1 if strict and wrong else 0


def _shown(check: FigureCheck, options: RunOptions, asked: FigureOptions) -> int:
    """Keep the decisions asked for, or print what was found; return how much is wrong and undecided."""
    from restore.review.store import DecisionStore, read_decisions

    path = options.decisions_path()
    if asked.wishes:
        if path is None:
            raise RestoreError("a text from standard input has no place for decisions; "
                               "name a file with --decisions")  # fmt: skip
        kept = _decided(check, asked, DecisionStore(path))
        note(f"restore: {kept} findings decided, in {path}")
    lines = read_decisions(path).decisions if path is not None else ()
    standing = said_of(check, lines)
    if not asked.wishes:
        _emit(check, options.output, asked, standing)
    return open_findings(check, standing)


def said_of(check: FigureCheck, lines: Iterable[ReviewDecision]) -> dict[str, Standing]:
    """Return what reviewers said of the findings, by id; those of now that are known again among them."""
    from restore.review.figure_decisions import standing_on_figures
    from restore.review.known_again import known_again

    standing = standing_on_figures(lines)
    if standing:
        named = known_again(_findings(check).each(), standing)
        standing |= {new: standing[old] for new, old in named.items()}
    return standing


def open_findings(check: FigureCheck, standing: Mapping[str, Standing]) -> int:
    """Count the conflicts and the sums that do not come out of which no reviewer has disposed."""
    from restore.review.figure_decisions import settled

    done = settled(standing)
    wrong = [item.id for item in check.checks() if item.outcome == "failed"]
    wrong += [g.id for g in takewhile(lambda g: g.verdict == "conflict", check.groups())]
    return sum(name not in done for name in wrong)


def _decided(check: FigureCheck, asked: FigureOptions, store: DecisionStore) -> int:
    from restore.commands.review import reviewer_name
    from restore.review.figure_decisions import decide

    found = _findings(check, {wish.target for wish in asked.wishes})
    who = reviewer_name(asked.name)
    return len(decide(asked.wishes, found, store, who=who, comment=asked.comment))


def _findings(check: FigureCheck, named: Collection[str] = ()) -> Findings:
    """Return what there is to decide, and the groups that are named."""
    from restore.review.findings import Findings

    groups = [
        group for group in check.groups(unconfirmed=True)
        if group.verdict in {"conflict", "unconfirmed"} or group.id in named
    ]  # fmt: skip
    checks = [item for item in check.checks() if item.outcome != "verified"]
    used = {name for group in groups for name in group.claims}
    used.update(name for item in checks for name in item.claims)
    claims = {claim.id: claim for claim in check.claims() if claim.id in used}
    return Findings(groups, checks, claims, list(check.facts()))


def _emit(
    check: FigureCheck, output: Path | None, asked: FigureOptions, standing: Mapping[str, Standing]
) -> None:
    if asked.format != "jsonl":
        _write(output, _rendered(check.report(unconfirmed=asked.unconfirmed), asked, standing))
        return
    _emit_lines(
        [
            ("claims", check.claims()),
            ("groups", check.groups(unconfirmed=asked.unconfirmed)),
            ("series", check.series()),
            ("checks", check.checks(unmade=asked.unconfirmed)),
            ("facts", check.facts()),
            ("dates", check.dates()),
            (
                "decisions",
                {head.id: head for item in standing.values() for head in item.heads}.values(),
            ),
        ],
        output,
    )


def _texts(options: RunOptions, failures: list[str]) -> Iterator[FigureSource]:
    """Read the inputs one by one; what cannot be read is told and remembered."""
    from restore.core.claims import FigureSource

    for item in read_and_complain(options):
        if isinstance(item, InputError):
            failures.append(str(item))
        else:
            yield FigureSource(item.document.id, item.document.text)


def _emit_lines(parts: Iterable[tuple[str, Iterable[Any]]], output: Path | None) -> None:
    """Write records one a line, each an object that names its kind."""
    encode = msgspec.json.Encoder(order="sorted").encode

    def chunks() -> Iterator[bytes]:
        waiting = bytearray()
        for kind, records in parts:
            for record in records:
                waiting += encode({"kind": kind, "record": record}) + b"\n"
                if len(waiting) > _CHUNK:
                    yield bytes(waiting)
                    waiting.clear()
        yield bytes(waiting)

    if output is not None:
        with WholeFile(output) as file:
            for chunk in chunks():
                file.write(chunk)
        return
    for chunk in chunks():
        emit(chunk)


def _rendered(
    report: FigureReport, asked: FigureOptions, standing: Mapping[str, Standing]
) -> str | bytes:
    """Return what was found in the form asked for."""
    from restore.figures import rows, tables
    from restore.figures.sheets import workbook

    language, decided = asked.language, _words(standing, asked.language)
    if asked.format == "json":
        made = msgspec.json.encode(report, order="sorted")
        if standing:
            heads = {name: item.heads for name, item in sorted(standing.items())}
            made = made[:-1] + b',"decisions":' + msgspec.json.encode(heads, order="sorted") + b"}"
        return msgspec.json.format(made, indent=2) + b"\n"
    if asked.format == "xlsx":
        return workbook(report, language, decided)
    if asked.format == "csv" and asked.everything:
        return rows.claims_csv(report, language)
    if asked.format == "csv":
        return rows.groups_csv(report, language, decided)
    if asked.everything:
        return tables.claims_table(report, language)
    return tables.groups_table(report, language, decided, everything=asked.unconfirmed)


def _write(output: Path | None, made: str | bytes) -> None:
    if output is None:
        emit(made)
    else:
        write_file(output, made.encode() if isinstance(made, str) else made)


#: What reviewers said, in words.
_SAID: dict[Language, dict[str, str]] = {
    "zh": {"accept": "属实", "reject": "不是问题", "amend": "应改原文", "comment": "批注", "": "意见不一"},
    "en": {"accept": "accepted", "reject": "dismissed", "amend": "correct in the source",
           "comment": "comment", "": "reviewers disagree"},
}  # fmt: skip


def _words(standing: Mapping[str, Standing], language: Language) -> dict[str, str]:
    """Return what stands on each finding as a reader is told."""
    told = {}
    for name, item in standing.items():
        head = item.effective
        said = _SAID[language][head.decision.value if head else ""]
        last = head or item.heads[-1]
        more = "；".join(part for part in (last.text or "", last.comment, last.who) if part)
        told[name] = f"{said}（{more}）" if more else said
    return told
