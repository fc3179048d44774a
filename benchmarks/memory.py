"""Run a command and see what it takes: wall time, processor time, memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_EVERY = 0.2


class Taken(NamedTuple):
    """Seconds of wall and processor time (of all processes), peak megabytes of memory.

    Memory is the sum of the processes' proportional shares where the system tells them (Linux),
    else that of the largest process.
    """

    code: int
    wall: float
    cpu: float
    megabytes: float
    output: str


def run_measured(command: Sequence[str], *, cwd: Path, environment: dict[str, str]) -> Taken:
    """Run a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = [0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY):
            peak[0] = max(peak[0], sum(map(megabytes, tree(process.pid))))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watcher.join()
    wall = time.perf_counter() - began
    # Linux counts in KiB, macOS in bytes.
    largest = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Taken(
        process.returncode,
        wall,
        usage.ru_utime + usage.ru_stime,
        max(peak[0], largest),
        output.decode("utf-8", "replace"),
    )


def tree(root: int) -> list[int]:
    """Return a process and all processes below it."""
    found = [root]
    for process in found:
        try:
            for task in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def megabytes(process: int) -> float:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1e3
    except (OSError, ValueError):
        pass
    return 0.0
