"""Says what shows that two figures are of one fact although their values differ.

Likeness alone shows nothing: 地区生产总值 is said of every province, and every session of a body is
reported in one sentence. What shows it is the whole sentence around them, equal but for the figures; or
another telling number that both sentences give; or place, time and indicator, all of them in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from restore.figures.dictionary import FigureDictionary, alternation
from restore.figures.likeness import Context, masked, subject_likeness
from restore.figures.pairs import Pair
from restore.figures.slips import is_slip
from restore.figures.values import telling_digits
from restore.text.characters import DIGITS, HAN, NUMERALS, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["Ground", "Why", "begins_change", "ground_of", "shared_numbers", "why_one_fact"]

#: ``statement``: the sentences are equal but for the figures; ``neighbour``: both give another telling
#: number; ``named``: place, time and indicator are the same in words.
Ground = Literal["statement", "neighbour", "named"]

# Lengths are in characters, numbers masked and marks left out; likenesses run from 0 to 100.

#: A sentence that says enough to be known again, and how much of it may have been misread.
_MIN_SENTENCE_LENGTH = 16
#: More than a sentence, on both sides: what is repeated there is one text.
_MIN_SIDE_LENGTH = 12
_MIN_PASSAGE_LENGTH = 60
_PASSAGE_REACH = 50
_CHARACTERS_A_SLIP = 12
_MAX_SLIP_LENGTH = 1
_MAX_LOST_LENGTH = 2
#: Characters that tell two statements apart where one stands in place of another: no misreading.
_CONTRASTS = (
    "东西南北中", "上下", "前后", "进出", "增减升降", "男女", "城乡", "内外", "大中小", "甲乙丙丁", "高低",
    "年月日季周", "省市县区",
)  # fmt: skip
#: Numbers before these tell when or which: where they differ, so does what is told.
_TIMES = "年月日时届次期批号"
#: A number of so many digits that both sentences give is no chance.
_MIN_SHARED_DIGITS = 3
#: A number of so many that stands beside the other figure as well says that there are two things.
_MIN_CROSSED_DIGITS = 2
#: 00817 is the code of a share, and no number.
_CODE = re.compile("0[0-9]")
#: What is counted, and the clause, beside a number that both give.
_MIN_NEIGHBOUR_SUBJECT = 80.0
_MIN_NEIGHBOUR_CLAUSE = 55.0
#: What is counted, and the clause, where documents of one place give the time; one verb makes up for
#: words in between (修订制度81项, 修订了工作大纲等制度81项).
_MIN_NAMED_SUBJECT = 72.0
_MIN_NAMED_CLAUSE = 60.0
_MIN_DONE_CLAUSE = 40.0
_MIN_NAMED_SUBJECT_LENGTH = 2
_MIN_NAMED_CLAUSE_NO_SLIP = 80.0
_FIELD_MARKS = ("／", "/", "|")
#: Without a slip, values so far apart are of two things: 4800列 of a city, 1.5万列 of the country.
_MAX_NAMED_RATIO = 2
#: Ordinals of which one year has several: they follow each other, and differ rightly.
_SEQUENCES = frozenset({"第次", "第期", "第号", "第轮", "第场", "第站", "第季", "第部"})
#: Those of which the same sentence is said of each: 今晚播出第一集, 今晚播出第二集.
_INSTALMENTS = frozenset({"第集", "第期", "第季", "第部", "第讲", "第回", "第辑"})

#: A number without a unit that is counted, not part of a name (类型3), has so many digits that tell.
_MIN_UNITLESS_DIGITS = 3

_NUMBER = lazy_pattern(
    rf"(?P<number>第?[{DIGITS}]+(?:[,，.．][{DIGITS}]+)*[万亿千]*(?:个百分点|[%％‰])?)(?P<unit>[{HAN}]?)"
)
_BASE = lazy_pattern(
    r"同比|环比|年均|平均|以来|[比较](?:上年|去年|上一年|前年|上月|[0-9]{4}年|[^，。；]{1,6}?(?:增|减|上升|下降|提高|降低))"
)
#: A mean of several years, told of one figure or of all that stand behind it.
_MEAN = re.compile("年均|年平均|平均每年")
_PLANNED = re.compile("计划|预计|预期|力争|目标|[拟将]")
#: Reports of one place that are given so many months apart are no parts of one session.
_MIN_MONTHS_BETWEEN = 3
_MONTHS = 12
#: 对桑某等2名涉案人员
_AND_OTHERS = lazy_pattern(f"(?:对|将|把|由|[、，。：]|抓获|逮捕)([{HAN}]{{2,4}})等$")
#: 前10大、前20大企业: so many of the first are no number of one thing.
_RANK = re.compile("前$")
#: What goes on of another: its name has so many characters at least and stands in so many, the same so many behind it.
_MIN_OTHER_NAME, _SAME_BEHIND, _NAME_REACH = 2, 6, 20
_FORECAST = lazy_pattern(
    "(?:预期|预测|预估)[^，。；]*[上下]调|[上下]调[^，。；]*(?:预期|预测|预估)"
)
#: What a rule says of a figure, before it in its clause and behind it. Rules say like things with other
#: numbers: 3 working days for one report, 5 for another.
_RULE = lazy_pattern(
    "[<>≤≥＜＞≦≧]|应当|应[在于自按由]|不得|须[在于按]|必须|不[超高低少多][过于]|上限|下限|最[高低多少长短]|至少|标准为|处以|已满|未满|不满|每[次人年月日天户]"
)
_BOUND = lazy_pattern("[^，。；：]{0,6}(?:以[内上下]|(?<=[日天年月时分秒期])之?内)")
#: Days and issues that both sentences name tell two occasions apart: 4月23日 and 6月4日, 第二期 and 第三期.
_DAY = re.compile("(?:1[0-2]|[1-9])月(?:[12][0-9]|3[01]|[1-9])日")
_ISSUE = lazy_pattern(f"第[{ONE_TO_TEN}百0-9]+[期批号季轮场站]")
#: Where the time of a figure stands in its own sentence; and so many numbers around one tell an occasion.
_TOLD_THERE = frozenset({"clause", "sentence"})
_MIN_OUTSIDE = 3
#: Times within a year that no calendar tells: 2024年清明假期 and 2024年端午假期.
_OCCASION = lazy_pattern(
    "元旦|春节|春运|元宵|清明|“?五一”?|端午|暑期|暑运|中秋|国庆|寒假|暑假|双节|夏粮|秋粮|早稻|晚稻|夏收|秋收"
)
#: Wholes that are neither a place of the map nor all of it.
_WHOLE = lazy_pattern(
    "示范区|开发区|高新区|新区|试验区|经济区|经济带|保税区|自贸区|自贸试验区|自贸港|园区|产业园|城市群|都市圈"
    "|合作区|保护区|灌区|库区|景区|集团|公司|大学|学院|医院|银行"
)
#: 收入增长11.3%（州直增长12%、甲县增长11%）: what is in the bracket is told of the indicator before it.
_DIVIDED = lazy_pattern(f"([{HAN}]{{2,}})[0-9.]+[万亿]*[%％{HAN}]{{1,3}}[（(][^（()）。]*$")
#: The beginning and the end of a change.
_FROM = lazy_pattern("[从由自][^，。；至到为]{0,12}$")
_CHANGED = lazy_pattern(
    "[^，。；]*?[增减升降调提长缩扩变改跌涨][^，。；]{0,5}[至到为]|[^，。；]{0,10}到"
)
_YEARLY = re.compile(r"同比|[比较](?:上年|去年|上一年)")
#: Who makes something public: 兰花科创公告，预计…
_ANNOUNCER = lazy_pattern(f"([{HAN}A-Z]{{2,10}})(?:[（(][0-9A-Z.]+[）)])?公告")
#: A county or city named in the sentence; the words for places as such (全市, 我县) are none.
_PLACE = lazy_pattern(
    rf"(?:^|[在于从由至到和与、，]|[省市州盟])([{HAN}]{{2,3}}?[省市县旗盟州镇乡村港])"
)


def ground_of(pair: Pair, dictionary: FigureDictionary) -> Ground | None:
    """Return what shows that two claims state one fact; ``None`` if nothing does.

    Only what the text says counts: a time that was guessed shows nothing.
    """
    a, b = pair.a, pair.b
    ordinal = a.claim.kind == "ordinal"
    one, two = _regions(a, dictionary), _regions(b, dictionary)
    if (one and two and one != two) or _crossed(a, b) or begins_change(a) != begins_change(b):
        return None
    if a.claim.unit in _INSTALMENTS or _goal_and_outcome(a, b):
        return None
    if _side_by_side(a, b) or _goes_on_of_another(a, b):
        return None
    if any(_RANK.search(_before(context)) for context in (a, b)) or _of_other_persons(a, b):
        return None
    dated = _dated(pair)
    ruled = _rules(a) and _rules(b)
    if ruled and a.claim.document == b.claim.document:
        return None
    if _same_passage(a, b) and not _named_by_number(pair):
        return "statement"
    if _mean(a) != _mean(b) or _apart(_DAY, a, b) or _apart(_ISSUE, a, b):
        return None
    if _divided(a) != _divided(b):
        return None
    if ruled or _named_by_number(pair) or (_forecast(a) and _forecast(b)):
        return None
    if dated and not ordinal and _same_sentence(a, b) and not _other_occasion(pair):
        return "statement"
    if not dated or _base(a) != _base(b) or _planned(a) != _planned(b) or _places(a) != _places(b):
        return None
    told_by = _announcers(a), _announcers(b)
    if all(told_by) and not told_by[0] & told_by[1]:
        return None
    if _named_in(_OCCASION, a) != _named_in(_OCCASION, b):
        return None
    subject = subject_likeness(a.subject, b.subject)
    clause = fuzz.ratio(a.clause, b.clause)
    if (
        not ordinal
        and subject >= _MIN_NEIGHBOUR_SUBJECT
        and clause >= _MIN_NEIGHBOUR_CLAUSE
        and shared_numbers(a, b)
        and not _of_other_values(a, b)
        # One document gives the like of several persons and places; only a slip parts the same fact there.
        and (
            a.claim.document != b.claim.document
            or is_slip(a.claim.value, b.claim.value, dictionary)
        )
    ):
        return "neighbour"
    if (
        one == two
        and not _other_word(a.subject, b.subject)
        and _named(pair, subject, clause, dictionary)
    ):
        return "named"
    return None


def _named(pair: Pair, subject: float, clause: float, dictionary: FigureDictionary) -> bool:
    """Tell whether two documents of one place count one thing, and a slip or little parts the values."""
    a, b = pair.a, pair.b
    # One report says the like of many villages and trades of its place.
    apart = a.claim.document != b.claim.document
    placed = (apart and a.placed and a.region == b.region != "全国") or (
        a.claim.body == b.claim.body != ""
    )
    if any(char in NUMERALS for char in a.subject[:_MIN_NAMED_SUBJECT_LENGTH]) and (
        len(a.subject) <= _MIN_NAMED_SUBJECT_LENGTH
    ):
        # 两年平均增长8.2%: a time, and nothing that is counted.
        return False
    if a.claim.subject[:1] in _FIELD_MARKS or b.claim.subject[:1] in _FIELD_MARKS:
        # 划艇／冯黎明／第11位／总成绩: the name stands in another field.
        return False
    if not placed or subject < _MIN_NAMED_SUBJECT or a.claim.unit in _SEQUENCES:
        return False
    if (
        a.claim.kind == "ordinal"
        and _others(a)
        and _others(b)
        and not {*_others(a)} & {*_others(b)}
    ):
        # 推出第二批119场活动, 推出第三批171场活动.
        return False
    done = a.claim.predicate == b.claim.predicate != ""
    if is_slip(a.claim.value, b.claim.value, dictionary):
        return clause >= (_MIN_DONE_CLAUSE if done else _MIN_NAMED_CLAUSE)
    if pair.periods == "within" or _named_in(_WHOLE, a) != _named_in(_WHOLE, b):
        return False
    low, high = sorted((abs(a.claim.value), abs(b.claim.value)))
    return clause >= _MIN_NAMED_CLAUSE_NO_SLIP and high <= _MAX_NAMED_RATIO * low


def _other_word(one: str, two: str) -> bool:
    """Tell whether a word stands in place of another between the same: 全国旅游及…增加值, 全国文化及…增加值."""
    return any(
        step.tag == "replace"
        and min(step.src_end - step.src_start, step.dest_end - step.dest_start) > _MAX_SLIP_LENGTH
        and step.src_start > 0
        and step.src_end < len(one)
        for step in Levenshtein.opcodes(one, two)
    )


def _announcers(context: Context) -> set[str]:
    return set(_ANNOUNCER.findall(_sentence(context)))


class Why(NamedTuple):
    """Why two claims are taken for one fact: the ground, the words it rests on, and both for a reader."""

    ground: Ground
    shared: tuple[str, ...]
    told: str


def why_one_fact(pair: Pair, dictionary: FigureDictionary) -> Why | None:
    """Say why two claims are taken for one fact; ``None`` if nothing shows it."""
    a, b = pair.a, pair.b
    ground = ground_of(pair, dictionary)
    match ground:
        case "statement":
            return Why(ground, (), "两处的句子除数字外一样，说的是同一件事")
        case "neighbour":
            numbers = tuple(shared_numbers(a, b))
            told = f"两处的句子里还都有 {'、'.join(numbers)}，说的是同一件事"
            return Why(ground, numbers, told)
        case "named":
            period = a.claim.period.label if a.claim.period else ""
            words = (a.claim.body or a.region, period, a.claim.subject)
            told = f"两处写的都是{'、'.join(filter(None, words[:2]))}的“{words[2]}”，是同一项数字"
            return Why(ground, words, told)
    return None


def shared_numbers(a: Context, b: Context) -> list[str]:
    """Return the telling numbers that both sentences give beside the two figures.

    None where as many numbers differ as agree: such sentences tell of two days or two places.
    """
    ours, theirs = _others(a), _others(b)
    common = Counter(ours) & Counter(theirs)
    if len(ours) == len(theirs) >= 2 * common.total():
        return []
    return [
        number
        for number in common
        if _digits(number) >= _MIN_SHARED_DIGITS and not _CODE.match(number)
    ]


def _digits(text: str) -> int:
    """Count the telling digits of a number."""
    return len(re.sub(f"[^{DIGITS}]", "", text).strip("0"))


class _Side(NamedTuple):
    """The text on one side of a figure: the wording, and its numbers, the nearest first."""

    words: str
    numbers: list[tuple[str, str]]


def _sides(context: Context, span: tuple[int, int]) -> tuple[_Side, _Side]:
    """Return the text before and behind a figure within a span of what stands around it."""
    start, end = context.at, context.at + len(context.claim.text)
    left, right = context.around[span[0] : start], context.around[end : span[1]]
    before = list(reversed(_numbers(left)))
    return (
        _Side(masked(left)[::-1], before),
        _Side(masked(right), _numbers(right)),
    )


def _numbers(text: str) -> list[tuple[str, str]]:
    """Return the numbers of a text, each with the character behind it."""
    return [(m["number"].translate(_PLAIN), m["unit"]) for m in _NUMBER.finditer(text)]


def _others(context: Context) -> list[str]:
    """Return the numbers of the sentence of a claim, its own and years apart."""
    start, end = context.sentence
    own = context.at, context.at + len(context.claim.text)
    texts = (context.around[start : own[0]], context.around[own[1] : end])
    return [number for text in texts for number, unit in _numbers(text) if unit != "年"]


_PLAIN = {ord(mark): None for mark in ",，"} | {0xFF10 + value: 0x30 + value for value in range(10)}


def _crossed(a: Context, b: Context) -> bool:
    """Tell whether one text gives the other's number beside its own: 由203万下调至193万, 由193万下调至182万.

    Then the two are told of two things, or one after the other.
    """
    return any(
        own is not None
        and _digits(own) >= _MIN_CROSSED_DIGITS
        and own in theirs
        and own not in ours
        for own, ours, theirs in (
            (_own(a), _beside(a), _beside(b)),
            (_own(b), _beside(b), _beside(a)),
        )
    )


def _side_by_side(a: Context, b: Context) -> bool:
    """Tell whether both sentences give both numbers with their unit: 增速分别为7%、1.3%、1%; 甲增22%, 乙增27%."""
    if a.claim.document != b.claim.document or a.claim.text == b.claim.text:
        return False
    return all(
        re.search(f"(?<![{DIGITS}.]){re.escape(other.claim.text)}", _sentence(own))
        for own, other in ((a, b), (b, a))
    )


def _goes_on_of_another(a: Context, b: Context) -> bool:
    """Tell whether what follows is the same of another: 采用13.96%的折现率。甲公司超过5年的现金流量, 乙公司超过5年的现金流量."""
    if a.claim.document != b.claim.document:
        return False
    one, two = (
        context.around[context.sentence[1] :][:_NAME_REACH].lstrip("。；") for context in (a, b)
    )
    for place in range(_MIN_OTHER_NAME, len(one) - _SAME_BEHIND + 1):
        name, found, _ = two.partition(one[place : place + _SAME_BEHIND])
        if found and len(name) >= _MIN_OTHER_NAME:
            return Levenshtein.distance(one[:place], name) > _MAX_SLIP_LENGTH
    return False


def _of_other_persons(a: Context, b: Context) -> bool:
    """Tell whether some of those counted are named, and otherwise: 桑某等2名, 李某青等5名 are of two cases."""
    one, two = (_AND_OTHERS.search(context.around, 0, context.at) for context in (a, b))
    if not one or not two or one[1] == two[1]:
        return False
    hidden = "某" in one[1] + two[1] and one[1][0] != two[1][0]
    return hidden or Levenshtein.distance(one[1], two[1]) > _MAX_SLIP_LENGTH


def _of_other_values(a: Context, b: Context) -> bool:
    """Tell whether rates are told of two values: 甲市场规模515亿元，年均增速22%, 乙市场规模190亿元，年均增速27%."""
    if a.claim.unit != "%":
        return False
    one, two = (
        [number for number, unit in _sides(c, c.sentence)[0].numbers if unit[:1] not in _TIMES]
        for c in (a, b)
    )
    return bool(one and two) and one[0] != two[0] and not _one_slip(one[0], two[0])


def _own(context: Context) -> str | None:
    found = _numbers(context.claim.text)
    return found[0][0] if found else None


def _beside(context: Context) -> set[str]:
    """Return the numbers around a claim, its own apart."""
    end = context.at + len(context.claim.text)
    texts = context.around[: context.at], context.around[end:]
    return {number for text in texts for number, _ in _numbers(text)}


def _same_sentence(a: Context, b: Context) -> bool:
    """Tell whether two sentences are one but for misread characters, and most of their numbers agree."""
    one, two = (_sides(context, context.sentence) for context in (a, b))
    length = min(sum(len(side.words) for side in sides) for sides in (one, two))
    return length >= _MIN_SENTENCE_LENGTH and _same_sides(one, two, spare=1)


def _same_passage(a: Context, b: Context) -> bool:
    """Tell whether the passages on both sides of two figures, beyond the sentence, are one."""
    whole = (0, len(a.around)), (0, len(b.around))
    one, two = (_sides(c, span) for c, span in zip((a, b), whole, strict=True))
    if min(len(side.words) for side in (*one, *two)) < _MIN_SIDE_LENGTH:
        return False
    length = min(sum(len(side.words) for side in sides) for sides in (one, two))
    return length >= _MIN_PASSAGE_LENGTH and _same_sides(_cut(one, two), _cut(two, one))


def _cut(own: tuple[_Side, _Side], other: tuple[_Side, _Side]) -> tuple[_Side, _Side]:
    """Cut the sides to the length of the other's: what is near is compared, and no more."""
    first, second = (
        side._replace(words=side.words[: min(len(side.words), len(theirs.words), _PASSAGE_REACH)])
        for side, theirs in zip(own, other, strict=True)
    )
    return first, second


