"""Lines of images and figures: an image of Markdown or HTML, the number and name of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region
from restore.regions.lines import Lines
from restore.text.characters import PROSE_MARKS

__all__ = ["find"]

_IMAGE = re.compile(
    r"\[?!\[[^\]\n]{0,400}\]\([^)\n]{1,800}\)(?:\]\([^)\n]{1,800}\))?(?:\{[^}\n]*\})?\Z|<img\s[^<>]{0,800}>\Z",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    rf"(?:图|表|附图|附表|Figure|Fig\.|Table)[ \u3000]?[0-9]{{1,3}}(?:[-.．–][0-9]{{1,3}}){{0,2}}[ \u3000：:.][^{PROSE_MARKS}\n]{{1,60}}\Z"
)


def find(page: Lines) -> Iterator[Region]:
    """Yield the lines."""
    text = page.text
    if "![" in text or "<img" in text or "<IMG" in text:
        yield from (line.region(Form.IMAGE) for line in page.matching(_IMAGE))
    if "图" in text or "表" in text or "Fig" in text or "Table" in text:
        yield from (line.region(Form.IMAGE) for line in page.matching(_FIGURE))
