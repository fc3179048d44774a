"""Which proposals exclude each other, and which of two stays."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import CopyKept, Evidence, LexiconEntry, Repetition
from restore.gate.conflicts import without_conflicts
from restore.gate.judge import judge
from restore.gate.overrides import Judged
from restore.gate.passes import Gate, run_pass
from restore.settings import GateSettings

CERTAIN = LexiconEntry("confusions", "冶 → 治", "用法", certain=True)
TERM = LexiconEntry("terms", "从严治党", "用法", similarity=0.75)
TEXT = "推动全面从严冶党向纵深发展"
OVERLAPPED = Reason.OVERLAPPED.value


def repair(
    start: int, end: int, after: str, confidence: float = 0.95, *evidence: Evidence
) -> Proposal:
    return Proposal(
        "correction", f"{start}-{end}", start, end, after, confidence, evidence or (CERTAIN,)
    )


def join(start: int, end: int, after: str = "", group: str | None = None) -> Proposal:
    return Proposal("layout", f"{start}-{end}", start, end, after, 0.95, (), group)


def kept(
    text: str, *proposals: Proposal, reviewed: int | None = None
) -> tuple[list[str], Counter[str]]:
    """Return the rules of what stays, and what was refused."""
    refused: Counter[str] = Counter()
    items = [
        Judged(item, judge(item, text, GateSettings()), item.after, reviewed=index == reviewed)
        for index, item in enumerate(proposals)
    ]
    items.sort(key=lambda item: (item.proposal.start, item.proposal.end))
    return [item.proposal.rule for item in without_conflicts(text, items, refused)], refused


def test_what_is_applied_goes_before_what_is_suggested_and_that_before_a_flag() -> None:
    applied, suggested = repair(4, 7, "从严治"), repair(5, 8, "严治党", 0.99, TERM)
    flag = Proposal("correction", "flag", 6, 7, "冶", 1.0, flag=Reason.LOCKED_NAME)
    assert kept(TEXT, applied, suggested, flag) == (["4-7"], Counter({OVERLAPPED: 2}))
    assert kept(TEXT, suggested, flag) == (["5-8"], Counter({OVERLAPPED: 1}))


def test_what_a_reviewer_decided_goes_before_the_gates_verdict() -> None:
    applied, suggested = repair(4, 7, "从严治"), repair(5, 8, "严治党", 0.6, TERM)
    assert kept(TEXT, applied, suggested, reviewed=1)[0] == ["5-8"]


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        # The surer, then the repeat, then the longer, then the first.
        (repair(4, 7, "从严治"), repair(5, 8, "严治党", 0.96), "5-8"),
        (repair(4, 7, "从严治"), repair(6, 8, "党", 0.95, CERTAIN, Repetition("党")), "6-8"),
        (repair(4, 7, "从严治"), repair(5, 9, "严治党向"), "5-9"),
        (repair(4, 7, "从严治"), repair(5, 8, "严治党"), "4-7"),
    ],
)
def test_the_stronger_stays(first: Proposal, second: Proposal, stays: str) -> None:
    assert kept(TEXT, first, second) == ([stays], Counter({OVERLAPPED: 1}))


def test_a_group_stands_or_falls_together() -> None:
    moves = [join(1, 3, group="move"), join(8, 10, group="move")]
    over = Proposal("layout", "over", 2, 4, "甲", 0.99)
    assert kept(TEXT, *moves, over) == (["over"], Counter({OVERLAPPED: 1}))
    assert kept(TEXT, *moves) == (["1-3", "8-10"], Counter())
    # Another group, and what has none, is not taken along.
    other = join(5, 6, group="other")
    assert kept(TEXT, *moves, other, over)[0] == ["over", "5-6"]


def test_blocks_may_move_to_one_place_but_no_two_words_are_written_there() -> None:
    moved = [join(4, 4, "甲", group="one"), join(4, 4, "乙", group="two")]
    assert kept(TEXT, *moved) == (["4-4", "4-4"], Counter())
    words = [join(4, 4, "甲"), join(4, 4, "乙")]
    assert kept(TEXT, *words) == (["4-4"], Counter({OVERLAPPED: 1}))
    flags = [
        Proposal("layout", rule, 4, 4, "", 1.0, flag=Reason.TRUNCATED) for rule in ("one", "two")
    ]
    assert kept(TEXT, *flags) == (["one", "two"], Counter())
    # A flag or a block at the place of a word leaves the word its place.
    assert kept(TEXT, words[0], flags[0], moved[0])[1] == Counter()


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        # What is no repair of words meets another only where it shares a character with it.
        (join(2, 4), join(4, 6), True),
        (join(2, 4), join(3, 6), False),
        (join(2, 6), join(3, 4), False),
        (join(4, 4, "甲"), join(4, 6), True),
        (join(4, 6), join(6, 6, "甲"), True),
        (join(4, 6), join(5, 5, "甲"), False),
        (join(2, 4), repair(4, 5, "重"), True),
        # A repair of words meets one that touches it; a mark is no word.
        (repair(4, 5, "重"), repair(5, 6, "延"), False),
        (repair(4, 5, "重"), repair(6, 7, "治"), True),
        (repair(4, 5, "重"), repair(5, 5, "，"), True),
    ],
)
def test_who_meets_whom(first: Proposal, second: Proposal, both: bool) -> None:
    for pair in ((first, second), (second, first)):
        rules, refused = kept(TEXT, *pair)
        assert len(rules) == 1 + both
        assert refused[OVERLAPPED] == (not both)


def test_flags_do_not_touch_as_repairs_do() -> None:
    flag = Proposal("correction", "flag", 5, 6, "严", 0.9, flag=Reason.LOCKED_NAME)
    assert kept(TEXT, repair(4, 5, "重"), flag)[0] == ["4-5", "flag"]


def test_a_repair_reaches_to_the_ends_of_the_run_it_lies_in() -> None:
    text = "水防治防治防治法规"
    inner = repair(1, 3, "")
    # The run ends before 法: what changes 规 is apart, what changes 法 touches it.
    assert kept(text, inner, repair(8, 9, "律"))[0] == ["1-3", "8-9"]
    assert len(kept(text, inner, repair(7, 8, "治", 0.9))[0]) == 1
    assert len(kept(text, repair(5, 7, ""), repair(0, 1, "冰", 0.9))[0]) == 1
    # Two runs side by side are two.
    assert len(kept("防治防治与学习学习", repair(0, 2, ""), repair(7, 9, ""))[0]) == 2


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(0, 3), st.sampled_from(["", "甲", "乙丙"])),
        max_size=6,
    )
)
def test_what_stays_can_be_applied(spans: list[tuple[int, int, str]]) -> None:
    copy = CopyKept("000", (0, 2), 1.0)
    proposals = [
        Proposal("dedup", str(index), start, start + size, after, 0.9 + index / 100, (copy,))
        for index, (start, size, after) in enumerate(spans)
    ]
    result = run_pass(
        Document.from_text(TEXT, id="a"), proposals, Gate(GateSettings()), number=1, stage="dedup"
    )
    edits = [edit for edit in result.log.edits if edit.decision is Decision.APPLIED]
    assert all(one.span[1] <= two.span[0] for one, two in pairwise(edits))
    unchanged = sum(TEXT[item.start : item.end] == item.after for item in proposals)
    assert len(edits) + result.refused[OVERLAPPED] + unchanged == len(proposals)
