"""Records of the search for misreadings: its limits and its results."""

from __future__ import annotations

from typing import NamedTuple

from restore.channel.alignment import Kind
from restore.channel.fit import Fit
from restore.channel.noise import Noise

__all__ = ["Finding", "Found", "Width"]


class Width(NamedTuple):
    """How many options of a kind are tried at one place at most: characters that are like the one
    that was read, characters that fit into its frame alone, pairs with the next; and how far below
    what stands there the estimate of an option may be (log10).
    """

    characters: int = 16
    frame: int = 8
    pairs: int = 10
    slack: float = 3.0


class Finding(NamedTuple):
    """A change that the channel would make; offsets are code points into the text.

    ``margin`` is the language model's gain, ``weight`` the log10 weight of the misreading,
    ``strangeness`` the score of what stands there and of the next character, ``around`` the mean
    score of the characters further off; all log10. ``alike`` says whether each character looks or
    sounds like what is put for it, ``sounds`` whether all sound so, ``usual`` how often what stands
    there stands beside one of its neighbours (log2 of a count; of one Chinese character alone),
    ``company`` how much better what is put goes with the characters a little further off (natural
    units), ``lead`` how much likelier it is than the next best character there (log10; of one
    character alone). ``stood`` and ``put`` say how what stands there and what is put fit between
    their neighbours.
    """

    start: int
    end: int
    before: str
    after: str
    kind: Kind
    margin: float
    weight: float
    strangeness: float
    around: float
    alike: bool = True
    sounds: bool = False
    usual: int = 0
    company: float = 0.0
    lead: float = 0.0
    stood: Fit = Fit()
    put: Fit = Fit()


class Found(NamedTuple):
    """Findings in order, the share of suspicious places in the text, from where on it was not
    looked at any more (an offset into the text; None where all of it was), and how noisy it is.
    """

    findings: list[Finding]
    noise: float
    stop: int | None
    misread: Noise = Noise()
