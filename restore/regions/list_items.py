"""Items of lists: bullets, numbers, and the answers that a question offers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine, whole_lines
from restore.text.characters import DIGITS, LIST_NUMBERS, ONE_TO_TEN

__all__ = ["find"]

_ITEM = re.compile(
    rf"(?P<bullet>[-+*•·●○▪◦‣◆◇][ \t\u3000]+)(?=\S)|(?P<figure>[{DIGITS}]{{1,3}}[.．、)）](?![{DIGITS}]))"
    rf"|(?P<bracketed>[（(][{DIGITS}]{{1,3}}[)）])|(?P<counted>[（(][{ONE_TO_TEN}]{{1,3}}[)）])|(?P<chinese>[{ONE_TO_TEN}]{{1,3}}、)"
    rf"|(?P<sign>[{LIST_NUMBERS}])|(?P<letter>[(（]?[A-Ha-h][.．、)）]\s*(?=\S))|(?P<article>第[0-9{ONE_TO_TEN}百千]{{1,6}}条[\s\u3000])"
)
# A．甲 B．乙 C．丙 D．丁 on one line.
_CHOICES = re.compile(r"A[.．、)）][^\n]{1,80}?\s*B[.．、)）][^\n]{1,80}?\s*C[.．、)）]")
#: Items of Markdown, and the columns by which one is set in that belongs to the one above.
_NESTED = frozenset({"bullet", "figure"})
_MIN_NESTED_COLUMNS = 2
#: Items of one kind that a document has at least.
_MIN_ITEMS = 2


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines with which items begin."""
    kinds: defaultdict[str, list[SourceLine]] = defaultdict(list)
    least: int | None = None
    nested: set[int] = set()
    for line in page:
        match = _ITEM.match(line.text)
        if match is None:
            least = least if line.indent else None
            continue
        least = line.indent if least is None or line.gap > 1 else min(least, line.indent)
        if match.lastgroup in _NESTED and line.indent - least >= _MIN_NESTED_COLUMNS:
            nested.add(line.start)
        if match.lastgroup == "letter" and _CHOICES.match(line.text):
            yield line.region(Form.CHOICES)
        else:
            kinds[match.lastgroup or ""].append(line)
    for items in kinds.values():
        if len(items) >= _MIN_ITEMS:
            for line in items:
                # What is set in below another item keeps its indent.
                start = whole_lines(page.text, line.start, line.end)[0]
                yield Region(
                    start if line.start in nested else line.start, line.end, Form.LIST_ITEM
                )
