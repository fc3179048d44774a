"""The pipeline in memory: one text, or a corpus that fits, through the phases one after another.

The phases (:mod:`restore.pipeline.phases`) hold the rules. :mod:`restore.executors` runs the same phases
over files with several processes, for a corpus of any size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import msgspec

from restore.batches import batches
from restore.blame import MOST_BLAMED, ends_the_run, first_failing, without_failing
from restore.correction import CorpusStatistics
from restore.decisions import ReviewDecision, Standing
from restore.dedup import Findings
from restore.document import Document
from restore.errors import InvariantError
from restore.hints import Hints, no_hints
from restore.layout import Joined
from restore.pipeline import phases
from restore.pipeline.phases import Restored, Tools, gaps_of
from restore.pipeline.state import State
from restore.rulings import rulings_for
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.claims import FigureReport

__all__ = ["CorpusResult", "Failure", "Restored", "gaps_of", "restore_corpus", "restore_text"]

DEFAULT_SETTINGS = Settings()
_Item = TypeVar("_Item", Document, State)
_Result = TypeVar("_Result", State, Restored)
_Reduced = TypeVar("_Reduced")


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
    repeats: Findings
    figures: FigureReport | None
    lexicon_digest: str
    model_digest: str
    timings: dict[str, float]
    # What reviewers decided on documents that are not in this run.
    absent: tuple[Standing, ...] = ()


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
        Documents that could not be restored are among ``failures``; the others are complete. One
        whose figures alone could not be read is among both.
    """
    tools = phases.load_tools(settings)
    run = _Run(progress or _silent)
    rulings, absent = rulings_for(decisions, [document.id for document in documents])
    standing = {name: found.standing for name, found in rulings.items()}

    def decided(name: str) -> Mapping[str, Standing]:
        return standing.get(name, {})

    states = run.each(
        "layout",
        documents,
        lambda document: phases.read(
            document, settings, tools, known=hints(document.id), standing=decided(document.id)
        ),
    )
    while True:
        failed = len(run.failures)
        compared = _compared(run, states, settings, tools, hints, decided)
        if compared is not None and len(run.failures) == failed:
            break
        # What failed now was compared with the others: nothing is to rest on it.
        names = {failure.document for failure in run.failures}
        states = [state for state in states if state.id not in names]
    restored, repeats = compared
    began = perf_counter()
    figures = _figures(run, restored) if check_figures and settings.figures.enabled else None
    run.timings["figures"] = perf_counter() - began
    return CorpusResult(
        tuple(restored),
        tuple(run.failures),
        repeats,
        figures,
        tools.lexicon.digest,
        tools.model.digest,
        run.timings,
        absent,
    )


def _compared(
    run: _Run,
    states: list[State],
    settings: Settings,
    tools: Tools,
    hints: Callable[[str], Hints],
    decided: Callable[[str], Mapping[str, Standing]],
) -> tuple[list[Restored], Findings] | None:
    """Run the phases that compare documents, and those that rest on that.

    None if comparing them failed on one of them, which is among the failures now.
    """
    try:
        return _together(run, states, settings, tools, hints, decided)
    except _SetApartError:
        return None


def _together(
    run: _Run,
    states: list[State],
    settings: Settings,
    tools: Tools,
    hints: Callable[[str], Hints],
    decided: Callable[[str], Mapping[str, Standing]],
) -> tuple[list[Restored], Findings]:
    def join(states: Sequence[State]) -> Mapping[str, Joined]:
        pages = [page for state in states if (page := phases.open_page(state)) is not None]
        return phases.join(pages, len(states), settings, tools)

    def find_repeats(states: Sequence[State]) -> Findings:
        texts = [state.text for state in states]
        summaries = (
            summary for batch in batches(states) for summary in phases.summarise(batch, settings)
        )
        return phases.find_repeats(summaries, texts.__getitem__, settings)

    def statistics(states: Sequence[State]) -> CorpusStatistics:
        corpus = phases.statistics((state.id, state.text) for state in states)
        phases.doubtful_places(corpus, settings, tools)
        return corpus

    joined = run.reduce("issues", states, join)
    repeats = run.reduce("repeats", states, find_repeats)
    orders = {
        state.id: phases.orders_of(joined.get(state.id), removed)
        for state, removed in zip(states, repeats.removals or repeat(()), strict=False)
    }
    states = run.each(
        "dedup",
        states,
        lambda state: phases.ordered(
            state, orders[state.id], settings, tools, standing=decided(state.id)
        ),
    )
    if settings.correction.enabled:
        corpus = run.reduce("statistics", states, statistics)
        states = run.each(
            "correction",
            states,
            lambda state: phases.correct(
                state, corpus, settings, tools, known=hints(state.id), standing=decided(state.id)
            ),
        )
    states = run.each(
        "review",
        states,
        lambda state: phases.reviewed(state, settings, tools, standing=decided(state.id)),
    )
    # A part may have gone since it was joined, as a repeat.
    articles = run.reduce(
        "articles",
        states,
        lambda states: phases.settled({state.id: state.articles for state in states}),
    )
    restored = run.each(
        "check",
        [msgspec.structs.replace(state, articles=articles[state.id]) for state in states],
        lambda state: phases.finish(state, standing=decided(state.id)),
    )
    return restored, repeats


class _SetApartError(Exception):
    """A reduce failed on a document; it is among the failures."""


class _Run:
    """Takes documents through the phases; sets those apart that fail."""

    def __init__(self, report: Callable[[str, int, int], None]) -> None:
        self.report = report
        self.failures: list[Failure] = []
        self.timings: dict[str, float] = {}
        self.blamed: Counter[str] = Counter()

    def each(
        self, name: str, items: Sequence[_Item], step: Callable[[_Item], _Result]
    ) -> list[_Result]:
        began = perf_counter()
        done = []
        for index, item in enumerate(items, 1):
            try:
                done.append(step(item))
            except BaseException as error:
                # One document's trouble must not end a run of many.
                if ends_the_run(error):
                    raise
                self.fail(item.id, name, error)
            self.report(name, index, len(items))
        self.timings[name] = self.timings.get(name, 0.0) + perf_counter() - began
        return done

    def fail(self, document: str, phase: str, error: BaseException, *lost: str) -> None:
        """Set a document apart; ``lost`` says what becomes of it."""
        message = phases.failure_message(document, phase, error, *lost)
        self.failures.append(Failure(document, message))

    def reduce(
        self, name: str, states: Sequence[State], step: Callable[[Sequence[State]], _Reduced]
    ) -> _Reduced:
        """Take a step over all documents.

        Raises
        ------
        _SetApartError
            If it failed on one of them, which is among the failures now.
        InvariantError
            If it fails without any, or on too many.
        """
        began = perf_counter()
        try:
            return step(states)
        except BaseException as error:
            self.blamed[name] += 1
            if ends_the_run(error):
                raise
            if not states or self.blamed[name] > MOST_BLAMED:
                raise phases.fails_over_all(name, error) from error
            state, cause = first_failing(states, step, error)
            self.fail(state.id, name, cause)
            raise _SetApartError from error
        finally:
            self.timings[name] = self.timings.get(name, 0.0) + perf_counter() - began


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def _figures(run: _Run, restored: Sequence[Restored]) -> FigureReport:
    from restore.claims import FigureSource
    from restore.figures import check_figures

    def failed(document: str, error: BaseException) -> None:
        # The check is run again without what it failed on; others may fail once more.
        if known.setdefault(document, error) is error:
            run.fail(document, "figures", error, phases.FIGURES_LEFT_OUT)

    known: dict[str, BaseException] = {}

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
