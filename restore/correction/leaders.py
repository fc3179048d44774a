"""Point at a leader whose name the run writes in two ways, and at an office that a text gives to two.

书记王伟同志 beside 书记王伟中同志, 副主席李刚 beside 副主席李钢; 自治区党委书记 once with one name, once with
another. Which of them is right no text can say, so nothing is proposed to go: a person looks at both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from restore.channel.base import ChannelBase
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.gate.locks import LEADERS, SURNAMES
from restore.text.characters import FUNCTION_WORDS, HAN, POINTS
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from restore.correction.corpus import CorpusStatistics

__all__ = ["propose_leaders"]

_OFFICES = (
    "书记|主席|主任|省长|市长|州长|盟长|旗长|县长|区长|部长|局长|厅长|院长|校长|会长|理事长|检察长|秘书长|主委|"
    "总理|委员长|常委"
)
# What stands behind a name, and what no given name ends in; without them 王晨在 is a name.
_BEHIND = (
    "同志|出席|主持|讲话|作|到会|到|率|带|参加|会见|介绍|表示|指出|强调|宣布|说|在|等|同|与|和|向|为|正在|"
    f"[{POINTS}（）() \n]"
)
_NO_GIVEN = FUNCTION_WORDS + "到同来陪正要还给"
_NAME = f"(?P<name>[{''.join(SURNAMES)}](?:(?![{_NO_GIVEN}])[{HAN}]){{1,2}}?)(?={_BEHIND})"
_NAMED = lazy_pattern(f"(?P<office>{_OFFICES})(?!强调){_NAME}")
# An office that one person holds: with its body, and no deputy.
_HEADS = "书记|主席|主任|省长|市长|州长|盟长|旗长|县长"
_HELD = lazy_pattern(
    f"(?P<office>(?P<before>[{HAN}]{{0,4}}?)(?P<body>(?:自治区|[{HAN}]{{2}}[省市州盟县区旗]|省|市|州|盟|县|旗|全国)"
    f"(?:委|党委|政协|人大常委会|政府|人民政府))(?:{_HEADS})){_NAME}"
)
# What each of them has in it, found a hundred times sooner.
_SEAT = lazy_pattern(f"[委协会府](?:{_HEADS})")
_FORMER = lazy_pattern("原|前|时任|历任|首任|现任|新任|接替|兼")
_CONFIDENCE = 0.6


def propose_leaders(text: str, corpus: CorpusStatistics) -> list[Proposal]:
    """Return flags at the names that the run, or for one office the text, has otherwise, as often or more.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    """
    found = {item.start: item for item in _of_one_office(text)}
    named = corpus.leaders(_NAMED)
    for match in _NAMED.finditer(text):
        other = _other(match["office"], match["name"], named)
        if other is not None:
            told = "a leader whom the run names otherwise too"
            found[match.start("name")] = _flag(match, Pattern(told, other), other)
    return [found[start] for start in sorted(found)]


def _of_one_office(text: str) -> Iterator[Proposal]:
    """Yield flags at the rarer of two names that a text gives the holder of one office."""
    held: dict[str, list[re.Match[str]]] = {}
    for match in _held(text):
        if not _FORMER.search(match["before"]):
            held.setdefault(match["office"][len(match["before"]) :], []).append(match)
    for matches in held.values():
        names = Counter(match["name"] for match in matches)
        for match in matches:
            often, other = max((n, name) for name, n in names.items())
            if other != match["name"] and often >= names[match["name"]]:
                told = "an office that the text gives to another too"
                yield _flag(match, Pattern(told, other), other)


def _held(text: str) -> Iterator[re.Match[str]]:
    """Yield the offices that one person holds, from the lines that can have one."""
    end = 0
    for seat in _SEAT.finditer(text):
        if seat.start() >= end:
            start = text.rfind("\n", end, seat.start()) + 1 or end
            # With its break, which may stand behind a name.
            end = text.find("\n", seat.end()) + 1 or len(text)
            yield from _HELD.finditer(text, start, end)


def _flag(match: re.Match[str], evidence: Pattern, other: str) -> Proposal:
    return Proposal(
        stage="correction",
        rule="leader",
        start=match.start("name"),
        end=match.end("name"),
        after=other,
        confidence=_CONFIDENCE,
        evidence=(evidence,),
        flag=Reason.LOCKED_NAME,
    )


def _other(office: str, name: str, named: Counter[tuple[str, str]]) -> str | None:
    """Return the commonest name behind the office that is nearly this one and no rarer."""
    others = [
        (often, other)
        for (where, other), often in named.items()
        if where == office and often >= named[office, name] and _nearly(name, other)
    ]
    return max(others)[1] if others else None


def _nearly(one: str, other: str) -> bool:
    """Whether two names of one surname differ in one character, put in or put for another.

    Of two characters the second must look or sound like the other: 李刚 and 李钢, not 王伟 and 王强.
    """
    if one == other or one[0] != other[0]:
        return False
    if len(one) != len(other):
        # Of two premiers one may be named nearly as the other: 李克强, 李强.
        if LEADERS.fullmatch(one) or LEADERS.fullmatch(other):
            return False
        shorter, longer = sorted((one, other), key=len)
        return any(shorter == longer[:at] + longer[at + 1 :] for at in range(1, len(longer)))
    if len(one) == 2:
        return ChannelBase.load().alike(one[1], other[1])
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1
