"""How often Python's collector looks for cycles of objects.

Restoring makes records by the million and next to no cycles. The usual collector goes through the
dictionaries and models in memory again and again for them: a tenth of the time of short rows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["SELDOM", "seldom_collected", "uncollected"]

#: The thresholds of :func:`gc.set_threshold` while texts are restored.
SELDOM = (1_000_000, 50, 50)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have cycles looked for as seldom as the command line has, and then as often as before.

    A collector that looks still less often, or never, is left as it is.
    """
    before = gc.get_threshold()
    if not 0 < before[0] < SELDOM[0]:
        yield
        return
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector, for work that makes many objects and no cycles."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
