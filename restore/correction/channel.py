"""Propose misreadings found by the noisy channel (an error profile and the language model).

The confidence is a calibrated probability, so the gate's thresholds can be read as such.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from restore.channel.features import chance_of, small_words
from restore.channel.findings import Finding, Found
from restore.channel.lattice import SURE_CHANCE, propose_lattice
from restore.channel.noise import Noise
from restore.channel.profile import Profile
from restore.channel.proposals import UNSURE_PROBABILITY, channel_proposal
from restore.channel.punctuation_search import propose_punctuation
from restore.channel.search import Searcher
from restore.channel.selection import AUTO, ENGINES, SCANNED, UNKNOWN
from restore.channel.wraps import read_on, with_breaks
from restore.core.edits import Proposal, Reason
from restore.core.evidence import Channel, Pattern
from restore.correction.implausibility import UNLIKE_MARGIN_LOG10
from restore.correction.scoring import (
    Replacement,
    after_in_line,
    before_in_line,
    continuation,
    margins,
)
from restore.correction.written_marks import is_written_so
from restore.text.characters import COMMON_PAIRS, LETTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.core.native_page import Lattice
    from restore.language.model import LanguageModel
    from restore.lexicon.lexicon import Lexicon

__all__ = ["Known", "misreadings", "propose_channel", "search_ahead"]

# What is less likely than this is not even counted.
_MIN_PROBABILITY = 0.05
# What goes better than this with both its neighbours (一张蓝图[干]到底) is no misreading of a character
# that neither looks nor sounds like it.
_GOES_WITH_BOTH_LOG10 = -3.2
# From here on what is doubtful elsewhere is corrected where an engine read the text: it wrote no words
# of its own. On left-out pages 84 of 90 such findings are right.
_SURELY_MISREAD = 0.95
# A character that an engine read may be another one than the likeliest: where the next is less than
# so much behind (log10) a reviewer decides. On left-out pages 24 of 85 such findings are wrong.
_RIVAL_LOG10 = 2.0
# By so much the language model must prefer a finding beside another that is too unlikely to be
# proposed, without that other: so 8 more are applied in MiDu's training half and ECSpell med, all
# right; below it 2 right and 5 wrong ones.
_MIN_MARGIN_ALONE_LOG10 = 3.5
_LATIN = re.compile(f"[{LETTERS}]")
# Times that a document must write the same, with these neighbours, for it to be its own usage.
_OWN_USAGE_COUNT = 2
# Code points around a place in which terms are looked for that may cover it.
_TERM_REACH = 16
# Stands between texts and in no term.
_SEPARATOR = "\0"
# Findings do not overlap: so many on each side are more than can touch one.
_NEXT = 3
# Code points of a text that mostly suffice to tell whether an engine read it.
_BEGINNING = 700
# Code points of the paragraph that are looked at on both sides of a place.
_PARAGRAPH_REACH = 2000


class Known(NamedTuple):
    """What is known of a text beforehand: the model's score of each code point, how noisy the texts
    are that come from where it comes from, and that what is less likely than ``least`` is not wanted.
    """

    scores: NDArray[np.float32] | None = None
    others: Noise = Noise()
    least: float = 0.0


_NOTHING_KNOWN = Known()


@lru_cache(maxsize=4)
def _searcher(model: LanguageModel, profile: str) -> Searcher:
    return Searcher(model, Profile.load(profile))


def search_ahead(
    texts: Sequence[str], scores: Sequence[NDArray[np.float32]], model: LanguageModel, profile: str
) -> None:
    """Search short texts together, so that :func:`propose_channel` of each takes less time."""
    searcher = _searcher(model, UNKNOWN if profile == AUTO else profile)
    searcher.look_ahead([read_on(text, model) for text in texts], scores)


def misreadings(text: str, model: LanguageModel, profile: str) -> list[Finding]:
    """Return what the search for misreadings finds in a text, likely or not."""
    searcher = _searcher(model, UNKNOWN if profile == AUTO else profile)
    return searcher.search(text, model.char_scores(text)).findings


def propose_channel(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModel,
    profile: str = "general",
    *,
    lattice: Lattice | None = None,
    known: Known = _NOTHING_KNOWN,
) -> list[Proposal]:
    """Return the probable misreadings of one document.

    Parameters
    ----------
    text : one paragraph a line, or over several lines of one width; offsets of the proposals are
        code points into it, and its line breaks stay
    profile : ``auto`` where the origin is not known and the misreadings are to tell, ``general``,
        ``ppocr``, ``tesseract``, ``typed``, or the path of a profile made by
        ``restore train-channel``
    lattice : how sure the recogniser was of each code point, and what else it thought of; where
        it was sure nothing is changed
    known : of the text, from elsewhere

    Raises
    ------
    InputError
        If there is no such profile.
    """
    whole = read_on(text, language_model)
    # A break read on as a space changes no score: the model sees neither.
    scores = language_model.char_scores(text) if known.scores is None else known.scores
    searched = _searched(whole, language_model, profile, scores, known.others)
    found = _proposals(whole, lexicon, language_model, searched, lattice, known.least)
    return list(_with_breaks(text, found))


def _with_breaks(text: str, proposals: list[Proposal]) -> Iterator[Proposal]:
    """Yield what is proposed where lines were read on, with the line breaks of the text."""
    for item in proposals:
        after = with_breaks(text[item.start : item.end], item.after)
        if after is not None:
            yield msgspec.structs.replace(item, after=after)


def _proposals(
    text: str,
    lexicon: Lexicon,
    language_model: LanguageModel,
    searched: tuple[Searcher, Found],
    lattice: Lattice | None,
    least: float,
) -> list[Proposal]:
    searcher, found = searched
    calibration = searcher.profile.data.calibration
    if calibration is None:
        return []
    findings, noise, stop, misread = found
    scanned = searcher.profile.data.name in ENGINES
    proposals = propose_punctuation(text, noise, language_model, searcher.profile, lattice)
    marks = {proposal.start for proposal in proposals}
    words = [item for item in findings if item.kind != "mark" or item.start not in marks]
    weigh = partial(_likely, text=text, misread=misread, weights=calibration.weights)
    likely = weigh(words, least=max(least, _MIN_PROBABILITY))
    chosen = rivals = [finding for finding, _, _ in likely]
    if least > _MIN_PROBABILITY:
        rivals = [item for item, _, _ in weigh(_with_next(chosen, words), least=_MIN_PROBABILITY)]
    terms = _are_terms(chosen, text, lexicon)
    for (finding, chance, usage), is_term in zip(likely, terms, strict=True):
        doubtful = _is_doubtful(finding, text, language_model) or _is_crowded(
            finding, rivals, findings, text, language_model
        )
        if scanned:
            # It chose no words, but what it misread may have been several.
            doubtful = _has_rival(finding) or (doubtful and chance < _SURELY_MISREAD)
        if doubtful or _beside_figure(finding, text):
            chance = min(chance, UNSURE_PROBABILITY)
        proposals.append(
            channel_proposal(
                (finding.start, finding.end),
                finding.after,
                Channel(searcher.profile.data.name, finding.kind, finding.weight, chance),
                margin=finding.margin,
                veto=_veto(finding, usage, text, lattice, is_term=is_term),
            )
        )
    if stop is not None:
        proposals.append(_not_looked_at(text, stop))
    if lattice is not None:
        proposals += propose_lattice(text, lattice, language_model, searcher.profile)
    return [item for item in proposals if item.flag or not is_written_so(text, item)]


def _likely(
    findings: Iterable[Finding],
    text: str,
    misread: Noise,
    weights: tuple[float, ...],
    least: float,
) -> list[tuple[Finding, float, int]]:
    """Return the findings that are so likely, with their probabilities and how often the text has
    what they question.
    """
    return [
        (finding, chance, usage)
        for finding in findings
        for chance, usage in (chance_of(weights, finding, text, misread, least),)
        if chance >= least
    ]


def _with_next(chosen: list[Finding], findings: list[Finding]) -> list[Finding]:
    """Return some findings and those before and behind each, all that it can touch."""
    kept = set(map(id, chosen))
    near = {
        place + step
        for place, item in enumerate(findings)
        if id(item) in kept
        for step in range(-_NEXT, _NEXT + 1)
    }
    return [item for place, item in enumerate(findings) if place in near]


def _searched(
    text: str, model: LanguageModel, profile: str, scores: NDArray[np.float32], others: Noise
) -> tuple[Searcher, Found]:
    """Search a text with a profile, which its misreadings and the others' choose if it is ``auto``."""
    if profile != AUTO:
        searcher = _searcher(model, profile)
        return searcher, _among(searcher.search(text, scores), others)
    searcher = _searcher(model, UNKNOWN)
    if not _begins_scanned(searcher, text, scores):
        found = _among(searcher.search(text, scores), others)
        if not found.misread.was_scanned:
            return searcher, found
    return _searched(text, model, SCANNED, scores, others)


