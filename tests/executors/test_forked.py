"""Processes that are copies of the one that leads the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from restore import processes
from restore.correction.passages import Alternative, Place
from restore.executors.work import NAME
from restore.files import decode, encode
from restore.pipeline import phases
from restore.pipeline.state import CorpusRecord
from restore.settings import Settings
from tests.executors.corpus import local, make, outputs
from tests.executors.test_set_apart import BAD, small

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux only")
_ROOT = Path(__file__).parents[2]
# A run of two processes that says how it began them, and dies of a document where it is told to.
_RUN = """
import os, signal, sys
from pathlib import Path
os.environ["OPENBLAS_NUM_THREADS"] = "1"
from restore import processes
from restore.pipeline import phases
from tests.executors.corpus import local
leader, original, known = os.getpid(), phases.correct, processes.pool
def deadly(state, *given, **named):
    if state.id == sys.argv[3] and os.getpid() != leader:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(state, *given, **named)
def pool(make, workers, *, method=None):
    if method is not None:
        print(method)
    return known(make, workers, method=method)
phases.correct, processes.pool = deadly, pool
done = local(Path(sys.argv[1]), Path(sys.argv[2]), workers=2, shard=int(sys.argv[4]))
print("failed", *(item.source for item in done.manifest.failed))
"""

# The command line, over small shards: numpy is first loaded after it has begun.
_COMMAND = """
import sys
from restore import cli
known = cli._guarded
def guarded(words):
    from restore import processes
    from restore.executors import local
    pool, cut = processes.pool, local.cut
    def told(make, workers, *, method=None):
        print(method, file=sys.stderr)
        return pool(make, workers, method=method)
    processes.pool, local.cut = told, lambda pieces, size: cut(pieces, 3000)
    return known(words)
cli._guarded = guarded
cli.main()
"""


def forked(folder: Path, out: Path, *, bad: str = "", shard: int = 3000) -> list[str]:
    command = [sys.executable, "-c", _RUN, str(folder), str(out), bad, str(shard)]
    done = subprocess.run(
        command, cwd=_ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_process_with_a_second_thread_is_not_forked() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import threading\nfrom restore.processes import may_fork\nprint(may_fork())\n"
            "wait = threading.Event()\nthreading.Thread(target=wait.wait).start()\n"
            "print(may_fork())\nwait.set()",
        ],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == ["True", "False"]
    wait = threading.Event()
    thread = threading.Thread(target=wait.wait)
    thread.start()
    assert not processes.may_fork()
    wait.set()
    thread.join()


def test_a_thread_on_its_way_out_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was joined is in the system's list for a moment more: that is no second thread."""
    seen = iter([3, 2, 1])
    # Whatever threads the tests before this one have left.
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.setattr(processes, "_threads", lambda: next(seen))
    assert processes.may_fork()
    # One that is not Python's (a library's) stays.
    monkeypatch.setattr(processes, "_threads", lambda: 2)
    assert not processes.may_fork()


def test_what_is_freed_may_be_given_back_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    processes.give_back()
    # A C library that does not know how.
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    processes.give_back()


def test_the_corpus_does_not_hold_the_record_that_it_is_read_from() -> None:
    place = Place("a", 0, 1, 1, (4, 3), (Alternative("治", 3, "b", 5, 6),))
    record = CorpusRecord({"a": "治"}, {"a": msgspec.Raw(encode([place]))})
    data = bytearray(encode(record))
    corpus = phases.corpus_of(decode(memoryview(data), CorpusRecord))
    # Refused while anything looks into it.
    data.clear()
    assert corpus.places(phases.load_tools(Settings()).model)["a"] == [place]


def test_forked_processes_come_to_the_same_as_one(tmp_path: Path) -> None:
    folder = make(tmp_path / "in")
    assert {line.split()[0] for line in forked(folder, tmp_path / "forked")} == {"fork", "failed"}
    local(folder, tmp_path / "one", workers=1, shard=3000)
    assert outputs(tmp_path / "forked") == outputs(tmp_path / "one")


def test_a_document_that_ends_a_forked_process_is_set_apart(tmp_path: Path) -> None:
    told = forked(small(tmp_path / "in"), tmp_path / "out", bad=BAD, shard=400)
    assert told[-1] == f"failed {BAD}"
    assert "fork" in told
    texts = {path.name for path in (tmp_path / "out" / "text").rglob("*.txt")}
    assert BAD not in texts
    assert "a.txt" in texts


def test_forked_processes_end_with_the_one_that_leads_and_leave_no_lock(tmp_path: Path) -> None:
    folder, out = make(tmp_path / "in"), tmp_path / "out"
    expected = tmp_path / "whole"
    forked(folder, expected)
    command = [sys.executable, "-c", _RUN, str(folder), str(out), "", "3000"]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not any((out / NAME / "read").glob("*.at")) and time.monotonic() < deadline:
        time.sleep(0.002)
    children = _children(process.pid)
    # The leader alone: what it began is to end by itself.
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert children
    while any(map(_lives, children)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(_lives, children))
    forked(folder, out)
    assert outputs(out) == outputs(expected)


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def test_the_command_line_forks(tmp_path: Path) -> None:
    """Nothing that it loads before leaves a second thread behind."""
    environment = {key: value for key, value in os.environ.items() if "OPENBLAS" not in key}
    folder = make(tmp_path / "in")
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, "clean", str(folder), "-o", str(tmp_path / "out"),
         "--workers", "2", "--no-report"],
        cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "fork" in done.stderr.split(), done.stderr
    assert "spawn" not in done.stderr.split()
    assert json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["inputs"]
