"""How noisy a document is, by what in it is surely misread.

A text may be strange without being noisy: a list of names, a novel. So noise is not told by what is
strange, but by findings that put a character of like shape or sound where the language model holds
it for far likelier. Of clean news and reports one in 100,000 characters is such a place, of
newspapers of the nineties 4 to 11, of old novels 30; of page readings and typed text a hundredth to a
thousandth.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from restore.channel.findings import Finding

__all__ = ["MOST_SLIPS", "SAMPLE", "Noise", "is_slip"]

#: Code points of a file's first rows that tell how noisy all of them are, and the slips a character
#: as more than which they do not count: a row may be cleaner than the others. Of 3 to 14 in 10,000
#: this has the best F1 with suggestions on ECSpell med and a part of MiDu's training half.
SAMPLE, MOST_SLIPS = 20_000, 4e-4

# The gain of language model and profile together from which a finding counts, log10.
_MIN_SLIP_LOG10 = 4.0
# What is thought of a text too short to tell: so many slips in so many characters. It is taken for
# cleaner than the calibrations' usual text: of sentences of newspapers of 1998, each by itself, 62 in
# 100,000 characters are suggested so (with .03 it is 134), of documents of 700 characters 31 (58).
_PRIOR_SLIPS, _PRIOR_CHARACTERS = 0.01, 500.0
# The share of slips that counts as none in particular.
_USUAL_SHARE = 2e-4
_DEVIATIONS = 1.645
# Slips a character that are none, in clean text of kinds that the language model does not know: of
# newspapers of the nineties 4 to 11 in 100,000.
_FALSE_SLIPS = 5e-5

# Slips of shape alone from which a text counts as read by an engine. Of 100 clean documents and 110
# of fifty typed sentences none has more than half of its slips of that kind; of PP-OCR's pages
# with as many nearly all.
_MIN_SHAPES = 3


def is_slip(finding: Finding) -> bool:
    """Whether a finding counts as noise."""
    return (
        finding.kind in ("han", "word")
        and finding.alike
        and finding.margin + finding.weight >= _MIN_SLIP_LOG10
    )


class Noise(NamedTuple):
    """How many slips a text has, how many of them are of shape alone, and its size in characters."""

    slips: int = 0
    characters: int = 0
    shapes: int = 0

    @classmethod
    def of(cls, findings: Iterable[Finding], characters: int) -> Noise:
        """Count the slips of a text."""
        slips = [item for item in findings if is_slip(item)]
        return cls(len(slips), characters, sum(not item.sounds for item in slips))

    def together(self, other: Noise) -> Noise:
        """Return the noise of this text and another one as of one text."""
        return Noise(*(mine + its for mine, its in zip(self, other, strict=True)))

    def without(self, other: Noise) -> Noise:
        """Return the noise of this text but for a part of it."""
        return Noise(*(mine - its for mine, its in zip(self, other, strict=True)))

    @property
    def was_scanned(self) -> bool:
        """Whether the text was read by an engine: most of its slips look, and do not sound, alike."""
        told = self.shapes >= _MIN_SHAPES and self.shapes > self.slips / 2
        return told and self._least(self.slips) > 0

    def beside(self, finding: Finding) -> float:
        """Return how noisy the text is apart from a finding, log10 of a multiple of the usual.

        A text too short to tell is most likely clean. A few
        slips may be none, and two that are none would vouch for each other: so many count as there
        are at least, one time in twenty left out (lower bound of a Poisson rate, by the normal one).
        """
        others = max(0, self.slips - is_slip(finding))
        slips = max(0.0, self._least(others)) + _PRIOR_SLIPS
        share = slips / (self.characters + _PRIOR_CHARACTERS)
        return math.log10(share / _USUAL_SHARE)

    def _least(self, slips: int) -> float:
        """Return how many of some slips of the text are errors at least, below 0 where none need be."""
        return slips - _DEVIATIONS * math.sqrt(slips) - _FALSE_SLIPS * self.characters
