"""Calibrate findings: the probability that a finding with these features is right.

Findings are made on held-out text (the profile is learned anew without each fold), labelled by the
truth, and fitted by logistic regression.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from rapidfuzz.distance import Levenshtein

from restore.channel.features import FEATURES, LATTICE_FEATURES, features
from restore.channel.findings import Finding
from restore.channel.noise import MOST_SLIPS, SAMPLE, Noise
from restore.channel.profile import Profile
from restore.channel.profile_data import Mixture
from restore.channel.search import Searcher
from restore.channel.training import Rendered, add, profile_data, tally
from restore.language.normalise import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.core.native_page import Lattice
    from restore.language.model import LanguageModel

__all__ = [
    "Fit",
    "HeldOut",
    "Judged",
    "calibrate",
    "calibrate_lattices",
    "fit_logistic",
    "held_out_findings",
    "judge_findings",
]

_MAX_STEPS = 40
# The other rows of a file in which a paragraph is searched by itself.
_CLEAN_ROWS, _NOISY_ROWS = Noise(0, SAMPLE), Noise(round(MOST_SLIPS * SAMPLE), SAMPLE)
_FOLDS = 5

_Pairs: TypeAlias = Sequence[tuple[str, str]]


class Judged(NamedTuple):
    """A finding, its features, and by how many characters it brings the text nearer the truth.

    It is right where that is all of what it changes (``cost``).
    """

    finding: Finding
    values: list[float]
    gain: int
    cost: int


class HeldOut(NamedTuple):
    """What was found in one document; ``group`` is -1 for one without errors."""

    group: int
    place: int
    document: _Pairs
    findings: list[Judged]

    @property
    def errors(self) -> int:
        """The wrong characters of the document."""
        return sum(
            Levenshtein.distance(normalise(read), normalise(truth)) for read, truth in self.document
        )


class Fit(NamedTuple):
    """Weights of the features, and the probability from which on findings have the best F1."""

    weights: tuple[float, ...]
    threshold: float
    f1: float


def judge_findings(searcher: Searcher, pairs: _Pairs, *, clean: bool = False) -> Iterator[Judged]:
    """Search a document given as (read, truth) paragraphs, and compare each finding with it.

    One paragraph by itself is searched as a row of a file, which is clean or as noisy as the other
    rows may count: what alone has errors in half of all rows would else be the usual.
    """
    reads = [read.replace("\n", "") for read, _ in pairs]
    text = "\n".join(reads)
    starts = list(accumulate((len(read) + 1 for read in reads), initial=0))
    found = searcher.search(text)
    others = Noise() if len(pairs) > 1 else _CLEAN_ROWS if clean else _NOISY_ROWS
    misread = found.misread.together(others)
    for finding in found.findings:
        number = bisect_right(starts, finding.start) - 1
        read, truth = reads[number], normalise(pairs[number][1])
        start, end = finding.start - starts[number], finding.end - starts[number]
        gain = _gain(read, start, end, finding.after, truth)
        cost = Levenshtein.distance(finding.before, finding.after)
        yield Judged(finding, features(finding, text, misread), gain, cost)


def held_out_findings(
    model: LanguageModel,
    groups: Sequence[Sequence[_Pairs]],
    mixture: Mixture,
    clean: Sequence[_Pairs] = (),
    rendered: Rendered | None = None,
) -> Iterator[HeldOut]:
    """Search every document with a profile that was learned from the other groups.

    Parameters
    ----------
    groups : of documents, which are (read, truth) paragraphs; no text is in two groups
    clean : documents without errors, whose every finding is wrong
    rendered : what a recogniser confused in other text, known to every profile
    """
    tallies = [tally(pair for document in group for pair in document) for group in groups]
    folds = min(_FOLDS, len(groups))
    for fold in range(folds):
        rest = add([item for number, item in enumerate(tallies) if number % folds != fold])
        known = rest if folds > 1 else add(tallies)
        profile = Profile(profile_data(known, mixture, "", "", rendered or {}))
        searcher = Searcher(model, profile)
        for number in range(fold, len(groups), folds):
            for place, document in enumerate(groups[number]):
                yield HeldOut(number, place, document, list(judge_findings(searcher, document)))
        for document in clean[fold::folds]:
            found = list(judge_findings(searcher, document, clean=True))
            yield HeldOut(-1, 0, document, found)


def calibrate(found: Iterable[HeldOut], *, clean_weight: float = 1.0) -> Fit:
    """Fit the weights of the features to held-out findings.

    Parameters
    ----------
    clean_weight : how much a finding in a document without errors counts
    """
    import numpy as np

    rows: list[list[float]] = []
    gains: list[tuple[int, int]] = []
    weights: list[float] = []
    errors = 0
    for item in found:
        errors += item.errors
        for judged in item.findings:
            rows.append(judged.values)
            gains.append((judged.gain, judged.cost))
            weights.append(1.0 if item.group >= 0 else clean_weight)
    values = np.array(rows).reshape(-1, len(FEATURES))
    gain, cost = np.array(gains).reshape(-1, 2).T
    right = (gain >= cost).astype(np.float64)
    fitted = fit_logistic(values, right, np.array(weights))
    noise = FEATURES.index("noise")
    if fitted[noise] < 0:
        # A text full of words that the model does not know is no cleaner for that.
        values[:, noise] = 0.0
        fitted = fit_logistic(values, right, np.array(weights))
    return Fit(fitted, *_best(values @ np.array(fitted), right * cost, cost, errors))


def _best(
    scores: NDArray[np.float64],
    right: NDArray[np.float64],
    changed: NDArray[np.float64],
    errors: int,
) -> tuple[float, float]:
    """Return the probability from which on findings have the best F1, and that F1."""
    import numpy as np

    if not len(scores):
        return 0.5, 0.0
    order = np.argsort(-scores, kind="stable")
    found = 2 * np.cumsum(right[order]) / (np.cumsum(changed[order]) + errors)
    best = int(np.argmax(found))
    return 1 / (1 + math.exp(-float(scores[order[best]]))), float(found[best])


def calibrate_lattices(
    model: LanguageModel, pages: Iterable[tuple[_Pairs, Lattice, Profile]]
) -> tuple[float, ...]:
    """Return the weights of a lattice finding's features.

    Parameters
    ----------
    pages : (read, truth) paragraphs with their lattice, and a profile that was learned without them
    """
    import numpy as np

    from restore.channel.lattice import search_lattice

    rows: list[tuple[float, ...]] = []
    right: list[float] = []
    for pairs, lattice, profile in pages:
        text = "\n".join(read for read, _ in pairs)
        starts = list(accumulate((len(read) + 1 for read, _ in pairs), initial=0))
        for finding in search_lattice(text, lattice, model, profile):
            number = bisect_right(starts, finding.start) - 1
            read, truth = pairs[number]
            start, end = finding.start - starts[number], finding.end - starts[number]
            gain = _gain(read, start, end, finding.after, normalise(truth))
            rows.append(finding.features)
            right.append(float(gain > 0))
    return fit_logistic(
        np.array(rows).reshape(-1, len(LATTICE_FEATURES)), np.array(right), np.ones(len(rows))
    )


def _gain(read: str, start: int, end: int, after: str, truth: str) -> int:
    """Return by how many characters a change brings a reading nearer its (folded) truth."""
    changed = read[:start] + after + read[end:]
    old, new = (Levenshtein.distance(normalise(item), truth) for item in (read, changed))
    return old - new


def fit_logistic(
    values: NDArray[np.float64],
    right: NDArray[np.float64],
    importance: NDArray[np.float64],
    *,
    ridge: float = 1.0,
) -> tuple[float, ...]:
    """Fit a logistic regression by Newton's method and return the weights of the features.

    Parameters
    ----------
    values : shape (findings, features); one-hot features stand for the intercept
    right : 1 where the finding was right, else 0; shape (findings,)
    importance : how much each finding counts; shape (findings,)
    ridge : how strongly weights are drawn to zero
    """
    import numpy as np

    weights = np.zeros(values.shape[1])
    for _ in range(_MAX_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (importance * (right - expected)) - ridge * weights
        spread = importance * np.maximum(expected * (1 - expected), 1e-6)
        curve = (values * spread[:, None]).T @ values + ridge * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(round(float(weight), 4) for weight in weights)
