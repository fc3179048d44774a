"""Blocks of running text that stop in the middle of a sentence, by their form."""

from __future__ import annotations

from functools import lru_cache

from restore.layout.jump_marks import jump_mark
from restore.layout.lines import LINES_KEPT, ends_sentence, width_of
from restore.text.characters import LONG_STOPS, PROSE_MARKS, SPACE
from restore.text.patterns import lazy_pattern

__all__ = ["dashed_heading", "open_end"]

_LABEL_END = "：:；;"
_SENTENCE_MARK = lazy_pattern(f"[{PROSE_MARKS}]")
# A dash heads a section as often as a paragraph: ——围绕中心、服务大局，在…上献计出力. What has no
# stop and is no longer than a headline is one.
_STOP = lazy_pattern(f"[{LONG_STOPS}]")
_MAX_DASHED_HEADING_WIDTH = 42.0


# A label and names behind it (参会人员：甲、乙、丙) are complete; a name has four characters at most.
_NAMES = lazy_pattern(
    f"[^{PROSE_MARKS}：:]{{1,12}}[：:][^{PROSE_MARKS}：:]{{1,4}}(?:、[^{PROSE_MARKS}：:]{{1,4}}){{2,}}\\Z"
)


def dashed_heading(text: str) -> bool:
    """Whether a line begins with a dash and heads what stands under it."""
    return (
        text.startswith("——")
        and _STOP.search(text) is None
        and width_of(text) <= _MAX_DASHED_HEADING_WIDTH
    )


# An entry of a list of links ends with its address, and often with a remark behind it:
# 9、[如何检测](https://example.org)（英文）. It is whole.
_CITED = lazy_pattern(
    f"(?:\\]\\([^()\\s]{{1,400}}\\)|[a-z]://[!-~]{{1,400}})[)）]?[{SPACE}]*"
    f"(?:[（(][^（）()]{{1,30}}[）)][{SPACE}]*)?\\Z"
)
_CITED_CHARACTERS = 450


def _ends_with_link(tail: str) -> bool:
    # Hardly any line has what each such entry has, and a word is looked for sooner than a pattern.
    return ("](" in tail or "://" in tail) and _CITED.search(tail) is not None


# Several rules ask about the same line.
@lru_cache(maxsize=LINES_KEPT)
def open_end(text: str) -> bool:
    """Whether a block of running text stops in the middle of a sentence."""
    # Most blocks end with a sentence: that is seen at once.
    if ends_sentence(text) or text[-1:] in _LABEL_END or dashed_heading(text):
        return False
    if (
        (text[:1] == "<" and text[-1:] == ">")
        or _NAMES.match(text) is not None
        or _ends_with_link(text[-_CITED_CHARACTERS:])
    ):
        return False
    mark = jump_mark(text)
    if mark is not None:
        return mark.direction != "to"
    return _SENTENCE_MARK.search(text) is not None or text.count("、") >= 2
