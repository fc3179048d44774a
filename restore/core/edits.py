"""Edits: what a stage proposes, what the gate decided, and how a pass of them is applied.

All offsets are code points. An edit's ``span`` indexes the text that its pass began with; its
``source`` span indexes the decoded source, which never changes.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from hashlib import blake2b

import msgspec

from restore.core.evidence import Evidence, Pattern
from restore.errors import LogMismatchError

__all__ = [
    "Decision",
    "Edit",
    "Proposal",
    "Reason",
    "apply_edits",
    "decided_once",
    "edit_id",
    "edit_ids",
    "moved_back_in",
    "one_break",
    "regrouped",
    "undo_edits",
]


class Decision(str, Enum):
    """What became of a proposal."""

    APPLIED = "applied"
    SUGGESTED = "suggested"
    FLAGGED = "flagged"
    REJECTED = "rejected"


class Reason(str, Enum):
    """Why the gate decided as it did: a closed list, counted in the report.

    The first group explains applied edits, the second what was only suggested or flagged, the
    third what was not even shown (counted, so that silence is explained too).
    """

    FORM = "form"
    LEXICON_CERTAIN = "lexicon_certain"
    LEXICON_AND_LANGUAGE = "lexicon_and_language"
    LEXICON_AND_WITNESS = "lexicon_and_witness"
    REPETITION_REJECTED = "repetition_rejected_by_lexicon_and_language"
    WITNESSES = "two_witnesses"
    WITNESS_AND_LANGUAGE = "witness_and_language"
    CHANNEL_AND_LANGUAGE = "channel_and_language"
    PROPOSAL_AND_GROUND = "proposal_and_ground"
    PROPOSAL_CALIBRATED = "proposal_calibrated"
    SEAM_CONTINUES = "seam_continues"
    FURNITURE = "furniture"
    ORDER = "order"
    COVERED_BY_COPY = "covered_by_copy"
    REVIEWER_ACCEPTED = "reviewer_accepted"
    REVIEWER_AMENDED = "reviewer_amended"

    LOCKED_FIGURE = "locked_figure"
    LOCKED_DATE = "locked_date"
    LOCKED_NAME = "locked_name"
    LOCKED_QUOTATION = "locked_quotation"
    LOCKED_TITLE = "locked_title"
    OTHER_SCRIPT = "other_script"
    UNFAMILIAR = "unfamiliar_text"
    EVIDENCE_WEAK = "evidence_weak"
    TRUNCATED = "truncated_text"
    UNDECODABLE = "undecodable_bytes"
    LOST_TEXT = "lost_own_text"
    LOOP = "said_over_and_over"
    BARE_HEADING = "heading_without_text"
    JOINED = "joined_with_another_document"
    LAST_TEXT = "last_text_of_document"
    FORM_KEPT = "form_kept"
    LONE_MARK = "lone_mark"
    REVIEWERS_DISAGREE = "reviewers_disagree"
    BEYOND_BOUNDS = "beyond_bounds"

    NO_CHANGE = "no_change"
    OVERLAPPED = "overlapped_by_stronger"
    PROTECTED = "protected_expression"
    NO_EVIDENCE = "no_evidence"
    OWN_USAGE = "own_usage"
    READ_SURELY = "read_surely"
    UNPAIRED = "unpaired_marks"
    NOT_ANSWERED = "not_answered"
    ANSWER_UNREADABLE = "answer_unreadable"
    ANSWER_NOT_ALIGNED = "answer_not_aligned"
    ANSWER_REWRITES = "answer_rewrites"
    ANSWER_CHANGES_FIGURE = "answer_changes_figure"
    ANSWER_CHANGES_CLAUSE = "answer_changes_clause"
    REVIEWER_REJECTED = "reviewer_rejected"


class Proposal(msgspec.Struct, frozen=True):
    """A change that a stage would make: ``text[start:end]`` to become ``after``.

    ``confidence`` is the stage's own estimate, 0 to 1. ``group`` ties what is decided as one: the
    halves of a move, the moves of one cause (:func:`moved_back_in`), the members of a merge; one
    proposal with a group that takes lines out and puts them in again puts them in a new order
    (:func:`regrouped`). ``flag`` marks a proposal that only points at a place
    (``after`` then equals the text that stands there); ``veto`` one that its proposer has found
    to be none: it is counted, never shown.
    """

    stage: str
    rule: str
    start: int
    end: int
    after: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    group: str | None = None
    flag: Reason | None = None
    veto: Reason | None = None


def one_break(proposal: Proposal) -> Proposal:
    """Return what sets two lines one below the other where a proposal would join them."""
    white = Pattern("white space between paragraphs")
    return msgspec.structs.replace(
        proposal, rule="blank", after="\n", confidence=1.0, evidence=(white,)
    )


class Edit(msgspec.Struct, frozen=True, rename={"pass_number": "pass"}):
    """One decided change (format of a line of ``edits.jsonl``)."""

    id: str
    document: str
    pass_number: int
    stage: str
    rule: str
    span: tuple[int, int]
    source: tuple[int, int]
    before: str
    after: str
    group: str | None
    confidence: float
    decision: Decision
    reason: Reason
    evidence: tuple[Evidence, ...]

    @property
    def applied(self) -> bool:
        """Whether the edit changed the text."""
        return self.decision is Decision.APPLIED


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Apply one pass of applied edits to the text it began with.

    Parameters
    ----------
    text : the text that the pass began with
    edits : sorted by span, not overlapping, all with decision ``applied``

    Raises
    ------
    LogMismatchError
        If an edit is out of order, out of bounds, or its ``before`` does not stand there.
    """
    parts: list[str] = []
    position = 0
    for edit in edits:
        start, end = edit.span
        if start < position or end < start or text[start:end] != edit.before:
            raise LogMismatchError(edit.pass_number, start, edit.before, text[start:end])
        parts.append(text[position:start])
        parts.append(edit.after)
        position = end
    parts.append(text[position:])
    return "".join(parts)


