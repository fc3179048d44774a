"""What a user's own pairs showed of a proposer: how often its proposals of each kind are right.

Made by ``restore train-gate``, named by the settings. It holds for one model, asked in one way. Each
proposal is given the bound of its kind; the gate applies what reaches its precision and suggests the
rest. Locks come behind it: no bound opens a figure, a date, a name or a quotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from restore.errors import SettingsError
from restore.llm.questions import PROMPT
from restore.settings import LlmSettings

__all__ = [
    "FORMAT",
    "Calibration",
    "Kind",
    "KindRow",
    "Measured",
    "Proposer",
    "Support",
    "asked_model",
    "read_calibration",
]

FORMAT = 1
Support = Literal["lexicon", "witness", "channel", "alone"]


class Proposer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who proposes, and how it is asked: proposals of another are of another worth."""

    model: str
    prompt: str
    form: str = ""
    samples: int = 1
    thorough: bool = False


def asked_model(settings: LlmSettings) -> Proposer:
    """Return who proposes where a language model is asked."""
    asked = settings.answers, settings.samples, settings.thorough
    return Proposer(settings.model, PROMPT, *asked)


class Kind(NamedTuple):
    """What else supports a proposal, and how sure the proposer is.

    ``channel`` and ``sureness`` are the step that a probability reaches, 0 for none; ``sureness`` of
    several answers is the share that agrees, 1 for all, .5 for most.
    """

    support: Support
    channel: float
    sureness: float


class KindRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was found of a kind: different changes by document, those that are right, and the bound
    below which their share does not lie, whichever part of the documents is left out."""

    support: Support
    channel: float
    sureness: float
    proposals: int
    right: int
    bound: float

    @property
    def kind(self) -> Kind:
        """The kind."""
        return Kind(self.support, self.channel, self.sureness)


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Proposals that would be applied in the part that had no say in it: all, right, in right
    sentences, and how many characters those sentences have."""

    proposals: int
    right: int
    bound: float
    in_right_sentences: int
    right_characters: int


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: for whom it holds, on how much it was made, and what was found."""

    format: int
    proposer: Proposer
    version: str
    date: str
    pairs: int
    right_pairs: int
    documents: int
    unanswered: int
    precision: float
    confidence: float
    held_out: Measured
    kinds: tuple[KindRow, ...]

    @property
    def bounds(self) -> Mapping[Kind, float]:
        """The bound of each kind that was seen."""
        return {row.kind: row.bound for row in self.kinds}


def read_calibration(path: str, wanted: Proposer) -> Calibration:
    """Read a calibration, for a proposer.

    Raises
    ------
    SettingsError
        If it is none, or was made for another model or another way of asking.
    """
    try:
        found = msgspec.json.decode(Path(path).read_bytes(), type=Calibration)
    except (OSError, msgspec.DecodeError) as error:
        raise SettingsError(
            f"{path}: is no calibration ({error}); make one with: restore train-gate"
        ) from error
    if found.format != FORMAT:
        raise SettingsError(
            f"{path}: is of format {found.format}; make it again: restore train-gate"
        )
    for name in msgspec.structs.asdict(wanted):
        ours, theirs = getattr(wanted, name), getattr(found.proposer, name)
        if ours != theirs:
            raise SettingsError(
                f"{path}: was made for {name} {theirs!r}, the settings have {ours!r}; make it again "
                "with restore train-gate, or take calibration out of the settings"
            )
    return found
