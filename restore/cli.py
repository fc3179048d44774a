"""The command line: options and help. What a command does is imported when it runs."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from restore import __version__
from restore.commands.distributed import cluster_options
from restore.commands.evaluate_options import evaluate
from restore.commands.review_options import import_decisions, learn, review

if TYPE_CHECKING:
    from restore.commands.run import RunOptions
    from restore.exchange.words import Language

__all__ = ["main"]

_F = TypeVar("_F", bound=Callable[..., Any])
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


def _conversions() -> tuple[str, ...]:
    from restore.settings import Conversion

    return get_args(Conversion)


def _conversion(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check the name of a conversion; the list is looked up only when one is given."""
    if value is not None and value not in _conversions():
        raise click.BadParameter(f"{value!r} is not one of {', '.join(_conversions())}")
    return value


def _encoding(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check that Python knows the encoding."""
    if value is None:
        return None
    from restore.readers.encoding import known_encoding

    if known_encoding(value) is None:
        raise click.BadParameter(f"{value!r} is no encoding; use utf-8, gb18030, big5, utf-16 …")
    return value


def _options(*options: Callable[[_F], _F]) -> Callable[[_F], _F]:
    def decorate(function: _F) -> _F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_ENCODING = click.option(
    "--encoding",
    metavar="NAME",
    callback=_encoding,
    help="Encoding of the inputs; found if not given.",
)
_RUN = _options(
    click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    _ENCODING,
    click.option(
        "--errors",
        type=click.Choice(["strict", "replace"]),
        default="strict",
        show_default=True,
        help="Bytes that cannot be decoded: an error, or U+FFFD, flagged.",
    ),
    click.option(
        "--convert",
        metavar="NAME",
        callback=_conversion,
        help="Convert the script with OpenCC: t2s, tw2s, hk2s …",
    ),
    click.option(
        "--settings", type=_FILE, help="Settings file (restore.toml); found if not given."
    ),
    click.option("--lm", "language_model", type=_FILE, help="Another language model."),
    click.option("--dictionaries", type=_FOLDER, help="Folder of further dictionaries."),
    click.option(
        "--profile",
        metavar="NAME",
        help="How the text was made: auto, general, ppocr, tesseract, typed, or a file made by "
        "train-channel.",
    ),
    click.option(
        "--input-format",
        metavar="NAME",
        help="text, jsonl, parquet, hocr, alto, page-xml, tesseract-tsv, rapidocr, native-page, "
        "pdf, docx; found if not given.",
    ),
    click.option(
        "--text-field", default="text", show_default=True, help="Field of rows that holds the text."
    ),
    click.option(
        "--id-field", default="id", show_default=True, help="Field of rows that names them."
    ),
    click.option(
        "--decisions",
        type=_PATH,
        metavar="FILE",
        help="The reviewers' decisions; decisions.jsonl beside the inputs if not given.",
    ),
)


_FORCE = click.option(
    "--force", is_flag=True, help="Write to a folder that holds files of others, too."
)


def _run_options(given: dict[str, Any], output: Path | None = None) -> RunOptions:
    from restore.commands.run import RunOptions

    return RunOptions(output=output, **given)


@click.group(context_settings=_CONTEXT)
@click.version_option(__version__, "--version", prog_name="restore")
@click.option("--debug", is_flag=True, help="Show where an unexpected error came from.")
def cli(debug: bool) -> None:
    """Turn noisy Chinese text into text that can be trusted, with every change on record.

    INPUT is a file (text, Markdown, hOCR, ALTO, PAGE-XML, JSON Lines, Parquet, PDF, Word …), a
    folder of them, or - for standard input. Exit codes: 0 ok,
    1 something would change (check) or a conflict stands (figures --strict), 2 usage,
    configuration, or a document that could not be processed (the others still are).
    """


@cli.command()
@_RUN
@click.option("-o", "--output", type=_PATH, metavar="OUT", help="Folder to write to.")
@click.option("--edits", type=_PATH, metavar="FILE", help="Write the edit log to this file too.")
@click.option("--no-report", is_flag=True, help="Do not write report/index.html.")
@click.option(
    "--write-back",
    is_flag=True,
    help="Put the corrections into a copy of the OCR file: to stdout, with -o into OUT/pages.",
)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="Standard output: clean text, or records (with -o: the manifest).",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Processes, with -o; as many as are of use if not given.",
)
@_FORCE
def clean(
    output: Path | None,
    edits: Path | None,
    no_report: bool,
    write_back: bool,
    format: str,
    workers: int | None,
    force: bool,
    **run: Any,
) -> int:
    """Restore documents: into a folder with -o, else to standard output.

    \b
    restore clean reports/ -o out    text, edit log, figures, report, manifest
    restore clean - < in > out       a filter
    restore clean page.xml --write-back > corrected.xml
    restore clean corpus.jsonl --text-field body -o out
    """
    from restore.commands import clean as command

    return command.clean(
        _run_options(run, output),
        edits=edits,
        report=not no_report,
        format=format,
        write_back=write_back,
        workers=workers,
        force=force,
    )


@cli.command()
@_RUN
@click.option(
    "-o", "--output", type=_PATH, metavar="OUT", required=True, help="Folder to write to."
)
@click.option("--no-report", is_flag=True, help="Do not write report/index.html.")
@click.option("--write-back", is_flag=True, help="Write corrected OCR files into OUT/pages too.")
@_FORCE
@cluster_options
def distributed(output: Path, no_report: bool, write_back: bool, force: bool, **given: Any) -> int:
    """Restore documents on many machines: the same as clean, by datatrove's executors.

    The output folder must be seen by all machines. See docs/distributed.md.

    \b
    restore distributed corpus/ -o out --tasks 8 --workers 2
    restore distributed corpus/ -o out --executor ray --ray-address auto --workers 64
    restore distributed corpus/ -o out --executor slurm --partition cpu --tasks 500
    """
    from restore.commands.distributed import CLUSTER
    from restore.commands.distributed import distributed as command

    cluster = {name: given.pop(name) for name in CLUSTER}
    return command(
        _run_options(given, output),
        report=not no_report,
        write_back=write_back,
        force=force,
        **cluster,
    )


@cli.command()
@_RUN
@click.option("-v", "--verbose", is_flag=True, help="One line for each edit.")
@click.option(
    "--format",
    type=click.Choice(["text", "json", "github", "sarif", "markdown"]),
    default="text",
    show_default=True,
)
@click.option(
    "--max-undecided",
    type=click.IntRange(0),
    metavar="N",
    help="Instead: exit 1 if more than N edits wait for a reviewer.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def check(
    verbose: bool, format: str, max_undecided: int | None, language: Language, **run: Any
) -> int:
    """Say what would change, write nothing; exit 1 if anything would."""
    from restore.commands import compare

    return compare.check(
        _run_options(run),
        verbose=verbose,
        format=format,
        max_undecided=max_undecided,
        language=language,
    )


@cli.command()
@_RUN
def diff(**run: Any) -> int:
    """Print a unified diff from source to clean text."""
    from restore.commands import compare

    return compare.diff(_run_options(run))


_HISTORY = _options(
    click.argument("log", type=_FILE),
    click.option("--document", metavar="ID", help="The document in the log; found if not given."),
    click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write here, not to stdout."),
)


@cli.command()
@click.argument("source", type=_PATH)
@_HISTORY
@_ENCODING
def replay(source: Path, log: Path, **given: Any) -> int:
    """Apply an edit log to its source: gives the clean text.

    A manifest.json beside the log is used to find the document and to check digests.
    """
    from restore.commands import history

    return history.replay(source, log, **given)


@cli.command()
@click.argument("clean", type=_PATH)
@_HISTORY
@_ENCODING
def revert(clean: Path, log: Path, **given: Any) -> int:
    """Undo an edit log on its clean text: gives the source, in its first encoding.

    A manifest.json beside the log is used to find the document, its encoding and to check digests.
    """
    from restore.commands import history

    return history.revert(clean, log, **given)


@cli.command()
@_RUN
@click.option(
    "--format",
    type=click.Choice(["table", "csv", "json", "jsonl"]),
    default="table",
    show_default=True,
)
@click.option("--all", "everything", is_flag=True, help="Every figure, not what comparing gave.")
@click.option("--strict", is_flag=True, help="Exit 1 if a conflict stands or a sum fails.")
@click.option("--as-is", is_flag=True, help="The texts are clean: do not restore them first.")
@click.option("--workers", type=click.IntRange(1), default=1, help="Processes, with --as-is.")
def figures(
    format: str, everything: bool, strict: bool, as_is: bool, workers: int, **run: Any
) -> int:
    """Compare the figures of documents: who says what, and where they disagree."""
    from restore.commands import figures as command

    return command.figures(
        _run_options(run),
        format=format,
        everything=everything,
        strict=strict,
        as_is=as_is,
        workers=workers,
    )


@cli.command()
@click.argument("folder", type=_FOLDER, metavar="OUT")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write the report here.")
@click.option(
    "--format",
    type=click.Choice(["html", "docx", "sarif", "diff", "markdown", "github"]),
    default="html",
    show_default=True,
    help="docx: Word files with tracked changes, into a folder.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--effort", is_flag=True, help="Print what a reviewer has done and has to do.")
@click.option("--decisions", type=_PATH, metavar="FILE", help="Where the decisions are kept.")
@click.option("--force", is_flag=True, help="Replace Word files that are not ours, too.")
def report(
    folder: Path,
    output: Path | None,
    format: str,
    language: Language,
    effort: bool,
    decisions: Path | None,
    force: bool,
) -> int:
    """Render the report of an output folder again, or for another program."""
    if effort:
        from restore.commands import effort as counting

        return counting.effort(folder, decisions=decisions)
    if format != "html":
        from restore.commands import exchange

        return exchange.export(folder, format=format, output=output, language=language, force=force)
    from restore.commands import report as command

    return command.report(folder, output=output)


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=_FILE, metavar="READING...")
@click.option("--base", type=_PATH, help="The reading whose lines are kept; the best if not given.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="Write here, not to stdout.")
@click.option("--edits", type=_PATH, metavar="FILE", help="Write the edit log over the base here.")
@_ENCODING
@click.option("--settings", type=_FILE, help="Settings file (restore.toml); found if not given.")
@click.option("--lm", "language_model", type=_FILE, help="Another language model.")
def merge(paths: tuple[Path, ...], **given: Any) -> int:
    """Merge readings of one page by two or more OCR engines, character by character.

    They may cut lines and order blocks differently. Figures are never
    changed: what others read there is suggested or flagged in the edit log.
    """
    from restore.commands import merge as command

    return command.merge(paths, **given)


@cli.command()
@click.argument("images", nargs=-1, required=True, metavar="IMAGE...")
@click.option("-o", "--output", type=_PATH, required=True, metavar="DIR", help="Folder for pages.")
@click.option("--threads", type=click.IntRange(1), help="Threads of the network; all cores.")
@click.option("--force", is_flag=True, help="Replace files that are no pages of ours, too.")
def ocr(images: tuple[str, ...], output: Path, threads: int | None, force: bool) -> int:
    """Read page images with PP-OCR (extra rapidocr): lines, boxes, candidates.

    \b
    restore ocr scans/ -o pages      one native page for each image
    restore clean pages -o out       the clean corpus
    """
    from restore.commands import ocr as command

    return command.ocr(images, output, threads=threads, force=force)


@cli.command("train-lm")
@click.argument("texts", nargs=-1, required=True, type=_FILE, metavar="TEXT...")
@click.option("-o", "--output", type=_PATH, required=True, metavar="FILE", help="The model.")
@click.option("--order", type=click.IntRange(2, 5), default=5, show_default=True)
@click.option(
    "--min-count",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Rarer characters count as unknown.",
)
@click.option("--block", type=_FILE, help="Paragraphs holding a line of this file are left out.")
def train_lm(texts: tuple[Path, ...], output: Path, block: Path | None, **given: int) -> int:
    """Train a language model on clean text (UTF-8, one paragraph a line; .gz and .xz too).

    Use it with --lm FILE, or set correction.language_model in restore.toml.
    """
    from restore.commands import train

    return train.language_model(texts, output, block=block, **given)


@cli.command("train-channel")
@click.argument("pairs", type=_FILE, metavar="PAIRS")
@click.option("-o", "--output", type=_PATH, required=True, metavar="FILE", help="The profile.")
@click.option("--name", default="own", show_default=True, help="The profile's name in the log.")
@click.option("--lm", type=_FILE, help="Language model to calibrate with.")
@click.option(
    "--calibrate/--no-calibrate",
    default=True,
    show_default=True,
    help="Turn margins into probabilities; without it the profile proposes nothing by itself.",
)
@click.option("--clean", type=_FILE, help="Clean text of the same kind, to calibrate with.")
def train_channel(pairs: Path, output: Path, **given: Any) -> int:
    """Learn how your engine misreads, from its readings and their truth.

    PAIRS is a TSV file: id, what was read, what was printed. An id of the
    form document|place keeps the lines of a document together.
    """
    from restore.commands import train_channel as command

    return command.train_channel(pairs, output, **given)


@cli.command()
@click.option("--settings", type=_FILE, help="Settings file (restore.toml); found if not given.")
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def doctor(settings: Path | None, format: str) -> int:
    """Say what is installed and what a run here would use."""
    import msgspec

    from restore.commands.console import emit
    from restore.doctor import examine, health_text

    health = examine(settings)
    if format == "json":
        emit(msgspec.json.format(msgspec.json.encode(health), indent=2) + b"\n")
    else:
        emit(health_text(health))
    return 0 if health.ok else 2


for _command in (evaluate, import_decisions, learn, review):
    cli.add_command(_command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process with its exit code, never with a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    # A run makes records by the million and next to no cycles: looking for these less often saves
    # 3 % of the time of a small run, more of a large one.
    gc.set_threshold(20_000, 50, 50)
    _hold_standard_streams()
    sys.exit(_guarded(words))


def _hold_standard_streams() -> None:
    """Open what was closed of standard input, output and error: else the next file would be it."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _guarded(words: list[str]) -> int:
    from restore.errors import RestoreError

    try:
        # Not cli.main: it has exit codes of its own for a broken pipe and an interrupt.
        with cli.make_context("restore", list(words)) as context:
            code = cli.invoke(context)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except BrokenPipeError:
        # The reader (head, less) has what it wants.
        _give_up_output()
        return 0
    except RestoreError as error:
        _say(str(error))
        _give_up_output()
        return 2
    except OSError as error:
        if "--debug" in words:
            raise
        _say(f"{error.filename or 'standard output'}: {error.strerror or error}")
        _give_up_output()
        return 2
    except Exception as error:
        if "--debug" in words:
            raise
        kind = type(error).__name__
        _say(f"unexpected error ({kind}: {error}); run `restore --debug …` for details")
        return 2
    return int(code or 0)


def _give_up_output() -> None:
    """Forget what standard output could not take: Python would complain of it again at exit."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ValueError:
        return


def _say(message: str) -> None:
    from restore.commands.console import note

    note(f"restore: {message}")
