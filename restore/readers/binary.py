"""Recognise files that hold no text, and say what to do with them."""

from __future__ import annotations

import io
import zipfile

from restore.errors import InputError

__all__ = ["refuse_binary", "refuse_known_kinds"]

_OCR = "run OCR on it and give the text"
_EXPORT = "export it as plain text"
_UNPACK = "unpack it and give the text files"

# First bytes (offset 0) of formats that people do hand over instead of text.
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _OCR),
    (b"\xff\xd8\xff", "a JPEG image", _OCR),
    (b"GIF87a", "a GIF image", _OCR),
    (b"GIF89a", "a GIF image", _OCR),
    (b"II*\x00", "a TIFF image", _OCR),
    (b"MM\x00*", "a TIFF image", _OCR),
    (b"%PDF-", "a PDF document", "extract its text, or run OCR on it, and give the text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .ppt)", _EXPORT),
    (b"{\\rtf", "an RTF document", _EXPORT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"PAR1", "a Parquet file", _EXPORT),
)
_ZIP_MARK = b"PK\x03\x04"
_OFFICE = (
    ("word/", "a Word document (.docx)"),
    ("xl/", "an Excel workbook (.xlsx)"),
    ("ppt/", "a PowerPoint file (.pptx)"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an EPUB book"),
)


def refuse_known_kinds(data: bytes, source: str) -> None:
    """Raise InputError if the first bytes are those of a known kind of file that is no text."""
    for mark, kind, cure in _KINDS:
        if data.startswith(mark):
            raise InputError(source, f"is {kind}, not text", cure)
    if data.startswith(_ZIP_MARK):
        kind, cure = _zip_kind(data)
        raise InputError(source, f"is {kind}, not text", cure)


def refuse_binary(data: bytes, source: str) -> None:
    """Raise InputError if bytes (that are no UTF-16 or UTF-32) hold a NUL."""
    position = data.find(b"\0")
    if position >= 0:
        raise InputError(
            source,
            "is binary: it holds a NUL",
            "give plain text; if it is text, name its encoding with --encoding",
            offset=position,
        )


def _zip_kind(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        names = []
    for prefix, kind in _OFFICE:
        if any(name.startswith(prefix) for name in names):
            return kind, _EXPORT
    return "a ZIP archive", _UNPACK
