"""Paragraphs without a beginning and headings without text: flagged, never mended."""

from __future__ import annotations

import pytest

from restore.core.edits import Decision, Reason
from restore.language.model import LanguageModel
from restore.layout.lost_ends import headless
from restore.pipeline import Restored, restore_text
from restore.settings import CharacterSettings, Settings
from tests.tools import SEEDS

KEEP = Settings(characters=CharacterSettings(markdown="keep"))

TORN = """全市工作会议召开

一、主要工作

会议回顾了去年的工作，部署了今年的任务，要求各部门抓好落实，确保各项任务按期完成。

动局面。

二、存在问题

三、下一步打算

会议强调，要加强组织领导，层层压实责任，以钉钉子精神推动工作取得新的更大成效。

四、组织保障

要健全工作机制，加强督促检查，及时研究解决工作中的困难和问题。
"""


@pytest.mark.parametrize(
    "text",
    [
        "动局面。",
        "》白皮书。",
        "）浓度明显下降。一要加快解决燃煤污染问题。",
        "系。精心筹办北京冬奥会、冬残奥会。",
        "多万公里。",
        "，推动高质量发展。",
        "建设”的要求落到实处，取得了新的成效。",
    ],
)
def test_a_rest_has_no_head(text: str) -> None:
    assert headless(text, LanguageModel.load())


@pytest.mark.parametrize(
    "text",
    [
        "以文化人。加强精神文明建设。",
        "各位代表！",
        "谢谢大家！",
        "“好。”他说。",
        "扩大有效投资。",
        "大力提振消费。",
        "3）加强领导，落实责任。",
        "《决定》指出，改革永远在路上。",
        "据悉，会议将于明日召开。",
        "二日 晴。午后往书店，晚归。",
        "九日 休假。",
        "二日 晴。午后往书店。",
        "12日 阴。休息。",
        *[
            "特此报告。",
            "特此函复。",
            "专此报告。",
            "此复。",
            "请予审议。",
            "请批示。",
            "盼复。",
            "妥否。",
        ],
        *[
            "无。",
            "略。",
            "同意。",
            "同上。",
            "待续。",
            "散会。",
            "是的。",
            "不是。",
            "没有。",
            "谢谢。",
        ],
    ],
)
def test_a_short_paragraph_has_one(text: str) -> None:
    assert not headless(text, LanguageModel.load())


def flagged(item: Restored, reason: Reason) -> list[tuple[str, str]]:
    return [
        (edit.rule, edit.before)
        for edit in item.edits
        if edit.reason is reason and edit.decision is Decision.FLAGGED
    ]


def test_what_is_lost_is_pointed_at() -> None:
    item = restore_text(TORN)
    assert ("truncated.head", "动局面。") in flagged(item, Reason.TRUNCATED)
    assert flagged(item, Reason.BARE_HEADING) == [("bare_heading", "二、存在问题")]
    # It is glued to nothing.
    assert "\n动局面。\n" in item.text
    assert item.log.revert(item.text) == TORN


def test_a_heading_at_the_end_points_at_where_its_text_may_stand() -> None:
    line = "会议强调，要加强组织领导，层层压实责任，以钉钉子精神推动工作取得新的更大成效。"
    text = f"全市工作回顾\n\n这一年，我们抓落实\n\n{line}\n\n这一年，我们办实事\n\n{line[:24]}，{line}\n\n{line[5:]}\n\n这一年，我们促发展\n"
    item = restore_text(text + "\n")
    flags = [edit for edit in item.edits if edit.reason is Reason.BARE_HEADING]
    assert [edit.before for edit in flags] == ["这一年，我们促发展"]
    assert [getattr(found, "matched", "") for found in flags[0].evidence] == [
        "这一年，我们促发展",
        "这一年，我们办实事",
    ]
    # In the middle the next heading of its kind shows where its text would stand.
    edits = [edit for edit in restore_text(TORN).edits if edit.reason is Reason.BARE_HEADING]
    assert [len(edit.evidence) for edit in edits] == [1]


def test_a_list_of_items_lost_no_text() -> None:
    agenda = "会议议程安排如下\n\n会议审议下列事项，请各位委员提前准备发言材料。\n\n" + "\n\n".join(
        f"{number}、审议有关工作报告" for number in "一二三四"
    )
    assert flagged(restore_text(agenda + "\n"), Reason.BARE_HEADING) == []


def test_an_article_without_its_beginning_is_a_fragment() -> None:
    item = restore_text("新风貌新气象\n\n动局面。\n\n会议强调，要加强组织领导，压实责任。\n")
    assert item.articles[0].missing == "head"
    assert not item.articles[0].complete


def test_an_article_with_a_cut_inside_is_not_complete() -> None:
    article = restore_text(TORN).articles[0]
    assert not article.complete
    # No end of it is on another page.
    assert article.missing is None
    assert (
        restore_text(TORN.replace("动局面。\n\n", "").replace("二、存在问题\n\n", ""))
        .articles[0]
        .complete
    )


def test_an_item_without_a_stop_is_whole() -> None:
    item = restore_text(
        "准备工作\n\n- 切丝，1cm 粗就可以\n- 加水，备用\n\n会议要求各村抓好落实。\n"
    )
    assert item.articles[0].complete


def test_a_heading_over_one_of_a_lower_level_is_not_bare() -> None:
    body = "要健全工作机制，加强督促检查，及时研究解决工作中的困难和问题。"
    parts = "".join(
        f"#### C{place}. 文种\n\n##### C{place}a. 通用\n\n{body}\n\n" for place in range(3)
    )
    item = restore_text(f"### 总说\n\n{body}\n\n{parts}", settings=KEEP)
    assert flagged(item, Reason.BARE_HEADING) == []
    bare = restore_text(
        f"### 总说\n\n{body}\n\n{parts}#### D. 文种\n\n#### E. 文种\n\n{body}\n", settings=KEEP
    )
    assert flagged(bare, Reason.BARE_HEADING) == [("bare_heading", "#### D. 文种")]


def test_the_items_of_a_markdown_list_are_whole_and_no_headings() -> None:
    items = "- **发文单位**（本单位全称）\n- **主送机关**，可以有多个\n> - 每轮意见逐条反馈，无反馈不得流转\n"
    item = restore_text(
        f"# 公文规范\n\n开头先写明下列信息，缺一不可：\n\n{items}\n---\n\n结尾另起一行。\n"
    )
    assert not [edit for edit in item.edits if edit.decision is Decision.FLAGGED]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the reports")
def test_the_reports() -> None:
    third = restore_text(next(SEEDS.glob("003*")).read_text("utf-8"))
    assert ("truncated.head", "动局面。") in flagged(third, Reason.TRUNCATED)
