"""What is done with many texts together although each is restored by itself: it takes less time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from restore.core.blame import ends_the_run
from restore.core.document import Document
from restore.dedup import DedupInput
from restore.pipeline import phases
from restore.pipeline.state import State
from restore.pipeline.work import Tools
from restore.settings import DedupSettings, Settings

if TYPE_CHECKING:
    from restore.dedup.summary import Summary

__all__ = ["NOTHING_DONE", "Ahead", "ahead", "may_repeat"]


class Ahead(NamedTuple):
    """What was done with a document beforehand, together with others; None where it was not."""

    state: State | None = None
    summary: Summary | None = None


NOTHING_DONE = Ahead()

# Of so many paragraphs each is compared with each.
_FEW_PARAGRAPHS = 4


def ahead(documents: Sequence[Document], means: tuple[Settings, Tools]) -> list[Ahead]:
    """Do with many documents together what takes less time so and is the same for each.

    What fails on one of them fails again when it is restored, with its name.
    """
    states = [_read_alone(document, means) for document in documents]
    summaries = _summaries(states, means[0])
    return [Ahead(state, summaries.get(number)) for number, state in enumerate(states)]


def _summaries(states: Sequence[State | None], settings: Settings) -> dict[int, Summary]:
    """Return what dedup asks of those documents that may repeat themselves, by their number."""
    if not settings.dedup.enabled:
        return {}
    chosen = {
        number: state
        for number, state in enumerate(states)
        if state is not None and may_repeat(state.dedup_input, settings.dedup)
    }
    try:
        found = phases.summarise(list(chosen.values()), settings)
    except BaseException as error:
        if ends_the_run(error):
            raise
        return {}
    return dict(zip(chosen, found, strict=True))


def _read_alone(document: Document, means: tuple[Settings, Tools]) -> State | None:
    """Return a document as it was read; None if that fails, as it will again when it is restored."""
    try:
        return phases.read(document, *means)
    except BaseException as error:
        if ends_the_run(error):
            raise
        return None


def may_repeat(source: DedupInput, settings: DedupSettings) -> bool:
    """Whether a document may repeat something of itself.

    Two of its paragraphs are long enough to be compared, and where there are few it was seen that
    they have something in common.
    """
    shortest = min(settings.min_length, settings.partial_length)
    long = [block for block in source.blocks if block.end - block.start >= shortest]
    if not 2 <= len(long) <= _FEW_PARAGRAPHS:
        return len(long) > _FEW_PARAGRAPHS
    # numpy and rapidfuzz load on use.
    from restore.dedup.within import are_apart

    return not are_apart([source.text[block.start : block.end] for block in long], settings)
