"""What two like claims are to each other: each threshold from both of its sides."""

from __future__ import annotations

from decimal import Decimal

import pytest

from restore.core.claims import Period
from restore.figures.dictionary import FigureDictionary
from restore.figures.likeness import Context
from restore.figures.pairs import Decision, Thresholds, period_relation
from restore.figures.relating import relate
from tests.figures.made_claims import alike, context

LIMITS = Thresholds()
OTHER_YEAR = Period("2024-01", "2024-12", label="2024年", origin="document")
HALF = Period("2023-01", "2023-06", label="上半年", origin="clause")
MONTH = Period("2023-05", "2023-05", label="5月", origin="clause")
GUESS = Period("2023-01", "2023-12", label="2023年", origin="guess")
NOT_COMPARABLE = "not-comparable"
AGREE, CONFLICT = ("agree", "equal"), ("conflict", "values-differ")
SERIES, UNLIKE = ("series", "period-differs"), ("unconfirmed", "likeness-low")
UNDATED = ("unconfirmed", "period-unknown")


class Relate:
    """Asks for the relation of two claims at some likeness."""

    def __init__(self, dictionary: FigureDictionary) -> None:
        self._dictionary = dictionary

    def __call__(
        self, a: Context, b: Context, score: float, *, supported: bool = False
    ) -> Decision | None:
        found = relate(a, b, score, LIMITS, self._dictionary, supported=supported)
        assert found == relate(b, a, score, LIMITS, self._dictionary, supported=supported)
        return found

    def turns(
        self, a: Context, b: Context, score: float, low: object, high: object, **more: bool
    ) -> None:
        """Assert that the relation changes from one to another at just this likeness."""
        assert self(a, b, score - 0.01, **more) == low
        assert self(a, b, score, **more) == high


@pytest.fixture(scope="session")
def ask(dictionary: FigureDictionary) -> Relate:
    return Relate(dictionary)


# --- one fact


@pytest.mark.parametrize(
    ("value", "needed"), [("3", 62), ("500", 62), ("56", 56), ("1.2", 56), ("5633", 50)]
)
def test_the_more_telling_the_value_the_less_the_wording_must_agree(
    value: str, needed: float, ask: Relate
) -> None:
    ask.turns(context("a", value), context("b", value), needed, None, AGREE)


def test_the_less_telling_of_two_values_that_agree_counts(ask: Relate) -> None:
    about = context("a", "5600", high=Decimal(5700), qualifier="余")
    ask.turns(about, context("b", "5633"), 56, None, ("agree", "within-qualifier"))
    rounded = context("a", "5600", low=Decimal(5550), high=Decimal(5650))
    ask.turns(rounded, context("b", "5633"), 56, None, ("agree", "within-precision"))


def test_what_makes_an_agreement_harder(ask: Relate) -> None:
    ask.turns(context(), context("b", unit_group="person"), 58, None, AGREE)
    ask.turns(context(), context("b", unit_group="bare"), 50, None, AGREE)
    ask.turns(context(kind="ordinal"), context("b", kind="ordinal"), 58, None, AGREE)


def test_inside_an_article_equal_numbers_need_more_and_others_most(ask: Relate) -> None:
    ask.turns(context("a"), context("a"), 74, None, AGREE)
    ask.turns(context("a"), context("a", article=1), 50, None, AGREE)
    about = context("a", "5600", high=Decimal(5700), qualifier="余")
    ask.turns(about, context("a"), 84, None, ("agree", "within-qualifier"))
    span = {"low": Decimal(3), "high": Decimal(7), "kind": "quantity"}
    one = context("a", "3", upper=Decimal(5), qualifier="约", **span)
    other = context("a", "3", upper=Decimal(6), **span)
    ask.turns(one, other, 84, None, ("agree", "within-qualifier"))


