"""Finds the figures of a table's cells: the number of the cell, the unit of its column or its row.

A table is a run of lines with the same number of tabs, of Markdown's bars, or of wide blanks; its first
line is the heading, and the line above may give the unit of all cells (单位：万元).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from restore.figures.numerals import ARABIC, CHINESE, SPACED, read_numeral
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["Cell", "cells_of"]

_NUMBER = lazy_pattern(rf" *(?P<number>[-－−]?(?:{SPACED}|{ARABIC})) *")
_PRINTED = f"(?:{SPACED}|{ARABIC})"
#: A range; behind what is no sign itself its upper end may have one.
_RANGE = f"[-－−]?{_PRINTED}(?:[-－]|[—–~～][-－−]?){_PRINTED}"
#: What counts in a cell whose unit is known: a range (115-150), Chinese numerals (二万八千余).
_CHINESE = lazy_pattern(CHINESE)
#: Fewer columns behind a sum than two add up to it by chance.
_TWO_PARTS = 2
_COUNT = lazy_pattern(
    rf" *[<＜>＞≤≥]?(?P<number>{_RANGE}|{CHINESE}(?<!两)[余多]?"
    rf"|(?<=[<＜>＞≤≥])(?:{SPACED}|{ARABIC})) *"
)
_RANGED = lazy_pattern(f" *(?P<number>{_RANGE}) *")
#: Both ends of a range have decimals: it measures, and is no score, date or number of a room.
_DECIMAL = re.compile(r"[^.]*[.][0-9]+[^.]+[.][0-9]+")
#: Columns whose ranges count without a unit.
_MEASURING = lazy_pattern(".*(?:参考[值范]|范围|区间|数量|人数|数值|分数|得分|年龄|[高低]温|气温)")
#: 高21.4、口径13.2: what a cell measures, in the unit of its column.
_DIMENSION = lazy_pattern(f"[{HAN}]{{0,2}}[高宽长厚深径围距] ?(?P<number>{ARABIC})")
_DIMENSIONS = lazy_pattern(f" *(?:[{HAN}]{{0,2}}[高宽长厚深径围距] ?{ARABIC}[ 、，,；;]*)+")
#: A class that names a column: 0-59分, 60～79岁（人）.
_CLASS = lazy_pattern(
    f" *(?P<low>{ARABIC})[{HAN}%]{{0,3}}[-－—–~～至](?P<high>{ARABIC})[{HAN}%]{{0,3}} *(?:[（(][^（()）]*[）)])? *"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
#: 粮食产量（万吨）, 增长(%).
_HEADED = lazy_pattern(r"(?P<name>[^（(]*)[（(](?:单位[:：])?(?P<unit>[^（()）]+)[)）] *")
#: 同比±%, 增速%: a sign that needs no brackets.
_SIGNED = lazy_pattern(r"(?P<name>[^%％‰]*?)[±＋+]?(?P<unit>[%％‰])")
#: 里程/公里.
_SLASHED = lazy_pattern(r"(?P<name>[^/（(]{2,})/(?P<unit>[^/（(]+)")
#: 件数, 户数: the measure word is in the name.
_COUNTED = lazy_pattern(r"(?P<name>.*(?P<unit>人次|[件人户次个项家起台所条辆张宗份名])数)")
#: What a line above a table says of all its cells.
_CAPTION = lazy_pattern(r"单位[:：]\s*(?P<unit>[^\s。（()）]+)")
_AND = lazy_pattern("[、，,；;]")
#: A caption in a line of cells: the last that is filled says it.
_CAPTION_CELL = re.compile(r"[（(]?(?:计量)?单位[:：][^\t|]+")
#: What a unit of money or mass is not the unit of.
_RATE = re.compile(".*(?:增[速幅]|增长率|[比占]重|占比|率)")
#: Columns, and the units that they are in where a caption names several: 单位：亿元、%; 单位：万吨、万亩.
_SHARE = lazy_pattern(".*(?:增[长速幅]|[比占]重|占比|同比|比[上去]年|率|[±%％])")
_KINDS = (
    (_SHARE, lazy_pattern("[%％‰]")),
    (re.compile(".*面积"), re.compile(".*[亩顷里米]")),
    (re.compile(".*产量|总产"), re.compile(".*[吨斤]")),
    (re.compile(".*(?:[产总]值|收入|支出|利润|[金余总]额|投资|贷款|存款)"), re.compile(".*元")),
    (re.compile(".*(?:人口|人员)"), re.compile(".*人")),
)
_BLANKS = " \u3000"
_CORNER = "项目"
#: Two blanks or a wide one part the cells of a line that has no tabs.
_WIDE = re.compile(" *\u3000[ \u3000]*| {2,}")
#: 指　标, 合  计: a name of two characters set wide at the beginning of a line.
_SPREAD = lazy_pattern(f"^([{HAN}])[{_BLANKS}]+([{HAN}])(?=[{_BLANKS}]{{2}})")
_BRACKETED = re.compile(r"[（(][^（()）]+[)）]")
_RULE = re.compile(r"[|:\- ]*-[|:\- ]*")
_UNIT_FORMS = (_HEADED, _SIGNED, _SLASHED, _COUNTED)
#: A heading has so many lines at most.
_MAX_HEADING = 3
#: Measure words that are the whole name of a column: 年代, 户, 口.
_MEASURES = frozenset({"户", "口", "丁", "人", "亩", "石", "顷", "元", "吨"})
_UNIT_COLUMN = frozenset({"单位", "计量单位", "计算单位"})
#: Columns that number rows or name them, and hold no figures.
_NAMING = lazy_pattern(
    r"序号|编号|代码|年份|年度|电话|邮编|文号|名称|.*(?:编号|代码|电话|号码|年份|年月|日期|时间)"
)
#: Columns that are in the unit of the one before them: 总人口（万人）, 男, 女.
_PARTS = frozenset({"男", "女", "男性", "女性"})


class Cell(NamedTuple):
    """A cell that is a number: the span of the number, its unit as printed, and what it counts.

    ``named`` is true for a number that only names (a year, a row's number, a code).
    """

    start: int
    end: int
    unit: str
    row: str
    column: str
    named: bool = False


def cells_of(text: str) -> Iterator[Cell]:
    """Yield the numbers of all tables of a text, in order."""
    if not any(mark in text for mark in ("\t", "|", "  ", "\u3000")):
        return
    offset = 0
    lines = []
    for line in text.split("\n"):
        lines.append((offset, line))
        offset += len(line) + 1
    caption = ""
    for (mark, number), run in groupby(_cornered(lines), key=lambda item: _marks(item[1])):
        rows = [row for row in run if not _RULE.fullmatch(row[1])]
        if number and len(rows) > 1:
            told = _CAPTION.search(caption)
            yield from _table_cells(rows, mark, _AND.split(told["unit"]) if told else [])
        caption = "" if number else rows[-1][1] if rows else caption


def _cornered(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Give a heading laid out with blanks a name for its first column where its corner is blank."""
    kept = list(lines)
    for place, (offset, line) in enumerate(lines[:-1]):
        below = lines[place + 1][1]
        if line[:1] not in _BLANKS or below[:1] in _BLANKS or not line.strip():
            continue
        (mark, number), (under, wanted) = _marks(line), _marks(below)
        if mark == under == "  " and number and number + 1 == wanted:
            kept[place] = offset - len(_CORNER), _CORNER + line
    return kept


def _marks(line: str) -> tuple[str, int]:
    """Return what parts the cells of a line, and how often it stands there; a caption has none."""
    if line.startswith("|"):
        mark, number = "|", line.count("|")
    elif "\t" in line:
        mark, number = "\t", line.count("\t")
    else:
        mark, number = "  ", sum(1 for _ in _split(line, "  ")) - 1
    if number and "单位" in line:
        filled = [cell for _, cell in _split(line, mark) if cell.strip()]
        if _CAPTION_CELL.fullmatch(filled[-1].strip()):
            return mark, 0
    return mark, number


def _split(line: str, mark: str) -> Iterator[tuple[int, str]]:
    """Yield the cells of a line, each with where it begins; wide blanks at its ends part nothing."""
    if mark != "  ":
        offset = 0
        for cell in line.split(mark):
            yield offset, cell
            offset += len(cell) + 1
        return
    line = _SPREAD.sub(lambda name: "".join(name.group(1, 2)).ljust(len(name[0])), line)
    start = len(line) - len(line.lstrip(_BLANKS))
    for gap in _WIDE.finditer(line.rstrip(_BLANKS), start):
        yield start, line[start : gap.start()]
        start = gap.end()
    yield start, line[start:].rstrip(_BLANKS)


def _table_cells(rows: list[tuple[int, str]], mark: str, common: list[str]) -> Iterator[Cell]:
    offset, line = rows[0]
    yield from _classes([(offset + begin, cell) for begin, cell in _split(line, mark)])
    columns, rows = _heading(rows, mark)
    if any(_NUMBER.fullmatch(name) for name, _ in columns[1:] if not _YEAR.fullmatch(name)):
        return
    for place, (name, unit) in enumerate(columns):
        if name in _PARTS and not unit and columns[place - 1][1].endswith(("人", "口")):
            columns[place] = name, columns[place - 1][1]
    _of_a_sum(columns, [[cell for _, cell in _split(line, mark)] for _, line in rows])
    units = next((n for n, (name, _) in enumerate(columns) if name in _UNIT_COLUMN), None)
    for offset, line in rows:
        cells = list(_split(line, mark))
        words = (cell.strip() for _, cell in cells if not _NUMBER.fullmatch(cell))
        row = next(filter(None, words), "")
        for number, (begin, cell) in enumerate(cells):
            plain = _NUMBER.fullmatch(cell)
            match = plain or _COUNT.fullmatch(cell)
            if match:
                column, unit = columns[number]
                named = bool(_NAMING.fullmatch(column)) and not unit
                if not unit and not named:
                    unit = cells[units][1].strip() if units is not None else ""
                    own = "" if _SHARE.match(column) else _column(row)[1]
                    unit = unit or own or _common(column, common, row)
                if not plain and not unit and _RANGED.fullmatch(cell):
                    # A date, a score or a room unless the column or its decimals show that it measures.
                    measures = _DECIMAL.match(cell) or _MEASURING.match(column)
                    named = named or number == 0 or not measures
                elif not plain and (named or not unit or not _counted(match, number, columns)):
                    continue
                start, end = (offset + begin + place for place in match.span("number"))
                yield Cell(start, end, unit.removeprefix("人民币"), row, column, named)
            elif number < len(columns) and columns[number][1]:
                yield from _measures(offset + begin, cell, row, columns[number])


def _measures(offset: int, cell: str, row: str, column: tuple[str, str]) -> Iterator[Cell]:
    """Yield the numbers of a cell that names what each measures (高21.4、口径13.2), or a Chinese numeral with
    the unit of its column (五里)."""
    name, unit = column
    if _DIMENSIONS.fullmatch(cell):
        for match in _DIMENSION.finditer(cell):
            start, end = (offset + place for place in match.span("number"))
            yield Cell(start, end, unit, row, name)
    elif cell.strip().endswith(unit) and _CHINESE.fullmatch(cell.strip().removesuffix(unit)):
        start = offset + len(cell) - len(cell.lstrip())
        yield Cell(start, start + len(cell.strip()), unit, row, name)


def _classes(cells: list[tuple[int, str]]) -> Iterator[Cell]:
    """Yield as names the classes of which one begins where the one before it ends (0-59分, 60-79分)."""
    before: tuple[int, re.Match[str]] | None = None
    told = set()
    for offset, cell in cells:
        match = _CLASS.fullmatch(cell)
        if match and before:
            gap = _value(match["low"]) - _value(before[1]["high"])
            if 0 <= gap <= 1:
                for begin, one in (before, (offset, match)):
                    if begin not in told:
                        told.add(begin)
                        yield Cell(begin, begin + one.end(), "", one[0].strip(), "", named=True)
        before = (offset, match) if match else None


def _of_a_sum(columns: list[tuple[str, str]], rows: list[list[str]]) -> None:
    """Give columns without a unit that of the column before them where they add up to it in every row."""
    for place, (_, unit) in enumerate(columns):
        last = place + 1
        while last < len(columns) and not columns[last][1]:
            last += 1
        while unit and last - place > _TWO_PARTS and not _add_up(place, last, rows):
            last -= 1
        if unit and last - place > _TWO_PARTS:
            for part in range(place + 1, last):
                columns[part] = columns[part][0], unit


def _add_up(place: int, last: int, rows: list[list[str]]) -> bool:
    """Tell whether the cells behind ``place`` and before ``last`` are the parts of the one there, in each row."""
    sums = 0
    for row in rows:
        numbers = [_NUMBER.fullmatch(cell) for cell in row[place:last]]
        if not all(numbers):
            return False
        whole, *parts = (_value(number["number"]) for number in numbers if number)
        if not whole or whole != sum(parts):
            return False
        sums += 1
    return sums > 0


def _value(printed: str) -> Decimal:
    number = read_numeral(printed.lstrip("-－−"))
    value = number.value if number else Decimal(0)
    return -value if printed[:1] in "-－−" else value


def _heading(
    rows: list[tuple[int, str]], mark: str
) -> tuple[list[tuple[str, str]], list[tuple[int, str]]]:
    """Return the name and the unit of each column, and the rows below the heading.

    The heading may have further lines, of units (（亿元）) or of names; a name over several columns stands
    over the first of them, and blanks over the others.
    """
    heading = [cell.strip() for _, cell in _split(rows[0][1], mark)]
    columns = [_column(cell) for cell in heading]
    length = 1
    while length < min(_MAX_HEADING, len(rows)):
        under = [cell.strip() for _, cell in _split(rows[length][1], mark)]
        units = all(not cell or _BRACKETED.fullmatch(cell) for cell in under)
        names = not under[0] and not any(_counts(cell) for cell in under)
        if not any(under) or not (units or names):
            break
        for place, lower in enumerate(under):
            if lower and not units and not heading[place] and place:
                columns[place], heading[place] = columns[place - 1], heading[place - 1]
        columns = [_under(upper, lower) for upper, lower in zip(columns, under, strict=True)]
        length += 1
    return columns, rows[length:]


def _counted(match: re.Match[str], number: int, columns: list[tuple[str, str]]) -> bool:
    """Tell whether a numeral or a range counts: in the first column it names a row (一, 0-59), and so may a
    single numeral do where only the caption tells a unit."""
    return number > 0 and (len(match["number"]) > 1 or bool(columns[number][1]))


def _counts(cell: str) -> bool:
    """Tell whether a cell holds a number that is no year."""
    return bool(_NUMBER.fullmatch(cell) or _COUNT.fullmatch(cell)) and not _YEAR.fullmatch(cell)


def _under(upper: tuple[str, str], lower: str) -> tuple[str, str]:
    """Join a name with that below it; the lower one has the unit of the upper one unless it is a share."""
    if not lower:
        return upper
    name, unit = _column(upper[0] + lower if _BRACKETED.fullmatch(lower) else lower)
    if _BRACKETED.fullmatch(lower):
        return name, unit
    return upper[0] + name, unit or ("" if _SHARE.match(lower) else upper[1])


def _common(column: str, units: list[str], row: str) -> str:
    """Return the unit of a caption that a column is in; ``""`` where it names rows or none stands out.

    A column whose name tells no kind is in the one unit that is no percentage, or in that of its row.
    """
    if not units:
        return ""
    plain = [unit for unit in units if unit not in {"%", "％"}] or units
    if len(units) == 1 and plain[0] not in {"%", "％", "‰"} and _RATE.fullmatch(column):
        return ""
    if len(units) > 1:
        told = _wanted(column) or (_wanted(row) if len(plain) > 1 else None)
        if told:
            return next((unit for unit in units if told.fullmatch(unit)), "")
    return plain[0] if len(plain) == 1 else ""


def _wanted(name: str) -> re.Pattern[str] | None:
    """Return what the unit of a column or a row of this name looks like; ``None`` where it tells nothing."""
    return next((wanted for named, wanted in _KINDS if named.match(name)), None)


def _column(heading: str) -> tuple[str, str]:
    if heading in _MEASURES:
        return heading, heading
    match = next(filter(None, (form.fullmatch(heading) for form in _UNIT_FORMS)), None)
    if match is None:
        return heading, ""
    unit = match["unit"].strip("± ")
    if unit[-1:] in {"%", "‰"}:
        # （年利率%）
        unit = unit[-1]
    return match["name"].strip(), unit.removeprefix("1") if unit[:2] == "1/" else unit
