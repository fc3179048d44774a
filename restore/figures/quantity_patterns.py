"""The pattern of a quantity: a number with its unit and the words that widen it.

One regular expression, built of the figure dictionary, finds all forms; each alternative has named
groups, which :mod:`restore.figures.quantity_reading` turns into numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.figures.dictionary import FigureDictionary, Qualifier, Unit, alternation
from restore.figures.numerals import ARABIC, CHINESE, SCALE
from restore.text.characters import (
    CLOSING_QUOTES,
    DIGITS,
    HAN,
    NUMERALS_AND_SOME,
    ONE_TO_NINE,
    ONE_TO_TEN,
)

__all__ = ["Scanner", "scanner_of"]

_MIXED = rf"{ARABIC}(?:(?:{SCALE}){ARABIC}(?={SCALE}))*"
_SCALE = r"(?:[十百千]?万亿|[十百千万]?亿|[十百千]?万|千(?![瓦克米卡伏帕赫焦字])|百(?!分|度|货|姓))"
_TO = r"(?:—{1,2}|－|-|–|~|～|至|到)"
_ORDINAL_UNITS = "批次|场次|季度|批|次|期|届|名|位|个|轮|类|条|章|项|组|卷|辑|集|场|大|家|座|部|天|站|棒|例|套|页"


class Scanner(NamedTuple):
    """The compiled pattern, those of names, and the words of the dictionary by place."""

    pattern: re.Pattern[str]
    names: tuple[re.Pattern[str], ...]
    before: dict[str, Qualifier]
    inside: dict[str, Qualifier]
    after: dict[str, Qualifier]
    units: dict[str, Unit]


@lru_cache(maxsize=4)
def scanner_of(dictionary: FigureDictionary) -> Scanner:
    """Compile the patterns of a dictionary."""
    by_position: dict[str, dict[str, Qualifier]] = {"before": {}, "inside": {}, "after": {}}
    for qualifier in dictionary.qualifiers:
        by_position[qualifier.position][qualifier.form] = qualifier
    before, inside, after = (by_position[p] for p in ("before", "inside", "after"))
    inner = f"(?:{alternation(list(inside))}|几)"
    units = alternation([u for u in dictionary.units if "latin" not in dictionary.units[u].flags])
    latin = alternation([u for u in dictionary.units if "latin" in dictionary.units[u].flags])
    any_unit = rf"(?:(?:{units})(?:/[日天月年人户亩])?|(?:{latin})(?![A-Za-z0-9]))"
    cn_units = alternation([f for f, u in dictionary.units.items() if "cn" in u.flags])
    cn1_units = alternation([f for f, u in dictionary.units.items() if "cn1" in u.flags])
    behind = f"(?:{alternation(list(after))})"
    pattern = re.compile(
        rf"""
        (?P<before>{alternation(list(before))})?
        (?:
          (?P<per>[百千万])分之(?P<pa>{CHINESE}|{ARABIC})(?:{_TO}(?P<pb>{CHINESE}))?
        | (?<![零{ONE_TO_TEN}百千万])(?P<den>[{ONE_TO_TEN}两]+)分之(?P<part>[{ONE_TO_TEN}两]+)
        | (?<![0-9.A-Za-z/])(?P<slash>[0-9]{{1,2}}/[0-9]{{1,3}})(?![0-9/月年])
        | 翻了?(?P<times>[一两二三四]|[0-9](?:[.][0-9]+)?)?番
        | 第(?P<ord>[0-9]+|{CHINESE})(?P<ordunit>{_ORDINAL_UNITS})
        | (?:(?<=[列居排名位])|(?<=全[国省区市])|(?<=世界)|(?<=全球)|(?<=第[{ONE_TO_TEN}]、))第(?P<rank>[0-9]+|{CHINESE})(?![0-9A-Za-z{HAN}])
        | (?P<half>(?:半数|一半)(?P<hafter>以上|左右)?|过半(?!径))
        | (?<![{DIGITS}A-Za-z_+][.．,，])(?<![{DIGITS}A-Za-z_+/.．])(?P<sign>(?<![0-9A-Za-z%％{HAN}])[-－−])?
          (?P<a>{_MIXED})(?P<ain>{inner})?(?P<as>{_SCALE})?(?P<ain2>{inner})?
          (?:(?P<au>{any_unit})|(?![.．]?[{DIGITS}A-Za-z]))
          (?:{_TO}(?P<b>{_MIXED})(?P<bs>{_SCALE})?(?P<bin>{inner})?(?P<bu>{any_unit}))?
          (?P<aafter>{behind})?
        | (?<=增开|召开|举办|开展|举行|组织|进行|提交|参加|召集)(?:了)?(?P<one>一)(?P<oneu>{cn1_units})(?![性又次场])
        | (?<![第统单之点数{NUMERALS_AND_SOME}0-9])(?P<c>{CHINESE})(?P<cin>{inner})?
          (?P<cs>[万亿]+)?(?P<cu>{cn_units}|(?:(?<=连续[{HAN}])|(?<=连续[{HAN}]{{2}})|(?<=连续[{HAN}]{{3}}))年|(?<=以下[{HAN}])点
            |(?<=[十百千][万亿])(?![0-9A-Za-z{HAN}]|[{CLOSING_QUOTES}])|(?<=[十百千][万亿])(?=的))
          (?P<ctenth>(?<=成)[{ONE_TO_NINE}](?!左右))?(?P<cafter>{behind})?
        )
        """,
        re.VERBOSE,
    )
    # One by one they are much faster than joined: each is looked for by the way it begins.
    names = tuple(map(re.compile, (*dictionary.name_patterns, alternation(dictionary.names))))
    return Scanner(pattern, names, before, inside, after, dictionary.units)
