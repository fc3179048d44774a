"""Classifies a difference between two passages: name, place, item of a list, opposites.

Passages that differ in one of these say different things, however alike they are. It is not enough
that the characters could be a name: the words around them must say so in both texts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from restore.core.edits import Reason
from restore.dedup.readings import both_unlikely
from restore.gate.locks import SURNAMES, Change, locked, may_name
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["PROVINCES", "Region", "kind_of"]

#: Where two texts differ, in code points: start and end in the first, start and end in the second.
Region = tuple[int, int, int, int]

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|"
    "贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
# Characters that take each other's place in a true statement about something else.
_OPPOSITES = (
    "东西南北中",
    "上中下",
    "大中小",
    "高低",
    "前后",
    "左右",
    "内外",
    "里外",
    "先后",
    "进出",
    "买卖",
    "收支",
    "收发",
    "增减",
    "升降",
    "涨跌",
    "多少",
    "正副",
    "正反",
    "男女",
    "老少",
    "新旧",
    "长短",
    "快慢",
    "早晚",
    "早午晚",
    "春夏秋冬",
    "年月日时周季旬",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "省市县区旗盟州乡镇村",
    "院局厅部委处科室会所署社",
    "元角分",
    "吨斤克",
    "亩顷",
    "国省市县",
    "父母",
    "兄弟姐妹",
    "党政",
    "工农商学兵",
    "陆海空",
    "河湖江海",
    "山江河湖",
    "有无",
    "开闭",
    "始终",
    "起止",
    "见晤议谈商",
    "去今明昨",
    "任免",
    "胜负",
    "原被",
    "父母子女",
    "董监理",
    "中美俄日韩英法德意加澳印蒙朝越泰新马欧非台港",
    "是否",
    "能可应须需宜",
    "已将正曾",
    "余多近约超",
    "首末",
    "公私",
    "城乡",
    "优良差",
    "强弱",
    "轻重",
    "主次从",
    "我你他她您",
    "红黄蓝绿黑白",
)
_PLACE_SUFFIX = frozenset("省市县区旗盟州乡镇村")
_COMMON_PLACE = lazy_pattern(
    "自治区|地区|社区|城区|灾区|山区|园区|校区|小区|景区|牧区|林区|片区|库区|新区|郊区|军区|战区|辖区|示范区|开发区|"
    "城市|都市|超市|上市|股市|楼市|门市|乡村|农村|全省|全市|全区|全县|全旗|全州|各省|各市|各县|各旗|各区|本省|本市|本县|我省|我市|我区|我县|"
    "城乡|家乡|城镇|乡镇|同盟|联盟|红旗|国旗|升旗|新村|全村|结盟"
)
_ITEM = re.compile(r"[^\W_]+")
# Characters of an item of a list (张三、李四) that a difference may lie in.
_MAX_ITEM_LENGTH = 3
_SURNAMES = frozenset(SURNAMES)
_HAN = lazy_pattern(f"[{HAN}]+")
# Characters of a name after the surname.
_MAX_GIVEN_LENGTH = 2
# Characters that write the sounds of foreign names; words seldom consist of three of them.
_FOREIGN = lazy_pattern(
    "[阿埃艾爱安奥巴白班邦贝本比彼别宾波伯勃博布查达戴丹德登迪蒂丁杜顿多厄恩尔法凡菲费芬弗福盖甘冈戈格葛根贡古哈"
    "汉赫亨霍基吉加贾杰金卡坎考科克肯库夸昆拉莱兰朗劳勒雷里利莉列林隆卢鲁伦罗洛马麦曼梅门蒙米莫默姆穆纳乃内尼"
    "涅宁努诺欧帕潘佩彭皮珀普奇齐恰切钦琼丘热茹瑞萨塞赛桑瑟森沙舍圣施什史舒斯丝松苏孙索塔泰坦汤唐特滕提廷图托"
    "瓦万旺威韦维温沃乌武西希夏谢辛逊雅亚扬耶叶伊因英尤约泽扎詹兹佐]{3,}"
)
_NAME = f"(?P<name>[{SURNAMES}][{HAN}]{{1,2}})"
_PERSON = lazy_pattern(
    "(?<=记者|村民|居民|农民|牧民|渔民|市民|网民|职工|工人|教师|老师|医生|护士|学生|同学|战士|司机|民警|干部|代表|委员|"
    f"先生|女士|名叫|同事|队员|学者|专家|教授|院士|导演|演员|作家|选手|球员|教练){_NAME}"
    f"|{_NAME.replace('name', 'speaker')}(?=说|表示|指出|告诉|介绍|认为|坦言|回忆|等人|夫妇|一家)"
)
# A name and what calls it one (村民, 表示) stand within so many characters of a change of the name,
_PERSON_CONTEXT_LENGTH = 8
# and a name and the office beside it within so many.
_OFFICE_CONTEXT_LENGTH = 32
# Characters of the longest word that only looks like the name of a place (自治区).
_MAX_COMMON_PLACE_LENGTH = 3
# 市, 县, 旗 ... stand at most so many characters behind a change of the place's name.
_MAX_SUFFIX_DISTANCE = 2


@lru_cache(maxsize=1)
def _opposites() -> frozenset[tuple[str, str]]:
    return frozenset(
        (left, right) for row in _OPPOSITES for left in row for right in row if left != right
    )


def kind_of(first: str, second: str, spot: Region, own: str, other: str) -> str | None:
    """Return what a difference is about (``opposite``, ``place``, ``item``, ``name``), or ``None``.

    Parameters
    ----------
    own, other : the letters that differ, without marks
    """
    ours, theirs = spot[:2], spot[2:]
    if (own, other) in _opposites():
        return "opposite"
    if own and other and _in_place_name(first, ours) and _in_place_name(second, theirs):
        return "place"
    if _list_item(first, *ours) and _list_item(second, *theirs):
        return "item"
    forth = Change(first, *ours, second[slice(*theirs)])
    back = Change(second, *theirs, first[slice(*ours)])
    for change in (forth, back):
        around = change.text[
            max(0, change.start - _OFFICE_CONTEXT_LENGTH) : change.end + _OFFICE_CONTEXT_LENGTH
        ]
        if may_name(around) and locked(change, language_model_alone=False) is Reason.LOCKED_NAME:
            return "name"
    if own and other and _foreign(first, *ours) and _foreign(second, *theirs):
        return "name"
    if _person(first, *ours) and _person(second, *theirs):
        return "name"
    if _after_surname(first, *ours) and _after_surname(second, *theirs):
        return "name" if both_unlikely(first, second, spot) else None
    return None


def _after_surname(text: str, start: int, end: int) -> bool:
    """Whether the characters may be a part of a name of two or three, by the surname before it."""
    return any(
        text[spot] in _SURNAMES and _HAN.fullmatch(text, spot, max(end, spot + 1)) is not None
        for spot in range(max(0, start - _MAX_GIVEN_LENGTH), min(start + 1, len(text)))
        if end <= spot + 1 + _MAX_GIVEN_LENGTH
    )


def _foreign(text: str, start: int, end: int) -> bool:
    """Whether the characters may belong to a foreign name (欧尔班)."""
    low = max(0, start - _OFFICE_CONTEXT_LENGTH)
    return any(
        low + match.start() <= start and end <= low + match.end()
        for match in _FOREIGN.finditer(text[low : end + _OFFICE_CONTEXT_LENGTH])
    )


def _person(text: str, start: int, end: int) -> bool:
    """Whether the characters belong to what is called a person or speaks (村民陶静告诉记者)."""
    low = max(0, start - _PERSON_CONTEXT_LENGTH)
    for match in _PERSON.finditer(text[low : end + _PERSON_CONTEXT_LENGTH]):
        left, right = match.span(match.lastgroup or 0)
        if low + left <= start and end <= low + right:
            return True
    return False


def _in_place_name(text: str, span: tuple[int, int]) -> bool:
    """Whether 市, 县, 旗 ... follows the span, one more character between at most.

    Words like 地区 or 乡村 name no place.
    """
    start, end = span
    if _PLACE_SUFFIX.isdisjoint(text[end : end + _MAX_SUFFIX_DISTANCE]):
        return False
    low = max(0, start - _MAX_COMMON_PLACE_LENGTH + 1)
    return not any(
        low + match.start() < end and start < low + match.end()
        for match in _COMMON_PLACE.finditer(text[low : end + _MAX_COMMON_PLACE_LENGTH])
    )


def _list_item(text: str, start: int, end: int) -> bool:
    """Whether the differing characters lie in a short item of a list (张三、李四)."""
    if "、" not in text[max(0, start - _MAX_ITEM_LENGTH - 1) : end + _MAX_ITEM_LENGTH + 1]:
        return False
    left, right = start, end
    while left > 0 and start - left <= _MAX_ITEM_LENGTH and _ITEM.match(text[left - 1]):
        left -= 1
    while right < len(text) and right - end <= _MAX_ITEM_LENGTH and _ITEM.match(text[right]):
        right += 1
    if right - left > _MAX_ITEM_LENGTH:
        return False
    return text[left - 1 : left] == "、" or text[right : right + 1] == "、"
