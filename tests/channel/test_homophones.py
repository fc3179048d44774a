"""Words of the same sound over two places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.channel.base import ChannelBase
from restore.channel.homophones import Homophones, WordWeights
from restore.channel.profile import Profile
from restore.channel.search import Searcher
from restore.language.model import LanguageModel

BASE = ChannelBase.load()
WORDS = Homophones(BASE)


def sounding_like(word: str) -> dict[str, bool]:
    """Return the words that sound like one, and whether they sound the very same."""
    owners, first, second, same = WORDS.find(*(np.array([BASE.number(item)]) for item in word))
    assert not owners.any()
    rows = zip(first.tolist(), second.tolist(), same.tolist(), strict=True)
    return {BASE.character(one) + BASE.character(two): known for one, two, known in rows}


@pytest.mark.parametrize(
    ("read", "meant", "same"),
    [
        ("元泽", "原则", True),
        ("身披", "审批", True),
        ("浮华", "孵化", True),
        ("森茶", "审查", False),
    ],
)
def test_words_of_the_same_sound_are_known(read: str, meant: str, same: bool) -> None:
    assert sounding_like(read)[meant] is same


def test_words_that_share_a_character_are_left_to_single_ones() -> None:
    assert all(word[0] != "身" and word[1] != "披" for word in sounding_like("身披"))


def test_seldom_words_count_and_chance_does_not() -> None:
    """Two neighbours are a word from eight times on (log2 of the count: 3)."""
    levels = {
        int(BASE.levels[BASE.number(word[0]), BASE.number(word[1])])
        for read in ("元泽", "身披", "浮华", "森茶", "鱼蒜", "清蒸", "驻村", "富有")
        for word in sounding_like(read)
    }
    assert min(levels) == 3


def slowly(read: str) -> set[str]:
    """Return the words that sound like one, each pair of characters by itself."""

    def plain(character: str) -> set[int]:
        return set(BASE.sounds[1][BASE.number(character)].tolist()) - {0}

    one, two = (
        [item for item in BASE.known if plain(item) & plain(part) and item != part] for part in read
    )
    levels = BASE.levels[np.ix_(*(list(map(BASE.number, side)) for side in (one, two)))]
    return {one[row] + two[column] for row, column in np.argwhere(levels >= 3).tolist()}


@given(st.text(st.sampled_from("行重长了的还得着地发展元泽身披，〇龘㐀一"), min_size=2, max_size=2))
def test_the_words_of_one_sound_are_those_found_one_by_one(read: str) -> None:
    assert set(sounding_like(read)) == slowly(read)


def test_the_pairs_of_a_level_are_those_of_the_table() -> None:
    first, second = BASE.pairs(3)
    assert (np.argwhere(BASE.levels >= 3) == np.stack((first, second), axis=1)).all()


def test_what_has_no_sound_has_no_homophones() -> None:
    assert sounding_like("，。") == {}
    assert sounding_like("〇〇") == {}


def test_engines_do_not_err_by_sound() -> None:
    assert WordWeights.of(-3.5, 0.049, 0.0) is None
    same, near = WordWeights.of(-3.5, 0.4, 0.04) or (0.0, 0.0)
    assert near < same - 0.9
    assert WordWeights.of(-3.5, 0.05, 0.0) is not None


@pytest.mark.parametrize(
    ("text", "read", "meant"),
    [
        ("要坚持实事求是的元泽，推动各项任务落地见效。", "元泽", "原则"),
        ("有关部门要加快行政身披改革，优化营商环境。", "身披", "审批"),
        ("各单位要严格执行财政鱼蒜，管好用好资金。", "鱼蒜", "预算"),
    ],
)
def test_a_word_for_another_is_one_slip(text: str, read: str, meant: str) -> None:
    searcher = Searcher(LanguageModel.load(), Profile.load("general"))
    (found,) = (item for item in searcher.search(text).findings if item.before == read)
    assert (found.after, found.kind, found.alike) == (meant, "word", True)


@pytest.mark.parametrize(
    "text", ["他身披彩霞走过山岗。", "常委会会议审议通过。", "政协协商，学习习近平讲话。"]
)
def test_what_is_right_has_no_homophone_put_for_it(text: str) -> None:
    searcher = Searcher(LanguageModel.load(), Profile.load("general"))
    assert not [item for item in searcher.search(text).findings if item.kind == "word"]
