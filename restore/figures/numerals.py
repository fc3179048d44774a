"""Parses Chinese, Arabic and mixed numerals exactly.

A :class:`Numeral` has a value, the place of its last printed digit (the *quantum*: 1.1万 has the
quantum 1000, 40万 the quantum 10000) and, for pairs such as 一两 or 十三四, a second value. All
numbers are :class:`decimal.Decimal`; no float is ever made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from restore.text.characters import (
    DIGIT_VALUES,
    DIGITS,
    FORMAL_NUMERALS,
    FORMAL_TO_COMMON,
    GROUP_BLANKS,
    GROUP_VALUES,
    HALF_WIDTH,
    ONE_TO_NINE,
    PLACE_VALUES,
    WIDE_DIGITS,
    WRITTEN_DIGITS,
    WRITTEN_NUMERALS,
)
from restore.text.patterns import lazy_pattern

__all__ = [
    "ARABIC",
    "CHINESE",
    "SPACED",
    "Numeral",
    "plain",
    "read_arabic",
    "read_chinese",
    "read_numeral",
    "scale_value",
    "to_scan",
    "without_endless",
]


#: Arabic digits with grouping and decimals, half or full width.
ARABIC = (
    f"(?:[{DIGITS}]{{1,3}}(?:[,，][{DIGITS}]{{3}})+(?![{DIGITS}])|[{DIGITS}]+)(?:[.．][{DIGITS}]+)?"
)
#: Digits in groups of three with blanks between them (ISO 80000-1): 1 234 567.
SPACED = f"[0-9]{{1,3}}(?:[{GROUP_BLANKS}][0-9]{{3}})+(?:[.][0-9]+)?"
#: A run of Chinese numeral characters, with an optional decimal part, or one of those on bills.
CHINESE = (
    f"(?:[{WRITTEN_NUMERALS}]+(?:点[{WRITTEN_DIGITS}]+)?"
    f"|[{FORMAL_NUMERALS}][{FORMAL_NUMERALS}零万亿]+)"
)
#: Powers of ten that follow an Arabic number.
SCALE = r"[十百千]?万亿|[十百千万]?亿|[十百千]?万|千|百"

#: Longer digit strings are numbers of accounts or identity cards, and no figure.
_MAX_DIGITS = 15
_MAX_VALUE = Decimal(10) ** 18
#: More digits or numerals in a row than any number has: a rule of noughts, a key, a damaged page.
_ENDLESS = lazy_pattern("[{0}][{0}]{{39,}}".format(f"{DIGITS}.．{WRITTEN_NUMERALS}"))
#: Digits of full width with what stands between them: １．８, ２／３.
_WIDE_DIGITS = lazy_pattern(f"[{WIDE_DIGITS}](?:[{WIDE_DIGITS}．／]*[{WIDE_DIGITS}])?")
#: 二萬五千人, 3.5億元, 十萬億; but not the name 萬科.
_TRADITIONAL = lazy_pattern(f"(?<=[{DIGITS}{WRITTEN_NUMERALS}多餘余幾数數])[萬億]+")
_COMMON = str.maketrans("萬億", "万亿")

_ARABIC_RE = lazy_pattern(ARABIC)
_TERM_RE = lazy_pattern(rf"({ARABIC})({SCALE})?")
#: A power of ten that stands for one of it: 百万 is a million.
_BARE_POWER = re.compile("[百千]万亿?|[百千]亿|万亿")
_BLANK = lazy_pattern(f"[{GROUP_BLANKS}]")
_HEADLESS = lazy_pattern(f"百[{ONE_TO_NINE}]十|千[{ONE_TO_NINE}]百")
#: A power below 万 that a later one multiplies: the 千 of 7千5百万.
_SMALL = frozenset({"十", "百", "千"})
_PAIR_RE = lazy_pattern(
    f"(?P<tens>[{ONE_TO_NINE}]?十|[{ONE_TO_NINE}]百|)"
    f"(?P<a>[{ONE_TO_NINE}两])(?P<b>[{ONE_TO_NINE}两])(?P<scale>[十百千万亿]*)"
)

#: Neighbours behind a higher place: 三千七八百, 一百二三十万.
_INNER_PAIR = lazy_pattern(
    f"(?P<head>[{ONE_TO_NINE}两].*[百千万])(?P<a>[{ONE_TO_NINE}])(?P<b>[{ONE_TO_NINE}])"
    "(?P<scale>[十百千][万亿]?)"
)


def without_endless(text: str) -> str:
    """Return the text with underscores for digits, numerals and points of which 40 or more stand in a row.

    They are no number, and every pattern for numbers would try each of their places to their end.
    """
    return _ENDLESS.sub(lambda match: "_" * len(match[0]), text)


def to_scan(text: str) -> str:
    """Return the text as the patterns for numbers read it, of the same length: digits of half width, 萬 and 億
    as 万 and 亿 behind a number, and no endless row of them."""
    if "萬" in text or "億" in text:
        text = _TRADITIONAL.sub(lambda match: match[0].translate(_COMMON), text)
    return _WIDE_DIGITS.sub(lambda match: match[0].translate(HALF_WIDTH), without_endless(text))


class Numeral(NamedTuple):
    """A number as printed: value, place of the last digit, second value of a pair."""

    value: Decimal
    quantum: Decimal
    upper: Decimal | None = None


def plain(value: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def scale_value(scale: str) -> Decimal:
    """Return what a run of 十百千万亿 multiplies by (万亿 → 10**12)."""
    value = Decimal(1)
    for character in scale:
        value *= PLACE_VALUES.get(character) or GROUP_VALUES[character]
    return value


def read_arabic(text: str) -> Numeral:
    """Read digits with grouping and decimals, half or full width (``1,234.5``)."""
    plain = text.translate(HALF_WIDTH).replace(",", "")
    value = Decimal(plain)
    places = len(plain.partition(".")[2])
    return Numeral(value, Decimal(1).scaleb(-places))


def _read_section(text: str) -> Decimal | None:
    """Read a number below 万 (三千二百, 两百零五, 百二 is refused)."""
    total, digit, last_place, zero = 0, None, 10000, False
    for character in text:
        if character in PLACE_VALUES:
            place = PLACE_VALUES[character]
            if place >= last_place:
                return None
            if digit is None:
                if character != "十" or total % 100:
                    return None
                digit = 1
            total += digit * place
            digit, last_place, zero = None, place, False
        elif character in "零〇○":
            if zero or digit is not None:
                return None
            zero = True
        else:
            if digit is not None:
                return None
            digit = DIGIT_VALUES[character]
    if digit is not None:
        # 三千二 means 3200: a bare digit after a place counts one place below it.
        below = last_place // 10 if last_place < 10000 and last_place > 10 and not zero else 1
        total += digit * below
    return Decimal(total)


def read_chinese(text: str) -> Numeral | None:
    """Read a Chinese numeral, or return ``None`` if the characters do not make up one.

    Reads place notation (三千二百, 两百零五, 廿五, 一万二千亿), digit strings (二〇二三), decimals
    (五点二), pairs of neighbours (一两, 十三四, 三四十, 七八百万), numerals of bills (壹拾贰万) and
    powers that stand for one of them (百万), which are round.
    """
    if _BARE_POWER.fullmatch(text):
        power = scale_value(text)
        return Numeral(power, power)
    whole, point, fraction = text.translate(FORMAL_TO_COMMON).partition("点")
    whole = whole.replace("廿", "二十").replace("卅", "三十")
    if not whole or (point and not fraction):
        return None
    if _HEADLESS.match(whole):
        # 百二十 is written as it is spoken: 一百二十.
        whole = "一" + whole
    inner = None if point else _INNER_PAIR.fullmatch(whole)
    if inner:
        # 三千七八百 is 3700 to 3800.
        low, high = (read_chinese(inner["head"] + inner[x] + inner["scale"]) for x in "ab")
        if low and high and DIGIT_VALUES[inner["b"]] == DIGIT_VALUES[inner["a"]] + 1:
            return low._replace(quantum=scale_value(inner["scale"]), upper=high.value)
    pair = _PAIR_RE.fullmatch(whole)
    if pair and not point and not (len(whole) > 1 and _digit_string(whole)):
        return _read_pair(pair)
    if _digit_string(whole):
        if len(whole) == 1 or len(whole) >= 3:
            value = Decimal("".join(str(DIGIT_VALUES[c]) for c in whole))
            return _with_fraction(value, Decimal(1), fraction)
        pair = _PAIR_RE.fullmatch(whole)
        return _read_pair(pair) if pair else None
    places = _read_places(whole)
    if places is None or places >= _MAX_VALUE:
        return None
    quantum = Decimal(GROUP_VALUES.get(whole[-1], 1))
    if whole[-1] in ONE_TO_NINE and whole[-2] in GROUP_VALUES:
        quantum = Decimal(GROUP_VALUES[whole[-2]] // 10)
    return _with_fraction(places, quantum, fraction)


def _read_places(text: str) -> Decimal | None:
    """Read place notation of any size: 亿 multiplies all that stands before it, and so does 万 what
    stands between two 亿 (一万亿, 一亿二千万). None from ``_MAX_VALUE`` on."""
    return _read_marked(text, "亿", lambda part: _read_marked(part, "万", _read_section))


def _read_marked(text: str, mark: str, read: Callable[[str], Decimal | None]) -> Decimal | None:
    """Read what marks divide: each multiplies all before it, which must be something.

    A bare digit behind a mark counts one place below it: 三万五 is 35,000 (三万零五 is 30,005).
    """
    total = Decimal(0)
    for number, part in enumerate(text.split(mark)):
        if number:
            if not total or total >= _MAX_VALUE:
                return None
            total *= GROUP_VALUES[mark]
        if number and part in DIGIT_VALUES:
            total += DIGIT_VALUES[part] * GROUP_VALUES[mark] // 10
        elif part:
            value = read(part)
            if value is None:
                return None
            total += value
    return total


def _digit_string(text: str) -> bool:
    return all(c in DIGIT_VALUES for c in text)


def _with_fraction(value: Decimal, quantum: Decimal, fraction: str) -> Numeral:
    if not fraction:
        return Numeral(value, quantum)
    digits = "".join(str(DIGIT_VALUES[c]) for c in fraction)
    return Numeral(value + Decimal("0." + digits), Decimal(1).scaleb(-len(digits)))


def _read_pair(pair: re.Match[str]) -> Numeral | None:
    low, high = DIGIT_VALUES[pair["a"]], DIGIT_VALUES[pair["b"]]
    if high != low + 1 and (low, high) != (3, 5):
        return None
    if len(pair["scale"]) > _MAX_VALUE.adjusted():
        # Each of its characters multiplies by ten at least.
        return None
    tens = read_chinese(pair["tens"]) if pair["tens"] else None
    base = tens.value if tens else Decimal(0)
    scale = scale_value(pair["scale"])
    if pair["tens"] and pair["scale"][:1] in {"十", "百", "千"}:
        return None
    if pair["tens"].endswith("百"):
        low, high = low * 10, high * 10
    return Numeral((base + low) * scale, scale, (base + high) * scale)


@lru_cache(maxsize=4096)
def read_numeral(text: str) -> Numeral | None:
    """Read any numeral: ``1,234``, ``1 234``, ``1.2万亿``, ``1万2千``, ``３５``, ``三千二百``, ``一两``.

    A lone digit behind a power counts one place below it, as it is spoken: 1万2 is 12,000; more digits
    are what they are (1万600). Returns ``None`` where the characters do not make up a number.
    """
    if not text or sum(c.isdigit() for c in text) > _MAX_DIGITS:
        return None
    if not _ARABIC_RE.match(text):
        return read_chinese(text) if re.fullmatch(CHINESE, text) else None
    terms = _terms(_BLANK.sub("", text))
    if terms is None:
        return None
    total, quantum, last = Decimal(0), Decimal(1), None
    for place, (digits, scale) in enumerate(terms):
        number, size = read_arabic(digits), scale_value(scale)
        if last is not None and not scale and len(digits) == 1:
            size = last / 10
        if scale in _SMALL and place + 1 < len(terms):
            # 1亿7千5百万: 万 multiplies 千 as well.
            behind = terms[place + 1][1]
            if behind[:1] in _SMALL and PLACE_VALUES[behind[0]] < PLACE_VALUES[scale]:
                size *= scale_value(behind[1:])
        if last is not None and number.value * size >= last:
            return None
        total += number.value * size
        quantum, last = number.quantum * size, size
    return Numeral(plain(total), plain(quantum))


def _terms(text: str) -> list[tuple[str, str]] | None:
    """Return the digits and the powers of ten of a number (1亿7千: two); ``None`` where it holds more."""
    terms, position = [], 0
    while position < len(text):
        term = _TERM_RE.match(text, position)
        if not term:
            return None
        terms.append((term[1], term[2] or ""))
        position = term.end()
    return terms
