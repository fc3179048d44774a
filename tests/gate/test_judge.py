from __future__ import annotations

import pytest

from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import (
    CopyKept,
    Evidence,
    LanguageMargin,
    LexiconEntry,
    Pattern,
    Repetition,
    Seam,
    Witness,
)
from restore.gate.judge import judge
from restore.gate.verdict import Verdict
from restore.lexicon.entries import ProtectedKind
from restore.settings import GateSettings

SETTINGS = GateSettings()
CERTAIN = LexiconEntry("confusions", "舵舵 → 掌舵", "用法", certain=True)
LIKELY = LexiconEntry("confusions", "舵舵 → 掌舵", "用法")
NEAR = LexiconEntry("terms", "领航掌舵", "用法", similarity=0.75)
WITNESS = Witness("000", (0, 4), "领航掌舵")


def proposal(
    text: str,
    before: str,
    after: str,
    *evidence: Evidence,
    stage: str = "correction",
    confidence: float = 0.95,
    group: str | None = None,
    flag: Reason | None = None,
) -> Proposal:
    start = text.index(before)
    return Proposal(
        stage, "rule", start, start + len(before), after, confidence, evidence, group, flag
    )


def correct(*evidence: Evidence, confidence: float = 0.95) -> Verdict:
    text = "为核心的中共中央领航舵舵，在于"
    return judge(
        proposal(text, "舵舵", "掌舵", *evidence, confidence=confidence), text, SETTINGS, None
    )


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        ((CERTAIN,), Reason.LEXICON_CERTAIN),
        ((LIKELY, LanguageMargin(1.5)), Reason.LEXICON_AND_LANGUAGE),
        ((NEAR, LanguageMargin(2.0)), Reason.LEXICON_AND_LANGUAGE),
        ((NEAR, WITNESS), Reason.LEXICON_AND_WITNESS),
        ((WITNESS, WITNESS), Reason.WITNESSES),
        ((Witness("000", (0, 4), "领航掌舵", count=2),), Reason.WITNESSES),
        ((WITNESS, LanguageMargin(1.0)), Reason.WITNESS_AND_LANGUAGE),
        ((Repetition("舵"), LanguageMargin(2.0)), Reason.REPETITION_REJECTED),
        ((Repetition("领航"), LanguageMargin(1.0)), Reason.REPETITION_REJECTED),
    ],
)
def test_enough_evidence_applies(evidence: tuple[Evidence, ...], reason: Reason) -> None:
    assert correct(*evidence) == (Decision.APPLIED, reason)


@pytest.mark.parametrize(
    "evidence",
    [
        (),
        (LIKELY,),
        (LIKELY, LanguageMargin(1.4)),
        (WITNESS,),
        (WITNESS, LanguageMargin(0.9)),
        (LanguageMargin(9.0),),
        (Repetition("舵"),),
        (Repetition("舵"), LanguageMargin(1.9)),
        (Repetition("领航"), LanguageMargin(0.9)),
    ],
)
def test_weak_evidence_suggests(evidence: tuple[Evidence, ...]) -> None:
    assert correct(*evidence) == (Decision.SUGGESTED, Reason.EVIDENCE_WEAK)


def test_the_stage_may_doubt_its_own_evidence() -> None:
    assert correct(CERTAIN, confidence=0.6) == (Decision.SUGGESTED, Reason.EVIDENCE_WEAK)
    assert correct(CERTAIN, confidence=0.4) == (None, Reason.NO_EVIDENCE)


def test_no_change_and_flags() -> None:
    text = "领航舵舵"
    assert judge(proposal(text, "舵", "舵"), text, SETTINGS) == (None, Reason.NO_CHANGE)
    flagged = proposal(text, "舵", "舵", flag=Reason.LOST_TEXT)
    assert judge(flagged, text, SETTINGS) == (Decision.FLAGGED, Reason.LOST_TEXT)


def test_protected_expressions() -> None:
    text = "召开政协协商和党风廉政建设工作会"

    def protector(text: str, start: int, end: int) -> ProtectedKind | None:
        at = text.index("政协协商")
        return "literal" if at <= start and end <= at + 4 else None

    inner = proposal(text, "协协商", "协商", Repetition("协"), LanguageMargin(5.0))
    assert judge(inner, text, SETTINGS, protector) == (None, Reason.PROTECTED)
    near = proposal(text, "协商和党风", "党建和党风", NEAR)
    assert judge(near, text, SETTINGS, protector) == (None, Reason.PROTECTED)
    longer = proposal(text, "协商和党风", "党建和党风", CERTAIN)
    assert judge(longer, text, SETTINGS, protector).decision is Decision.APPLIED


