"""``restore evaluate``: measure restore on a user's own texts with known truth."""

from __future__ import annotations

import click

from restore.commands.lazy import LazyGroup

__all__ = ["evaluate"]

#: Name of a command: where it is, and its short help, which is that of the command itself.
_COMMANDS = {
    "correction": (
        "restore.commands.evaluate.correction:correction",
        "Score correctors on sentence pairs (TSV: id, source, target; or JSONL with these keys).",
    ),
    "dedup": (
        "restore.commands.evaluate.dedup:dedup",
        "Plant noisy copies in clean paragraphs and look for them.",
    ),
    "figures": (
        "restore.commands.evaluate.figures:figures",
        "Score the reading of figures, and the finding of damaged digits in clean texts.",
    ),
    "harm": (
        "restore.commands.evaluate.harm:harm",
        "Count what is changed in clean texts (.txt, .txt.xz), where every change is wrong.",
    ),
    "layout": (
        "restore.commands.evaluate.layout:layout",
        "Score joins, furniture, articles, reading order, and articles that jump to other pages.",
    ),
    "merge": (
        "restore.commands.evaluate.merge:merge",
        "Merge readings of each page and score them beside the best one alone.",
    ),
    "order": (
        "restore.commands.evaluate.order:order",
        "Score the reading order of pages whose true order is written down.",
    ),
    "pages": (
        "restore.commands.evaluate.pages:pages",
        "Score the whole pipeline on readings of page images (JSON with the truth per line).",
    ),
}


@click.group(cls=LazyGroup, listed=_COMMANDS)
def evaluate() -> None:
    """Measure restore on texts with known truth, beside doing nothing.

    Prints Markdown tables with 95 % bootstrap intervals.
    """
