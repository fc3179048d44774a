"""Measure what layout costs: a page of 10,000 characters, and files of ever more pages.

    python benchmarks/layout.py TEXT... [--pages 1 10 100 500]

Pages are made from the texts (clean or restored; folders of .txt too) and stand in one file, as in
a gazette. Only the layout passes run. The last column is the exponent of the growth from the line
above: 1 where twice the blocks cost twice the time.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from restore.core.document import Document
from restore.evaluation.page_records import PageOptions, SourceStory, stories_of_lines
from restore.evaluation.pages import make_page
from restore.evaluation.texts import read_text
from restore.pipeline import restore_corpus
from restore.settings import CorrectionSettings, DedupSettings, Settings

LAYOUT = Settings(dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False))
PAGE = 10_000
# The quickest of a few runs: the others waited for something else.
RUNS = 3


def read_stories(paths: Sequence[Path]) -> list[SourceStory]:
    """Read the stories of texts, restored first: noise would be measured as structure."""
    files = [file for path in paths for file in (sorted(path.glob("*.txt")) or [path])]
    documents = [Document.from_text(read_text(file), id=file.name) for file in files]
    texts = [item.text for item in restore_corpus(documents, check_figures=False).restored]
    return [story for text in texts for story in stories_of_lines(text.splitlines())]


def gazette(stories: Sequence[SourceStory], pages: int, *, jumps: bool) -> str:
    """Return so many pages in one file; without jumps every page is quiet text."""
    rng = Random(pages)
    options = PageOptions(noise=jumps)
    made = []
    for _ in range(pages):
        chosen = rng.choices(stories, k=options.others + 1)
        made.append(make_page(rng, chosen, options).text)
    return "\n".join(made)


def page_of(stories: Sequence[SourceStory], size: int) -> str:
    """Return made pages up to about so many characters."""
    pages = 1
    while len(text := gazette(stories, pages, jumps=True)) < size:
        pages += 1
    return text[: text.rfind("\n", 0, size) + 1]


def seconds(text: str, runs: int) -> float:
    """Return the seconds of the layout passes over a text."""
    best = math.inf
    for _ in range(runs):
        began = time.perf_counter()
        result = restore_corpus([Document.from_text(text)], settings=LAYOUT, check_figures=False)
        best = min(best, time.perf_counter() - began)
        assert not result.failures, result.failures
    return best


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, nargs="+", default=[1, 10, 100, 500])
    options = parser.parse_args()
    stories = read_stories(options.texts)
    if not stories:
        parser.error("the texts hold no headlines with paragraphs under them")
    text = page_of(stories, PAGE)
    print(f"layout of a page of {len(text):,} characters: {seconds(text, RUNS):.3f} s")
    print(f"{'pages':>6} {'kind':>7} {'blocks':>7} {'characters':>11} {'seconds':>8} {'growth':>7}")
    for jumps in (True, False):
        before: tuple[int, float] | None = None
        for pages in options.pages:
            text = gazette(stories, pages, jumps=jumps)
            blocks = sum(1 for line in text.splitlines() if line.strip())
            spent = seconds(text, RUNS if pages < 100 else 1)
            growth = ""
            if before is not None:
                growth = f"{math.log(spent / before[1]) / math.log(blocks / before[0]):.2f}"
            before = (blocks, spent)
            kind = "jumps" if jumps else "quiet"
            print(
                f"{pages:>6} {kind:>7} {blocks:>7,} {len(text):>11,} {spent:>8.2f} {growth:>7}",
                flush=True,
            )


if __name__ == "__main__":
    main()
