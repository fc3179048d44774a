"""Checks anniversaries against the year of what began, and against the other mentions of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.foundings import Founding, founding_of
from restore.figures.periods import anchor_of, number
from restore.figures.relations import doubt, make_check, unmade
from restore.figures.times import IS_THAT_OF, YEAR
from restore.text.characters import CLAUSE_MARKS, HAN
from restore.text.patterns import lazy_pattern

__all__ = ["anniversary_checks"]

#: Characters before an anniversary in which the name of what was founded stands.
_NAME_REACH = 16
#: So many mentions say what anniversary a text is about; one alone may be as wrong as the other.
_MIN_MENTIONS = 2
#: What is kept is looked back on for so many years, and prepared so many ahead.
_YEARS_BACK, _YEARS_AHEAD = 6, 2
_AGENDA = "(?:前|可持续|议程|愿景|远景|目标)"
_NAMED_YEAR = lazy_pattern(f"{YEAR}年")
_OTHER_TIME = "再过|明年|去年|上年|届时|曾|在庆祝|祝贺"
_BEFORE_OR_AFTER = lazy_pattern(_OTHER_TIME)
_ANOTHER = lazy_pattern(f"{_OTHER_TIME}|将|迎接|喜迎|面向|筹备|临近")
_NOT_THEN = lazy_pattern(f"{_OTHER_TIME}|将|{YEAR}年")
#: What is kept, worked for, or taken as a theme: also the second of two.
_KEPT = lazy_pattern(
    "(?:庆祝|迎接|喜迎|纪念|围绕|聚焦)(?:[^，。；0-9]{0,24}[0-9]{2,3}周年[和与及暨、])?[^，。；0-9]{0,24}$"
)
_KEEPING = lazy_pattern(
    f"(?:[和与、][{HAN}]{{2,16}}[0-9]{{2,3}}周年)?等?(?:庆祝|纪念|系列|献礼|为契机|(?:重要|重大)?(?:主题|节点))"
)
#: 以优异成绩庆祝: the end of a report of this year, or of the one before it.
_CLOSING = lazy_pattern("以[^，。；]{0,8}(?:成[绩效果就]|业绩|实绩|姿态|答卷)[^，。；]{0,30}$")
_CLOSING_YEARS = range(-1, 3)
#: A hundred years are prepared and studied long before.
_CENTENARY = 50
#: 建党90周年、长征胜利80周年、建军90周年: so many in one sentence were kept one after the other.
_SEVERAL, _ANNIVERSARIES = 3, lazy_pattern("[0-9]周年")
#: A report tells of the year before the one it is given in; other texts may.
_REPORT = lazy_pattern("工作报告|各位(?:代表|委员)|代表大会")
_REVIEWED = lazy_pattern(f"{YEAR}年(?:政府)?工作(?:的?(?:回顾|思路|安排|任务|打算|总体|主要))")
_HEAD = 600
#: The sentence says the year, and that it is the one of the anniversary: 2018年是开局之年，是改革开放40周年.
_A_YEAR = lazy_pattern(f"(?<![至到—-])(?:(?P<year>{YEAR})年|[今本]年|过去的?一年)")
_OF_THAT_YEAR = lazy_pattern(
    f"[，,]?{IS_THAT_OF}(?:[^。；\n]*[，,、]{IS_THAT_OF})?[^，。；\n]{{0,24}}$"
)
#: 2016年是迎接自治区成立70周年的重要一年: it may be of the year after.
_COMING = lazy_pattern("(?:迎接|备战|筹备|筹办)[^，。；]*$")
#: 办好纪念邓小平同志诞辰120周年活动, in a plan of five years.
_PLANNED, _YEARS_OF_A_PLAN = lazy_pattern("(?:办好|谋划)[^，。；]*$"), 5
#: 自治区成立: what a text has anniversaries of, where the dictionary knows no year.
_BEGUN = lazy_pattern(
    f"[{HAN}]{{2,6}}(?:成立|建立|胜利|创刊|实施|发表)$|(?:建[区校会厂院市县州盟省国党军制社台馆所]|创刊|复会|恢复)$"
)
#: Of these a text speaks of one. Of others it names many: 中俄…关系建立, 北京校友会成立, 清华大学建校.
_OF_ONE = lazy_pattern(
    f"[{HAN}]{{2}}(?<!关系)[区州市县旗盟省国党军协][成建]立$|[{HAN}]{{2}}(?:战争|抗战)胜利$|建[区市县州盟省国党军制]$"
)
_OF_OTHERS = lazy_pattern("建[校院]$")
_TOLD_TO = lazy_pattern("^.*(?:[在向对为致了]|回顾|迎接|围绕)")
_LED_TO = re.compile("^.*(?:是|庆祝|纪念|迎来|值|以)")
#: A smaller anniversary of tens is looked back on, of so many years before at most.
_LOOKED_BACK = 10
_PASSING = ("大会", "座谈会", "时")
#: The meetings at which speeches are given are held every five years, and looked back on for so long; so are
#: other great gatherings, which are prepared so many years ahead. 11 million characters of news hold some 300 of
#: these in years that end on 5 or 0, and none in another, of what is not kept every year.
_SPEECH = re.compile("(?:庆祝)?大会上的?(?:重要)?讲话")
_GATHERING = lazy_pattern(
    f"(?:[和与、][{HAN}]{{2,16}}[0-9]{{2,3}}周年)?"
    "(?:系列)?(?:(?:庆祝|纪念)?大会|(?:庆祝|纪念|相关)活动)"
)
_MEETING = re.compile("(?:庆祝|纪念)?(?:大会|招待会)")
_SOLEMN = re.compile("隆重(?:庆祝|纪念)[^，。；0-9]*$")
#: What began in these years is kept every year, somewhere: the Fourth of May, the party, its army, the republic,
#: Hong Kong, Macao.
_YEARLY = frozenset({1919, 1921, 1927, 1949, 1997, 1999})
_EVERY, _SPOKEN_OF, _PREPARED = 5, 12, 2
#: What two mentions have in common before them, to be of one anniversary: so many characters, or so many where both
#: are of years that are kept.
_MIN_NAME, _MIN_NAME_KEPT = 6, 8
#: Of these there is more than one: 两国 are others in the next paragraph.
_ANY = re.compile("两国|双方|建交|关系|[先女]生诞辰|同志诞辰")
_WORDS = lazy_pattern(f"[{HAN}“”]*$")
#: A report speaks of the founding of one place: 孝感建市30周年 and 迎接建市30周年 are one.
_OF_PLACE = lazy_pattern("(?:建[市州区县旗盟]|撤[地县乡][设建]市|自治[区州县旗]成立)$")


def anniversary_checks(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a check for each anniversary that a year or other mentions speak of."""
    told = [claim for claim in claims if claim.unit_group == "anniversary"]
    rules = (_by_year, _by_speech, _by_mentions)
    checks = [check for rule in rules for check in rule(source, told, dictionary)]
    wrong: set[str] = set()
    # Each is told wrong once, and for sure where a rule is sure.
    for check in sorted(checks, key=lambda check: check.outcome == "possible"):
        if check.outcome in {"failed", "possible"}:
            if check.claims[0] in wrong:
                continue
            wrong.add(check.claims[0])
        yield check
    yield from _by_pairs(source, [claim for claim in told if claim.id not in wrong])


