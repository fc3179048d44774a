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
from restore.commands.options import EITHER, FOLDER
from restore.errors import SettingsError

if TYPE_CHECKING:
    from restore.evaluation.correction_scores import CorrectionScore
    from restore.evaluation.pairs import Pair
    from restore.lexicon.lexicon import Lexicon
    from restore.settings import Settings

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
@click.option(
    "--slips-of",
    type=FOLDER,
    help="PAIRS are tables of slips (document, read, right, expected) of the texts in this folder.",
)
@click.option(
    "--without-rows-of",
    type=FOLDER,
    help="Leave out the rows of the dictionaries that quote the texts in this folder.",
)
@SEED
@HARMS
@CONFIGURED
@JSON
def correction(
    paths: tuple[Path, ...],
    engines: tuple[str, ...],
    by: str | None,
    limit: int | None,
    slips_of: Path | None,
    without_rows_of: Path | None,
    seed: int,
    harms: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score correctors on sentence pairs (TSV: id, source, target; or JSONL with these keys)."""
    from restore.evaluation.correction import measure
    from restore.evaluation.engines import check_engine, lexicon_of, make_engine
    from restore.evaluation.report import correction_markdown

    chosen = chosen_settings(settings, language_model)
    lexicon = lexicon_of(chosen, _lines_of(without_rows_of))
    if slips_of is not None:
        return _slips(paths, slips_of, chosen, lexicon, json)
    names = list(dict.fromkeys(["none", *engines]))
    for name in names:
        check_engine(name)
    parts = _parts(files_of(paths, ".tsv"), by, limit)
    results: dict[str, list[CorrectionScore]] = {}
    texts: list[str] = []
    with progress_bar() as progress:
        for part, pairs in parts:
            if not pairs:
                continue
            sources = [pair.source for pair in pairs]
            results[part] = [
                measure(pairs, engine, name=name, seed=seed, progress=progress)
                for name in names
                for engine in (make_engine(name, chosen, lexicon, sources),)
            ]
            texts.append(correction_markdown(part, results[part], harms=harms))
    return publish("\n".join(texts), results, json)


def _lines_of(folder: Path | None) -> list[str]:
    """Return the texts of a folder, each in one line."""
    from restore.evaluation.slips import one_line

    if folder is None:
        return []
    return [one_line(path.read_text("utf-8-sig")) for path in files_of([folder], ".txt")]


def _slips(
    paths: Sequence[Path], folder: Path, settings: Settings, lexicon: Lexicon, json: Path | None
) -> int:
    """Score the tables of slips of the texts in a folder."""
    from restore.core.document import Document
    from restore.evaluation.slips import measure_slips, read_slips, slips_markdown

    documents = [
        Document.from_text(path.read_text("utf-8-sig"), id=path.name)
        for path in files_of([folder], ".txt")
    ]
    results, parts = {}, []
    for path in files_of(paths, ".tsv"):
        slips = read_slips(path)
        results[path.stem] = measure_slips(documents, slips, settings, lexicon)
        parts.append(slips_markdown(path.stem, slips, results[path.stem]))
    return publish("\n".join(parts), results, json)


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
