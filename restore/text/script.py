"""Which script a stretch of text is written in: Simplified, Traditional, both, or another's.

Characters that only one of the two scripts has are counted (``scripts.txt``, made of OpenCC's lists
by ``tools/build_scripts.py``); most characters tell nothing. Of Simplified prose 16 to 33 % do tell,
of Traditional 27 to 40 % (documents of ten kinds), so a sentence is enough and a few misread ones do
no harm.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from restore.text.characters import CANTONESE_WORDS, IDEOGRAPHS, KANA, LETTERS
from restore.text.phrases import code_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "Script",
    "ScriptCounts",
    "changed_script",
    "count_scripts",
    "count_scripts_of_lines",
    "script_of",
    "script_told_by",
]

_TABLE = Path(__file__).with_name("scripts.txt")
_CANTONESE = re.compile(f"[{CANTONESE_WORDS}]")
# Kinds of characters, as items of the table that numpy looks up.
_OTHER, _HAN, _TRADITIONAL, _SIMPLIFIED, _CANTONESE_WORD, _KANA, _LETTER = range(7)
_KINDS = 7
# One character behind the last ideograph: every code point beyond counts as that.
_TABLE_SIZE = 0x33480

# The document counts for so many telling characters of each of its stretches: one misread character
# in a heading of four does not make it another script, five do.
_PRIOR_CHARACTERS = 3.0
# Up to this share of Traditional among the telling characters a text is Simplified, from this share
# on Traditional. Noise is far below, a page of both is far above.
_MOST_FOREIGN_SHARE = 1 / 3
# The least kana, in characters and as a share of the Han characters beside them, for Japanese: a
# Chinese name may have one (优の品).
_MIN_KANA = 3
_MIN_KANA_SHARE = 0.25
# Different Cantonese words for a stretch to be Cantonese by itself; how many, and which share of the
# Han characters, for a document to be: 30 Cantonese ones have 2.9 to 17 %, 75 in Mandarin (novels,
# recipes, laws, manuals) .07 % at most.
_MIN_CANTONESE_WORDS = 2
_MIN_CANTONESE_CHARACTERS = 3
_MIN_CANTONESE_SHARE = 0.01
# A stretch of fewer Han characters is what its document is.
_TELLING_LENGTH = 16


class Script(str, Enum):
    """How a stretch is written. Latin and none have no Han character."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    MIXED = "mixed"
    CANTONESE = "cantonese"
    JAPANESE = "japanese"
    LATIN = "latin"
    NONE = "none"


class ScriptCounts(NamedTuple):
    """How many characters of a text tell of its script; ``han`` counts all ideographs."""

    han: int
    traditional: int
    simplified: int
    cantonese: int
    kana: int
    letters: int

    @property
    def is_plain(self) -> bool:
        """Whether nothing tells of another script than Simplified."""
        return not (self.traditional or self.cantonese or self.kana)

    @property
    def is_cantonese(self) -> bool:
        """Whether the text as a whole is Cantonese."""
        least = max(_MIN_CANTONESE_CHARACTERS, _MIN_CANTONESE_SHARE * self.han)
        return self.cantonese >= least

    @property
    def is_japanese(self) -> bool:
        """Whether the text as a whole is Japanese."""
        return self.kana >= _MIN_KANA and self.kana >= _MIN_KANA_SHARE * self.han


# A document is asked for by several stages, one after the other.
@lru_cache(maxsize=4)
def count_scripts(text: str) -> ScriptCounts:
    """Count the characters of a text that tell of its script."""
    import numpy as np

    return _counts(np.bincount(_kinds_in(text), minlength=_KINDS).tolist())


def count_scripts_of_lines(text: str, starts: Sequence[int]) -> list[ScriptCounts]:
    """Count as :func:`count_scripts` does in each line of a text, in all of them at once.

    Parameters
    ----------
    starts : where the lines begin, and the end of the text
    """
    import numpy as np

    lines = len(starts) - 1
    owners = np.repeat(np.arange(lines), np.diff(starts))
    found = np.bincount(owners * _KINDS + _kinds_in(text), minlength=lines * _KINDS)
    return [_counts(row) for row in found.reshape(lines, _KINDS).tolist()]


