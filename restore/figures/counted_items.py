"""Tells what stands right before a number and is no item of a list that it counts (提升企业、院所、高校创新五大能力)."""

from __future__ import annotations

from restore.figures.counts import MIN_LISTED
from restore.figures.dictionary import FigureDictionary
from restore.figures.items import alike_last
from restore.figures.listed import Listed
from restore.figures.verbs import (
    begins_with_verb,
    ends_with_verb,
    is_any_verb,
    is_verb,
    joins_verbs,
)
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["SIGNS"]

#: What ends so is no item that is counted: it says of what, where or how there are so many.
_NO_ITEM = lazy_pattern(
    "(?<![平高中初同])等(?![级次])|(?<!公)共(?![同和享建治体性赢处])|各(?![类种级界族项])|分别|均(?![衡等])"
    f"|(?:在内|全球|全国|世界|(?<!公)共|[了着过]|着力抓好|推荐|预研|囊括|签署|见证|跨|第[{ONE_TO_TEN}]批"
    f"|[{ONE_TO_TEN}两](?:大类|[个项条种类]))$"
)
#: Neither is what ends so, unless the item before is made alike: 产业、能源、用地, 生态立市、工业强市.
_RARELY_ITEM = lazy_pattern(
    "(?:领域|方面|行业|地|(?<!行)为|(?<![国公])有|(?<![创革更])新|(?<!建)设|建"
    "|[省县旗盟乡镇村]|(?<=..)州|(?<!城)市|(?<![灌片园景库矿林港湾社城校行范验发作能护贸融])区)$"
)
#: Places, and what counts them: 嘉善县、海盐县、平湖市三县.
_PLACE = lazy_pattern("[省市县旗盟州乡镇村区]$")
_PLACES = lazy_pattern("个?[^，。；、0-9]{0,1}[省市县旗盟州乡镇村区城]")
#: More words that end what is done: 重污染天气消除、臭氧污染防治、柴油货车污染治理.
_DONE = lazy_pattern(
    "(?:提升|整治|治理|修复|利用|保障|攻坚|提质|优化|转型|赋能|防治|消除|振兴|绿化|增效|盘活|保持|扩能|倍增|惠民|富民|化)$"
)
#: Code points behind a number that hold the noun.
_NOUN_REACH = 6
#: An item that holds the end of the list is of so many, and so many times as long as any other; one of another
#: kind is so much shorter than the shortest.
_LONG, _TIMES, _SHORTER = 12, 2, 3
#: 西非、北美和欧洲七个国家: there are many in each.
_CONTINENT = lazy_pattern("(?:[东西南北中]?[欧亚非美]|洲|湾|半岛|加勒比)$")
_COUNTRIES = lazy_pattern(f"[{HAN}]{{0,4}}?国家?")
#: 落实发扬民主、推进改革三项举措, 推动打好三大攻坚战: the number is of what the verb does.
_DOING = lazy_pattern("(?:打好|打赢|抓好|抓实|办好|完成|开展|弘扬|贯彻|坚持|践行)$")

#: A quoted name that counts (“三大行动”) ends a list where a mark or an end follows it.
_QUOTED_NAME = lazy_pattern("[^“”]{0,12}”[，。；：和与的]")
#: An item of so many characters is no clause: 刑事、民事、行政、公益诉讼“四大检察”职能.
_SHORT_ITEM = 4
#: 语文、数学、劳动在高中三个年级均为必修课: what is counted is where they are.
_HELD_IN = lazy_pattern(f"[{HAN}]{{2}}(?<![存内外现潜实])在[^、]{{1,6}}$")


