"""Propose the reading of the same passage elsewhere in the run, where this one is implausible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from restore.core.batches import grouped
from restore.core.edits import Proposal
from restore.core.evidence import LanguageMargin, Witness
from restore.correction.divergence import ECHO_REACH, Divergence, confidence_in
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.text.characters import FUNCTION_WORDS, HAN, NUMERALS_AND_SOME
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.correction.passages import Alternative, Place
    from restore.lexicon.lexicon import Lexicon

__all__ = ["doubtful_places", "find_places", "propose_witnessed"]

_HAN = lazy_pattern(f"[{HAN}]*")
# 理论[中心组]学习中心组.
_UNIT = (2, 3)
_ECHO = lazy_pattern(
    f"(?=(?P<unit>[{HAN}]{{{min(_UNIT)},{max(_UNIT)}}})[{HAN}]{{1,{ECHO_REACH}}}(?P<echo>(?P=unit)))"
)
_NUMERALS = frozenset(NUMERALS_AND_SOME)
_SMALL = frozenset(FUNCTION_WORDS)
# A character and the next are doubtful if they score less than this together (set as the values of
# restore/correction/divergence.py were).
_MAX_DOUBTFUL_LOG10 = -5.0
_BETWEEN = "\0"
# Characters of a witness that are shown on both sides.
_SHOWN_CHARACTERS = 12


def find_places(
    texts: Mapping[str, str], scores: Mapping[str, NDArray[np.float32]]
) -> dict[str, list[Place]]:
    """Return, by document, the doubtful places that other passages read differently.

    ``scores``: by document, the language model's score of each code point (log10).
    """
    from restore.correction.few_passages import nothing_differs
    from restore.correction.passages import PassageIndex

    if nothing_differs(texts.values()):
        return {name: [] for name in texts}
    doubtful = dict(zip(texts, _asked_about(texts, scores), strict=True))
    if not any(marks.any() for marks in doubtful.values()):
        return {name: [] for name in texts}
    return PassageIndex(texts).rare(doubtful)


def _asked_about(
    texts: Mapping[str, str], scores: Mapping[str, NDArray[np.float32]]
) -> Iterator[NDArray[np.bool_]]:
    """Yield for each text which code points are asked about; short ones are looked at together."""
    import numpy as np

    names = iter(texts)
    between = np.zeros(1, np.float32)
    for group in grouped(texts.values()):
        known = [part for _ in group for part in (scores[next(names)], between)]
        # No word goes on over what stands between the texts.
        marks = doubtful_places(np.concatenate(known)) | echoed_places(_BETWEEN.join([*group, ""]))
        start = 0
        for text in group:
            yield marks[start : start + len(text)]
            start += len(text) + len(_BETWEEN)


def doubtful_places(scores: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return for each code point whether it and the next one are unlikely together."""
    import numpy as np

    following = np.zeros_like(scores)
    following[:-1] = scores[1:]
    return scores + following < _MAX_DOUBTFUL_LOG10


def echoed_places(text: str) -> NDArray[np.bool_]:
    """Return for each code point whether a word begins there that stands again a word later.

    Each copy reads on as if the other were not there, so that the model is not surprised.
    """
    import numpy as np

    from restore.text.phrases import code_points

    marked = np.zeros(len(text), np.bool_)
    codes = code_points(text)
    # Two characters that stand again as far behind as any echo does: there the pattern is tried.
    twice = np.zeros(len(text), np.bool_)
    for distance in range(min(_UNIT) + 1, max(_UNIT) + ECHO_REACH + 1):
        same = codes[:-distance] == codes[distance:]
        twice[: max(0, len(same) - 1)] |= same[:-1] & same[1:]
    for place in np.flatnonzero(twice).tolist():
        match = _ECHO.match(text, place)
        if match is not None:
            marked[[match.start("unit"), match.start("echo")]] = True
    return marked


def propose_witnessed(
    text: str,
    places: Sequence[Place],
    texts: Mapping[str, str],
    lexicon: Lexicon,
    language_model: LanguageModelLike,
) -> list[Proposal]:
    """Return the readings of other passages for places that are errors here.

    Parameters
    ----------
    places : of this document, from :func:`find_places`
    texts : the texts of the run, to show the witnesses from
    """
    pairs = [
        Divergence(_shifted(text, place, other), other, texts[other.document])
        for place in places
        for other in place.alternatives
        if _comparable(text[place.start : place.end], other.text) and not _meets(place, other)
    ]
    changes = [Replacement(pair.place.start, pair.place.end, pair.other.text) for pair in pairs]
    best: dict[tuple[int, int], tuple[float, float, Divergence]] = {}
    for pair, margin in zip(pairs, margins(language_model, text, changes), strict=True):
        sure = confidence_in(text, pair, margin, lexicon, language_model)
        key = (pair.place.start, pair.place.end)
        if sure and (key not in best or best[key][:2] < (sure, margin)):
            best[key] = (sure, margin, pair)
    return [_proposal(pair, sure, margin) for sure, margin, pair in best.values()]


def _meets(place: Place, other: Alternative) -> bool:
    """Whether the other passage is this one a little further: the copies of a double."""
    left, right = place.sides
    return (
        place.document == other.document
        and other.start - left <= place.end
        and place.start <= other.end + right
    )


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


def _proposal(pair: Divergence, sure: float, margin: float) -> Proposal:
    place, other, source = pair
    low = max(0, other.start - place.sides[0] - _SHOWN_CHARACTERS)
    high = other.end + place.sides[1] + _SHOWN_CHARACTERS
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
