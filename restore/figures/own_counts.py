"""Tells numbers behind a list that count something else than it (新建学校、医院8家, 打好“三大战役”、推进“六大提升”)."""

from __future__ import annotations

from restore.figures.dictionary import FigureDictionary
from restore.figures.listed import Listed
from restore.figures.numerals import read_numeral
from restore.text.characters import HAN, LOW_POINTS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["SIGNS"]

#: 学校、医院8家: digits that no noun follows count the pieces of what is listed. Of 8.7 million characters of
#: reports such a number was that of the list twice, and nine times it was not.
#: 4县（市） is a noun, 8类49项任务 none.
_PIECES = lazy_pattern(
    f"(?!（[市区县旗]）)(?:以上|左右)?(?:[{LOW_POINTS}（）]|[0-9]+[个项条家类省市县]|[\n\f]|$)"
)
#: 民生八大工程、生态环境、节能减排: the list goes on behind the number.
_GOES_ON = lazy_pattern(
    f"(?![{HAN}]*[和与及])[{HAN}]{{1,8}}、(?![^、，。；]*[0-9{ONE_TO_TEN}两“])[{HAN}]{{2,16}}[、，。；]"
)
#: But not behind what sums them up: 四个端点城市对内联动、对外开放.
_SUMMED = lazy_pattern(f"[{HAN}]{{0,6}}?(?:产业|行业|业态|集群|城市|地区|国家|赛区)(?!、)")
#: Short names of places and of kinds may have several of what there are many of (岚山、莒县、五莲4个发电项目,
#: 装备、化工、建材6家企业). Of other things 77 lists of three short names and more, in 40 million characters, have the
#: number that follows, and none another.
_MANY = lazy_pattern(
    f"[{HAN}]{{0,8}}?(?:项目|企业|公司|村|社区|小区|街道|乡镇|[大支中]队|书?店|车间|学校|医院|水库|港口|口岸|[园景矿]区|[厂站场所馆])"
)
#: A verb, or the name of a place, has so many characters at most.
_SHORT = 3
#: 发力五个突破、打好“三大战役”: an item that has a number of its own, as
#: 浙江、辽宁两省和中央五大国有企业 has. Those that 一 counts are listed as well (一个平台、一支队伍三个一).
_OWN = lazy_pattern(
    f"(?<!第)[{ONE_TO_TEN[1:]}两][个大项条种类件步张场篇批轮][^”’]{{0,6}}[”’]?$"
    f"|[“‘](?!十.五)[{ONE_TO_TEN[1:]}两][^”’]{{1,8}}[”’][{HAN}]{{0,2}}$"
    f"|(?<!二)[{ONE_TO_TEN[1:]}两]个?[省市县区州盟]$"
)
#: One place has so many characters more than another (曲靖、麻栗坡), and 丰樟高、鄱余万 are six.
_UNEVEN = 1
_PLACES = lazy_pattern(f"[0-9{ONE_TO_TEN}]+个?(?:地[市州]|市县|区县|县市|[市县州盟旗区])")
_MORE_PLACES = lazy_pattern(f"[市县区州旗]?([{ONE_TO_TEN}两2-9])个?[市县区州旗]")
_PLACE_END = lazy_pattern("[市县州盟旗区]$")
#: “3个100工程”, “三个一百”: the number counts numbers; 3个100亿级产业集群 are three, as what reaches “三个100%” is.
_NUMBERS = lazy_pattern("[0-9]{2,}(?![0-9.]*[亿万千%％])|一[百千万](?![亿多余])")
#: 高校、职业院校专业与淮南七大新兴产业深度融合: what is behind 与 is another thing, and has the number.
_WITH_OTHER = lazy_pattern(f"[{HAN}]{{0,8}}(?:融合|对接|衔接|匹配|联动|契合)")
#: 民族精神、时代精神和青藏高原“五个特别”精神: the noun behind the name is that of each item.
_QUOTED_NOUN = lazy_pattern(f"[^“”]{{1,8}}”([{HAN}]{{2}})")


