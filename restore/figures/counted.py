"""Counts the list that ends where its count stands (创新、协调、绿色、开放、共享五个方面)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.counted_items import WHOLE, is_item
from restore.figures.dictionary import FigureDictionary
from restore.figures.listed import (
    alike_last,
    item_texts,
    joined_last,
    length_of,
    listed_before,
    shorter_lists,
)
from restore.figures.listing import MIN_LISTED, OPEN_END, Count, items_of, list_check
from restore.figures.numerals import read_numeral
from restore.figures.own_counts import counts_other, ends_in_verb, may_fit
from restore.figures.uneven import begins_inside, ends_inside
from restore.text.characters import CLAUSE_MARKS, HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["counted_checks"]

_MARK = lazy_pattern(rf"[{CLAUSE_MARKS}:;\n\f（()）]|,(?![0-9])")
#: A quoted name that counts (“三大行动”) ends a list where a mark or an end follows it.
_QUOTED_NAME = lazy_pattern("[^“”]{0,12}”[，。；：和与的]")
#: 第一卷、第二卷蒙古文、藏文: two lists that run into each other.
_ORDINAL = lazy_pattern(f"第[0-9{ONE_TO_TEN}]")
#: 特殊钢、板管线型材深加工: such a word is a list itself, of a character for each.
_SHORTENED = lazy_pattern("板管|管线型|棒线|水电气|煤电|农林牧|种养加|吃住行|风光[水火储]")
#: What ends the line before a list that begins one; else the list may have begun there.
_ENDED = frozenset("。：:！？")
#: A line that goes on is as long as any other, but for so many characters.
_UNEVEN = 2
_PLACE_COUNT = lazy_pattern(
    f"(?P<number>[2-9{ONE_TO_TEN[1:]}])(?<![第0-9.{ONE_TO_TEN}].)个?(?:地市|市县|区县|乡镇|[市县州盟旗镇])"
    "(?![级长委政辖场民内外直边界等])"
)
#: Two names are counted where the words show it: 高端装备、绿色食品2个千亿级集群, 甲地至乙地、丙地至丁地2条公路,
#: 花湖机场、三峡机场2个国际机场. 32 million characters of clean text hold seven such pairs and no other number.
_PAIR = 2
#: So are they before a level that each of them has: 茶叶、魔芋2个国家级示范区 (17 such pairs in 16 million characters of
#: reports, news, laws and policy, and no other number).
_LEVEL = lazy_pattern(
    f"[十百千万]+亿元?[级园产]|(?:国家|世界|自治区|[省市州])级|(?:省星|[{ONE_TO_TEN}]星|[0-9]A)级|全国|国家|国际|[十百千万]头"
)
#: Or they are counted as places, as branches, or as houses of longer names: 庄浪、静宁2县, 科力远、威领股份2家公司
#: (17 and none in 40 million characters).
_SUMMED_PAIR = lazy_pattern(
    f"[0-9](?:个?(?:县市|市县|县区|[市县区州旗])(?![级委政域直辖民外内城])|个[{HAN}]{{0,8}}?产业(?![园集基链]))"
)
_MIN_HOUSE = 3
_TAIL_REACH = 8
_PLACE_TAILS = "省市县区州级"
#: 农业、化工等行业、专业七个市场: the items in front of the word are some of many.
#: 以速迈为引领，包含中天、六六…17家: one more stands before the list.
_LED_BY, _LED_REACH = lazy_pattern("以[^，。；]{1,12}为(?:引领|首|龙头|代表)，(?:包含|包括)?$"), 20
_OPENED = lazy_pattern(f"(?<![平高中初同])等(?![级候待])[{HAN}]{{0,4}}[、和]")
#: A number of others before the list.
_COUNTED_LEAD = lazy_pattern(
    f"[{HAN}]*?(?P<number>[0-9]{{1,2}})[个家条项类种][^、0-9]{{1,8}}(?:以及|[和与及])"
)
#: A number in a list, but not in a name: 5G, HTML5.
_NUMBERED = lazy_pattern("(?<![A-Za-z])[0-9]+(?![0-9A-Za-z])")
#: What ends so goes on.
_UNENDED = ("、", "的", "和", "与", "及")
#: An item of so many characters is no clause: 刑事、民事、行政、公益诉讼“四大检察”职能.
_SHORT_ITEM = 4
#: An item of so many characters is a word, and one of so many is a clause.
_WORD, _CLAUSE = 2, 10
#: Characters before a count that hold its list.
_LIST_REACH = 160


def counted_checks(
    source: FigureSource, counts: Sequence[Count], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a check for each count with its list right before it."""
    for count in (*counts, *_place_counts(source.text, counts)):
        clause = _MARK.split(source.text[max(0, count.span[0] - _LIST_REACH) : count.span[0]])[-1]
        name = clause.endswith("“")
        if clause.endswith("”“"):
            # “发展六仗”“七大攻坚”: the name that counts is an item of the list itself.
            continue
        clause = clause.removesuffix("“")
        listed, shown = listed_before(source.text, count, clause, name=name)
        whole = WHOLE.match(source.text, count.span[0]) is not None
        open_end = OPEN_END.search(clause) is not None
        least, most = length_of(listed, whole=whole, open_end=open_end)
        if least < MIN_LISTED == most and joined_last(listed):
            # A、B和C三个: 2 would be A and “B和C”, and any other number is wrong; but 高校和沿江7个市.
            if not whole:
                continue
            least = most
        pair = (
            least == most == _PAIR
            and not open_end
            and _paired(source.text, count, item_texts(listed), dictionary)
        )
        # 等 leaves out what it will: only a count of fewer than are named is wrong.
        if (
            (least < MIN_LISTED and not pair)
            or _NUMBERED.search(listed)
            or listed.endswith(_UNENDED)
        ):
            continue
        led = _COUNTED_LEAD.match(clause)
        if led and most + int(led["number"]) == count.value:
            # 3个乡镇和东明商城、西寺市场、东城市场6个调查点
            yield list_check(source, count, "verified", count.value)
            continue
        if "/" in listed and count.value > most:
            # 新增纳入、直接/可以调出及调整范围四类: what a stroke parts may be one or two.
            continue
        if (open_end or _OPENED.search(listed)) and count.value >= least:
            yield list_check(source, count, "unmade", least)
        elif least <= count.value <= most:
            yield list_check(source, count, "verified", count.value)
        elif (
            (shown or all(len(item) > 1 for item in item_texts(listed)))
            and (not name or _ends_list(source, count, listed, dictionary))
            and _all_counted(source, count, listed, dictionary)
            and not any(
                few <= count.value <= many for few, many in shorter_lists(listed, whole=whole)
            )
        ):
            items = most if count.value > most else least
            sure = shown or _sums_up(count, item_texts(listed))
            yield list_check(source, count, "failed" if sure else "possible", items)


