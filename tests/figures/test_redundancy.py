"""What in a text ties a figure, by rules that know nothing of the figure check."""

from __future__ import annotations

import pytest

from restore.core.claims import FigureSource
from restore.evaluation.figure_errors import inject_errors
from restore.evaluation.figure_redundancy import places_with_redundancy


def tied(text: str) -> list[tuple[str, str, str]]:
    places = places_with_redundancy({"a": text}, {"新中国": 1949})
    return [(place.kind, place.why, text[slice(*place.span)]) for place in places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("推动黄河、淮河、海河三大流域治理。", [("list", "list", "三")]),
        ("推动黄河、淮河、海河五大流域治理。", []),
        ("黄河、淮河、海河等三大流域。", []),
        ("总额90元，其中甲70元、乙20元。", [("digit", "sum", n) for n in ("90", "70", "20")]),
        ("由80亿元增加到92亿元，增长15%。", [("digit", "change", n) for n in ("80", "92", "15")]),
        ("委员400名，女委员120名，占30%。", [("digit", "share", n) for n in ("400", "120", "30")]),
        ("2024年是新中国成立75周年。", [("digit", "age", "75")]),
        ("2026年是“十五五”规划开局之年。", [("year", "range", "2026")]),
        ("一是学习；二是调研；三是提案。", [("ordinal", "row", "二")]),
        ("城镇调查失业率5.5%左右。\n城镇调查失业率5.5%左右。", [("digit", "again", "5.5")] * 2),
        ("城镇调查失业率5.5%左右。\n城镇调查失业率5.1%左右。", []),
        ("全年完成投资300亿元。", []),
    ],
)
def test_what_ties_a_figure(text: str, found: list[tuple[str, str, str]]) -> None:
    assert tied(text) == found


def test_tied_errors_are_planted_only_where_something_ties() -> None:
    text = "".join(f"一是学习{n}；二是调研；三是提案。投资{n}3亿元。\n" for n in range(10, 40))
    result = inject_errors([FigureSource("a", text)], count=10, seed=3, tied=True)
    assert result.total.planted == result.total.redundant == 10
    assert result.total.found >= 8
    assert result.true == result.said
