"""Thresholds of dedup, each from both of its sides."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from restore.core.blocks import Role
from restore.core.evidence import CopyKept
from restore.dedup import noise, propose, readings
from restore.dedup.anchors import links, stream
from restore.dedup.candidates import candidate_pairs, equal_neighbours
from restore.dedup.containment import locate
from restore.dedup.frames import in_parallel_frames, surroundings
from restore.dedup.loops import propose_loops
from restore.dedup.paragraph_table import MemoryTable
from restore.dedup.paragraphs import Paragraph, is_heading
from restore.dedup.places import Surroundings
from restore.dedup.similar import most_alike
from restore.dedup.verification import Comparer
from restore.settings import DedupSettings

from .helpers import clean, make

SETTINGS = DedupSettings()
P = "水库除险加固工程提前完工，下游三县的农田灌溉有了保证，汛期安全得到改善，群众拍手称快。"
Q = "图书馆延长开放时间，周末的自习室座无虚席，不少家长带着孩子来这里看书，管理员忙个不停。"
R = "新开通的公交线路串起几个乡镇，老人进城看病不再需要换乘，司机把每一位乘客都当作家人。"
#: No two of its characters are the same, nor do they stand in the passages above.
WORDS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余律吕调阳云腾致雨露结霜金丽玉昆冈"


# --- what the language model says


@pytest.fixture
def worst(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The least likely character of both readings (log10), to be set by a test."""
    values: list[float] = []
    monkeypatch.setattr(readings, "_worst", lambda window, before: values[window[0] == "乙"])
    return values


SPOT = (0, 1, 0, 1)


@pytest.mark.parametrize(("word", "least"), [(False, -3.0), (True, -4.5)])
def test_both_readings_read_like_the_language(word: bool, least: float, worst: list[float]) -> None:
    for values, fluent in (
        ((least + 0.01, least + 0.01), True),
        ((least, 0.0), False),
        ((0.0, least), False),
    ):
        worst[:] = values
        assert readings.both_fluent("甲", "乙", SPOT, word=word) is fluent


def test_neither_reading_is_likely(worst: list[float]) -> None:
    for values, unlikely in (((-3.01, -3.01), True), ((-3.0, -9.0), False), ((-9.0, -3.0), False)):
        worst[:] = values
        assert readings.both_unlikely("甲", "乙", SPOT) is unlikely


@pytest.mark.parametrize(("lost", "most"), [(False, -5.0), (True, -5.5)])
def test_one_reading_is_no_language(lost: bool, most: float, worst: list[float]) -> None:
    for low, high, found in (
        (most - 0.01, -3.49, True),
        (most, -3.49, False),
        (most - 0.01, -3.5, False),
    ):
        for values in ((low, high), (high, low)):
            worst[:] = values
            assert readings.one_nonsense("甲", "乙", SPOT, lost=lost) is found


def test_four_characters_on_each_side_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def note(window: str, before: int) -> float:
        asked.append((window, before))
        return 0.0

    monkeypatch.setattr(readings, "_worst", note)
    readings.both_fluent("天地人和日月星辰江河", "人和日", (5, 6, 1, 1), word=False)
    assert asked == [("地人和日月星辰江河"[0:9], 4), ("人和日", 1)]


