"""Measure what the shipped model makes of kinds of text, and where it no longer knows them.

    python tools/fit_familiarity.py DATA

DATA holds ``clean/*.txt.xz`` (official papers, a paragraph a line) and ``genres/*.jsonl`` (rows with
``text``, a file for each kind of text). For each file the bits per character
(``restore/language/familiarity.py``) of its documents are printed: least, 5 %, half, 95 %, most. The
bound lies half way between the official papers and the kinds named in ``_CHOSEN``; the other kinds
do not enter it and show what it is worth.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from restore.language.familiarity import UNFAMILIAR_BITS, bits_per_character
from restore.language.model import LanguageModel

_CHOSEN = ("diary", "fiction_classic", "recipe")
# Code points of a passage of official text, and passages of a file.
_PASSAGE_CHARACTERS = 1500
_MOST_PASSAGES = 150
# Of the largest files so much is read, in code points.
_MOST_CHARACTERS = 20_000_000


def passages(path: Path) -> list[str]:
    """Return passages of whole paragraphs from all over a file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        text = file.read(_MOST_CHARACTERS)
    found, passage = [], ""
    for line in text.splitlines(keepends=True):
        passage += line
        if len(passage) >= _PASSAGE_CHARACTERS:
            found.append(passage)
            passage = ""
    return found[:: max(1, len(found) // _MOST_PASSAGES)][:_MOST_PASSAGES]


def measured(texts: list[str]) -> Iterator[float]:
    """Yield the bits per character of the texts that are long enough."""
    model = LanguageModel.load()
    for text in texts:
        bits = bits_per_character(text, model.char_scores(text))
        if bits is not None:
            yield bits


def main() -> None:
    """Print the table and the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    official: list[float] = []
    chosen: list[float] = []
    for path in sorted((*data.glob("clean/*.txt.xz"), *data.glob("genres/*.jsonl"))):
        if path.suffix == ".xz":
            texts = passages(path)
        else:
            rows = path.read_text(encoding="utf-8").splitlines()
            texts = [json.loads(row)["text"] for row in rows]
        bits = list(measured(texts))
        if path.suffix == ".xz":
            official += bits
        elif path.stem in _CHOSEN:
            chosen += bits
        spread = " ".join(f"{value:5.2f}" for value in np.percentile(bits, (0, 5, 50, 95, 100)))
        unknown = sum(value >= UNFAMILIAR_BITS for value in bits)
        print(f"{path.name:28} {len(bits):4} documents  {spread}  unfamiliar {unknown}")
    print(f"bound: {(max(official) + min(chosen)) / 2:.2f} bits")


if __name__ == "__main__":
    main()
