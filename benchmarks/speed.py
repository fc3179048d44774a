"""Measure speed and memory of restoring a folder: whole run and stages, at growing sizes.

    python benchmarks/speed.py INPUT [--copies 1 4 16]

Copies differ in their numbers, so that they are variants of one another and not repeats that the
dedup stage would remove at once.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time

from restore.document import Document
from restore.errors import InputError
from restore.pipeline import restore_corpus
from restore.readers import read_inputs


def load(path: str) -> list[Document]:
    """Read the documents below a path."""
    return [item.document for item in read_inputs([path]) if not isinstance(item, InputError)]


def multiplied(documents: list[Document], copies: int) -> list[Document]:
    """Return the documents ``copies`` times, every copy with numbers of its own."""
    return [
        Document.from_text(
            re.sub(r"[0-9]+", lambda match, add=copy: str(int(match[0]) + add), document.source),
            id=f"{copy}/{document.id}",
        )
        for copy in range(copies)
        for document in documents
    ]


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input")
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 4, 16])
    options = parser.parse_args()
    documents = load(options.input)
    began = time.perf_counter()
    restore_corpus(multiplied(documents[:1], 1))
    print(
        f"first document, with loading dictionaries and model: {time.perf_counter() - began:.2f} s"
    )
    print(
        f"{'documents':>9} {'characters':>11} {'seconds':>8} {'chars/s':>9} {'peak MB':>8}  stages"
    )
    for copies in options.copies:
        corpus = multiplied(documents, copies)
        characters = sum(len(document.source) for document in corpus)
        began = time.perf_counter()
        result = restore_corpus(corpus)
        seconds = time.perf_counter() - began
        # Linux counts in KiB, macOS in bytes; the peak is that of the process so far.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        megabytes = peak / (1e6 if sys.platform == "darwin" else 1e3)
        stages = ", ".join(f"{name} {value:.2f}" for name, value in result.timings.items())
        print(
            f"{len(corpus):>9} {characters:>11,} {seconds:>8.2f} {characters / seconds:>9,.0f} "
            f"{megabytes:>8.0f}  {stages}"
        )


if __name__ == "__main__":
    main()
