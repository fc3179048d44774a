"""What every task of a run needs to know, and what one is given to do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.readers.options import ReadOptions
from restore.settings import Settings

__all__ = [
    "CorrectWork",
    "FigureWork",
    "Job",
    "ScoreWork",
    "corpus_file",
    "decisions_file",
    "ledger_file",
]


class Job(NamedTuple):
    """What every task needs to know.

    ``key`` is the digest of code, dictionaries, model and configuration; ``decided`` says that
    there are reviewers' decisions in :func:`decisions_file`, ``durable`` that what is written for each
    document is to outlive the machine's failure.
    """

    folder: Path
    key: str
    settings: Settings
    reading: ReadOptions
    write_back: bool = False
    input_folder: Path | None = None
    decided: bool = False
    durable: bool = True


class CorrectWork(msgspec.Struct, frozen=True):
    """A shard to correct: the key under which it was read, and digests of what the reduces said.

    ``without`` are the ids of its documents that are known to fail.
    """

    number: int
    read_key: str
    orders: str
    corpus: str
    without: tuple[str, ...] = ()


class ScoreWork(msgspec.Struct, frozen=True):
    """A shard whose texts the language model is to score: its key, and the digest of its orders."""

    number: int
    read_key: str
    orders: str


class FigureWork(msgspec.Struct, frozen=True):
    """A finished shard whose figures are to be read: the key under which it was written."""

    number: int
    written_key: str


def decisions_file(folder: Path) -> Path:
    """Where the decisions stand, by document and edit."""
    return folder / "decisions.msgpack"


def ledger_file(folder: Path) -> Path:
    """Where the processes of a run count what they ask a language model of the user's."""
    return folder / "asked.json"


def corpus_file(folder: Path) -> Path:
    """Where the ``CorpusRecord`` of the run stands."""
    return folder / "corpus.msgpack"
