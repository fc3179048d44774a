"""A story that goes on behind another which came in between: what is not known stays in place."""

from __future__ import annotations

import pytest

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.document import Document
from restore.core.edits import Decision, Edit
from restore.core.evidence import Seam
from restore.gate.passes import Gate, run_pass
from restore.layout.jump_marks import jump_mark
from restore.layout.links import Link, _stands
from restore.layout.moves import move_proposals
from restore.layout.page_lines import PageLines
from restore.layout.page_plan import _main_first, _taken_up
from restore.layout.plans import Paragraph, Plan, PlannedArticle
from restore.layout.split_figures import expanded
from restore.layout.story import Story
from restore.pipeline import restore_text
from restore.settings import GateSettings

TITLE = "河湾乡春耕备耕工作有序推进"
MAIN = [
    "连日来，河湾乡各村抢抓农时，组织农户检修农机、调运种子，春耕备耕工作有序推进。",
    "在东坪村的育秧大棚里，种粮大户正在查看秧苗长势，今年他计划种植水稻二百亩。",
]
JUMPED = [
    "■上接第1版 城区公交线路将在下月作出调整，新增的两条线路连接火车站和工业园。",
    "公交公司负责人介绍，新线路投入使用后，职工上下班所用的时间可以缩短一半。",
]
REST = [
    "农技人员走村入户，指导农户选用良种、科学施肥，帮助解决育秧中遇到的难题。",
    "乡里还组织党员干部成立服务队，为缺少劳力的农户整地、送肥，确保不误农时。",
    "截至目前，全乡已备足种子和化肥，检修农机三百余台，整地面积超过四千亩。",
    "下一步，河湾乡将继续做好田间管理，落实各项惠农政策，为全年丰收打下基础。",
    "供销社的仓库里，工作人员忙着清点化肥和农膜，保证农户随时能够买到农资。",
]
SIGNED = [*JUMPED[:-1], JUMPED[-1] + "（王晓燕）"]


@pytest.mark.parametrize(
    "between",
    [
        JUMPED,
        ["公交线路下月调整", *JUMPED],
        SIGNED,
        [*JUMPED, "编辑：王晓燕"],
        [*JUMPED, "图为公交公司职工检修车辆。 记者 陈卓 摄"],
        [*JUMPED, "相关链接", "河湾乡位于县城以东，辖十二个村，耕地面积一万二千亩。"],
        [*JUMPED, "县图书馆本周起延长开放时间，读者可以凭身份证免费借阅图书。（陈卓）"],
        ["（上接第2版）" + JUMPED[0][7:], JUMPED[1]],
    ],
)
@pytest.mark.parametrize("cut", ["", "在西河村，农机手们正忙着检修旋耕机和插"])
def test_text_that_may_belong_to_the_story_before_is_not_put_before_it(
    between: list[str], cut: str
) -> None:
    lines = [TITLE, *MAIN, *([cut] if cut else []), *between, *REST]
    restored = restore_text("\n\n".join(lines) + "\n")
    assert not [edit for edit in restored.edits if edit.rule == "move" and edit.applied]
    stand = [restored.text.index(words) for words in (TITLE, *MAIN, JUMPED[1][:20], *REST)]
    assert stand == sorted(stand)


def test_a_paragraph_that_reads_well_where_it_stands_is_only_offered_to_an_open_sentence() -> None:
    cut, rest = "在西河村，农机手们正忙着检修旋耕机和插秧机，", [*REST[1:], REST[0]]
    restored = restore_text("\n\n".join([TITLE, *MAIN, cut, *JUMPED, *rest]) + "\n")
    found = [edit for edit in restored.edits if edit.rule == "move"]
    assert [edit.decision for edit in found] == [Decision.SUGGESTED] * 2
    assert {edit.before or edit.after for edit in found} == {f"{REST[0]}\n"}
    assert f"{cut}\n" in restored.text


def test_text_behind_a_story_that_has_ended_goes_back_to_the_one_it_is_likest() -> None:
    turned = [JUMPED[0], JUMPED[1][:-8] + "▲下转第3版"]
    restored = restore_text("\n\n".join([TITLE, *MAIN, *turned, *REST]) + "\n")
    assert restored.text.split(ARTICLE_BREAK)[0].split() == [TITLE, *MAIN, *REST]


@pytest.mark.parametrize(
    ("ending", "passed"),
    [
        ("公交公司负责人介绍，新线路投入使用后，时间可以缩短一半。", False),
        ("公交公司负责人介绍，新线路投入使用后，时间可以缩短一半。（王晓燕）", True),
        ("公交公司负责人介绍，新线路投入使用后，时间可以缩短▲下转第3版", True),
    ],
)
def test_the_story_with_the_most_text_passes_those_that_have_ended(
    ending: str, passed: bool
) -> None:
    texts = [JUMPED[0], ending, *REST]
    page = PageLines(
        texts, [Role.BODY] * len(texts), [jump_mark(text) for text in texts], range(len(texts)),
        frozenset(),
    )  # fmt: skip
    first, second = Story(lines=[0, 1]), Story(lines=[2, 3, 4, 5])
    assert _main_first([first, second], page) == ([second, first] if passed else [first, second])
    # A story of which only the headline is known has not ended, and none comes before the first.
    bare = Story(head=[0])
    assert _main_first([bare, second], page) == [bare, second]
    assert _main_first([second, Story(lines=[6])], page) == [second, Story(lines=[6])]
    assert _main_first([], page) == []