@pytest.mark.parametrize(
    ("first", "second", "agrees"),
    [
        ({"body": "包头市"}, {"body": "包头市"}, True),
        ({"body": "包头市"}, {"body": ""}, True),
        ({"body": "包头市"}, {"body": "赤峰市"}, False),
        ({"region": "山东"}, {"region": "江西"}, False),
        ({"region": "山东"}, {"region": ""}, True),
        ({"region": "山东", "body": "全国"}, {"region": "江西", "body": "全国"}, True),
        ({"region": "山东", "body": "全国"}, {"region": "江西", "body": ""}, False),
        ({"region": "山东", "body": "济南市"}, {"region": "江西", "body": "济南市"}, False),
    ],
)
def test_claims_of_other_places_do_not_agree(
    first: dict[str, str], second: dict[str, str], agrees: bool, ask: Relate
) -> None:
    found = ask(context("a", **first), context("b", **second), 100)
    assert (found == AGREE) is agrees


# --- one indicator over time


def test_one_subject_makes_a_series_at_less_likeness(ask: Relate) -> None:
    later = {"value": "5638", "period": OTHER_YEAR}
    ask.turns(context(), context("b", **later), 50, None, SERIES)
    # 90 of 100, and no more.
    one, other = alike(9, 10, 10)
    ask.turns(context(subject=one), context("b", subject=other, **later), 50, None, SERIES)
    one, other = alike(17, 19, 19)
    ask.turns(context(subject=one), context("b", subject=other, **later), 66, None, SERIES)
    # Two characters name too many things.
    ask.turns(context(subject="案件"), context("b", subject="案件", **later), 66, None, SERIES)
    three = "总案件"
    ask.turns(context(subject=three), context("b", subject=three, **later), 50, None, SERIES)


def test_subjects_of_a_series_are_alike(ask: Relate) -> None:
    later = {"value": "5638", "period": OTHER_YEAR}
    one, other = alike(6, 10, 10)
    assert ask(context(subject=one), context("b", subject=other, **later), 100) == SERIES
    one, other = alike(13, 22, 22)
    assert ask(context(subject=one), context("b", subject=other, **later), 100) is None
    assert ask(context(subject="人"), context("b", subject="人", **later), 100) is None


def test_verbs_that_have_nothing_in_common_count_against_a_series(ask: Relate) -> None:
    later = {"value": "5638", "period": OTHER_YEAR}
    ask.turns(context(), context("b", predicate="实现", **later), 58, None, SERIES)
    for predicate in ("", "参与了", "与参"):
        ask.turns(context(), context("b", predicate=predicate, **later), 50, None, SERIES)


def test_other_acts_and_other_words_make_no_series(ask: Relate) -> None:
    later = {"value": "5638", "period": OTHER_YEAR}
    assert ask(context(), context("b", predicate="办结", **later), 100) is None
    for one, other, found in (
        ("出栏生猪", "存栏生猪", None),
        ("生猪", "生猪", SERIES),
        ("案件", "刑事案件", None),
        ("调解案件", "刑事调解案件", SERIES),
        ("国家外汇储备", "我国外汇储备", SERIES),
        ("社会消费品零售额", "社会消费品批零额", SERIES),
    ):
        assert ask(context(subject=one), context("b", subject=other, **later), 100) == found


def test_a_series_does_not_jump_but_under_one_name_and_verb(ask: Relate) -> None:
    one, other = alike(18, 19, 19)
    assert ask(context("a", "100"), context("b", "2000", period=OTHER_YEAR), 100) == SERIES
    far = {"value": "2001", "period": OTHER_YEAR}
    assert ask(context("a", "100"), context("b", **far), 100) == SERIES
    assert ask(context("a", "100", subject=one), context("b", subject=other, **far), 100) is None
    one, other = alike(19, 20, 20)
    assert ask(context("a", "100", subject=one), context("b", subject=other, **far), 100) == SERIES
    assert ask(context("a", "100"), context("b", predicate="办结", **far), 100) is None
    blank = context("a", "100", predicate="")
    assert ask(blank, context("b", predicate="", **far), 100) is None


