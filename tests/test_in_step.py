from __future__ import annotations

from collections.abc import Generator, Sequence
from contextvars import ContextVar

import pytest

from restore.pipeline import in_step as module
from restore.pipeline.in_step import alone, groups, in_step

_NAME = ContextVar("name", default="")


def piece(name: str, waits: int) -> Generator[str, None, str]:
    token = _NAME.set(name)
    for number in range(waits):
        yield f"{name}{number}"
        assert _NAME.get() == name
    _NAME.reset(token)
    return name.upper()


def test_what_pieces_wait_for_is_served_together() -> None:
    served: list[Sequence[str]] = []
    pieces = [piece("a", 2), piece("b", 0), piece("c", 3)]
    assert list(in_step(pieces, served.append)) == [(1, "B"), (0, "A"), (2, "C")]
    assert served == [["a0", "c0"], ["a1", "c1"], ["c2"]]
    assert _NAME.get() == ""
    assert list(in_step([], served.append)) == []


def test_a_piece_alone_waits_for_nothing() -> None:
    assert alone(piece("a", 3)) == "A"


def test_where_one_ends_the_work_the_others_are_closed() -> None:
    closed: list[str] = []

    def stopping() -> Generator[str, None, str]:
        yield "x"
        raise KeyboardInterrupt

    def noticing() -> Generator[str, None, str]:
        try:
            return (yield from piece("a", 3))
        finally:
            closed.append(_NAME.get())

    with pytest.raises(KeyboardInterrupt):
        list(in_step([noticing(), stopping(), noticing()], lambda asked: None))
    assert closed == ["a", "a"]


def test_groups_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_PIECES", 3)
    monkeypatch.setattr(module, "_MOST_CHARACTERS", 10)
    texts = ["a", "b", "c", "d", "long enough", "e", "four", "more"]
    assert list(groups(texts, len)) == [
        ["a", "b", "c"],
        ["d", "long enough"],
        ["e", "four", "more"],
    ]
    assert list(groups(texts[:4], len, 2)) == [["a", "b"], ["c", "d"]]
