from __future__ import annotations

import shutil
import struct
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import msgspec
import pytest

from restore.cli import main
from restore.readers import ReadOptions, Source, read_inputs
from restore.readers.images import target
from restore.report.stored import read_views
from restore.review.facsimiles import Facsimiles
from restore.review.image_files import images_beside
from restore.review.pictures import Picture, picture
from restore.review.places import (
    FILE,
    DocumentPlaces,
    PageImage,
    PlacedSpan,
    places_of,
    read_places,
)
from tests.cli.helpers import put
from tests.readers.test_pdf_pages import pdf
from tests.readers.test_pdf_pages import put as words_of_pdf
from tests.review.serving import serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

FORMATS = Path(__file__).parents[1] / "data" / "formats"
PNG = (FORMATS / "head.png").read_bytes()
PAGE = "今年要持续加强水污染防治防治工作，严守政治记律和工作规矩。\n"


def clean(folder: Path) -> Path:
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(folder / "in"), "-o", str(folder / "out"), "--no-report"])
    assert stop.value.code == 0
    return folder / "out"


def ink(picture: Picture) -> list[list[bool]]:
    """Return which pixels of a picture are dark."""
    (width, height), raw = struct.unpack(">II", picture.data[16:24]), b""
    at = 8
    while at < len(picture.data):
        size, name = struct.unpack(">I4s", picture.data[at : at + 8])
        raw += picture.data[at + 8 : at + 8 + size] if name == b"IDAT" else b""
        at += size + 12
    rows = zlib.decompress(raw)
    step = 3 * width + 1
    return [
        [min(rows[y * step + 1 + 3 * x : y * step + 4 + 3 * x]) < 128 for x in range(width)]
        for y in range(height)
    ]


