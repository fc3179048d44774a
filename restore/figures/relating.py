"""Decides what two like claims are to each other: one fact, a conflict, one indicator over time."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple, Protocol

from rapidfuzz import fuzz

from restore.core.claims import Claim, Period
from restore.figures.dictionary import FigureDictionary
from restore.figures.intervals import overlap
from restore.figures.likeness import Context, nearness, subject_likeness
from restore.figures.slips import is_slip

__all__ = [
    "REASONS",
    "RELATIONS",
    "Relation",
    "Statement",
    "Thresholds",
    "relate",
    "statement",
    "telling_digits",
    "values_agree",
]

#: Likeness (0–100) of the text on each side of two figures of one document that say the same.
_REPEATED = 60.0

Relation = Literal["agree", "conflict", "series", "not-comparable", "unconfirmed"]
#: In the order in which equally strong ones are taken.
RELATIONS: tuple[Relation, ...] = ("agree", "conflict", "series", "not-comparable", "unconfirmed")
REASONS = (
    "equal",
    "within-qualifier",
    "within-precision",
    "values-differ",
    "period-differs",
    "period-within",
    "period-unknown",
    "body-differs",
    "unit-differs",
    "likeness-low",
)


class Thresholds(NamedTuple):
    """Likeness (0–100) that each relation asks for.

    ``agree`` is indexed by the number of telling digits of the value (one, two, three and more): a
    value such as 5633 is itself evidence. ``support`` is what an aligned neighbour adds. Set on
    the five seed reports; see ``restore.evaluation.figures`` for the measurement.
    """

    agree: tuple[float, float, float] = (62.0, 56.0, 50.0)
    conflict: float = 65.0
    series: float = 66.0
    inside: float = 84.0
    guessed: float = 82.0
    support: float = 9.0
    keep: float = 42.0


class Stated(Protocol):
    """What :func:`values_agree` looks at; a claim has it, and a :class:`Statement`."""

    @property
    def value(self) -> Decimal: ...
    @property
    def upper(self) -> Decimal | None: ...
    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def qualifier(self) -> str: ...


class Statement(NamedTuple):
    """The number of a claim, without what it counts."""

    value: Decimal
    upper: Decimal | None
    low: Decimal
    high: Decimal | None
    qualifier: str


def statement(claim: Claim) -> Statement:
    """Return the number of a claim."""
    return Statement(claim.value, claim.upper, claim.low, claim.high, claim.qualifier)


def values_agree(a: Stated, b: Stated) -> bool:
    """Tell whether two figures can both be right.

    Two plain numbers of the same printed precision must be equal; of different precision, the
    finer must lie in what the coarser covers (1.1万 covers 10500 to 11500). With a qualifier on
    either side the intervals must have more than an end in common; the same qualifier on both
    sides (超过9万, 超过8万) leaves no room for different numbers.
    """
    if a.value == b.value and a.upper == b.upper:
        return True
    if (a.upper is None) != (b.upper is None) or a.qualifier == b.qualifier != "":
        return False
    if not a.qualifier and not b.qualifier:
        width, other = _width(a), _width(b)
        if width == other or a.upper is not None:
            return False
        coarse, fine = (a, b) if width > other else (b, a)
        return coarse.high is not None and coarse.low <= fine.value <= coarse.high
    return overlap(a.low, _bound(a), b.low, _bound(b)) and not (
        _bound(a) == b.low or _bound(b) == a.low
    )


def _width(claim: Stated) -> Decimal:
    return Decimal(0) if claim.high is None else claim.high - claim.low


def _bound(claim: Stated) -> Decimal:
    """Cap what 超过 admits: twice the number is another fact."""
    return 2 * claim.value if claim.high is None else claim.high


def telling_digits(claim: Claim) -> int:
    """Return how many digits of a value tell it from others: 1 for 500, 4 for 5633 (3 at most)."""
    digits = str(claim.value).replace(".", "").replace("-", "").strip("0")
    return max(1, min(3, len(digits)))


def _span(period: Period) -> tuple[str, str]:
    """Return both ends as days, so that months and days compare as text."""
    return (period.start + "-00")[:10], (period.end + "-99")[:10]


def period_relation(a: Period | None, b: Period | None) -> str:
    """Return ``same``, ``within`` (one contains the other), ``differ`` or ``unknown``."""
    if a is None or b is None:
        return "unknown"
    if _span(a) == _span(b):
        return "same"
    (start, end), (other_start, other_end) = _span(a), _span(b)
    if (start <= other_start and other_end <= end) or (other_start <= start and end <= other_end):
        # A year inside the years of a plan is another period, a month inside a year may not be.
        years = {p.start[:4] for p in (a, b)} | {p.end[:4] for p in (a, b)}
        return "within" if len(years) == 1 else "differ"
    return "differ"


def relate(
    a: Context,
    b: Context,
    score: float,
    limits: Thresholds,
    dictionary: FigureDictionary,
    *,
    supported: bool = False,
) -> tuple[Relation, str] | None:
    """Decide what two like claims are to each other, or ``None`` for strangers.

    ``supported`` tells that a neighbour of the one agrees with a neighbour of the other.
    """
    one, two = a.claim, b.claim
    inside = one.document == two.document and one.article == two.article
    periods = period_relation(one.period, two.period)
    same_unit = one.unit_group == two.unit_group or "bare" in {one.unit_group, two.unit_group}
    homes = not (a.region and b.region) or a.region == b.region
    regions = homes and one.body == two.body
    agree = values_agree(one, two)
    if periods == "differ":
        subject = fuzz.ratio(a.subject, b.subject)
        if one.predicate and two.predicate and not _related(one.predicate, two.predicate):
            score -= 8
        # 每位委员至少提交1件 is a duty of each, no member of the series of totals.
        if _far(one, two) and not (subject >= 95 and one.predicate == two.predicate != ""):
            return None
        near = score >= limits.series or (
            subject >= 90 and len(a.subject) >= 3 and score >= limits.series - 16
        )
        telling = one.kind not in {"ordinal", "duration"} and subject >= 60
        telling = telling and len(a.subject) >= 2
        if min(len(one.subject), len(two.subject)) <= 4 and one.predicate != two.predicate:
            # 12条具体措施 and 22条具体措施: so short a subject does not make a series by itself.
            telling = telling and fuzz.ratio(a.clause, b.clause) >= 50
        if near and telling and regions and same_unit and not inside:
            return "series", "period-differs"
        return None
    if agree:
        needed = limits.agree[min(telling_digits(one), telling_digits(two)) - 1]
        needed += 0 if same_unit else 8
        if one.kind == "ordinal":
            needed += 8
        if inside:
            # 失业率5.2% and, as a goal, 控制在5.5%以内 are two facts of one document.
            equal = one.value == two.value and one.upper == two.upper
            needed = max(needed, limits.inside - 10 if equal else limits.inside)
        national = one.body == two.body == "全国"
        if score >= needed and (regions or national or (homes and not (one.body and two.body))):
            return "agree", _agree_reason(one, two)
        return None
    if inside and len(a.clause) < 8:
        return None
    needed = limits.inside + 6 if inside else limits.conflict
    if score < needed - 12:
        return None
    if not homes or (min(len(a.subject), len(b.subject)) < 2 and score < 80):
        return None
    if not regions:
        return ("not-comparable", "body-differs") if score >= needed + 10 else None
    if not same_unit:
        return ("not-comparable", "unit-differs") if score >= needed + 10 else None
    if one.kind == "ordinal" and periods == "within":
        periods = "same"
    if periods == "within" and not (score >= needed + 15 and _moment(one, two)):
        return ("not-comparable", "period-within") if score >= needed else None
    if one.kind == "ordinal" and one.unit in {"第届", "第次"}:
        needed += 10
    if inside and not _repeated(a, b, dictionary):
        return None
    if not inside and not supported and score < 97 and not _specific(a, b):
        needed = 101.0
    reason = "likeness-low" if score < needed else "period-unknown"
    if _guessed(one, two):
        # The two may be of different days: only what looks like a slip is called a conflict.
        # And only where a neighbour agrees: 增长2.4% is said of many days and many things.
        if not is_slip(one.value, two.value, dictionary):
            return None
        needed = max(needed, limits.guessed) if supported and one.kind != "ordinal" else 101.0
    if (
        not (a.region and b.region)
        and not supported
        and not is_slip(one.value, two.value, dictionary)
    ):
        # Nothing says that both speak of one place, and no slip makes one number the other.
        needed = 101.0
    if score >= needed and periods in {"same", "within"}:
        return "conflict", "values-differ"
    return None if inside or _far(one, two) else ("unconfirmed", reason)


def _repeated(a: Context, b: Context, dictionary: FigureDictionary) -> bool:
    """Tell whether a document seems to say the same twice, with a slip in one of the numbers.

    Rules and plans say like things with other numbers all the time (补贴不超过100万元): inside one
    document the text on both sides must be alike, and neither number a mere bound.
    """
    one, two = a.claim, b.claim
    if len(a.subject) < 4 and max(telling_digits(one), telling_digits(two)) < 2:
        return False
    if any(claim.high is None or (claim.low == 0 and claim.value) for claim in (one, two)):
        return False
    alike = min(fuzz.ratio(a.left, b.left), fuzz.ratio(a.right, b.right)) >= _REPEATED
    return alike and is_slip(one.value, two.value, dictionary)


def _moment(a: Claim, b: Claim) -> bool:
    """Tell whether the shorter of two periods is a month or day: a thing done then, not a running sum."""
    return any(c.period is not None and c.period.start[:7] == c.period.end[:7] for c in (a, b))


def _guessed(a: Claim, b: Claim) -> bool:
    """Tell whether the time of either figure hangs on a guessed year."""
    return any(c.period is not None and c.period.origin == "guess" for c in (a, b))


def _specific(a: Context, b: Context) -> bool:
    """Tell whether two claims are alike in what is counted, and in more than a stock phrase.

    同比增长19.3% of 营业收入 is said of every company: where clause and subject are short, the text
    around the figures must be alike as well.
    """
    if subject_likeness(a.subject, b.subject) < 72:
        return False
    short = min(len(a.subject), len(b.subject)) <= 4 or min(len(a.clause), len(b.clause)) <= 8
    return not short or nearness(a, b) >= 55


def _related(a: str, b: str) -> bool:
    return a in b or b in a or set(a) == set(b)


def _far(a: Claim, b: Claim) -> bool:
    low, high = sorted((abs(a.value), abs(b.value)))
    return high > 20 * low


def _agree_reason(a: Claim, b: Claim) -> str:
    if a.value == b.value and a.upper == b.upper:
        return "equal"
    return "within-qualifier" if a.qualifier or b.qualifier else "within-precision"