def _among(found: Found, others: Noise) -> Found:
    return found._replace(misread=found.misread.together(others))


def _begins_scanned(searcher: Searcher, text: str, scores: NDArray[np.float32]) -> bool:
    """Whether the beginning of a text tells that an engine read it: so the rest is searched once."""
    end = text.find("\n", _BEGINNING)
    return end >= 0 and searcher.search(text[:end], scores[:end]).misread.was_scanned


def _not_looked_at(text: str, stop: int) -> Proposal:
    """Return a flag at the place from which the document was too long, or too noisy, to search."""
    return Proposal(
        "correction",
        "channel",
        stop,
        stop + 1,
        text[stop],
        1.0,
        (Pattern("misreadings not looked for from here on", text[stop : stop + 12]),),
        flag=Reason.BEYOND_BOUNDS,
    )


def _veto(
    finding: Finding, usage: int, text: str, lattice: Lattice | None, *, is_term: bool
) -> Reason | None:
    """Return why a finding must not be proposed, None if it may."""
    if lattice is not None and _read_surely(finding, lattice):
        return Reason.READ_SURELY
    if usage >= _OWN_USAGE_COUNT:
        return Reason.OWN_USAGE
    if is_term:
        return Reason.PROTECTED
    return Reason.UNPAIRED if _unpairs(finding, text) else None


