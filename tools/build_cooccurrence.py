"""Make the table of which characters stand in one passage of official text.

    python tools/build_cooccurrence.py TEXT... --block SENTENCES \
        --out restore/models/cooccurrence.npz

TEXT and SENTENCES are those of the language model (``tools/build_language_model.py``). Counted is
how often two characters stand 3 to 14 places apart in a paragraph, in either order; kept is how much
more or less that is than by chance (pointwise mutual information, in quarters of a natural unit),
for pairs that are expected or counted often enough. The same input gives the same bytes. Half a
minute of one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.channel.base import ChannelBase
from restore.channel.cooccurrence import FARTHEST, LEVELS_A_NAT, NEAREST, upper_of
from restore.language.reading import read_paragraphs
from restore.text.phrases import code_points

# Counts and expected counts that together are fewer say nothing.
LEAST_COUNT = 10
# Added to both, so that what never stands together is not infinitely unlikely to.
PRIOR_COUNT = 0.5
MOST_NATS = 3.0
CHARACTERS_AT_ONCE = 2_000_000


def main() -> None:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--block", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    block = options.block.read_text(encoding="utf-8").splitlines() if options.block else ()
    characters = ChannelBase.load().known
    levels = table(read_paragraphs(options.texts, block), characters)
    upper = upper_of(levels)
    np.savez_compressed(options.out, characters=np.array(characters), levels=upper)
    size = options.out.stat().st_size
    print(f"{options.out}: {size:,} bytes, {np.count_nonzero(upper):,} entries that are not zero")


def table(paragraphs: Iterable[str], characters: str) -> NDArray[np.int8]:
    """Return the levels of pairs of characters, by the numbers of both, from 1."""
    return information(count(paragraphs, characters))


def count(paragraphs: Iterable[str], characters: str) -> NDArray[np.float64]:
    """Count the pairs by the numbers of both characters, from 1; both orders together."""
    number = np.zeros(0x110000, np.intp)
    number[code_points(characters)] = np.arange(1, len(characters) + 1)
    size = len(characters) + 1
    counts = np.zeros(size * size)
    for codes in rows(paragraphs):
        numbers = number[codes]
        for distance in range(NEAREST, FARTHEST + 1):
            keys = numbers[:-distance] * size + numbers[distance:]
            counts += np.bincount(keys, minlength=size * size)
    counts = counts.reshape(size, size)
    counts += counts.T
    counts[0] = counts[:, 0] = 0
    return counts


def rows(paragraphs: Iterable[str]) -> Iterator[NDArray[np.uint32]]:
    """Yield the code points of many paragraphs, so far apart that no distance reaches over."""
    gap = "\0" * FARTHEST
    parts: list[str] = []
    length = 0
    for text in paragraphs:
        parts.append(text)
        length += len(text)
        if length >= CHARACTERS_AT_ONCE:
            yield code_points(gap.join(parts))
            parts, length = [], 0
    yield code_points(gap.join(parts))


def information(counts: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the pointwise mutual information of the counts, in levels."""
    alone = counts.sum(axis=1)
    expected = np.outer(alone, alone) / alone.sum()
    found = np.log((counts + PRIOR_COUNT) / (expected + PRIOR_COUNT)).clip(-MOST_NATS, MOST_NATS)
    found[counts + expected < LEAST_COUNT] = 0
    return np.round(found * LEVELS_A_NAT).astype(np.int8)


if __name__ == "__main__":
    main()