class _Dated(NamedTuple):
    """An anniversary of something known: the year it is told for, and where the sentence names that year."""

    claim: Claim
    founding: Founding
    year: int
    said: int | None

    @property
    def stands(self) -> int:
        """The year that founding and age give."""
        return self.founding.year + int(self.claim.value)

    @property
    def guessed(self) -> bool:
        """Whether the year is not the text's own."""
        return self.claim.period is not None and self.claim.period.origin == "guess"


def _by_year(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """2024年是新中国和人民政协成立75周年: founding year and age give the year spoken of.

    A year that is only guessed makes nothing but a doubt, and none where no other anniversary is of that year.
    """
    dated = []
    for claim in claims:
        founding = founding_of(source, claim, dictionary)
        year, said = _year_of(source, claim)
        if founding is not None and year is not None:
            dated.append(_Dated(claim, founding, year, said))
        elif claim.period is None or (founding is None and not _known(source, claim, claims)):
            words = f"{_named(source, claim)}{claim.text}：成立年份或所在年份不详"
            yield unmade(source, "anniversary", (claim,), words)
    confirmed = {(d.founding.year, d.year) for d in dated if d.stands == d.year}
    years = {year for _, year in confirmed}
    for item in dated:
        claim, founding, year, said = item
        values = Decimal(year), Decimal(item.stands)
        words = f"{founding.name}：{founding.year} + {claim.value} = {item.stands}"
        if item.stands == year:
            yield make_check(source, "anniversary", (claim,), True, values, words)
        elif said is None and re.search(f"{year}年?{_AGENDA}", source.text):
            # 联合国2030年可持续发展议程, 2035年远景目标: a year that is worked for.
            continue
        elif (item.guessed and year not in years) or (
            item.stands == year + 1 and _is_coming(source, claim)
        ):
            continue
        elif said is not None or _kept_in_passing(source, claim, item.stands - year):
            unsure = said is not None and year not in years and _is_inferred(source, item)
            if unsure and item.stands == year - 1:
                continue
            words += f"，文件为 {year} 年" if said is None else f"，文中年份为 {year}"
            check = make_check(source, "anniversary", (claim,), False, values, words)
            yield _spread(check, said, possible=item.guessed or unsure)
        elif (founding.year, year) in confirmed:
            yield from _beside_a_right_one(source, item)


def _year_of(source: FigureSource, claim: Claim) -> tuple[int | None, int | None]:
    """Return the year that an anniversary is told for, and where the sentence says that it is of that year."""
    period = claim.period
    whole = period is not None and period.start[:4] == period.end[:4]
    year = int(period.end[:4]) if period is not None and whole else None
    years = list(_A_YEAR.finditer(source.text, claim.sentence[0], claim.span[0]))
    if not years or not _OF_THAT_YEAR.match(source.text[years[-1].end() : claim.span[0]]):
        return year, None
    named = years[-1]["year"]
    return (number(named) if named else year), years[-1].start()


def _is_inferred(source: FigureSource, item: _Dated) -> bool:
    """Tell whether 今年 is the year after the one a text is about by a guess, for it is no report: it may be of another."""
    assert item.said is not None
    head = f"{source.title or ''}\n{source.text[:_HEAD]}"
    if _REPORT.search(head) or _REVIEWED.search(source.text):
        return False
    anchor = anchor_of(source.text, source.title, source.date)
    return (
        anchor.month is None
        and anchor.about != anchor.given
        and not _NAMED_YEAR.match(source.text, item.said)
    )


def _beside_a_right_one(source: FigureSource, item: _Dated) -> Iterator[ArithmeticCheck]:
    """围绕新中国成立74周年, where 今年是新中国成立75周年 is right: one of the two is wrong."""
    claim, usual = item.claim, item.year - item.founding.year
    lead = source.text[claim.sentence[0] : claim.span[0]].rpartition("周年")[2]
    passing = source.text.startswith(_PASSING, claim.span[1]) or _NOT_THEN.search(lead)
    if passing or (0 < usual - claim.value <= _LOOKED_BACK and not claim.value % 10):
        return
    words = f"{_named(source, claim)}：文中另有 {usual}周年，此处为 {claim.text}"
    values = claim.value, Decimal(usual)
    check = make_check(source, "anniversary", (claim,), False, values, words)
    yield _spread(check, None, possible=item.guessed or not _is_kept(source, claim))


def _spread(check: ArithmeticCheck, start: int | None, *, possible: bool) -> ArithmeticCheck:
    """Let a check begin where the year stands; make it doubtful where it is no more than that."""
    return msgspec.structs.replace(
        check,
        span=(check.span[0] if start is None else start, check.span[1]),
        outcome="possible" if possible else check.outcome,
    )


def _known(source: FigureSource, claim: Claim, claims: Sequence[Claim]) -> bool:
    """Tell whether another mention of the same is there to compare with."""
    name = _named(source, claim)[-4:]
    return any(other is not claim and _named(source, other)[-4:] == name for other in claims)


def _kept_in_passing(source: FigureSource, claim: Claim, off: int) -> bool:
    """庆祝中国共产党成立107周年, undated: nobody keeps it so many years away.

    Those of five and ten years are looked back on: 先后庆祝改革开放40周年、新中国成立70周年.
    """
    assert claim.period is not None
    round_year = not int(claim.value) % 5
    back, ahead = (_YEARS_BACK, _YEARS_AHEAD) if round_year else (1, 1)
    if claim.period.origin == "clause" or source.text.startswith("大会", claim.span[1]):
        return False
    own = source.text[slice(*claim.sentence)]
    if round_year and len(_ANNIVERSARIES.findall(own)) >= _SEVERAL:
        back = _LOOKED_BACK
    planned = _PLANNED.search(source.text, claim.sentence[0], claim.span[0])
    if planned or not claim.value % _CENTENARY:
        ahead = _YEARS_OF_A_PLAN
    if off not in _CLOSING_YEARS and _CLOSING.search(source.text, claim.sentence[0], claim.span[0]):
        return True
    return not -back <= off <= ahead and _is_kept(source, claim)


def _is_coming(source: FigureSource, claim: Claim) -> bool:
    """Tell whether an anniversary is only prepared for."""
    return _COMING.search(source.text, claim.sentence[0], claim.span[0]) is not None


def _is_kept(source: FigureSource, claim: Claim) -> bool:
    """Tell whether the words say that an anniversary is kept: 庆祝, 围绕, 周年系列活动."""
    lead = source.text[claim.sentence[0] : claim.span[0]]
    return bool(_KEPT.search(lead) or _KEEPING.match(source.text, claim.span[1]))


def _by_speech(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """在庆祝人民政协成立73周年大会上的重要讲话: such meetings are held every five years."""
    for claim in claims:
        founding = founding_of(source, claim, dictionary)
        year = _told_year(claim)
        if founding is None or year is None:
            continue
        founded, began = founding
        speech = _SPEECH.match(source.text, claim.span[1])
        if not speech and not _is_gathering(source, claim):
            continue
        since = int(year) - began
        if not speech and began in _YEARLY:
            # 庆祝建军57周年大会, in the year of the 97th; of 50周年 somebody may tell long after.
            late = since - claim.value > _SPOKEN_OF and claim.value % _EVERY
            if late and _MEETING.match(source.text, claim.span[1]):
                words = (
                    f"{founded}：{began} + {claim.value} = {began + claim.value}，文件为 {year} 年"
                )
                values = claim.value, Decimal(since)
                check = make_check(source, "anniversary", (claim,), False, values, words)
                yield _spread(check, None, possible=True)
            continue
        last = since - since % _EVERY
        latest = since if speech else since + _PREPARED
        ok = not claim.value % _EVERY and since - _SPOKEN_OF <= claim.value <= latest
        if not ok and last > 0:
            yield make_check(
                source, "anniversary", (claim,), False, (claim.value, Decimal(last)),
                f"{founded}：{began} 年起，至 {year} 年最近的整五周年为 {last}周年，"
                f"此处为 {claim.text}",
            )  # fmt: skip


def _is_gathering(source: FigureSource, claim: Claim) -> bool:
    """Tell whether an anniversary is kept as only those of five years are: 西藏自治区成立51周年庆祝活动, 隆重庆祝."""
    if _GATHERING.match(source.text, claim.span[1]):
        return True
    return bool(_SOLEMN.search(source.text, claim.sentence[0], claim.span[0]))


def _by_pairs(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a doubtful check for each anniversary that another mention of the same does not agree with.

    Those of five and ten years are looked back on while the next is kept, and may differ.
    """
    told: dict[str, list[tuple[str, Claim]]] = {}
    for claim in claims:
        start = max(claim.sentence[0], claim.span[0] - _NAME_REACH)
        words = _WORDS.search(source.text[start : claim.span[0]])
        name = words[0] if words else ""
        place = _OF_PLACE.search(name)
        other_time = _BEFORE_OR_AFTER if place else _ANOTHER
        another = other_time.search(source.text, claim.sentence[0], claim.span[0])
        if (len(name) < _MIN_NAME and not place) or _ANY.search(name) or another:
            continue
        before = told.setdefault(place[0] if place else name[-_MIN_NAME:], [])
        for other, first in before:
            same = bool(place) or name[-_MIN_NAME_KEPT:] == other[-_MIN_NAME_KEPT:]
            if _of_one_year(first, claim, same=same):
                yield doubt(
                    source,
                    "repeated",
                    first,
                    claim,
                    f"“{name}”一处为 {first.text}，一处为 {claim.text}",
                )
                break
        before.append((name, claim))


def _of_one_year(first: Claim, second: Claim, *, same: bool) -> bool:
    """Tell whether two anniversaries that differ should not; ``same``: their names are long and the same."""
    gap = abs(first.value - second.value)
    if first.value % _EVERY or second.value % _EVERY:
        return gap > 0
    return gap > _LOOKED_BACK and same


def _by_mentions(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """人民政协成立71周年 where the same text says 75周年 of it: the fewer mentions are wrong."""
    mentions: dict[str, list[Claim]] = {}
    years = Counter(_told_year(claim) for claim in claims)
    for claim in claims:
        lead = source.text[claim.sentence[0] : claim.span[0]]
        founding = founding_of(source, claim, dictionary)
        begun = _BEGUN.search(lead)
        dated = _told_year(claim) is not None and years[_told_year(claim)] > 1
        # 再过5年将迎来, and another year beside it, speak of another anniversary.
        if _ANOTHER.search(lead.rpartition("周年")[2]) or (_NAMED_YEAR.search(lead) and not dated):
            continue
        if source.text.startswith("时", claim.span[1]):
            # 中国共产党成立一百周年时，目标一定能够实现: said five years before.
            continue
        if founding is not None:
            # 新中国 and 人民政协 are of one age.
            mentions.setdefault(str(founding.year), []).append(claim)
        elif begun:
            whole = _LED_TO.sub("", _named(source, claim))
            one = _OF_ONE.search(lead)
            key = one[0] if one else _TOLD_TO.sub("", whole)
            mentions.setdefault(key, []).append(claim)
    for began, group in mentions.items():
        usual, count = Counter(claim.value for claim in group).most_common(1)[0]
        for claim in group:
            # 100周年 is spoken of in the year of the 101st.
            looked_back_on = 0 < usual - claim.value <= _LOOKED_BACK and not claim.value % 10
            # 建校99周年 is kept while the hundredth is prepared.
            prepared = abs(usual - claim.value) <= _YEARS_AHEAD and not max(usual, claim.value) % 10
            if prepared and _OF_OTHERS.search(source.text, claim.sentence[0], claim.span[0]):
                continue
            if count >= _MIN_MENTIONS and claim.value != usual and not looked_back_on:
                check = make_check(
                    source, "anniversary", (claim,), False, (claim.value, usual),
                    f"{_named(source, claim)}：文中另有 {count} 处为 {usual}周年，此处为 {claim.text}",
                )  # fmt: skip
                # 今年是改革开放45周年, where 改革开放40周年 is looked back on.
                back = 0 < claim.value - usual <= _LOOKED_BACK and not usual % 10
                yield _spread(
                    check,
                    None,
                    possible=back and began.isdecimal() and _year_of(source, claim)[1] is not None,
                )


def _told_year(claim: Claim) -> str | None:
    """Return the year that the text gives an anniversary."""
    period = claim.period
    return period.end[:4] if period is not None and period.origin != "guess" else None


def _named(source: FigureSource, claim: Claim) -> str:
    """Return the words right before an anniversary."""
    return re.split(
        f"[{CLAUSE_MARKS}\n]", source.text[max(0, claim.span[0] - _NAME_REACH) : claim.span[0]]
    )[-1]
