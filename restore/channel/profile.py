"""Error profiles: how a family of OCR engines, or typists, errs, as log10 weights."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.channel.base import ChannelBase
from restore.channel.features import FEATURES, FEATURES_AT_FIRST, LATTICE_FEATURES
from restore.channel.profile_data import Calibration, ProfileData
from restore.channel.shapes import Shapes
from restore.errors import InputError
from restore.text.characters import is_ideograph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["HanCandidates", "Profile"]

# A mark never seen in another's place has one share of a fifth in thirty.
_UNSEEN_MARK_SHARE = 0.2 / 30
# Among so many Chinese characters a wrong one of unknown origin is any.
_HAN_CHARACTERS = 7000
# So many confusions in rendered text weigh as much as the likeness of the shapes.
_SHAPE_PRIOR_COUNT, _LEARNED_PRIOR_COUNT = 1.0, 10.0
# So many originals of one character are thought of for its shape at most, where the likeness is learned.
_MAX_LEARNED = 256
# So many losses of a character must be seen before they weigh as much as the rate of all.
_LOSS_PRIOR_COUNT = 5.0
# Rates of profiles that were learned before these were counted.
_RATES = {"run": -0.8, "word": -3.5}


class HanCandidates(NamedTuple):
    """Characters by falling weight, their numbers in the base's tables, and their weights."""

    characters: str
    numbers: NDArray[np.intp]
    weights: NDArray[np.float64]


