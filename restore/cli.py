"""The command line: which commands there are, and how one is run and ends.

A command's options stand beside its work, in :mod:`restore.commands`; they are imported when it
runs.
"""

from __future__ import annotations

import gc
import os
import sys

import click

from restore import __version__
from restore.commands.help import choose_language, show_error, with_language
from restore.commands.lazy import LazyGroup
from restore.core.collecting import SELDOM

__all__ = ["main"]

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
#: Name of a command: where it is, and its short help, which is that of the command itself.
_COMMANDS = {
    "check": (
        "restore.commands.compare:check_command",
        "Say what would change, write nothing; exit 1 if anything would.",
    ),
    "clean": (
        "restore.commands.clean:clean_command",
        "Restore documents: into a folder with -o, else to standard output.",
    ),
    "diff": (
        "restore.commands.compare:diff_command",
        "Print a unified diff from source to clean text.",
    ),
    "distributed": (
        "restore.commands.distributed:distributed",
        "Restore documents on many machines: the same as clean, by datatrove's executors.",
    ),
    "doctor": (
        "restore.commands.doctor:doctor",
        "Say what is installed and what a run here would use.",
    ),
    "evaluate": (
        "restore.commands.evaluate:evaluate",
        "Measure restore on texts with known truth, beside doing nothing.",
    ),
    "figures": (
        "restore.commands.figures:figures_command",
        "Compare the figures of documents: who says what, and where they disagree.",
    ),
    "import-decisions": (
        "restore.commands.import_decisions:import_decisions",
        "Take over decisions that were made elsewhere.",
    ),
    "learn": (
        "restore.commands.learn:learn",
        "Propose dictionary entries from decisions; a person confirms each.",
    ),
    "merge": (
        "restore.commands.merge:merge",
        "Merge readings of one page by two or more OCR engines, character by character.",
    ),
    "ocr": (
        "restore.commands.ocr:ocr",
        "Read page images with PP-OCR (extra rapidocr): lines, boxes, candidates.",
    ),
    "replay": (
        "restore.commands.history:replay",
        "Apply an edit log to its source: gives the clean text.",
    ),
    "report": (
        "restore.commands.report:report",
        "Render the report of an output folder again, or for another program.",
    ),
    "revert": (
        "restore.commands.history:revert",
        "Undo an edit log on its clean text: gives the source, in its first encoding.",
    ),
    "review": (
        "restore.commands.review:review",
        "Serve the review page of an output folder on this machine.",
    ),
    "train-channel": (
        "restore.commands.train_channel:train_channel",
        "Learn how your engine misreads, from its readings and their truth.",
    ),
    "train-gate": (
        "restore.commands.train_gate:train_gate",
        "Learn which proposals of your own model the gate may apply.",
    ),
    "train-lm": (
        "restore.commands.train:train_lm",
        "Train a language model on clean text (UTF-8, one paragraph a line; .gz and .xz too).",
    ),
}


@click.group(cls=LazyGroup, listed=_COMMANDS, context_settings=_CONTEXT)
@click.version_option(__version__, "--version", prog_name="restore")
@click.option("--debug", is_flag=True, help="Show where an unexpected error came from.")
def cli(debug: bool) -> None:
    """Turn noisy Chinese text into text that can be trusted, with every change on record.

    INPUT is a file (text, Markdown, hOCR, ALTO, PAGE-XML, JSON Lines, Parquet, PDF, Word …), a
    folder of them, or - for standard input. Exit codes: 0 ok,
    1 something would change (check) or a conflict stands (figures --strict), 2 usage,
    configuration, or a document that could not be processed (the others still are).
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; ends the process with its exit code, never with a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    # A run makes records by the million and next to no cycles: looking for these less often saves
    # 3 % of the time of a small run, more of a large one.
    gc.set_threshold(*SELDOM)
    # Nothing here multiplies matrices that are worth a thread, and a process of one thread can be
    # forked (see :func:`restore.processes.may_fork`). numpy reads this when it loads.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _hold_standard_streams()
    choose_language(words)
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
        with with_language(cli).make_context("restore", list(words)) as context:
            code = cli.invoke(context)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        show_error(error)
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
