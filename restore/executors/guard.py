"""Ends what a process has started when that is killed: ``python -m restore.executors.guard PID``.

Of Ray's processes two outlive a command that started Ray on this machine and is ended by SIGKILL,
since what would end them goes first. This looks from outside, twice a second, at what descends from
the command, until its standard input ends, as it does when the command has ended, in whatever way.
Where the system does not tell children (``/proc``) it does nothing.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["guarded"]

_LOOK = 0.5
# Seconds that processes have to end by themselves, and after SIGTERM.
_PATIENCE = 5.0
#: Of the fields of /proc/PID/stat behind the name: when a process started. A number that is given
#: again belongs to another process.
_STARTED = 19


@contextmanager
def guarded() -> Iterator[None]:
    """Have what is started meanwhile ended when this process is killed."""
    command = [sys.executable, "-m", __name__, str(os.getpid())]
    # A session of its own: what is sent to the command's group does not reach it.
    guard = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    assert guard.stdin is not None
    try:
        yield
    finally:
        guard.stdin.close()
        guard.wait()


def _born(process: int) -> str:
    """Return what tells a process from a later one with its number; empty if it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[_STARTED]


def _below(root: int) -> set[int]:
    """Return the processes that descend from one, this one aside."""
    found = [root]
    for process in found:
        with suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                children = (task / "children").read_text().split()
                found += (int(child) for child in children if int(child) != os.getpid())
    return set(found) - {root}


def _end(known: dict[int, str]) -> None:
    """End the processes that are left, after they have had time for it themselves."""
    # Signal 0 does nothing.
    for number in (0, signal.SIGTERM, signal.SIGKILL):
        left = [process for process, born in known.items() if _born(process) == born]
        for process in left:
            with suppress(OSError):
                os.kill(process, number)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and any(_born(item) == known[item] for item in left):
            time.sleep(_LOOK / 5)


def main() -> None:
    """Watch a process until standard input ends."""
    root = int(sys.argv[1])
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    known: dict[int, str] = {}
    while not ended.is_set():
        for process in _below(root):
            known[process] = known.get(process) or _born(process)
        ended.wait(_LOOK)
    _end({process: born for process, born in known.items() if born})


if __name__ == "__main__":
    main()
