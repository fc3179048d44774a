"""Make faulty text of clean text, with the errors that a profile describes."""

from __future__ import annotations

import math
import random
from functools import lru_cache

import numpy as np

from restore.channel.homophones import Homophones, WordWeights
from restore.channel.profile import Profile
from restore.text.characters import is_ideograph

__all__ = ["with_errors"]

_CANDIDATES = 80
_LEFT_ALONE = frozenset("〇零一二三四五六七八九十百千万亿两")


def with_errors(
    texts: list[str], profile: Profile, *, rate: float, run: float, seed: int
) -> list[tuple[str, str]]:
    """Return (faulty, clean) pairs; Chinese characters are put for others like them.

    Where a profile errs by sound, two in a row are a word put for another that sounds so.

    Parameters
    ----------
    rate : share of the characters that are changed, ``run`` of those behind a changed one
    """
    rng = random.Random(seed)
    words = Homophones(profile.base)
    mixture = profile.data.mixture
    by_sound = WordWeights.of(0.0, mixture.sound, mixture.near_sound) is not None

    @lru_cache(maxsize=10_000)
    def rivals(character: str) -> tuple[list[str], list[float]]:
        found = [
            item for item in profile.candidates(character)[:_CANDIDATES] if is_ideograph(item[0])
        ]
        return [item for item, _ in found], [math.pow(10, weight) for _, weight in found]

    def homophone(word: str) -> str:
        number, character = profile.base.number, profile.base.character
        _, first, second, same = words.find(*(np.array([number(item)]) for item in word))
        known = np.flatnonzero(same)
        if not len(known) or not _LEFT_ALONE.isdisjoint(word):
            return ""
        chosen = known[rng.randrange(len(known))]
        return character(int(first[chosen])) + character(int(second[chosen]))

    def spoil(text: str) -> str:
        parts: list[str] = []
        last = False
        put = ""
        for place, character in enumerate(text):
            if put:
                parts.append(put)
                put, last = "", False
                continue
            last = rng.random() < (run if last else rate)
            if last and by_sound and rng.random() < run:
                word = homophone(text[place : place + 2]) if place + 1 < len(text) else ""
                if word:
                    parts.append(word[0])
                    put = word[1]
                    continue
            if last and is_ideograph(character) and character not in _LEFT_ALONE:
                names, weights = rivals(character)
                character = rng.choices(names, weights)[0] if names else character
            else:
                last = False
            parts.append(character)
        return "".join(parts)

    return [(spoil(text), text) for text in texts]
