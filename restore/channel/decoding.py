"""Beam search for the likeliest text under the language model and the error weights.

A stretch is a row of slots, one for each character that was read; a slot holds options (keep,
another character, nothing, two characters, or one option over two slots). The search goes from left
to right (Jelinek 1997, section 5); scores are log10.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["Change", "Decoder", "Option", "Path"]

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
# is), number of the model's state, the reading it goes on from, and the option that it adds with its
# slot and its number there. Tuples, as thousands are made a second.
_Partial: TypeAlias = "tuple[float, float, int, _Partial | None, int, int, Option | None]"
_SCORE, _RANK = itemgetter(0), itemgetter(1)
# States are numbered, and a step's key is made of two numbers: the garbage collector would walk
# through objects again and again.
_CODE_BITS = 21
# Stands where nothing follows: no text has it.
_NOTHING = "\0"
# What follows counts for so little at least (log10): it may be wrong itself, and would then cost the
# weight of a misreading, not the score of a nonsense. Set on MiDu's training half, where -4 to -6 find
# nearly the same.
_MIN_AHEAD_LOG10 = -5.0


class Decoder:
    """Runs beam searches over one language model and remembers its answers.

    ``beam`` readings are gone on with, each with the ``kept`` best options of a slot; about
    ``most`` answers are remembered.
    """

    def __init__(
        self, model: LanguageModel, *, beam: int = 4, kept: int = 14, most: int = 400_000
    ) -> None:
        self._model = model
        self._beam = beam
        self._kept = kept
        self._most = most
        self._states: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._starts: dict[str, int] = {}
        self._steps: dict[int, tuple[float, int]] = {}

    def decode(self, left: str, slots: Sequence[Sequence[Option]], right: str) -> list[Path]:
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

    def best(self, left: str, slots: Sequence[Sequence[Option]], right: str) -> Path | None:
        """Return the first reading of :meth:`decode` if it changes anything, else None.

        Faster: a reading is given up as soon as it is less likely than what stands there. No
        later factor can make it likelier, as logarithms of probabilities are never positive.
        """
        tail = right[:_TAIL_CHARACTERS]
        state = self._start(left)
        best = 0.0
        for text in (*(options[0].emission for options in slots), tail):
            gain, state = self._read(state, text)
            best += gain
        found = None
        for partial in self._search(left, slots, right, best):
            total, state = partial[0], partial[2]
            for character in tail:
                if total <= best:
                    break
                gain, state = self._step(state, character)
                total += gain
            if total > best:
                found, best = partial, total
        return None if found is None else _path(found, best)

    def score(self, left: str, text: str, right: str) -> float:
        """Return log10 of the probability of a text behind another, and of what follows it."""
        return self._read(self._start(left), text + right[:_TAIL_CHARACTERS])[0]

    def _search(
        self,
        left: str,
        slots: Sequence[Sequence[Option]],
        right: str,
        floor: float,
    ) -> list[_Partial]:
        """Return the best readings up to the end of the slots, best first, none below a floor.

        Readings are compared with what stands behind them: a character that is seldom by itself
        and makes a word with the next (通跃: 踊跃) would be given up otherwise.
        """
        width, read, known = self._beam, self._read, self._steps
        beams: list[list[_Partial]] = [[] for _ in range(len(slots) + 1)]
        # The best ranks of each beam by rising value: what is below the first cannot get in.
        tops: list[list[float]] = [[-math.inf] * width for _ in slots]
        tops.append([-math.inf] * (2 * width))
        beams[0] = [(0.0, 0.0, self._start(left), None, 0, 0, None)]
        behind = "".join([*(slot[0].emission for slot in slots), right[:1]])
        nexts = [item[:1] or _NOTHING for item in (*(slot[0].emission for slot in slots), right)]
        for place, options in enumerate(slots):
            current = beams[place]
            if not current:
                continue
            if len(current) > 1:
                current.sort(key=_RANK, reverse=True)
                del current[width:]
            if len(options) > self._kept + 1:
                options = self._likely(current[0][2], options, place, behind)
            for partial in current:
                score, _, state = partial[:3]
                for number, option in enumerate(options):
                    emission, weight, span = option
                    top = tops[place + span]
                    least = top[0] if top[0] > floor else floor
                    if score + weight < least:
                        continue
                    if len(emission) == 1:
                        step = known.get(state << _CODE_BITS | ord(emission))
                        gain, following = step or read(state, emission)
                    else:
                        gain, following = read(state, emission)
                    total = score + gain + weight
                    if total < least:
                        continue
                    after = nexts[place + span]
                    step = known.get(following << _CODE_BITS | ord(after))
                    ahead = (step or self._step(following, after))[0]
                    rank = total + (ahead if ahead > _MIN_AHEAD_LOG10 else _MIN_AHEAD_LOG10)
                    if rank >= top[0]:
                        beams[place + span].append(
                            (total, rank, following, partial, place, number, option)
                        )
                        insort(top, rank)
                        del top[0]
        last = sorted(beams[-1], key=_RANK, reverse=True)
        return last[: 2 * width]

    def _likely(
        self, state: int, options: Sequence[Option], place: int, behind: str
    ) -> list[Option]:
        """Return the first option and those that fit best between the best reading so far and
        the character behind them.
        """
        kept, known = self._kept, self._steps
        ranked: list[tuple[float, int]] = []
        for number, (emission, weight, span) in enumerate(options):
            if not number:
                continue
            gain, following = self._read(state, emission)
            # One character more has one factor more.
            rank = gain + weight + _CHARACTER_LOG10 * (len(emission) - span)
            # What follows cannot make it likelier.
            if len(ranked) == kept and rank < ranked[0][0]:
                continue
            after = behind[place + span : place + span + 1]
            if after:
                step = known.get(following << _CODE_BITS | ord(after))
                rank += (step or self._step(following, after))[0]
            insort(ranked, (rank, -number))
            if len(ranked) > kept:
                del ranked[0]
        return [options[0], *(options[-number] for _, number in reversed(ranked))]

    def _start(self, left: str) -> int:
        """Return the state behind some text; memory is given back here when there is much."""
        if len(self._steps) > self._most:
            for memory in (self._states, self._numbers, self._starts, self._steps):
                memory.clear()
        context = left[-_TAIL_CHARACTERS:]
        found = self._starts.get(context)
        if found is None:
            state = self._model.advance(None, context)[1]
            found = self._starts[context] = self._number(state)
        return found

    def _number(self, state: Any) -> int:
        number = self._numbers.setdefault(state, len(self._states))
        if number == len(self._states):
            self._states.append(state)
        return number

    def _read(self, state: int, text: str) -> tuple[float, int]:
        total, known = 0.0, self._steps
        for character in text:
            step = known.get(state << _CODE_BITS | ord(character))
            gain, state = step or self._step(state, character)
            total += gain
        return total, state

    def _step(self, state: int, character: str) -> tuple[float, int]:
        key = state << _CODE_BITS | ord(character)
        found = self._steps.get(key)
        if found is None:
            gain, following = self._model.step(self._states[state], character)
            found = self._steps[key] = gain, self._number(following)
        return found


def _path(partial: _Partial, score: float) -> Path:
    """Follow a reading back to its beginning."""
    changes: list[Change] = []
    parts: list[str] = []
    _, _, _, before, place, number, option = partial
    while before is not None and option is not None:
        parts.append(option.emission)
        if number:
            changes.append(Change(place, option))
        _, _, _, before, place, number, option = before
    return Path(score, tuple(reversed(changes)), "".join(reversed(parts)))
