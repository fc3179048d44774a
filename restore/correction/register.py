"""Tell spoken language from written prose: in speech, repeated words are often correct.

我帮你们分析分析 is no error, and where punctuation is left out a clause may end with the word that the
next begins with (清洁灌肠|灌肠的时候难受). No repeat is removed automatically in such a place.
"""

from __future__ import annotations

import re

from restore.correction.scoring import (
    LanguageModelLike,
    after_in_line,
    before_in_line,
    continuation,
)
from restore.text.characters import SPOKEN_WORDS

__all__ = ["is_spoken"]

# Who is spoken to, and particles.
_SPOKEN = re.compile(f"[{SPOKEN_WORDS}]|我(?![国省市区县旗盟州厂校院军党方们])")
_STOP = re.compile(r"[^\w\s]")
# Characters looked at on both sides.
_NEARBY_CHARACTERS = 30
# Words that the model would not have foreseen (mean log10 per character), and no mark among so many
# characters. Set on MiDu 2022 and on medical questions and answers (ECSpell med): of the repeats
# that the first would have applied half are right there, and 17 of 25 wrong ones go.
_UNUSUAL_LOG10 = -2.3
_UNKNOWN_LOG10 = -3.0
_UNSTOPPED_CHARACTERS = 30


def is_spoken(text: str, start: int, end: int, language_model: LanguageModelLike) -> bool:
    """Whether the second of two copies, ``text[start:end]``, stands in spoken language."""
    size = end - start
    before = before_in_line(text, start - size, _NEARBY_CHARACTERS)
    after = after_in_line(text, end, _NEARBY_CHARACTERS)
    if _SPOKEN.search(before) or _SPOKEN.search(after):
        return True
    # The first copy is as likely as what stands around it, the second is not.
    around = before_in_line(text, start, _NEARBY_CHARACTERS + size) + after
    usual = continuation(language_model, "", around)
    if usual >= _UNUSUAL_LOG10:
        return False
    clause = len(_STOP.split(before)[-1]) + len(_STOP.split(after)[0])
    return size == 1 or clause >= _UNSTOPPED_CHARACTERS or usual < _UNKNOWN_LOG10
