"""Reads the list that ends where its count stands, and the items of it (分东、中、西三条通道: 东, 中, 西)."""

from __future__ import annotations

import re

from restore.figures.listing import MIN_LISTED, OPEN_END, Count, items_of, without_words
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["alike_last", "item_texts", "joined_last", "length_of", "listed_before", "shorter_lists"]

_QUOTED_LIST = lazy_pattern("“(?P<list>[^“”、]+(?:、[^“”、]+)+)”$")
_QUOTED_BEFORE = lazy_pattern("”(?:、|以及|[和与及])?$")
_TITLES = lazy_pattern("(?P<list>(?:《[^《》、0-9]+》[、和]?){3,})$")
#: Items of a character each, behind whatever leads to them: 分东、中、西三条通道, but 从国家到省、市、县.
_SINGLES = lazy_pattern(f"(?<![、至到])(?P<list>[{HAN}](?:、[{HAN}]){{2,}})(?:这|共)?$")
#: What such a list may count: short names of other things are counted by what they have (水、电、气5个项目).
_SINGLE_KINDS = lazy_pattern(
    f"[0-9{ONE_TO_TEN}]+(?:条|[大类种](?!别)|个?(?:方面|领域|环节|维度|层面|层次|层级|阶段|方向|等级|等次|角度|字))"
)
#: 把A、B、C作为政府工作的三项基本准则.
_MADE = lazy_pattern(f"[把将](?P<list>.+)(?:作为|列为|确定为)[{HAN}]{{0,12}}$")
_JOIN = lazy_pattern("[和与及]")
_BETWEEN = lazy_pattern("、?(?:以及|[和与及])|、|(?<=[》”’])(?=[《“‘])")
#: 11月将在香港、澳门、深圳三个城市, 覆盖2省的水稻、玉米、大豆三类: the numbers lead to the list; C919 is a name.
_NUMBERED_LEAD = lazy_pattern(
    "^[^、]*(?:[0-9](?:年|月|日|时|点|分|[^、]*?(?:(?<![存内外现潜])在|从|对|将|由|是指?|指|[了的盖括]|围绕|涉及|推动))|[A-Za-z]-?[0-9]+)"
)
#: 钢铁等7个产业集群和高新区、经开区2个园区: another list and its number.
_COUNTED_LEAD = lazy_pattern("^.*[0-9][个家条项类种][^、0-9]{2,12}(?:以及|[和与及])")
#: The number of an article is none of its list: 第四条外商投资项目分为鼓励、允许、限制三类.
_ARTICLE = lazy_pattern(f"^第[0-9{ONE_TO_TEN}百千〇零]+条(?:之[{ONE_TO_TEN}])?")
#: 俄罗斯、白俄罗斯、哈萨克斯坦共三个: all of them; with 和 in the list it may count something else.
_TOTAL = lazy_pattern("(?<=[^一公])共$")
#: In a list that ends with 和, another number counts some of it (两大类); so does 等.
_NOT_ALL = lazy_pattern(f"[0-9]|等|[{ONE_TO_TEN}两][个大项条种类家]")
#: A list whose last item is joined with 和.
_WITH_LAST = lazy_pattern(
    "^[^和与及]+、(?P<previous>[^和与及、]{2,})(?:以及|[和与及])(?P<last>[^和与及、]{2,})$"
)
#: A list may begin behind these: what stands before them leads to it, or is another list.
_LEAD = lazy_pattern(
    "的|(?<![平高中初同])等(?!级)|或|和|与|(?<=以)及|及(?=[^、及]+、[^、及]+、)|(?<![存内外现潜])在|从|对|以(?!旧换新)|(?<![方定意面])向"
    f"|(?<!行)为|(?<![美良友爱])好|是|了|(?<!建)设(?![施备计])|(?<![配处装])置|括|围绕|^[{ONE_TO_TEN}]、"
)


