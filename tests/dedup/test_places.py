"""Of two copies the one in its place stays."""

from __future__ import annotations

from restore.dedup import propose
from restore.settings import DedupSettings

from .helpers import clean, seed

P = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善，群众拍手称快。"
Q = "图书馆延长开放时间，周末的自习室座无虚席，不少家长带着孩子来这里看书，管理员忙个不停。"
R = "新开通的公交线路串起几个乡镇，老人进城看病不再需要换乘，司机把每一位乘客都当作家人。"
S = "全年接待游客的数量再创新高，沿线的农家乐和民宿家家爆满。"


def test_the_copy_that_ends_its_section_stays() -> None:
    lines = ["① 开头", S, P, Q, R, "这一段还没有说完话。", "另外的一段。", P, Q, R, "② 末了", S + S]
    assert clean(lines) == [*lines[:2], *lines[5:]]


def test_the_copy_that_interrupts_no_sentence_stays() -> None:
    lines = ["前面的话说到这里，忽然", P, Q, R, "又接着说了下去。", S, P, Q, R, "末尾的一段话。"]
    assert clean(lines) == [lines[0], *lines[4:]]


def test_the_copy_that_its_numbers_continue_stays() -> None:
    items = [f"{n}是{text}{S}" for n, text in zip("一二三四", (P, Q, R, P + S), strict=True)]
    lines = [S + S, *items[1:3], "接下来是各项工作的要点。", *items]
    assert clean(lines) == [lines[0], *lines[3:]]


def test_the_copy_under_its_own_heading_stays() -> None:
    heads = ["① 交通建设", "② 水库加固与图书馆"]
    lines = [heads[0], S, P, Q, R, heads[1], P, Q, R, S + S]
    assert clean(lines) == [heads[0], S, *lines[5:]]


def test_all_copies_of_a_run_are_kept_in_one_place() -> None:
    odd = Q.replace("图书", "图\ufffd书")
    lines = [P, Q, R, "中间的一段话，说的是别的。", P, odd, R, "末尾的一段话。"]
    assert clean(lines) == [P, Q, R, *lines[3:4], lines[-1]]
    lines = [P, odd, R, "中间的一段话，说的是别的。", P, Q, R, "末尾的一段话。"]
    assert clean(lines) == lines[3:]


def test_003_keeps_the_copy_that_ends_the_first_section() -> None:
    lines = clean(seed("003").text.split("\n"))
    spot = next(n for n, line in enumerate(lines) if line.startswith("用心学党史，真心办实事。"))
    assert lines[spot - 1].startswith("理论创新每前进一步")
    assert lines[spot + 5].startswith("②")


def test_003_shows_the_paragraph_whose_tail_repeats() -> None:
    source = seed("003")
    (shown,) = propose([source], DedupSettings()).variants
    first, second = (source.text[slice(*place.span)] for place in (shown.first, shown.second))
    assert first.startswith("学史以明志，鉴往而知来。")
    assert second.startswith("理论创新每前进一步")
    assert first[-88:] == second[-88:]
