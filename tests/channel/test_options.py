from __future__ import annotations

import numpy as np

from restore.channel.base import ChannelBase
from restore.channel.decoding import Plain
from restore.channel.findings import Width
from restore.channel.options import Options
from restore.channel.passage import read_passage
from restore.channel.places import APART, Sieve
from restore.channel.profile import Profile
from restore.language.model import LanguageModel

BASE = ChannelBase.load()
MODEL = LanguageModel.load()
OPTIONS = Options(MODEL, Profile.load("typed"))


def offers(text: str, *suspicious: int, full: bool = True) -> dict[int, list[Plain]]:
    """Return what is offered for places of one paragraph, by place in it."""
    passage = read_passage(text, MODEL.char_scores(text))
    chosen = np.zeros(len(passage.codes), np.bool_)
    chosen[[place + 1 for place in suspicious]] = True
    sieve = Sieve(chosen if full else np.zeros_like(chosen), chosen)
    found = OPTIONS.offer(passage, sieve, Width())
    return {place - 1: options for place, options in found}


def emissions(text: str, place: int) -> set[str]:
    return {item[0] for item in offers(text, place).get(place, ())}


def test_likenesses_that_fit_are_offered() -> None:
    assert "需" in emissions("结合实际须要坚持法治", 4)
    assert "治" in emissions("全面从严冶党", 4)


def test_what_does_not_fit_is_not_offered() -> None:
    assert not {"池", "怡"} & emissions("全面从严冶党", 4)
    assert offers("全面从严治党", 4) == {}


def test_pairs_that_are_words_are_offered() -> None:
    pairs = [item for item in offers("建设创业浮华基地", 4)[4] if item[0] == "孵化"]
    assert {pair[2] for pair in pairs} == {2}
    # As one slip, and as two.
    word, two = sorted((pair[1] for pair in pairs), reverse=True)
    assert word > two + 1
    # Also where only the second character is suspicious.
    assert "孵化" in {item[0] for item in offers("建设创业浮华基地", 5)[4]}


def test_repeats_may_be_left_out() -> None:
    assert "" in emissions("保障人民群群众利益", 5)


def test_what_is_lost_and_what_is_exchanged_is_offered() -> None:
    assert "治党" in emissions("坚持全面从严党，坚持", 6)
    assert "建设" in emissions("加强政治设建，坚持", 4)


def test_what_is_lost_need_not_be_the_most_usual_there() -> None:
    """Four characters stand more often between 受 and 人."""
    text = "要全力救治受人员，做好"
    place = text.index("人")
    assert "伤" not in BASE.between("受", "人")
    assert "伤人" in emissions(text, place)
    # What reads well as it stands is not made longer.
    assert not any(len(item) > 1 for item in emissions("要全力救治受伤人员", place + 1))


def test_digits_are_kept() -> None:
    assert all("0" in item for item in emissions("增长50％", 2))
    assert all("，" in item for item in emissions("增长5，000元", 3))


def test_numerals_do_not_become_other_numerals() -> None:
    assert not emissions("第二产业", 1) & set("一三四五六七八九十")


def test_marks_alone_are_offered_where_little_is_suspicious() -> None:
    text = "全面从严冶党，坚持法治"
    assert offers(text, 4, full=False) == {}


def test_nothing_is_offered_for_no_places() -> None:
    assert offers("全面从严冶党") == {}
    assert offers("") == {}


def test_no_numeral_is_offered_for_another() -> None:
    for text in ("二〇一八年的工作", "全市有三家企业", "占百分之七的人口"):
        for place, read in enumerate(text):
            if read in APART:
                assert not APART & emissions(text, place)
