"""Benchmark of near-duplicate detection: noisy copies planted in real paragraphs.

``python -m restore.evaluation.dedup FILE [--paragraphs N]`` reads one paragraph a line (``.xz``
too), gives a share of them a noisy copy, and measures the candidates after verification and what
would be removed; on a sample also against every pair compared (rapidfuzz ``cdist``).
"""

from __future__ import annotations

import lzma
import random
import time
from collections.abc import Sequence
from itertools import compress
from pathlib import Path

import click
import msgspec
import numpy as np
from msgspec.structs import replace
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from restore.channel.base import ChannelBase
from restore.core.blocks import Block, Role
from restore.dedup.check import Checked
from restore.dedup.columns import ParagraphColumns
from restore.dedup.records import DedupInput
from restore.dedup.settle import candidates, checked
from restore.dedup.summary import Summary, summarise_all
from restore.settings import DedupSettings
from restore.text.characters import is_ideograph

__all__ = ["DedupScore", "NoisyCorpus", "add_noise", "measure", "oracle_recall", "plant_copies"]


# Paragraphs summarised at once.
_BATCH_PARAGRAPHS = 1 << 15
# Of the characters that look like one, so many may be read for it.
_MAX_ALIKE = 5


class NoisyCorpus(msgspec.Struct, frozen=True):
    """Paragraphs, and for each that is a planted copy the index of its original (else -1)."""

    texts: list[str]
    originals: list[int]


class DedupScore(msgspec.Struct, frozen=True):
    """What a benchmark found; rates 0 to 1, seconds of CPU.

    ``planted``: copies that noise has changed and that are not shorter than the stage looks at.
    ``recall``: planted pairs among the verified pairs. ``removable``: planted pairs whose copy
    differs by noise alone and may be removed. ``precision``: removable pairs of which the words of
    the removed paragraph, before noise, stand in the other one. ``seconds``: what repeats inside
    documents, signatures, candidates and their verification.
    """

    paragraphs: int
    characters: int
    planted: int
    recall: float
    removable: float
    precision: float
    seconds: float
    characters_per_second: int
    wrong: list[tuple[str, str]]


def add_noise(text: str, rate: float, alphabet: Sequence[str], source: random.Random) -> str:
    """Give each character an error with probability ``rate``.

    Eight in ten errors replace it by one of the characters most like it in shape (by one of
    ``alphabet`` where none is known), one drops it, one doubles it. Digits stay: a copy with
    another figure is no copy, and one with another word is none that a reader has made.
    """
    base = ChannelBase.load()
    result: list[str] = []
    for character in text:
        if character.isdecimal() or source.random() >= rate:
            result.append(character)
            continue
        kind = source.random()
        if kind < 0.8:
            alike = [other for other, _ in base.look_alikes(character)[:_MAX_ALIKE]]
            result.append(source.choice(alike or alphabet))
        elif kind < 0.9:
            result.append(character * 2)
    return "".join(result)


def plant_copies(
    texts: Sequence[str], *, share: float = 0.2, rate: float = 0.05, seed: int = 1
) -> NoisyCorpus:
    """Append a noisy copy of a random share of the texts."""
    source = random.Random(seed)
    alphabet = source.sample("".join(texts), min(20000, sum(map(len, texts))))
    alphabet = [character for character in alphabet if is_ideograph(character)]
    chosen = source.sample(range(len(texts)), int(len(texts) * share))
    copies = [add_noise(texts[index], rate, alphabet, source) for index in chosen]
    return NoisyCorpus([*texts, *copies], [-1] * len(texts) + chosen)


def _checked(texts: Sequence[str], settings: DedupSettings) -> Checked:
    """Every text a document of one paragraph."""
    inputs = [
        DedupInput(str(number), text, (Block(0, len(text), Role.BODY),))
        for number, text in enumerate(texts)
    ]
    summaries: list[Summary] = []
    for start in range(0, len(inputs), _BATCH_PARAGRAPHS):
        summaries += summarise_all(inputs[start : start + _BATCH_PARAGRAPHS], settings)
    corpus = ParagraphColumns(summaries)
    return checked(corpus, candidates(corpus, settings), texts.__getitem__, settings)


