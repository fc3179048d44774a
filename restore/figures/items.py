"""Reads a list and says how many items it has at least and at most (和 may join two or the words of one)."""

from __future__ import annotations

import re

from restore.figures.counts import MIN_LISTED
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = [
    "OPEN_END",
    "alike_last",
    "are_even",
    "item_texts",
    "items_of",
    "joined_last",
    "length_of",
    "with_asides",
    "without_words",
]

OPEN_END = re.compile(r"等$")
_ASIDE = re.compile("（[^（）]*）")
_INSIDE = lazy_pattern("“[^”]*”|‘[^’]*’|《[^》]*》")
#: Words that hold 和, 与 or 及, which join nothing there, unless another word ends or begins in them: 金融和制度,
#: 初中和高中, 山区和平原, 公共和民用.
_NO_JOIN = lazy_pattern(
    "和平(?![安顶阳凉壤台均价面]|原(?!则))|和谐|和睦|和美(?![国洲元军术食容])|和解(?![放决剖读说])|和约(?!旦)|和谈(?!判)"
    "|(?<![公中])共和|(?<!汇)总和|缓和|(?<![保气水常高低控恒])温和|饱和|(?<=碳)中和|中和反应|(?<![金通])融和"
    "|(?<![母父双探])亲和|呼和浩特|和田|参与|与会(?!计)|赠与|与时俱进|普及|涉及|(?<!普)惠及|危及|(?<!宁)波及|触及"
    "|(?<!回)顾及|及时|埃及"
)
_NAMES_IN_A_ROW = lazy_pattern(f"引{{2,}}(?![{HAN}])")
_JOINED = lazy_pattern(r"[和与及]|以及")
_JOIN = lazy_pattern("[和与及]")
_BETWEEN = lazy_pattern("、?(?:以及|[和与及])|、|(?<=[》”’])(?=[《“‘])")
#: A list whose last item is joined with 和.
_WITH_LAST = lazy_pattern(
    "^[^和与及]+、(?P<previous>[^和与及、]{2,})(?:以及|[和与及])(?P<last>[^和与及、]{2,})$"
)


def without_words(text: str) -> str:
    """Put marks in place of the words that hold 和, 与 or 及 (和平, 参与); the length stays."""
    return _NO_JOIN.sub(lambda match: "词" * len(match[0]), text)


def items_of(text: str) -> tuple[int, int]:
    """Return how many items a list has at least and at most (和 may join items or belong to one)."""
    outside = _outside(text)
    marks = outside.count("、") + 1
    return marks, marks + len(_JOINED.findall(outside))


def _outside(text: str) -> str:
    """Return a list with a mark in the place of each quoted name, and without what stands in brackets."""
    outside = without_words(_INSIDE.sub("引", _ASIDE.sub("", text)))
    # “双区”“双城”产业、交通: names that lead to an item are none.
    return _NAMES_IN_A_ROW.sub(lambda names: "、".join(names[0]), outside)


def are_even(listed: str) -> bool:
    """Tell whether the items of a list behind its first are of one length, so that none is two or part of one."""
    return len({len(item) for item in _outside(listed).split("、")[1:]}) == 1


def with_asides(listed: str) -> int:
    """Count what brackets list behind each item: 利妥昔单抗（复宏汉霖、信达生物）、曲妥珠单抗（复宏汉霖） are three."""
    return sum(aside.count("、") + 1 for aside in _ASIDE.findall(listed))


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
    return _WITH_LAST.match(plain) is not None


def item_texts(listed: str) -> list[str]:
    """Return the items of a list."""
    joins = [match.span() for match in _BETWEEN.finditer(without_words(listed))]
    starts = [0, *(end for _, end in joins)]
    ends = [*(start for start, _ in joins), len(listed)]
    return [listed[a:b] for a, b in zip(starts, ends, strict=True)]
