"""Checks the sums of tables: rows and columns of totals, shares of a hundred, parts behind 其中.

A table is a run of lines with equally many cells, between tabs, bars or wide spaces. What is summed is said
by its words alone (合计, 其中), never by whether it comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, CheckOutcome, Claim, FigureSource
from restore.figures.relations import HUNDRED
from restore.text.patterns import lazy_pattern

__all__ = ["table_checks"]

_WORDS = "合计|总计|共计|小计|总和"
#: A line is of a table that is checked if one of its cells is one of these.
_ANCHOR = re.compile(
    rf"[合总共小其](?<![^\n\t|  \u3000].)(?<=(?=(?:{_WORDS}|其中)(?=[\t|  \u3000:：（(\n])).)"
)
_TOTAL = re.compile(f"(?:全[省市区县国年])?(?:{_WORDS})(?:[（(].*[）)])?")
_SUBTOTAL = "小计"
_AMONG = re.compile("其中[:：]?")
_NUMBER = lazy_pattern(
    r"[-−－]?[0-9]{1,3}(?:[,，][0-9]{3})+(?:\.[0-9]+)?|[-−－]?[0-9]+(?:\.[0-9]+)?"
)
_NOTHING = frozenset({"", "-", "—", "——", "－", "/", "…"})
_SHARE = re.compile("占比|比重|构成|占.*[%％]")
#: Columns that are not added up.
_RATE = re.compile(
    "率|速|比|均|价|占|[%％‰]|排名|名次|位次|序号|编号|代码|年份|年度|同期|增长|增减|其中|倍|指数|备注|单位"
)
_SCALED = re.compile("[万亿千]")
_RULED = re.compile(r"[|:\-\s]+")
#: Lines above and below an anchor that may belong to its table.
_MAX_ROWS = 200
#: A longer line is none of a table (characters).
_MAX_LINE = 2000
_MIN_ROWS, _MIN_PARTS = 3, 2
#: So many parts are written out.
_MAX_SHOWN = 8
_EXHAUSTING = ("男", "女")


class _Cell(NamedTuple):
    text: str
    start: int

    @property
    def value(self) -> Decimal | None:
        """The number of a cell; ``None`` of words."""
        if not _NUMBER.fullmatch(self.text.rstrip("%％")):
            return None
        return Decimal(re.sub("[,，]", "", self.text.rstrip("%％")).translate(_MINUS))


_MINUS = str.maketrans("−－", "--")
_Row = list[_Cell]


def table_checks(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each total and each group of parts that a table of the text names."""
    places = [match.start() for match in _ANCHOR.finditer(source.text)]
    if not places:
        return
    by_start = {claim.span[0]: claim for claim in claims}
    done = -1
    for place in places:
        if place <= done:
            continue
        rows, done = _table(source.text, place)
        heading = [cell.text for cell in rows[0]] if rows else []
        body = rows[1:]
        if len(rows) >= _MIN_ROWS and not any(cell.value is not None for cell in rows[0][1:]):
            for check in (
                *_columns(heading, body),
                *_across(heading, body),
                *_among(heading, body),
            ):
                yield _made(source, check, by_start)


def _table(text: str, place: int) -> tuple[list[_Row], int]:
    """Return the rows of the table around a place, and where it ends."""
    start = text.rfind("\n", 0, place) + 1
    wide = len(_cells(text, start))
    rows: list[_Row] = []
    here = start
    while here > 0 and len(rows) < _MAX_ROWS:
        before = text.rfind("\n", 0, here - 1) + 1
        cells = _cells(text, before)
        if cells and len(cells) != wide:
            break
        rows.insert(0, cells)
        here = before
    end = start
    while end < len(text) and len(rows) < 2 * _MAX_ROWS:
        cells = _cells(text, end)
        if cells and len(cells) != wide:
            break
        rows.append(cells)
        close = text.find("\n", end)
        end = len(text) if close < 0 else close + 1
    return [row for row in rows if row] if wide > 1 else [], max(end - 1, place)


def _cells(text: str, start: int) -> _Row:
    """Cut the line that begins at a place into cells; a rule of Markdown has none."""
    end = text.find("\n", start)
    line = text[start : len(text) if end < 0 else end]
    if _RULED.fullmatch(line) and "-" in line:
        return []
    if len(line) > _MAX_LINE:
        return []
    split = r"\t" if "\t" in line else r"\|" if "|" in line else r"[  \u3000]+"
    cells = []
    at = start
    for part in re.split(f"({split})", line):
        if not re.fullmatch(split, part):
            stripped = part.strip()
            cells.append(_Cell(stripped, at + part.find(stripped)))
        at += len(part)
    while cells and not cells[0].text and "|" in line:
        cells.pop(0)
    while cells and not cells[-1].text and "|" in line:
        cells.pop()
    return cells


class _Check(NamedTuple):
    rule: str
    total: _Cell
    parts: list[_Cell]
    outcome: CheckOutcome
    expected: Decimal


