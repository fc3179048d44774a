"""Measure speed and memory of the figure check at growing sizes, each in a process of its own.

    python benchmarks/figures.py INPUT [--characters 100000 1000000 10000000] [--workers 2]

The documents of INPUT are repeated until there is enough text. Copies differ in their numbers
and years. Twenty share a wording, as the yearly reports of one body do; the next twenty have their
characters exchanged for one another, but for those that figures, units and times are written with. Copies are
made while they are read, so that the memory measured is that of the check and not of the corpus.
The temporary files that it needs are counted too.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from restore.core.claims import FigureSource
from restore.errors import InputError
from restore.figures.corpus import FigureCheck
from restore.figures.dictionary import load_dictionary
from restore.readers import read_inputs

#: Copies that share a wording.
_SHARED = 20
_YEAR = re.compile(r"20[0-9]{2}年")


class Outcome(NamedTuple):
    """What one run took: wall seconds, peak megabytes of memory and of disk, and what it found."""

    characters: int
    documents: int
    seconds: float
    memory: float
    disk: float
    counts: dict[str, int]


def shifted(text: str, step: int) -> str:
    """Return the report of some years before: earlier years, other numbers."""

    def other(match: re.Match[str]) -> str:
        number = int(match[0])
        return str(number - step if _YEAR.match(text, match.start()) else number + step)

    return re.sub(r"[0-9]+", other, text)


def reworded(characters: Sequence[str], wording: int) -> dict[int, str]:
    """Return a table that exchanges characters for one another, for ``str.translate``."""
    others = list(characters)
    random.Random(wording).shuffle(others)
    return {ord(one): other for one, other in zip(characters, others, strict=True)}


def corpus(path: str, characters: int) -> Iterator[FigureSource]:
    """Yield copies of the documents until there are so many characters."""
    documents = [item.document for item in read_inputs([path]) if not isinstance(item, InputError)]
    book = load_dictionary()
    fixed = set("年月日时期今去前上下半全本零一二三四五六七八九十百千万亿两第分之")
    for words in (book.units, book.predicates, book.names, [q.form for q in book.qualifiers]):
        fixed.update(*words)
    free = {c for document in documents for c in document.source if "一" <= c <= "鿿"} - fixed
    made = 0
    for copy in itertools.count():
        table = reworded(sorted(free), copy // _SHARED) if copy >= _SHARED else {}
        for document in documents:
            text = shifted(document.source, copy % _SHARED).translate(table)
            yield FigureSource(f"{copy}/{document.id}", text)
            made += len(text)
            if made >= characters:
                return


def measure(path: str, characters: int, workers: int) -> Outcome:
    """Run the check; call this in a fresh process, since the peak is that of its whole life."""
    seen = [0, 0]

    def counted() -> Iterator[FigureSource]:
        for source in corpus(path, characters):
            seen[0] += len(source.text)
            seen[1] += 1
            yield source

    disk = 0.0

    with tempfile.TemporaryDirectory() as folder:

        def look(_phase: str, done: int) -> None:
            nonlocal disk
            if done % 64 == 0:
                files = Path(folder).rglob("*")
                disk = max(disk, sum(file.stat().st_size for file in files if file.is_file()) / 1e6)

        began = time.perf_counter()
        with FigureCheck(folder=Path(folder), workers=workers, progress=look) as check:
            check.run(counted())
            counts = check.counts
            look("", 0)
        seconds = time.perf_counter() - began
    # Linux counts in KiB, macOS in bytes; each worker process has a peak of its own.
    unit = 1e6 if sys.platform == "darwin" else 1e3
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    workers_peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
    memory = own + (workers * workers_peak if workers > 1 else 0)
    return Outcome(seen[0], seen[1], seconds, memory, disk, counts)


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("input")
    parser.add_argument(
        "--characters", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000]
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    print(
        f"figure check, {options.workers} processes\n"
        f"{'characters':>11} {'documents':>9} {'claims':>9} {'groups':>8} {'seconds':>8} "
        f"{'chars/s':>9} {'peak MB':>8} {'disk MB':>8}"
    )
    for characters in options.characters:
        context = multiprocessing.get_context("spawn")
        # Workers of the check are processes too, which a daemonic child may not have.
        reader, writer = context.Pipe(duplex=False)
        process = context.Process(
            target=_send, args=(writer, options.input, characters, options.workers)
        )
        process.start()
        writer.close()
        done: Outcome = reader.recv()
        process.join()
        groups = sum(size for key, size in done.counts.items() if key.startswith("groups:"))
        print(
            f"{done.characters:>11,} {done.documents:>9,} {done.counts['claims']:>9,} "
            f"{groups:>8,} {done.seconds:>8.1f} {done.characters / done.seconds:>9,.0f} "
            f"{done.memory:>8.0f} {done.disk:>8.0f}",
            flush=True,
        )


def _send(writer: Connection, path: str, characters: int, workers: int) -> None:
    writer.send(measure(path, characters, workers))


if __name__ == "__main__":
    main()
