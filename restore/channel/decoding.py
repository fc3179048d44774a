"""Beam search for the likeliest text under the language model and the error weights.

A stretch is a row of slots, one for each character that was read; a slot holds options (keep,
another character, nothing, two characters, or one option over two slots). The search goes from left
to right (Jelinek 1997, section 5); scores are log10.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["Change", "Decoder", "Option", "Path", "Plain"]

# Characters behind the stretch that the model still looks back from.
_TAIL_CHARACTERS = 4
# What a character costs on average, log10.
_CHARACTER_LOG10 = 1.0


class Option(NamedTuple):
    """What may have been printed where ``span`` (1 or more) characters stand, and its weight.

    The weight is a log10 probability: 0 at most.
    """

    emission: str
    weight: float
    span: int = 1


#: An :class:`Option` without its names, as hundreds of thousands are made: in a fifth of the time.
Plain: TypeAlias = tuple[str, float, int]


class Change(NamedTuple):
    """An option that was chosen and is not what stands there, from slot ``start`` on."""

    start: int
    option: Option


class Path(NamedTuple):
    """A reading of the whole stretch."""

    score: float
    changes: tuple[Change, ...]
    text: str


# A reading up to some slot: its score, the score with the character behind it (if that stays as it
# is), the model's state, the score of that character and the state behind it, the reading it goes on
# from, and the option that it adds with its slot and its number there. Tuples, as thousands are made
# a second.
_Partial: TypeAlias = (
    "tuple[float, float, Any, float, Any, _Partial | None, int, int, Plain | None]"
)
_SCORE, _RANK = itemgetter(0), itemgetter(1)
# An option behind a reading: its score and the state behind it, and those of the next character.
_Step: TypeAlias = tuple[float, Any, float, Any]
# Stands where nothing follows: no text has it.
_NOTHING = "\0"
# What follows counts for so little at least (log10): it may be wrong itself, and would then cost the
# weight of a misreading, not the score of a nonsense. Set on MiDu's training half, where -4 to -6 find
# nearly the same.
_MIN_AHEAD_LOG10 = -5.0
# Sums of some scores in another order differ by less (log10).
_ROUNDING = 1e-9


class Decoder:
    """Runs beam searches over one language model.

    ``beam`` readings are gone on with, each with the ``kept`` best options of a slot. No answer of
    the model is remembered beyond the next slot: to find it again costs more than to ask anew.
    """

    def __init__(self, model: LanguageModel, *, beam: int = 4, kept: int = 14) -> None:
        self._ask, self._made = model.asking
        self._beam = beam
        self._kept = kept
        nothing = model.advance(None, "")[1]
        self._start = lru_cache(maxsize=100)(lambda context: self._read(nothing, context)[1])

    def decode(self, left: str, slots: Sequence[Sequence[Plain]], right: str) -> list[Path]:
        """Return the best readings, best first.

        Parameters
        ----------
        left, right : folded text on both sides, without white space
        slots : the options of each position; the first is what stands there
        """
        tail = right[:_TAIL_CHARACTERS]
        paths = [
            _path(partial, partial[0] + self._read(partial[2], tail)[0])
            for partial in self._search(left, slots, right, -math.inf)
        ]
        return sorted(paths, key=_SCORE, reverse=True)

    def best(self, left: str, slots: Sequence[Sequence[Plain]], right: str) -> Path | None:
        """Return the first reading of :meth:`decode` if it changes anything, else None.

        Faster: a reading is given up as soon as it is less likely than what stands there. No
        later factor can make it likelier, as logarithms of probabilities are never positive.
        """
        tail = right[:_TAIL_CHARACTERS]
        state = self._start(left[-_TAIL_CHARACTERS:])
        best = 0.0
        for text in (*(options[0][0] for options in slots), tail):
            gain, state = self._read(state, text)
            best += gain
        found = None
        ask, made = self._ask, self._made
        for partial in self._search(left, slots, right, best):
            total, _, _, gain, state = partial[:5]
            # The first of them was looked at with the reading.
            for place in range(len(tail)):
                if total <= best:
                    break
                if place:
                    before, state = state, made()
                    gain = ask(before, tail[place], state)
                total += gain
            if total > best:
                found, best = partial, total
        return None if found is None else _path(found, best)

    def most(self, left: str, options: Sequence[Plain], right: str) -> float:
        """Return log10 of the weight of the best option between two texts: of its own, of its
        probability behind the one and of that of the other behind it.
        """
        state, tail = self._start(left[-_TAIL_CHARACTERS:]), right[:_TAIL_CHARACTERS]
        most = -math.inf
        for emission, weight, _ in options:
            # What falls behind the best so far is not read to its end.
            most = max(
                most, weight + self._read(state, emission + tail, most - weight - _ROUNDING)[0]
            )
        return most

    def _search(
        self, left: str, slots: Sequence[Sequence[Plain]], right: str, floor: float
    ) -> list[_Partial]:
        """Return the best readings up to the end of the slots, best first, none below a floor.

        Readings are compared with what stands behind them: a character that is seldom by itself
        and makes a word with the next (通跃: 踊跃) would be given up otherwise.
        """
        width, read, ask, made = self._beam, self._read, self._ask, self._made
        beams: list[list[_Partial]] = [[] for _ in range(len(slots) + 1)]
        # The best ranks of each beam by rising value: what is below the first cannot get in.
        tops: list[list[float]] = [[-math.inf] * width for _ in slots]
        tops.append([-math.inf] * (2 * width))
        nexts = [item[:1] or _NOTHING for item in (*(slot[0][0] for slot in slots), right)]
        state, reached = self._start(left[-_TAIL_CHARACTERS:]), made()
        beams[0] = [(0.0, 0.0, state, ask(state, nexts[0], reached), reached, None, 0, 0, None)]
        for place, options in enumerate(slots):
            current = beams[place]
            if not current:
                continue
            current.sort(key=_RANK, reverse=True)
            del current[width:]
            # What is known already: that what stands there goes on, and the options of the best.
            steps: list[_Step] = []
            if len(options) > self._kept + 1:
                options, steps = self._likely(current[0][2], options, place, nexts)
            stays = len(options[0][0]) == 1
            for partial in current:
                score, _, state, goes_on, beyond = partial[:5]
                for number, option in enumerate(options):
                    emission, weight, span = option
                    top = tops[place + span]
                    least = top[0] if top[0] > floor else floor
                    if score + weight < least:
                        continue
                    if number and steps:
                        gain, following, ahead, reached = steps[number - 1]
                    elif stays and not number:
                        gain, following = goes_on, beyond
                    elif len(emission) == 1:
                        following = made()
                        gain = ask(state, emission, following)
                    else:
                        gain, following = read(state, emission, least - score - weight - _ROUNDING)
                    total = score + gain + weight
                    if total < least:
                        continue
                    if not (number and steps):
                        reached = made()
                        ahead = ask(following, nexts[place + span], reached)
                    rank = total + (ahead if ahead > _MIN_AHEAD_LOG10 else _MIN_AHEAD_LOG10)
                    if rank >= top[0]:
                        beams[place + span].append(
                            (total, rank, following, ahead, reached, partial, place, number, option)
                        )
                        insort(top, rank)
                        del top[0]
                steps = []
        return sorted(beams[-1], key=_RANK, reverse=True)[: 2 * width]

    def _likely(
        self, state: Any, options: Sequence[Plain], place: int, nexts: list[str]
    ) -> tuple[list[Plain], list[_Step]]:
        """Return the first option and those that fit best between the best reading so far and
        the character behind them, and the steps behind that reading of all but the first.
        """
        kept, ask, made = self._kept, self._ask, self._made
        ranked: list[tuple[float, int, _Step]] = []
        least = -math.inf
        for number in range(1, len(options)):
            emission, weight, span = options[number]
            gain, following = 0.0, state
            for character in emission:
                before, following = following, made()
                gain += ask(before, character, following)
            # One character more has one factor more.
            rank = gain + weight + _CHARACTER_LOG10 * (len(emission) - span)
            # What follows cannot make it likelier.
            if rank < least:
                continue
            after, reached = nexts[place + span], made()
            ahead = ask(following, after, reached)
            if after != _NOTHING:
                rank += ahead
            insort(ranked, (rank, -number, (gain, following, ahead, reached)))
            if len(ranked) > kept:
                del ranked[0]
                least = ranked[0][0]
        ranked.reverse()
        return (
            [options[0], *(options[-number] for _, number, _ in ranked)],
            [step for _, _, step in ranked],
        )

    def _read(self, state: Any, text: str, least: float = -math.inf) -> tuple[float, Any]:
        """Return the score of a text behind a state and the state behind it; below a least score it
        is not read on, and they are those of its beginning.
        """
        total, ask, made = 0.0, self._ask, self._made
        for character in text:
            before, state = state, made()
            total += ask(before, character, state)
            if total < least:
                break
        return total, state


def _path(partial: _Partial, score: float) -> Path:
    """Follow a reading back to its beginning."""
    changes: list[Change] = []
    parts: list[str] = []
    before, place, number, option = partial[5:]
    while before is not None and option is not None:
        parts.append(option[0])
        if number:
            changes.append(Change(place, Option(*option)))
        before, place, number, option = before[5:]
    return Path(score, tuple(reversed(changes)), "".join(reversed(parts)))
