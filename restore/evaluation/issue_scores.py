"""Measure which parts of articles were joined across the pages of made issues."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from random import Random

import msgspec

from restore.core.blocks import Article
from restore.core.document import Document
from restore.evaluation.issues import MAX_STORIES, Jump, PartPlace, made_corpus
from restore.evaluation.layout import LineTruth
from restore.evaluation.page_records import PageOptions, SourceStory
from restore.layout.jumps import first_block, last_block
from restore.layout.lines import lines_of
from restore.settings import Settings

__all__ = ["IssueScores", "PlaceFinder", "measure_issues", "score_issues"]

# Issues of one corpus.
_ISSUES_AT_ONCE = 6


class IssueScores(msgspec.Struct, frozen=True):
    """Counts over issues: jumps made, made right, and true; ``runs_on``: right jumps whose two
    halves of one sentence were run together, of ``cut`` that are halves of one; ``glued``: jumps
    whose parts were run together although they are no halves of one sentence."""

    pages: int = 0
    made: int = 0
    right: int = 0
    true: int = 0
    runs_on: int = 0
    cut: int = 0
    glued: int = 0

    @property
    def precision(self) -> float:
        """Share of the jumps made that are right."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Share of the true jumps that were made."""
        return self.right / self.true if self.true else 1.0


class PlaceFinder:
    """Says of which true article the words at a place of a restored document are."""

    def __init__(self, document: Document, truth: Sequence[LineTruth]) -> None:
        self.document = document
        self.truth = truth
        self._lines = [(line.start, line.end) for line in lines_of(document.source)]
        self._starts = [start for start, _ in self._lines]

    def place(self, position: int) -> PartPlace | None:
        """Return the article that the character at a position of the present text is of."""
        source = self.document.to_source(position, position + 1)[0]
        number = bisect_right(self._starts, source) - 1
        if number < 0 or self.truth[number].article < 0:
            return None
        return PartPlace(self.document.id, self.truth[number].article)


def score_issues(
    restored: Sequence[tuple[Document, Sequence[Article]]],
    truth: Mapping[str, Sequence[LineTruth]],
    jumps: Sequence[Jump],
) -> IssueScores:
    """Score which ends were joined: a jump is right if the words on both sides of it are of the two
    parts of one story.

    Parameters
    ----------
    restored : documents with their articles; ``jump_to``, ``jump_from``, ``part`` are looked at
    truth : per document
    """
    wholes: dict[str, list[tuple[int, Document, Article]]] = {}
    for document, articles in restored:
        for article in articles:
            if article.joined is not None:
                wholes.setdefault(article.joined, []).append((article.part, document, article))
    finders = {document.id: PlaceFinder(document, truth[document.id]) for document, _ in restored}
    made = []
    for members in wholes.values():
        ordered = sorted(members, key=lambda member: member[0])
        for (_, here, left), (_, there, right) in pairwise(ordered):
            last = last_block(here, left, left.jump_to)
            first = first_block(there, right, right.jump_from)
            if last is None or first is None:
                continue
            ends = (finders[here.id].place(last.end - 1), finders[there.id].place(first.start))
            made.append((ends, right.runs_on))
    true = {(jump.left, jump.right) for jump in jumps}
    cut = {pair for pair in true if _is_cut(truth, *pair)}
    return IssueScores(
        pages=len(restored),
        made=len(made),
        right=sum(ends in true for ends, _ in made),
        true=len(true),
        runs_on=sum(runs_on and ends in cut for ends, runs_on in made),
        cut=len(cut),
        glued=sum(runs_on and ends not in cut for ends, runs_on in made),
    )


def _is_cut(truth: Mapping[str, Sequence[LineTruth]], left: PartPlace, right: PartPlace) -> bool:
    """Whether the left part ends in the paragraph that the right one begins in."""
    last = max(entry.paragraph for entry in truth[left.document] if entry.article == left.article)
    first = min(
        entry.paragraph
        for entry in truth[right.document]
        if entry.article == right.article and entry.kind == "body"
    )
    return last == first


def measure_issues(
    stories: Sequence[SourceStory], issues: int, seed: int, settings: Settings
) -> tuple[IssueScores, IssueScores]:
    """Make issues, restore their pages together, and score what was joined.

    Parameters
    ----------
    issues : how many; those that no stories are left for begin another corpus

    Returns
    -------
    nothing, ours
        The scores of doing nothing and of restoring.
    """
    from restore.pipeline import restore_corpus

    rng = Random(seed)
    together = max(1, min(_ISSUES_AT_ONCE, len(stories) // MAX_STORIES))
    nothing, ours = [], []
    while issues > 0:
        pages, jumps = made_corpus(rng, stories, PageOptions(), issues=min(together, issues))
        issues -= together
        documents = [Document.from_text(item.page.text, id=item.name) for item in pages]
        truth = {item.name: item.page.truth for item in pages}
        result = restore_corpus(documents, settings=settings, check_figures=False)
        nothing.append(score_issues([(document, ()) for document in documents], truth, jumps))
        restored = [(item.document, item.articles) for item in result.restored]
        ours.append(score_issues(restored, truth, jumps))
    return _pooled(nothing), _pooled(ours)


def _pooled(scores: Sequence[IssueScores]) -> IssueScores:
    totals: Counter[str] = Counter()
    for item in scores:
        totals.update(msgspec.structs.asdict(item))
    return IssueScores(**totals)
