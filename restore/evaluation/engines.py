"""The correctors that are compared: each turns one text into a corrected one.

``none`` does nothing. ``correction`` is our correction stage alone, ``restore`` our character
stage and then the correction stage: sentence pairs are no pages, so layout and dedup stay out.
``pycorrector`` and ``both`` are the correction stage with pycorrector's matchers in place of ours
or beside them. The ``stock`` engines are pycorrector as it comes; see ``stock.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.channel.noise import Noise
from restore.characters import propose as propose_characters
from restore.characters import propose_spaces
from restore.core.document import Document
from restore.core.edits import Decision, Edit, Proposal, apply_edits
from restore.correction import CorpusStatistics, Recognition, row_noise
from restore.correction import propose as propose_corrections
from restore.correction.row_noise import noise_of_others
from restore.errors import SettingsError
from restore.gate.passes import Gate, run_pass
from restore.language.model import LanguageModel
from restore.lexicon.lexicon import Lexicon
from restore.settings import Settings

__all__ = ["ENGINES", "Engine", "Outcome", "check_engine", "lexicon_of", "make_engine"]


class Outcome(msgspec.Struct, frozen=True):
    """What an engine made of a text.

    ``text`` has the automatic changes, ``suggested`` the suggestions of the correction stage too.
    ``edits`` are of all stages and decisions; those of the correction stage index ``basis``.
    """

    text: str
    suggested: str
    basis: str
    edits: tuple[Edit, ...] = ()


Engine = Callable[[str], Outcome]

ENGINES = (
    "none",
    "correction",
    "restore",
    "pycorrector",
    "both",
    "stock-confusion",
    "stock-proper",
    "stock-perplexity",
    "stock-margin",
)


def lexicon_of(settings: Settings, without: Sequence[str] = ()) -> Lexicon:
    """Return the dictionaries of the settings, without the rows that quote some texts."""
    extra = settings.correction.dictionaries
    lexicon = Lexicon.load(Path(extra) if extra else None)
    return lexicon.without_rows_of(without) if without else lexicon


def check_engine(name: str) -> None:
    """Refuse the name of an engine that there is not.

    Raises
    ------
    SettingsError
        If there is none of that name.
    """
    if name not in ENGINES:
        raise SettingsError(f"no engine {name!r}; there are {', '.join(ENGINES)}")


def make_engine(
    name: str, settings: Settings, lexicon: Lexicon | None = None, rows: Sequence[str] = ()
) -> Engine:
    """Return the engine of a name (one of ``ENGINES``).

    Parameters
    ----------
    lexicon : dictionaries in place of those that the settings name
    rows : the texts that it will be given, where they are rows of one file

    Raises
    ------
    SettingsError
        If there is none of that name, or it needs an extra that is not installed.
    """
    check_engine(name)
    if name == "none":
        return _nothing
    chosen = settings.correction
    if lexicon is None:
        lexicon = lexicon_of(settings)
    model = LanguageModel.load(Path(chosen.language_model) if chosen.language_model else None)
    if name.startswith("stock-"):
        from restore.evaluation.stock import stock_corrector

        return partial(_stock, stock_corrector(name.removeprefix("stock-"), lexicon, model))
    if name in ("pycorrector", "both"):
        correction = msgspec.structs.replace(chosen, engine=name)
        settings = msgspec.structs.replace(settings, correction=correction)
    known = _Rows(
        {text: f"rows#{number}" for number, text in enumerate(rows)},
        row_noise({f"rows#{number}": text for number, text in enumerate(rows)}, model, chosen),
    )
    return partial(_stage, settings, (lexicon, model, known), name == "restore")


def _nothing(text: str) -> Outcome:
    return Outcome(text, text, text)


def _stock(correct: Callable[[str], str], text: str) -> Outcome:
    changed = correct(text)
    return Outcome(changed, changed, text)


class _Rows(NamedTuple):
    """The id of each row by its text, and how noisy they are together."""

    ids: Mapping[str, str]
    noise: Mapping[str, Noise]

    def others(self, text: str) -> Noise:
        return noise_of_others(self.noise, self.ids.get(text, ""), text)


def _stage(
    settings: Settings, known: tuple[Lexicon, LanguageModel, _Rows], characters: bool, text: str
) -> Outcome:
    """Run the correction stage, behind the character stage if that is wished."""
    lexicon, model, rows = known
    document = Document.from_text(text)
    gate = Gate(settings.gate, lexicon.protector)
    before: tuple[Edit, ...] = ()
    if characters:
        steps: tuple[Callable[[str], Iterable[Proposal]], ...] = (
            partial(propose_characters, settings=settings.characters, model=model),
            partial(propose_spaces, model=model),
        )
        for number, propose in enumerate(steps, 1):
            step = run_pass(
                document,
                propose(document.text),
                gate,
                number=number,
                stage="characters",
            )
            document = step.document
            before += step.log.edits
    basis = document.text
    result = run_pass(
        document,
        propose_corrections(
            basis,
            lexicon,
            model,
            settings.correction,
            corpus=CorpusStatistics({"text": basis}),
            recognition=Recognition(others=rows.others(text)),
        ),
        gate,
        number=3,
        stage="correction",
    )
    edits = result.log.edits
    both = [edit for edit in edits if edit.decision in (Decision.APPLIED, Decision.SUGGESTED)]
    return Outcome(result.document.text, apply_edits(basis, both), basis, before + edits)
