from __future__ import annotations

from pathlib import Path

import pytest

from restore.core.decisions import ReviewDecision
from restore.lexicon.lexicon import Lexicon
from restore.review.learn import lessons
from restore.review.store import DecisionStore
from tests.cli.helpers import Runner
from tests.review.test_decisions import line


def said(
    id: str,
    choice: str,
    before: str,
    after: str,
    *,
    who: str = "甲",
    left: str = "",
    right: str = "",
) -> ReviewDecision:
    import msgspec

    return msgspec.structs.replace(
        line(id, choice, who=who),
        edit=id,
        before=before,
        after=after,
        context=(left, right),
        document=f"{id}.txt",
    )


EMPTY = Lexicon([], [], [])


def test_what_was_accepted_often_becomes_a_confusion() -> None:
    decisions = [said(str(n), "accept", "政协商协", "政治协商") for n in range(3)]
    found, _ = lessons(decisions, EMPTY)
    assert [(item.wrong, item.right, item.certainty) for item in found] == [
        ("政协商协", "政治协商", "likely")
    ]
    assert lessons(decisions[:2], EMPTY) == ([], [])
    two = [said("1", "accept", "记律", "纪律"), said("2", "accept", "记律", "纪律", who="乙")]
    assert [item.right for item in lessons(two, EMPTY)[0]] == ["纪律"]


def test_what_was_rejected_becomes_protected() -> None:
    decisions = [
        said(str(n), "reject", "村村", "村", left="覆盖", right="通工程") for n in range(3)
    ]
    found, _ = lessons(decisions, EMPTY)
    assert [(item.table, item.wrong) for item in found] == [("protected.tsv", "覆盖村村")]


def test_a_single_character_is_learned_with_its_neighbours() -> None:
    decisions = [
        said(str(n), "accept", "记", "纪", left="严守政治", right="律和") for n in range(3)
    ]
    found, _ = lessons(decisions, EMPTY)
    assert [(item.wrong, item.right) for item in found] == [("政治记", "政治纪")]


def test_contradictions_and_figures_teach_nothing() -> None:
    both = [said(str(n), "accept", "记律", "纪律") for n in range(3)]
    both.append(said("9", "reject", "记律", "纪律", who="乙"))
    assert lessons(both, EMPTY) == ([], ["记律"])
    figures = [said(str(n), "accept", "13件", "18件") for n in range(3)]
    assert lessons(figures, EMPTY) == ([], [])


def test_rows_are_added_after_confirmation(
    restore: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DecisionStore(tmp_path / "decisions.jsonl")
    store.append([said(str(n), "accept", "政协商协", "政治协商") for n in range(3)])
    store.append([said(f"r{n}", "reject", "覆盖村村", "覆盖村") for n in range(3)])
    printed = restore("learn", "decisions.jsonl")
    assert "政协商协\t政治协商\tlikely" in printed.text
    answers = iter([True, False])
    monkeypatch.setattr("click.confirm", lambda *_given, **_more: next(answers))
    assert restore("learn", "decisions.jsonl", "--into", "own").code == 0
    assert not (tmp_path / "own" / "protected.tsv").exists()
    assert Lexicon.load(tmp_path / "own").confusions
    assert restore("learn", "decisions.jsonl", "--into", "own", "--yes").code == 0
    assert "覆盖村村\tliteral" in (tmp_path / "own" / "protected.tsv").read_text(encoding="utf-8")
    again = restore("learn", "decisions.jsonl", "--into", "own", "--yes")
    assert "0 of 0 rows" in again.err
    (tmp_path / "a.txt").write_text("推进政协商协工作。", encoding="utf-8")
    clean = restore("clean", "a.txt", "--dictionaries", "own", "--format", "jsonl")
    assert "政协商协" in clean.text


def test_what_holds_no_decisions_is_told(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("推进政协商协工作。", encoding="utf-8")
    result = restore("learn", "a.txt")
    assert result.code != 0
    assert "holds no decisions" in result.err


def test_a_folder_without_dictionaries_is_told(restore: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("推进工作。", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    result = restore("clean", "a.txt", "--dictionaries", "empty")
    assert result.code == 0
    assert "holds no dictionary" in result.err
