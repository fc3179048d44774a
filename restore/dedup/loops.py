"""Finds loops: a line or clause that a vision model repeats until its length is used up.

Lines and clauses of prose that stand ten times or more in a row are cut to one. Rows, forms, bare
words that may be the cells of a table, and what holds figures are only flagged. Laughter, rows of
marks or noughts, and refrains are no loops.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.core.edits import Proposal, Reason
from restore.core.evidence import Pattern
from restore.dedup.paragraphs import ends
from restore.dedup.shapes import is_machine, is_row, is_turn
from restore.text.characters import DIGITS, HAN, NUMERALS, ONE_TO_TEN, SENTENCE_ENDS
from restore.text.phrases import code_points

__all__ = ["MIN_COPIES", "propose_loops"]

# Times in a row from which something is a loop: refrains, chants and forms stay below.
MIN_COPIES = 10
# Two or three lines that take turns: so many rounds, of 12 lines at least.
MIN_ROUNDS = 6
_MAX_PERIOD_LINES = 3
# Characters of the longest clause that is looked for; a quadratic cost has its bound here.
_MAX_PERIOD_LENGTH = 64
# Han characters from which a unit says something: 哈哈, 啊哈, 滴答, 合格 do not.
_MIN_UNIT_HAN = 4
# ... and from which a line without a mark is rather a sentence than the cell of a table.
_MIN_SENTENCE_HAN = 12
_CONFIDENCE = 0.99
_HAN = re.compile(f"[{HAN}]")
_FIGURE = re.compile(rf"\d|百分之|[{NUMERALS}](?:[{NUMERALS}年月日号个元人次项倍成名户件条]|分之)")
_LETTER = re.compile(r"[^\W\d_]")
_COUNTED = re.compile(rf"[（(]?(?:[{DIGITS}]+|[{ONE_TO_TEN}百]+)[）)、.．:：]?[ \u3000]?")
_SENTENCE_ENDS = frozenset(SENTENCE_ENDS)


class _Loop(NamedTuple):
    """Units of ``size`` from ``start``, ``copies`` times, and then to ``end`` a part of one."""

    start: int
    size: int
    copies: int
    end: int


def propose_loops(text: str) -> list[Proposal]:
    """Propose that of what a text says over and over one is kept.

    The spans do not overlap, and hold nothing but copies of what stands before or after them.
    """
    found = _line_loops(text) if text.count("\n") >= MIN_ROUNDS - 1 else []
    # Each of a clause's characters stands there as often as the clause.
    repeats = len(text) - len(set(text)) >= (MIN_COPIES - 1) * _MIN_UNIT_HAN
    ends_of = [item.end for item in found]
    starts = [item.start for item in found]
    for item in _clause_loops(text) if repeats else ():
        spot = bisect_right(ends_of, item.start)
        if spot == len(starts) or item.end <= starts[spot]:
            found.append(item)
    return sorted(found, key=lambda item: (item.start, item.end))


def _proposal(text: str, start: int, end: int, copies: int, unit: str, *, cut: bool) -> Proposal:
    return Proposal(
        stage="dedup",
        rule="dedup.loop",
        start=start,
        end=end,
        after="" if cut else text[start:end],
        confidence=_CONFIDENCE,
        evidence=(Pattern(f"loop: {copies} times in a row", unit),),
        flag=None if cut else Reason.LOOP,
    )


def _line_loops(text: str) -> list[Proposal]:
    """Find the lines that stand ten times in a row, alone or in turns; empty ones do not count."""
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            lines.append(stripped)
            spans.append((position, position + len(line)))
        position += len(line) + 1
    found: list[Proposal] = []
    after = 0
    for loop in _runs(_numbered(lines)):
        if loop.start < after:
            continue
        after = loop.start + loop.size * loop.copies
        unit = lines[loop.start : loop.start + loop.size]
        first, last = loop.start + loop.size, loop.end - 1
        if loop.end < len(lines) and _cut_off(
            lines[loop.end], unit[(loop.end - loop.start) % loop.size]
        ):
            last += 1
        words = "\n".join(unit)
        if all(map(_is_prose, unit)):
            span = (spans[first - 1][1], spans[last][1])
            found.append(_proposal(text, *span, loop.copies, words, cut=True))
        elif any(map(_says, unit)):
            found.append(_proposal(text, *spans[first], loop.copies, words, cut=False))
        after = max(after, last + 1)
    counted = [_COUNTED.sub("", line, count=1) if _COUNTED.match(line) else "" for line in lines]
    after = 0
    for loop in _runs(_numbered(counted), most=1):
        first = loop.start + 1
        if counted[loop.start] and lines[loop.start] != lines[first] and _says(counted[first]):
            found.append(_proposal(text, *spans[first], loop.copies, counted[first], cut=False))
    return sorted(found, key=lambda item: item.start)


def _numbered(lines: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for each line, the same for equal ones."""
    numbers: dict[str, int] = {}
    return np.fromiter(
        (numbers.setdefault(line, len(numbers)) for line in lines), np.int64, len(lines)
    )


