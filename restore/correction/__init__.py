"""The correction stage: proposers of corrections; the gate decides on them."""

from __future__ import annotations

from restore.correction.corpus import CorpusStatistics
from restore.correction.lexicon import propose_confusions, propose_terms
from restore.correction.repetition import propose_repetitions
from restore.correction.scoring import LanguageModelLike
from restore.correction.slots import propose_fillers, propose_names
from restore.edits import Proposal
from restore.language.model import LanguageModel
from restore.lexicon import Lexicon
from restore.settings import CorrectionSettings

__all__ = ["CorpusStatistics", "LanguageModelLike", "propose"]


def propose(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    *,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Return what the proposers would correct in the text of one document.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    language_model : None where there is none; then only sure entries and witnesses apply
    corpus : the texts of the run, for witnesses
    """
    if not settings.enabled:
        return []
    proposals: list[Proposal] = []
    if settings.engine in ("own", "both"):
        proposals += propose_confusions(text, lexicon, language_model, corpus)
        proposals += propose_terms(text, lexicon, language_model, corpus)
        proposals += propose_repetitions(text, lexicon, language_model)
        if corpus is not None:
            proposals += propose_names(text, lexicon, language_model, corpus)
            if language_model is not None:
                proposals += propose_fillers(text, lexicon, language_model, corpus)
                proposals += corpus.propose(text, lexicon, language_model)
        if settings.profile and isinstance(language_model, LanguageModel):
            from restore.correction.channel import propose_channel

            proposals += propose_channel(text, lexicon, language_model, settings.profile)
    if settings.engine in ("pycorrector", "both"):
        from restore.correction.pycorrector import propose_pycorrector

        proposals += propose_pycorrector(text, lexicon, language_model)
    return sorted(proposals, key=lambda item: (item.start, item.end, item.rule, item.after))
