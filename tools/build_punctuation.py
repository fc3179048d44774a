"""Train the punctuation model of ``restore/channel/punctuation.py`` on clean text.

    python tools/build_punctuation.py TEXT.txt.xz [...] --without SENTENCES.txt --out FILE.npz

One paragraph a line. Paragraphs that hold one of the sentences of ``--without`` are left out.
"""

from __future__ import annotations

import argparse
import lzma
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.channel.punctuation import CHOICES, CONTEXT, HASH_BITS, clause_features
from restore.language.normalise import normalise

BATCH, EPOCHS, RATE, DECAY = 4096, 3, 0.15, 2e-7


def samples(
    paths: list[Path], without: set[str], most: int, seed: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return hashed features (n, k) and the numbers of the marks (n)."""
    generator = random.Random(seed)
    rows: list[list[int]] = []
    labels: list[int] = []
    for path in paths:
        own = 0
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines = file.readlines()
        generator.shuffle(lines)
        for raw in lines:
            line = normalise(raw)
            if any(part in without for part in line.split("。")):
                continue
            for place, character in enumerate(line):
                if character in CHOICES and place and generator.random() < 0.5:
                    left, right = line[max(0, place - CONTEXT) : place], line[place + 1 :]
                    rows.append(clause_features(left, right[:CONTEXT]))
                    labels.append(CHOICES.index(character))
                    own += 1
            if own >= most:
                break
    return np.array(rows, np.int32), np.array(labels, np.int64)


def train(
    rows: NDArray[np.int32], labels: NDArray[np.int64], seed: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fit a softmax by AdaGrad; return weights (2**HASH_BITS, marks) and bias."""
    count = len(CHOICES)
    weights = np.zeros((1 << HASH_BITS, count), np.float32)
    squares = np.full((1 << HASH_BITS, count), 1e-2, np.float32)
    share = np.bincount(labels, minlength=count) / len(labels)
    bias = np.log(share).astype(np.float32)
    order = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        total = right = 0
        for batch in np.array_split(order.permutation(len(rows)), max(1, len(rows) // BATCH)):
            index, truth = rows[batch], labels[batch]
            values = weights[index].sum(axis=1) + bias
            chances = np.exp(values - np.logaddexp.reduce(values, axis=1, keepdims=True))
            right += int((values.argmax(axis=1) == truth).sum())
            total += len(truth)
            chances[np.arange(len(truth)), truth] -= 1
            flat = index.ravel()
            for number in range(count):
                slope = np.repeat(chances[:, number] / len(truth), index.shape[1])
                gradient = np.bincount(flat, slope, minlength=1 << HASH_BITS).astype(np.float32)
                gradient += DECAY * weights[:, number]
                squares[:, number] += gradient * gradient * len(truth)
                weights[:, number] -= (
                    RATE * gradient * np.sqrt(len(truth)) / np.sqrt(squares[:, number])
                )
        print(f"epoch {epoch + 1}: {right / total:.4f} right while training", flush=True)
    return weights, bias


def main() -> None:
    """Train, hold back a twentieth, print its share of right marks, write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--most", type=int, default=250_000, help="marks of each text")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    without: set[str] = set()
    if given.without:
        for line in given.without.read_text("utf-8").splitlines():
            without.update(part for part in normalise(line).split("。") if len(part) >= 8)
    rows, labels = samples(given.texts, without, given.most, given.seed)
    held = len(rows) // 20
    weights, bias = train(rows[held:], labels[held:], given.seed)
    step = float(np.abs(weights).max()) / 127
    coded = np.rint(weights / step).astype(np.int8)
    values = (coded[rows[:held]] * np.float32(step)).sum(axis=1) + bias
    print(f"{len(rows)} marks; held back: {(values.argmax(axis=1) == labels[:held]).mean():.4f}")
    np.savez_compressed(given.out, weights=coded, step=np.float32(step), bias=bias)


if __name__ == "__main__":
    main()
