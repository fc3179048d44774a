"""Exports of Label Studio (JSON): transcriptions in boxes, as annotators made or mended them.

A task is a page. Boxes are given in per cent of the image; where a task has several annotations, the
first that was not cancelled counts, where it has none, the first prediction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from restore.errors import InputError
from restore.readers.geometry import Box, OcrFile
from restore.readers.pages import PageBuilder, box_of, number

__all__ = ["read_label_studio"]

_CURE = "export it from Label Studio as JSON (not JSON-MIN), with the texts"


def read_label_studio(data: bytes, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it is no JSON, or has no transcriptions.
    """
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InputError(source, f"is no JSON that can be read ({error})", _CURE) from error
    builder = PageBuilder()
    for task in value if isinstance(value, list) else [value]:
        size = None
        for text, box, page in _texts(task):
            parts = builder.pieces(text, box)
            builder.line([part for part in parts if isinstance(part, int)], box)
            size = size or page
        builder.page(size)
    if not builder.atoms:
        raise InputError(source, "is an export of Label Studio without texts", _CURE)
    return builder.file("Label Studio")


def _texts(task: Any) -> Iterator[tuple[str, Box | None, tuple[float, float] | None]]:
    """Yield each text of a task with its box and the size of the image, in their order."""
    boxes: dict[Any, Box | None] = {}
    results = [item for item in _results(task) if isinstance(item, dict)]
    for item in results:
        value = item.get("value")
        if isinstance(value, dict) and "x" in value:
            boxes.setdefault(item.get("id"), _box(item, value))
    for item in results:
        value = item.get("value")
        texts = value.get("text") if isinstance(value, dict) else None
        for text in [texts] if isinstance(texts, str) else texts or []:
            if isinstance(text, str) and text.strip():
                width, height = (
                    number(item.get(f"original_{side}")) for side in ("width", "height")
                )
                size = (width, height) if width and height else None
                yield text, boxes.get(item.get("id")), size


def _results(task: Any) -> list[Any]:
    if not isinstance(task, dict):
        return []
    for key in ("annotations", "completions", "predictions"):
        for made in task.get(key) or []:
            found = made.get("result") if isinstance(made, dict) else None
            if isinstance(found, list) and found and not made.get("was_cancelled"):
                return found
    return []


def _box(item: dict[str, Any], value: dict[str, Any]) -> Box | None:
    width = number(item.get("original_width"), 100.0) or 100.0
    height = number(item.get("original_height"), 100.0) or 100.0
    left, top = number(value.get("x")), number(value.get("y"))
    wide, high = number(value.get("width")), number(value.get("height"))
    if left is None or top is None or wide is None or high is None:
        return None
    return box_of(
        left * width / 100,
        top * height / 100,
        (left + wide) * width / 100,
        (top + high) * height / 100,
    )
