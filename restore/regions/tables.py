"""Rows of tables that say so by their signs: pipes, boxes and grids, tags of HTML, ``&`` of LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, runs, whole_lines
from restore.text.characters import BOX_JOINTS, PROSE_MARKS

__all__ = ["find"]

# A row begins with a corner, a side or a joint.
_BOX = re.compile(f"[{BOX_JOINTS}]")
# reStructuredText and org-mode: +-----+-----+, |-----+-----|, ==== =====.
_GRID = re.compile(r"[+|](?:[-=]{2,}[+|])+\Z")
_SIMPLE = re.compile(r"={2,}(?: +={2,})+\Z")
_HTML = re.compile(r"<(?P<end>/?)table(?:\s[^<>]{0,400})?>", re.IGNORECASE)
_LATEX = re.compile(
    r"\\(?P<what>begin|end)\{(?:tabular[xy*]?|longtable\*?|table\*?|tabulary|tblr)\}"
)
_LATEX_ROW = re.compile(r"[^\n]*[^\\\n]&[^\n]*\\\\(?:\s*\\[hcmbt][\w]*(?:\{[^}]*\}|\([^)]*\))*)*\Z")

# Values parted by commas, some of them in quotation marks.
_VALUE = r'(?:"[^"\n]{0,400}"|[^",\n\s][^",\n]{0,40})'
_QUOTED = re.compile(rf'(?=[^"\n]*"){_VALUE}(?:\s*,\s*{_VALUE})+\Z')
_VALUES = re.compile(_VALUE)

#: A cell that no pipe at the line's ends shows to be one is no longer, with its white space.
_MAX_CELL_CHARACTERS = 16
_OF_PROSE = frozenset(PROSE_MARKS)


def find(page: Lines) -> Iterator[Region]:
    """Yield the rows of tables, one line each."""
    if "|" in page.text:
        yield from _piped(page)
    if _BOX.search(page.text) is not None:
        for run in runs(page, lambda line: _BOX.match(line.text)):
            if len(run) > 1:
                yield from (line.region(Form.TABLE_ROW) for line in run)
    if '",' in page.text or ',"' in page.text:
        yield from _quoted(page)
    if "==" in page.text or "+-" in page.text or "+=" in page.text:
        yield from _ruled(page)
    for sign, opening in (("<", _HTML), ("\\", _LATEX)):
        if sign in page.text:
            yield from _enclosed(page, opening)
    if "\\\\" in page.text and "&" in page.text:
        yield from (line.region(Form.TABLE_ROW) for line in page.matching(_LATEX_ROW))


def _piped(page: Lines) -> Iterator[Region]:
    """Yield rows between pipes, and those with short cells that have as many of them as a
    neighbour: a pipe may be the rule between two columns of print."""
    for run in runs(page, lambda line: "|" in line.text):
        parts = [_short_cells(line.text) for line in run]
        for place, line in enumerate(run):
            beside = parts[max(0, place - 1) : place] + parts[place + 1 : place + 2]
            if _is_enclosed(line.text) or (parts[place] > 0 and parts[place] in beside):
                yield line.region(Form.TABLE_ROW)


def _is_enclosed(text: str) -> bool:
    return text.count("|") > 1 and text[0] == text[-1] == "|" and not text.startswith("||")


def _short_cells(text: str) -> int:
    """Return how many cells a line has; 0 where one is long, or no space sets them off."""
    cells = text.split("|")
    if " |" not in text and "| " not in text:
        return 0
    short = all(len(cell) <= _MAX_CELL_CHARACTERS for cell in cells)
    return len(cells) if short and _OF_PROSE.isdisjoint(text) else 0


def _quoted(page: Lines) -> Iterator[Region]:
    """Yield lines of values, some in quotation marks, that have as many as a neighbour."""
    for run in runs(page, lambda line: _QUOTED.match(line.text) is not None):
        counts = [len(_VALUES.findall(line.text)) for line in run]
        for place, line in enumerate(run):
            if counts[place] in counts[max(0, place - 1) : place] + counts[place + 1 : place + 2]:
                yield line.region(Form.TABLE_ROW)


def _ruled(page: Lines) -> Iterator[Region]:
    """Yield what stands between the first and the last rule of a grid, or of columns of rules."""
    for run in runs(page, lambda line: True):
        grids = [place for place, line in enumerate(run) if _GRID.match(line.text)]
        rules = [place for place, line in enumerate(run) if _SIMPLE.match(line.text)]
        for places in (grids, rules):
            if len(places) > 1:
                for line in run[places[0] : places[-1] + 1]:
                    yield line.region(Form.TABLE_ROW)


def _enclosed(page: Lines, opening: re.Pattern[str]) -> Iterator[Region]:
    """Yield the lines of tables between their first and last tag."""
    depth = start = 0
    lines = iter(page)
    line = next(lines, None)
    for match in opening.finditer(page.text):
        if match[1] in ("", "begin"):
            start = match.start() if depth == 0 else start
            depth += 1
            continue
        depth = max(0, depth - 1)
        if depth:
            continue
        first, last = whole_lines(page.text, start, match.end())
        while line is not None and line.start < last:
            if line.start >= first:
                yield line.region(Form.TABLE_ROW)
            line = next(lines, None)
