"""Which numbers can both be right."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.figures.dictionary import load_dictionary
from restore.figures.intervals import last_place, overlap
from restore.figures.quantities import Quantity, scan_quantities
from restore.figures.values import far_apart, statement, telling_digits, values_agree
from tests.figures.made_claims import context


def read(text: str) -> Quantity:
    (quantity,) = scan_quantities(text, load_dictionary())
    return quantity


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("5633件", "5633件", True),
        ("5633件", "5634件", False),
        # The finer number lies in what the coarser covers, both ends included.
        ("1.1万件", "10500件", True),
        ("1.1万件", "11500件", True),
        ("1.1万件", "10499件", False),
        ("1.1万件", "11501件", False),
        ("1.1万件", "1.13万件", True),
        ("1.1万件", "1.2万件", False),
        # 2300余 covers 2300 to 2400, and means more than the one and less than the other.
        ("2300余件", "2300件", True),
        ("2300余件", "2301件", True),
        ("2300余件", "2399件", True),
        ("2300余件", "2400件", False),
        ("2300余件", "2299件", False),
        # 超过 has no upper end, but twice the number is another fact.
        ("超过9万件", "12万件", True),
        ("超过9万件", "179999件", True),
        ("超过9万件", "180000件", False),
        ("超过9万件", "30万件", False),
        ("超过9万件", "8万件", False),
        # The same word on both sides leaves no room for different numbers.
        ("超过9万件", "超过8万件", False),
        ("近6000件", "约5800件", True),
        # A range is one number only where both ends are.
        ("3至5件", "3至5件", True),
        ("3至5件", "3至6件", False),
        ("3至5件", "3件", False),
        ("约3至5件", "3至5件", True),
    ],
)
def test_numbers_that_can_both_be_right(first: str, second: str, agree: bool) -> None:
    one, other = read(first), read(second)
    assert values_agree(one, other) is agree
    assert values_agree(other, one) is agree


@given(st.integers(1, 10**6))
def test_a_number_agrees_with_itself_however_it_is_rounded(number: int) -> None:
    assert values_agree(read(f"{number}件"), read(f"{number}件"))
    assert values_agree(read(f"{number}件"), read(f"{number / 10_000:.1f}万件"))


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_plain_counts_agree_only_where_they_are_equal(one: int, other: int) -> None:
    assert values_agree(read(f"{one}件"), read(f"{other}件")) is (one == other)


@pytest.mark.parametrize(
    ("value", "digits"),
    [("0", 1), ("5", 1), ("500", 1), ("56", 2), ("-5.6", 2), ("90.3", 3), ("5633", 3), ("0.05", 1)],
)
def test_digits_that_tell_a_number_from_others(value: str, digits: int) -> None:
    assert telling_digits(context(value=value).claim) == digits


def test_twenty_times_is_far() -> None:
    near, far = context(value="2000").claim, context(value="2001").claim
    for one in (context(value="100").claim, context(value="-100").claim):
        assert not far_apart(one, near)
        assert far_apart(one, far)
        assert far_apart(far, one)


def test_a_statement_is_the_number_alone() -> None:
    claim = context(value="5600", high=Decimal(5700), qualifier="余").claim
    assert statement(claim) == (Decimal(5600), None, Decimal(5600), Decimal(5700), "余")
    assert values_agree(statement(claim), context(value="5633").claim)


def test_intervals_that_touch_overlap() -> None:
    one, two, three = map(Decimal, (1, 2, 3))
    assert overlap(one, two, two, three)
    assert overlap(two, three, one, two)
    assert not overlap(one, two, three, None)
    assert overlap(three, None, one, three)
    assert overlap(one, None, three, None)


@pytest.mark.parametrize(
    ("value", "place"), [("2300", "100"), ("0", "1"), ("90.30", "0.1"), ("7", "1"), ("-50", "10")]
)
def test_the_place_of_the_last_digit(value: str, place: str) -> None:
    assert last_place(Decimal(value)) == Decimal(place)
