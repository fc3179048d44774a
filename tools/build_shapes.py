"""Make ``channel-shapes.npz``: how likely engines take a character for another, by its shape.

    python tools/build_shapes.py --out restore/models/channel-shapes.npz \
        --font NotoSansCJK-Regular.ttc:2 --font NotoSerifCJK-Regular.ttc:2 --font uming.ttc:0 \
        --font ukai.ttc:0 --font NotoSerifCJK-Bold.ttc:2

Every character is drawn in each font; blurred bitmaps, fine and coarse, and gradient directions in
12 * 12 cells are brought down to their principal components. A linear map of these into a space of
few dimensions, and a bias for each character, are learned so that P(read | truth), a softmax over
inner products, fits what the profiles know of rendered text (``rendered``, of the engines that
``--of`` names), never what was counted on pages. Two minutes of one core. Needs Pillow.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.channel.base import ChannelBase
from restore.channel.profile import Profile

SIZE, FINE, COARSE, CELLS, DIRECTIONS = 48, 16, 8, 12, 4
COMPONENTS, DIMENSIONS = 256, 64
# A confusion counts so often at most; inner products start as so many times the cosine.
MOST, SHARPNESS = 4.0, 14.0
STEPS, RATE, DECAY, ROWS = 80, 0.03, 1e-4, 1024
NEVER = -1e9

Floats = NDArray[np.float32]


class Counts(NamedTuple):
    """How often what was printed was read as what: rows of the base's characters."""

    truths: NDArray[np.intp]
    reads: NDArray[np.intp]
    counts: Floats


def main() -> None:
    """Draw, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--font", action="append", required=True, help="FILE:INDEX")
    parser.add_argument("--of", nargs="*", default=["ppocr", "tesseract"])
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    base = ChannelBase.load()
    fonts = [item.rpartition(":") for item in given.font]
    features = components(
        [part for path, _, number in fonts for part in drawn(path, int(number), base.characters)]
    )
    places, bias = learned(features, counted(base, given.of))
    write(given.out, places, bias, len(base.known))
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")


def drawn(path: str, index: int, characters: str) -> Iterator[Floats]:
    """Yield fine and coarse bitmaps and gradient cells in one font, as unit rows."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    box, font = Image.Resampling.BOX, ImageFont.truetype(path, SIZE, index=index)
    fine, coarse, cells = (
        np.zeros((len(characters), *shape), np.float32)
        for shape in ((FINE, FINE), (COARSE, COARSE), (DIRECTIONS, CELLS, CELLS))
    )
    for number, character in enumerate(characters):
        image = Image.new("L", (SIZE + 8, SIZE + 8), 0)
        ImageDraw.Draw(image).text((4, 0), character, font=font, fill=255)
        blurred = image.filter(ImageFilter.GaussianBlur(1.5))
        fine[number] = np.asarray(blurred.resize((FINE, FINE), box))
        coarse[number] = np.asarray(
            image.filter(ImageFilter.GaussianBlur(3.5)).resize((COARSE, COARSE), box)
        )
        down, right = np.gradient(np.asarray(blurred, np.float32))
        angle, strength = np.arctan2(down, right) % np.pi, np.hypot(down, right)
        step = np.pi / DIRECTIONS
        for direction in range(DIRECTIONS):
            distance = np.abs(angle - direction * step)
            share = 1 - np.minimum(distance, np.pi - distance) / step
            layer = Image.fromarray((np.clip(share, 0, None) * strength).astype(np.float32))
            cells[number, direction] = layer.resize((CELLS, CELLS), box)
    for values, weight in ((fine, 1.0), (coarse, 0.7), (np.sqrt(cells), 1.0)):
        rows = values.reshape(len(characters), -1)
        rows = rows - rows.mean(axis=0)
        yield weight * rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)


