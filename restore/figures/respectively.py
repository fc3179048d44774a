"""Checks that 分别 gives as many values as it has names (粮食、油料产量分别为50万吨、5万吨)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.items import items_of
from restore.figures.relations import make_check
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["respective_checks"]

_WORD = "分别"
#: The names stand in the clause before the word, and nothing in it begins another list.
_NAMES = re.compile("[^，。；：:！？\n（）()0-9]+$")
#: Between the word and the first value, and between values.
_LEAD = re.compile("[^，。；：\n0-9、]{0,10}")
_BOUND = "(?:以上|以下|以内|左右|上下)"
#: 371.3GW（吉瓦）: the name of a unit.
_ASIDE = r"(?:[（(][^（）()\n0-9]{1,8}[）)])?"
_JOIN = re.compile(f"{_ASIDE}{_BOUND}?(?:[、，,和与及]|以及)")
_GOES_ON = re.compile(f"{_ASIDE}(?:[，,]|{_BOUND}?(?:[、和与及]|以及))")
#: Names that are no list of their own: 城、乡; 等 leaves some out.
#: 面值分别为1、5、10法郎: such a name has several values itself.
_MANY = re.compile("(?:面值|面额|规格|型号|尺寸)$")
_LAST = re.compile("[和与及]|以及")
_UNREAD = lazy_pattern(f"{_BOUND}?[{HAN}]{{0,2}}(?:[、和与及]|以及)[0-9]")
_UNCLEAR = re.compile("[和与及的]")
_OPEN = re.compile("等|多[个家项]|各")
#: 城乡居民人均可支配收入: such a name may have two values.
_DOUBLE = re.compile("城乡|城镇农村|男女|中小学|省市|市县|进出口")
#: 甲、乙和丙产业占地区生产总值和财政收入比重: the values may be of what stands behind the word.
_OF = re.compile("(?:占|比(?![重例率值])|对(?=.{2,24}贡献))(?P<list>.+)$")
#: 污水治理（管控）率: what is in brackets within a name.
_BRACKETED = re.compile(r"[（(][^（）()\n]{1,12}[）)]")
#: A clause is no longer than this.
_REACH = 80
_MIN_VALUES = 2


def respective_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each list of values behind 分别 with a list of names before it.

    Parameters
    ----------
    claims : the figures of one sentence, in order
    """
    text = source.text
    for index, first in enumerate(claims):
        before = text[max(first.sentence[0], first.span[0] - _REACH) : first.span[0]]
        head, word, lead = before.rpartition(_WORD)
        if not word or not _LEAD.fullmatch(lead):
            continue
        if index and claims[index - 1].span[1] > first.span[0] - len(lead):
            # 五大产业分别打造两个200亿级、三个100亿级集群: so many are counted, and each value is of several.
            continue
        values = [first]
        for claim in claims[index + 1 :]:
            between = text[values[-1].span[1] : claim.span[0]]
            joined = _JOIN.fullmatch(between)
            if not joined or (claim.unit != first.unit and between[-1] in "，,"):
                break
            if between[-1] in "，," and _LAST.search(text, first.span[0], values[-1].span[0]):
                # 分别增长5%和7%，82%以上的…: 和 joins the last.
                break
            values.append(claim)
        head = _BRACKETED.sub("", head)
        names = _NAMES.search(head)
        # 50个步行街、商圈客流量、营业额: the list begins before the figure, or holds another.
        if names is None or head[: names.start()][-1:].isdigit():
            continue
        if len(values) < _MIN_VALUES or _OPEN.search(names[0]) or _MANY.search(names[0]):
            continue
        if _UNREAD.match(text, values[-1].span[1]):
            # 100万只、10万群和10万亩: a number whose unit is not known.
            continue
        least, most = items_of(names[0])
        if least < _MIN_VALUES or _GOES_ON.match(text, values[-1].span[1]):
            continue
        ok = least <= len(values) <= most + len(_DOUBLE.findall(names[0]))
        # 商务、旅游需求的汽油、煤油消费: two lists, and the values are of the second.
        second = names[0].rpartition("的")[2]
        if not ok and "、" in second and items_of(second)[0] <= len(values) <= items_of(second)[1]:
            continue
        of = _OF.search(names[0])
        if not ok and of and len(values) <= items_of(of["list"])[1]:
            continue
        check = make_check(
            source, "respective", values, ok, (Decimal(len(values)), Decimal(least)),
            f"“分别”前有 {least} 项，后有 {len(values)} 个数",
        )  # fmt: skip
        # 和 may join two names or belong to one, and 的 ends what leads to them.
        clear = ok or not _UNCLEAR.search(names[0])
        yield check if clear else msgspec.structs.replace(check, outcome="possible")
