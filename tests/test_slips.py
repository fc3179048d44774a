"""Every slip that a proofreader sees in the five reports, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.core.document import Document
from restore.core.edits import Decision
from restore.pipeline import CorpusResult, Restored, restore_corpus
from tests.tools import SEEDS

ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "data" / "correction" / "slips.tsv")
    .read_text("utf-8")
    .splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def result() -> CorpusResult:
    documents = [
        Document.from_text(path.read_text("utf-8"), id=path.name)
        for path in sorted(SEEDS.glob("*.txt"))
    ]
    return restore_corpus(documents, check_figures=False)


def _document(result: CorpusResult, number: str) -> Restored:
    return next(item for item in result.restored if item.document.id.startswith(number))


@pytest.mark.parametrize(("number", "read", "right", "outcome"), ROWS)
def test_what_becomes_of_a_slip(
    result: CorpusResult, number: str, read: str, right: str, outcome: str
) -> None:
    item = _document(result, number)
    assert read in "".join(item.document.source.split()).translate({ord(","): "，"})
    if outcome == "applied":
        assert right in item.text
        assert read not in item.text or read in right
    elif outcome == "suggested":
        assert read in item.text
        assert right in item.with_suggestions()
    else:
        assert read in item.with_suggestions()


def test_nothing_else_is_changed(result: CorpusResult) -> None:
    for item in result.restored:
        for edit in item.edits:
            if edit.stage != "correction" or edit.decision is not Decision.APPLIED:
                continue
            start, end = edit.source
            around = "".join(item.document.source[max(0, start - 24) : end + 24].split())
            assert any(
                read in around.translate({ord(","): "，"})
                for number, read, _, outcome in ROWS
                if outcome == "applied" and item.document.id.startswith(number)
            ), (edit.before, edit.after, around)
