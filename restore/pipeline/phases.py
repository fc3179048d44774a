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

A document that fails in a map phase raises an error and is left out; the others go on. If it fails
after the reduces, they are to be run again without it: nothing may rest on what is not written, no
passage go because it stands there. A reduce that fails is tried on ever fewer documents until the
one is known that it fails on (:mod:`restore.core.blame`); that is left out like the others. ``State``
survives :func:`restore.files.encode` unchanged. :func:`load_tools` gives what every map phase needs (dictionaries, language model; loaded once a process, the model's file
is mapped, so processes share it). What reviewers decided on a document (``standing``) and what its
file knew beyond the words (``known``) go with it through every map phase.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from restore.channel.noise import Noise
from restore.channel.selection import choose_profile
from restore.characters import propose_spacing, propose_stray_spaces
from restore.core.decisions import OWN_STAGE, Standing
from restore.core.document import Document
from restore.core.log import EditLog
from restore.core.ocr_metadata import Hints
from restore.correction import (
    CorpusStatistics,
    Ground,
    Recognition,
    leading_texts,
    propose_misreadings,
    row_noise,
)
from restore.correction import propose as propose_corrections
from restore.correction import questions as questions_about
from restore.correction.row_noise import noise_of_others
from restore.dedup import Findings, Removed
from restore.errors import InvariantError, RestoreError
from restore.files import decode, encode
from restore.gate.corrections import least_applied
from restore.gate.decision_matching import OpenDecisions
from restore.layout import (
    Joined,
    LaidOut,
    join_across,
    laid_out,
    settled,
)
from restore.pipeline.state import NO_ORDERS, CorpusRecord, Orders, State
from restore.pipeline.work import (
    AFTERWARDS,
    CORRECTIONS,
    ISSUES,
    REPEATS,
    REVIEW,
    SPACES_LEFT,
    SPACING,
    Restored,
    Tools,
    Work,
    gaps_of,
    load_tools,
)
from restore.settings import Settings

if TYPE_CHECKING:
    from restore.correction.passages import Place
    from restore.dedup.summary import Summary
    from restore.llm.questions import Question

__all__ = [
    "FIGURES_LEFT_OUT",
    "Restored",
    "Tools",
    "corpus_of",
    "corpus_record",
    "correct",
    "doubtful_places",
    "fails_over_all",
    "failure_message",
    "find_repeats",
    "finish",
    "gaps_of",
    "join",
    "leading_texts",
    "load_tools",
    "open_page",
    "ordered",
    "orders_of",
    "questions",
    "read",
    "reviewed",
    "settled",
    "statistics",
    "summarise",
]

#: What becomes of a document on which the figure check fails: its text is restored all the same.
FIGURES_LEFT_OUT = "its text is written, its figures are compared with none"
_NOTHING_KNOWN = Hints()
_NOTHING_DECIDED: Mapping[str, Standing] = {}


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
    work = Work(State(document), settings, tools, standing, known.regions)
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
    work = Work(state, settings, tools, standing)
    if orders.articles is not None:
        work.articles = orders.articles
    log = work.edit(ISSUES, "layout", orders.issues)
    # Where a reviewer's own words have changed the text, its removals no longer fit it.
    if orders.repeats and not log.applied:
        from restore.dedup.removal import proposals

        work.edit(REPEATS, "dedup", proposals(state.dedup_input, orders.repeats))
    return work.state


def statistics(
    texts: Iterable[tuple[str, str]],
    settings: Settings,
    tools: Tools,
    scores: Mapping[str, bytes] | None = None,
) -> CorpusStatistics:
    """Reduce: keep the first texts of the run, as the corpus that corrections ask for witnesses.

    Parameters
    ----------
    texts : id and text of the documents after :func:`ordered`; asked for no more than is kept
    scores : the language model's scores of some of them, by document
    """
    kept = leading_texts(texts)
    noise = row_noise(kept, tools.model, settings.correction)
    return CorpusStatistics(kept, scores=scores, noise=noise)


def doubtful_places(
    corpus: CorpusStatistics, settings: Settings, tools: Tools
) -> Mapping[str, Sequence[Place]]:
    """Reduce: find the doubtful places of the corpus, by document; the corpus keeps them.

    Found here and not when :func:`correct` first asks for them: a text on which that fails would
    make every document fail.
    """
    own = settings.correction.enabled and settings.correction.engine != "pycorrector"
    return corpus.places(tools.model) if own else {}


def corpus_record(corpus: CorpusStatistics, settings: Settings, tools: Tools) -> CorpusRecord:
    """Return what :func:`corpus_of` makes the corpus of again, in any process.

    It finds the doubtful places first: the dearest part of the corpus, so that it is done once.
    """
    places = doubtful_places(corpus, settings, tools)
    return CorpusRecord(
        dict(corpus.texts),
        {name: msgspec.Raw(encode(found)) for name, found in places.items() if found},
        {name: scores.tobytes() for name, scores in corpus.scores.items()},
        dict(corpus.noise),
    )


