"""Tell a misread term from another correct expression that is nearly the same.

A language model nearly always prefers the fixed expression, because it has seen it more often: it
would make 全国政协 of 全区政协. So a near miss counts as an error only where what stands there is
implausible in itself: its characters go neither with what comes before nor with what follows, or
they repeat a neighbour.
"""

from __future__ import annotations

from restore.channel.base import ChannelBase
from restore.correction.scoring import (
    FORESEEN_BY,
    LanguageModelLike,
    after_in_line,
    before_in_line,
    continuation,
)
from restore.text.characters import AFFIXES, FUNCTION_WORDS
from restore.text.near_misses import NearMiss
from restore.text.occurrences import count_of

__all__ = ["UNLIKE_MARGIN_LOG10", "judge_near_miss", "judge_state_name"]

#: The margin (log10) from which one character may be put for another that neither looks nor sounds
#: like it: a rarer word is always beaten by a commoner one (只[盼]个人来, 中[爱]共同努力). Of such
#: changes on ECSpell, MiDu and OCR sentences 47 right ones and 2 wrong ones stay of 53 and 5, and of
#: 6 on clean text of other kinds one.
UNLIKE_MARGIN_LOG10 = 8.0

# Log10 probabilities and margins below were set on the near misses of the five reports in seeds/, on
# the training half of MiDu 2022, and on 0.83 million characters of clean reports and news, where
# they leave none to be applied.
# Neighbours that the model finds less likely together than this do not belong together.
_IMPLAUSIBLE_BOND_LOG10 = -3.3
# One character too many in a long term is judged by its worse side, against this bond ...
_LOOSE_BOND_LOG10 = -3.0
# ... from this margin on.
_MIN_LOOSE_MARGIN_LOG10 = 5.0
# A seam, or a term's end with what stands outside, holds above this bond.
_MIN_SEAM_LOG10 = -3.5
# The least margin: of any near miss; where several characters differ; at an end of the term; of one
# character lost in a long term whose seam holds.
_MIN_MARGIN_LOG10 = 2.4
_MIN_SEVERAL_MARGIN_LOG10 = 4.0
_MIN_END_MARGIN_LOG10 = 4.0
_MIN_LOST_MARGIN_LOG10 = 5.5
# From this margin on the end of a term, or a short one, is no reason for doubt.
_CONVINCING_MARGIN_LOG10 = 6.0
# The least margin for the name of a state organ: of 10 million characters of news, laws and policy
# papers the near misses from here on are slips (《中国人民共和国…》, 中华人民和国), but for small words.
_MIN_STATE_MARGIN_LOG10 = 4.5
# The word of the state's names whose loss is seen, and the length of the names that tell it: 中国政治协商会议 stands
# nowhere in 31 million characters of news, laws, policy papers and reports. 中国共产党委员会 is that of a county.
_STATE_WORD, _LONG_STATE_NAME = "人民", 8
# Lengths of terms, in characters: from which one tells a loss, and from which three equal characters
# are not all that speaks for it.
_LONG_TERM_CHARACTERS = 6
_TELLING_TERM_CHARACTERS = 5
# Small words come and go in fixed expressions (联系和指导的意见), and so do two words of one kind.
_SMALL = FUNCTION_WORDS + AFFIXES
# Parts of a state, which have organs of their own.
_LEVELS = frozenset("区省市州盟县旗乡镇军院校")
# Confidences: above and below what the gate asks for an automatic change.
_SURE_CONFIDENCE = 0.95
_UNSURE_CONFIDENCE = 0.6
# Times that a document must write the same for it to be what its author means.
_OWN_USAGE_COUNT = 3


def judge_near_miss(
    text: str,
    miss: NearMiss,
    term: str,
    margin: float,
    language_model: LanguageModelLike,
    *,
    chosen: bool = True,
) -> float:
    """Return the confidence that the window is a misreading of the term, 0 for none.

    Parameters
    ----------
    text : one paragraph a line; offsets of ``miss`` are code points into it
    margin : length-corrected margin of the term's reading, log10
    chosen : the term was compiled by hand, not mined
    """
    if margin < _MIN_MARGIN_LOG10:
        return 0.0
    read, written = text[miss.left : miss.right], term[miss.place : miss.place + miss.cut]
    # Without the small words the two are the same expression; but 性 belongs to a word, and its loss
    # is seen where the margin is (供给侧结构改革 against 战略新兴产业).
    word = not read and written == "性" and margin >= _CONVINCING_MARGIN_LOG10
    if not word and not read.strip(_SMALL) and not written.strip(_SMALL):
        return 0.0
    if _is_own_usage(text, miss):
        return 0.0
    left = before_in_line(text, miss.left, FORESEEN_BY)
    right = after_in_line(text, miss.right, 1)
    if not read:
        return _judge_lost(left, right, term, written, margin, language_model)
    repeated = read[0] == left[-1:] or read[-1] == right
    arrives, goes_on = _bonds(left, read, right, language_model)
    implausible = repeated or max(arrives, goes_on) < _IMPLAUSIBLE_BOND_LOG10
    # One character too many in a long term fits badly on one side at least; two may be a word that
    # belongs there (农村常住居民人均可支配收入).
    if not written and len(read) == 1:
        implausible = implausible or (
            min(arrives, goes_on) < _LOOSE_BOND_LOG10
            and margin >= _MIN_LOOSE_MARGIN_LOG10
            and len(term) >= _LONG_TERM_CHARACTERS
        )
    at_an_end = miss.place == 0 or miss.place + miss.cut == len(term)
    if at_an_end and not _fits(text, miss, written, margin, language_model):
        return 0.0
    asked = _MIN_MARGIN_LOG10 if len(read) == 1 else _MIN_SEVERAL_MARGIN_LOG10
    # Another word may end or begin where the term does (教育强区, 教育强国), and three characters are
    # little to know a term of four by (江西都昌, 江西南昌).
    short = len(term) < _TELLING_TERM_CHARACTERS
    doubtful = not repeated and (at_an_end or short)
    if margin >= _CONVINCING_MARGIN_LOG10 and (chosen or not short):
        doubtful = False
    unlike = len(read) == len(written) == 1 and not ChannelBase.load().alike(read, written)
    # Into a slogan of five characters another word is put on purpose (最多跑一次, 最多填一次).
    told = margin >= UNLIKE_MARGIN_LOG10 and len(term) >= _LONG_TERM_CHARACTERS
    doubtful = doubtful or (not repeated and unlike and not told)
    if implausible and margin >= asked:
        return _UNSURE_CONFIDENCE if doubtful else _SURE_CONFIDENCE
    return 0.0


