"""The correction stage: it proposes corrections of words, the gate decides on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.channel.noise import Noise
from restore.channel.selection import choose_profile
from restore.core.edits import Proposal
from restore.core.native_page import Lattice
from restore.correction.agreement import agreed
from restore.correction.confusions import propose_confusions
from restore.correction.corpus import CorpusStatistics, leading_texts
from restore.correction.doubtful_figures import propose_doubtful_figures
from restore.correction.expression_candidates import in_doubt
from restore.correction.expressions import propose_expressions
from restore.correction.fillers import propose_fillers
from restore.correction.ground import Ground
from restore.correction.leaders import propose_leaders
from restore.correction.names import propose_names
from restore.correction.near_terms import propose_terms
from restore.correction.offices import propose_offices
from restore.correction.parallels import propose_parallels
from restore.correction.places import propose_places
from restore.correction.quoted_names import propose_quoted_names
from restore.correction.repetition import propose_repetitions
from restore.correction.row_noise import noise_of_rows
from restore.correction.scoring import LanguageModelLike
from restore.correction.traditional import propose_traditional
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.llm.calibration import Calibration, asked_model, read_calibration
from restore.llm.weighing import calibrated
from restore.settings import CorrectionSettings

if TYPE_CHECKING:
    from restore.correction.asking import Placed
    from restore.llm.questions import Question

__all__ = [
    "CorpusStatistics",
    "Ground",
    "LanguageModelLike",
    "Recognition",
    "calibrations",
    "leading_texts",
    "look_ahead",
    "propose",
    "propose_misreadings",
    "questions",
    "row_noise",
]


class Recognition(NamedTuple):
    """What is known of how a text was recognised.

    ``lattice`` is what the OCR engine knew about the text by code point; ``profile`` names the error
    profile of the noisy channel, empty for none, chosen by the settings if None; ``others`` is how
    noisy the texts are that come from where this one comes from. Of misreadings those that are less
    likely than ``least`` are not wanted.
    """

    lattice: Lattice | None = None
    profile: str | None = None
    others: Noise = Noise()
    least: float = 0.0


NOT_KNOWN = Recognition()

#: What a text is read with.
_Known = tuple[Lexicon, LanguageModelLike | None, CorpusStatistics | None, Recognition]


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
    ground = Ground(text, language_model, corpus)
    known = (lexicon, language_model, corpus, recognition)
    proposals = _found(text, ground, settings, known)
    if settings.llm.enabled or settings.corrector.enabled:
        proposals += _advice(text, ground, proposals, settings, known)
    proposals = agreed(text, proposals)
    for calibration in calibrations(settings):
        proposals = calibrated(proposals, calibration)
    return _marked(ground, proposals)


def _advice(
    text: str,
    ground: Ground,
    proposals: list[Proposal],
    settings: CorrectionSettings,
    known: _Known,
) -> list[Proposal]:
    """Return what models of the user's own propose, given what the other proposers found."""
    from restore.correction.advice import propose_advice, propose_corrector

    found: list[Proposal] = []
    llm, corrector = settings.llm, settings.corrector
    if llm.enabled:
        asked = _asked(text, ground, proposals, known, thorough=llm.thorough)
        found += propose_advice(text, asked, proposals, llm)
    if corrector.enabled:
        asked = _asked(text, ground, proposals, known, thorough=corrector.thorough)
        found += propose_corrector(text, asked, proposals, corrector)
    return found


def calibrations(settings: CorrectionSettings) -> list[Calibration]:
    """Return what the user's own pairs showed of the proposers that the settings name.

    Raises
    ------
    SettingsError
        If that is said of another model, cannot be read, or a model is not where it should be.
    """
    found = []
    if settings.llm.enabled and settings.llm.calibration:
        found.append(read_calibration(settings.llm.calibration, asked_model(settings.llm)))
    if settings.corrector.enabled:
        from restore.llm.local import local_corrector

        who = local_corrector(settings.corrector)
        if settings.corrector.calibration:
            found.append(read_calibration(settings.corrector.calibration, who))
    return found


def look_ahead(
    grounds: Sequence[Ground],
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
) -> None:
    """Search short texts together, so that :func:`propose` and, of texts that were corrected,
    :func:`propose_misreadings` of each takes less time.

    They propose the same with or without. Parameters are theirs.
    """
    if not settings.enabled or settings.engine == "pycorrector":
        return
    short = {ground.text: ground for ground in grounds if ground.may_wait}
    if len(short) < 2:
        return
    weighed = isinstance(language_model, LanguageModel)
    uncorrected = [text for text, ground in short.items() if ground.before is None]
    if uncorrected:
        lexicon.look_ahead(uncorrected, expressions=weighed)
    if isinstance(language_model, LanguageModel) and settings.profile:
        from restore.correction.channel import search_ahead

        scores = [ground.own_scores for ground in short.values()]
        search_ahead(list(short), scores, language_model, settings.profile)


