"""Search a text for what was misread: suspicious places first, then decoding around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.alignment import Kind, kind_of
from restore.channel.base import is_han
from restore.channel.decoding import Change, Decoder, Option, Path
from restore.channel.options import Options
from restore.channel.profile import Profile
from restore.language.normalise import DROPPED, normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.language.model import LanguageModel

__all__ = ["Finding", "Searcher"]

# A place is looked at where its character and the next together are less likely than this (log10):
# 2 % of clean news lie below, and 85 % of the wrong characters of real OCR. Where more than one
# place in twenty is so unlikely the text is noisy, and worth a wider look. Marks have few rivals
# and are looked at sooner; in noisy text so are places where one may be lost.
_SUSPICIOUS, _SUSPICIOUS_IN_NOISE = -6.5, -5.3
_NOISY = 0.05
_MARK, _MARK_IN_NOISE, _GAP_IN_NOISE = -4.8, -3.0, -4.0
# Suspicious places so near to each other are decoded together; longer stretches are cut.
_NEAR = 2
_LONGEST = 24
_CONTEXT = 8
# The mean score of a character of official text, log10.
_USUAL = -1.2
# What is neither Chinese nor a folded digit or letter.
_ANY_MARK = re.compile(r"[^0a\u3400-\u9fff]")


class Finding(NamedTuple):
    """A change that the channel would make; offsets are code points into the text.

    ``margin`` is the language model's gain, ``weight`` the log10 weight of the misreading,
    ``strangeness`` the score of what stands there and of the next character, ``around`` the mean
    score of the characters further off; all log10.
    """

    start: int
    end: int
    before: str
    after: str
    kind: Kind
    margin: float
    weight: float
    strangeness: float
    around: float


class _Line(NamedTuple):
    """A paragraph: folded characters, where each stands in the text, and its scores."""

    folded: str
    places: list[int]
    scores: NDArray[np.float32]


class _Tools(NamedTuple):
    """How widely to look: a decoder and what it is fed with."""

    decoder: Decoder
    options: Options


class Searcher:
    """Finds likely misreadings with one profile. Holds the decoders' memory: reuse it.

    In a text that is mostly clean few readings are tried, for speed.
    """

    def __init__(self, model: LanguageModel, profile: Profile) -> None:
        self._model = model
        self.profile = profile
        self._wide = _Tools(Decoder(model), Options(model, profile))
        few = Options(model, profile, characters=8, frame=3, pairs=4)
        self._narrow = _Tools(Decoder(model, beam=3, kept=8), few)

    def search(
        self, text: str, scores: NDArray[np.float32] | None = None
    ) -> tuple[list[Finding], float]:
        """Return the findings in order, and the share of suspicious places in the text.

        ``scores``: the model's score of each code point, where it is known already.
        """
        import numpy as np

        lines = list(_lines(text, self._model.char_scores(text) if scores is None else scores))
        pairs = [line.scores + np.append(line.scores[1:], np.float32(-1)) for line in lines]
        suspicious = sum(int(np.count_nonzero(item < _SUSPICIOUS)) for item in pairs)
        count = sum(map(len, pairs))
        noise = (suspicious + _PRIOR_SHARE * _PRIOR) / (count + _PRIOR)
        noisy = noise > _NOISY
        tools = self._wide if noisy else self._narrow
        findings: list[Finding] = []
        for line, values in zip(lines, pairs, strict=True):
            full = values < (_SUSPICIOUS_IN_NOISE if noisy else _SUSPICIOUS)
            places = full.copy()
            marks = [match.start() for match in _ANY_MARK.finditer(line.folded)]
            places[marks] |= values[marks] < (_MARK_IN_NOISE if noisy else _MARK)
            if noisy:
                places |= values < _GAP_IN_NOISE
            whole = full.tolist()
            for stretch in _stretches(np.flatnonzero(places).tolist()):
                findings += self._decode(line, stretch, whole, values, tools)
        return findings, noise

    def _decode(
        self,
        line: _Line,
        stretch: list[int],
        full: list[bool],
        pairs: NDArray[np.float32],
        tools: _Tools,
    ) -> Iterator[Finding]:
        folded = line.folded
        # The neighbours of a suspicious place may be wrong together with it.
        start = stretch[0] - (stretch[0] > 0 and full[stretch[0]])
        end = stretch[-1] + 1 + (stretch[-1] + 1 < len(folded) and full[stretch[-1]])
        wanted = set(stretch)
        slots = [
            tools.options.at(folded, place, room=place + 1 < end, full=full[place])
            if place in wanted
            else _beside(folded, place, full, place + 1 < end, tools.options)
            for place in range(start, end)
        ]
        left, right = folded[max(0, start - _CONTEXT) : start], folded[end : end + _CONTEXT]
        paths = tools.decoder.decode(left, slots, right)
        if not paths or not paths[0].changes:
            return
        best = paths[0]
        for change in _joined(best.changes, folded[start:end]):
            yield self._finding(line, start, change, best, pairs)

    def _finding(
        self,
        line: _Line,
        offset: int,
        change: Change,
        best: Path,
        pairs: NDArray[np.float32],
    ) -> Finding:
        start = offset + change.start
        end = start + change.option.span
        stop = end
        before, after = line.folded[start:end], change.option.emission
        left, right = self._around(line, offset, change, best)
        margin = self._model.margin(left, before, after, right)
        kind = kind_of(
            before, after, line.folded[max(0, start - 1) : start] + line.folded[end : end + 1]
        )
        if len(after) == 2 and len(before) == 1 and after[1] == before:
            # Something put in before what stands there: the change is the insertion alone.
            end, before, after, kind = start, "", after[0], "missing"
        first = line.places[start]
        last = line.places[end - 1] + 1 if end > start else first
        return Finding(
            start=first,
            end=last,
            before=before,
            after=after,
            kind=kind,
            margin=margin,
            weight=change.option.weight,
            strangeness=float(pairs[start:stop].min()),
            around=self._outside(line, start, stop),
        )

    def _outside(self, line: _Line, start: int, stop: int) -> float:
        """Return the mean score of the characters near a place that it does not reach."""
        left = line.scores[max(0, start - _CONTEXT) : max(0, start - 1)]
        right = line.scores[stop + self._model.order - 1 : stop + self._model.order + _CONTEXT]
        count = len(left) + len(right)
        return float(left.sum() + right.sum()) / count if count else _USUAL

    def _around(self, line: _Line, offset: int, change: Change, best: Path) -> tuple[str, str]:
        """Return the text on both sides with the other changes of the best reading made."""
        sides = ["", ""]
        bounds = (
            (max(0, offset + change.start - _CONTEXT), offset + change.start),
            (
                offset + change.start + change.option.span,
                offset + change.start + change.option.span + _CONTEXT,
            ),
        )
        for side, (low, high) in enumerate(bounds):
            parts = []
            position = low
            for other in best.changes:
                place = offset + other.start
                if low <= place and place + other.option.span <= high:
                    parts += [line.folded[position:place], other.option.emission]
                    position = place + other.option.span
            sides[side] = "".join([*parts, line.folded[position:high]])
        return sides[0], sides[1]


def _lines(text: str, scores: NDArray[np.float32]) -> Iterator[_Line]:
    position = 0
    for raw in text.split("\n"):
        if raw:
            folded = normalise(raw)
            places = list(range(position, position + len(raw)))
            part = scores[position : position + len(raw)]
            if len(folded) != len(raw):
                dropped = {match.start() + position for match in DROPPED.finditer(raw)}
                places = [place for place in places if place not in dropped]
                part = scores[places]
            yield _Line(folded, places, part)
        position += len(raw) + 1


# The share of suspicious places that is expected of a text too short to tell, and its weight.
_PRIOR_SHARE, _PRIOR = 0.06, 200


def _beside(
    folded: str, place: int, full: list[bool], room: bool, options: Options
) -> list[Option]:
    """Return the options of a place that is not suspicious: pairs with the next, if that is."""
    read = folded[place]
    keep = [Option(read, 0.0)]
    if room and full[place + 1] and is_han(read) and is_han(folded[place + 1]):
        keep += options.pairs(read, folded[place + 1])
    return keep


def _joined(changes: tuple[Change, ...], read: str) -> Iterator[Change]:
    """Join substitutions side by side: they stand or fall together."""
    parts: list[Change] = []

    def joined() -> Change:
        emission = "".join(item.option.emission for item in parts)
        weight = sum(item.option.weight for item in parts)
        return Change(parts[0].start, Option(emission, weight, len(emission)))

    for change in changes:
        start, option = change
        substituted = (
            len(option.emission) == option.span
            and all(map(is_han, option.emission))
            and option.emission != read[start : start + option.span][::-1]
        )
        if parts and not (substituted and parts[-1].start + parts[-1].option.span == start):
            yield joined()
            parts.clear()
        if substituted:
            parts.append(change)
        else:
            yield change
    if parts:
        yield joined()


def _stretches(places: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for place in places:
        if group and (place - group[-1] > _NEAR or place - group[0] >= _LONGEST):
            yield group
            group = []
        group.append(place)
    if group:
        yield group
