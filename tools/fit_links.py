"""Fit the weights of restore/layout/links.py on made pages.

    python tools/fit_links.py TEXT... [--pages 2000] [--seed 7]

Every other story of the texts (clean, one paragraph a line, .xz too) makes pages for training, the
others for testing. Prints the weights, and how many of the links chosen are right and found.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

from restore.characters import propose, propose_spaces
from restore.document import Document
from restore.edits import Proposal
from restore.evaluation.layout import LineTruth, true_joins
from restore.evaluation.pages import PageOptions, SourceStory, make_page, stories_of_lines
from restore.language import LanguageModel
from restore.layout import propose_paragraphs
from restore.layout.lines import lines_of
from restore.layout.links import FEATURES, pairs_of
from restore.layout.order import page_lines
from restore.passes import run_pass
from restore.pipeline import gaps_of
from restore.settings import Settings

RIDGE = 1.0


def applied(document: Document, proposals: Iterable[Proposal], number: int) -> Document:
    """Return the document after a pass."""
    return run_pass(
        document,
        proposals,
        number=number,
        stage="layout",
        settings=Settings().gate,
        taken=Counter(),
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


def logistic(features: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Fit a logistic model by Newton's method, with a ridge on all weights but the bias."""
    weights = np.zeros(features.shape[1])
    ridge = RIDGE * np.eye(len(weights))
    ridge[0, 0] = 1e-6
    for _ in range(40):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (truth - chance) - ridge @ weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + ridge
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-7:
            break
    return weights


def chosen(
    scores: np.ndarray, keys: np.ndarray, truth: np.ndarray, least: float
) -> tuple[int, int]:
    """Choose links best first, one to an end and to a start; count the chosen and the right."""
    taken: dict[int, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    made = right = 0
    for index in np.argsort(-scores):
        if scores[index] < least:
            break
        page, left, behind = keys[index]
        ends, starts = taken[page]
        if left in ends or behind in starts:
            continue
        ends.add(left)
        starts.add(behind)
        made += 1
        right += int(truth[index])
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
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    stories = read_stories(sorted(options.texts))
    model = LanguageModel.load()
    sets = []
    for half in (stories[1::2], stories[::2]):
        rng = Random(options.seed)
        rows, truth, keys = [], [], []
        for number in range(options.pages):
            page = make_page(rng, rng.sample(half, 4), PageOptions())
            for features, right, left, behind in rows_of(page.text, page.truth, model):
                rows.append(features)
                truth.append(right)
                keys.append((number, left, behind))
        sets.append((np.array(rows), np.array(truth, float), np.array(keys)))
    (features, truth, _), (test, answers, keys) = sets
    weights = logistic(features, truth)
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{weight:7.2f}  {name}")
    print("WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
    for least in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        made, right = chosen(test @ weights, keys, answers, least)
        print(f"log-odds {least:4.1f}: right {right / made:.3f}, found {right / answers.sum():.3f}")


if __name__ == "__main__":
    main()
