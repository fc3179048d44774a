"""The correction stage: it proposes corrections of words, the gate decides on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.channel.selection import choose_profile
from restore.core.edits import Proposal
from restore.core.evidence import Unfamiliar
from restore.core.native_page import Lattice
from restore.correction.agreement import agreed
from restore.correction.confusions import propose_confusions
from restore.correction.corpus import CorpusStatistics, leading_texts
from restore.correction.doubtful_figures import propose_doubtful_figures
from restore.correction.expressions import propose_expressions
from restore.correction.fillers import propose_fillers
from restore.correction.names import propose_names
from restore.correction.near_terms import propose_terms
from restore.correction.repetition import propose_repetitions
from restore.correction.scoring import LanguageModelLike
from restore.language.familiarity import UNFAMILIAR_BITS, bits_per_character
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.settings import CorrectionSettings
from restore.text.line_scripts import LineScripts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "CorpusStatistics",
    "LanguageModelLike",
    "Recognition",
    "leading_texts",
    "propose",
    "propose_misreadings",
]


class Recognition(NamedTuple):
    """What is known of how a text was recognised.

    ``lattice`` is what the OCR engine knew about the text by code point; ``profile`` names the error
    profile of the noisy channel, empty for none, chosen by the settings if None.
    """

    lattice: Lattice | None = None
    profile: str | None = None


NOT_KNOWN = Recognition()


def propose(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    *,
    corpus: CorpusStatistics | None = None,
    recognition: Recognition = NOT_KNOWN,
) -> list[Proposal]:
    """Return the corrections that the proposers find in the text of one document.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    language_model : None where there is none; then only sure entries and witnesses apply
    corpus : the texts of the run, for witnesses
    recognition : what is known of how the text was recognised
    """
    if not settings.enabled:
        return []
    proposals: list[Proposal] = []
    if settings.engine in ("own", "both"):
        proposals += propose_confusions(text, lexicon, language_model, corpus)
        proposals += propose_terms(text, lexicon, language_model, corpus)
        proposals += propose_repetitions(text, lexicon, language_model)
        proposals += propose_doubtful_figures(text)
        if corpus is not None:
            proposals += propose_names(text, lexicon, language_model, corpus)
            if language_model is not None:
                proposals += propose_fillers(text, lexicon, language_model, corpus)
                proposals += corpus.propose(text, lexicon, language_model)
        if language_model is not None:
            scores = _own_scores(text, language_model, corpus)
            proposals += propose_expressions(text, scores, lexicon, language_model, corpus)
        proposals += _misreadings(text, lexicon, language_model, settings, recognition, corpus)
    if settings.engine in ("pycorrector", "both"):
        from restore.correction.pycorrector import propose_pycorrector

        proposals += propose_pycorrector(text, lexicon, language_model)
    if settings.proposers:
        from restore.correction.plugins import propose_plugins

        proposals += propose_plugins(text, settings.proposers)
    return _marked(text, agreed(text, proposals), language_model, corpus)


def propose_misreadings(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    *,
    recognition: Recognition = NOT_KNOWN,
) -> list[Proposal]:
    """Return the misreadings that the noisy channel finds; parameters as of :func:`propose`."""
    found = _misreadings(text, lexicon, language_model, settings, recognition)
    return _marked(text, found, language_model)


def _misreadings(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    recognition: Recognition,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    if not settings.enabled or settings.engine == "pycorrector":
        return []
    lattice, profile = recognition
    chosen = choose_profile(settings.profile, text) if profile is None else profile
    if not chosen or not isinstance(language_model, LanguageModel):
        return []
    from restore.correction.channel import propose_channel

    scores = _own_scores(text, language_model, corpus)
    return propose_channel(text, lexicon, language_model, chosen, lattice=lattice, scores=scores)


def _marked(
    text: str,
    proposals: list[Proposal],
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Add to the proposals that the model does not know this kind of text, where that is so.

    Of a model of the user's own nothing is known, so that it is taken to know its texts.
    """
    if not proposals or not isinstance(language_model, LanguageModel):
        return proposals
    if not language_model.is_shipped:
        return proposals
    bits = bits_per_character(text, _scores(text, language_model, corpus))
    if bits is None or bits < UNFAMILIAR_BITS:
        return proposals
    mark = Unfamiliar(bits=round(bits, 2))
    return [
        item
        if item.flag is not None
        else msgspec.structs.replace(item, evidence=(*item.evidence, mark))
        for item in proposals
    ]


def _own_scores(
    text: str, language_model: LanguageModelLike, corpus: CorpusStatistics | None
) -> NDArray[np.float32]:
    """Return the scores, those of lines in another script as if nothing stood there to doubt.

    So they are not searched, and are no noise either.
    """
    scores = _scores(text, language_model, corpus)
    lines = list(LineScripts(text).foreign_lines())
    if lines:
        scores = scores.copy()
        for start, end in lines:
            scores[start:end] = 0.0
    return scores


def _scores(
    text: str, language_model: LanguageModelLike, corpus: CorpusStatistics | None
) -> NDArray[np.float32]:
    """Return the model's score of each code point; of a text of the run it is known already."""
    return (corpus or CorpusStatistics({})).char_scores(text, language_model)
