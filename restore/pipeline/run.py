"""The one plan of a run: which phase comes after which, and what is done where one fails.

A :class:`Store` keeps the documents between the phases and takes them through one, in memory
(:mod:`restore.pipeline.corpus`) or on disk with processes or a cluster (:mod:`restore.executors`).
It knows no order; the plan knows no place.

A document that fails in a phase is set apart and the others go on. What is said of them by
comparing documents is then said again without it: nothing may rest on what is not written, no
passage go because it stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import msgspec

from restore.core.blame import MOST_BLAMED, ends_the_run, first_failing
from restore.core.blocks import Article
from restore.core.decisions import Standing
from restore.core.ocr_metadata import Hints
from restore.correction import CorpusStatistics, Ground, look_ahead
from restore.dedup import Findings
from restore.layout import Joined, LaidOut
from restore.pipeline import phases
from restore.pipeline.state import Orders, State
from restore.pipeline.work import Restored, Tools
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.llm.questions import Question

__all__ = [
    "Beside",
    "Failure",
    "SetApartError",
    "Store",
    "ask_ahead",
    "compare",
    "complete",
    "failure",
    "run",
    "search_ahead",
    "settle",
]

_T = TypeVar("_T")
_R = TypeVar("_R")


class Failure(msgspec.Struct, frozen=True, array_like=True):
    """A document that could not be restored, the phase in which it failed, and why."""

    phase: str
    document: str
    message: str


class Beside(NamedTuple):
    """What goes with a document through every phase.

    ``hints`` are what its file knew beyond the words, ``standing`` what reviewers decided on it.
    """

    hints: Hints
    standing: Mapping[str, Standing]


class SetApartError(Exception):
    """Taking the documents together failed on some of them."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__(", ".join(failure.message for failure in failures))
        self.failures = tuple(failures)


class Store(Protocol):
    """Keeps the documents of a run, in the order of the input, between the phases.

    ``without`` are always the ids of documents that are left out.
    """

    @property
    def settings(self) -> Settings:
        """Switches and thresholds."""

    @property
    def tools(self) -> Tools:
        """Dictionaries and language model."""

    def read(self) -> Sequence[Failure]:
        """Take every document through :func:`restore.pipeline.phases.read`."""

    def compared(self, without: Collection[str]) -> bool:
        """Whether an earlier run compared the same documents, and what it said is still there."""

    def names(self, without: Collection[str]) -> Sequence[str]:
        """Return the ids of the documents that were read."""

    def open_pages(self, without: Collection[str]) -> Sequence[LaidOut]:
        """Return what :func:`restore.pipeline.phases.open_page` gave of each."""

    def find_repeats(self, names: Sequence[str]) -> Findings:
        """Compare documents, as :func:`restore.pipeline.phases.find_repeats` does."""

    def order(self, joined: Mapping[str, Joined], repeats: Findings, names: Sequence[str]) -> None:
        """Keep what comparing the documents said of each of them."""

    def leading_texts(self, without: Collection[str]) -> Sequence[tuple[str, str]]:
        """Put what was said into the first documents; return their ids and texts.

        See :func:`restore.pipeline.phases.leading_texts`.

        Raises
        ------
        SetApartError
            If that fails on one of them.
        """

    def scores(self) -> Mapping[str, bytes]:
        """Return the language model's scores of those texts, as far as they are known.

        See :class:`restore.correction.CorpusStatistics`. The others are scored when they are needed.
        """

    def keep(self, corpus: CorpusStatistics) -> None:
        """Keep the corpus that corrections ask for witnesses."""

    def complete(self, without: Collection[str]) -> Sequence[Failure]:
        """Take every document through :func:`complete`."""

    def wholes(self) -> Sequence[tuple[str, tuple[Article, ...]]]:
        """Return the documents that have articles which go on elsewhere, with their articles."""

    def settle(self, articles: Mapping[str, Sequence[Article]]) -> Sequence[Failure]:
        """Put into the documents what became of those articles; the documents are finished."""


def run(store: Store, told: Callable[[Failure], None]) -> list[Failure]:
    """Take the documents of a store through the phases.

    Parameters
    ----------
    told : called with each failure as it is known

    Returns
    -------
    list of Failure
        The documents that are left out, in the order in which they failed.

    Raises
    ------
    InvariantError
        If a phase over all documents fails whatever documents it is given.
    """
    failed = list(store.read())
    for failure in failed:
        told(failure)
    # What fails while it is read was never among the others.
    without = {failure.document for failure in failed if failure.phase != "layout"}
    blamed: Counter[str] = Counter()
    while True:
        try:
            fresh = _attempt(store, without)
        except SetApartError as apart:
            fresh = apart.failures
            blamed.update({failure.phase for failure in fresh})
            if blamed.most_common(1)[0][1] > MOST_BLAMED:
                raise phases.fails_over_all(fresh[0].phase, apart) from apart
        if not fresh:
            return failed
        for failure in fresh:
            told(failure)
        failed += fresh
        without.update(failure.document for failure in fresh)


