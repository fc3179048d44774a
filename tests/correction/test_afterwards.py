"""Corrections that only show once others were made: what a second run would find, one run finds."""

from __future__ import annotations

from restore.core.edits import Decision, Edit, Reason
from restore.pipeline import Restored
from restore.pipeline.work import AFTERWARDS, CORRECTIONS
from tests.correction.test_doubled import CLEAN
from tests.review.helpers import decide, edit_of, restore

# Of two misreadings side by side the surer goes first; the other shows beside a right character.
NOISY = (
    "\n".join(CLEAN)
    + "\n要严格落实工怍贵任制，确保各项任务落到实处。"
    + "\n会议要求全面落买各项任务，健全贵任体系。\n"
)


def made_later(found: Restored) -> list[Edit]:
    return [edit for edit in found.edits if edit.pass_number in AFTERWARDS]


def test_a_second_run_finds_nothing() -> None:
    found = restore(NOISY)
    assert "工作责任制" in found.text
    assert [(edit.before, edit.after) for edit in made_later(found)] == [("怍", "作")]
    again = restore(found.text)
    assert again.text == found.text
    assert not [edit for edit in again.edits if edit.applied]


def test_a_later_pass_holds_only_what_is_sure() -> None:
    assert {edit.decision for edit in made_later(restore(NOISY))} == {Decision.APPLIED}


def test_no_suggestion_stands_where_a_later_pass_made_a_change() -> None:
    found = restore(NOISY)
    made = [edit.source for edit in made_later(found)]
    assert made
    for edit in found.edits:
        if edit.pass_number == CORRECTIONS and edit.decision is Decision.SUGGESTED:
            assert all(edit.source[1] < low or high < edit.source[0] for low, high in made)


def test_a_reviewer_decides_on_a_later_pass_too() -> None:
    edit = edit_of(restore(NOISY), "怍")
    again = restore(NOISY, [decide(edit, NOISY, "reject")])
    assert "工怍责任制" in again.text
    kept = edit_of(again, "怍")
    assert (kept.decision, kept.reason) == (Decision.REJECTED, Reason.REVIEWER_REJECTED)


def test_what_a_reviewer_decided_stays() -> None:
    edit = edit_of(restore(NOISY), "落买")
    again = restore(NOISY, [decide(edit, NOISY, "amend", text="落实好")])
    assert "全面落实好各项任务" in again.text
    assert not [item for item in made_later(again) if item.before != "怍"]


def test_clean_text_has_no_later_pass() -> None:
    assert not made_later(restore("\n".join(CLEAN)))
