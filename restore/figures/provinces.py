"""Counts the provinces that are listed before their number (江西、湖南、湖北三省)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.counts import Count
from restore.figures.dictionary import FigureDictionary, alternation
from restore.figures.evidence import list_check
from restore.figures.numerals import read_numeral
from restore.text.characters import HAN, ONE_TO_NINE, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["province_checks"]

_NUMBER = f"(?:[1-9][0-9]?|[{ONE_TO_TEN}两]{{1,3}})"
#: What provinces are counted by; 市 counts cities, which may lie in them: 河北、山西4市.
_UNITS = f"个?(?:省区市|省市区|省市|省份|省区|省|自治区|直辖市|市(?=[两{ONE_TO_NINE}]省))"
#: 北京、河北两地, and of 32 million characters no such number is another; 川滇黔十地州 lie in three.
#: 冀鲁豫四地委 is the fourth.
_SPOTS = "地(?![区级方处市州委])"
#: 京津冀9省联盟: a name, and others with it, who are counted in digits.
_LEADERS = frozenset({"京津冀", "江浙沪", "云贵川", "川渝黔"})
#: 三省一市, 两省一区: the parts of one count.
_AND_MORE = re.compile(
    rf"(?:[（(][^（）()]{{1,4}}[）)])?(?P<more>{_NUMBER})个?(?:直辖市|自治区|市|区|省)"
)
_BETWEEN = re.compile("[、和与及]")
#: 闽浙赣皖四省, 京津冀三地: a character for each. 14 million characters of news and policy hold 155 of them, all right.
_CHARACTERS = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新港澳云贵"
_SHORT = re.compile(
    f"(?P<list>[{_CHARACTERS}江](?:(?<!江)|(?=[浙沪皖]))(?:[{_CHARACTERS}]|江(?=[浙沪皖])){{2,7}})"
    f"(?P<number>{_NUMBER})(?:{_UNITS}|{_SPOTS})"
)
#: Before a list they join it to what is no name of a province: 京津冀及黑龙江、吉林5省.
_JOINED_BEFORE = lazy_pattern(f"[、和与以]$|(?<![涉惠波])及$|等[{HAN}]{{0,3}}$")
_REACH = 5
#: What is no 省 by its kind.
_PROVINCES = re.compile("[0-9两]省$|省份?$")
_OTHERS = re.compile("北京|天津|上海|重庆|内蒙古|广西|西藏|宁夏|新疆|香港|澳门")


def province_checks(
    source: FigureSource, dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a check for each number of provinces right behind their names, two or more.

    Names of provinces are known, so that even a list of two is told from what leads to it.
    """
    found = (*_listed(dictionary).finditer(source.text), *_SHORT.finditer(source.text))
    for match in found:
        numeral = read_numeral(match["number"])
        short = match["list"] if match.re is _SHORT else ""
        before = source.text[max(0, match.start() - _REACH) : match.start()]
        joined = _JOINED_BEFORE.search(before)
        # 龙舟公开赛、闽浙赣皖四省艺术节: only another province goes on in such a word.
        if joined and short and not before[: joined.start()].endswith(dictionary.regions):
            joined = None
        if numeral is None or joined:
            continue
        items = len(short) if short else 1 + len(_BETWEEN.findall(match["list"]))
        value = int(numeral.value)
        end = match.end()
        more = _AND_MORE.match(source.text, end)
        other = read_numeral(more["more"]) if more else None
        if more and other and value != items:
            # 上海、江苏、浙江、安徽三省一市: the two numbers count the list together.
            value, end = value + int(other.value), more.end()
        elif (
            value != items
            and _PROVINCES.search(match[0])
            and value == items - len(_OTHERS.findall(match["list"]))
        ):
            # 西藏、青海和四川两省藏区
            continue
        span = (match.start("number"), end)
        if short in _LEADERS and match["number"].isdigit() and value > items:
            continue
        count = Count(span, source.text[slice(*span)], value, (), False)
        yield list_check(source, count, "verified" if value == items else "failed", items)


@lru_cache(maxsize=4)
def _listed(dictionary: FigureDictionary) -> re.Pattern[str]:
    name = f"(?:{alternation(dictionary.regions)})(?:省|市|(?:壮族|回族|维吾尔)?自治区)?"
    return re.compile(
        f"(?P<list>{name}(?:、{name})*(?:(?:、|和|与|及|以及){name}))"
        f"(?:共|这)?(?P<number>{_NUMBER})(?:{_UNITS}|{_SPOTS})"
    )
