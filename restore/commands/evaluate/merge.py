"""``restore evaluate merge``: several readings of a page made one, beside the best one alone."""

from __future__ import annotations

from pathlib import Path

import click

from restore.commands.evaluate.common import (
    CONFIGURED,
    CORE,
    JSON,
    SEED,
    chosen_settings,
    publish,
    readings_of,
)
from restore.commands.options import EITHER

__all__ = ["merge"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=EITHER, metavar="PAGES...")
@CORE
@click.option("--scans", is_flag=True, help="Also readings of different scans of a page.")
@click.option("--together", is_flag=True, help="All readings of a page at once (three or more).")
@click.option("--held-out", is_flag=True, help="Learn error tables from the other pages only.")
@SEED
@CONFIGURED
@JSON
def merge(
    paths: tuple[Path, ...],
    manifest: Path | None,
    scans: bool,
    together: bool,
    held_out: bool,
    seed: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Merge readings of each page and score them beside the best one alone."""
    from restore.evaluation.merges import measure_merges
    from restore.evaluation.page_report import merges_markdown
    from restore.language.model import LanguageModel

    name = chosen_settings(settings, language_model).correction.language_model
    model = LanguageModel.load(Path(name) if name else None)
    scores = measure_merges(
        readings_of(paths, manifest), model, scans=scans, together=together, held_out=held_out
    )
    return publish(merges_markdown(scores, seed=seed), scores, json)