def _read_surely(finding: Finding, lattice: Lattice) -> bool:
    """Whether the recogniser was sure of all that would be changed, or of both neighbours."""
    inside = finding.start < finding.end
    span = slice(finding.start, finding.end) if inside else _beside(finding.start)
    readings = lattice.readings[span]
    return all(item is not None and item.probability >= SURE_CHANCE for item in readings)


def _beside(place: int) -> slice:
    return slice(max(0, place - 1), place + 1)


def _is_doubtful(finding: Finding, text: str, language_model: LanguageModel) -> bool:
    """Whether a reviewer should decide, however likely the finding is.

    Small words are chosen as the author likes (与, 和).
    """
    return (
        _may_be_meant(finding)
        or _beside_latin(finding, text)
        or _is_unlike(finding, text, language_model)
    )


def _beside_latin(finding: Finding, text: str) -> bool:
    """Whether a Latin word stands beside a character: all of them are one to the language model, which
    cannot know what goes with it (它[使] Rust 无需垃圾回收器)."""
    around = text[max(0, finding.start - 2) : finding.start].rstrip(" ")[-1:]
    around += text[finding.end : finding.end + 2].lstrip(" ")[:1]
    return finding.kind == "han" and _LATIN.search(around) is not None


def _is_crowded(
    finding: Finding,
    rivals: list[Finding],
    findings: list[Finding],
    text: str,
    language_model: LanguageModel,
) -> bool:
    """Whether a finding stands or falls with another beside it (闺汀立: 国订立 or 缔结).

    Parameters
    ----------
    rivals : those that are likely enough to be proposed; beside others it must stand by itself
    """
    if _crowded(finding, rivals):
        return True
    if not _crowded(finding, findings):
        return False
    change = Replacement(finding.start, finding.end, finding.after)
    return margins(language_model, text, [change])[0] < _MIN_MARGIN_ALONE_LOG10


