"""Pairs of blocks that must not be linked, whatever their score."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from restore.core.blocks import Role
from restore.layout.join_rules import cut_figure, keeps_apart, stands
from restore.layout.lines import width_of
from restore.layout.link_features import PageFacts
from restore.layout.page_lines import PageLines
from restore.layout.unfinished import open_end
from restore.text.characters import DIGITS, HAN, PROSE_MARKS

if TYPE_CHECKING:
    pass

__all__ = ["may_follow", "stays"]

# Without a Chinese character so near a seam the language model knows nothing of it.
_SEAM_CHARACTERS = 12
# Two lines so short, the first of which ends at a comma, are lines of verse or of a list: print
# that wraps so narrowly was joined before.
_MAX_VERSE_WIDTH = 16.0
# Names and words of a list are no wider, and print in columns so narrow was joined before.
_MAX_NAME_WIDTH, _MIN_LIST_LINES = 8.0, 4
_MARK = re.compile(f"[{PROSE_MARKS}]")
_CHOICE = re.compile("[(（]?A[)）.．、]")
_HAN = re.compile(f"[{HAN}]")


def may_follow(facts: PageFacts, left: int, right: int) -> bool:
    """Whether the forms of two blocks, and the places in which they stand, allow a link.

    The language model knows nothing of seams in Latin letters. No line goes on in a copy of itself:
    the same caption stands over two tables. What stands under its heading and
    may begin there stays. A figure stays in its sentence: what begins or ends with one is not
    brought elsewhere where the line beside it goes on with it.
    """
    page = facts.page
    texts = page.texts
    before, behind = texts[left], texts[right]
    if before == behind or keeps_apart(before, behind):
        return False
    silent = [
        _HAN.search(before[-_SEAM_CHARACTERS:]) is None,
        _HAN.search(behind[:_SEAM_CHARACTERS]) is None,
    ]
    # A bare figure or a Latin word goes on in anything: nothing is brought to it from afar.
    if all(silent) or (any(silent) and right != left + 1):
        return False
    if right == left + 1:
        verse = (
            max(width_of(before), width_of(behind)) <= _MAX_VERSE_WIDTH and before[-1] in "，；、"
        )
        beside = page.places[right] - page.places[left] == 1
        return not (beside and (verse or _in_a_list(page, left)))
    if cut_figure(before, behind) or _under_heading(facts, right):
        return False
    if left + 1 < len(texts) and _CHOICE.match(texts[left + 1]):
        # A question goes on in what may be chosen.
        return False
    stays = _FIGURE_FIRST.match(behind) and right > 0 and _goes_on(page, right - 1)
    leads = _FIGURE_LAST.search(before) and left + 1 < len(texts) and _goes_on(page, left)
    return not (stays or (leads and _UNIT_FIRST.match(texts[left + 1])))


def _in_a_list(page: PageLines, line: int) -> bool:
    """Whether a line and the next stand among short lines without a mark, as names do."""
    beside = page.texts[max(0, line - 1) : line + 3]
    return len(beside) == _MIN_LIST_LINES and all(
        width_of(text) <= _MAX_NAME_WIDTH and _MARK.search(text) is None for text in beside
    )


def stays(facts: PageFacts, right: int) -> bool:
    """Whether a block follows none but the one before it, whatever else is there (a part of what
    :func:`may_follow` says, of one block)."""
    text = facts.page.texts[right]
    return not text or stands(text) or _under_heading(facts, right)


# A first word so unlikely to begin a paragraph (log10) was torn from its sentence.
_TORN_OFF_LOG10 = -1.0


def _under_heading(facts: PageFacts, right: int) -> bool:
    """Whether a block stands under a heading and may begin the text there.

    Where stories are mixed a headline may stand behind its story, over the text of another.
    """
    page = facts.page
    return (
        not facts.mixed
        and right > 0
        and page.places[right] - page.places[right - 1] == 1
        and (
            page.roles[right - 1] in (Role.HEADING, Role.SUBTITLE)
            or page.texts[right - 1].startswith("——")
        )
        and not _goes_on(page, right - 1)
        and facts.begins[right] > _TORN_OFF_LOG10
    )


_FIGURE_FIRST, _FIGURE_LAST = re.compile(f"[{DIGITS}]"), re.compile(f"[{DIGITS}]\\Z")
_UNIT_FIRST = re.compile("[%％‰个多余万亿千百倍元人项件名家次年月日]")


def _goes_on(page: PageLines, line: int) -> bool:
    """Whether running text stops in mid-sentence at the line."""
    return page.roles[line] is Role.BODY and open_end(page.texts[line])
