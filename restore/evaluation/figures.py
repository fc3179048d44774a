"""Measure the figure check: annotated sentences, injected digit errors, false alarms, speed.

Run as ``python -m restore.evaluation.figures``; every path is an argument. The annotated sentences
are those of ``tests/data/figures`` (their rules are beside them).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import msgspec

from restore.core.claims import FigureSource
from restore.evaluation.figure_injection import (
    Injection,
    inject_arithmetic,
    inject_conflicts,
    noisy_copy,
)
from restore.evaluation.figure_readings import read_texts, score_readings
from restore.figures.dictionary import FigureDictionary, load_dictionary
from restore.figures.extraction import extract
from restore.figures.measures import unit_of
from restore.figures.numerals import plain

__all__ = ["AnnotatedFigure", "AnnotatedSentence", "Score", "read_annotations", "score_annotations"]


class AnnotatedFigure(msgspec.Struct, frozen=True):
    """One figure as a person read it; ``head`` is ``None`` where it was not judged."""

    span: tuple[int, int]
    text: str
    value: Decimal
    unit: str
    head: str | None


class AnnotatedSentence(msgspec.Struct, frozen=True):
    """A sentence with all its figures."""

    source: str
    text: str
    figures: tuple[AnnotatedFigure, ...]


class Score(NamedTuple):
    """Counts and what follows from them."""

    right: int
    found: int
    wanted: int
    misses: tuple[str, ...] = ()

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_annotations(path: Path) -> list[AnnotatedSentence]:
    """Read annotated sentences, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=AnnotatedSentence) for line in lines if line]


def score_annotations(
    sentences: Sequence[AnnotatedSentence], book: FigureDictionary | None = None
) -> tuple[Score, Score]:
    """Score value, unit and span together; and, where those are right, the head.

    A head is right if the phrase that was read as what is counted ends with it or is part of it.
    """
    book = book or load_dictionary()
    right = found = wanted = heads_right = heads = 0
    misses: list[str] = []
    head_misses: list[str] = []
    for number, sentence in enumerate(sentences):
        claims = extract(FigureSource(str(number), sentence.text), book).claims
        predicted = {(c.span, c.value, c.unit): c for c in claims}
        gold = {_gold_key(figure, book): figure for figure in sentence.figures}
        found += len(predicted)
        wanted += len(gold)
        for key, figure in gold.items():
            claim = predicted.pop(key, None)
            if claim is None:
                misses.append(f"- {figure.text} {key[1:]} | {sentence.text}")
                continue
            right += 1
            if figure.head is not None:
                heads += 1
                if claim.subject.endswith(figure.head) or (
                    len(claim.subject) >= 2 and figure.head.endswith(claim.subject)
                ):
                    heads_right += 1
                else:
                    head_misses.append(f"{figure.text}: {figure.head} ≠ {claim.subject}")
        misses += [f"+ {c.text} {c.value} {c.unit} | {sentence.text}" for c in predicted.values()]
    return (
        Score(right, found, wanted, tuple(misses)),
        Score(heads_right, heads, heads, tuple(head_misses)),
    )


def _gold_key(
    figure: AnnotatedFigure, book: FigureDictionary
) -> tuple[tuple[int, int], Decimal, str]:
    unit = unit_of(figure.unit, book.units)
    if unit is None:
        return figure.span, figure.value, figure.unit
    return figure.span, plain(figure.value * unit.factor), unit.canonical


def _sources(paths: Sequence[Path]) -> list[FigureSource]:
    return [FigureSource(path.stem, path.read_text(encoding="utf-8")) for path in paths]


def _say(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


def _show(name: str, result: Injection, per: str, scale: int = 1) -> None:
    _say(
        f"{name}: {result.found}/{result.injected} found ({result.recall:.1%}); "
        f"{result.false_alarms} false alarms in {result.looked_at} {per} "
        f"({result.false_rate * scale:.3g} per {scale})"
    )


def _measure_annotated(path: Path, verbose: bool) -> None:
    figures, heads = score_annotations(read_annotations(path))
    _say(
        f"value+unit+span: precision {figures.precision:.3f}, recall {figures.recall:.3f}, "
        f"F1 {figures.f1:.3f} ({figures.wanted} figures)",
        f"head: {heads.right}/{heads.wanted} = {heads.recall:.3f}",
    )
    if verbose:
        _say(*figures.misses, *heads.misses)


def _measure_readings(path: Path, verbose: bool) -> None:
    readings = score_readings(read_texts(path))
    _say(
        f"subject: same {readings.share('subject', 'same'):.3f}, "
        f"same or near {readings.share('subject', 'same', 'near'):.3f}; "
        f"period: {readings.share('period', 'right'):.3f}, "
        f"no period: {readings.share('no period', 'right'):.3f}; "
        f"qualifier: {readings.share('qualifier', 'right'):.3f}",
        ", ".join(f"{name} {number}" for name, number in sorted(readings.counts.items())),
    )
    if verbose:
        _say(*readings.misses)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the measurements that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotated", type=Path, help="annotated sentences (JSONL)")
    parser.add_argument("--claims", type=Path, help="annotated subjects and periods (JSONL)")
    parser.add_argument("--pair", type=Path, nargs=2, help="two texts that state the same facts")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="clean reports")
    parser.add_argument("--noise", type=float, default=0.01, help="share of damaged characters")
    parser.add_argument("--share", type=float, default=0.1, help="share of figures to change")
    parser.add_argument("--seeds", type=int, default=1, help="how many random seeds to run")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if options.annotated:
        _measure_annotated(options.annotated, options.verbose)
    if options.claims:
        _measure_readings(options.claims, options.verbose)
    runs: list[tuple[str, Callable[[int], Injection], str, int]] = []
    if options.pair:
        one, two = (_sources([path]) for path in options.pair)
        runs.append(
            (
                "pair",
                lambda seed: inject_conflicts(one, two, share=1.0, seed=seed, one_by_one=True),
                "groups",
                100,
            )
        )
    if options.texts:
        texts = _sources(options.texts)

        def copies(seed: int) -> Injection:
            rng = random.Random(seed)
            damaged = [
                msgspec.structs.replace(
                    source,
                    document=source.document + "~",
                    text=noisy_copy(source.text, rng, options.noise),
                )
                for source in texts
            ]
            return inject_conflicts(texts, damaged, share=options.share, seed=seed)

        runs.append(("noisy copies", copies, "groups", 100))
        runs.append(
            ("arithmetic", lambda seed: inject_arithmetic(texts, seed=seed), "characters", 100_000)
        )
    for name, run, per, scale in runs:
        for seed in range(7, 7 + options.seeds):
            result = run(seed)
            _show(f"{name} (seed {seed})", result, per, scale)
            if options.verbose:
                _say(*(f"missed: {item}" for item in result.missed))
                _say(*(f"false: {item}" for item in result.false))
    return 0


if __name__ == "__main__":
    sys.exit(main())
