"""Cells and tables of Markdown for the reports of measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from restore.evaluation.metrics import Interval

__all__ = ["counts_cell", "intact_cell", "interval_cell", "share_cell", "shortened", "table"]


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", "⏎")


def share_cell(value: float) -> str:
    """Return a share as a percentage."""
    return f"{100 * value:.1f} %"


def interval_cell(interval: Interval, *, share: bool = True, digits: int = 1) -> str:
    """Return a value with its confidence interval."""
    factor, unit = (100, " %") if share else (1, "")
    value, low, high = (
        f"{factor * end:.{digits}f}" for end in (interval.value, interval.low, interval.high)
    )
    return f"{value}{unit} [{low}, {high}]"


def intact_cell(intact: int, whole: int) -> str:
    """Say how many of some were changed."""
    return "all" if intact == whole else f"{whole - intact} of {whole} changed"


def counts_cell(counts: Mapping[str, int]) -> str:
    """Return counts with their names."""
    return ", ".join(f"{count} {decision}" for decision, count in counts.items())


def shortened(text: str, limit: int = 90) -> str:
    """Return the text, its middle left out where it is longer than ``limit`` code points."""
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"
