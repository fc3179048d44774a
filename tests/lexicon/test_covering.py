"""Whether an expression covers a stretch of a text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from restore.lexicon.covering import Literals, covers

_WORDS = st.lists(st.text("甲乙丙", min_size=1, max_size=4), min_size=1, max_size=6)


@given(_WORDS, st.text("甲乙丙丁", max_size=12), st.integers(0, 12), st.integers(0, 3))
def test_literals_cover_as_their_pattern_does(
    words: list[str], text: str, left: int, length: int
) -> None:
    left = min(left, len(text))
    right = min(left + length, len(text))
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(longest_first))
    assert Literals(words).cover(text, left, right) == covers(pattern, text, left, right)


def test_an_insertion_at_the_edge_is_not_covered() -> None:
    literals = Literals(["常委会会议"])
    assert literals.cover("常委会会议", 3, 3)
    assert not literals.cover("常委会会议", 0, 0)
    assert not literals.cover("常委会会议", 5, 5)
    assert literals.cover("常委会会议", 0, 5)
    assert not literals.cover("常委会会议", 4, 6)
