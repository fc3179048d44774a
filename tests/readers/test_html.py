from __future__ import annotations

import time

import pytest

from restore.errors import InputError
from restore.readers.html import parse_html
from tests.readers.formats import SAMPLES, read
from tests.writers.test_pages import change

HTML = """<!DOCTYPE html>
<html><head><meta charset=utf-8><title>a &amp b</title><link rel=x>
<script>if (a < b) { "<span>" }</script></head>
<body><div class=ocr_page title="bbox 0 0 900 900"><p class='ocr_par'>
<span class='ocr_line' title="bbox 10 10 300 30">记律&amp;严明<br></span>
<p><!-- <span> --><span class="ocr_line" title='bbox 10 50 300 70'>1 < 2 &nbsp;第二行</span>
<img src=x></div></body></html>
"""


def test_hocr_that_is_no_xml_is_read_and_written_back() -> None:
    (source,) = read(HTML, "x.hocr")
    assert source.document.source == "记律&严明\n1 < 2 \xa0第二行"
    from restore.writers.pages import write_back

    document, log = change(source, ("记律", "纪<律"))
    data = write_back(source, document, log).data.decode()
    assert data == HTML.replace("记律&amp;", "纪&lt;律&amp;")


def test_engine_output_gives_the_same_tree_both_ways() -> None:
    data = (SAMPLES / "page.hocr").read_bytes()
    (strict,) = read(data, "x.hocr")
    (lenient,) = read(data.replace(b"<title></title>", b"<title></title><br>"), "x.hocr")
    assert lenient.document.source == strict.document.source
    assert lenient.page is not None
    assert strict.page is not None
    assert lenient.page.lines == strict.page.lines


def test_text_is_read_once_however_elements_are_nested() -> None:
    for name in ("ocr_page", "ocr_line", "ocrx_word"):
        inner = "<i class='ocr_page'><i class='ocr_line'><i class='ocrx_word'>甲</i></i></i>"
        (source,) = read(f"<b><i class='{name}'>{inner}</i></b>", "x.hocr")
        assert source.document.source == "甲"


def test_places_are_those_of_the_bytes() -> None:
    data = HTML.encode()
    runs = list(parse_html(data, "x").runs())
    assert all(
        run.text == data[run.low : run.high].decode()
        for run in runs
        if "&" not in run.text and "\xa0" not in run.text
    )


def test_a_file_cut_short_is_told_as_xml_tells_it() -> None:
    data = HTML.encode()
    for cut in range(len(data) - len("</html>\n"), 40, -7):
        with pytest.raises(InputError):
            read(data[:cut], "x.hocr")


@pytest.mark.parametrize(
    "data",
    [
        b"<p class='ocr_page'>" + b"<" * 3_000_000,
        b"<p class='ocr_page'>" + b'<a "' * 500_000,
        b"<p class='ocr_page'>" + b"<!--" * 500_000,
        b"<p class='ocr_page'>" + b"<b>" * 500_000,
        b"<p class='ocr_page'>" + b"</b>" * 500_000 + b"<",
        b"<p class='ocr_page'>" + b"<p a='" + b"x" * 3_000_000,
    ],
)
def test_made_to_hurt(data: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(InputError):
        read(data, "x.hocr")
    assert time.perf_counter() - began < 10
