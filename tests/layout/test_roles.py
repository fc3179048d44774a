from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.blocks import Role
from restore.layout.furniture_forms import (
    _furniture,
    _needed,
    _permitting,
    _probe,
    furniture_form,
)
from restore.layout.imprint import imprint, page_name
from restore.layout.jump_marks import jump_mark
from restore.layout.roles import headline, role_by_form, signature
from restore.pipeline import restore_text


@pytest.mark.parametrize(
    "text",
    [
        "责任填辑：余需质式须划：郝质庆 责任校对：朱建",
        "电子信箱：ywb388@126.com 发行热线：4386699 今日12版",
        "广告经管许可证：1504148号零售每份1.50元 印制：日相社印务中心",
        "邮发代号：15—1 国外代号：D1060",
        "未经本报书面授权，不得转载、摘编",
        "版权所有 违者必究",
    ],
)
def test_imprints_are_furniture_misread_or_not(text: str) -> None:
    assert role_by_form(text)[0] is Role.FURNITURE


@pytest.mark.parametrize(
    "text",
    [
        "代号等标准。参考模型标准用于帮助各方认识和理解智能制造标准化的对象。",
        "未经授权访问系统关键参数数据等。",
        "责任编辑负责制是出版工作的基本制度，必须坚持。",
        "会议指出：要压实责任，版式设计要美观大方。",
    ],
)
def test_running_text_is_no_furniture(text: str) -> None:
    assert role_by_form(text)[0] is not Role.FURNITURE
    assert imprint(text) is None


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("国上接第1版", "from"),
        ("上接第1]版 @", "from"),
        ("《下转第5版)", "to"),
        ("■上接第1版行程以“循序渐进”为节奏", "from"),
    ],
)
def test_jump_marks_are_found_misread_or_not(text: str, direction: str) -> None:
    mark = jump_mark(text)
    assert mark is not None
    assert mark.direction == direction


def test_names_of_pages() -> None:
    assert page_name("要闻")
    assert not page_name("要闻速递")


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("奋力书写新篇章。（李睿琦）", True),
        ("活动圆满结束。（本报记者 王晓燕 陈卓）", True),
        ("让乡亲们过上好日子。（作者单位：市委党校）", True),
        ("让乡亲们过上好日子。（作者系省社会科学院研究员）", True),
        ("依照前款规定处理。（略）", False),
        ("依照前款规定处理。（余略）", False),
        ("依照前款规定处理。（全文完）", False),
        ("这是真的。（作者按：此说有误）", False),
        ("各项指标如下。（见图）", False),
        ("全国政协委员（李睿琦）", False),
    ],
)
def test_signatures_end_a_story(text: str, signed: bool) -> None:
    assert signature(text) is signed


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("第?[0-9]{1,4}版", ("版",)),
        ("[^。]{2,50}(?:供图|/摄)[)）]?", ("供图", "/摄")),
        ("(?:导读|提要)", ("导读", "提要")),
        ("版权.{0,4}|转载", ()),
        ("图.{2,9}", ()),
        ("(?:社)?", ()),
        ("第(?:一|二)*", ()),
    ],
)
def test_words_that_a_pattern_needs(pattern: str, words: tuple[str, ...]) -> None:
    assert _needed(pattern) == words


@pytest.mark.parametrize(
    ("pattern", "permitting"),
    [
        ("(?!.*(?:工作|[)]项目)日报).{1,4}日报", ".{1,4}日报"),
        ("第(?!一)[0-9]版", "第(?!一)[0-9]版"),
        ("(?:导读|提要)", "(?:导读|提要)"),
    ],
)
def test_what_a_pattern_forbids_first_is_not_asked_of_every_line(
    pattern: str, permitting: str
) -> None:
    assert _permitting(pattern) == permitting


FURNITURE = (
    "工作", "春城", "日报", "晚报", "社", "第3版", "责任编辑：", "王晓燕", "星期一", "图为", "农历",
    "供图", "2026年1月2日", "热线：", "88881111", "会场", "内景", "扫二维码", "—1—", "。",
)  # fmt: skip


