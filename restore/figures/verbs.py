"""Knows verbs that stand in lists and before numbers (打造、建设并运营3家医院)."""

from __future__ import annotations

from restore.figures.dictionary import FigureDictionary
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["begins_with_verb", "ends_with_verb", "is_any_verb", "is_verb", "joins_verbs"]

#: 规范、完善招标制度, 统筹部署、协同推进: the first of a list of verbs is no item of what they do.
_VERBS = (
    "创办|运营|规范|完善|健全|建立|巩固|优化|强化|深化|加强|加快|部署|对接|研究|谋划|构建|搭建|新建|扩建|改建|续建|升级|丰富"
    "|壮大|做强|做优|做大|做实|延伸|拓展|探索|促进|推广|推动|推进|支持|鼓励|引导|统筹|协同|培育|打造|提升|改造|融入|服务"
    "|筹建|迁建|修建|修缮|维修|修订|制定|出台|创建|申报|争创|整合|盘活|挖掘|保护|开发|利用|全面|深入|持续|积极|主动|重点"
)
_VERB_ITEM = lazy_pattern(f"(?:.*?(?:进一步|[要将并应须]))?(?:{_VERBS}){{1,3}}$")
#: The last item may be but a verb, and the number what it does: 推动绿色发展、打造“四个在汉中”.
_MORE_VERBS = "打好|打赢|抓好|抓实|联通|连通|畅通|践行|落实|实现|实施|树牢|坚持|突出|聚焦|做到|建设|建成|完成|开展|弘扬|贯彻"
_LAST_VERB = lazy_pattern(f"(?:{_VERBS}|{_MORE_VERBS})$")
#: 创办、建设并运营3家医院
_VERBS_JOINED = lazy_pattern(f"(?:{_VERBS}|{_MORE_VERBS})并(?:{_VERBS}|{_MORE_VERBS})$")
_VERB_END = lazy_pattern(f"(?:{_VERBS}|{_MORE_VERBS}|提高|增强)$")
_VERB_LEAD = lazy_pattern(f"(?:{_VERBS}|{_MORE_VERBS})[{HAN}]{{2}}")


def is_verb(item: str, dictionary: FigureDictionary) -> bool:
    """Tell whether an item is but a verb, with what says how."""
    return _VERB_ITEM.match(item) is not None or item in dictionary.predicates


def is_any_verb(item: str, dictionary: FigureDictionary) -> bool:
    """Tell whether an item is but a verb, also of those that have an object in front of a number."""
    return is_verb(item, dictionary) or _LAST_VERB.match(item) is not None


def begins_with_verb(item: str) -> bool:
    """Tell whether an item is a verb and its object."""
    return _VERB_LEAD.match(item) is not None


def ends_with_verb(item: str, dictionary: FigureDictionary) -> bool:
    """Tell whether an item ends with a verb, so that what stands behind it is its object."""
    return _VERB_END.search(item) is not None or item.endswith(dictionary.predicates)


def joins_verbs(item: str) -> bool:
    """Tell whether an item ends with two verbs: 创办、建设并运营3家医院."""
    return _VERBS_JOINED.search(item) is not None
