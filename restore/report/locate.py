"""Where things stand on the page: from offsets and quotations to paragraphs.

A link of the report leads to ``(document, paragraph)``, both indexes into the report's context.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from restore.report.paragraphs import Paragraph
from restore.text.characters import CLOSING, LONG_STOPS, POINTS

__all__ = ["Locator", "Place"]

Place = tuple[int, int]

# A copy that is kept may itself have been corrected after it was quoted.
_ALIKE = 80.0
_PROBE = 120

# Characters of a sentence shown on each side of what is spoken of: two lines of the page.
_FAR = 60
_SENTENCE = re.compile(rf"[^{LONG_STOPS}]*(?:[{LONG_STOPS}][{CLOSING}]*)")


class Locator:
    """Finds paragraphs of the clean texts of a corpus.

    Parameters
    ----------
    documents : ``(id, clean text, paragraphs)`` per document, in the order of the report
    """

    def __init__(self, documents: Sequence[tuple[str, str, Sequence[Paragraph]]]) -> None:
        self._index = {name: number for number, (name, _, _) in enumerate(documents)}
        self._texts = [text for _, text, _ in documents]
        self._starts: list[list[int]] = []
        self._rows: list[list[int]] = []
        for _, _, paragraphs in documents:
            rows = [row for row, item in enumerate(paragraphs) if item.kind != "gone"]
            self._rows.append(rows)
            self._starts.append([paragraphs[row].start for row in rows])
        self._quoted: dict[tuple[str, str], Place | None] = {}

    def document(self, name: str) -> int | None:
        """Return the index of a document, or None if it is not in the report."""
        return self._index.get(name)

    def at(self, name: str, offset: int) -> Place | None:
        """Return the paragraph that holds an offset of the document's clean text."""
        number = self._index.get(name)
        if number is None or not self._rows[number]:
            return None
        spot = bisect_right(self._starts[number], offset) - 1
        return number, self._rows[number][max(0, spot)]

    def sentence(self, name: str, span: tuple[int, int]) -> tuple[str, int]:
        """Return a stretch of a clean text with the rest of its sentence on both sides, and the
        offset of the stretch in it; of a long one what stands near, between two marks."""
        number = self._index.get(name)
        if number is None:
            return "", 0
        text = self._texts[number]
        line = text.rfind("\n", 0, span[0]) + 1
        stop = text.find("\n", span[1])
        stop = stop if stop >= 0 else len(text)
        start, end = max(line, span[0] - _FAR), min(stop, span[1] + _FAR)
        lead = _lead(text[start : span[0]], start == line)
        if text.endswith(tuple(LONG_STOPS), *span):
            end = span[1]
        return lead + text[slice(*span)] + _tail(text[span[1] : end], end == stop), len(lead)

    def quoted(self, name: str, words: str) -> Place | None:
        """Return the paragraph that holds (nearly) these words."""
        key = (name, words)
        if key not in self._quoted:
            self._quoted[key] = self._search(name, words)
        return self._quoted[key]

    def _search(self, name: str, words: str) -> Place | None:
        number = self._index.get(name)
        probe = next((line.strip() for line in words.split("\n") if line.strip()), "")[:_PROBE]
        if number is None or not probe:
            return None
        text = self._texts[number]
        offset = text.find(probe)
        if offset < 0:
            from rapidfuzz import fuzz

            best = fuzz.partial_ratio_alignment(probe, text, score_cutoff=_ALIKE)
            if best is None:
                return None
            offset = best.dest_start if len(probe) <= len(text) else 0
        return self.at(name, offset)


def _lead(words: str, whole: bool) -> str:
    """Return the end of what stands before: from the beginning of its last sentence on."""
    cut = max(words.rfind(mark) for mark in LONG_STOPS)
    if cut < 0 and not whole:
        cut = min((at for mark in POINTS if (at := words.find(mark)) >= 0), default=-1)
    return words[cut + 1 :].lstrip(CLOSING)


def _tail(words: str, whole: bool) -> str:
    """Return the beginning of what stands behind, to the end of its first sentence."""
    found = _SENTENCE.match(words)
    if found is not None:
        return found[0]
    return words if whole else words[: max(0, *(words.rfind(mark) for mark in POINTS))]
