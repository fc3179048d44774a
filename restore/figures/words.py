"""The words of the figure tables, in Chinese and in English."""

from __future__ import annotations

from restore.messages import Language, catalogue

__all__ = ["GRADES", "OUTCOMES", "RULES", "VERDICTS", "WORDS", "Language"]


def _both(section: str) -> dict[Language, dict[str, str]]:
    """Return a section of the catalogue by language and key."""
    pairs = catalogue()[section].items()
    return {
        "zh": {key: chinese for key, (chinese, _) in pairs},
        "en": {key: english for key, (_, english) in pairs},
    }


VERDICTS = _both("figure_verdict")
OUTCOMES = _both("figure_outcome")
RULES = _both("check")
GRADES = _both("figure_grade")
WORDS = _both("figure_table")
