"""Have PP-OCR or tesseract read rendered scans, and write what else PP-OCR thought of.

    python tools/read_candidates.py TEXT.txt.xz [...] --without SENTENCES.txt \
        --font Song.ttc[:NUMBER] [--font ...] --model PP-OCRv6_rec_small.onnx \
        --blocks 240 --out ppocr.tsv.gz

Columns of text are drawn and spoilt as ``tools/read_rendered.py`` does it, worse than there: it is
the errors that are wanted. MODEL is a recogniser of PaddleOCR as ONNX with its characters in the
metadata; it lies in the package rapidocr. Without it tesseract reads (``chi_sim``, tesserocr).

Output, one character a row: level, the line that was printed (first row of a line only), what was
read, its probability (empty for tesseract), and up to five candidates as ``character:probability``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from read_rendered import LEVELS, Level, Line, Tesseract, columns, draw

from restore.language.normalise import normalise

HEIGHT, WIDTH, BATCH, CANDIDATES, LEAST = 48, 320, 10, 5, 1e-4
SPOILT = (
    Level(
        "xheavy", (10.6, 12.8), (0.6, 0.92), (7, 11.5), (56, 86), (202, 226), (28, 48), 0.5, 0.11
    ),
    Level("heavy", (12, 14.5), (0.7, 1.1), (7.5, 13), (58, 90), (198, 225), (28, 48), 0.6, 0.13),
)

Character = tuple[str, str, str]
Read = Callable[[NDArray[np.uint8], list[Line]], Iterator[tuple[str, list[Character]]]]


def main() -> None:
    """Draw, read, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--font", action="append", required=True)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--tessdata", default="/usr/share/tesseract-ocr/5/tessdata/")
    parser.add_argument("--blocks", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    without: set[str] = set()
    for line in given.without.read_text("utf-8").splitlines():
        without.update(part for part in normalise(line).split("。") if len(part) >= 8)
    generator = random.Random(given.seed)
    fonts = [(path, int(number or 0)) for path, _, number in (f.partition(":") for f in given.font)]
    if given.model:
        read, levels = paddle(given.model), (SPOILT[0], SPOILT[1], SPOILT[0])
    else:
        read, levels = tesseract(given.tessdata), (LEVELS[1], LEVELS[2])
    with gzip.open(given.out, "wt", encoding="utf-8", newline="") as file:
        table = csv.writer(
            file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\"
        )
        for number, column in enumerate(columns(given.texts, without, given.blocks, generator)):
            level = levels[number % len(levels)]
            image, lines = draw(column, generator.choice(fonts), level, generator)
            for printed, found in read(image, lines):
                for place, character in enumerate(found):
                    table.writerow([level.name, "" if place else printed, *character])


def paddle(path: Path) -> Read:
    """Return a reader with a model of PaddleOCR; images are prepared as rapidocr does it."""
    import onnxruntime

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), settings)
    letters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    alphabet, name = ["", *letters, " "], session.get_inputs()[0].name

    def read(image: NDArray[np.uint8], lines: list[Line]) -> Iterator[tuple[str, list[Character]]]:
        strips = [strip for strip in (cut(image, line) for line in lines) if strip]
        for start in range(0, len(strips), BATCH):
            some = strips[start : start + BATCH]
            widths = [round(HEIGHT * strip.width / strip.height) for _, strip in some]
            batch = np.zeros((len(some), 3, HEIGHT, max(WIDTH, *widths)), np.float32)
            for number, ((_, strip), width) in enumerate(zip(some, widths, strict=True)):
                resized = strip.resize((width, HEIGHT), Image.Resampling.BILINEAR)
                batch[number, :, :, :width] = np.asarray(resized, np.float32) / 127.5 - 1
            for (printed, _), chances in zip(
                some, session.run(None, {name: batch})[0], strict=True
            ):
                yield printed, decode(chances, alphabet)

    return read


def cut(image: NDArray[np.uint8], line: Line) -> tuple[str, Image.Image] | None:
    """Return what a line holds and its image, as a detector would cut it."""
    text, top, bottom = line
    strip = image[max(0, top) : bottom]
    dark = np.flatnonzero(np.sort(strip, axis=0)[2] < strip.mean() - 40)
    if not len(dark):
        return None
    strip = strip[:, max(0, dark[0] - 4) : dark[-1] + 5]
    return "".join(text.split()), Image.fromarray(strip)


def decode(chances: NDArray[np.float32], alphabet: list[str]) -> list[Character]:
    """Read the best path of connectionist temporal classification, with what came next."""
    best = chances.argmax(axis=1)
    begins = np.r_[True, best[1:] != best[:-1]] & (best != 0)
    found = []
    for step in np.flatnonzero(begins):
        row = chances[step]
        order = np.argpartition(-row, CANDIDATES + 1)[: CANDIDATES + 1].tolist()
        ranked = sorted(order, key=lambda place: -float(row[place]))[1:]
        others = " ".join(
            f"{alphabet[place].strip() or 'blank'}:{row[place]:.4f}"
            for place in ranked
            if row[place] >= LEAST
        )
        if alphabet[best[step]].strip():
            found.append((alphabet[best[step]], f"{row[best[step]]:.4f}", others))
    return found


def tesseract(data: str) -> Read:
    """Return a reader with tesseract, a column at a time, without candidates."""
    engine = Tesseract(data)

    def read(image: NDArray[np.uint8], lines: list[Line]) -> Iterator[tuple[str, list[Character]]]:
        for text, printed in engine.read(image, lines):
            yield "".join(printed.split()), [(item, "", "") for item in "".join(text.split())]

    return read


if __name__ == "__main__":
    main()
