"""The nouns of the figure check: what a text counts, and what was found by comparing it.

No rules and no input or output live here. Offsets are code points into the text of the
:class:`FigureSource` that a record names; numbers are exact (:class:`decimal.Decimal`) and are
written to JSON as strings, so that nothing is lost on the way.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

__all__ = [
    "ArithmeticCheck",
    "CheckOutcome",
    "Claim",
    "ClaimGroup",
    "ClaimKind",
    "Clause",
    "DateMention",
    "Evidence",
    "FigureReport",
    "FigureSource",
    "Period",
    "Series",
    "SlotFilling",
    "TextualFact",
    "Verdict",
]

ClaimKind = Literal["quantity", "money", "percent", "ratio", "ordinal", "duration", "bare"]
Verdict = Literal["agree", "conflict", "not-comparable", "unconfirmed"]
CheckOutcome = Literal["verified", "failed", "possible", "unmade"]


class FigureSource(msgspec.Struct, frozen=True):
    """A clean text to read figures from.

    ``text`` has one paragraph per line; articles are separated by a line that holds only U+000C.
    ``date`` is the document's own date as printed (``2024年1月29日``), where it is known.
    """

    document: str
    text: str
    title: str | None = None
    date: str | None = None


class Period(msgspec.Struct, frozen=True):
    """The time a figure is about, in whole months or one day.

    ``start`` and ``end`` are ``YYYY-MM`` (or ``YYYY-MM-DD`` for one day) and both included;
    ``origin`` tells how the period was found: ``clause`` (stands beside the figure), ``sentence``,
    ``paragraph``, ``section``, ``document``, or ``guess`` where the year itself is a guess.
    """

    start: str
    end: str
    label: str
    origin: str


class Clause(msgspec.Struct, frozen=True):
    """A stretch of text between two clause marks, with its span."""

    text: str
    span: tuple[int, int]


class Claim(msgspec.Struct, frozen=True):
    """One figure of a text.

    ``value`` is the printed number in the base of ``unit`` (万 and 亿 multiplied out); ``upper`` is
    the second number of a range. ``low`` and ``high`` bound what the wording admits (printed
    precision, 余, 近, 以上 …); ``high`` is ``None`` where the wording sets no bound. ``span`` covers
    the number with its unit, without a qualifier that stands before it.
    """

    id: str
    document: str
    article: int
    span: tuple[int, int]
    text: str
    kind: ClaimKind
    value: Decimal
    upper: Decimal | None
    low: Decimal
    high: Decimal | None
    unit: str
    unit_group: str
    qualifier: str
    head: str
    subject: str
    predicate: str
    body: str
    period: Period | None
    clause: Clause
    sentence: tuple[int, int]
    siblings: tuple[str, ...] = ()


class Evidence(msgspec.Struct, frozen=True):
    """One reason for a verdict: ``kind`` names it, ``detail`` is written for a Chinese reader.

    ``values`` are the digits, numbers and counts that ``detail`` names, in its order.
    """

    kind: str
    detail: str
    values: tuple[str, ...] = ()


class ClaimGroup(msgspec.Struct, frozen=True):
    """Claims that state the same fact, with the verdict on them.

    ``key`` says which fact it is. ``score`` (0–100) is the weakest likeness that holds the group
    together. ``suggestion`` is a value a person may want to look at first; nothing is changed. ``why``
    says why claims whose values differ are taken for one fact; ``ground`` names that reason, and
    ``shared`` are the words that it rests on (numbers; or place, time and indicator).
    """

    id: str
    claims: tuple[str, ...]
    key: str
    verdict: Verdict
    reason: str
    explanation: str
    score: float
    evidence: tuple[Evidence, ...] = ()
    suggestion: str | None = None
    why: str = ""
    ground: str = ""
    shared: tuple[str, ...] = ()


class Series(msgspec.Struct, frozen=True):
    """The same indicator in several periods, oldest first. Never a conflict.

    ``note`` says where a value looks like a misreading of its neighbour; ``jumps`` are those places:
    the two values by index, and whether the one is ten times the other (``tenfold``) or has two digits
    exchanged (``exchange``).
    """

    id: str
    key: str
    unit: str
    claims: tuple[str, ...]
    periods: tuple[str, ...]
    values: tuple[Decimal, ...]
    note: str = ""
    jumps: tuple[tuple[int, int, str], ...] = ()


class ArithmeticCheck(msgspec.Struct, frozen=True):
    """A relation between figures of one document, recomputed.

    ``expected`` is what the other figures give, ``stated`` what the text says. ``unmade`` is a check that
    words announce and for which the text gives too little: it is counted, and never passed.
    """

    id: str
    document: str
    rule: str
    span: tuple[int, int]
    claims: tuple[str, ...]
    outcome: CheckOutcome
    stated: Decimal | None
    expected: Decimal | None
    explanation: str


class SlotFilling(msgspec.Struct, frozen=True):
    """One filling of a slot, where it stands."""

    document: str
    span: tuple[int, int]
    text: str


class TextualFact(msgspec.Struct, frozen=True):
    """The same slot of the same statement, filled differently in several places."""

    id: str
    slot: str
    fillings: tuple[SlotFilling, ...]
    explanation: str
    score: float


class DateMention(msgspec.Struct, frozen=True):
    """A year, month, day or relative time, with the months it stands for where that is known."""

    document: str
    span: tuple[int, int]
    text: str
    start: str | None
    end: str | None


class FigureReport(msgspec.Struct, frozen=True):
    """All that the figure check found, in a deterministic order."""

    claims: tuple[Claim, ...]
    groups: tuple[ClaimGroup, ...]
    series: tuple[Series, ...]
    checks: tuple[ArithmeticCheck, ...]
    facts: tuple[TextualFact, ...]
    dates: tuple[DateMention, ...]
    counts: dict[str, int]

    @property
    def conflicts(self) -> tuple[ClaimGroup, ...]:
        """The groups whose claims contradict each other."""
        return tuple(group for group in self.groups if group.verdict == "conflict")

    @property
    def to_decide(self) -> tuple[tuple[str, str], ...]:
        """What a person must decide, by id and first document: conflicts, failed checks, doubtful ones."""
        by_id = {claim.id: claim.document for claim in self.claims}
        found = [(group.id, by_id[group.claims[0]]) for group in self.conflicts]
        for outcome in ("failed", "possible"):
            found += [(c.id, c.document) for c in self.checks if c.outcome == outcome]
        return tuple(found)

    @property
    def failed_checks(self) -> tuple[ArithmeticCheck, ...]:
        """The arithmetic that does not come out."""
        return tuple(check for check in self.checks if check.outcome == "failed")
