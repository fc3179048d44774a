"""Page numbers that are furniture, by their place and by counting on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from restore.layout.newspaper_signs import SignedLines
from restore.layout.page_edges import page_bounds
from restore.text.characters import DIGITS

__all__ = ["edge_lines", "page_numbers"]

_DIGITS = re.compile(f"[{DIGITS}]+")
_DASHES = re.compile("[-—–·•]")
# A dash on the left alone may be a minus: its place is no proof where pages are not known.
_LEFT_DASH = re.compile(f"[-—–·•]+[{DIGITS}]+")
_BARE = re.compile(f"[{DIGITS}]{{1,4}}")


def page_numbers(page: SignedLines) -> Iterator[int]:
    """Yield the page numbers at the edges of pages, in the middle of sentences, or in sequence
    with such a number.

    Essays number their parts in the same way (— 1 —), but no sentence runs on across a part, and
    none ends with a number.
    """
    edges = edge_lines(page)
    if page.known.boxed:
        alone = page.alone_at_edges()
        yield from (line for line in sorted(edges | alone) if _bare(page, line))
        edges |= alone
    chains: dict[str, list[tuple[int, int, bool]]] = {}
    for line, form in enumerate(page.forms):
        if form is None or form.place != "number":
            continue
        bare = "".join(page.texts[line].split())
        digits = _DIGITS.findall(bare)
        # 1/5 is a page only where others of the five are, 01 the number of a part; an engine reads
        # dashes now as one mark, now as another.
        shape = _DASHES.sub("", _DIGITS.sub("#", bare, count=1))
        sure = (line in edges and (page.paged or not _LEFT_DASH.fullmatch(bare))) or (
            digits[0][0] not in "0０" and page.cuts(line)
        )
        chain = chains.setdefault(shape, [])
        value = int(digits[0])
        if chain and value != chain[-1][1] + 1:
            yield from _whole(chain, shape)
            chain.clear()
        chain.append((line, value, sure))
    for shape, chain in chains.items():
        yield from _whole(chain, shape)


def _whole(chain: Sequence[tuple[int, int, bool]], shape: str) -> Iterator[int]:
    if any(sure for _, _, sure in chain) and (len(chain) > 1 or not re.search("[/／]", shape)):
        yield from (line for line, _, _ in chain)


def _bare(page: SignedLines, line: int) -> bool:
    """Whether a line holds a number of a page and nothing else."""
    return _BARE.fullmatch("".join(page.texts[line].split())) is not None


def edge_lines(page: SignedLines) -> set[int]:
    """Return the lines at the edges of pages, with nothing but furniture outside them. Of a
    document whose pages are not known, only the foot; where boxes show the page, a number by itself
    is furniture there."""

    def outer(line: int) -> bool:
        return page.forms[line] is not None or (page.known.boxed and _bare(page, line))

    found: set[int] = set()
    for head, foot in page_bounds(page.texts, page.known.pages):
        line = foot - 1
        while line >= head and outer(line):
            found.add(line)
            line -= 1
        line = head
        while page.paged and line < foot and outer(line):
            found.add(line)
            line += 1
    return found
