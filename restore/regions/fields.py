"""Forms to be filled in: lines of a label and a value, blanks, boxes to be ticked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine, runs
from restore.text.characters import HAN, STOPS
from restore.text.patterns import lazy_pattern

__all__ = ["find"]

_BLANK = lazy_pattern(rf"(?:[{HAN}：:（(A-Za-z0-9] ?_{{3,}}|_{{3,}} ?[{HAN}A-Za-z0-9）)])|＿{{3,}}")
_BOXES = lazy_pattern(rf"(?:[□☐☑☒■]\s?[{HAN}A-Za-z0-9（(][^□☐☑☒■\n]{{0,15}}){{2,}}\Z")
_BOX = re.compile("[□☐☑☒]")
_LABELLED = lazy_pattern(
    rf"(?P<label>[{HAN}（()）/A-Za-z·\s]{{1,12}})[：:](?!//)\s*(?P<value>[^\n]{{0,30}})\Z"
)
_TRIGGER = lazy_pattern(r"_{3}|＿{3}|[□☐☑☒]|^[^：:\n]{1,14}[：:][^\n]{0,32}$", re.MULTILINE)
#: Lines of labels in a row; two may be a sentence and what it announces.
_MIN_LABELLED_LINES = 3
#: A label and its value are no longer.
_MAX_LABELLED_CHARACTERS = 44
_NO_VALUE = frozenset(STOPS + "，；：")


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines of forms."""
    if _TRIGGER.search(page.text) is None:
        return
    if "__" in page.text or "＿" in page.text or _BOX.search(page.text):
        yield from (line.region(Form.FIELD) for line in page if _has_blank(line.text))
    if "：" not in page.text and ":" not in page.text:
        return
    for run in runs(page, _is_labelled, gap=1):
        labels = {line.text.replace(":", "：").partition("：")[0] for line in run}
        if len(run) >= _MIN_LABELLED_LINES and len(labels) == len(run):
            yield from (line.region(Form.FIELD) for line in run)


def _has_blank(text: str) -> bool:
    """Whether a line leaves something to be written or ticked."""
    if ("__" in text or "＿" in text) and _BLANK.search(text):
        return True
    box = _BOX.search(text)
    return box is not None and _BOXES.match(text, box.start()) is not None


def _is_labelled(line: SourceLine) -> bool:
    if len(line.text) > _MAX_LABELLED_CHARACTERS or not ("：" in line.text or ":" in line.text):
        return False
    match = _LABELLED.match(line.text)
    return match is not None and match["value"][-1:] not in _NO_VALUE
