from __future__ import annotations

import json
from pathlib import Path

import pytest

from restore.core.document import Document
from restore.core.edits import Decision
from restore.evaluation.readings import (
    Reading,
    measure_readings,
    read_reading,
    restored_lines,
)
from restore.pipeline import restore_text
from tests.evaluation.test_correction_score import edit

LINES = ["持续加强水污染防治防治工作，", "", "推动末来发展。"]
TRUTH = ("持续加强水污染防治工作，", "推动未来发展。")
PAGE = "\n".join(LINES)


def page_file(folder: Path) -> Path:
    lines = [
        {"ocr": LINES[0], "truth": TRUTH[0], "kind": "body"},
        {"ocr": LINES[2], "truth": TRUTH[1], "kind": "body"},
    ]
    path = folder / "p.json"
    data = {
        "id": "p",
        "engine": "rapidocr 3.10.0 PP-OCRv6 small",
        "level": "heavy",
        "raw_text": f"{PAGE}\n口口\n",
        "lines": lines,
    }
    path.write_text(json.dumps(data), "utf-8")
    return path


def test_reads_a_page(tmp_path: Path) -> None:
    reading = read_reading(page_file(tmp_path))
    assert (reading.engine, reading.level) == ("PP-OCRv6", "heavy")
    assert reading.truths == (*TRUTH, None)


def test_lines_are_followed_through_joins_and_edits() -> None:
    document = Document.from_text("记律严\n明。末来")
    edits = [
        edit(document.text, 0, "记", "纪", Decision.APPLIED),
        edit(document.text, 3, "\n", "", Decision.APPLIED),
        edit(document.text, 6, "末来", "", Decision.APPLIED),
    ]
    assert restored_lines(document.apply(edits), edits) == ["纪律严", "明。"]


def test_a_line_that_was_taken_away_is_none() -> None:
    document = Document.from_text("第5版\n正文")
    edits = [edit(document.text, 0, "第5版\n", "", Decision.APPLIED)]
    assert restored_lines(document.apply(edits), edits) == [None, "正文"]


def test_errors_before_and_after() -> None:
    reading = Reading("p", "e", "heavy", PAGE, TRUTH)

    def restore(name: str, text: str) -> tuple[Document, object]:
        restored = restore_text(text, name=name)
        return restored.document, restored.edits

    (score,) = measure_readings([reading], restore, groups=lambda item: item.level)  # type: ignore[arg-type]
    assert score.before.errors == 3
    assert score.after.errors <= 1
    assert score.better == 1
    assert score.worse == 0
    assert score.reduction.value == pytest.approx((3 - score.after.errors) / 3)
    assert score.wrong == ()