@pytest.mark.parametrize(
    ("begins", "before", "score", "stands"),
    [
        (-0.74, "closed", 0.5, True),
        (-0.75, "closed", 0.5, False),
        (-0.75, "closed", 0.49, True),
        (0.5, "gap", 1.4, True),
        (0.5, "open", -0.9, False),
    ],
)
def test_what_may_begin_a_paragraph_behind_text_that_has_ended_stands(
    begins: float, before: str, score: float, stands: bool
) -> None:
    assert _stands(begins, before, score) is stands


def test_what_may_go_on_elsewhere_is_suggested_as_one_and_can_be_accepted() -> None:
    lines = [words * 2 for words in (*MAIN, *JUMPED, *REST)]
    articles = tuple(
        PlannedArticle(
            tuple(Paragraph((line,), Role.BODY, lines[line]) for line in members), False, False
        )
        for members in ((0, 1), range(2, 9))
    )
    seam = Seam(MAIN[1], REST[0], 0.4)
    plan = Plan(tuple(lines), articles, (), offers=((1, 4, seam),))
    text = "".join(f"{line}\n" for line in lines)
    document = Document.from_text(text, id="d")

    def carried_out(settings: GateSettings) -> tuple[str, list[Edit]]:
        result = run_pass(
            document, move_proposals(text, plan), Gate(settings), number=1, stage="layout"
        )
        return result.document.text, list(result.log.edits)

    as_it_stands, edits = carried_out(GateSettings())
    assert as_it_stands.split("\n")[:-1] == [*lines[:2], ARTICLE_BREAK, *lines[2:]]
    offered = [edit for edit in edits if edit.rule == "move"]
    assert [edit.decision for edit in offered] == [Decision.SUGGESTED] * 2
    assert len({edit.group for edit in offered}) == 1
    assert all(seam in edit.evidence for edit in offered)
    accepted, _ = carried_out(GateSettings(apply_confidence=0.6))
    assert accepted.split("\n")[:-1] == [*lines[:2], *lines[4:], ARTICLE_BREAK, *lines[2:4]]


@pytest.mark.parametrize(
    ("order", "offer"),
    [
        # The text moves already, so does what it would go on from, or it is gone.
        ([[3, 0, 1], [2]], (0, 3)),
        ([[1, 2, 3, 0]], (0, 3)),
        ([[0, 1, 2]], (0, 3)),
        # It would go on from its own end.
        ([[0, 1, 2, 3]], (3, 1)),
    ],
)
def test_what_moves_already_is_not_offered(order: list[list[int]], offer: tuple[int, int]) -> None:
    lines = [words * (1 + number) for number, words in enumerate([MAIN[0], MAIN[1], *REST[:2]])]
    if order[0][-1] == 0:
        lines[0] = "短句。"
    if order[0][0] == 3:
        lines[3] = "短句。"
    articles = tuple(
        PlannedArticle(
            tuple(Paragraph((line,), Role.BODY, lines[line]) for line in members), False, False
        )
        for members in order
    )
    plan = Plan(tuple(lines), articles, (), offers=((*offer, Seam("", "", 0.4)),))
    proposals = move_proposals("".join(f"{line}\n" for line in lines), plan)
    assert not [item for item in proposals if (item.group or "").startswith("offer")]


def test_offers_are_told_in_the_lines_of_the_page() -> None:
    seam = Seam("", "", 0.4)
    plan = Plan(("甲", "乙", "丙"), (), (), offers=((0, 2, seam),))
    assert expanded(plan, [0, 2, 3, 5], ["甲", "", "乙", "丙", ""]).offers == ((1, 3, seam),)


@pytest.mark.parametrize(
    ("link", "taken"),
    [
        (Link(1, 5, 0.4), True),
        # Its story goes no farther, has the text already, or stands behind it.
        (Link(1, 9, 0.4), False),
        (Link(4, 5, 0.4), False),
        (Link(1, 8, 0.4), False),
        (Link(8, 5, 0.4), False),
    ],
)
def test_a_story_that_is_taken_up_again_takes_what_may_continue_it(link: Link, taken: bool) -> None:
    stories = [Story(lines=[0, 1, 8]), Story(lines=[2, 3, 4, 5, 6, 7]), Story(lines=[9])]
    assert _taken_up(link, stories) is taken


def test_a_numbered_section_brings_back_the_open_sentence_before_it() -> None:
    opened = "一、抓好育秧。东坪村建起育秧大棚十二个，农技人员每天到田间查看秧苗长势，帮助农户"
    closed = "解决育秧中遇到的难题，确保不误农时。"
    numbered = "二、抓好整地。截至目前，全乡检修农机三百余台，整地面积超过四千亩。"
    lines = [TITLE, MAIN[0], opened, *JUMPED, closed, numbered, *REST[1:]]
    restored = restore_text("\n\n".join(lines) + "\n")
    main = restored.text.split(ARTICLE_BREAK)[0].split()
    assert main == [TITLE, MAIN[0], opened + closed, numbered, *REST[1:]]
