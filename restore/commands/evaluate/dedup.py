"""``restore evaluate dedup``: noisy copies planted in clean paragraphs, and looked for."""

from __future__ import annotations

from pathlib import Path

import click

from restore.commands.evaluate.common import JSON, SEED, publish
from restore.commands.options import FILE
from restore.errors import InputError

__all__ = ["dedup"]

_HEADER = (
    "engine",
    "paragraphs",
    "planted copies",
    "found",
    "removable",
    "precision of removals",
    "recall against all pairs",
    "chars/s",
)


@click.command()
@click.argument("path", type=FILE, metavar="CLEAN")
@click.option("--paragraphs", default=20_000, show_default=True, help="How many, copies included.")
@click.option("--sample", default=2_000, show_default=True, help="Size of the all-pairs check.")
@click.option("--rate", default=0.05, show_default=True, help="Errors per character of a copy.")
@SEED
@JSON
def dedup(
    path: Path, paragraphs: int, sample: int, rate: float, seed: int, json: Path | None
) -> int:
    """Plant noisy copies in clean paragraphs and look for them."""
    from restore.evaluation.dedup import measure, oracle_recall, plant_copies
    from restore.evaluation.markdown import table
    from restore.evaluation.texts import read_text
    from restore.settings import DedupSettings

    chosen = DedupSettings()
    lines = dict.fromkeys(line.strip() for line in read_text(path).splitlines())
    texts = [line for line in lines if len(line) >= chosen.min_length][: int(paragraphs / 1.2)]
    if not texts:
        raise InputError(str(path), "holds no paragraph", "one paragraph a line is needed")
    score = measure(plant_copies(texts, rate=rate, seed=seed), chosen)
    small = plant_copies(texts[: int(sample / 1.2)], rate=rate, seed=seed)
    oracle = oracle_recall(small.texts, chosen) if sample else None
    rows = [
        ("none", score.paragraphs, score.planted, "0 %", "0 %", "", "", ""),
        (
            "restore",
            score.paragraphs,
            score.planted,
            f"{100 * score.recall:.2f} %",
            f"{100 * score.removable:.2f} %",
            f"{100 * score.precision:.2f} %",
            "" if oracle is None else f"{100 * oracle:.2f} %",
            f"{score.characters_per_second:,}",
        ),
    ]
    return publish(table(_HEADER, rows), {"score": score, "oracle_recall": oracle}, json)
