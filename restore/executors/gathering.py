"""What the finished shards come to together, without their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from restore.blocks import Article
from restore.executors.records import (
    Done,
    JoinedPart,
    StageFailure,
)
from restore.executors.reducing import blamed
from restore.pipeline import phases
from restore.writers.names import is_too_long, output_names
from restore.writers.records import ArticleRecord, DecisionsRecord, OrphanRecord
from restore.writers.results import page_files, row_files

__all__ = ["Gathered", "Located", "gather", "with_parts"]

# Failures are listed by phase.
_STAGES = (
    "layout", "issues", "repeats", "dedup", "statistics", "correction", "review", "check",
    "articles", "write", "figures", "report",
)  # fmt: skip
_T = TypeVar("_T", Article, ArticleRecord)


class Located(msgspec.Struct, frozen=True):
    """A finished document and the shard that it is in."""

    shard: int
    done: Done

    @property
    def id(self) -> str:
        """The document's id."""
        return self.done.record.document


@dataclass
class Gathered:
    """Sums over all documents.

    ``names`` are those of their text files; ``rows`` the files for the rows of inputs, by the
    inputs' ids, ``pages`` those for pages, by document. ``parts`` has, by document, the settled parts of wholes."""

    names: dict[str, str]
    rows: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    restored: set[str] = field(default_factory=set)
    characters: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    honoured: Counter[str] = field(default_factory=Counter)
    conflicts: list[str] = field(default_factory=list)
    orphans: list[OrphanRecord] = field(default_factory=list)
    parts: dict[str, tuple[JoinedPart, ...]] = field(default_factory=dict)
    failed: list[StageFailure] = field(default_factory=list)

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """Documents whose names were too long, with the files that their texts are in."""
        texts = [(name, f"text/{file}") for name, file in self.names.items() if is_too_long(name)]
        return texts + [item for item in self.rows.items() if is_too_long(item[0])]

    @property
    def nested_counts(self) -> dict[str, dict[str, int]]:
        """Number of edits: stage → decision → number."""
        nested: dict[str, dict[str, int]] = {}
        for (stage, decision), number in sorted(self.counts.items()):
            nested.setdefault(stage, {})[decision] = number
        return nested

    def decisions(self, damaged: Sequence[int], absent: Sequence[OrphanRecord]) -> DecisionsRecord:
        """Return what the reviewers' decisions came to."""
        return DecisionsRecord(
            honoured=dict(sorted(self.honoured.items())),
            conflicts=tuple(self.conflicts),
            orphans=(*self.orphans, *absent),
            damaged_lines=tuple(damaged),
        )


def gather(documents: Callable[[], Iterator[Located]], failed: Iterable[StageFailure]) -> Gathered:
    """Add up what the shards hold.

    Parameters
    ----------
    documents : gives the finished documents, in the order of the input

    Raises
    ------
    SetApartError
        If the articles of one of them cannot be settled.
    """
    texts, rows, pages = [], set(), []
    for item in documents():
        if item.done.row is None:
            texts.append(item.id)
        if item.done.blob is not None:
            rows.add(item.done.blob.id)
        if item.done.page is not None:
            pages.append(item.id)
    found = Gathered(output_names(texts), row_files(rows), page_files(pages))
    parts: dict[str, tuple[JoinedPart, ...]] = {}
    for item in documents():
        done = item.done
        found.restored.add(item.id)
        found.characters += done.record.characters
        for stage, decisions in done.record.counts.items():
            for decision, number in decisions.items():
                found.counts[stage, decision] += number
        found.refused.update(done.refused)
        if done.ruled is not None:
            found.honoured.update(done.ruled.honoured)
            found.conflicts += done.ruled.conflicts
            found.orphans += done.ruled.orphans
        if done.parts:
            parts[item.id] = done.parts
    found.failed = sorted(failed, key=lambda failure: _STAGES.index(failure.stage))
    found.parts = _settled(parts)
    return found


def _settled(parts: Mapping[str, tuple[JoinedPart, ...]]) -> dict[str, tuple[JoinedPart, ...]]:
    """Settle the parts of wholes after some may have gone."""

    def settle(
        items: Sequence[tuple[str, tuple[JoinedPart, ...]]],
    ) -> dict[str, tuple[Article, ...]]:
        return phases.settled({document: tuple(map(_article, found)) for document, found in items})

    items = list(parts.items())
    with blamed("articles", lambda: items, settle, lambda item: item[0]):
        settled = settle(items)
    return {
        document: tuple(
            JoinedPart(part.article, article.joined or "", article.part, article.runs_on)
            for part, article in zip(found, settled[document], strict=True)
        )
        for document, found in parts.items()
    }


def _article(part: JoinedPart) -> Article:
    return Article(0, (), joined=part.whole, part=part.part, runs_on=part.runs_on)


def with_parts(items: Sequence[_T], parts: Sequence[JoinedPart]) -> list[_T]:
    """Return a document's articles (or their records) with the parts as they are settled."""
    found = list(items)
    for part in parts:
        found[part.article] = msgspec.structs.replace(
            found[part.article],
            joined=part.whole or None,
            part=part.part,
            runs_on=part.runs_on,
        )
    return found
