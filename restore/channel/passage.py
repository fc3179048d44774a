"""A text prepared for the search: folded and scored, its paragraphs in one row of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from restore.language.normalise import DROPPED, normalise
from restore.text.phrases import code_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["BREAK", "Line", "Passage", "read_passage"]

#: What stands before, between and behind the paragraphs of a passage.
BREAK = "\n"
# So many breaks between two that nothing reaches over.
_GAP = BREAK * 3
# The score of what would stand behind a paragraph's last character, log10.
_END_LOG10 = -1.0


class Line(NamedTuple):
    """A paragraph: folded characters, where each stands in the text, their scores, and where the
    first is in the passage.
    """

    folded: str
    places: Sequence[int]
    scores: NDArray[np.float32]
    first: int


class Passage(NamedTuple):
    """The paragraphs of a text in one row, with breaks around them.

    ``codes`` are the code points of ``folded``, ``scores`` those of the characters (log10, 0 for
    breaks), ``pairs`` those of each character and the next together.
    """

    lines: list[Line]
    folded: str
    codes: NDArray[np.uint32]
    scores: NDArray[np.float32]
    pairs: NDArray[np.float32]

    @property
    def size(self) -> int:
        """How many characters there are, without breaks."""
        return sum(len(line.folded) for line in self.lines)


def read_passage(text: str, scores: NDArray[np.float32]) -> Passage:
    """Return a text as a passage; ``scores`` are the model's of each code point."""
    import numpy as np

    lines = list(_lines(text, scores))
    folded = BREAK + "".join([line.folded + _GAP for line in lines])
    codes = code_points(folded)
    breaks = codes == ord(BREAK)
    row = np.zeros(len(codes), np.float32)
    if lines:
        row[~breaks] = np.concatenate([line.scores for line in lines])
    pairs = row.copy()
    pairs[:-1] += np.where(breaks[1:], np.float32(_END_LOG10), row[1:])
    pairs[breaks] = 0
    return Passage(lines, folded, codes, row, pairs)


def _lines(text: str, scores: NDArray[np.float32]) -> Iterator[Line]:
    position, first = 0, len(BREAK)
    raws = text.split("\n")
    for raw, folded in zip(raws, _folded(raws), strict=True):
        if folded:
            places: Sequence[int] = range(position, position + len(raw))
            part = scores[position : position + len(raw)]
            if len(folded) != len(raw):
                dropped = {match.start() + position for match in DROPPED.finditer(raw)}
                places = [place for place in places if place not in dropped]
                part = scores[places]
            yield Line(folded, places, part, first)
            first += len(folded) + len(_GAP)
        position += len(raw) + 1


# A noncharacter, which stays what it is.
_MARK = "\ufdd0"


def _folded(lines: Sequence[str]) -> Sequence[str]:
    """Return lines folded: all at once, for most have few characters."""
    joined = _MARK.join(lines)
    if joined.count(_MARK) != len(lines) - 1:
        return list(map(normalise, lines))
    return normalise(joined).split(_MARK)
