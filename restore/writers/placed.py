"""Which text now stands at each place of the source: the corrections, without the layout.

A page stays as it is printed: lines are not joined, nothing moves, no repeat disappears. So of an
edit log only the passes that correct characters are followed, each edit to the characters of the
source that it touches.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from restore.core.edits import Edit, moved_back_in, regrouped
from restore.core.log import EditLog

__all__ = ["WRITTEN_BACK", "PlacedText"]

WRITTEN_BACK = frozenset({"characters", "correction", "merge"})

_NOWHERE = -1
_Ids = NDArray[np.int64]


class PlacedText:
    """The source with its corrections, by place in the source.

    Every character has a number: its offset in the source, or one above for what was put in. What
    is put in has its home at a character of the source, whose place in the file it shares.

    Parameters
    ----------
    source : text of the document as it was read
    log : its edits; the passes that move, join or remove text are followed, not written
    """

    def __init__(self, source: str, log: EditLog) -> None:
        self._source = source
        self._inserted: list[str] = []
        self._home: dict[int, int] = {}
        self._cells: dict[int, list[int]] = {}
        self._gone: set[int] = set()
        ids: _Ids = np.arange(len(source), dtype=np.int64)
        for layer in log.passes:
            ids = self._follow(ids, layer.applied, layer.stage in WRITTEN_BACK)
        self._touched = sorted({*self._cells, *(item for item in self._gone if item < len(source))})

    def text(self, start: int, end: int) -> str:
        """Return what stands now where ``[start, end)`` of the source stood."""
        low = bisect_left(self._touched, start)
        high = bisect_left(self._touched, end)
        if low == high:
            return self._source[start:end]
        return "".join(self._character(item) for item in self.ids(start, end))

    def ids(self, start: int, end: int) -> Iterator[int]:
        """Yield the numbers of the characters at ``[start, end)``: offsets if from the source."""
        for place in range(start, end):
            for item in self._cells.get(place, (place,)):
                if item not in self._gone:
                    yield item

    def lost(self, spans: Sequence[tuple[int, int]]) -> int:
        """Count the characters put in whose home is in none of the spans: no place in the file."""
        starts = sorted(spans)
        firsts = [start for start, _ in starts]
        count = 0
        for item, home in self._home.items():
            index = bisect_left(firsts, home + 1) - 1
            inside = index >= 0 and home < starts[index][1]
            count += not inside and item not in self._gone and not self._character(item).isspace()
        return count

    def _character(self, item: int) -> str:
        size = len(self._source)
        return self._source[item] if item < size else self._inserted[item - size]

    def _follow(self, ids: _Ids, edits: Sequence[Edit], write: bool) -> _Ids:
        parts: list[_Ids | int] = []
        moved = moved_back_in(edits)
        removed: dict[int, _Ids] = {}
        position = 0
        for place, edit in enumerate(edits):
            start, end = edit.span
            parts.append(ids[position:start])
            taken = ids[start:end]
            if edit.group is not None and edit.before and not edit.after:
                removed[place] = taken
            if edit.group is not None and not edit.before:
                parts.append(place if place in moved else self._new(edit.after))
            elif edit.group is not None and edit.after:
                parts += [
                    self._new(part) if isinstance(part, str) else taken[slice(*part)]
                    for part in regrouped(edit.before, edit.after)
                ]
            elif edit.after:
                parts.append(self._change(edit, ids, write))
            elif write:
                self._gone.update(taken.tolist())
            position = end
        parts.append(ids[position:])
        return np.concatenate(
            [removed[moved[part]] if isinstance(part, int) else part for part in parts]
        )

    def _new(self, text: str) -> _Ids:
        first = len(self._source) + len(self._inserted)
        self._inserted += text
        return np.arange(first, first + len(text), dtype=np.int64)

    def _change(self, edit: Edit, ids: _Ids, write: bool) -> _Ids:
        """Replace ``before`` by ``after``: equal characters stay, the others take their places."""
        start, end = edit.span
        taken = ids[start:end]
        result: list[_Ids] = []
        left = int(ids[start - 1]) if start else -1
        for block in Levenshtein.opcodes(edit.before, edit.after):
            old = taken[block.src_start : block.src_end]
            if block.tag == "equal":
                result.append(old)
                left = int(old[-1])
                continue
            new = self._new(edit.after[block.dest_start : block.dest_end])
            result.append(new)
            if not write:
                continue
            following = start + block.src_end
            right = int(ids[following]) if following < len(ids) else -1
            for number, item in enumerate(new.tolist()):
                after = int(old[number]) if number < len(old) else left
                self._put(item, after, right)
                left = item
            self._gone.update(old.tolist())
        return np.concatenate(result) if result else taken[:0]

    def _put(self, item: int, after: int, before: int) -> None:
        """Give a new character the home of the one before it (of the one behind it after a break)."""
        home = self._place(after)
        if home is None or (after == home and self._source[home].isspace()):
            other = self._place(before)
            if other is not None:
                cell = self._cells.setdefault(other, [other])
                cell.insert(cell.index(before), item)
                self._home[item] = other
                return
        if home is None:
            self._home[item] = _NOWHERE
            return
        cell = self._cells.setdefault(home, [home])
        cell.insert(cell.index(after) + 1, item)
        self._home[item] = home

    def _place(self, item: int) -> int | None:
        if item < 0:
            return None
        home = item if item < len(self._source) else self._home.get(item, _NOWHERE)
        return None if home == _NOWHERE else home