def row_noise(
    texts: Mapping[str, str], language_model: LanguageModelLike | None, settings: CorrectionSettings
) -> dict[str, Noise]:
    """Return how noisy the rows of each file are together, as of :func:`noise_of_rows`.

    Parameters
    ----------
    texts : those of the run, by document
    """
    looked_for = settings.enabled and settings.profile and settings.engine != "pycorrector"
    if not looked_for or not isinstance(language_model, LanguageModel):
        return {}
    from restore.correction.channel import misreadings

    search = partial(misreadings, model=language_model, profile=settings.profile)
    return noise_of_rows(texts, search)


def questions(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    *,
    corpus: CorpusStatistics | None = None,
    recognition: Recognition = NOT_KNOWN,
) -> list[Question]:
    """Return what :func:`propose` will ask a language model of the user's; parameters are its own.

    So that many documents' questions can be under way together before the first is corrected.
    """
    if not (settings.enabled and settings.llm.enabled):
        return []
    ground = Ground(text, language_model, corpus)
    known = (lexicon, language_model, corpus, recognition)
    proposals = _found(text, ground, settings, known)
    asked = _asked(text, ground, proposals, known, thorough=settings.llm.thorough)
    return [item.question for item in asked]


def _asked(
    text: str, ground: Ground, proposals: list[Proposal], known: _Known, *, thorough: bool
) -> list[Placed]:
    from restore.correction.asking import questions_of

    _, language_model, _, recognition = known
    scores = None if language_model is None else ground.own_scores
    return questions_of(text, scores, proposals, thorough=thorough, lattice=recognition.lattice)


def _found(
    text: str, ground: Ground, settings: CorrectionSettings, known: _Known
) -> list[Proposal]:
    """Return what all proposers find but a language model of the user's."""
    lexicon, language_model, corpus, recognition = known
    proposals: list[Proposal] = []
    if settings.engine in ("own", "both"):
        if language_model is not None:
            lexicon.search(text, in_doubt(ground.own_scores))
        proposals += propose_confusions(text, lexicon, language_model, corpus)
        proposals += propose_terms(text, lexicon, language_model, corpus)
        proposals += propose_repetitions(text, lexicon, language_model)
        proposals += propose_doubtful_figures(text)
        proposals += propose_offices(text, lexicon)
        proposals += propose_quoted_names(text)
        if corpus is not None:
            proposals += propose_names(text, lexicon, language_model, corpus)
            proposals += propose_places(text, lexicon, corpus)
            proposals += propose_leaders(text, corpus)
            if language_model is not None:
                proposals += propose_fillers(text, lexicon, language_model, corpus)
                proposals += corpus.propose(text, lexicon, language_model)
        if language_model is not None:
            scores = ground.own_scores
            proposals += propose_expressions(text, scores, lexicon, language_model, corpus)
            proposals += propose_parallels(text, lexicon, language_model)
        proposals += _misreadings(text, ground, lexicon, language_model, settings, recognition)
    if settings.engine in ("pycorrector", "both"):
        from restore.correction.pycorrector import propose_pycorrector

        proposals += propose_pycorrector(text, lexicon, language_model)
    if settings.proposers:
        from restore.correction.plugins import propose_plugins

        proposals += propose_plugins(text, settings.proposers)
    return proposals


def propose_misreadings(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    *,
    recognition: Recognition = NOT_KNOWN,
    ground: Ground | None = None,
) -> list[Proposal]:
    """Return the misreadings that the noisy channel finds; parameters as of :func:`propose`.

    ``ground`` is what is known of the text already.
    """
    ground = ground or Ground(text, language_model)
    found = _misreadings(text, ground, lexicon, language_model, settings, recognition)
    return _marked(ground, found)


def _misreadings(
    text: str,
    ground: Ground,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    settings: CorrectionSettings,
    recognition: Recognition,
) -> list[Proposal]:
    if not settings.enabled or settings.engine == "pycorrector":
        return []
    lattice, profile, others, least = recognition
    chosen = choose_profile(settings.profile, text) if profile is None else profile
    if not chosen or not isinstance(language_model, LanguageModel):
        return []
    from restore.correction.channel import Known, propose_channel

    known = Known(ground.own_scores, others, least)
    found = propose_channel(text, lexicon, language_model, chosen, lattice=lattice, known=known)
    found += propose_traditional(text, ground, lexicon, language_model, chosen, lattice)
    return found


def _marked(ground: Ground, proposals: list[Proposal]) -> list[Proposal]:
    """Add to the proposals that the model does not know this kind of text, where that is so."""
    if not proposals or ground.unfamiliar is None:
        return proposals
    return [
        item
        if item.flag is not None
        else msgspec.structs.replace(item, evidence=(*item.evidence, ground.unfamiliar))
        for item in proposals
    ]
