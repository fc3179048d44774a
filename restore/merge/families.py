"""Families of engines, each with what it takes for what; which one a reading is of shows itself."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from restore.channel.profile import Profile
from restore.merge.marks import MarkTable, mark_tables

__all__ = ["Family", "family_of", "shipped_families"]


class Family(NamedTuple):
    """Engines that err alike: an error profile and how they misread marks."""

    name: str
    profile: Profile
    marks: MarkTable


@lru_cache(maxsize=1)
def shipped_families() -> tuple[Family, ...]:
    """Return the families that ship."""
    return tuple(
        Family(name, Profile.load(name), table) for name, table in sorted(mark_tables().items())
    )


def family_of(engine: str) -> str:
    """Return the family of an engine by its name."""
    return "tesseract" if engine.lower().startswith("tess") else "ppocr"
