"""Changes that a language model of the user's own proposes, one sentence at a time.

Asked is little: sentences in which the shipped model stumbles, or in which another proposer found
something, unless the settings want all. What comes of an answer is a proposal like any other: the
gate applies it only where a dictionary, the error profile or another passage has the same change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Postfix, Prefix

from restore.core.edits import Proposal, Reason
from restore.core.evidence import LanguageModelProposal
from restore.core.native_page import Lattice
from restore.llm.answers import Change, Refusal, read_answer
from restore.llm.cache import Answers
from restore.llm.client import ask
from restore.llm.questions import PROMPT, Question, digest
from restore.settings import LlmSettings
from restore.text.characters import STOPS

__all__ = ["propose_advice", "questions_of"]

RULE = "language_model"
STAGE = "correction"

#: Two neighbouring characters that the shipped model finds less likely than this (mean log10) make a
#: sentence suspicious. Of 1,500 wrong sentences (ECSpell odw and law, MiDu dev) .87 are, of clean
#: reports and news .27 and .24; at -3.0 it is .97 and .53, at -4.0 .69 and .10.
_SUSPICIOUS_LOG10 = -3.5
#: Characters that are weighed together.
_WINDOW_CHARACTERS = 2
#: A sentence is no shorter than this, and is cut where it is longer (code points).
_MIN_CHARACTERS, _MAX_CHARACTERS = 4, 300
#: Code points of the sentences before and behind that go with a question.
_CONTEXT_CHARACTERS = 80
#: A character that the recogniser was less sure of goes with its other readings, so many of them.
_DOUBTFUL_READING, _MAX_CANDIDATES = 0.9, 3
#: Alone the model suggests: above what the gate asks for that, below what it asks to apply.
_CONFIDENCE = 0.6
_SENTENCE = re.compile(f"[^{STOPS}；\n]{{{_MIN_CHARACTERS},{_MAX_CHARACTERS}}}[{STOPS}；]?")
_REASONS: dict[Refusal, Reason] = {
    "unreadable": Reason.ANSWER_UNREADABLE,
    "not_aligned": Reason.ANSWER_NOT_ALIGNED,
    "rewritten": Reason.ANSWER_REWRITES,
    "figure": Reason.ANSWER_CHANGES_FIGURE,
    "clause": Reason.ANSWER_CHANGES_CLAUSE,
    "too_long": Reason.ANSWER_REWRITES,
}


class Placed(NamedTuple):
    """A question, and where its sentence begins (code points into the text)."""

    start: int
    question: Question


def questions_of(
    text: str,
    scores: NDArray[np.float32] | None,
    proposals: Sequence[Proposal],
    settings: LlmSettings,
    lattice: Lattice | None = None,
) -> list[Placed]:
    """Return what is asked about a text.

    Parameters
    ----------
    text : one paragraph a line
    scores : the shipped model's log10 probability of each code point; None where there is no model
    proposals : of the other proposers; what they found is suspicious, and offered as terms
    """
    low = _stumbles(text, scores)
    found = sorted((item.start, item.end, item.after) for item in proposals if item.veto is None)
    placed, next_found = [], 0
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        while next_found < len(found) and found[next_found][0] < start:
            next_found += 1
        last = next_found
        while last < len(found) and found[last][0] < end:
            last += 1
        near = found[next_found:last]
        if settings.thorough or near or bool(low[start:end].any()):
            question = Question(
                match[0],
                text[max(0, start - _CONTEXT_CHARACTERS) : start].rpartition("\n")[2],
                text[end : end + _CONTEXT_CHARACTERS].partition("\n")[0],
                tuple(dict.fromkeys(after for _, _, after in near if len(after) > 1)),
                tuple(_candidates(text, (start, end), lattice)),
            )
            placed.append(Placed(start, question))
    return placed


def propose_advice(
    text: str, placed: Sequence[Placed], proposals: Sequence[Proposal], settings: LlmSettings
) -> list[Proposal]:
    """Ask what is not kept yet, and return what the answers come to.

    What is refused, and what was not answered, is returned as a veto, so that it is counted.

    Parameters
    ----------
    proposals : of the other proposers; a change that one of them makes too is put as that one is, so
        that the two are taken for one change
    """
    ask([item.question for item in placed], settings)
    answers = Answers(settings.folder)
    others = {
        _core(text, item.start, item.end, item.after): item
        for item in proposals
        if item.veto is None and item.flag is None and item.group is None
    }
    found = []
    for item in placed:
        for proposal in _proposals(text, item, settings, answers):
            core = _core(text, proposal.start, proposal.end, proposal.after)
            same = others.get(core) if proposal.veto is None else None
            if same is not None:
                proposal = msgspec.structs.replace(
                    proposal, start=same.start, end=same.end, after=same.after
                )
            found.append(proposal)
    return found


def _core(text: str, start: int, end: int, after: str) -> tuple[int, int, str]:
    """Return a change without the characters that both of its ends share."""
    before = text[start:end]
    left = Prefix.similarity(before, after)
    right = Postfix.similarity(before[left:], after[left:])
    return start + left, end - right, after[left : len(after) - right]


def _proposals(
    text: str, placed: Placed, settings: LlmSettings, answers: Answers
) -> Iterator[Proposal]:
    start, question = placed
    agreement: Counter[Change] = Counter()
    refused: Counter[Refusal] = Counter()
    samples = 0
    for sample in range(settings.samples):
        kept = answers.get(digest(question, settings.model, settings.answers, sample))
        if kept is None:
            continue
        samples += 1
        read = read_answer(kept.answer, question.sentence, settings.answers)
        agreement.update(set(read.changes))
        refused.update(set(read.refused))
    end = start + len(question.sentence)
    if not samples:
        yield _veto(text, start, end, Reason.NOT_ANSWERED)
    for refusal in sorted(refused):
        yield _veto(text, start, end, _REASONS[refusal])
    for change in sorted(agreement):
        evidence = LanguageModelProposal(settings.model, PROMPT, agreement[change], samples)
        if 2 * agreement[change] > samples:
            span = start + change.start, start + change.end
            yield Proposal(STAGE, RULE, *span, change.after, _CONFIDENCE, (evidence,))


def _veto(text: str, start: int, end: int, reason: Reason) -> Proposal:
    return Proposal(STAGE, RULE, start, end, text[start:end], 0.0, veto=reason)


def _stumbles(text: str, scores: NDArray[np.float32] | None) -> NDArray[np.bool_]:
    """Return for each code point whether it and the next are unlikely together."""
    low = np.zeros(len(text), np.bool_)
    if scores is not None and len(text) >= _WINDOW_CHARACTERS:
        means = np.convolve(scores, np.full(_WINDOW_CHARACTERS, 1 / _WINDOW_CHARACTERS), "valid")
        low[: len(means)] = means < _SUSPICIOUS_LOG10
    return low


def _candidates(text: str, span: tuple[int, int], lattice: Lattice | None) -> Iterator[str]:
    """Yield the other readings of what the recogniser was unsure of (``己:已已``)."""
    if lattice is None:
        return
    start, end = span
    for place in range(start, end):
        reading = lattice.readings[place]
        if reading is not None and reading.probability < _DOUBTFUL_READING:
            others = [other for other, _ in reading.candidates if other != text[place]]
            if others:
                yield f"{text[place]}:{'/'.join(others[:_MAX_CANDIDATES])}"
