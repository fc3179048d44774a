"""Tells numbers behind a list that count something else than it (新建学校、医院8家, 打好“三大战役”、推进“六大提升”)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from restore.figures.dictionary import FigureDictionary
from restore.figures.listing import MIN_LISTED, Count, items_of
from restore.text.characters import HAN, LOW_POINTS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["counts_other", "ends_in_verb", "may_fit"]

#: 学校、医院8家: digits that no noun follows count the pieces of what is listed. Of 8.7 million characters of
#: reports such a number was that of the list twice, and nine times it was not.
#: 4县（市） is a noun.
_PIECES = lazy_pattern(f"(?!（[市区县旗]）)(?:以上|左右)?(?:[{LOW_POINTS}（）]|[\n\f]|$)")
#: 8类49项任务: a number that another follows; 4个光伏发电、2个生物质发电项目: kinds of things, each with its number.
_MEASURE = "[个家条项类种座处]"
_NUMBER_BEHIND = lazy_pattern(
    f"[0-9]+(?P<unit>{_MEASURE})(?:[0-9]+{_MEASURE}|[{HAN}]{{2,10}}、[0-9]+(?P=unit))"
)
#: 民生八大工程、生态环境、节能减排: the list goes on behind the number.
_GOES_ON = lazy_pattern(
    f"(?![{HAN}]*[和与及])[{HAN}]{{1,8}}、(?![^、，。；]*[0-9{ONE_TO_TEN}两“])[{HAN}]{{2,16}}[、，。；]"
)
#: But not behind what sums them up: 四个端点城市对内联动、对外开放.
_SUMMED = lazy_pattern(f"[{HAN}]{{0,6}}?(?:产业|行业|业态|集群|城市|地区|国家|赛区)(?!、)")
#: 保险、养老金7项标准: an item may have more than one of them; so may short names of places and of kinds have what there
#: are many of (岚山、莒县、五莲4个发电项目, 装备、化工、建材6家企业). Of other things 77 lists of three short names and
#: more, in 40 million characters, have the number that follows, and none another.
_SEVERAL = lazy_pattern("标准|指标|政策|待遇|补贴")
_MANY = lazy_pattern(
    f"[{HAN}]{{0,8}}?(?:项目|企业|公司|村|社区|小区|街道|乡镇|[大支中]队|书?店|车间|学校|医院|水库|港口|口岸|[园景矿]区|[厂站场所馆])"
)
#: A verb, or the name of a place, has so many characters at most.
_SHORT = 3
#: 发力五个突破、打好“三大战役”: an item that has a number of its own, as
#: 浙江、辽宁两省和中央五大国有企业 has. Those that 一 counts are listed as well
#: (一个平台、一支队伍三个一), unless the last is but a verb (咬定一个目标、聚力八大攻坚).
_OWN = lazy_pattern(
    f"(?<!第)[{ONE_TO_TEN[1:]}两][个大项条种类件步张场篇批轮][^”’]{{0,6}}[”’]?$"
    f"|[“‘](?!十.五)[{ONE_TO_TEN[1:]}两][^”’]{{1,8}}[”’][{HAN}]{{0,2}}$"
    f"|(?<!二)[{ONE_TO_TEN[1:]}两]个?[省市县区州盟]$"
)
_OWN_ONE = lazy_pattern(f"[{HAN}]{{2,3}}一[个大项条种类]")
#: 集种植、养殖、加工为一体的试点, 体现导向性、示范性的“十大工程”: the list tells how something is.
_TELLS_HOW = lazy_pattern("[为于]一[体身炉]|[^、]性的?$|[＋+]")
#: One place has so many characters more than another (曲靖、麻栗坡), and 丰樟高、鄱余万 are six.
_UNEVEN = 1
_PLACES = lazy_pattern(f"[0-9{ONE_TO_TEN}]+个?(?:地[市州]|市县|区县|县市|[市县州盟旗区])")
#: 国家级、省级二类: the second class.
_LEVELS = lazy_pattern("(?:级|国家)$")
#: 达到准地表四类水标准: a class of water.
_WATER = lazy_pattern("(?:地表|地下|海水|水质|达到?|优于|准)$")
_WATER_BEHIND = lazy_pattern("水(?:质|标准|$)|(?:以上)?(?:标准|水质)")
#: “3个100工程”, “三个一百”: the number counts numbers; 3个100亿级产业集群 are three, as what reaches “三个100%” is.
_NUMBERS = lazy_pattern("[0-9]{2,}(?![0-9.]*[亿万千%％])|一[百千万](?![亿多余])")
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
#: A list begins in the middle behind a bracket, but not behind a number: （六）守牢安全、生态、耕地“三条线”.
_BRACKET = lazy_pattern(f"(?<![（(][{ONE_TO_TEN}0-9])(?<![（(][{ONE_TO_TEN}0-9]{{2}})[）)]$")
#: 高校、职业院校专业与淮南七大新兴产业深度融合: what is behind 与 is another thing, and has the number.
_WITH_OTHER = lazy_pattern(f"[{HAN}]{{0,8}}(?:融合|对接|衔接|匹配|联动|契合)")
#: 学校、广场、车站及片区5条道路: such a last item only says where there are so many.
_WHERE = lazy_pattern("(?:[片园景库港校社小城新]区|周边|沿线|配套)$")
#: 语文、数学、劳动在高中三个年级均为必修课: what is counted is where they are.
_HELD_IN = lazy_pattern(f"[{HAN}]{{2}}(?<![存内外现潜实])在[^、]{{1,6}}$")
#: 民族精神、时代精神和青藏高原“五个特别”精神: the noun behind the name is that of each item.
_QUOTED_NOUN = lazy_pattern(f"[^“”]{{1,8}}”([{HAN}]{{2}})")
#: What is done, and counted as such.
_DEEDS = lazy_pattern(f"[{HAN}]{{0,4}}?(行动|工程|计划|战略|规划|活动|攻坚战)(?![{HAN}])")


def counts_other(
    text: str, count: Count, listed: str, items: Sequence[str], dictionary: FigureDictionary
) -> bool:
    """Tell whether the words show that a number is not that of the list before it.

    Parameters
    ----------
    listed, items : the list that ends where the count stands, and the items of it
    """
    end = count.span[1]
    digits = count.text[0].isdigit()
    last = items[-1]
    return bool(
        (digits and (_PIECES.match(text, end) or _NUMBER_BEHIND.match(text, count.span[0])))
        or (_GOES_ON.match(text, end) and not _SUMMED.match(text, end))
        or (digits and count.value > len(items) and _may_have_several(text, end, items))
        or (last[-1:] != "”" and any(_OWN.search(item) for item in items[:-1]))
        or (len(last) <= _SHORT and _OWN_ONE.match(items[-2]))
        or last.count("“") > last.count("”")
        or _TELLS_HOW.search(last)
        or _HELD_IN.search(last)
        or _VERBS_JOINED.search(last)
        or (count.text[-1] == "类" and "大" not in count.text and _LEVELS.search(last))
        or (count.text[-1] == "类" and _WATER.search(last) and _WATER_BEHIND.match(text, end))
        or (count.text[-1] == "个" and _NUMBERS.match(text, end))
        or _own_verb(items, dictionary, quoted=text[count.span[0] - 1] == "“")
        or _own_thing(text, count, listed, items)
        or _other_places(text, count, items)
        or _own_deed(text, count, items)
        # 甲集团、乙（旅游）集团、丙集团三大集团: the list began before the bracket.
        or (count.value > len(items) and _in_bracket_list(text, text.rfind(listed, 0, end)))
    )


def _in_bracket_list(text: str, start: int) -> bool:
    return _BRACKET.search(text, max(0, start - 4), start) is not None


def may_fit(count: Count, listed: str, items: Sequence[str], dictionary: FigureDictionary) -> bool:
    """Tell whether a list has as many items as a number says, if it is read in another way.

    和 may join two or belong to one, unless all are as long or nothing but it makes them more than two;
    verbs in front of a list are joined as its items are.
    """
    *front, last = listed.split("、")
    least, most = items_of("、".join([*(item.replace("及", "") for item in front), last]))
    # The first item may have words before it that lead to the list.
    if least < MIN_LISTED or len({len(item) for item in items[1:]}) == 1:
        least = most = len(items)
    verbs = list(takewhile(lambda item: _is_verb(item, dictionary), front))
    # 保护、惩处、监督、教育 are four of a kind.
    alike = len({len(item) for item in items}) == 1
    leading = 0 if alike or _VERB_ITEM.match(last) else len(verbs)
    return least - leading <= count.value <= most


def _may_have_several(text: str, end: int, items: Sequence[str]) -> bool:
    if _SEVERAL.match(text, end):
        return True
    sited = _MANY.match(text, end)
    short = all(len(item) <= _SHORT for item in items[1:])
    # 高新区、经开区2个园区: names that end as what is counted are names of it.
    return bool(sited and short and any(item[-1:] != sited[0][-1] for item in items))


def ends_in_verb(item: str, dictionary: FigureDictionary) -> bool:
    """Tell whether an item ends with a verb, so that what stands behind it is its object."""
    return _VERB_END.search(item) is not None or item.endswith(dictionary.predicates)


def _is_verb(item: str, dictionary: FigureDictionary) -> bool:
    return _VERB_ITEM.match(item) is not None or item in dictionary.predicates


def _own_verb(items: Sequence[str], dictionary: FigureDictionary, *, quoted: bool) -> bool:
    """Tell whether the last item is but a verb, and the one before it a verb and its object.

    Where no quoted name is counted, all items have to be.
    """
    *front, last = items if not quoted else items[-2:]
    verb = _is_verb(last, dictionary) or _LAST_VERB.match(last)
    return bool(verb) and all(
        not _is_verb(item, dictionary) and _VERB_LEAD.match(item) for item in front
    )


def _own_thing(text: str, count: Count, listed: str, items: Sequence[str]) -> bool:
    """Tell whether the last item is what has so many things, for the others are no such things."""
    start, end = count.span
    *front, last = items
    join = listed[: -len(last)][-1:]
    noun = _QUOTED_NOUN.match(text, end) if text[start - 1] == "“" else None
    named = noun is not None and not last.endswith(noun[1])
    # 铁路、公路、淮南港七大港区.
    owner = text.startswith(last[-1:], end) and not any(item[-1:] == last[-1:] for item in front)
    return bool(
        (join == "与" and _WITH_OTHER.match(text, end))
        or (count.text[0].isdigit() and join in "和及与" and _WHERE.match(last))
        or (noun and named and any(item.endswith(noun[1]) for item in front))
        or owner
    )


def _other_places(text: str, count: Count, items: Sequence[str]) -> bool:
    """Tell whether places are counted, but not those of the list: 丰樟高、鄱余万、奉靖永9个县市."""
    previous, last = items[-2:]
    if not _PLACES.match(text, count.span[0]):
        return False
    short = len(previous) == len(last) >= _SHORT and count.value % len(last) == 0
    uneven = abs(len(last) - len(previous)) > _UNEVEN and last[-1] != previous[-1]
    return uneven or (short and count.value > len(items))


def _own_deed(text: str, count: Count, items: Sequence[str]) -> bool:
    """Tell whether an item before the last is a deed as those are that are counted: 三年行动、关爱五大行动."""
    found = _DEEDS.match(text, count.span[1])
    if found is None:
        return False
    return any(item.endswith(found[1]) for item in items[:-1]) and not items[-1].endswith(found[1])