def _has_rival(finding: Finding) -> bool:
    """Whether another character is nearly as likely to have been printed there."""
    return finding.kind == "han" and finding.lead < _RIVAL_LOG10


def _crowded(finding: Finding, findings: list[Finding]) -> bool:
    """Whether another finding touches this one; findings are in order."""
    place = bisect_left(findings, finding.start, key=lambda item: item.start)
    nearby = findings[max(0, place - 1) : place + 3]
    return any(
        item is not finding and item.start <= finding.end and finding.start <= item.end
        for item in nearby
    )


def _may_be_meant(finding: Finding) -> bool:
    """Whether the words may be the author's own, though others are likelier."""
    return finding.kind == "run" or small_words(finding)


def _beside_figure(finding: Finding, text: str) -> bool:
    """Whether a change takes away a mark beside a figure: it may be one of its digits (22.]%)."""
    around = text[max(0, finding.start - 1) : finding.start] + text[finding.end : finding.end + 1]
    return not finding.after and any(item.isdecimal() or item in "%％‰" for item in around)


def _is_unlike(finding: Finding, text: str, language_model: LanguageModel) -> bool:
    """Whether too little speaks for a change to a character that is not like the one read."""
    if finding.kind != "han" or finding.alike:
        return False
    if finding.margin < UNLIKE_MARGIN_LOG10:
        return True
    left = before_in_line(text, finding.start, 1)
    right = after_in_line(text, finding.end, 1)
    return (
        bool(left and right)
        and min(
            continuation(language_model, left, finding.before),
            continuation(language_model, finding.before, right),
        )
        > _GOES_WITH_BOTH_LOG10
    )


def _unpairs(finding: Finding, text: str) -> bool:
    """Whether the change leaves more marks without their partner in the paragraph than before."""
    if not any(mark in finding.before + finding.after for pair in COMMON_PAIRS for mark in pair):
        return False
    low = max(0, finding.start - _PARAGRAPH_REACH)
    low = max(low, text.rfind("\n", low, finding.start) + 1)
    high = text.find("\n", finding.end, finding.end + _PARAGRAPH_REACH)
    old = text[low : high if high >= 0 else finding.end + _PARAGRAPH_REACH]
    new = old[: finding.start - low] + finding.after + old[finding.end - low :]
    return any(_open(new, *pair) > _open(old, *pair) for pair in COMMON_PAIRS)


def _open(text: str, left: str, right: str) -> int:
    """Return how many marks of a pair stand without their partner."""
    waiting = alone = 0
    for mark in text:
        if mark == left:
            waiting += 1
        elif mark == right:
            alone += waiting == 0
            waiting -= waiting > 0
    return waiting + alone


def _are_terms(findings: list[Finding], text: str, lexicon: Lexicon) -> list[bool]:
    """Whether a term of the lexicon vouches for what stands there, for each of some findings.

    Their surroundings are looked through as one text, for each has few characters.
    """
    lows = [max(0, finding.start - _TERM_REACH) for finding in findings]
    windows = [
        text[low : finding.end + _TERM_REACH] + _SEPARATOR
        for low, finding in zip(lows, findings, strict=True)
    ]
    begins = list(accumulate(map(len, windows), initial=0))
    found = [False] * len(findings)
    for start, end, _ in lexicon.term_matcher.find("".join(windows)):
        number = bisect_right(begins, start) - 1
        finding, shift = findings[number], lows[number] - begins[number]
        first, last = start + shift, end + shift
        if (
            first <= finding.start
            and finding.end <= last
            and (finding.start < finding.end or first < finding.start < last)
        ):
            found[number] = True
    return found
