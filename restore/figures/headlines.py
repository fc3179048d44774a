"""Finds a headline and the lines under it that tell one figure differently (营收36.3万亿元, 营收36.8万亿元)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, Claim, FigureSource, Period
from restore.figures.relations import doubt
from restore.figures.repeated import words_before
from restore.text.characters import CLOSING, HAN
from restore.text.patterns import lazy_pattern

__all__ = ["headline_checks"]

#: A headline is a line of no more characters. Its story is read so far: the first lines say it again.
_MAX_HEADLINE, _MAX_STORY = 60, 600
_NO_HEADLINE = re.compile(r"[。！？；!?;\f]|[，：、…,:]\s*$")
_STOP_AT_END = lazy_pattern(f"[。！？…!?\f][{CLOSING}]?\\s*$")
#: So many characters before two figures are the same, and the sentence says one of so many pairs of
#: characters that stand before these in the headline: 同比增长 is said of the whole and of its parts.
#: 10.8 million characters of news hold 1,570 such figures that are equal and none that looks like a slip.
_MIN_WORDS, _PART_SAID = 4, 2
_NOT_HAN = lazy_pattern(f"[^{HAN}]")
_NUMBER = re.compile("(?P<digits>[0-9]+(?:\\.[0-9]+)?)(?P<scale>[十百千万亿]*)")
#: What makes a number part of another, before it and behind it.
_MORE_BEFORE, _MORE_BEHIND = re.compile("[0-9.]"), re.compile("[0-9.十百千万亿]")
#: A number between so many characters that stand so again, whatever it counts: the same news hold 552
#: that are equal and none that looks like a slip; of three on each side there is one.
_SIDE = 4
_BETWEEN = re.compile(
    f"[0-9](?<=[{HAN}“”]{{{_SIDE}}}.)[0-9]*(?:\\.[0-9]+)?(?![0-9.]|年)(?=[{HAN}“”]{{{_SIDE}}})"
)
#: One digit for another is common by chance.
_MIN_DIGITS = 2


class _Story(NamedTuple):
    """Where the lines under a headline begin and end."""

    start: int
    end: int


def headline_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a doubtful check for each figure of a headline that its story tells as if misread, and nowhere right."""
    told = list(_by_words(source, claims))
    yield from told
    known = {check.span[0] for check in told}
    yield from (check for check in _by_both_sides(source) if check.span[0] not in known)