def corpus_of(record: CorpusRecord) -> CorpusStatistics:
    """Return the corpus that :func:`corpus_record` recorded."""
    # Copied: as they come they are views of the whole record.
    places = _Places({name: found.copy() for name, found in record.places.items()})
    return CorpusStatistics(record.texts, places=places, scores=record.scores, noise=record.noise)


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
) -> Generator[Ground, None, State]:
    """Map: correct, where that is switched on; then set the spacing that the settings ask for.

    A piece of work (:mod:`restore.pipeline.in_step`) that stops where a search of its text together
    with those of others spares time: before each pass, if it is short.

    Parameters
    ----------
    corpus : see :func:`statistics`
    """
    wished = settings.characters.spacing
    if not settings.correction.enabled and wished is None:
        return state
    work = Work(state, settings, tools, standing)
    if settings.correction.enabled:
        yield from _correct(work, corpus, known)
    if wished is not None:
        work.edit(SPACING, "characters", propose_spacing(work.document.text, wished))
    return work.state


def questions(
    state: State,
    corpus: CorpusStatistics | None,
    settings: Settings,
    tools: Tools,
    *,
    known: Hints = _NOTHING_KNOWN,
) -> list[Question]:
    """Return what :func:`correct` will ask a language model of the user's about a document."""
    document = state.document
    return questions_about(
        document.text,
        tools.lexicon,
        tools.model,
        settings.correction,
        corpus=corpus,
        recognition=_recognition(
            document, document.source, settings, known, _others(document, corpus)
        ),
    )


def _recognition(
    document: Document, written: str, settings: Settings, known: Hints, others: Noise
) -> Recognition:
    """Return what is known of how a document was recognised; ``written`` tells of the engine."""
    profile = choose_profile(settings.correction.profile, written, known.engine)
    return Recognition(known.lattice_over(document), profile, others)


def _others(document: Document, corpus: CorpusStatistics | None) -> Noise:
    """Return how noisy the texts are that come from where a document comes from."""
    noise = {} if corpus is None else corpus.noise
    return noise_of_others(noise, document.id, document.text)


def _correct(
    work: Work, corpus: CorpusStatistics | None, known: Hints
) -> Generator[Ground, None, None]:
    settings, tools, before_all = work.settings, work.tools, work.document
    ground = Ground(before_all.text, tools.model, corpus)
    work.notices = ground.notices
    others = _others(before_all, corpus)
    recognition = _recognition(before_all, before_all.source, settings, known, others)
    if ground.may_wait:
        yield ground
    log = work.edit(
        CORRECTIONS,
        "correction",
        known.weighed(
            work.document,
            propose_corrections(
                work.document.text,
                tools.lexicon,
                tools.model,
                settings.correction,
                corpus=corpus,
                recognition=recognition,
            ),
        ),
    )
    # Beside a misreading that is mended now another shows, and the signs by which the error profile
    # was chosen may be gone: a second run would see more.
    # What is not sure is not made then, unless a reviewer wishes it.
    least = least_applied(settings.gate) if work.rulings is None else 0.0
    for number in AFTERWARDS:
        before, document = recognition, work.document
        recognition = _recognition(document, document.text, settings, known, others)
        if not log.applied and recognition.profile == before.profile:
            break
        ground = Ground(document.text, tools.model, before=ground)
        if ground.may_wait:
            yield ground
        proposals = propose_misreadings(
            document.text,
            tools.lexicon,
            tools.model,
            settings.correction,
            recognition=recognition._replace(least=least),
            ground=ground,
        )
        log = work.correct_again(number, known.weighed(work.document, proposals))
    if work.document is not before_all:
        # Beside a mark that was misread as a letter no space was stray.
        left = propose_stray_spaces(work.document.text, settings.characters, tools.model)
        work.edit(SPACES_LEFT, "characters", left)


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
    work = Work(state, settings, tools, standing)
    if work.rulings is not None:
        work.edit(REVIEW, OWN_STAGE, work.rulings.own_proposals(work.document))
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
    report = OpenDecisions(standing, state.ruled).report() if standing else None
    refused = Counter(state.refused)
    return Restored(document, log, state.articles, refused, report, state.notices)


def failure_message(
    name: str, phase: str, error: BaseException, lost: str = "it is left out"
) -> str:
    """Say why a document could not be restored; of a fault of ours, ask for a report.

    ``lost`` says what became of it.

    The trace of such a fault goes to the logger ``restore``.
    """
    if isinstance(error, RestoreError):
        return str(error)
    logging.getLogger("restore").debug("%s: %s", name, phase, exc_info=error)
    return (
        f"{name}: made the phase {phase!r} fail ({_cause(error)}); {lost}; "
        "please report this document"
    )


def fails_over_all(phase: str, error: BaseException) -> InvariantError:
    """Return the error of a reduce that fails whatever documents it is given."""
    return InvariantError(
        f"the phase {phase!r} failed ({_cause(error)}), and not because of one document; "
        "nothing is written; please report this"
    )


def _cause(error: BaseException) -> str:
    words = " ".join(str(error).split())
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
