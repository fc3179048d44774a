"""A run in memory: one text, or a corpus that fits.

:mod:`restore.executors` takes a corpus of any size through the same plan over files, with several
processes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from restore.core.batches import batches
from restore.core.blame import ends_the_run, without_failing
from restore.core.blocks import Article
from restore.core.collecting import seldom_collected
from restore.core.decisions import ReviewDecision, Standing
from restore.core.document import Document
from restore.core.ocr_metadata import Hints, no_hints
from restore.correction import CorpusStatistics, Ground
from restore.dedup import Findings
from restore.errors import InvariantError, RestoreError
from restore.gate.decision_matching import open_decisions
from restore.layout import Joined, LaidOut
from restore.llm.ledger import Ledger, counted_in
from restore.pipeline import phases
from restore.pipeline.ahead import NOTHING_DONE, Ahead, ahead, may_repeat
from restore.pipeline.in_step import groups, in_step
from restore.pipeline.run import (
    Beside,
    Failure,
    SetApartError,
    ask_ahead,
    compare,
    complete,
    failure,
    run,
    search_ahead,
    settle,
)
from restore.pipeline.state import NO_ORDERS, Orders, State
from restore.pipeline.work import Restored, Tools
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.core.claims import FigureReport
    from restore.lexicon.lexicon import Lexicon

__all__ = ["CorpusResult", "restore_corpus", "restore_each", "restore_text", "restore_with"]

DEFAULT_SETTINGS = Settings()
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class CorpusResult:
    """The restored documents of a run, in the order of the input, and what only a corpus shows."""

    restored: tuple[Restored, ...]
    failures: tuple[Failure, ...]
    repeats: Findings
    figures: FigureReport | None
    lexicon_digest: str
    model_digest: str
    # What reviewers decided on documents that are not in this run.
    absent: tuple[Standing, ...] = ()
    # Answers that a language model of the user's did not give, by cause.
    missing: Mapping[str, int] = field(default_factory=dict)


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
    for item in result.failures:
        raise InvariantError(item.message)
    return result.restored[0]


def restore_corpus(
    documents: Sequence[Document],
    *,
    settings: Settings = DEFAULT_SETTINGS,
    progress: Progress | None = None,
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
        Documents that could not be restored are among ``failures``; the others are complete. One
        whose figures alone could not be read is among both.

    Raises
    ------
    RestoreError
        If two documents have the same id, or a dictionary or model cannot be used.
    """
    names = [document.id for document in documents]
    twice = next((name for name, number in Counter(names).items() if number > 1), None)
    if twice is not None:
        raise RestoreError(f"two documents are named {twice!r}; give each an id of its own")
    opened, absent = open_decisions(decisions, names)
    standing = {name: found.standing for name, found in opened.items()}

    def beside(name: str) -> Beside:
        return Beside(hints(name), standing.get(name, {}))

    store = _Memory(documents, (settings, phases.load_tools(settings)), beside, progress or _silent)
    with seldom_collected():
        failures = run(store, _untold)
    figures = None
    if check_figures and settings.figures.enabled:
        figures = _figures(store.restored, failures)
    return CorpusResult(
        tuple(store.restored),
        tuple(failures),
        store.repeats,
        figures,
        store.tools.lexicon.digest,
        store.tools.model.digest,
        absent,
        store.missing,
    )


def restore_each(
    texts: Sequence[str], settings: Settings = DEFAULT_SETTINGS
) -> Iterator[Restored | Failure]:
    """Restore texts each by itself, with the results of :func:`restore_text`, in less time.

    Raises
    ------
    RestoreError
        If a dictionary or model cannot be used.
    """
    means = settings, phases.load_tools(settings)
    for some in groups(map(Document.from_text, texts), lambda document: len(document.source)):
        with seldom_collected():
            pieces = [
                _by_itself(
                    _Memory([document], means, _nothing_beside, _silent, before), document.id
                )
                for document, before in zip(some, ahead(some, means), strict=True)
            ]
            done = dict(in_step(pieces, partial(search_ahead, means)))
        yield from (done[number] for number in range(len(some)))


