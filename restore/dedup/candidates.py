"""Finds candidate pairs: paragraphs that share a MinHash band key."""

from __future__ import annotations

import numpy as np

from restore.dedup.shingles import Int64, UInt32, UInt64

__all__ = ["candidate_pairs", "distinct", "equal_neighbours", "mix", "salted"]

# In a bucket of a template every member meets so many followers; union-find joins the rest.
_MAX_FOLLOWERS = 32


def mix(values: Int64) -> UInt64:
    """Spread small numbers over 64 bits (splitmix64), to combine them with keys by XOR."""
    mixed = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def equal_neighbours(keys: UInt64 | UInt32, reach: int = _MAX_FOLLOWERS) -> tuple[Int64, Int64]:
    """Return index pairs (a < b) with equal keys; each meets at most ``reach`` followers.

    Keys of 32 bits are compared exactly. Of 64 bits so many low ones are not looked at as the
    count of keys has (20 at a million), which makes a false candidate in 2**44 at most.
    """
    # Index in the low bits, key in the high ones: one plain sort, many times faster than argsort.
    wide = keys.astype(np.uint64)
    low = np.uint64((1 << max(len(keys) - 1, 1).bit_length()) - 1)
    if keys.dtype == np.uint32:
        wide <<= np.uint64(32)
    packed = (wide & ~low) | np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    order = (packed & low).astype(np.int64)
    packed &= ~low
    repeated = np.flatnonzero(packed[1:] == packed[:-1])
    lefts: list[Int64] = []
    rights: list[Int64] = []
    for distance in range(1, reach + 1):
        if distance > 1:
            repeated = repeated[repeated + distance < len(packed)]
            repeated = repeated[packed[repeated + distance] == packed[repeated]]
        if not len(repeated):
            break
        lefts.append(order[repeated])
        rights.append(order[repeated + distance])
    if not lefts:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    return np.concatenate(lefts), np.concatenate(rights)


def salted(keys: UInt32, salt: UInt64) -> UInt64:
    """Return keys that are equal only where both the keys and the salts are."""
    return salt ^ (keys.astype(np.uint64) << np.uint64(32))


def distinct(values: Int64) -> Int64:
    """Return the values sorted, each once: sorting is faster here than numpy's hashing."""
    ranked = np.sort(values)
    fresh = np.concatenate([[True], ranked[1:] != ranked[:-1]])[: len(ranked)]
    result: Int64 = ranked[fresh]
    return result


def candidate_pairs(keys: UInt32, groups: Int64 | None = None) -> tuple[Int64, Int64]:
    """Return distinct row pairs (a < b) that share a key in a column, sorted.

    Parameters
    ----------
    keys : band keys, shape (n, bands)
    groups : if given, only rows of the same group meet, and what one group finds does not depend
        on the others
    """
    count = len(keys)
    salt = None if groups is None else mix(groups)
    found: list[Int64] = []
    for band in range(keys.shape[1]):
        column = keys[:, band]
        left, right = equal_neighbours(column if salt is None else salted(column, salt))
        if len(left):
            found.append(left * count + right)
    packed = distinct(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return packed // max(count, 1), packed % max(count, 1)
