"""Images to pages to a clean corpus, with the real engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.cli import main
from restore.core.native_page import read_page
from tests.readers.formats import SAMPLES

pytest.importorskip("rapidocr")
pytest.importorskip("PIL")

IMAGE = SAMPLES / "head.png"

pytestmark = pytest.mark.filterwarnings("default")


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    return int(stop.value.code or 0)


def test_images_to_a_clean_corpus_in_two_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = tmp_path / "scans" / "a"
    images.mkdir(parents=True)
    (images / "p.png").write_bytes(IMAGE.read_bytes())
    (images / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\nno")
    (images / "note.txt").write_text("x", encoding="utf-8")
    assert run("ocr", tmp_path / "scans", "-o", tmp_path / "pages", "--threads", 1) == 2
    assert "bad.png: cannot be read as an image" in capsys.readouterr().err
    (made,) = (tmp_path / "pages").rglob("*.json")
    assert made.relative_to(tmp_path / "pages").as_posix() == "a/p.png.json"
    page = read_page(made)
    assert page.size == (1180, 302)
    # A headline, then four lines of the left column, then four of the right.
    assert page.lines[0].text == "坚定信心开拓进取谱写发展新篇章"
    assert len(page.lines) == 9
    lefts = [line.box[0] for line in page.lines if line.box is not None]
    assert max(lefts[1:5]) < 100 < 500 < min(lefts[5:])
    for line in page.lines:
        assert len(line.probability) == len(line.text)
    assert any(line.candidates for line in page.lines)
    assert run("clean", tmp_path / "pages", "-o", tmp_path / "out", "--no-report") == 0
    text = (tmp_path / "out/text/a/p.png.json.txt").read_text("utf-8")
    assert text.split("\n")[0] == "坚定信心开拓进取谱写发展新篇章"
    assert "政协的协商形式丰富" in text


def test_several_pages_in_one_file(tmp_path: Path) -> None:
    from PIL import Image

    with Image.open(IMAGE) as image:
        page = image.convert("L").crop((0, 0, 1180, 120))
    page.save(tmp_path / "scan.tif", save_all=True, append_images=[page])
    assert run("ocr", tmp_path / "scan.tif", "-o", tmp_path / "o", "--threads", 1) == 0
    names = sorted(path.name for path in (tmp_path / "o").iterdir())
    assert names == ["scan.tif.1.json", "scan.tif.2.json"]


def test_a_picture_shows_the_lines_in_reading_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("ocr", IMAGE, "-o", tmp_path / "o", "--show", tmp_path / "look", "--threads", 1)
    assert run(*words) == 0
    picture = (tmp_path / "look" / "head.png.svg").read_text("utf-8")
    assert 'viewBox="0 0 1180 302"' in picture
    assert 'href="data:image/jpeg;base64,' in picture
    assert "<title>lines[0] 坚定信心开拓进取谱写发展新篇章</title>" in picture
    assert picture.count("<text ") == 9
    # Its own picture is replaced, another's stays.
    assert run(*words) == 0
    (tmp_path / "look" / "head.png.svg").write_text("<svg/>", encoding="utf-8")
    assert run(*words) == 2
    assert "head.png.svg stands in the way" in capsys.readouterr().err.replace(":", "")


def test_no_images(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ocr", tmp_path, "-o", tmp_path / "o") == 2
    assert "no images among the inputs" in capsys.readouterr().err
