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
# Options of a slot that every reading goes on with.
_KEPT = 14


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


_Step = tuple[float, Any]
_Partial = tuple[float, Any, tuple[Change, ...], str]


class Decoder:
    """Runs beam searches over one language model and remembers its answers."""

    def __init__(self, model: LanguageModel, *, beam: int = 6, most: int = 200_000) -> None:
        self._model = model
        self._beam = beam
        self._most = most
        self._steps: dict[tuple[Any, str], _Step] = {}

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
        for place, options in enumerate(slots):
            current = beams[place]
            if len(current) > 1:
                current.sort(key=_score, reverse=True)
                del current[self._beam :]
            if len(options) > _KEPT and current:
                options = self._likely(current[0][1], options)
            for score, state, changes, text in current:
                for number, option in enumerate(options):
                    gain, following = self._read(state, option.emission)
                    path = (*changes, Change(place, option)) if number else changes
                    beams[place + option.span].append(
                        (score + gain + option.weight, following, path, text + option.emission)
                    )
        tail = right[:_REACH]
        paths = []
        last = sorted(beams[-1], key=_score, reverse=True)[: 2 * self._beam]
        for score, state, changes, text in last:
            gain, _ = self._read(state, tail)
            paths.append(Path(score + gain, changes, text))
        return sorted(paths, key=_score, reverse=True)

    def _likely(self, state: Any, options: Sequence[Option]) -> list[Option]:
        """Return the first option and those that the best reading so far finds likeliest."""
        ranked = sorted(
            options[1:], key=lambda item: -item.weight - self._read(state, item.emission)[0]
        )
        return [options[0], *ranked[:_KEPT]]

    def _read(self, state: Any, text: str) -> _Step:
        total = 0.0
        for character in text:
            key = (state, character)
            step = self._steps.get(key)
            if step is None:
                step = self._steps[key] = self._model.advance(state, character)
            total += step[0]
            state = step[1]
        return total, state


def _score(item: tuple[Any, ...]) -> float:
    return float(item[0])
