"""Finds what an anniversary is of, and the year in which that began."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import Claim, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.homes import home_region
from restore.text.characters import CLOSING_QUOTES, HAN, OPENING_QUOTES
from restore.text.patterns import lazy_pattern

__all__ = ["Founding", "founding_of"]

#: Characters before an anniversary in which the name of what was founded stands.
_NAME_REACH = 20
#: What may stand between the name and the number: 中国共产党成立, 经济特区建立; another thing may not
#: (中华人民共和国宪法颁布, 人民解放军空军成立).
_EVENT = lazy_pattern(
    "(?:伟大|正式|光荣)?(?:(?:建设|倡议|战略)?(?:成立|建立|诞生|创建|创立|创办|设立|组建|建校|建军|建党|建国|爆发|发表|召开|发布|提出|确立|实施|建设)"
    "|胜利|祖国|战争|出国作战|办(?:经济)?特区|伟大(?:事业|胜利))?的?"
)
#: 加入共建“一带一路”倡议10周年: of what a country did.
_TAKING_PART = lazy_pattern("(?:加入|参[与加]|签署)(?:共建)?$")
_QUOTES = str.maketrans("", "", OPENING_QUOTES + CLOSING_QUOTES + "《》\"'")
#: 各省改革开放, 空军建军: of a part of what the dictionary knows.
_A_PART = lazy_pattern("[省市县区州盟旗镇乡校院厂军警兵]$")
#: 黄埔建军: of another.
_NAMED = lazy_pattern(f"[{HAN}](?<![祝念和接来与是在及值逢以绕暨为到着献对开了])$")
#: 自治区成立: of the one whose report it is, or that the text names by far the most often.
_OWN = lazy_pattern(
    f"(?<![族尔古])(?P<kind>自治[区州])(?:成立)?$|(?:^|[^{HAN}]|[是来接祝绕念和])建州$"
)
_MIN_MENTIONS, _SHARE = 3, 4


class Founding(NamedTuple):
    """What began, by the name of the dictionary, and in which year."""

    name: str
    year: int


def founding_of(
    source: FigureSource, claim: Claim, dictionary: FigureDictionary
) -> Founding | None:
    """Return what an anniversary is of, by the words right before it; ``None`` if they do not tell."""
    before = _before(source.text, claim).translate(_QUOTES)
    name = max(
        (name for name in dictionary.founded if name in before),
        key=lambda name: (before.rfind(name) + len(name), len(name)),
        default=None,
    )
    if name is not None:
        lead, _, event = before.rpartition(name)
        part = (
            (name[0] in "建改" and _A_PART.search(lead))
            or (name[0] == "建" and _NAMED.search(lead))
            or _TAKING_PART.search(lead)
        )
        if _EVENT.fullmatch(event) and not part:
            return Founding(name, dictionary.founded[name])
    own = _OWN.search(before)
    return _own_founding(source, own["kind"] or "自治州", dictionary) if own else None


def _before(text: str, claim: Claim) -> str:
    """Return what stands before an anniversary in its sentence, or in the line before that it goes on with."""
    end = claim.span[0]
    start = claim.sentence[0]
    if start == end and text[max(0, end - 1) : end] == "\n":
        end -= 1
        start = text.rfind("\n", 0, end) + 1
    return text[max(start, end - _NAME_REACH) : end]


def _own_founding(source: FigureSource, kind: str, dictionary: FigureDictionary) -> Founding | None:
    """Return the founding of the autonomous region or prefecture that a text calls 自治区 or 自治州."""
    if kind == "自治州":
        home = home_region(source, dictionary)
        names = [
            name
            for name in dictionary.founded
            if name.endswith("州成立") and home.endswith("州") and name[:2] == home[:2]
        ]
        return Founding(names[0], dictionary.founded[names[0]]) if names else None
    counted = sorted((source.text.count(region), name) for region, name in _autonomous(dictionary))
    if not counted:
        return None
    (most, name), others = counted[-1], sum(count for count, _ in counted[:-1])
    known = most >= _MIN_MENTIONS and most >= _SHARE * others
    return Founding(name, dictionary.founded[name]) if known else None


@lru_cache(maxsize=4)
def _autonomous(dictionary: FigureDictionary) -> list[tuple[str, str]]:
    """Return the autonomous regions, and the names under which the dictionary knows their founding."""
    return [
        (region, name)
        for name in dictionary.founded
        if re.search("自治区成立$", name)
        for region in dictionary.regions
        if name.startswith(region)
    ]
