"""What others take, in the same run: OpenCC, pycorrector's correctors as they come.

    python benchmarks/others.py SOURCE RESULT.json [--characters 1000000] [--sample 4000]

OpenCC converts a clean corpus from Simplified to Traditional, a line at a time: the yardstick of a
stage that looks at every character once. pycorrector's correctors and our correction stage get the
same noisy sentences, of which the clean ones are known.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from corpus import clean_documents, spoiled

from restore.errors import RestoreError
from restore.evaluation.engines import make_engine
from restore.settings import Settings

_CONVERSION = "s2t"
#: Wrong characters in a hundred of the sample.
RATE = 0.02
ENGINES = (
    "correction",
    "stock-confusion",
    "stock-proper",
    "stock-perplexity",
    "stock-margin",
)
_SLOW = {"stock-perplexity", "stock-margin"}


def lines_of(source: Path, characters: int, seed: int = 1) -> Iterator[str]:
    """Yield clean paragraphs, so many characters of them."""
    for document in clean_documents(source, seed):
        for line in document:
            yield line
            characters -= len(line)
            if characters <= 0:
                return


def timed(work: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """Return seconds of wall and processor time for all texts."""
    wall, cpu = time.perf_counter(), time.process_time()
    for text in texts:
        work(text)
    return {
        "characters": sum(map(len, texts)),
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
    }


def opencc(texts: list[str]) -> dict[str, object]:
    """Measure OpenCC; its dictionaries are loaded before."""
    from opencc import OpenCC

    converter = OpenCC(_CONVERSION)
    converter.convert("开")
    return {"name": f"OpenCC {_CONVERSION}", **timed(converter.convert, texts)}


def corrector(name: str, pairs: list[tuple[str, str]]) -> dict[str, object]:
    """Measure a corrector: its speed, and edits left to the clean text."""
    from rapidfuzz.distance import Levenshtein

    engine = make_engine(name, Settings())
    engine("习近平总书记")
    results: list[tuple[str, str]] = []

    def work(text: str) -> None:
        results.append((text, engine(text).text))

    taken = timed(work, [noisy for noisy, _ in pairs])
    clean = [clean for _, clean in pairs]
    before = sum(Levenshtein.distance(noisy, right) for noisy, right in pairs)
    after = sum(
        Levenshtein.distance(found, right) for (_, found), right in zip(results, clean, strict=True)
    )
    return {"name": name, **taken, "errors_before": before, "errors_after": after}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=4_000)
    options = parser.parse_args()
    found = [opencc(list(lines_of(options.source, options.characters)))]
    rng = Random(3)
    clean = [line for line in lines_of(options.source, 10 * options.sample, 2) if len(line) >= 20]
    pairs = [(spoiled(line, RATE, rng), line) for line in clean]
    left_out = []
    for name in ENGINES:
        size = options.sample if name in _SLOW else 10 * options.sample
        room, chosen = size, []
        for pair in pairs:
            chosen.append(pair)
            room -= len(pair[0])
            if room <= 0:
                break
        try:
            found.append(corrector(name, chosen))
        except (RestoreError, ImportError) as error:
            left_out.append(f"{name}: {error}")
    options.result.write_text(json.dumps({"rows": found, "left_out": left_out}), encoding="utf-8")


if __name__ == "__main__":
    main()
