"""The likelihood of a reading given what was printed: log10 P(read | printed) at one place.

Each engine has its own error rate on each page, and its family determines what it reads instead.
:func:`estimate` learns both from the places where the reading was overruled. Where the engine gives
a confidence, that replaces the rate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from restore.channel.lattice import SURE_CHANCE
from restore.channel.profile import Profile
from restore.core.native_page import Reading as Sounding
from restore.language.normalise import normalise
from restore.merge.families import Family
from restore.merge.punctuation import MARKS
from restore.merge.records import Reading
from restore.text.characters import is_ideograph

__all__ = ["CLASSES", "Likelihood", "Rates", "class_of", "count_classes", "estimate", "start"]

CLASSES = ("han", "mark", "other", "lost", "extra")
# Where nothing is known: shares of wrong characters of PP-OCR at 125 dpi, by class. For marks a
# multiple of what the family's table has.
_PRIOR_SHARES = (0.015, 0.06, 0.02, 0.002, 0.002)
# How many characters the prior is worth.
_PRIOR_CHARACTERS = 60
# No reading is thought to err more often, or less.
_MAX_RATE, _MIN_RATE = 0.4, 2e-4
# Among so many Chinese characters, or other ones, one that came from nowhere is any.
_HAN_CHARACTERS, _OTHER_CHARACTERS = 7000, 30
# Several characters that only one reading has come from another line as often as not; such words
# are as fluent as any (log10 of a character's share).
_RUN_LOG10 = -0.9
# An invented character is a simple and frequent one (人, 和, 一): log10 of a share.
_INVENTED_LOG10 = 2.5
# Rare characters are misread more often than frequent ones, and what is read instead is frequent:
# decades by decade of the character's share in running text, both counted in lines rendered and
# read for the purpose (tools/read_rendered.py); shares (log10) at which neither matters.
_RARE_WRONG_SLOPE, _FREQUENT_READ_SLOPE = 0.5, 0.6
_PRINTED_SHARE_LOG10, _READ_SHARE_LOG10 = -3.1, -3.3
# No Chinese character is thought to be misread more often.
_MAX_HAN_RATE = 0.6
# A recogniser is never as sure as it says.
_MAX_CHANCE, _MIN_CHANCE = 0.9995, 1e-5
# What it thought of besides is sharpened, as in restore/channel/lattice.py.
_SHARPENING = 1.5


class Rates(NamedTuple):
    """Error rates of a reading: Han characters, marks, others, lost, extra.

    ``families``: the weight of each family of engines, 0 to 1.
    """

    han: float
    mark: float
    other: float
    lost: float
    extra: float
    families: tuple[float, ...]


def class_of(character: str) -> str:
    """Return the class of a printed character: ``han``, ``mark`` or ``other``."""
    if is_ideograph(character):
        return "han"
    return "other" if character.isalnum() else "mark"


def count_classes(texts: Iterable[str]) -> dict[str, int]:
    """Return how many characters of each class texts hold."""
    found: dict[str, int] = dict.fromkeys(CLASSES, 0)
    for text in texts:
        for character in text:
            if not character.isspace():
                found[class_of(character)] += 1
    return found


def start(families: int) -> Rates:
    """Return the rates of a reading of which nothing is known."""
    return Rates(*_PRIOR_SHARES, families=(1 / families,) * families)


def estimate(
    errors: dict[str, int], characters: dict[str, int], families: tuple[float, ...]
) -> Rates:
    """Return the rates of a reading from the errors found so far, by class, and the prior."""
    found: dict[str, float] = {}
    for name, prior in zip(CLASSES, _PRIOR_SHARES, strict=True):
        seen = sum(characters.values()) if name == "extra" else characters.get(name, 0)
        seen = characters.get("han", 0) if name == "lost" else seen
        rate = (errors.get(name, 0) + prior * _PRIOR_CHARACTERS) / (seen + _PRIOR_CHARACTERS)
        found[name] = min(max(rate, _MIN_RATE), _MAX_RATE)
    return Rates(**found, families=families)


class Likelihood:
    """The error model of one reading.

    Parameters
    ----------
    often : log10 of a character's share in running text
    """

    def __init__(
        self,
        reading: Reading,
        rates: Rates,
        families: Sequence[Family],
        often: Callable[[str], float],
    ) -> None:
        self._reading = reading
        self._often = often
        self._families = tuple(families)
        self._rates = rates
        self._known: dict[tuple[str, int, int], float] = {}

    def score(self, printed: str, start: int, end: int) -> float:
        """Return log10 P(``reading.text[start:end]`` | ``printed``)."""
        key = (printed, start, end)
        known = self._known.get(key)
        if known is not None:
            return known
        total = sum(
            weight * 10 ** self._score(family, printed, start, end)
            for family, weight in zip(self._families, self._rates.families, strict=True)
        )
        self._known[key] = found = math.log10(max(total, 1e-30))
        return found

    def by_family(self, printed: str, start: int, end: int) -> list[float]:
        """Return what :meth:`score` would be if the reading were of each family."""
        return [self._score(family, printed, start, end) for family in self._families]

    def _score(self, family: Family, printed: str, start: int, end: int) -> float:
        read = normalise(self._reading.text[start:end])
        printed = normalise(printed)
        if len(read) == len(printed) == 1:
            return self._one(family, printed, read, start)
        if not read:
            return sum(self._lost(family, item) for item in printed)
        if not printed:
            return self._invented(read, start)
        # Several characters for others: pair them off, the rest was lost or invented.
        shared = min(len(read), len(printed))
        pairs = zip(printed[:shared], read[:shared], strict=True)
        total = sum(self._one(family, *pair, start + place) for place, pair in enumerate(pairs))
        total += sum(self._lost(family, item) for item in printed[shared:])
        rest = read[shared:]
        return total + (self._invented(rest, start + shared) if rest else 0.0)

    def rivals(self, place: int) -> list[str]:
        """Return the engine's other candidates at a place."""
        known = self._sounded(place)
        return [] if known is None else [item for item, _ in known.candidates if item]

    def _sounded(self, place: int) -> Sounding | None:
        lattice = self._reading.lattice
        return None if lattice is None else lattice.readings[place]

    def _one(self, family: Family, printed: str, read: str, place: int) -> float:
        known = None if printed in MARKS else self._sounded(place)
        if known is not None:
            return self._by_lattice(family, printed, read, known)
        wrong = self._wrong(family, printed, place)
        if printed == read:
            return math.log10(1 - wrong)
        return math.log10(wrong) + self._share(family, printed, read)

    def _by_lattice(self, family: Family, printed: str, read: str, known: Sounding) -> float:
        """Weigh by what the recogniser thought: its probabilities, sharpened as its decoder does.

        What it did not think of has a part of the rest. Of marks it is less sure than it says:
        with the families' tables in their place 25 pairs of readings had 4 % fewer errors left.
        """
        sure = min(max(known.probability, _MIN_CHANCE), _MAX_CHANCE)
        if known.probability >= SURE_CHANCE:
            sure = _MAX_CHANCE
        if printed == read:
            return math.log10(sure)
        chances = {normalise(item): chance for item, chance in known.candidates if item}
        if printed in chances:
            return math.log10(sure) + _SHARPENING * math.log10(
                max(chances[printed], _MIN_CHANCE) / sure
            )
        rest = max(1 - sure - sum(chances.values()), 1 - _MAX_CHANCE)
        return (
            math.log10(sure)
            + _SHARPENING * math.log10(rest / sure)
            + self._share(family, printed, read)
        )

    def _share(self, family: Family, printed: str, read: str) -> float:
        if printed in MARKS:
            return math.log10(family.marks.share(printed, read))
        share = _share(family.profile, printed, read)
        if is_ideograph(printed) and is_ideograph(read):
            share += self._frequent(read)
        return share

    def _frequent(self, read: str) -> float:
        return _FREQUENT_READ_SLOPE * (self._often(read) - _READ_SHARE_LOG10)

    def _wrong(self, family: Family, printed: str, place: int) -> float:
        """Return the chance that a printed character is misread at a place of the reading."""
        confidence = self._reading.confidence
        sure = None if confidence is None else confidence[place]
        if sure is not None:
            return min(max(1 - sure, 1 - _MAX_CHANCE), _MAX_CHANCE)
        if printed in MARKS:
            return family.marks.wrong(printed, self._rates.mark / _PRIOR_SHARES[1])
        if not is_ideograph(printed):
            return self._rates.other
        rarity = _PRINTED_SHARE_LOG10 - self._often(printed)
        return float(min(self._rates.han * 10 ** (_RARE_WRONG_SLOPE * rarity), _MAX_HAN_RATE))

    def _lost(self, family: Family, printed: str) -> float:
        if printed in MARKS:
            wrong = family.marks.wrong(printed, self._rates.mark / _PRIOR_SHARES[1])
            return math.log10(wrong * family.marks.share(printed, ""))
        return math.log10(self._rates.lost)

    def _invented(self, read: str, place: int) -> float:
        known, rate = self._sounded(place), self._rates.extra
        if known is not None:
            rate = min(rate, 1 - min(known.probability, _MAX_CHANCE))
        if len(read) > 1:
            return math.log10(rate) + _RUN_LOG10 * len(read)
        if not is_ideograph(read):
            return math.log10(rate / _OTHER_CHARACTERS)
        return math.log10(rate) - _INVENTED_LOG10 + self._frequent(read)


def _share(profile: Profile, printed: str, read: str) -> float:
    """Return log10 of the share of the misreadings of ``printed`` that give ``read``."""
    found = _shares(profile, read).get(printed)
    if found is not None:
        return found
    if is_ideograph(printed) and is_ideograph(read):
        return math.log10(profile.data.mixture.other / _HAN_CHARACTERS)
    if is_ideograph(printed):
        return -3.5
    return -4.0 if is_ideograph(read) else -2.0


@lru_cache(maxsize=20_000)
def _shares(profile: Profile, read: str) -> dict[str, float]:
    rates = {kind: profile.rate(kind) for kind in ("han", "mark", "mixed")}
    return {truth: weight - rates[_kind(read, truth)] for truth, weight in profile.candidates(read)}


def _kind(read: str, truth: str) -> str:
    if is_ideograph(read) != is_ideograph(truth):
        return "mixed"
    return "han" if is_ideograph(read) else "mark"
