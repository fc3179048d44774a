"""The phases of a run: pure functions of records, for any engine that runs them.

Which phase after which, on how many machines and through which files is the engine's business; it
knows no rule. A *map* phase sees one document, a *reduce* phase small records about all of them,
in the order of the input, which decides what depends on order (who keeps a passage that two have).

======  ==========================================================================  =============
map     :func:`read`: characters, layout of one document                            ``State``
reduce  :func:`open_page` of each, then :func:`join`: articles across pages         ``Joined``
map     :func:`summarise`: what dedup needs to know of one document                 ``Summary``
reduce  :func:`find_repeats`: what goes because it stands elsewhere                 ``Removed``
map     :func:`ordered`: put into a document what the reduces said of it            ``State``
reduce  :func:`statistics`: the first texts of the run, asked for witnesses         corpus
map     :func:`correct`: corrections; :func:`reviewed`: the reviewers' own changes  ``State``
reduce  :func:`settled`: what became of articles whose parts stand in several       articles
map     :func:`finish`: the log must lead back to the source                        ``Restored``
======  ==========================================================================  =============

A document that fails in a map phase raises RestoreError and is left out from there on; the others
go on. ``State`` survives :func:`restore.phases_state.encode` unchanged. :func:`load_tools` gives
what every map phase needs (dictionaries, language model; loaded once a process, the model's file
is mapped, so processes share it). What reviewers decided on a document (``standing``) and what its
file knew beyond the words (``known``) go with it through every map phase.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from restore.blocks import Article, Block, blocks_after
from restore.channel.selection import choose_profile
from restore.characters import propose as propose_characters
from restore.characters import propose_conversion, propose_spaces
from restore.correction import CorpusStatistics, leading_texts
from restore.correction import propose as propose_corrections
from restore.decisions import OWN_STAGE, Standing
from restore.dedup import Findings, Removed
from restore.document import Document
from restore.edits import Decision, Edit, Proposal
from restore.errors import InvariantError, RestoreError
from restore.hints import Hints
from restore.language.model import LanguageModel
from restore.layout import (
    Joined,
    LaidOut,
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
from restore.phases_state import NO_ORDERS, CorpusRecord, Orders, State, decode, encode
from restore.rulings import Rulings, RulingsReport
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.correction.passages import Place
    from restore.dedup.summary import Summary

__all__ = [
    "Restored",
    "Tools",
    "corpus_of",
    "corpus_record",
    "correct",
    "failure_message",
    "find_repeats",
    "finish",
    "gaps_of",
    "join",
    "load_tools",
    "open_page",
    "ordered",
    "orders_of",
    "read",
    "reviewed",
    "settled",
    "statistics",
    "summarise",
]

# Passes are numbered by what they do, so that a log reads the same whatever had nothing to do.
(
    _FORMS, _CONVERSION, _COLUMNS, _PARAGRAPHS, _SPACES, _MOVES, _SEAMS, _ENDS, _ISSUES,
    _REPEATS, _CORRECTIONS, _REVIEW,
) = range(1, 13)  # fmt: skip

_NOTHING_KNOWN = Hints()
_NOTHING_DECIDED: Mapping[str, Standing] = {}


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
class Tools:
    """What every map phase needs, loaded once a process."""

    lexicon: Lexicon
    model: LanguageModel


def load_tools(settings: Settings) -> Tools:
    """Load dictionaries and language model; the same ones are loaded once.

    Raises
    ------
    RestoreError
        If one of them cannot be used.
    """
    return _tools(settings.correction.dictionaries, settings.correction.language_model)


@lru_cache(maxsize=4)
def _tools(dictionaries: str | None, model: str | None) -> Tools:
    return Tools(
        Lexicon.load(Path(dictionaries) if dictionaries else None),
        LanguageModel.load(Path(model) if model else None),
    )


class _Work:
    """A document on its way through the passes of one phase."""

    def __init__(
        self, state: State, settings: Settings, tools: Tools, standing: Mapping[str, Standing]
    ) -> None:
        self.document = state.document
        self.rulings = Rulings(standing, state.ruled) if standing else None
        self.settings = settings
        self.tools = tools
        self.passes = list(state.passes)
        self.refused = Counter(state.refused)
        self.articles = state.articles
        self._taken = Counter(state.taken)

    @property
    def state(self) -> State:
        """What has become of the document."""
        return State(
            self.document,
            tuple(self.passes),
            self.articles,
            dict(self.refused),
            dict(self._taken),
            None if self.rulings is None else self.rulings.place,
        )

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for article in self.articles for block in article.blocks)

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

    def edit(self, number: int, stage: str, proposals: Iterable[Proposal]) -> Pass:
        """Run a pass that changes text inside blocks or removes blocks."""
        log = self.run(number, stage, proposals)
        self.articles = blocks_after(self.articles, log.applied)
        return log

    def lay_out(self, known: Hints) -> None:
        """Run the passes that need nothing but the document."""
        settings, model = self.settings, self.tools.model
        self.run(_FORMS, "characters", propose_characters(self.document.text, settings.characters))
        if settings.characters.convert is not None:
            proposals = propose_conversion(self.document.text, settings.characters.convert)
            self.run(_CONVERSION, "characters", proposals)
        self.run(_COLUMNS, "layout", propose_columns(self.document.text, settings.layout, model))
        paragraphs = propose_paragraphs(self.document.text, settings.layout, model)
        self.run(_PARAGRAPHS, "layout", known.apart(self.document, paragraphs))
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


def read(
    document: Document,
    settings: Settings,
    tools: Tools,
    *,
    known: Hints = _NOTHING_KNOWN,
    standing: Mapping[str, Standing] = _NOTHING_DECIDED,
) -> State:
    """Map: run the passes that need nothing but the document: characters and layout.

    Parameters
    ----------
    known : what its file knew beyond the words
    standing : what reviewers decided on this document, by the edit's id
    """
    work = _Work(State(document), settings, tools, standing)
    work.lay_out(known)
    return work.state


def open_page(state: State) -> LaidOut | None:
    """Return what :func:`join` asks of a document after :func:`read`.

    None where all of its articles begin and end in it; then it has no part in other documents.
    """
    edits = [edit for layer in state.passes for edit in layer.applied]
    page = laid_out(state.document, state.articles, edits)
    return page if page.jumps or any(article.missing for article in page.articles) else None


def join(
    pages: Sequence[LaidOut], documents: int, settings: Settings, tools: Tools
) -> dict[str, Joined]:
    """Reduce: find the articles that go on in another document; what was found, by document id.

    Parameters
    ----------
    pages : every :func:`open_page` of the run, in the order of the documents; the sources of
        their documents may be left out (``""``)
    documents : how many the run has; one by itself has nothing to go on in
    """
    if not settings.layout.across_documents or documents < 2:
        return {}
    found = join_across(pages, tools.model)
    return {page.document.id: joined for page, joined in zip(pages, found, strict=True)}


def orders_of(joined: Joined | None, repeats: Sequence[Removed]) -> Orders:
    """Put together what the reduces said of one document."""
    if joined is None:
        return Orders(None, (), tuple(repeats)) if repeats else NO_ORDERS
    return Orders(joined.articles, joined.proposals, tuple(repeats))


def summarise(states: Sequence[State], settings: Settings) -> list[Summary]:
    """Map: describe documents for :func:`find_repeats`, in about 300 bytes a paragraph.

    One document's summary does not depend on the others; many at once (up to some million
    characters) take less time. ``Summary.pack`` and ``unpack`` put it on disk.
    """
    if not settings.dedup.enabled:
        return []
    # numpy and rapidfuzz load on use.
    from restore.dedup.summary import summarise_all

    return summarise_all([state.dedup_input for state in states], settings.dedup)


def find_repeats(
    summaries: Iterable[Summary],
    text_of: Callable[[int], str],
    settings: Settings,
    *,
    directory: Path | None = None,
) -> Findings:
    """Reduce: find what repeats; what goes from each document, in their order.

    Parameters
    ----------
    summaries : of all documents, in their order
    text_of : gives the text after :func:`read` of a document by its number in that order
    directory : where the larger part of the summaries lies meanwhile; in memory without it
    """
    if not settings.dedup.enabled:
        return Findings([], [])
    from restore.dedup.corpus import reduce

    return reduce(summaries, text_of, settings.dedup, directory=directory)


def ordered(
    state: State,
    orders: Orders,
    settings: Settings,
    tools: Tools,
    *,
    standing: Mapping[str, Standing] = _NOTHING_DECIDED,
) -> State:
    """Map: put into a document what comparing it with the others has said of it."""
    if orders == NO_ORDERS:
        return state
    work = _Work(state, settings, tools, standing)
    if orders.articles is not None:
        work.articles = orders.articles
    log = work.edit(_ISSUES, "layout", orders.issues)
    # Where a reviewer's own words have changed the text, its removals no longer fit it.
    if orders.repeats and not log.applied:
        from restore.dedup.removal import proposals

        work.edit(_REPEATS, "dedup", proposals(state.dedup_input, orders.repeats))
    return work.state


def statistics(texts: Iterable[tuple[str, str]]) -> CorpusStatistics:
    """Reduce: keep the first texts of the run, as the corpus that corrections ask for witnesses.

    Parameters
    ----------
    texts : id and text of the documents after :func:`ordered`; asked for no more than is kept
    """
    return CorpusStatistics(leading_texts(texts))


def corpus_record(corpus: CorpusStatistics, settings: Settings, tools: Tools) -> CorpusRecord:
    """Return what :func:`corpus_of` makes the corpus of again, in any process.

    It finds the doubtful places first: the dearest part of the corpus, so that it is done once.
    """
    own = settings.correction.enabled and settings.correction.engine != "pycorrector"
    places = corpus.places(tools.model) if own else {}
    return CorpusRecord(
        dict(corpus.texts),
        {name: msgspec.Raw(encode(found)) for name, found in places.items() if found},
    )


def corpus_of(record: CorpusRecord) -> CorpusStatistics:
    """Return the corpus that :func:`corpus_record` recorded."""
    return CorpusStatistics(record.texts, places=_Places(record.places))


class _Places(Mapping[str, Sequence["Place"]]):
    """Decodes the places of a document when they are asked for."""

    def __init__(self, encoded: Mapping[str, msgspec.Raw]) -> None:
        self._encoded = encoded

    def __getitem__(self, document: str) -> Sequence[Place]:
        from restore.correction.passages import Place

        return decode(memoryview(self._encoded[document]), list[Place])

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)


def correct(
    state: State,
    corpus: CorpusStatistics | None,
    settings: Settings,
    tools: Tools,
    *,
    known: Hints = _NOTHING_KNOWN,
    standing: Mapping[str, Standing] = _NOTHING_DECIDED,
) -> State:
    """Map: correct, where that is switched on.

    Parameters
    ----------
    corpus : see :func:`statistics`
    """
    if not settings.correction.enabled:
        return state
    work = _Work(state, settings, tools, standing)
    document = work.document
    proposals = propose_corrections(
        document.text,
        tools.lexicon,
        tools.model,
        settings.correction,
        corpus=corpus,
        lattice=known.lattice.over(document) if known.lattice is not None else None,
        profile=choose_profile(settings.correction.profile, document.source, known.engine),
    )
    work.edit(_CORRECTIONS, "correction", known.weighed(document, proposals))
    return work.state


def reviewed(
    state: State,
    settings: Settings,
    tools: Tools,
    *,
    standing: Mapping[str, Standing] = _NOTHING_DECIDED,
) -> State:
    """Map: make the changes that reviewers made of their own."""
    if not standing:
        return state
    work = _Work(state, settings, tools, standing)
    if work.rulings is not None:
        work.edit(_REVIEW, OWN_STAGE, work.rulings.own_proposals(work.document))
    return work.state


def finish(state: State, *, standing: Mapping[str, Standing] = _NOTHING_DECIDED) -> Restored:
    """Map: check that the log replays and reverts, and return the result.

    Raises
    ------
    InvariantError
        If it does not: a bug; the document is not to be written.
    """
    document = state.document
    log = EditLog(document=document.id, passes=state.passes)
    source, text = document.source, document.text
    if log.replay(source) != text or log.revert(text) != source:
        raise InvariantError(
            f"{document.id}: the edit log does not lead back to the source; "
            "nothing is written; please report this document"
        )
    report = Rulings(standing, state.ruled).report() if standing else None
    return Restored(document, log, state.articles, Counter(state.refused), report)


def failure_message(name: str, phase: str, error: Exception) -> str:
    """Say why a document could not be restored; of a fault of ours, ask for a report.

    The trace of such a fault goes to the logger ``restore``.
    """
    if isinstance(error, RestoreError):
        return str(error)
    logging.getLogger("restore").debug("%s: %s", name, phase, exc_info=error)
    return (
        f"{name}: made the phase {phase!r} fail ({type(error).__name__}: {error}); "
        "it is left out; please report this document"
    )


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
