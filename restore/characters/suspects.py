"""What looks like encoding damage: quick to ask, often wrong, and asked again by `mojibake`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from restore.text.characters import (
    CONTROLS_1,
    EAST_ASIAN,
    GREEK_AND_CYRILLIC,
    LOW_POINTS,
    ONE_BYTE_LATIN,
    ONE_BYTE_MARKS,
    ONE_BYTE_SIGNS,
    PAIRED_MARKS,
    POINTS,
    PRIVATE,
    PROSE_MARKS,
)
from restore.text.patterns import lazy_pattern

__all__ = [
    "HAN_RUN",
    "LOST",
    "WESTERN_RUN",
    "common_han",
    "is_debris",
    "looks_damaged",
    "suspect",
    "words",
]

_ONE_BYTE = f"{ONE_BYTE_LATIN}{GREEK_AND_CYRILLIC}{ONE_BYTE_SIGNS}"
# A byte of UTF-8 that begins a character, as Western encodings show it, and what follows it.
_WESTERN = f"[{_ONE_BYTE}][ {_ONE_BYTE}{ONE_BYTE_MARKS}]|[{CONTROLS_1}]"
# Words that may be letters of GBK or Big5 as Western encodings show them, ASCII among them.
_WORD = lazy_pattern(f"[!-~{ONE_BYTE_LATIN}{ONE_BYTE_SIGNS}{ONE_BYTE_MARKS}]+")
_HIGH = lazy_pattern(f"[{ONE_BYTE_LATIN}{ONE_BYTE_SIGNS}{ONE_BYTE_MARKS}]")
_DAMAGED = lazy_pattern(f"[{ONE_BYTE_LATIN}]{{6,}}")
# One rare character in so many at least shows damage.
_RARE_SHARE = 10
#: U+FFFD, in UTF-8, read as GBK and as Big5: what stood there is lost.
_LOSSES = ("锟斤拷", "嚙踝蕭")
LOST = lazy_pattern(f"(?:{'|'.join(_LOSSES)})+")

# What readers put for bytes that they could not read, and what no such byte becomes.
_LOST = lazy_pattern(f"[\ufffd?？€{PRIVATE}]")
_CLEAN = lazy_pattern(f"[\x00-\x7f{POINTS}{PAIRED_MARKS}]")

#: Stretches without Chinese characters.
WESTERN_RUN = lazy_pattern(f"[^\n{EAST_ASIAN}]+")
#: Stretches without white space and marks of Chinese text: damaged text has none of them.
HAN_RUN = lazy_pattern(rf"[^\s{LOW_POINTS}{PROSE_MARKS}{PAIRED_MARKS}\ufffd]+")


def _all(encoding: str, leads: range, trails: range) -> str:
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return "".join(pair.decode(encoding, "ignore") for pair in pairs)


@lru_cache(maxsize=1)
def common_han() -> frozenset[str]:
    """Return the 6,800 characters of level 1 of GB 2312 or of Big5, Simplified and Traditional."""
    traditional = _all("big5", range(0xA4, 0xC7), range(0x40, 0xFF))
    return frozenset(_all("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)) + traditional)


@lru_cache(maxsize=1)
def _rare() -> frozenset[str]:
    """Return private code points, and the Chinese characters of the basic blocks that are not common."""
    codes = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xE000, 0xF900)]
    return frozenset(map(chr, codes)) - common_han()


def _ranges(characters: Iterable[str]) -> str:
    """Return what stands for the characters inside ``[...]``: runs of code points as ranges, so that
    the expression is quick to compile."""
    codes = set(map(ord, characters))
    firsts = sorted(code for code in codes if code - 1 not in codes)
    lasts = sorted(code for code in codes if code + 1 not in codes)
    return "".join(
        chr(first) if first == last else f"{chr(first)}-{chr(last)}"
        for first, last in zip(firsts, lasts, strict=True)
    )


@lru_cache(maxsize=1)
def suspect() -> re.Pattern[str]:
    """Return the expression that finds places which may be damaged.

    Two rare or private characters side by side or with one or two between, two Chinese characters
    or four letters of UTF-8 as GBK shows them, letters and signs as Western encodings show them.
    """
    rare = _ranges(_rare())
    trails, leads = range(0x80, 0xC0), range(0xE2, 0xF0)
    pairs = ((leads, trails), (trails, leads), (trails, trails))
    parts = [_all("gb18030", *pair) for pair in pairs]
    in_gbk = "".join(f"[{re.escape(part)}]" for part in parts)
    latin = _all("gbk", range(0xC2, 0xC4), trails)
    common = _ranges({*parts[0], *latin, *"".join(_LOSSES)} - _rare())
    common += f"{_ONE_BYTE}{CONTROLS_1}"
    whole = f"[^{common}].?.?[{rare}]|{in_gbk}|[{latin}]{{4}}|{_WESTERN}|{LOST.pattern}"
    # A class that each place begins with is passed over many times as fast as the alternatives.
    return re.compile(f"[{rare}{common}](?<=(?={whole}).)")


def words(run: str) -> Iterator[tuple[int, int]]:
    """Yield the words of a run that may be GBK or Big5 read as a Western encoding, as spans."""
    for match in _WORD.finditer(run):
        if len(_HIGH.findall(match.group())) >= 2:
            yield match.span()


def looks_damaged(word: str) -> bool:
    """Whether accented letters stand in a row as in no language: signs and capitals amid small ones."""
    return any(
        sum(not left.isalpha() or (left.islower() and right.isupper()) for left, right in pairs)
        >= 2
        for pairs in map(pairwise, _DAMAGED.findall(word))
    )


def is_table(run: str) -> bool:
    """Whether a run lists characters outside ASCII in the order of their code points."""
    codes = [ord(character) for character in run if not character.isascii()]
    steps = "".join("1" if right - left == 1 else "0" for left, right in pairwise(codes))
    return "111" in steps


def is_rare(run: str) -> bool:
    """Whether two rare characters stand in a run, and one in ten: Big5 and GBK taken for one another
    have more, text in kana, Greek or Cyrillic has none."""
    rare = sum(character in _rare() for character in run)
    return rare >= 2 and rare * _RARE_SHARE >= len(run)


def is_debris(character: str) -> bool:
    """Whether a character may be what is left of UTF-8 that was read as GBK and lost bytes."""
    if _LOST.match(character) is not None:
        return True
    if _CLEAN.match(character) is not None:
        return False
    encoded = character.encode("gb18030", "replace")
    if len(encoded) != 2:
        return True
    lead, trail = encoded
    if 0xE2 <= lead <= 0xEF:
        return 0x80 <= trail <= 0xBF
    return 0x80 <= lead <= 0xBF and (trail <= 0xBF or 0xE2 <= trail <= 0xEF)
