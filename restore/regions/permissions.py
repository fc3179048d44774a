"""Which rules may touch which form: two tables. What they do not name may not.

A row names rules by stage and rule (``characters.space``), or all of a stage (``characters``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from restore.core.document import Document
from restore.core.edits import Proposal
from restore.core.regions import Form, Region

__all__ = ["MAY_TAKE", "MAY_TOUCH", "Guard"]

#: Rules that may touch a form: in a reference a character's code point may be mended, not a mark.
MAY_TOUCH: dict[Form, frozenset[str]] = {
    Form.FRONT_MATTER: frozenset(),
    Form.CODE: frozenset(),
    Form.FORMULA: frozenset(),
    Form.MARKUP: frozenset(),
    Form.ADDRESS: frozenset(),
    Form.REFERENCE: frozenset({"characters.form", "characters.space", "layout", "dedup"}),
}

#: Stages that may move or take out a form whole, with what stands around it: an address in an
#: imprint goes with its line.
MAY_TAKE: dict[Form, frozenset[str]] = {
    Form.FRONT_MATTER: frozenset(),
    Form.CODE: frozenset(),
    Form.FORMULA: frozenset({"layout", "dedup"}),
    Form.MARKUP: frozenset({"layout", "dedup"}),
    Form.ADDRESS: frozenset({"layout", "dedup"}),
    Form.REFERENCE: frozenset({"layout", "dedup"}),
}


class Guard:
    """Keeps proposals from what their rules may not touch.

    Parameters
    ----------
    regions : of the document's source, in order
    """

    def __init__(self, regions: Sequence[Region]) -> None:
        self._regions = regions
        self._starts = [region.start for region in regions]
        self._ends = list(accumulate((region.end for region in regions), max))

    def allowed(
        self, document: Document, stage: str, proposals: Sequence[Proposal]
    ) -> list[Proposal]:
        """Return the proposals that touch only what they may, and whose whole group does."""
        if not self._regions:
            return list(proposals)
        refused = {
            id(proposal)
            for proposal in proposals
            if not self._may(stage, proposal, document.to_source(proposal.start, proposal.end))
        }
        groups = {item.group for item in proposals if id(item) in refused} - {None}
        return [item for item in proposals if id(item) not in refused and item.group not in groups]

    def _may(self, stage: str, proposal: Proposal, span: tuple[int, int]) -> bool:
        for region in self._touched(*span):
            may = MAY_TOUCH[region.form]
            whole = span[0] <= region.start and region.end <= span[1]
            if not (
                stage in may
                or f"{stage}.{proposal.rule}" in may
                or (whole and stage in MAY_TAKE[region.form])
            ):
                return False
        return True

    def _touched(self, start: int, end: int) -> Iterator[Region]:
        """Yield the regions that a span shares a character with, or stands within."""
        place = bisect_right(self._ends, start)
        while place < len(self._regions) and self._regions[place].start < max(end, start + 1):
            region = self._regions[place]
            if start < end or region.start < start:
                yield region
            place += 1
