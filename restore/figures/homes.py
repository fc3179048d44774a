"""Tells of which place a document is: by what it says of itself, its name, its title, or what it names most."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from restore.core.claims import FigureSource
from restore.figures.dictionary import FigureDictionary, alternation
from restore.text.characters import HAN, MARKS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["NATIONAL", "UNNAMED", "article_regions", "home_region", "regions_in"]

NATIONAL = "全国"
#: A report of a place that nothing names: 我代表市人民政府.
UNNAMED = "某地"

# A province is the home of a document that names it so often, and in three of five mentions.
_MIN_MENTIONS = 3
_MIN_NATIONAL_MENTIONS = 5
#: Without a title, so many characters of the first line stand for it.
_HEAD_LENGTH = 60
#: Where a report says whose it is: in its first lines.
_OPENING_LENGTH = 200
_KIND = "自治[区州县旗]|[省市州盟县区旗]|地区"
_AREA = f"(?P<area>[^\\s{MARKS}()0-9在]{{2,12}}?(?:{_KIND}))"
_REPORTER = re.compile(
    f"(?m)^(?:[0-9]{{4}}年)?{_AREA}(?:人民)?政府工作报告"
    f"|(?:(?:^|日[，,]?)[—–（(]*在?|在){_AREA.replace('area', 'met')}第?[{ONE_TO_TEN}]{{1,3}}届(?:人民代表大会|人大)"
    f"|代表{_AREA.replace('area', 'speaker')}人民政府"
)
#: 自治区, 全市, 经济技术开发区: a kind of place, and no name.
_BARE = lazy_pattern(
    f"(?:[全我本各该某省市县区州]|自治|行政|直辖|少数民族|经济|技术|高新|产业|开发|示范|试验|保税|合作|自贸|工业|管理|新|老旧|园|特|地|社|小|城|郊|山|牧|景|库|矿|灾)*(?:{_KIND})"
)
_SOME = lazy_pattern(
    "代表(?P<kind>自治[区州县旗]|[省市州盟县区旗])(?:人民)?政府|代表(?:地区)?(?:行署|行政公署)"
    "|^[0-9]{0,4}年?政府工作报告$",
    re.MULTILINE,
)
#: Of which kind a report is that does not say whose it is: 我州. 全省 is said in those of cities as well.
_OURS = re.compile("我([省市州盟县旗])")
#: What only stands above a city.
_ABOVE = re.compile("省委|全省|自治区")
_MUNICIPALITIES = frozenset({"北京", "天津", "上海", "重庆"})
_AUTONOMOUS = frozenset({"内蒙古", "广西", "西藏", "宁夏", "新疆"})
_IS_NATIONAL = re.compile("(?m)^中华人民共和国|^国家统计局|代表国务院")
#: A document's name: a place in it stands by itself, or before the name of a report.
_REPORT = "(?:人民)?政府工作报告|统计公报"
_NAMED = re.compile(
    f"(?<![{HAN}])(?:[0-9]{{4}}年)?([{HAN}]{{2,14}}?)(?:[0-9]{{4}}年)?(?:{_REPORT})?(?![{HAN}])"
)
_PLACE = lazy_pattern(f"[{HAN}]{{2,12}}?(?:{_KIND})")
_IS_REPORT = re.compile(_REPORT)


def home_region(source: FigureSource, dictionary: FigureDictionary) -> str:
    """Return the province or place a document is of, 全国, :data:`UNNAMED`, or ``""``.

    What a report says of itself comes first (焦作市 is this place alone, not its province), then the name of the
    document, the only province named in the title (or the first line), and one that makes up three fifths of all
    mentions of provinces. A report of a place that none of them names is of :data:`UNNAMED`; what is no report is
    then of none.
    """
    opening = source.text[:_OPENING_LENGTH]
    told = [str(m["met"] or m["speaker"] or m["area"]) for m in _REPORTER.finditer(opening)]
    bare = [area for area in told if _BARE.fullmatch(area)]
    if named := next((area for area in told if area not in bare), ""):
        return _region_of(named, dictionary)
    if _IS_NATIONAL.search(opening):
        return NATIONAL
    if named := _document_place(source, dictionary):
        return named
    regions = _regions(dictionary)
    titled = set(regions.findall(source.title or source.text[:_HEAD_LENGTH].partition("\n")[0]))
    some = [m["kind"] or "" for m in _SOME.finditer(opening)]
    counted = Counter(regions.findall(source.text))
    name = next(iter(titled)) if len(titled) == 1 else _most_named(counted)
    if bare or some:
        kind = next(filter(None, (*some, *bare)), "") or _usual_kind(source.text)
        return name if _may_be(kind, name, source.text) else UNNAMED
    return name or (NATIONAL if source.text.count("我国") >= _MIN_NATIONAL_MENTIONS else "")


def article_regions(source: FigureSource, dictionary: FigureDictionary) -> list[str]:
    """Return the place that each article is of: one that many articles name is that of none by itself.

    A title or a document's name that names one is that of all.
    """
    articles = source.text.split("\f")
    titled = set(_regions(dictionary).findall(source.title or ""))
    if len(articles) == 1 or titled or _document_place(source, dictionary):
        return [home_region(source, dictionary)] * len(articles)
    return [
        home_region(FigureSource(source.document, article.strip()), dictionary)
        for article in articles
    ]


def regions_in(text: str, dictionary: FigureDictionary) -> set[str]:
    """Return the provinces that a text names, without their kind (广西)."""
    return set(_regions(dictionary).findall(text))


def _document_place(source: FigureSource, dictionary: FigureDictionary) -> str:
    """Return the place in a document's name, the last that stands there: reports/玉林市_2019_政府工作报告.txt.

    A name without its kind (三亚) is one only in the name of a report, or of a province.
    """
    found = ""
    for match in _NAMED.finditer(source.document):
        name = match[1]
        if name == NATIONAL or name in dictionary.regions:
            found = name
        elif _PLACE.fullmatch(name):
            found = found if _BARE.fullmatch(name) else _region_of(name, dictionary)
        elif _IS_REPORT.search(source.document) and not _IS_REPORT.fullmatch(name):
            whole = re.search(f"{name}(?:[{HAN}]{{0,8}}?自治州|地区|[市州盟县区旗])", source.text)
            found = whole[0] if whole else name
    return found


def _most_named(counted: Counter[str]) -> str:
    name, count = min(counted.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    return name if count >= _MIN_MENTIONS and 5 * count >= 3 * counted.total() else ""


def _usual_kind(text: str) -> str:
    return next((kind for kind, _ in Counter(_OURS.findall(text)).most_common(1)), "")


def _may_be(kind: str, name: str, text: str) -> bool:
    """Tell whether a report of an unnamed place of some kind may be that of a province: the four cities are both."""
    if name in _MUNICIPALITIES:
        return kind.endswith("市") and not _ABOVE.search(text)
    return bool(name) and kind.endswith("自治区" if name in _AUTONOMOUS else "省")


def _region_of(area: str, dictionary: FigureDictionary) -> str:
    """Return the province that an area is, else the area: 海南省, 天津市, not 海南州 nor 吉林市."""
    return next((name for name in dictionary.regions if _is_region(area, name)), area)


def _is_region(area: str, name: str) -> bool:
    return area.startswith(name) and (
        area.endswith("自治区")
        or area == name + "省"
        or (area == name + "市" and name in _MUNICIPALITIES)
    )


@lru_cache(maxsize=4)
def _regions(dictionary: FigureDictionary) -> re.Pattern[str]:
    return re.compile(alternation(dictionary.regions))
