"""Decode where an OCR engine was unsure: its own candidates, weighed by the language model.

Log-linear: log10 P(language) + weight * log10 P(candidate), minus a price for each change. A
character of which the engine was sure is never changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.channel.alignment import kind_of
from restore.channel.decoding import Change, Decoder, Path
from restore.channel.features import probability
from restore.channel.lattice_options import SURE_CHANCE, lattice_options
from restore.channel.profile import Profile
from restore.channel.proposals import channel_proposal
from restore.core.edits import Proposal
from restore.core.evidence import Channel
from restore.core.native_page import Lattice, Reading
from restore.language.normalise import DROPPED, normalise
from restore.text.characters import is_ideograph

if TYPE_CHECKING:
    from restore.language.model import LanguageModel

__all__ = ["SURE_CHANCE", "LatticeFinding", "propose_lattice", "search_lattice"]

# Unsure characters so near to each other are decoded together; longer stretches are cut.
_MAX_GAP_CHARACTERS = 5
_MAX_STRETCH_CHARACTERS = 40
_CONTEXT_CHARACTERS = 8
# Less likely findings are not even proposed; no chance counts as less than the second.
_MIN_SHOWN_CHANCE, _MIN_CHANCE = 0.02, 1e-5


class LatticeFinding(msgspec.Struct, frozen=True):
    """A change suggested by the engine's candidates and the language model; offsets are code
    points. ``alike``: no Chinese character is put for one of another shape or sound."""

    start: int
    end: int
    before: str
    after: str
    kind: str
    margin: float
    weight: float
    lead: float
    rank: int
    read_probability: float
    alike: bool = True

    @property
    def features(self) -> tuple[float, ...]:
        """The values of :data:`LATTICE_FEATURES`."""
        mark = not is_ideograph(self.before[:1] or self.after[:1])
        doubt = math.log10(max(1 - self.read_probability, 1e-3))
        return (
            1.0,
            min(self.margin + self.weight, 10.0),
            min(self.margin, 12.0),
            min(self.lead, 8.0),
            doubt,
            max(self.weight, -8.0),
            float(self.rank == 1),
            float(self.rank == 0),
            float(mark),
            float(not self.after),
            float(not self.before),
            float(self.after == "，"),
            mark * min(self.margin + self.weight, 10.0),
            mark * doubt,
            float(not self.alike),
        )


def search_lattice(
    text: str, lattice: Lattice, model: LanguageModel, profile: Profile
) -> list[LatticeFinding]:
    """Return the changes that the candidates and the language model suggest, in order.

    Parameters
    ----------
    text : one paragraph a line, lines of the page joined
    lattice : the readings of its code points
    """
    decoder = Decoder(model, beam=12)
    found: list[LatticeFinding] = []
    position = 0
    for raw in text.split("\n"):
        places = [position + place for place, item in enumerate(raw) if not DROPPED.match(item)]
        if places:
            readings = [lattice.readings[place] for place in places]
            found += _decode_line(normalise(raw), places, readings, decoder, model, profile)
        position += len(raw) + 1
    return found


def _decode_line(
    folded: str,
    places: list[int],
    readings: list[Reading | None],
    decoder: Decoder,
    model: LanguageModel,
    profile: Profile,
) -> Iterator[LatticeFinding]:
    unsure = [
        place
        for place, reading in enumerate(readings)
        if reading is not None and reading.probability < SURE_CHANCE
    ]
    start = 0
    while start < len(unsure):
        stop = start + 1
        while (
            stop < len(unsure)
            and unsure[stop] - unsure[stop - 1] <= _MAX_GAP_CHARACTERS
            and unsure[stop] - unsure[start] < _MAX_STRETCH_CHARACTERS
        ):
            stop += 1
        stretch = _Stretch(folded, places, readings, unsure[start], unsure[stop - 1] + 1)
        slots = [
            lattice_options(folded, place, readings[place], profile)
            for place in range(stretch.low, stretch.high)
        ]
        paths = decoder.decode(stretch.left, slots, stretch.right)
        if paths and paths[0].changes:
            for change in paths[0].changes:
                yield _finding(stretch, change, paths, model, profile)
        start = stop


class _Stretch(NamedTuple):
    """Unsure characters of a folded paragraph, ``low`` to ``high``, that are decoded together.

    ``places`` and ``readings`` belong to the characters of the paragraph.
    """

    folded: str
    places: list[int]
    readings: list[Reading | None]
    low: int
    high: int

    @property
    def left(self) -> str:
        """What the language model is given before it."""
        return self.folded[max(0, self.low - _CONTEXT_CHARACTERS) : self.low]

    @property
    def right(self) -> str:
        """What the language model is given behind it."""
        return self.folded[self.high : self.high + _CONTEXT_CHARACTERS]


def _finding(
    stretch: _Stretch, change: Change, paths: list[Path], model: LanguageModel, profile: Profile
) -> LatticeFinding:
    best, places = paths[0], stretch.places
    start = stretch.low + change.start
    read, after = stretch.folded[start], change.option.emission
    # The other changes of the best reading stand: so much is left and right of this one.
    head, tail = _halves(stretch, change, best)
    left = (stretch.left + head)[-_CONTEXT_CHARACTERS:]
    right = (tail + stretch.right)[:_CONTEXT_CHARACTERS]
    margin = model.margin(left, read, after, right)
    others = [path.score for path in paths if change not in path.changes and path.text != best.text]
    lead = best.score - (others[0] if others else paths[-1].score - 1.0)
    reading = stretch.readings[start] or Reading(1.0)
    ranks = [normalise(candidate) for candidate, _ in reading.candidates]
    end, before = start + 1, read
    if len(after) == 2 and after[1] == read:
        end, before, after = start, "", after[0]
    return LatticeFinding(
        start=places[start],
        end=places[start] + (end - start),
        before=before,
        after=after,
        kind=kind_of(before, after, ""),
        margin=margin,
        weight=change.option.weight,
        lead=lead,
        rank=ranks.index(after) + 1 if before and after in ranks else 0,
        read_probability=reading.probability,
        alike=not (is_ideograph(before) and is_ideograph(after))
        or profile.base.alike(before, after),
    )


def _halves(stretch: _Stretch, change: Change, best: Path) -> tuple[str, str]:
    emitted = {other.start: other.option.emission for other in best.changes}
    parts = [
        emitted.get(place - stretch.low, stretch.folded[place])
        for place in range(stretch.low, stretch.high)
    ]
    return "".join(parts[: change.start]), "".join(parts[change.start + 1 :])


def propose_lattice(
    text: str, lattice: Lattice, model: LanguageModel, profile: Profile
) -> list[Proposal]:
    """Return the findings, and digits in doubt, as proposals of the correction stage.

    The confidence is the calibrated probability; without a calibration there are no proposals.
    A digit is proposed with the recogniser's next digit where it was unsure (p < .9); the gate
    never applies such a change, but flags it.
    """
    calibration = profile.data.lattice
    proposals = list(_doubtful_digits(text, lattice, profile))
    if calibration is None:
        return proposals
    for finding in search_lattice(text, lattice, model, profile):
        chance = probability(calibration.weights, list(finding.features))
        if chance < _MIN_SHOWN_CHANCE:
            continue
        proposals.append(
            channel_proposal(
                (finding.start, finding.end),
                finding.after,
                Channel(
                    f"{profile.data.name}, lattice",
                    finding.kind,
                    finding.weight,
                    chance,
                    finding.rank,
                    finding.read_probability,
                ),
                margin=finding.margin,
            )
        )
    return sorted(proposals, key=lambda item: (item.start, item.end))


# A digit of which the recogniser was less sure is in doubt.
_MAX_DOUBTFUL_CHANCE = 0.9
_DIGITS = frozenset("0123456789.%")


def _doubtful_digits(text: str, lattice: Lattice, profile: Profile) -> Iterator[Proposal]:
    for place, reading in enumerate(lattice.readings):
        if reading is None or reading.probability >= _MAX_DOUBTFUL_CHANCE:
            continue
        if not text[place].isdigit():
            continue
        for rank, (candidate, chance) in enumerate(reading.candidates, 1):
            if candidate in _DIGITS:
                weight = math.log10(
                    max(chance, _MIN_CHANCE) / max(reading.probability, _MIN_CHANCE)
                )
                yield channel_proposal(
                    (place, place + 1),
                    candidate,
                    Channel(
                        f"{profile.data.name}, lattice",
                        "digit",
                        weight,
                        chance,
                        rank,
                        reading.probability,
                    ),
                )
                break