@pytest.mark.parametrize(
    ("shape", "slip", "alike"),
    [(0.6, -9.0, True), (0.59, -9.0, False), (0.0, -3.3, True), (0.0, -3.31, False)],
)
def test_characters_that_engines_take_for_each_other(
    shape: float, slip: float, alike: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = SimpleNamespace(sound_alikes=lambda _: ((), 0), look_alikes=lambda _: (("乙", shape),))
    profile = SimpleNamespace(candidates=lambda _: (("乙", slip),))
    monkeypatch.setattr(noise, "ChannelBase", SimpleNamespace(load=lambda: base))
    monkeypatch.setattr(noise, "Profile", SimpleNamespace(load=lambda _: profile))
    assert noise._alike.__wrapped__("甲", "乙") is alike
    assert noise._alike.__wrapped__("乙", "甲") is alike


# --- candidates


def test_a_member_of_a_bucket_meets_thirty_two_followers() -> None:
    left, right = equal_neighbours(np.zeros(40, np.uint32))
    assert max(right - left) == 32
    assert len(candidate_pairs(np.zeros((34, 1), np.uint32))[0]) == 34 * 33 // 2 - 1


def test_a_set_phrase_meets_sixteen_followers() -> None:
    table = stream([WORDS[:20]] * 20)
    found = links(table, np.zeros(20, np.int64))
    assert max(found.second - found.first) == 16


@pytest.mark.parametrize(("size", "shares"), [(11, False), (19, True)])
def test_passages_of_nineteen_characters_share_an_anchor(size: int, shares: bool) -> None:
    def shared(offset: int) -> bool:
        passage = WORDS[offset : offset + size]
        one, other = stream([f"甲乙丙{passage}丁戊"]), stream([f"子丑{passage}寅卯辰巳"])
        return bool(set(one.anchors.tolist()) & set(other.anchors.tolist()))

    found = [shared(offset) for offset in range(len(WORDS) - size)]
    assert set(found) == {shares}
    assert [len(stream([WORDS[:length]]).anchors) for length in (11, 12)] == [0, 1]
    # Two anchors in nine characters.
    assert len(stream([WORDS + P + Q + R]).anchors) == pytest.approx(2 / 9 * 170, abs=2)


def test_eight_partners_the_most_alike() -> None:
    rows = np.array([9] * 12, np.int64)
    scores = np.linspace(0.9, 0.99, 12).astype(np.float32)
    assert most_alike(rows, scores).tolist() == list(range(4, 12))


# --- frames


def paragraph(text: str, article: int = 0) -> Paragraph:
    return Paragraph(0, article, 0, len(text), Role.BODY, text)


def framed(one: str, other: str) -> bool:
    first = Surroundings(paragraph(one), None, "")
    return in_parallel_frames(first, Surroundings(paragraph(other), None, ""), short=False)


def differing(length: int, edits: int) -> tuple[str, str]:
    """Return two texts that differ in their last characters but for the mark."""
    same = (WORDS * 8)[: length - edits - 1]
    return f"{same}{'甲' * edits}。", f"{same}{'乙' * edits}。"


@pytest.mark.parametrize(
    ("length", "edits", "parallel"),
    [
        # Alike by eight tenths.
        (100, 20, True),
        (100, 21, False),
        # By six tenths, and different in eight characters at most.
        (21, 8, True),
        (19, 8, False),
        (23, 9, False),
    ],
)
def test_neighbours_that_say_like_things(length: int, edits: int, parallel: bool) -> None:
    assert framed(*differing(length, edits)) is parallel


def test_frames_are_compared_by_two_hundred_characters() -> None:
    same, end = (WORDS * 8)[:200], "甲" * 80
    assert not framed(same + end, same + "乙" * 80), "cut off, they are the same"
    assert framed("甲" + same[:199] + end, "乙" + same[:199] + "丙丁" * 40)
    assert framed("甲" + same[:198] + "子" + end, "乙" + same[:198] + "丑" + "丙丁" * 40)


@pytest.mark.parametrize(("between", "found"), [(11, "标题"), (12, "")])
def test_a_heading_is_looked_for_twelve_lines_up(between: int, found: str) -> None:
    lines = ["标题", *[f"第{n}段的话说完了。" for n in range(between)], "好。"]
    table = MemoryTable([make("a", lines)])
    rows = list(range(len(lines)))
    assert surroundings(table, rows, len(lines) - 1, len(lines) - 1).heading == found


@pytest.mark.parametrize(("size", "heading"), [(30, True), (31, False)])
def test_a_short_line_without_an_end_mark_is_a_heading(size: int, heading: bool) -> None:
    assert is_heading(paragraph("好" * size)) is heading
    assert not is_heading(paragraph("好" * (size - 1) + "。"))


# --- runs


@pytest.mark.parametrize(("size", "stays"), [(239, True), (240, False)])
def test_under_headings_of_its_own_a_passage_must_be_long(size: int, stays: bool) -> None:
    long = f"{(P + Q + R + WORDS + Q + R)[: size - 1]}。"
    lines = ["甲县", long, "乙县", long, "完。"]
    assert (clean(lines) == lines) is stays


@pytest.mark.parametrize(("between", "goes"), [(3, True), (4, False)])
def test_short_equal_lines_bridge_a_run(between: int, goes: bool) -> None:
    section = [P + Q, *["好。", "是。", "对。", "行。"][:between], R + WORDS[:20] + "。"]
    lines = ["前言部分。", *section, "后来发生的事情与此无关。", *section, "完。"]
    assert (P + Q not in clean(lines)[len(section) + 2 :]) is goes


@pytest.mark.parametrize(("size", "shown"), [(59, False), (60, True)])
def test_long_passages_at_the_ends_of_paragraphs_are_shown(size: int, shown: bool) -> None:
    shared = f"{(P + Q)[: size - 1]}。"
    lines = [f"先说第一件事情：{WORDS[:40]}{shared}", "又一段。", f"另有一件：{R[:-1]}{shared}"]
    result = propose([make("a", lines)], SETTINGS)
    assert result.proposals == [[]]
    assert bool(result.variants) is shown


# --- loops


def cut(text: str) -> Iterator[tuple[int, int]]:
    return ((item.start, item.end) for item in propose_loops(text) if item.after == "")


def looped(text: str) -> bool:
    return any(cut(text))


@pytest.mark.parametrize("copies", [9, 10])
def test_ten_lines_in_a_row_are_a_loop(copies: int) -> None:
    assert looped("\n".join([P] * copies)) is (copies == 10)


@pytest.mark.parametrize(("lines", "rounds", "loop"), [(2, 5, False), (2, 6, True), (3, 6, True),
                                                       (3, 5, False), (4, 9, False)])  # fmt: skip
def test_lines_that_take_turns(lines: int, rounds: int, loop: bool) -> None:
    unit = [P, Q, R, f"{WORDS}。"][:lines]
    assert looped("\n".join(unit * rounds)) is loop


@pytest.mark.parametrize(("size", "loop"), [(64, True), (65, False)])
def test_the_longest_clause_of_a_loop(size: int, loop: bool) -> None:
    clause = f"{(WORDS + '子丑寅卯午未申酉戌亥甲乙丙丁戊己庚辛壬癸赵钱孙李周吴郑王')[: size - 1]}，"
    assert len(set(clause)) == size
    assert looped(clause * 12) is loop


@pytest.mark.parametrize(("size", "loop"), [(3, False), (4, True)])
def test_a_unit_says_something_in_four_characters(size: int, loop: bool) -> None:
    assert looped(f"{WORDS[:size]}，" * 12) is loop
    assert looped("\n".join([f"{WORDS[:size]}。"] * 12)) is loop


@pytest.mark.parametrize(("size", "loop"), [(11, False), (12, True)])
def test_without_a_mark_a_line_is_a_sentence_from_twelve_characters_on(
    size: int, loop: bool
) -> None:
    assert looped("\n".join([WORDS[:size]] * 12)) is loop


def test_loops_and_repeats_are_certain() -> None:
    (loop,) = propose_loops("\n".join([P] * 12))
    result = propose([make("a", [P + Q + R, "别的话。", "又一段。", P + Q + R])], SETTINGS)
    (repeat,) = result.proposals[0]
    assert loop.confidence == repeat.confidence == 0.99


# --- lines beside copies


@pytest.mark.parametrize(("size", "goes"), [(3, False), (4, True)])
def test_the_truncated_line_of_a_run_has_four_characters(size: int, goes: bool) -> None:
    tail = WORDS[:size]
    lines = ["标题", P + Q + R, f"{WORDS[:12]}。", "别的事情说完了。", P + Q + R, tail]
    assert (clean(lines)[-1] != tail) is goes


@pytest.mark.parametrize(("distance", "stays"), [(8, True), (9, False)])
def test_like_passages_within_eight_lines_make_two_editions(distance: int, stays: bool) -> None:
    def edition(count: str, fillers: str, before: str) -> list[str]:
        return [
            f"本办法规定的补贴标准为每人每月{count}元，由各县统一发放到位。",
            *fillers[: distance - 2],
            before,
            P + Q + R,
        ]

    old = edition("一百", "甲乙丙丁戊己庚", "天地人和。")
    new = edition("三百", "子丑寅卯辰巳午", "日月星辰呀！")
    lines = ["旧版。", *old, "后来又作了几次修改。", *new]
    assert (clean(lines) == lines) is stays


@pytest.mark.parametrize(("shift", "found"), [(12, True), (13, False)])
def test_noise_shifts_what_stands_beside_an_anchor_by_twelve_characters(
    shift: int, found: bool
) -> None:
    outer = f"{WORDS[:shift]}{P}{Q}"
    place = locate(P, outer, 0, 0, 0.9, Comparer())
    assert (place == (shift, shift + len(P), 1.0)) is found


def test_forty_characters_of_the_copy_that_stays_are_shown() -> None:
    result = propose([make("a", [P + Q + R, "别的话。", "又一段。", P + Q + R])], SETTINGS)
    (proposal,) = result.proposals[0]
    (evidence,) = proposal.evidence
    assert isinstance(evidence, CopyKept)
    assert evidence.text == (P + Q)[:40]
