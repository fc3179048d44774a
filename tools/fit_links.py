"""Fit the weights of restore/layout/links.py on made pages.

    pip install scipy
    python tools/fit_links.py TEXT... [--pages 1500] [--seed 7]

Every other story of the texts (clean, one paragraph a line, .xz too) makes pages for training, the
others for testing. Prints the weights, and how many of the links chosen are right and found.
"""

from __future__ import annotations

import argparse
import lzma
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from restore.characters import propose, propose_spaces
from restore.core.document import Document
from restore.core.edits import Proposal
from restore.evaluation.layout import LineTruth, true_joins
from restore.evaluation.page_records import PageOptions, SourceStory, stories_of_lines
from restore.evaluation.pages import make_page
from restore.gate.passes import Gate, run_pass
from restore.language import LanguageModel
from restore.layout import propose_paragraphs
from restore.layout.assignment import best_pairs
from restore.layout.lines import lines_of
from restore.layout.link_features import FEATURES, pairs_of
from restore.layout.page_view import page_lines
from restore.pipeline.work import gaps_of
from restore.settings import Settings

RIDGE = 1.0
# Made pages hold too few lists of figures; 28个、 begins no paragraph.
BY_HAND = {"figure of a list at the head": 2.5}


def applied(document: Document, proposals: Iterable[Proposal], number: int) -> Document:
    """Return the document after a pass."""
    return run_pass(
        document,
        proposals,
        Gate(Settings().gate),
        number=number,
        stage="layout",
    ).document


def rows_of(
    text: str, truth: Sequence[LineTruth], model: LanguageModel
) -> Iterator[tuple[tuple[float, ...], bool, int, int]]:
    """Yield features, truth and places of the candidate links of one page."""
    settings = Settings()
    document = Document.from_text(text)
    document = applied(document, propose(document.text, settings.characters), 1)
    document = applied(document, propose_paragraphs(document.text, settings.layout, model), 2)
    document = applied(document, propose_spaces(document.text), 3)
    page = page_lines(document.text, gaps_of(document), settings.layout)
    owner = np.full(len(text) + 1, -1)
    for number, line in enumerate(lines_of(text)):
        owner[line.start : line.end] = number
    starts = np.cumsum([0, *(len(line) + 1 for line in document.text.split("\n"))])
    joins = true_joins(truth)

    def edges(block: int) -> tuple[int, int]:
        start = int(starts[page.places[block]])
        found = [
            int(line)
            for origin in document.origins(start, start + len(page.texts[block]))
            if origin.source is not None
            for line in owner[origin.source[0] : origin.source[1]]
            if line >= 0
        ]
        return (found[0], found[-1]) if found else (-1, -1)

    for pair in pairs_of(page, model):
        right = (edges(pair.left)[1], edges(pair.right)[0]) in joins
        yield pair.features, right, pair.left, pair.right


class Pairs(NamedTuple):
    """The candidate links of many pages.

    ``features`` (n, features), ``truth`` (n,) 0 or 1; ``lefts`` and ``rights`` number the end and
    the start of each pair over all pages; ``pages`` (n,); ``keys`` (n, 2): their lines.
    """

    features: NDArray[np.float64]
    truth: NDArray[np.float64]
    lefts: NDArray[np.int64]
    rights: NDArray[np.int64]
    pages: NDArray[np.int64]
    keys: NDArray[np.int64]


def pairs_from(
    stories: Sequence[SourceStory], pages: int, rng: Random, model: LanguageModel
) -> Pairs:
    """Make pages and return the candidate links of all of them."""
    rows, truth, numbers, keys = [], [], [], []
    for number in range(pages):
        page = make_page(rng, rng.sample(stories, 4), PageOptions())
        for features, right, left, behind in rows_of(page.text, page.truth, model):
            rows.append(features)
            truth.append(right)
            numbers.append(number)
            keys.append((left, behind))
    where, lines = np.array(numbers), np.array(keys)
    far = int(lines.max()) + 1
    return Pairs(
        np.array(rows),
        np.array(truth, float),
        np.unique(where * far + lines[:, 0], return_inverse=True)[1],
        np.unique(where * far + lines[:, 1], return_inverse=True)[1],
        where,
        lines,
    )


def loss(weights: NDArray[np.float64], pairs: Pairs) -> tuple[float, NDArray[np.float64]]:
    """Return the negative log-likelihood and its gradient.

    Every end chooses one of its starts or none, and every start one of its ends or none (log-odds
    0): two multinomial models over the same weights, a pseudo-likelihood of the assignment
    (Besag 1975).
    """
    scores = pairs.features @ weights
    total = 0.0
    slope = np.zeros(len(scores))
    for groups in (pairs.lefts, pairs.rights):
        count = int(groups.max()) + 1
        most = np.zeros(count)
        np.maximum.at(most, groups, scores)
        raised = np.exp(scores - most[groups])
        norm = np.bincount(groups, raised, count) + np.exp(-most)
        total += float((np.log(norm) + most).sum() - (scores * pairs.truth).sum())
        slope += raised / norm[groups] - pairs.truth
    ridge = RIDGE * weights
    ridge[0] = 0.0
    return total + 0.5 * float(ridge @ weights), pairs.features.T @ slope + ridge


def fitted(pairs: Pairs) -> NDArray[np.float64]:
    """Return the weights of the greatest likelihood."""
    start = np.zeros(pairs.features.shape[1])
    found = minimize(
        loss, start, args=(pairs,), jac=True, method="L-BFGS-B", options={"maxiter": 500}
    )
    weights: NDArray[np.float64] = found.x
    for name, value in BY_HAND.items():
        weights[FEATURES.index(name)] = value
    return weights


def chosen(weights: NDArray[np.float64], pairs: Pairs, least: float) -> tuple[int, int]:
    """Assign the links of every page; count the chosen and the right."""
    scores = pairs.features @ weights
    made = right = 0
    for page in range(int(pairs.pages.max()) + 1):
        rows = np.flatnonzero(pairs.pages == page)
        gains = {
            (int(pairs.keys[row, 0]), int(pairs.keys[row, 1])): float(scores[row] - least)
            for row in rows
            if scores[row] > least
        }
        true = {tuple(map(int, pairs.keys[row])) for row in rows if pairs.truth[row]}
        found = best_pairs(gains)
        made += len(found)
        right += len(true.intersection(found))
    return made, right


def read_stories(paths: Sequence[Path]) -> list[SourceStory]:
    """Read the stories of clean texts."""
    stories: list[SourceStory] = []
    for path in paths:
        data = path.read_bytes()
        text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
        stories += stories_of_lines(text.splitlines())
    return stories


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    stories = read_stories(sorted(options.texts))
    model = LanguageModel.load()
    train = pairs_from(stories[1::2], options.pages, Random(options.seed), model)
    test = pairs_from(stories[::2], options.pages // 3, Random(options.seed + 1), model)
    weights = fitted(train)
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{weight:7.2f}  {name}")
    print("WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
    for least in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        made, right = chosen(weights, test, least)
        print(
            f"log-odds {least:4.1f}: right {right / made:.3f}, found {right / test.truth.sum():.3f}"
        )


if __name__ == "__main__":
    main()
