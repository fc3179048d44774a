"""Recomputes relations that a document states between its own figures.

Each rule looks for a complete statement: a rate beside its two counts, a change beside both values,
a part of a whole, a list that names its length, an anniversary. Where the statement is incomplete
the rule reports nothing, because a false alarm costs a reviewer more than a missed error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import chain

import msgspec

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.anniversaries import anniversary_checks
from restore.figures.bounds import bound_checks
from restore.figures.changes import before_checks, change_checks, growth_alone
from restore.figures.codes import code_checks
from restore.figures.counted import counted_checks
from restore.figures.counts import counts_of
from restore.figures.dictionary import FigureDictionary
from restore.figures.fixed import fixed_checks
from restore.figures.goals import goal_checks
from restore.figures.headlines import headline_checks
from restore.figures.listing import listing_checks
from restore.figures.numbered import numbered_checks
from restore.figures.numbering import numbering_checks
from restore.figures.occasion_years import occasion_checks
from restore.figures.part_whole import part_checks
from restore.figures.partitions import partition_checks
from restore.figures.passages import passages_of
from restore.figures.products import product_checks
from restore.figures.provinces import province_checks
from restore.figures.rates import rate_checks
from restore.figures.recounted import recounted_checks
from restore.figures.repeated import repeated_checks
from restore.figures.respectively import respective_checks
from restore.figures.retold import retold_checks
from restore.figures.scales import scale_checks
from restore.figures.sessions import session_checks
from restore.figures.shares import share_checks, structure_checks
from restore.figures.steps import step_checks
from restore.figures.sums import passage_checks, sum_checks
from restore.figures.tabulated import table_checks
from restore.figures.totals import total_checks
from restore.figures.years import year_checks

__all__ = ["check_arithmetic"]


def check_arithmetic(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> list[ArithmeticCheck]:
    """Run every rule over one source; the result is sorted by place."""
    by_sentence: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    found: list[ArithmeticCheck] = []
    added: list[ArithmeticCheck] = []
    for group in by_sentence.values():
        found += rate_checks(source, group)
        found += change_checks(source, group)
        found += before_checks(source, group)
        found += growth_alone(source, group)
        found += step_checks(source, group)
        found += part_checks(source, group, dictionary)
        added += sum_checks(source, group)
        added += total_checks(source, group)
        found += product_checks(source, group)
        found += respective_checks(source, group)
    for passage in passages_of(source, list(by_sentence.values())):
        found += share_checks(source, list(chain.from_iterable(passage)))
        added += passage_checks(source, passage)
    # A list that comes out with the sentences behind it is none that does not.
    right = {check.claims[0] for check in added if check.outcome == "verified"}
    found += [c for c in added if c.outcome == "verified" or c.claims[0] not in right]
    found += partition_checks(source, list(by_sentence.values()))
    found += anniversary_checks(source, claims, dictionary)
    found += year_checks(source)
    found += session_checks(source)
    found += occasion_checks(source)
    counts = counts_of(source, claims)
    provinces = list(province_checks(source, dictionary))
    found += provinces
    known = {check.span[0] for check in provinces}
    others = [count for count in counts if count.span[0] not in known]
    found += counted_checks(source, others, dictionary)
    found += listing_checks(source, counts)
    found += numbered_checks(source, counts)
    found += structure_checks(source)
    found += numbering_checks(source)
    found += table_checks(source, claims)
    found += repeated_checks(source, claims)
    found += retold_checks(source, claims)
    found += recounted_checks(source, claims, dictionary)
    found += bound_checks(source)
    found += code_checks(source)
    found += headline_checks(source, claims)
    found += scale_checks(source, claims)
    found += goal_checks(source, claims)
    found += fixed_checks(source, dictionary)
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


_MONTH = re.compile("[0-9]月")
_DATE = re.compile(
    r"(?<![0-9])(?:(?P<year>(?:19|20)[0-9]{2})年(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})[日号])?"
    r"|(?<!年)(?P<bare>1?[0-9])月(?P<of>[0-9]{1,2})[日号](?![均至]))"
)
#: Without a year any may be meant, also one with a 29th of February.
_LEAP_YEAR = 2024
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


#: Characters around 月 in which the year and the day of its date stand.
_DATE_BEFORE, _DATE_BEHIND = 8, 5


def _impossible_dates(source: FigureSource) -> Iterator[ArithmeticCheck]:
    """2023年2月30日, 13月, 6月31日: dates that no calendar has."""
    for place in _MONTH.finditer(source.text):
        near = max(0, place.end() - _DATE_BEFORE), place.end() + _DATE_BEHIND
        match = _DATE.search(source.text, *near)
        if (
            match
            and max(match.end("month"), match.end("bare")) + 1 == place.end()
            and not _on_calendar(match)
        ):
            # 游戏里的8月32日: a day that is named again is no slip.
            again = len(re.findall(f"(?<![0-9年]){match[0]}", source.text)) > 1
            yield ArithmeticCheck(
                "", source.document, "date", match.span(), (), "possible" if again else "failed", None, None,
                f"没有这一天：{match[0]}",
            )  # fmt: skip


def _on_calendar(match: re.Match[str]) -> bool:
    month, day = int(match["month"] or match["bare"]), int(match["day"] or match["of"] or 1)
    year = int(match["year"] or _LEAP_YEAR)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] - (month == 2 and not leap)
