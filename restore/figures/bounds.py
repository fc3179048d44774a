"""Finds a bound or size that one text gives a thing twice, a digit or a power apart (80万元以上的行政村, 60万元以上的行政村)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["bound_checks"]

#: What 以上 and a noun follow defines the noun, and is the same wherever it is said. 以下 does not: who is poor
#: (收入50万元以下的欠发达村) is said with another number after some years.
_BOUND = lazy_pattern(
    "(?P<digits>[0-9](?<![0-9.].)[0-9]*(?:[.][0-9]+)?)(?P<scale>[十百千万亿]*)"
    f"(?P<behind>(?:[{HAN}]{{1,2}}|[%％])以上的?[{HAN}]{{2}}"
    # A size before a noun is part of a name: 刚察沙柳河东49.5兆瓦风电, 中石化南港120万吨乙烯.
    f"|(?P<size>千伏|兆瓦|[GM]W|吨级|万吨)(?!以[上下内]|左右|的|规模)(?=[{HAN}]))"
)
#: So many characters before it are the same; fewer before a size.
_REACH, _SIZE_REACH = 5, 4
_BEFORE = lazy_pattern(f"[{HAN}]{{{_SIZE_REACH},}}")
#: 金山矿业年产200万吨, 榕辉矿业年产100万吨: these words are part of no name, or of many; so many characters that
#: are of one name stand before them.
_OF_MANY = lazy_pattern(
    "(?P<kind>(?:有限|股份|责任|公司|集团|矿业|科技|能源|实业|新材料|化工|冶炼)*)(?:年产|年处理|年加工|产能)?$"
)
_NAME_REACH, _MIN_OWN = 20, 2
#: 县4名领导各抓5000亩以上示范点，乡4名领导各抓1000亩以上示范点: so much for each, and each is another's.
#: 服务设施覆盖70%以上行政村, 覆盖80%以上行政村: how far it has come, and will.
_NO_BOUND = lazy_pattern("[各每]|(?:覆盖|达到?|超过?|占)$")
#: What has a size is the same if its first characters stand behind the other: 风电, 集中式风电, not 阳极铜, 电解铜.
_NOUN = lazy_pattern(f"[{HAN}]{{1,2}}")
_NOUN_REACH = 8
#: A bound of one digit is another's by chance (3年以上驾驶经历 here, 2年 there).
_MIN_BOUND = 2
_YEAR = lazy_pattern("到(?:20[0-9]{2}|[“‘]十)")


def bound_checks(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Compare the bounds of one definition (年经营性收入80万元以上的行政村, 年经营性收入60万元以上的行政村)."""
    told: dict[tuple[str, str], re.Match[str]] = {}
    for match in _BOUND.finditer(source.text):
        reach = _name_length(source.text, match.start()) if match["size"] else _REACH
        before = source.text[max(0, match.start() - reach) : match.start()]
        if len(before) < reach or not _BEFORE.fullmatch(before) or _NO_BOUND.search(before):
            continue
        first = told.setdefault((before, match["behind"]), match)
        if match["size"] and not _one_noun(source.text, first.end(), match.end()):
            continue
        if _YEAR.search(source.text, first.end(), match.start()) and _YEAR.search(
            source.text, max(0, first.start() - _NAME_REACH), first.start()
        ):
            # 到2020年，建成区20%以上的面积达标，到2030年，建成区80%以上的面积达标
            continue
        one, two = first["digits"], match["digits"]
        if first["scale"] == match["scale"]:
            slip = len(one) == len(two) >= _MIN_BOUND and _apart(one, two) == 1
        else:
            slip = one == two
        if slip:
            yield ArithmeticCheck(
                "", source.document, "repeated", (first.start("digits"), match.end()), (), "possible",
                Decimal(two), Decimal(one),
                f"“{before}…{match['behind']}”一处为 {one}{first['scale']}，一处为 {two}{match['scale']}",
            )  # fmt: skip


def _name_length(text: str, end: int) -> int:
    """Return how many characters before a size must be the same for it to be of one thing."""
    words = _OF_MANY.search(text, max(0, end - _NAME_REACH), end)
    assert words is not None
    own = max(_MIN_OWN, _SIZE_REACH - len(words["kind"]))
    return own + end - words.start()


def _one_noun(text: str, one: int, two: int) -> bool:
    """Tell whether the words that begin at two places name one thing."""
    return any(
        (noun := _NOUN.match(text, a)) and noun[0] in text[b : b + _NOUN_REACH]
        for a, b in ((one, two), (two, one))
    )


def _apart(one: str, two: str) -> int:
    """Return in how many characters two numbers of one length differ."""
    return sum(a != b for a, b in zip(one, two, strict=True))
