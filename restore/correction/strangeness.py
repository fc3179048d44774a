"""Tell a slip inside a term from another right expression that is nearly the same.

A language model prefers the fixed expression nearly always, for it has seen it more often: 全区政协
would become 全国政协. What gives a slip away is that the characters that stand there do not belong
together at all: neither with what comes before nor with what follows, or they repeat a neighbour.
"""

from __future__ import annotations

from restore.channel.base import ChannelBase
from restore.correction.scoring import (
    LanguageModelLike,
    after_in_line,
    before_in_line,
    continuation,
)
from restore.text.characters import AFFIXES, FUNCTION_WORDS
from restore.text.near_misses import NearMiss
from restore.text.occurrences import count_of

__all__ = ["UNLIKE_MARGIN", "judge_near_miss"]

#: The margin (log10) from which one character may be put for another that neither looks nor sounds
#: like it: a rarer word is always beaten by a commoner one (只[盼]个人来, 中[爱]共同努力). Of such
#: changes on ECSpell, MiDu and OCR sentences 47 right ones and 2 wrong ones stay of 53 and 5, and of
#: 6 on clean text of other kinds one.
UNLIKE_MARGIN = 8.0

# log10 probabilities and margins, set on the near misses of the five reports in seeds/, on the
# training half of MiDu 2022, and on 0.83 million characters of clean reports and news, where they
# leave none to be applied.
_STRANGE = -3.3
_FITS = -3.5
_LOOSE = -3.0
_LEAST = 2.4
_AT_AN_END = 4.0
_MANY_CHARACTERS = 4.0
_OVERWHELMING = 5.0
_CONVINCING = 6.0
_LOST_IN_LONG_TERM = 5.5
_LONG_TERM = 6
_TELLING_TERM = 5
# Small words come and go in fixed expressions (联系和指导的意见), and so do two words of one kind.
_SMALL = FUNCTION_WORDS + AFFIXES
_SURE = 0.95
_UNSURE = 0.6
_OWN_USAGE = 3


def judge_near_miss(
    text: str,
    miss: NearMiss,
    term: str,
    margin: float,
    language_model: LanguageModelLike,
    *,
    chosen: bool = True,
) -> float:
    """Return how sure it is that the window is the term gone wrong, 0 for not at all.

    Parameters
    ----------
    margin : length-corrected margin of the term's reading, log10
    chosen : the term was drawn up by hand, not mined
    """
    if margin < _LEAST:
        return 0.0
    read, written = text[miss.left : miss.right], term[miss.place : miss.place + miss.cut]
    # Without the small words the two are the same expression; but 性 belongs to a word, and its loss
    # is seen where the margin is (供给侧结构改革 against 战略新兴产业).
    word = not read and written == "性" and margin >= _CONVINCING
    if not word and not read.strip(_SMALL) and not written.strip(_SMALL):
        return 0.0
    if _is_own_usage(text, miss):
        return 0.0
    left = before_in_line(text, miss.left, 3)
    right = after_in_line(text, miss.right, 1)
    if not read:
        return _judge_lost(left, right, term, written, margin, language_model)
    repeated = read[0] == left[-1:] or read[-1] == right
    arrives = max(
        continuation(language_model, left, read[:1]),
        continuation(language_model, left[-1:], read[:1]),
    )
    goes_on = continuation(language_model, read[-1:], right)
    strange = repeated or max(arrives, goes_on) < _STRANGE
    # One character too many in a long term fits badly on one side at least; two may be a word that
    # belongs there (农村常住居民人均可支配收入).
    if not written and len(read) == 1:
        strange = strange or (
            min(arrives, goes_on) < _LOOSE and margin >= _OVERWHELMING and len(term) >= _LONG_TERM
        )
    at_an_end = miss.place == 0 or miss.place + miss.cut == len(term)
    if at_an_end and not _fits(text, miss, written, margin, language_model):
        return 0.0
    asked = _LEAST if len(read) == 1 else _MANY_CHARACTERS
    # Another word may end or begin where the term does (教育强区, 教育强国), and three characters are
    # little to know a term of four by (江西都昌, 江西南昌).
    short = len(term) < _TELLING_TERM
    doubtful = not repeated and (at_an_end or short)
    if margin >= _CONVINCING and (chosen or not short):
        doubtful = False
    unlike = len(read) == len(written) == 1 and not ChannelBase.load().alike(read, written)
    doubtful = doubtful or (not repeated and unlike and margin < UNLIKE_MARGIN)
    if strange and margin >= asked:
        return _UNSURE if doubtful else _SURE
    return 0.0


def _judge_lost(
    left: str, right: str, term: str, lost: str, margin: float, language_model: LanguageModelLike
) -> float:
    """Judge a window that lacks characters of the term: the seam must not hold.

    One character lost in a long term may leave two that go together (中华民族共同|意识): then the
    margin must be one that no clean text shows.
    """
    if margin < _MANY_CHARACTERS:
        return 0.0
    if continuation(language_model, left, right) >= _FITS:
        told = len(lost) == 1 and len(term) >= _LONG_TERM and margin >= _LOST_IN_LONG_TERM
        return _UNSURE if told else 0.0
    return _SURE if len(term) >= _LONG_TERM else _UNSURE


def _fits(
    text: str, miss: NearMiss, written: str, margin: float, language_model: LanguageModelLike
) -> bool:
    """Whether the term's own end goes with what stands outside the window."""
    if margin < _AT_AN_END:
        return False
    if miss.place == 0:
        outside, inside = before_in_line(text, miss.left, 3), written[:1]
    else:
        outside, inside = written[-1:], after_in_line(text, miss.right, 1)
    return not outside or not inside or continuation(language_model, outside, inside) > _FITS


def _is_own_usage(text: str, miss: NearMiss) -> bool:
    """Whether the document writes so again and again: then it is what its author means."""
    return count_of(text, text[max(miss.start, miss.left - 2) : min(miss.end, miss.right + 2)]) >= (
        _OWN_USAGE
    )
