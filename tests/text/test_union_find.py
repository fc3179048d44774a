from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from restore.text.union_find import root, unite

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)))


@given(PAIRS, st.randoms(use_true_random=False))
def test_what_hangs_together_has_one_root_whatever_the_order(
    pairs: list[tuple[int, int]], random: object
) -> None:
    reached = [{number} for number in range(13)]
    for one, other in pairs:
        both = reached[one] | reached[other]
        for number in both:
            reached[number] = both
    mixed = sorted(pairs, key=lambda _pair: random.random())  # type: ignore[attr-defined]
    parents = array("I", range(13))
    table = {number: number for number in range(13)}
    for pair in mixed:
        unite(parents, *pair)
        unite(table, *pair)
    assert [root(parents, number) for number in range(13)] == [min(found) for found in reached]
    assert [root(table, number) for number in range(13)] == [min(found) for found in reached]
