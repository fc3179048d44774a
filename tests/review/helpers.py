"""Decisions made in tests."""

from __future__ import annotations

from itertools import count
from typing import Any

from restore.core.decisions import Choice, Made, ReviewDecision, decision_on
from restore.core.document import Document
from restore.core.edits import Edit
from restore.pipeline import CorpusResult, Restored, restore_corpus

_NUMBERS = count()


def decide(
    edit: Edit, source: str, choice: str | Choice, *, who: str = "甲", **more: Any
) -> ReviewDecision:
    number = next(_NUMBERS)
    return decision_on(
        edit,
        source,
        Choice(choice),
        Made(**{"id": f"{number:016x}", "who": who, "when": f"2026-01-01T00:{number:06}Z", **more}),
    )


def run(*texts: str, decisions: list[ReviewDecision] | None = None) -> CorpusResult:
    documents = [Document.from_text(text, id=f"{at}.txt") for at, text in enumerate(texts)]
    result = restore_corpus(documents, decisions=decisions or [], check_figures=False)
    assert not result.failures
    return result


def restore(text: str, decisions: list[ReviewDecision] | None = None) -> Restored:
    return run(text, decisions=decisions).restored[0]


def edit_of(restored: Restored, before: str, nth: int = 0) -> Edit:
    return [edit for edit in restored.edits if before in edit.before][nth]
