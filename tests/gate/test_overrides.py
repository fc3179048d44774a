"""What a reviewer's decision makes of a verdict, of its group, and of other proposals."""

from __future__ import annotations

import pytest

from restore.core.decisions import Choice, ReviewDecision, Standing
from restore.core.edits import Decision, Proposal, Reason
from restore.core.evidence import LexiconEntry, Reviewed
from restore.gate.overrides import Judged, overridden, whole_groups, without_echoes
from restore.gate.verdict import Verdict

TEXT = "推动全面从严冶党向纵深发展"
ENTRY = LexiconEntry("confusions", "冶 → 治", "用法")
APPLIED = Verdict(Decision.APPLIED, Reason.LEXICON_CERTAIN)
SUGGESTED = Verdict(Decision.SUGGESTED, Reason.EVIDENCE_WEAK)


def word(
    choice: Choice, *, text: str | None = None, who: str = "甲", comment: str = ""
) -> ReviewDecision:
    return ReviewDecision(
        id=who,
        edit="e",
        document="a",
        decision=choice,
        who=who,
        when="2026",
        stage="correction",
        rule="rule",
        before="冶",
        after="治",
        source=(6, 7),
        context=("全面从严", "党向"),
        text=text,
        comment=comment,
    )


def change(
    start: int = 6,
    end: int = 7,
    after: str = "治",
    *,
    stage: str = "correction",
    group: str | None = None,
    flag: Reason | None = None,
) -> Proposal:
    return Proposal(stage, "rule", start, end, after, 0.9, (ENTRY,), group, flag)


def judged(proposal: Proposal, verdict: Verdict = SUGGESTED, *, reviewed: bool = False) -> Judged:
    return Judged(proposal, verdict, proposal.after, reviewed)


def decided(item: Judged, *words: ReviewDecision, text: str = TEXT) -> Judged:
    found = overridden(text, item, Standing(words))
    assert found.reviewed
    assert found.proposed == item.proposed
    return found


def test_reject() -> None:
    found = decided(judged(change(), APPLIED), word(Choice.REJECT, comment="原文如此"))
    assert found.verdict == (Decision.REJECTED, Reason.REVIEWER_REJECTED)
    assert found.proposal.evidence == (ENTRY, Reviewed("甲", "2026", "reject", "原文如此"))
    assert found.proposal.after == "治"


def test_accept() -> None:
    accepted = word(Choice.ACCEPT)
    assert decided(judged(change()), accepted).verdict == (
        Decision.APPLIED,
        Reason.REVIEWER_ACCEPTED,
    )
    # What the gate applied keeps the gate's reason; a flag stays one: it writes nothing.
    assert decided(judged(change(), APPLIED), accepted).verdict == APPLIED
    flag = judged(change(flag=Reason.LOCKED_NAME), Verdict(Decision.FLAGGED, Reason.LOCKED_NAME))
    assert decided(flag, accepted).verdict == (Decision.FLAGGED, Reason.REVIEWER_ACCEPTED)
    refused = judged(change(), Verdict(None, Reason.NO_EVIDENCE))
    assert decided(refused, accepted).verdict == (Decision.APPLIED, Reason.REVIEWER_ACCEPTED)


def test_amend() -> None:
    found = decided(judged(change()), word(Choice.AMEND, text="制"))
    assert found.verdict == (Decision.APPLIED, Reason.REVIEWER_AMENDED)
    assert (found.proposal.after, found.proposed) == ("制", "治")
    assert found.proposal.evidence == (ENTRY, Reviewed("甲", "2026", "amend", "", "治"))
    flag = judged(change(after="冶", flag=Reason.LOCKED_NAME))
    found = decided(flag, word(Choice.AMEND, text="制"))
    assert (found.proposal.flag, found.proposal.after) == (None, "制")


def test_to_write_what_stands_there_is_to_reject() -> None:
    found = decided(judged(change()), word(Choice.AMEND, text="冶"))
    assert found.verdict == (Decision.REJECTED, Reason.REVIEWER_REJECTED)
    assert found.proposal.after == "治"


@pytest.mark.parametrize(
    ("proposal", "text"),
    [
        (change(), "制\n"),
        (change(group="move"), "制"),
        (change(0, 0, "", stage="layout"), "制"),
    ],
)
def test_words_that_would_break_lines_are_only_suggested(proposal: Proposal, text: str) -> None:
    found = decided(judged(proposal), word(Choice.AMEND, text=text))
    assert found.verdict == (Decision.SUGGESTED, Reason.REVIEWER_AMENDED)
    assert found.proposal.after == proposal.after


