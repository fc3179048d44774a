"""``restore evaluate pages``: the whole pipeline on readings of page images."""

from __future__ import annotations

from pathlib import Path

import click

from restore.commands.console import progress_bar
from restore.commands.evaluate.common import (
    CONFIGURED,
    CORE,
    HARMS,
    JSON,
    SEED,
    chosen_settings,
    publish,
    readings_of,
    whole_pipeline,
)
from restore.commands.options import EITHER

__all__ = ["pages"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=EITHER, metavar="PAGES...")
@CORE
@click.option("--engine-known", is_flag=True, help="Tell what read the page, as hOCR does.")
@SEED
@HARMS
@CONFIGURED
@JSON
def pages(
    paths: tuple[Path, ...],
    manifest: Path | None,
    engine_known: bool,
    seed: int,
    harms: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score the whole pipeline on readings of page images (JSON with the truth per line)."""
    from restore.core.ocr_metadata import Hints
    from restore.evaluation.page_report import readings_markdown
    from restore.evaluation.readings import measure_readings

    chosen = chosen_settings(settings, language_model)
    readings = readings_of(paths, manifest)
    engines = {reading.id: reading.engine for reading in readings} if engine_known else {}
    with progress_bar() as progress:
        scores = measure_readings(
            readings,
            whole_pipeline(chosen, lambda name: Hints(engine=engines.get(name, ""))),
            groups=lambda reading: f"{reading.engine} {reading.level}",
            seed=seed,
            progress=progress,
        )
    return publish(readings_markdown(scores, harms=harms), scores, json)
