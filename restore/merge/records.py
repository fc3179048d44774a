"""Input records of a merge, and the options at each place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from restore.core.native_page import Lattice

__all__ = ["Option", "Reading", "Slot"]


class Reading(msgspec.Struct, frozen=True):
    """One engine's (or scan's) reading of a page.

    ``confidence``, if given, holds for every code point of ``text`` the engine's probability that
    it is right, 0 to 1 (None where it is not known). ``lattice`` says more in its place: what else
    the recogniser thought of; its probabilities are those of PP-OCR's network.
    """

    name: str
    text: str
    confidence: Sequence[float | None] | None = None
    lattice: Lattice | None = None


class Option(NamedTuple):
    """What may stand at a place: ``text`` and, per reading that has it, its number and span there.

    What none of the readings has, but an error profile thinks of, has no readers.
    """

    text: str
    readers: tuple[tuple[int, int, int], ...]


class Slot(NamedTuple):
    """A place of the base reading, ``[start, end)`` in its text, and what the readings have there.

    An empty span is the gap before ``start``. The base's own reading is the first option.
    """

    start: int
    end: int
    options: tuple[Option, ...]
