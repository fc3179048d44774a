"""The pipeline: which stage after which, for one text and for a corpus.

Per document: characters, lines to paragraphs, spaces, order of blocks, seams, lost ends; then,
over all documents, articles that go on in another, and repeats; then corrections per document;
then figures over all. Every pass goes through the gate, and what cannot be reverted to its source
is an error, not a result.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from restore.blocks import Article, Block, blocks_after
from restore.channel.selection import choose_profile
from restore.characters import propose as propose_characters
from restore.characters import propose_conversion, propose_spaces
from restore.correction import CorpusStatistics
from restore.correction import propose as propose_corrections
from restore.decisions import OWN_STAGE, ReviewDecision, Standing
from restore.dedup import DedupInput, DedupResult
from restore.dedup import propose as propose_removals
from restore.document import Document
from restore.edits import Decision, Edit, Proposal
from restore.errors import InvariantError, RestoreError
from restore.hints import Hints, no_hints
from restore.language.model import LanguageModel
from restore.layout import (
    Plan,
    arrange,
    articles_of,
    end_proposals,
    join_across,
    joined_plan,
    laid_out,
    move_proposals,
    moved_plan,
    propose_columns,
    propose_paragraphs,
    seam_proposals,
    settled,
    without_lost_heads,
)
from restore.lexicon import Lexicon
from restore.log import EditLog, Pass
from restore.passes import run_pass
from restore.rulings import Rulings, RulingsReport, rulings_for
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.claims import FigureReport

__all__ = ["CorpusResult", "Failure", "Restored", "gaps_of", "restore_corpus", "restore_text"]

# Passes are numbered by what they do, so that a log reads the same whatever had nothing to do.
(
    _FORMS, _CONVERSION, _COLUMNS, _PARAGRAPHS, _SPACES, _MOVES, _SEAMS, _ENDS, _ISSUES,
    _REPEATS, _CORRECTIONS, _REVIEW,
) = range(1, 13)  # fmt: skip

DEFAULT_SETTINGS = Settings()


@dataclass(frozen=True)
class Restored:
    """A restored document: its text, its edit log, its articles."""

    document: Document
    log: EditLog
    articles: tuple[Article, ...]
    refused: Counter[str] = field(default_factory=Counter)
    rulings: RulingsReport | None = None

    @property
    def text(self) -> str:
        """The clean text."""
        return self.document.text

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Every edit, of all passes and decisions."""
        return tuple(self.log.edits)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all articles."""
        return tuple(block for article in self.articles for block in article.blocks)

    def with_suggestions(self) -> str:
        """Return the clean text with the suggested edits applied too.

        A suggestion whose place was changed by another edit is left out.
        """
        changes = []
        for edit in self.edits:
            if edit.decision is not Decision.SUGGESTED:
                continue
            start, end = edit.source
            spans = self.document.from_source(start, end)
            if start == end:
                # Nothing came from there: an insertion stands behind what came from before it.
                left = self.document.from_source(start - 1, start)
                spans = [(after, after) for _, after in left]
            if len(spans) == 1 and self.text[slice(*spans[0])] == edit.before:
                changes.append((*spans[0], edit.after))
        parts = []
        position = 0
        for start, end, after in sorted(changes):
            if start < position:
                continue
            parts += [self.text[position:start], after]
            position = end
        return "".join([*parts, self.text[position:]])


@dataclass(frozen=True)
class Failure:
    """A document that could not be restored, and why."""

    document: str
    message: str


@dataclass(frozen=True)
class CorpusResult:
    """The restored documents of a run, in the order of the input, and what only a corpus shows."""

    restored: tuple[Restored, ...]
    failures: tuple[Failure, ...]
    dedup: DedupResult
    figures: FigureReport | None
    lexicon_digest: str
    model_digest: str
    timings: dict[str, float]
    # What reviewers decided on documents that are not in this run.
    absent: tuple[Standing, ...] = ()


@dataclass(frozen=True)
class _Tools:
    lexicon: Lexicon
    model: LanguageModel


@lru_cache(maxsize=4)
def _tools(dictionaries: str | None, model: str | None) -> _Tools:
    return _Tools(
        Lexicon.load(Path(dictionaries) if dictionaries else None),
        LanguageModel.load(Path(model) if model else None),
    )


class _Work:
    """A document on its way through the passes."""

    def __init__(
        self, document: Document, settings: Settings, tools: _Tools, rulings: Rulings | None
    ) -> None:
        self.document = document
        self.rulings = rulings
        self.settings = settings
        self.tools = tools
        self.passes: list[Pass] = []
        self.refused: Counter[str] = Counter()
        self.articles: tuple[Article, ...] = ()
        self.hints: Callable[[str], Hints] = no_hints
        self._taken: Counter[tuple[str, ...]] = Counter()

    def run(self, number: int, stage: str, proposals: Iterable[Proposal]) -> Pass:
        """Run one pass and keep its log."""
        result = run_pass(
            self.document,
            proposals,
            number=number,
            stage=stage,
            settings=self.settings.gate,
            taken=self._taken,
            protector=self.tools.lexicon.protector,
            rulings=self.rulings,
        )
        self.document = result.document
        self.refused.update(result.refused)
        if result.log.edits:
            self.passes.append(result.log)
        return result.log

    def read(self) -> None:
        """Run the passes that need nothing but the document."""
        settings = self.settings
        self.run(_FORMS, "characters", propose_characters(self.document.text, settings.characters))
        if settings.characters.convert is not None:
            proposals = propose_conversion(self.document.text, settings.characters.convert)
            self.run(_CONVERSION, "characters", proposals)
        model = self.tools.model
        self.run(_COLUMNS, "layout", propose_columns(self.document.text, settings.layout, model))
        paragraphs = propose_paragraphs(self.document.text, settings.layout, model)
        self.run(
            _PARAGRAPHS, "layout", self.hints(self.document.id).apart(self.document, paragraphs)
        )
        if settings.characters.spaces:
            self.run(_SPACES, "characters", propose_spaces(self.document.text))
        plan = arrange(self.document.text, gaps_of(self.document), settings.layout, model)
        text = self.document.text
        moves = self.run(_MOVES, "layout", move_proposals(text, plan))
        if self.rulings is not None:
            plan = moved_plan(text, plan, moves.applied)
        text = self.document.text
        seams = self.run(_SEAMS, "layout", seam_proposals(text, plan))
        if self.rulings is not None:
            plan = joined_plan(text, plan, seams.applied)
        self.articles = self._articles(plan)
        # One paragraph by itself is a sentence that somebody asks about, and no torn page.
        if not plan.torn and len(self.blocks) > 1:
            self.run(_ENDS, "layout", end_proposals(self.document.text, self.articles, model))
            self.articles = without_lost_heads(self.document.text, self.articles, model)

    def _articles(self, plan: Plan) -> tuple[Article, ...]:
        try:
            return articles_of(self.document.text, plan)
        except ValueError as error:
            raise InvariantError(f"{self.document.id}: {error}") from error

    def edit(self, number: int, stage: str, proposals: Iterable[Proposal]) -> None:
        """Run a pass that changes text inside blocks or removes blocks."""
        log = self.run(number, stage, proposals)
        self.articles = blocks_after(self.articles, log.applied)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all articles."""
        return tuple(block for article in self.articles for block in article.blocks)

    def review(self) -> None:
        """Make the changes that reviewers made of their own."""
        if self.rulings is not None:
            self.edit(_REVIEW, OWN_STAGE, self.rulings.own_proposals(self.document))

    def finish(self) -> Restored:
        """Check that the log replays and reverts, and return the result."""
        log = EditLog(document=self.document.id, passes=tuple(self.passes))
        source, text = self.document.source, self.document.text
        if log.replay(source) != text or log.revert(text) != source:
            raise InvariantError(
                f"{self.document.id}: the edit log does not lead back to the source; "
                "nothing is written; please report this document"
            )
        report = None if self.rulings is None else self.rulings.report()
        return Restored(self.document, log, self.articles, self.refused, report)