def _runs(numbers: NDArray[np.int64], most: int = _MAX_PERIOD_LINES) -> list[_Loop]:
    """Return the runs of lines with a period of one to ``most``, in order; the shortest period
    first where they overlap."""
    found: list[_Loop] = []
    for size in range(1, min(most, len(numbers) // MIN_ROUNDS) + 1):
        rounds = MIN_COPIES if size == 1 else MIN_ROUNDS
        for start, end in _stretches(numbers[size:] == numbers[:-size], size * (rounds - 1)):
            found.append(_Loop(start, size, (end + size - start) // size, end + size))
    return sorted(found, key=lambda loop: (loop.start, loop.size))


def _stretches(same: NDArray[np.bool_], least: int) -> Iterator[tuple[int, int]]:
    """Yield where at least so many in a row are true: start, end."""
    if np.count_nonzero(same) < least:
        return
    edges = np.flatnonzero(np.diff(same.astype(np.int8), prepend=0, append=0))
    starts, stops = edges[::2], edges[1::2]
    long = stops - starts >= least
    yield from zip(starts[long].tolist(), stops[long].tolist(), strict=True)


def _cut_off(line: str, unit: str) -> bool:
    """Whether a line is the beginning of the unit, where the model's length was used up."""
    return len(line) >= _MIN_UNIT_HAN and line != unit and unit.startswith(line) and not ends(line)


def _says(line: str) -> bool:
    """Whether a line is more than marks, numbers and interjections."""
    letters = _LETTER.findall(line)
    return len(letters) >= 2 and len(set(letters)) > 1


def _is_prose(line: str) -> bool:
    """Whether a line is a sentence, which nobody writes ten times in a row."""
    han = _HAN.findall(line)
    if len(han) < _MIN_UNIT_HAN or len(set(han)) < _MIN_UNIT_HAN or _FIGURE.search(line):
        return False
    if is_row(line) or is_turn(line) or is_machine(line):
        return False
    return line[-1] in _SENTENCE_ENDS or len(han) >= _MIN_SENTENCE_HAN


def _clause_loops(text: str) -> Iterator[Proposal]:
    """Find the clauses that a line says ten times in a row, the shortest period first."""
    codes = code_points(text)
    breaks = np.flatnonzero(codes == ord("\n"))
    rows: dict[int, bool] = {}
    taken = np.zeros(len(codes), dtype=np.bool_)
    for size in range(1, min(_MAX_PERIOD_LENGTH, len(codes) // MIN_COPIES) + 1):
        for start, end in _periodic(codes, size):
            if taken[start] and taken[end - 1]:
                # A multiple of a period that was met before.
                continue
            taken[start:end] = True
            if size < _MIN_UNIT_HAN or "\n" in text[start : start + size]:
                continue
            line = int(np.searchsorted(breaks, start))
            if line not in rows:
                low = int(breaks[line - 1]) + 1 if line > 0 else 0
                high = int(breaks[line]) if line < len(breaks) else len(text)
                rows[line] = is_row(text[low:high])
            loop = _Loop(start, size, (end - start) // size, end)
            proposal = None if rows[line] else _clause(text, loop)
            if proposal is not None:
                yield proposal


def _periodic(codes: NDArray[np.uint32], size: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of ten periods or more.

    Of ten periods one character in each is looked at first, which leaves little to compare.
    """
    sampled = codes[::size]
    for first, last in _stretches(sampled[1:] == sampled[:-1], MIN_COPIES - 2):
        low, high = max(0, (first - 1) * size), min(len(codes), (last + 2) * size)
        part = codes[low:high]
        for start, end in _stretches(part[size:] == part[:-size], size * (MIN_COPIES - 1)):
            yield low + start, low + end + size


def _clause(text: str, loop: _Loop) -> Proposal | None:
    """Return what becomes of a clause that is said over and over; None where it is no loop."""
    unit = text[loop.start : loop.start + loop.size]
    han = _HAN.findall(unit)
    if len(han) < _MIN_UNIT_HAN or len(set(han)) < _MIN_UNIT_HAN or is_machine(unit):
        return None
    whole = loop.start + loop.size * loop.copies
    tail = text[whole : loop.end]
    first = loop.start + loop.size
    if _letters(tail) == _letters(unit):
        # 甲，甲，甲。: the last one stands before another mark, and stays.
        span = (loop.start, whole)
    elif loop.end == len(text) or text[loop.end] == "\n":
        span = (first, loop.end)
    else:
        span = (first, whole)
    cut = not (_FIGURE.search(unit) or re.search(r"\s", unit))
    if not cut:
        span = (first, first + loop.size)
    return _proposal(text, *span, loop.copies, unit, cut=cut)


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text))
