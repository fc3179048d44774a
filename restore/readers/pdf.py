"""The text layer of PDF files (extra ``pdf``: pypdfium2), with the place of each run of text."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, NamedTuple

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.geometry import Box
from restore.readers.pages import PageBuilder, box_of
from restore.readers.text import Source

__all__ = ["read_pdf"]

_MOST_PAGES = 5_000
_MOST_RUNS = 200_000
# Runs of one line overlap so much in height, and are no further apart (in heights).
_OVERLAP, _APART = 0.5, 1.0


class _Run(NamedTuple):
    text: str
    box: Box


def read_pdf(blob: Blob) -> Source:
    """Read a document.

    Raises
    ------
    InputError
        If pypdfium2 is not installed, the file is damaged, locked, or has no text layer.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError(
            blob.name,
            "is a PDF document, and the package for it is not installed",
            "install restore-zh[pdf]",
        ) from error
    from restore.readers.formats import page_source

    data = blob.read()
    builder = PageBuilder()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError(
            blob.name, f"cannot be read as PDF ({error})", "open it and save it again, unlocked"
        ) from error
    try:
        if len(document) > _MOST_PAGES:
            raise InputError(
                blob.name, f"has {len(document)} pages (the limit is {_MOST_PAGES})", "split it"
            )
        for number in range(len(document)):
            _page(document, number, builder, blob.name)
    finally:
        document.close()
    if not builder.atoms:
        raise InputError(
            blob.name,
            "has no text layer",
            "it holds images of pages: draw them (pdftoppm) and read them with `restore ocr`",
        )
    digest = sha256(data).hexdigest()
    return page_source(blob, builder.file(), format="pdf", digest=digest, size=len(data))


def _page(document: Any, number: int, builder: PageBuilder, source: str) -> None:
    import pypdfium2

    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise InputError(
            source, f"page {number + 1} cannot be read ({error})", "open it and save it again"
        ) from error
    try:
        width, height = page.get_size()
        for line in _lines(_runs(text, height)):
            atoms = [builder.atom(run.text, run.box) for run in line]
            builder.words(atoms)
            builder.line(atoms)
        builder.page((width, height))
    finally:
        text.close()
        page.close()


def _runs(text: Any, height: float) -> Iterator[_Run]:
    """Yield the runs of text of one line and font, the top of the page being 0."""
    for index in range(min(text.count_rects(), _MOST_RUNS)):
        left, bottom, right, top = text.get_rect(index)
        box = box_of(left, height - top, right, height - bottom)
        read = " ".join(text.get_text_bounded(left, bottom, right, top).split())
        if box is not None and read:
            yield _Run(read, box)


def _lines(runs: Iterator[_Run]) -> Iterator[list[_Run]]:
    """Put runs that stand beside each other into one line."""
    line: list[_Run] = []
    for run in runs:
        if line and not _goes_on(line[-1].box, run.box):
            yield line
            line = []
        line.append(run)
    if line:
        yield line


def _goes_on(left: Box, right: Box) -> bool:
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    lower = min(left.height, right.height)
    apart = right.left - left.right
    return shared >= _OVERLAP * lower and -lower <= apart <= _APART * lower
