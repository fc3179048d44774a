from __future__ import annotations

from collections import Counter

import pytest

from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import LexiconEntry, Repetition
from restore.gate.passes import Gate, run_pass
from restore.settings import GateSettings

CERTAIN = LexiconEntry("confusions", "共同意识 → 共同体意识", "用法", certain=True)


def test_two_insertions_at_one_place_are_not_both_made() -> None:
    document = Document.from_text("共同意识", id="a")
    proposals = [
        Proposal("correction", rule, 2, 2, after, confidence, (CERTAIN,))
        for rule, after, confidence in (("one", "体", 0.95), ("other", "的", 0.96))
    ]
    result = run_pass(document, proposals, Gate(GateSettings()), number=1, stage="correction")
    assert result.document.text == "共同的意识"
    assert [edit.decision for edit in result.log.edits] == [Decision.APPLIED]
    assert result.refused == {Reason.OVERLAPPED.value: 1}


def decide(text: str, *proposals: Proposal, stage: str = "correction") -> tuple[str, Counter[str]]:
    result = run_pass(
        Document.from_text(text, id="a"),
        proposals,
        Gate(GateSettings()),
        number=1,
        stage=stage,
    )
    return result.document.text, result.refused


def repair(start: int, end: int, after: str, confidence: float = 0.95) -> Proposal:
    return Proposal("correction", f"rule{start}", start, end, after, confidence, (CERTAIN,))


@pytest.mark.parametrize(
    ("text", "first", "second", "right"),
    [
        # Two deletions of one double, side by side and with what follows in the same run.
        ("舆论论监督", repair(1, 2, ""), repair(2, 3, "", 0.96), "舆论监督"),
        ("水防治防治法", repair(1, 3, ""), repair(3, 5, "", 0.96), "水防治法"),
        ("水防治防治法", repair(2, 4, "", 0.96), repair(4, 5, "制"), "水防治法"),
        # The one copy replaced, the other taken out, at both ends of a longer run.
        ("领航舵舵", repair(2, 3, "掌", 0.96), repair(3, 4, ""), "领航掌舵"),
        ("科技科技园", repair(0, 1, "高", 0.96), repair(3, 4, "学"), "高技科技园"),
        # Neighbours without a double: one slip may be explained by either.
        ("甲乙丙丁", repair(1, 2, ""), repair(2, 3, "戊", 0.96), "甲乙戊丁"),
        ("甲乙丙丁", repair(1, 1, "子", 0.96), repair(1, 2, "戊"), "甲子乙丙丁"),
    ],
)
def test_repairs_that_touch_exclude_each_other(
    text: str, first: Proposal, second: Proposal, right: str
) -> None:
    assert decide(text, first, second) == (right, {Reason.OVERLAPPED.value: 1})


@pytest.mark.parametrize(
    ("text", "first", "second", "right"),
    [
        ("甲乙丙丁", repair(0, 1, "子"), repair(2, 3, "丑"), "子乙丑丁"),
        # Entries that meet, but change characters that do not.
        ("末来记律", repair(0, 2, "未来"), repair(2, 4, "纪律"), "未来纪律"),
        # A mark beside a word is another slip.
        ("严明记,", repair(2, 3, "纪"), repair(3, 4, "，"), "严明纪，"),
    ],
)
def test_repairs_apart_are_both_made(
    text: str, first: Proposal, second: Proposal, right: str
) -> None:
    assert decide(text, first, second) == (right, {})


def test_what_is_no_correction_may_touch() -> None:
    text = "甲\n乙\n丙"
    joins = [Proposal("layout", "join", at, at + 1, "", 0.95) for at in (1, 3)]
    lines = [Proposal("layout", "furniture", at, at + 1, "", 0.95) for at in (0, 2)]
    assert decide(text, *joins, *lines, stage="layout") == ("丙", {})


def test_the_stronger_of_an_offer_and_a_repair_stands() -> None:
    offer = Proposal("correction", "offer", 2, 3, "", 0.7, (LexiconEntry("terms", "舆论监督", ""),))
    text, refused = decide("舆论论监督", repair(1, 2, "", 0.93), offer)
    assert (text, refused) == ("舆论监督", {Reason.OVERLAPPED.value: 1})


def test_of_two_as_sure_the_repeat_goes() -> None:
    repeat = Repetition(unit="业", single_count=0, doubled_count=1)
    longer = repair(1, 3, "企业")
    shorter = Proposal("correction", "repetition", 3, 4, "", 0.95, (CERTAIN, repeat))
    assert decide("启事业业单位", longer, shorter)[0] == "启事业单位"