@pytest.mark.parametrize(("shared", "found"), [(10, SERIES), (9, None)])
def test_short_subjects_with_other_verbs_need_like_clauses(
    shared: int, found: Decision | None, ask: Relate
) -> None:
    one, other = alike(shared, 20, 20)
    first = context(subject="政策措施", clause=one)
    second = {"value": "5638", "period": OTHER_YEAR, "clause": other}
    assert ask(first, context("b", subject="政策措施", predicate="实现", **second), 100) == found
    assert ask(first, context("b", subject="政策措施", **second), 100) == SERIES
    longer = context(subject="惠民政策措", clause=one)
    assert (
        ask(longer, context("b", subject="惠民政策措", predicate="实现", **second), 100) == SERIES
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"kind": "ordinal"}, {"kind": "ordinal"}),
        ({"kind": "duration"}, {"kind": "duration"}),
        ({}, {"body": "包头市"}),
        ({}, {"region": "山东"}),
        ({}, {"unit_group": "person"}),
    ],
)
def test_what_makes_no_series(first: dict[str, str], second: dict[str, str], ask: Relate) -> None:
    later = context("b", "5638", period=OTHER_YEAR, **second)
    assert ask(context(**first), later, 100) is None


@pytest.mark.parametrize(
    ("subject", "value", "unit_group", "found"),
    [
        ("视察考察活动", "15", "event", SERIES),
        ("视察考察活动", "16", "event", None),
        ("委员视察考察", "15", "event", None),
        ("视察考察活动", "15", "person", None),
    ],
)
def test_a_longer_name_under_another_measure_word_goes_on_with_a_series(
    subject: str, value: str, unit_group: str, found: Decision | None, ask: Relate
) -> None:
    first = context("a", "5", subject="视察考察")
    later = context("b", value, subject=subject, unit_group=unit_group, period=OTHER_YEAR)
    assert ask(first, later, 100) == found


def test_what_is_guessed_makes_no_series_of_short_names(ask: Relate) -> None:
    later = {"value": "103", "period": OTHER_YEAR, "predicate": ""}
    first = context("a", "58", subject="旗县", predicate="", period=GUESS)
    assert ask(first, context("b", subject="旗县", **later), 100) is None
    shown = context("a", "58", subject="旗县", predicate="")
    assert ask(shown, context("b", subject="旗县", **later), 100) == SERIES
    longer = context("a", "58", subject="乡村振兴旗县", predicate="", period=GUESS)
    assert ask(longer, context("b", subject="乡村振兴旗县", **later), 100) == SERIES


def test_an_article_holds_no_series_of_its_own(ask: Relate) -> None:
    later = {"value": "5638", "period": OTHER_YEAR}
    assert ask(context(), context("a", **later), 100) is None
    assert ask(context(), context("a", article=1, **later), 100) == SERIES


# --- values that cannot both be right


def test_a_conflict_needs_likeness_and_less_is_unconfirmed(ask: Relate) -> None:
    ask.turns(context(), context("b", "5638"), 65, UNLIKE, CONFLICT)
    ask.turns(context(), context("b", "5638"), 53, None, UNLIKE)
    # No slip makes the one of the other: a conflict all the same.
    ask.turns(context(), context("b", "1234"), 65, UNLIKE, CONFLICT)
    assert ask(context(), context("b", "5638", region="山东"), 100) is None


def test_numbers_far_apart_are_other_facts_unless_the_wording_is_sure(ask: Relate) -> None:
    ask.turns(context("a", "100"), context("b", "2001"), 65, None, CONFLICT)
    ask.turns(context("a", "100"), context("b", "2000"), 65, UNLIKE, CONFLICT)


def test_other_bodies_and_units_are_not_comparable(ask: Relate) -> None:
    other = context("b", "5638", body="包头市")
    ask.turns(context(), other, 75, None, (NOT_COMPARABLE, "body-differs"))
    other = context("b", "5638", unit_group="person")
    ask.turns(context(), other, 75, None, (NOT_COMPARABLE, "unit-differs"))
    other = context("b", "5638", unit_group="person", body="包头市")
    assert ask(context(), other, 100) == (NOT_COMPARABLE, "body-differs")


