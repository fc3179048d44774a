from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.figures import numerals
from restore.figures.numerals import read_chinese, read_numeral

CASES = {
    "1,234.5": "1234.5",
    "１２３": "123",
    "３５．２": "35.2",
    "1.2万亿": "1200000000000",
    "3400万": "34000000",
    "1万2千": "12000",
    "1亿3000万": "130000000",
    "三千二百": "3200",
    "三千二": "3200",
    "两百零五": "205",
    "廿": "20",
    "廿五": "25",
    "卅一": "31",
    "五点二": "5.2",
    "二〇二三": "2023",
    "一万二千亿": "1200000000000",
    "两万亿": "2000000000000",
    "十": "10",
    "十二": "12",
    "一百一十": "110",
    "一万零五": "10005",
    "三百六十五": "365",
    "三万五": "35000",
    "十三万五": "135000",
    "两亿三": "230000000",
    "三万零五": "30005",
    "百万": "1000000",
    "千亿": "100000000000",
    "贰拾": "20",
    "壹佰贰拾叁万肆仟伍佰": "1234500",
    "1万600": "10600",
    "13万5": "135000",
    "1 234 567.5": "1234567.5",
}


@pytest.mark.parametrize(("text", "value"), CASES.items())
def test_reads(text: str, value: str) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert numeral.value == Decimal(value)
    assert numeral.upper is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("一两", 1, 2),
        ("十三四", 13, 14),
        ("三四十", 30, 40),
        ("三五", 3, 5),
        ("七八百万", 7 * 10**6, 8 * 10**6),
    ],
)
def test_reads_pairs(text: str, low: int, high: int) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert (numeral.value, numeral.upper) == (low, high)


@pytest.mark.parametrize(
    "text", ["", "万", "百", "百万千", "二五", "点五", "一亿亿亿", "1" * 16, "abc"]
)
def test_refuses_what_is_no_number(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "quantum"),
    [("1.1万", 1000), ("40万", 10000), ("90.3", "0.1"), ("523", 1), ("1.20", "0.01")],
)
def test_keeps_the_printed_precision(text: str, quantum: int | str) -> None:
    numeral = read_numeral(text)
    assert numeral is not None
    assert numeral.quantum == Decimal(quantum)


_DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """Write a number below 10**12 in full, the slow and obvious way."""
    if number >= 10**8:
        rest = number % 10**8
        gap = "零" if 0 < rest < 10**7 else ""
        return spell(number // 10**8) + "亿" + (gap + spell(rest) if rest else "")
    if number >= 10**4:
        rest = number % 10**4
        gap = "零" if 0 < rest < 10**3 else ""
        return spell(number // 10**4) + "万" + (gap + spell(rest) if rest else "")
    out, zero = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return out


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_reads_every_number_written_out(number: int) -> None:
    numeral = read_chinese(spell(number))
    assert numeral is not None
    assert numeral.value == number


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_reads_every_decimal_exactly(value: Decimal) -> None:
    numeral = read_numeral(format(value, "f"))
    assert numeral is not None
    assert numeral.value == value


_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@given(
    st.integers(min_value=0, max_value=10**9),
    st.integers(min_value=0, max_value=3),
    st.sampled_from(sorted(_SCALES)),
    st.booleans(),
    st.booleans(),
)
def test_reads_every_arabic_form(
    digits: int, places: int, scale: str, grouped: bool, wide: bool
) -> None:
    value = Decimal(digits).scaleb(-places)
    text = f"{value:,f}" if grouped else f"{value:f}"
    numeral = read_numeral((text.translate(_WIDE) if wide else text) + scale)
    assert numeral is not None
    assert numeral.value == value * _SCALES[scale]
    assert numeral.quantum == Decimal(1).scaleb(-places) * _SCALES[scale]
    assert numeral.upper is None


@given(st.integers(1, 8), st.sampled_from(["", "十", "百", "千", "万", "百万", "亿"]))
def test_reads_every_pair_of_neighbours(digit: int, scale: str) -> None:
    numeral = read_numeral(_DIGITS[digit] + _DIGITS[digit + 1] + scale)
    assert numeral is not None
    factor = read_numeral("一" + scale)
    assert factor is not None
    assert (numeral.value, numeral.upper) == (
        digit * factor.value,
        (digit + 1) * factor.value,
    )


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_reads_mixed_numbers(ten_thousands: int, thousands: int) -> None:
    numeral = read_numeral(f"{ten_thousands}亿{thousands}万")
    assert numeral is not None
    assert numeral.value == ten_thousands * 10**8 + thousands * 10**4


@given(st.text(alphabet="零〇一二三四五六七八九十百千万亿两廿卅点0123456789.,", max_size=8))
def test_never_fails(text: str) -> None:
    read_numeral(text)


@pytest.mark.parametrize(
    "text",
    [
        "万" * 1000,
        "亿" * 1000,
        "一万" * 5000,
        "一亿万" * 3000,
        "一两" + "万" * 400_000,
        "一" + "万" * 400_000,
    ],
)
def test_endless_marks_are_no_number_and_no_error(text: str) -> None:
    assert read_numeral(text) is None


@given(st.text("零一二十百千万亿", min_size=1, max_size=9))
def test_places_are_read_as_they_nest(text: str) -> None:
    """Against the plain definition: what stands before the last mark, times the mark."""

    def value(text: str) -> Decimal | None:
        total, rest = Decimal(0), text
        for mark, size in (("亿", 10**8), ("万", 10**4)):
            before, found, after = rest.rpartition(mark)
            if found:
                inner = value(before) if before else None
                if not inner:
                    return None
                total, rest = total + inner * size, after
                if len(rest) == 1 and rest in "一二":
                    # 三万五: the place below goes without saying.
                    rest, total = "", total + "零一二".index(rest) * size // 10
        section = numerals._read_section(rest) if rest else Decimal(0)
        return None if section is None else total + section

    expected = value(text)
    found = numerals._read_places(text)
    assert found == expected or (found is None and expected is not None and expected >= 10**18)
