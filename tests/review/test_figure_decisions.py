"""Decisions on conflicts and checks: kept beside those on edits, and honoured."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.core.claims import FigureReport, FigureSource
from restore.core.decisions import FIGURES_STAGE, Choice
from restore.errors import RestoreError
from restore.figures import check_figures
from restore.gate.decision_matching import open_decisions
from restore.review.figure_decisions import (
    decide,
    read_wish,
    settled,
    standing_on_figures,
)
from restore.review.findings import Findings
from restore.review.store import DecisionStore

A = "（2024年1月29日）\n过去一年，全区三级政协1064名特邀调解员，参与调解案件5633件，成功调解3791件。"
B = "（2024年1月30日）\n过去一年，自治区三级政协的特邀调解员1064人，参与调解案件5638件，得到肯定。"
C = "由80亿元增加到92亿元，增长25%。"


@pytest.fixture
def found() -> FigureReport:
    return check_figures([FigureSource("a", A), FigureSource("b", B), FigureSource("c", C)])


def said(found: FigureReport, store: DecisionStore, *wishes: str, comment: str = "") -> int:
    claims = {claim.id: claim for claim in found.claims}
    wanted = [read_wish(words) for words in wishes]
    findings = Findings(found.conflicts, found.failed_checks, claims)
    return len(decide(wanted, findings, store, who="王", comment=comment))


def test_what_is_accepted_or_dismissed_is_settled(found: FigureReport, tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    (group,), (check,) = found.conflicts, found.failed_checks
    assert said(found, store, f"{group.id}=dismiss", "failed=accept", comment="两次统计") == 2
    standing = standing_on_figures(DecisionStore(store.path).decisions)
    assert settled(standing) == {group.id, check.id}
    assert standing[group.id].heads[0].comment == "两次统计"
    # The same texts give the same ids in another run.
    again = check_figures([FigureSource("b", B), FigureSource("a", A)])
    assert again.conflicts[0].id == group.id


@pytest.mark.parametrize("word", ["correct:5633件", "comment"])
def test_a_correction_and_a_comment_leave_it_open(
    word: str, found: FigureReport, tmp_path: Path
) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    said(found, store, f"conflict={word}")
    assert not settled(standing_on_figures(store.decisions))
    assert store.decisions[0].text == (word.partition(":")[2] or None)


def test_a_later_word_replaces_an_earlier_one(found: FigureReport, tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    said(found, store, "g*=dismiss")
    said(found, store, "g*=reopen")
    assert not standing_on_figures(store.decisions)
    said(found, store, "g*=comment")
    said(found, store, "g*=accept")
    (standing,) = standing_on_figures(store.decisions).values()
    assert standing.effective is not None
    assert standing.effective.decision is Choice.ACCEPT
    assert standing.effective.stage == FIGURES_STAGE


def test_decisions_on_figures_are_none_on_edits(found: FigureReport, tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    said(found, store, "conflict=dismiss")
    opened, absent = open_decisions(store.decisions, ["a", "b", "c"])
    assert not absent
    assert not any(item.standing for item in opened.values())


@pytest.mark.parametrize("words", ["g1", "g1=maybe", "=accept", "g1=accept:5633件"])
def test_what_cannot_be_read_is_told(words: str) -> None:
    with pytest.raises(RestoreError, match="--decide"):
        read_wish(words)


def test_what_is_not_there_cannot_be_decided(found: FigureReport, tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    with pytest.raises(RestoreError, match="no finding"):
        said(found, store, "conflict=accept", "g0000=dismiss")
    assert not store.decisions