def test_a_month_is_compared_with_its_year_only_where_the_wording_is_the_same(ask: Relate) -> None:
    within = (NOT_COMPARABLE, "period-within")
    ask.turns(context(), context("b", "5638", period=MONTH), 80, within, CONFLICT)
    ask.turns(context(), context("b", "5638", period=MONTH), 65, None, within)
    assert ask(context(), context("b", "5638", period=HALF), 100) == within


def test_ordinals_of_a_month_and_its_year_are_compared(ask: Relate) -> None:
    first = {"kind": "ordinal", "unit": "第名"}
    second = {**first, "period": MONTH}
    ask.turns(context("a", "3", **first), context("b", "8", **second), 65, UNLIKE, CONFLICT)
    for unit in ("第届", "第次"):
        first = {"kind": "ordinal", "unit": unit}
        ask.turns(context("a", "3", **first), context("b", "8", **first), 75, UNLIKE, CONFLICT)


def test_without_a_time_nothing_is_a_conflict(ask: Relate) -> None:
    ask.turns(context(), context("b", "5638", period=None), 65, UNLIKE, UNDATED)
    untold = context("b", "5638", period=None)
    ask.turns(context(period=None), untold, 65, UNLIKE, CONFLICT)
    apart = context("b", "5638", period=None, around="共5638件，办得很好", sentence=(0, 6))
    assert ask(context(period=None), apart, 100) == ("unconfirmed", "nothing-shown")


def test_a_guessed_year_asks_for_a_slip_and_a_neighbour(ask: Relate) -> None:
    guessed = context("b", "5638", period=GUESS)
    ask.turns(context(), guessed, 82, UNDATED, CONFLICT, supported=True)
    assert ask(context(), guessed, 100) == UNDATED
    assert ask(context(), context("b", "1234", period=GUESS), 100, supported=True) is None
    ordinal = {"kind": "ordinal", "unit": "第名"}
    found = ask(context("a", "3", **ordinal), context("b", "8", period=GUESS, **ordinal), 100,
                supported=True)  # fmt: skip
    assert found == UNDATED


def test_without_a_known_province_a_slip_or_a_neighbour_is_needed(ask: Relate) -> None:
    assert ask(context(), context("b", "5638", region=""), 65) == CONFLICT
    assert ask(context(), context("b", "1234", region=""), 100) == UNDATED
    assert ask(context(), context("b", "1234", region=""), 65, supported=True) == CONFLICT
    assert ask(context(region=""), context("b", "1234", region=""), 100) == UNDATED


def test_other_subjects_are_a_conflict_only_beside_a_neighbour_that_agrees(ask: Relate) -> None:
    one, other = alike(18, 25, 25)
    ask.turns(context(subject=one), context("b", "5638", subject=other), 65, UNLIKE, CONFLICT)
    one, other = alike(5, 7, 7)
    first, second = context(subject=one), context("b", "5638", subject=other)
    ask.turns(first, second, 97, UNLIKE, CONFLICT)
    ask.turns(first, second, 65, UNLIKE, CONFLICT, supported=True)


@pytest.mark.parametrize(
    ("subject", "clause", "short"),
    [
        ("营业收入", 12, True),
        ("总营业收入", 12, False),
        ("总营业收入", 8, True),
        ("总营业收入", 9, False),
    ],
)
def test_stock_phrases_need_like_text_around_them(
    subject: str, clause: int, short: bool, ask: Relate
) -> None:
    words = "公司全年的总营业收入增长#"[:clause]
    for shared, length, near in ((11, 20, True), (6, 11, False)):
        left, other = alike(shared, length, length)
        first = context(subject=subject, clause=words, left=left, right="")
        second = context("b", "5638", subject=subject, clause=words, left=other, right="，利润平稳")
        found = ask(first, second, 65)
        assert found == (CONFLICT if near or not short else UNLIKE)


