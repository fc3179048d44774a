"""Render a page of Chinese newsprint and let tesseract write it in the formats that it has.

    python tools/make_format_samples.py seeds/FILE.txt tests/data/formats

Needs Pillow, tesseract with chi_sim (Debian: tesseract-ocr, tesseract-ocr-chi-sim) and a CJK font
(Debian: fonts-noto-cjk). The page has a headline over two columns and is a little blurred, so that
the engine makes mistakes of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc"
WIDTH, HEIGHT, MARGIN, GUTTER = 1180, 900, 60, 60
SIZE, PITCH, PER_LINE, ROWS = 26, 38, 19, 18
HEADLINE = "坚定信心开拓进取谱写发展新篇章"
OUTPUTS = ("hocr", "alto", "tsv", "page")


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


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--skip", type=int, default=0, help="characters to leave out at the start")
    parser.add_argument("--blur", type=float, default=1.1)
    parser.add_argument("--keep-image", type=Path)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    text = options.text.read_text(encoding="utf-8")[options.skip :]
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.png"
        draw_page(text, image, options.blur)
        if options.keep_image:
            options.keep_image.write_bytes(image.read_bytes())
        call = ["tesseract", "page.png", "page", "-l", "chi_sim", "--dpi", "200"]
        subprocess.run([*call, *OUTPUTS], cwd=folder, check=True)
        choices = [*call[:2], "choices", *call[3:], "-c", "lstm_choice_mode=2"]
        subprocess.run([*choices, "-c", "hocr_char_boxes=1", "hocr"], cwd=folder, check=True)
        for found in sorted(Path(folder).iterdir()):
            if found.suffix != ".png":
                target = options.output / found.name.replace("page.page.xml", "page.xml")
                target.write_bytes(found.read_bytes())


if __name__ == "__main__":
    main()
