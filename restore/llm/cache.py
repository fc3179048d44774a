"""Keeps answers on disk, by the digest of what was asked.

A second run asks nothing and comes to the same bytes; the folder may be committed beside the
documents. One small file an answer, so that processes need no lock and a run that is killed leaves
whole files only.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from restore.errors import InputError
from restore.files import write_file

__all__ = ["Answers", "Kept"]


class Kept(msgspec.Struct, frozen=True):
    """An answer as it came, with what a reader of the folder wants to know."""

    model: str
    prompt: str
    answer: str
    tokens: int = 0


class Answers:
    """A folder of answers.

    Parameters
    ----------
    folder : made when the first answer is kept
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __contains__(self, digest: str) -> bool:
        return self._path(digest).is_file()

    def get(self, digest: str) -> Kept | None:
        """Return what was answered, or ``None`` where nothing was asked yet.

        Raises
        ------
        InputError
            If the file is no answer: it was changed, or is of another program.
        """
        path = self._path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return msgspec.json.decode(data, type=Kept)
        except msgspec.DecodeError as error:
            raise InputError(
                str(path), f"is no kept answer of a language model ({error})", "remove it"
            ) from error

    def keep(self, digest: str, kept: Kept) -> None:
        """Write an answer, whole or not at all."""
        path = self._path(digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, msgspec.json.encode(kept) + b"\n", durable=False)

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}.json"
