"""Work spread over processes, of which any may be ended from outside (for want of memory, say).

What was under way then is taken again, each piece in a process of its own, and the rest goes on:
two large documents at once may be too much where each alone is not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from typing import TypeVar

__all__ = ["Processes", "alone"]

_T = TypeVar("_T")
_R = TypeVar("_R")


class Processes:
    """A pool that outlives its processes; a context manager.

    Parameters
    ----------
    make : makes an executor of so many processes; the second argument says that it is for a piece
        of work that is taken alone
    """

    def __init__(self, workers: int, make: Callable[[int, bool], ProcessPoolExecutor]) -> None:
        self._workers, self._make = workers, make
        self._before: set[BaseProcess] = set(active_children())
        self._executor = make(workers, False)

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            _end(self._before)
        self._executor.shutdown(wait=True, cancel_futures=kind is not None)

    def map(
        self, call: Callable[[_T], _R], work: Iterable[_T], died: Callable[[_T], _R | None]
    ) -> Iterator[_R]:
        """Yield the results in the order of the work, which is read as it is needed.

        Parameters
        ----------
        died : called with a piece that ended a process of its own; gives what takes the place of
            its result, or None: it is to be tried once more
        """
        # Twice as many pieces as processes wait, so that none is idle while the first is slow.
        waiting: deque[tuple[_T, Future[_R]]] = deque()
        for item in work:
            waiting.append((item, self._submit(call, item)))
            if len(waiting) > 2 * self._workers:
                yield self._next(call, waiting, died)
        while waiting:
            yield self._next(call, waiting, died)

    def _submit(self, call: Callable[[_T], _R], item: _T) -> Future[_R]:
        try:
            return self._executor.submit(call, item)
        except BrokenProcessPool as error:
            # One died meanwhile; this piece is taken when its turn comes.
            failed: Future[_R] = Future()
            failed.set_exception(error)
            return failed

    def _next(
        self,
        call: Callable[[_T], _R],
        waiting: deque[tuple[_T, Future[_R]]],
        died: Callable[[_T], _R | None],
    ) -> _R:
        item, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._executor.shutdown(wait=True, cancel_futures=True)
            result = alone(self._make, call, item, died)
        # None of those that wait has a process any more; the dead one was working at any of them.
        self._executor = self._make(self._workers, False)
        rest = list(waiting)
        waiting.clear()
        for other, known in rest:
            if known.done() and not known.cancelled() and known.exception() is None:
                waiting.append((other, known))
                continue
            done: Future[_R] = Future()
            try:
                done.set_result(alone(self._make, call, other, died))
            except Exception as error:
                done.set_exception(error)
            waiting.append((other, done))
        return result


def alone(
    make: Callable[[int, bool], ProcessPoolExecutor],
    call: Callable[[_T], _R],
    item: _T,
    died: Callable[[_T], _R | None],
) -> _R:
    """Take a piece of work in a process of its own; parameters as for :class:`Processes`."""
    while True:
        before: set[BaseProcess] = set(active_children())
        executor = make(1, True)
        try:
            return executor.submit(call, item).result()
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
