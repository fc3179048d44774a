"""Turn margins into probabilities: how often is a finding like this one right?

Findings are made on text whose errors the weights have not seen (the profile is learned anew
without each fold), told right from wrong by the truth, and fitted by logistic regression.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.features import FEATURES, features
from restore.channel.profile import Mixture, Profile
from restore.channel.search import Finding, Searcher
from restore.channel.training import add, profile_data, tally
from restore.language.normalise import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.language.model import LanguageModel

__all__ = ["Judged", "calibrate", "fit_logistic", "judge_findings"]

_STEPS = 40
_FOLDS = 5

_Pairs = Sequence[tuple[str, str]]


class Judged(NamedTuple):
    """A finding, its features, and by how many characters it brings the text nearer the truth."""

    finding: Finding
    values: list[float]
    gain: int


def judge_findings(searcher: Searcher, pairs: _Pairs) -> Iterator[Judged]:
    """Search a document given as (read, truth) paragraphs, and compare each finding with it."""
    from bisect import bisect_right

    from rapidfuzz.distance import Levenshtein

    reads = [read.replace("\n", "") for read, _ in pairs]
    text = "\n".join(reads)
    starts = list(accumulate((len(read) + 1 for read in reads), initial=0))
    findings, noise = searcher.search(text)
    for finding in findings:
        number = bisect_right(starts, finding.start) - 1
        read, truth = reads[number], normalise(pairs[number][1])
        start, end = finding.start - starts[number], finding.end - starts[number]
        changed = read[:start] + finding.after + read[end:]
        old, new = (Levenshtein.distance(normalise(item), truth) for item in (read, changed))
        yield Judged(finding, features(finding, text, noise), old - new)


def calibrate(
    model: LanguageModel,
    groups: Sequence[Sequence[_Pairs]],
    mixture: Mixture,
    clean: Sequence[_Pairs] = (),
    *,
    clean_weight: float = 1.0,
) -> tuple[float, ...]:
    """Return the weights of the features.

    Parameters
    ----------
    groups : of documents, which are (read, truth) paragraphs; no text is in two groups
    clean : documents without errors, whose every finding is wrong
    clean_weight : how much one of their findings counts
    """
    import numpy as np

    tallies = [tally(pair for document in group for pair in document) for group in groups]
    rows: list[list[float]] = []
    right: list[float] = []
    weights: list[float] = []
    folds = min(_FOLDS, len(groups))
    for fold in range(folds):
        rest = add([item for number, item in enumerate(tallies) if number % folds != fold])
        profile = Profile(profile_data(rest if folds > 1 else add(tallies), mixture, "", ""))
        searcher = Searcher(model, profile)
        documents = [document for group in groups[fold::folds] for document in group]
        blank = clean[fold::folds]
        for number, document in enumerate([*documents, *blank]):
            for judged in judge_findings(searcher, document):
                rows.append(judged.values)
                right.append(float(judged.gain > 0))
                weights.append(1.0 if number < len(documents) else clean_weight)
    return fit_logistic(
        np.array(rows).reshape(-1, len(FEATURES)), np.array(right), np.array(weights)
    )


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
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (importance * (right - expected)) - ridge * weights
        spread = importance * np.maximum(expected * (1 - expected), 1e-6)
        curve = (values * spread[:, None]).T @ values + ridge * np.eye(len(weights))
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return tuple(round(float(weight), 4) for weight in weights)
