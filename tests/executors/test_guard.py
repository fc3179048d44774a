"""What a killed process has started is ended, however it was started; what ends well is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
# A grandchild in a session of its own, whose parent is gone before the command is.
_COMMAND = """
import subprocess, sys, time
from restore.executors.guard import guarded
with guarded():
    child = "import subprocess, sys; p = subprocess.Popen(['sleep', '60'], start_new_session=True);"
    child += "print(p.pid, flush=True); p.wait()"
    subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
    time.sleep(60)
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")


def test_what_a_killed_process_has_started_is_ended() -> None:
    command = subprocess.Popen(
        [sys.executable, "-c", _COMMAND], cwd=_ROOT, stdout=subprocess.PIPE, text=True
    )
    assert command.stdout is not None
    grandchild = int(command.stdout.readline())
    time.sleep(1.5)
    os.kill(command.pid, signal.SIGKILL)
    command.wait()
    deadline = time.monotonic() + 30
    while Path(f"/proc/{grandchild}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    command.stdout.close()
