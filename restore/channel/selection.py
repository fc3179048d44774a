"""Choose the error profile of a document if the user has not named one."""

from __future__ import annotations

import re

from restore.text.characters import CLAUSE_MARKS, HAN
from restore.text.patterns import lazy_pattern

__all__ = ["AUTO", "ENGINES", "SCANNED", "UNKNOWN", "choose_profile"]

AUTO = "auto"
#: The profiles of a text of unknown origin, and of one that an engine must have read.
UNKNOWN, SCANNED = "general", "ppocr"
#: The profiles of OCR engines.
ENGINES = frozenset({"ppocr", "tesseract"})
_ENGINE_NAMES = (
    (lazy_pattern(r"pp-?ocr|paddle|rapid-?ocr", re.IGNORECASE), "ppocr"),
    (re.compile(r"tess", re.IGNORECASE), "tesseract"),
)
_HAN = f"[{HAN}]"
# Signs that no Chinese text has beside a character, and marks of half width there. Tesseract has
# both on all 25 of its development pages but one; PP-OCR, the five reports and clean reports and
# news have at most 1.4 and 1.9 in a thousand characters. A text that has many or only half-width
# marks was converted, not misread.
# The sign comes first in both patterns: such places are found much sooner.
_JUNK = lazy_pattern(rf"[|~_^*#\\{{}}\[\]<>=+&$`'](?:(?<={_HAN}.)|(?<={_HAN}\s.)|(?=\s?{_HAN}))")
_HALF = lazy_pattern(rf"[,;:!?.](?:(?<={_HAN}.)|(?={_HAN}))")
_FULL = lazy_pattern(f"[{CLAUSE_MARKS}]")
_CHARACTERS = lazy_pattern(f"{_HAN}+")
_MIN_JUNK_PER_1000, _MIN_HALF_PER_1000, _MAX_HALF_PER_1000 = 5.0, 2.2, 40.0
_MIN_FULL_SHARE = 0.2
# A text of fewer Chinese characters says too little.
_MIN_CHARACTERS = 300


def choose_profile(name: str, text: str, engine: str = "") -> str:
    """Return the profile to use, ``auto`` where only what is misread can tell.

    Parameters
    ----------
    name : what the user wishes; anything but ``auto`` is returned as it is
    text : the source of the document, as it was read
    engine : the recogniser's name where the reader knows it
    """
    if name != AUTO:
        return name
    for pattern, profile in _ENGINE_NAMES:
        if pattern.search(engine):
            return profile
    half, signs = len(_HALF.findall(text)), len(_JUNK.findall(text))
    # Most texts have neither, and their characters need no counting.
    count = sum(map(len, _CHARACTERS.findall(text))) if half or signs else 0
    if count < _MIN_CHARACTERS:
        return AUTO
    full = len(_FULL.findall(text))
    share = 1000 * half / count
    mixed = _MIN_HALF_PER_1000 <= share <= _MAX_HALF_PER_1000 and full >= _MIN_FULL_SHARE * (
        half + full
    )
    junk = 1000 * signs / count >= _MIN_JUNK_PER_1000
    return "tesseract" if junk or mixed else AUTO
