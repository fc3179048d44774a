"""Which characters stand in one passage: by hand on a made table, and on the one that ships."""

from __future__ import annotations

import numpy as np
import pytest

from restore.channel.cooccurrence import FARTHEST, LEVELS_A_NAT, NEAREST, Cooccurrence, upper_of
from restore.channel.passage import read_passage
from restore.channel.profile import Profile
from restore.channel.search import Searcher
from restore.language.model import LanguageModel

LEVELS = np.array([[0, 0, 0, 0], [0, 1, 0, 8], [0, 0, 0, -4], [0, 8, -4, 0]], np.int8)
MADE = Cooccurrence("法发诉", upper_of(LEVELS))


def gain(text: str, place: int, span: int, word: str, table: Cooccurrence = MADE) -> float:
    """Return the gain of a word at a place of a text."""
    passage = read_passage(text, np.zeros(len(text), np.float32))
    return table.around(passage.codes).gains([place + 1], [span], [word])[0]


def test_half_a_table_answers_as_the_whole() -> None:
    """By its rows and columns, those that stand in no table first."""
    for one, read in enumerate("龘法发诉"):
        for two, other in enumerate("龘法发诉"):
            gained = LEVELS[one, two] / LEVELS_A_NAT
            assert gain(other + "的的的", 3, 1, read) == gained
            assert gain("的的的" + other, 0, 1, read) == gained


@pytest.mark.parametrize("behind", [True, False])
def test_what_is_neither_near_nor_far_counts(behind: bool) -> None:
    for distance in range(1, FARTHEST + 2):
        gap = "的" * (distance - 1)
        text, place = ("发" + gap + "诉", 0) if behind else ("诉" + gap + "发", distance)
        counts = NEAREST <= distance <= FARTHEST
        assert gain(text, place, 1, "法") == (12 / LEVELS_A_NAT if counts else 0.0)


def test_all_that_stands_around_is_summed() -> None:
    assert gain("诉诉的的发的的诉", 4, 1, "法") == 3 * 12 / LEVELS_A_NAT


def test_every_character_of_a_word_counts() -> None:
    assert gain("诉的的发发", 3, 2, "法法") == 2 * 12 / LEVELS_A_NAT
    assert gain("诉的的发发的的诉", 3, 2, "法法") == 4 * 12 / LEVELS_A_NAT


def test_what_is_put_in_or_left_out_counts_alone() -> None:
    assert gain("诉的的的", 3, 0, "法") == 8 / LEVELS_A_NAT
    assert gain("诉的的法", 3, 1, "") == -8 / LEVELS_A_NAT


def test_other_paragraphs_do_not_count() -> None:
    assert gain("诉的的\n的的发", 8, 1, "法") == 0.0


def test_what_is_not_known_counts_nothing() -> None:
    assert gain("诉的的龘", 3, 1, "𠮷") == 0.0
    assert gain("𠮷的的发", 3, 1, "法") == 0.0


def test_nothing_gains_nothing() -> None:
    passage = read_passage("", np.zeros(0, np.float32))
    assert MADE.around(passage.codes).gains([], [], []) == []


def test_the_table_that_ships_knows_what_goes_together() -> None:
    shipped = Cooccurrence.load()
    text = "人民法院审理行政案件，原告应当在期限内提起素讼"
    place = text.index("素")
    assert gain(text, place, 1, "诉", shipped) > 2.0
    assert gain(text.replace("素", "诉"), place, 1, "素", shipped) < -2.0


def test_findings_tell_their_company() -> None:
    model = LanguageModel.load()
    text = "人民法院审理行政案件，要坚持依法行政的元泽，保障当事人的合法权益。"
    (found,) = Searcher(model, Profile.load("typed")).search(text).findings
    assert found.after == "原则"
    assert found.company == gain(text, found.start, 2, "原则", Cooccurrence.load())
    (other,) = Searcher(model, Profile.load("typed"), MADE).search(text).findings
    assert other.company == 0.0
