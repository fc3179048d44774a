from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.channel.decoding import Decoder, Option
from restore.language.model import LanguageModel

MODEL = LanguageModel.load()


def best_by_force(left: str, slots: list[list[Option]], right: str) -> float:
    """Try every combination of options of one slot each."""
    readings = [("", 0.0)]
    for options in slots:
        readings = [
            (text + item.emission, weight + item.weight)
            for text, weight in readings
            for item in options
        ]
    _, state = MODEL.advance(None, left)
    return max(weight + MODEL.advance(state, text + right)[0] for text, weight in readings)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["治", "冶", "党", "", "严治", "，"]), st.floats(-6, 0)).map(
                lambda item: Option(*item)
            ),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_wide_beam_finds_the_best_reading(slots: list[list[Option]]) -> None:
    paths = Decoder(MODEL, beam=100).decode("从严", slots, "建设")
    assert paths[0].score == pytest.approx(best_by_force("从严", slots, "建设"), abs=1e-4)


def test_an_option_may_cover_two_characters() -> None:
    slots = [[Option("设", 0.0), Option("建设", -5.0, 2)], [Option("建", 0.0)]]
    best = Decoder(MODEL).decode("加强党的", slots, "，全面从严治党")[0]
    assert best.text == "建设"
    assert best.changes[0].option.span == 2


EMISSIONS = ["治", "冶", "党", "", "严治", "，", "设", "建设"]


def place(most: int) -> st.SearchStrategy[tuple[str, list[tuple[str, float, int]]]]:
    """Make a character with so many options at most: what is put there, its weight, what it covers."""
    option = st.tuples(st.sampled_from(EMISSIONS), st.floats(-9, 0), st.integers(1, 2))
    return st.tuples(st.sampled_from("治冶党设，"), st.lists(option, max_size=most))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(place(4), min_size=1, max_size=5),
    st.sampled_from(["", "建设", "，坚持依法治国"]),
)
def test_the_quick_way_finds_the_same(
    given_: list[tuple[str, list[tuple[str, float, int]]]], right: str
) -> None:
    slots = [
        [
            Option(read, 0.0),
            *(Option(*item) for item in options if place + item[2] <= len(given_)),
        ]
        for place, (read, options) in enumerate(given_)
    ]
    first = Decoder(MODEL, beam=100).decode("从严", slots, right)[0]
    best = Decoder(MODEL, beam=100).best("从严", slots, right)
    if best is None:
        keep = "".join(slot[0].emission for slot in slots)
        _, state = MODEL.advance(None, "从严")
        assert first.score == pytest.approx(MODEL.advance(state, keep + right[:4])[0], abs=1e-4)
    else:
        assert best.score == pytest.approx(first.score, abs=1e-6)
        assert best.changes


def slowly(
    limits: tuple[int, int], left: str, slots: list[list[Option]], right: str
) -> list[tuple[float, str]]:
    """Return the scores and texts of a beam search that weighs every option of every reading."""
    width, kept = limits
    reads = [slot[0].emission for slot in slots]
    nexts = [*reads, right[:1] or "\0"]
    beams = [[(0.0, 0.0, MODEL.advance(None, left[-4:])[1], "")], *([] for _ in slots)]
    for place, options in enumerate(slots):
        ranked = []
        current = sorted(beams[place], key=lambda item: item[1], reverse=True)[:width]
        for option in options[1:] if current and len(options) > kept + 1 else ():
            emission, weight, span = option
            gain, state = MODEL.advance(current[0][2], emission)
            rank = gain + weight + (len(emission) - span)
            for after in (*reads, *right[:1])[place + span : place + span + 1]:
                rank += MODEL.step(state, after)[0]
            ranked.append((rank, option))
        best = [item for _, item in sorted(ranked, key=lambda item: item[0], reverse=True)[:kept]]
        for score, _, before, text in current:
            for emission, weight, span in [options[0], *best] if ranked else options:
                gain, state = MODEL.advance(before, emission)
                total = score + gain + weight
                ahead = max(MODEL.step(state, nexts[place + span])[0], -5.0)
                beams[place + span].append((total, total + ahead, state, text + emission))
    last = sorted(beams[-1], key=lambda item: item[1], reverse=True)[: 2 * width]
    found = [(item[0] + MODEL.advance(item[2], right[:4])[0], item[3]) for item in last]
    return sorted(found, key=lambda item: item[0], reverse=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(place(7), min_size=1, max_size=5),
    st.sampled_from(["", "建设", "，坚持依法治国"]),
    st.tuples(st.integers(1, 3), st.integers(1, 5)),
)
def test_a_narrow_beam_keeps_the_readings_that_rank_highest(
    given_: list[tuple[str, list[tuple[str, float, int]]]],
    right: str,
    limits: tuple[int, int],
) -> None:
    slots = [
        [
            Option(read, 0.0),
            *(Option(*item) for item in options if place + item[2] <= len(given_)),
        ]
        for place, (read, options) in enumerate(given_)
    ]
    decoder = Decoder(MODEL, beam=limits[0], kept=limits[1])
    found = [(path.score, path.text) for path in decoder.decode("从严", slots, right)]
    assert found == slowly(limits, "从严", slots, right)


def test_what_makes_a_word_with_the_next_character_is_not_given_up() -> None:
    # 踊 is seldom: of readings that end with it none is among the best, before 跃 is read.
    rivals = [Option(item, -1.0) for item in "一是在要为以有从对"]
    slots = [[Option("通", 0.0), *rivals, Option("踊", -1.0)], [Option("跃", 0.0)]]
    best = Decoder(MODEL, beam=2).best("广大党员干部积极响应，", slots, "报名参加")
    assert best is not None
    assert best.text == "踊跃"


def test_a_wrong_character_behind_does_not_decide() -> None:
    # Both are wrong, so that what stands there goes badly with the next: it is gone on with still.
    slots = [
        [Option("政", 0.0), *(Option(item, -0.5) for item in "章正整证")],
        [Option("鱼", 0.0), Option("预算", -4.5, 2)],
        [Option("蒜", 0.0)],
    ]
    best = Decoder(MODEL, beam=2).best("严格执行财", slots, "，管好用好资金")
    assert best is not None
    assert best.text == "政预算"
