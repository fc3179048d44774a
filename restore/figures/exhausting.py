"""Knows opposites that leave nothing over (男、女; 公立、民营; 进口、出口): parts named so make their whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from restore.core.claims import Claim, FigureSource
from restore.figures.dictionary import alternation
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["both_named", "exhausts"]

#: Each is the ways to name every part.
_OPPOSITES = (
    (("男",), ("女",)),
    (("城镇", "城市"), ("农村", "乡村")),
    (("一等",), ("二等",), ("三等",)),
    (("公立",), ("民营", "私立", "非公立")),
    (("公办",), ("民办",)),
    (("出口",), ("进口",)),
    (("区内", "省内", "市内", "县内"), ("区外", "省外", "市外", "县外")),
    (("境外输入",), ("本土",)),
    (("第一产业", "一产"), ("第二产业", "二产"), ("第三产业", "三产")),
    (("轻工业",), ("重工业",)),
    (("中央",), ("地方",)),
    (("外出",), ("本地",)),
    (("夏粮",), ("早稻",), ("秋粮",)),
    (("外国人",), ("台湾同胞",)),
    (("预期性",), ("约束性",)),
    (("中央财政赤字",), ("地方财政赤字", "代地方发债")),
)
_WORDS = [
    re.compile(alternation([word for names in kind for word in names])) for kind in _OPPOSITES
]
_BOTH = lazy_pattern(f"([{HAN}]{{2}})[和及与]([{HAN}]{{2}})")
_MARKS = re.compile("[，,、：:；（）()“”]|其中|包括|分别|[为是有和及与]")


def exhausts(source: FigureSource, start: int, parts: Sequence[Claim]) -> bool:
    """Tell whether the names of parts are opposites and otherwise the same.

    Parameters
    ----------
    start : where the first of them may begin to be named
    """
    names = _names(source, start, parts)
    return any(
        _matched(kind, words, names)
        for kind, words in zip(_OPPOSITES, _WORDS, strict=True)
        if len(kind) == len(names)
    )


def both_named(source: FigureSource, total: Claim, start: int, parts: Sequence[Claim]) -> bool:
    """Tell whether a whole is named after its two parts: 赔款及给付510亿元，其中…赔款318亿元，…给付192亿元."""
    told = _BOTH.search(source.text, total.clause.span[0], total.span[0])
    if told is None or len(parts) != len(told.groups()):
        return False
    return all(
        word in name for word, name in zip(told.groups(), _names(source, start, parts), strict=True)
    )


def _names(source: FigureSource, start: int, parts: Sequence[Claim]) -> list[str]:
    starts = [start, *(part.span[1] for part in parts)]
    return [_name(source, before, part) for before, part in zip(starts, parts, strict=False)]


def _name(source: FigureSource, start: int, part: Claim) -> str:
    """Return what a part is called, before its figure or behind it."""
    own = source.text[max(start, part.clause.span[0]) : part.span[0]]
    return _MARKS.split(own)[-1] or part.subject


def _matched(kind: Sequence[Sequence[str]], words: re.Pattern[str], names: Sequence[str]) -> bool:
    """Tell whether every part is named, and none more narrowly (境外游客, 境内过夜游客)."""
    found = [words.search(name) for name in names]
    if not all(found):
        return False
    told = [match[0] for match in found if match]
    if not all(any(word in forms for word in told) for forms in kind):
        return False
    rests = [words.sub("", name) for name in names]
    longest = max(rests, key=len)
    return all(longest.endswith(rest) or longest.startswith(rest) for rest in rests)
