"""``restore evaluate layout``: joins, furniture, articles, reading order, jumps."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from restore.commands.evaluate.common import (
    CONFIGURED,
    JSON,
    SEED,
    chosen_settings,
    files_of,
    publish,
)
from restore.commands.options import FILE, FOLDER
from restore.errors import InputError, SettingsError
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.evaluation.layout import LayoutScores, LineTruth
    from restore.evaluation.page_records import SourceStory

    #: Group, name, text, truth of each line.
    KnownPage = tuple[str, str, str, Sequence[LineTruth]]

__all__ = ["layout"]


@click.command()
@click.option("--text", "texts", multiple=True, type=FILE, help="Clean text to make pages from.")
@click.option("--made", default=50, show_default=True, help="How many pages to make.")
@click.option("--issues", default=4, show_default=True, help="How many newspaper issues to make.")
@click.option("--pages", "folder", type=FOLDER, help="Readings of page images (JSON).")
@SEED
@CONFIGURED
@JSON
def layout(
    texts: tuple[Path, ...],
    made: int,
    issues: int,
    folder: Path | None,
    seed: int,
    settings: Path | None,
    language_model: Path | None,
    json: Path | None,
) -> int:
    """Score joins, furniture, articles, reading order, and articles that jump to other pages."""
    from restore.evaluation import page_report
    from restore.evaluation.layout import pooled

    # Only the passes that lay out are judged: repeats of a page are no matter of layout.
    chosen = chosen_settings(settings, language_model)
    off = msgspec.structs.replace(chosen.dedup, enabled=False)
    none = msgspec.structs.replace(chosen.correction, enabled=False)
    chosen = msgspec.structs.replace(chosen, dedup=off, correction=none)
    stories = _stories(texts) if texts else []
    groups = _judged(chain(_made_pages(stories, made, seed), _read_pages(folder)), chosen)
    if not groups:
        raise SettingsError("nothing to measure; give --text FILE or --pages FOLDER")
    rows = [
        (group, pooled(nothing for nothing, _ in found), pooled(ours for _, ours in found))
        for group, found in groups.items()
    ]
    markdown = page_report.layout_markdown(rows)
    results: dict[str, object] = {"pages": rows}
    if stories and issues:
        from restore.evaluation.issue_scores import measure_issues

        scores = measure_issues(stories, issues, seed, chosen)
        joined = list(zip(("none", "restore"), scores, strict=True))
        markdown += "\n" + page_report.issues_markdown(joined)
        results["issues"] = joined
    return publish(markdown, results, json)


def _judged(
    pages: Iterable[KnownPage], settings: Settings
) -> dict[str, list[tuple[LayoutScores, LayoutScores]]]:
    """Score doing nothing and restore on each page, by group."""
    from restore.evaluation.layout import baseline, score
    from restore.pipeline import restore_text

    groups: dict[str, list[tuple[LayoutScores, LayoutScores]]] = {}
    for group, name, text, truth in pages:
        restored = restore_text(text, settings=settings, name=name)
        ours = score(restored.document, restored.articles, truth)
        groups.setdefault(group, []).append((baseline(text, truth), ours))
    return groups


def _stories(texts: Sequence[Path]) -> list[SourceStory]:
    from restore.evaluation.page_records import stories_of_lines
    from restore.evaluation.texts import read_text

    stories = [story for path in texts for story in stories_of_lines(read_text(path).splitlines())]
    if not stories:
        raise InputError(
            ", ".join(map(str, texts)), "holds no story", "headlines and paragraphs are needed"
        )
    return stories


def _made_pages(stories: Sequence[SourceStory], made: int, seed: int) -> Iterator[KnownPage]:
    from restore.evaluation.page_records import PageOptions
    from restore.evaluation.pages import make_page

    rng = random.Random(seed)
    for number in range(made if stories else 0):
        for noise in (True, False):
            options = PageOptions(noise=noise)
            chosen = rng.sample(stories, min(options.others + 1, len(stories)))
            page = make_page(rng, chosen, options)
            group = "made" if noise else "made, without noise"
            yield group, f"page {number}", page.text, page.truth


def _read_pages(folder: Path | None) -> Iterator[KnownPage]:
    from restore.evaluation.ocr_pages import read_ocr_page

    for path in files_of([folder], ".json") if folder is not None else ():
        page = read_ocr_page(path)
        group = f"{page.engine.split()[0]} {page.level}, {page.order}"
        yield group, page.id, page.text, page.truth
