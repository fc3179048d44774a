"""Find punctuation marks of noisy text that were misread as one another: ，for 、, · for 。.

A 5-gram hardly distinguishes them, and a misread mark does not look suspicious. So every mark of a
noisy text is scored by a conditional logit (McFadden 1974) over the marks that may have been
printed, on the language model, the clauses on both sides and the profile.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.lattice_options import clause_scores
from restore.channel.proposals import UNSURE_PROBABILITY, channel_proposal
from restore.core.edits import Proposal
from restore.core.evidence import Channel
from restore.language.normalise import DROPPED, normalise
from restore.text.characters import LOW_POINTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.channel.profile import Profile
    from restore.core.native_page import Lattice
    from restore.language.model import LanguageModel

__all__ = [
    "MIN_NOISE_SHARE",
    "PUNCTUATION_FEATURES",
    "PunctuationFinding",
    "WeighedMark",
    "find_punctuation",
    "propose_punctuation",
    "weigh_punctuation",
]

#: The names of the features of a mark that may have been printed, in the order of the weights.
PUNCTUATION_FEATURES = ("language", "clauses", "seen", "same", "same_in_noise")
#: The share of suspicious places from which on a text's marks are weighed.
MIN_NOISE_SHARE = 0.05
# Marks that are weighed: not inside a figure, nor at an end of the paragraph.
_MARK = re.compile(rf"(?<=.)(?!(?<=[0a])[^0a][0a])[{LOW_POINTS}·－．](?=.)")
# Characters on either side that the language model is given.
_CONTEXT_CHARACTERS = 8
# What the clauses say of a mark that they know nothing of, log10.
_UNKNOWN_CLAUSE_LOG10 = -2.0


class WeighedMark(NamedTuple):
    """A mark at a code point, with the marks that may have been printed; itself first.

    ``values`` has a row of :data:`PUNCTUATION_FEATURES` for each.
    """

    start: int
    choices: tuple[str, ...]
    values: NDArray[np.float64]


class PunctuationFinding(NamedTuple):
    """A mark that is more likely another one; the offset is a code point.

    ``margin`` is the gain of the language model, ``weight`` what the profile says of the
    misreading, both log10; ``chance`` the probability of the other mark.
    """

    start: int
    before: str
    after: str
    margin: float
    weight: float
    chance: float


def weigh_punctuation(
    text: str, noise: float, model: LanguageModel, profile: Profile
) -> Iterator[WeighedMark]:
    """Yield the marks of a text with one paragraph a line.

    ``noise`` is the share of suspicious places in it.
    """
    import numpy as np

    position = 0
    seen: dict[str, dict[str, float]] = {}
    for raw in text.split("\n"):
        folded = normalise(raw)
        places = [place for place, item in enumerate(raw) if not DROPPED.match(item)]
        for match in _MARK.finditer(folded):
            place, read = match.start(), match[0]
            clauses = clause_scores(folded, place)
            choices = tuple(dict.fromkeys((read, *clauses)))
            known = seen.setdefault(read, dict(profile.candidates(read)))
            left = folded[max(0, place - _CONTEXT_CHARACTERS) : place]
            right = folded[place + 1 : place + 1 + _CONTEXT_CHARACTERS]
            margins = model.margins([(left, read, choice, right) for choice in choices])
            values = [
                [
                    margin,
                    clauses.get(choice, _UNKNOWN_CLAUSE_LOG10),
                    known.get(choice, profile.other(read)),
                    0,
                    0,
                ]
                for choice, margin in zip(choices, margins, strict=True)
            ]
            values[0][2:] = [0.0, 1.0, math.log10(noise)]
            yield WeighedMark(position + places[place], choices, np.array(values))
        position += len(raw) + 1


def find_punctuation(
    text: str, noise: float, model: LanguageModel, profile: Profile
) -> list[PunctuationFinding]:
    """Return the marks for which another is likelier, in order.

    None where the text is not noisy, or the profile has no weights for marks.
    """
    import numpy as np

    if profile.data.marks is None or noise < MIN_NOISE_SHARE:
        return []
    weights = np.array(profile.data.marks.weights)
    found = []
    for mark in weigh_punctuation(text, noise, model, profile):
        values = mark.values @ weights
        best = int(values.argmax())
        if best:
            chance = float(np.exp(values[best] - np.logaddexp.reduce(values)))
            margin, _, weight, *_ = mark.values[best].tolist()
            before = text[mark.start]
            found.append(
                PunctuationFinding(mark.start, before, mark.choices[best], margin, weight, chance)
            )
    return found


def propose_punctuation(
    text: str, noise: float, model: LanguageModel, profile: Profile, lattice: Lattice | None = None
) -> list[Proposal]:
    """Return the findings as proposals of the correction stage.

    Where the recogniser's own probabilities are known, its lattice decides, and none are made.
    """
    return [
        channel_proposal(
            (item.start, item.start + 1),
            item.after,
            # One mark of five that is likelier by far is right as it stands.
            Channel(profile.data.name, "mark", item.weight, min(item.chance, UNSURE_PROBABILITY)),
            margin=item.margin,
        )
        for item in find_punctuation(text, noise, model, profile)
        if lattice is None or lattice.readings[item.start] is None
    ]
