"""Mine candidates for ``dictionaries/terms.tsv`` from clean text.

    python tools/mine_terms.py --out candidates.tsv news.txt laws.txt ...

A candidate is an n-gram of Han characters that is frequent, cohesive (every way of cutting it in
two is much rarer by chance: pointwise mutual information) and free at both ends (branching
entropy), so that it is an expression and not a piece of one. The measure is that of Feng et al.
(2004, accessor variety) and Jin and Tanaka-Ishii (2006, branching entropy) in their plain form.
Candidates are for a person to choose from; the script writes no dictionary.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_BASE = np.uint64(0x9E3779B97F4A7C15)

Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]


def han_codes(text: str) -> Codes:
    """Return the code points of the Han runs of ``text``, each run closed by one 0."""
    joined = "\0".join(_HAN_RUN.findall(text)) + "\0"
    return np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)


def ngram_hashes(codes: Codes, length: int) -> tuple[Hashes, NDArray[np.bool_]]:
    """Return a 64-bit hash per start and whether the n-gram crosses no border."""
    count = len(codes) - length + 1
    value = np.zeros(count, dtype=np.uint64)
    inside = np.ones(count, dtype=bool)
    for offset in range(length):
        part = codes[offset : offset + count]
        value = value * _BASE + part.astype(np.uint64) + np.uint64(1)
        inside &= part != 0
    return value, inside


class Counter:
    """Counts of n-grams of one length, looked up by hash."""

    def __init__(self, codes: Codes, length: int, least: int) -> None:
        value, inside = ngram_hashes(codes, length)
        starts = np.flatnonzero(inside)
        unique, first, counts = np.unique(value[starts], return_index=True, return_counts=True)
        keep = counts >= least
        self.length = length
        self.hashes = unique[keep]
        self.counts = counts[keep]
        self.first = starts[first[keep]]

    def lookup(self, hashes: Hashes) -> NDArray[np.int64]:
        """Return the counts of ``hashes`` (0 where below the least count)."""
        if len(self.hashes) == 0:
            return np.zeros(len(hashes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, self.counts[at], 0)


def _entropy(
    codes: Codes, hashes: Hashes, wanted: Hashes, starts: NDArray[np.int64], side: int, length: int
) -> NDArray[np.float64]:
    """Branching entropy (nats) of each wanted n-gram on one side; a border counts as its own."""
    order = np.searchsorted(wanted, hashes)
    order = np.minimum(order, len(wanted) - 1)
    hit = wanted[order] == hashes
    where, which = starts[hit], order[hit]
    neighbour_at = where - 1 if side < 0 else where + length
    neighbour_at = np.clip(neighbour_at, 0, len(codes) - 1)
    neighbour = codes[neighbour_at].astype(np.int64)
    # Every border is a neighbour of its own kind: it proves freedom as well as a new character.
    border = neighbour == 0
    neighbour[border] = 0x200000 + np.arange(int(border.sum())) % 64
    pair = which.astype(np.int64) << 22 | neighbour
    unique, counts = np.unique(pair, return_counts=True)
    owner = unique >> 22
    totals = np.bincount(owner, weights=counts, minlength=len(wanted))
    share = counts / totals[owner]
    entropy: NDArray[np.float64] = np.bincount(
        owner, weights=-share * np.log(share), minlength=len(wanted)
    ).astype(np.float64)
    return entropy


def mine(
    codes: Codes, lengths: range, least: int, cohesion: float, freedom: float
) -> Iterator[tuple[str, int, float, float]]:
    """Yield ``(n-gram, count, cohesion, freedom)``; cohesion in bits, freedom in nats."""
    counters = {length: Counter(codes, length, 2) for length in range(1, lengths.stop)}
    total = float(counters[1].counts.sum())
    for length in lengths:
        counter = counters[length]
        often = counter.counts >= least
        wanted, counts, first = counter.hashes[often], counter.counts[often], counter.first[often]
        if len(wanted) == 0:
            continue
        weakest = np.full(len(wanted), np.inf)
        for cut in range(1, length):
            left, _ = ngram_hashes_at(codes, first, cut)
            right, _ = ngram_hashes_at(codes, first + cut, length - cut)
            expected = counters[cut].lookup(left) * counters[length - cut].lookup(right) / total
            weakest = np.minimum(weakest, np.log2(counts / np.maximum(expected, 1e-9)))
        value, inside = ngram_hashes(codes, length)
        starts = np.flatnonzero(inside)
        hashes = value[starts]
        left_side = _entropy(codes, hashes, wanted, starts, -1, length)
        right_side = _entropy(codes, hashes, wanted, starts, 1, length)
        free = np.minimum(left_side, right_side)
        for index in np.flatnonzero((weakest >= cohesion) & (free >= freedom)):
            at = int(first[index])
            gram = codes[at : at + length].tobytes().decode("utf-32-le")
            yield gram, int(counts[index]), float(weakest[index]), float(free[index])


def ngram_hashes_at(
    codes: Codes, starts: NDArray[np.int64], length: int
) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the hashes of the n-grams at ``starts``."""
    value = np.zeros(len(starts), dtype=np.uint64)
    for offset in range(length):
        part = codes[np.minimum(starts + offset, len(codes) - 1)]
        value = value * _BASE + part.astype(np.uint64) + np.uint64(1)
    return value, starts


def main() -> None:
    """Read the files, write the candidates with their counts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shortest", type=int, default=4)
    parser.add_argument("--longest", type=int, default=12)
    parser.add_argument("--least", type=int, default=12, help="least number of occurrences")
    parser.add_argument("--cohesion", type=float, default=6.0, help="least cohesion in bits")
    parser.add_argument("--freedom", type=float, default=1.5, help="least branching entropy, nats")
    options = parser.parse_args()
    codes = np.concatenate([han_codes(path.read_text(encoding="utf-8")) for path in options.files])
    lengths = range(options.shortest, options.longest + 1)
    rows = sorted(
        mine(codes, lengths, options.least, options.cohesion, options.freedom),
        key=lambda row: (-row[1], row[0]),
    )
    with options.out.open("w", encoding="utf-8") as out:
        for gram, count, tight, free in rows:
            out.write(f"{gram}\t{count}\t{tight:.1f}\t{free:.2f}\n")
    print(f"{len(rows)} candidates from {len(codes)} characters")


if __name__ == "__main__":
    main()