def undo_edits(text: str, edits: Sequence[Edit]) -> str:
    """Undo one pass: the inverse of :func:`apply_edits`, with the same errors."""
    parts: list[str] = []
    position = 0
    shift = 0
    for edit in edits:
        start = edit.span[0] + shift
        end = start + len(edit.after)
        if start < position or text[start:end] != edit.after:
            raise LogMismatchError(edit.pass_number, start, edit.after, text[start:end])
        parts.append(text[position:start])
        parts.append(edit.before)
        position = end
        shift += len(edit.after) - len(edit.before)
    parts.append(text[position:])
    return "".join(parts)


def regrouped(before: str, after: str) -> list[tuple[int, int] | str]:
    """Return what an edit that puts lines in a new order writes, run by run.

    A line is the same line wherever it stands, with the line break behind it if it had one; equal
    lines keep their order.

    Returns
    -------
    spans of ``before`` (code points), and the text in between that does not come from there
    """
    places: dict[str, deque[int]] = {}
    start = 0
    for line in before.split("\n"):
        if line:
            places.setdefault(line, deque()).append(start)
        start += len(line) + 1
    found: list[tuple[int, int] | str] = []
    lines = after.split("\n")
    for number, line in enumerate(lines):
        broken = number < len(lines) - 1
        waiting = places.get(line)
        if not waiting:
            found.append(line + "\n" * broken)
            continue
        start = waiting.popleft()
        end = start + len(line)
        own = broken and before[end : end + 1] == "\n"
        found.append((start, end + own))
        if broken and not own:
            found.append("\n")
    return [part for part in found if part]


def moved_back_in(edits: Sequence[Edit]) -> dict[int, int]:
    """Return which insertions of a pass put in again what their group took out, and which deletion
    took it, both by their place in ``edits``.

    A group may move several blocks; of equal ones the first that is taken out goes in first.
    """
    taken: dict[tuple[str, str], deque[int]] = {}
    for place, edit in enumerate(edits):
        if edit.group is not None and edit.before and not edit.after:
            taken.setdefault((edit.group, edit.before), deque()).append(place)
    found: dict[int, int] = {}
    for place, edit in enumerate(edits):
        if edit.group is not None and edit.after and not edit.before:
            waiting = taken.get((edit.group, edit.after))
            if waiting:
                found[place] = waiting.popleft()
    return found


def decided_once(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield the edits that stand for a decision each: of a group its first one that has words."""
    edits = list(edits)
    told: dict[tuple[str, int, str], Edit] = {}
    for edit in edits:
        if edit.group is not None:
            key = (edit.document, edit.pass_number, edit.group)
            if key not in told or not (told[key].before + told[key].after).strip():
                told[key] = edit
    for edit in edits:
        if edit.group is None or told[edit.document, edit.pass_number, edit.group] is edit:
            yield edit


# Eight characters on both sides tell equal edits apart in running text; the context is taken from
# the source without white space, so neither other edits nor a new line wrap change an id.
_CONTEXT = 8
_CONTEXT_REACH = 40


def edit_id(
    document: str,
    rule: str,
    before: str,
    after: str,
    context: tuple[str, str],
    ordinal: int,
) -> str:
    """Derive an edit's id from its content: 16 hexadecimal digits."""
    content = "\x1f".join((document, rule, before, after, *context, str(ordinal)))
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def edit_ids(
    document: str,
    source: str,
    items: Iterable[tuple[str, str, str, tuple[int, int]]],
    taken: Counter[tuple[str, ...]],
) -> list[str]:
    """Give ids to edits that stand in one order.

    Parameters
    ----------
    items : ``(rule, before, after, source span)`` per edit
    taken : counts equal edits of earlier passes; updated
    """
    ids: list[str] = []
    for rule, before, after, (start, end) in items:
        left = source[max(0, start - _CONTEXT) : start]
        if left.split() != [left]:
            left = "".join(source[max(0, start - _CONTEXT_REACH) : start].split())[-_CONTEXT:]
        right = source[end : end + _CONTEXT]
        if right.split() != [right]:
            right = "".join(source[end : end + _CONTEXT_REACH].split())[:_CONTEXT]
        key = (rule, before, after, left, right)
        ordinal = taken.get(key, 0)
        ids.append(edit_id(document, rule, before, after, (left, right), ordinal))
        taken[key] = ordinal + 1
    return ids
