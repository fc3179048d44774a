"""Tasks spread over processes, of which any may be ended from outside (for want of memory, say).

What was under way then is taken again, each piece in a process of its own, and the rest goes on:
two large documents at once may be too much where each alone is not.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import lru_cache
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from restore.errors import RestoreError, WorkError

__all__ = [
    "ENDED",
    "Died",
    "Pool",
    "TaskMaker",
    "alone",
    "cores",
    "end_with_parent",
    "forks_end_with_this",
    "give_back",
    "may_fork",
    "pool",
]

#: Why a process is gone.
ENDED = "its process was ended from outside, for want of memory perhaps"
#: Makes what runs the tasks, in the process that is to run them; told whether a process died of
#: the piece of work that it is for. It and what tasks take and return must pickle.
TaskMaker = Callable[[bool], Any]
#: Called with a piece of work that ended a process of its own; gives what takes the place of its
#: result, or None: it is to be tried once more.
Died = Callable[[Any], Any]
# Seconds between two looks at whether the parent lives.
_LOOK = 0.5
# Seconds that a thread which was waited for may take to be gone.
_LEAVING = 0.5
_T = TypeVar("_T")


class Pool(Protocol):
    """Runs a task (a method of what the maker makes) over work."""

    def map(self, task: str, work: Iterable[Any], died: Died) -> Iterator[Any]:
        """Yield the results in the order of the work, which is read as it is needed."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def end_with_parent() -> None:
    """End this process when the one that started it has ended, in whatever way.

    For processes that others start: what waits for such a parent waits for ever, and what it
    inherited (a lock on the work folder) stays held.
    """
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


@lru_cache(maxsize=1)
def forks_end_with_this() -> None:
    """See to it that what is forked from this process, from now on, ends with it."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=end_with_parent)


def give_back() -> None:
    """Give the system the memory that this process has freed, where its C library can (glibc).

    What is forked from it has the pages that are free here as well, and fills them anew.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)


def may_fork() -> bool:
    """Whether this process may be copied with what it has loaded.

    Only where it is one thread: a lock that another one holds stays locked in the copy for ever.
    And only on Linux: elsewhere the system's own libraries have such threads, or there is no fork.
    """
    if sys.platform != "linux":
        return False
    try:
        # Those that served the processes before have ended for Python sooner than for the system.
        until = time.monotonic() + _LEAVING
        while _threads() > 1:
            if threading.active_count() > 1 or time.monotonic() > until:
                return False
            time.sleep(0.001)
    except OSError:
        return False
    return True


def _threads() -> int:
    """Return how many threads the system knows of this process."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


@contextmanager
def pool(make: TaskMaker, workers: int, *, method: str | None = None) -> Iterator[Pool]:
    """Give a pool of so many processes, which end when this one does; one means this process.

    Parameters
    ----------
    make : its result is closed at the end if it can be, in this process
    method : how processes are started ("spawn" works alike on every system and beside threads,
        but runs a script of the user's again that does not keep its main part to itself; "fork"
        copies this process, and shares what it holds); None: as the system does
    """
    if workers < 2:
        tasks = make(False)
        with closing(tasks) if hasattr(tasks, "close") else nullcontext():
            yield _Here(tasks)
        return
    processes = _Processes(_Start(make, method), workers)
    try:
        yield processes
    except BaseException:
        processes.end()
        raise
    else:
        processes.shutdown()


class _Here:
    """Runs tasks one after another in this process."""

    def __init__(self, tasks: Any) -> None:
        self._tasks = tasks

    def map(self, task: str, work: Iterable[Any], died: Died) -> Iterator[Any]:
        return map(getattr(self._tasks, task), work)


class _Start(NamedTuple):
    """How processes are started."""

    make: TaskMaker
    method: str | None

    def executor(self, workers: int, *, alone: bool) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            workers,
            mp_context=get_context(self.method),
            initializer=_begin,
            initargs=(self.make, alone, gc.get_threshold()),
        )


class _Processes:
    """Runs tasks in processes, and outlives them."""

    def __init__(self, start: _Start, workers: int) -> None:
        self._start, self._workers = start, workers
        self._before: set[BaseProcess] = set(active_children())
        self._executor = start.executor(workers, alone=False)

    def shutdown(self) -> None:
        self._executor.shutdown(wait=True)

    def end(self) -> None:
        _end(self._before)
        self._executor.shutdown(wait=True, cancel_futures=True)

    def map(self, task: str, work: Iterable[Any], died: Died) -> Iterator[Any]:
        # Twice as many pieces as processes wait, so that none is idle while the first is slow.
        waiting: deque[tuple[Any, Future[Any]]] = deque()
        for item in work:
            waiting.append((item, self._submit(task, item)))
            if len(waiting) > 2 * self._workers:
                yield self._next(task, waiting, died)
        while waiting:
            yield self._next(task, waiting, died)

    def _submit(self, task: str, item: Any) -> Future[Any]:
        try:
            return self._executor.submit(_call, task, item)
        except BrokenProcessPool as error:
            # One died meanwhile; this piece is taken when its turn comes.
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def _next(self, task: str, waiting: deque[tuple[Any, Future[Any]]], died: Died) -> Any:
        item, future = waiting.popleft()
        try:
            return _outcome(future.result())
        except BrokenProcessPool:
            self._executor.shutdown(wait=True, cancel_futures=True)
            result = _alone(self._start, task, item, died)
        # None of those that wait has a process any more; the dead one was working at any of them.
        self._executor = self._start.executor(self._workers, alone=False)
        rest = list(waiting)
        waiting.clear()
        for other, known in rest:
            if known.done() and not known.cancelled() and known.exception() is None:
                waiting.append((other, known))
                continue
            done: Future[Any] = Future()
            try:
                done.set_result(_alone(self._start, task, other, died))
            except Exception as error:
                done.set_exception(error)
            waiting.append((other, done))
        return result


def alone(make: TaskMaker, task: str, item: Any, died: Died, *, method: str | None = None) -> Any:
    """Run a task over one piece of work in a process of its own; parameters as of :func:`pool`."""
    return _alone(_Start(make, method), task, item, died)


def _alone(start: _Start, task: str, item: Any, died: Died) -> Any:
    while True:
        before: set[BaseProcess] = set(active_children())
        executor = start.executor(1, alone=True)
        try:
            return _outcome(executor.submit(_call, task, item).result())
        except BrokenProcessPool:
            pass
        except BaseException:
            _end(before)
            raise
        finally:
            executor.shutdown()
        result = died(item)
        if result is not None:
            return result


def _end(before: set[BaseProcess]) -> None:
    """End the processes that were started since."""
    for process in set(active_children()) - before:
        process.terminate()


class _Trouble(NamedTuple):
    """An error of ours on its way between processes: those have constructors of their own."""

    message: str
    work: bool


def _outcome(found: Any) -> Any:
    if isinstance(found, _Trouble):
        raise WorkError(found.message) if found.work else RestoreError(found.message)
    return found


_own: Any = None


def _begin(make: TaskMaker, alone: bool, collecting: tuple[int, int, int]) -> None:
    global _own
    # As seldom as the parent; what was forked from it is no garbage, and its pages stay shared.
    gc.set_threshold(*collecting)
    gc.freeze()
    # The parent is told of an interrupt, and ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _own = make(alone)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(task: str, item: object) -> Any:
    try:
        return getattr(_own, task)(item)
    except RestoreError as error:
        return _Trouble(str(error), isinstance(error, WorkError))