def _same_sides(one: tuple[_Side, _Side], two: tuple[_Side, _Side], spare: int = 0) -> bool:
    """Tell whether wording and most numbers agree; ``spare``: by how many more, where any differs."""
    same = different = 0
    for x, y in zip(one, two, strict=True):
        told = _misread(x.words, y.words)
        if told is None:
            return False
        different += told
        count = min(x.words.count("#"), y.words.count("#"))
        for (number, unit), (other, _) in zip(x.numbers[:count], y.numbers[:count], strict=False):
            if number == other:
                same += 1
            elif unit[:1] in _TIMES or number[:1] == "第" or not _one_slip(number, other):
                return False
            else:
                different += 1
    return different == 0 or same >= different + spare


def _one_slip(x: str, y: str) -> bool:
    return len(x) == len(y) and sum(a != b for a, b in zip(x, y, strict=True)) == 1


def _misread(one: str, two: str) -> int | None:
    """Return how many numerals differ where single misread characters part two wordings, else ``None``.

    What stands at the far end may have been cut in another place.
    """
    allowed = 1 + min(len(one), len(two)) // _CHARACTERS_A_SLIP
    blocks = numerals = 0
    for step in Levenshtein.opcodes(one, two):
        x, y = one[step.src_start : step.src_end], two[step.dest_start : step.dest_end]
        if step.tag == "equal" or (step.src_end == len(one) and not (x and y)):
            continue
        blocks += 1
        longest = _MAX_SLIP_LENGTH if x and y else _MAX_LOST_LENGTH
        if blocks > allowed or max(len(x), len(y)) > longest or "#" in x + y:
            return None
        if any(x and y and x in group and y in group for group in _CONTRASTS):
            return None
        numerals += any(c in NUMERALS for c in x + y)
    return numerals


