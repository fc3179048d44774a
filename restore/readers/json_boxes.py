"""Boxes in JSON, in whichever way an engine writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from restore.readers.geometry import Box
from restore.readers.pages import box_of, box_of_points, number, slope_of_points

__all__ = ["box_from", "slope_from"]

_SIDES = (
    ("left", "top", "right", "bottom"), ("l", "t", "r", "b"), ("x0", "y0", "x1", "y1"),
    ("x1", "y1", "x2", "y2"), ("xmin", "ymin", "xmax", "ymax"), ("x_min", "y_min", "x_max", "y_max"),
)  # fmt: skip
_SIZES = (("left", "top", "width", "height"), ("x", "y", "width", "height"), ("x", "y", "w", "h"))


def _lowered(value: dict[str, Any]) -> dict[str, Any]:
    return {str(key).lower(): side for key, side in value.items()}


def _points(value: Any) -> list[tuple[object, object]]:
    """Return the corners of a polygon, in whichever way they are written."""
    if not isinstance(value, list):
        return []
    if len(value) in {6, 8} and not any(isinstance(side, (list, dict)) for side in value):
        return list(zip(value[::2], value[1::2], strict=True))
    points: list[tuple[object, object]] = []
    for point in value:
        if isinstance(point, list) and len(point) == 2:
            points.append((point[0], point[1]))
        elif isinstance(point, dict):
            known = _lowered(point)
            # Google leaves out what is 0.
            points.append((known.get("x", 0), known.get("y", 0)))
    return points


def box_from(value: Any, written: str, unit: tuple[float, float]) -> Box | None:
    """Return the box that a value describes: sides, corners, or an object with names for them.

    Parameters
    ----------
    written : ``corners`` or ``size``: what four numbers without names are
    unit : what coordinates are to be multiplied with
    """
    box = _plain_box(value, written)
    if box is None or unit == (1.0, 1.0):
        return box
    across, down = unit
    return Box(box.left * across, box.top * down, box.right * across, box.bottom * down)


def _plain_box(value: Any, written: str) -> Box | None:
    if isinstance(value, str):
        value = value.split(",")
    if isinstance(value, dict):
        return _named_box(_lowered(value), written)
    if not isinstance(value, list):
        return None
    if len(value) == 4 and not any(isinstance(side, (list, dict)) for side in value):
        return _sized(value) if written == "size" else box_of(*value)
    points = _points(value)
    return box_of_points(points) if points else None


def _named_box(sides: dict[str, Any], written: str) -> Box | None:
    for names in _SIZES:
        if all(name in sides for name in names[2:]):
            return _sized([sides.get(name, 0) for name in names])
    for names in _SIDES:
        if all(name in sides for name in names):
            left, top, right, bottom = (sides[name] for name in names)
            if str(sides.get("coord_origin", "")).upper() == "BOTTOMLEFT":
                upper, lower = number(top), number(bottom)
                if upper is not None and lower is not None:
                    top, bottom = -upper, -lower
            return box_of(left, top, right, bottom)
    for name in ("vertices", "normalizedvertices", "points", "polygon"):
        if name in sides:
            return _plain_box(sides[name], written)
    return None


def _sized(value: Sequence[Any]) -> Box | None:
    left, top, width, height = (number(side) for side in value)
    if left is None or top is None or width is None or height is None:
        return None
    return box_of(left, top, left + width, top + height)


def slope_from(value: Any) -> float | None:
    """Return by how much a line falls, from its four corners, if they are told."""
    if isinstance(value, dict):
        value = next(
            (side for name, side in value.items() if name.lower() in {"vertices", "polygon"}), None
        )
    points = _points(value)
    return slope_of_points(points) if len(points) == 4 else None
