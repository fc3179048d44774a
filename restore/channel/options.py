"""What may have been printed at a place: the options that a decoder weighs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from restore.channel.base import is_han
from restore.channel.decoding import Option
from restore.channel.profile import Profile

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["Options"]

# Digits and letters (folded) are never changed and never put in.
_FIXED = re.compile(r"[0a]")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
_IN_FIGURE = re.compile(r"[0a％．，]")
# Nine errors of ten lie among the 3 % of suspicious places: there they are so much likelier than
# a profile's rate per character says (log10).
_HERE = 1.4
_MARK_CANDIDATES = 8
_LOG2 = 0.30103
# Of two neighbouring characters so many candidates each are paired, and a pair must be so frequent
# (log2 of its count in the training text).
_PAIRED, _FREQUENT = 48, 4
# What a doubling of a pair's frequency is worth when pairs are chosen, log10.
_DOUBLING = 0.15


# Makes an option of its three fields without the detour of a named tuple's constructor: tens of
# them are made for every place that is looked at.
_option: Callable[[tuple[str, float, int]], Option] = partial(tuple.__new__, Option)


class Options:
    """Builds options with one profile. Holds a memory of pairs: reuse it.

    At one place at most so many ``characters`` are tried that are like the one that was read, so
    many of its ``frame`` that are not, and so many ``pairs`` with the next.
    """

    def __init__(
        self,
        model: LanguageModel,
        profile: Profile,
        *,
        characters: int = 16,
        frame: int = 8,
        pairs: int = 10,
    ) -> None:
        self.profile = profile
        self._most = (characters, frame, pairs)
        self._usual = lru_cache(maxsize=20_000)(lambda read: model.advance(None, read)[0])
        self._pairs = lru_cache(maxsize=50_000)(self._find_pairs)
        self._frame = lru_cache(maxsize=50_000)(self._fill_frame)

    def at(self, folded: str, place: int, *, room: bool, full: bool) -> list[Option]:
        """Return the options of one place of folded text; the first keeps what stands there.

        Parameters
        ----------
        room : the next place may be taken in too
        full : every kind of error; otherwise marks alone
        """
        read = folded[place]
        before = folded[place - 1] if place else ""
        after = folded[place + 1 : place + 2]
        options = [Option(read, 0.0)]
        profile = self.profile
        bonus = _HERE if full else 0.0
        if before:
            options += [
                _option((truth + read, profile.missing(truth) + bonus, 1))
                for truth in profile.base.between(before, read)
                if full or not is_han(truth)
            ]
        # A mark inside a figure is the figure check's.
        if _FIXED.match(read) or (_FIXED.match(before) and _IN_FIGURE.match(after)):
            return options
        if not is_han(read):
            options += [
                Option(truth, weight + bonus)
                for truth, weight in profile.candidates(read)[:_MARK_CANDIDATES]
                if not _FIXED.match(truth)
            ]
        elif full:
            options += self._characters(read, before, after)
        else:
            return options
        repeated = read in (before, after)
        extra = profile.rate("repeat") if repeated else profile.extra(read, self._usual(read))
        options.append(Option("", extra + bonus))
        if room and full and is_han(read) and is_han(after):
            options += self.pairs(read, after)
            if read != after:
                options.append(Option(after + read, profile.rate("swap") + bonus, 2))
        return options

    def pairs(self, first: str, second: str) -> tuple[Option, ...]:
        """Return frequent pairs that two neighbouring characters may both have been read for."""
        return self._pairs(first, second)

    def _characters(self, read: str, before: str, after: str) -> list[Option]:
        """Return the characters that go best with the one before and the one behind."""
        import numpy as np

        base = self.profile.base
        known = self.profile.han(read)
        left = base.levels[base.number(before), known.numbers]
        right = base.levels[known.numbers, base.number(after)]
        # One side is enough: the character on the other may be wrong itself.
        levels = np.maximum(left, right)
        fits = levels.nonzero()[0]
        ranks = known.weights[fits] + _LOG2 * levels[fits]
        best = fits[(-ranks).argsort(kind="stable")[: self._most[0]]]
        found = [
            _option((known.characters[place], weight, 1))
            for place, weight in zip(
                best.tolist(), (known.weights[best] + _HERE).tolist(), strict=True
            )
        ]
        other = self.profile.other(read) + _HERE
        found += [
            _option((truth, other, 1))
            for truth in self._frame(before, after)
            if truth != read and truth not in known.characters
        ]
        if read in _NUMERALS:
            return [option for option in found if option.emission not in _NUMERALS]
        return found

    def _fill_frame(self, before: str, after: str) -> tuple[str, ...]:
        """Return the characters that fit best between two others, whatever they look like."""
        base = self.profile.base
        following, left = base.following(before)
        right = base.levels[following, base.number(after)]
        fit = right.nonzero()[0]
        both = following[fit]
        fits = left[fit] + right[fit] - base.usual[both]
        best = both[(-fits).argsort(kind="stable")[: self._most[1]]].tolist()
        usual = base.between(before, after)
        found = dict.fromkeys([*usual, *map(base.character, best)])
        return tuple(filter(is_han, found))

    def _find_pairs(self, first: str, second: str) -> tuple[Option, ...]:
        import numpy as np

        if first in _NUMERALS or second in _NUMERALS:
            return ()
        profile = self.profile
        heads, tails = profile.han(first), profile.han(second)
        width = min(len(tails.numbers), _PAIRED)
        places = heads.numbers[:_PAIRED, None] * len(profile.base.levels) + tails.numbers[:width]
        levels = profile.base.levels.ravel()[places].ravel()
        frequent = (levels >= _FREQUENT).nonzero()[0]
        if not len(frequent):
            return ()
        rows, columns = np.divmod(frequent, width)
        # One error beside another is likelier than by itself.
        together = _HERE + profile.rate("run") - profile.rate("han")
        weights = heads.weights[rows] + tails.weights[columns] + together
        best = (-weights - _DOUBLING * levels[frequent]).argsort(kind="stable")[: self._most[2]]
        return tuple(
            _option((heads.characters[row] + tails.characters[column], weight, 2))
            for row, column, weight in zip(
                rows[best].tolist(), columns[best].tolist(), weights[best].tolist(), strict=True
            )
        )
