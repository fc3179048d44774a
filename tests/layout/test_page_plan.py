"""When a page is too torn to be put in order, where its title stands, whose its segments are."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore import Restorer
from restore.core.blocks import Role
from restore.language.model import LanguageModel
from restore.layout import linker, page_plan
from restore.layout.links import Link
from restore.layout.newspaper_signs import NOTHING_KNOWN
from restore.layout.page_plan import _torn, arrange
from restore.layout.planned_articles import raise_title
from restore.layout.seams import known_kind
from restore.layout.stories import _likest_story
from restore.layout.story import CharacterPairs, Story, in_page_order
from restore.pipeline import restore_text
from restore.settings import LayoutSettings

OPEN = "会议强调，要加强对重点群体的帮扶，落实好各"
WHOLE = "会议强调，要加强对重点群体的帮扶。"


@pytest.mark.parametrize(
    ("ends", "whole", "mark", "torn"),
    [
        # More than 35 lines in a hundred stop in mid-sentence, five at least.
        (4, 0, False, False),
        (5, 9, False, True),
        (7, 13, False, False),
        # With jump marks 45 in a hundred, nine at least.
        (8, 0, True, False),
        (9, 9, True, True),
        (9, 10, True, False),
    ],
)
def test_a_page_of_many_open_ends_is_torn(ends: int, whole: int, mark: bool, torn: bool) -> None:
    texts = [OPEN] * ends + [WHOLE] * whole + ["（下转第3版）"] * mark
    assert _torn(texts, range(len(texts))) is torn


@pytest.mark.parametrize(
    ("before", "headlines", "raised"), [(1, 3, True), (1, 4, False), (12, 3, True), (13, 3, False)]
)
def test_a_title_block_below_the_introduction_goes_to_the_head(
    before: int, headlines: int, raised: bool
) -> None:
    kinds = [Role.BODY] * before + [Role.HEADING] * headlines + [Role.BYLINE, Role.BODY]
    story = Story(lines=list(range(len(kinds))))
    raise_title(story, kinds)
    assert story.head == (list(range(before, before + headlines + 1)) if raised else [])


@pytest.mark.parametrize(
    ("credits", "raised"),
    [
        ([Role.BYLINE, Role.BODY], True),
        ([Role.DATELINE, Role.BYLINE, Role.BODY], True),
        # A body or a person signs, the date closes: an appendix may follow.
        ([Role.DATELINE], False),
        ([Role.DATELINE, Role.BODY, Role.BODY], False),
        ([Role.BYLINE, Role.DATELINE, Role.BODY], False),
        # Behind the last name of a text there is nothing to head.
        ([Role.BYLINE], False),
        ([Role.DATELINE, Role.BYLINE, Role.HEADING], False),
    ],
)
def test_what_signs_a_text_is_no_title_block(credits: list[Role], raised: bool) -> None:
    kinds = [Role.BODY] * 2 + [Role.HEADING] + credits
    story = Story(lines=list(range(len(kinds))))
    raise_title(story, kinds)
    assert bool(story.head) is raised


@pytest.mark.parametrize(
    "closing",
    [
        ["江城市园林绿化管理局", "2024年3月5日"],
        ["王家庄村民小组", "二〇二四年六月一日"],
        ["青山小学", "（2024年6月1日）"],
        ["云岭县人民政府办公室", "2023年4月20日", "附件：值班表", "一、值班人员要按时到岗。"],
        ["云岭县人民政府", "县长 赵一鸣", "2023年4月20日"],
    ],
)
def test_a_closing_signature_stays_where_it_is(closing: list[str]) -> None:
    text = [
        "关于春季植树的通知",
        "",
        "各单位要组织职工参加植树。",
        "请于周五前上报人数。",
        *closing,
    ]
    restored = Restorer()("\n".join(text) + "\n")
    assert not [edit for edit in restored.edits if edit.rule == "move"]


def characters(first: int, count: int) -> str:
    """A line of pairs that no other line has."""
    return "".join(chr(0x4E00 + first + place) for place in range(count))


@pytest.mark.parametrize(
    ("here", "there", "length", "leaves"),
    [
        # Of 100 pairs 3 more than in the story that goes on, and 1.6 times as many.
        (0, 4, 101, True),
        (0, 3, 101, False),
        (10, 17, 101, True),
        (10, 16, 101, False),
        # Of fewer than 30 pairs nothing is said.
        (0, 15, 31, True),
        (0, 15, 30, False),
    ],
)
def test_a_segment_leaves_the_story_that_goes_on_for_a_likelier_one(
    here: int, there: int, length: int, leaves: bool
) -> None:
    segment = characters(0, length)
    texts = [
        segment[: here + 1] if here else characters(500, 20),
        segment[-there - 1 :],
        segment,
    ]
    current, other = Story(seen=[0]), Story(seen=[1])
    found = _likest_story([2], current, [other, current], CharacterPairs(texts))
    assert (found is other) is leaves


@pytest.mark.parametrize(("lines", "leaves"), [(400, True), (401, False)])
def test_a_story_left_long_ago_is_not_taken_up_again(lines: int, leaves: bool) -> None:
    segment = characters(0, 60)
    texts = [segment, *[""] * (lines - 1), segment]
    current, other = Story(seen=[lines - 1]), Story(seen=[0])
    found = _likest_story([lines], current, [other, current], CharacterPairs(texts))
    assert (found is other) is leaves


def test_where_boxes_told_the_order_stories_part_but_no_line_moves() -> None:
    first, second = Story(lines=[2, 1], head=[0]), Story(lines=[4, 5], head=[3])
    apart = in_page_order([second, first])
    assert [(story.head, story.lines) for story in apart] == [([0], [1, 2]), ([3], [4, 5])]
    # A title that was raised from below its text stands where it stood.
    (below,) = in_page_order([Story(lines=[0, 2], head=[1])])
    assert (below.head, below.lines) == ([], [0, 1, 2])
    # Stories whose lines alternate are one.
    (whole,) = in_page_order([Story(lines=[0, 2]), Story(lines=[1, 3])])
    assert whole.lines == [0, 1, 2, 3]


def test_a_banner_over_the_introduction_is_not_the_title() -> None:
    body = "各村各社区加强值守，落实防汛责任，确保群众生命财产安全，取得了新的成效。"
    text = f"众志成城迎大汛\n\n{body}\n\n北山交出防汛优异答卷\n一年来防汛工作回眸\n□ 陈平\n\n{body[:-1]}。\n"
    item = Restorer()(text)
    found = [(item.text[b.start : b.end], b.role) for b in item.articles[0].blocks][:4]
    assert found == [
        ("众志成城迎大汛", Role.SUBTITLE),
        ("北山交出防汛优异答卷", Role.TITLE),
        ("一年来防汛工作回眸", Role.SUBTITLE),
        ("□ 陈平", Role.BYLINE),
    ]
    assert item.articles[0].title == "北山交出防汛优异答卷"


@pytest.mark.parametrize(
    ("over", "leads"),
    [
        ("县委书记在全县工作会议上强调", True),
        ("全国人大常委会办公厅在座谈会上指出", True),
        ("坚持问题导向抓整改", False),
        ("我们为什么强调", False),
    ],
)
def test_a_line_that_leads_up_to_the_headline_below_it_is_no_title(over: str, leads: bool) -> None:
    text = f"{over}\n坚定信心推动高质量发展\n\n8月3日，全县工作会议召开，会议总结了去年的工作。\n"
    item = restore_text(text)
    title = "坚定信心推动高质量发展" if leads else over
    assert item.articles[0].title == title
    assert {block.role for block in item.blocks[:2]} == {Role.TITLE, Role.SUBTITLE}
    assert item.text == text.replace("\n\n", "\n")


SEEDS = (Path(__file__).parents[2] / "seeds").glob("*.txt")
LINES = sorted({line for path in SEEDS for line in path.read_text(encoding="utf-8").split("\n")})
MODEL = LanguageModel.load()


@given(
    st.one_of(
        st.sampled_from(LINES), st.text("一第12版条（）转下、：会议强调，。本报讯A-", max_size=30)
    ),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_a_paragraph_alone_is_planned_like_a_page(
    line: str, boxed: bool, reorder: bool, join: bool
) -> None:
    settings = LayoutSettings(reorder=reorder, join=join)
    known = NOTHING_KNOWN._replace(boxed=boxed)
    plan = arrange(line, [0], settings, MODEL, known)
    with patch.object(page_plan, "_is_alone", return_value=False):
        assert arrange(line, [0], settings, MODEL, known) == plan


@pytest.mark.parametrize("known", [True, False])
def test_what_the_model_does_not_know_is_not_put_in_another_order(known: bool) -> None:
    lines = [OPEN, *(f"会议强调，要落实好第{number}项政策。" for number in range(6)), "项政策。"]
    far = [Link(0, 7, 9.0)]
    with (
        patch.object(linker.Linker, "links", return_value=far),
        patch.object(linker.Linker, "neighbours", return_value={}),
        patch.object(page_plan, "known_kind", return_value=known),
        patch.object(page_plan, "settled", side_effect=lambda plan, *_: plan),
    ):
        plan = arrange("\n".join(lines), [0] * 8, LayoutSettings(), MODEL)
    order = [line for part in plan.articles[0].paragraphs for line in part.lines]
    assert order == ([0, 7, *range(1, 7)] if known else list(range(8)))


OLD_MEDICINE = """\
治痈疽初起，赤肿焮痛，用金银花四两，甘草三钱，水煎服，取汗则消。
又方，白芷研末，每服二钱，空心温酒调下，三日脓自出，不必刀针。
妇人乳硬，肿痛难忍，蒲公英捣烂敷患处，另煎汤服，一宿即软。
凡疮久不收口，气血两亏也，当归黄芪同煎，加肉桂少许，连进十剂。
小儿头疮，脓水淋漓，以黄柏枯矾等分为末，麻油调搽，数日可愈。
跌仆瘀血攻心，童便热饮一盏，再用血竭没药各一钱，黄酒送下即苏。
蛇虫咬伤，急以雄黄五灵脂研细，酒调灌之，余渣敷伤处，毒水自流。
喉风肿闭，汤水不下，硼砂牙硝冰片共研，吹入少许，痰涎涌出即通。
火眼暴痛，羞明多泪，黄连浸人乳中，蒸热点之，一日三五次效。
虚劳咳嗽，痰中带血，阿胶蛤粉炒珠，同百合款冬花熬膏，噙化咽下。
"""


def test_old_medicine_is_no_kind_of_text_that_the_model_knows() -> None:
    assert not known_kind(MODEL, OLD_MEDICINE.splitlines())
    assert known_kind(MODEL, LINES)
    # So little says nothing.
    assert known_kind(MODEL, OLD_MEDICINE.splitlines()[:1])


def test_a_page_that_stays_as_it_is_is_linked_once() -> None:
    text = "\n".join(f"会议强调，要落实好第{number}项政策。" for number in range(9))
    with patch.object(linker, "link_blocks", return_value=[]) as linked:
        arrange(text, [0] * 9, LayoutSettings(), MODEL)
    assert linked.call_count == 1
