from __future__ import annotations

import pytest

from restore.evaluation.merges import measure_merges, pooled_reduction
from restore.evaluation.readings import Reading
from restore.language.model import LanguageModel

TRUTH = ("坚持稳中求进工作总基调，全面贯彻新发展理念。", "加强生态环境保护，持续推进污染防治。")


def reading(engine: str, level: str, *changes: tuple[str, str]) -> Reading:
    text = "\n".join(TRUTH)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return Reading(f"p-{engine}-{level}", engine, level, text, TRUTH, "p")


def test_merging_beside_the_better_reading() -> None:
    readings = [
        reading("a", "light", ("理念", "埋念")),
        reading("b", "light", ("污染", "污柒"), ("基调", "基凋")),
        reading("b", "heavy", ("污染", "污柒"), ("基调", "基凋")),
    ]
    model = LanguageModel.load()
    (score,) = measure_merges(readings, model)
    assert [item.errors for item in score.alone] == [1, 2]
    assert score.best.errors == 1
    assert score.merged.errors == 0
    assert score.reduction == pooled_reduction([score]).value == 1.0
    assert score.figures_changed == 0
    assert len(measure_merges(readings, model, scans=True)) == 3
    (together,) = measure_merges(readings, model, together=True)
    assert len(together.names) == 3
    assert together.merged.errors == 0


def test_no_errors_to_remove() -> None:
    (score,) = measure_merges([reading("a", "x"), reading("b", "x")], LanguageModel.load())
    assert score.reduction == pytest.approx(0.0)
