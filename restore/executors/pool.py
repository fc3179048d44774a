"""Run tasks over work in this process or in several; results come in the order of the work."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from typing import Any, Protocol

from restore.errors import RestoreError
from restore.executors.disk import WorkError
from restore.executors.tasks import Job, Tasks

__all__ = ["Pool", "cores", "pool"]


class Pool(Protocol):
    """Runs a task (a method of ``Tasks``) over work."""

    def map(self, task: str, work: Iterable[object]) -> Iterator[Any]:
        """Yield the results in the order of the work, which is read as it is needed."""


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def pool(tasks: Tasks, workers: int) -> Iterator[Pool]:
    """Give a pool of so many processes; one means this process.

    Processes are spawned, not forked: that works alike on every system and beside threads. They
    end when this process does, however it ends.

    Raises
    ------
    WorkError
        If a process dies.
    """
    if workers < 2:
        yield _Here(tasks)
        return
    before = set(active_children())
    executor = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(tasks.job,)
    )
    try:
        yield _Processes(executor, workers)
    except BaseException as error:
        for process in set(active_children()) - before:
            process.terminate()
        executor.shutdown(wait=True, cancel_futures=True)
        if isinstance(error, BrokenProcessPool):
            raise WorkError(
                "a process of this run was ended from outside (for want of memory?); give the same "
                "command again, perhaps with fewer --workers: it goes on where it stopped"
            ) from error
        raise
    executor.shutdown()


class _Here:
    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def map(self, task: str, work: Iterable[object]) -> Iterator[Any]:
        return map(getattr(self._tasks, task), work)


class _Processes:
    def __init__(self, executor: ProcessPoolExecutor, workers: int) -> None:
        self._executor = executor
        self._ahead = 2 * workers

    def map(self, task: str, work: Iterable[object]) -> Iterator[Any]:
        waiting: deque[Future[Any]] = deque()
        for item in work:
            waiting.append(self._executor.submit(_call, task, item))
            if len(waiting) > self._ahead:
                yield _outcome(waiting.popleft())
        while waiting:
            yield _outcome(waiting.popleft())


def _outcome(future: Future[Any]) -> Any:
    found = future.result()
    if isinstance(found, _Trouble):
        raise WorkError(found.message) if found.work else RestoreError(found.message)
    return found


class _Trouble:
    """An error of ours on its way between processes: those have constructors of their own."""

    def __init__(self, error: RestoreError) -> None:
        self.message = str(error)
        self.work = isinstance(error, WorkError)


_own: Tasks | None = None


def _begin(job: Job) -> None:
    global _own
    # The parent is told of an interrupt, and ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _own = Tasks(job)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(task: str, item: object) -> Any:
    try:
        return getattr(_own, task)(item)
    except RestoreError as error:
        return _Trouble(error)
