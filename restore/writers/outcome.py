"""One restored document, as the writers receive it."""

from __future__ import annotations

from dataclasses import dataclass, field

from restore.blocks import Article
from restore.document import Document
from restore.edits import Edit
from restore.log import EditLog
from restore.readers.text import Source

__all__ = ["Outcome"]


@dataclass(frozen=True)
class Outcome:
    """One restored document: what was read, what became of it.

    ``log`` holds the edits by pass; without it nothing can be written back.
    """

    source: Source
    document: Document
    edits: tuple[Edit, ...]
    articles: tuple[Article, ...]
    log: EditLog = field(default_factory=lambda: EditLog(document=""))
