"""The built-in readers: how each format is recognised, and which function reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.options import Reader, ReadOptions
from restore.readers.page_source import page_source
from restore.readers.source import Source
from restore.readers.text import read_document

if TYPE_CHECKING:
    from restore.readers.geometry import OcrFile
    from restore.readers.markup import Markup

__all__ = ["BUILTIN"]

_ALTO = re.compile(rb"<(?:\w+:)?alto[\s/>]")
_PAGE = re.compile(rb"<(?:\w+:)?PcGts[\s/>]")
_HOCR = re.compile(rb"""class\s*=\s*["'][^"']*\bocr_page\b""")
_WEB = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]",
    re.I | re.S,
)
_MHTML = re.compile(
    rb"(?i)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-type:\s*multipart/related"
)
_TEI = re.compile(rb"<(?:\w+:)?(?:TEI|teiCorpus|TEI\.2)[\s>]")
_ABBYY = re.compile(rb"<document\b[^>]{0,600}abbyy\.com/FineReader_xml")
_LABELS = re.compile(rb'"original_width"\s*:|"to_name"\s*:')
_OLD_OFFICE, _OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "WordDocument".encode("utf-16-le")
_NATIVE = re.compile(rb'"format"\s*:\s*"restore-page/')


def _head_text(head: bytes) -> bytes:
    """Bring UTF-16 down to bytes that patterns match."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode()
    return head


def _matches(pattern: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    return lambda head: pattern.search(_head_text(head)) is not None


def _text(blob: Blob, options: ReadOptions) -> Iterator[Source]:
    yield read_document(
        blob.read(), id=blob.id, name=blob.name, encoding=options.encoding, errors=options.errors
    )


def _xml(
    format: str, read: Callable[[Markup, str], OcrFile]
) -> Callable[[Blob, ReadOptions], Iterator[Source]]:
    def run(blob: Blob, options: ReadOptions) -> Iterator[Source]:
        from restore.readers.markup import MAX_MARKUP_BYTES, parse_markup

        data = blob.read(MAX_MARKUP_BYTES)
        markup = parse_markup(
            data, blob.name, encoding=options.encoding, errors=options.errors, html=format == "hocr"
        )
        yield page_source(
            blob,
            read(markup, blob.name),
            format=format,
            data=data,
            encoding=markup.encoding,
            markup=markup.data if markup.exact else None,
        )

    return run


def _read_hocr(markup: Markup, source: str) -> OcrFile:
    from restore.readers.hocr import read_hocr

    return read_hocr(markup, source)


def _read_alto(markup: Markup, source: str) -> OcrFile:
    from restore.readers.alto import read_alto

    return read_alto(markup, source)


def _read_page_xml(markup: Markup, source: str) -> OcrFile:
    from restore.readers.page_xml import read_page_xml

    return read_page_xml(markup, source)


def _read_tei(markup: Markup, source: str) -> OcrFile:
    from restore.readers.tei import read_tei

    return read_tei(markup, source)


def _read_abbyy(markup: Markup, source: str) -> OcrFile:
    from restore.readers.abbyy import read_abbyy

    return read_abbyy(markup, source)


def _rtf(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.rtf import read_rtf

    yield read_rtf(blob)


def _doc(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.doc import read_doc

    yield read_doc(blob)


def _tsv(blob: Blob, options: ReadOptions) -> Iterator[Source]:
    from restore.readers.encoding import decode, is_utf8
    from restore.readers.tesseract_tsv import read_tesseract_tsv

    data = blob.read()
    encoding = options.encoding or ("utf-8" if is_utf8(data) else None)
    decoded = decode(data, source=blob.name, encoding=encoding, errors=options.errors)
    yield page_source(
        blob,
        read_tesseract_tsv(decoded.text, blob.name),
        format="tesseract-tsv",
        data=data,
        encoding=decoded.encoding,
        markup=decoded.text.encode("utf-8", "surrogatepass") if decoded.exact else None,
    )


def _label_studio(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.label_studio import read_label_studio

    data = blob.read()
    yield page_source(blob, read_label_studio(data, blob.name), format="label-studio", data=data)


def _native(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.native import read_native

    data = blob.read()
    yield page_source(blob, read_native(data, blob.name), format="native-page", data=data)


def _json(blob: Blob, options: ReadOptions) -> Iterator[Source]:
    from restore.readers.json_files import read_json

    return read_json(blob, options)


def _json_head(head: bytes) -> bool:
    from restore.readers.json_files import is_known_json

    return is_known_json(head)


def _web_page(whole: bool) -> Callable[[Blob, ReadOptions], Iterator[Source]]:
    def run(blob: Blob, options: ReadOptions) -> Iterator[Source]:
        from restore.readers.web import read_web_page

        yield read_web_page(blob, options, whole=whole)

    return run


def _mhtml(blob: Blob, options: ReadOptions) -> Iterator[Source]:
    from restore.readers.web import read_mhtml

    yield read_mhtml(blob, options)


def _jsonl(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    from restore.readers.jsonl import read_jsonl

    return read_jsonl(blob, options)


def _jsonl_head(head: bytes) -> bool:
    from restore.readers.jsonl import looks_like_jsonl

    return looks_like_jsonl(head)


def _parquet(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    from restore.readers.parquet import read_parquet

    return read_parquet(blob, options)


def _csv(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    from restore.readers.csv_rows import read_csv

    return read_csv(blob, options)


def _csv_head(head: bytes) -> bool:
    from restore.readers.csv_rows import looks_like_csv

    return looks_like_csv(head)


def _xlsx(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    from restore.readers.xlsx import read_xlsx

    return read_xlsx(blob, options)


def _ods(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    from restore.readers.ods import read_ods

    return read_ods(blob, options)


def _docx(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.docx import read_docx

    yield read_docx(blob)


def _odt(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.odt import read_odt

    yield read_odt(blob)


def _epub(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
    from restore.readers.epub import read_epub

    yield read_epub(blob)


def _image(blob: Blob, options: ReadOptions) -> Iterator[Source]:
    from restore.readers.images import read_image

    yield read_image(blob, options)


def _image_head(head: bytes) -> bool:
    from restore.readers.images import is_image

    return is_image(head)


def _packed(mark: bytes) -> Callable[[bytes], bool]:
    """Recognise a ZIP archive by what it says of itself, or by the name of a part."""
    return lambda head: head.startswith(b"PK\x03\x04") and mark in head


def _pdf(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    from restore.readers.pdf import read_pdf

    return read_pdf(blob, options)


def _tsv_head(head: bytes) -> bool:
    return head.startswith((b"level\tpage_num\tblock_num\t", b"\xef\xbb\xbflevel\tpage_num\t"))


BUILTIN = (
    Reader("hocr", _matches(_HOCR), _xml("hocr", _read_hocr), (".hocr",), "hOCR"),
    Reader("alto", _matches(_ALTO), _xml("alto", _read_alto), title="ALTO"),
    Reader("page-xml", _matches(_PAGE), _xml("page-xml", _read_page_xml), title="PAGE-XML"),
    Reader("tei", _matches(_TEI), _xml("tei", _read_tei), title="TEI"),
    Reader("abbyy", _matches(_ABBYY), _xml("abbyy", _read_abbyy), title="FineReader XML"),
    Reader("label-studio", _matches(_LABELS), _label_studio, title="Label Studio JSON"),
    Reader("rtf", lambda head: head.startswith(b"{\\rtf"), _rtf, (".rtf",), "RTF"),
    Reader(
        "doc",
        lambda head: head.startswith(_OLD_OFFICE) and _OLD_WORD in head,
        _doc,
        (".doc",),
        "old Word document",
    ),
    Reader("tesseract-tsv", _tsv_head, _tsv, title="Tesseract TSV"),
    Reader("native-page", _matches(_NATIVE), _native, title="native page"),
    Reader("json", _json_head, _json, title="JSON by --fields"),
    Reader("parquet", lambda head: head.startswith(b"PAR1"), _parquet, (".parquet",), "Parquet"),
    Reader("pdf", lambda head: head.startswith(b"%PDF-"), _pdf, (".pdf",), "PDF text layer"),
    Reader("epub", _packed(b"application/epub+zip"), _epub, (".epub",), "EPUB"),
    Reader(
        "odt",
        _packed(b"application/vnd.oasis.opendocument.text"),
        _odt,
        (".odt", ".ott"),
        "OpenDocument text",
    ),
    Reader("docx", _packed(b"word/"), _docx, (".docx", ".docm", ".dotx"), "Word document"),
    Reader("jsonl", _jsonl_head, _jsonl, (".jsonl", ".ndjson"), "JSON Lines"),
    Reader("csv", _csv_head, _csv, (".csv", ".tsv", ".tab"), "CSV"),
    Reader(
        "xlsx",
        lambda head: head.startswith(b"PK\x03\x04") and b"xl/" in head,
        _xlsx,
        (".xlsx", ".xlsm"),
        "Excel workbook",
    ),
    Reader(
        "ods",
        lambda head: b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in head[:200],
        _ods,
        (".ods",),
        "OpenDocument spreadsheet",
    ),
    Reader("mhtml", _matches(_MHTML), _mhtml, (".mhtml", ".mht"), "web archive"),
    Reader(
        "html",
        _matches(_WEB),
        _web_page(whole=False),
        (".html", ".htm", ".xhtml", ".shtml"),
        "web page",
    ),
    Reader("html-whole", lambda _head: False, _web_page(whole=True), title="web page, whole"),
    Reader("image", _image_head, _image, title="page image"),
    Reader("text", lambda _head: False, _text),
)
