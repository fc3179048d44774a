"""What a stretch of a document is where it is not running prose."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

__all__ = ["OF_WORDS", "Form", "Region"]


class Form(str, Enum):
    """The form of a stretch; what has none of these is prose.

    The last ones (:data:`OF_WORDS`) stand within a line, the others are lines.
    """

    FRONT_MATTER = "front_matter"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    CHOICES = "choices"
    TABLE_ROW = "table_row"
    CODE = "code"
    VERSE = "verse"
    TIMED = "timed"
    DIALOGUE = "dialogue"
    CONTENTS = "contents"
    REFERENCE = "reference"
    FIELD = "field"
    IMAGE = "image"
    FOOTNOTE = "footnote"
    RUNNING_HEAD = "running_head"
    FORMULA = "formula"
    CODE_SPAN = "code_span"
    MARKUP = "markup"
    ADDRESS = "address"


#: Forms of words within a line, which may itself have a form.
OF_WORDS = frozenset({Form.FORMULA, Form.CODE_SPAN, Form.MARKUP, Form.ADDRESS})


class Region(NamedTuple):
    """A stretch of the source, ``[start, end)`` in code points, and its form."""

    start: int
    end: int
    form: Form
