from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.characters.pairs import propose_pairs
from restore.core.edits import Reason
from tests.tools import applied


def sure(text: str) -> str:
    turned = [item for item in propose_pairs(text) if item.confidence >= 0.9 and item.flag is None]
    return applied(text, turned)


def flagged(text: str) -> list[int]:
    return [item.start for item in propose_pairs(text) if item.flag is Reason.LONE_MARK]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("他说：“好“，走了。", "他说：“好”，走了。"),
        ("他说：”好的。”", "他说：“好的。”"),
        ("”好的。”他说。", "“好的。”他说。"),
        ('实施“双百"行动和“双千"计划。', "实施“双百”行动和“双千”计划。"),
        ('实施"双百”行动。', "实施“双百”行动。"),
        ("（”好”）", "（“好”）"),
    ],
)
def test_marks_are_turned(text: str, clean: str) -> None:
    assert sure(text) == clean
    assert sure(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "他说：“她说‘好’。”",
        "“第一段。\n“第二段。”",
        "“这是一段很长的话。\n”他说。",
        "着力推动“双百“深度融合",
        "1）甲；2）乙。",
        '屏幕5"的“手机”',
        'print("你好")',
        "他答应了：“好",
    ],
)
def test_what_is_right_or_unclear_stays(text: str) -> None:
    assert sure(text) == text


def test_a_doubtful_one_is_suggested() -> None:
    (item,) = [item for item in propose_pairs("推动“双百“深度融合") if item.flag is None]
    assert (item.start, item.after, item.confidence < 0.9) == (5, "”", True)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("市、县（区人民政府负责。", [3]),
        ("实施《条例，成效明显。", [2]),
        ("办法》已经印发。", [2]),
        ("他说“好。", [2]),
        ("他说好”。", [3]),
        ("（一）甲（乙）。", []),
        ("1）甲。", []),
        ("“第一段。\n“第二段。”", []),
        ("《甲（乙）》和“丙”。", []),
    ],
)
def test_a_mark_without_partner_is_flagged(text: str, places: list[int]) -> None:
    assert flagged(text) == places


def test_a_quotation_is_followed_for_fifty_paragraphs() -> None:
    assert flagged("“甲。\n" + "乙。\n" * 49 + "丙”。") == []
    assert len(flagged("“甲。\n" + "乙。\n" * 50 + "丙”。")) == 2


@given(st.text(alphabet='“”"（）《》，。：张三1\n', max_size=30))
def test_a_second_run_finds_nothing(text: str) -> None:
    once = sure(text)
    assert len(once) == len(text)
    assert sure(once) == once
