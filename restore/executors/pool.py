"""Tasks over shards in this process or in several; the trace says of which document one died."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from restore import processes
from restore.errors import WorkError
from restore.executors.job import Job
from restore.executors.tasks import Tasks

__all__ = ["Pool", "pool", "taken_alone"]

# Spawned processes work alike on every system and beside threads.
_METHOD = "spawn"


class Pool(Protocol):
    """Runs a task (a method of ``Tasks``) over work."""

    def map(self, task: str, work: Iterable[Any]) -> Iterator[Any]:
        """Yield the results in the order of the work, which is read as it is needed."""


@contextmanager
def pool(tasks: Tasks, workers: int) -> Iterator[Pool]:
    """Give a pool of so many processes; one means this process.

    A document of which a process dies though it was taken alone is set apart.
    """
    if workers < 2:
        yield _Here(tasks)
        return
    with processes.pool(partial(_made, tasks.job), workers, method=_METHOD) as own:
        yield _Processes(tasks, own)


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


class _Processes:
    def __init__(self, tasks: Tasks, own: processes.Pool) -> None:
        self._tasks, self._own = tasks, own

    def map(self, task: str, work: Iterable[Any]) -> Iterator[Any]:
        return self._own.map(task, work, partial(_died, self._tasks, task))


def taken_alone(tasks: Tasks, task: str, item: Any) -> Any:
    """Run a task over a piece of work in a process of its own.

    Of a document of which that dies a failure is given, like of others.
    """
    died = partial(_died, tasks, task)
    return processes.alone(partial(_made, tasks.job), task, item, died, method=_METHOD)


def _made(job: Job, alone: bool) -> Tasks:
    return Tasks(job, alone=alone)


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
