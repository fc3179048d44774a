"""What a run has asked of an endpoint, over all its processes, and why answers are missing.

The bound on requests is one of the run: its processes count in one file, under a lock, that lies with
what a stopped run has finished, so that the next one knows what was spent before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Literal

import msgspec

from restore.files import lock_file, write_file

__all__ = ["Cause", "Ledger", "Spent", "counted_in", "ledger"]

#: Why an answer is missing; the words, with what to do about it, are those of the report.
Cause = Literal[
    "key", "model", "request", "busy", "server", "unreachable", "url", "timeout", "broken",
    "protocol", "no_text", "gone", "budget", "cache_only",
]  # fmt: skip
#: After so many questions in a row without an answer the server is taken to be gone.
MAX_FAILURES = 5


class Spent(msgspec.Struct, frozen=True):
    """Requests sent and tokens used, as the server counts them; ``gone``: it answers no more."""

    requests: int = 0
    tokens: int = 0
    gone: bool = False


class Ledger:
    """Counts for one process of a run.

    ``missing`` has why there is no answer, by the digest of the question: it is not asked again;
    ``structured`` whether the server can hold a model to a schema, as far as is known.

    Parameters
    ----------
    path : the file in which the processes of a run count together; None: this process is alone
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._alone = Spent()
        self._failures = 0
        self.missing: dict[str, Cause] = {}
        self.structured = True

    @property
    def spent(self) -> Spent:
        """What all processes have spent so far."""
        if self._path is None:
            return self._alone
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Spent)
        except (FileNotFoundError, msgspec.DecodeError):
            return Spent()

    def reopen(self) -> Spent:
        """Let a server that was gone be tried again; return what was spent before."""
        return self._change(lambda spent: msgspec.structs.replace(spent, gone=False))

    def take(self, bound: int) -> bool:
        """Count a request that is about to be sent, unless so many were (0: no bound)."""

        def free(spent: Spent) -> bool:
            return not 0 < bound <= spent.requests

        return free(
            self._change(
                lambda spent: msgspec.structs.replace(spent, requests=spent.requests + free(spent))
            )
        )

    def answered(self, tokens: int) -> None:
        """Count the tokens of an answer."""
        self._failures = 0
        if tokens:
            self._change(lambda spent: msgspec.structs.replace(spent, tokens=spent.tokens + tokens))

    def failed(self, digest: str, cause: Cause) -> None:
        """Keep in mind why a question that was sent has no answer."""
        self.missing[digest] = cause
        self._failures += 1
        if self._failures == MAX_FAILURES:
            self._change(lambda spent: msgspec.structs.replace(spent, gone=True))

    def settle(self) -> dict[str, int]:
        """Return how many answers are missing, by cause, and begin again."""
        counts = Counter(self.missing.values())
        self.missing = {}
        return {str(cause): count for cause, count in sorted(counts.items())}

    def _change(self, change: Callable[[Spent], Spent]) -> Spent:
        """Change what is counted; return what it was before."""
        if self._path is None:
            before, self._alone = self._alone, change(self._alone)
            return before
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = lock_file(self._path.with_suffix(".lock"))
        assert lock is not None
        with lock:
            before = self.spent
            after = change(before)
            if after != before:
                write_file(self._path, msgspec.json.encode(after), durable=False)
        return before


_ledger: ContextVar[Ledger] = ContextVar("ledger")


@contextmanager
def counted_in(ledger: Ledger) -> Iterator[Ledger]:
    """Count what is asked meanwhile in a ledger."""
    token = _ledger.set(ledger)
    try:
        yield ledger
    finally:
        _ledger.reset(token)


def ledger() -> Ledger:
    """Return the ledger of the run that is under way; a new one outside of any."""
    return _ledger.get(None) or Ledger()
