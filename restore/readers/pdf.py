"""The text layer of PDF files (extra ``pdf``: pypdfium2), with the place of each run of text."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.geometry import Box, union
from restore.readers.images import NEEDS_OCR, recognised_page
from restore.readers.native import add_native
from restore.readers.options import ReadOptions
from restore.readers.page_source import page_source
from restore.readers.pages import PageBuilder, box_of
from restore.readers.source import Source

__all__ = ["read_pdf"]

# An image that covers so much of a page is what the page shows. Of text so much is looked at.
_MIN_IMAGE_SHARE, _FEW_CHARACTERS = 0.3, 2_000
_MOST_TOLD = 20
# Bounds of a document, and of one of its pages.
_MAX_PAGES = 5_000
_MAX_CHARACTERS = 500_000
# Characters of one line overlap so much in height; one may stand so many heights before the last
# (tesseract writes figures too wide).
_MIN_OVERLAP_SHARE, _MAX_BACK_HEIGHTS = 0.3, 8.0
# PDFium's own marks: no character, and a hyphen at the end of a line.
_NONE, _HYPHEN = ("\0", "\ufffe", "\uffff"), "\x02"


def read_pdf(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield the document, and an error for pages that show an image and were read by no engine.

    Raises
    ------
    InputError
        If pypdfium2 is not installed, the file is damaged, locked, or has no text at all.
    """
    data = blob.read()
    builder = PageBuilder()
    folder = None if options.recognised is None else Path(options.recognised)
    digest = sha256(data).hexdigest()
    unread: list[int] = []
    engine = ""
    document = open_pdf(blob, data)
    try:
        for number in range(len(document)):
            page = None if folder is None else recognised_page(folder, digest, number)
            if page is not None and options.ocr == "always":
                add_native(builder, page)
            elif _page(document, number, builder, blob.name, blank=page is None):
                continue
            elif page is not None:
                add_native(builder, page)
            else:
                unread.append(number + 1)
                continue
            engine = page.engine
    finally:
        document.close()
    if not builder.atoms:
        raise InputError(
            blob.name, "has no text layer: it holds images of pages", f"{NEEDS_OCR} (--ocr)"
        )
    yield page_source(blob, builder.file(engine), format="pdf", data=data)
    if unread:
        pages = ", ".join(map(str, unread[:_MOST_TOLD])) + (" …" if unread[_MOST_TOLD:] else "")
        yield InputError(
            f"{blob.name}: page {pages}",
            "shows an image and has no text; the other pages are read",
            NEEDS_OCR,
        )


def open_pdf(blob: Blob, data: bytes | None = None) -> Any:
    """Open a document of pypdfium2; errors are those of :func:`read_pdf`."""
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError(
            blob.name,
            "is a PDF document, and the package for it is not installed",
            "install restore-zh[pdf]",
        ) from error
    try:
        document = pypdfium2.PdfDocument(blob.read() if data is None else data)
    except pypdfium2.PdfiumError as error:
        raise InputError(
            blob.name, f"cannot be read as PDF ({error})", "open it and save it again, unlocked"
        ) from error
    if len(document) > _MAX_PAGES:
        pages = len(document)
        document.close()
        raise InputError(blob.name, f"has {pages} pages (the limit is {_MAX_PAGES})", "split it")
    return document


def shows_image_alone(page: Any) -> bool:
    """Whether a page has no text and an image that covers a good part of it."""
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        looked = range(min(text.count_chars(), _FEW_CHARACTERS))
        codes = (raw.FPDFText_GetUnicode(text, place) for place in looked)
        if any(chr(code) not in _NONE and not chr(code).isspace() for code in codes):
            return False
    finally:
        text.close()
    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _MIN_IMAGE_SHARE * width * height:
            return True
    return False


def _page(document: Any, number: int, builder: PageBuilder, source: str, *, blank: bool) -> bool:
    """Add a page; one that is an image alone is added only if it is to stay ``blank``.

    Returns
    -------
    whether it is no image alone
    """
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
        alone = shows_image_alone(page)
        if alone and not blank:
            return False
        line: list[int] = []
        last: Box | None = None
        for word, boxes in _words(text, height):
            box = union(boxes)
            if line and not _goes_on(last, box):
                builder.words(line)
                builder.line(line)
                line = []
            if word:
                line.append(builder.atom(word, box))
                last = box
            else:
                last = None
        builder.words(line)
        builder.line(line)
        builder.page((width, height))
        return not alone
    finally:
        text.close()
        page.close()


def _words(text: Any, height: float) -> Iterator[tuple[str, list[Box]]]:
    """Yield what stands between white space and ends of lines; an empty word is an end of line.

    The top of the page is 0. Characters are asked one by one: PDFium's text of a rectangle holds
    the halves of its neighbours too.
    """
    from pypdfium2 import raw

    units: list[str] = []
    boxes: list[Box] = []
    for index in range(min(text.count_chars(), _MAX_CHARACTERS)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char in _NONE:
            continue
        if char.isspace():
            if units:
                yield _joined(units), boxes
                units, boxes = [], []
            if char in "\r\n":
                yield "", []
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        box = box_of(left, height - top, right, height - bottom)
        if boxes and box is not None and not _goes_on(boxes[-1], box):
            yield _joined(units), boxes
            units, boxes = [], []
        units.append("-" if char == _HYPHEN else char)
        if box is not None:
            boxes.append(box)
    if units:
        yield _joined(units), boxes


def _joined(units: list[str]) -> str:
    """Put the halves of surrogate pairs together."""
    return "".join(units).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _goes_on(left: Box | None, right: Box | None) -> bool:
    """Whether a piece stands in the line of the one before it."""
    if left is None or right is None:
        return left is right
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    lower = min(left.height, right.height)
    higher = max(left.height, right.height)
    return (
        shared >= _MIN_OVERLAP_SHARE * lower
        and right.left - left.right >= -_MAX_BACK_HEIGHTS * higher
    )