def _sums_up(count: Count, items: Sequence[str]) -> bool:
    """Tell whether a number is surely that of the list before it: Chinese numerals behind items of one length.

    In 10 million characters of news and reports that no rule was made with, 498 such lists have the number that
    follows and none another, 337 others behind which a Chinese numeral stands have it and seven do not; of digits
    it is 240 and eleven. The first item may have words before it that lead to the list.
    """
    return not count.text[0].isdigit() and len({len(item) for item in items[1:]}) == 1


def _place_counts(text: str, counts: Sequence[Count]) -> Iterator[Count]:
    """Yield the numbers of places (烟台、潍坊、威海三市) that are no figures."""
    known = {count.span[0] for count in counts}
    for match in _PLACE_COUNT.finditer(text):
        numeral = read_numeral(match["number"])
        if numeral is not None and match.start() not in known:
            yield Count(match.span(), match[0], int(numeral.value), (), False)


def _paired(text: str, count: Count, items: Sequence[str], dictionary: FigureDictionary) -> bool:
    """Tell whether two items before a number in digits are made to be counted by what stands behind it."""
    behind = text[count.span[1] : count.span[1] + _TAIL_REACH]
    first, second = items[0], items[-1]
    end = first[-1:]
    tail = end == second[-1:] != "" and end not in _PLACE_TAILS and end in behind
    lines = count.text.endswith("条") and "至" in first[1:-1] and "至" in second[1:-1]
    # 煤炭、电力产业1个千亿级: one of both.
    level = count.value > 1 and _LEVEL.match(behind) is not None
    house = count.text[-1] == "家" and len(second) >= _MIN_HOUSE
    # 河北、山西4市 are in these.
    places = _SUMMED_PAIR.match(text, count.span[0]) and second not in dictionary.regions
    summed = count.value > 1 and (house or bool(places))
    return count.text[0].isdigit() and (level or tail or lines or summed)


