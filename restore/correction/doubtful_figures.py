"""Flag figures that an OCR engine has probably misread: 增长5.36，(5.3%), 7，8% (7.8%), 13.3.%.

A digit is never changed: the gate only flags these places, with the likely reading. What gives a
misread figure away is its form - a comma that does not part thousands, two points in one number, a
rate without its sign, a sign followed by a digit. Which readings are likely was learned from pages
read by PP-OCR and tesseract: % is read as 6, 5, 9, 8 or 96, the point as a comma or colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.text.characters import DIGITS, HAN, POINTS
from restore.text.patterns import lazy_pattern

__all__ = ["propose_doubtful_figures"]

_CONFIDENCE = 0.6
_UNIT = r"%|％|个百分点|[万亿]"
# A rate stands behind these words, with few characters between.
_RATES = (
    r"增长|下降|提高|上升|回落|提升|降低|增速|增幅|降幅|占比|比重|比率|达标率|普及率|覆盖率|失业率|"
    r"贡献率|利用率|合格率|完成率|供给率|城镇化率|入学率|同比增|同比降|增加值增|率(?=达|为|超)|"
    r"长(?=[0-9])"
)
_BEHIND_RATE = "(?:分别|约|超过|超|达到|达|到|为|至|了|近|控制在)?"
_RATE = f"(?:{_RATES}){_BEHIND_RATE}"
# And a ratio (3:2) may stand behind this one. Alternatives that all begin with a character are found
# much sooner, so the word is one of them.
_SHARE = f"(?:{_RATES}|比例)(?:(?<!比例){_BEHIND_RATE}|(?<=比例)(?:超过|超|达到|达)?)"
_END = r"(?=[，。；、,;.！!）)\s]|$)"
# Without one of these nothing below is found.
_FIGURE = lazy_pattern(f"[{DIGITS}%％]")
# 38,000 and 1,234.5 are right; 7,8% and 60199,45亿元 are not.
_COMMA = lazy_pattern(
    f"(?<![{DIGITS}])(?<![{DIGITS}][,，.．:：])[{DIGITS}]{{1,6}}(?P<mark>[,，:：;；、·])(?![{DIGITS}]{{3}}(?![{DIGITS}]))"
    rf"[{DIGITS}]{{1,2}}(?=\s?(?:{_UNIT}))"
)
_RATE_COMMA = lazy_pattern(
    f"{_RATE}[{DIGITS}]{{1,3}}(?P<mark>[,，:：;；·])[{DIGITS}]{{1,2}}(?![{DIGITS}.．年月日])"
)
# A number with two points, or a point and a comma, or a mark between point and sign. It is looked for
# where it begins, not from each of its digits.
_POINTS = lazy_pattern(
    f"[{DIGITS}](?<![{DIGITS}].)[{DIGITS}]*[.．](?P<mark>[.．,，、])?[{DIGITS}]*(?P<second>[.．])?(?=[%％])"
)
_AFTER_SIGN = lazy_pattern(f"[%％](?P<extra>[{DIGITS}a-z]{{1,2}}){_END}")
# 5.36 where a rate with one place and its sign is meant.
_NO_SIGN = lazy_pattern(f"{_SHARE}(?P<number>[{DIGITS}]+[.．][{DIGITS}]+){_END}")
_NO_SIGN_LISTED = lazy_pattern(
    rf"[%％][，、,]\s?(?P<number>[{DIGITS}]+[.．][{DIGITS}]+){_END}|"
    f"(?<=[，、,分别增长])(?P<before>[{DIGITS}]+[.．][{DIGITS}]+)(?=[、，,][{DIGITS}.．]+[%％])"
)
# 增长325， where 32% is meant, 超过8596。 for 85%。: a rate is not a bare number.
_BARE = lazy_pattern(
    f"(?:增长|下降|提高|上升|增速|增幅|降幅|占比)[{DIGITS}]{{1,2}}(?P<sign>[{DIGITS}])(?=[{POINTS}）)]|$)"
)
_BARE_96 = lazy_pattern(
    f"(?:{_SHARE}|超过|达到|达)(?:[{DIGITS}]+[.．])?[{DIGITS}]{{1,2}}(?P<sign>96)"
    f"(?=[，。；、,;!！）)]|[.．](?![{DIGITS}])|以上|左右|以下|$)"
)
# 增长19.5s。 and 提升至88$，: a letter or a sign where that of a rate should stand.
_ODD_SIGN = lazy_pattern(
    f"(?:(?:{_SHARE}|提升至|提高至|提高到|提升到|达到|超过)[{DIGITS}]+(?:[.．][{DIGITS}]+)?"
    f"(?P<sign>[$&*#@])|{_SHARE}[{DIGITS}]+(?:[.．][{DIGITS}]+)?(?P<letter>[a-z])){_END}"
)
# What the slow ones have in them.
_96 = lazy_pattern(f"[{DIGITS}]96(?=[，。；、,;.．！!）)以左]|$)")
_SIGN = re.compile(f"[{DIGITS}][$&*#@a-z]")
_MARK = lazy_pattern(rf"[{DIGITS}][,，:：;；、·][{DIGITS}]{{1,2}}\s?(?:{_UNIT})")
_LISTED = lazy_pattern(rf"[%％][，、,]\s?[{DIGITS}]|[，、,][{DIGITS}.．]+[%％]")
# 增长1.的，: nothing of the kind stands behind a point.
_ODD_POINT = lazy_pattern(f"{_RATE}[{DIGITS}]+[.．](?P<sign>[{HAN}]){_END}")
# 增长4:35， for 4.3%，: the sign too.
_NO_SIGN_BEHIND = lazy_pattern(
    rf"{_RATE}[{DIGITS}]{{1,3}}[,，:：;；·]\s?[{DIGITS}]{{1,2}}(?P<sign>[{DIGITS}]){_END}"
)
_MISREAD_SIGN = re.compile(r"(?:96|0[/o]|[0-9])$")


def propose_doubtful_figures(text: str) -> list[Proposal]:
    """Return the places of figures in doubt, each with its likely reading.

    Offsets are code points into ``text``. The gate flags them; it never applies one.
    """
    found: list[Proposal] = []
    if _FIGURE.search(text) is None:
        return found
    for start, end, after, pattern in sorted(_readings(text)):
        if found and (start < found[-1].end or (start, end) == _span(found[-1])):
            continue
        proposal = Proposal(
            stage="correction",
            rule="doubtful_figure",
            start=start,
            end=end,
            after=after,
            confidence=_CONFIDENCE,
            evidence=(Pattern(description=pattern, matched=text[start:end]),),
            flag=Reason.LOCKED_FIGURE,
        )
        found.append(proposal)
    return found


def _span(proposal: Proposal) -> tuple[int, int]:
    return proposal.start, proposal.end


def _readings(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, likely reading and what is odd about it."""
    for match in _COMMA.finditer(text) if _MARK.search(text) else ():
        yield *match.span("mark"), ".", "figure: no point"
    for match in _POINTS.finditer(text):
        for name in ("mark", "second"):
            if match[name] and not (name == "second" and match["mark"]):
                yield *match.span(name), "", "figure: two points"
    for match in _AFTER_SIGN.finditer(text):
        yield *match.span("extra"), "", "figure: digit behind the sign"
    for match in _NO_SIGN.finditer(text):
        yield _without_sign(match, "number")
    for match in _NO_SIGN_LISTED.finditer(text) if _LISTED.search(text) else ():
        yield _without_sign(match, "number" if match["number"] else "before")
    for match in _RATE_COMMA.finditer(text):
        yield *match.span("mark"), ".", "figure: no point"
    for pattern in (_BARE, _ODD_POINT, _NO_SIGN_BEHIND, *_slow_ones(text)):
        for match in pattern.finditer(text):
            yield *match.span(match.lastgroup or 0), "%", "figure: rate without its sign"


def _slow_ones(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that take long, where the text has what they end with."""
    if _96.search(text):
        yield _BARE_96
    if _SIGN.search(text):
        yield _ODD_SIGN


def _without_sign(match: re.Match[str], name: str) -> tuple[int, int, str, str]:
    """Read the last digit of a rate as its sign, or put the sign behind a single decimal."""
    number = match[name]
    end = match.end(name)
    decimals = len(number) - 1 - max(number.find("."), number.find("．"))
    misread = _MISREAD_SIGN.search(number)
    if decimals > 1 and misread is not None:
        keep = max(end - len(misread[0]), end - decimals + 1)
        return keep, end, "%", "figure: rate without its sign"
    return end, end, "%", "figure: rate without its sign"
