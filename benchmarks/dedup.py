"""Measure dedup: what it finds among noisy copies, and its speed and memory at growing sizes.

    python benchmarks/dedup.py FILE... [--paragraphs 50000] [--characters 10000000 100000000]

FILE holds one paragraph a line (.xz too). Noisy copies are planted in a sample of its distinct
paragraphs. Where datatrove is installed, its MinHash signatures and buckets are run on the same
paragraphs, with its defaults and with our bands, and its time and recall are printed beside ours;
so are rensa's.

For the sizes, forty paragraphs are a document. The text is taken again where it does not suffice,
with the Han characters exchanged for one another (but for numerals and negations), so that its
repeats and templates stay and nothing is a copy of what came before. Each size is a process of its
own; texts are read from disk as an executor would, and the larger columns lie in files.
"""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import random
import resource
import struct
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from restore.core.blocks import Block, Role
from restore.dedup import DedupInput
from restore.dedup.columns import ParagraphColumns
from restore.dedup.settle import candidates, checked, settle
from restore.dedup.summary import Summary, summarise_all
from restore.dedup.within import clusters
from restore.evaluation.dedup import NoisyCorpus, measure, oracle_recall, plant_copies
from restore.settings import DedupSettings

PARAGRAPHS = 40
BATCH = 1 << 22
KEPT = "〇零一二三四五六七八九十百千万亿两第年月日不未无非没勿毋莫否"


def read(paths: Sequence[Path], shortest: int) -> list[str]:
    """Read the distinct paragraphs of files, in order."""
    found: dict[str, None] = {}
    for path in paths:
        opener = lzma.open if path.suffix == ".xz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            found.update((line.strip(), None) for line in lines)
    return [text for text in found if len(text) >= shortest]


def exchanged(texts: Sequence[str], seed: int) -> Iterator[str]:
    """Return the texts with the Han characters exchanged for one another; seed 0: as they are."""
    alphabet = [chr(code) for code in range(0x4E00, 0xA000) if chr(code) not in KEPT]
    others = list(alphabet)
    if seed:
        random.Random(seed).shuffle(others)
    table = str.maketrans(dict(zip(alphabet, others, strict=True)))
    return (text.translate(table) for text in texts)


