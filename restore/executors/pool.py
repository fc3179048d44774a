"""Tasks over shards in this process or in several; the trace says of which document one died."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from itertools import chain, islice
from typing import Any, Protocol

from restore import processes
from restore.errors import WorkError
from restore.executors.job import Job
from restore.executors.tasks import Tasks

__all__ = ["Pool", "pool", "taken_alone"]

# Spawned processes work alike on every system and beside threads; forked ones start at once and
# share what this one has loaded.
_SPAWN, _FORK = "spawn", "fork"
# So many shards a forked process takes before another takes its place: what it keeps of them, and
# the pages that it no longer shares, become more with every one.
_RENEWED_AFTER = 24


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
    with ExitStack() as stack:
        yield _Processes(tasks, workers, stack)


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
    """Processes over a map phase: forked anew for each where that may be, else spawned once.

    What the process that leads has loaded by then (dictionaries, the corpus that is asked for
    witnesses) is there once for all of them, and what a phase needed goes with its processes.
    """

    def __init__(self, tasks: Tasks, workers: int, stack: ExitStack) -> None:
        self._tasks, self._workers, self._stack = tasks, workers, stack
        self._spawned: processes.Pool | None = None

    def map(self, task: str, work: Iterable[Any]) -> Iterator[Any]:
        died = partial(_died, self._tasks, task)
        waiting = iter(work)
        while some := list(islice(waiting, _RENEWED_AFTER * self._workers)):
            if processes.may_fork():
                self._tasks.prepare(some[0])
                processes.give_back()
                with self._pool(_FORK) as own:
                    yield from own.map(task, some, died)
                continue
            if self._spawned is None:
                self._spawned = self._stack.enter_context(self._pool(_SPAWN))
            yield from self._spawned.map(task, chain(some, waiting), died)

    def _pool(self, method: str) -> AbstractContextManager[processes.Pool]:
        forked = partial(_shared, self._tasks)
        make = forked if method == _FORK else partial(_made, self._tasks.job)
        return processes.pool(make, self._workers, method=method)


def taken_alone(tasks: Tasks, task: str, item: Any) -> Any:
    """Run a task over a piece of work in a process of its own.

    Of a document of which that dies a failure is given, like of others.
    """
    died = partial(_died, tasks, task)
    method = _FORK if processes.may_fork() else _SPAWN
    return processes.alone(partial(_made, tasks.job), task, item, died, method=method)


def _shared(tasks: Tasks, alone: bool) -> Tasks:
    return Tasks(tasks.job, alone=True) if alone else tasks


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