@given(st.lists(st.sampled_from(FURNITURE), min_size=1, max_size=5).map("".join))
def test_no_line_that_a_pattern_matches_is_passed_over(text: str) -> None:
    words, others = _probe()
    if any(pattern.fullmatch(text) for pattern, _, _ in _furniture()):
        assert words.search(text) or others.fullmatch(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("全县" * 21, True),
        ("全县" * 21 + "上", False),
        # A short line may have two commas, or as many pauses twice; a longer one has one.
        ("稳就业，保民生，促发展全县上下在行动", True),
        ("稳就业，保民生，促发展，全县上下在行动", False),
        ("抓教育、抓医疗、抓养老、抓住房、抓就业、开新局", True),
        ("抓教育，抓医疗，全县上下一心办好民生实事开新局", True),
        ("抓教育，抓医疗，全县上下一心办好民生实事开创新局面", False),
        ("抓教育，全县上下一心办好民生实事开创各项工作的新局面", True),
    ],
)
def test_the_form_of_a_headline(text: str, found: bool) -> None:
    assert headline(text) is found


@pytest.mark.parametrize(("names", "role"), [(28, Role.BYLINE), (29, Role.HEADING)])
def test_a_byline_is_no_wider_than_thirty_characters(names: int, role: Role) -> None:
    assert role_by_form("记者" + "陈" * names)[0] is role


def test_an_imprint_has_two_labels_in_one_line_with_few_errors() -> None:
    assert imprint("责任编辑：陈平") is None
    assert imprint("责任编辑：陈平 责任校对：周敏") is not None
    # One character in four may be wrong: of seven one.
    assert imprint("广告经管许可证：15号 责任编辑：陈平") == "广告经营许可证 责任编辑"
    assert imprint("广告经管许可正：15号 责任编辑：陈平") is None
    labels = "责任编辑：责任校对："
    assert imprint(labels + "陈" * 80) is not None
    assert imprint(labels + "陈" * 81) is None


def test_furniture_is_short_but_for_its_letter_spacing() -> None:
    notice = "版权所有" + "违" * 40
    assert furniture_form(notice) is not None
    assert furniture_form("  ".join(notice) + " " * (390 - 3 * 44 + 2)) is not None
    assert furniture_form("  ".join(notice) + " " * (391 - 3 * 44 + 2)) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("——围绕防汛、服务群众，在加固堤防、疏浚河道上下功夫见实效", Role.SUBTITLE),
        ("——北山市防汛工作综述", Role.SUBTITLE),
        ("——加固堤防12公里，疏浚河道3条；", Role.BODY),
        ("——全市堤防加固工程全部完工。", Role.BODY),
        ("——围绕防汛和", Role.BODY),
        ("——" + "北" * 40, Role.SUBTITLE),
        ("——" + "北" * 41, Role.BODY),
    ],
)
def test_a_dash_heads_a_section_that_ends_without_a_stop(text: str, role: Role) -> None:
    assert role_by_form(text)[0] is role


@pytest.mark.parametrize(
    "text", ["此致", "敬礼", "特此通知", "谢谢大家", "同志们", "各位代表", "各位委员、同志们"]
)
def test_words_to_the_reader_head_nothing(text: str) -> None:
    assert role_by_form(text)[0] is Role.BODY
    assert role_by_form(f"{text}齐上阵")[0] is Role.HEADING


BODY = "过去一年，全镇上下齐心协力，办成了一批群众盼望已久的实事。\n\n让乡亲们过上好日子，"


@pytest.mark.parametrize("signed", ["（李睿琦）", "（记者 张三）", "（作者单位：市委党校）"])
def test_who_signed_behind_the_last_sentence_is_the_byline(signed: str) -> None:
    text = f"全镇一年办成百件实事\n\n{BODY}奋力书写新篇章。{signed}\n"
    item = restore_text(text)
    assert item.articles[0].byline == signed
    # Its words stay where they are.
    assert item.text.splitlines()[-1].endswith(f"新篇章。{signed}")
    assert item.blocks[-1].role is Role.BODY


def test_a_byline_of_its_own_counts_more_and_a_verse_is_signed_by_nobody() -> None:
    text = f"全镇一年办成百件实事\n\n本报记者 王晓燕\n\n{BODY}奋力书写新篇章。（李睿琦）\n"
    assert restore_text(text).articles[0].byline == "本报记者 王晓燕"
    aside = "甲：你来了。\n\n乙：我来了。\n\n甲：请坐。（李四）\n"
    assert restore_text(aside).articles[0].byline is None
