"""Score the pipeline on documents whose slips are listed, one row a slip.

A proofreader lists what is wrong in documents that nobody has mended: document, as read, as it
should be, and what is expected to become of it. White space and full-width commas are evened out,
for the lists quote the text in one line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from restore.core.document import Document
from restore.core.edits import Decision
from restore.errors import InputError
from restore.evaluation.markdown import table
from restore.lexicon.lexicon import Lexicon
from restore.pipeline import Restored
from restore.pipeline.corpus import restore_with
from restore.settings import Settings

__all__ = ["Slip", "SlipScore", "measure_slips", "one_line", "read_slips", "slips_markdown"]

_COLUMNS = ("document", "as read", "as it should be", "expected outcome")
# Code points on both sides of an edit in which the slip stands that it mends.
_REACH = 24


class Slip(msgspec.Struct, frozen=True):
    """A slip: the beginning of its document's name, the words read, the right ones."""

    document: str
    read: str
    right: str
    expected: str


class SlipScore(msgspec.Struct, frozen=True):
    """What became of the slips, and what was changed or suggested elsewhere.

    ``outcomes`` are of the slips in their order: ``applied``, ``suggested`` or ``missed``.
    """

    outcomes: tuple[str, ...]
    changed: tuple[str, ...]
    suggested: tuple[str, ...]


def read_slips(path: Path) -> list[Slip]:
    """Read a table of slips: no header, comments after ``#``.

    Raises
    ------
    InputError
        If a row has another number of cells; names file, line and cure.
    """
    slips = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise InputError(
                f"{path}, line {number}",
                f"{len(cells)} cells",
                f"give {', '.join(_COLUMNS)}, tabs between them",
            )
        slips.append(Slip(*cells))
    return slips


def one_line(text: str) -> str:
    """Return a text without white space and with full-width commas, as slips are quoted."""
    return "".join(text.split()).replace(",", "，")


def measure_slips(
    documents: Sequence[Document], slips: Sequence[Slip], settings: Settings, lexicon: Lexicon
) -> SlipScore:
    """Restore the documents together and say what became of each slip.

    Raises
    ------
    InputError
        If a slip is of no document, or does not stand in it.
    """
    restored = restore_with(lexicon, documents, settings)
    outcomes = [_outcome(_document(restored, slip), slip) for slip in slips]
    elsewhere: dict[Decision, list[str]] = {Decision.APPLIED: [], Decision.SUGGESTED: []}
    for item in restored:
        reads = [slip.read for slip in slips if item.document.id.startswith(slip.document)]
        for edit in item.edits:
            if edit.stage != "correction" or edit.decision not in elsewhere:
                continue
            start, end = edit.source
            around = one_line(item.document.source[max(0, start - _REACH) : end + _REACH])
            if not any(read in around for read in reads):
                elsewhere[edit.decision].append(f"{edit.before} → {edit.after}: {around}")
    return SlipScore(tuple(outcomes), *map(tuple, elsewhere.values()))


def _document(restored: Sequence[Restored], slip: Slip) -> Restored:
    found = next((item for item in restored if item.document.id.startswith(slip.document)), None)
    if found is None or slip.read not in one_line(found.document.source):
        raise InputError(slip.document, f"{slip.read} stands in no such document", "mend the table")
    return found


def _outcome(item: Restored, slip: Slip) -> str:
    text = one_line(item.text)
    if slip.right in text and (slip.read not in text or slip.read in slip.right):
        return "applied"
    offered = one_line(item.with_suggestions())
    return "suggested" if slip.right in offered and slip.read not in offered else "missed"


def slips_markdown(name: str, slips: Sequence[Slip], score: SlipScore) -> str:
    """Return the outcomes in all, and of the slips that are expected to be found."""
    rows = []
    certain = tuple(
        outcome
        for slip, outcome in zip(slips, score.outcomes, strict=True)
        if slip.expected != "missed"
    )
    for what, outcomes in (("all slips", score.outcomes), ("those expected found", certain)):
        counts = Counter(outcomes)
        rows.append((what, len(outcomes), counts["applied"], counts["suggested"], counts["missed"]))
    parts = [
        f"### {name}\n",
        table(("what", "slips", "applied", "suggested", "missed"), rows),
        f"\nElsewhere changed: {len(score.changed)}, suggested: {len(score.suggested)}.\n",
        *(f"- changed: {line}\n" for line in score.changed),
        *(
            f"- {outcome}: {slip.read} → {slip.right}\n"
            for slip, outcome in zip(slips, score.outcomes, strict=True)
            if outcome != slip.expected
        ),
    ]
    return "\n".join(parts[:2]) + "".join(parts[2:])
