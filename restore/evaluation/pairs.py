"""Sentence pairs to measure a corrector on: TSV with id, source, target, or JSONL with these keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from restore.errors import InputError

__all__ = ["Pair", "read_pairs"]


class Pair(msgspec.Struct, frozen=True):
    """A noisy sentence and its truth.

    An id of the form ``document|place`` names a document: its sentences are resampled together.
    """

    id: str
    source: str
    target: str

    @property
    def document(self) -> str:
        """What the sentence is a part of."""
        return self.id.rpartition("|")[0] or self.id


def read_pairs(path: Path, *, limit: int | None = None) -> list[Pair]:
    """Read pairs; a first line that names the columns is left out, as are empty lines.

    Parameters
    ----------
    limit : the most pairs to return

    Raises
    ------
    InputError
        If the file cannot be read, or a line has fewer than three columns or lacks a key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "check the path") from (
            error
        )
    except UnicodeDecodeError as error:
        raise InputError(
            str(path), "is no UTF-8", "convert it to UTF-8", offset=error.start
        ) from error
    parse = _parse_json if path.suffix == ".jsonl" else _parse
    # Not splitlines: a sentence may hold U+2028 and other breaks that are none here.
    pairs = list(parse(text.split("\n"), str(path)))
    return pairs if limit is None else pairs[:limit]


def _parse(lines: Iterable[str], name: str) -> Iterator[Pair]:
    for number, line in enumerate(lines, 1):
        columns = line.rstrip("\r").split("\t")
        if columns == [""] or (number == 1 and columns[:3] == ["id", "source", "target"]):
            continue
        if len(columns) < 3:
            raise InputError(
                name,
                f"line {number} has {len(columns)} columns",
                "each line is id, source, target, with tabs between",
            )
        yield Pair(columns[0], columns[1], columns[2])


def _parse_json(lines: Iterable[str], name: str) -> Iterator[Pair]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield msgspec.json.decode(line, type=Pair)
        except msgspec.DecodeError as error:
            raise InputError(
                name,
                f"line {number} is no pair ({error})",
                "each line is an object with id, source and target",
            ) from error
