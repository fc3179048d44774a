from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from restore.core.document import Document
from restore.core.edits import Decision, Edit
from restore.correction import CorpusStatistics, LanguageModelLike, propose
from restore.correction.scoring import CHARACTER_COST_LOG10
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.lexicon.entries import Protected, Term
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


class ScriptedModel:
    """A language model that finds what a test says.

    Parameters
    ----------
    margin : the length-corrected margin of every change (log10), or by what it writes
    bonds : log10 probability of a character after what stands before it, by these characters; the
        longest that fit count
    usual : of every other character
    priced : the greatest difference in length that the margins are corrected for
    """

    def __init__(
        self,
        margin: float | Mapping[str, float] = 9.0,
        bonds: Mapping[str, float] | None = None,
        *,
        usual: float = -9.0,
        priced: int = 1000,
    ) -> None:
        self.margin, self.bonds, self.usual, self.priced = margin, bonds or {}, usual, priced

    def margins(self, items: Sequence[tuple[str, str, str, str]]) -> list[float]:
        return [
            (self.margin if isinstance(self.margin, float) else self.margin[after])
            + CHARACTER_COST_LOG10 * max(-self.priced, min(len(before) - len(after), self.priced))
            for _, before, after, _ in items
        ]

    def char_scores(self, text: str) -> list[float]:
        return [self._score(text[: at + 1]) for at in range(len(text))]

    def _score(self, text: str) -> float:
        ends = (text[start:] for start in range(len(text)))
        return next((self.bonds[end] for end in ends if end in self.bonds), self.usual)


def lexicon_of(*terms: str, kind: str = "policy", protected: str = "") -> Lexicon:
    """A lexicon of some terms and one protected word, without confusions."""
    return Lexicon(
        [],
        [Term(term, kind, "用法", "terms") for term in terms],
        [Protected(protected, "literal", "用法")] if protected else [],
    )
