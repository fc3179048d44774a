"""Which sentences a model of the user's own is asked about, and what is said beside them.

Asked is little: sentences in which the shipped model stumbles, or in which another proposer found
something, unless the settings want all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from restore.core.edits import Proposal
from restore.core.native_page import Lattice
from restore.llm.questions import Question
from restore.text.characters import STOPS

__all__ = ["Placed", "questions_of"]

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
_SENTENCE = re.compile(f"[^{STOPS}；\n]{{{_MIN_CHARACTERS},{_MAX_CHARACTERS}}}[{STOPS}；]?")


class Placed(NamedTuple):
    """A question, and where its sentence begins (code points into the text)."""

    start: int
    question: Question


def questions_of(
    text: str,
    scores: NDArray[np.float32] | None,
    proposals: Sequence[Proposal],
    *,
    thorough: bool,
    lattice: Lattice | None = None,
) -> list[Placed]:
    """Return what is asked about a text.

    Parameters
    ----------
    text : one paragraph a line
    scores : the shipped model's log10 probability of each code point; None where there is no model
    proposals : of the other proposers; what they found is suspicious, and offered as terms
    thorough : ask about every sentence
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
        if thorough or near or bool(low[start:end].any()):
            question = Question(
                match[0],
                text[max(0, start - _CONTEXT_CHARACTERS) : start].rpartition("\n")[2],
                text[end : end + _CONTEXT_CHARACTERS].partition("\n")[0],
                tuple(dict.fromkeys(after for _, _, after in near if len(after) > 1)),
                tuple(_candidates(text, (start, end), lattice)),
            )
            placed.append(Placed(start, question))
    return placed


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
