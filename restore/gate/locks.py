"""Locks: figures, dates, names, quotations and titles, which no correction may change by itself.

A lock is asked about one proposed change and looks only at the paragraph around it, so its cost
grows with the number of proposals, not with the length of the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from restore.core.edits import Reason
from restore.text.characters import (
    ALL_NUMERALS,
    DIGITS,
    HAN,
    LOW_POINTS,
    ONE_TO_TEN,
    STOPS,
    ZERO_TO_NINE,
    ZEROS,
)
from restore.text.patterns import lazy_pattern

__all__ = ["LEADERS", "SURNAMES", "Change", "locked", "may_name"]


class Change(NamedTuple):
    """A change of ``text[start:end]`` to ``after``, cut down to the part that differs."""

    text: str
    start: int
    end: int
    after: str

    @property
    def before(self) -> str:
        """What stands there now."""
        return self.text[self.start : self.end]

    def trimmed(self) -> Change:
        """Return the change without the characters that both ends share."""
        before, after = self.before, self.after
        if not (before and after) or (before[0] != after[0] and before[-1] != after[-1]):
            return self
        left = 0
        limit = min(len(before), len(after))
        while left < limit and before[left] == after[left]:
            left += 1
        right = 0
        while right < limit - left and before[-1 - right] == after[-1 - right]:
            right += 1
        return Change(
            self.text,
            self.start + left,
            self.end - right,
            after[left : len(after) - right],
        )


_NUMBER = lazy_pattern(f"[{DIGITS}]+(?:[.,．，][{DIGITS}]+)*[%％‰]?")
_NUMERAL_CHARACTER = lazy_pattern(f"[{DIGITS}{ALL_NUMERALS}]")
# A Chinese numeral is a figure when a measure word or a further numeral follows it, or 第 goes
# before it; 一 in 统一 or 十分 is a word.
_CHINESE_FIGURE = lazy_pattern(
    f"(?:第[{ALL_NUMERALS}]+|[{ALL_NUMERALS}]+(?=[个名次项件条届批期年月日号人家位户亩元场份篇"
    f"类级章节款组成倍度种支只台辆座处所省市县区])|[{ALL_NUMERALS}]{{2,}}|百分之[{ALL_NUMERALS}点]+)"
)
_DATE = lazy_pattern(
    f"(?:[{DIGITS}{ZEROS}{ONE_TO_TEN}]{{1,4}}年)?[{DIGITS}{ONE_TO_TEN}]{{1,3}}月"
    f"(?:[{DIGITS}{ONE_TO_TEN}]{{1,3}}[日号])?|[{DIGITS}{ZERO_TO_NINE}]{{4}}年"
)
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦"
    "马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅卞齐康伍余顾孟平黄和穆萧尹姚邵湛汪祁毛禹"
    "狄米贝臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田"
    "樊胡凌霍虞万支柯管卢莫房解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀惠曲封储靳松井段富巫乌焦"
    "巴弓牧隗谷车侯宓蓬全班仰仲宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓"
    "蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕"
    "连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄东欧沃利蔚越师巩聂晁勾敖融冷辛阚那简饶"
    "曾沙鞠关查荆红游权益桓公孙包孟布乌"
)
_TITLE_WORD = (
    "总书记|副书记|书记|副主席|主席|副主任|主任|副总理|总理|副省长|省长|副市长|市长|副县长|县长|副旗长|旗长|"
    "副区长|区长|副部长|部长|副局长|局长|副秘书长|秘书长|委员长|院长|检察长|会长|校长|教授|院士|同志|"
    "先生|女士|代表|委员|记者|通讯员|摄影|董事长|总经理|村支书|盟长|司令员"
)
_HAN = f"[{HAN}]"
# Words that begin with a surname and stand before an office: 党组书记 has no Mr 党.
_NOT_A_NAME = (
    "党[组委支政外内员校建派务]|常[委务任驻]|全[体国区市省县盟旗会部员]|和[政党人部国各]|国[务家有内际资企]|"
    "安[全排监]|成[员立为]|文[化联艺旅]|时任|任命|应[邀急]|解放|华[侨人]|高[校级院]|方面|车[间队]|农[民牧业村]|"
    "水利|公[安司众]|司[法令]|计[划生]|经[济信]|宣[传教]|相[关应]|支[部队]|席会|关于|关[工心]|路[桥政]|"
    "管理|商[务会业]|工[会商作]|边[境防疆]|团[委组]|单位|从[业事]|满洲|蒙古|武[警装]|石油|金[融牧]|"
    "居民|家[长庭]|房[管产]|温暖|明确|充分|越来|通[辽报]|连[续队]|易地|能[源够]|平[台安等]|东[部北]|鱼[水类]"
)
# A name beside an office: 王莉霞主席, 自治区政协主席张延昆, 记者 王伟.
_NAME = lazy_pattern(
    f"(?P<before>(?!{_NOT_A_NAME})[{SURNAMES}]{_HAN}{{1,2}})(?={_TITLE_WORD})"
    f"|(?:{_TITLE_WORD})[ \u3000]?(?P<after>(?!{_NOT_A_NAME})[{SURNAMES}]{_HAN}{{1,2}})"
    f"(?={_HAN}|[ \u3000{LOW_POINTS}）)”\n]|$)"
)
_NO_NAME = lazy_pattern(_NOT_A_NAME)
# No name without one of these, and no date without one of those: they are found sooner.
_OFFICE = lazy_pattern(_TITLE_WORD)
_YEAR_OR_MONTH = re.compile("[年月]")
#: Leaders whose names carry no office in running text.
LEADERS = lazy_pattern("习近平|毛泽东|邓小平|江泽民|胡锦涛|周恩来|刘少奇|李克强|温家宝|朱镕基")
_OFFICE_OR_LEADER = lazy_pattern(f"{_TITLE_WORD}|{LEADERS.pattern}")
_SPEECH_VERB = "说|指出|强调|表示|告诉|介绍|坦言|认为|回答|提问|问道|答道|写道|感慨|称|说道|回忆|评价道|建议道|致辞"
_SPEECH = lazy_pattern(
    f"(?:(?:{_SPEECH_VERB})[^“”{STOPS}\n]{{0,12}}[：:，,]?“[^”\n]*(?:”|$))"
    f"|(?:“[^”\n]*[，{STOPS}…]”[^“”{STOPS}\n]{{0,40}}(?:{_SPEECH_VERB}))",
    re.MULTILINE,
)
_WORK_TITLE = lazy_pattern(r"《[^《》\n]{1,60}》")
# Code points looked at on both sides of a change: of its paragraph; for a figure in Chinese numerals;
# for a date or a leader; for a name with its office.
_PARAGRAPH_REACH = 2000
_FIGURE_REACH = 8
_DATE_REACH = 40
_NAME_REACH = 20


def locked(change: Change, *, language_model_alone: bool) -> Reason | None:
    """Return the lock that keeps a correction from making ``change`` by itself, or None.

    Parameters
    ----------
    change : the proposed change; the common ends are ignored
    language_model_alone : no lexicon, repetition or witness supports it; then a title in 《》 is
        locked as well
    """
    core = change.trimmed()
    if _figure(core):
        return Reason.LOCKED_FIGURE
    start = max(core.text.rfind("\n", 0, core.start) + 1, core.start - _PARAGRAPH_REACH)
    stop = core.text.find("\n", core.end)
    stop = min(len(core.text) if stop < 0 else stop, core.end + _PARAGRAPH_REACH)
    around = core.text[start:stop]
    left, right = core.start - start, core.end - start
    if not core.after and (size := _doubled_before_leader(around, left, right)):
        left, right = left - size, right - size
    dated = _YEAR_OR_MONTH.search(around, max(0, left - _DATE_REACH), right + _DATE_REACH)
    if dated and _touches(_DATE, around, left, right):
        return Reason.LOCKED_DATE
    if _touches(LEADERS, around, left, right) or _name(around, left, right, core.after):
        return Reason.LOCKED_NAME
    if "“" in around and _inside(_SPEECH, around, left, right):
        return Reason.LOCKED_QUOTATION
    if language_model_alone and "《" in around and _inside(_WORK_TITLE, around, left, right):
        return Reason.LOCKED_TITLE
    return None


def changes_figure(change: Change) -> bool:
    """Whether a change touches a figure (the first of the locks)."""
    return _figure(change.trimmed())


def may_name(text: str) -> bool:
    """Whether a text names an office or a leader; if not, no change in it is locked as a name."""
    return _OFFICE_OR_LEADER.search(text) is not None


def _figure(core: Change) -> bool:
    left, right = max(0, core.start - 1), core.end + 1
    before = core.text[left:right]
    after = core.text[left : core.start] + core.after + core.text[core.end : right]
    if _NUMBER.findall(before) != _NUMBER.findall(after):
        return True
    if not _NUMERAL_CHARACTER.search(core.before + core.after):
        return False
    left, right = max(0, core.start - _FIGURE_REACH), core.end + _FIGURE_REACH
    before = core.text[left:right]
    after = core.text[left : core.start] + core.after + core.text[core.end : right]
    return _CHINESE_FIGURE.findall(before) != _CHINESE_FIGURE.findall(after)


def _touches(pattern: re.Pattern[str], text: str, left: int, right: int) -> bool:
    """Whether a match covers a changed character, or an insertion falls inside a match."""
    low, high = max(0, left - _DATE_REACH), min(len(text), right + _DATE_REACH)
    for match in pattern.finditer(text, low, high):
        if match.start() < right and left < match.end():
            return True
    return False


def _doubled_before_leader(text: str, left: int, right: int) -> int:
    """Return the length of a unit that stands again before a leader's name that begins with it, or 0.

    Whichever of two copies goes, the text is the same: of 习习近平 the first may, and the name stays.
    """
    size = right - left
    doubled = left >= size and text[left - size : left] == text[left:right]
    return size if doubled and LEADERS.match(text, left) else 0


def _name(text: str, left: int, right: int, after: str) -> bool:
    """Whether the change touches a name; not where it makes a plain word of it (党姐书记)."""
    low, high = max(0, left - _NAME_REACH), min(len(text), right + _NAME_REACH)
    if _OFFICE.search(text, low, high) is None:
        return False
    for match in _NAME.finditer(text, low, high):
        start, end = match.span("before") if match["before"] else match.span("after")
        if start < right and left < end and left >= start:
            return _NO_NAME.match(text[start:left] + after + text[right:]) is None
        if start < right and left < end:
            return True
    return False


def _inside(pattern: re.Pattern[str], text: str, left: int, right: int) -> bool:
    return any(
        match.start() < max(right, left + 1) and left < match.end()
        for match in pattern.finditer(text)
    )
