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

__all__ = ["NUMERALS", "addresses", "begins_part", "numeral_value", "section_number"]

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

_ANY_SECTION = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _SECTION))


# A speaker turns to those who listen: 各位委员， 同志们： 尊敬的各位来宾、朋友们！
_PERSONS = (
    "各位(?:党员|企业家|媒体|农民|青年|父老)?(?:委员|代表|同志|领导|来宾|嘉宾|朋友|同仁|同事|老师|家长"
    "|同学|专家|评委|股东|业主|乡亲|网友|读者|听众|观众|市民|女士|先生|院士|校友|战友|理事|会员)"
    "|(?:女士|先生|同志|朋友|同学|老师|乡亲|战友|委员|代表|来宾|孩子|伙伴)们"
)
_ADDRESS = re.compile(
    f"(?:(?:尊敬|敬爱|亲爱)的)?(?:{_PERSONS})(?:[、，](?:{_PERSONS})){{0,4}}[：:！!，,]"
)


def addresses(text: str) -> bool:
    """Whether the line begins by addressing those who listen, as a paragraph of a speech does.

    Examples
    --------
    >>> addresses("各位委员，现在我报告工作"), addresses("各位委员提出了意见，")
    (True, False)
    """
    return _ADDRESS.match(text) is not None


def begins_part(text: str) -> bool:
    """Whether the line begins as a numbered section, an item, or a marked story."""
    return _PART.match(text) is not None


def section_number(text: str) -> tuple[str, int] | None:
    """Return the kind and number of the section that the line begins (（三） -> level2, 3)."""
    if _ANY_SECTION.match(text) is None:
        return None
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
