"""Candidates for places where no reading may be right: look-alikes of what the readings have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from restore.channel.profile import Profile
from restore.language.normalise import normalise
from restore.merge.records import Option, Slot
from restore.text.characters import COMMON_PAIRS, LOW_POINTS, NUMERALS, is_ideograph

__all__ = ["MARKS", "Generator"]

# Marks that stand in running text; a mark may have been any other.
MARKS = LOW_POINTS
_PAIRED = "".join(mark for pair in COMMON_PAIRS for mark in pair)
# Options at one place that no reading has.
_MAX_OPTIONS = 36


class Generator:
    """Generates options that no reading has.

    Parameters
    ----------
    profiles : error profiles, whose candidates are taken together
    """

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = tuple(profiles)

    def options(self, slot: Slot, left: str, right: str, rivals: Iterable[str]) -> list[Option]:
        """Return further options for a slot, which have no readers.

        Parameters
        ----------
        left, right : the base's characters beside the slot
        rivals : what else recognisers thought of there
        """
        read = [normalise(option.text) for option in slot.options]
        if any(len(item) > 1 for item in read) or not any(read):
            return []
        single = [item for item in read if item]
        if all(is_ideograph(item) for item in single):
            found = self._characters(single, left, right)
        elif any(is_ideograph(item) for item in single):
            found = {
                **self._characters([item for item in single if is_ideograph(item)], left, right)
            }
            found |= dict.fromkeys(MARKS)
        else:
            found = dict.fromkeys(MARKS)
            if any(item in _PAIRED + "＂＇｀" for item in single):
                found |= dict.fromkeys(_PAIRED)
        found |= dict.fromkeys(
            normalise(item) for item in rivals if not item.isalnum() or is_ideograph(item)
        )
        known = set(read)
        numeral = any(item in NUMERALS for item in single)
        return [
            Option(item, ())
            for item in found
            if item not in known and (numeral is False or item not in NUMERALS)
        ]

    def _characters(self, read: Sequence[str], left: str, right: str) -> dict[str, None]:
        weights: dict[str, float] = {}
        for profile in self._profiles:
            for item in read:
                for truth, weight in profile.candidates(item)[:_MAX_OPTIONS]:
                    if is_ideograph(truth):
                        weights[truth] = max(weights.get(truth, -99.0), weight)
        found: dict[str, None] = dict.fromkeys(sorted(weights, key=lambda item: -weights[item]))
        base = self._profiles[0].base
        if left and right:
            between = base.between(normalise(left), normalise(right))
            found |= dict.fromkeys(item for item in between if is_ideograph(item))
        return found
