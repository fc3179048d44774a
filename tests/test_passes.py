from __future__ import annotations

from collections import Counter

from restore.document import Document
from restore.edits import Decision, Proposal, Reason
from restore.evidence import LexiconEntry
from restore.passes import run_pass
from restore.settings import GateSettings

CERTAIN = LexiconEntry("confusions", "共同意识 → 共同体意识", "用法", certain=True)


def test_two_insertions_at_one_place_are_not_both_made() -> None:
    document = Document.from_text("共同意识", id="a")
    proposals = [
        Proposal("correction", rule, 2, 2, after, confidence, (CERTAIN,))
        for rule, after, confidence in (("one", "体", 0.95), ("other", "的", 0.96))
    ]
    taken: Counter[tuple[str, ...]] = Counter()
    result = run_pass(
        document, proposals, number=1, stage="correction", settings=GateSettings(), taken=taken
    )
    assert result.document.text == "共同的意识"
    assert [edit.decision for edit in result.log.edits] == [Decision.APPLIED]
    assert result.refused == {Reason.OVERLAPPED.value: 1}
