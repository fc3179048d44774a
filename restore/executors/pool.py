"""Run tasks over work in this process or in several; results come in the order of the work."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from typing import Any, Protocol

from restore.errors import RestoreError, WorkError
from restore.executors.job import Job
from restore.executors.tasks import Tasks
from restore.processes import Processes, alone

__all__ = ["Pool", "cores", "pool", "taken_alone"]


class Pool(Protocol):
    """Runs a task (a method of ``Tasks``) over work."""

    def map(self, task: str, work: Iterable[Any]) -> Iterator[Any]:
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
    end when this process does, however it ends. A document of which a process dies though it was
    taken alone is set apart.
    """
    if workers < 2:
        yield _Here(tasks)
        return
    with Processes(workers, partial(_executor, tasks.job)) as processes:
        yield _Processes(tasks, processes)


def _executor(job: Job, workers: int, alone: bool) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(job, alone)
    )


class _Here:
    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def map(self, task: str, work: Iterable[Any]) -> Iterator[Any]:
        for item in work:
            # A run before this one died there, and might again: then this one is to live.
            if self._tasks.work.interrupted(task, item.number):
                yield taken_alone(self._tasks, task, item)
            else:
                yield getattr(self._tasks, task)(item)


def taken_alone(tasks: Tasks, task: str, item: Any) -> Any:
    """Run a task over a piece of work in a process of its own.

    Of a document of which that dies a failure is given, like of others.
    """
    make = partial(_executor, tasks.job)
    return _outcome(alone(make, partial(_call, task), item, partial(_died, tasks, task)))


class _Processes:
    def __init__(self, tasks: Tasks, processes: Processes) -> None:
        self._tasks, self._processes = tasks, processes

    def map(self, task: str, work: Iterable[Any]) -> Iterator[Any]:
        died = partial(_died, self._tasks, task)
        return map(_outcome, self._processes.map(partial(_call, task), work, died))


def _died(tasks: Tasks, task: str, item: Any) -> None:
    """Remember the document of which a process died, so that it is left out.

    Raises
    ------
    WorkError
        If it is not known which it was.
    """
    if not tasks.work.fell(task, item.number):
        raise WorkError(
            "a process of this run was ended from outside (for want of memory?); give the same "
            "command again, perhaps with fewer --workers: it goes on where it stopped"
        )


def _outcome(found: Any) -> Any:
    if isinstance(found, _Trouble):
        raise WorkError(found.message) if found.work else RestoreError(found.message)
    return found


class _Trouble:
    """An error of ours on its way between processes: those have constructors of their own."""

    def __init__(self, error: RestoreError) -> None:
        self.message = str(error)
        self.work = isinstance(error, WorkError)


_own: Tasks | None = None


def _begin(job: Job, alone: bool) -> None:
    global _own
    # The parent is told of an interrupt, and ends its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _own = Tasks(job, alone=alone)


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
