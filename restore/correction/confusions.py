"""Propose the corrections of the confusion dictionary: exact wrong forms in their context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, LexiconEntry, Witness
from restore.correction.corpus import CorpusStatistics
from restore.correction.scoring import LanguageModelLike, Replacement, margins
from restore.gate.locks import Change
from restore.lexicon.entries import Certainty, Confusion
from restore.lexicon.lexicon import Lexicon

__all__ = ["CONFIDENCE", "propose_confusions"]

#: How sure an entry is, by what its author said of it; the gate applies what is .90 or more.
CONFIDENCE: dict[Certainty, float] = {"certain": 0.98, "likely": 0.92, "possible": 0.60}
# An entry of up to so many characters that the language model finds worse than this margin has met
# a seam of two correct words (非法|冶炼 is no 法治): it is only suggested.
_SHORT_CHARACTERS = 3
_MIN_SHORT_MARGIN_LOG10 = -1.0
_VETOED_CONFIDENCE = 0.6


class _Found(NamedTuple):
    """One or several entries that hold at one place; ``after`` is what they make of it."""

    start: int
    end: int
    after: str
    core: tuple[int, int]
    entries: tuple[Confusion, ...]


def propose_confusions(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModelLike | None,
    corpus: CorpusStatistics | None = None,
) -> list[Proposal]:
    """Return the corrections of every confusion whose context agrees.

    Of two whose wrong forms overlap the first and longer one stays; where they change different
    characters both do, as one proposal.
    """
    found: list[_Found] = []
    for start, end, _ in lexicon.confusion_matcher.find(text):
        entry = lexicon.confusion_at(text, start, text[start:end])
        if entry is None:
            continue
        core = Change(text, start, end, entry.right).trimmed()
        item = _Found(start, end, entry.right, (core.start, core.end), (entry,))
        if not found or found[-1].end <= start:
            found.append(item)
        elif found[-1].core[1] <= core.start and found[-1].end < end:
            found[-1] = _merged(text, found[-1], item, core.after)
    values: Sequence[float | None] = [None] * len(found)
    if language_model is not None:
        changes = [Replacement(item.start, item.end, item.after) for item in found]
        values = margins(language_model, text, changes)
    return [
        _confusion_proposal(text, item, margin, corpus)
        for item, margin in zip(found, values, strict=True)
    ]


def _merged(text: str, first: _Found, second: _Found, core_after: str) -> _Found:
    """Join two overlapping entries of which the second changes characters further right."""
    kept = first.end - first.core[1]
    head = first.after[: len(first.after) - kept] + text[first.core[1] : second.core[0]]
    return _Found(
        start=first.start,
        end=second.end,
        after=head + core_after + text[second.core[1] : second.end],
        core=(first.core[0], second.core[1]),
        entries=first.entries + second.entries,
    )


def _confusion_proposal(
    text: str, item: _Found, margin: float | None, corpus: CorpusStatistics | None
) -> Proposal:
    vetoed = (
        margin is not None
        and margin < _MIN_SHORT_MARGIN_LOG10
        and item.end - item.start <= _SHORT_CHARACTERS
    )
    evidence: list[Evidence] = [
        LexiconEntry(
            dictionary="confusions",
            entry=f"{entry.wrong} → {entry.right}",
            ground=entry.ground,
            certain=not vetoed and all(other.certainty == "certain" for other in item.entries),
        )
        for entry in item.entries
    ]
    witnesses: list[Witness] = []
    if margin is not None:
        evidence.append(LanguageMargin(margin=round(margin, 3)))
    if corpus is not None and item.after:
        witnesses = corpus.witnesses(text, item.start, item.end, item.after, known_slip=True)
    confidence = min(CONFIDENCE[entry.certainty] for entry in item.entries)
    return Proposal(
        stage="correction",
        rule="confusion",
        start=item.start,
        end=item.end,
        after=item.after,
        confidence=min(confidence, _VETOED_CONFIDENCE) if vetoed and not witnesses else confidence,
        evidence=(*evidence, *witnesses),
    )
