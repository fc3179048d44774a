"""Measure the same text in several shapes: what a document, a file, a row and a call cost.

    python benchmarks/shapes.py SOURCE RESULT.json [--characters 1000000] [--kinds clean,noisy] [--scratch FOLDER]

Shapes: ``documents`` as ``corpus.py`` makes them, a file each; ``one file`` with all of them;
``small files`` and ``rows`` (one JSON Lines file) of a hundred characters at most; ``pipe`` and
``call``, the library over some of the same rows, warm. Files and rows are runs of ``restore clean``
with one process, each at a tenth of the size as well: the exponent is that of processor time above
the start. A start, with dictionaries and models loaded, is measured by itself. ``--scratch`` is where all is written:
not where much was just removed, for there ext4 takes .1 ms and more for each new file.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpus import documents
from memory import run_measured

ROOT = Path(__file__).resolve().parent.parent
#: Up to a hundred characters, to the end of a sentence where one is in reach.
_PIECE = re.compile(r"(?s).{1,99}(?:。|\Z)|.{100}")
_FILES_IN_FOLDER = 500
#: Rows for the library, at most: a quarter to warm up with, half piped, a quarter called one by one.
_WARM, _PIPED, _CALLED = 500, 2_000, 500
SHAPES = ("documents", "one file", "small files", "rows")


def write_shape(shape: str, texts: list[str], folder: Path) -> int:
    """Write texts in a shape; return how many documents that makes."""
    folder.mkdir(parents=True)
    pieces = [piece for text in texts for piece in _PIECE.findall(text) if piece.strip()]
    if shape == "rows":
        lines = [json.dumps({"text": piece}, ensure_ascii=False) + "\n" for piece in pieces]
        (folder / "rows.jsonl").write_text("".join(lines), encoding="utf-8")
        return len(pieces)
    parts = {"documents": texts, "one file": ["\n".join(texts)], "small files": pieces}[shape]
    for number, text in enumerate(parts):
        part = folder / f"{number // _FILES_IN_FOLDER:03}"
        part.mkdir(exist_ok=True)
        (part / f"{number:06}.txt").write_text(text, encoding="utf-8")
    return len(parts)


def cleaned(folder: Path, output: Path) -> dict[str, float]:
    """Restore a folder in a process of its own; return what that took."""
    command = [
        sys.executable, "-m", "restore", "clean", str(folder), "-o", str(output),
        "--no-report", "--workers", "1", "--force",
    ]  # fmt: skip
    taken = run_measured(command, cwd=ROOT, environment={**os.environ, "PYTHONPATH": str(ROOT)})
    if taken.code != 0:
        raise SystemExit(f"{folder.name}: {taken.output.strip()[-300:]}")
    return {"cpu": taken.cpu, "wall": taken.wall, "megabytes": taken.megabytes}


def library(texts: list[str]) -> dict[str, dict[str, float]]:
    """Return processor seconds and characters of the library's calls over rows, warm."""
    from restore import Restorer

    rows = [piece for text in texts for piece in _PIECE.findall(text) if piece.strip()]
    restorer = Restorer()
    first = min(_WARM, len(rows) // 4)
    second = first + min(_PIPED, len(rows) // 2)
    piped, called = rows[first:second], rows[second : second + _CALLED]
    list(restorer.pipe(rows[:first]))
    began = time.process_time()
    list(restorer.pipe(piped))
    between = time.process_time()
    for row in called:
        restorer(row)
    ended = time.process_time()
    return {
        name: {"documents": len(part), "characters": sum(map(len, part)), "cpu": cpu}
        for name, part, cpu in (
            ("pipe", piped, between - began),
            ("call", called, ended - between),
        )
    }


def measured(source: Path, characters: int, kind: str, scratch: Path) -> list[dict[str, Any]]:
    """Measure all shapes of one kind of text."""
    start = scratch / "start"
    if not start.exists():
        write_shape("one file", ["持续加强水污染防治工作。\n"], start)
    started = cleaned(start, scratch / "out-start")["cpu"]
    sizes = {size: [text for text, _ in documents(source, size, kind, 1)]
             for size in (characters // 10, characters)}  # fmt: skip
    found: list[dict[str, Any]] = []
    for shape in SHAPES:
        above: list[float] = []
        for size, texts in sizes.items():
            folder = scratch / f"{kind}-{size}-{shape.replace(' ', '-')}"
            count = write_shape(shape, texts, folder)
            load = os.getloadavg()[0]
            taken = cleaned(folder, scratch / f"out-{folder.name}")
            above.append(max(taken["cpu"] - started, 0.01))
        found.append({
            "kind": kind, "shape": shape, "documents": count, "characters": characters, **taken,
            "start": started, "exponent": math.log10(above[1] / above[0]), "load_before": load,
        })  # fmt: skip
        print(f"{kind} {shape}: {characters / taken['cpu']:,.0f} characters/s a core", flush=True)
    load = os.getloadavg()[0]
    for name, taken in library(sizes[characters]).items():
        found.append({"kind": kind, "shape": name, "start": 0.0, "load_before": load, **taken})
        print(f"{kind} {name}: {taken['characters'] / taken['cpu']:,.0f} characters/s", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--kinds", default="clean,noisy")
    parser.add_argument("--scratch", type=Path)
    options = parser.parse_args()
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="restore-shapes-", dir=options.scratch) as name:
        for kind in options.kinds.split(","):
            found += measured(options.source, options.characters, kind, Path(name))
    options.result.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
