"""What the finished shards come to together, without their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import msgspec

from restore.core.blocks import Article
from restore.executors.records import (
    Done,
    JoinedPart,
)
from restore.writers.names import is_too_long, output_names
from restore.writers.records import ArticleRecord, DecisionsRecord, OrphanRecord
from restore.writers.results import page_files, row_files

__all__ = ["Gathered", "Located", "gather", "with_parts"]

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
    inputs' ids, ``pages`` those for pages, by document. ``parts`` has, by document, its parts of
    wholes, settled when :meth:`settle` has said how; ``repeated`` says whether any lost a repeat.
    ``formats`` counts documents by what they were read as, ``told`` has what is to be known of how
    some were."""

    names: dict[str, str]
    rows: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    restored: set[str] = field(default_factory=set)
    characters: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    honoured: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    told: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    orphans: list[OrphanRecord] = field(default_factory=list)
    parts: dict[str, tuple[JoinedPart, ...]] = field(default_factory=dict)
    repeated: bool = False

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

    @property
    def wholes(self) -> list[tuple[str, tuple[Article, ...]]]:
        """The documents that have parts of wholes, each with these as articles without blocks."""
        return [(name, tuple(map(_article, parts))) for name, parts in self.parts.items()]

    def settle(self, articles: Mapping[str, Sequence[Article]]) -> None:
        """Keep what became of these articles, after some parts may have gone."""
        for name, parts in self.parts.items():
            self.parts[name] = tuple(
                JoinedPart(part.article, article.joined or "", article.part, article.runs_on)
                for part, article in zip(parts, articles[name], strict=True)
            )


def gather(
    documents: Callable[[], Iterator[Located]], stays_markdown: Callable[[str], bool]
) -> Gathered:
    """Add up what the shards hold.

    Parameters
    ----------
    documents : gives the finished documents, in the order of the input
    stays_markdown : whether the document of an id does
    """
    texts, rows, pages = [], set(), []
    found = Gathered({})
    for item in documents():
        done = item.done
        if done.row is None:
            texts.append(item.id)
        if done.blob is not None:
            rows.add(done.blob.id)
        if done.page is not None:
            pages.append(item.id)
        found.restored.add(item.id)
        found.characters += done.record.characters
        for stage, decisions in done.record.counts.items():
            for decision, number in decisions.items():
                found.counts[stage, decision] += number
        found.refused.update(done.refused)
        found.formats[done.record.format] += 1
        found.told += ((done.record.document, text) for text in done.record.told)
        if done.ruled is not None:
            found.honoured.update(done.ruled.honoured)
            found.conflicts += done.ruled.conflicts
            found.orphans += done.ruled.orphans
        if done.parts:
            found.parts[item.id] = done.parts
        found.repeated = found.repeated or bool(done.repeats)
    return replace(
        found,
        names=output_names(texts, stays_markdown),
        rows=row_files(rows),
        pages=page_files(pages),
    )


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
