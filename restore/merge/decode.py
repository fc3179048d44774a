"""Choose among the readings: votes, confidences and a language model, decoded together.

Of two readings A and B that differ, B is likelier by P(A errs) (1 - P(B errs)) to
P(B errs) (1 - P(A errs)), times what the language model says of the two texts. How often each
reading errs is estimated from the page itself: decode, count how often each reading was overruled,
decode again (expectation maximisation, hard decisions).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from restore.language.model import LanguageModel
from restore.merge.marks import is_mark, misreading
from restore.merge.records import Option, Reading, Slot

__all__ = ["Choice", "choose", "overruled"]

_BEAM = 12
_ROUNDS = 3
# What a character costs in running text (log10); without it every deletion would win.
_CHARACTER = 0.9
# How far the language model is trusted against the votes.
_SCALE = 0.7
# Engines lose characters far oftener than they invent Chinese ones (log10 of the odds).
_INVENTED = 1.5
_SELDOM_INVENTED = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff“”《》（）]")
_ORNAMENT = re.compile(r"[■□▲△▼▽●○◆◇★☆]")
_SURE = 3.0  # log10 odds past which one reading's word is not worth more
_DIGIT = re.compile(r"[0-9０-９%％‰]")
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百千万亿两]*")
_FINAL = "。！？；"


class Choice(NamedTuple):
    """What was chosen at a slot: the option, and log10 of its odds against the base's reading.

    For the base's own reading ``odds`` are those against the best other one. ``locked``: the
    place holds a figure, on which no language model is heard.
    """

    slot: Slot
    option: Option
    rival: Option
    odds: float
    locked: bool


class _Path(NamedTuple):
    score: float
    state: Any
    taken: tuple[int, ...]


def choose(
    readings: Sequence[Reading], base: int, slots: Sequence[Slot], model: LanguageModel
) -> list[Choice]:
    """Return one choice per slot, in order."""
    weights = [1.0] * len(readings)
    characters = len(readings[base].text)
    choices: list[Choice] = []
    for _ in range(_ROUNDS):
        decoder = _Decoder(readings, base, model, weights)
        choices = decoder.decode(slots)
        weights = _weights(len(readings), characters, choices)
    return choices


def overruled(count: int, choices: Sequence[Choice]) -> list[int]:
    """Return at how many slots each of ``count`` readings was not followed."""
    found = [0] * count
    for choice in choices:
        for option in choice.slot.options:
            if option.text != choice.option.text:
                for number, _, _ in option.readers:
                    found[number] += 1
    return found


def _weights(count: int, characters: int, choices: Sequence[Choice]) -> list[float]:
    """Return the log10 odds that a reading is right where nothing else is known."""
    rates = [(errors + 2) / (characters + 40) for errors in overruled(count, choices)]
    return [min(_SURE, math.log10((1 - rate) / rate)) if rate < 0.5 else 0.0 for rate in rates]


class _Decoder:
    def __init__(
        self,
        readings: Sequence[Reading],
        base: int,
        model: LanguageModel,
        weights: Sequence[float],
    ) -> None:
        self._readings = readings
        self._base = base
        self._text = readings[base].text
        self._model = model
        self._weights = weights

    def decode(self, slots: Sequence[Slot]) -> list[Choice]:
        """Decode line by line; where a line goes on from the last one, that is its context."""
        choices: list[Choice] = []
        before = ""
        for start, end, members in self._lines(slots):
            line = self._text[start:end]
            if members:
                after = self._text[end + 1 : end + 12].partition("\n")[0]
                found = self._line(start, end, members, self._joined(before, line), after)
                choices += found
                line = _written(line, start, found)
            if line.strip():
                before = line[-8:]
        return choices

    def _lines(self, slots: Sequence[Slot]) -> Iterator[tuple[int, int, list[Slot]]]:
        position = index = 0
        for line in self._text.split("\n"):
            end = position + len(line)
            members = []
            while index < len(slots) and slots[index].end <= end:
                members.append(slots[index])
                index += 1
            yield position, end, members
            position = end + 1

    def _joined(self, before: str, line: str) -> str:
        """Return what stands before a line if the line goes on from there."""
        if not before or before[-1] in _FINAL or self._model.seam(before, line) < 0:
            return ""
        return before

    def _line(
        self, start: int, end: int, slots: Sequence[Slot], before: str, after: str
    ) -> list[Choice]:
        model = self._model
        paths = [_Path(0.0, model.advance(None, before)[1], ())]
        position = start
        scores = [self._votes(slot) for slot in slots]
        for slot, votes in zip(slots, scores, strict=True):
            paths = self._read(paths, self._text[position : slot.start])
            paths = self._branch(paths, slot, votes)
            position = slot.end
        paths = self._read(paths, self._text[position:end])
        if after and paths and model.seam(self._text[max(start, end - 8) : end], after) > 0:
            paths = self._read(paths, after)
        best = max(paths, key=lambda path: path.score)
        return [
            self._choice(index, slots, best.taken, scores, before, after)
            for index in range(len(slots))
        ]

    def _read(self, paths: list[_Path], words: str) -> list[_Path]:
        if not words:
            return paths
        found: dict[Any, _Path] = {}
        for score, state, taken in paths:
            gain, following = self._model.advance(state, words)
            path = _Path(score + _SCALE * (gain + _CHARACTER * len(words)), following, taken)
            if following not in found or found[following].score < path.score:
                found[following] = path
        return list(found.values())

    def _branch(self, paths: list[_Path], slot: Slot, votes: Sequence[float | None]) -> list[_Path]:
        found: list[_Path] = []
        for number, (option, vote) in enumerate(zip(slot.options, votes, strict=True)):
            if vote is None:
                continue
            for path in paths:
                score, state = path.score + vote, path.state
                if option.text:
                    gain, state = self._model.advance(state, option.text)
                    score += _SCALE * (gain + _CHARACTER * len(option.text))
                found.append(_Path(score, state, (*path.taken, number)))
        found.sort(key=lambda path: -path.score)
        return found[:_BEAM]

    def _votes(self, slot: Slot) -> list[float | None]:
        """Return the votes for each option in log10; None: it may not be chosen."""
        if not _holds_figure(self._text, slot):
            return self._readings_of(slot)
        # A figure is proposed as most readings have it (the gate applies none), or stays.
        most = max(slot.options, key=lambda option: len(option.readers))
        others = sum(len(option.readers) for option in slot.options) - len(most.readers)
        chosen = most if len(most.readers) > max(1, others) else slot.options[0]
        return [0.0 if option is chosen else None for option in slot.options]

    def _readings_of(self, slot: Slot) -> list[float | None]:
        options = slot.options
        if all(is_mark(option.text) for option in options):
            return [
                sum(
                    misreading(option.text, other.text, 10 ** -self._weights[number])
                    for other in options
                    for number, _, _ in other.readers
                )
                for option in options
            ]
        ornament = any(_ORNAMENT.fullmatch(option.text) for option in options)
        lost = _INVENTED if any(_SELDOM_INVENTED.search(option.text) for option in options) else 0.0
        return [
            # A printed ornament is read as a letter (■ as 国), never the other way round.
            None
            if ornament and not _ORNAMENT.fullmatch(option.text)
            else self._weight(option) - (0.0 if option.text else lost)
            for option in options
        ]

    def _weight(self, option: Option) -> float:
        total = 0.0
        for number, left, right in option.readers:
            confidence = self._readings[number].confidence
            if confidence is None or left == right:
                total += self._weights[number]
                continue
            least = min(max(min(confidence[left:right]), 1e-3), 1 - 1e-3)
            total += math.log10(least / (1 - least))
        return total

    def _choice(
        self,
        index: int,
        slots: Sequence[Slot],
        taken: Sequence[int],
        scores: Sequence[Sequence[float | None]],
        before: str,
        after: str,
    ) -> Choice:
        """Compare what was chosen at a slot with its best rival, the rest of the line settled."""
        slot, votes = slots[index], scores[index]
        chosen = slot.options[taken[index]]
        left, right = self._around(index, slots, taken)
        odds: dict[int, float] = {}
        for number, option in enumerate(slot.options):
            if number == taken[index]:
                continue
            if votes[number] is None:
                odds[number] = _SURE
                continue
            margin = self._model.margin(before + left, option.text, chosen.text, right + after)
            margin += _CHARACTER * (len(chosen.text) - len(option.text))
            vote = (votes[taken[index]] or 0.0) - (votes[number] or 0.0)
            odds[number] = _SCALE * margin + vote
        base = 0 if taken[index] else min(odds, key=odds.__getitem__)
        locked = _holds_figure(self._text, slot)
        return Choice(slot, chosen, slot.options[base], odds[base], locked)

    def _around(self, index: int, slots: Sequence[Slot], taken: Sequence[int]) -> tuple[str, str]:
        """Return up to eight characters on both sides of a slot as they were decided."""
        slot = slots[index]
        left, right = "", ""
        position = slot.start
        for number in range(index - 1, -1, -1):
            other = slots[number]
            left = other.options[taken[number]].text + self._text[other.end : position] + left
            position = other.start
            if len(left) >= 8:
                break
        else:
            left = self._text[max(0, position - 8) : position].rpartition("\n")[2] + left
        position = slot.end
        for number in range(index + 1, len(slots)):
            other = slots[number]
            right += self._text[position : other.start] + other.options[taken[number]].text
            position = other.end
            if len(right) >= 8:
                break
        else:
            right += self._text[position : position + 8].partition("\n")[0]
        return left, right


def _holds_figure(text: str, slot: Slot) -> bool:
    """Whether the readings differ in a figure: a digit, a decimal mark, one numeral for another."""
    if any(_DIGIT.search(option.text) for option in slot.options):
        return True
    if (
        text[max(0, slot.start - 1) : slot.start].isdigit()
        and text[slot.end : slot.end + 1].isdigit()
    ):
        return True
    return all(_NUMERALS.fullmatch(option.text) for option in slot.options)


def _written(line: str, start: int, choices: Sequence[Choice]) -> str:
    parts: list[str] = []
    position = start
    for choice in choices:
        parts += [line[position - start : choice.slot.start - start], choice.option.text]
        position = choice.slot.end
    return "".join([*parts, line[position - start :]])
