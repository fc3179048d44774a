"""Finds what one text counts again in other words, a digit apart (18篇协商报告, 形成的16份协商报告)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.homes import regions_in
from restore.figures.relations import doubt
from restore.figures.slips import digit_apart, telling
from restore.text.patterns import lazy_pattern

__all__ = ["again", "recounted_checks"]

#: Deeds that a name may be told with or without.
_DONE = lazy_pattern(
    "^(?:全年|累计|共|征集|聘请|选聘|撰写|编写|编印|报送|刊发|推荐|培训|慰问|走访|救助|资助)+(?:到|了)?"
)
#: And those that say no more than that a thing is there; of 收到 and 立案 each has its number.
_MADE = frozenset({"", "完成", "形成", "实现"})
_MIN_NAME = 4
#: What has more numbers than these in one year is no single thing.
_MOST_VALUES = 8
_MIN_TELLING = 2
_NUMBER = "0123456789.万亿"
#: 2篇征文荣获优秀奖（全国共100篇，本会入围2篇）: the bracket tells the number before it again.
_PRIZE = lazy_pattern(
    "[^。；（]*(?:获|入选|入围|当选|上榜)[^。；（]*（(?!其中|含)[^）]*(?:入围|入选|获奖|获评|当选|上榜)了?"
)
_REACH = 6


def recounted_checks(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a doubtful check for each count of one thing that the text gives again in other words."""
    yield from _counted(source, claims, dictionary)
    yield from _bracketed(source, claims)


def _counted(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Compare counts of one thing under other measure words, or on the other side of it.

    18篇协商报告, 形成的16份协商报告; 收到委员提案625件, 652件委员提案. In 9.4 million characters of reports and news
    none is a digit apart.
    """
    told: dict[tuple[str, str, str, str], dict[tuple[str, str, bool], Claim]] = {}
    for claim in claims:
        period = claim.period
        if claim.kind != "quantity" or claim.upper is not None or claim.qualifier:
            continue
        if period is None or period.origin == "guess" or telling(claim.text) < _MIN_TELLING:
            continue
        name = _DONE.sub("", claim.subject)
        if len(name) < _MIN_NAME:
            continue
        measure, ahead = claim.text.lstrip(_NUMBER), source.text.startswith(name, claim.span[1])
        before = told.setdefault((name, claim.unit_group, claim.body, period.end), {})
        if len(before) > _MOST_VALUES:
            continue
        for (_, other_measure, other_ahead), other in before.items():
            if (
                (other_measure, other_ahead) != (measure, ahead)
                and len({other.predicate, claim.predicate} - _MADE) < 2
                and other.sentence != claim.sentence
                and digit_apart(other.text, claim.text)
                and not _of_two_places(source.text, other, claim, dictionary)
            ):
                yield again(source, name, other, claim)
                break
        before.setdefault((claim.text, measure, ahead), claim)


def _of_two_places(text: str, one: Claim, two: Claim, dictionary: FigureDictionary) -> bool:
    """Tell whether the lines of two figures name other provinces (广西…25项主要指标, 新疆…21个主要指标)."""
    here, there = (regions_in(_line(text, claim), dictionary) for claim in (one, two))
    return bool(here and there and here.isdisjoint(there))


def _line(text: str, claim: Claim) -> str:
    end = text.find("\n", claim.span[1])
    return text[text.rfind("\n", 0, claim.span[0]) + 1 : None if end < 0 else end]


def _bracketed(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Compare a count of what won with the one that a bracket behind it ends with."""
    for place, claim in enumerate(claims):
        if not source.text.startswith("）", claim.span[1]):
            continue
        near = claims[max(0, place - _REACH) : place]
        own = [c for c in near if c.sentence == claim.sentence and c.unit == claim.unit][:1]
        if own and own[0].value != claim.value and _prize(source.text, own[0], claim):
            yield again(source, own[0].subject, own[0], claim)


def _prize(text: str, first: Claim, claim: Claim) -> bool:
    return _PRIZE.fullmatch(text, first.span[1], claim.span[0]) is not None


def again(source: FigureSource, name: str, first: Claim, claim: Claim) -> ArithmeticCheck:
    """Make the doubtful check of a figure that the text gives again with another number."""
    words = f"“{name}”一处为 {first.text}，一处为 {claim.text}"
    return doubt(source, "repeated", first, claim, words)
