"""``restore evaluate harm``: what is changed in clean texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from restore.commands.evaluate.common import (
    CONFIGURED,
    HARMS,
    JSON,
    SEED,
    chosen_settings,
    files_of,
    publish,
    whole_pipeline,
)
from restore.commands.options import EITHER

if TYPE_CHECKING:
    from restore.core.edits import Edit

__all__ = ["harm"]


@click.command()
@click.argument("paths", nargs=-1, required=True, type=EITHER, metavar="CLEAN...")
@SEED
@click.option(
    "--doubled",
    default=0,
    show_default=True,
    help="Double 1 to 4 characters at so many places and tell what becomes of them instead.",
)
@HARMS
@CONFIGURED
@JSON
def harm(
    paths: tuple[Path, ...],
    seed: int,
    doubled: int,
    harms: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Count what is changed in clean texts (.txt, .txt.xz), where every change is wrong."""
    from restore.evaluation import report
    from restore.evaluation.engines import make_engine
    from restore.evaluation.harm import CleanText, measure_harm
    from restore.evaluation.texts import read_text

    chosen = chosen_settings(settings, language_model)
    texts = [CleanText(path.name, read_text(path)) for path in files_of(paths, ".txt", ".txt.xz")]
    if doubled:
        from restore.evaluation.doubled import measure_doubled
        from restore.pipeline.restorer import Restorer

        score = measure_doubled(texts, Restorer(chosen), places=doubled, seed=seed)
        return publish(report.doubled_markdown(score, harms=harms), score, json)
    engine = make_engine("correction", chosen)
    restore = whole_pipeline(chosen)

    def alone(_name: str, text: str) -> tuple[str, Sequence[Edit]]:
        outcome = engine(text)
        return outcome.text, outcome.edits

    def whole(name: str, text: str) -> tuple[str, Sequence[Edit]]:
        document, edits = restore(name, text)
        return document.text, edits

    scores = [
        measure_harm(texts, alone, mode="correction", seed=seed),
        measure_harm(texts, whole, mode="whole pipeline", seed=seed),
    ]
    return publish(report.harm_markdown(scores, harms=harms), scores, json)
