"""Propose what the noisy channel finds: misreadings weighed by an error profile and the model.

The confidence is a calibrated probability, so that the gate's thresholds mean what they say.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from restore.channel.features import features, own_usage, probability
from restore.channel.profile import Profile
from restore.channel.search import Finding, Searcher
from restore.edits import Proposal
from restore.evidence import Channel, LanguageMargin

if TYPE_CHECKING:
    from restore.language.model import LanguageModel
    from restore.lexicon import Lexicon

__all__ = ["propose_channel"]

# Below this probability a proposal is not worth a reviewer's time.
_LEAST = 0.5
# Two changes side by side stand or fall together (闺汀立: 国订立 or 缔结): a reviewer decides.
_CROWDED = 0.85
# What the document writes so often with these neighbours is its own usage.
_OWN_USAGE = 2
# A place is compared with the terms that stand within so many characters.
_REACH = 16
_PAIRS = ("“”", "《》", "（）")


@lru_cache(maxsize=4)
def _searcher(model: LanguageModel, profile: str) -> Searcher:
    return Searcher(model, Profile.load(profile))


def propose_channel(
    text: str, lexicon: Lexicon, language_model: LanguageModel, profile: str = "general"
) -> list[Proposal]:
    """Return what was probably misread in one document.

    Parameters
    ----------
    text : one paragraph a line; offsets of the proposals are code points into it
    profile : ``general`` where the origin is not known, ``ppocr``, ``tesseract``, ``typed``, or
        the path of a profile made by ``restore train-channel``

    Raises
    ------
    InputError
        If there is no such profile.
    """
    searcher = _searcher(language_model, profile)
    calibration = searcher.profile.data.calibration
    if calibration is None:
        return []
    findings, noise = searcher.search(text)
    proposals = []
    for finding in findings:
        chance = probability(calibration.weights, features(finding, text, noise))
        if _crowded(finding, findings):
            chance = min(chance, _CROWDED)
        if chance < _LEAST or _is_right(finding, text, lexicon) or _unpairs(finding, text):
            continue
        proposals.append(
            Proposal(
                stage="correction",
                rule="channel",
                start=finding.start,
                end=finding.end,
                after=finding.after,
                confidence=round(chance, 3),
                evidence=(
                    LanguageMargin(margin=round(finding.margin, 3)),
                    Channel(
                        profile=searcher.profile.data.name,
                        kind=finding.kind,
                        weight=round(finding.weight, 3),
                        probability=round(chance, 3),
                    ),
                ),
            )
        )
    return proposals


def _crowded(finding: Finding, findings: list[Finding]) -> bool:
    """Whether another finding touches this one; findings are in order."""
    place = bisect_left(findings, finding.start, key=lambda item: item.start)
    nearby = findings[max(0, place - 1) : place + 3]
    return any(
        item is not finding and item.start <= finding.end and finding.start <= item.end
        for item in nearby
    )


def _unpairs(finding: Finding, text: str) -> bool:
    """Whether the change leaves more marks without their partner in the paragraph than before."""
    if not any(mark in finding.before + finding.after for pair in _PAIRS for mark in pair):
        return False
    low = text.rfind("\n", 0, finding.start) + 1
    high = text.find("\n", finding.end)
    old = text[low : high if high >= 0 else len(text)]
    new = old[: finding.start - low] + finding.after + old[finding.end - low :]
    return any(_open(new, *pair) > _open(old, *pair) for pair in _PAIRS)


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


def _is_right(finding: Finding, text: str, lexicon: Lexicon) -> bool:
    """Whether the document's own usage or a term of the lexicon vouches for what stands there."""
    if own_usage(finding, text) >= _OWN_USAGE:
        return True
    low, high = max(0, finding.start - _REACH), finding.end + _REACH
    for start, end, _ in lexicon.term_matcher.find(text[low:high]):
        if (
            start + low <= finding.start
            and finding.end <= end + low
            and (finding.start < finding.end or start + low < finding.start < end + low)
        ):
            return True
    return False