def measure(corpus: NoisyCorpus, settings: DedupSettings) -> DedupScore:
    """Measure detection and removal over all paragraphs, every paragraph a document."""
    begin = time.process_time()
    _checked(corpus.texts, settings)
    seconds = time.process_time() - begin
    # Now every pair, also those that need not be compared as one paragraph goes in any case.
    found = _checked(corpus.texts, replace(settings, across_documents=False))
    rows = list(zip(found.first.tolist(), found.second.tolist(), strict=True))
    unequal = [corpus.texts[first] != corpus.texts[second] for first, second in rows]
    pairs = set(compress(rows, unequal))
    removable = pairs & set(compress(rows, found.copies.tolist()))
    planted = {
        (original, copy)
        for copy, original in enumerate(corpus.originals)
        if original >= 0
        and corpus.texts[copy] != corpus.texts[original]
        and len(corpus.texts[copy]) >= settings.min_length
    }
    # Punctuation alone is no difference, and what stands in the copy that is kept is not lost.
    clean = [
        "".join(filter(str.isalnum, corpus.texts[original] if original >= 0 else text))
        for text, original in zip(corpus.texts, corpus.originals, strict=True)
    ]
    wrong = sorted(pair for pair in removable if clean[pair[1]] not in clean[pair[0]])
    characters = sum(map(len, corpus.texts))
    return DedupScore(
        paragraphs=len(corpus.texts),
        characters=characters,
        planted=len(planted),
        recall=len(planted & pairs) / max(len(planted), 1),
        removable=len(planted & removable) / max(len(planted), 1),
        precision=1 - len(wrong) / max(len(removable), 1),
        seconds=round(seconds, 2),
        characters_per_second=int(characters / max(seconds, 1e-9)),
        wrong=[(corpus.texts[first], corpus.texts[second]) for first, second in wrong],
    )


def oracle_recall(texts: Sequence[str], settings: DedupSettings) -> float:
    """Return the share of all similar pairs, found by comparing every pair, that are candidates."""
    texts = [text for text in dict.fromkeys(texts) if len(text) >= settings.min_length]
    truth: set[tuple[int, int]] = set()
    block = 500
    for start in range(0, len(texts), block):
        scores = process.cdist(
            texts[start : start + block],
            texts,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=settings.variant,
            dtype=np.float32,
        )
        for row, column in np.argwhere((scores > 0) & (scores < 1)).tolist():
            if start + row < column:
                truth.add((start + row, column))
    found = _checked(texts, replace(settings, across_documents=False))
    pairs = set(zip(found.first.tolist(), found.second.tolist(), strict=True))
    return len(truth & pairs) / max(len(truth), 1)


def _read(path: Path, count: int, shortest: int) -> list[str]:
    texts: dict[str, None] = {}
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = line.strip()
            if len(text) >= shortest:
                texts[text] = None
            if len(texts) >= count:
                break
    return list(texts)


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--paragraphs", default=50000, show_default=True)
@click.option("--sample", default=5000, show_default=True, help="Size of the all-pairs check.")
@click.option("--rate", default=0.05, show_default=True, help="Errors per character.")
def main(path: Path, paragraphs: int, sample: int, rate: float) -> None:
    """Plant noisy copies in the paragraphs of PATH and print the score as JSON."""
    settings = DedupSettings()
    texts = _read(path, int(paragraphs / 1.2), settings.min_length)
    corpus = plant_copies(texts, rate=rate)
    score = measure(corpus, settings)
    small = plant_copies(texts[: int(sample / 1.2)], rate=rate)
    result = msgspec.to_builtins(score)
    result["oracle_recall"] = oracle_recall(small.texts, settings) if sample else None
    result["wrong"] = result["wrong"][:10]
    click.echo(msgspec.json.format(msgspec.json.encode(result)).decode())


if __name__ == "__main__":
    main()
