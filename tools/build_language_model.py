"""Make the language model that ships, and measure it.

    python tools/build_language_model.py TEXT... --out restore/models/zh-official.klm \
        --block SENTENCES --held-out NAME=FILE...

TEXT and FILE hold one paragraph a line, UTF-8, plain or packed (.gz, .bz2, .xz). SENTENCES lists
text that the model must not have seen, one sentence a line; paragraphs that hold one are left
out. NAME may stand for several files. Prints the figures of the model card as Markdown.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import perf_counter

from restore.language import LanguageModel
from restore.language.reading import read_paragraphs
from restore.language.training import TrainingOptions, train


def _perplexities(model: LanguageModel, paths: list[Path]) -> tuple[int, int, float, float]:
    """Characters, unknown ones, perplexity by character with and without the unknown ones."""
    import kenlm

    scorer = kenlm.Model(str(model.path))
    every = known = 0.0
    characters = unknown = 0
    for paragraph in read_paragraphs(paths):
        for log_prob, _, is_unknown in scorer.full_scores(" ".join(paragraph), eos=False):
            characters += 1
            unknown += is_unknown
            every += log_prob
            known += 0 if is_unknown else log_prob
    return characters, unknown, 10 ** (-every / characters), 10 ** (-known / (characters - unknown))


def _main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("text", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--block", type=Path)
    parser.add_argument("--held-out", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--order", type=int, default=5)
    options = parser.parse_args()

    block = options.block.read_text(encoding="utf-8").splitlines() if options.block else ()
    begun = perf_counter()
    summary = train(options.text, options.out, TrainingOptions(order=options.order), block=block)
    seconds = perf_counter() - begun
    model = LanguageModel.load(options.out)
    print(f"- trained in {seconds:.0f} s on {summary.paragraphs:,} paragraphs,", end=" ")
    print(f"{summary.characters:,} characters")
    print(f"- order {summary.order}, vocabulary {summary.vocabulary:,},", end=" ")
    print(f"n-grams seen {summary.counted}, kept {summary.kept}")
    for order, cuts in enumerate(summary.discounts, 1):
        print(f"- discounts of order {order}:", ", ".join(f"{cut:.4f}" for cut in cuts))
    print(f"- {summary.bytes:,} bytes, SHA-256 {model.digest}")

    held_out: dict[str, list[Path]] = {}
    for item in options.held_out:
        name, _, path = item.partition("=")
        held_out.setdefault(name, []).append(Path(path))
    if held_out:
        print("\n| held-back text | characters | unknown | perplexity | without unknown |")
        print("|---|---|---|---|---|")
    for name, paths in held_out.items():
        count, unknown, every, known = _perplexities(model, paths)
        print(f"| {name} | {count:,} | {unknown} | {every:.2f} | {known:.2f} |")


if __name__ == "__main__":
    _main()
