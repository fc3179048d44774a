"""Render a page of Chinese newsprint and let OCR engines write it in the formats that they have.

    python tools/make_format_samples.py seeds/FILE.txt tests/data/formats

Needs Pillow, tesseract 5.3 with chi_sim (Debian: tesseract-ocr, tesseract-ocr-chi-sim), a CJK font
(Debian: fonts-noto-cjk), tesserocr 2.13 (its library is tesseract 5.5, which writes PAGE-XML; it
is called through ctypes, because the Python interface has no renderer for it), and rapidocr. The
page has a headline over two columns and is a little blurred, so that the engines make mistakes of
their own.
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
WIDTH, HEIGHT, MARGIN, GUTTER = 1180, 660, 60, 60
SIZE, PITCH, PER_LINE, ROWS = 26, 38, 19, 12
HEADLINE = "坚定信心开拓进取谱写发展新篇章"
OUTPUTS = ("hocr", "alto", "tsv")
DATA = b"/usr/share/tesseract-ocr/5/tessdata"
# Page segmentation: automatic, and one block (whose lines run across both columns).
AUTOMATIC, ONE_BLOCK = 3, 6


def lines_of(text: str) -> Iterator[str]:
    """Yield the text in lines of one column."""
    body = "".join(text.split())
    for start in range(0, len(body), PER_LINE):
        yield body[start : start + PER_LINE]


def draw_page(text: str, path: Path, blur: float) -> None:
    """Draw the headline and two columns."""
    page = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    pen.text((MARGIN + 120, 40), HEADLINE, font=ImageFont.truetype(FONT, 50, index=2), fill=0)
    font = ImageFont.truetype(FONT, SIZE, index=2)
    lines = list(lines_of(text))[: 2 * ROWS]
    step = PER_LINE * SIZE + GUTTER
    for number, line in enumerate(lines):
        column, row = divmod(number, ROWS)
        pen.text((MARGIN + column * step, 150 + row * PITCH), line, font=font, fill=0)
    page.filter(ImageFilter.GaussianBlur(blur)).save(path)


def write_page_xml(image: Path, target: Path, *, mode: int, words: bool) -> None:
    """Let tesseract 5.5 write PAGE-XML, with words or with lines only."""
    import tesserocr

    folder = Path(tesserocr.__file__).parent.parent / "tesserocr.libs"
    library = ctypes.CDLL(str(next(folder.glob("libtesseract*"))))
    library.TessBaseAPICreate.restype = ctypes.c_void_p
    library.TessPAGERendererCreate.restype = ctypes.c_void_p
    api = ctypes.c_void_p(library.TessBaseAPICreate())
    library.TessBaseAPIInit3(api, DATA, b"chi_sim")
    library.TessBaseAPISetPageSegMode(api, mode)
    library.TessBaseAPISetVariable(api, b"page_xml_level", b"1" if words else b"0")
    with tempfile.TemporaryDirectory() as folder_name:
        base = str(Path(folder_name) / "out").encode()
        renderer = ctypes.c_void_p(library.TessPAGERendererCreate(base))
        library.TessBaseAPIProcessPages(api, str(image).encode(), None, 0, renderer)
        library.TessDeleteResultRenderer(renderer)
        made = (Path(folder_name) / "out.page.xml").read_text(encoding="utf-8")
    target.write_text(made.replace(str(image), "page.png"), encoding="utf-8")


def write_rapidocr(image: Path, target: Path) -> None:
    """Let PP-OCR write the JSON of RapidOCR."""
    from rapidocr import RapidOCR

    read = RapidOCR()(str(image))
    target.write_text(json.dumps(read.to_json(), ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="characters to leave out at the start")
    parser.add_argument("--blur", type=float, default=1.1)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    text = options.text.read_text(encoding="utf-8")[options.skip :]
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.png"
        draw_page(text, image, options.blur)
        with Image.open(image) as page:
            head = page.crop((0, 0, WIDTH, 150 + 4 * PITCH)).convert(
                "P", palette=Image.Palette.ADAPTIVE, colors=8
            )
            head.save(options.output / "head.png", optimize=True)
        call = ["tesseract", "page.png", "page", "-l", "chi_sim", "--dpi", "200"]
        subprocess.run([*call, *OUTPUTS], cwd=folder, check=True)
        choices = [*call[:2], "choices", *call[3:], "-c", "lstm_choice_mode=2"]
        subprocess.run([*choices, "-c", "hocr_char_boxes=1", "hocr"], cwd=folder, check=True)
        subprocess.run([*call, "-c", "textonly_pdf=1", "pdf"], cwd=folder, check=True)
        for found in sorted(Path(folder).iterdir()):
            if found.suffix != ".png":
                name = "alto.xml" if found.suffix == ".xml" else found.name
                data = found.read_bytes()
                if found.stem == "choices":
                    name, data = f"{name}.gz", gzip.compress(data, mtime=0)
                (options.output / name).write_bytes(data)
        page = options.output / "page.xml"
        write_page_xml(image, page, mode=AUTOMATIC, words=True)
        across = options.output / "across.page.xml"
        write_page_xml(image, across, mode=ONE_BLOCK, words=True)
        write_page_xml(image, options.output / "lines.page.xml", mode=AUTOMATIC, words=False)
        write_rapidocr(image, options.output / "rapidocr.json")


if __name__ == "__main__":
    main()
