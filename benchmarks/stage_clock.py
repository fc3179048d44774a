"""Which stage the processor time of a run goes to, by sampling the stack of the main thread.

Every few milliseconds of processor time a signal looks at the stack; the time since the last look
belongs to the outermost frame of a stage. A long call into C delays the look, never loses it: its
time is counted when it returns. So nothing in restore has to know that it is measured. Processes
that the run starts are not seen; measure stages with one worker.
"""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import restore

_ROOT = os.path.dirname(restore.__file__) + os.sep  # noqa: PTH120 - compared with code objects
#: Seconds of processor time between two looks.
INTERVAL = 0.005

_STAGES = {
    "readers": "read",
    "characters": "characters",
    "layout": "layout",
    "dedup": "dedup",
    "correction": "correction",
    "figures": "figures",
    "writers": "write",
    "report": "report",
    # On the outside these are at work only when they are loaded.
    "language": "load",
    "channel": "load",
    "lexicon.py": "load",
    "decision_matching.py": "decisions",
    "overrides.py": "decisions",
}
_MODULES = {os.path.join("correction", "corpus.py"): "statistics"}  # noqa: PTH118
#: Functions whose work is a stage by itself.
_FUNCTIONS = {("pipeline.py", "finish"): "check", ("phases.py", "finish"): "check"}
OTHER = "other"


def _label(frame: FrameType) -> str | None:
    """Return the stage that a frame belongs to, or None."""
    code = frame.f_code
    if not code.co_filename.startswith(_ROOT):
        return "load" if code.co_filename.startswith("<frozen importlib") else None
    path = code.co_filename[len(_ROOT) :]
    if path == "passes.py" and code.co_name == "run_pass":
        return str(frame.f_locals.get("stage", OTHER))
    known = _MODULES.get(path) or _STAGES.get(path.partition(os.sep)[0])
    return known or _FUNCTIONS.get((path, code.co_name))


def stage_of(frame: FrameType | None) -> str:
    """Return the stage of the outermost frame that has one."""
    found = OTHER
    while frame is not None:
        found = _label(frame) or found
        frame = frame.f_back
    return found


@contextmanager
def stage_clock() -> Iterator[Counter[str]]:
    """Count seconds of processor time by stage while the block runs."""
    seconds: Counter[str] = Counter()
    last = time.process_time()

    def look(_signal: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.process_time()
        seconds[stage_of(frame)] += now - last
        last = now

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield seconds
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        seconds[OTHER] += time.process_time() - last
