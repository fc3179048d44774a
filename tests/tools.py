"""Shortcuts for tests: run proposals through the gate and return what came of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from restore.core.document import Document
from restore.core.edits import Proposal
from restore.gate.passes import Gate, PassResult, run_pass
from restore.settings import GateSettings

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def decide(text: str, proposals: Iterable[Proposal]) -> PassResult:
    return run_pass(
        Document.from_text(text, id="d"),
        proposals,
        Gate(GateSettings()),
        number=1,
        stage="test",
    )


def applied(text: str, proposals: Iterable[Proposal]) -> str:
    return decide(text, proposals).document.text
