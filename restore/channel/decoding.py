"""Beam search for the likeliest text under the language model and the error weights.

A stretch is a row of slots, one for each character that was read; a slot holds options (keep,
another character, nothing, two characters, or one option over two slots). The search goes from left
to right (Jelinek 1997, section 5); scores are log10.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Callable, Sequence
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


class _Node(dict[str, "tuple[float, Any]"]):
    """A state of the model: by character the score of what was asked behind it, and the next state.

    What is not known yet is asked when it is looked up: the inner loop needs no call for the rest.
    """

    __slots__ = ("_ask", "_made", "_state")

    def __init__(
        self, state: Any, ask: Callable[[Any, str, Any], float], made: Callable[[], Any]
    ) -> None:
        self._state, self._ask, self._made = state, ask, made

    def __missing__(self, character: str) -> tuple[float, Any]:
        following = self._made()
        found = self[character] = self._ask(self._state, character, following), following
        return found


class _Nodes(dict[Any, _Node]):
    """Nodes by state, made when they are looked up; states that the model cannot tell apart are one."""

    __slots__ = ("_ask", "_made")

    def __init__(self, model: LanguageModel) -> None:
        self._ask, self._made = model.asking

    def __missing__(self, state: Any) -> _Node:
        found = self[state] = _Node(state, self._ask, self._made)
        return found


# A reading up to some slot: its score, the score with the character behind it (if that stays as it
# is), the model's state, the reading it goes on from, and the option that it adds with its slot and
# its number there. Tuples, as thousands are made a second.
_Partial: TypeAlias = "tuple[float, float, _Node, _Partial | None, int, int, Option | None]"
_SCORE, _RANK = itemgetter(0), itemgetter(1)
# Stands where nothing follows: no text has it.
_NOTHING = "\0"
# What follows counts for so little at least (log10): it may be wrong itself, and would then cost the
# weight of a misreading, not the score of a nonsense. Set on MiDu's training half, where -4 to -6 find
# nearly the same.
_MIN_AHEAD_LOG10 = -5.0
# Sums of some scores in another order differ by less (log10).
_ROUNDING = 1e-9


class Decoder:
    """Runs beam searches over one language model and remembers its answers.

    ``beam`` readings are gone on with, each with the ``kept`` best options of a slot; about
    ``most`` states are remembered: stretches share few, and a small memory is a fast one.
    """

    def __init__(
        self, model: LanguageModel, *, beam: int = 4, kept: int = 14, most: int = 1000
    ) -> None:
        self._model = model
        self._beam = beam
        self._kept = kept
        self._most = most
        self._starts: dict[str, _Node] = {}
        self._nodes = _Nodes(model)

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
        node = self._start(left)
        best = 0.0
        for text in (*(options[0].emission for options in slots), tail):
            gain, node = self._read(node, text)
            best += gain
        found = None
        for partial in self._search(left, slots, right, best):
            total, node = partial[0], partial[2]
            for character in tail:
                if total <= best:
                    break
                gain, following = node[character]
                node = self._nodes[following]
                total += gain
            if total > best:
                found, best = partial, total
        return None if found is None else _path(found, best)

    def most(self, left: str, options: Sequence[Option], right: str) -> float:
        """Return log10 of the weight of the best option between two texts: of its own, of its
        probability behind the one and of that of the other behind it.
        """
        node, tail = self._start(left), right[:_TAIL_CHARACTERS]
        most = -math.inf
        for emission, weight, _ in options:
            # What falls behind the best so far is not read to its end.
            most = max(
                most, weight + self._read(node, emission + tail, most - weight - _ROUNDING)[0]
            )
        return most

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
        width, read, nodes = self._beam, self._read, self._nodes
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
                score, _, node = partial[:3]
                for number, option in enumerate(options):
                    emission, weight, span = option
                    top = tops[place + span]
                    least = top[0] if top[0] > floor else floor
                    if score + weight < least:
                        continue
                    if len(emission) == 1:
                        gain, state = node[emission]
                        total = score + gain + weight
                        if total < least:
                            continue
                        following = nodes[state]
                    else:
                        spare = least - score - weight - _ROUNDING
                        gain, following = read(node, emission, spare)
                        total = score + gain + weight
                        if total < least:
                            continue
                    ahead = following[nexts[place + span]][0]
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
        self, node: _Node, options: Sequence[Option], place: int, behind: str
    ) -> list[Option]:
        """Return the first option and those that fit best between the best reading so far and
        the character behind them.
        """
        kept, read = self._kept, self._read
        ranked: list[tuple[float, int]] = []
        # What weighs most comes first, so that little is asked of the rest. One character more has
        # one factor more.
        bounds = [
            (-(weight + _CHARACTER_LOG10 * (len(emission) - span)), number)
            for number, (emission, weight, span) in enumerate(options)
            if number
        ]
        bounds.sort()
        for bound, number in bounds:
            # Neither its own score nor what follows can make it likelier.
            if len(ranked) == kept and -bound < ranked[0][0]:
                break
            emission, weight, span = options[number]
            more = _CHARACTER_LOG10 * (len(emission) - span)
            least = ranked[0][0] if len(ranked) == kept else -math.inf
            gain, following = read(node, emission, least - weight - more - _ROUNDING)
            rank = gain + weight + more
            if rank < least:
                continue
            after = behind[place + span : place + span + 1]
            if after:
                rank += following[after][0]
            insort(ranked, (rank, -number))
            if len(ranked) > kept:
                del ranked[0]
        return [options[0], *(options[-number] for _, number in reversed(ranked))]

    def _start(self, left: str) -> _Node:
        """Return the state behind some text; memory is given back here when there is much."""
        if len(self._nodes) > self._most:
            self._starts.clear()
            self._nodes.clear()
        context = left[-_TAIL_CHARACTERS:]
        found = self._starts.get(context)
        if found is None:
            state = self._model.advance(None, context)[1]
            found = self._starts[context] = self._nodes[state]
        return found

    def _read(self, node: _Node, text: str, least: float = -math.inf) -> tuple[float, _Node]:
        """Return the score of a text behind a state and the state behind it; below a least score it
        is not read on, and they are those of its beginning.
        """
        total, nodes = 0.0, self._nodes
        for character in text:
            gain, state = node[character]
            total += gain
            if total < least:
                break
            node = nodes[state]
        return total, node


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
