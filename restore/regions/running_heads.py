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
    for place, line in enumerate(lines):
        if len(line.text) > _MAX_HEAD_CHARACTERS or _NUMBER.match(line.text):
            continue
        beside = lines[max(0, place - 1) : place] + lines[place + 1 : place + 2]
        if any(_NUMBER.match(other.text) for other in beside):
            found[line.text].append(line)
    for heads in found.values():
        if len(heads) >= _MIN_TIMES:
            yield from (line.region(Form.RUNNING_HEAD) for line in heads)
