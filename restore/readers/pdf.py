"""The text layer of PDF files (extra ``pdf``: pypdfium2), with the place of each run of text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from math import pi
from pathlib import Path
from typing import Any, NamedTuple

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.geometry import Box, Facsimile, union
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
# Figures of two cells stand so many heights apart at least, and more than letters that are spaced out.
_MIN_FIGURE_GAP, _WIDER_THAN_WITHIN = 0.1, 2.0
_FIGURE = re.compile(r"[0-9A-Za-z.,%+-]")
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
                add_native(builder, page, Facsimile("", number))
            elif _page(document, number, builder, blob.name, blank=page is None):
                continue
            elif page is not None:
                add_native(builder, page, Facsimile("", number))
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
        alone = shows_image_alone(page)
        if alone and not blank:
            return False
        shown = page.get_rotation() // 90
        size = _across(page.get_size(), shown)
        characters = list(_characters(text, page.get_bbox()[:2], size))
        turns = Counter(item.turn for item in characters if item.box is not None)
        most = min(turns, key=lambda turn: (-turns[turn], turn), default=0)
        line: list[int] = []
        last: _Character | None = None
        for word in _words(characters):
            # Lines are told as their own letters stand, be it up the side of the page.
            around = word and word[0]._replace(box=union([item.box for item in word]))
            if line and (not around or last is None or not _goes_on(last, around)):
                builder.words(line)
                builder.line(line)
                line = []
            if around:
                box = None if around.box is None else _turned(around.box, size, -around.turn)
                box = None if box is None else _turned(box, _across(size, 0), most)
                line.append(builder.atom(_joined([item.char for item in word]), box))
            last = around or None
        builder.words(line)
        builder.line(line)
        builder.page(_across(size, most), facsimile=Facsimile("", number, (most - shown) % 4))
        return not alone
    finally:
        text.close()
        page.close()


class _Character(NamedTuple):
    """A character of a page, its box as one sees it who turns the page so that it stands upright, and
    by how many quarters that is, clockwise."""

    char: str
    box: Box | None
    turn: int


def _characters(
    text: Any, corner: tuple[float, float], size: tuple[float, float]
) -> Iterator[_Character]:
    """Yield the characters of a page, white space and ends of lines among them.

    The top of the page is 0; ``corner`` is where what is shown of it begins, at the lower left.
    Characters are asked one by one: PDFium's text of a rectangle holds the halves of its neighbours
    too.
    """
    from pypdfium2 import raw

    west, north = corner[0], corner[1] + size[1]
    for index in range(min(text.count_chars(), _MAX_CHARACTERS)):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char in _NONE:
            continue
        if char.isspace():
            yield _Character(char, None, 0)
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        box = box_of(left - west, north - top, right - west, north - bottom)
        turn = -round(raw.FPDFText_GetCharAngle(text, index) / (pi / 2)) % 4
        upright = None if box is None else _turned(box, size, turn)
        yield _Character("-" if char == _HYPHEN else char, upright, turn)


def _words(characters: Sequence[_Character]) -> Iterator[list[_Character]]:
    """Yield what stands between white space and ends of lines; an empty word is an end of line."""
    word: list[_Character] = []
    gap = 0.0
    for place, item in enumerate(characters):
        if item.char.isspace():
            if word:
                yield word
                word = []
            if item.char in "\r\n":
                yield []
            continue
        if word and item.box is not None:
            before = next((last for last in reversed(word) if last.box is not None), None)
            if before is not None and before.box is not None:
                wide = item.box.left - before.box.right
                usual = max(gap, _gap_behind(characters, place))
                if not _goes_on(before, item) or _parts_figures(before, item, wide, usual):
                    yield word
                    word = []
                gap = wide
        word.append(item)
    if word:
        yield word


def _gap_behind(characters: Sequence[_Character], place: int) -> float:
    """Return the white behind a character, 0 before white space and at an end."""
    box = characters[place].box
    after = characters[place + 1].box if place + 1 < len(characters) else None
    return 0.0 if box is None or after is None else after.left - box.right


def _parts_figures(before: _Character, after: _Character, gap: float, usual: float) -> bool:
    """Whether two figures stand apart that nothing parts but white, more than those beside them."""
    assert after.box is not None
    figures = _FIGURE.match(before.char) and _FIGURE.match(after.char)
    return (
        figures is not None
        and gap >= _MIN_FIGURE_GAP * after.box.height
        and gap >= _WIDER_THAN_WITHIN * usual
    )


def _across(size: tuple[float, float], turn: int) -> tuple[float, float]:
    """Return the size of a page that is turned by so many quarters."""
    return size if turn % 2 == 0 else size[::-1]


def _turned(box: Box, size: tuple[float, float], turn: int) -> Box:
    """Turn the box of a page by so many quarters clockwise, or back (``turn`` below 0).

    ``size`` is that of the page as it stands where it is not turned.
    """
    width, height = size if turn >= 0 or turn % 2 == 0 else size[::-1]
    left, top, right, bottom = box
    match turn % 4:
        case 1:
            return Box(height - bottom, left, height - top, right)
        case 2:
            return Box(width - right, height - bottom, width - left, height - top)
        case 3:
            return Box(top, width - right, bottom, width - left)
    return box


def _joined(units: list[str]) -> str:
    """Put the halves of surrogate pairs together."""
    return "".join(units).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _goes_on(before: _Character, after: _Character) -> bool:
    """Whether a piece stands in the line of the one before it."""
    left, right = before.box, after.box
    if left is None or right is None or before.turn != after.turn:
        return left is right
    shared = min(left.bottom, right.bottom) - max(left.top, right.top)
    lower = min(left.height, right.height)
    higher = max(left.height, right.height)
    return (
        shared >= _MIN_OVERLAP_SHARE * lower
        and right.left - left.right >= -_MAX_BACK_HEIGHTS * higher
    )
