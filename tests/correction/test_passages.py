"""Which places of a run are brought together: sides, middles, and how rare a middle must be."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from restore.correction import passages
from restore.correction.few_passages import nothing_differs
from restore.correction.passages import Alternative, PassageIndex, Place

# Just as many characters as two places must share, so that one place alone has them.
LEFT, RIGHT = "加强改进", "工作机"


def rare(texts: dict[str, str], asked: dict[str, list[int]] | None = None) -> list[Place]:
    """Return the places; ``asked`` says which code points are doubtful, all if None."""
    doubtful = {name: np.full(len(text), asked is None) for name, text in texts.items()}
    for name, places in (asked or {}).items():
        doubtful[name][places] = True
    return [place for places in PassageIndex(texts).rare(doubtful).values() for place in places]


def of(places: list[Place], document: str = "a") -> list[Place]:
    return [item for item in places if item.document == document]


def middles(one: str, other: str, *, left: str = LEFT, right: str = RIGHT) -> list[tuple[str, str]]:
    """Return what stands in the one text and in the other, between the same sides."""
    texts = {"a": f"甲{left}{one}{right}乙", "b": f"丙{left}{other}{right}丁"}
    return [
        (texts["a"][item.start : item.end], there.text)
        for item in of(rare(texts))
        for there in item.alternatives
    ]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("洽", "治", True),
        ("", "治", True),
        ("洽", "", True),
        ("洽谈会", "治理场", True),
        ("洽", "治理场", True),
        ("洽", "洽", False),
        # Four characters are too many.
        ("洽", "治理场所", False),
        ("洽谈会议", "治理场所", False),
    ],
)
def test_middles_of_up_to_three_characters(one: str, other: str, found: bool) -> None:
    assert middles(one, other) == ([(one, other)] if found else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("洽谈", "洽商"),
        ("洽谈", "恰谈"),
        ("洽谈会", "洽谈场"),
        ("洽谈会", "洽商会"),
        ("洽谈会", "恰谈会"),
    ],
)
def test_middles_that_differ_in_one_character_are_two(one: str, other: str) -> None:
    assert (one, other) in middles(one, other)


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        # Four on the left with three on the right, or two with five.
        ("加强改进", "工作机", True),
        ("强改进", "工作机", False),
        ("加强改进", "工作", False),
        ("改进", "工作机制推", True),
        ("进", "工作机制推", False),
        ("改进", "工作机制", False),
    ],
)
def test_how_many_characters_the_sides_share(left: str, right: str, found: bool) -> None:
    assert bool(middles("洽", "治", left=left, right=right)) is found


def test_a_place_says_where_the_others_stand() -> None:
    texts = {"a": f"{LEFT}洽{RIGHT}", "b": f"\n某{LEFT}治{RIGHT}。又一处{LEFT}治{RIGHT}。"}
    (place,) = rare(texts, {"a": [4]})
    assert place == Place("a", 4, 5, 1, (4, 3), (Alternative("治", 2, "b", 6, 7),))


def test_of_two_ways_to_share_the_one_with_more_voices_counts() -> None:
    texts = {"a": "加强改进洽工作机制推", "b": "加强改进治工作机关", "c": "另有改进治工作机制推"}
    (place,) = [item for item in of(rare(texts)) if item.start == 4]
    assert place.sides == (4, 3)
    (place,) = [item for item in of(rare(texts | {"d": texts["c"]})) if item.start == 4]
    assert (place.sides, [item.often for item in place.alternatives]) == ((2, 5), [2])


@pytest.mark.parametrize(("often", "found"), [(1, True), (2, True), (3, False)])
def test_what_stands_three_times_is_a_usage(often: int, found: bool) -> None:
    texts = {"a": f"{LEFT}洽{RIGHT}。" * often, "b": f"{LEFT}治{RIGHT}。"}
    places = [item for item in of(rare(texts)) if texts["a"][item.start : item.end] == "洽"]
    assert [item.often for item in places] == ([often] * often if found else [])


@pytest.mark.parametrize(("others", "found"), [(11, True), (12, False)])
def test_sides_with_too_many_middles_are_not_compared(others: int, found: bool) -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑"[:others]
    texts = {"a": f"{LEFT}洽{RIGHT}", "b": "。".join(f"{LEFT}{word}{RIGHT}" for word in words)}
    assert bool(of(rare(texts))) is found


def test_only_what_is_asked_about_is_returned() -> None:
    texts = {"a": f"{LEFT}洽{RIGHT}", "b": f"{LEFT}治{RIGHT}"}
    for at, found in ((3, False), (4, True), (5, True), (6, False)):
        assert bool(rare(texts, {"a": [at]})) is found
    assert [item.document for item in rare(texts, {"b": [4]})] == ["b"]
    assert rare(texts, {}) == []
    # Nothing stands in an empty middle: the character behind it is asked about.
    texts = {"a": f"{LEFT}{RIGHT}", "b": f"{LEFT}治{RIGHT}"}
    for at, found in ((3, False), (4, True), (5, False)):
        assert bool(rare(texts, {"a": [at]})) is found


@pytest.mark.parametrize(
    ("one", "other"),
    [("议50次和", "议4次和"), ("议 50 次和", "议4次和"), ("议\u30005次和", "议 4次和")],
)
def test_digits_count_as_one_and_blanks_as_none(one: str, other: str) -> None:
    texts = {"a": f"{one}洽{RIGHT}", "b": f"{other}治{RIGHT}"}
    (place,) = of(rare(texts))
    assert texts["a"][place.start : place.end] == "洽"
    assert [item.text for item in place.alternatives] == ["治"]


@pytest.mark.parametrize(("mark", "same"), [("/", False), (":", False), ("0", True), ("9", True)])
def test_other_characters_are_no_digits(mark: str, same: bool) -> None:
    texts = {"a": f"议{mark}次和洽{RIGHT}", "b": f"议5次和治{RIGHT}"}
    assert bool(of(rare(texts))) is same


@pytest.mark.parametrize("end", ["\n", "\f"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("加强{}改进洽工作机", "加强{}改进治工作机"),
        ("加强改进洽工{}作机", "加强改进治工{}作机"),
        ("加强改进{}工作机", "加强改进治工作机"),
        ("加强改进洽{}工作机", "加强改进治工作机"),
    ],
)
def test_sides_and_middles_lie_in_one_line(end: str, one: str, other: str) -> None:
    assert rare({"a": one.format(end), "b": other.format(end)}) == []


def test_sides_do_not_go_on_from_one_text_to_the_next() -> None:
    assert rare({"a": "加强", "b": "改进洽工作机", "c": "加强改进治工作机"}) == []


def test_a_run_of_nothing() -> None:
    assert rare({}) == []
    assert rare({"a": "", "b": "\n"}) == []


def plainly(texts: dict[str, str], asked: dict[str, list[int]]) -> set[tuple[object, ...]]:
    """The obvious search: every window of every text, by its sides and its middle."""
    best: dict[tuple[str, int, int], tuple[int, tuple[object, ...]]] = {}
    for left, right in ((4, 3), (2, 5)):
        groups: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
        for name, text in texts.items():
            for size in range(4):
                for start in range(left, len(text) - size - right + 1):
                    window = text[start - left : start + size + right]
                    if "\n" not in window:
                        sides = (window[:left], window[left + size :])
                        groups.setdefault(sides, []).append(
                            (window[left : left + size], name, start)
                        )
        for members in groups.values():
            counts = Counter(middle for middle, _, _ in members)
            for middle, name, start in members:
                if not 1 < len(counts) <= 12 or counts[middle] > 2:
                    continue
                first = next(item for item in members if item[0] == middle)
                own = any(first[2] <= at <= first[2] + len(middle) for at in asked[first[1]])
                others = frozenset(
                    (text, often) for text, often in counts.items() if text != middle
                )
                votes = max(often for _, often in others)
                key = (name, start, start + len(middle))
                if own and (key not in best or best[key][0] < votes):
                    best[key] = (votes, (*key, counts[middle], (left, right), others))
    return {found for _, found in best.values()}


@given(
    st.lists(st.text(alphabet="甲乙丙\n", max_size=24), min_size=1, max_size=3),
    st.data(),
)
@example(["甲乙丙甲丙甲乙甲", "甲乙丙甲乙甲乙甲"], None)
def test_places_equal_the_obvious_search(parts: list[str], data: st.DataObject | None) -> None:
    texts = {str(number): text for number, text in enumerate(parts)}
    asked = {
        name: list(range(len(text)))
        if data is None
        else data.draw(st.lists(st.integers(0, max(0, len(text) - 1)), unique=True))
        if text
        else []
        for name, text in texts.items()
    }
    found = {
        (
            item.document,
            item.start,
            item.end,
            item.often,
            item.sides,
            frozenset((other.text, other.often) for other in item.alternatives),
        )
        for item in rare(texts, asked)
    }
    assert found == plainly(texts, asked)
    assert not (found and nothing_differs(texts.values()))


@pytest.mark.parametrize(
    ("texts", "nothing"),
    [
        ([], True),
        (["加强改进工作机制"], True),
        # Both sides stand twice, with one middle or with two.
        (["加强改进洽工作机会", "加强改进洽工作机制"], True),
        (["加强改进洽工作机会", "加强改进治工作机制"], False),
        (["加强洽工作机制会", "加强治工作机制会"], False),
        (["加强改进3 1工作机会，加强改进\u300020工作机制"], False),
        (["加强改进3工作机会，加强改进20工作机制"], True),
        (["加强改进洽工作机会，加强改进洽工\n作机制", "加强改进\f工作机制"], True),
        # One side is the same place, where the other stands again within three characters.
        (["甲乙丙甲乙丁戊己庚辛"], False),
        (["甲乙丙丁甲乙"], True),
        (["".join(map(chr, range(0x4E00, 0x4E00 + 500)))], True),
        (["".join(map(chr, range(0x4E00, 0x4E00 + 501)))], False),
    ],
)
def test_a_sentence_in_which_nothing_differs(texts: list[str], nothing: bool) -> None:
    assert nothing_differs(texts) == nothing


def test_nothing_is_found_where_nothing_is_asked() -> None:
    texts = {"a": f"甲{LEFT}洽{RIGHT}乙", "b": f"丙{LEFT}治{RIGHT}丁", "c": ""}
    assert rare(texts)
    assert rare(texts, {name: [] for name in texts}) == []


@given(st.lists(st.text("甲乙丙丁", max_size=40), min_size=1, max_size=4))
def test_the_size_of_the_table_changes_nothing(texts: list[str]) -> None:
    named = {str(number): text for number, text in enumerate(texts)}
    asked = {name: list(range(0, len(text), 3)) for name, text in named.items()}
    found = rare(named, asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "_MAX_BITS", 1)
        assert rare(named, asked) == found
