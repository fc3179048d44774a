"""Judge the places where two passages that say the same diverge: which of them is an error?

Between the same sides correct words come and go (推动高质量发展, 实现高质量发展), so another reading is
no reason by itself. It is one where the characters that stand here belong together neither among
themselves nor with their neighbours, or repeat one of them, and the other reading does.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.base import ChannelBase
from restore.correction.near_regions import TERM_REACH, term_spans
from restore.correction.passages import Alternative, Place
from restore.correction.register import is_spoken
from restore.correction.scoring import (
    FORESEEN_BY,
    LanguageModelLike,
    after_in_line,
    before_in_line,
    continuation,
)
from restore.gate.locks import SURNAMES
from restore.lexicon.kinds import NAMES
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from restore.lexicon.lexicon import Lexicon

__all__ = ["ECHO_REACH", "Divergence", "confidence_in"]

# Log10 values below were set on 26 work reports and two months of news, clean, read as one run each.
# The least margin of another reading, and where what stands here repeats its neighbour.
_MIN_MARGIN_LOG10 = 3.0
_MIN_REPEATED_MARGIN_LOG10 = 2.0
# From this margin on a repeat or a look-alike is applied.
_SURE_MARGIN_LOG10 = 5.0
# Neighbours that the model finds less likely together than this do not belong together.
_IMPLAUSIBLE_BOND_LOG10 = -3.3
# Confidences: above and below what the gate asks for an automatic change.
_SURE_CONFIDENCE = 0.93
_UNSURE_CONFIDENCE = 0.6
# Characters compared on each side, and how many on both must be equal for the same clause and for the
# same passage.
_SIDE_CHARACTERS = 12
_SAME_CLAUSE_CHARACTERS = 10
_SAME_PASSAGE_CHARACTERS = 16
#: Characters between a word and its echo at most: 理论[中心组]学习中心组.
ECHO_REACH = 3
_MIN_ECHO_CHARACTERS = 2
# Places that must have the clause without the echo for it to be sure. In 1.9 million characters of
# clean reports, news, policies and laws no echo is missing from the same clause elsewhere.
_MIN_ECHO_WITNESSES = 2
# How many times as often the run must have a clause with the single form of what is protected.
_MIN_OUTVOTING = 3
# So many characters that look most like another one count as alike.
_MAX_LOOK_ALIKES = 24
_LONG_NAME_CHARACTERS = 8
# One character for a province, and what is said behind a name.
_PROVINCES = frozenset("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇藏陕甘青宁新港澳台")
_ADDRESSES = ("同志", "总书记", "主席", "总理", "书记")
# A list of things and how many: 党组会议50次、主席会议24次.
_COUNTED = lazy_pattern(f"[0-9] ?[{HAN}]{{1,2}}、$")
_COUNT = lazy_pattern(f"[{HAN}]{{0,8}} ?[0-9]")


class Divergence(NamedTuple):
    """A place, another middle between the same sides, and the text that the other is from."""

    place: Place
    other: Alternative
    source: str


def confidence_in(
    text: str,
    pair: Divergence,
    margin: float,
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> float:
    """Return the confidence that a place is an error for what stands elsewhere, 0 for none.

    Parameters
    ----------
    margin : length-corrected margin of the other reading, log10
    """
    place, other = pair.place, pair.other
    read = text[place.start : place.end]
    if _names_another(text, place, other.text):
        return 0.0
    if margin < _MIN_REPEATED_MARGIN_LOG10:
        return 0.0
    if lexicon.protector(text, place.start, place.end):
        return _UNSURE_CONFIDENCE if _is_outvoted(text, pair, margin) else 0.0
    left, right = before_in_line(text, place.start, FORESEEN_BY), after_in_line(text, place.end, 1)
    shared = _shared(text, pair)
    if read and _covers(text, place, read) and not other.text:
        slip = place.often == 1 and not is_spoken(text, place.start, place.end, language_model)
        return _SURE_CONFIDENCE if slip else _UNSURE_CONFIDENCE
    if read and (read[0] == left[-1:] or read[-1] == right):
        # A word that is lacking elsewhere may end as the next begins by right (获取[民政]政务服务).
        lacking = not other.text and len(read) > 1
        sure = margin >= _SURE_MARGIN_LOG10 and place.often == 1 and not lacking
        return _SURE_CONFIDENCE if sure else _UNSURE_CONFIDENCE
    if margin < _MIN_MARGIN_LOG10:
        return 0.0
    if not other.text and shared >= _SAME_CLAUSE_CHARACTERS and _is_echo(text, place, read):
        if margin < _SURE_MARGIN_LOG10 or place.often > 1:
            return 0.0
        return _SURE_CONFIDENCE if other.often >= _MIN_ECHO_WITNESSES else _UNSURE_CONFIDENCE
    if not read:
        lost = (
            continuation(language_model, left, right) < _IMPLAUSIBLE_BOND_LOG10
            and other.text != left[-1:]
        )
        asked = _SAME_CLAUSE_CHARACTERS if len(other.text) == 1 else _SAME_PASSAGE_CHARACTERS
        return _UNSURE_CONFIDENCE if lost and shared >= asked else 0.0
    return _of_another_word(text, pair, margin, lexicon, language_model)


def _is_outvoted(text: str, pair: Divergence, margin: float) -> bool:
    """Whether the run writes singly, time and again, what is doubled here: 民商事纠纷多元[化]化解机制.

    So even an expression that looks wrong and may be right is pointed at.
    """
    place, other = pair.place, pair.other
    return (
        not other.text
        and margin >= _SURE_MARGIN_LOG10
        and other.often >= _MIN_OUTVOTING * place.often
        and _covers(text, place, text[place.start : place.end])
        and _shared(text, pair) >= _SAME_CLAUSE_CHARACTERS
    )


def _names_another(text: str, place: Place, other: str) -> bool:
    """Whether what stands elsewhere names another person or province: 以胡锦涛同志为, 驻闽单位."""
    read = text[place.start : place.end]
    if len(read) == len(other) == 1 and {read, other} <= _PROVINCES:
        return True
    return (
        bool(read)
        and bool(other)
        and text.startswith(_ADDRESSES, place.end)
        and (read[0] in SURNAMES and other[0] in SURNAMES)
    )


def _of_another_word(
    text: str,
    pair: Divergence,
    margin: float,
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> float:
    """Return the confidence that a word stands in the place of another; parameters as above."""
    place, other = pair.place, pair.other
    read = text[place.start : place.end]
    left, right = before_in_line(text, place.start, FORESEEN_BY), after_in_line(text, place.end, 1)
    shared = _shared(text, pair)
    implausible = _is_implausible(left, read, right, language_model) and not _is_term(
        text, place, lexicon
    )
    if len(read) == len(other.text) == 1 and _alike(read, other.text):
        if implausible and margin >= _SURE_MARGIN_LOG10 and shared >= _SAME_CLAUSE_CHARACTERS:
            return _SURE_CONFIDENCE
        return _UNSURE_CONFIDENCE if implausible or shared >= _SAME_PASSAGE_CHARACTERS else 0.0
    if implausible and (shared >= _SAME_CLAUSE_CHARACTERS or other.often > 1):
        return _UNSURE_CONFIDENCE
    # Another word in the very same passage, which stands elsewhere again and again: in 1.9 million
    # characters of clean text twice.
    same = len(read) == len(other.text) and shared >= _SAME_PASSAGE_CHARACTERS
    if same and margin >= _SURE_MARGIN_LOG10 and place.often == 1 < other.often:
        return 0.0 if _is_term(text, place, lexicon) else _UNSURE_CONFIDENCE
    # A fluent wrong word: elsewhere a name stands in the same place of the same list or clause.
    longest = _named(pair, lexicon) if len(read) == len(other.text) else 0
    listed = longest > 0 and _COUNTED.search(
        text[max(0, place.start - _SIDE_CHARACTERS) : place.start]
    )
    listed = listed and _COUNT.match(text[place.end : place.end + _SIDE_CHARACTERS])
    if (listed or longest >= _LONG_NAME_CHARACTERS) and not _is_term(text, place, lexicon):
        return _UNSURE_CONFIDENCE
    return 0.0


def _named(pair: Divergence, lexicon: Lexicon) -> int:
    """Return the length of the longest name that what stands elsewhere is part of, or 0."""
    _, other, source = pair
    low, high = max(0, other.start - TERM_REACH), other.end + TERM_REACH
    return max(
        (
            end - start
            for start, end, number in lexicon.term_matcher.find(source[low:high])
            if start + low <= other.start
            and other.end <= end + low
            and end - start > len(other.text)
            and lexicon.terms[lexicon.term_forms[number]].kind in NAMES
        ),
        default=0,
    )


def _shared(text: str, pair: Divergence) -> int:
    """Return how many characters on both sides are equal in a row, up to 12 on each."""
    place, other, source = pair
    before, ahead = (
        text[max(0, place.start - _SIDE_CHARACTERS) : place.start],
        text[place.end : place.end + _SIDE_CHARACTERS],
    )
    first, last = (
        source[max(0, other.start - _SIDE_CHARACTERS) : other.start],
        source[other.end : other.end + _SIDE_CHARACTERS],
    )
    left = zip(reversed(before), reversed(first), strict=False)
    right = zip(ahead, last, strict=False)
    return sum(
        sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] != "\n", side))
        for side in (left, right)
    )


def _alike(read: str, other: str) -> bool:
    """Whether two characters look or sound alike."""
    base = ChannelBase.load()
    looks = [character for character, _ in base.look_alikes(read)[:_MAX_LOOK_ALIKES]]
    same, near = base.sound_alikes(read)
    return other in looks or other in same or other in near


def _covers(text: str, place: Place, read: str) -> bool:
    """Whether what stands here is a repeat of what stands right before or behind it."""
    size = len(read)
    return read in (
        text[max(0, place.start - size) : place.start],
        text[place.end : place.end + size],
    )


def _is_echo(text: str, place: Place, read: str) -> bool:
    """Whether a word stands here that stands again a few characters before or behind."""
    reach = ECHO_REACH + len(read)
    return len(read) >= _MIN_ECHO_CHARACTERS and (
        read in before_in_line(text, place.start, reach)
        or read in after_in_line(text, place.end, reach)
    )


def _is_implausible(left: str, read: str, right: str, language_model: LanguageModelLike) -> bool:
    """Whether no two neighbours in and around what stands here are known to stand together."""
    chain = left[-1:] + read + right
    bonds = [
        continuation(language_model, chain[index], chain[index + 1])
        for index in range(len(chain) - 1)
    ]
    return (
        max([*bonds, continuation(language_model, left, read[:1])], default=0.0)
        < _IMPLAUSIBLE_BOND_LOG10
    )


def _is_term(text: str, place: Place, lexicon: Lexicon) -> bool:
    """Whether the place lies inside a longer term."""
    return any(
        end - start > place.end - place.start
        for start, end in term_spans(text, place.start, place.end, lexicon)
    )
