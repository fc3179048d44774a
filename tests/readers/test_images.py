"""Page images and PDF pages without text, as an engine has read them before the run."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from restore.commands.scans import recognise
from restore.core.native_page import FORMAT, Page, PageLine
from restore.errors import InputError, RestoreError
from restore.readers import ReadOptions, Source, discover, read_blob, read_inputs
from restore.readers.blob import file_blob
from restore.readers.images import is_image, read_image, target
from restore.readers.pdf import read_pdf
from tests.readers.formats import SAMPLES
from tests.readers.test_odd_names import run_cli

IMAGE = SAMPLES / "head.png"


def keep(folder: Path, data: bytes, *pages: str, first: int = 0) -> None:
    """Put pages where an engine's readings are kept."""
    digest = sha256(data).hexdigest()
    for number, text in enumerate(pages, first):
        lines = tuple(
            PageLine(
                text=line, probability=(0.5,) * len(line), box=(10, 40 * row, 400, 40 * row + 30)
            )
            for row, line in enumerate(text.split("\n"), 1)
        )
        page = Page(format=FORMAT, lines=lines, engine="PP-OCRv6 small", size=(600, 800))
        path = target(folder, digest, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.encode(page))


def scan_in_pdf() -> bytes:
    """Return a PDF of two pages: an image that fills it, and nothing at all."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length 28>>stream\nq 200 0 0 300 0 0 cm /I Do Q\nendstream",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x00\nendstream",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj" % number + item + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        made
        + b"xref\n0 7\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 7/Root 1 0 R>>startxref\n%d\n%%%%EOF" % len(made)
    )


def test_an_image_is_what_an_engine_read_in_it(tmp_path: Path) -> None:
    keep(tmp_path, IMAGE.read_bytes(), "第一页的文字", "第二页的文字")
    source = read_image(file_blob(IMAGE), ReadOptions(recognised=str(tmp_path)))
    assert source.document.source.split() == ["第一页的文字", "第二页的文字"]
    assert source.page is not None
    assert [line.page for line in source.page.lines] == [0, 1]
    assert source.page.hints().lattice is not None
    assert source.page.engine == "PP-OCRv6 small"


def test_an_image_that_nothing_has_read_says_what_to_do(tmp_path: Path) -> None:
    for folder in (None, str(tmp_path)):
        with pytest.raises(InputError, match=r"install restore-zh\[rapidocr\]"):
            read_image(file_blob(IMAGE), ReadOptions(recognised=folder))


@pytest.mark.parametrize(
    ("head", "image"),
    [
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00", True),
        ("BM股份有限公司公告".encode(), False),
        (b"RIFF\x00\x00\x00\x00WEBP", True),
        (b"RIFF\x00\x00\x00\x00WAVE", False),
        (b"\xff\xd8\xff\xe0", True),
        (b"II*\x00", True),
    ],
)
def test_an_image_is_known_by_its_first_bytes(head: bytes, image: bool) -> None:
    assert is_image(head) is image


def test_images_are_left_that_lie_beside_their_reading(tmp_path: Path) -> None:
    for name in (
        "a.png",
        "b.png",
        "b.hocr",
        "c.jpg",
        "c.jpg.json",
        "d-1.png",
        "d.pdf",
        "e.TIF",
        "f.txt",
    ):
        (tmp_path / name).write_bytes(b"<div class='ocr_page'>" if name == "b.hocr" else b"x")
    (tmp_path / "c.jpg.json").write_text('{"format": "restore-page/1"}')

    def found(images: str) -> list[str]:
        return [item.id for item in discover([str(tmp_path)], images=images).found]

    others = ["b.hocr", "c.jpg.json", "d.pdf", "f.txt"]
    assert found("never") == others
    assert found("auto") == sorted([*others, "a.png", "e.TIF"])
    assert found("always") == sorted([*others, "a.png", "b.png", "c.jpg", "d-1.png", "e.TIF"])


def test_a_folder_of_images_is_read_as_any_other(tmp_path: Path) -> None:
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "p1.png").write_bytes(IMAGE.read_bytes())
    keep(tmp_path / "kept", IMAGE.read_bytes(), "会议指出，护林队伍记律严明")
    options = ReadOptions(recognised=str(tmp_path / "kept"))
    (source,) = read_inputs([str(scans)], options=options)
    assert isinstance(source, Source)
    assert source.document.id == "p1.png"
    assert source.format == "image"


def test_a_page_of_pdf_without_text_is_told_or_read(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan_in_pdf())
    with pytest.raises(InputError, match="holds images of pages"):
        list(read_pdf(file_blob(path), ReadOptions()))
    keep(tmp_path, path.read_bytes(), "扫描的一页")
    (source,) = read_pdf(file_blob(path), ReadOptions(recognised=str(tmp_path)))
    assert isinstance(source, Source)
    assert source.document.source == "扫描的一页"
    assert source.page is not None
    # An empty page is a page, and nothing that an engine should have read.
    assert len(source.page.sizes) == 2


def test_pages_with_text_are_read_from_the_image_where_that_is_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    data = (SAMPLES / "page.pdf").read_bytes()
    keep(tmp_path, data, "从图像读出的一页")
    for ocr, there in (("auto", False), ("always", True)):
        options = ReadOptions(recognised=str(tmp_path), ocr=ocr)
        (source,) = read_blob(file_blob(SAMPLES / "page.pdf"), options)
        assert isinstance(source, Source)
        assert (source.document.source == "从图像读出的一页") is there


def test_a_hybrid_names_the_pages_that_nothing_has_read(tmp_path: Path) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    book = pypdfium2.PdfDocument((SAMPLES / "page.pdf").read_bytes())
    scan = pypdfium2.PdfDocument(scan_in_pdf())
    book.import_pages(scan, [0])
    path = tmp_path / "hybrid.pdf"
    book.save(path)
    book.close()
    scan.close()
    source, error = read_blob(file_blob(path), ReadOptions())
    assert isinstance(source, Source)
    assert isinstance(error, InputError)
    assert "page 2: shows an image and has no text" in str(error)


def test_what_needs_an_engine_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "p1.png").write_bytes(IMAGE.read_bytes())
    (tmp_path / "in" / "a.txt").write_text("会议指出，要做好工作。\n", encoding="utf-8")
    inputs = [str(tmp_path / "in")]
    assert recognise(inputs, None, "never") is None
    try:
        import rapidocr  # noqa: F401
    except ImportError:
        assert recognise(inputs, None, "auto") is None
        assert "1 × image without a reading (p1.png)" in capsys.readouterr().err
        with pytest.raises(RestoreError, match="--ocr always needs an OCR engine"):
            recognise(inputs, None, "always")
        done = run_cli("clean", *inputs, "-o", str(tmp_path / "out"))
        assert done.returncode == 0
        assert "p1.png" in done.stderr
    else:
        pytest.skip("an engine is installed")


def test_a_scan_is_read_once_and_restored_in_one_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rapidocr")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "p1.png").write_bytes(IMAGE.read_bytes())
    for out in ("one", "two"):
        done = run_cli("clean", str(tmp_path / "in"), "-o", str(tmp_path / out))
        assert done.returncode == 0, done.stderr
    text = (tmp_path / "one/text/p1.png.txt").read_text(encoding="utf-8")
    assert "坚定信心" in text
    assert text == (tmp_path / "two/text/p1.png.txt").read_text(encoding="utf-8")
    assert (tmp_path / "one/places.jsonl").exists()
    assert len(list((tmp_path / "cache/restore/pages").rglob("*.json"))) == 1
