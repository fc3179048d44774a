"""How noisy the rows of one file are together: a sentence does not tell by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

from restore.channel.findings import Finding
from restore.channel.noise import MOST_SLIPS, SAMPLE, Noise, is_slip

__all__ = ["MOST_ROW", "noise_of_others", "noise_of_rows"]

#: Code points of a row that does not tell by itself; a longer one neither asks the others nor answers.
MOST_ROW = 300
# Slips from which a file is noisy, however short it is.
_MIN_SLIPS = 3


def noise_of_rows(
    texts: Mapping[str, str], search: Callable[[str], list[Finding]]
) -> dict[str, Noise]:
    """Return how noisy the first short rows of each file are, by file, and each of these with slips, by
    document.

    Parameters
    ----------
    texts : by document; a row's is called ``file#row``
    search : finds the misreadings of a text
    """
    noise: dict[str, Noise] = {}
    for file, rows in _samples(texts):
        findings = [item for item in search("\n".join(texts[row] for row in rows)) if is_slip(item)]
        characters = sum(len(texts[row]) for row in rows)
        noise[file] = Noise.of(findings, characters)
        starts = list(accumulate((len(texts[row]) + 1 for row in rows), initial=0))
        for row, found in _by_row(findings, starts):
            noise[rows[row]] = Noise.of(found, 0)
    return noise


def noise_of_others(noise: Mapping[str, Noise], document: str, text: str) -> Noise:
    """Return how noisy the other rows of a document's file are, nothing known where it is no short row.

    Parameters
    ----------
    noise : as of :func:`noise_of_rows`
    """
    file = document.rpartition("#")[0]
    if file not in noise or len(text) > MOST_ROW:
        return Noise()
    return _bounded(noise[file].without(noise.get(document, Noise())))


def _bounded(noise: Noise) -> Noise:
    """Return what the other rows count for: of few slips nobody knows whether they are any."""
    most = round(MOST_SLIPS * SAMPLE)
    if noise.slips <= MOST_SLIPS * noise.characters:
        return noise
    if noise.slips < _MIN_SLIPS:
        return Noise()
    return Noise(most, SAMPLE, round(noise.shapes * most / noise.slips))


def _samples(texts: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each file with its first short rows."""
    samples: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for document, text in texts.items():
        file, mark, _ = document.rpartition("#")
        if mark and len(text) <= MOST_ROW and sizes.get(file, 0) < SAMPLE:
            samples.setdefault(file, []).append(document)
            sizes[file] = sizes.get(file, 0) + len(text)
    yield from samples.items()


def _by_row(findings: list[Finding], starts: list[int]) -> Iterator[tuple[int, list[Finding]]]:
    rows: dict[int, list[Finding]] = {}
    for finding in findings:
        rows.setdefault(bisect_right(starts, finding.start) - 1, []).append(finding)
    yield from rows.items()