def _dated(pair: Pair) -> bool:
    """Tell whether the text gives both figures a time."""
    return all(c.period is not None and c.period.origin != "guess" for c in pair.claims)


def _before(context: Context) -> str:
    """Return what stands before a figure in its clause, of 20 characters."""
    return re.split("[，。；]", context.around[max(0, context.at - 20) : context.at])[-1]


def _base(context: Context) -> str:
    """Return what a figure is compared with (同比, 比2012年); ``""`` where with nothing."""
    found = _BASE.findall(_before(context))
    if not found:
        return ""
    return "同比" if _YEARLY.match(found[-1]) else str(found[-1])


def begins_change(context: Context) -> bool:
    """Tell whether a figure is what something changed from: 从203万桶下调至193万桶."""
    before = context.around[max(0, context.at - 20) : context.at]
    return bool(_FROM.search(before)) and bool(
        _CHANGED.match(context.around, context.at, context.at + 40)
    )


def _divided(context: Context) -> str:
    """Return what the figure before a bracket is of, where the bracket divides it: 投资增长18.2%（州直增长16%."""
    found = _DIVIDED.search(context.around, 0, context.at)
    return str(found[1]) if found else ""


def _mean(context: Context) -> bool:
    """Tell whether a rate is a mean of years: 总值年均增长11.8%，其中一、二产业分别增长8%、12%."""
    start = context.sentence[0] if context.claim.unit == "%" else context.at - len(_before(context))
    return _MEAN.search(context.around, start, context.at) is not None


