"""Beam search over the slots of a line, under the readings' error models and the language model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from restore.channel.punctuation import CHOICES, CONTEXT, PunctuationModel
from restore.language.model import LanguageModel
from restore.language.normalise import normalise
from restore.merge.candidates import Generator
from restore.merge.choices import Choice
from restore.merge.context import Surroundings
from restore.merge.families import Family
from restore.merge.likelihood import Likelihood, Rates
from restore.merge.records import Option, Reading, Slot
from restore.text.characters import DIGITS, LETTERS, NUMERALS, ORNAMENTS, is_ideograph

__all__ = ["Decoder"]

# Readings of a line that are gone on with.
_BEAM_PATHS = 12
# Characters beside a place, or of the lines beside one, that the language model is given.
_BESIDE_CHARACTERS = 8
# Options of one place that are tried.
_KEPT_OPTIONS = 12
# Where one place follows another, so many times the beam goes on undecided.
_WIDE_FACTOR = 4
# So many characters behind a place its options can be compared.
_SETTLED_CHARACTERS = 3
# How far the language model is trusted against the readings, and what a character costs in
# running text (log10): without it every deletion would win.
_MODEL_WEIGHT = 0.9
# For a mark it is heard beside a model of clauses; what they say overlaps, and what was seen says
# more than both. Chosen on pages, the weights of one half on the other half.
_MARK_MODEL_WEIGHT, _CLAUSE_WEIGHT = 0.2, 0.4
_CHARACTER_GAIN_LOG10 = 0.2
# The model folds Latin letters into one; each is one of them (log10).
_LETTER_LOG10 = -1.5
_LATIN = re.compile(f"[{LETTERS}]")
_ORNAMENT = re.compile(rf"[{ORNAMENTS}]")
_NEVER_LOG10 = -1e9
# The odds of what has no rival.
_SURE_LOG10 = 3.0
_DIGIT = re.compile(f"[{DIGITS}%％‰]")
_NUMERALS = re.compile(f"[{NUMERALS}]*")


class _Frame(NamedTuple):
    """A line of the base, from ``first`` to ``end``, and the text that it goes on from and in."""

    first: int
    end: int
    before: str
    after: str


class _Path(NamedTuple):
    score: float
    state: Any
    taken: tuple[int, ...]


class Decoder:
    """Decodes the lines of the base, with each reading's error rates and family weights."""

    def __init__(
        self,
        readings: Sequence[Reading],
        base: int,
        surroundings: Surroundings,
        model: LanguageModel,
        rates: Sequence[Rates],
        families: Sequence[Family],
    ) -> None:
        self._text = readings[base].text
        self._surroundings = surroundings
        self._model = model
        self._punctuation = PunctuationModel.load()
        self._noise = rates[base].han
        self._kin = {
            number
            for number, rate in enumerate(rates)
            if _likeliest(rate.families) == _likeliest(rates[base].families)
        }
        often = lru_cache(maxsize=10_000)(lambda character: model.advance(None, character)[0])
        self.likelihoods = [
            Likelihood(reading, rate, families, often)
            for reading, rate in zip(readings, rates, strict=True)
        ]

    def decode(self, slots: Sequence[Slot]) -> list[Choice]:
        """Decode line by line; where a line goes on from the last one, that is its context."""
        choices: list[Choice] = []
        before = ""
        for first, end, members in self._lines(slots):
            line = self._text[first:end]
            if members:
                after = self._text[end + 1 : end + 1 + 2 * CONTEXT]
                found, taken = self._line(
                    first,
                    end,
                    members,
                    [before, *self._surroundings.before(first, CONTEXT)],
                    [after, *self._surroundings.behind(end, CONTEXT)],
                )
                choices += found
                line = _written(line, first, members, taken)
            if line.strip():
                before = (before + line)[-2 * CONTEXT :]
        return choices

    def widened(self, slot: Slot, generator: Generator) -> Slot:
        """Return a slot with the likeliest options that no reading has besides."""
        if _holds_figure(self._text, slot) or len(slot.options) < 2:
            return slot
        left = self._text[max(0, slot.start - _BESIDE_CHARACTERS) : slot.start].rpartition("\n")[2]
        right = self._text[slot.end : slot.end + _BESIDE_CHARACTERS].partition("\n")[0]
        more = generator.options(slot, left[-1:].strip(), right[:1].strip(), self._rivals(slot))
        if len(more) > _KEPT_OPTIONS:
            here = slot._replace(options=(*slot.options, *more))
            before = slot.options[0].text
            gains = self._model.margins([(left, before, item.text, right) for item in more])
            ranks = [
                self._weight(here, item) + _MODEL_WEIGHT * gain
                for item, gain in zip(more, gains, strict=True)
            ]
            best = sorted(range(len(more)), key=lambda number: -ranks[number])[:_KEPT_OPTIONS]
            more = [more[number] for number in sorted(best)]
        return slot._replace(options=(*slot.options, *more))

    def _rivals(self, slot: Slot) -> list[str]:
        """Return what else the recognisers thought of where they read one character."""
        return [
            rival
            for option in slot.options
            for number, start, end in option.readers
            if end - start == 1
            for rival in self.likelihoods[number].rivals(start)
        ]

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

    def _line(
        self,
        first: int,
        end: int,
        slots: Sequence[Slot],
        befores: Sequence[str],
        afters: Sequence[str],
    ) -> tuple[list[Choice], tuple[int, ...]]:
        model = self._model
        # What the line goes on from shows itself: the likelier beginning wins.
        starts = dict.fromkeys([*(words[-_BESIDE_CHARACTERS:] for words in befores), ""])
        paths = [_Path(0.0, model.advance(None, words)[1], ()) for words in starts]
        position = first
        scores = [self._votes(slot) for slot in slots]
        for slot, votes in zip(slots, scores, strict=True):
            paths = self._read(paths, self._text[position : slot.start])
            paths = self._branch(paths, slot, votes)
            position = slot.end
        paths = self._read(paths, self._text[position:end])
        alone = {
            words: model.advance(None, words)[0]
            for words in ("", *(x[:_BESIDE_CHARACTERS] for x in afters))
        }
        best = max(
            paths,
            key=lambda path: (
                path.score
                + _MODEL_WEIGHT
                * max(model.advance(path.state, words)[0] - alone[words] for words in alone)
            ),
        )
        line = _written(self._text[first:end], first, slots, best.taken)
        frame = _Frame(
            first,
            end,
            max(befores, key=lambda words: model.seam(words, line)),
            max(afters, key=lambda words: model.seam(line, words)),
        )
        choices = [
            self._choice(index, slots, best.taken, scores, frame) for index in range(len(slots))
        ]
        return choices, best.taken

    def _read(self, paths: list[_Path], words: str) -> list[_Path]:
        if len(words) > _SETTLED_CHARACTERS:
            # So many characters on, the paths can be compared.
            paths = self._read(paths, words[:_SETTLED_CHARACTERS])
            paths = sorted(paths, key=lambda path: -path.score)[:_BEAM_PATHS]
            words = words[_SETTLED_CHARACTERS:]
        if not words:
            return paths
        found: dict[Any, _Path] = {}
        for score, state, taken in paths:
            gain, following = self._model.advance(state, words)
            path = _Path(
                score + _MODEL_WEIGHT * (gain + _CHARACTER_GAIN_LOG10 * len(words)),
                following,
                taken,
            )
            if following not in found or found[following].score < path.score:
                found[following] = path
        return list(found.values())

    def _branch(self, paths: list[_Path], slot: Slot, votes: Sequence[float | None]) -> list[_Path]:
        found: list[_Path] = []
        for path in paths:
            steps = []
            for number, (option, vote) in enumerate(zip(slot.options, votes, strict=True)):
                if vote is None:
                    continue
                score, state = path.score + vote, path.state
                if option.text:
                    gain, state = self._model.advance(state, option.text)
                    score += _MODEL_WEIGHT * (gain + _CHARACTER_GAIN_LOG10 * len(option.text))
                steps.append(_Path(score, state, (*path.taken, number)))
            steps.sort(key=lambda step: -step.score)
            found += steps[:_KEPT_OPTIONS]
        found.sort(key=lambda path: -path.score)
        return found[: _BEAM_PATHS * _WIDE_FACTOR]

    def _votes(self, slot: Slot) -> list[float | None]:
        """Return the votes for each option in log10; None: it may not be chosen."""
        if not _holds_figure(self._text, slot):
            return self._weights(slot)
        # A figure is proposed as most readings have it (the gate applies none), or stays.
        most = max(slot.options, key=lambda option: len(option.readers))
        others = sum(len(option.readers) for option in slot.options) - len(most.readers)
        chosen = most if len(most.readers) > max(1, others) else slot.options[0]
        return [0.0 if option is chosen else None for option in slot.options]

    def _weights(self, slot: Slot) -> list[float | None]:
        ornament = any(_ORNAMENT.fullmatch(option.text) for option in slot.options)
        return [
            # A printed ornament is read as a letter (■ as 国), never the other way round.
            None
            if ornament and not _ORNAMENT.fullmatch(option.text)
            else self._weight(slot, option)
            for option in slot.options
        ]

    def _weight(self, slot: Slot, option: Option) -> float:
        total = _LETTER_LOG10 * len(_LATIN.findall(option.text))
        for other in slot.options:
            for number, left, right in other.readers:
                total += self.likelihoods[number].score(option.text, left, right)
        return total

    def _choice(
        self,
        index: int,
        slots: Sequence[Slot],
        taken: Sequence[int],
        scores: Sequence[Sequence[float | None]],
        frame: _Frame,
    ) -> Choice:
        """Compare what was chosen at a slot with its best rival, the rest of the line settled."""
        slot, votes = slots[index], scores[index]
        left, right = self._around(index, slots, taken)
        locked = _holds_figure(self._text, slot)
        settled = slot.options[taken[index]]
        margins = self._model.margins(
            [
                (
                    frame.before[-_BESIDE_CHARACTERS:] + left,
                    settled.text,
                    option.text,
                    right + frame.after[:_BESIDE_CHARACTERS],
                )
                for option in slot.options
            ]
        )
        clause = self._clause(
            slot,
            frame.before + self._text[frame.first : slot.start],
            self._text[slot.end : frame.end] + frame.after,
        )
        scale = _MARK_MODEL_WEIGHT if clause else _MODEL_WEIGHT
        gains = [
            scale * margin + _CLAUSE_WEIGHT * clause.get(normalise(option.text), 0.0)
            for margin, option in zip(margins, slot.options, strict=True)
        ]
        values = [
            _NEVER_LOG10 if vote is None else vote + gain
            for vote, gain in zip(votes, gains, strict=True)
        ]
        # Of marks one is taken as the clauses want it; characters are settled by the whole line.
        place = values.index(max(values)) if clause else taken[index]
        # The odds of a change are those against what stands there.
        rest = [number for number in range(len(values)) if number != place]
        rival = 0 if place else max(rest, key=values.__getitem__)
        odds = values[place] - values[rival] if values[rival] > _NEVER_LOG10 else _SURE_LOG10
        return Choice(
            slot,
            slot.options[place],
            slot.options[rival],
            odds,
            locked,
            mark=bool(clause),
            noise=self._noise,
            akin=self._is_akin(slot, slot.options[place]),
        )

    def _is_akin(self, slot: Slot, option: Option) -> bool:
        """Whether only readings of the base's family have an option; of one that none has, whether
        no other has anything there."""
        readers = option.readers or [item for other in slot.options for item in other.readers]
        return all(number in self._kin for number, *_ in readers)

    def _clause(self, slot: Slot, left: str, right: str) -> dict[str, float]:
        """Return what the clauses say of a mark at a slot; nothing where no reading has one."""
        read = [normalise(option.text) for option in slot.options if option.readers]
        if not any(item in CHOICES for item in read if item) or any(
            is_ideograph(item[:1]) for item in read
        ):
            return {}
        return self._punctuation.scores(left, right)

    def _around(self, index: int, slots: Sequence[Slot], taken: Sequence[int]) -> tuple[str, str]:
        """Return up to eight characters on both sides of a slot as they were decided."""
        slot = slots[index]
        left, right = "", ""
        position = slot.start
        for number in range(index - 1, -1, -1):
            other = slots[number]
            left = other.options[taken[number]].text + self._text[other.end : position] + left
            position = other.start
            if len(left) >= _BESIDE_CHARACTERS:
                break
        else:
            left = (
                self._text[max(0, position - _BESIDE_CHARACTERS) : position].rpartition("\n")[2]
                + left
            )
        position = slot.end
        for number in range(index + 1, len(slots)):
            other = slots[number]
            right += self._text[position : other.start] + other.options[taken[number]].text
            position = other.end
            if len(right) >= _BESIDE_CHARACTERS:
                break
        else:
            right += self._text[position : position + _BESIDE_CHARACTERS].partition("\n")[0]
        return left, right


def _holds_figure(text: str, slot: Slot) -> bool:
    """Whether the readings differ in a figure: a digit, a decimal mark, one numeral for another."""
    read = [option.text for option in slot.options if option.readers]
    if any(_DIGIT.search(item) for item in read):
        return True
    if (
        text[max(0, slot.start - 1) : slot.start].isdigit()
        and text[slot.end : slot.end + 1].isdigit()
    ):
        return True
    return all(_NUMERALS.fullmatch(item) for item in read)


def _written(line: str, first: int, slots: Sequence[Slot], taken: Sequence[int]) -> str:
    """Return the line, which begins at ``first``, with what was chosen."""
    parts: list[str] = []
    position = first
    for slot, number in zip(slots, taken, strict=True):
        parts += [line[position - first : slot.start - first], slot.options[number].text]
        position = slot.end
    return "".join([*parts, line[position - first :]])


def _likeliest(families: Sequence[float]) -> int:
    """Return the number of the likeliest family."""
    return max(range(len(families)), key=families.__getitem__)
