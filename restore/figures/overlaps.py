"""Tells where words beside a sum say why it is not the number before it: some are counted twice, or it is of another."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.claims import Claim, FigureSource
from restore.figures.items import items_of
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["counted_twice", "goes_on", "is_balance", "is_told_before", "of_another"]

#: 245家同时通过两个渠道入市, 2件案件既有甲类又有乙类: what is counted in more than one part.
_TWICE = lazy_pattern("同时|既|兼|重[复叠]|[两二双]者|两[个种类项条]|均属|都属")
_REACH = 24
#: 贸易顺差4542亿美元。其中，出口23365亿美元，进口18823亿美元: one is taken off the other.
_BALANCE = lazy_pattern("[顺逆]差|差额")
#: 全国337个城市中（333个地级城市和4个直辖市），共计300个: the bracket divides the number right before it.
_OPENED = lazy_pattern(f"[{HAN}]{{0,10}}[（(][^（()）。；]*")
_CLOSING = "）)"
#: 涉及金额合计4792.11万元，少缴税款合计1186.90万元，获利共计84.08万元: each is a sum of its own, and more than the last.
_SUMMED = lazy_pattern(f"(?:合计|共计|总计|累计)[{HAN}]{{0,3}}$")
#: 丁市有2例。戊市、己市及庚市均有1例: the next sentence goes on with the list.
_EACH = lazy_pattern(
    f"[。；](?P<names>[{HAN}、]+[、和与及][{HAN}]+?)(?:各|(?<!平)均)[{HAN}]{{0,4}}(?P<number>[0-9]{{1,4}})(?![0-9.])"
)


def counted_twice(
    source: FigureSource, total: Claim, parts: Sequence[Claim], claims: Sequence[Claim]
) -> bool:
    """Tell whether the last part, or the next figure of its kind, is what others come to too much for its being in two."""
    behind = (c for c in claims if c.span[0] >= parts[-1].span[1] and c.unit == total.unit)
    for extra in (parts[-1], *behind):
        others = [part for part in parts if part.id != extra.id]
        over = sum(part.value for part in others) - total.value
        words = source.text[extra.clause.span[0] : extra.span[1] + _REACH].partition("。")[0]
        if len(others) > 1 and over == extra.value and _TWICE.search(words):
            return True
    return False


def is_balance(source: FigureSource, total: Claim) -> bool:
    """Tell whether a figure is what one thing has more than another (顺差): no sum of both."""
    return _BALANCE.search(source.text, total.clause.span[0], total.span[0]) is not None


def goes_on(source: FigureSource, total: Claim, parts: Sequence[Claim]) -> bool:
    """Tell whether the next sentence gives what is left, so many for each of some."""
    told = _EACH.match(source.text, parts[-1].span[1])
    if told is None:
        return False
    rest = total.value - sum(part.value for part in parts)
    return any(rest == items * int(told["number"]) for items in items_of(told["names"]))


def is_told_before(total: Claim, parts: Sequence[Claim], claims: Sequence[Claim]) -> bool:
    """Tell whether parts come to a number before the one they stand behind: 样本2590家，占全部（2591家）的99.96%，其中…"""
    value = sum(part.value for part in parts)
    return any(
        claim.unit == total.unit and claim.value == value
        for claim in claims
        if claim.span[1] <= total.span[0]
    )


def of_another(
    source: FigureSource, before: Sequence[Claim], parts: Sequence[Claim], total: Claim
) -> bool:
    """Tell whether a total stands behind parts of another number, or behind greater sums of their own.

    Parameters
    ----------
    before : the figures in front of the parts
    """
    summed = (_SUMMED.search(source.text, p.clause.span[0], p.span[0]) for p in parts)
    if total.value < max(part.value for part in parts) and all(summed):
        return True
    behind = source.text[parts[-1].span[1] : total.span[0]]
    return (
        bool(before)
        and before[-1].unit == total.unit
        and any(mark in behind for mark in _CLOSING)
        and _OPENED.fullmatch(source.text, before[-1].span[1], parts[0].span[0]) is not None
    )