class Documents:
    """Documents of a file that is written once and then read by number."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self.places: list[tuple[int, int]] = []
        self.characters = 0

    def write(self, lines: list[str]) -> None:
        """Add a document."""
        data = "\n".join(lines).encode()
        self.places.append((self._file.tell(), len(data)))
        self.characters += sum(map(len, lines)) + len(lines) - 1
        self._file.write(data)

    def text(self, number: int) -> str:
        """Return the text of a document."""
        start, size = self.places[number]
        self._file.seek(start)
        return self._file.read(size).decode()

    def inputs(self) -> Iterator[DedupInput]:
        """Return all documents."""
        for number in range(len(self.places)):
            text = self.text(number)
            blocks: list[Block] = []
            position = 0
            for line in text.split("\n"):
                blocks.append(Block(position, position + len(line), Role.BODY))
                position += len(line) + 1
            yield DedupInput(str(number), text, tuple(blocks))


def fill(documents: Documents, texts: Sequence[str], characters: int) -> None:
    """Write documents until there are so many characters."""
    seed = 0
    while True:
        lines: list[str] = []
        for text in exchanged(texts, seed):
            lines.append(text)
            if len(lines) == PARAGRAPHS:
                documents.write(lines)
                lines = []
                if documents.characters >= characters:
                    return
        seed += 1


def summaries(documents: Documents, settings: DedupSettings) -> Iterator[Summary]:
    """Summarise batch by batch."""
    batch: list[DedupInput] = []
    size = 0
    for source in documents.inputs():
        batch.append(source)
        size += len(source.text)
        if size >= BATCH:
            yield from summarise_all(batch, settings)
            batch, size = [], 0
    yield from summarise_all(batch, settings)


def scale(paths: Sequence[Path], characters: int) -> dict[str, object]:
    """Run the stage over so many characters."""
    settings = DedupSettings()
    texts = read(paths, 1)
    with tempfile.TemporaryDirectory() as folder:
        documents = Documents(Path(folder) / "documents")
        fill(documents, texts, characters)
        del texts
        times: dict[str, float] = {}
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()

        def done(name: str) -> None:
            times[name] = round(time.process_time() - began - sum(times.values()), 2)
            print(f"{characters:,} {name}: {times[name]} s", file=sys.stderr, flush=True)

        corpus = ParagraphColumns(summaries(documents, settings), Path(folder))
        done("summaries")
        pairs = candidates(corpus, settings)
        done("search")
        found = checked(corpus, pairs, documents.text, settings)
        done("check")
        result = settle(corpus, pairs, found, documents.text, settings)
        done("settle")
        corpus.close()
    seconds = sum(times.values())
    # Linux counts in KiB, macOS in bytes.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return {
        "characters": documents.characters,
        "paragraphs": len(documents.places) * PARAGRAPHS,
        "seconds": round(seconds, 1),
        "characters per second": int(documents.characters / seconds),
        "steps": times,
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit),
        "MB before": round(before / unit),
        "removed": sum(map(len, result.removals)),
        "variants": len(result.variants),
    }


def _apart(
    paths: Sequence[Path], characters: int, answer: multiprocessing.SimpleQueue[str]
) -> None:
    answer.put(json.dumps(scale(paths, characters)))


def in_own_process(paths: Sequence[Path], characters: int) -> dict[str, object]:
    """Run ``scale`` in a process that has used no memory yet."""
    context = multiprocessing.get_context("spawn")
    answer = context.SimpleQueue()
    process = context.Process(target=_apart, args=(paths, characters, answer))
    process.start()
    result: dict[str, object] = json.loads(answer.get())
    process.join()
    return result


def signatures_and_pairs(corpus: NoisyCorpus, settings: DedupSettings) -> dict[str, object]:
    """Time what answers to datatrove's first two steps: summaries, and the search for pairs."""
    inputs = [
        DedupInput(str(number), text, (Block(0, len(text), Role.BODY),))
        for number, text in enumerate(corpus.texts)
    ]
    began = time.process_time()
    corpus_of = ParagraphColumns(
        summary
        for start in range(0, len(inputs), 1 << 15)
        for summary in summarise_all(inputs[start : start + (1 << 15)], settings)
    )
    signed = time.process_time()
    pairs = candidates(corpus_of, settings)
    return {
        "signatures s": round(signed - began, 2),
        "seconds": round(time.process_time() - began, 2),
        "pairs": len(pairs.first),
    }