def test_files_that_no_input_names_are_never_served(tmp_path: Path) -> None:
    put(tmp_path / "in" / "p1.txt", PAGE)
    folder = clean(tmp_path)
    (tmp_path / "in" / "p1.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (tmp_path / "in" / "link.png").symlink_to(tmp_path / "secret.png")
    names = ["p1.png", "../secret.png", "p1.txt", str(tmp_path / "secret.png"), "link.png"]
    pages = tuple(PageImage(name) for name in [*names, "a\0.png", "n" * 5000 + ".png", "no.png"])
    record = DocumentPlaces("p1.txt", pages, (PlacedSpan(0, 9, 0, (1, 2, 3, 4)),))
    (folder / FILE).write_bytes(msgspec.json.encode(record) + b"\n")
    with serving(folder) as running:
        client = running.enter()
        told = client.get("/api/places/0")
        assert told["lines"] == [[0, 9, 0, [1, 2, 3, 4]]]
        assert told["order"] == [0]
        assert [page["image"] for page in told["pages"]] == ["/image/0/0", *[""] * 7]
        status, headers, body = client.ask("GET", "/image/0/0")
        assert (status, headers["content-type"], body) == (200, "image/png", PNG)
        others = [*range(1, 9), "-1", "..%2f0", "0/../../app.js"]
        assert {client.ask("GET", f"/image/0/{page}")[0] for page in others} == {404}
        client.close()


@pytest.mark.parametrize("name", ["page.hocr", "alto.xml", "page.xml", "page.tsv"])
def test_the_lines_of_an_ocr_file_are_found_on_the_image_beside_it(
    tmp_path: Path, name: str
) -> None:
    scans = tmp_path / "in" / "scans"
    scans.mkdir(parents=True)
    shutil.copy(FORMATS / name, scans / f"p1.{name}")
    shutil.copy(FORMATS / "head.png", scans / "p1.png")
    put(tmp_path / "in" / "b.txt", PAGE)
    folder = clean(tmp_path)
    (found,) = read_places(folder).values()
    assert found.document == f"scans/p1.{name}"
    assert [page.image for page in found.pages] == ["scans/p1.png"]
    views, _ = read_views(folder)
    source = next(view.source for view in views if view.id == found.document)
    first = min(found.lines, key=lambda line: line.box[1])
    assert source[first.start : first.end].startswith("坚定信心")
    left, top, right, bottom = first.box
    assert 40 <= top < bottom <= 140
    assert left < right <= 1180
    with serving(folder) as running:
        client = running.enter()
        number = [view.id for view in views].index(found.document)
        status, headers, _ = client.ask("GET", f"/image/{number}/0")
        assert (status, headers["content-type"]) == (200, "image/png")
        assert client.ask("GET", f"/image/{number}/1")[0] == 404
        client.close()


def test_images_of_several_pages_are_told_by_their_numbers(tmp_path: Path) -> None:
    for number in (1, 2, 3, 10):
        (tmp_path / f"book-{number:02}.png").touch()
    found = images_beside(tmp_path / "book.hocr", 10)
    assert [path.name if path else None for path in found[:4]] == [
        "book-01.png",
        "book-02.png",
        "book-03.png",
        None,
    ]
    assert found[9] == tmp_path / "book-10.png"
    assert images_beside(tmp_path / "other.hocr", 2) == [None, None]
    (tmp_path / "other.tif").touch()
    assert images_beside(tmp_path / "other.hocr", 2) == [tmp_path / "other.tif"] * 2
    (tmp_path / "p1.png").touch()
    assert images_beside(tmp_path / "p1.page.xml", 1) == [tmp_path / "p1.png"]
    assert images_beside(tmp_path / "p1.png.json", 1) == [tmp_path / "p1.png"]
    assert images_beside(tmp_path / "other.tif.2.json", 1) == [tmp_path / "other.tif"]
    assert images_beside(tmp_path / "p2.hocr", 1) == [None]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("page.hocr", "title='image \"", 'title=\'image "scans/look.png"; x "'),
        ("alto.xml", "<fileName>", "<fileName>look.png</fileName><fileName>"),
        ("page.xml", 'imageFilename="', 'imageFilename="C:\\scans\\look.png" x="'),
    ],
)
def test_the_image_that_a_file_names_is_found(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    text = (FORMATS / name).read_text(encoding="utf-8")
    assert before in text
    put(tmp_path / "in" / "alto" / f"one.{name}", text.replace(before, after, 1))
    (tmp_path / "in" / "look.png").write_bytes(PNG)
    (record,) = read_places(clean(tmp_path)).values()
    assert [page.image for page in record.pages] == ["look.png"]


def test_images_that_lie_elsewhere_are_taken_from_their_folder(tmp_path: Path) -> None:
    put(tmp_path / "in" / "b" / "p1.hocr", (FORMATS / "page.hocr").read_text(encoding="utf-8"))
    folder = clean(tmp_path)
    (record,) = read_places(folder).values()
    assert [page.image for page in record.pages] == [""]
    assert record.lines
    for place in ("scans", "scans/b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "p1.png").write_bytes(PNG + place.encode())
        found = Facsimiles(folder, tmp_path / "in", tmp_path / "scans").picture(record.document, 0)
        assert found == (PNG + place.encode(), "image/png")
    with serving(folder, "--images", str(tmp_path / "scans")) as running:
        client = running.enter()
        assert client.ask("GET", "/image/0/0")[2] == PNG + b"scans/b"
        client.close()


def test_an_image_that_was_read_shows_itself(tmp_path: Path) -> None:
    data = (FORMATS / "head.png").read_bytes()
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "b" / "head.png").write_bytes(data)
    line = {"text": "坚定信心", "box": [40, 40, 600, 120]}
    page = {"format": "restore-page/1", "size": [1180, 660], "lines": [line]}
    read = target(tmp_path, sha256(data).hexdigest(), 0)
    read.parent.mkdir()
    read.write_bytes(msgspec.json.encode(page))
    options = ReadOptions(recognised=str(tmp_path))
    (source,) = read_inputs([str(tmp_path / "in" / "b" / "head.png")], options=options)
    assert isinstance(source, Source)
    record = places_of(source, tmp_path / "in")
    assert record is not None
    assert record.pages == (PageImage("b/head.png", 1180, 660),)


TURNED = ("50 10", "One 8.10 alpha", "70 10", "two beta", "90 10", "three")


@pytest.mark.parametrize("box", [b"", b"/CropBox [20 10 280 190]"])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", ["1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0"])
def test_boxes_lie_on_the_words_of_a_page_of_pdf(
    tmp_path: Path, matrix: str, rotate: int, box: bytes
) -> None:
    pytest.importorskip("pypdfium2")
    words = tuple(
        word if number % 2 else " ".join(str(150 - int(at)) for at in word.split())
        for number, word in enumerate(TURNED)
    )
    content = words_of_pdf(matrix, *(words if matrix in ("0 -1 1 0", "-1 0 0 -1") else TURNED))
    data = pdf(content, rotate).replace(b"/MediaBox", box + b"/MediaBox", 1)
    (tmp_path / "a.pdf").write_bytes(data)
    (source,) = read_inputs([str(tmp_path / "a.pdf")])
    assert isinstance(source, Source)
    record = places_of(source, tmp_path)
    assert record is not None
    (page,) = record.pages
    drawn = picture(tmp_path / page.image, page.page, page.turn)
    assert drawn is not None
    dark = ink(drawn)
    scale = len(dark[0]) / page.width
    assert len(dark) / page.height == pytest.approx(scale, abs=0.02)
    boxes = [[side * scale for side in line.box] for line in record.lines]
    found = [(x, y) for y in range(0, len(dark), 3) for x in range(len(dark[0])) if dark[y][x]]
    assert len(found) > 300
    for x, y in found:
        assert any(b[0] - 9 <= x <= b[2] + 9 and b[1] - 9 <= y <= b[3] + 9 for b in boxes)


def test_a_damaged_page_and_one_of_a_kind_that_is_not_known_have_no_picture(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.tif", "a.txt"):
        (tmp_path / name).write_bytes(b"no page at all")
        assert picture(tmp_path / name) is None
    assert picture(tmp_path / "none.png") is None


def test_a_huge_image_is_scaled_and_one_of_several_pages_is_opened(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    image.new("RGB", (6000, 4000), "white").save(tmp_path / "a.png")
    pages = [image.new("L", (40, 20 + at)) for at in (0, 1)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    sizes = []
    for name, page, turn in (("a.png", 0, 0), ("a.tif", 0, 0), ("a.tif", 1, 0), ("a.tif", 1, 1)):
        made = picture(tmp_path / name, page, turn)
        assert made is not None
        assert made.type == "image/jpeg"
        sizes.append(image.open(BytesIO(made.data)).size)
    assert sizes == [(3000, 2000), (40, 20), (40, 21), (21, 40)]
