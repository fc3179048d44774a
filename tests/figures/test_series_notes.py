"""A value of a series that looks like its neighbour misread is told."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource, Series
from restore.figures import check_figures
from restore.figures.tables import groups_table


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("5633", "5363", "互换"),
        ("5633", "56330", "十倍"),
        ("100", "800", "十倍"),
        ("100", "799", ""),
        ("400", "5000", "十倍"),
        ("400", "5001", ""),
        ("9", "90", ""),
        ("10", "100", "十倍"),
        ("5633", "5638", ""),
        ("5633", "5633", ""),
    ],
)
def test_a_jump_or_a_swap_is_told(first: str, second: str, told: str) -> None:
    text = "{0}年，特邀调解员参与调解案件{1}件，成效明显。"
    report = check_figures(
        [FigureSource("a", text.format(2023, first)), FigureSource("b", text.format(2024, second))]
    )
    (series,) = report.series
    assert (told in series.note) if told else not series.note
    assert ("? " in groups_table(report)) is bool(told)


def _beside_a_year(when: str) -> tuple[Series, ...]:
    text = "{0}，特邀调解员参与调解案件{1}件，成效明显。"
    texts = text.format("2023年", "5633"), text.format(when, "563")
    return check_figures([FigureSource(str(n), text) for n, text in enumerate(texts)]).series


def test_half_a_year_beside_a_year_is_no_jump() -> None:
    (series,) = _beside_a_year("2024年上半年")
    assert not series.note


def test_a_month_or_a_day_beside_a_year_is_no_series() -> None:
    assert not _beside_a_year("2024年5月")
    assert not _beside_a_year("2024年5月8日")


def test_what_names_no_place_joins_no_two_places() -> None:
    text = "{}\n{}年，特邀调解员参与调解案件{}件，成效明显。"
    heads = ["焦作市政府工作报告", "报告", "平凉市政府工作报告"]
    texts = [text.format(head, 2022 + n, 5633 + 9 * n) for n, head in enumerate(heads)]
    (series,) = check_figures([FigureSource(str(n), t) for n, t in enumerate(texts)]).series
    assert series.periods == ("2022", "2023")
    unnamed = [t.replace(heads[0], "我代表市人民政府报告工作") for t in texts[:2]]
    assert not check_figures([FigureSource(str(n), t) for n, t in enumerate(unnamed)]).series


def test_a_jump_needs_the_next_year_and_the_same_words() -> None:
    def notes(*texts: str) -> list[str]:
        found = check_figures([FigureSource(str(n), text) for n, text in enumerate(texts)]).series
        return [series.note for series in found]

    one, two = "2022年，审结刑事案件1342件。", "2023年，刑事案件审结13420件。"
    assert any("十倍" in note for note in notes(one, two))
    assert notes(one, two.replace("2023", "2024")) == [""]
    assert any("互换" in note for note in notes(one, two.replace("13420", "1324")))
