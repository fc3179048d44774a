from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from restore.layout.page_words import few_lines

# Of few characters, so that lines share pairs; the last stands behind the 16 bits of the others.
LINES = st.lists(st.text("春耕备\U00020000", max_size=6), max_size=12)


@given(LINES, st.integers(2, 5))
def test_pairs_are_counted_once_a_line(lines: list[str], most: int) -> None:
    slow = Counter(pair for line in lines for pair in set(map("".join, pairwise(line))))
    few = {pair: count for pair, count in slow.items() if 1 < count <= most}
    assert few_lines("\n".join(lines), most) == few
