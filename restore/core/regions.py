"""What a stretch of a document is where it is not running prose."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

__all__ = ["Form", "Region"]


class Form(str, Enum):
    """The form of a stretch; what has none of these is prose, and what stages know by its line."""

    FRONT_MATTER = "front_matter"
    CODE = "code"
    FORMULA = "formula"
    MARKUP = "markup"
    ADDRESS = "address"
    REFERENCE = "reference"


class Region(NamedTuple):
    """A stretch of the source, ``[start, end)`` in code points, and its form."""

    start: int
    end: int
    form: Form