def _by_itself(store: _Memory, name: str) -> Generator[Ground, None, Restored | Failure]:
    """Take the only document of a store through the phases, as :func:`run` does.

    Without it nothing is left to try again.
    """
    try:
        failed: Sequence[Failure] = store.read()
        if not failed:
            compare(store, ())
            with counted_in(Ledger()):
                store.ask_ahead([name])
                done = yield from store.completing(name)
            if isinstance(done, Failure):
                return done
            store.restored = [done]
            failed = settle(store)
    except SetApartError as apart:
        failed = apart.failures
    except RestoreError as error:
        return Failure("", name, str(error))
    return failed[0] if failed else store.restored[0]


def restore_with(
    lexicon: Lexicon, documents: Sequence[Document], settings: Settings = DEFAULT_SETTINGS
) -> tuple[Restored, ...]:
    """Restore documents together with dictionaries in place of those that the settings name.

    Raises
    ------
    InvariantError
        If one of them could not be restored.
    """
    tools = replace(phases.load_tools(settings), lexicon=lexicon)
    store = _Memory(documents, (settings, tools), _nothing_beside, _silent)
    for item in run(store, _untold):
        raise InvariantError(item.message)
    return tuple(store.restored)


class _Memory:
    """A store that keeps all documents in memory; see :class:`restore.pipeline.run.Store`.

    Parameters
    ----------
    before : what was done with the only document
    """

    def __init__(
        self,
        documents: Sequence[Document],
        means: tuple[Settings, Tools],
        beside: Callable[[str], Beside],
        progress: Progress,
        before: Ahead = NOTHING_DONE,
    ) -> None:
        self.settings, self.tools = means
        self.restored: list[Restored] = []
        self.repeats = Findings([], [])
        self._documents, self._beside, self._progress = documents, beside, progress
        self._read: dict[str, State] = {}
        self._before = before
        # As far as what was said of them is put into them, and what is still to be.
        self._states: dict[str, State] = {}
        self._orders: dict[str, Orders] = {}
        self._corpus: CorpusStatistics | None = None
        self._ledger = Ledger()
        self.missing: dict[str, int] = {}

    def read(self) -> list[Failure]:
        failed = []
        for number, document in enumerate(self._documents, 1):
            hints, standing = self._beside(document.id)
            try:
                self._read[document.id] = self._before.state or phases.read(
                    document, self.settings, self.tools, known=hints, standing=standing
                )
            except BaseException as error:
                # One document's trouble must not end a run of many.
                if ends_the_run(error):
                    raise
                failed.append(failure("layout", document.id, error))
            self._progress("layout", number, len(self._documents))
        return failed

    def compared(self, without: Collection[str]) -> bool:
        return False

    def names(self, without: Collection[str]) -> list[str]:
        return [name for name in self._read if name not in without]

    def open_pages(self, without: Collection[str]) -> list[LaidOut]:
        pages = []
        for name in self.names(without):
            try:
                page = phases.open_page(self._read[name])
            except BaseException as error:
                if ends_the_run(error):
                    raise
                raise SetApartError([failure("issues", name, error)]) from error
            if page is not None:
                pages.append(page)
        return pages

    def find_repeats(self, names: Sequence[str]) -> Findings:
        states = [self._read[name] for name in names]
        dedup = self.settings.dedup
        if dedup.enabled and len(states) == 1 and not may_repeat(states[0].dedup_input, dedup):
            return Findings([()], [])
        known = self._before.summary
        summaries = (
            summary
            for batch in batches(states)
            for summary in (phases.summarise(batch, self.settings) if known is None else [known])
        )
        return phases.find_repeats(summaries, lambda number: states[number].text, self.settings)

    def order(self, joined: Mapping[str, Joined], repeats: Findings, names: Sequence[str]) -> None:
        self.repeats = repeats
        removals = repeats.removals or [()] * len(names)
        self._states = {name: self._read[name] for name in names}
        self._orders = {
            name: phases.orders_of(joined.get(name), removed)
            for name, removed in zip(names, removals, strict=True)
        }

    def leading_texts(self, without: Collection[str]) -> list[tuple[str, str]]:
        return list(phases.leading_texts(map(self._ordered, self.names(without))).items())

    def _ordered(self, name: str) -> tuple[str, str]:
        try:
            state = phases.ordered(
                self._states[name],
                self._orders.pop(name),
                self.settings,
                self.tools,
                standing=self._beside(name).standing,
            )
        except BaseException as error:
            if ends_the_run(error):
                raise
            raise SetApartError([failure("dedup", name, error)]) from error
        self._states[name] = state
        return name, state.text

    def scores(self) -> dict[str, bytes]:
        """Return none: they are found when they are needed."""
        return {}

    def keep(self, corpus: CorpusStatistics) -> None:
        self._corpus = corpus

    def complete(self, without: Collection[str]) -> list[Failure]:
        names = self.names(without)
        done: dict[str, Restored | Failure] = {}
        together = partial(search_ahead, (self.settings, self.tools))
        with counted_in(self._ledger):
            self.ask_ahead(names)
            for some in groups(names, lambda name: len(self._states[name].text)):
                for number, item in in_step(map(self.completing, some), together):
                    done[some[number]] = item
                    self._progress("correction", len(done), len(names))
        self.missing = self._ledger.settle()
        items = [done[name] for name in names]
        self.restored = [item for item in items if isinstance(item, Restored)]
        return [item for item in items if isinstance(item, Failure)]

    def ask_ahead(self, names: Sequence[str]) -> None:
        asked = (
            (self._states[name], self._orders.get(name, NO_ORDERS), self._beside(name))
            for name in names
        )
        ask_ahead(asked, self._corpus, (self.settings, self.tools))

    def completing(self, name: str) -> Generator[Ground, None, Restored | Failure]:
        """Take one document to its end, stopping where others may go on with it (:func:`complete`)."""
        begun: list[str] = []
        try:
            return (
                yield from complete(
                    self._states[name],
                    self._orders.get(name, NO_ORDERS),
                    self._corpus,
                    (self.settings, self.tools),
                    self._beside(name),
                    begun.append,
                )
            )
        except BaseException as error:
            if ends_the_run(error):
                raise
            return failure(begun[-1], name, error)

    def wholes(self) -> list[tuple[str, tuple[Article, ...]]]:
        return [(item.document.id, item.articles) for item in self.restored]

    def settle(self, articles: Mapping[str, Sequence[Article]]) -> list[Failure]:
        self.restored = [
            replace(item, articles=tuple(articles[item.document.id])) for item in self.restored
        ]
        return []


def _nothing_beside(name: str) -> Beside:
    return Beside(no_hints(name), {})


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def _untold(_failure: Failure) -> None:
    return None


def _figures(restored: Sequence[Restored], failures: list[Failure]) -> FigureReport:
    """Check the figures; those on whose figures that fails are added to the failures."""
    from restore.core.claims import FigureSource
    from restore.figures import check_figures

    known: dict[str, BaseException] = {}

    def failed(document: str, error: BaseException) -> None:
        # The check is run again without what it failed on; others may fail once more.
        if known.setdefault(document, error) is error:
            failures.append(failure("figures", document, error, phases.FIGURES_LEFT_OUT))

    sources = [
        FigureSource(
            document=item.document.id,
            text=item.text,
            title=item.articles[0].title if item.articles else None,
            date=item.articles[0].date if item.articles else None,
        )
        for item in restored
    ]
    return without_failing(
        sources,
        lambda sources: check_figures(sources, failed=failed),
        lambda source, error: failed(source.document, error),
    )
