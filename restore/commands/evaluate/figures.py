"""``restore evaluate figures``: the reading of figures, and the finding of damaged digits."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from restore.commands.evaluate.common import JSON, SEED, publish
from restore.commands.options import FILE
from restore.errors import SettingsError

__all__ = ["figures"]

_ANNOTATED = ("annotated", "engine", "figures", "precision", "recall", "F1", "head right")
_ERRORS = ("error", "engine", "planted", "found", "with redundancy", "of these found", "or doubted")
_DAMAGED = ("damaged", "engine", "errors planted", "found", "false alarms", "looked at")


@click.command()
@click.argument("paths", nargs=-1, type=FILE, metavar="[CLEAN]...")
@click.option("--annotated", multiple=True, type=FILE, help="Annotated sentences (JSONL).")
@click.option("--noise", default=0.01, show_default=True, help="Damaged characters of a copy.")
@click.option(
    "--errors", default=0, metavar="N", help="Plant N errors of five kinds in the reports instead."
)
@click.option(
    "--tied",
    is_flag=True,
    help="With --errors: only where something else in the texts ties the figure.",
)
@click.option("--share", default=0.1, show_default=True, help="Share of the figures changed.")
@SEED
@JSON
def figures(
    paths: tuple[Path, ...],
    annotated: tuple[Path, ...],
    noise: float,
    share: float,
    errors: int,
    tied: bool,
    seed: int,
    json: Path | None,
) -> int:
    """Score the reading of figures, and the finding of damaged digits in clean texts."""
    from restore.evaluation.markdown import table

    parts: list[str] = []
    results: dict[str, object] = {}
    if annotated:
        parts.append(table(_ANNOTATED, _score_reading(annotated, results)))
    if paths and errors:
        parts.append(table(_ERRORS, _score_errors(paths, (errors, seed, tied), results)))
    elif paths:
        parts.append(table(_DAMAGED, _score_damage(paths, noise, share, seed, results)))
    if not parts:
        raise SettingsError("nothing to measure; give texts, or --annotated FILE")
    return publish("\n".join(parts), results, json)


def _score_reading(
    annotated: Sequence[Path], results: dict[str, object]
) -> list[tuple[object, ...]]:
    """Score the reading of annotated figures; add the numbers to ``results``, return the rows."""
    from restore.evaluation.figures import read_annotations, score_annotations

    rows: list[tuple[object, ...]] = []
    for path in annotated:
        found, heads = score_annotations(read_annotations(path))
        results[path.name] = {"figures": found._asdict(), "heads": heads._asdict()}
        rates = (found.precision, found.recall, found.f1, heads.recall)
        rows.append((path.name, "none", found.wanted, "", "0.000", "0.000", "0.000"))
        rows.append((path.name, "restore", found.wanted, *(f"{rate:.3f}" for rate in rates)))
    return rows


def _score_damage(
    paths: Sequence[Path], noise: float, share: float, seed: int, results: dict[str, object]
) -> list[tuple[object, ...]]:
    """Score the finding of damaged digits; add the numbers to ``results``, return the rows."""
    from restore.core.claims import FigureSource
    from restore.evaluation.figure_injection import inject_arithmetic, inject_conflicts, noisy_copy
    from restore.evaluation.texts import read_text

    texts = [FigureSource(path.stem, read_text(path)) for path in paths]
    rng = random.Random(seed)
    copies = [
        msgspec.structs.replace(
            text, document=f"{text.document}~", text=noisy_copy(text.text, rng, noise)
        )
        for text in texts
    ]
    runs = [
        ("digits in a noisy copy", inject_conflicts(texts, copies, share=share, seed=seed)),
        ("digits of a sum", inject_arithmetic(texts, seed=seed)),
    ]
    rows: list[tuple[object, ...]] = []
    for name, run in runs:
        results[name] = run._asdict()
        rows.append((name, "none", run.injected, "0.0 %", 0, run.looked_at))
        recall = f"{100 * run.recall:.1f} %"
        rows.append((name, "restore", run.injected, recall, run.false_alarms, run.looked_at))
    return rows


def _score_errors(
    paths: Sequence[Path], wanted: tuple[int, int, bool], results: dict[str, object]
) -> list[tuple[object, ...]]:
    """Score errors of five kinds; add the numbers to ``results``, return the rows.

    Parameters
    ----------
    wanted : how many errors, the seed, and whether only where something ties the figure
    """
    from restore.core.claims import FigureSource
    from restore.evaluation.figure_errors import inject_errors
    from restore.evaluation.texts import read_text

    texts = [FigureSource(path.stem, read_text(path)) for path in paths]
    count, seed, tied = wanted
    outcome = inject_errors(texts, count=count, seed=seed, tied=tied)
    results["errors"] = {
        "kinds": {kind: caught._asdict() for kind, caught in outcome.by_kind.items()},
        "said": outcome.said,
        "true": outcome.true,
        "missed": outcome.missed,
        "false": outcome.false,
    }
    rows: list[tuple[object, ...]] = []
    for name, caught in (*outcome.by_kind.items(), ("all", outcome.total)):
        rows.append((name, "none", caught.planted, 0, caught.redundant, 0, 0))
        rows.append((name, "restore", *caught))
    said = f"{outcome.true} of {outcome.said} true"
    rows.append(("conflicts and failed checks", "restore", said, "", "", "", ""))
    return rows
