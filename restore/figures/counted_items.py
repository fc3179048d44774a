"""Tells whether what stands right before a number is an item that is counted (提升企业、院所、高校创新五大能力)."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.claims import FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.listing import MIN_LISTED, Count
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["WHOLE", "is_item"]

#: What ends so is no item that is counted: it says of what, where or how there are so many.
_NO_ITEM = lazy_pattern(
    "(?<![平高中初同])等(?![级次])|(?<!公)共(?![同和享建治体性赢处])|各(?![类种级界族项])|分别|均(?![衡等])"
    "|(?:领域|方面|行业|在内|全球|全国|世界|(?<!公)共|了|着|过|地|(?<!行)为|(?<![国公])有|(?<![创革更])新"
    "|(?<!建)设|建|着力抓好|推荐|预研|囊括|签署|见证|跨"
    f"|第[{ONE_TO_TEN}]批|[省县旗盟乡镇村]|(?<=..)州|(?<!城)市|(?<![灌片园景库矿林港湾社城校行范验发作能护贸融])区)$"
)
#: Names of places are counted as such: 嘉善县、海盐县、平湖市三县, but not the bodies in them.
_PLACE = lazy_pattern("[省市县旗盟州乡镇村区]$")
_PLACES = lazy_pattern("个?[^，。；、0-9]{0,1}[省市县旗盟州乡镇村区城]")
#: 产业、能源、运输、用地: a word as short as the one before it is an item, whatever it ends with.
_WORDLIKE = 3
_WORD_ENDS = frozenset("地区有新设建为")
_KINDS = frozenset("种类")
#: A thing and what is done to it, counted as deeds: 回收循环利用、标准提升四大行动, but 工业、服务业转型升级五大行动.
_DEED = lazy_pattern(
    "(?<=..)(?<!全面|深入|加快|持续|统筹|着力|不断|大力|全力|一步|扎实|有序|协同|共同|积极|主动|重点|同步|一体|系统|整体|有效|切实)"
    "(?:提升|改造|更新|整治|治理|修复|培育|创新|利用|保护|保障|攻坚|突破|提质|升级|优化|转型|赋能)$"
)
_DEEDS = lazy_pattern(f"[0-9{ONE_TO_TEN}]+大(?:专项)?(?:行动|工程|计划|战役|任务|攻坚战)")
#: More words that end what is done, where the item before ends so as well: 国土绿化、水土保持、森林保护三项工程.
_DONE = lazy_pattern(
    "(?:提升|改造|更新|整治|治理|修复|培育|创新|利用|保护|保障|攻坚|突破|提质|升级|优化|转型|赋能|防治|消除|振兴|绿化|建设"
    "|增效|盘活|保持|扩能|倍增|惠民|富民)$"
)
_DONE_DEEDS = lazy_pattern(
    f"[0-9{ONE_TO_TEN}]+[大项个][{HAN}]{{0,4}}?(?:行动|工程|计划|战役|任务|攻坚战|战略)"
)
#: Kinds and parts are counted behind the names of all; of other things some may stand there with their number.
WHOLE = lazy_pattern(
    f"[0-9{ONE_TO_TEN}]+(?:大|类|种|个?(?:方面|领域|环节|维度|层面|层次|层级|阶段|部分|类别|板块|模块|区域|关键|方向|等级|等次|角度))"
    f"|[{ONE_TO_TEN}][个项条]"
)
_ASPECTS = lazy_pattern(
    f"[0-9{ONE_TO_TEN}]+(?:个?(?:方面|领域|环节|维度|层面|模块|板块|方向)|[个项](?:举措|主张|任务|工作))"
)
_TELLING = lazy_pattern(
    "(?:[推提列给做]出|出台|明确|部署|发布|印发|确定|梳理|细化|采取|制定|安排|落实|实施|形成|开展|聚焦|围绕)$"
)


def is_item(
    source: FigureSource, count: Count, items: Sequence[str], dictionary: FigureDictionary
) -> bool:
    """Tell whether what stands right before a number is an item, and no verb or place of what it counts."""
    text, start = source.text, count.span[0]
    previous, last = ("", *items)[-2:]
    if len(items) >= MIN_LISTED and count.text[-1] == "条" and all("至" in i[1:-1] for i in items):
        # 甲地至乙地、丙地至丁村、戊地至己县3条公路.
        return True
    if text[start - 1] == "”" and not last.endswith("”"):
        # “登高、升规、晋位、上市”四个工程: the marks are around the list.
        return True
    if (
        _NO_ITEM.search(last)
        and not _places(source, count, previous, last)
        and not (len(previous) == len(last) <= _WORDLIKE and last[-1] in _WORD_ENDS)
        and not (previous[-2:] == last[-2:] and WHOLE.match(text, start))
        and not (previous[-1:] == last[-1:] and count.text[-1] in _KINDS)
    ):
        return False
    if last in dictionary.regions and not previous.startswith(dictionary.regions):
        # 引江济淮、云南九大高原湖泊: the lakes are those of the province.
        return False
    deeds = _DEEDS.match(text, start) is not None
    deed = _DEED.search(last) is not None
    if _ASPECTS.match(text, start) and not _TELLING.search(last):
        return True
    if _DONE_DEEDS.match(text, start) and _DONE.search(last) and _DONE.search(previous):
        return True
    return (
        not (last.endswith(dictionary.predicates) or (deeds and deed))
        or (deeds and deed and _DEED.search(previous) is not None)
        or _parallel(previous, last, name=text[start - 1] == "“")
    )


def _places(source: FigureSource, count: Count, previous: str, last: str) -> bool:
    """Tell whether the items are places and counted as such: 刘集乡、石塬镇、柳沟乡三个乡镇."""
    alike = len(previous) == len(last) or previous[-1:] == last[-1:]
    told = _PLACE.search(count.text) or _PLACES.match(source.text, count.span[1])
    return bool(alike and told and _PLACE.search(last))


def _parallel(previous: str, last: str, *, name: bool) -> bool:
    """Tell whether an item that ends with a verb is made like the one before it (引进资金、招商突破)."""
    return (
        len(last) == len(previous)
        or last[-2:] == previous[-2:]
        or (name and len(last) <= len(previous))
    )