def components(parts: list[Floats]) -> Floats:
    """Return the principal components of all features, of rows of unit length."""
    table = np.hstack(parts)
    _, vectors = np.linalg.eigh(table.T @ table)
    found: Floats = table @ vectors[:, ::-1][:, :COMPONENTS]
    found /= np.linalg.norm(table, axis=1, keepdims=True)
    return found


def counted(base: ChannelBase, profiles: list[str]) -> Counts:
    """Return what the profiles know of rendered text, added up."""
    rows = {character: row for row, character in enumerate(base.characters)}
    found: dict[tuple[int, int], float] = {}
    for name in profiles:
        for truth, reads in Profile.load(name).data.rendered.items():
            for read, count in reads.items():
                if truth in rows and read in rows:
                    pair = rows[truth], rows[read]
                    found[pair] = found.get(pair, 0.0) + min(count, MOST)
    pairs = np.array(sorted(found), np.intp)
    counts = np.array([found[truth, read] for truth, read in pairs.tolist()], np.float32)
    return Counts(pairs[:, 0], pairs[:, 1], counts)


def learned(features: Floats, known: Counts) -> tuple[Floats, Floats]:
    """Return the characters' places and biases, by Adam over all counts at once."""
    weights = np.zeros((features.shape[1], DIMENSIONS), np.float32)
    np.fill_diagonal(weights, np.sqrt(SHARPNESS))
    begin, bias = weights.copy(), np.zeros(len(features), np.float32)
    means = [np.zeros_like(item) for item in (weights, bias)]
    squares = [np.zeros_like(item) for item in (weights, bias)]
    for step in range(1, STEPS + 1):
        places = features @ weights
        by_place, by_bias, likelihood = slopes(places, bias, known)
        gradients = (features.T @ by_place + DECAY * (weights - begin), by_bias + DECAY * bias)
        for item, slope, mean, square in zip(
            (weights, bias), gradients, means, squares, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            size = np.sqrt(square / (1 - 0.99**step)) + 1e-8
            item -= RATE * mean / (1 - 0.9**step) / size
        if step % 20 == 0:
            print(f"  step {step}: log10 P of a confusion {likelihood:.3f}")
    return features @ weights, bias


def slopes(places: Floats, bias: Floats, known: Counts) -> tuple[Floats, Floats, float]:
    """Return the gradients of the loss by places and bias, and the mean log10 P of the counts."""
    by_place, by_bias, likelihood = np.zeros_like(places), np.zeros_like(bias), 0.0
    total = known.counts.sum()
    truths = np.unique(known.truths)
    for start in range(0, len(truths), ROWS):
        some = truths[start : start + ROWS]
        mine = np.flatnonzero((known.truths >= some[0]) & (known.truths <= some[-1]))
        rows, reads = some.searchsorted(known.truths[mine]), known.reads[mine]
        counts = known.counts[mine] / total
        shares = places[some] @ places.T + bias
        shares[np.arange(len(some)), some] = NEVER
        shares = np.exp(shares - shares.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        likelihood += float((counts * np.log10(shares[rows, reads] + 1e-12)).sum())
        shares *= np.bincount(rows, counts, len(some)).astype(np.float32)[:, None]
        np.subtract.at(shares, (rows, reads), counts)
        by_bias += shares.sum(axis=0)
        by_place[some] += shares @ places
        by_place += shares.T @ places[some]
    return by_place, by_bias, likelihood


def write(path: Path, places: Floats, bias: Floats, known: int) -> None:
    """Write the places in bytes, and the norms that belong to what was written."""
    unit = np.float32(np.abs(places).max() / 127)
    small = np.round(places / unit).astype(np.int8)
    bias = bias.astype(np.float16)
    values = small.astype(np.float32) * unit
    scores = values[:known] @ values.T + bias.astype(np.float32)
    scores[np.arange(known), np.arange(known)] = NEVER
    most = scores.max(axis=1)
    norms = np.log(np.exp(scores - most[:, None]).sum(axis=1)) + most
    np.savez_compressed(path, places=small, unit=unit, bias=bias, norms=norms)


if __name__ == "__main__":
    main()
