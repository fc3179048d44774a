"""Align what was read with what was printed, and classify each difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from restore.language.normalise import normalise
from restore.text.characters import is_ideograph

__all__ = ["KINDS", "Difference", "Kind", "differences", "kind_of", "readable"]

Kind = Literal["han", "mark", "mixed", "run", "extra", "repeat", "missing", "swap", "word"]
KINDS: tuple[Kind, ...] = (
    "han",
    "mark",
    "mixed",
    "run",
    "extra",
    "repeat",
    "missing",
    "swap",
    "word",
)


class Difference(NamedTuple):
    """``read`` stands at ``start`` (folded text, no white space) where ``truth`` was printed."""

    start: int
    read: str
    truth: str
    kind: Kind


def kind_of(read: str, truth: str, neighbours: str) -> Kind:
    """Name an operation that makes ``truth`` of ``read``.

    ``han``: one character for another; ``run``: several in a row, one by one; ``mark``: one mark
    for another; ``mixed``: between the two, or of several characters; ``extra``/``repeat``: to be deleted; ``missing``: to be put
    in; ``swap``: two in the wrong order. ``neighbours`` are the characters on both sides.
    """
    if not truth:
        return "repeat" if read and all(item in neighbours for item in read) else "extra"
    if not read:
        return "missing"
    if len(read) == len(truth) == 2 and read == truth[::-1]:
        return "swap"
    if len(read) == len(truth) and all(map(is_ideograph, read + truth)):
        return "han" if len(read) == 1 else "run"
    if len(read) == len(truth) == 1 and not is_ideograph(read) and not is_ideograph(truth):
        return "mark"
    return "mixed"


def differences(read: str, truth: str) -> Iterator[Difference]:
    """Yield the differences of two texts after folding, in order; equal-length ones one by one."""
    from rapidfuzz.distance import Levenshtein

    read, truth = normalise(read), normalise(truth)
    for block in Levenshtein.opcodes(read, truth):
        if block.tag == "equal":
            continue
        start, end, low, high = block.src_start, block.src_end, block.dest_start, block.dest_end
        old, new = read[start:end], truth[low:high]
        if len(old) == len(new):
            for place, (before, after) in enumerate(zip(old, new, strict=True), start):
                yield Difference(place, before, after, kind_of(before, after, ""))
        else:
            around = read[max(0, start - len(old)) : start] + read[end : end + len(old)]
            yield Difference(start, old, new, kind_of(old, new, around))


def readable(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Leave out pairs that were not read at all: more than half of the longer one differs."""
    from rapidfuzz.distance import Levenshtein

    for read, truth in pairs:
        if Levenshtein.normalized_distance(read, truth) <= 0.5:
            yield read, truth