class Profile:
    """A loaded profile. Weights are log10 probabilities of what was read, given the truth."""

    def __init__(self, data: ProfileData, base: ChannelBase | None = None) -> None:
        self.data = data
        self.base = base or ChannelBase.load()
        self._seen: dict[str, dict[str, int]] = {}
        self._totals: dict[str, int] = {}
        for read, truth, count in data.seen:
            self._seen.setdefault(read, {})[truth] = count
            self._totals[truth] = self._totals.get(truth, 0) + count
        self._rendered: dict[str, dict[str, float]] = {}
        self._rendered_totals: dict[str, float] = {}
        for truth, reads in data.rendered.items():
            self._rendered_totals[truth] = sum(reads.values())
            for read, expected in reads.items():
                self._rendered.setdefault(read, {})[truth] = expected
        # What rendered text taught of shapes is for the profiles of engines that were counted in it.
        self._learned = Shapes.load() if data.rendered else None
        self._prior = _LEARNED_PRIOR_COUNT if data.rendered else _SHAPE_PRIOR_COUNT
        self._all_extra = sum(data.extra.values()) or 1
        self._all_missing = sum(data.missing.values()) or 1
        self._known: dict[str, tuple[tuple[str, float], ...]] = {}
        self._han: dict[str, HanCandidates] = {}

    @classmethod
    def load(cls, name: str) -> Profile:
        """Load a profile that ships (``general``, ``ppocr``, ``tesseract``, ``typed``) or a file.

        Raises InputError where there is none, or it is not a profile.
        """
        return _load(name)

    def rate(self, kind: str) -> float:
        """Return the log10 probability of one kind of operation per character."""
        return self.data.rates.get(kind, _RATES.get(kind, -6.0))

    def candidates(self, read: str) -> tuple[tuple[str, float], ...]:
        """Return what may have been printed where ``read`` stands, by falling weight.

        Weights include the rate of the kind: log10 P(wrong here, and read so | truth).
        """
        found = self._known.get(read)
        if found is None:
            found = self._known[read] = tuple(
                sorted(self._weigh(read), key=lambda item: (-item[1], item[0]))
            )
        return found

    def han(self, read: str) -> HanCandidates:
        """Return the Chinese characters among :meth:`candidates` that have a number, as arrays."""
        found = self._han.get(read)
        if found is None:
            found = self._han[read] = self._number(read)
        return found

    def _number(self, read: str) -> HanCandidates:
        """Weigh all known characters at once, as :meth:`_weigh` does one by one."""
        import numpy as np

        base, mixture = self.base, self.data.mixture
        totals, factors = self._tables
        shares = np.zeros(len(base.known))
        counts = np.zeros(len(base.known))
        known = np.zeros(len(base.known), np.bool_)
        rows, likely = self._like(read)
        shares[rows] = likely * self._prior
        confused = self._rendered.get(read, {})
        if confused:
            found, values = base.rows_of(confused)
            shares[found] += values
            known[found] = True
        shares *= factors
        known[self._likely_rows(shares) if self._learned is not None else rows] = True
        for part, rows in zip(
            (mixture.sound, mixture.near_sound), base.sound_rows(read), strict=True
        ):
            if len(rows):
                shares[rows] += part / len(rows)
                known[rows] = True
        seen = self._seen.get(read, {})
        if seen:
            rows, values = base.rows_of(seen)
            counts[rows] = values
            known[rows] = True
        if base.is_known(read):
            known[base.rows(read)] = False
        chosen = np.flatnonzero(known)
        share = shares[chosen] + mixture.other / _HAN_CHARACTERS
        total = totals[chosen]
        trust = total / (total + mixture.trust)
        share = trust * counts[chosen] / np.maximum(total, 1) + (1 - trust) * share
        weights = self.rate("han") + np.log10(share)
        # The sort is stable and the characters known are in Unicode order.
        order = (-weights).argsort(kind="stable")
        chosen = chosen[order]
        return HanCandidates(
            base.codes[chosen].tobytes().decode("utf-32-le"),
            chosen + 1,
            weights[order],
        )

    def _like(self, read: str) -> tuple[slice | NDArray[np.intp], NDArray[np.floating]]:
        """Return places of known characters, and P(read | truth) by likeness alone."""
        if self._learned is not None:
            found = self._learned.probabilities(read)
            if found is not None:
                return slice(None), found
        rows, likeness = self.base.look_alike_rows(read)
        gains, norms = self._gains
        return rows, gains[likeness] / norms[rows]

    def _likely_rows(self, shares: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return where a learned likeness makes an original likelier than any character is, the
        likeliest of them."""
        import numpy as np

        rows = np.flatnonzero(shares >= self.data.mixture.other / _HAN_CHARACTERS)
        if len(rows) <= _MAX_LEARNED:
            return rows
        return rows[np.argpartition(-shares[rows], _MAX_LEARNED)[:_MAX_LEARNED]]

    @cached_property
    def _gains(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return exp(gain * likeness) by likeness, and by known character the sum of it over what
        the character may be read as.
        """
        import numpy as np

        gain = self.data.mixture.gain
        norms = self.base.shape_norms(gain)
        return (
            np.array([math.exp(gain * (value / 255)) for value in range(256)]),
            np.array([norms[truth] for truth in self.base.known]),
        )

    @cached_property
    def _tables(self) -> tuple[NDArray[np.float64], ...]:
        """Return, by known character, how often it was seen to be misread, and what what was
        expected of it in rendered text is worth.
        """
        import numpy as np

        totals, rendered = (
            np.array([counts.get(truth, 0) for truth in self.base.known], np.float64)
            for counts in (self._totals, self._rendered_totals)
        )
        return totals, self.data.mixture.shape / (rendered + self._prior)

    def other(self, read: str) -> float:
        """Return the weight of an original that neither resembles ``read`` nor was seen."""
        if not is_ideograph(read):
            return self.rate("mixed") - math.log10(_HAN_CHARACTERS)
        return self.rate("han") + math.log10(self.data.mixture.other / _HAN_CHARACTERS)

    def extra(self, read: str, usual: float = -4.0) -> float:
        """Return the weight of a character that was never printed.

        ``usual`` is how often the character is written at all (log10): what slips in and was not
        seen to is mostly common.
        """
        seen = self.data.extra.get(read, 0) / self._all_extra
        return self.rate("extra") + math.log10(
            (1 - _UNSEEN_SHARE) * seen + _UNSEEN_SHARE * 10**usual
        )

    def missing(self, truth: str, usual: float | None = None) -> float:
        """Return the weight of a printed character that was not read.

        ``usual`` is how often the character is written at all (log10). Where it is known the weight
        is that of losing this character where it stands, from how often it was lost against how
        often it would be if all were lost alike. Else the losses are shared among few kinds: marks.
        """
        seen = self.data.missing.get(truth, 0)
        if usual is not None:
            expected = self._all_missing * 10**usual
            likelier = (seen + _LOSS_PRIOR_COUNT) / (expected + _LOSS_PRIOR_COUNT)
            return self.rate("missing") + math.log10(likelier)
        share = seen / self._all_missing
        return self.rate("missing") + math.log10(share * (1 - _UNSEEN_SHARE) + _UNSEEN_SHARE / 100)

    def shape_shares(self, read: str) -> dict[str, float]:
        """Return, by original, the probability of being read so for its shape, where it is not
        zero.

        What was confused in rendered text, with the likeness of the shapes as its prior.
        """
        rows, likely = self._like(read)
        known = self.base.known
        characters = known if isinstance(rows, slice) else [known[row] for row in rows.tolist()]
        shares = {
            truth: self._prior * share
            for truth, share in zip(characters, likely.tolist(), strict=True)
            if share
        }
        for truth, expected in self._rendered.get(read, {}).items():
            shares[truth] = shares.get(truth, 0.0) + expected
        totals = self._rendered_totals
        return {
            truth: share / (totals.get(truth, 0.0) + self._prior) for truth, share in shares.items()
        }

    def _weigh(self, read: str) -> list[tuple[str, float]]:
        seen = self._seen.get(read, {})
        likely = self._likely(read) if is_ideograph(read) else {}
        kinds = ("mixed", "han") if is_ideograph(read) else ("mark", "mixed")
        rates = [self.rate(kind) for kind in kinds]
        found = []
        for truth, rest in (dict.fromkeys(seen, 0.0) | likely).items():
            number = is_ideograph(truth)
            if kinds[number] == "han":
                share = rest + self.data.mixture.other / _HAN_CHARACTERS
            else:
                share = _UNSEEN_MARK_SHARE
            total = self._totals.get(truth)
            if total is not None:
                trust = total / (total + self.data.mixture.trust)
                share = trust * seen.get(truth, 0) / total + (1 - trust) * share
            found.append((truth, rates[number] + math.log10(share)))
        return found

    def _likely(self, read: str) -> dict[str, float]:
        """Return the characters like a Chinese one, with what the mixture gives them."""
        mixture = self.data.mixture
        shares = {
            truth: mixture.shape * share
            for truth, share in self.shape_shares(read).items()
            if is_ideograph(truth)
        }
        same, near = self.base.sound_alikes(read)
        for part, group in ((mixture.sound, same), (mixture.near_sound, near)):
            for truth in group:
                shares[truth] = shares.get(truth, 0.0) + part / len(group)
        return shares


# Of the characters put in or lost, so many are of a kind not seen before.
_UNSEEN_SHARE = 0.3


@lru_cache(maxsize=8)
def _load(name: str) -> Profile:
    shipped = resources.files("restore").joinpath("models", f"channel-{name}.json")
    try:
        content = shipped.read_bytes() if shipped.is_file() else Path(name).read_bytes()
        data = msgspec.json.decode(content, type=ProfileData)
    except OSError as error:
        raise InputError(
            name,
            f"no error profile there ({error.strerror})",
            "make one with `restore train-channel`",
        ) from error
    except msgspec.DecodeError as error:
        raise InputError(
            name, f"not an error profile ({error})", "make one with `restore train-channel`"
        ) from error
    data = msgspec.structs.replace(data, calibration=_completed(data.calibration))
    _check(name, data.calibration, len(FEATURES))
    _check(name, data.lattice, len(LATTICE_FEATURES))
    return Profile(data)


def _completed(calibration: Calibration | None) -> Calibration | None:
    """Return weights that were fitted before there were features of fit with 0 for these."""
    if calibration is None or len(calibration.weights) != FEATURES_AT_FIRST:
        return calibration
    added = (0.0,) * (len(FEATURES) - FEATURES_AT_FIRST)
    return msgspec.structs.replace(calibration, weights=calibration.weights + added)


def _check(name: str, calibration: Calibration | None, wanted: int) -> None:
    if calibration is not None and len(calibration.weights) != wanted:
        raise InputError(
            name,
            f"has {len(calibration.weights)} weights where this version has {wanted} features",
            "make it anew with `restore train-channel`",
        )
