"""Counts the list that ends where its count stands (创新、协调、绿色、开放、共享五个方面)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.listing import OPEN_END, Count, items_of, list_check
from restore.text.characters import CLAUSE_MARKS, HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["counted_checks"]

_MARK = lazy_pattern(rf"[{CLAUSE_MARKS}:;\n\f（()）]|,(?![0-9])")
_QUOTED_LIST = lazy_pattern("“(?P<list>[^“”、]+(?:、[^“”、]+)+)”$")
_TITLES = lazy_pattern("(?P<list>(?:《[^《》、0-9]+》[、和]?){3,})$")
#: 把A、B、C作为政府工作的三项基本准则.
_MADE = lazy_pattern(f"[把将](?P<list>.+)(?:作为|列为|确定为)[{HAN}]{{0,12}}$")
_BETWEEN = lazy_pattern("[、和与及]|(?<=[》”’])(?=[《“‘])")
#: A quoted name that counts (“三大行动”) ends a list where a mark or an end follows it.
_QUOTED_NAME = lazy_pattern("[^“”]{0,12}”[，。；：和与的]")
#: What ends so is no item that is counted: it says of what, where or how there are so many.
_NO_ITEM = lazy_pattern(
    "等|(?:领域|方面|行业|在内|全球|全国|世界|共|了|着|过|各|(?<![基土湿场])地|(?<!行)为|(?<![国公])有|(?<![创革更])新"
    "|(?<!建)设|建|分别|着力抓好|推荐|预研|囊括|签署|见证"
    f"|第[{ONE_TO_TEN}]批|[省市县旗盟州乡镇村]|(?<![灌片园景库矿林港])区)$"
)
#: A list may begin behind these: what stands before them leads to it, or is another list.
_LEAD = lazy_pattern(
    f"的|等|或|和|与|及|在|从|对|以|向|为|好|是|了|设|置|括|围绕|^[{ONE_TO_TEN}]、"
)
#: A list that begins a line in the middle of a sentence began on the line before.
_BROKEN = lazy_pattern("[^。：:！？\n]\n$")
#: A list has so many items: two may be joined in many ways.
_MIN_LISTED = 3
#: Characters before a count that hold its list.
_LIST_REACH = 160


def counted_checks(
    source: FigureSource, counts: Sequence[Count], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a check for each count with its list right before it."""
    for count in counts:
        clause = _MARK.split(source.text[max(0, count.span[0] - _LIST_REACH) : count.span[0]])[-1]
        name = clause.endswith("“")
        if clause.endswith("”“"):
            # “发展六仗”“七大攻坚”: the name that counts is an item of the list itself.
            continue
        clause = clause.removesuffix("“")
        quoted = _QUOTED_LIST.search(clause) or _TITLES.search(clause) or _MADE.search(clause)
        listed = quoted["list"] if quoted else OPEN_END.sub("", clause)
        least, most = items_of(listed)
        if least < _MIN_LISTED or re.search("[0-9]", listed):
            continue
        # 等 leaves out what it will: only a count of fewer than are named is wrong.
        if listed.endswith(("、", "的")):
            continue
        if OPEN_END.search(clause) and count.value >= least:
            yield list_check(source, count, "unmade", least)
        elif least <= count.value <= most:
            yield list_check(source, count, "verified", count.value)
        elif (not name or _QUOTED_NAME.match(source.text, count.span[1])) and _all_counted(
            source, count, listed, dictionary
        ):
            suffixes = (listed[match.end() :] for match in _LEAD.finditer(listed))
            if not any(few <= count.value <= many for few, many in map(items_of, suffixes)):
                items = most if count.value > most else least
                yield list_check(source, count, "failed", items)


def _all_counted(
    source: FigureSource, count: Count, listed: str, dictionary: FigureDictionary
) -> bool:
    """Tell whether a number can only count the list before it: no verb or place comes between."""
    items = _BETWEEN.split(listed)
    name = source.text[count.span[0] - 1] == "“"
    previous, last = ("", *items)[-2:]
    least, _ = items_of(listed)
    head = source.text.rfind(listed, 0, count.span[0])
    return not (
        count.qualified
        or count.text[0] == "两"
        or len(str(count.value)) != len(str(least))
        or source.text[count.span[1] : count.span[1] + 1] in "字多"
        or _NO_ITEM.search(last)
        or any(len(item) == 1 for item in items)
        or (last.endswith(dictionary.predicates) and not _parallel(previous, last, name=name))
        or _BROKEN.search(source.text[max(0, head - 2) : head])
    )


def _parallel(previous: str, last: str, *, name: bool) -> bool:
    """Tell whether an item that ends with a verb is made like the one before it (引进资金、招商突破)."""
    return (
        len(last) == len(previous)
        or last[-2:] == previous[-2:]
        or (name and len(last) <= len(previous))
    )
