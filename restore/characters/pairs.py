"""Quotation marks, titles and brackets without their partner, paragraph by paragraph.

A mark that is turned the wrong way is turned where its neighbours leave no doubt: nothing opens right
before a comma, nothing closes right behind a colon. Where they do it is suggested, and what has no
partner at all is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from restore.characters.standards import ground
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.text.characters import CIRCLED, DIGITS, HAN, LETTERS, ONE_TO_TEN, POINTS, SPACE, STOPS

__all__ = ["propose_pairs"]

_STAGE = "characters"
_QUOTES = re.compile('[“”"]')
# All but these marks and the ends of lines; and pairs, which are in order.
_OTHERS = re.compile('[^“”"（）《》\n]+')
_PAIRS = ("“”", "（）", "《》")
# Pairs within pairs: “《（甲）》”.
_LEVELS = 3
# An opening mark never stands before these, a closing one never behind those.
_NEVER_OPENS = frozenset(POINTS + "）》…") - {"：", "、"}
_NEVER_CLOSES = frozenset("：（《")
_OPENING = {"）": "（", "》": "《"}
_BRACKET = re.compile("[（）《》]")
# 1）, a）, 一）: what numbers an entry of a list.
_NUMBERING = re.compile(
    f"(?:^|[{POINTS}{SPACE}])[{LETTERS}{DIGITS}{CIRCLED}{ONE_TO_TEN}]{{1,3}}\\Z"
)
_MAX_NUMBERING_CHARACTERS = 4
_WHOLE = re.compile(f"[{STOPS}][”’」』]?[{SPACE}]*\\Z")
_HAN = re.compile(f"[{HAN}]")
_TURNED, _SUGGESTED = 0.95, 0.7
# A quotation of several paragraphs is no longer.
_MAX_QUOTED_PARAGRAPHS = 50


def propose_pairs(text: str) -> list[Proposal]:
    """Propose the turning of marks, and flag those without a partner.

    Parameters
    ----------
    text : one paragraph a line
    """
    found: list[Proposal] = []
    paragraphs = _Open()
    start = 0
    lines = text.split("\n")
    for number, (line, unpaired) in enumerate(zip(lines, _without_pairs(text), strict=True)):
        if unpaired or paragraphs.any_open:
            found += _quotations(line, number, start, paragraphs)
        if unpaired:
            found += (_flag(start + place, line[place]) for place in _lone(line))
        start += len(line) + 1
    return found + [_flag(place, text[place]) for place in paragraphs.lone()]


def _without_pairs(text: str) -> list[str]:
    """Return, for each line, the marks in it that are left when pairs are taken out."""
    marks = _OTHERS.sub("", text)
    for _ in range(_LEVELS):
        for pair in _PAIRS:
            marks = marks.replace(pair, "")
    return marks.split("\n")


def _quotations(line: str, number: int, start: int, paragraphs: _Open) -> list[Proposal]:
    """Propose what is to be turned of a paragraph's quotation marks, and keep those left open."""
    marks = [match.start() for match in _QUOTES.finditer(line)]
    if "“" not in line and "”" not in line:
        return []
    turned = dict(_turned(line, marks, paragraphs.open_at(number)))
    after = [(place, turned[place][0] if place in turned else line[place]) for place in marks]
    paragraphs.read(number, start, line, after)
    return [_turn(start + place, line[place], *what) for place, what in turned.items()]


class _Open:
    """The quotation marks that their paragraph leaves without a partner."""

    def __init__(self) -> None:
        self._opened: list[tuple[int, int]] = []
        self._lone: list[int] = []

    @property
    def any_open(self) -> bool:
        """Whether a quotation of an earlier paragraph is open."""
        return bool(self._opened)

    def open_at(self, number: int) -> bool:
        """Whether a quotation of an earlier paragraph may still be open."""
        return bool(self._opened) and number - self._opened[-1][0] <= _MAX_QUOTED_PARAGRAPHS

    def read(self, number: int, start: int, line: str, marks: Sequence[tuple[int, str]]) -> None:
        """Take in a paragraph: its number, where it begins in the text, its marks as they will be."""
        if self._opened and line.lstrip(SPACE).startswith("“"):
            # Each paragraph of a quotation opens it again; it is closed once.
            self._opened.pop()
        inside: list[tuple[int, int]] = []
        for place, mark in marks:
            if mark == "“":
                inside.append((number, start + place))
            elif mark == "”" and inside:
                inside.pop()
            elif mark == "”" and self.open_at(number):
                self._opened.pop()
            elif mark == "”":
                self._lone.append(start + place)
        self._opened += inside

    def lone(self) -> list[int]:
        """Return the places of those that none of the following paragraphs closes."""
        return sorted(self._lone + [place for _, place in self._opened])


def _turned(
    line: str, places: Sequence[int], open_before: bool
) -> Iterator[tuple[int, tuple[str, float]]]:
    """Yield the places of marks that are to be turned, each with what to write and the confidence."""
    depth = 0
    for number, place in enumerate(places):
        mark = line[place]
        left, right = line[place - 1 : place] if place else "", line[place + 1 : place + 2]
        next_place = places[number + 1] if number + 1 < len(places) else -1
        following = line[next_place] if next_place >= 0 else ""
        after = mark
        if mark == "“" and depth > 0:
            if right == "" or right in _NEVER_OPENS:
                after = "”"
                yield place, (after, _TURNED)
            elif following != "”" and left != "：":
                yield place, ("”", _SUGGESTED)
        elif mark == "”" and depth == 0 and following == "”" and _HAN.match(right):
            if left in _NEVER_CLOSES or (left == "" and not open_before):
                after = "“"
                yield place, (after, _TURNED)
            elif left in "、，":
                yield place, ("“", _SUGGESTED)
        elif mark == '"' and depth > 0 and following in ("", "“"):
            after = "”"
            yield place, (after, _TURNED)
        elif mark == '"' and depth == 0 and following == "”" and _HAN.match(right):
            after = "“"
            yield place, (after, _TURNED)
        depth = max(0, depth + {"“": 1, "”": -1, '"': 0}[after])


def _turn(place: int, mark: str, after: str, confidence: float) -> Proposal:
    evidence = (Pattern("quotation mark turned the wrong way", mark), ground("quotation"))
    return Proposal(_STAGE, "pair", place, place + 1, after, confidence, evidence)


def _lone(line: str) -> list[int]:
    """Return the places of brackets and title marks of whole sentences that have no partner there."""
    if _WHOLE.search(line) is None:
        return []
    opened: list[int] = []
    lone: list[int] = []
    for match in _BRACKET.finditer(line):
        mark, place = match.group(), match.start()
        if mark not in _OPENING:
            opened.append(place)
        elif opened and line[opened[-1]] == _OPENING[mark]:
            opened.pop()
        elif mark == "》" or not _numbers(line, place):
            lone.append(place)
    return lone + opened


def _numbers(line: str, place: int) -> bool:
    return _NUMBERING.search(line[max(0, place - _MAX_NUMBERING_CHARACTERS) : place]) is not None


def _flag(place: int, mark: str) -> Proposal:
    evidence = (Pattern("mark without its partner", mark), ground("pair"))
    return Proposal(_STAGE, "pair", place, place + 1, mark, 1.0, evidence, flag=Reason.LONE_MARK)
