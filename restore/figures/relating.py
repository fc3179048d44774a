"""Decides what two like claims are to each other: one fact, a conflict, one indicator over time."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from restore.core.claims import Claim
from restore.figures.conflicts import differing, guessed, least_shown
from restore.figures.deeds import is_named
from restore.figures.dictionary import FigureDictionary
from restore.figures.grounds import begins_change
from restore.figures.index import comparable_group
from restore.figures.likeness import Context
from restore.figures.pairs import Decision, Pair, Thresholds, pair_of
from restore.figures.values import far_apart, telling_digits, values_agree
from restore.text.patterns import lazy_pattern

__all__ = ["least_likeness", "relate"]

# Thresholds are likenesses (0 to 100) or differences of likenesses; lengths are in characters.

#: Verbs that have nothing in common (参与, 办结) cost a series so much.
_UNRELATED_PREDICATES = 8.0
#: An agreement across units, and one of ordinals (第3名), must be that much more alike.
_OTHER_UNIT = 8.0
_ORDINAL = 8.0
#: Equal numbers of one article may be that much less alike than others.
_EQUAL_INSIDE = 10.0

#: What is said of one party to a case, a contract or an announcement is no indicator that others have in
#: other years.
_YEAR = re.compile("[12][0-9]{3}年")
_PARTY = lazy_pattern(
    "原告|被告|被上诉人|上诉人|申请人|[甲乙]方|被保险人|借款|欠款|赃款|违法所得|本公司|公司(?:控股)?股东|公司股份|公告[，,：:]|本公告"
)
#: Subjects of one series: how alike they are, and how long.
_MIN_SERIES_SUBJECT = 60.0
_MIN_SERIES_SUBJECT_LENGTH = 2
#: Subjects as good as the same, if they are long enough; the rest may then be less alike.
_SAME_SUBJECT = 90.0
_MIN_SAME_SUBJECT_LENGTH = 3
_SAME_SUBJECT_RELIEF = 16.0
#: Under two measure words, values further apart are of two things.
_MAX_RATIO_ACROSS_UNITS = 3
#: Values far apart are one series only under one name and one verb.
_FAR_SUBJECT = 95.0
#: Subjects of so few characters need clauses that are alike.
_SHORT_SUBJECT_LENGTH = 4
_MIN_SHORT_SUBJECT_CLAUSE = 50.0
#: The act and its thing in a deed; the levels behind them may be named or not.
_ACT_LENGTH = 4
#: What was added to others (增开一次) is no total (3次).
_ADDED = re.compile("[增加多]开了?$")
#: 比上年增加, 较去年预算多: a difference, of what stands before it.
_MORE = lazy_pattern(
    "[比较](?:上年|去年|上一年|前年|年初|同期|[0-9]{4}年)[^，。；]{0,6}?"
    "(?:增加|减少|提高|降低|下降|上升|增长|扩大|缩小|多|少)[^，。；]{0,3}$"
)
_MORE_REACH = 20
#: What a rule admits is no value of a year: 处二千元以上五千元以下罚款.
_BAND = re.compile("以上[^，。；]{1,16}以下")
_CHANGED = re.compile(
    "(?:增[加长]?|减少?|提[高升]|下降|降低?|上[升涨]|扩大|缩[小短]|压[减缩]|回落)到?"
)
#: A subject so short is a bare word: what stands before it in another report makes a kind of it.
_BARE_LENGTH = 2
#: Subjects no longer than this name one thing; longer ones are worded in many ways.
_SHORT_NAME_LENGTH = 6
_OWN_BODY = re.compile("^(?:国家|[全我本][国省市区县院校旗盟州])")
#: Verbs that say no more than that it was so.
_EMPTY = re.compile(
    "(?:^|，)(?:实现|完成|达到?|开展|进行|安排|保持|控制|形成|拥有|超过?|突破|为|是)到?(?:，|$)"
)
#: So near before a figure stands its own year: 由2007年的639亿元增加到2012年的1923亿元.
_YEAR_REACH = 4
#: What only says how many points follow: 着力抓好四个方面的工作.
_POINTS = re.compile(
    "(?:方面)?的?(?:重点|主要|具体|突出|重要|工作)*(?:工作|任务|措施|举措|问题|原则|要求|方面|环节|关系|特点|重点)"
)


def relate(
    a: Context,
    b: Context,
    score: float,
    limits: Thresholds,
    dictionary: FigureDictionary,
    *,
    supported: bool = False,
) -> Decision | None:
    """Decide what two like claims are to each other.

    Parameters
    ----------
    score : likeness of the two, 0 to 100 (:func:`restore.figures.likeness.likeness`)
    supported : a neighbour of the one agrees with a neighbour of the other

    Returns
    -------
    The relation and its reason (of :data:`REASONS`), or ``None`` for claims of different facts
    """
    pair = pair_of(a, b)
    if pair.periods == "differ":
        series = (_one_deed(pair) or _is_series(pair, score, limits)) and not _tell_no_value(a, b)
        return ("series", "period-differs") if series else None
    if score < limits.keep:
        return None
    if values_agree(*pair.claims):
        return ("agree", _agree_reason(*pair.claims)) if _agrees(pair, score, limits) else None
    return differing(pair, score, limits, dictionary, supported)


def least_likeness(limits: Thresholds) -> float:
    """Return the likeness below which two claims that are not of one deed are nothing to each other."""
    return min(limits.series - _SAME_SUBJECT_RELIEF, *limits.agree, least_shown(limits))


def _is_series(pair: Pair, score: float, limits: Thresholds) -> bool:
    """Tell whether two claims give values of one indicator at two times."""
    (a, b), (one, two) = (pair.a, pair.b), pair.claims
    if pair.same_article or not pair.same_place or not (pair.same_unit or _counted_alike(a, b)):
        return False
    if one.kind in {"ordinal", "duration"} or len(a.subject) < _MIN_SERIES_SUBJECT_LENGTH:
        return False
    if bool(_ADDED.search(a.left)) != bool(_ADDED.search(b.left)):
        return False
    if one.text.startswith("一") != two.text.startswith("一") and 1 in {one.value, two.value}:
        # 召开一次会议 tells of that meeting, 3次会议 counts those of a year.
        return False
    if _other_deed(a.deed, b.deed) or _month_and_more(one, two):
        return False
    subject = fuzz.ratio(a.subject, b.subject)
    if subject < _MIN_SERIES_SUBJECT or _is_part(a.subject, b.subject):
        return False
    one_deed = a.deed == b.deed != ""
    if (_exchanged(a.subject, b.subject) and not one_deed) or _other_act(
        one.predicate, two.predicate
    ):
        return False
    if far_apart(one, two) and not (
        # 每位委员至少提交1件 is a duty of each, no member of the series of totals.
        subject >= _FAR_SUBJECT and one.predicate == two.predicate != ""
    ):
        return False
    short = min(len(one.subject), len(two.subject)) <= _SHORT_SUBJECT_LENGTH
    done = one.predicate == two.predicate != ""
    if short and not done and guessed(one, two):
        # 58个旗县区 of a tour in some year, 103个旗县 of the region in another.
        return False
    alike = fuzz.ratio(a.clause, b.clause) >= _MIN_SHORT_SUBJECT_CLAUSE
    if short and one.predicate != two.predicate and not alike:
        # 12条具体措施 and 22条具体措施: so short a subject does not make a series by itself.
        return False
    if one.predicate and two.predicate and not _related(one.predicate, two.predicate):
        score -= _UNRELATED_PREDICATES
    same = (subject >= _SAME_SUBJECT or _counted_alike(a, b)) and len(
        a.subject
    ) >= _MIN_SAME_SUBJECT_LENGTH
    return score >= limits.series - (_SAME_SUBJECT_RELIEF if same else 0)


def _one_deed(pair: Pair) -> bool:
    """Tell whether two figures are of one deed in two whole years: 625件办复提案, 立案提案893件."""
    one, two = pair.claims
    low, high = sorted((one.value, two.value))
    return (
        pair.a.deed == pair.b.deed != ""
        and pair.same_place
        and not pair.same_article
        and comparable_group(pair.a) == comparable_group(pair.b)
        and high <= _MAX_RATIO_ACROSS_UNITS * low
        and all(_whole_year(claim) for claim in pair.claims)
    )


def _exchanged(a: str, b: str) -> bool:
    """Tell whether short subjects have one word for another: 出栏生猪, 存栏生猪; what is only longer may be the same."""
    if min(len(a), len(b)) > _SHORT_NAME_LENGTH:
        return False
    a, b = (_OWN_BODY.sub("", subject) for subject in (a, b))
    return min(len(a), len(b)) > Prefix.similarity(a, b) + Postfix.similarity(a, b)


def _other_act(one: str, two: str) -> bool:
    """Tell whether two verbs with content have nothing in common: 受理, 办结."""
    return bool(one and two) and not _related(one, two) and not _EMPTY.search(one + "，" + two)


def _tell_no_value(a: Context, b: Context) -> bool:
    """Tell whether one of two figures is no value of an indicator, or not of the time it seems to be of."""
    return (
        any(_month_of_some_year(context.claim) for context in (a, b))
        or any(_PARTY.search(context.around, *context.sentence) for context in (a, b))
        or _difference(a) != _difference(b)
        or _by_and_to(a.claim.predicate, b.claim.predicate)
        or any(_POINTS.fullmatch(context.claim.subject) for context in (a, b))
        or any(_BAND.search(context.claim.clause.text) for context in (a, b))
        # 由55元提高到70元: when it was 55 is not told.
        or any(begins_change(context) and not _dated_itself(context) for context in (a, b))
    )


def _month_of_some_year(claim: Claim) -> bool:
    """Tell whether a figure is of months whose year is only guessed: they may be of any year."""
    period = claim.period
    return (
        period is not None
        and period.origin == "guess"
        and not _whole_year(claim)
        and _YEAR.match(period.label) is None
    )


def _by_and_to(one: str, two: str) -> bool:
    """Tell whether one figure is by how much something changed, the other what it became: 再提高40元, 提高到490元."""
    return one.endswith("到") != two.endswith("到") and all(
        _CHANGED.fullmatch(p) for p in (one, two)
    )


def _difference(context: Context) -> bool:
    """Tell whether a figure is how much more something is: 比上年增加300亿元 is no member of 赤字3000亿元."""
    return context.claim.kind != "percent" and bool(
        _MORE.search(context.around[max(0, context.at - _MORE_REACH) : context.at])
    )


def _is_part(a: str, b: str) -> bool:
    """Tell whether one subject is a bare word and the other a kind of it: 案件, 刑事案件."""
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) <= _BARE_LENGTH and longer.endswith(shorter) and shorter != longer


def _dated_itself(context: Context) -> bool:
    return "年" in context.around[max(0, context.at - _YEAR_REACH) : context.at]


def _other_deed(a: str, b: str) -> bool:
    """Tell whether one figure is of a deed that the dictionary names, and the other is not."""
    return (is_named(a) or is_named(b)) and a[:_ACT_LENGTH] != b[:_ACT_LENGTH]


def _month_and_more(a: Claim, b: Claim) -> bool:
    """A day or a month of one year and more than that of another are no two points of a series."""
    short = [p.start[:7] == p.end[:7] for p in (a.period, b.period) if p is not None]
    return len(set(short)) > 1


def _whole_year(claim: Claim) -> bool:
    period = claim.period
    return period is not None and (period.start, period.end) == (
        f"{period.start[:4]}-01",
        f"{period.start[:4]}-12",
    )


def _counted_alike(a: Context, b: Context) -> bool:
    """视察考察5项, 视察考察活动5次: one thing under two measure words, its name only longer.

    What is put in front makes it another thing: 民生类社情民意信息 are some of all.
    """
    shorter, longer = sorted((a.subject, b.subject), key=len)
    low, high = sorted((abs(a.claim.value), abs(b.claim.value)))
    return (
        high <= _MAX_RATIO_ACROSS_UNITS * low
        and comparable_group(a) == comparable_group(b)
        and len(shorter) >= _SHORT_SUBJECT_LENGTH
        and longer.startswith(shorter)
    )


def _agrees(pair: Pair, score: float, limits: Thresholds) -> bool:
    """Tell whether two claims whose values agree state one fact."""
    one, two = pair.claims
    needed = limits.agree[min(telling_digits(one), telling_digits(two)) - 1]
    needed += 0 if pair.same_unit else _OTHER_UNIT
    if one.kind == "ordinal":
        needed += _ORDINAL
    if pair.same_article:
        # 失业率5.2% and, as a goal, 控制在5.5%以内 are two facts of one document.
        equal = one.value == two.value and one.upper == two.upper
        needed = max(needed, limits.inside - _EQUAL_INSIDE if equal else limits.inside)
    national = one.body == two.body == "全国"
    somewhere = pair.same_place or national or (pair.same_province and not (one.body and two.body))
    return score >= needed and somewhere


def _related(a: str, b: str) -> bool:
    return a in b or b in a or set(a) == set(b)


def _agree_reason(a: Claim, b: Claim) -> str:
    if a.value == b.value and a.upper == b.upper:
        return "equal"
    return "within-qualifier" if a.qualifier or b.qualifier else "within-precision"
