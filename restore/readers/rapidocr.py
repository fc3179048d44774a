"""JSON of PaddleOCR and RapidOCR: texts with boxes and scores, in whichever nesting they came.

RapidOCR 3 writes ``[{"box", "txt", "score"}, …]``; RapidOCR 1 and PaddleOCR 2 gave
``[[box, text, score], …]`` or ``[[box, [text, score]], …]`` (within one more list a page);
PaddleOCR 3 writes ``{"rec_texts", "rec_scores", "rec_polys" or "rec_boxes"}`` (within ``"res"``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from restore.errors import InputError
from restore.readers.geometry import Box, OcrFile
from restore.readers.pages import PageBuilder, box_of, box_of_points, share, slope_of_points

__all__ = ["read_rapidocr"]

_CURE = "give the JSON that RapidOCR's to_json or PaddleOCR's save_to_json wrote"


class _Item(NamedTuple):
    text: str
    box: Box | None
    score: float | None
    slope: float | None = None


def read_rapidocr(data: bytes, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it is no JSON, or none of these forms.
    """
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError(source, f"is no JSON that can be read ({error})", _CURE) from error
    builder = PageBuilder()
    pages = list(_pages(value))
    if not pages:
        raise InputError(source, "holds no texts with boxes", _CURE)
    for page in pages:
        for item in page:
            parts = builder.pieces(item.text, item.box, confidence=item.score)
            atoms = [part for part in parts if isinstance(part, int)]
            builder.line(atoms, item.box, slope=item.slope)
        builder.page()
    return builder.file("RapidOCR")


def _pages(value: Any) -> Iterator[list[_Item]]:
    if isinstance(value, dict):
        inner = value.get("res")
        if isinstance(inner, dict):
            value = inner
        page = _from_columns(value)
        if page:
            yield page
    elif isinstance(value, list):
        page = [item for entry in value if (item := _item(entry)) is not None]
        if page and len(page) == len(value):
            yield page
            return
        for entry in value:
            if isinstance(entry, list):
                page = [item for part in entry if (item := _item(part)) is not None]
                if page and len(page) == len(entry):
                    yield page
            elif isinstance(entry, dict):
                page = _from_columns(entry.get("res") or entry)
                if page:
                    yield page


def _from_columns(value: Any) -> list[_Item]:
    if not isinstance(value, dict):
        return []
    texts = value.get("rec_texts")
    scores = value.get("rec_scores")
    boxes = value.get("rec_polys") or value.get("rec_boxes") or value.get("dt_polys")
    if not isinstance(texts, list) or not all(isinstance(item, str) for item in texts):
        return []
    if not isinstance(boxes, list) or len(boxes) != len(texts):
        return []
    if not isinstance(scores, list) or len(scores) != len(texts):
        scores = [None] * len(texts)
    return [
        _Item(text, _box(box), share(score), _slope(box))
        for text, box, score in zip(texts, boxes, scores, strict=True)
    ]


def _item(entry: Any) -> _Item | None:
    if isinstance(entry, dict):
        text = entry.get("txt", entry.get("text"))
        if isinstance(text, str) and "box" in entry:
            box = entry["box"]
            return _Item(text, _box(box), share(entry.get("score")), _slope(box))
        return None
    if not isinstance(entry, list) or len(entry) not in (2, 3):
        return None
    box, read, *score = entry
    if isinstance(read, list) and len(read) == 2:
        read, score = read[0], read[1:]
    if not isinstance(read, str) or not isinstance(box, list):
        return None
    return _Item(read, _box(box), share(score[0]) if score else None, _slope(box))


def _box(value: Any) -> Box | None:
    if not isinstance(value, list):
        return None
    if len(value) == 4 and not any(isinstance(side, list) for side in value):
        return box_of(*value)
    points: list[Sequence[object]] = [point for point in value if isinstance(point, list)]
    return box_of_points(points)


def _slope(value: Any) -> float | None:
    if not isinstance(value, list) or not all(isinstance(point, list) for point in value):
        return None
    return slope_of_points(value)
