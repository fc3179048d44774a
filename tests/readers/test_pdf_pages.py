"""Pages of PDF that are turned, have text up their side, or figures beside each other."""

from __future__ import annotations

import pytest

from restore.readers import ReadOptions, Source
from restore.readers.blob import Blob
from restore.readers.pdf import read_pdf

pytest.importorskip("pypdfium2")


def pdf(content: bytes, rotate: int = 0) -> bytes:
    """Return a page of 300 by 200 points with a content stream."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Rotate %d/MediaBox[0 0 300 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>" % rotate,
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    made = b"%PDF-1.4\n"
    table = b""
    for number, item in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(made)
        made += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    end = b"trailer<</Size 6/Root 1 0 R>>startxref\n%d\n%%%%EOF" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def put(matrix: str, *words: str) -> bytes:
    """Return text set with matrices ``a b c d x y``: of each of the words the last two."""
    shown = (
        f"BT /F 10 Tf {matrix} {place} Tm ({text}) Tj ET\n"
        for place, text in zip(words[::2], words[1::2], strict=True)
    )
    return "".join(shown).encode()


def source(content: bytes, rotate: int = 0) -> Source:
    (found,) = read_pdf(Blob("a.pdf", "a.pdf", data=pdf(content, rotate)), ReadOptions())
    assert isinstance(found, Source)
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # 8.10 is 19.5 points wide; a character box is 11.7 high.
        (("10 100", "8.10", "31 100", "12.50"), "8.10 12.50"),
        (("10 100", "8.10", "30.2 100", "12.50"), "8.1012.50"),
        (("10 100", "8.1", "23.9 100", "0"), "8.10"),
        (("10 100", "2M", "26 100", "3.5"), "2M 3.5"),
        # Letters that are spaced out evenly are one word.
        (("10 100", "1", "17 100", "2", "24 100", "3"), "123"),
    ],
)
def test_figures_of_two_cells_are_not_glued(words: tuple[str, ...], expected: str) -> None:
    assert source(put("1 0 0 1", *words)).document.source == expected


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ("0 1 -1 0", ("50 10", "One 8.10", "70 10", "two", "90 10", "three")),
        ("0 -1 1 0", ("90 150", "One 8.10", "70 150", "two", "50 150", "three")),
        ("-1 0 0 -1", ("200 50", "One 8.10", "200 70", "two", "200 90", "three")),
    ],
)
@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_that_lies_on_its_side_is_read_along_its_lines(
    matrix: str, words: tuple[str, ...], rotate: int
) -> None:
    found = source(put(matrix, *words), rotate)
    assert found.document.source == "One 8.10\ntwo\nthree"
    assert found.page is not None
    boxes = [line.box for line in found.page.lines if line.box is not None]
    width, height = found.page.sizes[0] or (0, 0)
    assert (width, height) == ((300, 200) if matrix.startswith("-1") else (200, 300))
    for box in boxes:
        assert 0 <= box.left < box.right <= width
        assert 0 <= box.top < box.bottom <= height
    assert len({round(box.left) for box in boxes}) == 1


def test_a_note_up_the_side_of_a_page_is_one_line() -> None:
    side = put("0 1 -1 0", "20 10", "Side note")
    text = put("1 0 0 1", "40 100", "Hello world", "40 80", "second line")
    found = source(side + text)
    assert "Side note" in found.document.source.split("\n")
    assert found.page is not None
    assert found.page.sizes == ((300, 200),)
    assert {"Hello world", "second line"} < set(found.document.source.split("\n"))
