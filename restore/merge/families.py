"""Families of OCR engines with their error models; a reading's family is inferred from the page.

Counts from pages with known truth are best but few; counts from lines of clean text that were
rendered and read (``tools/read_rendered.py``) are added to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

from restore.channel.profile import Profile
from restore.channel.profile_data import ProfileData
from restore.merge.punctuation import PunctuationTable, page_punctuation

__all__ = ["Family", "family_of", "make_family", "shipped_families"]

# Marks are misread by the kind of damage, and that of pages is the better known: a mark counted in
# rendered lines counts for so much.
_RENDERED_WEIGHT = 0.3


class Family(NamedTuple):
    """Engines that err alike: an error profile and how they misread marks."""

    name: str
    profile: Profile
    marks: PunctuationTable


class _Rendered(NamedTuple):
    """Counts: (read, printed) of Chinese characters, (printed, read) of marks."""

    characters: Counter[tuple[str, str]]
    marks: Counter[tuple[str, str]]


def make_family(name: str, data: ProfileData, marks: Mapping[tuple[str, str], float]) -> Family:
    """Return a family from counts on pages and counts in rendered lines.

    Parameters
    ----------
    marks : counts by (printed, read), as of :func:`restore.merge.punctuation.count_punctuation`
    """
    rendered = _rendered().get(name, _Rendered(Counter(), Counter()))
    seen = Counter({(read, truth): count for read, truth, count in data.seen})
    seen.update(rendered.characters)
    pairs = tuple((read, truth, count) for (read, truth), count in sorted(seen.items()))
    together = dict(marks)
    for pair, count in rendered.marks.items():
        together[pair] = together.get(pair, 0.0) + _RENDERED_WEIGHT * count
    profile = Profile(msgspec.structs.replace(data, seen=pairs))
    return Family(name, profile, PunctuationTable(together))


@lru_cache(maxsize=1)
def shipped_families() -> tuple[Family, ...]:
    """Return the families that ship."""
    return tuple(
        make_family(name, Profile.load(name).data, counts)
        for name, counts in sorted(page_punctuation().items())
    )


@lru_cache(maxsize=1)
def _rendered() -> dict[str, _Rendered]:
    text = resources.files("restore.merge").joinpath("rendered.tsv").read_text("utf-8")
    found: dict[str, _Rendered] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        family, kind, printed, read, count = line.split("\t")
        counts = found.setdefault(family, _Rendered(Counter(), Counter()))
        if kind == "han":
            counts.characters[read, printed] = int(count)
        else:
            counts.marks[printed, read] = int(count)
    return found


def family_of(engine: str) -> str:
    """Return the family of an engine by its name."""
    return "tesseract" if engine.lower().startswith("tess") else "ppocr"
