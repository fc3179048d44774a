"""Propose what the same passage elsewhere in the run has, where what stands here is no word.

Between the same sides right words come and go (推动高质量发展, 实现高质量发展), so another reading is
no reason by itself. It is one where the characters that stand here belong together neither among
themselves nor with their neighbours, or repeat one of them, and the other reading does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from restore.channel.base import ChannelBase
from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, Witness
from restore.correction.corpus import NAMES
from restore.correction.register import is_talk
from restore.correction.scoring import (
    LanguageModelLike,
    Replacement,
    after_in_line,
    before_in_line,
    continuation,
    margins,
)
from restore.text.characters import FUNCTION_WORDS, HAN, NUMERALS_AND_SOME

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.correction.passages import Alternative, Place
    from restore.lexicon.lexicon import Lexicon

__all__ = ["doubtful_places", "find_places", "propose_witnessed"]

_HAN = re.compile(f"[{HAN}]*")
_NUMERALS = frozenset(NUMERALS_AND_SOME)
_SMALL = frozenset(FUNCTION_WORDS)
# log10, set on 26 work reports and two months of news, clean, read as one run each.
_DOUBTFUL = -5.0
_STRANGE = -3.3
_LEAST, _LEAST_REPEATED = 3.0, 2.0
_SURE_MARGIN = 5.0
_SURE, _UNSURE = 0.93, 0.6
# Equal characters around (up to twelve on each side) that make it the same clause, the same passage.
_SIDE, _SAME_CLAUSE, _SAME_PASSAGE = 12, 10, 16
# So many characters that look most like another one count as alike.
_LOOKS = 24
_SHOWN = 12
_LONG_NAME = 8
# A list of things and how many: 党组会议50次、主席会议24次.
_COUNTED = re.compile(f"[0-9] ?[{HAN}]{{1,2}}、$")
_COUNT = re.compile(f"[{HAN}]{{0,8}} ?[0-9]")


def find_places(
    texts: Mapping[str, str], scores: Mapping[str, NDArray[np.float32]]
) -> dict[str, list[Place]]:
    """Return, by document, the places that are doubtful and stand otherwise elsewhere.

    ``scores``: by document, the language model's score of each code point (log10).
    """
    from restore.correction.passages import PassageIndex

    doubtful = {name: doubtful_places(scores[name]) for name in texts}
    return PassageIndex(texts).rare(doubtful)


def doubtful_places(scores: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return for each code point whether it and the next one are unlikely together."""
    import numpy as np

    following = np.append(scores[1:], np.float32(0.0)) if len(scores) else scores
    return scores + following < _DOUBTFUL


