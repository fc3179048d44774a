from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from restore.layout.page_words import PageWords, rare_pairs, rare_words

# Of few characters, so that lines share pairs; the last stands behind the 16 bits of the others.
LINES = st.lists(st.text("春耕备\U00020000", max_size=6), max_size=12)


@given(LINES, st.integers(2, 5))
def test_pairs_are_counted_once_a_line(lines: list[str], most: int) -> None:
    slow = Counter(pair for line in lines for pair in set(map("".join, pairwise(line))))
    few = {pair: count for pair, count in slow.items() if 1 < count <= most}
    assert rare_pairs("\n".join(lines), most).counts == few


@given(LINES.filter(bool), st.data())
def test_rare_words_are_counted_within_five_lines_of_a_story(
    lines: list[str], data: st.DataObject
) -> None:
    count = len(lines)
    parted = data.draw(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1))
    own, following, preceding = PageWords(lines, parted).counted
    pairs = [set(map("".join, pairwise(line))) for line in lines]
    held = Counter(pair for each in pairs for pair in each)
    few = {pair for pair, lines_of in held.items() if 1 < lines_of <= 4}
    for line in range(count):
        assert own[line] == sum(held[pair] == 2 for pair in pairs[line])
        stop = next((place + 1 for place in range(line, count - 1) if parted[place]), count)
        start = next((place + 1 for place in range(line - 1, -1, -1) if parted[place]), 0)
        assert following[line] == len(few & set().union(*pairs[line : min(stop, line + 6)]))
        assert preceding[line] == len(few & set().union(*pairs[max(start, line - 5) : line + 1]))


@given(st.lists(st.text("春耕备，\U00020000", max_size=6), min_size=1, max_size=12))
def test_words_of_few_lines_are_counted_as_those_of_many(lines: list[str]) -> None:
    words = PageWords(lines, [False] * (len(lines) - 1))
    assert words._held == words.rare.counts


def test_of_a_part_of_a_page_the_rare_words_are_those_of_the_page() -> None:
    part = ["人民公社"] * 2
    for other, own in (("农业", 3), (part[0], 0)):
        assert PageWords(part, [False], rare_words((*part, other))).own(0, 1) == own
