"""Joins sentences whose figures belong together: what 其中 begins is part of what stands before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from restore.core.claims import Claim, FigureSource

__all__ = ["passages_of"]

_PARTS = ("其中", "包括")
_STOP, _SEMICOLON = "。", "；"


def passages_of(
    source: FigureSource, groups: Sequence[Sequence[Claim]]
) -> Iterator[list[Sequence[Claim]]]:
    """Yield the figures of each sentence with those of the sentences that go on with their parts.

    总人口125909万人。其中，城镇人口38892万人；乡村人口87017万人。

    Parameters
    ----------
    groups : the figures of each sentence that has any, in order
    """
    passage: list[Sequence[Claim]] = []
    for group in groups:
        if passage and not _goes_on(source, passage, group):
            yield passage
            passage = []
        passage.append(group)
    if passage:
        yield passage


def _goes_on(
    source: FigureSource, passage: Sequence[Sequence[Claim]], group: Sequence[Claim]
) -> bool:
    last, start = passage[-1][0].sentence, group[0].sentence[0]
    between = source.text[last[1] : start]
    if between == _SEMICOLON and len(passage) == 1:
        parts = source.text.startswith(_PARTS, start)
        return parts or any(word in source.text[slice(*last)] for word in _PARTS)
    return between == _SEMICOLON or (
        len(passage) == 1 and between == _STOP and source.text.startswith(_PARTS, start)
    )
