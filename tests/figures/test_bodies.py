"""Series in reports of other bodies: those that a reader sees are found, and no others."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from restore.core.claims import FigureSource
from restore.figures import check_figures
from restore.figures.numerals import read_numeral

BODIES = Path(__file__).parents[1] / "data" / "figures" / "bodies"
#: How many of 53 held-out and of 98 other pairs are found at least.
HELD_OUT, OTHERS = 49, 78


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (BODIES / name).read_text(encoding="utf-8").splitlines()]


def pairs(before: str, now: str) -> set[tuple[Decimal, ...]]:
    """Return the printed values of every series, the year before first."""
    sources = [
        FigureSource(f"r{number}", text, date=f"{2024 + number}年1月9日")
        for number, text in enumerate((before, now))
    ]
    report = check_figures(sources)
    by_id = {claim.id: claim for claim in report.claims}
    found = set()
    for series in report.series:
        claims = sorted((by_id[name] for name in series.claims), key=lambda c: c.document)
        found.add(tuple(_printed(claim.text) for claim in claims))
    return found


def _printed(text: str) -> Decimal:
    size = next(n for n, char in enumerate(text + "。") if char not in "0123456789.万亿")
    numeral = read_numeral(text[:size])
    assert numeral is not None
    return numeral.value


def test_series_under_other_words_are_found_and_no_others() -> None:
    found = []
    for _, before, now, told in rows("series.tsv"):
        wanted = {tuple(_printed(value) for value in pair.split("=")) for pair in told.split(";")}
        seen = pairs(before, now)
        assert seen <= wanted
        found.append(len(seen))
    assert sum(found[:6]) >= HELD_OUT
    assert sum(found[6:]) >= OTHERS


def test_other_things_make_no_series() -> None:
    assert [name for name, before, now in rows("other_things.tsv") if pairs(before, now)] == []
