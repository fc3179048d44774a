"""Scores how alike the wording around two figures is, apart from their values (0 to 100)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from restore.core.claims import Claim, FigureSource
from restore.figures.deeds import deed_of
from restore.figures.dictionary import FigureDictionary, alternation
from restore.figures.homes import UNNAMED, article_regions
from restore.figures.periods import Anchor, anchor_of
from restore.text.characters import DIGITS, MARKS

__all__ = [
    "Context",
    "contexts",
    "likeness",
    "masked",
    "nearness",
    "subject_likeness",
]

_NUMBER = re.compile(f"[{DIGITS}][{DIGITS}.,，．]*(?:[余多来]?[万亿千百]*)?")
_SPARE = re.compile(rf"[\s{MARKS}:;,.()!?]+")
#: Characters on each side of a figure that its neighbourhood covers.
_CONTEXT_LENGTH = 28
#: Characters on each side of a figure that are kept as they stand.
_REACH = 80

# What subject, clause and neighbourhood weigh in a likeness.
_SUBJECT_WEIGHT = 0.4
_CLAUSE_WEIGHT = 0.3
_NEARNESS_WEIGHT = 0.3
# What verbs add to it: 增长到 is not 增长.
_OTHER_CHANGE = -8.0
_SAME_PREDICATE = 3.0
_OTHER_PREDICATE = -6.0
#: Chinese puts the head last: a subject that ends with the other only adds modifiers to it.
_MODIFIED = 88.0
_MIN_MODIFIED_LENGTH = 2
#: One that begins with the other says more about it.
_EXTENDED = 80.0
_MIN_EXTENDED_LENGTH = 4


class Context(NamedTuple):
    """The wording of a claim without numbers and marks, synonyms made one.

    ``around`` is the text near the figure as it stands; ``at`` is where the figure begins in it, and
    ``sentence`` where its sentence does and ends, as far as it is near; ``deed`` is what :func:`deed_of` tells.
    ``given`` is the month in which the report of a place was given, counted from the year 0; less than 12 where
    it is not known.
    """

    claim: Claim
    region: str
    subject: str
    clause: str
    left: str
    right: str
    around: str = ""
    at: int = 0
    sentence: tuple[int, int] = (0, 0)
    deed: str = ""
    given: int = 0

    @property
    def placed(self) -> bool:
        """Whether the document says of which place it is."""
        return self.region not in {"", UNNAMED}


@lru_cache(maxsize=4)
def _synonyms(dictionary: FigureDictionary) -> re.Pattern[str]:
    return re.compile(alternation(list(dictionary.same)))


def masked(text: str) -> str:
    """Mask numbers with ``#`` and drop marks and white space."""
    return _SPARE.sub("", _NUMBER.sub("#", text))


def normalise(text: str, dictionary: FigureDictionary) -> str:
    """Mask numbers, drop marks, and make the dictionary's synonyms one."""
    return str(_synonyms(dictionary).sub(lambda match: dictionary.same[match[0]], masked(text)))


def contexts(
    source: FigureSource, claims: list[Claim], dictionary: FigureDictionary
) -> list[Context]:
    """Return the comparable wording of every claim of one source."""
    if not claims:
        return []
    text = source.text
    regions = article_regions(source, dictionary)
    given = _given(source, regions)
    made = []
    for claim in claims:
        start, end = claim.span
        clause_start, clause_end = claim.clause.span
        clause = text[clause_start:start] + "#" + text[end:clause_end]
        left = text[max(0, start - _CONTEXT_LENGTH) : start].rpartition("\n")[2].rpartition("\f")[2]
        right = text[end : end + _CONTEXT_LENGTH].partition("\n")[0].partition("\f")[0]
        near = max(0, start - _REACH)
        near = text.rfind("\f", near, start) + 1 or near
        far = min(end + _REACH, len(text))
        made.append(
            Context(
                claim,
                regions[claim.article],
                normalise(claim.subject, dictionary),
                normalise(clause, dictionary),
                normalise(left, dictionary),
                normalise(right, dictionary),
                text[near:far].partition("\f")[0],
                start - near,
                (max(0, claim.sentence[0] - near), min(far, claim.sentence[1]) - near),
                deed_of(claim, text, dictionary),
                given[claim.article],
            )
        )
    return made


def _given(source: FigureSource, regions: list[str]) -> list[int]:
    """Return the month in which each report of a place was given, counted from the year 0; 0 where unknown."""
    articles = source.text.split("\f")
    anchors = (
        anchor_of(article, source.title, source.date) if region else Anchor(None, None)
        for article, region in zip(articles, regions, strict=True)
    )
    return [12 * (anchor.given or 0) + (anchor.month or 1) - 1 for anchor in anchors]


def likeness(a: Context, b: Context) -> float:
    """Score 0–100 how surely two claims speak of the same thing, whatever their values.

    The subject, the clause and the neighbourhood vote; the neighbourhood may be alike on one side
    only, because reports cut their sentences differently. An equal predicate helps a little, a
    different one costs.
    """
    subject = subject_likeness(a.subject, b.subject)
    clause = fuzz.ratio(a.clause, b.clause)
    score = _SUBJECT_WEIGHT * subject + _CLAUSE_WEIGHT * clause
    score += _NEARNESS_WEIGHT * nearness(a, b)
    first, second = a.claim.predicate, b.claim.predicate
    if first.endswith("到") != second.endswith("到"):
        score += _OTHER_CHANGE
    if first and second:
        if first == second:
            score += _SAME_PREDICATE
        elif first not in second and second not in first:
            score += _OTHER_PREDICATE
    return min(100.0, score)


def nearness(a: Context, b: Context) -> float:
    """Score how alike the text right around two figures is, on the better side."""
    left, right = fuzz.ratio(a.left, b.left), fuzz.ratio(a.right, b.right)
    return max(left, right, (left + right) / 2)


def subject_likeness(a: str, b: str) -> float:
    """Compare subjects: one that only adds modifiers in front (head-final) counts as near."""
    if not a or not b:
        return 0.0
    plain = fuzz.ratio(a, b)
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    if len(shorter) >= _MIN_MODIFIED_LENGTH and longer.endswith(shorter):
        return max(plain, _MODIFIED)
    if len(shorter) >= _MIN_EXTENDED_LENGTH and longer.startswith(shorter):
        return max(plain, _EXTENDED)
    return plain
