"""Running heads: a short line that comes again on page after page beside the page's number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine

__all__ = ["find"]

_NUMBER = re.compile(r"[-—–·. ]{0,4}(?:第\s?)?[0-9]{1,4}(?:\s?页)?[-—–·. ]{0,4}\Z")
_TRIGGER = re.compile(r"^[ \t\u3000\-—–·.第]*[0-9]{1,4}[ \t\u3000\-—–·.页]*$|\f", re.MULTILINE)
#: A running head is no longer, and comes again so often.
_MAX_HEAD_CHARACTERS = 30
_MIN_TIMES = 3


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines."""
    if _TRIGGER.search(page.text) is None:
        return
    found: defaultdict[str, list[SourceLine]] = defaultdict(list)
    lines = page.lines
    numbers = [place for place, line in enumerate(lines) if _NUMBER.match(line.text)]
    beside = {place for number in numbers for place in (number - 1, number + 1)}
    for place in sorted(beside.difference(numbers).intersection(range(len(lines)))):
        head = lines[place].text
        # A form feed or a rule beside a number says nothing.
        if len(head) <= _MAX_HEAD_CHARACTERS and any(map(str.isalnum, head)):
            found[head].append(lines[place])
    for heads in found.values():
        if len(heads) >= _MIN_TIMES:
            yield from (line.region(Form.RUNNING_HEAD) for line in heads)