def test_a_double_that_may_be_right_goes_only_where_the_margin_is_overwhelming() -> None:
    text = "坚持真抓实实干"

    def protector(_text: str, _start: int, _end: int) -> ProtectedKind | None:
        return "reduplication"

    sure = proposal(text, "实", "", Repetition("实"), LanguageMargin(5.5))
    assert judge(sure, text, SETTINGS, protector).decision is Decision.APPLIED
    likely = proposal(text, "实", "", Repetition("实"), LanguageMargin(4.7))
    assert judge(likely, text, SETTINGS, protector) == (None, Reason.PROTECTED)
    other = proposal(text, "实", "", NEAR, LanguageMargin(9.0))
    assert judge(other, text, SETTINGS, protector) == (None, Reason.PROTECTED)


def test_locks_come_before_evidence() -> None:
    figure = "共44件提案"
    assert judge(proposal(figure, "44", "45", CERTAIN), figure, SETTINGS) == (
        Decision.FLAGGED,
        Reason.LOCKED_FIGURE,
    )
    date = "于10月末召开"
    assert judge(proposal(date, "月", "目", CERTAIN), date, SETTINGS).decision is Decision.FLAGGED
    name = "自治区主席王莉霞，出席"
    assert judge(proposal(name, "莉", "丽", CERTAIN), name, SETTINGS) == (
        Decision.SUGGESTED,
        Reason.LOCKED_NAME,
    )
    strong = proposal(name, "莉", "丽", LanguageMargin(2.0))
    assert judge(strong, name, SETTINGS) == (Decision.SUGGESTED, Reason.LOCKED_NAME)
    for evidence in ((), (LanguageMargin(1.9),)):
        weak = proposal(name, "莉", "丽", *evidence)
        assert judge(weak, name, SETTINGS) == (None, Reason.LOCKED_NAME)


@pytest.mark.parametrize(
    ("confidence", "verdict"),
    [
        (0.9, (Decision.APPLIED, Reason.FORM)),
        (0.5, (Decision.SUGGESTED, Reason.EVIDENCE_WEAK)),
        (0.4, (None, Reason.NO_EVIDENCE)),
    ],
)
def test_characters(confidence: float, verdict: tuple[Decision | None, Reason]) -> None:
    text = "会议,44件"
    change = proposal(text, ",", "，", stage="characters", confidence=confidence)
    assert judge(change, text, SETTINGS) == verdict


def test_characters_never_touch_a_figure() -> None:
    text = "增长3.5%"
    change = proposal(text, ".", "。", stage="characters")
    assert judge(change, text, SETTINGS) == (Decision.FLAGGED, Reason.LOCKED_FIGURE)


def test_dedup_needs_the_copy_that_stays() -> None:
    text = "重复的段落"
    bare = proposal(text, "重复", "", stage="dedup")
    assert judge(bare, text, SETTINGS) == (None, Reason.NO_EVIDENCE)
    covered = proposal(text, "重复", "", CopyKept("000", (0, 2), 1.0), stage="dedup")
    assert judge(covered, text, SETTINGS) == (Decision.APPLIED, Reason.COVERED_BY_COPY)


@pytest.mark.parametrize(
    ("evidence", "group", "reason"),
    [
        ((), None, Reason.FORM),
        ((), "g", Reason.ORDER),
        ((Seam("左", "右", 2.0),), "g", Reason.ORDER),
        ((Seam("左", "右", 2.0),), None, Reason.SEAM_CONTINUES),
        ((Pattern("furniture: caption"),), None, Reason.FURNITURE),
        ((Pattern("heading"),), None, Reason.FORM),
    ],
)
def test_layout(evidence: tuple[Evidence, ...], group: str | None, reason: Reason) -> None:
    text = "第一段\n第二段"
    change = proposal(text, "\n", "", *evidence, stage="layout", group=group)
    assert judge(change, text, SETTINGS) == (Decision.APPLIED, reason)


