"""Computes the fingerprints of paragraphs (MinHash band keys, anchors), once for each text."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from restore.core.blocks import Role
from restore.dedup.anchors import Stream, stream
from restore.dedup.paragraph_table import ParagraphTable
from restore.dedup.paragraphs import Paragraph
from restore.dedup.shingles import BANDS, Int64, UInt32, band_keys

__all__ = ["Fingerprints", "is_keyed"]


def is_keyed(paragraph: Paragraph, shortest: int) -> bool:
    """Whether a paragraph is compared with others of its length: body text, not too short."""
    return paragraph.role is Role.BODY and len(paragraph.text) >= shortest


class Fingerprints:
    """Band keys and anchors of ``rows``, renewed for a row that loses a part.

    Parameters
    ----------
    shortest : length from which a body paragraph has band keys
    """

    def __init__(self, table: ParagraphTable, rows: Iterable[int], shortest: int) -> None:
        self._table = table
        self._rows = list(rows)
        self._shortest = shortest
        self._spots = {row: spot for spot, row in enumerate(self._rows)}
        found = [table[row] for row in self._rows]
        self._lengths = [len(paragraph.text) for paragraph in found]
        keyed = [spot for spot, item in enumerate(found) if is_keyed(item, shortest)]
        self._key_of = {self._rows[spot]: number for number, spot in enumerate(keyed)}
        self._keys = band_keys([found[spot].text for spot in keyed])
        self._stream = stream([paragraph.text for paragraph in found])

    def keyed(self, rows: Iterable[int]) -> list[int]:
        """Return those of the rows that have band keys."""
        self._renew()
        return [row for row in rows if row in self._key_of]

    def keys(self, rows: list[int]) -> UInt32:
        """Return the band keys of rows that have them, shape (n, 32)."""
        spots = np.array([self._key_of[row] for row in rows], dtype=np.int64)
        return self._keys[spots] if len(spots) else np.empty((0, BANDS), dtype=np.uint32)

    def anchors(self, rows: list[int]) -> Stream:
        """Return the anchors of the rows; the owners are indices into ``rows``."""
        self._renew()
        place = np.full(len(self._rows), -1, dtype=np.int64)
        place[[self._spots[row] for row in rows]] = np.arange(len(rows))
        owners: Int64 = place[self._stream.owners]
        order = np.flatnonzero(owners >= 0)
        if not (np.diff(owners[order]) >= 0).all():
            order = order[np.argsort(owners[order], kind="stable")]
        return Stream(
            len(rows), owners[order], self._stream.anchors[order], self._stream.positions[order]
        )

    def _renew(self) -> None:
        """Compute anew what belongs to rows whose text has changed (which is rare)."""
        changed = self._table.changed.items()
        stale = [
            self._spots[row]
            for row, paragraph in sorted(changed)
            if row in self._spots and len(paragraph.text) != self._lengths[self._spots[row]]
        ]
        if not stale:
            return
        texts = [self._table[self._rows[spot]].text for spot in stale]
        keys = band_keys([text if len(text) > 1 else "  " for text in texts])
        for spot, text in zip(stale, texts, strict=True):
            self._lengths[spot] = len(text)
            row = self._rows[spot]
            self._key_of.pop(row, None)
            if is_keyed(self._table[row], self._shortest):
                self._key_of[row] = len(self._keys) + stale.index(spot)
        self._keys = np.concatenate([self._keys, keys])
        fresh = stream(texts)
        old = self._stream
        kept = ~np.isin(old.owners, stale)
        owners = np.concatenate([old.owners[kept], np.array(stale)[fresh.owners]])
        order = np.argsort(owners, kind="stable")
        self._stream = Stream(
            old.size,
            owners[order],
            np.concatenate([old.anchors[kept], fresh.anchors])[order],
            np.concatenate([old.positions[kept], fresh.positions])[order],
        )