def gaps_of(document: Document) -> list[int]:
    """Return, for each line of the present text, the empty lines before it in the source."""
    source = document.source
    gaps = []
    position = 0
    for line in document.text.split("\n"):
        start = document.to_source(position, position + 1)[0] if line else 0
        breaks = 0
        place = start - 1
        while place >= 0 and source[place].isspace():
            breaks += source[place] == "\n"
            place -= 1
        gaps.append(max(0, breaks - 1) if place >= 0 else breaks)
        position += len(line) + 1
    return gaps


def restore_text(
    text: str, *, settings: Settings = DEFAULT_SETTINGS, name: str = "text"
) -> Restored:
    """Restore one text: a page or a sentence.

    Parameters
    ----------
    text : noisy text; offsets in the result's edits are code points
    settings : switches and thresholds
    name : the document's name in the edits

    Examples
    --------
    >>> restore_text("持续加强水污染防治防治工作。").text
    '持续加强水污染防治工作。'
    """
    result = restore_corpus(
        [Document.from_text(text, id=name)], settings=settings, check_figures=False
    )
    for failure in result.failures:
        raise InvariantError(failure.message)
    return result.restored[0]


def restore_corpus(
    documents: Sequence[Document],
    *,
    settings: Settings = DEFAULT_SETTINGS,
    progress: Callable[[str, int, int], None] | None = None,
    check_figures: bool = True,
    hints: Callable[[str], Hints] = no_hints,
    decisions: Iterable[ReviewDecision] = (),
) -> CorpusResult:
    """Restore documents together: repeats, witnesses and figures are seen across them.

    Parameters
    ----------
    progress : called with stage name, documents done, documents in all
    check_figures : read and compare the figures of the clean texts
    hints : gives, by document id, what its file knew beyond the words (boxes, confidences); asked
        when it is needed, so that nothing is kept for all documents
    decisions : what reviewers decided; every line of their files, in any order

    Returns
    -------
    CorpusResult
        Documents that could not be restored are among ``failures``; the others are complete.
    """
    correction = settings.correction
    tools = _tools(correction.dictionaries, correction.language_model)
    timings: dict[str, float] = {}
    report = progress or _silent
    failures: list[Failure] = []

    def each(name: str, works: list[_Work], step: Callable[[_Work], object]) -> list[_Work]:
        began = perf_counter()
        done = []
        for index, work in enumerate(works, 1):
            try:
                step(work)
                done.append(work)
            except RestoreError as error:
                failures.append(Failure(work.document.id, str(error)))
            report(name, index, len(works))
        timings[name] = perf_counter() - began
        return done

    rulings, absent = rulings_for(decisions, [document.id for document in documents])
    works = [_Work(document, settings, tools, rulings.get(document.id)) for document in documents]
    for work in works:
        work.hints = hints
    works = each("layout", works, _Work.read)
    began = perf_counter()
    if settings.layout.across_documents and len(works) > 1:
        _join_across(works, tools.model)
    timings["issues"] = perf_counter() - began
    began = perf_counter()
    repeats = _dedup(works, settings)
    timings["dedup"] = perf_counter() - began
    if correction.enabled:
        began = perf_counter()
        corpus = CorpusStatistics({work.document.id: work.document.text for work in works})

        def correct(work: _Work) -> None:
            document = work.document
            known = hints(document.id)
            lattice = known.lattice
            proposals = propose_corrections(
                document.text,
                tools.lexicon,
                tools.model,
                correction,
                corpus=corpus,
                lattice=lattice.over(document) if lattice is not None else None,
                profile=choose_profile(correction.profile, document.source, known.engine),
            )
            work.edit(_CORRECTIONS, "correction", known.weighed(work.document, proposals))

        timings["statistics"] = perf_counter() - began
        works = each("correction", works, correct)
    works = each("review", works, _Work.review)
    restored: list[Restored] = []
    _settle(works)
    each("check", works, lambda work: restored.append(work.finish()))
    began = perf_counter()
    figures = _figures(restored, settings) if check_figures and settings.figures.enabled else None
    timings["figures"] = perf_counter() - began
    return CorpusResult(
        tuple(restored),
        tuple(failures),
        repeats,
        figures,
        tools.lexicon.digest,
        tools.model.digest,
        timings,
        absent,
    )


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def _join_across(works: list[_Work], model: LanguageModel) -> None:
    pages = [
        laid_out(
            work.document, work.articles, [edit for layer in work.passes for edit in layer.applied]
        )
        for work in works
    ]
    found = join_across(pages, model)
    for work, (articles, proposals) in zip(works, found, strict=True):
        work.articles = articles
        work.run(_ISSUES, "layout", proposals)


def _settle(works: list[_Work]) -> None:
    """A part may have gone since it was joined: as a repeat, or with a document that failed."""
    articles = settled({work.document.id: work.articles for work in works})
    for work in works:
        work.articles = articles[work.document.id]


def _dedup(works: list[_Work], settings: Settings) -> DedupResult:
    if not settings.dedup.enabled:
        return propose_removals([], settings.dedup)
    inputs = [DedupInput(work.document.id, work.document.text, work.blocks) for work in works]
    result = propose_removals(inputs, settings.dedup)
    for work, proposals in zip(works, result.proposals, strict=True):
        work.edit(_REPEATS, "dedup", proposals)
    return result


def _figures(restored: Sequence[Restored], settings: Settings) -> FigureReport:
    from restore.claims import FigureSource
    from restore.figures import check_figures

    sources = [
        FigureSource(
            document=item.document.id,
            text=item.text,
            title=item.articles[0].title if item.articles else None,
            date=item.articles[0].date if item.articles else None,
        )
        for item in restored
    ]
    return check_figures(sources)