@pytest.mark.parametrize("blank", ["\n", "\n\n　"])
def test_layout_never_makes_one_figure_of_two(blank: str) -> None:
    text = f"投资1{blank}200万元"
    sure = proposal(text, blank, "", stage="layout", confidence=0.97)
    assert judge(sure, text, SETTINGS) == (Decision.SUGGESTED, Reason.LOCKED_FIGURE)
    weak = proposal(text, blank, "", stage="layout", confidence=0.4)
    assert judge(weak, text, SETTINGS) == (None, Reason.LOCKED_FIGURE)
    apart = proposal(text, blank, "\n", stage="layout", confidence=0.97)
    assert judge(apart, text, SETTINGS).decision is (None if blank == "\n" else Decision.APPLIED)


def test_markdown_comments_may_hold_figures() -> None:
    text = "会议<!-- 3 -->召开"
    change = Proposal("characters", "markdown", 2, 12, "", 0.95)
    assert judge(change, text, SETTINGS) == (Decision.APPLIED, Reason.FORM)


def test_dedup_takes_out_a_loop_and_nothing_on_another_pattern() -> None:
    text = "重复的段落"
    loop = proposal(text, "重复", "", Pattern("loop of 2 lines"), stage="dedup")
    assert judge(loop, text, SETTINGS) == (Decision.APPLIED, Reason.COVERED_BY_COPY)
    other = proposal(text, "重复", "", Pattern("furniture: caption"), stage="dedup")
    assert judge(other, text, SETTINGS) == (None, Reason.NO_EVIDENCE)
    seam = proposal(text, "重复", "", Seam("左", "右", 2.0), stage="dedup")
    assert judge(seam, text, SETTINGS) == (None, Reason.NO_EVIDENCE)


def test_a_reviewers_own_change_is_made_whatever_it_touches() -> None:
    text = "共44件提案"
    change = proposal(text, "44", "45", stage="review", confidence=0.0)
    assert judge(change, text, SETTINGS) == (Decision.APPLIED, Reason.REVIEWER_ACCEPTED)


@pytest.mark.parametrize(
    ("readings", "confidence", "verdict"),
    [
        (0, 0.99, (None, Reason.NO_EVIDENCE)),
        (1, 0.70, (Decision.APPLIED, Reason.WITNESS_AND_LANGUAGE)),
        (2, 0.70, (Decision.APPLIED, Reason.WITNESSES)),
        (1, 0.69, (Decision.SUGGESTED, Reason.EVIDENCE_WEAK)),
        (2, 0.49, (None, Reason.NO_EVIDENCE)),
    ],
)
def test_another_reading_of_a_page(
    readings: int, confidence: float, verdict: tuple[Decision | None, Reason]
) -> None:
    text = "从严冶党"
    change = proposal(text, "冶", "治", *[WITNESS] * readings, stage="merge", confidence=confidence)
    assert judge(change, text, SETTINGS) == verdict


@pytest.mark.parametrize(("readings", "decision"), [(1, Decision.FLAGGED), (2, Decision.SUGGESTED)])
def test_a_figure_read_otherwise_is_never_taken(readings: int, decision: Decision) -> None:
    """Readings of one engine are no independent witnesses of a figure: 13.3% lost its point twice."""
    text = "增长133%以上"
    change = proposal(text, "133", "13.3", *[WITNESS] * readings, stage="merge", confidence=0.99)
    assert judge(change, text, SETTINGS) == (decision, Reason.LOCKED_FIGURE)


@pytest.mark.parametrize(("confidence", "decision"), [(0.5, Decision.SUGGESTED), (0.49, None)])
def test_two_figures_are_not_glued(confidence: float, decision: Decision | None) -> None:
    text = "投资1\n200万元"
    change = proposal(text, "\n", "", stage="layout", confidence=confidence)
    assert judge(change, text, SETTINGS) == (decision, Reason.LOCKED_FIGURE)


@pytest.mark.parametrize("text", ["投资1\n约2万元", "投资约\n2万元", "投资1\n两亿2"])
def test_a_line_break_with_a_word_on_a_side_glues_no_figures(text: str) -> None:
    change = proposal(text, "\n", "", stage="layout", confidence=0.95)
    assert judge(change, text, SETTINGS) == (Decision.APPLIED, Reason.FORM)
