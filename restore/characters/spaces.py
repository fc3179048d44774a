"""Stray spaces: between Chinese characters, beside figures and punctuation, letter-spacing.

Runs on joined paragraphs, because whether a space means something shows only in the whole: two
balanced parts of a quotation or of a headline keep theirs (“京蒙协作 政协助力”), so do a byline,
an article number of a statute, and a list mark. Digits are never pulled together, and spacing
between Chinese and Latin letters is a matter of house style that is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.gate.locks import SURNAMES
from restore.text.characters import (
    CLOSING,
    DIGITS,
    HAN,
    LIST_NUMBERS,
    ONE_TO_TEN,
    OPENING,
    ORNAMENTS,
    PAIRED_MARKS,
    POINTS,
    PROSE_MARKS,
    SMALL_NUMERALS,
    SPACE,
)

__all__ = ["propose_spaces"]

_STAGE = "characters"
_SPACES = re.compile(f"[{SPACE}]+")
_HAN = re.compile(f"[{HAN}]")
_WORDLIKE_LEFT = re.compile(f"[{HAN}{CLOSING}]")
_WORDLIKE_RIGHT = re.compile(f"[{HAN}{OPENING}]")
_DIGIT = re.compile(f"[{DIGITS}]")
_NUMERIC_LEFT = re.compile(f"[{DIGITS}%％‰]")
_TIGHT_LEFT = frozenset(POINTS + "…" + OPENING)
_TIGHT_RIGHT = frozenset(POINTS + "…" + CLOSING)
_SENTENCE_MARK = re.compile(f"[{PROSE_MARKS}]")
_NESTED = re.compile("“[^”]*”|《[^》]*》|（[^）]*）|‘[^’]*’")
_LIST_MARK = re.compile(
    rf"(?:[{ORNAMENTS}•·\-]|[{LIST_NUMBERS}]|[（(]?[0-9{ONE_TO_TEN}]{{1,3}}[）).、]?"
    rf"|第[0-9{SMALL_NUMERALS}]{{1,7}}[章节条款篇编部分](?:之[{ONE_TO_TEN}]{{1,3}})?)\Z"
)
_CREDIT = re.compile("记者|通讯员|摄影|作者|撰稿|编辑|供图|摄|文|图|报道|主持人|整理")
_QUOTES = (("“", "”"), ("‘", "’"), ("《", "》"), ("〈", "〉"), ("「", "」"))
_PAIRED = re.compile(f"[{PAIRED_MARKS}]")
# How far a quotation goes on, and a bracket with a credit; and how long a list mark is, at most.
_MAX_QUOTE_CHARACTERS, _MAX_CREDIT_CHARACTERS, _MAX_MARK_CHARACTERS = 120, 40, 16
# A blank that a form leaves to be filled in: white space alone in brackets, or a wide gap before a
# unit or the next label. Three columns are more than a stray space.
_BRACKETS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "[": "]"}
_FILLED_BEFORE = re.compile(f"[年月日时分秒号元页人章]|[{HAN}]{{1,6}}[：:]")
# A blank to be filled in is so wide, in half widths.
_MIN_BLANK_SPACES = 3
_BREAKS = re.compile(f"[{POINTS}—…{PAIRED_MARKS}]")
# Telephone numbers have seven digits or more; so have amounts, but those have a unit behind them.
_CODE_BEHIND = re.compile(
    r"(?:[0-9]{7,}|[0-9]{3,4}[-—－][0-9]{7,8})(?![0-9.,%％]|[ \u3000]?[元人亩吨斤克米件户头株台万亿])"
)
_CODE_BEFORE = re.compile(r"(?:[0-9]{7,}|[0-9]{3,4}[-—－][0-9]{7,8})\Z")
# A telephone or account number is looked for in so many characters before a space.
_CODE_CHARACTERS = 24
_UNIT = re.compile("[元人亩吨斤克米件户头株台万亿个次年月日]")
# Half of a two-part slogan has at least four characters; halves are of comparable length.
_MIN_PART_CHARACTERS = 4
_MIN_BALANCE_SHARE = 0.4
# A headline is no longer.
_MAX_HEADLINE_CHARACTERS = 60
# Single characters in a row that show letter-spacing rather than a name or a list.
_MIN_SPACED_CHARACTERS = 4


class _Line(NamedTuple):
    """A line with gaps: what all of them ask of it. ``tabular``: two tabs or more stand in it;
    ``wide``: how many gaps of letter-spacing are wider than one space; ``marks``: where quotation
    marks and brackets stand, by mark.
    """

    start: int
    text: str
    headline: bool
    spaced: frozenset[int]
    tabular: bool
    lead: int
    wide: int
    marks: Mapping[str, list[int]]


def propose_spaces(text: str) -> list[Proposal]:
    """Propose the removal of stray spaces from text that holds one paragraph a line."""
    proposals = []
    line: _Line | None = None
    for match in _SPACES.finditer(text):
        if line is None or match.start() >= line.start + len(line.text):
            line = _line(text, match.start())
        if line.tabular:
            continue
        proposal = _judge(line, match.start() - line.start, match.end() - line.start)
        if proposal is not None:
            proposals.append(proposal)
    return proposals


def _line(text: str, position: int) -> _Line:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    line = text[start : len(text) if end < 0 else end]
    bare = _NESTED.sub("", line)
    headline = len(line) <= _MAX_HEADLINE_CHARACTERS and _SENTENCE_MARK.search(bare) is None
    spaced = _letter_spaced(line, headline)
    wide = sum(
        len(match[0]) > 1 for match in _SPACES.finditer(line) if spaced and match.start() in spaced
    )
    marks: dict[str, list[int]] = {}
    for match in _PAIRED.finditer(line):
        marks.setdefault(match[0], []).append(match.start())
    lead = len(line) - len(line.lstrip())
    return _Line(start, line, headline, spaced, line.count("\t") >= 2, lead, wide, marks)


def _last(line: _Line, mark: str, stop: int) -> int:
    """Return where the last such mark before ``stop`` stands, or -1."""
    places = line.marks.get(mark, ())
    index = bisect_left(places, stop)
    return places[index - 1] if index else -1


def _letter_spaced(line: str, headline: bool) -> frozenset[int]:
    """Return the offsets of the gaps that belong to a letter-spaced run."""
    gaps = list(_SPACES.finditer(line))
    if len(gaps) < _MIN_SPACED_CHARACTERS - 1:
        return frozenset()
    bounds = [0, *(edge for gap in gaps for edge in gap.span()), len(line)]
    tokens = [line[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    single = [len(token) <= 3 and len(_HAN.findall(token)) == 1 for token in tokens]
    found: set[int] = set()
    index = 0
    while index < len(tokens):
        stop = index
        while stop < len(tokens) and single[stop]:
            stop += 1
        if _is_spaced(tokens, index, stop, headline):
            # In running text the neighbours of a long run were cut off it by a line wrap; in a
            # headline they are a part of their own.
            long = stop - index > _MIN_SPACED_CHARACTERS and not headline
            first = index - 1 if long and index > 0 else index
            last = stop if long and stop < len(tokens) else stop - 1
            found.update(gaps[gap].start() for gap in range(first, last))
        index = max(stop, index + 1)
    return frozenset(found)


def _is_spaced(tokens: list[str], first: int, stop: int, headline: bool) -> bool:
    """Whether the single characters ``tokens[first:stop]`` are one letter-spaced run.

    Two-character names are set as wide as three-character ones: 张 伟 李 娜 王小明.
    """
    length = stop - first
    if length < _MIN_SPACED_CHARACTERS:
        return False
    if not headline:
        return True
    if length % 2 == 0 and all(token in SURNAMES for token in tokens[first:stop:2]):
        return False
    return length == len(tokens) or length > _MIN_SPACED_CHARACTERS


def _judge(line: _Line, start: int, end: int) -> Proposal | None:
    text = line.text
    left, right = text[start - 1 : start], text[end : end + 1]
    gap = text[start:end]
    if not left or not right:
        return None
    if _is_blank(text, start, end):
        return None
    if start in line.spaced:
        wide = len(gap) > 1 and not _any_wide(line)
        return _proposal(line, start, end, " " if wide else "", "letter-spacing")
    if left in _TIGHT_LEFT or right in _TIGHT_RIGHT:
        return _proposal(line, start, end, "", "space beside punctuation")
    if _beside_figure(left, right):
        if _numbered(text, start, left):
            return _kept(line, start, end)
        if _beside_code(text, start, end):
            return None
        return _proposal(line, start, end, "", "space between Chinese text and a figure")
    if _WORDLIKE_LEFT.match(left) and _WORDLIKE_RIGHT.match(right):
        if _means_something(line, start, end):
            return _kept(line, start, end)
        return _proposal(line, start, end, "", "space between Chinese characters")
    return None


def _is_blank(text: str, start: int, end: int) -> bool:
    left = text[start - 1]
    if _BRACKETS.get(left) == text[end]:
        return True
    wide = sum(2 if char == "\u3000" else 1 for char in text[start:end]) >= _MIN_BLANK_SPACES
    return wide and left in "：:年月日时分" and _FILLED_BEFORE.match(text, end) is not None


def _any_wide(line: _Line) -> bool:
    """Whether wide gaps are the rule in this run, so that they separate letters, not words.

    The gap that asks is wide itself, and does not count.
    """
    others = len(line.spaced) - 1
    return others > 0 and (line.wide - 1) * 2 > others


def _proposal(line: _Line, start: int, end: int, after: str, description: str) -> Proposal:
    return Proposal(
        _STAGE,
        "space",
        line.start + start,
        line.start + end,
        after,
        1.0,
        (Pattern(description, line.text[max(0, start - 6) : end + 6]),),
    )


def _kept(line: _Line, start: int, end: int) -> Proposal | None:
    """A space that means something is written as one plain space."""
    if line.text[start:end] == " ":
        return None
    return _proposal(line, start, end, " ", "one plain space")


def _beside_figure(left: str, right: str) -> bool:
    if _DIGIT.match(right):
        return _WORDLIKE_LEFT.match(left) is not None
    return _NUMERIC_LEFT.match(left) is not None and _WORDLIKE_RIGHT.match(right) is not None


def _numbered(text: str, start: int, left: str) -> bool:
    """Whether the figure is a list number at the head of the line (``1 总则``)."""
    return bool(_DIGIT.match(left)) and start <= 3 and text[:start].isdigit()


def _beside_code(text: str, start: int, end: int) -> bool:
    """Whether a gap parts words from a telephone or other number that counts nothing: 张三 13800000001."""
    if _CODE_BEHIND.match(text, end):
        return True
    before = text[max(0, start - _CODE_CHARACTERS) : start]
    return _CODE_BEFORE.search(before) is not None and _UNIT.match(text, end) is None


def _means_something(line: _Line, start: int, end: int) -> bool:
    text = line.text
    # A quotation that goes on opens again before its mark.
    near = start - line.lead <= _MAX_MARK_CHARACTERS
    if near and _LIST_MARK.match(text[line.lead : start].lstrip("“")) is not None:
        return True
    if line.headline:
        return True
    opening = max(_last(line, mark, start) for mark, _ in _QUOTES)
    if opening >= 0 and _open(line, opening, start):
        return _balanced(text, opening, start, end)
    bracket = _last(line, "（", start)
    if bracket >= 0 and _last(line, "）", start) < bracket:
        close = text.find("）", end, bracket + _MAX_CREDIT_CHARACTERS + 1)
        stop = len(text) if close < 0 else close
        return (
            stop - bracket <= _MAX_CREDIT_CHARACTERS
            and _CREDIT.search(text, bracket, stop) is not None
        )
    return False


def _open(line: _Line, opening: int, position: int) -> bool:
    closing = dict(_QUOTES)[line.text[opening]]
    if _last(line, closing, position) > opening:
        return False
    return line.text.find(closing, position, position + _MAX_QUOTE_CHARACTERS) >= 0


def _balanced(text: str, opening: int, start: int, end: int) -> bool:
    """Whether both parts beside a gap in a quotation are of comparable length; its marks bound them."""
    split = f"[{SPACE}]|{_BREAKS.pattern}"
    left = re.split(split, text[opening:start])[-1]
    right = re.split(split, text[end : start + _MAX_QUOTE_CHARACTERS], maxsplit=1)[0]
    shorter, longer = sorted((len(left), len(right)))
    return shorter >= _MIN_PART_CHARACTERS and shorter >= _MIN_BALANCE_SHARE * longer
