"""Search a text for what was misread: suspicious places first, then decoding around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.alignment import Kind, kind_of
from restore.channel.base import is_han
from restore.channel.decoding import Change, Decoder, Option, Path
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
_CANDIDATES = 64
_CONTEXT = 8
_MARK_CANDIDATES = 8
# Nine errors of ten lie among the 3 % of suspicious places: there they are so much likelier than
# a profile's rate per character says (log10).
_HERE = 1.4
# What is neither Chinese nor a folded digit or letter.
_ANY_MARK = re.compile(r"[^0a\u3400-\u9fff]")
# Digits and letters (folded) are never changed and never put in.
_FIXED = re.compile(r"[0a]")
_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_IN_FIGURE = re.compile(r"[0a％．，]")


class Finding(NamedTuple):
    """A change that the channel would make; offsets are code points into the text.

    ``margin`` is the language model's gain, ``weight`` the log10 weight of the misreading,
    ``lead`` by how much the best reading with this change beats the best one without it.
    """

    start: int
    end: int
    before: str
    after: str
    kind: Kind
    margin: float
    weight: float
    lead: float
    strangeness: float
    fit: float
    attested: bool
    read_score: float
    truth_score: float


class _Line(NamedTuple):
    """A paragraph: folded characters, where each stands in the text, and its scores."""

    folded: str
    places: list[int]
    scores: NDArray[np.float32]


class Searcher:
    """Finds likely misreadings with one profile. Holds the decoder's memory: reuse it."""

    def __init__(self, model: LanguageModel, profile: Profile) -> None:
        self._model = model
        self.profile = profile
        self._decoder = Decoder(model)

    def search(self, text: str) -> tuple[list[Finding], float]:
        """Return the findings in order, and the share of suspicious places in the text."""
        import numpy as np

        lines = list(self._lines(text))
        pairs = [line.scores + np.append(line.scores[1:], np.float32(-1)) for line in lines]
        suspicious = sum(int(np.count_nonzero(item < _SUSPICIOUS)) for item in pairs)
        count = sum(map(len, pairs))
        noise = (suspicious + _PRIOR_SHARE * _PRIOR) / (count + _PRIOR)
        noisy = noise > _NOISY
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
                findings += self._decode(line, stretch, whole, values)
        return findings, noise

    def _lines(self, text: str) -> Iterator[_Line]:
        scores = self._model.char_scores(text)
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

    def _decode(
        self, line: _Line, stretch: list[int], full: list[bool], pairs: NDArray[np.float32]
    ) -> Iterator[Finding]:
        start, end = stretch[0], stretch[-1] + 1
        folded = line.folded
        wanted = set(stretch)
        slots = [
            self._options(folded, place, place + 1 < end, full=full[place])
            if place in wanted
            else [Option(folded[place], 0.0)]
            for place in range(start, end)
        ]
        left, right = folded[max(0, start - _CONTEXT) : start], folded[end : end + _CONTEXT]
        paths = self._decoder.decode(left, slots, right)
        if not paths or not paths[0].changes:
            return
        best = paths[0]
        for change in best.changes:
            yield self._finding(line, start, change, best, paths, pairs)

    def _options(self, folded: str, place: int, room: bool, *, full: bool) -> list[Option]:
        """Return what may have been printed at a place: everything, or marks alone."""
        read = folded[place]
        before = folded[place - 1] if place else ""
        after = folded[place + 1 : place + 2]
        options = [Option(read, 0.0)]
        profile = self.profile
        between = profile.base.between
        if before:
            options += [
                Option(truth + read, profile.missing(truth))
                for truth in between(before, read)
                if full or not is_han(truth)
            ]
        # A mark inside a figure is the figure check's.
        if _FIXED.match(read) or (_FIXED.match(before) and _IN_FIGURE.match(after)):
            return options
        if is_han(read) and not full:
            return options
        known = profile.candidates(read)[: _CANDIDATES if full else _MARK_CANDIDATES]
        options += [
            Option(truth, weight)
            for truth, weight in known
            if not _FIXED.match(truth) and not (read in _NUMERALS and truth in _NUMERALS)
        ]
        repeated = read in (before, after)
        options.append(Option("", profile.rate("repeat") if repeated else profile.extra(read)))
        if is_han(read) and before and after:
            taken = {truth for truth, _ in known}
            other = profile.other(read)
            options += [
                Option(truth, other)
                for truth in between(before, after)
                if truth not in taken
                and truth != read
                and is_han(truth)
                and not (read in _NUMERALS and truth in _NUMERALS)
            ]
        if room and is_han(read) and is_han(after) and read != after:
            options.append(Option(after + read, profile.rate("swap"), 2))
        if full:
            options[1:] = [item._replace(weight=item.weight + _HERE) for item in options[1:]]
        return options

    def _finding(
        self,
        line: _Line,
        offset: int,
        change: Change,
        best: Path,
        paths: list[Path],
        pairs: NDArray[np.float32],
    ) -> Finding:
        start = offset + change.start
        end = start + change.option.span
        before, after = line.folded[start:end], change.option.emission
        others = [
            path.score for path in paths if change not in path.changes and path.text != best.text
        ]
        lead = best.score - (others[0] if others else paths[-1].score - 1.0)
        left, right = self._around(line, offset, change, best)
        margin = self._model.margin(left, before, after, right)
        state = self._model.advance(None, left[-4:])[1]
        fit = self._model.advance(state, (after + right)[:2])[0]
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
            lead=lead,
            strangeness=float(pairs[start]),
            fit=fit,
            attested=bool(after) and after in self.profile.base.between(left[-1:], right[:1]),
            read_score=self._model.advance(None, before)[0],
            truth_score=self._model.advance(None, after)[0],
        )

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


# The share of suspicious places that is expected of a text too short to tell, and its weight.
_PRIOR_SHARE, _PRIOR = 0.06, 200


def _stretches(places: list[int]) -> Iterator[list[int]]:
    group: list[int] = []
    for place in places:
        if group and (place - group[-1] > _NEAR or place - group[0] >= _LONGEST):
            yield group
            group = []
        group.append(place)
    if group:
        yield group
