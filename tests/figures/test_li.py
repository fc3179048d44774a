"""里 as a unit, and ordinals of things that are not counted in items."""

from __future__ import annotations

from decimal import Decimal

import pytest

from restore.core.claims import FigureSource
from restore.figures import check_figures


def read(text: str) -> list[tuple[str, Decimal]]:
    claims = check_figures([FigureSource("a", text)]).claims
    return [(claim.kind, claim.value) for claim in claims]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("渠长三里半。", "1.75"),
        ("离城十五里。", "7.5"),
        ("走了二十里山路。", "10"),
        ("相距12.5里。", "6.25"),
        ("累计为伍万里。", "25000"),
        ("行程两万五千里。", "12500"),
        ("走了三百里路。", "150"),
    ],
)
def test_li_is_half_a_kilometre(text: str, value: str) -> None:
    assert read(text) == [("quantity", Decimal(value))]


@pytest.mark.parametrize(
    "text",
    [
        "八百里秦川",
        "三十里铺",
        "千里之行",
        "五里坡村",
        "十里长街",
        "万里长城",
        "二里头遗址",
        "不怕千万里",
    ],
)
def test_names_with_li_are_no_figures(text: str) -> None:
    assert read(text + "。") == []


@pytest.mark.parametrize(
    "text", ["本届奥运会的第12枚金牌。", "建成的第15座高炉。", "交付的第5艘船。"]
)
def test_the_nth_thing_is_no_count(text: str) -> None:
    assert [kind for kind, _ in read(text)] == ["ordinal"]


def test_a_law_refers_to_its_articles_without_conflict() -> None:
    text = "按照本实施细则第{}条规定的差额比例，由选民小组反复酝酿、讨论、协商确定候选人。\n"
    report = check_figures([FigureSource("a", text.format("三十") + text.format("三十一"))])
    assert not report.conflicts


def test_steps_of_two_things_are_not_compared() -> None:
    text = "已开工建设高铁通道4条，建成及在建高速公路21条。"
    assert not check_figures([FigureSource("a", text)]).failed_checks
