"""The words of the figure tables, in Chinese and in English."""

from __future__ import annotations

from restore.core.claims import ClaimGroup
from restore.messages import Language, catalogue

__all__ = ["OUTCOMES", "RULES", "VERDICTS", "WORDS", "Language", "explained"]


def _both(section: str) -> dict[Language, dict[str, str]]:
    """Return a section of the catalogue by language and key."""
    pairs = catalogue()[section].items()
    return {
        "zh": {key: chinese for key, (chinese, _) in pairs},
        "en": {key: english for key, (_, english) in pairs},
    }


VERDICTS = _both("figure_verdict")
OUTCOMES = _both("figure_outcome")
RULES = _both("figure_rule")
WORDS = _both("figure_table")
_REASONS_EN = {
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
_EVIDENCE_EN = {
    "digit": "one digit differs",
    "digits": "several digits differ",
    "exchange": "two digits are exchanged",
    "decimal-point": "the decimal point differs",
    "scale": "a power of ten parts them",
    "lost-digit": "a digit is lost or added",
    "witnesses": "one value has more witnesses",
}
_WHY_EN = {
    "两处文字": "the texts around them are equal but for the figures",
    "两处都有": "both sentences give another telling number",
    "同一地区": "place, time and what is counted are the same",
}


def explained(group: ClaimGroup, language: Language) -> tuple[str, str]:
    """Return the explanation of a group, and why its claims are one fact, in a language."""
    if language == "zh":
        return group.explanation, group.why
    told = [_REASONS_EN.get(group.reason, group.reason)]
    told += [_EVIDENCE_EN[item.kind] for item in group.evidence if item.kind in _EVIDENCE_EN]
    return "; ".join(dict.fromkeys(told)), _WHY_EN.get(group.why[:4], group.why)
