"""When a line goes on in the next: every width and every seam from both of its sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from restore.core.evidence import Pattern, Seam
from restore.language.model import LanguageModel
from restore.layout import wraps
from restore.layout.lines import Column, Line, width_of
from restore.layout.wraps import Join, headline_blocks, mixed_columns, usual_gap, wrap

PROSE = "各地各部门要把思想和行动统一到中央决策部署上来，结合实际创造性地抓好贯彻落实工作，"
NEXT = "推动各项任务在基层落地见效，不断提高人民群众的获得感幸福感，"
MODEL = LanguageModel.load()
Seams = Callable[[dict[str, float] | float], None]


def line(text: str, *, width: float | None = None, gap: int = 0, indent: float = 0.0) -> Line:
    return Line(0, len(text), text, gap, indent, width_of(text) if width is None else width)


@pytest.fixture
def seams(monkeypatch: pytest.MonkeyPatch) -> Seams:
    """Set what the language model says of every seam, or of those behind the lines given."""

    def script(score: dict[str, float] | float) -> None:
        monkeypatch.setattr(
            wraps,
            "continuity",
            lambda _, left, right: score[left] if isinstance(score, dict) else score,
        )

    return script


def join(
    first_line: Line,
    after: Line | None = None,
    *more: Line,
    column: float = 20.0,
    first: bool = False,
    model: bool = True,
    usual: int = 0,
) -> Join | None:
    lines = [first_line, line(NEXT[:20]) if after is None else after, *more]
    cols = [Column(column, True)] * len(lines)
    return wrap(lines, cols, 0, first, MODEL if model else None, usual)


def joins(*arguments: object, **options: object) -> bool:
    return join(*arguments, **options) is not None  # type: ignore[arg-type]


# --- width alone


@pytest.mark.parametrize(("missing", "full"), [(0.0, True), (2.5, True), (2.6, False)])
def test_a_line_that_fills_its_column_goes_on(missing: float, full: bool) -> None:
    found = join(line(PROSE[:20], width=20.0 - missing), model=False)
    assert (found is not None) is full
    if found is not None:
        assert (found.rule, found.filler, found.confidence) == ("join.wrap", "", 0.97)
        (evidence,) = found.evidence
        assert evidence == Pattern("hard wrap: the line fills its column", PROSE[4:20])


@pytest.mark.parametrize(("missing", "full"), [(4.5, True), (4.6, False)])
def test_the_first_line_of_a_paragraph_is_set_in(missing: float, full: bool) -> None:
    short = line(PROSE[:22] + "，", width=20.0 - missing)
    assert joins(short, first=True, model=False) is full
    assert not joins(short, first=False, model=False)


@pytest.mark.parametrize(("excess", "touches"), [(3.0, True), (3.1, False)])
def test_what_is_wider_than_its_column_is_no_line_of_it(excess: float, touches: bool) -> None:
    assert joins(line(PROSE[:20], width=20.0 + excess), model=False) is touches
    wide = line(NEXT[:20], width=20.0 + excess)
    assert joins(line(PROSE[:20]), wide, model=False) is touches


@pytest.mark.parametrize("end", ["。", "：", "；", ":"])
@pytest.mark.parametrize(("missing", "full"), [(1.5, True), (1.6, False)])
def test_a_sentence_that_ends_short_of_the_margin_ends_its_paragraph(
    end: str, missing: float, full: bool, seams: Seams
) -> None:
    seams(9.0)
    text = PROSE[:19] + end
    found = join(line(text, width=20.0 - missing))
    assert (found is not None) is full
    if found is not None:
        assert (found.rule, found.confidence) == ("join.wrap", 0.95)
    assert joins(line(text, width=20.0 - missing - 2.0), first=True) is full
    assert not joins(line(text), line(NEXT[:20], gap=1), usual=1)
    assert joins(line(text), line(NEXT[:20], indent=0.5))
    assert not joins(line(text), line(NEXT[:20], indent=1.0))


def test_a_headline_by_itself_is_not_what_a_full_sentence_goes_on_in(seams: Seams) -> None:
    seams(9.0)
    text = PROSE[:19] + "。"
    headline = "推动高质量发展"
    assert not joins(line(text), line(headline))
    assert not joins(line(text), line(headline, width=17.4), line(NEXT[:20], gap=1))
    assert joins(line(text), line(headline, width=17.5), line(NEXT[:20], gap=1))
    assert joins(line(text), line(headline), line(NEXT[:20]))
    assert joins(line(text), line(headline + "。"), line(NEXT[:20], gap=1))


def test_what_is_set_in_begins_a_paragraph(seams: Seams) -> None:
    seams(9.0)
    assert joins(line(PROSE[:20]), line(NEXT[:20], indent=0.5), first=True)
    assert not joins(line(PROSE[:20]), line(NEXT[:20], indent=1.0), first=True)
    assert joins(line(PROSE[:20], indent=2.0), line(NEXT[:20], indent=2.5), first=True)
    assert joins(line(PROSE[:20]), line(NEXT[:20], indent=1.0), first=False)


def test_without_a_model_only_the_width_tells() -> None:
    found = join(line(PROSE[:20]), line(NEXT[:20], gap=1), model=False)
    assert found is not None
    assert (found.rule, found.confidence) == ("join.wrap", 0.9)
    assert not joins(line(PROSE[:20], width=17.4), line(NEXT[:20], gap=1), model=False)


# --- seams


def turns(seams: Seams, score: float, ask: Callable[[], bool]) -> None:
    """Assert that a seam joins from just this score on."""
    seams(score)
    assert ask()
    seams(score - 0.01)
    assert not ask()


def test_a_full_line_goes_on_unless_the_model_forbids_it(seams: Seams) -> None:
    turns(seams, -2.0, lambda: joins(line(PROSE[:20])))
    turns(seams, -2.0, lambda: joins(line(PROSE[:22], width=15.5), first=True))


def test_a_short_line_goes_on_where_the_seam_says_so(seams: Seams) -> None:
    short = line(PROSE[:17])
    turns(seams, 0.5, lambda: joins(short))
    seams(0.512)
    found = join(short)
    assert found is not None
    assert (found.rule, found.confidence) == ("join.wrap", 0.95)
    assert found.evidence == (Seam(PROSE[1:17], NEXT[:16], 0.51),)


def test_empty_lines_between_the_lines_of_a_column(seams: Seams) -> None:
    def gap(size: int, usual: int, text: str = NEXT[:20]) -> Callable[[], bool]:
        return lambda: joins(line(PROSE[:20]), line(text, gap=size), line(PROSE[:20]), usual=usual)

    turns(seams, -0.5, gap(1, 1))
    turns(seams, -1.5, gap(1, 1, "“" + NEXT[:19]))
    turns(seams, 0.5, gap(2, 2))
    seams(9.0)
    assert not gap(2, 1)()
    found = join(line(PROSE[:20]), line(NEXT[:20], gap=1), usual=1)
    assert found is not None
    assert found.rule == "join.blank"


def test_a_headline_between_empty_lines_needs_a_seam_without_doubt(seams: Seams) -> None:
    headline = line("推动高质量发展", gap=1)
    turns(seams, 3.0, lambda: joins(line(PROSE[:20]), headline, usual=1))
    turns(seams, 3.0, lambda: joins(line(PROSE[:20]), headline, line(NEXT, gap=1), usual=1))
    turns(seams, -0.5, lambda: joins(line(PROSE[:20]), headline, line(NEXT[:20]), usual=1))


def test_a_first_line_that_looks_like_a_headline(seams: Seams) -> None:
    text = "推动高质量发展取得新的更大成效进展"
    seams(9.0)
    assert not joins(line(text, width=15.4), first=True)
    assert joins(line(text, width=15.4), first=False)
    # Where it fills its line and a gap follows, the seam must be sure of it.
    behind = line(NEXT[:20], gap=1), line(PROSE[:20])
    turns(seams, 0.5, lambda: joins(line(text, width=19.0), *behind, first=True, usual=1))
    spaced = "推 动 高 质 量 发 展"
    seams(9.0)
    assert not joins(line(spaced, width=19.0), *behind, first=True, usual=1)
    assert joins(line(spaced, width=19.0), line(NEXT[:20]), first=True, usual=1)


def test_the_heading_of_a_section_may_fill_its_line(seams: Seams) -> None:
    heading = "（一）推动高质量发展取得新的更大成效"
    body = line("今年以来，" + NEXT[:15])
    turns(seams, 0.5, lambda: joins(line(heading, width=19.0), body, first=True))
    comma = "（一）推动高质量发展，取得新的更大成效"
    turns(seams, -2.0, lambda: joins(line(comma, width=19.0), body, first=True))
    seams(99.0)
    assert not joins(line(heading, width=19.0), body._replace(gap=1), first=True, usual=1)
    assert not joins(line(heading, width=19.0), body, first=True, model=False)
    assert joins(line(heading, width=19.0), body, first=False, model=False)


def test_two_headings_stand_below_each_other(seams: Seams) -> None:
    one, other = "推动高质量发展取得新成效的路径", "健全现代化产业体系建设新机制"
    third = line(NEXT[:20])

    def ask() -> bool:
        return joins(line(one, width=19.0), line(other, width=19.0), third, first=True)

    seams({one: 0.49, other: 1.99})
    assert not ask()
    seams({one: 0.5, other: 1.99})
    assert ask()
    seams({one: 0.49, other: 2.0})
    assert ask()
    seams({one: 0.49})
    assert not joins(line(one, width=19.0), line(other, width=19.0), first=True)
    assert joins(line(one, width=19.0), line(other, width=19.0), first=False)
    comma = "健全产业体系，建设新机制"
    assert joins(line(one, width=19.0), line(comma, width=19.0), first=True)


# --- lines that stand by themselves


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PROSE[:20], "（上接第1版）推动各项任务在基层"),
        (PROSE[:15] + "（下转第3版）", NEXT[:20]),
        (PROSE[:20], "（二）健全现代化产业体系建设新机制"),
        (PROSE[:20], "图为会议现场。新华社记者 李明 摄"),
    ],
)
def test_what_stands_by_itself(before: str, after: str, seams: Seams) -> None:
    seams(9.0)
    assert not joins(line(before, width=20.0), line(after, width=20.0))


def test_a_byline_may_be_the_middle_of_a_full_sentence(seams: Seams) -> None:
    seams(9.0)
    byline = "本报记者 王明 李华"
    for missing, found in ((2.5, True), (2.6, False)):
        assert joins(line(PROSE[:20]), line(byline, width=20.0 - missing)) is found
        assert joins(line(PROSE[:20], width=20.0 - missing), line(byline, width=20.0)) is found
    assert not joins(line(PROSE[:20]), line(byline, width=20.0, gap=1), usual=1)
    assert not joins(line(PROSE[:19] + "。"), line(byline, width=20.0))
    assert not joins(line(byline, width=20.0), first=True)
    assert joins(line(byline, width=20.0), first=False)


def test_a_dash_may_stand_in_the_middle_of_a_full_sentence(seams: Seams) -> None:
    seams(9.0)
    dash = line("——" + NEXT[:18])
    for missing, found in ((2.5, True), (2.6, False)):
        assert joins(line(PROSE[:20], width=20.0 - missing), dash) is found
    assert not joins(line(PROSE[:20]), dash._replace(gap=1), usual=1)


# --- whole pages


def test_columns_that_were_read_row_by_row(seams: Seams) -> None:
    texts = [chr(ord("甲") + number) + PROSE[:19] for number in range(12)]
    cols = [Column(20.0, True)] * 12

    def mixed(count: int, score: float, **changes: float) -> frozenset[int]:
        lines = [line(text)._replace(**changes) for text in texts[:count]]
        seams(score)
        return mixed_columns(lines, cols, MODEL)

    assert mixed(12, 0.29) == frozenset(range(11))
    assert mixed(12, 0.3) == frozenset()
    # Five seams within four lines are needed.
    assert mixed(6, 0.29) == frozenset(range(5))
    assert mixed(5, 0.29) == frozenset()
    assert mixed(12, 0.29, width=17.5) == frozenset(range(11))
    assert mixed(12, 0.29, width=17.4) == frozenset()
    assert mixed(12, 0.29, width=22.5) == frozenset(range(11))
    assert mixed(12, 0.29, width=22.6) == frozenset()
    assert mixed(12, 0.29, gap=1) == frozenset()
    assert mixed_columns([line(text + "。") for text in texts], cols, MODEL) == frozenset()
    plain = [Column(20.0, False)] * 12
    assert mixed_columns([line(text) for text in texts], plain, MODEL) == frozenset()


def test_a_place_is_mixed_by_the_four_seams_on_each_side(seams: Seams) -> None:
    texts = [chr(ord("甲") + number) + PROSE[:19] for number in range(20)]
    cols = [Column(20.0, True)] * 20
    seams({text: (-2.0 if number < 10 else 20.0) for number, text in enumerate(texts)})
    assert mixed_columns([line(text) for text in texts], cols, MODEL) == frozenset(range(6))


def test_the_gap_that_is_usual_in_columns() -> None:
    def gaps(*sizes: int, wrapped: bool = True, end: str = "") -> int:
        lines = [line(PROSE[:20] + end, gap=gap) for gap in (0, *sizes)]
        return usual_gap(lines, [Column(20.0, wrapped)] * len(lines))

    assert gaps() == 0
    assert gaps(1, 1, 1) == 1
    assert gaps(3, 0, 1) == 1
    assert gaps(0, 2) == 2
    assert gaps(1, 1, wrapped=False) == 0
    assert gaps(1, 1, end="。") == 0


def test_headlines_of_two_or_three_lines() -> None:
    one, other = "推 动 高 质 量 发 展", "健 全 产 业 体 系"

    def block(*texts: str) -> dict[int, bool]:
        lines = [line(text, gap=int(text == texts[0])) for text in texts]
        return {index: found is not None for index, found in headline_blocks(lines, None).items()}

    assert block(one, other) == {0: True}
    assert block(one, other, one + "好") == {0: True, 1: True}
    assert block(one) == {}
    assert block(one, other, one + "好", other + "好") == {}
    assert block("推动高质量发展", "健全产业体系") == {0: False}
    assert block(one, other + "，好") == {}
    assert block(one, PROSE + NEXT) == {}
    lines = [line(one), line(other)]
    (found,) = headline_blocks(lines, None).values()
    assert found is not None
    assert (found.filler, found.rule, found.confidence) == (" ", "join.headline", 0.95)
    closed = [line("会议强调了这些要求。"), line(one, gap=1), line(other)]
    assert headline_blocks(closed, None) == {1: found}
    opened = [line("会议强调了这些要求，"), line(one, gap=1), line(other)]
    assert headline_blocks(opened, None) == {}


@pytest.mark.parametrize(
    ("first", "second", "confidence"),
    [
        # Cut inside a word; where it is likely; where two headlines stand.
        ("中国共产党第二十届中央委员会第三次全", "体会议公报", 0.95),
        ("全县乡村振兴工作推进会议暨农村人居环", "境整治现场会召开", 0.95),
        ("关于进一步加强和改进全县农村人居环境整治", "工作的实施意见", 0.7),
        ("推动乡村振兴战略落地见效", "加快实现农业农村现代化", None),
        ("让绿水青山变成金山银山", "我县推进生态文明建设纪实", None),
        # A couplet, a list, credits, a line too short.
        ("山重水复疑无路", "柳暗花明又一村", None),
        ("一、全面加强党的建", "设和组织建设", None),
        ("主办单位：县委宣传部", "承办单位：县文化馆", None),
        ("全体会", "议公报", None),
    ],
)
def test_a_headline_cut_in_two_lines_is_joined(
    first: str, second: str, confidence: float | None
) -> None:
    lines = [line(first), line(second)]
    found = headline_blocks(lines, LanguageModel.load()).get(0)
    assert (None if found is None else found.confidence) == confidence
    assert found is None or (found.filler, found.rule) == ("", "join.headline")


@pytest.mark.parametrize(
    ("score", "width", "confidence"),
    [(3.0, 8, 0.95), (2.99, 8, 0.7), (1.5, 8, 0.7), (1.49, 8, None), (3.0, 7, None)],
)
def test_how_well_a_headline_must_go_on(
    score: float, width: int, confidence: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wraps, "continuity", lambda *_: score)
    lines = [line("题" * width), line("目" * 5)]
    found = headline_blocks(lines, LanguageModel.load())[0]
    assert (None if found is None else found.confidence) == confidence


@pytest.mark.parametrize(("width", "joined"), [(12, False), (13, True)])
def test_two_lines_of_one_width_are_a_couplet(
    width: int, joined: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wraps, "continuity", lambda *_: 3.0)
    lines = [line("题" * width), line("目" * width)]
    assert (headline_blocks(lines, LanguageModel.load())[0] is not None) is joined
