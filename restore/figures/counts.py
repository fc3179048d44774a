"""Finds the numbers that may count a list (5家, 五大行动, 三市)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from restore.core.claims import Claim, FigureSource
from restore.figures.numerals import read_numeral
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["MAX_ITEMS", "MIN_LISTED", "Count", "counts_of", "place_counts"]

#: 五大行动 is a name, and counts what is listed beside it all the same.
_NAMED_COUNT = lazy_pattern(
    f"([{ONE_TO_TEN}])(?<![第{ONE_TO_TEN}].)(?:大(?=[{HAN}0-9“])(?![队户])"
    "(?<!五大(?=洲|湖|连池))(?<!七大(?=洲))(?<!四大(?=洋|发明|名著))(?<!三大(?=球))"
    f"|(?<=“.)[个项条](?=[{HAN}])|个?方面"
    "|点(?=要求|意见|建议|希望|主张|体会|启示|共识|倡议|考虑)|件(?=大事|实事|要事))"
)
#: Names of sports that count nothing: 田径、游泳、铁人三项.
_SPORT = lazy_pattern(
    "(?:铁人三|现代五|(?:冬季|北欧)[两二])项|[五七十]项全能|子[七十]项(?=[、，。；比])"
)
_SPORT_REACH = 2
#: Behind these a number counts only some of what there is: 前三项, 其他两个, 每村三个.
_SOME = lazy_pattern(
    "(?:[前后首]|其[他余它]|其中|另外?|余下|剩余|至[少多]|最[少多]|每[^，。；：]{0,6}|各)$"
)
#: 两类及以上, 5个位次, 12个字: what is no number of things; 北七家等城乡接合部: a name. Nor does 1类 (新药) count.
_NO_COUNT = lazy_pattern("[及或]?以[上下]|字|位次|名次|等(?:城|地|村|乡|镇|处|[，。])")
#: Lists of so many items are counted.
_MIN_ITEMS, MAX_ITEMS = 2, 20
#: 一直到9点左右 is a time.
_HOUR = lazy_pattern("[到至上下午晨晚早夜]$")
#: A written 1 may stand for the number of a list; 一个 says many things.
_ONE = lazy_pattern("1(?![0-9.])")
#: A list beside its count has so many items: two may be joined in many ways.
MIN_LISTED = 3
#: Characters before a figure in which 每 or 前 stands.
_SOME_REACH = 8
_COUNTED = frozenset({"个", "类", "项", "条", "大类", "家", "省市", "省区", "盟市", "种", "点"})
_PLACE_COUNT = lazy_pattern(
    f"(?P<number>[2-9{ONE_TO_TEN[1:]}])(?<![第0-9.{ONE_TO_TEN}].)个?(?:地市|市县|区县|乡镇|[市县州盟旗镇])"
    "(?![级长委政辖场民内外直边界等])"
)


class Count(NamedTuple):
    """A number that may count a list: where it stands, and the claims it is made of.

    A written 1 counts no list that follows it, and is wrong behind a list of more. ``qualified`` numbers (近20项, 前三项, 每村三个) do not say how long a list is.
    """

    span: tuple[int, int]
    text: str
    value: int
    claims: tuple[str, ...]
    qualified: bool


def counts_of(source: FigureSource, claims: Sequence[Claim]) -> list[Count]:
    """Return what may count a list: figures, and the numbers of names such as 五大行动."""
    known = set()
    found = []
    for claim in claims:
        if (
            claim.unit in _COUNTED
            and claim.upper is None
            and (_MIN_ITEMS <= claim.value <= MAX_ITEMS or _ONE.match(claim.text))
            and not (
                claim.unit == "点" and _HOUR.search(source.text, claim.sentence[0], claim.span[0])
            )
            and not (claim.unit == "项" and _is_sport(source.text, claim.span))
        ):
            known.add(claim.span[0])
            qualified = bool(claim.qualifier) or _some(source.text, claim.span)
            qualified = qualified or (claim.unit == "类" and claim.value == 1)
            found.append(Count(claim.span, claim.text, int(claim.value), (claim.id,), qualified))
    for match in _NAMED_COUNT.finditer(source.text):
        numeral = read_numeral(match[1])
        value = int(numeral.value) if numeral else 0
        if value >= _MIN_ITEMS and match.start() not in known:
            qualified = _some(source.text, match.span())
            found.append(Count(match.span(), match[0], value, (), qualified))
    return found


def place_counts(text: str, counts: Sequence[Count]) -> Iterator[Count]:
    """Yield the numbers of places (烟台、潍坊、威海三市) that are no figures."""
    known = {count.span[0] for count in counts}
    for match in _PLACE_COUNT.finditer(text):
        numeral = read_numeral(match["number"])
        if numeral is not None and match.start() not in known:
            yield Count(match.span(), match[0], int(numeral.value), (), False)


def _is_sport(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    return _SPORT.search(text, max(0, start - _SPORT_REACH), end + _SPORT_REACH) is not None


def _some(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a number counts only some of what there is, or nothing."""
    start, end = span
    some = _SOME.search(text, max(0, start - _SOME_REACH), start)
    return some is not None or _NO_COUNT.match(text, end) is not None
