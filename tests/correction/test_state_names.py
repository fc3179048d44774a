"""Slips in the names of the state and its highest organs."""

from __future__ import annotations

import pytest

from restore import restore_text
from restore.core.edits import Edit
from restore.correction.implausibility import judge_state_name
from restore.text.near_misses import NearMissIndex


def corrections(text: str) -> list[Edit]:
    return [edit for edit in restore_text(text).edits if edit.stage == "correction"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        # One character lost, doubled, swapped, or put for one like it.
        ("庆祝中华人民共国成立七十五周年。", "庆祝中华人民共和国成立七十五周年。"),
        ("中华人民共合国成立了。", "中华人民共和国成立了。"),
        ("全国人民代大会常务委员会第三次会议。", "全国人民代表大会常务委员会第三次会议。"),
        ("全国人民代表会常务委员会通过决定。", "全国人民代表大会常务委员会通过决定。"),
        ("最高人民检查院发布工作报告。", "最高人民检察院发布工作报告。"),
        ("中国人民政协商会议全国委员会召开会议。", "中国人民政治协商会议全国委员会召开会议。"),
        ("中国人民政治商协会议召开。", "中国人民政治协商会议召开。"),
        ("中国人民解放放军全体指战员", "中国人民解放军全体指战员"),
        ("根据中国人民共和国宪法规定。", "根据中华人民共和国宪法规定。"),
        ("中央军委事员会召开会议。", "中央军事委员会召开会议。"),
        # Before a leader's name the first of two copies goes, and the name stays.
        ("学习贯彻习习近平总书记重要讲话精神。", "学习贯彻习近平总书记重要讲话精神。"),
        (
            "坚持以习习近平新时代中国特色社会主义思想为指导。",
            "坚持以习近平新时代中国特色社会主义思想为指导。",
        ),
    ],
)
def test_a_slip_in_a_fixed_name_is_mended(wrong: str, right: str) -> None:
    assert restore_text(wrong).text == right


@pytest.mark.parametrize(
    "text",
    [
        "中国人民解放军、中国人民银行、中国人民政治协商会议的代表出席。",
        "朝鲜民主主义人民共和国和老挝人民民主共和国的代表团到访。",
        "中国人民共同努力，同各国人民一道前行，中国人民共和国际社会分享机遇。",
        "中华苏维埃共和国临时中央政府在瑞金成立。",
        "全区人民代表大会、全省农民代表大会先后召开。",
        "中国农民银行发行的纸币已经不再流通。",
        "依照《中华人民共和国监狱法》和《中华人民共和国监察法》执行。",
        "常委会会议强调，政协协商要更加深入。",
        "深入学习习近平总书记重要讲话，研习习近平外交思想，温习习近平同志的文章。",
        "中国人民的解放军来自人民。",
    ],
)
def test_other_names_stay(text: str) -> None:
    assert corrections(text) == []


@pytest.mark.parametrize(
    ("text", "margin", "confidence"),
    [
        ("庆祝中华人民共国成立", 6.0, 0.95),
        ("庆祝中华人民共国成立", 5.9, 0.6),
        ("庆祝中华人民共国成立", 4.5, 0.6),
        ("庆祝中华人民共国成立", 4.4, 0.0),
        # What looks or sounds like it, and what does not.
        ("庆祝中华人民共合国成立", 6.0, 0.95),
        ("庆祝中国人民共和国成立", 9.0, 0.6),
        # At an end another name may begin; a small word that was put in may be meant.
        ("庆祝中华人民共和州成立", 9.0, 0.0),
        ("庆祝中华人民的共和国成立", 9.0, 0.0),
        # Parts of a state have organs of their own; and what a document writes again is its usage.
        ("庆祝中区人民共和国成立", 9.0, 0.0),
        ("中华人民共国，中华人民共国，中华人民共国", 9.0, 0.0),
    ],
)
def test_how_much_is_asked(text: str, margin: float, confidence: float) -> None:
    term = "中华人民共和国"
    misses = NearMissIndex([term]).find(text)
    assert misses
    assert max(judge_state_name(text, miss, term, margin) for miss in misses) == confidence


@pytest.mark.parametrize(
    ("term", "text", "margin", "confidence"),
    [
        ("中国人民政治协商会议", "中国政治协商会议成立", 4.5, 0.6),
        ("中国人民政治协商会议", "中国政治协商会议成立", 9.0, 0.6),
        ("中国人民政治协商会议", "中国政治协商会议成立", 4.4, 0.0),
        # That of a county is another's.
        ("中国共产党中央委员会", "县的中国共产党委员会", 9.0, 0.0),
        # Shorter names are those of others: a bank, what is abroad.
        ("最高人民检察院", "由最高检察院发布", 9.0, 0.0),
        ("中国人民银行", "由中国银行发放", 9.0, 0.0),
    ],
)
def test_a_word_lost_inside_a_long_name(
    term: str, text: str, margin: float, confidence: float
) -> None:
    misses = NearMissIndex([term]).find(text)
    assert max((judge_state_name(text, miss, term, margin) for miss in misses), default=0.0) == (
        confidence
    )
