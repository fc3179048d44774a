from __future__ import annotations

from collections.abc import Sequence

from restore.core.edits import Decision, Edit
from restore.evaluation.harm import CleanText, measure_harm
from tests.evaluation.test_correction_score import edit

TEXT = "一是防治。二是保护。\n增长5%。"


def restored(*edits: Edit, after: str = TEXT) -> tuple[str, Sequence[Edit]]:
    return after, edits


def test_every_applied_change_is_harm() -> None:
    change = edit(TEXT, 7, "保", "堡", Decision.APPLIED)
    guess = edit(TEXT, 2, "防", "妨", Decision.SUGGESTED)
    after = TEXT.replace("保", "堡")
    score = measure_harm(
        [CleanText("a", TEXT)], lambda _name, _text: restored(change, guess, after=after), mode="m"
    )
    assert (score.sentences, score.untouched) == (3, 2)
    assert score.characters == 15
    assert score.harm.value == score.correction_harm.value == 100_000 / 15
    assert score.stages == {"correction": {"applied": 1, "suggested": 1}}
    assert [item.decision for item in score.changes] == ["applied", "suggested"]
    assert (score.numerals, score.numerals_intact) == (1, 1)


def test_white_space_is_no_harm() -> None:
    change = edit(TEXT, 10, "\n", "", Decision.APPLIED)
    score = measure_harm([CleanText("a", TEXT)], lambda *_: restored(change), mode="m")
    assert score.harm.value == 0
    assert score.share_untouched == 1


def test_a_change_across_sentences_touches_both() -> None:
    change = edit(TEXT, 4, "。二", "，二", Decision.APPLIED)
    score = measure_harm([CleanText("a", TEXT)], lambda *_: restored(change), mode="m")
    assert score.untouched == 1


def test_a_changed_figure_is_seen() -> None:
    score = measure_harm(
        [CleanText("a", TEXT)], lambda *_: restored(after=TEXT.replace("5%", "6%")), mode="m"
    )
    assert (score.numerals, score.numerals_intact) == (1, 0)
