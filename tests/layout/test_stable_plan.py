"""A second run finds nothing to do, and every move says why."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from restore.core.blocks import Role
from restore.core.edits import Edit
from restore.core.evidence import Pattern, Seam
from restore.layout.plans import Paragraph, Plan, PlannedArticle
from restore.layout.stable_plan import settled
from restore.pipeline import Restored, restore_text
from restore.settings import CorrectionSettings, DedupSettings, Settings
from tests.tools import SEEDS

LAYOUT = Settings(dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False))


def laid_out(text: str) -> Restored:
    return restore_text(text, settings=LAYOUT)


PARAGRAPHS = [
    line
    for path in sorted(SEEDS.glob("*.txt"))
    for line in path.read_text("utf-8").split("\n")
    if len(line.strip()) > 40
]


def mixed(seed: int) -> str:
    """Paragraphs, wrapped paragraphs and torn ends of the reports, in any order."""
    rng = Random(seed)
    parts = []
    for _ in range(rng.randint(2, 6)):
        words = rng.choice(PARAGRAPHS).strip()
        words = words[: rng.randint(20, len(words))] if rng.random() < 0.4 else words
        width = rng.randint(12, 40)
        if rng.random() < 0.6:
            words = "\n".join(words[at : at + width] for at in range(0, len(words), width))
        parts.append(words)
    return rng.choice(("\n", "\n\n")).join(parts) + "\n"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_a_second_run_changes_nothing(seed: int) -> None:
    once = laid_out(mixed(seed)).text
    assert laid_out(once).text == once


def test_what_a_join_lays_bare_is_joined_too() -> None:
    plan = Plan(
        ("甲，", "乙，", "丙。"),
        (
            PlannedArticle(
                tuple(Paragraph((line,), Role.BODY, "") for line in range(3)), False, False
            ),
        ),
        (),
    )
    why = (Pattern("why"),)
    asked = []

    def joins_of(lines: list[str]) -> dict[int, tuple[Pattern, ...]]:
        asked.append(lines)
        # The second pair is seen only once the first is whole.
        return {0: why} if len(lines) == 3 or lines[0] == "甲，乙，" else {}

    def redraw(lines: list[str]) -> Plan:
        paragraphs = tuple(Paragraph((at,), Role.BODY, line) for at, line in enumerate(lines))
        return Plan(tuple(lines), (PlannedArticle(paragraphs, False, False),), ())

    found = settled(plan, joins_of, redraw)
    (article,) = found.articles
    assert [paragraph.lines for paragraph in article.paragraphs] == [(0, 1, 2)]
    assert article.paragraphs[0].seams == (Pattern("why"), Pattern("why"))
    assert asked == [["甲，", "乙，", "丙。"], ["甲，乙，", "丙。"], ["甲，乙，丙。"]]


# The foot of a column that a reader put behind the next heading; the paragraph before it stands
# under its heading by right.
STRAYED = "\n\n".join(
    [
        "在学习中提高本领",
        "过去一年，我们坚持以学习促工作，全年组织集体学习十二次，覆盖全体干部职工，收到良好效果。",
        "面对新的形势，我们组织开展了专题培训，培训采取集中授课和分组讨论相结合的方式，参加的同志普遍反映收获很",
        "大，今后还要继续坚持下去，形成长效机制，推动学习成果转化为工作成效。",
        "在服务中改进作风",
        "当前，群众对公共服务的要求越来越高，办事难、办事慢的问题仍然存在，必须下大力气解决。",
        "年初，我们在服务大厅设立了综合窗口，实行一次告知、一次办结，群众办事的时间明显缩短，满意度不断",
    ]
)


def moves(item: Restored) -> list[Edit]:
    return [edit for edit in item.edits if edit.rule == "move" and edit.applied]


def test_what_stands_under_its_heading_stays() -> None:
    text = laid_out(STRAYED).text
    lines = text.split("\n")
    place = lines.index("在服务中改进作风")
    assert lines[place + 1].startswith("当前，群众对公共服务的要求越来越高")


def test_every_move_in_the_reports_says_why() -> None:
    seen = 0
    for path in sorted(SEEDS.glob("*.txt")):
        for edit in moves(laid_out(path.read_text("utf-8"))):
            seen += 1
            described = {item.description for item in edit.evidence if isinstance(item, Pattern)}
            assert described
            assert "reading order" not in described
            if any(words.startswith("the sentence goes on") for words in described):
                assert any(isinstance(item, Seam) for item in edit.evidence)
    assert seen >= 16


def test_the_last_part_of_the_fifth_report_keeps_its_headings() -> None:
    (path,) = SEEDS.glob("004*.txt")
    lines = laid_out(path.read_text("utf-8")).text.split("\n")
    place = next(at for at, line in enumerate(lines) if line.startswith("——融入中心、履职为民"))
    assert lines[place + 1].startswith("当前，全区经济社会环境")
    assert any(line.endswith("上献计出力") and line.startswith("——围绕中心") for line in lines)
    assert any("通过牵线搭桥、调研考察" in line for line in lines)


# The same where the rest of the sentence stands under a heading of its own story, before it.
APART = "\n\n".join(
    [
        "在学习中提高本领",
        "过去一年，我们坚持以学习促工作，全年组织集体学习十二次，覆盖全体干部职工，收到良好效果。",
        "大，今后还要继续坚持下去，形成长效机制，推动学习成果转化为工作成效。",
        "在服务中改进作风",
        "当前，群众对公共服务的要求越来越高，办事难、办事慢的问题仍然存在，必须下大力气解决。",
        "面对新的形势，我们组织开展了专题培训，培训采取集中授课和分组讨论相结合的方式，参加的同志普遍反映收获很",
    ]
)


def test_a_stray_end_takes_nothing_with_it_from_under_a_heading() -> None:
    item = laid_out(APART)
    lines = item.text.split("\n")
    assert lines[lines.index("在服务中改进作风") + 1].startswith("当前，群众对公共服务")
    for edit in moves(item):
        assert "当前" not in edit.before
