"""Finds the regions of a source: blocks of code and the like, words within lines, lines.

Each place has the first form that is found there; a line may have one, and words in it another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from restore.core.regions import OF_WORDS, Form, Region
from restore.regions import (
    addresses,
    asciidoc,
    code_lines,
    code_spans,
    columned_rows,
    contents,
    dialogue,
    fences,
    fields,
    figure_rows,
    footnotes,
    formulas,
    front_matter,
    hard_breaks,
    headings,
    images,
    list_items,
    markup,
    references,
    running_heads,
    tables,
    timed,
    verse,
)
from restore.regions.lines import Lines

__all__ = ["find_regions", "layers"]

Find = Callable[[Lines], Iterable[Region]]
#: What is left as it is hides all that looks like a form in it.
_BLOCKS: tuple[Find, ...] = (
    lambda page: front_matter.find(page.text),
    lambda page: fences.find(page.text, markdown=page.markdown),
    asciidoc.find,
    hard_breaks.find,
    code_lines.find,
)
#: Words within lines.
_WORDS: tuple[Find, ...] = (
    lambda page: code_spans.find(page.text, markdown=page.markdown),
    lambda page: formulas.find(page.text),
    lambda page: markup.find(page.text, markdown=page.markdown),
    lambda page: addresses.find(page.text),
)
#: Lines, the surer form before the other.
_LINES: tuple[Find, ...] = (
    tables.find,
    dialogue.find,
    timed.find,
    references.find,
    images.find,
    contents.find,
    columned_rows.find,
    figure_rows.find,
    headings.find,
    footnotes.find,
    fields.find,
    verse.find,
    list_items.find,
    running_heads.find,
)


def find_regions(
    text: str, *, markdown: bool = False, stated: Sequence[Region] = ()
) -> tuple[Region, ...]:
    """Return the regions of a text, in order; of two that overlap one lies within the other, and
    is words of that line.

    Parameters
    ----------
    markdown : whether the text is Markdown that is to stay so, not what a vision model made of it
    stated : what the file says itself, in order; nothing else is looked for there

    Examples
    --------
    >>> [region.form.value for region in find_regions("| 甲 | `a` |\\n| 乙 | 2 |")]
    ['table_row', 'code_span', 'table_row']
    """
    # As long as before, so that places stay; the ends of lines are those of layout.
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    page = Lines(text, markdown=markdown)
    blocks = [region for region in stated if region.form is Form.CODE]
    for find in _BLOCKS:
        blocks = _with(blocks, sorted(find(page)))
    page = page.outside(blocks)
    words = [region for region in stated if region.form in OF_WORDS]
    for find_words in _WORDS:
        words = _with(words, sorted(find_words(page)))
    lines = [
        region for region in stated if region.form not in OF_WORDS and region.form is not Form.CODE
    ]
    for find in _LINES:
        lines = _with(lines, sorted(find(page)))
    words = _outside(words, blocks)
    lines = _around(lines, words)
    return tuple(sorted([*blocks, *lines, *words], key=lambda item: (item.start, -item.end)))


def layers(regions: Iterable[Region]) -> tuple[list[Region], list[Region]]:
    """Part regions into the outer ones and those that lie within one; no two of a part overlap."""
    outer: list[Region] = []
    inner: list[Region] = []
    for region in regions:
        (inner if outer and region.start < outer[-1].end else outer).append(region)
    return outer, inner


def _with(found: Sequence[Region], fresh: Sequence[Region]) -> list[Region]:
    """Add regions to others, but for those that overlap one; both are in order."""
    if not fresh:
        return list(found)
    merged: list[Region] = []
    place = 0
    for region in fresh:
        while place < len(found) and found[place].start < region.end:
            merged.append(found[place])
            place += 1
        if not merged or merged[-1].end <= region.start:
            merged.append(region)
    return [*merged, *found[place:]]


def _outside(regions: Sequence[Region], others: Sequence[Region]) -> list[Region]:
    """Return the regions that overlap none of some others; both are in order."""
    kept = []
    place = 0
    for region in regions:
        while place < len(others) and others[place].end <= region.start:
            place += 1
        if place == len(others) or region.end <= others[place].start:
            kept.append(region)
    return kept


def _around(lines: Sequence[Region], words: Sequence[Region]) -> list[Region]:
    """Return the lines that part no words: what goes on over several lines is no line's."""
    kept = []
    place = 0
    for line in lines:
        while place < len(words) and words[place].end <= line.start:
            place += 1
        spot = place
        while spot < len(words) and words[spot].start < line.end:
            spot += 1
        parted = words[place:spot]
        if not parted or (line.start <= parted[0].start and parted[-1].end <= line.end):
            kept.append(line)
    return kept
