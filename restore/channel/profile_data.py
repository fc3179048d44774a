"""The file format of error profiles (JSON)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    pass

__all__ = ["Calibration", "Mixture", "ProfileData"]


class Mixture(msgspec.Struct, frozen=True):
    """Prior of a wrong character when the pair was not seen: shares that sum to one.

    ``shape`` is the share of likeness and of what was confused in rendered text. ``gain`` is the sharpness of the likeness in shape: P(read | truth) ~ exp(gain * likeness).
    ``trust`` is how many errors of a character must be seen before its counts weigh as much as
    the mixture.
    """

    shape: float
    sound: float
    near_sound: float
    other: float
    gain: float
    trust: float


class Calibration(msgspec.Struct, frozen=True):
    """A logistic model of the probability that a proposal is right.

    ``weights`` belong to the features of :mod:`restore.channel.features` (those for marks to
    :mod:`restore.channel.punctuation_search`), ``data`` names what it was fitted on.
    """

    weights: tuple[float, ...]
    data: str


class ProfileData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A profile as it is written (JSON).

    ``rates``: log10 probability of each kind of operation per character; ``run``: that the
    character behind a wrong one is wrong too. ``seen``: read, truth,
    count. ``extra`` and ``missing``: how often a character was put in or lost. ``rendered``: by
    character printed, how often it was read as another in text that was rendered to be read, as
    expected by the recogniser's own probabilities.
    """

    name: str
    description: str
    characters: int
    rates: dict[str, float]
    mixture: Mixture
    seen: tuple[tuple[str, str, int], ...]
    extra: dict[str, int]
    missing: dict[str, int]
    calibration: Calibration | None = None
    lattice: Calibration | None = None
    marks: Calibration | None = None
    rendered: dict[str, dict[str, float]] = {}
