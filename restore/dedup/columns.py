"""The paragraphs of all documents as arrays (one column a property), without their texts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from restore.core.blocks import Role
from restore.dedup.anchors import Stream, stream
from restore.dedup.fingerprints import is_keyed
from restore.dedup.ledger import Removal
from restore.dedup.paragraphs import ROLES, Paragraph
from restore.dedup.records import Difference
from restore.dedup.shingles import BANDS, Int64, UInt32, band_keys
from restore.dedup.summary import Alike, Flag, Summary, flags_of, shifted, text_hash

__all__ = ["ParagraphColumns"]

_BODY = ROLES.index(Role.BODY)
_COLUMNS = ("starts", "ends", "articles", "roles", "flags", "hashes", "anchor_counts")
# The band keys stand band by band, as they are searched.
_BANDS = tuple(f"band{band}" for band in range(BANDS))
_LARGE = (*_BANDS, "anchors", "anchor_places")
# Bytes of large columns, and documents, gathered before they are put together.
_MAX_HELD_BYTES = 1 << 25
_MAX_HELD_DOCUMENTS = 1 << 12


class ParagraphColumns:
    """All paragraphs of all documents, in document order; a row is a paragraph's number in that.

    Parameters
    ----------
    summaries : one a document, in the order that decides who keeps a passage that two have. They
        are read once
    directory : where the large columns (300 bytes a paragraph) are kept as files; in memory
        without it
    """

    def __init__(self, summaries: Iterable[Summary], directory: Path | None = None) -> None:
        self.documents: list[str] = []
        self.removals: list[Removal] = []
        self.alike: dict[int, list[Alike]] = {}
        growing = _Growing(directory)
        base = [0]
        for number, summary in enumerate(summaries):
            self.documents.append(summary.document)
            self.removals.extend(shifted(entry, number, base[-1]) for entry in summary.removals)
            for pair in summary.alike:
                first, second = pair.first + base[-1], pair.second + base[-1]
                found = Alike(first, second, pair.similarity, pair.differs)
                self.alike.setdefault(number, []).append(found)
            growing.add(summary)
            base.append(base[-1] + len(summary.starts))
        self.base: Int64 = np.array(base, dtype=np.int64)
        """First row of each document, and the number of rows."""
        growing.flush()
        self._files = growing
        self.starts: UInt32 = growing.done("starts")
        self.ends: UInt32 = growing.done("ends")
        self.articles: UInt32 = growing.done("articles")
        self.roles: NDArray[np.uint8] = growing.done("roles", np.uint8)
        self.flags: NDArray[np.uint8] = growing.done("flags", np.uint8)
        self.hashes: NDArray[np.uint64] = growing.done("hashes", np.uint64)
        self.anchor_counts: UInt32 = growing.done("anchor_counts")
        self.of: NDArray[np.int32] = np.repeat(
            np.arange(len(self.documents), dtype=np.int32), np.diff(self.base)
        )
        """Document of each row."""
        self.keys: list[UInt32] = [growing.done(name) for name in _BANDS]
        """Band keys of the rows ``key_rows``, band by band."""
        self._anchors: UInt32 = growing.done("anchors")
        self._places: UInt32 = growing.done("anchor_places")
        self._owners = np.repeat(np.arange(len(self.starts), dtype=np.uint32), self.anchor_counts)
        self.key_rows: Int64 = np.flatnonzero(self.flags & Flag.KEYED)
        self._more: list[tuple[Int64, UInt32, UInt32]] = []

    @property
    def standing(self) -> NDArray[np.bool_]:
        """Whether the row still stands."""
        result: NDArray[np.bool_] = (self.flags & Flag.GONE) == 0
        return result

    @property
    def body(self) -> NDArray[np.bool_]:
        """Whether the row is body text."""
        result: NDArray[np.bool_] = self.roles == _BODY
        return result

    def lengths(self) -> Int64:
        """Code points of each row."""
        return self.ends.astype(np.int64) - self.starts

    def rows(self, document: int) -> range:
        """Rows of a document, those included that are gone."""
        return range(int(self.base[document]), int(self.base[document + 1]))

    def anchors(self, part: int, parts: int) -> Stream:
        """Return the anchors of standing rows of which the lowest bits are ``part``.

        ``parts``: a power of two.
        """
        # The lowest bits, not ranges: anchors are minima, and so small for the most part.
        bits = np.uint32(parts - 1)
        chosen = np.flatnonzero((self._anchors & bits) == part)
        owners = self._owners[chosen].astype(np.int64)
        standing = np.append(self.standing, False)
        kept = standing[owners]
        chosen, owners = chosen[kept], owners[kept]
        pieces = [(owners, self._anchors[chosen], self._places[chosen])]
        for rows, anchors, places in self._more:
            own = ((anchors & bits) == part) & self.standing[rows]
            pieces.append((rows[own], anchors[own], places[own]))
        owners, found, positions = (np.concatenate(column) for column in zip(*pieces, strict=True))
        order = np.argsort(owners, kind="stable") if self._more else slice(None)
        return Stream(
            len(self.starts), owners[order], found[order], positions[order].astype(np.int64)
        )

    def add_alike(
        self, first: int, second: int, similarity: float, differs: tuple[Difference, ...]
    ) -> None:
        """Note a pair of rows of one document that is alike."""
        found = Alike(first, second, similarity, differs)
        self.alike.setdefault(int(self.of[first]), []).append(found)

    def take_away(self, rows: Iterable[int]) -> None:
        """Mark rows as gone."""
        self.flags[np.fromiter(rows, dtype=np.int64)] |= np.uint8(Flag.GONE)

    def change(self, rows: Sequence[int], paragraphs: Sequence[Paragraph], shortest: int) -> None:
        """Describe rows anew that have lost a part (which is rare)."""
        if not rows:
            return
        texts = [paragraph.text for paragraph in paragraphs]
        keys = band_keys([text if len(text) > 1 else "  " for text in texts])
        for row, paragraph, key in zip(rows, paragraphs, keys, strict=True):
            self.starts[row], self.ends[row] = paragraph.start, paragraph.end
            self.hashes[row] = text_hash(paragraph.text)
            keyed = self.flags[row] & Flag.KEYED
            self.flags[row] = flags_of(paragraph) | (self.flags[row] & Flag.GONE)
            if keyed and is_keyed(paragraph, shortest):
                self.flags[row] |= Flag.KEYED
                spot = np.searchsorted(self.key_rows, row)
                for column, value in zip(self.keys, key, strict=True):
                    column[spot] = value
        fresh = stream(texts)
        self._owners[np.isin(self._owners, rows)] = len(self.starts)
        self._more = [
            (owners[kept], anchors[kept], places[kept])
            for owners, anchors, places in self._more
            for kept in [~np.isin(owners, rows)]
        ]
        owners = np.array(rows, dtype=np.int64)[fresh.owners]
        self._more.append((owners, fresh.anchors, fresh.positions.astype(np.uint32)))
        self.anchor_counts[list(rows)] = np.bincount(fresh.owners, minlength=len(rows))

    def close(self) -> None:
        """Remove the files, if there are any."""
        self._files.close()


class _Growing:
    """The columns of summaries as they come: small ones in memory, large ones, where there is a
    directory, each as a file there."""

    def __init__(self, directory: Path | None) -> None:
        self._blocks: dict[str, list[NDArray[Any]]] = {name: [] for name in (*_COLUMNS, *_LARGE)}
        self._waiting: list[Summary] = []
        self._held = 0
        self._folder = None if directory is None else tempfile.TemporaryDirectory(dir=directory)

    def add(self, summary: Summary) -> None:
        self._waiting.append(summary)
        self._held += summary.keys.nbytes + summary.anchors.nbytes
        # Many short documents would otherwise weigh more as objects than as numbers.
        if self._held >= _MAX_HELD_BYTES or len(self._waiting) >= _MAX_HELD_DOCUMENTS:
            self.flush()

    def flush(self) -> None:
        found, self._waiting, self._held = self._waiting, [], 0
        if not found:
            return
        for name in (*_COLUMNS, "anchors", "anchor_places"):
            self._put(name, np.concatenate([getattr(summary, name) for summary in found]))
        keys = np.concatenate([summary.keys for summary in found])
        for name, column in zip(_BANDS, keys.T, strict=True):
            self._put(name, np.ascontiguousarray(column))

    def _put(self, name: str, block: NDArray[Any]) -> None:
        if self._folder is None or name in _COLUMNS:
            self._blocks[name].append(block)
            return
        with (Path(self._folder.name) / name).open("ab") as file:
            block.tofile(file)

    def done(self, name: str, kind: type[np.generic] = np.uint32) -> NDArray[Any]:
        blocks = self._blocks.pop(name)
        if self._folder is None or name in _COLUMNS:
            return np.concatenate(blocks) if blocks else np.empty(0, dtype=kind)
        path = Path(self._folder.name) / name
        if not path.exists() or not path.stat().st_size:
            return np.empty(0, dtype=kind)
        return np.memmap(path, dtype=kind, mode="r+")

    def close(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
