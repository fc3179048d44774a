"""The main text of a web page: which of its blocks a reader came for.

readability-lxml (extra ``html``) finds the element that holds the text; of 43 pages of Chinese news,
authorities, papers and blogs it keeps more of the text, and less beside it, than trafilatura does. What
it drops within that text (headings, captions, short paragraphs, tables) is kept here, the title above is
put before it, and where it finds too little, the element with the most prose is taken.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import NamedTuple

from restore.core.regions import Form
from restore.readers.html_blocks import Block
from restore.readers.tree import Element

__all__ = ["main_blocks"]

# A block as long as this is found again in what readability gives; a shorter one may stand anywhere.
_MIN_FOUND_CHARACTERS = 14
# So long, and with no more of it linked, a block is prose; the text has at least half of the page's.
_MIN_PROSE_CHARACTERS, _MAX_LINKED, _MIN_PROSE_SHARE = 30, 0.3, 0.25
# What was found stands in one element, but for this much.
_MIN_TOGETHER_SHARE = 0.6
# What stands in one of these has others beside it that belong to the same text.
_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "ul", "ol", "li", "p", "dl", "pre"})
# The title stands so many blocks before the text at most, and is so long at least.
_MAX_BLOCKS_TO_TITLE, _MIN_TITLE_CHARACTERS = 40, 4


def main_blocks(markup: str, root: Element, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of the main text, in their order; all of them where no text stands out.

    Parameters
    ----------
    markup : the page
    root : its tree, from which ``blocks`` were made

    Raises
    ------
    ImportError
        If readability-lxml is not installed.
    """
    texts = ["".join(block.text.split()) for block in blocks]
    prose = [_prose(block, text) for block, text in zip(blocks, texts, strict=True)]
    found = _found(markup, texts)
    around, most = _innermost(blocks, prose, _MIN_TOGETHER_SHARE)
    if sum(prose[place] for place in found) < _MIN_PROSE_SHARE * most:
        found = [
            place
            for place, block in enumerate(blocks)
            if prose[place] and (around is None or any(item is around for item in block.within))
        ]
    if not found:
        return list(blocks)
    inner = _together(blocks, texts, found)
    plain = [
        block.form is Form.HEADING or 2 * block.linked <= len(text)
        for block, text in zip(blocks, texts, strict=True)
    ]
    # A short line at either end, which is not looked for, goes with the text that it stands beside.
    first, last = inner.found[0], inner.found[-1]
    while first > 0 and plain[first - 1] and inner.holds(blocks[first - 1]):
        first -= 1
    while last + 1 < len(blocks) and plain[last + 1] and inner.holds(blocks[last + 1]):
        last += 1
    known = set(inner.found)
    kept = [blocks[place] for place in range(first, last + 1) if place in known or plain[place]]
    title = _title(root, blocks[:first], texts[:first])
    return kept if title is None else [title, *kept]


def _prose(block: Block, text: str) -> int:
    plain = len(text) >= _MIN_PROSE_CHARACTERS and block.linked <= _MAX_LINKED * len(text)
    return len(text) if plain else 0


def _found(markup: str, texts: Sequence[str]) -> list[int]:
    """Return the places of the blocks that readability keeps."""
    from readability import Document
    from readability.readability import Unparseable

    logging.getLogger("readability").setLevel(logging.CRITICAL)
    import lxml.html

    try:
        kept = lxml.html.fromstring(Document(markup).summary()).text_content()
    except (Unparseable, lxml.etree.LxmlError, ValueError, RecursionError):
        return []
    words = "".join(kept.split())
    found = []
    position = 0
    for place, text in enumerate(texts):
        if len(text) >= _MIN_FOUND_CHARACTERS:
            at = words.find(text, position)
            if at >= 0:
                position = at + len(text)
                found.append(place)
    return found


class _Inner(NamedTuple):
    """The places of blocks that stand in one element."""

    found: list[int]
    around: Element | None

    def holds(self, block: Block) -> bool:
        return any(item is self.around for item in block.within)


def _together(blocks: Sequence[Block], texts: Sequence[str], found: list[int]) -> _Inner:
    """Leave out what stands apart from the rest: a notice or a headline of another text."""
    chosen = set(found)
    weights = [len(text) if place in chosen else 0 for place, text in enumerate(texts)]
    around, _ = _innermost(blocks, weights, _MIN_TOGETHER_SHARE)
    inner = [place for place in found if any(item is around for item in blocks[place].within)]
    return _Inner(inner, around) if inner else _Inner(found, None)


def _innermost(
    blocks: Sequence[Block], weights: Sequence[int], share: float
) -> tuple[Element | None, int]:
    """Return the innermost element with at least a share of the weight of blocks, and its weight."""
    held: dict[int, int] = {}
    elements: dict[int, tuple[Element, int]] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            for depth, element in enumerate(block.within):
                if element.name in _PARTS:
                    continue
                held[id(element)] = held.get(id(element), 0) + weight
                elements[id(element)] = (element, depth)
    total = sum(weights)
    best: tuple[Element | None, int, int] = (None, total, -1)
    for key, weight in held.items():
        element, depth = elements[key]
        if weight >= share * total and depth > best[2]:
            best = (element, weight, depth)
    return best[0], best[1]


def _title(root: Element, blocks: Sequence[Block], texts: Sequence[str]) -> Block | None:
    """Return the block before the text that the page's own title names, or the heading nearest."""
    named = next((item for item in root.walk() if item.name == "title"), None)
    words = "" if named is None else "".join(named.text.split())
    near = range(len(blocks) - 1, max(-1, len(blocks) - 1 - _MAX_BLOCKS_TO_TITLE), -1)
    alike = [
        place
        for place in near
        if len(texts[place]) >= _MIN_TITLE_CHARACTERS
        and (texts[place] in words or (words and words in texts[place]))
    ]
    return blocks[alike[0]] if alike else None
