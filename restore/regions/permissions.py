"""Which rules may touch which form: tables, one row a form. What they do not name may not.

A row names rules by stage and rule (``characters.space``), or all of a stage (``characters``). The
line breaks around a line belong to layout, which asks two tables of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from restore.core.document import Document
from restore.core.edits import Proposal, one_break
from restore.core.regions import OF_WORDS, Form
from restore.regions.places import Places
from restore.text.characters import BOX_DRAWING, DIGITS, HALF_WIDTH

__all__ = ["KEPT", "MAY_FOLLOW", "MAY_RUN_ON", "MAY_TAKE", "MAY_TOUCH", "Guard"]

#: Line ends are those of the document everywhere.
_LINE_ENDS = frozenset({"characters.line_break"})
#: What mends code points and leaves words and marks as they are.
_CODE_POINTS = _LINE_ENDS | {
    "characters.compatibility",
    "characters.conversion",
    "characters.encoding",
    "characters.invisible",
    "characters.nfc",
    "characters.undecodable",
}
_ALL = frozenset({"characters", "layout", "dedup", "correction", "review"})
_WITH_ARTICLE = frozenset(
    {
        "layout",
        "dedup.loop",
        "dedup.repeat-elsewhere",
        "dedup.noisy-repeat-elsewhere",
        "dedup.empty-article",
    }
)
_WORDS = _CODE_POINTS | {"characters.markdown", "correction", "review"}

#: Rules that may touch a form. In a reference a character's code point may be mended, not a mark;
#: the lines of a poem are its poet's.
MAY_TOUCH: dict[Form, frozenset[str]] = {
    Form.FRONT_MATTER: _LINE_ENDS,
    Form.HEADING: _ALL,
    Form.LIST_ITEM: _ALL,
    Form.CHOICES: _WORDS | {"characters.punctuation", "layout", "dedup"},
    Form.TABLE_ROW: _WORDS,
    Form.CODE: _LINE_ENDS,
    Form.VERSE: _CODE_POINTS | {"characters.markdown", "review"},
    Form.TIMED: _CODE_POINTS | {"review"},
    Form.DIALOGUE: _ALL,
    Form.CONTENTS: _WORDS,
    Form.REFERENCE: _CODE_POINTS | {"characters.space", "layout", "dedup"},
    Form.FIELD: _ALL,
    Form.IMAGE: _WORDS | {"characters.punctuation", "layout", "dedup"},
    Form.FOOTNOTE: _ALL,
    Form.RUNNING_HEAD: _ALL,
    Form.FORMULA: _LINE_ENDS,
    Form.CODE_SPAN: frozenset(),
    Form.MARKUP: frozenset(),
    Form.ADDRESS: frozenset(),
}

#: Stages that may move or take out a form whole, with what stands around it: an address in an
#: imprint goes with its line. A row that comes again is another row, and a refrain is no repeat;
#: both go with an article of which a copy stays.
MAY_TAKE: dict[Form, frozenset[str]] = {
    Form.FRONT_MATTER: frozenset(),
    Form.HEADING: frozenset({"layout", "dedup"}),
    Form.LIST_ITEM: frozenset({"layout", "dedup"}),
    Form.CHOICES: frozenset({"layout", "dedup"}),
    Form.TABLE_ROW: _WITH_ARTICLE,
    Form.CODE: frozenset(),
    Form.VERSE: _WITH_ARTICLE,
    Form.TIMED: _WITH_ARTICLE,
    Form.DIALOGUE: frozenset({"layout", "dedup"}),
    Form.CONTENTS: frozenset({"layout", "dedup"}),
    Form.REFERENCE: frozenset({"layout", "dedup"}),
    Form.FIELD: frozenset({"layout", "dedup"}),
    Form.IMAGE: frozenset({"layout", "dedup"}),
    Form.FOOTNOTE: frozenset({"layout", "dedup"}),
    Form.RUNNING_HEAD: frozenset({"layout", "dedup"}),
    Form.FORMULA: frozenset({"layout", "dedup"}),
    Form.CODE_SPAN: frozenset({"layout", "dedup"}),
    Form.MARKUP: frozenset({"layout", "dedup"}),
    Form.ADDRESS: frozenset({"layout", "dedup"}),
}

#: Forms of lines that may go on in the next line, and those that may stand behind such a line. What
#: is within a line says nothing of its ends.
MAY_RUN_ON: frozenset[Form] = OF_WORDS | {
    Form.LIST_ITEM,
    Form.DIALOGUE,
    Form.REFERENCE,
    Form.FOOTNOTE,
}
MAY_FOLLOW: frozenset[Form] = OF_WORDS | {Form.LIST_ITEM, Form.REFERENCE}

# Lines that stand below each other by right, however even: no columns that were read across.
_IN_THEIR_ROWS = frozenset({Form.TABLE_ROW, Form.TIMED, Form.VERSE})

# A number may have come to the head of a line by chance, a bullet not, nor an indent that stays.
_BULLET = re.compile("[-+*•●○▪] |[ \t]+")

#: What of a form stays even where words are mended: a row's figures, and what parts its cells.
KEPT: dict[Form, re.Pattern[str]] = {
    Form.TABLE_ROW: re.compile(f"[{DIGITS}|&\t{BOX_DRAWING}]|\\\\\\\\| {{2,}}")
}


class Guard:
    """Keeps proposals from what their rules may not touch.

    Parameters
    ----------
    places : the forms of the document's source
    """

    def __init__(self, places: Places) -> None:
        self._places = places

    def allowed(
        self, document: Document, stage: str, proposals: Iterable[Proposal]
    ) -> list[Proposal]:
        """Return the proposals that touch only what they may, and whose whole group does.

        White space that belongs to a form stays out of what becomes a line break, and lines that
        may not be joined are set one below the other.
        """
        asked = list(proposals)
        if not self._places:
            return asked
        kept: list[Proposal] = []
        refused: set[str | None] = set()
        for item in asked:
            found: Proposal | None = item
            around = document.within_piece(item.start - 1, item.end + 1)
            if item.rule != "move" and around and not self._places.touched(*around):
                # Most stand in running text, and nothing beside them has a form.
                kept.append(item)
                continue
            if item.rule == "blank":
                found = self._trimmed(document, item)
            elif item.rule.startswith("join") and not self._may_join(document, item):
                found = one_break(item) if _is_white(document.text, item) else None
            elif item.rule == "move" and self._parts_verse(document, item):
                found = None
            if found is None or not self._may(stage, document, found):
                refused.add(item.group)
            else:
                kept.append(found)
        refused.discard(None)
        return [item for item in kept if item.group not in refused] if refused else kept

    def _may(self, stage: str, document: Document, proposal: Proposal) -> bool:
        span = document.to_source(proposal.start, proposal.end)
        regions = self._places.touched(*span)
        if not regions:
            return True
        rule = (
            proposal.rule if proposal.rule.startswith(f"{stage}.") else f"{stage}.{proposal.rule}"
        )
        for region in regions:
            if rule == "layout.column" and region.form in _IN_THEIR_ROWS:
                return False
            whole = span[0] <= region.start and region.end <= span[1]
            # What only points at a place takes nothing: a row must name its rule.
            names = (stage, rule) if proposal.flag is None else (rule,)
            if whole and not MAY_TAKE[region.form].isdisjoint(names):
                continue
            if MAY_TOUCH[region.form].isdisjoint((stage, rule)):
                return False
            kept = KEPT.get(region.form)
            if kept is not None:
                before = document.text[proposal.start : proposal.end].translate(HALF_WIDTH)
                if kept.findall(before) != kept.findall(proposal.after.translate(HALF_WIDTH)):
                    return False
        return True

    def _may_join(self, document: Document, proposal: Proposal) -> bool:
        """Whether neither of the lines that would be joined has a form that stands by itself."""
        left = self._places.line_at(document, proposal.start - 1)
        right = self._places.line_at(document, proposal.end)
        if right is Form.LIST_ITEM and _BULLET.match(document.text, proposal.end) is not None:
            return False
        return (left is None or left in MAY_RUN_ON) and (right is None or right in MAY_FOLLOW)

    def _parts_verse(self, document: Document, move: Proposal) -> bool:
        """Whether a move would take verses from among others, or put something between two."""
        text = document.text
        for place in {move.start, move.end}:
            left, right = place - 1, place
            while left > 0 and text[left].isspace():
                left -= 1
            while right < len(text) and text[right].isspace():
                right += 1
            forms = {self._places.line_at(document, spot) for spot in (left, right)}
            if forms == {Form.VERSE}:
                return True
        return False

    def _trimmed(self, document: Document, blank: Proposal) -> Proposal | None:
        """Leave out of white space what belongs to a form: the indent of code, its empty lines."""
        start, end = blank.start, blank.end
        white = document.text[start:end]
        breaks = white.find("\n"), white.rfind("\n")
        if breaks[0] < 0 or not self._places.touched(*document.to_source(start, end)):
            return blank
        # The break itself is not asked: lines that are gone stood behind it.
        first, last = start + breaks[0], start + breaks[1] + 1
        if start < first and self._places.touched(*document.to_source(start, first)):
            start = first
        if last < end and self._places.touched(*document.to_source(last, end)):
            end = last
        after = "\n" if blank.after else ""
        if document.text[start:end] == after:
            return None
        return msgspec.structs.replace(blank, start=start, end=end, after=after)


def _is_white(text: str, proposal: Proposal) -> bool:
    """Whether more than a line break stands between two lines, all of it white space."""
    between = text[proposal.start : proposal.end]
    return between.isspace() and between != "\n"
