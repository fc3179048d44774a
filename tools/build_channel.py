"""Make ``channel-base.npz``: which characters look alike, sound alike, and stand between which.

    python tools/build_channel.py NEWS.txt.xz LAWS.txt.xz --out restore/models/channel-base.npz \
        --font NotoSansCJK-Regular.ttc:2 --font NotoSerifCJK-Regular.ttc:2 \
        --font wqy-zenhei.ttc:0 --font uming.ttc:0

Needs Pillow and pypinyin (not needed at run time). The error weights are learned afterwards, from
pairs of text, by ``restore train-channel``.
"""

from __future__ import annotations

import argparse
import lzma
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.language.model import LanguageModel
from restore.language.normalise import normalise

NEIGHBOURS = 64
SOUNDS = 3
# A middle character is kept where its trigram was seen this often, and of one frame so many.
FILL_COUNT = 10
FILL_MOST = 4
# A pair of characters is kept where it was seen this often.
PAIR_COUNT = 5
SIZE, BITMAP, CELLS, DIRECTIONS = 48, 16, 12, 4
PUNCTUATION = "，。、；：“”（）！？《》—·"


def main() -> None:
    """Build the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="+", type=Path, help="clean text, one paragraph a line")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--font", action="append", required=True, help="FILE:INDEX")
    arguments = parser.parse_args()
    model = LanguageModel.load()
    known, others = characters(model)
    fonts = [item.rpartition(":") for item in arguments.font]
    neighbours, similarity = similar(
        [(path, int(index)) for path, _, index in fonts], known, others
    )
    syllables, sounds = readings(known + others)
    pairs, middles = fills(arguments.texts, known + PUNCTUATION)
    np.savez_compressed(
        arguments.out,
        known=np.array(known),
        others=np.array(others),
        punctuation=np.array(PUNCTUATION),
        neighbours=neighbours,
        similarity=similarity,
        syllables=np.array(" ".join(syllables)),
        sounds=sounds,
        fill_steps=np.diff(pairs, prepend=np.uint32(0)).astype(np.uint32),
        fill_middles=middles,
        **pair_tables(arguments.texts, known + PUNCTUATION),
    )
    print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes, {len(middles):,} fills")


def characters(model: LanguageModel) -> tuple[str, str]:
    """The Han characters that the language model knows, and the further ones that are read."""
    unknown = model.score("\ue000")
    every = map(chr, range(0x4E00, 0xA000))
    known = [character for character in every if model.score(character) != unknown]
    standard = bytes(
        byte for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF) for byte in (row, cell)
    ).decode("gb2312", "ignore")
    others = sorted({item for item in standard if "\u4e00" <= item <= "\u9fff"} - set(known))
    return "".join(known), "".join(others)


def similar(
    fonts: list[tuple[str, int]], known: str, others: str
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """For each character the known ones that look most like it, and how much (cosine * 255).

    Half the cosine of blurred bitmaps, half that of gradient directions in 12 * 12 cells (Dalal
    and Triggs 2005), both less the mean glyph, averaged over the fonts.
    """
    every = known + others
    parts = [part for path, index in fonts for part in features(path, index, every)]
    table = np.hstack(parts) / np.sqrt(len(parts))
    neighbours = np.zeros((len(every), NEIGHBOURS), np.uint16)
    similarity = np.zeros((len(every), NEIGHBOURS), np.uint8)
    for start in range(0, len(every), 512):
        values = table[start : start + 512] @ table[: len(known)].T
        rows = np.arange(len(values))
        own = rows + start < len(known)
        values[rows[own], rows[own] + start] = -1
        best = np.argsort(-values, axis=1, kind="stable")[:, :NEIGHBOURS]
        neighbours[start : start + 512] = best
        cosine = np.take_along_axis(values, best, 1)
        similarity[start : start + 512] = np.clip(cosine * 255, 0, 255).round()
    return neighbours, similarity


def features(path: str, index: int, every: str) -> Iterator[NDArray[np.float32]]:
    """Yield the bitmaps and the gradient cells of all characters in one font, as unit rows."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    font = ImageFont.truetype(path, SIZE, index=index)
    bitmaps = np.zeros((len(every), BITMAP, BITMAP), np.float32)
    cells = np.zeros((len(every), DIRECTIONS, CELLS, CELLS), np.float32)
    for number, character in enumerate(every):
        image = Image.new("L", (SIZE + 8, SIZE + 8), 0)
        ImageDraw.Draw(image).text((4, 4 - SIZE // 12), character, font=font, fill=255)
        image = image.filter(ImageFilter.GaussianBlur(1.5))
        bitmaps[number] = np.asarray(image.resize((BITMAP, BITMAP), Image.Resampling.BOX))
        down, right = np.gradient(np.asarray(image, np.float32))
        angle, strength = np.arctan2(down, right) % np.pi, np.hypot(down, right)
        for direction in range(DIRECTIONS):
            step = np.pi / DIRECTIONS
            distance = np.abs(angle - direction * step)
            share = 1 - np.minimum(distance, np.pi - distance) / step
            layer = Image.fromarray((np.clip(share, 0, None) * strength).astype(np.float32))
            cells[number, direction] = layer.resize((CELLS, CELLS), Image.Resampling.BOX)
    for values in (bitmaps, np.sqrt(cells)):
        rows = values.reshape(len(every), -1)
        rows = rows - rows.mean(axis=0)
        yield rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)


def readings(every: str) -> tuple[list[str], NDArray[np.uint16]]:
    """The syllables without tone, and for each character up to three of them (0: none)."""
    from pypinyin import Style, pinyin

    numbers: dict[str, int] = {"-": 0}
    sounds = np.zeros((len(every), SOUNDS), np.uint16)
    for row, character in enumerate(every):
        found = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        distinct = [item for item in dict.fromkeys(found) if item.isascii() and item.isalpha()]
        for column, syllable in enumerate(distinct[:SOUNDS]):
            sounds[row, column] = numbers.setdefault(syllable, len(numbers))
    return list(numbers), sounds


def numbered(texts: list[Path], alphabet: str) -> Iterator[NDArray[np.uint16]]:
    """Yield each text as the one-based numbers of its characters in the alphabet, 0 for others."""
    number = np.zeros(0x110000, np.uint16)
    for place, character in enumerate(alphabet, 1):
        number[ord(character)] = place
    for path in texts:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            text = normalise(file.read().replace("\n", "\ue000"))
        yield number[np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)]


