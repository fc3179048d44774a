"""Word documents and PDF text layers."""

from __future__ import annotations

import io
import zipfile

import pytest

from restore.errors import InputError
from tests.readers.formats import SAMPLES, read, sample

BODY = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}
<w:sectPr/></w:body></w:document>"""


def word(paragraphs: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", BODY.format(paragraphs))
    return buffer.getvalue()


def test_paragraphs_tables_and_tracked_changes_of_word() -> None:
    data = word(
        "<w:p><w:pPr><w:t>样式</w:t></w:pPr><w:r><w:t>第一</w:t></w:r><w:r><w:tab/>"
        "<w:t xml:space='preserve'>段 </w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>下行</w:t></w:r></w:p>"
    )
    (source,) = read(data, "a.docx")
    assert source.format == "docx"
    assert source.document.source == "第一\t段 \n格\n新增链接\n下行"


def test_a_document_that_python_docx_wrote() -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_heading("标题", 1)
    made.add_paragraph("严明记律。")
    made.add_table(1, 2).cell(0, 1).text = "表格"
    buffer = io.BytesIO()
    made.save(buffer)
    (source,) = read(buffer.getvalue(), "a.docx")
    assert [line for line in source.document.source.split("\n") if line] == [
        "标题",
        "严明记律。",
        "表格",
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04word/", "is a damaged Word document"),
        (word("<w:p/>"), "holds no text"),
        (word("<w:p><w:r>"), "document.xml: is not well-formed"),
        (word("")[:-30], "is a damaged Word document"),
    ],
)
def test_word_documents_that_cannot_be_read(data: bytes, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read(data, "a.docx")


def test_a_zip_that_is_no_word_document() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(InputError, match="but no Word document"):
        read(buffer.getvalue(), "a.docx")


def test_the_text_layer_of_a_pdf_is_read_by_column() -> None:
    pytest.importorskip("pypdfium2")
    other = sample("page.hocr").document.source
    source = sample("page.pdf")
    assert source.format == "pdf"
    assert source.page is not None
    assert source.page.lattice() is None
    # White space within lines differs: tesseract's invisible font has widths of its own.
    ours = [line.replace(" ", "") for line in source.document.source.split("\n") if line]
    assert ours == [line for line in other.split("\n") if line]
    boxes = [line.box for line in source.page.lines]
    assert all(box is not None and box.left < box.right for box in boxes)


def test_pdf_files_that_cannot_be_read() -> None:
    pytest.importorskip("pypdfium2")
    data = (SAMPLES / "page.pdf").read_bytes()
    for broken in (b"%PDF-1.7 no", data[:200]):
        with pytest.raises(InputError, match="cannot be read as PDF"):
            read(broken, "a.pdf")


def test_a_pdf_of_images_needs_ocr() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    made = pdfium.PdfDocument.new()
    made.new_page(100, 100)
    buffer = io.BytesIO()
    made.save(buffer)
    with pytest.raises(InputError, match="has no text layer"):
        read(buffer.getvalue(), "a.pdf")