def _by_words(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Compare figures by the words before them, unit, qualifier and time."""
    for index, head in enumerate(claims):
        named = _name(source.text, head)
        story = _story_under(source.text, head.span) if named else None
        if not story or _stands(source.text, head.span[0], story):
            continue
        twin = _first_told(source.text, claims, index, story)
        if twin and _misread(head.text, twin.text):
            yield doubt(source, "repeated", head, twin, _explained(named, head.text, twin.text))


def _first_told(text: str, claims: Sequence[Claim], index: int, story: _Story) -> Claim | None:
    """Return the first figure of a story that is told in the words of the headline's, ``claims[index]``."""
    for at in range(index + 1, len(claims)):
        claim = claims[at]
        if claim.span[1] > story.end:
            break
        if claim.span[0] >= story.start and _one_fact(text, claims[index], claim):
            return claim
    return None


def _by_both_sides(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """Compare numbers of any kind by what stands before and behind them (第139次全会开幕, 第159次全会开幕)."""
    text = source.text
    for match in _BETWEEN.finditer(text):
        story = _story_under(text, match.span())
        if not story or _stands(text, match.start(), story):
            continue
        before = text[match.start() - _SIDE : match.start()]
        behind = text[match.end() : match.end() + _SIDE]
        again = re.compile(f"(?<={re.escape(before)})[0-9]+(?:\\.[0-9]+)?(?={re.escape(behind)})")
        for twin in again.finditer(text, story.start, story.end):
            if _misread(match[0], twin[0]):
                yield ArithmeticCheck(
                    "", source.document, "repeated", (match.start(), twin.end()), (), "possible",
                    Decimal(twin[0]), Decimal(match[0]),
                    _explained(before + "…" + behind, match[0], twin[0]),
                )  # fmt: skip
                break


def _explained(words: str, head: str, told: str) -> str:
    return f"“{words}”标题作 {head}，正文作 {told}"


def _name(text: str, claim: Claim) -> str:
    """Return the words before a figure that can be compared, or nothing."""
    if claim.kind == "ordinal" or claim.upper is not None or not _NUMBER.match(claim.text):
        return ""
    return words_before(text, claim)


def _is_headline(line: str) -> bool:
    return bool(line.strip()) and len(line) <= _MAX_HEADLINE and not _NO_HEADLINE.search(line)


def _story_under(text: str, span: tuple[int, int]) -> _Story | None:
    """Return the story under the headline that holds ``span``; none where its line is no headline.

    A headline begins the text or follows a stop or another headline, so that no line of wrapped prose is
    one. The story ends with the next headline.
    """
    near = max(0, span[0] - _MAX_HEADLINE - 1)
    start = text.rfind("\n", near, span[0]) + 1
    end = text.find("\n", span[1], start + _MAX_HEADLINE + 1)
    if (not start and near) or end < 0 or not _is_headline(text[start:end]):
        return None
    above = text[max(0, start - _MAX_HEADLINE - 2) : start].rstrip()
    if above and not _STOP_AT_END.search(above) and not _is_headline(above.rpartition("\n")[2]):
        return None
    here = end + 1
    begun: int | None = None
    for line in text[here : here + _MAX_STORY].splitlines(keepends=True):
        if "\f" in line or (begun is not None and _is_headline(line)):
            break
        if begun is None and "。" in line:
            begun = here
        here += len(line)
    return None if begun is None else _Story(begun, here)


def _stands(text: str, at: int, story: _Story) -> bool:
    """Tell whether a story gives a number at all: others that are like it are of parts then.

    全国企业销售收入增速加快，同比增长4.3%。东部地区较快，企业销售收入同比增长4.8%。
    """
    number = _NUMBER.match(text, at)
    assert number, "a figure begins with its number"
    place = text.find(number[0], story.start, story.end)
    while place >= 0:
        end = place + len(number[0])
        if not (_MORE_BEFORE.match(text, place - 1) or _MORE_BEHIND.match(text, end, story.end)):
            return True
        place = text.find(number[0], place + 1, story.end)
    return False


def _one_fact(text: str, head: Claim, claim: Claim) -> bool:
    """Tell whether two figures are of one thing by the words before them, unit, qualifier and time."""
    one, two = _name(text, head), _name(text, claim)
    if head.unit != claim.unit or head.qualifier != claim.qualifier:
        return False
    if _other_time(head.period, claim.period):
        return False
    same = len(one) >= _MIN_WORDS and one[-_MIN_WORDS:] == two[-_MIN_WORDS:]
    return same and _same_subject(text, head, claim)


def _same_subject(text: str, head: Claim, claim: Claim) -> bool:
    """Tell whether half of what a headline says before its figure stands in the sentence of the other."""
    line = text.rfind("\n", max(0, head.span[0] - _MAX_HEADLINE - 1), head.span[0]) + 1
    subject = _NOT_HAN.sub("", text[line : head.span[0]])[:-_MIN_WORDS]
    said = text[claim.sentence[0] : claim.span[0]]
    pairs = {subject[at : at + 2] for at in range(len(subject) - 1)}
    return sum(pair in said for pair in pairs) * _PART_SAID >= len(pairs)


def _other_time(head: Period | None, told: Period | None) -> bool:
    """Tell whether a clause names another time than the headline does."""
    if not (head and told) or told.origin != "clause" or head.origin not in {"clause", "sentence"}:
        return False
    return (head.start, head.end) != (told.start, told.end)


def _misread(head: str, told: str) -> bool:
    """Tell whether two numbers of two digits and more differ as a slip makes them differ.

    One digit, two exchanged, one lost, the point, or the power behind (亿 for 万). A number that is only
    rounded is right: 4700 for 4703, 3.7 for 3.77.
    """
    one, two = _NUMBER.match(head), _NUMBER.match(told)
    if not (one and two) or min(len(_digits(head)), len(_digits(told))) < _MIN_DIGITS:
        return False
    a, b = one["digits"], two["digits"]
    if one["scale"] != two["scale"]:
        return a == b
    if len(a) == len(b):
        return _digit_apart(a, b)
    if a.partition(".")[0] == b.partition(".")[0]:
        return False
    return _digits(a) == _digits(b) or _lost(*sorted((a, b), key=len))


def _digits(figure: str) -> str:
    number = _NUMBER.match(figure)
    return number["digits"].replace(".", "") if number else ""


def _digit_apart(one: str, two: str) -> bool:
    apart = [(a, b) for a, b in zip(one, two, strict=True) if a != b]
    if len(apart) == 2:
        return apart[0] == apart[1][::-1]
    rounded = one[-1] != two[-1] and "0" in (one[-1], two[-1])
    return len(apart) == 1 and "." not in apart[0] and not rounded


def _lost(short: str, full: str) -> bool:
    """Tell whether one digit of the longer number is missing in the other."""
    return any(full[at] != "." and full[:at] + full[at + 1 :] == short for at in range(len(full)))
