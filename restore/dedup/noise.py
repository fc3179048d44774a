"""Tells whether OCR noise explains a difference between two passages.

汇票, 本票 and 支票 differ by one character like OCR noise, and no engine takes one for another. Two
passages whose difference is no misreading speak of two things.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from restore.channel.base import ChannelBase
from restore.channel.profile import Profile
from restore.dedup.paragraphs import oddness
from restore.dedup.readings import one_nonsense

__all__ = ["may_be_misread"]

# Likeness in shape from which engines take characters for one another: 记 and 纪 have .74, 未 and 末
# .94; of pairs drawn at random from news one in 500 is so alike.
_MIN_SHAPE_LIKENESS = 0.6
# The general error profile's log10 weight of a misreading. 组 for 纽 has -2.2, 等 for 筹 -2.1, 统 for
# 续 -2.5; of 40 pairs of words that differ in statutes and contracts, but for 买 and 卖, 左 and 右
# comes nearest with -3.5.
_MIN_MISREADING_LOG10 = -3.3


def may_be_misread(
    first: str, second: str, spot: tuple[int, int, int, int], own: str, other: str
) -> bool:
    """Whether noise explains a difference.

    Its characters look or sound alike, or hardly stand in a text, or one reading is no language:
    a character put for another at random, lost or put in.

    Parameters
    ----------
    spot : start and end in the first text, start and end in the second (code points)
    own, other : the letters there, without marks
    """
    if len(own) == len(other) and all(map(_alike, own, other)):
        return True
    if oddness(first[spot[0] : spot[1]]) != oddness(second[spot[2] : spot[3]]):
        return True
    if max(len(own), len(other)) > 1:
        return False
    return one_nonsense(first, second, spot, lost=not (own and other))


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> bool:
    """Whether two characters are forms of one, or look or sound alike."""
    if unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other):
        return True
    base = ChannelBase.load()
    if other in base.sound_alikes(one)[0]:
        return True
    profile = Profile.load("general")
    return any(
        found == right and likeness >= least
        for left, right in ((one, other), (other, one))
        for known, least in (
            (base.look_alikes(left), _MIN_SHAPE_LIKENESS),
            (profile.candidates(left), _MIN_MISREADING_LOG10),
        )
        for found, likeness in known
    )
