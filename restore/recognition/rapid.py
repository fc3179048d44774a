"""PP-OCR through rapidocr (extra ``rapidocr``; its wheel brings the models along, nothing is fetched).

The recogniser's last step is replaced by one that keeps the probabilities; lines are put in
reading order by their boxes, so that columns stay apart.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.core.native_page import FORMAT, Corners, Page, PageLine
from restore.errors import InputError, RestoreError
from restore.readers.geometry import Box
from restore.readers.images import IMAGE_SUFFIXES
from restore.readers.order.pages import reading_order
from restore.readers.pages import box_of_points, slope_of_points
from restore.recognition.ctc import ReadText, decode

__all__ = ["IMAGE_SUFFIXES", "PageReader", "load_images"]

# A newspaper page at 300 dpi has 20 million; more is a decompression bomb.
_MAX_PIXELS = 200_000_000
# Longer sides are scaled down; rapidocr's own bound (2000) makes the print of a page too small.
_MAX_SIDE_PIXELS = 4096

Image = NDArray[np.uint8]


class PageReader:
    """Reads page images.

    Parameters
    ----------
    threads : of the network; all cores if None

    Raises
    ------
    RestoreError
        If rapidocr is not installed.
    """

    def __init__(self, threads: int | None = None) -> None:
        try:
            from rapidocr import RapidOCR
        except ImportError as error:
            raise RestoreError(
                "reading images needs rapidocr and onnxruntime; install restore-zh[rapidocr]"
            ) from error
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        engine: Any = RapidOCR
        self._engine = engine(
            params={
                "Global.log_level": "error",
                # A line that was hardly read is kept: its probabilities say so.
                "Global.text_score": 0.0,
                "Global.max_side_len": _MAX_SIDE_PIXELS,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads or -1,
            }
        )
        recogniser = self._engine._load_rec_model()
        recogniser.postprocess_op = _Keeping(recogniser.postprocess_op.character)
        self.name = f"PP-OCRv6 small (rapidocr {version('rapidocr')})"

    def read(self, image: Image) -> Page:
        """Read one page (height x width x 3, BGR)."""
        result = self._engine(image)
        texts = result.txts or ()
        corners = result.boxes if result.boxes is not None else ()
        quads = [np.asarray(points, dtype=float).tolist() for points in corners]
        lines = [
            _line(text, box, quad)
            for text, quad in zip(texts, quads, strict=True)
            if (box := box_of_points(quad)) is not None
        ]
        order = reading_order(
            [Box(*line.box) for line in lines if line.box is not None],
            [line.text for line in lines],
            [_slope(line) for line in lines],
        )
        height, width = image.shape[:2]
        return Page(
            format=FORMAT,
            lines=tuple(lines[index] for group in order for index in group),
            engine=self.name,
            size=(width, height),
        )


class _Keeping:
    """Decodes as rapidocr's own step does, and keeps the probabilities in the text."""

    def __init__(self, character: list[str]) -> None:
        self.character = character

    def __call__(
        self, preds: NDArray[Any], _word_boxes: bool = False, **_ratios: Any
    ) -> tuple[list[tuple[ReadText, float]], list[Any]]:
        read = [decode(line, self.character) for line in preds]
        return [(text, _mean(text)) for text in read], []


def _mean(text: ReadText) -> float:
    known = [chance for chance in text.probability if chance is not None]
    return sum(known) / len(known) if known else 0.0


def _slope(line: PageLine) -> float | None:
    if line.quad is None:
        return None
    return slope_of_points(list(zip(line.quad[::2], line.quad[1::2], strict=True)))


def _line(text: ReadText, box: Box, quad: Sequence[Sequence[float]]) -> PageLine:
    left, top, right, bottom = (round(side) for side in box)
    corners = [round(side, 1) for corner in quad for side in corner]
    upright = corners == [left, top, right, top, right, bottom, left, bottom]
    return PageLine(
        text=str(text),
        probability=text.probability,
        candidates=text.candidates,
        box=(left, top, right, bottom),
        quad=None if upright else msgspec.convert(corners, Corners),
    )


def load_images(path: Path) -> Iterator[Image]:
    """Yield the pages of an image file, turned upright where the file says so.

    Raises
    ------
    InputError
        If it is no image that can be read, or is beyond 200 million pixels.
    """
    import PIL.Image
    from PIL import ImageOps, ImageSequence

    cure = "give a PNG, JPEG or TIFF image of a page"
    try:
        with PIL.Image.open(path) as file:
            if file.width * file.height > _MAX_PIXELS:
                raise InputError(
                    str(path),
                    f"has {file.width} x {file.height} pixels",
                    "no page is so large; scale it down",
                )
            for frame in ImageSequence.Iterator(file):
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                yield np.ascontiguousarray(np.asarray(upright)[:, :, ::-1])
    except FileNotFoundError as error:
        raise InputError(str(path), "does not exist", "check the path") from error
    except InputError:
        raise
    except Exception as error:
        # Pillow's decoders raise whatever a damaged file makes them raise.
        raise InputError(str(path), f"cannot be read as an image ({error})", cure) from error
