"""Names what was done to what, where reports of other years word it otherwise (提案 立案, 办结, 办复).

Two figures with the same deed count the same thing even if nothing else in their clauses is alike. Only
series ask for it. A figure of a part (重点提案, 集体提案) has no deed: nothing may stand between the verb,
the thing and the figure that makes it another whole.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import Claim
from restore.figures.dictionary import FigureDictionary, alternation

__all__ = ["deed_of"]

_LINKS = "(?:[了的共]|全部|均|都|已|已经|累计|总计)*"
#: Characters of a clause that tell a deed, and of a sentence that name its thing.
_NEAR = 16
_SENTENCE = 120
#: Who adopted it is part of the deed: a figure of one level is no figure of all.
_LEVELS = (
    ("全国", re.compile("全国政协|中央|国家|中办|国办")),
    ("地方", re.compile("[省市县区]委|自治区|政府|[省市县旗盟]级|部门")),
)
#: Smaller counts are more often of parts; set by judgement, not measured.
_MIN_VALUE = 10
_SPACE = re.compile(r"\s+")
_STOP = re.compile("[。；！？\f]|\n[ 　\t]*\n")
_ITEM = re.compile("[、，]")
_CLAUSE = re.compile("，")


class _Act(NamedTuple):
    """An act, its thing, and a clause that tells it (``#`` is the figure); ``apart`` as in a deed."""

    name: str
    thing: str
    told: re.Pattern[str]
    apart: bool


@lru_cache(maxsize=4)
def _acts(dictionary: FigureDictionary) -> tuple[_Act, ...]:
    made = []
    for name, thing, apart in sorted({(d.act, d.thing, d.apart) for d in dictionary.deeds}):
        verbs = [d.verb for d in dictionary.deeds if (d.act, d.thing) == (name, thing)]
        verb = f"(?:{alternation(verbs)})"
        orders = [
            f"{verb}{_LINKS}{thing}{_LINKS}#",
            f"^{_LINKS}{thing}{_LINKS}{verb}{_LINKS}#",
            f"{verb}{_LINKS}#{_LINKS}{thing}",
            f"#{_LINKS}{verb}{_LINKS}{thing}",
            f"#{_LINKS}{thing}{_LINKS}{verb}",
        ]
        if apart:
            orders.append(f"{verb}{_LINKS}#")
        made.append(_Act(name, thing, re.compile("|".join(orders)), apart))
    return tuple(made)


def deed_of(claim: Claim, text: str, dictionary: FigureDictionary) -> str:
    """Return what was done to what, and by which levels, or ``""``.

    Parameters
    ----------
    text : the text that the offsets of the claim are of
    """
    if claim.kind != "quantity" or claim.value < _MIN_VALUE:
        return ""
    start, end = claim.span
    # A sentence may run over lines that are not joined.
    left = _SPACE.sub("", _STOP.split(text[max(0, start - _SENTENCE) : start])[-1])
    right = _SPACE.sub("", _STOP.split(text[end : end + _NEAR])[0])
    item = _ITEM.split(left)[-1] + "#" + _ITEM.split(right)[0]
    for act in _acts(dictionary):
        if act.thing not in left + right or not act.told.search(item):
            continue
        if act.thing in item:
            return act.name + act.thing
        actors = _CLAUSE.split(left)[-1]
        levels = "".join(name for name, mark in _LEVELS if mark.search(actors))
        return act.name + act.thing + levels
    return ""
