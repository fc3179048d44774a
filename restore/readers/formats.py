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
_PADDLE = re.compile(
    rb'\A\s*\[\s*\[?\s*\[\s*\[\s*[-\d\[]|"rec_texts"\s*:|"parsing_res_list"\s*:|"txt"\s*:|"box"\s*:\s*\['
)


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


def _json_page(format: str) -> Callable[[Blob, ReadOptions], Iterator[Source]]:
    def run(blob: Blob, _options: ReadOptions) -> Iterator[Source]:
        data = blob.read()
        if format == "native-page":
            from restore.readers.native import read_native as read
        elif format == "label-studio":
            from restore.readers.label_studio import read_label_studio as read
        else:
            from restore.readers.rapidocr import read_rapidocr as read
        yield page_source(
            blob,
            read(data, blob.name),
            format=format,
            data=data,
        )

    return run


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
    Reader("hocr", _matches(_HOCR), _xml("hocr", _read_hocr), (".hocr",)),
    Reader("alto", _matches(_ALTO), _xml("alto", _read_alto)),
    Reader("page-xml", _matches(_PAGE), _xml("page-xml", _read_page_xml)),
    Reader("tei", _matches(_TEI), _xml("tei", _read_tei)),
    Reader("abbyy", _matches(_ABBYY), _xml("abbyy", _read_abbyy)),
    Reader("label-studio", _matches(_LABELS), _json_page("label-studio")),
    Reader("rtf", lambda head: head.startswith(b"{\\rtf"), _rtf, (".rtf",)),
    Reader("doc", lambda head: head.startswith(_OLD_OFFICE) and _OLD_WORD in head, _doc, (".doc",)),
    Reader("tesseract-tsv", _tsv_head, _tsv),
    Reader("native-page", _matches(_NATIVE), _json_page("native-page")),
    Reader("parquet", lambda head: head.startswith(b"PAR1"), _parquet, (".parquet",)),
    Reader("pdf", lambda head: head.startswith(b"%PDF-"), _pdf, (".pdf",)),
    Reader("epub", _packed(b"application/epub+zip"), _epub, (".epub",)),
    Reader("odt", _packed(b"application/vnd.oasis.opendocument.text"), _odt, (".odt", ".ott")),
    Reader("docx", _packed(b"word/"), _docx, (".docx", ".docm", ".dotx")),
    Reader("jsonl", _jsonl_head, _jsonl, (".jsonl", ".ndjson")),
    Reader("rapidocr", _matches(_PADDLE), _json_page("rapidocr")),
    Reader("mhtml", _matches(_MHTML), _mhtml, (".mhtml", ".mht")),
    Reader("html", _matches(_WEB), _web_page(whole=False), (".html", ".htm", ".xhtml", ".shtml")),
    Reader("html-whole", lambda _head: False, _web_page(whole=True)),
    Reader("image", _image_head, _image),
    Reader("text", lambda _head: False, _text),
)
