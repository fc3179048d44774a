"""Turns an answer into changes of its sentence, and refuses what a proofreader would not do.

Models polish, rewrite, drop clauses, add endings and comment. An answer is aligned to the sentence it
is about; each change that is left is small, and touches nothing that no correction may touch. The
gate locks figures, dates, names and quotations again: what is refused here is refused with a reason
that says what the model tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec
from rapidfuzz.distance import Levenshtein

from restore.llm.questions import AnswerForm
from restore.text.characters import CLAUSE_MARKS, DIGITS

__all__ = ["Change", "Read", "Refusal", "judged", "read_answer"]

Refusal = Literal["unreadable", "not_aligned", "rewritten", "figure", "clause", "too_long"]
#: An answer that changes more of a sentence than this share of its characters rewrites it. Noisy
#: pages have 15 errors in 100 characters; published models rewrite 30 and more when they polish.
MAX_CHANGED_SHARE = 0.2
#: ... but in a short sentence so many characters may change.
MIN_CHANGED = 2
#: A single change replaces or adds so many characters at most: a word, not a clause.
MAX_CHANGE_LENGTH = 6
#: Answers longer than this (bytes) are no proofreading of a sentence.
_MAX_ANSWER_LENGTH = 100_000
#: Chinese numerals are words as well (统一): the gate knows where they are figures.
_FIGURE = re.compile(f"[{DIGITS}%％‰]")
_CLAUSE = re.compile(f"[{CLAUSE_MARKS};:,.!?\n]")
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class Change(NamedTuple):
    """A change of the sentence: offsets into it (code points), and what is put there."""

    start: int
    end: int
    after: str


class _Edit(msgspec.Struct):
    wrong: str
    right: str


class _Edits(msgspec.Struct):
    edits: list[_Edit]


class _Sentence(msgspec.Struct):
    sentence: str


class Read(NamedTuple):
    """What an answer comes to: changes that may be proposed, and why others may not."""

    changes: tuple[Change, ...]
    refused: tuple[Refusal, ...]


def read_answer(answer: str, sentence: str, form: AnswerForm) -> Read:
    """Align an answer to its sentence.

    An answer that is refused as a whole gives no change; single changes may be refused beside
    others that stand.
    """
    body = _OBJECT.search(answer) if len(answer) <= _MAX_ANSWER_LENGTH else None
    if body is None:
        return Read((), ("unreadable",))
    try:
        if form == "sentence":
            found = list(_aligned(sentence, msgspec.json.decode(body[0], type=_Sentence).sentence))
            refused: list[Refusal] = []
        else:
            found, refused = _placed(sentence, msgspec.json.decode(body[0], type=_Edits).edits)
    except (msgspec.DecodeError, RecursionError):
        return Read((), ("unreadable",))
    return judged(sentence, found, refused)


def judged(sentence: str, found: Sequence[Change], refused: Iterable[Refusal] = ()) -> Read:
    """Sort out the changes of a sentence that no proofreader would make.

    Parameters
    ----------
    found : in order of place
    refused : why others are refused already
    """
    changed = sum(max(change.end - change.start, len(change.after)) for change in found)
    if changed > max(MIN_CHANGED, len(sentence) * MAX_CHANGED_SHARE):
        return Read((), ("rewritten",))
    reasons = [(change, _refusal(sentence, change)) for change in found]
    kept = tuple(change for change, reason in reasons if reason is None)
    return Read(kept, (*refused, *(reason for _, reason in reasons if reason is not None)))


def _aligned(sentence: str, rewritten: str) -> Iterator[Change]:
    """Yield what differs between a sentence and its rewriting."""
    if max(len(rewritten), len(sentence)) > 2 * len(sentence) + MAX_CHANGE_LENGTH:
        # Whatever came back, it is no version of the sentence; the alignment would be long.
        yield Change(0, len(sentence), "")
        return
    for code in Levenshtein.opcodes(sentence, rewritten):
        if code.tag != "equal":
            yield Change(code.src_start, code.src_end, rewritten[code.dest_start : code.dest_end])


def _placed(sentence: str, edits: list[_Edit]) -> tuple[list[Change], list[Refusal]]:
    """Find where pairs of words stand; a pair that stands nowhere or twice says nothing."""
    found: list[Change] = []
    refused: list[Refusal] = []
    for edit in edits:
        if edit.wrong == edit.right:
            continue
        if not edit.wrong or sentence.count(edit.wrong) != 1:
            refused.append("not_aligned")
            continue
        start = sentence.index(edit.wrong)
        found += [
            Change(start + change.start, start + change.end, change.after)
            for change in _aligned(edit.wrong, edit.right)
        ]
    found.sort()
    if any(a.end > b.start for a, b in pairwise(found)):
        return [], [*refused, "not_aligned"]
    return found, refused


def _refusal(sentence: str, change: Change) -> Refusal | None:
    before = sentence[change.start : change.end]
    if max(len(before), len(change.after)) > MAX_CHANGE_LENGTH:
        return "too_long"
    if _FIGURE.search(before) or _FIGURE.search(change.after):
        return "figure"
    if _CLAUSE.search(before) or _CLAUSE.search(change.after):
        return "clause"
    return None
