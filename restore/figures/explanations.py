"""Says in Chinese and in English what was found, from the fields of the records."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.claims import Claim, ClaimGroup, Evidence, Series, TextualFact
from restore.figures.computed import exact
from restore.figures.values import parted, statement
from restore.figures.words import Language

__all__ = [
    "fact_words",
    "group_words",
    "series_words",
    "why_words",
]

_REASONS = {
    "equal": "the values are equal",
    "within-qualifier": "equal within what the qualifier admits",
    "within-precision": "equal within the printed precision",
    "values-differ": "one fact, different values",
    "period-differs": "different periods",
    "period-within": "one period holds the other",
    "period-unknown": "the values differ; the time is not known to be the same",
    "body-differs": "different places or bodies",
    "unit-differs": "different units; the values cannot be compared",
    "likeness-low": "alike in wording, not enough to be one fact",
    "nothing-shown": "nothing in the text shows one place, time and fact",
}
_EVIDENCE = {
    "digit": "digit {0} is {1} here and {2} there",
    "digits": "{0} digits differ: {1} and {2}",
    "exchange": "two neighbouring digits are exchanged: {0} and {1}",
    "decimal-point": "the decimal point parts {0} and {1}",
    "scale": "a power of ten (10^{0}) parts them",
    "lost-digit": "a digit {0} is lost or added",
    "witnesses": "{0} stands in {1} places, another value in {2}",
}
_WHY = {
    "statement": "apart from the figures the two sentences are the same, so they tell of one thing",
    "neighbour": "both sentences also give {0}, so they tell of one thing",
    "named": "both tell of one place ({0}), one time ({1}) and one thing ({2})",
}
_JUMPS = {
    "tenfold": "{0} and {1} are ten times apart: one may be misread",
    "exchange": "{0} and {1} have two digits exchanged: one may be misread",
}


def group_words(group: ClaimGroup, claims: Sequence[Claim], language: Language) -> str:
    """Say why a group has its verdict.

    Parameters
    ----------
    claims : those of the group, in its order
    """
    if language == "zh":
        return group.explanation
    texts = {statement(claim): claim.text for claim in reversed(claims)}
    parts = (dict.fromkeys(texts[one] for one in part) for part in parted(map(statement, claims)))
    sign = " ≠ " if group.verdict == "conflict" else ", "
    named = f": {sign.join(map(', '.join, parts))}" if len({*texts.values()}) > 1 else ""
    told = [_REASONS.get(group.reason, group.reason) + named]
    if group.verdict == "agree":
        documents = len({claim.document for claim in claims})
        told[0] += f" ({_number(len(claims), 'place')} in {_number(documents, 'document')})"
    told += [words for item in group.evidence if (words := _evidence_words(item))]
    return "; ".join(told)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _evidence_words(item: Evidence) -> str:
    template = _EVIDENCE.get(item.kind)
    if template is None or not item.values:
        return ""
    told = template.format(*item.values)
    if item.kind == "digit" and item.values[-1]:
        told += ", two that look alike"
    if item.kind == "scale" and item.values[-1]:
        told += f": “{item.values[-1]}” may be wrong"
    return told


def why_words(group: ClaimGroup, language: Language) -> str:
    """Say why the figures of a conflict are taken for one fact; ``""`` of other groups."""
    if language == "zh":
        return group.why
    shared = group.shared if group.ground == "named" else (", ".join(group.shared),)
    return _WHY[group.ground].format(*shared) if group.ground in _WHY else ""


def series_words(series: Series, language: Language) -> str:
    """Say where a series looks misread; ``""`` where nowhere."""
    if language == "zh":
        return series.note
    values = [
        f"{period} {exact(value)}{series.unit}"
        for period, value in zip(series.periods, series.values, strict=True)
    ]
    return "; ".join(_JUMPS[kind].format(values[a], values[b]) for a, b, kind in series.jumps)


def fact_words(fact: TextualFact, language: Language) -> str:
    """Say how a slot is filled."""
    if language == "zh":
        return fact.explanation
    return "one statement, filled differently: " + " / ".join(f"“{f.text}”" for f in fact.fillings)
