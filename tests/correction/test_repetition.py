from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.correction.repetition import propose_repetitions
from restore.pipeline import restore_text
from restore.text.doubles import LONGEST_UNIT, Double, doubles
from tests.correction.helpers import lexicon, model


def slow_doubles(text: str) -> set[tuple[int, int]]:
    """The obvious search: every start, every size, leftmost of a run, no unit of units."""
    found = set()
    for size in range(1, LONGEST_UNIT + 1):
        previous = -2
        for start in range(len(text) - 2 * size + 1):
            unit = text[start : start + size]
            if text[start : start + 2 * size] != unit * 2:
                continue
            fresh = start > previous + 1
            previous = start
            whole = any(unit == unit[:k] * (size // k) for k in range(1, size) if size % k == 0)
            if fresh and not whole and all("\u4e00" <= c <= "\u9fff" for c in unit):
                found.add((start, size))
    return found


@given(st.text("甲乙丙，", max_size=40))
def test_doubles_equal_the_obvious_search(text: str) -> None:
    found = list(doubles(text))
    assert {(item.start, item.size) for item in found} == slow_doubles(text)
    for item in found:
        unit = text[item.start : item.start + item.size]
        assert text[item.start : item.end] == unit * item.copies


def test_copies_are_counted() -> None:
    assert list(doubles("一防治防治防治")) == [Double(1, 2, 3)]
    assert list(doubles("")) == list(doubles("会")) == []


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("有效铸铸牢中华民族共同体意识", "有效铸牢中华民族共同体意识"),
        ("深入贯彻贯彻落实习近平法治思想", "深入贯彻落实习近平法治思想"),
        ("建设项目的的审批", "建设项目的审批"),
        ("推动高质量发展推动高质量发展取得成效", "推动高质量发展取得成效"),
        ("防治防治防治工作", "防治工作"),
        ("该公司公司总部位于东山市", "该公司总部位于东山市"),
    ],
)
def test_slips_go(read: str, right: str) -> None:
    sure = [
        item for item in propose_repetitions(read, lexicon(), model()) if item.confidence >= 0.9
    ]
    assert len(sure) == 1
    assert read[: sure[0].start] + read[sure[0].end :] == right


@pytest.mark.parametrize(
    "text",
    [
        "督办办法",
        "常委会会议",
        "政协协商",
        "牢牢把握",
        "商量商量",
        "哈哈哈",
        "三三制",
        "药品制品制造",
        "通过大面积积水路段",
        "担任任务",
        "赤峰市市长",
        "优秀奖",
        "千千万万",
        "本市某某有限公司公司章程由股东大会通过",
        "东山大学大学生艺术团应邀演出",
        "对改造想入非非，他们不这样看",
        "请求撤销的专利的专利号、授权公告日",
        "对企业的产品的产品质量负责",
        "这不过是为工作而工作而已",
        "某某公司耕牛保险保险单",
        "还有好多好多来不及收拾的",
        "东湖绿道二期工程PPP项目项目常务经理",
    ],
)
def test_right_doubles_stay(text: str) -> None:
    proposals = propose_repetitions(text, lexicon(), model())
    assert [item for item in proposals if item.confidence >= 0.9] == []


def test_without_a_model_nothing_is_sure() -> None:
    short, long = propose_repetitions("水污染防治防治，有效铸铸牢", lexicon(), None)
    assert 0.5 <= long.confidence < 0.9
    assert short.confidence < 0.5


@pytest.mark.parametrize(
    ("read", "right"),
    [
        ("深入实施就业业优先战略。", "深入实施就业优先战略。"),
        ("促进民族团结进进步。", "促进民族团结进步。"),
        ("安全生产治本本攻坚三年行动", "安全生产治本攻坚三年行动"),
    ],
)
def test_characters_that_may_double_are_slips_inside_other_words(read: str, right: str) -> None:
    assert restore_text(read).text == right


@pytest.mark.parametrize(
    "text", ["那里有袅袅炊烟。", "他逃之夭夭。", "秘书朱姗姗汇报。", "纷纷点赞"]
)
def test_reduplications_stay_and_are_not_shown(text: str) -> None:
    assert restore_text(text).edits == ()


def test_a_line_of_key_words_may_have_lost_what_parted_them() -> None:
    words = "持续加强水污染防治防治工作"
    assert restore_text(f"{words}。").text == "持续加强水污染防治工作。"
    for head in ("关键词：", "【关键词】", "　关键字 "):
        assert words in restore_text(f"{head}{words}").text
