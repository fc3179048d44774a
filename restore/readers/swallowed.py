"""Lines whose box swallowed two columns: cut where the columns beside them part.

Where a gutter is narrow, detectors take two neighbouring lines for one. Above or below such a line
the columns stand apart; it begins with the left one, ends with the right one, and has their print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median

from restore.readers.geometry import Atom, Box, OcrFile, OcrLine, OcrPage, Part
from restore.readers.order.direction import upright
from restore.readers.order.sweep import stacked
from restore.readers.order.tables import Cell

__all__ = ["cut_swallowed"]

# The edges of the line and of the columns agree but for so much of a line's height.
_EDGE_HEIGHTS = 1.0
# A column holds so many characters.
_MIN_COLUMN_HEIGHTS = 4.0
# The columns follow at once, in the same print.
_MAX_SPACE_HEIGHTS, _MAX_HEIGHT_RATIO = 0.6, 1.4
# So narrow is the white that a detector overlooks, and so far may boxes overlap.
_MAX_GUTTER_HEIGHTS, _MAX_OVERLAP_HEIGHTS = 1.2, 0.5


def cut_swallowed(file: OcrFile) -> OcrFile:
    """Cut the lines of each page that hold two columns.

    XML and TSV into which results are written back keep their lines.
    """
    if any(not slot.kind.startswith("json") for slot in file.slots):
        return file
    atoms = list(file.atoms)
    pages = tuple(_cut_page(page, atoms) for page in file.pages)
    halves = _halved(pages)
    slots = tuple(
        slot._replace(parts=tuple(_in_halves(slot.parts, halves, atoms))) for slot in file.slots
    )
    return replace(file, pages=pages, atoms=tuple(atoms), slots=slots if halves else file.slots)


def _halved(pages: Iterable[OcrPage]) -> dict[int, int]:
    """Return for each atom that was cut the one that has its second half."""
    found = {}
    for page in pages:
        for line, after in pairwise(page.lines):
            if after.half:
                found[line.atoms[0]] = after.atoms[0]
    return found


def _in_halves(
    parts: Iterable[str | int | Part], halves: dict[int, int], atoms: Sequence[Atom]
) -> Iterator[str | int | Part]:
    """Yield the parts of a slot with the stretches of atoms that were cut in two."""
    for part in parts:
        if not isinstance(part, Part) or part.atom not in halves:
            yield part
            continue
        cut = len(atoms[part.atom].text)
        raw = part.raw if part.raw is not None and len(part.raw) == part.end - part.start else None
        for atom, start, end in ((part.atom, 0, cut), (halves[part.atom], cut, part.end)):
            low, high = max(part.start, start), min(part.end, end)
            if low < high:
                own = None if raw is None else raw[low - part.start : high - part.start]
                yield Part(atom, low - start, high - start, own)


def _cut_page(page: OcrPage, atoms: list[Atom]) -> OcrPage:
    boxes = [line.box for line in page.lines]
    known = [box for box in boxes if box is not None]
    if len(known) < len(boxes) or not known:
        return page
    texts = ["".join(atoms[index].text for index in line.atoms) for line in page.lines]
    flat = [i for i, (box, text) in enumerate(zip(known, texts, strict=True)) if upright(box, text)]
    gutters = dict(_gutters(known, flat))
    lines: list[OcrLine] = []
    for index, line in enumerate(page.lines):
        place = gutters.get(index)
        if place is None or len(line.atoms) != 1:
            lines.append(line)
        else:
            lines += _halves(line, place, atoms)
    return replace(page, lines=tuple(lines))


def _gutters(boxes: Sequence[Box], members: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield the lines that hold two columns, with the place between these."""
    if not members:
        return
    height = median(boxes[index].height for index in members)
    sides: tuple[dict[int, list[int]], dict[int, list[int]]] = defaultdict(list), defaultdict(list)
    for upper, lower, _ in stacked(boxes, members, height):
        sides[0][upper].append(lower)
        sides[1][lower].append(upper)
    for index in members:
        places = [_parted(boxes[index], [boxes[i] for i in side.get(index, ())]) for side in sides]
        found = [place for place in places if place is not None]
        # What has neither beside it but for headlines and white is a line over two columns.
        others = [side for side, place in zip(sides, places, strict=True) if place is None]
        if found and not any(_spanned(boxes, index, side.get(index, ())) for side in others):
            yield index, found[0]


def _parted(box: Box, others: Sequence[Box]) -> float | None:
    """Return where two columns part that stand next above or below a line, and end as it does."""
    near = [
        other
        for other in others
        if max(other.top - box.bottom, box.top - other.bottom) <= _MAX_SPACE_HEIGHTS * box.height
        and max(other.height, box.height) <= _MAX_HEIGHT_RATIO * min(other.height, box.height)
    ]
    if len(near) != 2:
        return None
    left, right = sorted(near, key=lambda other: other.left)
    edge = _EDGE_HEIGHTS * box.height
    gutter = right.left - left.right
    if (
        abs(left.left - box.left) > edge
        or abs(right.right - box.right) > edge
        or not -_MAX_OVERLAP_HEIGHTS * box.height <= gutter <= _MAX_GUTTER_HEIGHTS * box.height
        or min(left.width, right.width) < _MIN_COLUMN_HEIGHTS * box.height
    ):
        return None
    return (left.right + right.left) / 2


def _spanned(boxes: Sequence[Box], index: int, others: Sequence[int]) -> bool:
    """Whether another line of the same print stands over both columns next to this one."""
    box = boxes[index]
    return any(
        boxes[other].width > 0.8 * box.width
        and max(boxes[other].height, box.height)
        <= _MAX_HEIGHT_RATIO * min(boxes[other].height, box.height)
        for other in others
    )


def _halves(line: OcrLine, place: float, atoms: list[Atom]) -> Iterator[OcrLine]:
    atom = atoms[line.atoms[0]]
    box = line.box
    assert box is not None
    reach = list(accumulate(Cell.of(letter).length for letter in atom.text))
    goal = reach[-1] * (place - box.left) / box.width
    cut = 1 + min(range(len(reach)), key=lambda spot: abs(reach[spot] - goal))
    if not 0 < cut < len(atom.text):
        yield line
        return
    parts = (box._replace(right=place), box._replace(left=place))
    atoms[line.atoms[0]] = _slice(atom, 0, cut, parts[0])
    atoms.append(_slice(atom, cut, len(atom.text), parts[1]))
    yield replace(line, box=parts[0])
    yield replace(line, box=parts[1], atoms=(len(atoms) - 1,), half=True)


def _slice(atom: Atom, start: int, end: int, box: Box) -> Atom:
    candidates = {
        place - start: options for place, options in atom.candidates.items() if start <= place < end
    }
    return Atom(atom.text[start:end], box, "", atom.probabilities[start:end], candidates)
