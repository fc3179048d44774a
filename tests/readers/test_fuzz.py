"""Damaged files: documents or an InputError, nothing else; and what is read can be written back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restore.core.log import EditLog
from restore.errors import InputError, RestoreError
from restore.readers import Blob, ReadOptions, Source, read_blob
from restore.writers.pages import write_back
from tests.readers.formats import SAMPLES
from tests.readers.test_html import HTML
from tests.readers.test_ocr_formats import ALTO, LINE, PAGE

GLYPH = (
    "<Word id='w'><Coords points='0,0 9,9'/><Glyph id='g'><Coords points='0,0 9,9'/><TextEquiv"
    " conf='0.9'><Unicode>文</Unicode></TextEquiv></Glyph><TextEquiv><Unicode>文</Unicode>"
    "</TextEquiv></Word>"
)
SEEDS = {
    "hocr": (HTML.encode(), b"<p class='ocr_page'><b class='ocr_line'>\xe6\x96\x87</b></p>"),
    "alto": (ALTO.format(version=4, order="").encode(),),
    "page-xml": (
        PAGE.format(
            lines=LINE.format(n=1, words=GLYPH, text="文"),
            whole="<TextEquiv><Unicode>文\n</Unicode></TextEquiv>",
        ).encode(),
    ),
    "tesseract-tsv": ((SAMPLES / "page.tsv").read_bytes()[:900],),
    "native-page": (
        '{"format":"restore-page/1","size":[9,9],"lines":[{"text":"文本","box":[1,1,8,8],'
        '"probability":[0.9,null],"candidates":{"0":[["交",0.1]]}}]}'.encode(),
    ),
    "rapidocr": (
        '[{"box":[[1,1],[9,1],[9,9],[1,9]],"txt":"文本","score":0.9}]'.encode(),
        '{"res":{"rec_texts":["文"],"rec_scores":[0.9],"rec_boxes":[[1,1,9,9]]}}'.encode(),
    ),
    "jsonl": ('{"id":1,"text":"文本"}\n\n{"text":"二","m":{"a":[1]}}\n'.encode(),),
}
PIECES = st.sampled_from(
    [b"", b"<", b">", b'"', b"'", b"&", b"&#0;", b"&#xD800;", b"\xff", b"\0", b"\xef\xbb\xbf",
     "\u3000".encode(), "𠀀".encode(), b"]]>", b"<![CDATA[", b"<!--", b"-1e999", b"NaN", b"[", b"{",
     b"\t", b"\r\n", b"1" * 400, b"</", b"/>"]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, format: str) -> bytes:
    data = draw(st.sampled_from(SEEDS[format]))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 12)))
        data = data[:start] + draw(PIECES | st.binary(max_size=3)) + data[end:]
    return data


@pytest.mark.parametrize("format", SEEDS)
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_files(format: str, data: st.DataObject) -> None:
    blob = Blob("x", "x", data=data.draw(damaged(format)))
    policy = data.draw(st.sampled_from(["strict", "replace"]))
    for item in read_blob(blob, ReadOptions(format=format, errors=policy)):  # type: ignore[arg-type]
        if isinstance(item, InputError):
            continue
        assert isinstance(item, Source)
        page = item.page
        if page is None:
            continue
        assert page.text == item.document.source
        for atom, span in zip(page.atoms, page.spans, strict=True):
            assert page.text[slice(*span)] == atom.text or not atom.text
        lattice = page.lattice()
        assert lattice is None or len(lattice.readings) == len(page.text)
        if item.markup is not None and page.slots:
            written = write_back(item, item.document, EditLog(item.document.id))
            assert written.data == blob.data


def test_no_format_is_left_out() -> None:
    blob = Blob("x", "x", data=b"")
    for format in (*SEEDS, "text", "pdf", "docx", "parquet"):
        try:
            found = list(read_blob(blob, ReadOptions(format=format)))
        except RestoreError:
            continue
        assert all(isinstance(item, InputError) for item in found), format


def test_a_page_of_one_line_without_width() -> None:
    data = '[{"box":[[1,19],[1,9]],"txt":"文本","score":0.9}]'.encode()
    (item,) = read_blob(Blob("x", "x", data=data), ReadOptions(format="rapidocr"))
    assert isinstance(item, Source)
    assert item.document.source.strip() == "文本"