def pair_tables(texts: list[Path], alphabet: str) -> dict[str, NDArray[np.generic]]:
    """What stands beside what: sorted pairs ``left * 2**13 + right`` and the log2 of their counts."""
    found = []
    for codes in numbered(texts, alphabet):
        left, right = (part.astype(np.uint32) for part in (codes[:-1], codes[1:]))
        found.append((left << np.uint32(13) | right)[(left > 0) & (right > 0)])
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    kept = counts >= PAIR_COUNT
    return {
        "pair_steps": np.diff(pairs[kept], prepend=np.uint32(0)).astype(np.uint32),
        "pair_levels": np.minimum(np.log2(counts[kept]).astype(np.uint8), 15),
    }


def fills(texts: list[Path], alphabet: str) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """The characters that often stand between two others.

    Returns sorted pairs ``left * 2**13 + right`` (one-based numbers in the alphabet), once for
    each middle, and the middles, most frequent first.
    """
    found = []
    for codes in numbered(texts, alphabet):
        left, middle, right = (
            part.astype(np.uint64) for part in (codes[:-2], codes[1:-1], codes[2:])
        )
        whole = (left > 0) & (middle > 0) & (right > 0)
        found.append(((left << np.uint64(26)) | (right << np.uint64(13)) | middle)[whole])
    triples, counts = np.unique(np.concatenate(found), return_counts=True)
    triples, counts = triples[counts >= FILL_COUNT], counts[counts >= FILL_COUNT]
    pairs = triples >> np.uint64(13)
    order = np.lexsort((-counts, pairs))
    pairs, middles = pairs[order], (triples & np.uint64(0x1FFF))[order]
    begins = np.r_[True, pairs[1:] != pairs[:-1]]
    starts = np.flatnonzero(begins)
    rank = np.arange(len(pairs)) - starts[np.cumsum(begins) - 1]
    kept = rank < FILL_MOST
    return pairs[kept].astype(np.uint32), middles[kept].astype(np.uint16)


if __name__ == "__main__":
    main()
