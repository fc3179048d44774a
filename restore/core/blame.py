"""Which document a step fails on: it is set apart and named, and the others go on.

A step over one document is easily blamed on it. One over many (a reduce) is tried on ever shorter
beginnings of them, halving: the shortest that fails ends with the document that it fails on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from restore.errors import WorkError
from restore.files import FULL

__all__ = ["MOST_BLAMED", "ends_the_run", "first_failing", "without_failing"]

_T = TypeVar("_T")
_R = TypeVar("_R")

#: A step over many that fails on more documents than this is at fault itself; each costs as many
#: trials as halving takes.
MOST_BLAMED = 16


def ends_the_run(error: BaseException) -> bool:
    """Whether the run is to end: somebody wants it to, or there is no room to work in.

    All else is the fault of the document at hand. Want of memory, a stack that is too deep and a panic of compiled code are such faults too: they
    come of one odd file, and the others do not share them.
    """
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, WorkError))


def first_failing(
    items: Sequence[_T], step: Callable[[Sequence[_T]], object], error: BaseException
) -> tuple[_T, BaseException]:
    """Return the item on which a step over many fails, and the error it fails with.

    Parameters
    ----------
    items : at least one; the step failed over all of them
    step : takes a beginning of them
    error : what it failed with
    """
    low, high = 0, len(items)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            step(items[:middle])
        except BaseException as found:
            if ends_the_run(found):
                raise
            high, error = middle, found
        else:
            low = middle
    return items[high - 1], error


def without_failing(
    items: Sequence[_T],
    step: Callable[[Sequence[_T]], _R],
    blame: Callable[[_T, BaseException], None],
) -> _R:
    """Take a step over many, without those on which it fails.

    Parameters
    ----------
    blame : called with each item that is left out, and the error

    Raises
    ------
    BaseException
        What it fails with, if it fails without any item or on more than :data:`MOST_BLAMED`.
    """
    kept = list(items)
    for _ in range(MOST_BLAMED):
        try:
            return step(kept)
        except BaseException as error:
            if ends_the_run(error) or not kept:
                raise
            item, cause = first_failing(kept, step, error)
            blame(item, cause)
            kept = [other for other in kept if other is not item]
    return step(kept)