def _is_place_or_deed(listed: Listed, dictionary: FigureDictionary) -> bool:
    """It says where or how there are so many, or is a verb."""
    previous, last = listed.items[-2:]
    # 甲地至乙地、丙地至丁村、戊地至己县3条公路; two such may lead to the list.
    lines = len(listed.items) >= MIN_LISTED and all("至" in item[1:-1] for item in listed.items)
    if listed.marked or lines:
        # “登高、升规、晋位、上市”四个工程: the marks are around the list.
        return False
    made_alike = len(previous) == len(last) or previous[-1:] == last[-1:]
    # 刘集乡、石塬镇、柳沟乡三个乡镇, but not the bodies in these.
    as_such = listed.whole or not _PLACE.search(last) or _counts_places(listed)
    if _NO_ITEM.search(last) or (_RARELY_ITEM.search(last) and not (made_alike and as_such)):
        return True
    if last in dictionary.regions and not previous.startswith(dictionary.regions):
        # 引江济淮、云南九大高原湖泊: the lakes are those of the province.
        return True
    verbs = dictionary.predicates
    # 引进资金、招商突破
    parallel = (
        made_alike
        or previous.endswith(verbs)
        or _DONE.search(previous)
        or (listed.quoted and len(last) <= len(previous))
    )
    return last.endswith(verbs) and not parallel


def _counts_places(listed: Listed) -> bool:
    """Tell whether places are counted, or what is called as the items are (高新区、经开区2个千亿园区)."""
    end = listed.count.span[1]
    if listed.items[-1][-1] in listed.text[end : end + _NOUN_REACH]:
        return True
    return (
        _PLACES.match(listed.text, end) is not None or _PLACE.search(listed.count.text) is not None
    )


def _is_one_character(listed: Listed, _: FigureDictionary) -> bool:
    return not listed.marked and any(len(item) == 1 for item in listed.items)


def _has_object(listed: Listed, dictionary: FigureDictionary) -> bool:
    """A quoted name that counts is the object of the last item (推进“六大提升”), for more stands behind it."""
    if not listed.quoted or _QUOTED_NAME.match(listed.text, listed.count.span[1]):
        return False
    short = all(len(item) <= _SHORT_ITEM for item in listed.items[1:])
    if "”" not in listed.words and (short or alike_last(listed.words)):
        return False
    return ends_with_verb(listed.items[-1], dictionary)


def _holds_the_end(listed: Listed, _: FigureDictionary) -> bool:
    """The list ends inside it: 甲局、乙局主办的展销月开始在丙市6家书店; 甲污水厂、乙污水厂、丙县7个镇."""
    *front, last = listed.items
    # The first item may have words before it that lead to the list, so that nothing is known of it.
    inner = [len(item) for item in front[1:]]
    if inner and len(last) >= max(_LONG, _TIMES * max(inner)):
        return True
    apart = len(last) + _SHORTER <= min(inner, default=0)
    joined = listed.words.endswith(f"以及{last}")
    return listed.digits and listed.count.value != len(listed.items) and (apart or joined)


def _is_continent(listed: Listed, _: FigureDictionary) -> bool:
    countries = _COUNTRIES.match(listed.text, listed.count.span[1])
    return bool(countries and _CONTINENT.search(listed.items[-1]))


def _is_done(listed: Listed, _: FigureDictionary) -> bool:
    *front, last = listed.items
    others = any(_DOING.search(item) for item in front)
    return bool(_DOING.search(last)) and not others and len(last) != len(front[-1])


def _ends_otherwise(listed: Listed, _: FigureDictionary) -> bool:
    last = listed.items[-1]
    return bool(_HELD_IN.search(last) or joins_verbs(last))


def _opens_quotation(listed: Listed, _: FigureDictionary) -> bool:
    last = listed.items[-1]
    return last.count("“") > last.count("”")


def _is_bare_verb(listed: Listed, dictionary: FigureDictionary) -> bool:
    """It is but a verb, and the one before it a verb and its object.

    Where no quoted name is counted, all items have to be.
    """
    quoted = listed.text[listed.count.span[0] - 1] == "“"
    *front, last = listed.items[-2:] if quoted else listed.items
    return is_any_verb(last, dictionary) and all(
        not is_verb(item, dictionary) and begins_with_verb(item) for item in front
    )


SIGNS = (
    _is_place_or_deed,
    _is_one_character,
    _has_object,
    _holds_the_end,
    _is_continent,
    _is_done,
    _ends_otherwise,
    _opens_quotation,
    _is_bare_verb,
)
