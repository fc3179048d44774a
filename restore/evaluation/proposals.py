"""What the proposals of a user's model are worth, measured on the user's own pairs.

Each proposal whose fate the measure decides is put into a kind by what else supports it; what the
gate locks, and what it applies without the model, has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, Reason
from restore.core.evidence import LanguageModelProposal
from restore.correction import CorpusStatistics, propose, questions
from restore.errors import InputError, SettingsError
from restore.evaluation.correction_rows import is_right
from restore.evaluation.engines import lexicon_of
from restore.evaluation.pair_texts import PairText, documents_of
from restore.evaluation.pairs import Pair
from restore.evaluation.proposal_bounds import Found, calibrate
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.llm.calibration import Calibration, Proposer, asked_model
from restore.llm.client import ask
from restore.llm.ledger import Ledger, counted_in
from restore.llm.local import local_corrector
from restore.llm.questions import Question
from restore.llm.weighing import kind_of
from restore.report.summary import cause_words
from restore.settings import CorrectionSettings, CorrectorSettings, LlmSettings, Settings

__all__ = ["Learned", "Which", "learn"]

Which = Literal["llm", "corrector"]
#: More missing answers than this share are no accident: those that came may be the easy ones.
_MAX_MISSING = 0.1
#: The verdicts that a calibration decides on.
_DECIDED = frozenset(
    {
        (Decision.APPLIED, Reason.PROPOSAL_AND_GROUND),
        (Decision.SUGGESTED, Reason.EVIDENCE_WEAK),
    }
)


class Learned(NamedTuple):
    """A calibration, and why answers are missing: answers by cause."""

    calibration: Calibration
    missing: dict[str, int]


def learn(
    pairs: Sequence[Pair],
    settings: Settings,
    date: str,
    of: Which | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Learned:
    """Ask the settings' model about pairs, and see what its proposals are worth.

    Parameters
    ----------
    date : goes into the result as it is
    of : which of the settings' models, where they name two

    Raises
    ------
    SettingsError
        If the settings name no model, or two and it is not said which.
    InputError
        If there is too little to learn from, or too few answers came.
    """
    documents = documents_of(pairs)
    settings, proposer = _alone(settings, of)
    found: list[Found] = []
    with counted_in(Ledger()) as counts:
        reader = _Reader(settings, proposer.model)
        asked = dict.fromkeys(item for text in documents for item in reader.questions(text))
        ask(list(asked), settings.correction.llm)
        if len(counts.missing) > _MAX_MISSING * len(asked) * settings.correction.llm.samples:
            raise _unanswered(counts.settle())
        for number, text in enumerate(documents, 1):
            found += reader.read(text)
            if progress is not None:
                progress("pairs", number, len(documents))
        missing = counts.settle()
    made = calibrate(
        found,
        [(text.name, text.pairs) for text in documents],
        proposer,
        precision=settings.gate.apply_confidence,
        date=date,
        unanswered=sum(missing.values()),
    )
    return Learned(made, missing)


def _unanswered(missing: dict[str, int]) -> InputError:
    causes = " ".join(map(cause_words, missing))
    return InputError("the pairs", f"{sum(missing.values())} answers are missing", causes)


def _alone(settings: Settings, of: Which | None) -> tuple[Settings, Proposer]:
    """Return settings with the one proposer that is learned about, and who that is.

    What is learned must not rest on what was learned before.
    """
    chosen = settings.correction
    enabled: dict[Which, bool] = {"llm": chosen.llm.enabled, "corrector": chosen.corrector.enabled}
    named = [name for name, is_named in enabled.items() if is_named and of in (None, name)]
    if len(named) != 1:
        raise SettingsError(
            "name with --of which to learn about: llm or corrector"
            if named
            else f"correction.{of or 'llm'} names no model; there is nothing to learn about"
        )
    if named == ["llm"]:
        llm, corrector = msgspec.structs.replace(chosen.llm, calibration=""), CorrectorSettings()
        proposer = asked_model(llm)
    else:
        llm, corrector = LlmSettings(), msgspec.structs.replace(chosen.corrector, calibration="")
        proposer = local_corrector(corrector)
    alone = msgspec.structs.replace(chosen, llm=llm, corrector=corrector)
    return msgspec.structs.replace(settings, correction=alone), proposer


class _Reader:
    """Corrects documents as a run does, one by one, and looks at what a model proposes."""

    def __init__(self, settings: Settings, model: str) -> None:
        given = settings.correction.language_model
        self._settings, self._proposer = settings, model
        self._lexicon = lexicon_of(settings)
        self._model = LanguageModel.load(Path(given) if given else None)

    def _known(self, text: PairText) -> tuple[str, Lexicon, LanguageModel, CorrectionSettings]:
        return text.text, self._lexicon, self._model, self._settings.correction

    def questions(self, text: PairText) -> list[Question]:
        """Return what a language model will be asked about a document."""
        return questions(*self._known(text), corpus=CorpusStatistics({text.name: text.text}))

    def _decided(self, text: PairText, proposals: Iterable[Proposal]) -> Sequence[Edit]:
        gate = Gate(self._settings.gate, self._lexicon.protector)
        document = Document.from_text(text.text, id=text.name)
        return run_pass(document, proposals, gate, number=1, stage="correction").log.edits

    def read(self, text: PairText) -> Iterator[Found]:
        """Yield what the model proposes in a document and a calibration decides on."""
        proposals = propose(*self._known(text), corpus=CorpusStatistics({text.name: text.text}))
        others = self._decided(text, filter(None, map(_without_models, proposals)))
        applied = {(edit.span, edit.after) for edit in others if edit.applied}
        for edit in self._decided(text, proposals):
            if (edit.decision, edit.reason) not in _DECIDED or (edit.span, edit.after) in applied:
                continue
            pair, start = text.pair_at(edit.span[0])
            span = edit.span[0] - start, edit.span[1] - start
            right = is_right(pair.source, pair.target, span, edit.after)
            clean = pair.source == pair.target
            for item in edit.evidence:
                if isinstance(item, LanguageModelProposal) and item.model == self._proposer:
                    kind = kind_of(item, edit.evidence)
                    yield Found(text.name, kind, (edit.before, edit.after), right, clean)


def _without_models(proposal: Proposal) -> Proposal | None:
    """Return what is left of a proposal without the user's models; None if nothing speaks for it."""
    left = tuple(item for item in proposal.evidence if not isinstance(item, LanguageModelProposal))
    return msgspec.structs.replace(proposal, evidence=left) if left else None
