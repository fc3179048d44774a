"""A document as a reader yields it, and the bound on its lines."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from restore.core.document import Document
from restore.errors import InputError

if TYPE_CHECKING:
    from restore.readers.blob import Blob
    from restore.readers.compose import PageText

__all__ = ["MAX_LINE_CHARACTERS", "Source", "check_lines"]

# No paragraph of any document comes near; a stage works on whole paragraphs, so an endless line
# would take all memory.
MAX_LINE_CHARACTERS = 2_000_000


@dataclass(frozen=True)
class Source:
    """A document as it was read.

    ``size`` is in bytes. ``exact`` says that the recorded encoding gives the same bytes again.
    ``page`` is what an OCR file knows about the text, ``markup`` that file's own text as UTF-8,
    for writing back. ``row`` is the place of a document that is one of many in ``blob``, ``field``
    the column that its text stands in. ``title`` is what a message calls the format, where that
    says more than its name; ``told`` is what the user is to know of how it was read.
    """

    document: Document
    size: int
    exact: bool
    format: str = "text"
    blob: Blob | None = None
    page: PageText | None = None
    markup: bytes | None = dataclasses.field(default=None, repr=False)
    row: int | None = None
    field: str | None = None
    title: str = ""
    told: tuple[str, ...] = ()

    @property
    def writable(self) -> bool:
        """Whether what is corrected can be put back into the file."""
        page = self.page
        return (
            page is not None and bool(page.slots) and (self.markup is not None or bool(page.parts))
        )


def check_lines(text: str, source: str) -> None:
    """Raise InputError if a line is longer than any stage can work on."""
    if len(text) <= MAX_LINE_CHARACTERS:
        return
    start = 0
    number = 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > MAX_LINE_CHARACTERS:
            raise InputError(
                source,
                f"has a line of {end - start:,} characters (line {number}; "
                f"the limit is {MAX_LINE_CHARACTERS:,})",
                "if it is text, break it into paragraphs",
            )
        start = end + 1
        number += 1
