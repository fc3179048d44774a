"""Counts the list that ends where its count stands (创新、协调、绿色、开放、共享五个方面)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.counts import MIN_LISTED, Count, place_counts
from restore.figures.dictionary import FigureDictionary
from restore.figures.evidence import Evidence, judged
from restore.figures.items import joined_last
from restore.figures.listed import Listed, list_before
from restore.figures.readings import counts_otherwise
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["counted_checks"]

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
_OPENED = lazy_pattern(f"(?<![平高中初同])等(?![级候待])[{HAN}]{{0,4}}[、和]")
#: A number of others before the list: 3个乡镇和东明商城、西寺市场、东城市场6个调查点.
_COUNTED_LEAD = lazy_pattern(
    f"[{HAN}]*?(?P<number>[0-9]{{1,2}})[个家条项类种][^、0-9]{{1,8}}(?:以及|[和与及])"
)
#: A number in a list, but not in a name: 5G, HTML5.
_NUMBERED = lazy_pattern("(?<![A-Za-z])[0-9]+(?![0-9A-Za-z])")
#: What ends so goes on.
_UNENDED = ("、", "的", "和", "与", "及")


def counted_checks(
    source: FigureSource, counts: Sequence[Count], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a check for each count with its list right before it."""
    for count in (*counts, *place_counts(source.text, counts)):
        listed = list_before(source.text, count)
        lengths = _lengths(listed, dictionary)
        if lengths:
            yield from judged(source, count, _evidence(listed, lengths, dictionary))


def _lengths(listed: Listed, dictionary: FigureDictionary) -> tuple[int, int] | None:
    """Return how many items are counted at least and at most; ``None`` where there is no list that may be."""
    if listed.clause.endswith("”") and listed.quoted:
        # “发展六仗”“七大攻坚”: the name that counts is an item of the list itself.
        return None
    if _NUMBERED.search(listed.words) or listed.words.endswith(_UNENDED):
        return None
    least, most = listed.lengths
    if least < MIN_LISTED == most and joined_last(listed.words):
        # A、B和C三个: 2 would be A and “B和C”, and any other number is wrong; but 高校和沿江7个市.
        return (most, most) if listed.whole else None
    pair = least == most == _PAIR and not listed.open_end and _paired(listed, dictionary)
    if least < MIN_LISTED and not pair:
        return None
    led = _COUNTED_LEAD.match(listed.clause)
    others = int(led["number"]) if led else 0
    return (least, most) if listed.count.value != most + others else (least, most + others)


def _evidence(listed: Listed, lengths: tuple[int, int], dictionary: FigureDictionary) -> Evidence:
    evidence = Evidence(
        listed.count.value,
        *lengths,
        open_end=listed.open_end or _OPENED.search(listed.words) is not None,
        marked=listed.marked,
        even=listed.even,
        chinese=not listed.digits,
    )
    if evidence.fits:
        return evidence
    return replace(evidence, otherwise=counts_otherwise(listed, dictionary))


def _paired(listed: Listed, dictionary: FigureDictionary) -> bool:
    """Tell whether two items before a number in digits are made to be counted by what stands behind it."""
    count, (first, second) = listed.count, (listed.items[0], listed.items[-1])
    behind = listed.text[count.span[1] : count.span[1] + _TAIL_REACH]
    end = first[-1:]
    tail = end == second[-1:] != "" and end not in _PLACE_TAILS and end in behind
    lines = count.text.endswith("条") and "至" in first[1:-1] and "至" in second[1:-1]
    # 煤炭、电力产业1个千亿级: one of both.
    level = count.value > 1 and _LEVEL.match(behind) is not None
    house = count.text[-1] == "家" and len(second) >= _MIN_HOUSE
    # 河北、山西4市 are in these.
    places = _SUMMED_PAIR.match(listed.text, count.span[0]) and second not in dictionary.regions
    summed = count.value > 1 and (house or bool(places))
    return listed.digits and (level or tail or lines or summed)
