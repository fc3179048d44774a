"""Parts of articles as records, and the features of a pair of them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from restore.layout.issues import Identity, Kinship, kinship, page_number, same_page
from restore.layout.lines import ends_sentence
from restore.layout.seams import SeamScorer, beginning, seam
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["PART_FEATURES", "Part", "PartPair", "leaves_open", "part_pairs"]

# Words that two parts share show in runs of so many characters, those that a headline repeats in
# pairs.
_SHINGLE_CHARACTERS = 4
_ECHO_CHARACTERS = 2
# A run of four characters rarer than this (log10) names something; 高质量发展 is no evidence.
_RARE_LOG10 = -8.0
# Parts of unknown issues are compared where they share so many rare runs, each of them in so few
# parts, or where they are few: that keeps the cost linear in the corpus.
_MIN_SHARED_RUNS = 3
_MAX_HOLDERS = 6
_FEW_PARTS = 40
_NOT_HAN = lazy_pattern(f"[^{HAN}]+")
_QUOTED = re.compile("[《“]([^》”]+)[》”]")
PART_FEATURES = (
    "bias", "same day or paper", "end closed", "seam", "seam below 0",
    "beginning after open end", "beginning after closed end", "rare words shared",
    "title echoed", "titles differ", "rivals to go to", "rivals to come from",
)  # fmt: skip
# Two titles differ of which the shorter has less of its pairs of characters in the other.
_MIN_TITLE_SHARE = 0.2


class Part(NamedTuple):
    """An end of an article that continues on another page, or comes from one.

    ``document`` and ``article`` are its place in the corpus; ``leaves`` says that the article goes
    on elsewhere, else it has its beginning there; ``mark`` is the jump mark (None: only the words
    say so); ``edge`` the paragraph at this end, ``words`` all of the article's running text.
    """

    document: int
    article: int
    identity: Identity
    leaves: bool
    mark: str | None
    title: str | None
    edge: str
    words: str


class PartPair(NamedTuple):
    """A candidate: part ``right`` continues part ``left``; features as in PART_FEATURES."""

    left: int
    right: int
    features: tuple[float, ...]


class _Fit(NamedTuple):
    left: int
    right: int
    kin: Kinship


def part_pairs(parts: Sequence[Part], scorer: SeamScorer) -> Iterator[PartPair]:
    """Yield the pairs that could be one article, with their features."""
    grams = [_shingles(part.words) for part in parts]
    fits = [
        fit
        for left, right in _candidates(parts, grams)
        if (fit := _fit(parts, left, right)) is not None
    ]
    rivals = Counter(fit.left for fit in fits), Counter(fit.right for fit in fits)
    for left, right, kin in fits:
        one, other = parts[left], parts[right]
        shared = sum(
            max(0.0, _RARE_LOG10 - scorer.score(gram))
            for gram in sorted(grams[left] & grams[right])
        )
        echo, differ = _echo(one, other)
        yield PartPair(
            left,
            right,
            (
                1.0,
                float(kin.date or kin.paper),
                *_seam_features(one.edge, other.edge, scorer),
                math.log1p(shared),
                echo,
                float(differ),
                math.log(rivals[0][left]),
                math.log(rivals[1][right]),
            ),
        )


def _fit(parts: Sequence[Part], left: int, right: int) -> _Fit | None:
    """Return what two parts share, or None where paper, day or page contradict."""
    one, other = parts[left], parts[right]
    kin = kinship(one.identity, other.identity)
    arrives = _page_fits(one.mark, other.identity)
    leaves = _page_fits(other.mark, one.identity)
    if kin.conflict or arrives is False or leaves is False:
        return None
    # A mark on one side alone must name the page of the other in the same issue.
    if None in (one.mark, other.mark) and not ((kin.date or kin.paper) and (arrives or leaves)):
        return None
    return _Fit(left, right, kin)


def _page_fits(mark: str | None, identity: Identity) -> bool | None:
    """Whether a mark names the page that a document is; None where either is not known."""
    page = page_number(mark) if mark is not None else None
    if page is None or not identity.pages:
        return None
    return any(same_page(page, own) for own in identity.pages)


def leaves_open(edge: str) -> bool:
    """Whether the end of a part leaves a sentence open, even if it is only the last line of one."""
    return not ends_sentence(edge) and edge[-1:] not in "：:；;"


def _seam_features(tail: str, head: str, scorer: SeamScorer) -> tuple[float, ...]:
    begins = beginning(scorer, head)
    if not leaves_open(tail):
        return (1.0, 0.0, 0.0, 0.0, begins)
    score = seam(scorer, tail, head)
    return (0.0, score, min(score, 0.0), begins, 0.0)


def _echo(one: Part, other: Part) -> tuple[float, bool]:
    """Return how much of a title the other part repeats (0 to 1), and whether titles differ."""
    named = [(one.title, match[1]) for match in _QUOTED.finditer(other.mark or "") if one.title] + [
        (other.title, match[1]) for match in _QUOTED.finditer(one.mark or "") if other.title
    ]
    if one.title and other.title:
        named.append((one.title, other.title))
    shares = []
    for title, echo in named:
        left, right = _shingles(title or "", _ECHO_CHARACTERS), _shingles(echo, _ECHO_CHARACTERS)
        if left and right:
            shares.append(len(left & right) / min(len(left), len(right)))
    return (max(shares), max(shares) < _MIN_TITLE_SHARE) if shares else (0.0, False)


def _candidates(parts: Sequence[Part], grams: Sequence[set[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs worth a look: of one day, of one series of files, with rare words in common,
    or, where parts are few, of unknown issues."""
    lefts = [index for index, part in enumerate(parts) if part.leaves]
    rights = [index for index, part in enumerate(parts) if not part.leaves]
    found: set[tuple[int, int]] = set()
    for key in ("date", "series"):
        near: defaultdict[object, list[int]] = defaultdict(list)
        for right in rights:
            identity = parts[right].identity
            if key == "date" or identity.date is None:
                near[getattr(identity, key)].append(right)
        for left in lefts:
            value = getattr(parts[left].identity, key)
            if value is not None:
                found.update((left, right) for right in near.get(value, ()))
    if max(len(lefts), len(rights)) <= _FEW_PARTS:
        found.update(
            (left, right)
            for left in lefts
            for right in rights
            if parts[left].identity.date is None or parts[right].identity.date is None
        )
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for right in rights:
        for gram in grams[right]:
            holders[gram].append(right)
    for left in lefts:
        shared = Counter(
            right
            for gram in grams[left]
            if len(holders.get(gram, ())) <= _MAX_HOLDERS
            for right in holders.get(gram, ())
        )
        found.update((left, right) for right, count in shared.items() if count >= _MIN_SHARED_RUNS)
    for left, right in sorted(found):
        marked = parts[left].mark is not None or parts[right].mark is not None
        if marked and parts[left].document != parts[right].document:
            yield left, right


def _shingles(text: str, length: int = _SHINGLE_CHARACTERS) -> set[str]:
    bare = _NOT_HAN.sub("", text)
    return {bare[index : index + length] for index in range(len(bare) - length + 1)}
