"""``restore evaluate correction``: correctors on sentence pairs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from restore.commands.console import progress_bar
from restore.commands.evaluate.common import (
    CONFIGURED,
    HARMS,
    JSON,
    SEED,
    chosen_settings,
    files_of,
    publish,
)
from restore.commands.options import EITHER
from restore.errors import SettingsError

if TYPE_CHECKING:
    from restore.evaluation.correction_scores import CorrectionScore
    from restore.evaluation.pairs import Pair

__all__ = ["correction"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=EITHER, metavar="PAIRS...")
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
@SEED
@HARMS
@CONFIGURED
@JSON
def correction(
    paths: tuple[Path, ...],
    engines: tuple[str, ...],
    by: str | None,
    limit: int | None,
    seed: int,
    harms: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score correctors on sentence pairs (TSV: id, source, target)."""
    from restore.evaluation.correction import measure
    from restore.evaluation.engines import make_engine
    from restore.evaluation.report import correction_markdown

    chosen = chosen_settings(settings, language_model)
    names = list(dict.fromkeys(["none", *engines]))
    made = [(name, make_engine(name, chosen)) for name in names]
    parts = _parts(files_of(paths, ".tsv"), by, limit)
    results: dict[str, list[CorrectionScore]] = {}
    texts: list[str] = []
    with progress_bar() as progress:
        for part, pairs in parts:
            if not pairs:
                continue
            results[part] = [
                measure(pairs, engine, name=name, seed=seed, progress=progress)
                for name, engine in made
            ]
            texts.append(correction_markdown(part, results[part], harms=harms))
    return publish("\n".join(texts), results, json)


def _parts(
    paths: Sequence[Path], by: str | None, limit: int | None
) -> list[tuple[str, list[Pair]]]:
    """Return the pairs of each file, each followed by its parts; ``by``: finds them in the ids."""
    from restore.evaluation.pairs import read_pairs

    parts: list[tuple[str, list[Pair]]] = []
    for path in paths:
        pairs = read_pairs(path, limit=limit)
        parts.append((path.stem, pairs))
        if by is not None:
            split: dict[str, list[Pair]] = {}
            for pair in pairs:
                split.setdefault(_part(by, pair.id), []).append(pair)
            parts += [(f"{path.stem}: {part}", found) for part, found in sorted(split.items())]
    return parts


def _part(pattern: str, identity: str) -> str:
    try:
        match = re.search(pattern, identity)
    except re.error as error:
        raise SettingsError(f"--by {pattern!r} is no regular expression: {error}") from error
    return " ".join(match.groups() or (match[0],)) if match else "other"
