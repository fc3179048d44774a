from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from restore.cli import main
from restore.report.stored import read_views
from restore.review.places import (
    FILE,
    DocumentPlaces,
    PageImage,
    PlacedSpan,
    image_beside,
    images_beside,
    read_places,
)
from tests.cli.helpers import put
from tests.review.serving import serving

pytest.importorskip("starlette", reason="the extra [review] is not installed")
pytest.importorskip("uvicorn", reason="the extra [review] is not installed")

FORMATS = Path(__file__).parents[1] / "data" / "formats"
PAGE = "今年要持续加强水污染防治防治工作，严守政治记律和工作规矩。\n"


def clean(folder: Path) -> Path:
    with pytest.raises(SystemExit) as stop:
        main(["clean", str(folder / "in"), "-o", str(folder / "out"), "--no-report"])
    assert stop.value.code == 0
    return folder / "out"


def test_images_of_pages_are_served_from_the_input_folder_alone(tmp_path: Path) -> None:
    put(tmp_path / "in" / "p1.txt", PAGE)
    folder = clean(tmp_path)
    (tmp_path / "in" / "p1.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "secret.png").write_bytes(b"secret")
    assert image_beside(tmp_path / "in" / "p1.page.xml") == tmp_path / "in" / "p1.png"
    assert image_beside(tmp_path / "in" / "p2.hocr") is None
    pages = (PageImage("p1.png"), PageImage("../secret.png"), PageImage("p1.txt"))
    record = DocumentPlaces("p1.txt", pages, (PlacedSpan(0, 9, 0, (1, 2, 3, 4)),))
    (folder / FILE).write_bytes(msgspec.json.encode(record) + b"\n")
    with serving(folder) as running:
        client = running.enter()
        assert client.get("/api/places/0")["lines"] == [[0, 9, 0, [1, 2, 3, 4]]]
        status, headers, body = client.ask("GET", "/image/0/0")
        assert (status, headers["content-type"]) == (200, "image/png")
        assert body.startswith(b"\x89PNG")
        assert [client.ask("GET", f"/image/0/{page}")[0] for page in (1, 2, 3)] == [404] * 3
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
        status, headers, body = client.ask("GET", f"/order/{number}/0")
        assert (status, headers["content-type"]) == (200, "image/svg+xml")
        assert f'href="/image/{number}/0"'.encode() in body
        assert "<title>坚定信心".encode() in body
        assert body.count(b"<text ") == len(found.lines)
        assert client.ask("GET", f"/order/{number}/1")[0] == 404
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
