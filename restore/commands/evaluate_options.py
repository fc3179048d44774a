"""The options of ``restore evaluate``; what it does is imported when it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["evaluate"]

_F = TypeVar("_F", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_EITHER = click.Path(path_type=Path, exists=True)
_JSON = click.option(
    "--json", type=click.Path(path_type=Path), metavar="FILE", help="Write the numbers there."
)
_SEED = click.option("--seed", default=1, show_default=True, help="Seed of all that is drawn.")
_HARMS = click.option(
    "--harms", default=20, show_default=True, help="The most wrong changes listed."
)


def _configured(function: _F) -> _F:
    """Add the options of what is measured."""
    function = click.option("--lm", "language_model", type=_FILE, help="Another language model.")(
        function
    )
    return click.option("--settings", type=_FILE, help="Settings file; found if not given.")(
        function
    )


@click.group()
def evaluate() -> None:
    """Measure restore on texts with known truth, beside doing nothing.

    Prints Markdown tables with 95 % bootstrap intervals.
    """


@evaluate.command()
@click.argument("paths", nargs=-1, required=True, type=_EITHER, metavar="PAIRS...")
@click.option(
    "--engine",
    "engines",
    multiple=True,
    default=("correction",),
    show_default=True,
    help="correction, restore, pycorrector, both, stock-confusion, stock-proper, "
    "stock-perplexity, stock-margin; may be repeated.",
)
@click.option("--by", metavar="REGEX", help="Also score the parts that this finds in the ids.")
@click.option("--limit", type=click.IntRange(1), help="Only the first pairs of each file.")
@_SEED
@_HARMS
@_configured
@_JSON
def correction(paths: tuple[Path, ...], engines: tuple[str, ...], **given: Any) -> int:
    """Score correctors on sentence pairs (TSV: id, source, target)."""
    from restore.commands import evaluate as command

    return command.correction(paths, engines=engines, **given)


@evaluate.command()
@click.argument("paths", nargs=-1, required=True, type=_EITHER, metavar="PAGES...")
@click.option("--core", "manifest", type=_FILE, help="Only ids that this JSON list marks core.")
@click.option("--engine-known", is_flag=True, help="Tell what read the page, as hOCR does.")
@_SEED
@_HARMS
@_configured
@_JSON
def pages(paths: tuple[Path, ...], **given: Any) -> int:
    """Score the whole pipeline on readings of page images (JSON with the truth per line)."""
    from restore.commands import evaluate as command

    return command.pages(paths, **given)


@evaluate.command()
@click.argument("paths", nargs=-1, required=True, type=_EITHER, metavar="PAGES...")
@click.option("--core", "manifest", type=_FILE, help="Only ids that this JSON list marks core.")
@click.option("--scans", is_flag=True, help="Also readings of different scans of a page.")
@click.option("--together", is_flag=True, help="All readings of a page at once (three or more).")
@click.option("--held-out", is_flag=True, help="Learn error tables from the other pages only.")
@_SEED
@_configured
@_JSON
def merge(paths: tuple[Path, ...], **given: Any) -> int:
    """Merge readings of each page and score them beside the best one alone."""
    from restore.commands import evaluate as command

    return command.merge(paths, **given)


@evaluate.command()
@click.argument("paths", nargs=-1, required=True, type=_EITHER, metavar="CLEAN...")
@_SEED
@click.option(
    "--doubled",
    default=0,
    show_default=True,
    help="Double 1 to 4 characters at so many places and tell what becomes of them instead.",
)
@_HARMS
@_configured
@_JSON
def harm(paths: tuple[Path, ...], **given: Any) -> int:
    """Count what is changed in clean texts (.txt, .txt.xz), where every change is wrong."""
    from restore.commands import evaluate as command

    return command.harm(paths, **given)


@evaluate.command()
@click.option("--text", "texts", multiple=True, type=_FILE, help="Clean text to make pages from.")
@click.option("--made", default=50, show_default=True, help="How many pages to make.")
@click.option("--issues", default=4, show_default=True, help="How many newspaper issues to make.")
@click.option("--pages", "folder", type=_FOLDER, help="Readings of page images (JSON).")
@_SEED
@_configured
@_JSON
def layout(texts: tuple[Path, ...], **given: Any) -> int:
    """Score joins, furniture, articles, reading order, and articles that jump to other pages."""
    from restore.commands import evaluate as command

    return command.layout(texts=texts, **given)


@evaluate.command()
@click.argument("path", type=_FILE, metavar="CLEAN")
@click.option("--paragraphs", default=20_000, show_default=True, help="How many, copies included.")
@click.option("--sample", default=2_000, show_default=True, help="Size of the all-pairs check.")
@click.option("--rate", default=0.05, show_default=True, help="Errors per character of a copy.")
@_SEED
@_JSON
def dedup(path: Path, **given: Any) -> int:
    """Plant noisy copies in clean paragraphs and look for them."""
    from restore.commands import evaluate as command

    return command.dedup(path, **given)


@evaluate.command()
@click.argument("paths", nargs=-1, type=_FILE, metavar="[CLEAN]...")
@click.option("--annotated", multiple=True, type=_FILE, help="Annotated sentences (JSONL).")
@click.option("--noise", default=0.01, show_default=True, help="Damaged characters of a copy.")
@click.option("--share", default=0.1, show_default=True, help="Share of the figures changed.")
@_SEED
@_JSON
def figures(paths: tuple[Path, ...], **given: Any) -> int:
    """Score the reading of figures, and the finding of damaged digits in clean texts."""
    from restore.commands import evaluate as command

    return command.figures(paths, **given)
