"""Scores of whole pages as Markdown: readings, merges, layout, issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restore.evaluation.issue_scores import IssueScores
from restore.evaluation.layout import LayoutScores
from restore.evaluation.markdown import (
    intact_cell,
    interval_cell,
    share_cell,
    table,
)
from restore.evaluation.merges import MergeScore, pooled_reduction
from restore.evaluation.orders import OrderScore, mean_tau
from restore.evaluation.readings import ReadingScore

__all__ = [
    "issues_markdown",
    "layout_markdown",
    "merges_markdown",
    "orders_markdown",
    "readings_markdown",
]

# A truth of text lines tells the order and no joins.
_UNTOLD = "not told"


def readings_markdown(scores: Sequence[ReadingScore], *, harms: int = 20) -> str:
    """Return the table of page readings before and after, and the lines with a wrong change."""
    parts = [
        table(
            (
                "readings",
                "pages",
                "cMER before (doing nothing)",
                "cMER after",
                "errors removed",
                "preference",
                "better / worse",
                "changed characters right / wrong",
                "lines taken away",
                "numerals intact",
            ),
            (
                (
                    score.name,
                    score.pages,
                    interval_cell(score.cmer_before, digits=2),
                    interval_cell(score.cmer_after, digits=2),
                    interval_cell(score.reduction),
                    interval_cell(score.preference, share=False, digits=2),
                    f"{score.better} / {score.worse}",
                    f"{score.edits.right} / {score.edits.wrong}",
                    score.removed_lines,
                    intact_cell(score.numerals_intact, score.numerals),
                )
                for score in scores
            ),
        )
    ]
    wrong = scores[-1].wrong if scores else ()
    if wrong and harms:
        shown = min(harms, len(wrong))
        parts.append(f"Lines with a wrong change, {shown} of {len(wrong)}:\n")
        parts.append(table(("page", "read", "restored", "truth"), wrong[:harms]))
    return "\n".join(parts)


def merges_markdown(scores: Sequence[MergeScore], *, seed: int = 1) -> str:
    """Return the table of merged readings, the best reading alone as baseline."""
    rows: list[tuple[object, ...]] = [
        (
            " + ".join(score.names),
            " / ".join(_percent(item.cmer) for item in score.alone),
            _percent(score.best.cmer),
            _percent(score.merged.cmer),
            share_cell(score.reduction) if score.best.errors else "no errors",
            f"{score.right} / {score.wrong}",
            score.figures_changed,
        )
        for score in scores
    ]
    if scores:
        rows.append(
            (
                f"all {len(scores)}",
                "",
                "",
                "",
                interval_cell(pooled_reduction(scores, seed=seed)),
                f"{sum(item.right for item in scores)} / {sum(item.wrong for item in scores)}",
                sum(item.figures_changed for item in scores),
            )
        )
    return table(
        (
            "readings",
            "cMER of each alone",
            "best alone (doing nothing)",
            "merged",
            "errors removed of the best alone",
            "changed characters right / wrong",
            "numerals changed",
        ),
        rows,
    )


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def layout_markdown(rows: Sequence[tuple[str, LayoutScores, LayoutScores]]) -> str:
    """Return the layout measures: per set of pages those of doing nothing, then ours."""
    lines = []
    for name, nothing, ours in rows:
        for who, score in (("none", nothing), ("restore", ours)):
            lines.append(
                (
                    name,
                    score.pages,
                    who,
                    f"{score.join_f1:.4f}",
                    f"{score.furniture_f1:.4f}",
                    share_cell(score.assignment),
                    f"{score.kendall_tau:.4f}",
                    f"{score.glued} of {score.cut_ends}",
                    score.lost,
                    score.moved_pages,
                )
            )
    return table(
        (
            "pages",
            "count",
            "engine",
            "join F1",
            "furniture F1",
            "right article",
            "Kendall tau",
            "cut ends glued",
            "body lines lost",
            "pages with moves",
        ),
        lines,
    )


def issues_markdown(rows: Sequence[tuple[str, IssueScores]]) -> str:
    """Return how well articles are joined across the pages of issues, per engine."""
    return table(
        (
            "engine",
            "pages",
            "jumps",
            "joined",
            "precision",
            "recall",
            "cut sentences",
            "run together",
            "wrongly run together",
        ),
        [
            (
                name,
                score.pages,
                score.true,
                score.made,
                f"{score.precision:.4f}" if score.made else "",
                f"{score.recall:.4f}",
                score.cut,
                score.runs_on,
                score.glued,
            )
            for name, score in rows
        ],
    )


def orders_markdown(scores: Sequence[OrderScore]) -> str:
    """Return the order of each page before and after, the means, and the pages made worse."""
    rows: list[tuple[object, ...]] = [
        (
            score.name,
            score.lines,
            *_taus(score.tau_before, score.tau_after, score.inside_before, score.inside_after),
            score.joins_made,
            *(
                _UNTOLD if told is None else told
                for told in (score.joins_wanted, score.joins_wrong)
            ),
            score.removed + score.lost,
            score.furniture,
            score.lost,
        )
        for score in scores
    ]
    rows.append(
        (
            f"all {len(scores)} (means, sums)",
            sum(score.lines for score in scores),
            *_taus(*mean_tau(scores)),
            sum(score.joins_made for score in scores),
            sum(score.joins_wanted or 0 for score in scores),
            sum(score.joins_wrong or 0 for score in scores),
            sum(score.removed + score.lost for score in scores),
            sum(score.furniture for score in scores),
            sum(score.lost for score in scores),
        )
    )
    head = (
        "page",
        "lines judged",
        "tau before",
        "tau after",
        "in articles before",
        "in articles after",
        "joins made",
        "joins wanted",
        "joins wrong",
        "furniture removed",
        "furniture wanted",
        "text removed",
    )
    return "\n".join((table(head, rows), *_order_notes(scores))) + "\n"


def _taus(*values: float) -> tuple[str, ...]:
    return tuple(f"{value:.4f}" for value in values)


def _order_notes(scores: Sequence[OrderScore]) -> Iterator[str]:
    for score in scores:
        if score.repeated:
            yield (
                f"{score.name}: {score.repeated} lines are not judged: several lines of the page "
                "have their text. Name them by number."
            )
    worse = [score for score in scores if score.worse]
    yield f"Pages made worse, {len(worse)} of {len(scores)}" + (":" if worse else ".")
    for score in worse:
        changes = (
            ("tau", score.tau_after - score.tau_before),
            ("in articles", score.inside_after - score.inside_before),
        )
        told = [f"{name} {change:+.4f}" for name, change in changes if change < 0]
        told += [f"{score.lost} lines of text removed"] if score.lost else []
        yield f"- {score.name}: {', '.join(told)}"