def _attempt(store: Store, without: Collection[str]) -> Sequence[Failure]:
    """Take the documents that were read to their end, or to where some fail."""
    if not store.compared(without):
        compare(store, without)
    return store.complete(without) or settle(store)


def settle(store: Store) -> Sequence[Failure]:
    """Tell the completed documents of a store what became of the articles that go on elsewhere."""
    # A part may have gone since it was joined, as a repeat.
    settled = _blamed("articles", store.wholes(), _settled, lambda item: item[0])
    return store.settle(settled)


def compare(store: Store, without: Collection[str]) -> None:
    """Say of the documents that were read what only all of them together show.

    Raises
    ------
    SetApartError
        If that fails on some of them.
    InvariantError
        If it fails without any.
    """
    settings, tools = store.settings, store.tools
    names = store.names(without)
    joined = _blamed(
        "issues",
        store.open_pages(without),
        lambda pages: phases.join(pages, len(names), settings, tools),
        lambda page: page.document.id,
    )
    repeats = _blamed("repeats", names, store.find_repeats, str)
    store.order(joined, repeats, names)
    if settings.correction.enabled:
        texts = store.leading_texts(without)
        scores = store.scores() if settings.correction.engine != "pycorrector" else {}

        def statistics(texts: Sequence[tuple[str, str]]) -> CorpusStatistics:
            corpus = phases.statistics(texts, settings, tools, scores)
            phases.doubtful_places(corpus, settings, tools)
            return corpus

        store.keep(_blamed("statistics", texts, statistics, lambda item: item[0]))


def _settled(
    items: Sequence[tuple[str, tuple[Article, ...]]],
) -> Mapping[str, tuple[Article, ...]]:
    return phases.settled(dict(items))


def complete(
    state: State,
    orders: Orders,
    corpus: CorpusStatistics | None,
    context: tuple[Settings, Tools],
    beside: Beside,
    at: Callable[[str], None],
) -> Generator[Ground, None, Restored]:
    """Take one document from where it was compared with the others to its end.

    It stops where :func:`restore.pipeline.phases.correct` does, for :func:`search_ahead`.

    Parameters
    ----------
    orders : what comparing said of it
    corpus : what corrections ask for witnesses
    at : called with the name of each phase as it begins
    """
    settings, tools = context
    hints, standing = beside
    at("dedup")
    state = phases.ordered(state, orders, settings, tools, standing=standing)
    at("correction")
    correcting = phases.correct(state, corpus, settings, tools, known=hints, standing=standing)
    state = yield from correcting
    at("review")
    state = phases.reviewed(state, settings, tools, standing=standing)
    at("check")
    return phases.finish(state, standing=standing)


def ask_ahead(
    documents: Iterable[tuple[State, Orders, Beside]],
    corpus: CorpusStatistics | None,
    context: tuple[Settings, Tools],
) -> None:
    """Ask a language model of the user's about many documents together, before each is completed.

    What is answered is kept, and :func:`complete` finds it; a document that fails here fails there
    again, with its name.
    """
    settings, tools = context
    llm = settings.correction.llm
    if not (settings.correction.enabled and llm.url) or llm.cache_only:
        return
    from restore.llm.client import ask

    asked: list[Question] = []
    for state, orders, (hints, standing) in documents:
        try:
            state = phases.ordered(state, orders, settings, tools, standing=standing)
            asked += phases.questions(state, corpus, settings, tools, known=hints)
        except BaseException as error:
            if ends_the_run(error):
                raise
    ask(asked, llm)


def search_ahead(context: tuple[Settings, Tools], grounds: Sequence[Ground]) -> None:
    """Search the texts together at which many documents stopped: that takes less time.

    Nothing depends on it; a text on which it fails fails by itself again, with its name.
    """
    settings, tools = context
    try:
        look_ahead(grounds, tools.lexicon, tools.model, settings.correction)
    except BaseException as error:
        if ends_the_run(error):
            raise


def failure(phase: str, document: str, error: BaseException, *lost: str) -> Failure:
    """Return the record of a document that fails in a phase; ``lost`` says what becomes of it."""
    return Failure(phase, document, phases.failure_message(document, phase, error, *lost))


def _blamed(
    phase: str,
    items: Sequence[_T],
    step: Callable[[Sequence[_T]], _R],
    name: Callable[[_T], str],
) -> _R:
    """Take a step over many documents.

    Parameters
    ----------
    name : gives an item's document

    Raises
    ------
    SetApartError
        If it fails on one of them: with that one.
    InvariantError
        If it fails without any.
    """
    try:
        return step(items)
    except SetApartError:
        raise
    except BaseException as error:
        if ends_the_run(error):
            raise
        if not items:
            raise phases.fails_over_all(phase, error) from error
        item, cause = first_failing(items, step, error)
        raise SetApartError([failure(phase, name(item), cause)]) from error
