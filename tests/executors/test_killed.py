"""Runs that end by force. ``RESTORE_KILLS=20 pytest tests/executors/test_killed.py`` kills oftener."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from restore.executors.work import NAME
from tests.executors.corpus import make, outputs

_ROOT = Path(__file__).parents[2]
_KILLS = int(os.environ.get("RESTORE_KILLS", "2"))
# What is there when a phase has begun to finish its work.
_PHASES = (
    "read/000001.done",
    "score/000001.done",
    "orders/000000.done",
    "correct/000001.done",
    "figures/000001.done",
    "figures/compared-*/pairs-*.rows",
    "figures/compared-*/edges-*.rows",
)


def start(folder: Path, out: Path, workers: int, limit: int | None = None) -> subprocess.Popen[str]:
    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [sys.executable, "-m", "tests.executors.victim", str(folder), str(out), str(workers)],
        cwd=_ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=bound,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=120)
    return process.returncode, err


def test_killed_at_any_moment_a_run_goes_on_to_the_same_result(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in"), tmp_path / "out"
    began = time.monotonic()
    assert finish(start(folder, tmp_path / "whole", 2)) == (0, "")
    usual = time.monotonic() - began
    expected = outputs(tmp_path / "whole")
    moments = random.Random(_KILLS)
    killed = 0
    while killed < _KILLS:
        process = start(folder, out, 2)
        time.sleep(moments.uniform(0.1, usual))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            killed += 1
        else:
            assert finish(process) == (0, "")
            assert outputs(out) == expected
            shutil.rmtree(out)
    assert finish(start(folder, out, 2)) == (0, "")
    assert outputs(out) == expected


def test_killed_in_each_phase_a_run_keeps_what_is_done(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in"), tmp_path / "out"
    assert finish(start(folder, tmp_path / "whole", 1)) == (0, "")
    known: dict[Path, int] = {}
    for number, pattern in enumerate(_PHASES):
        process = start(folder, out, 1 + number % 2)
        deadline = time.monotonic() + 60
        while not any((out / NAME).glob(pattern)):
            assert process.poll() is None, f"ended before {pattern}"
            assert time.monotonic() < deadline
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert {path: path.stat().st_mtime_ns for path in known} == known
        known = {
            path: path.stat().st_mtime_ns
            for path in (out / NAME).rglob("*")
            if path.suffix in {".done", ".rows"} and path.parent.name not in {"scratch", "spool"}
        }
    assert len({path.parent.name for path in known}) == 6
    assert finish(start(folder, out, 2)) == (0, "")
    assert outputs(out) == outputs(tmp_path / "whole")


@pytest.mark.parametrize("workers", [1, 2])
def test_where_the_disk_takes_no_more_the_run_stops_and_goes_on_later(
    tmp_path: Path, workers: int
) -> None:
    folder, out = make(tmp_path / "in"), tmp_path / "out"
    out.mkdir()
    before = '{"format":1,"version":"0","settings_digest":"","files":{}}'
    (out / "manifest.json").write_text(before, encoding="utf-8")
    code, err = finish(start(folder, out, workers, limit=40_000))
    assert code == 1
    last = err.strip().splitlines()[-1]
    assert "cannot be written (File too large); make room on the disk" in last
    assert {path.name for path in out.iterdir()} <= {"manifest.json", NAME}
    assert (out / "manifest.json").read_text(encoding="utf-8") == before
    assert finish(start(folder, out, 1)) == (0, "")
    assert "text/0.txt" in outputs(out)
