"""``restore train-lm``: a language model from a user's own clean text."""

from __future__ import annotations

from pathlib import Path

import click

from restore.commands.console import note
from restore.commands.options import FILE, PATH
from restore.errors import InputError

__all__ = ["train_lm"]


@click.command("train-lm")
@click.argument("texts", nargs=-1, required=True, type=FILE, metavar="TEXT...")
@click.option("-o", "--output", type=PATH, required=True, metavar="FILE", help="The model.")
@click.option("--order", type=click.IntRange(2, 5), default=5, show_default=True)
@click.option(
    "--min-count",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="Rarer characters count as unknown.",
)
@click.option("--block", type=FILE, help="Paragraphs holding a line of this file are left out.")
def train_lm(
    texts: tuple[Path, ...], output: Path, order: int, min_count: int, block: Path | None
) -> int:
    """Train a language model on clean text (UTF-8, one paragraph a line; .gz and .xz too).

    Use it with --lm FILE, or set correction.language_model in restore.toml.
    """
    from restore.language.training import TrainingOptions, train

    blocked: list[str] = []
    if block is not None:
        try:
            blocked = [line for line in block.read_text("utf-8").splitlines() if line]
        except UnicodeDecodeError as error:
            raise InputError(
                str(block), "is no UTF-8", "convert it to UTF-8", offset=error.start
            ) from error
    summary = train(texts, output, TrainingOptions(order=order, min_count=min_count), block=blocked)
    note(
        f"{output}: order {summary.order}, {summary.bytes:,} bytes, from "
        f"{summary.characters:,} characters in {summary.paragraphs:,} paragraphs"
    )
    return 0
