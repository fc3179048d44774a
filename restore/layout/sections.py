"""Numbered sections and list items: what begins one, and its number."""

from __future__ import annotations

import re

from restore.text.characters import (
    CIRCLED,
    CIRCLED_VALUES,
    DIGIT_VALUES,
    HAN,
    LIST_NUMBERS,
    ONE_TO_TEN,
    ORNAMENTS,
    PLACE_VALUES,
)

__all__ = ["NUMERALS", "begins_part", "numeral_value", "section_number"]

#: The numerals that number the parts of a text.
NUMERALS = f"{ONE_TO_TEN}百"

# What may begin a part of a text: numbers of sections and items, bullets, a dash, a mark of a
# story. 一是 and 2023年 are words of running text.
_PART = re.compile(
    f"[{ORNAMENTS}]|[{LIST_NUMBERS}]|[（(][{NUMERALS}]{{1,3}}[）)]|[（(][0-9]{{1,2}}[）)]"
    f"|[{NUMERALS}]{{1,3}}、|[0-9]{{1,2}}[、．]|[0-9]{{1,2}}\\.(?![0-9])"
    f"|第[{NUMERALS}零〇千0-9]{{1,7}}[章节条编款篇部](?![{HAN}]{{0,2}}[第之])|——|附件|附表"
)
_SECTION = (
    (re.compile(f"第([{NUMERALS}零〇千0-9]{{1,7}})[章编篇部分]"), "chapter"),
    (re.compile(f"第([{NUMERALS}零〇千0-9]{{1,7}})条"), "article"),
    (re.compile(f"([{NUMERALS}]{{1,3}})、"), "level1"),
    (re.compile(f"[（(]([{NUMERALS}]{{1,3}})[）)]"), "level2"),
    (re.compile(r"([0-9]{1,2})[、．.](?![0-9])"), "level3"),
    (re.compile(f"([{CIRCLED}])"), "circled"),
)


def begins_part(text: str) -> bool:
    """Whether the line begins as a numbered section, an item, or a marked story."""
    return _PART.match(text) is not None


def section_number(text: str) -> tuple[str, int] | None:
    """Return the kind and number of the section that the line begins (（三） -> level2, 3)."""
    for pattern, kind in _SECTION:
        match = pattern.match(text)
        if match is not None:
            return kind, numeral_value(match[1])
    return None


def numeral_value(numeral: str) -> int:
    """Return the value of a numeral (12, 十二, ⑫); 0 where it has none."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if numeral in CIRCLED_VALUES:
        return CIRCLED_VALUES[numeral]
    total = current = 0
    for char in numeral:
        if char in PLACE_VALUES:
            total += (current or 1) * PLACE_VALUES[char]
            current = 0
        else:
            current = DIGIT_VALUES.get(char, 0)
    return total + current
