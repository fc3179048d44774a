"""Recomputes relations that a document states between its own figures.

Each rule looks for a complete statement: a rate beside its two counts, a change beside both values,
a part of a whole, a list that names its length, an anniversary. Where the statement is incomplete
the rule reports nothing, because a false alarm costs a reviewer more than a missed error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from hashlib import sha256

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.changes import before_checks, change_checks
from restore.figures.dictionary import FigureDictionary
from restore.figures.listing import listing_checks
from restore.figures.relations import HUNDRED, admits, exact, make_check, rounded
from restore.figures.shares import share_checks, structure_checks, yield_checks
from restore.figures.sums import part_checks, sum_checks, total_checks
from restore.text.characters import HAN

__all__ = ["check_arithmetic"]

#: Figures before a rate in which its two counts stand.
_MAX_COUNTS_BEFORE = 4
#: A whole is no smaller than this part of what is counted of it: less is another thing.
_MAX_RATIO_TO_WHOLE = 10
#: Characters before an anniversary in which the name of what was founded stands.
_NAME_REACH = 16
#: So many mentions say what anniversary a text is about; one alone may be as wrong as the other.
_MIN_MENTIONS = 2
_NAMED = re.compile("^[^，。；、及和与0-9]{0,4}$")
_OTHER_YEAR = re.compile("(?:19|20)[0-9]{2}年|将|再过|迎接|喜迎|明年|去年|上年|届时|曾")
_KEPT = re.compile("(?:庆祝|迎接|喜迎|纪念)[^，。；0-9]{0,24}$")
_RATE = re.compile(f"(?P<stem>[{HAN}]{{1,6}})率$")


def check_arithmetic(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> list[ArithmeticCheck]:
    """Run every rule over one source; the result is sorted by place."""
    by_sentence: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    found: list[ArithmeticCheck] = []
    for group in by_sentence.values():
        found += _rates(source, group)
        found += change_checks(source, group)
        found += before_checks(source, group)
        found += part_checks(source, group, dictionary)
        found += sum_checks(source, group)
        found += total_checks(source, group)
        found += share_checks(source, group)
        found += yield_checks(source, group)
    found += _anniversaries(source, claims, dictionary)
    found += _other_mentions(source, claims, dictionary)
    found += listing_checks(source, claims)
    found += structure_checks(source)
    found += _impossible_dates(source)
    unique = {(check.rule, check.span, check.claims): check for check in found}
    return _with_ids(source, sorted(unique.values(), key=lambda c: (c.span, c.rule)))


def _with_ids(source: FigureSource, checks: Sequence[ArithmeticCheck]) -> list[ArithmeticCheck]:
    """Give every check an id made of what it is about, so that it is known again in another run.

    Of its words none counts, lest a decision be lost when an explanation is put in better words.
    """
    seen: Counter[str] = Counter()
    named = []
    for check in checks:
        words = "" if check.claims else source.text[slice(*check.span)]
        values = (str(check.stated), str(check.expected))
        content = "\x1f".join((check.document, check.rule, *check.claims, *values, words))
        digest = sha256(f"{content}\x1f{seen[content]}".encode()).hexdigest()[:12]
        seen[content] += 1
        named.append(msgspec.structs.replace(check, id="a" + digest))
    return named


def _rates(source: FigureSource, claims: Sequence[Claim]) -> Iterator[ArithmeticCheck]:
    """代办信访事项4425件，办结3994件，办结率90.3%: the rate named after the verb of its numerator."""
    for index, rate in enumerate(claims):
        if rate.unit != "%":
            continue
        before = source.text[rate.clause.span[0] : rate.span[0]]
        named = _RATE.search(re.sub(r"(?:达到?|为|约|超过?|高达|是)+$", "", before))
        if not named:
            continue
        stem = named["stem"][-2:]
        # 沿黄7个盟市森林覆盖率达到16.3%: a count in the rate's own clause is no count of its base.
        counts = [
            c
            for c in claims[max(0, index - _MAX_COUNTS_BEFORE) : index]
            if c.kind == "quantity" and c.clause.span != rate.clause.span
        ]
        tops = [c for c in counts if _states(source, c, stem)]
        if not tops:
            continue
        top = tops[-1]
        wholes = [
            c
            for c in counts
            if c.unit == top.unit
            and c.span < top.span
            and _MAX_RATIO_TO_WHOLE * c.value > top.value
        ]
        if not wholes or not wholes[-1].value or not (exact(top) and exact(wholes[-1])):
            continue
        whole = wholes[-1]
        computed = top.value / whole.value * HUNDRED
        low = (top.low / (whole.high or whole.value)) * HUNDRED
        high = ((top.high or top.value) / (whole.low or whole.value)) * HUNDRED
        shown = rounded(computed, rate.value)
        ok = admits(rate, low, high)
        yield make_check(
            source, "ratio", (whole, top, rate), ok, (rate.value, shown),
            f"{top.text} ÷ {whole.text} = {shown}%，文中为 {rate.text}",
        )  # fmt: skip


def _states(source: FigureSource, claim: Claim, stem: str) -> bool:
    own = source.text[claim.clause.span[0] : claim.span[0]]
    return stem in own or stem in claim.subject or stem in claim.predicate


def _founded(source: FigureSource, claim: Claim, dictionary: FigureDictionary) -> str | None:
    """Return what an anniversary is of, by the name right before it."""
    if claim.unit_group != "anniversary":
        return None
    before = source.text[max(0, claim.span[0] - _NAME_REACH) : claim.span[0]]
    return max(
        (name for name in dictionary.founded if name in before),
        key=lambda name: (before.rfind(name) + len(name), len(name)),
        default=None,
    )


def _anniversaries(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """2024年是新中国和人民政协成立75周年: founding year and age give the year spoken of."""
    for claim in claims:
        founded = _founded(source, claim, dictionary)
        if founded is None or claim.period is None:
            continue
        year = int(claim.period.end[:4])
        if claim.period.start[:4] != claim.period.end[:4]:
            continue
        stands = dictionary.founded[founded] + int(claim.value)
        if stands == year:
            yield make_check(
                source, "anniversary", (claim,), True, (Decimal(year), Decimal(stands)),
                f"{founded}：{dictionary.founded[founded]} + {claim.value} = {stands}",
            )  # fmt: skip
        elif _kept_in_passing(source, claim) and abs(stands - year) > 1:
            yield make_check(
                source, "anniversary", (claim,), False, (Decimal(year), Decimal(stands)),
                f"{founded}：{dictionary.founded[founded]} + {claim.value} = {stands}，文件为 {year} 年，"
                "且非逢五逢十",
            )  # fmt: skip
        elif claim.period.origin == "clause" and re.search(
            r"(?:19|20)[0-9]{2}年(?:是|[，,]?(?:恰逢|适逢|正值|正逢|迎来))[^，。；]{0,20}$",
            source.text[claim.clause.span[0] : claim.span[0]],
        ):
            yield make_check(
                source, "anniversary", (claim,), False, (Decimal(year), Decimal(stands)),
                f"{founded}：{dictionary.founded[founded]} + {claim.value} = {stands}，文中年份为 {year}",
            )  # fmt: skip


def _kept_in_passing(source: FigureSource, claim: Claim) -> bool:
    """庆祝中国共产党成立107周年, undated: an anniversary that nobody looks back on after its year.

    Those of five and ten years are: 先后庆祝改革开放40周年、新中国成立70周年.
    """
    assert claim.period is not None
    if not int(claim.value) % 5 or claim.period.origin in {"clause", "guess"}:
        return False
    lead = source.text[claim.sentence[0] : claim.span[0]]
    return bool(_KEPT.search(lead)) and not source.text.startswith("大会", claim.span[1])


def _other_mentions(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """人民政协成立71周年 where the same text says 75周年 of it: the fewer mentions are wrong."""
    mentions: dict[str, list[Claim]] = {}
    for claim in claims:
        founded = _founded(source, claim, dictionary)
        lead = source.text[claim.sentence[0] : claim.span[0]]
        # 再过5年将迎来, and another year beside it, speak of another anniversary.
        if founded and not _OTHER_YEAR.search(lead) and _NAMED.search(lead.rpartition(founded)[2]):
            mentions.setdefault(founded, []).append(claim)
    for founded, group in mentions.items():
        usual, count = Counter(claim.value for claim in group).most_common(1)[0]
        for claim in group:
            if count >= _MIN_MENTIONS and claim.value != usual:
                yield make_check(
                    source, "anniversary", (claim,), False, (claim.value, usual),
                    f"{founded}：文中另有 {count} 处为 {usual}周年，此处为 {claim.text}",
                )  # fmt: skip


_DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年([0-9]{1,2})月(?:([0-9]{1,2})[日号])?")
_MONTH_DAY = re.compile(r"(?<![0-9年])(1?[0-9])月([0-9]{1,2})[日号](?![均至])")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _impossible_dates(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """2023年2月30日, 13月, 6月31日: dates that no calendar has."""
    for match in _DATE.finditer(source.text):
        year, month = int(match[1]), int(match[2])
        day = int(match[3]) if match[3] else 1
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        ok = 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] - (month == 2 and not leap)
        if not ok:
            yield ArithmeticCheck(
                "", source.document, "date", match.span(), (), "failed", None, None,
                f"没有这一天：{match[0]}",
            )  # fmt: skip
    for match in _MONTH_DAY.finditer(source.text):
        month, day = int(match[1]), int(match[2])
        if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
            yield ArithmeticCheck(
                "", source.document, "date", match.span(), (), "failed", None, None,
                f"没有这一天：{match[0]}",
            )  # fmt: skip