def _goal_and_outcome(a: Context, b: Context) -> bool:
    """Tell whether a report of a place tells of a time that was not over when another was given: of its goals."""
    earlier, later = sorted((a, b), key=lambda context: context.given)
    period = earlier.claim.period
    return (
        _MONTHS <= earlier.given <= later.given - _MIN_MONTHS_BETWEEN
        and period is not None
        and earlier.given <= _MONTHS * int(period.end[:4]) + int(period.end[5:7]) - 1
    )


def _planned(context: Context) -> bool:
    """Tell whether a figure is a plan: what was planned and what came of it differ rightly."""
    return bool(_PLANNED.search(_before(context)))


def _rules(context: Context) -> bool:
    """Tell whether a figure is of a rule: what is due, allowed or paid, not what was counted."""
    end = context.at + len(context.claim.text)
    return bool(_RULE.search(_before(context)) or _BOUND.match(context.around, end))


def _forecast(context: Context) -> bool:
    """Tell whether a forecast is moved: 预期从164万桶下调至154万桶. The next report moves it again."""
    return _FORECAST.search(_sentence(context)) is not None


def _named_by_number(pair: Pair) -> bool:
    """Tell whether the numbers are parts of names: 现场总线类型3, 现场总线类型8."""
    return all(not c.unit and telling_digits(c) < _MIN_UNITLESS_DIGITS for c in pair.claims)


