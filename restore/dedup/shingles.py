"""Character 2-gram MinHash in numpy: one row of 32 band keys (128 bytes) per paragraph.

Numbers are not normalised away and nothing is segmented into words: OCR noise would change two or
three words with one character. With 32 bands of 4 rows a pair of Jaccard similarity .57 (two
copies of one page, 5 % noise each) is still proposed with probability .97. A key has 32 bits: that
unlike paragraphs meet by chance costs one verification in ten thousand rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["BANDS", "ROWS", "band_keys", "chunks", "encode"]

# Bands of rows of a MinHash signature: see above.
BANDS = 32
ROWS = 4
_SEED = 20240601
# Characters of which the hashes stay in the second-level cache while 128 functions pass over them.
_CHUNK = 1 << 16

UInt32 = NDArray[np.uint32]
UInt64 = NDArray[np.uint64]
Int64 = NDArray[np.int64]


def encode(texts: Sequence[str]) -> tuple[UInt32, Int64]:
    """Return the code points of the texts in a row, and the offsets of each (n + 1)."""
    joined = "".join(texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)), out=offsets[1:])
    return codes, offsets


@cache
def _functions() -> tuple[UInt32, UInt32]:
    random = np.random.Generator(np.random.PCG64(_SEED))
    count = BANDS * ROWS
    factors = random.integers(1, 1 << 32, size=count, dtype=np.uint32) | np.uint32(1)
    return factors, random.integers(0, 1 << 32, size=count, dtype=np.uint32)


def _gram_hashes(codes: UInt32) -> UInt32:
    """Hash each character with its successor to 32 well-mixed bits (murmur3's finaliser)."""
    hashes = codes[:-1] * np.uint32(0x9E3779B1) + codes[1:] * np.uint32(0x85EBCA77)
    hashes ^= hashes >> np.uint32(16)
    hashes *= np.uint32(0x85EBCA6B)
    hashes ^= hashes >> np.uint32(13)
    hashes *= np.uint32(0xC2B2AE35)
    hashes ^= hashes >> np.uint32(16)
    return hashes


def band_keys(texts: Sequence[str]) -> UInt32:
    """Return the band keys of the texts, shape (n, 32).

    Two texts that share a key in the same column are candidates. Every text needs at least two
    characters.
    """
    keys = np.empty((len(texts), BANDS), dtype=np.uint32)
    for first, last in chunks(texts):
        keys[first:last] = _chunk_keys(texts[first:last])
    return keys


def chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut a list of texts (first, end) so that the arrays made of a part stay in a cache."""
    first = size = 0
    for last, text in enumerate(texts, start=1):
        size += len(text)
        if size >= _CHUNK or last == len(texts):
            yield first, last
            first, size = last, 0


def _chunk_keys(texts: Sequence[str]) -> UInt32:
    codes, offsets = encode(texts)
    # A gram that spans two texts would belong to neither: copy the hashes without these seams.
    hashes = np.delete(_gram_hashes(codes), offsets[1:-1] - 1)
    starts = offsets[:-1] - np.arange(len(texts))
    factors, shifts = _functions()
    keys = np.empty((len(texts), BANDS), dtype=np.uint32)
    values = np.empty_like(hashes)
    for band in range(BANDS):
        key = np.zeros(len(texts), dtype=np.uint64)
        for row in range(band * ROWS, band * ROWS + ROWS):
            np.multiply(hashes, factors[row], out=values)
            np.add(values, shifts[row], out=values)
            lowest = np.minimum.reduceat(values, starts)
            key = (key ^ lowest) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        keys[:, band] = key >> np.uint64(32)
    return keys
