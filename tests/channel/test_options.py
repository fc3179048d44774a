from __future__ import annotations

from restore.channel.options import Options
from restore.channel.profile import Profile
from restore.language.model import LanguageModel

OPTIONS = Options(LanguageModel.load(), Profile.load("typed"))


def test_what_stands_there_comes_first_and_costs_nothing() -> None:
    for text, place in (("从严冶党", 2), ("发展，", 2), ("增长0％", 2)):
        first = OPTIONS.at(text, place, room=True, full=True)[0]
        assert (first.emission, first.weight, first.span) == (text[place], 0.0, 1)


def test_likenesses_that_fit_are_offered() -> None:
    offered = {item.emission for item in OPTIONS.at("实际须要坚持", 2, room=True, full=True)}
    assert "需" in offered


def test_pairs_that_are_words_are_offered() -> None:
    assert "孵化" in {item.emission for item in OPTIONS.pairs("浮", "华")}
    assert all(item.span == 2 for item in OPTIONS.pairs("浮", "华"))
    assert OPTIONS.pairs("一", "二") == ()


def test_digits_are_kept() -> None:
    assert all("0" in item.emission for item in OPTIONS.at("增长0％", 2, room=False, full=True))


def test_numerals_do_not_become_other_numerals() -> None:
    numerals = set("一二三四五六七八九十")
    offered = {item.emission for item in OPTIONS.at("第二产业", 1, room=False, full=True)}
    assert offered & numerals == {"二"}
