"""Fit the weights of restore/layout/parts.py on made issues.

    python tools/fit_parts.py TEXT... [--corpora 150] [--issues 6] [--seed 7]

Every other story of the texts (clean, one paragraph a line, .xz too) makes issues for training, the
others for testing. Prints the weights, and how many of the joints chosen are right and found.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from fit_links import chosen, logistic, read_stories

from restore.core.document import Document
from restore.evaluation.issue_scores import PlaceFinder
from restore.evaluation.issues import made_corpus
from restore.evaluation.page_records import PageOptions, SourceStory
from restore.language import LanguageModel
from restore.layout import laid_out
from restore.layout.open_ends import parts_of
from restore.layout.part_features import PART_FEATURES, part_pairs
from restore.pipeline import restore_corpus
from restore.settings import CorrectionSettings, DedupSettings, LayoutSettings, Settings

LAYOUT = Settings(
    layout=LayoutSettings(across_documents=False),
    dedup=DedupSettings(enabled=False),
    correction=CorrectionSettings(enabled=False),
)


def rows_of(
    rng: Random, stories: Sequence[SourceStory], issues: int, model: LanguageModel
) -> Iterator[tuple[tuple[float, ...], bool, int, int]]:
    """Yield features, truth and places of the candidate joints of one corpus; pairs that layout
    has made unrecognisable count as missed (no features)."""
    pages, jumps = made_corpus(rng, stories, PageOptions(), issues=issues)
    documents = [Document.from_text(item.page.text, id=item.name) for item in pages]
    restored = restore_corpus(documents, settings=LAYOUT, check_figures=False).restored
    truth = {item.name: item.page.truth for item in pages}
    laid = [
        laid_out(item.document, item.articles, [edit for edit in item.edits if edit.applied])
        for item in restored
    ]
    finders = [PlaceFinder(item.document, truth[item.document.id]) for item in laid]
    ends, parts = parts_of(laid)
    found = set()
    true = {(jump.left, jump.right) for jump in jumps}
    for pair in part_pairs(parts, model):
        left, right = ends[pair.left].block, ends[pair.right].block
        edges = (
            finders[parts[pair.left].document].place(left.end - 1),
            finders[parts[pair.right].document].place(right.start),
        )
        yield pair.features, edges in true, pair.left, pair.right
        found.add(edges)
    for _ in true - found:
        yield (), True, -1, -1


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--corpora", type=int, default=150)
    parser.add_argument("--issues", type=int, default=6)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    stories = read_stories(sorted(options.texts))
    model = LanguageModel.load()
    sets = []
    for half in (stories[1::2], stories[::2]):
        rng = Random(options.seed)
        rows, truth, keys, missed = [], [], [], 0
        for number in range(options.corpora):
            for features, right, left, behind in rows_of(rng, half, options.issues, model):
                if not features:
                    missed += 1
                    continue
                rows.append(features)
                truth.append(right)
                keys.append((number, left, behind))
        sets.append((np.array(rows), np.array(truth, float), np.array(keys), missed))
    (features, truth, _, _), (test, answers, keys, missed) = sets
    weights = logistic(features, truth)
    for name, weight in zip(PART_FEATURES, weights, strict=True):
        print(f"{weight:7.2f}  {name}")
    print("PART_WEIGHTS =", tuple(round(float(weight), 2) for weight in weights))
    print(f"{len(answers)} candidates, {int(answers.sum())} right, {missed} not among them")
    for least in (-2.0, -1.5, -1.0, -0.5, 0.0, 1.0):
        made, right = chosen(test @ weights, keys, answers, least)
        print(
            f"log-odds {least:4.1f}: right {right / made:.3f}, "
            f"found {right / (answers.sum() + missed):.3f}"
        )


if __name__ == "__main__":
    main()
