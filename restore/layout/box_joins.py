"""Joins of lines that fill their column on the page, as their boxes show.

The boxes know nothing of the words. What heads, lists or closes a text keeps its line all the same,
and where the language model knows the script it may forbid a join, and must consent to one over
white space.
"""

from __future__ import annotations

from collections.abc import Collection

from restore.core.blocks import Role
from restore.core.evidence import Pattern
from restore.layout.jump_marks import jump_mark
from restore.layout.lines import Line, ends_sentence
from restore.layout.roles import headline, role_by_form
from restore.layout.seams import SeamScorer, continuity
from restore.layout.sections import begins_part, section_number
from restore.layout.wraps import CONFIDENCE, FIXED, REMOVED, Join
from restore.text.script import Script, ScriptCounts, script_of

__all__ = ["NO_BOXES", "BoxJoins"]

#: A seam (log10) below the first forbids a join, and one over white space needs the second.
_MIN_SEAM_LOG10, _MIN_SPACED_SEAM_LOG10 = -2.0, -0.5
#: Characters of the line that the evidence shows.
_QUOTED_LENGTH = 16


class BoxJoins:
    """Judges the lines that boxes show to go on.

    Parameters
    ----------
    ends : where those lines end in the text (code points)
    counts : of the text, for the script of a line that tells little
    scorer : the language model, if there is one
    """

    def __init__(
        self, ends: Collection[int], counts: ScriptCounts | None, scorer: SeamScorer | None
    ) -> None:
        self._ends = ends
        self._counts = counts
        self._scorer = scorer

    def show(self, line: Line) -> bool:
        """Whether the box of a line shows that it goes on."""
        return line.end in self._ends

    def join(self, line: Line, after: Line, first: bool) -> Join | None:
        """Return how a line goes on in the next, None where its box does not say so or its form
        forbids it.

        Parameters
        ----------
        first : whether it is the first line of its paragraph
        """
        if not self.show(line) or not _may_touch(line, after, first):
            return None
        if not self._consents(line, after):
            return None
        shown = Pattern("the line fills its column on the page", line.text[-_QUOTED_LENGTH:])
        return Join("", CONFIDENCE, "join.wrap", (shown,))

    def _consents(self, line: Line, after: Line) -> bool:
        known = (
            self._scorer is not None
            and script_of(line.text + after.text, self._counts) is Script.SIMPLIFIED
        )
        if not known or self._scorer is None:
            return after.gap == 0
        if ends_sentence(line.text):
            # The model knows little of what comes after a mark.
            return after.gap == 0
        least = _MIN_SPACED_SEAM_LOG10 if after.gap else _MIN_SEAM_LOG10
        return continuity(self._scorer, line.text, after.text) >= least


NO_BOXES = BoxJoins(frozenset(), None, None)


def _may_touch(line: Line, after: Line, first: bool) -> bool:
    """Whether neither line has a form that stands by itself."""
    mark = jump_mark(line.text)
    if jump_mark(after.text) is not None or (mark is not None and mark.direction == "to"):
        return False
    if first and (
        role_by_form(line.text)[0] in FIXED
        or (section_number(line.text) is not None and headline(line.text))
    ):
        return False
    role = role_by_form(after.text)[0]
    if role in REMOVED or (role in FIXED and ends_sentence(line.text)) or role is Role.DATELINE:
        return False
    return not begins_part(after.text) or (
        after.text.startswith("——") and not ends_sentence(line.text)
    )
