"""The option chosen at a place where readings differ, with its calibrated confidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from restore.merge.records import Option, Slot
from restore.text.characters import is_ideograph

__all__ = ["Choice", "overruled"]

# Log10 odds that a change is right by the log10 odds of the decoder, fitted by hand to the changes
# on 47 pairs of readings whose pages the tables had not seen: marks, characters that another
# reading has or none has, and a character that only the base has.
_CALIBRATION = {
    "mark": (0.25, 0.45),
    "read": (-0.6, 0.75),
    "new": (0.35, 0.6),
    "gone": (-1.2, 0.9),
}

# In a reading that is nearly clean (of its Chinese characters less than this share is misread, log10)
# the marks are mostly right: with each decade below it so much less likely is another (log10).
_NEARLY_CLEAN_LOG10, _CLEANER_LOG10 = -2.8, 4.0


class Choice(NamedTuple):
    """What was chosen at a slot: the option, and log10 of its odds against the base's reading.

    For the base's own reading ``odds`` are those against the best other one. ``locked``: the
    place holds a figure, on which no language model is heard. ``mark``: a mark was read there.
    ``noise``: the share of the base's Chinese characters that are misread, as estimated.
    """

    slot: Slot
    option: Option
    rival: Option
    odds: float
    locked: bool
    mark: bool = False
    noise: float = 1.0

    @property
    def confidence(self) -> float:
        """The calibrated probability that what was chosen is right rather than the base's."""
        kind = "mark" if self.mark else "read" if self.option.readers else "new"
        if not self.option.text and is_ideograph(self.slot.options[0].text[:1]):
            kind = "gone"
        base, slope = _CALIBRATION[kind]
        if self.mark:
            base += _CLEANER_LOG10 * min(0.0, math.log10(self.noise) - _NEARLY_CLEAN_LOG10)
        return float(1 / (1 + 10 ** -(base + slope * self.odds)))


def overruled(count: int, choices: Sequence[Choice]) -> list[int]:
    """Return at how many slots each of ``count`` readings was not followed."""
    found = [0] * count
    for choice in choices:
        for option in choice.slot.options:
            if option.text != choice.option.text:
                for number, _, _ in option.readers:
                    found[number] += 1
    return found
