"""PAGE-XML: regions, lines, words and glyphs, each with its text in ``TextEquiv/Unicode``.

After the schemas of PRImA (schema.primaresearch.org/PAGE). The same text stands on several
levels; the lowest that agrees with the line's text gives the atoms, and all that agree are written
back together.
"""

from __future__ import annotations

from itertools import pairwise

from restore.errors import InputError
from restore.readers.geometry import Box, Candidates, Facsimile, OcrFile
from restore.readers.markup import Markup
from restore.readers.ordering import stated_order
from restore.readers.pages import PageBuilder, box_of_points, number, share, slope_of_points
from restore.readers.tree import Element, Run

__all__ = ["read_page_xml"]


def read_page_xml(markup: Markup, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If it has no page.
    """
    builder = PageBuilder()
    pages = list(markup.root.elements("Page"))
    if not pages:
        raise InputError(source, "has no Page", "give the PAGE-XML file as the engine wrote it")
    order = stated_order(markup.root, "regionRef")
    for index, page in enumerate(pages):
        regions = [item for item in page.walk() if item.name == "TextRegion"]
        regions, ordered = order.apply(regions, "id")
        for block, region in enumerate(regions):
            _region(region, builder, block)
        width = number(page.attributes.get("imageWidth"))
        height = number(page.attributes.get("imageHeight"))
        size = (width, height) if width is not None and height is not None else None
        image = Facsimile(page.attributes.get("imageFilename", "").strip(), index)
        builder.page(size, ordered=ordered, facsimile=image)
    return builder.file()


def _region(region: Element, builder: PageBuilder, block: int) -> None:
    lines = list(region.elements("TextLine"))
    name = region.attributes.get("id", "")
    whole = _reading(region)
    if not lines:
        if whole is not None:
            parts = builder.pieces(whole[0].text, confidence=whole[1])
            builder.slot(whole[0].low, whole[0].high, "text", parts)
            box = _box(region)
            atoms = [part for part in parts if isinstance(part, int)]
            for atom in atoms:
                builder.line([atom], box if len(atoms) == 1 else None, block)
        return
    atoms = [atom for line in lines for atom in _line(line, builder, block)]
    if whole is None:
        return
    template = builder.template(whole[0].text, atoms)
    if template is None:
        builder.note(f"region {name}: its text is not that of its lines; left as it is")
    else:
        builder.slot(whole[0].low, whole[0].high, "text", template)


def _line(line: Element, builder: PageBuilder, block: int) -> list[int]:
    box = _box(line)
    whole = _reading(line)
    atoms = _words(line, builder, whole[0].text if whole else None)
    if atoms is not None:
        template = builder.template(whole[0].text, atoms) if whole else None
        if whole and template:
            builder.slot(whole[0].low, whole[0].high, "text", template)
            for left, right in pairwise(template):
                if isinstance(left, str) and isinstance(right, int) and left is not template[0]:
                    builder.glue(right, left)
        else:
            builder.words(atoms)
        builder.line(atoms, box, block, slope=_slope(line))
        return atoms
    if whole is None:
        return []
    parts = builder.pieces(whole[0].text, box, confidence=whole[1])
    builder.slot(whole[0].low, whole[0].high, "text", parts)
    found = [part for part in parts if isinstance(part, int)]
    if len(found) == 1:
        builder.line(found, box, block, slope=_slope(line))
    else:
        for atom in found:
            builder.line([atom], box, block)
    return found


def _words(line: Element, builder: PageBuilder, whole: str | None) -> list[int] | None:
    """Add the words of a line; None if there are none, or they are not the line's text."""
    words = list(line.elements("Word"))
    readings = [_reading(word) for word in words]
    joined = "".join("".join(item[0].text.split()) for item in readings if item is not None)
    if not joined or (whole is not None and "".join(whole.split()) != joined):
        if joined:
            name = line.attributes.get("id", "")
            builder.note(f"line {name}: its text is not that of its words; these are left")
        return None
    atoms: list[int] = []
    for word, reading in zip(words, readings, strict=True):
        if reading is not None:
            atoms += _word(word, reading, builder)
    return atoms


def _word(word: Element, reading: tuple[Run, float | None], builder: PageBuilder) -> list[int]:
    run, sure = reading
    glyphs = [(glyph, _reading(glyph)) for glyph in word.elements("Glyph")]
    texts = [found[0].text if found else "" for _, found in glyphs]
    if glyphs and texts == list(run.text):
        atoms = []
        for glyph, found in glyphs:
            assert found is not None
            index = builder.atom(
                found[0].text,
                _box(glyph),
                confidence=found[1] if found[1] is not None else sure,
                candidates=_others(glyph, found),
            )
            builder.slot(found[0].low, found[0].high, "text", [index])
            atoms.append(index)
        builder.slot(run.low, run.high, "text", atoms)
        return atoms
    parts = builder.pieces(run.text, _box(word), confidence=sure)
    builder.slot(run.low, run.high, "text", parts)
    return [part for part in parts if isinstance(part, int)]


def _equivalents(item: Element) -> list[tuple[float, Run, float | None]]:
    """Return the readings of an element, the first by ``index`` first."""
    found = []
    for place, equivalent in enumerate(item.elements("TextEquiv")):
        for unicode in equivalent.elements("Unicode"):
            runs = list(unicode.runs())
            # Text in several runs (a comment within) has no one place.
            if len(runs) == 1 and runs[0].text.strip():
                index = number(equivalent.attributes.get("index"), float(place))
                chance = share(equivalent.attributes.get("conf"))
                found.append((index or 0.0, runs[0], chance))
    return sorted(found, key=lambda entry: entry[0])


def _reading(item: Element) -> tuple[Run, float | None] | None:
    found = _equivalents(item)
    return (found[0][1], found[0][2]) if found else None


def _others(glyph: Element, read: tuple[Run, float | None]) -> dict[int, Candidates] | None:
    if read[1] is None:
        return None
    others = {
        run.text: chance
        for _, run, chance in _equivalents(glyph)[1:]
        if chance is not None and len(run.text) == 1 and run.text != read[0].text
    }
    ranked = tuple(sorted(others.items(), key=lambda pair: -pair[1]))
    return {0: ranked} if ranked else None


def _slope(line: Element) -> float | None:
    """Return by how much the baseline of a line falls per unit of its length."""
    for baseline in line.elements("Baseline"):
        pairs = [pair.split(",") for pair in baseline.attributes.get("points", "").split()]
        if len(pairs) > 1:
            ends = [pairs[0], pairs[-1]]
            return slope_of_points([*ends, *reversed(ends)])
    return None


def _box(item: Element) -> Box | None:
    for coords in item.elements("Coords"):
        points = coords.attributes.get("points", "")
        if points:
            return box_of_points([pair.split(",") for pair in points.split()])
        # The schema of 2010 has an element for each point.
        return box_of_points(
            [
                (point.attributes.get("x", ""), point.attributes.get("y", ""))
                for point in coords.elements("Point")
            ]
        )
    return None
