"""Features of a finding, from which its calibrated probability is computed."""

from __future__ import annotations

import math
from operator import mul
from typing import TYPE_CHECKING

from restore.channel.alignment import KINDS
from restore.text.characters import CALIBRATED_WORDS
from restore.text.occurrences import count_of

if TYPE_CHECKING:
    from restore.channel.findings import Finding
    from restore.channel.noise import Noise

__all__ = [
    "FEATURES",
    "FEATURES_AT_FIRST",
    "LATTICE_FEATURES",
    "chance_of",
    "features",
    "own_usage",
    "probability",
    "small_words",
    "support",
]

_NUMBERS = (
    "total",
    "strangeness",
    "noise",
    "own_usage",
    "small_words",
    "support",
    "around",
    "usual",
    "unlike",
    "sounds",
    "company",
    "company_of_word",
)
_KINDS = tuple(kind for kind in KINDS if kind != "run")
_BY_KIND = {kind: tuple(float(kind == item) for item in _KINDS) for kind in _KINDS}
# Those of ``han``, of what keeps the number of Chinese characters, and of everything.
_FITS = (
    "lead",
    "seldom_beside",
    "often_beside",
    "known_before",
    "known_after",
    "usual_before",
    "usual_after",
    "total_after",
    "least_after",
)
#: So many features a calibration has that was fitted before :mod:`restore.channel.fit` was there.
FEATURES_AT_FIRST = len(_NUMBERS) + len(_KINDS)
#: The names of the features, in the order of a calibration's weights. A run counts as ``han``.
FEATURES: tuple[str, ...] = (*_NUMBERS, *(f"kind_{kind}" for kind in _KINDS), *_FITS)

#: The names of the features of a lattice's finding, in the order of a calibration's weights.
LATTICE_FEATURES = (
    "one",
    "total",
    "margin",
    "lead",
    "doubt",
    "ratio",
    "first",
    "outside",
    "mark",
    "extra",
    "missing",
    "comma",
    "total_of_mark",
    "doubt_of_mark",
    "unlike",
)

# Code points: the documents that the weights were fitted on have one to three thousand.
_NEARBY_CHARACTERS = 1500
# The counts of neighbours reach 2^16; so the weight has the size of the others.
_USUAL_UNIT = 10
# Natural units: what one character gains or loses at most, and what is weighed as one.
_MOST_COMPANY, _COMPANY_UNIT = 10.0, 10.0
# log10: what is weighed as one lead, and at least and half of the most that counts; as one score.
_MOST_LEAD, _LOG10_UNIT = 3.0, 4.0
_USUALLY_KNOWN = 3
# How often the document writes something counts up to this.
_MOST_COUNT = 3.0
_OWN_USAGE, _SUPPORT = map(FEATURES.index, ("own_usage", "support"))
_OF_SAME_LENGTH = ("han", "run", "word", "swap")
_SMALL = frozenset(CALIBRATED_WORDS)


def features(finding: Finding, text: str, noise: Noise) -> list[float]:
    """Return the features of a finding in a document.

    Parameters
    ----------
    text : the whole document: what it writes again is what its author means
    noise : how noisy it is
    """
    return _values(finding, noise, own_usage(finding, text), support(finding, text))


def _values(finding: Finding, noise: Noise, usage: int, supported: int) -> list[float]:
    kind = "han" if finding.kind == "run" else finding.kind
    return [
        min(finding.margin + finding.weight, 12.0),
        max(finding.strangeness, -12.0),
        noise.beside(finding),
        min(float(usage), _MOST_COUNT),
        float(small_words(finding)),
        min(float(supported), _MOST_COUNT),
        max(finding.around, -4.0),
        finding.usual / _USUAL_UNIT,
        float(kind == "han" and not finding.alike),
        float(kind == "han" and finding.sounds),
        _company(finding, 1) if kind == "han" else 0.0,
        _company(finding, 2) if kind == "word" else 0.0,
        *_BY_KIND[kind],
        *_fits(finding),
    ]


def _fits(finding: Finding) -> tuple[float, ...]:
    """Return how what is put and what stands there fit between their neighbours."""
    stood, put = finding.stood, finding.put
    alone, same_length = finding.kind in ("han", "run"), finding.kind in _OF_SAME_LENGTH
    return (
        alone * max(-_MOST_LEAD, min(finding.lead, 2 * _MOST_LEAD)) / _MOST_LEAD,
        alone * min(stood.beside) / _USUAL_UNIT,
        alone * max(put.beside) / _USUAL_UNIT,
        same_length * (stood.known - _USUALLY_KNOWN),
        same_length * (put.known - _USUALLY_KNOWN),
        same_length * stood.usual / _LOG10_UNIT,
        same_length * put.usual / _LOG10_UNIT,
        put.total / (2 * _LOG10_UNIT),
        max(put.least, -2 * _LOG10_UNIT) / _LOG10_UNIT,
    )


def _company(finding: Finding, characters: int) -> float:
    """Return how well what is put goes with what stands further off, at most so much a character."""
    most = _MOST_COMPANY * characters
    return max(-most, min(finding.company, most)) / _COMPANY_UNIT


def chance_of(
    weights: tuple[float, ...], finding: Finding, text: str, noise: Noise, least: float
) -> tuple[float, int]:
    """Return the probability of a finding from its `features`, and its `own_usage`; or 0 and 0 where
    it stays below the least whatever else the document writes.

    Counting in the document is dear, and so need not be done for most findings of a clean text.
    """
    values = _values(finding, noise, 0, 0)
    for place in (_OWN_USAGE, _SUPPORT):
        values[place] = _MOST_COUNT if weights[place] > 0 else 0.0
    if probability(weights, values) < least:
        return 0.0, 0
    usage = own_usage(finding, text)
    values[_OWN_USAGE] = min(float(usage), _MOST_COUNT)
    values[_SUPPORT] = min(float(support(finding, text)), _MOST_COUNT)
    return probability(weights, values), usage


def small_words(finding: Finding) -> bool:
    """Whether a finding puts one small word in another's place."""
    return _SMALL.issuperset(finding.before + finding.after)


def own_usage(finding: Finding, text: str) -> int:
    """Return how often else the document has the questioned characters with a neighbour."""
    start, end = finding.start, finding.end
    inside = start == end
    left, right = text[max(0, start - 1) : end + inside], text[max(0, start - inside) : end + 1]
    return max(
        count_of(text, left) - 1 if len(left) > 1 else 0,
        count_of(text, right) - 1 if len(right) > 1 else 0,
    )


def support(finding: Finding, text: str) -> int:
    """Return how often the text nearby has the proposed characters with two neighbours.

    A page's worth on both sides: in a long text everything usual stands somewhere.
    """
    if not finding.after:
        return 0
    nearby = text[max(0, finding.start - _NEARBY_CHARACTERS) : finding.end + _NEARBY_CHARACTERS]
    left, right = (
        text[max(0, finding.start - 2) : finding.start],
        text[finding.end : finding.end + 2],
    )
    pieces = (left + finding.after, left[-1:] + finding.after + right[:1], finding.after + right)
    return max(nearby.count(piece) if len(piece) > 2 else 0 for piece in pieces)


def probability(weights: tuple[float, ...], values: list[float]) -> float:
    """Return the logistic of the weighted sum."""
    total = sum(map(mul, weights, values))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
