"""Locks on files that hold between processes, on every system."""

from __future__ import annotations

from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from restore.errors import RestoreError

__all__ = ["held"]


def held(path: Path, *, wait: float = -1) -> BaseFileLock | None:
    """Return a lock that is held now, to be released; None if another holds it.

    Where the file system knows no locks, that the file is there is the lock: one that a crash
    leaves behind is named when it stands in the way.

    Parameters
    ----------
    path : a file for the lock alone; it is made, and may be left behind
    wait : seconds; for ever if negative

    Raises
    ------
    OSError
        If the file cannot be made.
    """
    kinds: tuple[type[BaseFileLock], ...] = (FileLock, SoftFileLock)
    for kind in kinds:
        lock = kind(path)
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            return None
        except NotImplementedError:
            continue
        return lock
    raise RestoreError(f"{path}: cannot be locked; name a folder on another disk")
