"""Decides which of two copies stands in the better place, by what is around each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restore.dedup.paragraphs import Paragraph, is_heading, oddness
from restore.text.characters import (
    CIRCLED_VALUES,
    CLOSING_QUOTES,
    DIGIT_VALUES,
    HAN,
    ONE_TO_TEN,
    PLACE_VALUES,
    SENTENCE_ENDS,
)
from restore.text.patterns import lazy_pattern

__all__ = ["Surroundings", "better_place"]

_NUMBER = lazy_pattern(
    f"(?P<open>[（(第]?)(?P<number>[0-9]{{1,3}}|[{ONE_TO_TEN}百]{{1,5}})(?P<close>[）)、.．条是])"
)
_SENTENCE_ENDS = frozenset(SENTENCE_ENDS + "：" + CLOSING_QUOTES + "）)")
# A number that continues, or a sentence that is not interrupted, says more than the two ends of a
# section together.
_CONTINUES = 4
_PAIR = lazy_pattern(f"(?=([{HAN}]{{2}}))")


class Surroundings(NamedTuple):
    """The paragraphs before and after a copy, None at the ends of the text, and its heading."""

    before: Paragraph | None
    after: Paragraph | None
    heading: str


def better_place(
    first: Sequence[Paragraph],
    second: Sequence[Paragraph],
    around_first: Surroundings,
    around_second: Surroundings,
) -> bool:
    """Whether the first of two copies, each of some paragraphs, stands in the better place.

    The less damaged copy does; then the one that its numbers continue, that interrupts no
    sentence, that a section begins or ends with, and whose heading it speaks of.
    """
    odd, other = (sum(oddness(item.text) for item in copy) for copy in (first, second))
    if odd != other:
        return odd < other
    return _fit(first, around_first) > _fit(second, around_second)


def _fit(copy: Sequence[Paragraph], around: Surroundings) -> tuple[int, int]:
    """Return how well a copy fits: by form, and by the words that its heading shares."""
    before, after, _ = around
    fit = 0
    if before is not None:
        fit += _CONTINUES * _follows(before, copy[0])
        fit -= _CONTINUES * _breaks_off(before)
    if after is not None:
        fit += _CONTINUES * _follows(copy[-1], after)
    # The end of the text says nothing: a model that repeats itself does so there, too.
    fit += before is None or _apart(before, copy[0])
    fit += after is not None and _apart(after, copy[-1])
    words = set(_PAIR.findall("".join(item.text for item in copy)))
    return fit, len(words.intersection(_PAIR.findall(around.heading)))


def _apart(neighbour: Paragraph, own: Paragraph) -> bool:
    """Whether a section begins or ends between a copy and what stands beside it."""
    if neighbour.article != own.article:
        return True
    return is_heading(neighbour) and not _breaks_off(neighbour)


def _breaks_off(paragraph: Paragraph) -> bool:
    """Whether a paragraph ends within a sentence; a heading is short and has no clauses."""
    text = paragraph.text
    return text[-1] not in _SENTENCE_ENDS and (not is_heading(paragraph) or "，" in text)


def _follows(first: Paragraph, second: Paragraph) -> bool:
    """Whether the number that begins the second paragraph is the next after the first's."""
    one, other = _number(first.text), _number(second.text)
    return one is not None and other is not None and (one[0], one[1] + 1) == other


def _number(text: str) -> tuple[str, int] | None:
    """Return the form and the value of the number that begins a paragraph."""
    if text[0] in CIRCLED_VALUES:
        return "①", CIRCLED_VALUES[text[0]]
    match = _NUMBER.match(text)
    if match is None:
        return None
    digits = match["number"]
    return match["open"] + match["close"], int(digits) if digits.isdecimal() else _value(digits)


def _value(numeral: str) -> int:
    total = digit = 0
    for character in numeral:
        if character in PLACE_VALUES:
            total += (digit or 1) * PLACE_VALUES[character]
            digit = 0
        else:
            digit = DIGIT_VALUES[character]
    return total + digit
