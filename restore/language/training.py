"""Train a character n-gram model: text in, a KenLM binary (or an ARPA file) out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from restore.errors import InputError, SettingsError
from restore.language.arpa import write_arpa
from restore.language.counts import count_ngrams, learn_vocabulary
from restore.language.kneser_ney import BackoffModel, Discounts, estimate
from restore.language.reading import read_paragraphs
from restore.language.trie import check_bits, write_trie

#: An n-gram of order 2, 3, 4, 5 is kept from so many occurrences on (must not fall).
DEFAULT_KEEP = (1, 1, 3, 3)
ORDERS = (2, 3, 4, 5)


@dataclass(frozen=True)
class TrainingSummary:
    """What a model was trained on and what it holds."""

    path: Path
    order: int
    paragraphs: int
    characters: int
    vocabulary: int
    counted: tuple[int, ...]
    kept: tuple[int, ...]
    discounts: tuple[Discounts, ...]
    bytes: int


@dataclass(frozen=True)
class TrainingOptions:
    """How a model is trained and stored.

    Parameters
    ----------
    order : 2 to 5, the length of the longest n-grams; less where the text is too short for that
    prune : for each order from 2 on, how often an n-gram must occur to be kept; must not fall.
        By default four characters and more that occur once or twice only are dropped: the model
        then quotes nobody.
    prob_bits, backoff_bits : what a probability and a back-off weight take in the binary form, 2
        to 16. 8 and 7 cost nothing in perplexity and err by .005 in log10 on average.
    min_count : a rarer character counts as unknown
    """

    order: int = 5
    prune: Sequence[int] | None = None
    prob_bits: int = 8
    backoff_bits: int = 7
    min_count: int = 3


_DEFAULT = TrainingOptions()


def train(
    paths: Sequence[Path],
    out: Path,
    options: TrainingOptions = _DEFAULT,
    *,
    block: Iterable[str] = (),
    progress: Callable[[int], Any] | None = None,
) -> TrainingSummary:
    """Train a model on clean text and write it to *out*.

    Parameters
    ----------
    paths : text files, UTF-8, one paragraph a line; ``.gz``, ``.bz2`` and ``.xz`` are unpacked.
        They are read twice.
    out : a name ending in ``.arpa`` or ``.arpa.gz`` gets the text format, any other KenLM's
        binary (8-bit quantised trie), which loads at once. It is replaced in one step.
    block : sentences of at least nine characters; a paragraph that holds one is left out
    progress : called with the number of characters counted since the last call

    Raises
    ------
    SettingsError
        An order, a pruning or a number of bits that cannot be.
    InputError
        A file that cannot be read, or no text in any.
    """
    order, prune = options.order, options.prune
    if order not in ORDERS:
        raise SettingsError(f"a language model's order is one of {ORDERS}, not {order}")
    keep = tuple(prune) if prune is not None else DEFAULT_KEEP[: order - 1]
    blocked = list(block)
    try:
        vocabulary = learn_vocabulary(
            read_paragraphs(paths, blocked), order=order, min_count=options.min_count
        )
        counts = count_ngrams(
            read_paragraphs(paths, blocked), vocabulary, order=order, progress=progress
        )
    except (OSError, EOFError) as error:
        name = getattr(error, "filename", None) or ", ".join(map(str, paths))
        raise InputError(str(name), str(error), "give readable text files") from error
    if not counts.characters:
        raise InputError(", ".join(map(str, paths)), "no text", "give files with text")
    try:
        model = estimate(counts, keep=keep)
        check_bits(options.prob_bits, options.backoff_bits)
    except ValueError as error:
        raise SettingsError(str(error)) from error
    _write(model, out, options)
    return TrainingSummary(
        path=out,
        order=model.order,
        paragraphs=counts.paragraphs,
        characters=counts.characters,
        vocabulary=vocabulary.size,
        counted=tuple(len(part.keys) for part in counts.orders),
        kept=model.sizes,
        discounts=model.discounts,
        bytes=out.stat().st_size,
    )


def _write(model: BackoffModel, out: Path, options: TrainingOptions) -> None:
    """Write *model* beside *out* and put it there when it is whole."""
    part = out.with_name(f".part-{out.name}")
    try:
        if out.name.endswith((".arpa", ".arpa.gz")):
            write_arpa(model, part)
        else:
            write_trie(model, part, prob_bits=options.prob_bits, backoff_bits=options.backoff_bits)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