@lru_cache(maxsize=4)
def _region_names(dictionary: FigureDictionary) -> re.Pattern[str]:
    return re.compile(alternation(dictionary.regions))


def _regions(context: Context, dictionary: FigureDictionary) -> set[str]:
    named = set(_region_names(dictionary).findall(_sentence(context)))
    # 内蒙古 in a report of 内蒙古 says nothing new.
    return named - {context.region}


def _places(context: Context) -> set[str]:
    return {name for name in _PLACE.findall(_sentence(context)) if name[0] not in "全我该各本"}


def _apart(words: re.Pattern[str], a: Context, b: Context) -> bool:
    """Tell whether both sentences name days, or issues, and no two of them are the same."""
    one, two = _named_in(words, a), _named_in(words, b)
    return bool(one and two) and not one & two


def _other_occasion(pair: Pair) -> bool:
    """Tell whether a sentence that comes again stands among other numbers: a bulletin of another month.

    Where the sentence gives its time itself, that decides.
    """
    a, b = pair.a, pair.b
    if all(c.period is not None and c.period.origin in _TOLD_THERE for c in pair.claims):
        return False
    one, two = _outside(a), _outside(b)
    return min(len(one), len(two)) >= _MIN_OUTSIDE and not one & two


def _outside(context: Context) -> set[str]:
    """Return the numbers around the sentence of a figure, years apart."""
    start, end = context.sentence
    texts = context.around[:start], context.around[end:]
    return {number for text in texts for number, unit in _numbers(text) if unit != "年"}


def _named_in(words: re.Pattern[str], context: Context) -> set[str]:
    """Return the words of one kind that stand before a figure in its sentence."""
    return set(words.findall(context.around, context.sentence[0], context.at))


def _sentence(context: Context) -> str:
    return context.around[slice(*context.sentence)]