def judge_state_name(text: str, miss: NearMiss, term: str, margin: float) -> float:
    """Return the confidence that a window is a slip in the name of a state organ, 0 for none.

    The words of such a name are words elsewhere too (中国人民 in 中国人民共和国), so that they are not
    implausible by themselves; but nothing else is named so. Asked is one character lost, put in, put
    for another or swapped with its neighbour, inside the name; what neither looks nor sounds like the
    right one may be another body's (中国农民银行), or that of a district (全区人民代表大会). 人民
    lost (中国政治协商会议) is told by the long names only: 最高法院 and 中国银行 are others' names.
    """
    read, written = text[miss.left : miss.right], term[miss.place : miss.place + miss.cut]
    swapped = len(read) == 2 and read == written[::-1]
    inside = miss.place > 0 and miss.place + miss.cut < len(term)
    intruder = bool(read) and not written and not read.strip(_SMALL)
    word_lost = not read and written == _STATE_WORD and len(term) >= _LONG_STATE_NAME
    several = max(len(read), len(written)) > 1 and not swapped and not word_lost
    if not inside or intruder or several:
        return 0.0
    if margin < _MIN_STATE_MARGIN_LOG10 or read in _LEVELS or _is_own_usage(text, miss):
        return 0.0
    unlike = len(read) == len(written) == 1 and not ChannelBase.load().alike(read, written)
    doubtful = unlike or word_lost or margin < _CONVINCING_MARGIN_LOG10
    return _UNSURE_CONFIDENCE if doubtful else _SURE_CONFIDENCE


def _bonds(
    left: str, read: str, right: str, language_model: LanguageModelLike
) -> tuple[float, float]:
    """Return how well what stands there follows what comes before, and what comes next follows it."""
    arrives = max(
        continuation(language_model, left, read[:1]),
        continuation(language_model, left[-1:], read[:1]),
    )
    return arrives, continuation(language_model, read[-1:], right)


def _judge_lost(
    left: str, right: str, term: str, lost: str, margin: float, language_model: LanguageModelLike
) -> float:
    """Judge a window that lacks characters of the term: the seam must not hold.

    One character lost in a long term may leave two that go together (中华民族共同|意识): then the
    margin must be one that no clean text shows.
    """
    if margin < _MIN_SEVERAL_MARGIN_LOG10:
        return 0.0
    if continuation(language_model, left, right) >= _MIN_SEAM_LOG10:
        told = (
            len(lost) == 1
            and len(term) >= _LONG_TERM_CHARACTERS
            and margin >= _MIN_LOST_MARGIN_LOG10
        )
        return _UNSURE_CONFIDENCE if told else 0.0
    return _SURE_CONFIDENCE if len(term) >= _LONG_TERM_CHARACTERS else _UNSURE_CONFIDENCE


def _fits(
    text: str, miss: NearMiss, written: str, margin: float, language_model: LanguageModelLike
) -> bool:
    """Whether the term's own end goes with what stands outside the window."""
    if margin < _MIN_END_MARGIN_LOG10:
        return False
    if miss.place == 0:
        outside, inside = before_in_line(text, miss.left, FORESEEN_BY), written[:1]
    else:
        outside, inside = written[-1:], after_in_line(text, miss.right, 1)
    return (
        not outside or not inside or continuation(language_model, outside, inside) > _MIN_SEAM_LOG10
    )


def _is_own_usage(text: str, miss: NearMiss) -> bool:
    """Whether the document writes so again and again: then it is what its author means."""
    return count_of(text, text[max(miss.start, miss.left - 2) : min(miss.end, miss.right + 2)]) >= (
        _OWN_USAGE_COUNT
    )