def _is_no_count(listed: Listed, _: FigureDictionary) -> bool:
    """两 says many things; a misread number has as many digits."""
    count = listed.count
    return (
        count.qualified
        or count.text[0] == "两"
        or len(str(count.value)) != len(str(listed.lengths[0]))
        or listed.text[count.span[1] : count.span[1] + 1] in "多、"
    )


def _of_pieces(listed: Listed, _: FigureDictionary) -> bool:
    return listed.digits and _PIECES.match(listed.text, listed.count.span[1]) is not None


def _goes_on(listed: Listed, _: FigureDictionary) -> bool:
    text, end = listed.text, listed.count.span[1]
    return _GOES_ON.match(text, end) is not None and _SUMMED.match(text, end) is None


def _several_of_each(listed: Listed, _: FigureDictionary) -> bool:
    text, end, items = listed.text, listed.count.span[1], listed.items
    if not listed.digits or listed.count.value <= len(items):
        return False
    sited = _MANY.match(text, end)
    short = all(len(item) <= _SHORT for item in items[1:])
    # 高新区、经开区2个园区: names that end as what is counted are names of it.
    return bool(sited and short and any(item[-1:] != sited[0][-1] for item in items))


def _numbers_in_items(listed: Listed, _: FigureDictionary) -> bool:
    return listed.items[-1][-1:] != "”" and any(_OWN.search(item) for item in listed.items[:-1])


def _of_numbers(listed: Listed, _: FigureDictionary) -> bool:
    end = listed.count.span[1]
    return listed.count.text[-1] == "个" and _NUMBERS.match(listed.text, end) is not None


def _of_the_last(listed: Listed, _: FigureDictionary) -> bool:
    """The last item is what has so many things, for the others are no such things."""
    text, (start, end) = listed.text, listed.count.span
    *front, last = listed.items
    join = listed.words[: -len(last)][-1:]
    noun = _QUOTED_NOUN.match(text, end) if text[start - 1] == "“" else None
    named = noun is not None and not last.endswith(noun[1])
    # 铁路、公路、淮南港七大港区.
    owner = text.startswith(last[-1:], end) and not any(item[-1:] == last[-1:] for item in front)
    return bool(
        (join == "与" and _WITH_OTHER.match(text, end))
        or (noun and named and any(item.endswith(noun[1]) for item in front))
        or owner
    )


def _of_other_places(listed: Listed, _: FigureDictionary) -> bool:
    """Places are counted, but not those of the list: 丰樟高、鄱余万、奉靖永9个县市."""
    previous, last = listed.items[-2:]
    value = listed.count.value
    if not _PLACES.match(listed.text, listed.count.span[0]):
        return False
    short = len(previous) == len(last) >= _SHORT and value % len(last) == 0
    uneven = abs(len(last) - len(previous)) > _UNEVEN and last[-1] != previous[-1]
    return uneven or (short and value > len(listed.items))


def _with_more_places(listed: Listed, _: FigureDictionary) -> bool:
    """A number of other places stands behind, and both count the list: 阳曲、娄烦、清徐、古交三县一市."""
    more = _MORE_PLACES.match(listed.text, listed.count.span[1])
    number = read_numeral(more[1]) if more else None
    least, most = listed.lengths
    return number is not None and least <= listed.count.value + number.value <= most


def _behind_bodies(listed: Listed, _: FigureDictionary) -> bool:
    """Bodies stand before the places that are counted: 市农业农村局、昭阳区、镇雄县、永善县三县区."""
    if not _PLACES.match(listed.text, listed.count.span[0]):
        return False
    bodies = [item for item in listed.items if not _PLACE_END.search(item)]
    front = listed.items[: len(bodies)]
    return bodies == front and len(listed.items) - len(bodies) == listed.count.value > 1


def _has_strokes(listed: Listed, _: FigureDictionary) -> bool:
    """What a stroke parts may be one or two: 新增纳入、直接/可以调出及调整范围四类."""
    return "/" in listed.words and listed.count.value > listed.lengths[1]


SIGNS = (
    _is_no_count,
    _of_pieces,
    _goes_on,
    _several_of_each,
    _numbers_in_items,
    _of_numbers,
    _of_the_last,
    _of_other_places,
    _with_more_places,
    _behind_bodies,
    _has_strokes,
)
