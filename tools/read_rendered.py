"""Render clean text as bad scans, have engines read it, write what they read beside the truth.

    python tools/read_rendered.py TEXT.txt.xz [...] --without SENTENCES.txt \
        --font Song.ttc[:NUMBER] [--font ...] --blocks 200 --out readings.tsv.gz

One paragraph a line in TEXT. Each block is a column of a newspaper: thirty lines of one font, one
size and one kind of damage (skew, spread of ink, blur, show-through, uneven light, noise, JPEG).
Tesseract (tesserocr, ``chi_sim``) is given the column, PP-OCR (rapidocr) its lines. The columns of
the table: engine, level, block, read, printed. ``tools/count_rendered.py`` counts in it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import lzma
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFilter
import PIL.ImageFont
from numpy.typing import NDArray

from restore.language.normalise import normalise

LINES = 30
SCALE = 4  # text is drawn so much larger, then scaled down as a scanner does

Line = tuple[str, int, int]  # text, top, bottom


class Level(NamedTuple):
    """Ranges of the damage: em in pixels, blur and spread in pixels, grey values, JPEG quality."""

    name: str
    em: tuple[float, float]
    blur: tuple[float, float]
    noise: tuple[float, float]
    ink: tuple[float, float]
    paper: tuple[float, float]
    jpeg: tuple[int, int]
    skew: float
    bleed: float


# About 200, 140, 125 and 105 dpi for the body of a newspaper.
LEVELS = (
    Level("light", (22, 26), (0.35, 0.6), (2, 3.6), (8, 30), (242, 253), (75, 90), 0.2, 0.03),
    Level(
        "medium", (16.5, 18.5), (0.65, 0.83), (6, 8.6), (52, 78), (215, 232), (48, 64), 0.45, 0.1
    ),
    Level("heavy", (14.6, 17), (0.65, 0.9), (6.5, 9.1), (65, 80), (205, 223), (36, 50), 0.65, 0.12),
    Level(
        "xheavy", (12.6, 13.8), (0.55, 0.7), (6, 8.4), (57, 75), (214, 228), (38, 50), 0.45, 0.09
    ),
)


def columns(
    paths: list[Path], without: set[str], blocks: int, generator: random.Random
) -> Iterator[list[str]]:
    """Yield columns of lines, cut as a compositor does: no closing mark begins a line."""
    paragraphs: list[str] = []
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            read = [line.strip() for line in file]
        kept = [
            line
            for line in read
            if len(line) >= 40 and not any(part in without for part in normalise(line).split("。"))
        ]
        paragraphs += generator.sample(kept, min(len(kept), max(1, 2 * blocks // len(paths)) * 5))
    generator.shuffle(paragraphs)
    waiting = iter(paragraphs)
    for _ in range(blocks):
        width = generator.choice((13, 15, 17, 19, 22, 26, 32))
        lines: list[str] = []
        while len(lines) < LINES:
            text = "\u3000\u3000" + next(waiting)
            while text:
                end = width
                while end < len(text) and text[end] in "，。、；：？！”》）%":
                    end -= 1
                lines.append(text[:end])
                text = text[end:]
        yield lines[:LINES]


def draw(
    lines: list[str], font: tuple[str, int], level: Level, generator: random.Random
) -> tuple[NDArray[np.uint8], list[Line]]:
    """Return the image of a column (grey) and where its lines stand."""
    em = generator.uniform(*level.em)
    size = round(em * SCALE)
    face = PIL.ImageFont.truetype(font[0], size, index=font[1])
    pitch, edge = round(size * generator.uniform(1.25, 1.6)), 2 * size
    width = max(int(face.getlength(line)) for line in lines) + 2 * edge
    image = PIL.Image.new("L", (width, pitch * len(lines) + 2 * edge), 0)
    pen = PIL.ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        baseline = edge + number * pitch + 0.88 * size
        pen.text((edge, baseline), line, fill=255, font=face, anchor="ls")
    ink = image.filter(PIL.ImageFilter.GaussianBlur(0.02 * size))
    # Ink that spreads or fades moves the edge.
    edge_at = generator.choice((60, 85, 100, 115))
    ink = ink.point(lambda value: min(255, max(0, (value - edge_at) * 3 + 128)))
    angle = generator.uniform(-level.skew, level.skew)
    ink = ink.rotate(angle, PIL.Image.Resampling.BICUBIC)
    small = ink.resize((width // SCALE, image.height // SCALE), PIL.Image.Resampling.BOX)
    share = np.asarray(small, np.float64) / 255
    share += generator.uniform(0, level.bleed) * np.roll(share[:, ::-1], 7, axis=0)
    paper, black = generator.uniform(*level.paper), generator.uniform(*level.ink)
    light = 1 + 0.06 * np.linspace(-1, 1, share.shape[1]) * generator.choice((-1, 1))
    grey = (paper + (black - paper) * np.minimum(share, 1)) * light
    blurred = PIL.Image.fromarray(grey.clip(0, 255).astype(np.uint8)).filter(
        PIL.ImageFilter.GaussianBlur(generator.uniform(*level.blur))
    )
    noise = np.random.default_rng(generator.randrange(1 << 30))
    dirty = np.asarray(blurred, np.float64)
    dirty = dirty + noise.normal(0, generator.uniform(*level.noise), dirty.shape)
    file = io.BytesIO()
    quality = generator.randint(*level.jpeg)
    PIL.Image.fromarray(dirty.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    pixels = np.array(PIL.Image.open(file))
    tops = [(edge + number * pitch) / SCALE for number in range(len(lines))]
    places = [
        (line, round(top - 0.15 * em), round(top + 1.2 * em))
        for line, top in zip(lines, tops, strict=True)
    ]
    return pixels, places


class PaddleLines:
    """PP-OCR's recogniser, line by line."""

    name = "ppocr"

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        engine: Any = RapidOCR
        self._engine = engine(
            params={
                "Global.log_level": "error",
                "Global.text_score": 0.0,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            }
        )

    def read(self, image: NDArray[np.uint8], lines: list[Line]) -> Iterator[tuple[str, str]]:
        """Yield what was read and what was printed."""
        for text, top, bottom in lines:
            strip = image[max(0, top) : bottom]
            dark = np.flatnonzero(np.sort(strip, axis=0)[2] < strip.mean() - 40)
            if not len(dark):
                continue
            strip = strip[:, max(0, dark[0] - 4) : dark[-1] + 5]
            found = self._engine(np.dstack([strip] * 3), use_det=False, use_cls=False)
            yield "".join(found.txts or ()), text


