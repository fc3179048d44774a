"""``restore train-lm``: a language model from a user's own clean text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from restore.commands.console import note
from restore.errors import InputError
from restore.language.training import train

__all__ = ["language_model"]


def language_model(
    texts: Sequence[Path], output: Path, *, order: int, min_count: int, block: Path | None
) -> int:
    """Train a model and say what it holds; returns the exit code."""
    blocked: list[str] = []
    if block is not None:
        try:
            blocked = [line for line in block.read_text("utf-8").splitlines() if line]
        except UnicodeDecodeError as error:
            raise InputError(
                str(block), "is no UTF-8", "convert it to UTF-8", offset=error.start
            ) from error
    summary = train(texts, output, order=order, min_count=min_count, block=blocked)
    note(
        f"{output}: order {summary.order}, {summary.bytes:,} bytes, from "
        f"{summary.characters:,} characters in {summary.paragraphs:,} paragraphs"
    )
    return 0
