"""Groups of headlines: consecutive lines that head a story, or follow one as its headline."""

from __future__ import annotations

from collections.abc import Sequence

from restore.core.blocks import Role
from restore.layout.jump_marks import JumpMark
from restore.layout.links import Link
from restore.layout.sections import begins_part, section_number
from restore.layout.unfinished import open_end
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["HEAD_ROLES", "headline_groups", "left_open"]

HEAD_ROLES = {Role.HEADING, Role.SUBTITLE, Role.BYLINE, Role.DATELINE, Role.TITLE}


def headline_groups(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    links: Sequence[Link] = (),
) -> list[list[int]]:
    """Return the groups of lines that head a story, or follow one as its headline.

    So do runs at the ends of the page, before a jump mark, over text that goes on on another page
    while more text follows here, and wherever the text before or behind them shows that the story
    changes. At the foot of a page without jump marks a mere short line is no headline, nor a
    byline or a date by itself; a short line with a subtitle, a date or a byline is.

    Parameters
    ----------
    links : which line continues which, as far as that is known
    """
    runs = _runs(roles)
    mixed = any(mark is not None for mark in marks)
    leaving = _leaving(texts, roles, marks, runs)
    goes_on = {link.left: link.right for link in links}
    brought = {link.right: link.left for link in links}
    groups = []
    for run in runs:
        stop = run[-1] + 1
        mark = marks[stop] if stop < len(roles) else None
        jumps = mark is not None and mark.direction == "from"
        foot = stop == len(roles) and (mixed or {Role.HEADING} < {roles[line] for line in run})
        before = run[0] - 1
        parted = (
            mixed
            and before >= 0
            and not begins_part(texts[run[0]])
            and (
                goes_on.get(before, stop) != stop
                or brought.get(stop, before) != before
                or (left_open(before, texts, roles, marks) and before not in goes_on)
                or any(_SET_APART.search(texts[line]) for line in run)
            )
        )
        if run[0] == 0 or foot or jumps or run[0] in leaving or parted:
            groups.append(run)
    return groups


# Two clauses with a space between, or a column title in brackets: no section is headed so.
_SET_APART = lazy_pattern(f"[{HAN}”》][ \u3000]+[{HAN}“《]|\\A【")


def left_open(
    line: int,
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
) -> bool:
    """Whether the story stops at the line: on this page, or at this place."""
    mark = marks[line]
    if mark is not None and mark.direction == "to":
        return True
    return roles[line] is Role.BODY and open_end(texts[line])


def _runs(roles: Sequence[Role]) -> list[list[int]]:
    runs: list[list[int]] = []
    for line, role in enumerate(roles):
        if role not in HEAD_ROLES:
            continue
        if runs and runs[-1][-1] == line - 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _leaving(
    texts: Sequence[str],
    roles: Sequence[Role],
    marks: Sequence[JumpMark | None],
    runs: list[list[int]],
) -> set[int]:
    """Return the first lines of the runs that head a story which leaves the page."""
    found = set()
    plain = [
        run
        for run in runs
        if section_number(texts[run[0]]) is None and roles[run[0]] is not Role.SUBTITLE
    ]
    for line, mark in enumerate(marks):
        if mark is None or mark.direction != "to":
            continue
        over = [run for run in plain if run[-1] < line]
        if over and line + 1 >= len(marks) and not any(marks[: over[-1][0]]):
            # The only story of the page may leave it at the foot, under a heading of its own.
            continue
        # Text that a mark brought here has its own beginning.
        if over and not any(marks[place] for place in range(over[-1][-1] + 1, line)):
            found.add(over[-1][0])
    return found