@pytest.mark.parametrize(
    ("flag", "decision"), [(None, Decision.SUGGESTED), (Reason.LOCKED_NAME, Decision.FLAGGED)]
)
def test_a_disagreement_leaves_the_change_open(flag: Reason | None, decision: Decision) -> None:
    words = word(Choice.ACCEPT), word(Choice.REJECT, who="乙")
    found = decided(judged(change(flag=flag), APPLIED), *words)
    assert found.verdict == (decision, Reason.REVIEWERS_DISAGREE)
    assert [item.who for item in found.proposal.evidence if isinstance(item, Reviewed)] == [
        "甲", "乙",
    ]  # fmt: skip


REJECTED = Verdict(Decision.REJECTED, Reason.REVIEWER_REJECTED)
CONTESTED = Verdict(Decision.SUGGESTED, Reason.REVIEWERS_DISAGREE)


def test_a_rejected_member_takes_its_group_along() -> None:
    items = [
        judged(change(0, 2, "", group="one"), APPLIED),
        judged(change(3, 4, "", group="one"), REJECTED, reviewed=True),
        judged(change(5, 6, "", group="two"), APPLIED),
        judged(change(6, 7), APPLIED),
    ]
    found = whole_groups(items)
    assert [item.verdict for item in found] == [REJECTED, REJECTED, APPLIED, APPLIED]
    assert [item.reviewed for item in found] == [True, True, False, False]


def test_a_contested_member_keeps_its_group_back_but_a_rejection_counts_more() -> None:
    contested = judged(change(0, 2, "", group="one"), CONTESTED, reviewed=True)
    refused = judged(change(3, 4, "", group="one"), REJECTED, reviewed=True)
    for items in ([contested, refused], [refused, contested]):
        assert {item.verdict for item in whole_groups(items)} == {REJECTED}
    other = judged(change(3, 4, "", group="one"), APPLIED)
    assert [item.verdict for item in whole_groups([other, contested])] == [CONTESTED] * 2


def test_an_accepted_member_has_its_whole_group_made() -> None:
    """Half of a move would double its lines, or lose them."""
    accepted = Verdict(Decision.APPLIED, Reason.REVIEWER_ACCEPTED)
    yes = judged(change(0, 2, "", group="one"), accepted, reviewed=True)
    other = judged(change(3, 4, "", group="one"), SUGGESTED)
    for items in ([yes, other], [other, yes]):
        assert [item.verdict for item in whole_groups(items)] == [accepted] * 2
    contested = judged(change(5, 6, "", group="one"), CONTESTED, reviewed=True)
    assert [item.verdict for item in whole_groups([yes, contested])] == [CONTESTED] * 2
    # What the gate refuses settles nothing.
    items = [judged(change(0, 2, "", group="one"), Verdict(None, Reason.NO_CHANGE)), other]
    assert whole_groups(items) == items


def echoes(text: str, rejected: Proposal, other: Proposal, *, reviewed: bool = False) -> bool:
    items = [judged(rejected, REJECTED, reviewed=True), judged(other, APPLIED, reviewed=reviewed)]
    found = list(without_echoes(text, items))
    assert found[0] == items[0]
    assert found[1] in (items[1], items[1]._replace(verdict=(None, Reason.REVIEWER_REJECTED)))
    return found[1] != items[1]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        # Which copy of a double goes is the same, so is a change written longer.
        ((1, 2, ""), (2, 3, ""), True),
        ((1, 3, "论"), (2, 3, ""), True),
        ((2, 3, ""), (1, 3, "论"), True),
        ((0, 3, "舆论"), (2, 3, ""), True),
        ((2, 3, ""), (0, 3, "舆论"), True),
        ((1, 2, ""), (3, 4, ""), False),
        ((1, 2, ""), (2, 3, "的"), False),
        ((1, 2, ""), (1, 3, ""), False),
        ((2, 3, ""), (5, 6, ""), False),
    ],
)
def test_what_has_the_effect_of_a_rejected_edit_is_refused(
    first: tuple[int, int, str], second: tuple[int, int, str], same: bool
) -> None:
    text = "舆论论监督论论"
    assert echoes(text, change(*first), change(*second)) is same


def test_a_member_of_a_group_is_no_echo_and_has_none() -> None:
    text = "甲乙丙"
    lifted = change(2, 2, "\f\n", group="one")
    assert not echoes(text, lifted, change(2, 2, "\f\n", group="two"))
    assert not echoes(text, lifted, change(2, 2, "\f\n"))
    assert not echoes(text, change(2, 2, "\f\n"), lifted)


def test_flags_and_what_a_reviewer_decided_are_no_echoes() -> None:
    text = "舆论论监督"
    flag = change(1, 2, "", flag=Reason.LOCKED_NAME)
    assert not echoes(text, change(1, 2, ""), flag)
    assert not echoes(text, flag, change(1, 2, ""))
    assert not echoes(text, change(1, 2, ""), change(2, 3, ""), reviewed=True)