def _columns(heading: Sequence[str], body: Sequence[_Row]) -> Iterator[_Check]:
    """The rows 合计 and 小计 below (or above) what they add up."""
    names = [row[0].text.replace(" ", "") for row in body]
    totals = [place for place, name in enumerate(names) if _TOTAL.fullmatch(name)]
    among = next((n for n, name in enumerate(names) if _AMONG.match(name)), len(names))
    for place in totals:
        above = [n for n in range(place) if n not in totals]
        subtotals = [n for n in totals if n < place and _SUBTOTAL in names[n]]
        if _SUBTOTAL in names[place]:
            last = max((n for n in totals if n < place), default=-1)
            above = [n for n in above if n > last]
        elif subtotals:
            above = subtotals
        elif not above and len(totals) == 1:
            above = list(range(place + 1, len(body)))
        if any(n >= among for n in above):
            # Which rows are parts of others the table does not say.
            continue
        for column in range(1, len(heading)):
            share = bool(_SHARE.search(heading[column]))
            if share or not _RATE.search(heading[column]):
                parts = [body[n][column] for n in above]
                yield from _sum(heading[column], body[place][column], parts, share=share)


def _across(heading: Sequence[str], body: Sequence[_Row]) -> Iterator[_Check]:
    """The column 合计 behind (or before) the columns that it adds up."""
    totals = [n for n, name in enumerate(heading) if n and _TOTAL.fullmatch(name.replace(" ", ""))]
    if len(totals) != 1 or any(_RATE.search(name) for name in heading[1:]):
        return
    (column,) = totals
    parts = list(range(1, column)) if column > 1 else list(range(2, len(heading)))
    if column not in {1, len(heading) - 1}:
        return
    for row in body:
        yield from _sum(heading[column], row[column], [row[n] for n in parts], share=False)


def _among(heading: Sequence[str], body: Sequence[_Row]) -> Iterator[_Check]:
    """其中 and the rows behind it: no part is more than the whole, and 男 and 女 are all there are."""
    for place, row in enumerate(body):
        if not place or not _AMONG.match(row[0].text):
            continue
        whole = body[place - 1]
        parts = [other for other in body[place:] if not _TOTAL.fullmatch(other[0].text)]
        names = [_AMONG.sub("", part[0].text) for part in parts[: len(_EXHAUSTING)]]
        for column in range(1, len(heading)):
            total, first = whole[column].value, row[column].value
            if total is None or first is None or _RATE.search(heading[column]):
                continue
            if all(name[:1] == kind for name, kind in zip(names, _EXHAUSTING, strict=False)):
                chosen = [part[column] for part in parts[: len(_EXHAUSTING)]]
                yield from _sum(heading[column], whole[column], chosen, share=False)
            elif first > total:
                yield _Check("part-of-whole", whole[column], [row[column]], "failed", total)
            else:
                yield _Check("sum", whole[column], [row[column]], "unmade", first)


def _sum(name: str, total: _Cell, parts: Sequence[_Cell], *, share: bool) -> Iterator[_Check]:
    numbers = [part for part in parts if part.text not in _NOTHING]
    values = [value for part in numbers if (value := part.value) is not None]
    if total.value is None or len(values) != len(numbers) or len(values) < _MIN_PARTS:
        return
    value = sum(values, Decimal(0))
    slack = sum((_half(cell, name) for cell in [total, *numbers]), Decimal(0))
    if share:
        slack = sum((_half(cell, "万") for cell in [total, *numbers]), Decimal(0))
        if total.value != HUNDRED:
            return
    outcome: CheckOutcome = "verified" if abs(value - total.value) <= slack else "failed"
    yield _Check("sum", total, numbers, outcome, value)


def _half(cell: _Cell, name: str) -> Decimal:
    """Return how far a printed number may be off: whole ones are exact, unless they are of 万 or 亿."""
    exponent = int((cell.value or Decimal(0)).as_tuple().exponent)
    return Decimal(5).scaleb(exponent - 1) if exponent < 0 or _SCALED.search(name) else Decimal(0)


def _made(source: FigureSource, check: _Check, by_start: Mapping[int, Claim]) -> ArithmeticCheck:
    cells = [check.total, *check.parts]
    claims = [by_start[cell.start].id for cell in cells if cell.start in by_start]
    shown = [cell.text for cell in check.parts]
    if len(shown) > _MAX_SHOWN:
        shown = [*shown[: _MAX_SHOWN - 1], "…", shown[-1]]
    sign = "大于" if check.rule == "part-of-whole" else f"= {check.expected}，表中合计为"
    told = f"{' + '.join(shown)} {sign} {check.total.text}"
    if check.outcome == "unmade":
        told = f"表中只列出其中的 {shown[0]}，无法与 {check.total.text} 核算"
    start, end = check.total.start, check.total.start + len(check.total.text)
    return ArithmeticCheck(
        "", source.document, check.rule, (start, end),
        tuple(claims) if len(claims) == len(cells) else (), check.outcome,
        check.total.value, check.expected, told,
    )  # fmt: skip
