from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from restore.core.document import Document
from restore.core.edits import Decision, Edit
from restore.correction import CorpusStatistics, LanguageModelLike, propose
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.settings import CorrectionSettings, GateSettings

DATA = Path(__file__).parents[1] / "data" / "correction"


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    return Lexicon.load()


@lru_cache(maxsize=1)
def model() -> LanguageModel:
    return LanguageModel.load()


def edits(
    text: str,
    *,
    language_model: LanguageModelLike | None = None,
    corpus: CorpusStatistics | None = None,
    settings: CorrectionSettings | None = None,
) -> tuple[str, tuple[Edit, ...]]:
    proposals = propose(
        text, lexicon(), language_model, settings or CorrectionSettings(), corpus=corpus
    )
    result = run_pass(
        Document.from_text(text, id="page"),
        proposals,
        Gate(GateSettings(), lexicon().protector),
        number=1,
        stage="correction",
    )
    return result.document.text, result.log.edits


def corrected(text: str, **options: object) -> str:
    return edits(text, **options)[0]  # type: ignore[arg-type]


def suggested(found: Sequence[Edit]) -> list[tuple[str, str]]:
    return [(item.before, item.after) for item in found if item.decision is Decision.SUGGESTED]


def lines(name: str) -> list[str]:
    text = (DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