class Tesseract:
    """Tesseract, a column at a time; its lines are told by their height."""

    name = "tesseract"

    def __init__(self, data: str) -> None:
        import tesserocr

        self._kinds = tesserocr
        self._engine = tesserocr.PyTessBaseAPI(
            path=data, lang="chi_sim", psm=tesserocr.PSM.SINGLE_BLOCK
        )

    def read(self, image: NDArray[np.uint8], lines: list[Line]) -> Iterator[tuple[str, str]]:
        """Yield what was read and what was printed."""
        self._engine.SetImage(PIL.Image.fromarray(image))
        self._engine.Recognize()
        level = self._kinds.RIL.TEXTLINE
        read: dict[int, list[str]] = {}
        middles = [(top + bottom) / 2 for _, top, bottom in lines]
        for item in self._kinds.iterate_level(self._engine.GetIterator(), level):
            box = item.BoundingBox(level)
            if box is None:
                continue
            middle = (box[1] + box[3]) / 2
            place = min(range(len(lines)), key=lambda number: abs(middles[number] - middle))
            read.setdefault(place, []).append(item.GetUTF8Text(level).strip())
        for place, parts in sorted(read.items()):
            if len(parts) == 1:
                yield parts[0], lines[place][0]


def main() -> None:
    """Render and read; print how often each engine was wrong at each level."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--font", action="append", required=True)
    parser.add_argument("--blocks", type=int, default=200)
    parser.add_argument("--tessdata", default="/usr/share/tesseract-ocr/5/tessdata/")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    without: set[str] = set()
    for line in given.without.read_text("utf-8").splitlines():
        without.update(part for part in normalise(line).split("。") if len(part) >= 8)
    generator = random.Random(given.seed)
    fonts = [
        (name, int(number or 0)) for name, _, number in (item.partition(":") for item in given.font)
    ]
    engines: list[PaddleLines | Tesseract] = [PaddleLines(), Tesseract(given.tessdata)]
    with gzip.open(given.out, "wt", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, escapechar="\\")
        for number, column in enumerate(columns(given.texts, without, given.blocks, generator)):
            level = LEVELS[number % len(LEVELS)]
            image, lines = draw(column, generator.choice(fonts), level, generator)
            for engine in engines:
                # Above this tesseract reads nothing that a merge could use.
                if engine.name == "tesseract" and level.name == "xheavy":
                    continue
                for read, printed in engine.read(image, lines):
                    row = (engine.name, level.name, number, read, printed)
                    table.writerow([str(cell).replace("\t", " ") for cell in row])
            file.flush()


if __name__ == "__main__":
    main()
