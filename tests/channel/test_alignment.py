from __future__ import annotations

from hypothesis import given

from restore.channel.alignment import Difference, differences, kind_of, readable
from restore.language.normalise import normalise
from tests.strategies import texts


def test_operations_are_named() -> None:
    assert kind_of("末", "未", "") == "han"
    assert kind_of(",", "。", "") == "mark"
    assert kind_of("一", "—", "") == "mixed"
    assert kind_of("治", "", "治") == "repeat"
    assert kind_of("治", "", "防") == "extra"
    assert kind_of("", "治", "") == "missing"
    assert kind_of("设建", "建设", "") == "swap"


def test_differences_come_one_by_one_and_folded() -> None:
    assert list(differences("记律,", "纪律。")) == [
        Difference(0, "记", "纪", "han"),
        Difference(2, "，", "。", "mark"),
    ]
    assert [item.kind for item in differences("防治治工作", "防治工作")] == ["repeat"]


def test_what_was_not_read_at_all_is_left_out() -> None:
    assert list(readable([("全省上下", "全省上下"), ("■口2", "统筹推进")])) == [
        ("全省上下", "全省上下")
    ]


@given(texts(), texts())
def test_differences_rebuild_the_truth(read: str, truth: str) -> None:
    folded = normalise(read)
    parts, position = [], 0
    for item in differences(read, truth):
        parts += [folded[position : item.start], item.truth]
        position = item.start + len(item.read)
    assert "".join([*parts, folded[position:]]) == normalise(truth)