def test_a_subject_of_one_character_leaves_all_to_the_wording(ask: Relate) -> None:
    ask.turns(context(subject="人"), context("b", "5638", subject="人"), 80, None, CONFLICT)
    assert ask(context(subject="人员"), context("b", "5638", subject="人员"), 65) == CONFLICT


def test_inside_an_article_only_what_is_said_twice_is_a_conflict(ask: Relate) -> None:
    ask.turns(context("a"), context("a", "5638"), 90, None, CONFLICT)
    assert ask(context("a"), context("a", "1234"), 100) is None, "no slip"
    ask.turns(context("a"), context("a", "5638", body="市"), 100, None,
              (NOT_COMPARABLE, "body-differs"))  # fmt: skip


def test_inside_an_article_clauses_must_say_enough(ask: Relate) -> None:
    for clause, found in (("参与调解案件#件", CONFLICT), ("调解案件共#件", None)):
        first, second = context("a", clause=clause), context("a", "5638", clause=clause)
        assert ask(first, second, 100) == found


@pytest.mark.parametrize("side", ["left", "right"])
def test_inside_an_article_both_sides_are_alike(side: str, ask: Relate) -> None:
    one, other = alike(6, 10, 10)
    assert ask(context("a", **{side: one}), context("a", "5638", **{side: other}), 90) == CONFLICT
    one, other = alike(13, 22, 22)
    assert ask(context("a", **{side: one}), context("a", "5638", **{side: other}), 100) is None


def test_inside_an_article_a_mere_bound_is_no_conflict(ask: Relate) -> None:
    over = context("a", "5638", high=None, qualifier="超过")
    assert ask(context("a"), over, 100) is None
    assert ask(context("b"), over, 100) == CONFLICT
    at_most = context("a", "5633", low=Decimal(0), qualifier="不超过")
    assert ask(at_most, context("a", "5638"), 100) is None
    assert ask(context("a", "0"), context("a", "8"), 100) == CONFLICT, "nought is no bound"


@pytest.mark.parametrize(
    ("subject", "first", "second", "found"),
    [
        ("总案件", "3", "8", None),
        ("总案件", "33", "38", CONFLICT),
        ("涉法案件", "3", "8", CONFLICT),
    ],
)
def test_inside_an_article_little_must_not_be_said_twice(
    subject: str, first: str, second: str, found: Decision | None, ask: Relate
) -> None:
    one, other = context("a", first, subject=subject), context("a", second, subject=subject)
    assert ask(one, other, 100) == found


# --- times


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (("2023-01", "2023-12"), ("2023-01", "2023-12"), "same"),
        (("2023-05", "2023-05"), ("2023-05-03", "2023-05-03"), "within"),
        (("2023-01", "2023-12"), ("2023-01", "2023-01"), "within"),
        (("2023-01", "2023-12"), ("2023-12", "2023-12"), "within"),
        (("2023-01", "2023-06"), ("2023-04", "2023-09"), "differ"),
        (("2023-01", "2023-12"), ("2024-01", "2024-12"), "differ"),
        (("2021-01", "2025-12"), ("2023-01", "2023-12"), "differ"),
        (("2022-12", "2023-01"), ("2022-12", "2022-12"), "differ"),
        (("2023-05-03", "2023-05-03"), ("2023-05-13", "2023-05-13"), "differ"),
        (("2023-05-03", "2023-05-08"), ("2023-05-05", "2023-05-09"), "differ"),
        (("2023-05-01", "2023-05-31"), ("2023-05", "2023-05"), "within"),
        (("2023-05-03", "2023-05-03"), ("2023-05-03", "2023-05-03"), "same"),
    ],
)
def test_periods(first: tuple[str, str], second: tuple[str, str], wanted: str) -> None:
    one, other = (Period(*ends, label="", origin="clause") for ends in (first, second))
    assert period_relation(one, other) == period_relation(other, one) == wanted
    assert period_relation(one, None) == period_relation(None, one) == "unknown"
