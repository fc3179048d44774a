from __future__ import annotations

import pytest

from restore.correction.near_regions import is_covered, repeats_neighbour, term_spans, written
from restore.text.near_misses import NearMiss
from tests.correction.helpers import lexicon_of


def region(left: int, right: int) -> NearMiss:
    return NearMiss(0, 9, left, right, 0, 0, 1)


def test_what_the_term_has_there() -> None:
    assert written("全面从严治党", NearMiss(0, 6, 4, 5, 0, 4, 1)) == "治"
    assert written("全面从严治党", NearMiss(0, 7, 4, 5, 0, 4, 0)) == ""
    assert written("全面从严治党", NearMiss(0, 4, 2, 2, 0, 2, 2)) == "从严"


TEXT = "会议强调，深入推进全面从严治党，以优良作风保障发展。"


@pytest.mark.parametrize(
    ("term", "start", "end", "found"),
    [
        ("全面从严治党", 13, 14, [(9, 15)]),
        ("全面从严治党", 9, 15, [(9, 15)]),
        ("全面从严治党", 8, 10, []),
        ("全面从严治党", 14, 16, []),
        ("全面从严治党", 12, 12, [(9, 15)]),
        ("从严治党", 12, 13, [(11, 15)]),
        # A term is seen as far as twelve characters reach on both sides.
        ("强调，深入推进全面从严治党", 14, 15, [(2, 15)]),
        ("议强调，深入推进全面从严治党", 14, 15, []),
        ("全面从严治党，以优良作风保", 9, 10, [(9, 22)]),
        ("全面从严治党，以优良作风保障", 9, 10, []),
    ],
)
def test_the_terms_that_contain_a_place(
    term: str, start: int, end: int, found: list[tuple[int, int]]
) -> None:
    assert term_spans(TEXT, start, end, lexicon_of(term)) == found


@pytest.mark.parametrize(
    ("terms", "left", "right", "covered"),
    [
        ("全区政协", 1, 2, True),
        ("全区政协", 0, 4, False),
        ("全区政协", 0, 3, True),
        ("全区政协", 1, 4, True),
        ("区政协", 2, 3, True),
        # Two characters meet by accident.
        ("区政", 2, 3, False),
        ("政协委", 1, 3, False),
    ],
)
def test_a_term_that_goes_beyond_the_region_explains_it(
    terms: str, left: int, right: int, covered: bool
) -> None:
    assert is_covered("全区政协委员", region(left, right), lexicon_of(terms)) is covered


def test_a_protected_expression_explains_what_it_covers() -> None:
    lexicon = lexicon_of("某某某某", protected="政协协商")
    assert is_covered("召开政协协商会", region(3, 5), lexicon)
    assert not is_covered("召开政协协商会", region(5, 7), lexicon)


@pytest.mark.parametrize(
    ("left", "right", "repeats"),
    [(3, 4, True), (2, 3, True), (1, 2, False), (1, 3, True), (3, 5, True), (3, 3, False)],
)
def test_a_region_repeats_the_character_before_or_behind_it(
    left: int, right: int, repeats: bool
) -> None:
    assert repeats_neighbour("水防治治法", region(left, right)) is repeats


def test_a_region_at_the_ends_of_a_text_has_one_neighbour() -> None:
    assert repeats_neighbour("治治", region(0, 1))
    assert repeats_neighbour("治治", region(1, 2))
    assert not repeats_neighbour("治", region(0, 1))
    assert not repeats_neighbour("治法治", region(0, 1))
