"""Checks expressions that hold one number wherever they are said (中央八项规定, 21世纪海上丝绸之路)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.numerals import plain, read_numeral
from restore.text.characters import NUMERALS
from restore.text.patterns import lazy_pattern, pairs_among

__all__ = ["fixed_checks"]

_DIGITS = f"0-9{NUMERALS}两〇"
_NUMBER = f"(?P<number>(?:[0-9]+|[{_DIGITS}]+))"
#: Words that make of a number one that is not exact, or of an expression another: 几, 数, 多.
_OUTSIDE = f"(?<![{_DIGITS}.几数多])"

#: 38个工业大类行业 may be those that a place has of what there is, unless all are spoken of.
_COUNTED = ("#个", "#项")
_ALL = re.compile("(?:[全我]国|全部|中国)的?$")
_ALL_REACH = 4

#: 被网友们戏称为“6A级景区”: a play on words.
_CALLED, _CALLED_REACH = re.compile('(?:戏称|昵称|笑称|自称|誉|喻)[^，。；]{0,4}[“"‘]$'), 10


#: 谨记“四个务必”：1.务必了解法规…: a saying of its own, whose parts follow.
_EXPLAINED = lazy_pattern(r"”?[:：]\s*(?:[1１][.．、]|[一①]|[（(][一1][）)]|第一|其一)")


class _Expression(NamedTuple):
    """An expression: what must stand in a text at all, what finds it, and its numbers."""

    words: str
    pattern: re.Pattern[str]
    numbers: tuple[str, ...]
    counted: bool


class _Expressions(NamedTuple):
    """All expressions, their words by the first two characters, and what finds where these may stand."""

    all: tuple[_Expression, ...]
    words: dict[str, tuple[str, ...]]
    pairs: re.Pattern[str]


def fixed_checks(source: FigureSource, dictionary: FigureDictionary) -> Iterator[ArithmeticCheck]:
    """Yield a failed check for each expression of the dictionary that holds another number than it always does.

    The words around the number are those of the expression to the letter, so it can be no other.
    """
    text = source.text
    expressions, words, pairs = _expressions(dictionary)
    starts = map(re.Match.start, pairs.finditer(text))
    there = {
        word
        for start in starts
        for word in words.get(text[start : start + 2], ())
        if text.startswith(word, start)
    }
    for expression in expressions:
        if len(expression.words) > 1 and expression.words not in there:
            continue
        for match in expression.pattern.finditer(text):
            stated = read_numeral(match["number"])
            wanted = [n for text in expression.numbers if (n := read_numeral(text))]
            if stated is None or any(stated.value == number.value for number in wanted):
                continue
            reach = max(0, match.start() - _ALL_REACH)
            fewer = expression.counted and stated.value < min(number.value for number in wanted)
            if fewer and not _ALL.search(text, reach, match.start()):
                continue
            if _CALLED.search(source.text, max(0, match.start() - _CALLED_REACH), match.start()):
                continue
            if _EXPLAINED.match(source.text, match.end()):
                continue
            always = "或".join(expression.numbers)
            yield ArithmeticCheck(
                "", source.document, "fixed", match.span("number"), (), "failed",
                plain(stated.value), plain(wanted[0].value),
                f"“{match[0]}”：此语中的数应为{always}",
            )  # fmt: skip


@lru_cache(maxsize=4)
def _expressions(dictionary: FigureDictionary) -> _Expressions:
    made = []
    for form, numbers in dictionary.fixed.items():
        before, _, behind = form.partition("#")
        pattern = (re.escape(before) or _OUTSIDE) + _NUMBER + re.escape(behind)
        words = max(before, behind, key=len)
        counted = form.startswith(_COUNTED)
        made.append(_Expression(words, lazy_pattern(pattern), numbers, counted))
    begun: dict[str, tuple[str, ...]] = {}
    for word in dict.fromkeys(item.words for item in made if len(item.words) > 1):
        begun[word[:2]] = (*begun.get(word[:2], ()), word)
    return _Expressions(tuple(made), begun, pairs_among(begun))