def _ends_list(
    source: FigureSource, count: Count, listed: str, dictionary: FigureDictionary
) -> bool:
    """Tell whether a quoted name that counts ends a list: it stands by itself, or is the object of no item."""
    if _QUOTED_NAME.match(source.text, count.span[1]):
        return True
    items = item_texts(listed)
    short = all(len(item) <= _SHORT_ITEM for item in items[1:])
    return ("”" not in listed and (short or alike_last(listed))) or not ends_in_verb(
        items[-1], dictionary
    )


def _all_counted(
    source: FigureSource, count: Count, listed: str, dictionary: FigureDictionary
) -> bool:
    """Tell whether a number can only count the list before it: no verb or place comes between."""
    text = source.text
    least, most = items_of(listed)
    items = item_texts(listed)
    head = text.rfind(listed, 0, count.span[0])
    begun_before = _broken(text, head) or (
        count.value > most
        and (_runs_on(text[:head], items, count.value, dictionary) or _SHORTENED.search(listed))
    )
    return (
        _counts_items(text, count, least)
        and is_item(source, count, items, dictionary)
        and not any(_ORDINAL.search(item) for item in items[1:])
        and not counts_other(text, count, listed, items, dictionary)
        and not may_fit(count, listed, items, dictionary)
        and not begins_inside(count, items)
        and not ends_inside(text, count, items, listed=listed)
        and not begun_before
        and not _LED_BY.search(text, max(0, head - _LED_REACH), head)
        and not (count.value < least and _nested(items))
    )


def _counts_items(text: str, count: Count, least: int) -> bool:
    """Tell whether a number may be that of a whole list, misread: 两 says many things, 字 counts characters."""
    return not (
        count.qualified
        or count.text[0] == "两"
        or len(str(count.value)) != len(str(least))
        or text[count.span[1] : count.span[1] + 1] in "字多、"
    )


def _broken(text: str, head: int) -> bool:
    """Tell whether a list begins a line in the middle of a sentence: it began on the line before.

    A line that is shorter than the one behind it is a heading.
    """
    if text[head - 1 : head] != "\n":
        return False
    before = text[text.rfind("\n", 0, head - 1) + 1 : head - 1]
    end = text.find("\n", head)
    line = text[head : end if end >= 0 else len(text)]
    if not before or before[-1] in _ENDED:
        return False
    return before[-1] in "、，" or len(before) >= len(line) - _UNEVEN


def _nested(items: Sequence[str]) -> bool:
    """Tell whether words among clauses are a list inside an item (赴港澳地区探亲、工作、学习证件“全国通办”)."""
    # The first item may have words before it that lead to the list.
    lengths = [len(item) for item in items[1:]]
    return min(lengths[:-1], default=_CLAUSE) <= _WORD and max(lengths) >= _CLAUSE


def _runs_on(before: str, items: Sequence[str], count: int, dictionary: FigureDictionary) -> bool:
    """Tell whether a list began in a clause before: 男子、女子组，少年男子、少年女子组和公开组五个组别.

    The clauses end alike, or the items of lists without a verb come to the number (甲地钢铁和水泥，
    乙地电子信息、建材和服装，丙地造纸、煤炭七大产业).
    """
    least = most = len(items)
    lists = 0
    while before.endswith("，"):
        clause = _MARK.split(before[:-1])[-1]
        if not lists and ("、" not in clause or clause.endswith(items[-1][-1:])):
            return "、" in clause
        few, many = items_of(clause)
        if many < 2 or any(verb in clause for verb in dictionary.predicates):
            return False
        least, most, lists = least + few, most + many, lists + 1
        if lists > 1 and least <= count <= most:
            return True
        before = before[: -len(clause) - 1]
    return False
