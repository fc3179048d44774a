"""Decode a stretch of text: the likeliest truth under language model and error weights.

A stretch is a row of slots, one for each character that was read; a slot holds options (keep,
another character, nothing, two characters, or one option over two slots). A beam search keeps the
best readings from left to right (Jelinek 1997, section 5); scores are log10.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["Change", "Decoder", "Option", "Path"]

# Characters behind the stretch that the model still looks back from.
_REACH = 4
# What a character costs on average, log10.
_FACTOR = 1.0


class Option(NamedTuple):
    """What may have been printed where ``span`` (1 or more) characters stand, and its weight."""

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


_Partial = tuple[float, Any, tuple[Change, ...], str]


class Decoder:
    """Runs beam searches over one language model and remembers its answers.

    ``beam`` readings are gone on with, each with the ``kept`` best options of a slot.
    """

    def __init__(
        self, model: LanguageModel, *, beam: int = 6, kept: int = 14, most: int = 400_000
    ) -> None:
        self._model = model
        self._beam = beam
        self._kept = kept
        self._most = most
        self._steps: dict[tuple[Any, str], tuple[float, Any]] = {}

    def decode(self, left: str, slots: Sequence[Sequence[Option]], right: str) -> list[Path]:
        """Return the best readings, best first.

        Parameters
        ----------
        left, right : folded text on both sides, without white space
        slots : the options of each position; the first is what stands there
        """
        if len(self._steps) > self._most:
            self._steps.clear()
        _, state = self._model.advance(None, left[-_REACH:])
        beams: list[list[_Partial]] = [[] for _ in range(len(slots) + 1)]
        beams[0] = [(0.0, state, (), "")]
        behind = "".join([*(slot[0].emission for slot in slots), right[:1]])
        read = self._read
        for place, options in enumerate(slots):
            current = beams[place]
            if len(current) > 1:
                current.sort(key=_score, reverse=True)
                del current[self._beam :]
            if len(options) > self._kept + 1 and current:
                options = self._likely(current[0][1], options, place, behind)
            for score, state, changes, text in current:
                for number, option in enumerate(options):
                    emission, weight, span = option
                    gain, following = read(state, emission)
                    path = (*changes, Change(place, option)) if number else changes
                    beams[place + span].append(
                        (score + gain + weight, following, path, text + emission)
                    )
        tail = right[:_REACH]
        paths = []
        last = sorted(beams[-1], key=_score, reverse=True)[: 2 * self._beam]
        for score, state, changes, text in last:
            paths.append(Path(score + read(state, tail)[0], changes, text))
        return sorted(paths, key=_score, reverse=True)

    def _likely(
        self, state: Any, options: Sequence[Option], place: int, behind: str
    ) -> list[Option]:
        """Return the first option and those that fit best between the best reading so far and
        the character behind them.
        """
        ranked = []
        for number, option in enumerate(options[1:]):
            emission, weight, span = option
            gain, following = self._read(state, emission)
            after = behind[place + span : place + span + 1]
            if after:
                gain += self._read(following, after)[0]
            # One character more has one factor more.
            ranked.append((gain + weight + _FACTOR * (len(emission) - span), -number))
        ranked.sort(reverse=True)
        return [options[0], *(options[1 - number] for _, number in ranked[: self._kept])]

    def _read(self, state: Any, text: str) -> tuple[float, Any]:
        key = (state, text)
        found = self._steps.get(key)
        if found is None:
            total = 0.0
            for character in text:
                gain, state = self._model.step(state, character)
                total += gain
            found = self._steps[key] = (total, state)
        return found


def _score(item: tuple[Any, ...]) -> float:
    return float(item[0])
