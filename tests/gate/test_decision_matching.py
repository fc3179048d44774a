from __future__ import annotations

import random

import msgspec

from restore.core.decisions import (
    OWN_RULE,
    OWN_STAGE,
    Choice,
    ReviewDecision,
    context_of,
    standings,
)
from restore.core.document import Document
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import Reviewed
from restore.gate.decision_matching import OpenDecisions
from restore.gate.passes import Gate, PassResult, run_pass
from restore.pipeline import restore_corpus
from restore.settings import GateSettings
from tests.review.helpers import decide, edit_of, restore, run
from tests.tools import SEEDS

NOISY = "持续加强水污染防治防治工作，严守政治记律和政治规矩。"


def test_a_rejection_survives_the_next_run() -> None:
    first = restore(NOISY)
    edit = edit_of(first, "防治")
    assert edit.applied
    again = restore(NOISY, [decide(edit, NOISY, "reject")])
    assert "防治防治" in again.text
    kept = next(item for item in again.edits if item.id == edit.id)
    assert (kept.decision, kept.reason) == (Decision.REJECTED, Reason.REVIEWER_REJECTED)
    assert not any("防治" in item.before for item in again.edits if item.id != edit.id)


def test_a_rejection_finds_its_edit_in_a_source_that_changed() -> None:
    edit = edit_of(restore(NOISY), "防治")
    changed = f"今年以来，我市{NOISY.replace('工作', '攻坚工作')}另有一句。"
    again = restore(changed, [decide(edit, NOISY, "reject")])
    assert "防治防治" in again.text
    assert again.rulings is not None
    assert again.rulings.honoured == {"reject": 1}


def test_a_rejection_holds_where_another_rule_proposes_the_same() -> None:
    edit = edit_of(restore(NOISY), "防治")
    assert edit.rule != "confusion"
    other = msgspec.structs.replace(decide(edit, NOISY, "reject"), rule="confusion", edit="0" * 16)
    assert "防治防治" in restore(NOISY, [other]).text


def test_a_word_on_a_move_is_none_on_a_joint() -> None:
    line = "持续加强水污染防治工作，严守政治纪律和政治规矩，扎实推进各项任务落地"
    text = f"{line}\n{line}\n{line}\n见效。\n"
    edit = next(item for item in restore(text).edits if item.rule.startswith("join."))
    move = msgspec.structs.replace(decide(edit, text, "reject"), rule="move", edit="0" * 16)
    again = restore(text, [move])
    assert next(item for item in again.edits if item.id == edit.id).applied
    assert again.rulings is not None
    assert len(again.rulings.orphans) == 1


def test_only_the_edit_that_was_meant_is_rejected() -> None:
    text = "上午讨论了严守政治记律的问题。\n会后大家学习了工作记律和群众记律的要求。\n"
    first = restore(text)
    edits = [edit for edit in first.edits if "记律" in edit.before or edit.after == "纪"]
    again = restore(text, [decide(edits[1], text, "reject")])
    assert again.text.count("记律") == 1
    assert "工作记律和群众纪律" in again.text


def test_words_of_ones_own_take_the_place_of_the_edit() -> None:
    edit = edit_of(restore(NOISY), "防治")
    again = restore(NOISY, [decide(edit, NOISY, "amend", text="防控", comment="查原报")])
    assert "防治防控工作" in again.text
    kept = next(item for item in again.edits if item.id == edit.id)
    assert (kept.decision, kept.reason) == (Decision.APPLIED, Reason.REVIEWER_AMENDED)
    assert "防治防控工作" in again.text
    assert kept.evidence[-1] == Reviewed("甲", kept.evidence[-1].when, "amend", "查原报", "")
    third = restore(NOISY, [decide(kept, NOISY, "reject")])
    assert "防治防治" in third.text


def test_an_accepted_suggestion_is_applied() -> None:
    first = restore_corpus(_seeds(), check_figures=False)
    sources = {document.id: document.source for document in _seeds()}
    suggested = [
        edit
        for item in first.restored
        for edit in item.edits
        if edit.decision is Decision.SUGGESTED
    ]
    assert suggested
    accepted = [decide(edit, sources[edit.document], "accept") for edit in suggested]
    again = restore_corpus(_seeds(), check_figures=False, decisions=accepted)
    for edit in (edit for item in again.restored for edit in item.edits):
        assert edit.decision is not Decision.SUGGESTED
        if edit.id in {item.id for item in suggested}:
            assert (edit.decision, edit.reason) == (Decision.APPLIED, Reason.REVIEWER_ACCEPTED)


def test_what_reviewers_disagree_on_is_left_open() -> None:
    edit = edit_of(restore(NOISY), "防治")
    words = [decide(edit, NOISY, "reject"), decide(edit, NOISY, "accept", who="乙")]
    again = restore(NOISY, words)
    kept = next(item for item in again.edits if item.id == edit.id)
    assert (kept.decision, kept.reason) == (Decision.SUGGESTED, Reason.REVIEWERS_DISAGREE)
    assert again.rulings is not None
    assert len(again.rulings.conflicts) == 1


