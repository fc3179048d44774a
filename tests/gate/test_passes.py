from __future__ import annotations

from collections import Counter

import pytest

from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import CopyKept, LexiconEntry, Repetition
from restore.gate.passes import Gate, PassResult, run_pass
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


def log_of(text: str, *proposals: Proposal, sure_only: bool = False) -> PassResult:
    return run_pass(
        Document.from_text(text, id="a"),
        proposals,
        Gate(GateSettings()),
        number=3,
        stage="correction",
        sure_only=sure_only,
    )


TERM = LexiconEntry("terms", "舆论监督", "", similarity=0.75)


def test_what_is_not_sure_may_be_left_out() -> None:
    offer = Proposal("correction", "offer", 0, 1, "与", 0.7, (TERM,))
    flag = Proposal("correction", "flag", 2, 3, "监", 0.9, flag=Reason.LOCKED_NAME)
    text = "舆论监督报道"
    both = log_of(text, offer, flag, repair(4, 5, "播"))
    assert [edit.rule for edit in both.log.edits] == ["offer", "flag", "rule4"]
    sure = log_of(text, offer, flag, repair(4, 5, "播"), sure_only=True)
    assert [edit.rule for edit in sure.log.edits] == ["rule4"]
    assert sure.refused == {}


def test_what_is_not_shown_is_counted_by_its_reason() -> None:
    nothing = [Proposal("correction", str(at), at, at + 1, "甲", 0.1) for at in (0, 2)]
    same = Proposal("correction", "same", 1, 2, "论", 1.0, (CERTAIN,))
    assert log_of("舆论监督", *nothing, same).refused == {"no_evidence": 2, "no_change": 1}


def test_an_edit_says_what_was_decided_where() -> None:
    (edit,) = log_of("舆论监督", repair(2, 3, "坚", 0.912345)).log.edits
    assert (edit.document, edit.pass_number, edit.stage, edit.rule) == (
        "a", 3, "correction", "rule2",
    )  # fmt: skip
    assert (edit.span, edit.source, edit.before, edit.after) == ((2, 3), (2, 3), "监", "坚")
    assert (edit.decision, edit.reason) == (Decision.APPLIED, Reason.LEXICON_CERTAIN)
    assert (edit.confidence, edit.evidence) == (0.9123, (CERTAIN,))


def test_equal_edits_of_several_passes_have_ids_of_their_own() -> None:
    gate = Gate(GateSettings())
    document = Document.from_text("论论", id="a")
    ids = []
    for number in (1, 2):
        flag = Proposal("layout", "flag", 0, 1, "论", 0.9, flag=Reason.TRUNCATED)
        result = run_pass(document, [flag], gate, number=number, stage="layout")
        ids += [edit.id for edit in result.log.edits]
    assert len(set(ids)) == 2


def test_the_last_words_of_a_document_stay() -> None:
    copy = CopyKept("b", (0, 2), 1.0)
    goes = [Proposal("dedup", rule, *span, "", 0.95, (copy,)) for rule, span in (
        ("words", (0, 2)), ("mark", (2, 3)), ("more", (3, 5)),
    )]  # fmt: skip
    result = log_of("舆论。监督", *goes)
    assert result.document.text == "舆论监督"
    assert [(edit.rule, edit.decision, edit.reason) for edit in result.log.edits] == [
        ("words", Decision.FLAGGED, Reason.LAST_TEXT),
        ("mark", Decision.APPLIED, Reason.COVERED_BY_COPY),
        ("more", Decision.FLAGGED, Reason.LAST_TEXT),
    ]
    # A document without words, and one that keeps some, are no such case.
    assert log_of("。！", Proposal("dedup", "all", 0, 2, "", 0.95, (copy,))).document.text == ""
    assert log_of("舆论。监督", goes[0]).document.text == "。监督"


def test_what_is_only_suggested_is_not_spared() -> None:
    copy = CopyKept("b", (0, 2), 1.0)
    gone = Proposal("dedup", "words", 0, 2, "", 0.95, (copy,))
    offer = Proposal("dedup", "offer", 2, 3, "，", 0.6, (copy,))
    edits = log_of("舆论。", gone, offer).log.edits
    assert [edit.reason for edit in edits] == [Reason.LAST_TEXT, Reason.EVIDENCE_WEAK]


def test_a_pass_without_proposals_leaves_the_document_itself() -> None:
    document = Document.from_text("严明纪律。", id="a")
    result = run_pass(document, [], Gate(GateSettings()), number=3, stage="correction")
    assert result.document is document
    assert (result.log.number, result.log.stage, result.log.edits) == (3, "correction", ())
    assert not result.refused