def _kinds_in(text: str) -> NDArray[np.uint8]:
    import numpy as np

    return _kinds()[np.minimum(code_points(text), _TABLE_SIZE - 1)]


def _counts(found: Sequence[int]) -> ScriptCounts:
    _, han, traditional, simplified, cantonese, kana, letters = found
    every = han + traditional + simplified + cantonese
    return ScriptCounts(every, traditional, simplified, cantonese, kana, letters)


def script_of(text: str, document: ScriptCounts | None = None) -> Script:
    """Return the script of a stretch: a paragraph, a line, a sentence.

    Chinese without a character that tells is Simplified unless its document says otherwise.

    Parameters
    ----------
    document : the counts of the document that the stretch stands in; decides where it tells little
    """
    counts = count_scripts(text)
    return script_told_by(counts, document if document is not None else counts, text)


def script_told_by(counts: ScriptCounts, around: ScriptCounts, text: str) -> Script:
    """Return the script of a stretch by its counts and those of its document, as :func:`script_of`."""
    if counts.is_japanese or (around.is_japanese and counts.han and not counts.simplified):
        return Script.JAPANESE
    if not counts.han:
        return Script.LATIN if counts.letters else Script.NONE
    if _is_cantonese(text, counts, around):
        return Script.CANTONESE
    share = _traditional_share(counts, around)
    if share <= _MOST_FOREIGN_SHARE:
        return Script.SIMPLIFIED
    return Script.TRADITIONAL if share >= 1 - _MOST_FOREIGN_SHARE else Script.MIXED


def _is_cantonese(text: str, counts: ScriptCounts, document: ScriptCounts) -> bool:
    if document.is_cantonese and (counts.cantonese or counts.han < _TELLING_LENGTH):
        return True
    several = counts.cantonese >= _MIN_CANTONESE_WORDS
    return several and len(set(_CANTONESE.findall(text))) >= _MIN_CANTONESE_WORDS


def _traditional_share(counts: ScriptCounts, document: ScriptCounts) -> float:
    """Return the share of Traditional among the telling characters, those of the prior with them."""
    telling = document.traditional + document.simplified
    prior = _PRIOR_CHARACTERS / telling if telling else 0.0
    traditional = counts.traditional + prior * document.traditional
    simplified = counts.simplified + prior * document.simplified
    return traditional / (traditional + simplified) if traditional else 0.0


def changed_script(before: str, after: str) -> Script | None:
    """Return the script into which a change puts a character of the other, None if it puts none.

    Examples
    --------
    >>> changed_script("國內", "国内").value
    'simplified'
    >>> changed_script("里面", "裡面").value
    'traditional'
    >>> changed_script("着名", "著名") is None
    True
    """
    simplified_form = _simplified_forms()
    gone, new = set(before) - set(after), set(after) - set(before)
    if any(simplified_form.get(item) in new for item in gone):
        return Script.SIMPLIFIED
    if any(simplified_form.get(item) in gone for item in new):
        return Script.TRADITIONAL
    return None


@lru_cache(maxsize=1)
def _lists() -> tuple[str, str, str]:
    """Return what is Traditional only, the Simplified form of each, and what is Simplified only."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    traditional, forms, simplified = (line for line in lines if not line.startswith("#"))
    return traditional, forms, simplified


@lru_cache(maxsize=1)
def _simplified_forms() -> dict[str, str]:
    traditional, forms, _ = _lists()
    return dict(zip(traditional, forms, strict=True))


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Return the kind of every code point up to the last ideograph."""
    import numpy as np

    kinds = np.full(_TABLE_SIZE, _OTHER, np.uint8)
    for ranges, kind in ((IDEOGRAPHS, _HAN), (KANA, _KANA), (LETTERS, _LETTER)):
        for first, last in re.findall("(.)-(.)", ranges):
            kinds[ord(first) : ord(last) + 1] = kind
    traditional, _, simplified = _lists()
    kinds[code_points(traditional)] = _TRADITIONAL
    kinds[code_points(simplified)] = _SIMPLIFIED
    kinds[code_points(CANTONESE_WORDS)] = _CANTONESE_WORD
    return kinds