def propose_witnessed(
    text: str,
    places: Sequence[Place],
    texts: Mapping[str, str],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> list[Proposal]:
    """Return what other passages have in place of a slip.

    Parameters
    ----------
    places : of this document, from :func:`find_places`
    texts : the texts of the run, to show the witnesses from
    """
    pairs = [
        (_shifted(text, place, other), other)
        for place in places
        for other in place.alternatives
        if _comparable(text[place.start : place.end], other.text)
    ]
    values = margins(
        language_model, text, [Replacement(p.start, p.end, other.text) for p, other in pairs]
    )
    best: dict[tuple[int, int], tuple[float, float, Place, Alternative]] = {}
    for (place, other), margin in zip(pairs, values, strict=True):
        source = texts[other.document]
        sure = _judge(text, place, other, margin, source, lexicon, language_model)
        key = (place.start, place.end)
        if sure and (key not in best or best[key][:2] < (sure, margin)):
            best[key] = (sure, margin, place, other)
    return [
        _proposal(text, sure, margin, place, other, texts)
        for sure, margin, place, other in best.values()
    ]


def _shifted(text: str, place: Place, other: Alternative) -> Place:
    """Return the place as far right as it can stand, if it is only taken out: of two the second."""
    start, end = place.start, place.end
    while not other.text and start < end < len(text) and text[start] == text[end]:
        start, end = start + 1, end + 1
    return place._replace(start=start, end=end)


def _comparable(read: str, other: str) -> bool:
    """Whether two middles differ in one region of words; figures are the figure check's."""
    if not (_HAN.fullmatch(read) and _HAN.fullmatch(other)):
        return False
    if read and len(other) not in (0, len(read)):
        return False
    if not _NUMERALS.isdisjoint(read + other) or _SMALL.issuperset(read + other):
        return False
    if read and other:
        return read[0] != other[0] and read[-1] != other[-1]
    return True


def _judge(
    text: str,
    place: Place,
    other: Alternative,
    margin: float,
    source: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> float:
    """Return how sure it is that the place is a slip for what stands elsewhere; 0: not at all."""
    read = text[place.start : place.end]
    if margin < _LEAST_REPEATED or lexicon.protector(text, place.start, place.end):
        return 0.0
    left, right = before_in_line(text, place.start, 3), after_in_line(text, place.end, 1)
    shared = _shared(text, place, source, other)
    if read and _covers(text, place, read) and not other.text:
        slip = place.often == 1 and not is_talk(text, place.start, place.end, language_model)
        return _SURE if slip else _UNSURE
    if read and (read[0] == left[-1:] or read[-1] == right):
        return _SURE if margin >= _SURE_MARGIN and place.often == 1 else _UNSURE
    if margin < _LEAST:
        return 0.0
    if not read:
        lost = continuation(language_model, left, right) < _STRANGE and other.text != left[-1:]
        asked = _SAME_CLAUSE if len(other.text) == 1 else _SAME_PASSAGE
        return _UNSURE if lost and shared >= asked else 0.0
    strange = _strange(left, read, right, language_model) and not _is_term(text, place, lexicon)
    if len(read) == len(other.text) == 1 and _alike(read, other.text):
        sure = strange and margin >= _SURE_MARGIN and shared >= _SAME_CLAUSE
        return _SURE if sure else _UNSURE if strange or shared >= _SAME_PASSAGE else 0.0
    if strange and (shared >= _SAME_CLAUSE or other.often > 1):
        return _UNSURE
    # A fluent wrong word: elsewhere a name stands in the same place of the same list or clause.
    longest = _named(source, other, lexicon) if len(read) == len(other.text) else 0
    listed = longest > 0 and _COUNTED.search(text[max(0, place.start - _SIDE) : place.start])
    listed = listed and _COUNT.match(text[place.end : place.end + _SIDE])
    if (listed or longest >= _LONG_NAME) and not _is_term(text, place, lexicon):
        return _UNSURE
    return 0.0


def _named(source: str, other: Alternative, lexicon: Lexicon) -> int:
    """Return the length of the longest name that what stands elsewhere is part of, or 0."""
    low, high = max(0, other.start - 12), other.end + 12
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


def _shared(text: str, place: Place, source: str, other: Alternative) -> int:
    """Return how many characters on both sides are equal in a row, up to 12 on each."""
    before, ahead = (
        text[max(0, place.start - _SIDE) : place.start],
        text[place.end : place.end + _SIDE],
    )
    first, last = (
        source[max(0, other.start - _SIDE) : other.start],
        source[other.end : other.end + _SIDE],
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
    looks = [character for character, _ in base.look_alikes(read)[:_LOOKS]]
    same, near = base.sound_alikes(read)
    return other in looks or other in same or other in near


def _covers(text: str, place: Place, read: str) -> bool:
    """Whether what stands here is a repeat of what stands right before or behind it."""
    size = len(read)
    return read in (
        text[max(0, place.start - size) : place.start],
        text[place.end : place.end + size],
    )


def _strange(left: str, read: str, right: str, language_model: LanguageModelLike) -> bool:
    """Whether no two neighbours in and around what stands here are known to stand together."""
    chain = left[-1:] + read + right
    bonds = [
        continuation(language_model, chain[index], chain[index + 1])
        for index in range(len(chain) - 1)
    ]
    return max([*bonds, continuation(language_model, left, read[:1])], default=0.0) < _STRANGE


def _is_term(text: str, place: Place, lexicon: Lexicon) -> bool:
    low, high = max(0, place.start - 12), place.end + 12
    return any(
        start + low <= place.start
        and place.end <= end + low
        and end - start > place.end - place.start
        for start, end, _ in lexicon.term_matcher.find(text[low:high])
    )


def _proposal(
    text: str,
    sure: float,
    margin: float,
    place: Place,
    other: Alternative,
    texts: Mapping[str, str],
) -> Proposal:
    source = texts[other.document]
    low = max(0, other.start - place.sides[0] - _SHOWN)
    high = other.end + place.sides[1] + _SHOWN
    return Proposal(
        stage="correction",
        rule="witness",
        start=place.start,
        end=place.end,
        after=other.text,
        confidence=sure,
        evidence=(
            Witness(
                document=other.document,
                span=(other.start - place.sides[0], other.end + place.sides[1]),
                text=source[low:high].replace("\n", " "),
                count=other.often,
            ),
            LanguageMargin(margin=round(margin, 3)),
        ),
    )
