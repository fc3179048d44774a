"""The option chosen at a place where readings differ, with its calibrated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from restore.channel.punctuation import CHOICES
from restore.language.normalise import normalise
from restore.merge.records import Option, Slot
from restore.text.characters import is_ideograph

__all__ = ["Choice", "overruled"]

# Log10 odds that a change is right by the log10 odds of the decoder, fitted by hand to the changes
# on 47 pairs of readings whose pages the tables had not seen: marks, characters in the place of another
# that another reading has or none has, what one reading has and the other has nothing for, and a
# character that only the base has.
_CALIBRATION = {
    "mark": (0.5, 0.45),
    "read": (-0.23, 0.75),
    "lost": (-0.6, 0.75),
    "new": (0.35, 0.6),
    "gone": (-1.2, 0.9),
}

# In a reading that is nearly clean (of its Chinese characters less than this share is misread, log10)
# the marks are mostly right: with each decade below it so much less likely is another (log10).
_NEARLY_CLEAN_LOG10, _CLEANER_LOG10 = -2.8, 4.0
# A comma is what stands most often and what most marks are misread as: one in another's place is right as
# often as wrong. So is a mark that no reading has, or only one of an engine that errs like the base's.
_COMMA_LOG10, _UNREAD_LOG10, _AKIN_LOG10 = 1.3, 0.4, 0.5


class Choice(NamedTuple):
    """What was chosen at a slot: the option, and log10 of its odds against the base's reading.

    For the base's own reading ``odds`` are those against the best other one. ``locked``: the
    place holds a figure, on which no language model is heard. ``mark``: a mark was read there.
    ``noise``: the share of the base's Chinese characters that are misread, as estimated. ``akin``: only
    readings by engines of the base's family speak for it.
    """

    slot: Slot
    option: Option
    rival: Option
    odds: float
    locked: bool
    mark: bool = False
    noise: float = 1.0
    akin: bool = False

    @property
    def confidence(self) -> float:
        """The calibrated probability that what was chosen is right rather than the base's."""
        kind = self._kind
        base, slope = _CALIBRATION[kind]
        if kind == "mark":
            base += _CLEANER_LOG10 * min(0.0, math.log10(self.noise) - _NEARLY_CLEAN_LOG10)
            base -= _COMMA_LOG10 * (normalise(self.option.text) == "，")
            base -= _UNREAD_LOG10 * (not self.option.readers) + _AKIN_LOG10 * self.akin
        return float(1 / (1 + 10 ** -(base + slope * self.odds)))

    @property
    def _kind(self) -> str:
        before, after = self.slot.options[0].text, normalise(self.option.text)
        if self.mark or (after and after in CHOICES and not is_ideograph(before)):
            return "mark"
        if not after and is_ideograph(before):
            return "gone"
        if not self.option.readers:
            return "new"
        return "read" if before and after else "lost"


def overruled(count: int, choices: Sequence[Choice]) -> list[int]:
    """Return at how many slots each of ``count`` readings was not followed."""
    found = [0] * count
    for choice in choices:
        for option in choice.slot.options:
            if option.text != choice.option.text:
                for number, _, _ in option.readers:
                    found[number] += 1
    return found
