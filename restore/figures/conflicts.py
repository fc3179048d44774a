"""Decides between claims that are alike and whose values cannot both be right of one fact.

Most such pairs are no conflict: rules and plans say like things with other numbers all the time,
and 同比增长 is said of every company. A conflict is claimed only where place, time and wording leave
little else; short of that the two are shown as not comparable or unconfirmed, or not at all.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from restore.core.claims import Claim
from restore.figures.dictionary import FigureDictionary
from restore.figures.grounds import ground_of
from restore.figures.likeness import Context, nearness, subject_likeness
from restore.figures.pairs import Decision, Pair, Thresholds
from restore.figures.slips import is_slip
from restore.figures.values import far_apart, telling_digits

__all__ = ["differing", "guessed", "least_shown"]

# Thresholds are likenesses (0 to 100) or differences of likenesses; lengths are in characters.

#: A conflict inside an article, and one of the numbers of sessions (第三次), must be that much more
#: alike.
_CONFLICT_INSIDE = 6.0
_SESSION_NUMBER = 10.0
#: What is that much below the likeness of a conflict is not even shown.
_MAX_SHORTFALL = 12.0
#: To be shown as not comparable, claims of other bodies or units must be that much more alike.
_INCOMPARABLE = 10.0
#: A month and the year around it are compared only where the wording is that much more alike.
_WITHIN = 15.0
#: More than any likeness: asked where nothing would be enough.
_UNREACHABLE = 101.0
#: From here on, the wording is the same but for a character.
_NEARLY_EQUAL = 97.0
#: Clauses shorter than this say too little inside one article.
_MIN_CLAUSE_LENGTH_INSIDE = 8
#: Where a subject is shorter than this, the wording must be alike by itself.
_MIN_SUBJECT_LENGTH = 2
_MIN_WITHOUT_SUBJECT = 80.0
#: Subjects of one fact are so alike.
_MIN_SPECIFIC_SUBJECT = 72.0
#: Subjects and clauses so short are stock phrases: the text around them must be alike as well.
_SHORT_SUBJECT_LENGTH = 4
_SHORT_CLAUSE_LENGTH = 8
_MIN_SPECIFIC_NEARNESS = 55.0
#: The text on each side of two figures of one article that say the same is so alike.
_MIN_REPEATED_SIDE = 60.0
#: What is said twice has a subject so long, or a number of so many telling digits.
_MIN_REPEATED_SUBJECT_LENGTH = 4
_MIN_REPEATED_DIGITS = 2
#: A text refers to one article of a law here, to another there.
_REFERENCES = frozenset({"第条", "第章", "第项"})


def differing(
    pair: Pair, score: float, limits: Thresholds, dictionary: FigureDictionary, supported: bool
) -> Decision | None:
    """Decide between claims whose values cannot both be right of one fact."""
    (a, b), (one, two) = (pair.a, pair.b), pair.claims
    needed = limits.inside + _CONFLICT_INSIDE if pair.same_article else limits.conflict
    if not _worth_showing(pair, score, needed):
        return None
    if not pair.same_place or not pair.same_unit:
        reason = "unit-differs" if pair.same_place else "body-differs"
        return ("not-comparable", reason) if score >= needed + _INCOMPARABLE else None
    periods = "same" if one.kind == "ordinal" and pair.periods == "within" else pair.periods
    if periods == "within" and not (score >= needed + _WITHIN and _moment(one, two)):
        return ("not-comparable", "period-within") if score >= needed else None
    if one.kind == "ordinal" and one.unit in {"第届", "第次"}:
        needed += _SESSION_NUMBER
    if pair.same_article and (one.unit in _REFERENCES or not _repeated(a, b, dictionary)):
        return None
    if not pair.same_article and not supported and score < _NEARLY_EQUAL and not _specific(a, b):
        needed = _UNREACHABLE
    reason = "likeness-low" if score < needed else "period-unknown"
    if guessed(one, two):
        # The two may be of different days: only what looks like a slip is called a conflict.
        # And only where a neighbour agrees: 增长2.4% is said of many days and many things.
        if not is_slip(one.value, two.value, dictionary):
            return None
        undated = supported and one.kind != "ordinal"
        needed = max(needed, limits.guessed) if undated else _UNREACHABLE
    if not ((a.placed and b.placed) or supported or is_slip(one.value, two.value, dictionary)):
        # Nothing says that both speak of one place, and no slip makes one number the other.
        needed = _UNREACHABLE
    untold = one.period is None and two.period is None
    if score >= needed and (periods in {"same", "within"} or untold):
        ground = ground_of(pair, dictionary)
        # 截至目前, twice in one passage, is one time, whichever it is.
        if ground == "statement" or (ground and not untold):
            return "conflict", "values-differ"
        reason = "nothing-shown"
    return None if pair.same_article or far_apart(one, two) else ("unconfirmed", reason)


def least_shown(limits: Thresholds) -> float:
    """Return the likeness below which claims whose values differ are not shown."""
    return min(limits.inside + _CONFLICT_INSIDE, limits.conflict) - _MAX_SHORTFALL


def _worth_showing(pair: Pair, score: float, needed: float) -> bool:
    """Tell whether two different values are alike enough to be shown side by side at all."""
    if pair.same_article and len(pair.a.clause) < _MIN_CLAUSE_LENGTH_INSIDE:
        return False
    if score < needed - _MAX_SHORTFALL or not pair.same_province:
        return False
    shortest = min(len(pair.a.subject), len(pair.b.subject))
    return shortest >= _MIN_SUBJECT_LENGTH or score >= _MIN_WITHOUT_SUBJECT


def _repeated(a: Context, b: Context, dictionary: FigureDictionary) -> bool:
    """Tell whether a document seems to say the same twice, with a slip in one of the numbers.

    Rules and plans say like things with other numbers all the time (补贴不超过100万元): inside one
    document the text on both sides must be alike, and neither number a mere bound.
    """
    one, two = a.claim, b.claim
    most = max(telling_digits(one), telling_digits(two))
    if len(a.subject) < _MIN_REPEATED_SUBJECT_LENGTH and most < _MIN_REPEATED_DIGITS:
        return False
    if any(claim.high is None or (claim.low == 0 and claim.value) for claim in (one, two)):
        return False
    sides = min(fuzz.ratio(a.left, b.left), fuzz.ratio(a.right, b.right))
    return sides >= _MIN_REPEATED_SIDE and is_slip(one.value, two.value, dictionary)


def _moment(a: Claim, b: Claim) -> bool:
    """Tell whether the shorter of two periods is a month or day: a thing done then, not a running sum."""
    return any(c.period is not None and c.period.start[:7] == c.period.end[:7] for c in (a, b))


def guessed(a: Claim, b: Claim) -> bool:
    """Tell whether the time of either figure hangs on a guessed year."""
    return any(c.period is not None and c.period.origin == "guess" for c in (a, b))


def _specific(a: Context, b: Context) -> bool:
    """Tell whether two claims are alike in what is counted, and in more than a stock phrase.

    同比增长19.3% of 营业收入 is said of every company: where clause and subject are short, the text
    around the figures must be alike as well.
    """
    if subject_likeness(a.subject, b.subject) < _MIN_SPECIFIC_SUBJECT:
        return False
    subject = min(len(a.subject), len(b.subject))
    clause = min(len(a.clause), len(b.clause))
    short = subject <= _SHORT_SUBJECT_LENGTH or clause <= _SHORT_CLAUSE_LENGTH
    return not short or nearness(a, b) >= _MIN_SPECIFIC_NEARNESS
