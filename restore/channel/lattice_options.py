"""Options where an OCR engine was unsure: its candidates, with weights.

Weights are log10 and relative to the language model's weight of 1. They say how much the engine's
probability, the clauses on both sides of a mark and the counts of the profile count. They come from
a conditional logit on the truth of unsure characters, rounded; see CHANNEL_CARD.md.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from restore.channel.decoding import Option
from restore.channel.profile import Profile
from restore.channel.punctuation import CONTEXT, PunctuationModel
from restore.language.normalise import normalise
from restore.text.characters import is_ideograph

if TYPE_CHECKING:
    from restore.core.native_page import Reading

__all__ = ["SURE_CHANCE", "clause_scores", "lattice_options"]

# Of PP-OCR's characters with p >= .98 one in a thousand is wrong (data/ocr, chars).
SURE_CHANCE = 0.98
# The weight of the recogniser's probability and the price of a change. That nothing stood there it
# says far too often.
_CHANCE_WEIGHT, _CHANGE_PRICE_LOG10, _DELETION_PRICE_LOG10 = 1.1, 0.7, 2.0
# The same for marks, with the weights of the clauses and of how often one mark is read for another
# (whose log10 is about -4): 5-grams tell marks apart badly.
_MARK_WEIGHT, _CLAUSE_WEIGHT, _SEEN_WEIGHT, _MARK_PRICE_LOG10 = 2.9, 0.9, 1.75, -3.8
# A mark that the clauses say nothing of counts like one of a hundred, and less.
_OTHER_CLAUSE_LOG10, _OTHER_PRICE_LOG10 = -2.0, 1.4
# Beyond the candidates: how many of the profile's are tried, with what is left of the probability; of
# marks each of the usual ones, with a share of the least of the candidates.
_MAX_OUTSIDE, _OUTSIDE_SHARE = 24, 0.3
# Where the recogniser was so unsure it may have been any character that goes with both neighbours
# (产教[藏]合: 融), each with so much of what is left (log10).
_ANY_BELOW_CHANCE, _ANY_LOG10 = 0.7, -2.5
# No chance counts as less.
_MIN_CHANCE = 1e-5
_FIXED = frozenset("0a")


def lattice_options(
    folded: str, place: int, reading: Reading | None, profile: Profile
) -> list[Option]:
    """Return the options of one place of a folded paragraph; the first keeps what was read."""
    read = folded[place]
    options = [Option(read, 0.0)]
    if reading is None or reading.probability >= SURE_CHANCE or read in _FIXED:
        return options
    chances: dict[str, float] = {}
    for candidate, chance in ((read, reading.probability), *reading.candidates):
        truth = normalise(candidate)
        if len(truth) < 2 and truth not in _FIXED:
            chances[truth] = chances.get(truth, 0.0) + chance
    if is_ideograph(read):
        options += _characters(folded, place, chances, profile)
    else:
        options += _marks(folded, place, chances, profile)
    if place:
        options += [
            Option(truth + read, profile.missing(truth) - _CHANGE_PRICE_LOG10)
            for truth in profile.base.between(folded[place - 1], read)
        ]
    return options


def _characters(
    folded: str, place: int, chances: dict[str, float], profile: Profile
) -> list[Option]:
    read = folded[place]
    own = _log(chances[read])
    found = [
        Option(
            truth,
            _CHANCE_WEIGHT * (_log(chance) - own)
            - (_CHANGE_PRICE_LOG10 if truth else _DELETION_LOG10),
        )
        for truth, chance in chances.items()
        if truth != read
    ]
    rest = math.log10(max(1 - sum(chances.values()), 1e-3)) - own
    rate = profile.rate("han")
    known = [item for item in profile.candidates(read) if item[0] not in chances][:_MAX_OUTSIDE]
    outside = {truth: rest - rate + weight for truth, weight in known if truth not in _FIXED}
    if chances[read] < _ANY_BELOW_CHANCE:
        around = folded[max(0, place - 1) : place], folded[place + 1 : place + 2]
        for truth in profile.base.between(*around):
            if truth not in chances and is_ideograph(truth):
                outside.setdefault(truth, rest + _ANY_LOG10)
    return found + [
        Option(truth, _CHANCE_WEIGHT * weight - _CHANGE_PRICE_LOG10)
        for truth, weight in outside.items()
    ]


_DELETION_LOG10 = _CHANGE_PRICE_LOG10 + _DELETION_PRICE_LOG10


def _marks(folded: str, place: int, chances: dict[str, float], profile: Profile) -> list[Option]:
    read = folded[place]
    clauses = clause_scores(folded, place)
    seen = dict(profile.candidates(read))
    unseen = profile.other(read)
    least = _OUTSIDE_SHARE * min(chances.values())
    own, here = _log(chances[read]), clauses.get(read, _OTHER_CLAUSE_LOG10)
    found = []
    for truth in dict.fromkeys([*chances, *clauses]):
        if truth == read:
            continue
        weight = _MARK_WEIGHT * (_log(chances.get(truth, least)) - own)
        if not truth:
            found.append(Option(truth, weight / 2 - _DELETION_LOG10))
            continue
        weight += _CLAUSE_WEIGHT * (clauses.get(truth, _OTHER_CLAUSE_LOG10) - here)
        weight += _SEEN_WEIGHT * seen.get(truth, unseen) - _MARK_PRICE_LOG10
        weight -= _OTHER_PRICE_LOG10 * ((truth not in clauses) - (read not in clauses))
        found.append(Option(truth, weight))
    return found


def clause_scores(folded: str, place: int) -> dict[str, float]:
    """Return the log10 probability of each usual mark, given the text on both sides."""
    left = folded[max(0, place - CONTEXT) : place]
    right = folded[place + 1 : place + 1 + CONTEXT]
    return PunctuationModel.load().scores(left, right)


def _log(chance: float) -> float:
    return math.log10(max(chance, _MIN_CHANCE))
