"""Lines that one edit puts in a new order: where each came from, in the document and the report."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from restore.core.decisions import Choice, Made, decision_on, standings
from restore.core.document import Document
from restore.core.edits import Decision, Proposal, regrouped, undo_edits
from restore.gate.decision_matching import OpenDecisions
from restore.gate.passes import Gate, PassResult, run_pass
from restore.report.marks import fold
from restore.review.effort import to_do
from restore.settings import GateSettings

TEXT = "题\n甲一\n乙一\n甲二\n乙二\n尾"
BEFORE, AFTER = "甲一\n乙一\n甲二\n乙二", "甲一\n甲二\n\n乙一\n乙二"


def put_in_order(confidence: float = 0.95, decisions: OpenDecisions | None = None) -> PassResult:
    start = TEXT.index(BEFORE)
    proposal = Proposal(
        "layout", "column", start, start + len(BEFORE), AFTER, confidence, (), "column-1"
    )
    gate = Gate(GateSettings(), decisions=decisions)
    return run_pass(Document.from_text(TEXT), [proposal], gate, number=1, stage="layout")


def test_every_line_keeps_its_place_in_the_source() -> None:
    document = put_in_order().document
    assert document.text == "题\n甲一\n甲二\n\n乙一\n乙二\n尾"
    for line in ("题", "甲一", "甲二", "乙一", "乙二", "尾"):
        here, there = document.text.index(line), TEXT.index(line)
        assert document.to_source(here, here + len(line)) == (there, there + len(line))


def test_a_stretch_is_one_decision() -> None:
    result = put_in_order(confidence=0.7)
    (edit,) = result.log.edits
    assert edit.decision is Decision.SUGGESTED
    assert to_do(result.log.edits, {}).decisions == 1
    for choice, text in ((Choice.ACCEPT, put_in_order().document.text), (Choice.REJECT, TEXT)):
        line = decision_on(edit, TEXT, choice, Made("1", "她", "2024-01-01T00:00:00Z"))
        decided = put_in_order(0.7, OpenDecisions(standings([line])))
        assert decided.document.text == text


def test_the_report_shows_each_line_once() -> None:
    result = put_in_order()
    segments = fold(TEXT, _Log(result))  # type: ignore[arg-type]
    assert "".join(item.text for item in segments if item.live) == result.document.text
    own = sorted((item.source, item.text) for item in segments if item.source is not None)
    assert "".join(text for _, text in own) == TEXT
    assert sum(item.ghost for item in segments) == 1


class _Log:
    def __init__(self, result: PassResult) -> None:
        self.passes = (result.log,)


LINES = st.lists(st.text("甲乙 ", max_size=3), min_size=1, max_size=8)


@given(LINES, LINES)
def test_what_is_written_is_what_was_asked_for(before: list[str], after: list[str]) -> None:
    old, new = "\n".join(before), "\n".join(after)
    parts = regrouped(old, new)
    spans = sorted(part for part in parts if not isinstance(part, str))
    assert "".join(part if isinstance(part, str) else old[slice(*part)] for part in parts) == new
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


def test_undone_it_is_what_it_was() -> None:
    result = put_in_order()
    assert undo_edits(result.document.text, result.log.applied) == TEXT