def test_a_decision_without_an_edit_is_an_orphan() -> None:
    edit = edit_of(restore(NOISY), "防治")
    decision = decide(edit, NOISY, "reject")
    result = run("全文另是一回事，没有错。", decisions=[decision])
    assert result.restored[0].rulings is not None
    assert [item.heads[-1] for item in result.restored[0].rulings.orphans] == [decision]
    moved = Document.from_text("没有错。", id="else.txt")
    absent = restore_corpus([moved], decisions=[decision], check_figures=False).absent
    assert [item.heads[-1] for item in absent] == [decision]


def test_a_renamed_folder_loses_no_decision() -> None:
    edit = edit_of(restore(NOISY), "防治")
    document = Document.from_text(NOISY, id="folder/0.txt")
    decision = decide(edit, NOISY, "reject")
    result = restore_corpus([document], decisions=[decision], check_figures=False)
    assert "防治防治" in result.restored[0].text


def test_any_decisions_leave_whole_documents() -> None:
    """Whatever is rejected, accepted or amended, each document still replays and reverts."""
    documents = _seeds()
    sources = {document.id: document.source for document in documents}
    base = restore_corpus(documents, check_figures=False)
    edits = [edit for item in base.restored for edit in item.edits]
    for seed, share in ((1, 0.05), (2, 0.5), (3, 1.0), (5, 1.0)):
        pick = random.Random(seed)
        decisions: list[ReviewDecision] = []
        for edit in edits:
            if pick.random() < share:
                choice = pick.choice([Choice.REJECT, Choice.REJECT, Choice.ACCEPT, Choice.AMEND])
                text = f"改{edit.after}" if choice is Choice.AMEND else None
                decisions.append(decide(edit, sources[edit.document], choice, text=text))
        again = restore_corpus(documents, check_figures=False, decisions=decisions)
        assert not again.failures
        rejected = {item.edit for item in decisions if item.decision is Choice.REJECT}
        for edit in (edit for item in again.restored for edit in item.edits):
            assert edit.id not in rejected or edit.decision is Decision.REJECTED


def test_a_rejected_edit_keeps_its_place_among_equal_ones() -> None:
    """Two breaks at one place differ by their order alone: the one that was rejected is not made."""
    text = "甲。\n乙。\n"

    def run_over(decisions: OpenDecisions | None = None) -> PassResult:
        breaks = [
            Proposal("layout", "article_break", 3, 3, "\f\n", 0.95, (), group)
            for group in ("one", "two")
        ]
        gate = Gate(GateSettings(), decisions=decisions)
        return run_pass(Document.from_text(text), breaks, gate, number=1, stage="layout")

    for place in (0, 1):
        edit = run_over().log.edits[place]
        standing = standings([decide(edit, text, "reject")])
        again = run_over(OpenDecisions(standing)).log.edits
        assert [found.id for found in again] == [found.id for found in run_over().log.edits]
        assert [found.applied for found in again] == [place == 1, place == 0]


def _seeds() -> list[Document]:
    return [
        Document.from_text(path.read_text(encoding="utf-8"), id=path.name)
        for path in sorted(SEEDS.glob("*.txt"))
    ]


def own(before: str, after: str, source: str) -> ReviewDecision:
    at = source.index(before)
    span = (at, at + len(before))
    return ReviewDecision(
        id="own",
        edit="0123456789abcdef",
        document="0.txt",
        decision=Choice.ACCEPT,
        who="甲",
        when="2026",
        stage=OWN_STAGE,
        rule=OWN_RULE,
        before=before,
        after=after,
        source=span,
        context=context_of(source, span),
    )


def test_a_reviewer_corrects_what_nothing_proposed() -> None:
    decision = own("政治规矩", "政治规则", NOISY)
    again = restore(NOISY, [decision])
    assert "政治规则" in again.text
    edit = next(edit for edit in again.edits if edit.stage == OWN_STAGE)
    assert (edit.reason, edit.rule) == (Reason.REVIEWER_ACCEPTED, OWN_RULE)
    assert again.log.revert(again.text) == NOISY
    changed = restore(f"新近，{NOISY}", [decision])
    assert "政治规则" in changed.text
    elsewhere = restore("另一篇讲的是政治规矩与别的事情，不相干。", [decision])
    assert "政治规则" not in elsewhere.text
    assert elsewhere.rulings is not None
    assert len(elsewhere.rulings.orphans) == 1


def test_only_a_reviewer_empties_a_document() -> None:
    text = "（下转第3版）"
    first = restore(text)
    assert first.text == text
    flagged = edit_of(first, text)
    emptied = restore(text, [decide(flagged, text, Choice.ACCEPT)])
    assert (emptied.text, emptied.log.revert("")) == ("", text)
