"""Summarises a document for the comparison with others, after removing its own repeats.

This is the part of the stage that runs document by document. What a document repeats of itself
does not depend on other documents; what is left is described in about 300 bytes a paragraph, so
that the whole corpus can be compared without its texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from restore.dedup.fingerprints import Fingerprints
from restore.dedup.ledger import Ledger, Removal
from restore.dedup.paragraph_table import MemoryTable
from restore.dedup.paragraphs import ROLES, Paragraph, is_formula
from restore.dedup.records import DedupInput, Difference
from restore.dedup.shingles import BANDS, UInt32
from restore.dedup.similar import Pair, Similar
from restore.dedup.verification import Comparer
from restore.dedup.within import settle_inside
from restore.settings import DedupSettings

__all__ = [
    "Alike",
    "Flag",
    "Summary",
    "flags_of",
    "shifted",
    "summarise",
    "summarise_all",
    "text_hash",
]


class Flag:
    """Bits of ``Summary.flags``."""

    GONE = 1
    FORMULA = 2
    KEYED = 4


class Alike(msgspec.Struct, frozen=True, array_like=True):
    """Two paragraphs (indices in their document) that are alike and no copies."""

    first: int
    second: int
    similarity: float
    differs: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """A document as the comparison of all documents needs it; n paragraphs, k of them keyed.

    ``starts``, ``ends``, ``articles`` (uint32), ``roles``, ``flags`` (uint8) and ``hashes`` (uint64,
    of the text) have shape (n,), offsets are code points; a paragraph that lost a part has the span
    of the rest. ``keys`` (uint32) has shape (k, 32), in the order of the paragraphs flagged
    ``KEYED``. ``anchor_counts`` (uint32) has shape (n,); ``anchors`` and ``anchor_places`` (uint32,
    place in the paragraph) hold those of all paragraphs. ``removals`` are what goes because the
    document has it twice (rows are paragraphs of the document), ``alike`` its variants.
    """

    document: str
    starts: UInt32
    ends: UInt32
    articles: UInt32
    roles: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    hashes: NDArray[np.uint64]
    keys: UInt32
    anchor_counts: UInt32
    anchors: UInt32
    anchor_places: UInt32
    removals: tuple[Removal, ...]
    alike: tuple[Alike, ...]

    def pack(self) -> bytes:
        """Return the summary as MessagePack."""
        values: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            values[field.name] = value.tobytes() if isinstance(value, np.ndarray) else value
        return msgspec.msgpack.encode(values)

    @classmethod
    def unpack(cls, data: bytes) -> Summary:
        """Read what ``pack`` returned."""
        packed = msgspec.msgpack.decode(data, type=_Packed)
        values: dict[str, Any] = {}
        for name in packed.__struct_fields__:
            value = getattr(packed, name)
            values[name] = np.frombuffer(value, _TYPES[name]) if name in _TYPES else value
        values["keys"] = values["keys"].reshape(-1, BANDS)
        return cls(**values)


_ROLE_NUMBERS = {role: number for number, role in enumerate(ROLES)}
_TYPES: dict[str, type[np.unsignedinteger[Any]]] = {
    "starts": np.uint32,
    "ends": np.uint32,
    "articles": np.uint32,
    "roles": np.uint8,
    "flags": np.uint8,
    "hashes": np.uint64,
    "keys": np.uint32,
    "anchor_counts": np.uint32,
    "anchors": np.uint32,
    "anchor_places": np.uint32,
}


class _Packed(msgspec.Struct):
    document: str
    starts: bytes
    ends: bytes
    articles: bytes
    roles: bytes
    flags: bytes
    hashes: bytes
    keys: bytes
    anchor_counts: bytes
    anchors: bytes
    anchor_places: bytes
    removals: tuple[Removal, ...]
    alike: tuple[Alike, ...]


def summarise(source: DedupInput, settings: DedupSettings) -> Summary:
    """Find what repeats inside a document, and describe what is left of it."""
    return summarise_all([source], settings)[0]


def summarise_all(sources: Sequence[DedupInput], settings: DedupSettings) -> list[Summary]:
    """Do so for several documents: the same summaries, in much less time where they are short.

    All of their paragraphs are held at once: give it documents of some million characters a call.
    """
    table = MemoryTable(sources)
    every = range(len(table))
    fingerprints = Fingerprints(table, every, settings.min_length)
    comparer = Comparer()
    ledger = Ledger(table, comparer)
    similar = Similar(table, fingerprints, comparer, min(settings.variant, settings.similarity))
    pairs = settle_inside([list(rows) for rows in table.rows], ledger, similar, settings)
    alike: list[list[Alike]] = [[] for _ in sources]
    for pair in pairs:
        number = table[pair.first].document
        first = table.rows[number].start
        alike[number].append(_alike(pair, first))
    return _describe(sources, table, ledger, fingerprints, alike)


def _alike(pair: Pair, first: int) -> Alike:
    result = pair.result
    return Alike(pair.first - first, pair.second - first, result.similarity, result.differs)


def _describe(
    sources: Sequence[DedupInput],
    table: MemoryTable,
    ledger: Ledger,
    fingerprints: Fingerprints,
    alike: list[list[Alike]],
) -> list[Summary]:
    found = table.of(range(len(table)))
    standing = ledger.alive(range(len(table)))
    keyed = fingerprints.keyed(standing)
    written = fingerprints.anchors(standing)
    _, articles, starts, ends, roles, texts = tuple(zip(*found, strict=True)) or ((),) * 6
    flags = np.array([flags_of(paragraph) for paragraph in found], dtype=np.uint8)
    flags[list(ledger.gone)] |= np.uint8(Flag.GONE)
    flags[keyed] |= np.uint8(Flag.KEYED)
    counts = np.zeros(len(table), dtype=np.uint32)
    counts[standing] = np.bincount(written.owners, minlength=len(standing))
    columns: dict[str, NDArray[Any]] = {
        "starts": np.array(starts, dtype=np.uint32),
        "ends": np.array(ends, dtype=np.uint32),
        "articles": np.array(articles, dtype=np.uint32),
        "roles": np.array([_ROLE_NUMBERS[role] for role in roles], dtype=np.uint8),
        "flags": flags,
        "hashes": np.array([text_hash(text) for text in texts], dtype=np.uint64),
        "anchor_counts": counts,
    }
    keys = fingerprints.keys(keyed)
    key_offsets = np.concatenate([[0], np.cumsum((flags & Flag.KEYED) > 0)])
    anchor_offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    places = written.positions.astype(np.uint32)
    summaries: list[Summary] = []
    for number, (source, rows) in enumerate(zip(sources, table.rows, strict=True)):
        own = slice(rows.start, rows.stop)
        near = slice(key_offsets[rows.start], key_offsets[rows.stop])
        marks = slice(anchor_offsets[rows.start], anchor_offsets[rows.stop])
        summaries.append(
            Summary(
                document=source.document,
                **{name: column[own] for name, column in columns.items()},
                keys=keys[near],
                anchors=written.anchors[marks],
                anchor_places=places[marks],
                removals=tuple(
                    shifted(removal, 0, -rows.start) for removal in ledger.removals(number)
                ),
                alike=tuple(alike[number]),
            )
        )
    return summaries


def shifted(removal: Removal, document: int, shift: int) -> Removal:
    """Return a removal with its rows counted from another start."""
    kept = removal.kept._replace(row=removal.kept.row + shift)
    return removal._replace(row=removal.row + shift, document=document, kept=kept)


def flags_of(paragraph: Paragraph) -> int:
    """Return the flags that follow from the text."""
    return Flag.FORMULA if is_formula(paragraph.text) else 0


def text_hash(text: str) -> int:
    """Return 64 bits of the BLAKE2b digest: the same in every process."""
    return int.from_bytes(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )
