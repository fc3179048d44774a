"""Names what was done to what, where reports of other years word it otherwise (提案 立案, 办结, 办复).

Two figures with the same deed count the same thing even if nothing else in their clauses is alike. Only
series ask for it. The dictionary knows a few deeds (提案立案). Of all others order alone is free:
审结案件412件, 案件审结388件 and 388件案件审结 have the same words around the figure, and one deed. A
figure of a part (重点提案, 审结刑事案件) has another: no word may be too many.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.core.claims import Claim
from restore.figures.dictionary import FigureDictionary, alternation
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["deed_of", "is_named"]

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
_STOP = lazy_pattern("[。；！？\f]|\n[ 　\t]*\n")
_ITEM = re.compile("[、，]")
_CLAUSE = re.compile("，")
#: Words around a figure that do not tell what is counted: adverbs, verbs without content, one's own body.
_IDLE = lazy_pattern(
    "其中|年末|期末|全年|全部|累计|总计|合计|共计|分别|同比|各类|实现|完成|达到|予以|给予|进行|获得|得到"
    "|[全我本][省市区县院校旗盟州]|公司|学校|医院|共|已|了|的|为|被|以|对|达|有|均|都|和|并"
)
_HAN = lazy_pattern(f"[^{HAN}]")
#: How much more than before, or what it was before: no deed, but one side of a difference.
_DIFFERENCE = re.compile("[由从]#|[比较][^，]{1,8}?(?:[增减升降多少高低]|提高)[^，]{0,3}#")
#: Around a figure stand a verb and a thing: so many characters at least, and no sentence.
_LEAST_WORDS, _MOST_WORDS = 4, 12
_FREE = "~"


class _Act(NamedTuple):
    """An act, its thing, and a clause that tells it (``#`` is the figure); ``apart`` as in a deed."""

    name: str
    thing: str
    told: re.Pattern[str]
    apart: bool


@lru_cache(maxsize=4)
def _acts(dictionary: FigureDictionary) -> tuple[_Act, ...]:
    made = []
    named = {(d.act, d.thing, d.apart) for d in dictionary.deeds if d.thing}
    for name, thing, apart in sorted(named):
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
    if claim.kind not in {"quantity", "money"} or claim.value < _MIN_VALUE or claim.high is None:
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
    return _free_deed(item, dictionary)


def is_named(deed: str) -> bool:
    """Tell whether a deed is one of the dictionary's."""
    return deed[:1] not in {"", _FREE}


def _free_deed(item: str, dictionary: FigureDictionary) -> str:
    """Return the characters of the words around a figure, whatever their order; ``""`` for too few or many."""
    if _DIFFERENCE.search(item):
        return ""
    words = _verbs(dictionary).sub(lambda verb: _same(dictionary)[verb[0]], item)
    words = _HAN.sub("", _IDLE.sub("", words))
    return _FREE + "".join(sorted(words)) if _LEAST_WORDS <= len(words) <= _MOST_WORDS else ""


@lru_cache(maxsize=4)
def _same(dictionary: FigureDictionary) -> dict[str, str]:
    """Return the verbs that say the same of anything (举办, 举行), each with the one that stands for all."""
    return {deed.verb: deed.act for deed in dictionary.deeds if not deed.thing}


@lru_cache(maxsize=4)
def _verbs(dictionary: FigureDictionary) -> re.Pattern[str]:
    return re.compile(alternation(list(_same(dictionary))) or "(?!)")
