from __future__ import annotations

import resource
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        (["-c", "import restore"], 0.3),
        (["-m", "restore", "--version"], 0.6),
        (["-m", "restore", "--help"], 0.3),
        (["-m", "restore", "clean", "--help"], 0.6),
    ],
)
def test_starting_is_quick(words: list[str], limit: float) -> None:
    # Seconds of CPU, and the best of three: other work on the machine is not what is measured.
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < limit
