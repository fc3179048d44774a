"""Tells lists that begin elsewhere than where a mark shows it: inside an item, or in a clause before."""

from __future__ import annotations

from itertools import takewhile

from restore.figures.counts import MIN_LISTED
from restore.figures.dictionary import FigureDictionary
from restore.figures.items import items_of
from restore.figures.listed import MARK, Listed, shorter_lists
from restore.figures.verbs import is_verb
from restore.text.characters import ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["SIGNS"]

#: An item that leads to its list is so many code points longer than the longest of the others.
_LONGER = 3
#: What ends the line before a list that begins one; else the list may have begun there.
_ENDED = frozenset("。：:！？")
#: A line that goes on is as long as any other, but for so many characters.
_UNEVEN = 2
#: 以速迈为引领，包含中天、六六…17家: one more stands before the list.
_LED_BY, _LED_REACH = lazy_pattern("以[^，。；]{1,12}为(?:引领|首|龙头|代表)，(?:包含|包括)?$"), 20
#: An item of so many characters is a word, and one of so many is a clause.
_WORD, _CLAUSE = 2, 10
#: A list begins in the middle behind a bracket, but not behind a number: （六）守牢安全、生态、耕地“三条线”.
_BRACKET = lazy_pattern(f"(?<![（(][{ONE_TO_TEN}0-9])(?<![（(][{ONE_TO_TEN}0-9]{{2}})[）)]$")


def _inside_first(listed: Listed, _: FigureDictionary) -> bool:
    """It begins inside an item: 重庆两地新开工建设南充至潼南、泸州至永川、开江至梁平、内江至大足4条."""
    value, items = listed.count.value, listed.items
    if not 2 <= value < len(items):
        return False
    first, *others = items[-value:]
    return len(first) >= max(map(len, others)) + _LONGER


def _behind_lead(listed: Listed, _: FigureDictionary) -> bool:
    """It begins behind a word that leads to it, and has as many items then."""
    return any(few <= listed.count.value <= many for few, many in shorter_lists(listed))


def _behind_verbs(listed: Listed, dictionary: FigureDictionary) -> bool:
    """Verbs in front of it are joined as its items are, or 和 joins two of these or belongs to one.

    Not where all items are as long, or where nothing but 和 makes them more than two.
    """
    items = listed.items
    *front, last = listed.words.split("、")
    least, most = items_of("、".join([*(item.replace("及", "") for item in front), last]))
    # The first item may have words before it that lead to the list.
    if least < MIN_LISTED or listed.even:
        least = most = len(items)
    verbs = list(takewhile(lambda item: is_verb(item, dictionary), front))
    # 保护、惩处、监督、教育 are four of a kind.
    alike = len({len(item) for item in items}) == 1
    leading = 0 if alike or is_verb(last, dictionary) else len(verbs)
    return least - leading <= listed.count.value <= most


def _line_before(listed: Listed, _: FigureDictionary) -> bool:
    """It began on the line before; a line that is shorter than the one behind it is a heading."""
    text, head = listed.text, listed.start
    if text[head - 1 : head] != "\n":
        return False
    before = text[text.rfind("\n", 0, head - 1) + 1 : head - 1]
    end = text.find("\n", head)
    line = text[head : end if end >= 0 else len(text)]
    if not before or before[-1] in _ENDED:
        return False
    return before[-1] in "、，" or len(before) >= len(line) - _UNEVEN


def _clause_before(listed: Listed, dictionary: FigureDictionary) -> bool:
    """It began in a clause before: 男子、女子组，少年男子、少年女子组和公开组五个组别.

    The clauses end alike, or the items of lists without a verb come to the number (甲地钢铁和水泥，
    乙地电子信息、建材和服装，丙地造纸、煤炭七大产业).
    """
    before, value = listed.text[: listed.start], listed.count.value
    least = most = len(listed.items)
    if value <= listed.lengths[1]:
        return False
    lists = 0
    while before.endswith("，"):
        clause = MARK.split(before[:-1])[-1]
        if not lists and ("、" not in clause or clause.endswith(listed.items[-1][-1:])):
            return "、" in clause
        few, many = items_of(clause)
        if many < 2 or any(verb in clause for verb in dictionary.predicates):
            return False
        least, most, lists = least + few, most + many, lists + 1
        if lists > 1 and least <= value <= most:
            return True
        before = before[: -len(clause) - 1]
    return False


def _one_more(listed: Listed, _: FigureDictionary) -> bool:
    return _LED_BY.search(listed.text, max(0, listed.start - _LED_REACH), listed.start) is not None


def _before_bracket(listed: Listed, _: FigureDictionary) -> bool:
    """It began before a bracket: 甲集团、乙（旅游）集团、丙集团三大集团."""
    start = listed.start
    opened = _BRACKET.search(listed.text, max(0, start - 4), start)
    return listed.count.value > len(listed.items) and opened is not None


def _inside_clause(listed: Listed, _: FigureDictionary) -> bool:
    """Words among clauses are a list inside an item (赴港澳地区探亲、工作、学习证件“全国通办”)."""
    lengths = [len(item) for item in listed.items[1:]]
    nested = min(lengths[:-1], default=_CLAUSE) <= _WORD and max(lengths) >= _CLAUSE
    return listed.count.value < listed.lengths[0] and nested


SIGNS = (
    _inside_first,
    _behind_lead,
    _behind_verbs,
    _line_before,
    _clause_before,
    _one_more,
    _before_bracket,
    _inside_clause,
)
