"""Make a corpus to measure on: documents of clean text, of noisy text, or half of each.

    python benchmarks/corpus.py SOURCE FOLDER --characters 1000000 [--kind mixed] [--seed 1]

SOURCE is a folder with clean text, one paragraph a line (``clean/*.txt.xz``), or any folder of
``.txt`` files. Documents are runs of paragraphs, 5,000 to 50,000 characters each, a file each.
Texts are taken as they are until they are used up; from then on every paragraph is put together
of clauses from all over the source with other numbers, so that a bigger corpus is no heap of
copies. Noise, by what real readings show: rates of .1 % (a light scan) to 4 % (a heavy one) a
document, most of it look-alikes of the shipped error profiles, the rest repeated, lost and put in
characters, stray spaces and half-width marks; lines broken at a width, page numbers and running
titles; one paragraph in 30 stands again later, with noise of its own, in its document or another.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from restore.channel.profile import Profile
from restore.evaluation.texts import read_text
from restore.text.characters import is_ideograph

KINDS = ("clean", "noisy", "mixed")
#: Characters of a document, least and most.
SIZES = (5_000, 50_000)
#: Rates of wrong characters, one a document.
RATES = (0.001, 0.005, 0.01, 0.02, 0.04)
#: One paragraph in so many stands twice.
REPEATED = 30
_FILES_IN_FOLDER = 500
_WIDTHS = (16, 22, 28, 36, 42)
_CLAUSE = re.compile("[^，；。！？\n]*[，；。！？]")
_NUMBER = re.compile("[0-9]+")
_LEFT_ALONE = frozenset("〇零一二三四五六七八九十百千万亿两")
_HALF = str.maketrans("，；：？！（）", ",;:?!()")


class Made(NamedTuple):
    """What was written: characters, documents, and how many of both are noisy."""

    characters: int
    documents: int
    noisy_characters: int
    noisy_documents: int


def paragraphs_of(source: Path) -> list[str]:
    """Return the paragraphs of all texts below a folder, blocks of the texts in turn."""
    clean = source / "clean"
    folder = clean if clean.is_dir() else source
    files = [
        path
        for path in sorted(folder.glob("*.txt*"))
        # Texts that measure harm are left to that.
        if not path.name.split(".")[0].endswith("_dev")
    ]
    texts = [read_text(path).splitlines() for path in files]
    blocks = [
        [line for line in text[start : start + 300] if line.strip() and line[0] != "<"]
        for text in texts
        for start in range(0, len(text), 300)
    ]
    Random(0).shuffle(blocks)
    return [line for block in blocks for line in block]


def clean_documents(source: Path, seed: int) -> Iterator[list[str]]:
    """Yield documents without end, each a list of paragraphs."""
    paragraphs = paragraphs_of(source)
    if not paragraphs:
        raise SystemExit(f"{source}: no text there")
    rng = Random(seed)
    for turn in itertools.count():
        lines = iter(paragraphs) if turn == 0 else _recomposed(paragraphs, rng)
        size = rng.randint(*SIZES)
        taken: list[str] = []
        for line in lines:
            taken.append(line)
            size -= len(line)
            if size <= 0:
                yield taken
                size, taken = rng.randint(*SIZES), []


def _recomposed(paragraphs: list[str], rng: Random) -> Iterator[str]:
    """Yield as many paragraphs again, of clauses that never stood together."""
    for model in paragraphs:
        parts: list[str] = []
        left = max(len(model), 40)
        while left > 0:
            found = _CLAUSE.findall(rng.choice(paragraphs))
            if found:
                parts.append(rng.choice(found))
                left -= len(parts[-1])
            else:
                left -= 1
        text = "".join(parts)
        yield _NUMBER.sub(lambda match: _another(match[0], rng), text[:-1] + "。" if text else "")


def _another(digits: str, rng: Random) -> str:
    return "".join(rng.choice("123456789") for _ in digits)


@lru_cache(maxsize=20_000)
def _rivals(character: str) -> tuple[list[str], list[float]]:
    found = Profile.load("general").candidates(character)[:40]
    found = tuple(item for item in found if is_ideograph(item[0]))
    weights = itertools.accumulate(math.pow(10, weight) for _, weight in found)
    return [item for item, _ in found], list(weights)


def spoiled(text: str, rate: float, rng: Random) -> str:
    """Return a paragraph as an engine reads it that gets ``rate`` of the characters wrong."""
    parts: list[str] = []
    position = 0
    while True:
        place = position + int(rng.expovariate(rate))
        if place >= len(text) - 1:
            return "".join([*parts, text[position:]])
        parts.append(text[position:place])
        parts.append(_misread(text, place, rng))
        position = place + 1


def _misread(text: str, place: int, rng: Random) -> str:
    character = text[place]
    kind = rng.random()
    if character in "，；：？！（）":
        return character.translate(_HALF) if kind < 0.8 else ""
    if not is_ideograph(character) or character in _LEFT_ALONE:
        return character
    if kind < 0.6:
        names, weights = _rivals(character)
        return rng.choices(names, cum_weights=weights)[0] if names else character
    if kind < 0.75:
        return text[max(0, place - rng.randint(0, 1)) : place + 1] + character
    if kind < 0.9:
        return ""
    return character + (" " if kind < 0.97 else rng.choice("的一了人、"))


def printed(paragraphs: list[str], rate: float, rng: Random) -> str:
    """Return a document as it is read off pages: misread, in broken lines, with furniture."""
    width = rng.choice(_WIDTHS)
    indent, gap = rng.choice((("　　", ""), ("", "\n")))
    running = paragraphs[0][:16]
    lines: list[str] = []
    page = rng.randint(1, 60)
    full = rng.randint(30, 60)
    for paragraph in paragraphs:
        text = indent + spoiled(paragraph, rate, rng)
        lines += [text[start : start + width] for start in range(0, len(text), width)]
        if gap:
            lines.append("")
        if len(lines) >= full:
            lines += [f"— {page} —", running]
            page += 1
            full = len(lines) + rng.randint(30, 60)
    return "\n".join(lines) + "\n"


def documents(source: Path, characters: int, kind: str, seed: int) -> Iterator[tuple[str, bool]]:
    """Yield (text, noisy) until there are so many characters."""
    rng = Random(f"{kind}/{seed}")
    others: deque[str] = deque(maxlen=200)
    made = 0
    for number, taken in enumerate(clean_documents(source, seed)):
        whole: list[str] = []
        for paragraph in taken:
            whole.append(paragraph)
            if len(paragraph) >= 40:
                others.append(paragraph)
                if rng.randrange(REPEATED) == 0:
                    whole.append(rng.choice(others))
        noisy = kind == "noisy" or (kind == "mixed" and number % 2 == 1)
        text = printed(whole, rng.choice(RATES), rng) if noisy else "\n".join(whole) + "\n"
        text = text[: max(characters - made, 0)]
        yield text, noisy
        made += len(text)
        if made >= characters:
            return


def write_corpus(source: Path, folder: Path, characters: int, kind: str, seed: int = 1) -> Made:
    """Write a corpus below ``folder``; what was written is kept in ``folder.json`` beside it."""
    counts = [0, 0, 0, 0]
    for number, (text, noisy) in enumerate(documents(source, characters, kind, seed)):
        part = folder / f"{number // _FILES_IN_FOLDER:03}"
        part.mkdir(parents=True, exist_ok=True)
        (part / f"{number:06}.txt").write_text(text, encoding="utf-8")
        counts[0] += len(text)
        counts[1] += 1
        counts[2] += len(text) * noisy
        counts[3] += noisy
    made = Made(*counts)
    folder.with_name(folder.name + ".json").write_text(json.dumps(made._asdict()), encoding="utf-8")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--kind", choices=KINDS, default="mixed")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = write_corpus(
        options.source, options.folder, options.characters, options.kind, options.seed
    )
    print(f"{made.documents} documents, {made.characters:,} characters")


if __name__ == "__main__":
    main()
