"""Imprints misread by OCR, and names of pages: furniture that no exact pattern finds.

The labels come from ``dictionaries/imprint.tsv`` and are matched with a bounded edit distance.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from restore.errors import RestoreError
from restore.resources import dictionary_path

__all__ = ["book_label", "imprint", "imprint_place", "page_name"]

_LABELS = ("press", "imprint", "contact")
_KINDS = (*_LABELS, "word", "page", "book")
_COLONS = ":：;；"
_COLON = re.compile(f"[{_COLONS}]")
# No imprint is longer; it has two labels at least, and one that is set over the whole page more.
_MAX_LINE_CHARACTERS, _MIN_LABELS = 90, 2
_MAX_PAGE_CHARACTERS, _MIN_PAGE_LABELS = 220, 4
# A label may have one wrong character in four: of seven, one.
_CHARACTERS_PER_ERROR = 4


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    path = dictionary_path("imprint.tsv")
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 3 or fields[1] not in found:
            raise RestoreError(
                f"{path}: line {number}: write words, kind ({', '.join(_KINDS)}), source with "
                "tabs between"
            )
        found[fields[1]].append(fields[0])
    return {kind: tuple(words) for kind, words in found.items()}


@lru_cache(maxsize=1)
def _signs() -> re.Pattern[str]:
    """Return a pattern that finds what labels end with, and where words begin."""
    words = _words()["word"]
    begin, whole = "".join(word[0] for word in words), "|".join(map(re.escape, words))
    return re.compile(f"[{_COLONS}{begin}](?<=(?=[{_COLONS}]|{whole}).)")


@lru_cache(maxsize=1)
def _labels() -> tuple[tuple[str, str], ...]:
    words = _words()
    return tuple((label, kind) for kind in _LABELS for label in words[kind])


def imprint(text: str) -> str | None:
    """Return the labels of an imprint that the line holds, misread or not, or None.

    Parameters
    ----------
    text : a line without white space

    Examples
    --------
    >>> imprint("责任填辑：余需质式须划：郝质庆责任校对：朱建")
    '责任编辑 责任校对'
    """
    least = _MIN_LABELS if len(text) <= _MAX_LINE_CHARACTERS else _MIN_PAGE_LABELS
    if len(text) > _MAX_PAGE_CHARACTERS or len(_signs().findall(text)) < least:
        return None
    found = _found(text)
    return " ".join(word for word, _ in found) if len(found) >= least else None


def imprint_place(text: str) -> str:
    """Return the strongest kind of label in an imprint: ``press`` (what a paper alone prints about
    itself), ``imprint`` (who edited it) or ``contact``."""
    kinds = {kind for _, kind in _found(text)}
    return next((kind for kind in _LABELS if kind in kinds), "contact")


def _found(text: str) -> list[tuple[str, str]]:
    """Return the labels and words of an imprint in a line, with their kinds."""
    if len(text) > _MAX_PAGE_CHARACTERS or "。" in text:
        return []
    pieces = _COLON.split(text)
    found = []
    for piece in pieces[:-1]:
        near = [
            (distance, label, kind)
            for label, kind in _labels()
            if (
                distance := Levenshtein.distance(
                    piece[-len(label) :], label, score_cutoff=len(label) // _CHARACTERS_PER_ERROR
                )
            )
            <= len(label) // _CHARACTERS_PER_ERROR
        ]
        # One piece holds one label, whatever others it is like.
        found += [(label, kind) for _, label, kind in sorted(near)[:1]]
    return found + [(word, "press") for word in _words()["word"] if word in text]


def book_label(text: str) -> bool:
    """Whether a line begins with a label that the colophon of a book or journal has and the
    imprint of a newspaper page has not (开本：…)."""
    head, colon, _ = text.partition("：") if "：" in text else text.partition(":")
    return bool(colon) and "".join(head.split()) in _words()["book"]


def page_name(text: str) -> bool:
    """Whether the line is nothing but the name of a page (要闻, 时政)."""
    return text in _words()["page"]
