"""ALTO 2 to 4: blocks, lines and strings with their boxes; ``WC``, ``CC``, glyphs and variants.

After the schemas of the Library of Congress (loc.gov/standards/alto).
"""

from __future__ import annotations

from collections.abc import Sequence

from restore.errors import InputError
from restore.readers.geometry import Box, Candidates, Facsimile, OcrFile
from restore.readers.markup import Markup
from restore.readers.ordering import stated_order
from restore.readers.pages import PageBuilder, box_of, number, share
from restore.readers.tree import Element, attribute_slot

__all__ = ["read_alto"]


def read_alto(markup: Markup, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it has no page.
    """
    builder = PageBuilder()
    pages = list(markup.root.outermost(lambda item: item.name == "Page"))
    if not pages:
        raise InputError(source, "has no Page", "give the ALTO file as the engine wrote it")
    order = stated_order(markup.root, "REF")
    names = (item.text for item in markup.root.walk() if item.name == "fileName")
    image = next(names, "").strip()
    for index, page in enumerate(pages):
        blocks = [item for item in page.walk() if item.name == "TextBlock"]
        blocks, ordered = order.apply(blocks, "ID")
        for number_of_block, block in enumerate(blocks):
            for line in block.elements("TextLine"):
                _line(line, markup.data, builder, number_of_block)
        width, height = number(page.attributes.get("WIDTH")), number(page.attributes.get("HEIGHT"))
        size = (width, height) if width is not None and height is not None else None
        builder.page(size, ordered=ordered, facsimile=Facsimile(image, index))
    return builder.file()


def _box(item: Element) -> Box | None:
    left, top, width, height = (
        number(item.attributes.get(name)) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    if left is None or top is None:
        return None
    return box_of(left, top, left + (width or 0), top + (height or 0))


def _line(line: Element, data: bytes, builder: PageBuilder, block: int) -> None:
    atoms: list[int] = []
    for item in line.elements():
        if item.name not in ("String", "HYP"):
            continue
        found = _string(item, data, builder)
        if atoms and found and item.name == "String":
            builder.words([atoms[-1], found[0]])
        atoms += found
    builder.line(atoms, _box(line), block)


def _string(item: Element, data: bytes, builder: PageBuilder) -> list[int]:
    text = item.attributes.get("CONTENT", "")
    place = attribute_slot(data, item, "CONTENT")
    if not text.strip() or place is None:
        return []
    sure = share(item.attributes.get("WC"))
    glyphs = list(item.elements("Glyph"))
    if glyphs and [glyph.attributes.get("CONTENT", "") for glyph in glyphs] == list(text):
        atoms = [_glyph(glyph, data, builder, sure) for glyph in glyphs]
    else:
        chances = _characters(item.attributes.get("CC", ""), text) or (
            [sure] * len(text) if sure is not None else []
        )
        atoms = [
            builder.atom(
                text, _box(item), probabilities=chances, candidates=_others(item, text, chances)
            )
        ]
    builder.slot(*place, "attribute", atoms)
    if "CC" in item.attributes:
        _scale_slot(item, data, builder, atoms)
    return atoms


def _characters(levels: str, text: str) -> list[float | None]:
    """Read ``CC``: one number from 0 (sure) to 9 for each character, apart or not."""
    parts = levels.split() if " " in levels.strip() else list(levels.strip())
    if len(parts) != len(text) or not all(part.isdecimal() and len(part) == 1 for part in parts):
        return []
    # The middle of a tenth: 0 is sure, but no promise.
    return [1 - (int(part) + 0.5) / 10 for part in parts]


def _others(item: Element, text: str, chances: Sequence[float | None]) -> dict[int, Candidates]:
    """Read ``ALTERNATIVE``: other readings of the string, without their probabilities.

    What the read character left of the probability is shared among them.
    """
    listed = [other.text for other in item.elements("ALTERNATIVE")]
    found: dict[int, Candidates] = {}
    if not listed or not chances:
        return found
    for place, read in enumerate(text):
        chance = chances[place]
        others = {other[place] for other in listed if len(other) == len(text)} - {read}
        if others and chance is not None:
            part = round((1 - chance) / (len(others) + 1), 6)
            found[place] = tuple((other, part) for other in sorted(others))
    return found


def _glyph(glyph: Element, data: bytes, builder: PageBuilder, sure: float | None) -> int:
    text = glyph.attributes["CONTENT"]
    own = share(glyph.attributes.get("GC"))
    chance = own if own is not None else sure
    variants = [
        (variant.attributes.get("CONTENT", ""), share(variant.attributes.get("VC")) or 0.0)
        for variant in glyph.elements("Variant")
    ]
    others = tuple(
        sorted(
            ((other, part) for other, part in variants if len(other) == 1 and other != text),
            key=lambda pair: -pair[1],
        )
    )
    index = builder.atom(
        text,
        _box(glyph),
        confidence=chance,
        candidates={0: others} if others and chance is not None else None,
    )
    place = attribute_slot(data, glyph, "CONTENT")
    if place is not None:
        builder.slot(*place, "attribute", [index])
    end = _element_end(glyph, data)
    builder.slot(glyph.low, end, "glyph", [index])
    return index


def _element_end(item: Element, data: bytes) -> int:
    return item.opened if item.empty else data.index(b">", item.closed) + 1


def _scale_slot(item: Element, data: bytes, builder: PageBuilder, atoms: list[int]) -> None:
    """``CC`` has one number a character: it goes where the string changes its length."""
    place = attribute_slot(data, item, "CC")
    if place is not None:
        builder.slot(*place, "levels", atoms)
