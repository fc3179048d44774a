"""Talk is told from written prose: a repeat in talk is often meant."""

from __future__ import annotations

import pytest

from restore.correction.register import is_spoken
from restore.language.model import LanguageModel
from restore.text.characters import SPOKEN_WORDS
from tests.correction.helpers import ScriptedModel


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("最好能把染色体报告发上来，我帮你们分析分析，看看能不能做三代试管。", "分析"),
        ("需要配合具体的是要进行几次清洁灌肠灌肠的时候会有便意但又需要憋住不能便出来", "灌肠"),
    ],
)
def test_talk(text: str, second: str) -> None:
    start = text.index(second * 2) + len(second)
    assert is_spoken(text, start, start + len(second), LanguageModel.load())


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("展现委员担当担当作为的良好形象，推动我区各项事业发展。", "担当"),
        ("围绕有形有效铸铸牢中华民族共同体意识开展专题协商。", "铸"),
        ("我们扎实推进推进党史学习教育。", "推进"),
    ],
)
def test_written_prose(text: str, second: str) -> None:
    start = text.index(second * 2) + len(second)
    assert not is_spoken(text, start, start + len(second), LanguageModel.load())


def talks(
    before: str, unit: str, after: str, usual: float = -2.0, *, odd: tuple[float, str] | None = None
) -> bool:
    text = f"{before}{unit}{unit}{after}"
    start = len(before) + len(unit)
    bonds = {} if odd is None else {odd[1]: odd[0]}
    model = ScriptedModel(bonds=bonds, usual=usual)
    return is_spoken(text, start, start + len(unit), model)


@pytest.mark.parametrize("word", sorted(SPOKEN_WORDS))
def test_words_of_talk(word: str) -> None:
    assert talks(f"昨天{word}还在", "分析", "报告，")
    assert talks("昨天还在", "分析", f"报告{word}，")


@pytest.mark.parametrize("body", sorted("国省市区县旗盟州厂校院军党方们"))
def test_our_country_is_written_prose(body: str) -> None:
    assert not talks(f"我{body}昨天还在", "分析", "报告，")
    assert talks("我昨天还在", "分析", "报告，")


@pytest.mark.parametrize(("gap", "talk"), [(29, True), (30, False)])
def test_thirty_characters_of_the_line_are_looked_at_on_both_sides(gap: int, talk: bool) -> None:
    assert talks(f"你{'甲' * gap}", "分析", "，") is talk
    assert talks("，", "分析", f"{'甲' * gap}你") is talk
    assert not talks("你\n在", "分析", "，")


@pytest.mark.parametrize(
    ("usual", "unit", "talk"),
    [
        # What the model would not have foreseen: one character is left alone from -2.3 on, ...
        (-2.299, "析", False),
        (-2.301, "析", True),
        # ... two or more from -3.0 on, or where no mark stands among thirty characters.
        (-2.301, "分析", False),
        (-3.0, "分析", False),
        (-3.001, "分析", True),
    ],
)
def test_words_that_were_not_foreseen(usual: float, unit: str, talk: bool) -> None:
    assert talks("昨天还在", unit, "报告，", usual) is talk


@pytest.mark.parametrize(
    ("before", "after", "talk"),
    [
        ("甲" * 15, "乙" * 15, True),
        ("甲" * 15, "乙" * 14, False),
        ("丙，" + "甲" * 15, "乙" * 15 + "，丁", True),
        ("甲" * 20 + "，" + "甲" * 15, "乙" * 14, False),
        ("甲" * 15, "乙" * 14 + "，" + "乙" * 15, False),
        ("甲" * 30, "，", True),
        ("甲" * 29, "，", False),
    ],
)
def test_thirty_characters_without_a_mark(before: str, after: str, talk: bool) -> None:
    assert talks(before, "分析", after, -2.5) is talk


def test_the_first_copy_is_judged_with_what_stands_around_the_second_is_not() -> None:
    """Ten characters: seven at -2, the first of the unit at -7 is seen once."""
    around = "昨天还在", "报告，"
    assert not talks(*("昨天还在", "析", "报告，"), usual=-2.0, odd=(-4.0, "在析"))
    assert talks(around[0], "析", around[1], -2.0, odd=(-4.5, "在析"))
    assert not talks(around[0], "析", around[1], -2.0, odd=(-9.0, "析析"))
    # Thirty characters on the left, and the unit.
    far = "甲" * 30
    assert talks(f"{far}", "析", "，", -2.0, odd=(-11.7, "甲析"))
    assert talks(f"乙{far[1:]}", "析", "，", -2.2, odd=(-6.0, "乙甲"))
    assert not talks(f"乙丙{far[1:]}", "析", "，", -2.2, odd=(-6.0, "乙丙"))
