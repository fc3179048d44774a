"""Make faulty text of clean text, with the errors that a profile describes."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from restore.channel.profile import Profile
from restore.text.characters import is_ideograph

__all__ = ["with_errors"]

_CANDIDATES = 80
_LEFT_ALONE = frozenset("〇零一二三四五六七八九十百千万亿两")


def with_errors(
    texts: list[str], profile: Profile, *, rate: float, run: float, seed: int
) -> list[tuple[str, str]]:
    """Return (faulty, clean) pairs; Chinese characters are put for others like them.

    Parameters
    ----------
    rate : share of the characters that are changed, ``run`` of those behind a changed one
    """
    rng = random.Random(seed)

    @lru_cache(maxsize=10_000)
    def rivals(character: str) -> tuple[list[str], list[float]]:
        found = [
            item for item in profile.candidates(character)[:_CANDIDATES] if is_ideograph(item[0])
        ]
        return [item for item, _ in found], [math.pow(10, weight) for _, weight in found]

    def spoil(text: str) -> str:
        parts = []
        last = False
        for character in text:
            last = rng.random() < (run if last else rate)
            if last and is_ideograph(character) and character not in _LEFT_ALONE:
                names, weights = rivals(character)
                character = rng.choices(names, weights)[0] if names else character
            else:
                last = False
            parts.append(character)
        return "".join(parts)

    return [(spoil(text), text) for text in texts]
