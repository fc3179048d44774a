"""Inputs from other storage (S3, HTTP, archives …) and results to it, by fsspec.

A run needs a file system: locks, renames, files that are read twice. So what an address names is
brought to a folder first, and what a run has written is taken away at its end. What was fetched and
has not changed since is not fetched again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from restore.errors import RestoreError, SettingsError
from restore.executors.work import NAME
from restore.files import lock_file, refusal, write_file
from restore.writers.output import MANIFEST

__all__ = ["fetch", "is_address", "send"]

_RECORD = ".restore-fetched.json"
_LOCK = ".restore-fetched.lock"
# So many files are fetched until it is written down which; a run that is killed fetches these again.
_KEPT_EVERY = 100
# What stores tell of a file that changes when it does.
_SIGNS = ("ETag", "etag", "LastModified", "mtime", "last_modified", "created", "CRC")


def is_address(name: str) -> bool:
    """Whether a name is an address in other storage (``s3://…``), and no path."""
    return "://" in name


def fetch(address: str, folder: Path, options: Mapping[str, Any]) -> Path:
    """Bring a file, or all files below an address, to a folder; return where they are.

    Parameters
    ----------
    options : of the storage, see fsspec: endpoint, key, region

    Raises
    ------
    RestoreError
        If it cannot be reached or read, holds nothing, or names a place outside the folder.
    """
    with _told(address):
        store, root = _store(address, options)
        root = root.rstrip("/")
        found = {str(name): info for name, info in store.find(root, detail=True).items()}
    if not found:
        raise RestoreError(f"{address}: no file can be read there; check the address")
    one = list(found) == [root]
    with _record(folder) as (known, keep):
        for number, (name, info) in enumerate(found.items()):
            relative = PurePosixPath(name).name if one else name[len(root) :].lstrip("/")
            target = folder / _inside(address, relative)
            sign = [address, info.get("size"), *(str(info.get(key, "")) for key in _SIGNS)]
            if target.is_file() and known.get(relative) == sign:
                continue
            known.pop(relative, None)
            with _told(f"{address} ({relative})"):
                _bring(store, name, target)
            known[relative] = sign
            if number % _KEPT_EVERY == 0:
                keep()
        if not one:
            _forget(folder, known, address, {name[len(root) :].lstrip("/") for name in found})
    return folder / PurePosixPath(root).name if one else folder


def send(folder: Path, address: str, options: Mapping[str, Any]) -> None:
    """Write what a run has published to an address, its manifest last.

    Raises
    ------
    RestoreError
        If it cannot be reached or written.
    """
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and _is_output(path, folder)
    )
    # Whoever finds the manifest finds the rest.
    files.sort(key=lambda path: path == folder / MANIFEST)
    with _told(address):
        store, root = _store(address, options)
        # What makes folders would make a bucket, too.
        bucket = root.partition("/")[0]
        if bucket and not store.exists(bucket):
            raise RestoreError(f"{address}: there is no {bucket}; make it, or name another address")
        for path in files:
            name = f"{root.rstrip('/')}/{path.relative_to(folder).as_posix()}"
            store.makedirs(name.rpartition("/")[0], exist_ok=True)
            store.put_file(str(path), name)


def _is_output(path: Path, folder: Path) -> bool:
    return path.relative_to(folder).parts[0] != NAME


def _store(address: str, options: Mapping[str, Any]) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise SettingsError(
            "addresses in other storage need fsspec; install it with: "
            "pip install 'restore-zh[storage]'"
        ) from error
    store, root = url_to_fs(address, **options)
    return store, str(root)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Turn what a storage fails with into an error that names it."""
    try:
        yield
    except RestoreError:
        raise
    except ImportError as error:
        raise SettingsError(f"{address}: its kind of storage is not installed ({error})") from error
    except Exception as error:
        cause = " ".join(str(error).split()) or type(error).__name__
        raise RestoreError(
            f"{address}: cannot be reached ({cause}); check the address, your credentials and "
            "--storage-option"
        ) from error


def _inside(address: str, relative: str) -> PurePosixPath:
    """Return the path of a file below the folder; what would lie elsewhere is refused."""
    path = PurePosixPath(relative)
    if not path.parts or path.is_absolute() or ".." in path.parts or "\0" in relative:
        raise RestoreError(f"{address}: holds {relative!r}, which names no place below a folder")
    return path


def _bring(store: Any, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".restore-{secrets.token_hex(6)}.tmp")
    try:
        store.get_file(name, str(aside))
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _record(folder: Path) -> Iterator[tuple[dict[str, list[Any]], Callable[[], None]]]:
    """Give what is known of the files that were fetched before, and what keeps it for the next run."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = lock_file(folder / _LOCK, wait=0)
    except OSError as error:
        raise refusal(folder, error) from error
    if lock is None:
        raise RestoreError(f"{folder}: another run is fetching to it; wait for it")
    path = folder / _RECORD
    known: dict[str, list[Any]] = {}

    def keep() -> None:
        write_file(path, msgspec.json.encode(known))

    try:
        if path.is_file():
            with suppress(msgspec.DecodeError):
                known = msgspec.json.decode(path.read_bytes(), type=dict[str, list[Any]])
        elif any(item.name != _LOCK for item in folder.iterdir()):
            raise RestoreError(f"{folder}: holds files that were not fetched; name an empty folder")
        keep()
        try:
            yield known, keep
        finally:
            keep()
    finally:
        lock.release()


def _forget(folder: Path, known: dict[str, list[Any]], address: str, there: set[str]) -> None:
    """Remove what was fetched from an address before and is there no more."""
    for name in [name for name, sign in known.items() if sign[0] == address and name not in there]:
        (folder / name).unlink(missing_ok=True)
        del known[name]