def listed_before(text: str, count: Count, clause: str, *, name: bool) -> tuple[str, bool]:
    """Return the list that ends a clause, and whether marks or words show where it begins.

    Parameters
    ----------
    clause : what stands before the count, from the last mark on; it may lead to the list
    name : the count is that of a quoted name (“三大行动”)
    """
    found = (
        _quoted(text, count, clause)
        or _TITLES.search(clause)
        or _MADE.search(clause)
        or (_SINGLE_KINDS.match(text, count.span[0]) and _SINGLES.search(clause))
    )
    return (found["list"], True) if found else (_begun(OPEN_END.sub("", clause), name=name), False)


def _quoted(text: str, count: Count, clause: str) -> re.Match[str] | None:
    """Return the list in quotation marks; “治、用、保”八项工程 are eight projects of one way to work."""
    found = _QUOTED_LIST.search(clause)
    if found and _QUOTED_BEFORE.search(clause, 0, found.start()):
        # “筹钱、清欠”和“担保清理、责任落实”四个专项
        return None
    single = found and all(len(item) == 1 for item in found["list"].split("、"))
    return None if single and count.text[-1] == "项" else found


def _begun(clause: str, *, name: bool) -> str:
    """Return the list that ends a clause, without what leads to it and holds a number of its own."""
    clause = clause.removesuffix("的") if name else clause
    if not _JOIN.search(without_words(clause)):
        clause = _TOTAL.sub("", clause)
    clause = _COUNTED_LEAD.sub("", _ARTICLE.sub("", clause.lstrip()))
    return _NUMBERED_LEAD.sub("", clause).removeprefix("以及")


def length_of(listed: str, *, whole: bool = False, open_end: bool = False) -> tuple[int, int]:
    """Return how many items a list has at least and at most; 和 joins two that are made alike.

    Parameters
    ----------
    whole : kinds or parts are counted, which are named one by one: 和 between the first 、 and the last
        is part of an item then (玩具、建材及家具、家庭用品三个板块)
    open_end : 等 follows, and the last two that are joined may be one of many
    """
    least, most = items_of(listed if open_end else listed.replace("以及", "、"))
    joined = [_JOIN.search(item) is not None for item in without_words(listed).split("、")]
    if least + 1 == most and not open_end and joined_last(listed) and alike_last(listed):
        # 及 joins the words of an item as well: 机床、机器人、增材制造及激光制造三类.
        least = most if least < MIN_LISTED or "及" not in listed else least
    elif whole and not joined[0] and any(joined[1:-1]):
        most = least
    return least, most


def alike_last(listed: str) -> bool:
    """Tell whether the two items that 和 joins are made alike, so that they are two (长沙和成都)."""
    previous, last = item_texts(listed)[-2:]
    return len(previous) == len(last) or previous[-1:] == last[-1:]


def joined_last(listed: str) -> bool:
    """Tell whether 和 joins the last item of a list, and nothing else (镇江、常州和无锡)."""
    plain = without_words(listed)
    return _WITH_LAST.match(plain) is not None and not _NOT_ALL.search(plain)


def item_texts(listed: str) -> list[str]:
    """Return the items of a list."""
    joins = [match.span() for match in _BETWEEN.finditer(without_words(listed))]
    starts = [0, *(end for _, end in joins)]
    ends = [*(start for start, _ in joins), len(listed)]
    return [listed[a:b] for a, b in zip(starts, ends, strict=True)]


def shorter_lists(listed: str, *, whole: bool) -> list[tuple[int, int]]:
    """Return the least and the most items of each shorter list that what is taken for a list may hold.

    One item behind 和 is none, for nobody counts it.
    """
    lengths = []
    for lead in _LEAD.finditer(without_words(listed)):
        shorter = listed[lead.end() :]
        least, most = length_of(shorter, whole=whole)
        joined = whole and least < MIN_LISTED == most and joined_last(shorter)
        if most > 1:
            lengths.append((most if joined else least, most))
    return lengths
