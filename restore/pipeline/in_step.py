"""Pieces of work that go on in step, so that what many of them wait for is done for all at once.

A piece is a generator: it yields what it waits for, and returns what it makes. It may go on without.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextvars import copy_context
from typing import TypeVar

__all__ = ["alone", "groups", "in_step"]

# So many go on in step, or so many characters: what each is at is in memory.
_MOST_PIECES, _MOST_CHARACTERS = 256, 1 << 16
_Item = TypeVar("_Item")
_Wait = TypeVar("_Wait")
_Made = TypeVar("_Made")


def in_step(
    pieces: Iterable[Generator[_Wait, None, _Made]], serve: Callable[[Sequence[_Wait]], None]
) -> Iterator[tuple[int, _Made]]:
    """Take pieces of work to their ends; yield the number of each and what it made, as they end.

    Each goes on to where it waits, in a context of its own; then all of them are served together.

    Parameters
    ----------
    serve : called with what the pieces wait for, in their order
    """
    going = every = [(number, copy_context(), piece) for number, piece in enumerate(pieces)]
    try:
        while going:
            waiting, asked = [], []
            for number, context, piece in going:
                try:
                    asked.append(context.run(next, piece))
                except StopIteration as end:
                    yield number, end.value
                else:
                    waiting.append((number, context, piece))
            if asked:
                serve(asked)
            going = waiting
    finally:
        for _, context, piece in every:
            context.run(piece.close)


def groups(
    items: Iterable[_Item], size: Callable[[_Item], int], most: int | None = None
) -> Iterator[list[_Item]]:
    """Yield items in their order, as many together as are to go on in step.

    Parameters
    ----------
    size : the characters of an item
    most : so many together at most, if not as many as may be
    """
    most = _MOST_PIECES if most is None else most
    group: list[_Item] = []
    characters = 0
    for item in items:
        group.append(item)
        characters += size(item)
        if len(group) == most or characters >= _MOST_CHARACTERS:
            yield group
            group, characters = [], 0
    if group:
        yield group


def alone(piece: Generator[object, None, _Made]) -> _Made:
    """Take a piece of work to its end without anything that it waits for."""
    ((_, made),) = in_step([piece], lambda asked: None)
    return made
