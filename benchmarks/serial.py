"""How much of a run only one process can do, and how much faster two could make it.

    python benchmarks/serial.py FOLDER [--one-only]

Cleans FOLDER (texts as ``corpus.py`` makes them) with one process, into a temporary folder, and
prints the processor seconds of each step by whether it is spread over processes or not. From that
follows what N processes can come to at best, by Amdahl's law: total / (serial + spread / N). Wall
time says nothing on a machine that others use; this does. A second run with two processes gives
what these take more, altogether: their start, and what each of them reads again. Both runs are held to
one processor, so that they do not slow each other's memory and the figures can be compared.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from memory import run_measured

ROOT = Path(__file__).resolve().parent.parent
#: Steps by where they are: module, owner (a class, or "" for the module), name. ``True``: many
#: processes share it.
_STEPS: tuple[tuple[str, str, str, bool], ...] = (
    ("restore.executors.tasks", "Tasks", "read", True),
    ("restore.executors.tasks", "Tasks", "score", True),
    ("restore.executors.tasks", "Tasks", "correct", True),
    ("restore.executors.tasks", "Tasks", "figures", True),
    ("restore.figures.workers", "Tasks", "pairs", True),
    ("restore.figures.workers", "Tasks", "edges", True),
    ("restore.executors.local", "Run", "__init__", False),
    ("restore.executors.local", "Run", "_job", False),
    ("restore.executors.store", "DiskStore", "open_pages", False),
    ("restore.executors.store", "DiskStore", "find_repeats", False),
    ("restore.executors.store", "DiskStore", "order", False),
    ("restore.executors.store", "DiskStore", "leading_texts", False),
    ("restore.executors.store", "DiskStore", "scores", False),
    ("restore.executors.store", "DiskStore", "keep", False),
    ("restore.executors.store", "DiskStore", "settle", False),
    ("restore.pipeline.phases", "", "join", False),
    ("restore.pipeline.phases", "", "statistics", False),
    ("restore.pipeline.phases", "", "doubtful_places", False),
    ("restore.executors.assembling", "", "gather", False),
    ("restore.executors.assembling", "Assembly", "lines", False),
    ("restore.executors.assembling", "Assembly", "repeats", False),
    ("restore.executors.assembling", "Assembly", "manifest", False),
    ("restore.executors.assembling", "Assembly", "_write_figures", False),
    ("restore.executors.local", "", "publish", False),
    ("restore.figures.corpus", "FigureCheck", "_take", False),
    ("restore.figures.corpus", "FigureCheck", "_match", False),
    ("restore.figures.corpus", "FigureCheck", "_find_series", False),
    ("restore.figures.corpus", "FigureCheck", "_find_facts", False),
    ("restore.figures.corpus", "FigureCheck", "_compare", False),
    ("restore.figures.index", "TokenIndex", "build", False),
    ("restore.figures.index", "TokenIndex", "shared", False),
)  # fmt: skip


class _Clock:
    """Processor seconds of steps, each without those that it calls."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._open: list[str] = ["the rest"]
        self._since = 0.0

    def turn(self) -> None:
        """Give what has passed to the step that is open."""
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call that is timed."""

        @wraps(call)
        def timed(*arguments: Any, **named: Any) -> Any:
            self.turn()
            self._open.append(name)
            try:
                return call(*arguments, **named)
            finally:
                self.turn()
                self._open.pop()

        return timed


def _timed_run(target: Path, arguments: list[str]) -> None:
    """Run the command line with the steps timed; write what each took."""
    clock = _Clock()
    spread = set()
    for module, owner, name, many in _STEPS:
        place: Any = importlib.import_module(module)
        label = f"{owner or module.rpartition('.')[2]}.{name.strip('_')}"
        place = getattr(place, owner) if owner else place
        setattr(place, name, clock.around(label, getattr(place, name)))
        spread |= {label} if many else set()
    from restore.cli import main as restore_main

    sys.argv = ["restore", *arguments]
    try:
        restore_main()
    except SystemExit as end:
        if end.code:
            raise
    clock.turn()
    found = {"spread": sorted(spread), "seconds": dict(clock.seconds)}
    target.write_text(json.dumps(found), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--one-only", action="store_true", help="leave out the run with two")
    wanted = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with TemporaryDirectory(prefix="restore-serial-") as scratch:
        result = Path(scratch) / "result.json"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}

        def taken(*command: str, workers: int) -> float:
            found = run_measured(
                [sys.executable, *command, "clean", str(wanted.folder), "-o", f"{scratch}/out",
                 "--no-report", "--force", "--workers", str(workers)],
                cwd=ROOT, environment=environment,
            )  # fmt: skip
            if found.code:
                sys.exit(found.output)
            print(
                f"{workers} process(es): {found.cpu:.1f} s of processor, {found.megabytes:.0f} MB"
            )
            return found.cpu

        one = taken(__file__, "--timed", str(result), workers=1)
        data = json.loads(result.read_text("utf-8"))
        spread = sum(data["seconds"].get(name, 0.0) for name in data["spread"])
        for name, seconds in sorted(data["seconds"].items(), key=lambda item: -item[1]):
            mark = "spread" if name in data["spread"] else "serial"
            print(f"{seconds:8.2f} s  {mark}  {name}")
        serial = one - spread
        best = one / (serial + spread / 2)
        print(f"serial {serial:.2f} s, spread {spread:.2f} s; two at best {best:.2f} times one")
        if not wanted.one_only:
            more = taken("-m", "restore", workers=2) - one
            print(f"two take {more:.2f} s more; "
                  f"with that {one / (serial + (spread + more) / 2):.2f} times one")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--timed"]:
        _timed_run(Path(sys.argv[2]), sys.argv[3:])
    else:
        main()
