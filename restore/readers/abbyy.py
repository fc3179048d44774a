"""ABBYY FineReader's XML: lines with boxes, and a confidence and variants for each character.

After ABBYY's schemas FineReader6-v1 to FineReader10-v1: page, block, text, par, line, formatting,
charParams. Confidences are shares of 100; 255 and -1 mean that none is known.
"""

from __future__ import annotations

from collections.abc import Iterator

from restore.errors import InputError
from restore.readers.geometry import Candidates, OcrFile
from restore.readers.markup import Markup
from restore.readers.pages import PageBuilder, box_of, number, share
from restore.readers.tree import Element

__all__ = ["read_abbyy"]

_UNKNOWN = 255


def read_abbyy(markup: Markup, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it has no page with text.
    """
    builder = PageBuilder()
    for page in markup.root.walk():
        if page.name != "page":
            continue
        for block, item in enumerate(page.elements("block")):
            for line in item.walk():
                if line.name == "line":
                    _line(builder, line, block)
        width, height = (number(page.attributes.get(side)) for side in ("width", "height"))
        builder.page((width, height) if width and height else None)
    if not builder.atoms:
        raise InputError(source, "is FineReader's XML without text", "export it with the text")
    return builder.file("ABBYY FineReader")


def _line(builder: PageBuilder, line: Element, block: int) -> None:
    texts: list[str] = []
    chances: list[float | None] = []
    candidates: dict[int, Candidates] = {}
    for character in _characters(line):
        text = character.text if character.name != "charParams" else _own(character)
        sure = number(character.attributes.get("charConfidence"))
        chance = None if sure is None or sure == _UNKNOWN else share(sure, 100.0)
        options = tuple(_variants(character)) if len(text) == 1 else ()
        if options and chance is not None:
            candidates[len(chances)] = options
        texts.append(text)
        chances += [chance] * len(text)
    text = "".join(texts)
    if not text.strip():
        return
    box = box_of(*(line.attributes.get(side) for side in "ltrb"))
    known = chances if any(chance is not None for chance in chances) else []
    builder.line([builder.atom(text, box, probabilities=known, candidates=candidates)], box, block)


def _characters(line: Element) -> Iterator[Element]:
    """Yield the characters of a line, or the stretches of it that have none."""
    for part in line.elements("formatting"):
        characters = list(part.elements("charParams"))
        yield from characters or [part]


def _own(character: Element) -> str:
    """Return a character; beside it stand the variants."""
    return "".join(run.text for run in character.children if not isinstance(run, Element)) or " "


def _variants(character: Element) -> Iterator[tuple[str, float]]:
    for variant in character.walk():
        sure = number(variant.attributes.get("charConfidence"))
        text = "".join(run.text for run in variant.children if not isinstance(run, Element))
        if variant.name == "charRecVariant" and len(text) == 1 and sure not in (None, _UNKNOWN):
            chance = share(sure, 100.0)
            if chance is not None:
                yield text, chance
