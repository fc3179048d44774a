"""Repair encoding damage (mojibake): text that was written in one encoding and read as another.

One expression looks for suspicious characters side by side; clean text has next to none. On the
lines that hold some the exact inverses of `transcoding` and `western` are tried, one upon another where damage
was done twice. A repair is proposed if what it reads is Chinese by the language model and what
stands there is not, or if ftfy makes it (other scripts). Where bytes were lost the place is only
flagged, with what can be read of it.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

from restore.characters.attestation import gain, reads_as_chinese
from restore.characters.suspects import (
    HAN_RUN,
    LOST,
    WESTERN_RUN,
    is_debris,
    is_rare,
    is_table,
    looks_damaged,
    suspect,
    words,
)
from restore.characters.transcoding import (
    HAN_PAIRS,
    WESTERN_PAIRS,
    Pair,
    undo,
    undo_utf8,
)
from restore.characters.western import undo_spaced, undo_western
from restore.core.edits import Proposal, Reason
from restore.core.evidence import LanguageMargin, Pattern
from restore.language.model import LanguageModel
from restore.text.characters import EAST_ASIAN
from restore.text.patterns import lazy_pattern

__all__ = ["propose_mojibake"]

_STAGE, _RULE = "characters", "encoding"
# Damage upon damage upon damage.
_MAX_DEPTH = 3
# Any bytes of GBK are Big5, and the other way round: so many characters of Chinese are asked for.
_MIN_HAN = 4
# Accented letters in a row always are Han in GBK. Of 4,000 random rows of four, six, eight and
# twelve 9, 4, 2 and 0 read as Chinese with this much proof.
_WESTERN_PROOF = 2.6
_EAST_ASIAN = lazy_pattern(f"[{EAST_ASIAN}]")
# ftfy's repair of a single control, which is a line break or nothing.
_CONTROL_ALONE = re.compile("^(?:encode latin-1, decode windows-1252|transcode fix_c1_controls)$")
_ASCII = re.compile("[ -~]+")
_ASCII_LETTER = re.compile("[A-Za-z]")


class _Repair(NamedTuple):
    """``line[start:end]`` to become ``after``; ``lost``: it cannot, and ``after`` is what can be read."""

    start: int
    end: int
    after: str
    damage: str
    margin: float | None = None
    lost: bool = False

    def moved(self, offset: int) -> _Repair:
        """Return the same repair of a line in which the text begins at ``offset``."""
        return self._replace(start=self.start + offset, end=self.end + offset)


def propose_mojibake(text: str, model: LanguageModel) -> list[Proposal]:
    """Propose to undo encoding damage, and flag what cannot be undone.

    Parameters
    ----------
    text : the decoded source; the proposals' offsets are code points into it
    model : tells Chinese from what only looks like it
    """
    if text.isascii():
        return []
    proposals = []
    place = 0
    while (match := suspect().search(text, place)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        for repair in _repairs(text[start:end], model, _MAX_DEPTH):
            proposals.append(_proposal(text, start, repair))
        place = end + 1
    return proposals


def _proposal(text: str, offset: int, repair: _Repair) -> Proposal:
    if not repair.lost:
        before = text[offset + repair.start : offset + repair.end]
        changed = _trimmed(before, repair.after, repair.damage).moved(repair.start)
        repair = changed._replace(margin=repair.margin)
    start, end = offset + repair.start, offset + repair.end
    what = "bytes lost to a wrong encoding" if repair.lost else "read with a wrong encoding"
    evidence: tuple[Pattern | LanguageMargin, ...] = (
        Pattern(what, f"{repair.damage}: {repair.after}"),
    )
    if repair.lost:
        now = text[start:end]
        return Proposal(_STAGE, _RULE, start, end, now, 1.0, evidence, flag=Reason.UNDECODABLE)
    if repair.margin is not None:
        evidence += (LanguageMargin(round(repair.margin, 2)),)
    return Proposal(_STAGE, _RULE, start, end, repair.after, 1.0, evidence)


def _repairs(line: str, model: LanguageModel, depth: int) -> list[_Repair]:
    """Return the repairs of a line, in order; no two overlap."""
    found = [
        _Repair(*match.span(), match.group(), "utf-8", lost=True) for match in LOST.finditer(line)
    ]
    for run in WESTERN_RUN.finditer(line):
        if suspect().search(run.group()) is not None:
            found += [item.moved(run.start()) for item in _western(run.group(), model, depth)]
    if HAN_RUN.search(line) is not None:
        found += _utf8(line, model, depth) or _chinese(line, model)
    return _widened(line, found)


def _western(run: str, model: LanguageModel, depth: int) -> list[_Repair]:
    """Repair a run of letters and signs that encodings of one byte hold."""
    if is_table(run):
        return []
    found = _gbk_or_big5(run, model)
    if found:
        return found
    western = undo_western(run)
    if western is not None and western.exact:
        after = _repaired(western.after, model, depth)
        if not looks_damaged(after):
            return [_trimmed(run, after, f"ftfy: {western.plan}")]
    for pair, after in undo_spaced(run):
        if reads_as_chinese(after, model) is not None:
            return [_trimmed(run, after, str(pair))]
    flags = [
        _Repair(*span, run[slice(*span)], "cp1252", lost=True)
        for span in words(run)
        if looks_damaged(run[slice(*span)])
    ]
    if western is not None and not flags and not _CONTROL_ALONE.search(western.plan):
        return [_Repair(0, len(run), run, f"ftfy: {western.plan}", lost=True)]
    return flags


def _gbk_or_big5(run: str, model: LanguageModel) -> list[_Repair]:
    """Repair words that were GBK or Big5; what one pair of encodings explains others may be too."""
    spans = list(words(run))
    if not spans:
        return []
    whole = (spans[0][0], spans[-1][1])
    for places in ([whole], spans):
        best = max(
            (
                (score, pair)
                for pair in WESTERN_PAIRS
                for start, end in places
                if (score := _western_score(run[start:end], pair, model, _WESTERN_PROOF))
            ),
            default=None,
        )
        if best is None:
            continue
        pair = best[1]
        return [
            _trimmed(run[start:end], undo(run[start:end], pair) or "", str(pair)).moved(start)
            for start, end in places
            if _western_score(run[start:end], pair, model, 0.0) is not None
        ]
    return []


def _western_score(word: str, pair: Pair, model: LanguageModel, proof: float) -> float | None:
    after = undo(word, pair)
    if after is None:
        return None
    # Letters of ASCII beside accented ones are Western words, until there is more of Chinese.
    least = _MIN_HAN if proof and _ASCII_LETTER.search(after) else 2 if proof else 1
    return reads_as_chinese(_ASCII.sub("", after), model, least_han=least, proof=proof)


def _utf8(line: str, model: LanguageModel, depth: int) -> list[_Repair]:
    """Repair parts of a line that were UTF-8 and read as an encoding of Chinese."""
    found = []
    for pair, part in undo_utf8(line):
        after = _repaired(part.after, model, depth)
        if reads_as_chinese(after, model) is not None:
            margin = gain(line[part.start : part.end], after, model)
            if margin is not None:
                found.append(_Repair(part.start, part.end, after, str(pair), margin))
    return found


def _chinese(line: str, model: LanguageModel) -> list[_Repair]:
    """Repair a line of Chinese that was read as another encoding of Chinese, or runs in it."""
    runs = [run.span() for run in HAN_RUN.finditer(line)]
    for spans in ([(0, len(line))], runs):
        for pair in HAN_PAIRS:
            found = [
                repair
                for span in spans
                if is_rare(line[slice(*span)])
                and (repair := _one_of_another(line, span, pair, model, _MIN_HAN)) is not None
            ]
            if found:
                rest = set(spans) - {(item.start, item.end) for item in found}
                others = (_one_of_another(line, span, pair, model, 1) for span in sorted(rest))
                return found + [item for item in others if item is not None]
    return []


def _one_of_another(
    line: str, span: tuple[int, int], pair: Pair, model: LanguageModel, least_han: int
) -> _Repair | None:
    damaged = line[slice(*span)]
    after = undo(damaged, pair)
    if after is None or reads_as_chinese(after, model, least_han=least_han) is None:
        return None
    margin = gain(damaged, after, model)
    return None if margin is None else _Repair(*span, after, str(pair), margin)


def _repaired(text: str, model: LanguageModel, depth: int) -> str:
    """Return a text with what of it can be repaired once more."""
    if depth == 0 or suspect().search(text) is None:
        return text
    parts, place = [], 0
    for repair in _repairs(text, model, depth - 1):
        if not repair.lost:
            parts += [text[place : repair.start], repair.after]
            place = repair.end
    return "".join([*parts, text[place:]])


def _trimmed(run: str, after: str, damage: str) -> _Repair:
    """Return a repair without what both ends share."""
    shortest = min(len(run), len(after))
    head = next((i for i in range(shortest) if run[i] != after[i]), shortest)
    tail = 0
    while tail < shortest - head and run[-1 - tail] == after[-1 - tail]:
        tail += 1
    return _Repair(head, len(run) - tail, after[head : len(after) - tail], damage)


def _widened(line: str, repairs: list[_Repair]) -> list[_Repair]:
    """Turn repairs beside which bytes were lost into flags that cover the damage; sort all.

    A flag covers what two of them have between them, if that is damage too.
    """
    found: list[_Repair] = []
    ordered = sorted(repairs)
    for repair, following in zip_longest(ordered, ordered[1:]):
        start, end = repair.start, repair.end
        before = found[-1].end if found else 0
        behind = following.start if following else len(line)
        if _EAST_ASIAN.match(line, start) is not None:
            while start > before and is_debris(line[start - 1]):
                start -= 1
            while end < behind and is_debris(line[end]):
                end += 1
        if (start, end) != (repair.start, repair.end):
            repair = repair._replace(start=start, end=end, lost=True)
        touching = found and start <= before and (repair.lost or found[-1].lost)
        if touching and _EAST_ASIAN.match(line, before - 1) is not None:
            last = found.pop()
            after = f"{last.after}\ufffd{repair.after}"
            repair = repair._replace(start=last.start, end=end, after=after, lost=True)
        if not found or start >= found[-1].end:
            found.append(repair)
    return found
