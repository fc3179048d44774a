"""The errors that restore raises on purpose; each names the place and the cure."""

from __future__ import annotations

__all__ = [
    "InputError",
    "InvariantError",
    "LogMismatchError",
    "RestoreError",
    "SettingsError",
    "WorkError",
]


class RestoreError(Exception):
    """Base of every error that restore raises on purpose."""


class InputError(RestoreError):
    """A source that cannot be read: names the file, the place in it, and what to do about it.

    Parameters
    ----------
    source : path or name of the input
    problem : what is wrong, one clause
    cure : what the user can do about it
    offset : byte offset of the trouble, if there is one
    """

    def __init__(self, source: str, problem: str, cure: str, *, offset: int | None = None) -> None:
        self.source = source
        self.problem = problem
        self.cure = cure
        self.offset = offset
        place = "" if offset is None else f" at byte {offset}"
        super().__init__(f"{source}: {problem}{place}; {cure}")


class SettingsError(RestoreError):
    """A configuration that cannot be used: unknown key, wrong type, value out of range."""


class LogMismatchError(RestoreError):
    """An edit log that does not fit the text it is applied to.

    Parameters
    ----------
    pass_number : the pass that failed
    position : code-point offset in the text of that pass
    expected, found : what the log says stands there, and what does
    """

    def __init__(self, pass_number: int, position: int, expected: str, found: str) -> None:
        self.pass_number = pass_number
        self.position = position
        self.expected = expected
        self.found = found
        super().__init__(
            f"the edit log does not fit the text: pass {pass_number}, offset {position}: "
            f"the log says {_shorten(expected)!r}, the text has {_shorten(found)!r}; "
            "use the text and the log of the same run"
        )


class WorkError(RestoreError):
    """The work folder cannot be used: the disk is full, say. What is finished in it is kept."""


class InvariantError(RestoreError):
    """A result that breaks a promise of this package (a bug; nothing is written)."""


def _shorten(text: str, limit: int = 40) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
