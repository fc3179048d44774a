"""JSON of PaddleOCR and RapidOCR: texts with boxes and scores, in whichever nesting they came.

RapidOCR 3 writes ``[{"box", "txt", "score"}, …]``; RapidOCR 1 and PaddleOCR 2 gave
``[[box, text, score], …]`` or ``[[box, [text, score]], …]`` (within one more list a page);
PaddleOCR 3 writes ``{"rec_texts", "rec_scores", "rec_polys" or "rec_boxes"}`` (within ``"res"``),
and PP-StructureV3 beside it ``"parsing_res_list"``: the blocks of the page, with their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from restore.errors import InputError
from restore.readers.geometry import Box, OcrFile
from restore.readers.pages import (
    PageBuilder,
    box_of,
    box_of_points,
    number,
    share,
    slope_of_points,
)

__all__ = ["read_rapidocr"]

_CURE = "give the JSON that RapidOCR's to_json or PaddleOCR's save_to_json wrote"


class _Item(NamedTuple):
    text: str
    box: Box | None
    score: float | None
    slope: float | None = None
    block: int = 0


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
        blocks = {item.block for item in page}
        for item in page:
            parts = builder.pieces(item.text, item.box, confidence=item.score)
            atoms = [part for part in parts if isinstance(part, int)]
            builder.line(atoms, item.box, item.block, slope=item.slope)
        builder.page(ordered=len(blocks) > 1)
    return builder.file("RapidOCR")


def _pages(value: Any) -> Iterator[list[_Item]]:
    if isinstance(value, dict):
        inner = value.get("res")
        if isinstance(inner, dict):
            value = inner
        page = _from_columns(value) or _from_blocks(value)
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
                inner = entry.get("res") or entry
                page = _from_columns(inner) or _from_blocks(inner)
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


def _from_blocks(value: Any) -> list[_Item]:
    """Read what PP-StructureV3 writes: the lines, and the blocks of the page in their order."""
    if not isinstance(value, dict) or not isinstance(value.get("parsing_res_list"), list):
        return []
    lines = _from_columns(value.get("overall_ocr_res"))
    blocks = [item for item in value["parsing_res_list"] if isinstance(item, dict)]
    boxes = [_box(item.get("block_bbox")) for item in blocks]
    orders = [number(item.get("block_order")) for item in blocks]
    placed = sorted(
        (
            (order if order is not None else place, place)
            for place, order in enumerate(orders)
            # Without an order of its own a block is a header, a footer or a picture.
            if order is not None or not any(known is not None for known in orders)
        ),
    )
    rank = {place: spot for spot, (_, place) in enumerate(placed)}
    found = []
    for line in lines:
        inside = [
            rank.get(place, len(rank))
            for place, box in enumerate(boxes)
            if box is not None and line.box is not None and _holds(box, line.box)
        ]
        found.append(line._replace(block=min(inside, default=len(rank))))
    return sorted(found, key=lambda item: item.block)


def _holds(block: Box, line: Box) -> bool:
    across, down = (line.left + line.right) / 2, line.middle
    return block.left <= across <= block.right and block.top <= down <= block.bottom


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
