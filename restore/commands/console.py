"""Standard output and error: bytes as they are, colour for terminals, quiet progress in pipes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, BinaryIO, TextIO
from unicodedata import east_asian_width

from restore.errors import RestoreError
from restore.messages import translated

__all__ = [
    "Progress",
    "colour_wanted",
    "columns",
    "complain",
    "emit",
    "note",
    "padded",
    "progress_bar",
    "standard_input",
    "work_bar",
]

_BAR = "{desc}: {percentage:3.0f}%|{bar}| {elapsed}<{remaining}{postfix}"
Progress = Callable[[str, int, int], None]


def emit(data: bytes | str) -> None:
    """Write to standard output: text as UTF-8 with LF, whatever the locale says."""
    raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    if sys.stdout is None:
        raise RestoreError(
            "standard output is closed; open it, or name a place to write to with -o"
        )
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise RestoreError(
            f"standard output cannot be written ({reason}); make room, or name a place to write to "
            "with -o"
        ) from error


def standard_input() -> BinaryIO | None:
    """Return the bytes of standard input; None if it is closed."""
    return None if sys.stdin is None else sys.stdin.buffer


def note(message: str) -> None:
    """Write one line to standard error, in the user's language."""
    message = translated(message)
    # That nobody hears it must not end what it is about.
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{_printable(message, sys.stderr)}\n")


def complain(error: RestoreError) -> None:
    """Report an error as one line on standard error."""
    note(f"restore: {error}")


def columns(text: str) -> int:
    """Return how many columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """Return a text with spaces behind it up to ``width`` columns."""
    return text + " " * (width - columns(text))


def colour_wanted(stream: IO[Any] | None) -> bool:
    """Whether a stream is a terminal whose user has not set NO_COLOR (https://no-color.org)."""
    return (
        stream is not None
        and stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Give a function ``(stage, done, total)`` that moves a bar, or None if no one would see it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    bar = tqdm(total=0, unit="doc", leave=False, file=sys.stderr)

    def move(stage: str, done: int, total: int) -> None:
        bar.set_description(translated(stage), refresh=False)
        bar.total = total
        bar.n = done
        bar.refresh()

    try:
        yield move
    finally:
        bar.close()


class _WorkBar:
    """Shows how far a run is, its rate in characters a second, and the time that is left."""

    def __init__(self) -> None:
        from tqdm import tqdm

        # Its thread, which looks after bars that stand still, would keep this process from forking.
        tqdm.monitor_interval = 0
        self._bar = tqdm(
            total=0, leave=False, file=sys.stderr, bar_format=_BAR, desc=translated("starting")
        )
        self._began = time.perf_counter()
        self._characters = 0

    def begin(self, phase: str, total: int) -> None:
        self._bar.reset(total=total or None)
        self._bar.set_description_str(translated(phase))
        self._began = time.perf_counter()
        self._characters = 0

    def advance(self, amount: int, characters: int) -> None:
        self._characters += characters
        seconds = max(1e-6, time.perf_counter() - self._began)
        rate = translated(f"{self._characters / seconds:,.0f} characters/s")
        self._bar.set_postfix_str(rate, refresh=False)
        self._bar.update(amount)

    def close(self) -> None:
        self._bar.close()


@contextmanager
def work_bar() -> Iterator[_WorkBar | None]:
    """Give a bar for a run over files, or None if no one would see it."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    bar = _WorkBar()
    try:
        yield bar
    finally:
        bar.close()


def _printable(message: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    # A message must never fail because a locale cannot show a file's name.
    return message.encode(encoding, "backslashreplace").decode(encoding)