def datatrove(corpus: NoisyCorpus, shortest: int, *, ours: bool) -> dict[str, object] | None:
    """Run datatrove's MinHash on the paragraphs: signatures and buckets, its first two steps.

    Parameters
    ----------
    ours : with 32 bands of 4 rows over 2-grams and figures as they are; else with its defaults
    """
    try:
        from datatrove.data import Document
        from datatrove.pipeline.dedup.minhash import (
            MinhashConfig,
            MinhashDedupBuckets,
            MinhashDedupSignature,
        )
        from datatrove.utils.text import TextNormConfig
        from datatrove.utils.typeshelper import Languages
        from loguru import logger
    except ImportError:
        return None
    logger.remove()
    config = MinhashConfig()
    if ours:
        norm = TextNormConfig(norm_numbers=False, remove_punctuation=False)
        config = MinhashConfig(n_grams=2, num_buckets=32, hashes_per_bucket=4, norm_config=norm)
    data = [Document(text=text, id=str(number)) for number, text in enumerate(corpus.texts)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        sign = MinhashDedupSignature(
            f"{folder}/signatures", config=config, language=Languages.mandarin_chinese
        )
        sign.run(iter(data), rank=0, world_size=1)
        signed = time.process_time()
        buckets = MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/pairs", config=config)
        for rank in range(config.num_buckets):
            buckets.run(None, rank=rank, world_size=config.num_buckets)
        seconds = time.process_time() - began
        pairs: set[tuple[int, int]] = set()
        for path in Path(folder, "pairs").iterdir():
            # Records of two (file, document): their stubs name the documents by number.
            for _, first, _, second in struct.iter_unpack("<4I", path.read_bytes()):
                pairs.add((min(first, second), max(first, second)))
    return {
        "bands": f"{config.num_buckets} x {config.hashes_per_bucket}, {config.n_grams}-grams",
        "signatures s": round(signed - began, 1),
        "seconds": round(seconds, 1),
        "pairs": len(pairs),
        "recall": recall(corpus, pairs, shortest),
    }


def rensa(corpus: NoisyCorpus, shortest: int, *, ours: bool) -> dict[str, object] | None:
    """Run rensa's MinHash on the paragraphs, each asked of those before it.

    Parameters
    ----------
    ours : with 32 bands of 4 rows over 2-grams; else 16 bands of 8 over 5-grams, as its own examples
        have them (over words, of which Chinese marks none)
    """
    try:
        from rensa import RMinHash, RMinHashLSH
    except ImportError:
        return None
    size, bands = (2, 32) if ours else (5, 16)
    hashes = 128
    began = time.process_time()
    signatures = []
    for text in corpus.texts:
        signature = RMinHash(hashes, 42)
        signature.update({text[at : at + size] for at in range(max(1, len(text) - size + 1))})
        signatures.append(signature)
    signed = time.process_time()
    index = RMinHashLSH(0.8, hashes, bands)
    pairs: set[tuple[int, int]] = set()
    for number, signature in enumerate(signatures):
        pairs.update((other, number) for other in index.query(signature))
        index.insert(number, signature)
    return {
        "bands": f"{bands} x {hashes // bands}, {size}-grams",
        "signatures s": round(signed - began, 1),
        "seconds": round(time.process_time() - began, 1),
        "pairs": len(pairs),
        "recall": recall(corpus, pairs, shortest),
    }


def recall(corpus: NoisyCorpus, pairs: set[tuple[int, int]], shortest: int) -> float:
    """Return the share of the planted copies that hang together with what they are copies of."""
    group = {row: number for number, rows in enumerate(clusters(pairs)) for row in rows}
    planted = {
        (original, copy)
        for copy, original in enumerate(corpus.originals)
        if original >= 0
        and corpus.texts[copy] != corpus.texts[original]
        and len(corpus.texts[copy]) >= shortest
    }
    found = sum(group.get(one, -1) == group.get(other, -2) for one, other in planted)
    return round(found / len(planted), 4)


def main() -> None:
    """Print the results as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--paragraphs", type=int, default=50_000)
    parser.add_argument("--sample", type=int, default=5_000, help="size of the all-pairs check")
    parser.add_argument("--rate", type=float, default=0.05, help="errors per character")
    parser.add_argument("--characters", type=int, nargs="*", default=[])
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    settings = DedupSettings()
    results: dict[str, object] = {}
    if options.paragraphs:
        texts = read(options.files, settings.min_length)
        random.Random(3).shuffle(texts)
        corpus = plant_copies(texts[: options.paragraphs], rate=options.rate)
        small = plant_copies(texts[: options.sample], rate=options.rate)
        ours = msgspec.to_builtins(measure(corpus, settings))
        ours["wrong"] = ours["wrong"][:20]
        results["restore"] = ours
        results["restore, signatures and pairs"] = signatures_and_pairs(corpus, settings)
        results["against all pairs"] = oracle_recall(small.texts, settings)
        for name, same in (("datatrove, its defaults", False), ("datatrove, our bands", True)):
            results[name] = datatrove(corpus, settings.min_length, ours=same) or "not installed"
        for name, same in (("rensa, as its examples", False), ("rensa, our bands", True)):
            results[name] = rensa(corpus, settings.min_length, ours=same) or "not installed"
        del texts, corpus, small
    sizes = [in_own_process(options.files, size) for size in options.characters]
    if sizes:
        results["sizes"] = sizes
    text = json.dumps(results, ensure_ascii=False, indent=2)
    print(text)
    if options.output:
        options.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
