from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from restore.channel.base import ChannelBase, near_syllable


def test_look_alikes_come_first() -> None:
    base = ChannelBase.load()
    assert "未" in dict(base.look_alikes("末")[:5])
    assert "域" in dict(base.look_alikes("城")[:20])
    assert base.look_alikes("a") == ()
    values = [value for _, value in base.look_alikes("城")]
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= 1 for value in values)


def test_sound_alikes_are_told_apart() -> None:
    same, near = ChannelBase.load().sound_alikes("记")
    assert "纪" in same
    assert "记" not in same | near
    assert not same & near


def test_a_middle_is_known_by_its_frame() -> None:
    assert "主" in ChannelBase.load().between("社", "义") or "会" in ChannelBase.load().between(
        "社", "主"
    )
    assert ChannelBase.load().between("\ue000", "会") == ""


@given(st.lists(st.tuples(*[st.sampled_from("社主会的，0")] * 2), max_size=8))
def test_many_middles_are_found_like_one(frames: list[tuple[str, str]]) -> None:
    base = ChannelBase.load()
    left, right = (np.array([base.number(frame[side]) for frame in frames], int) for side in (0, 1))
    owners, numbers = base.middles(left, right)
    for place, frame in enumerate(frames):
        found = "".join(map(base.character, numbers[owners == place].tolist()))
        assert found == base.between(*frame)


def test_fuzzy_syllables_share_a_form() -> None:
    assert near_syllable("zhang") == near_syllable("zan")
    assert near_syllable("lin") == near_syllable("ning")
    assert near_syllable("ma") == "ma"


@given(*[st.sampled_from(ChannelBase.load().known[:400] + "未末己已巳a，")] * 2)
def test_what_is_alike_is_so_however_often_it_is_asked(read: str, written: str) -> None:
    base = ChannelBase.load()
    looks = (
        {one for one, _ in base.look_alikes(read)},
        {one for one, _ in base.look_alikes(written)},
    )
    same, near = base.sound_alikes(read)
    wanted = written in looks[0] or read in looks[1] or written in same | near
    assert [base.alike(read, written) for _ in range(2)] == [wanted] * 2
    assert base.sound_alikes(read) == (same, near)
    assert not {read} & (same | near)


@given(st.sampled_from(ChannelBase.load().characters + "a，"))
def test_what_sounds_alike_is_found_by_its_place_as_well(read: str) -> None:
    base = ChannelBase.load()
    for group, rows in zip(base.sound_alikes(read), base.sound_rows(read), strict=True):
        found = [base.known[row] for row in rows.tolist()]
        assert set(found) == group
        assert len(found) == len(group)
