"""A heading at the end whose text stands in the middle: the move is suggested, and made if accepted."""

from __future__ import annotations

import pytest

from restore.core.edits import Decision, Edit
from restore.layout import stray_headings
from restore.pipeline import Restored, restore_text
from tests.review.helpers import decide, restore
from tests.tools import SEEDS

CROPS = (
    "去年，全镇粮食播种面积稳定在三万亩，小麦玉米双双丰收，农机作业覆盖了所有村庄。",
    "农技人员走进田间，指导农户播种、施肥、除草，小麦亩产比上一年多了五十斤。",
    "灌溉渠道疏通了十二公里，旱田变成水田，玉米和大豆间作的农户增加了三百户。",
)
SCHOOL = (
    "镇中心小学新建的教学楼投入使用，学校食堂、学生宿舍和图书室都换了新的桌椅。",
    "教师轮岗交流二十三人次，学校教师和学生家长都说，学生宿舍和学校食堂好得多。",
    "放学以后，学校开设书法、足球等社团，教师轮流值班，学生家长接送方便，学校食堂供应晚饭。",
)
ROADS = (
    "通村公路硬化了四十公里，班车开到了最远的自然村，群众出行方便得多。",
    "桥梁加固、路灯安装和护栏更换都已完成，交通事故比前年少了一半。",
)
END = "站在新的起点上，我们将继续努力，为建设美丽家园贡献全部力量。"
TITLE = "全镇一年工作回顾"
HEADS = ("这一年，我们抓生产保丰收", "这一年，我们修公路便出行", "这一年，我们办学校育学生")


def page(*lines: str) -> str:
    return "\n\n".join(lines) + "\n"


STRAY = page(TITLE, HEADS[0], *CROPS, *SCHOOL, END, HEADS[1], *ROADS, HEADS[2])


def moves(item: Restored) -> list[Edit]:
    return [edit for edit in item.edits if edit.rule == "move"]


def test_the_move_is_suggested_with_what_speaks_for_it() -> None:
    item = restore_text(STRAY)
    inserted, deleted = moves(item)
    assert inserted.decision is deleted.decision is Decision.SUGGESTED
    assert inserted.group == deleted.group is not None
    assert inserted.after == deleted.before == f"{HEADS[2]}\n"
    assert [getattr(found, "matched", "") for found in inserted.evidence] == [
        HEADS[2], END[:16], SCHOOL[0][:16],
    ]  # fmt: skip
    assert item.text.splitlines()[-1] == HEADS[2]
    assert item.log.revert(item.text) == STRAY


def test_an_accepted_half_moves_the_heading() -> None:
    first = restore(STRAY)
    for half in moves(first):
        item = restore(STRAY, [decide(half, STRAY, "accept")])
        lines = item.text.splitlines()
        assert lines[lines.index(HEADS[2]) + 1] == SCHOOL[0]
        assert lines.count(HEADS[2]) == 1
        assert [block.end - block.start for block in item.blocks] == [len(line) for line in lines]
        assert item.log.revert(item.text) == STRAY
        assert not [edit for edit in item.edits if edit.rule == "bare_heading"]


@pytest.mark.parametrize(
    "text",
    [
        # It has text; or nothing closes in the middle; or no place stands out.
        page(TITLE, HEADS[0], *CROPS, HEADS[1], *ROADS, HEADS[2], *SCHOOL, END),
        page(TITLE, HEADS[0], *CROPS, *SCHOOL, HEADS[1], *ROADS, HEADS[2]),
        page(TITLE, HEADS[0], *CROPS, END, HEADS[1], *ROADS, HEADS[2]),
    ],
)
def test_nothing_is_suggested_where_nothing_speaks_for_it(text: str) -> None:
    assert moves(restore_text(text)) == []


def test_the_report_whose_heading_stands_at_the_end() -> None:
    text = next(SEEDS.glob("004*")).read_text(encoding="utf-8")
    found = [edit for edit in moves(restore_text(text)) if edit.decision is Decision.SUGGESTED]
    assert len(found) == 2
    assert found[0].after == found[1].before == "这一年，我们重实效促提升，展现政协新气象\n"


@pytest.mark.parametrize(("lead", "found"), [(0.9, True), (1.1, False)])
def test_one_place_must_stand_out(
    lead: float, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of this page part by 4.5 (natural log) better there than anywhere else."""
    monkeypatch.setattr(stray_headings, "_MIN_LEAD_NATS", 4.5 * lead)
    assert bool(moves(restore_text(STRAY))) is found


def test_the_constants_that_the_measurement_was_made_with() -> None:
    assert stray_headings._MIN_LEAD_NATS == 3.0
    assert (stray_headings._HEADING_WEIGHT, stray_headings._PRIOR_PAIRS) == (3, 300.0)
    assert stray_headings._MIN_PARAGRAPHS == 3
