"""RTF letters (extra ``rtf``: striprtf): the words, paragraph by paragraph, and the rows of tables."""

from __future__ import annotations

import re
from collections.abc import Callable

from restore.core.regions import Form
from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.marked import MarkedText
from restore.readers.page_source import page_source
from restore.readers.source import Source
from restore.readers.tree import Run

__all__ = ["read_rtf"]

# striprtf looks at each sign; a longer one is mostly pictures, as hexadecimal digits.
_MAX_BYTES = 64 << 20
_CODE_PAGE = re.compile(rb"\\ansicpg([0-9]{3,5})")
# A picture, and what Word keeps of a picture for itself: nothing but digits in a group.
_PICTURE = re.compile(rb"[0-9A-Fa-f\r\n]{400,}+")


def read_rtf(blob: Blob) -> Source:
    """Read a document.

    Raises
    ------
    InputError
        If striprtf is not installed, the file is no RTF, or has no text.
    """
    data = blob.read(_MAX_BYTES)
    try:
        from striprtf.striprtf import rtf_to_text as convert
    except ImportError as error:
        raise InputError(
            blob.name,
            "is an RTF document, and the package for it is not installed",
            "install restore-zh[rtf], or save it as .docx",
        ) from error
    to_text: Callable[..., str] = convert
    found = _CODE_PAGE.search(data[:4096])
    page = f"cp{found.group(1).decode()}" if found is not None else "cp936"
    try:
        content = _PICTURE.sub(b"", data).decode("latin-1")
        words = to_text(content, encoding="gb18030" if page == "cp936" else page)
    except (LookupError, ValueError, UnicodeError, IndexError, RecursionError) as error:
        raise InputError(
            blob.name, f"is a damaged RTF document ({error})", "save it as .docx"
        ) from error
    text = MarkedText()
    for line in words.split("\n"):
        # A row of a table is written with its cells between pipes.
        cells = line.split("|") if line.endswith("|") else [line]
        parts: list[Run | str] = []
        for cell in cells[:-1] if len(cells) > 1 else cells:
            parts += [*(["\t"] if parts else []), Run(cell, -1, -1)]
        form = Form.TABLE_ROW if len(parts) > 1 else None
        text.lines(parts, form=form, white="verbatim")
    return page_source(blob, text.file(flows=False), format="rtf", data=data)
