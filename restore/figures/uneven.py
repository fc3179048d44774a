"""Knows lists that begin or end inside what stands between two marks (两地新开工建设南充至潼南、泸州至永川), by their lengths."""

from __future__ import annotations

from collections.abc import Sequence

from restore.figures.listing import Count
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["begins_inside", "ends_inside"]

#: An item that leads to its list is so many code points longer than the longest of the others, and one of another
#: kind so many shorter than the shortest.
_LONGER, _SHORTER = 3, 3
#: An item that holds the end of the list is of so many, and so many times as long as any other.
_LONG, _TIMES = 12, 2
#: 西非、北美和欧洲七个国家: there are many in each.
_CONTINENT = lazy_pattern("(?:[东西南北中]?[欧亚非美]|洲|湾|半岛|加勒比)$")
_COUNTRIES = lazy_pattern(f"[{HAN}]{{0,4}}?国家?")
#: 落实发扬民主、推进改革三项举措, 推动打好三大攻坚战: the number is of what the verb does.
_DOING = lazy_pattern("(?:打好|打赢|抓好|抓实|办好|完成|开展|弘扬|贯彻|坚持|践行)$")


def begins_inside(count: Count, items: Sequence[str]) -> bool:
    """Tell whether a list of as many items as a number says may begin inside the first of these.

    That has the words before it that lead to the list: 重庆两地新开工建设南充至潼南、泸州至永川、开江至梁平、内江至大足4条.
    """
    if not 2 <= count.value < len(items):
        return False
    first, *others = items[-count.value :]
    return len(first) >= max(map(len, others)) + _LONGER


def ends_inside(text: str, count: Count, items: Sequence[str], *, listed: str) -> bool:
    """Tell whether a list may end inside its last item, whose own the number is then.

    甲局、乙局主办的展销月开始在丙市6家书店; 甲污水厂、乙污水厂、丙县7个镇.
    """
    *front, last = items
    # The first item may have words before it that lead to the list, so that nothing is known of it.
    inner = [len(item) for item in front[1:]]
    if inner and len(last) >= max(_LONG, _TIMES * max(inner)):
        return True
    if _COUNTRIES.match(text, count.span[1]) and _CONTINENT.search(last):
        return True
    if _DOING.search(last) and not any(_DOING.search(item) for item in front):
        return len(last) != len(front[-1])
    digits = count.text[0].isdigit()
    apart = len(last) + _SHORTER <= min(inner, default=0) or listed.endswith(f"以及{last}")
    return digits and count.value != len(items) and apart
