"""Training text: plain, gzip, bzip2 or xz files, UTF-8, one paragraph a line."""

from __future__ import annotations

import bz2
import gzip
import html
import lzma
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from restore.language.normalise import normalise

# Remains of web pages: comments, tags, Markdown emphasis. 〈〉 typed as <> around a Chinese
# title must stay, hence the ASCII letter after "<".
_MARKUP = re.compile(r"<!--.*?(?:-->|$)|</?[A-Za-z][^<>]{0,300}>|\*\*|https?://[!-~]+")

_GRAM_CHARACTERS = 5  # characters of a block-list window; see `blocker`
_MIN_BLOCKED_CHARACTERS = 2 * _GRAM_CHARACTERS - 1


def _open(path: Path) -> IO[str]:
    openers: dict[str, Callable[..., object]] = {
        ".gz": gzip.open,
        ".bz2": bz2.open,
        ".xz": lzma.open,
    }
    opener = openers.get(path.suffix.lower(), open)
    return cast("IO[str]", opener(path, "rt", encoding="utf-8-sig", errors="replace"))


def clean_markup(line: str) -> str:
    """The line without comments, tags, addresses and character references of web pages."""
    if "&" in line:
        line = html.unescape(line)
    return _MARKUP.sub("", line)


def blocker(sentences: Iterable[str]) -> Callable[[str], bool]:
    """A test whether a normalised line holds one of *sentences*.

    Sentences shorter than 9 normalised characters are ignored: as headings and stock phrases
    they would take most of the corpus with them. A longer one covers at least one of the
    line's windows of 5 characters that begin at a multiple of 5, so only those are looked up.
    """
    blocked = {s for s in map(normalise, sentences) if len(s) >= _MIN_BLOCKED_CHARACTERS}
    holders: dict[str, list[str]] = {}
    for sentence in sorted(blocked):
        for i in range(len(sentence) - _GRAM_CHARACTERS + 1):
            holders.setdefault(sentence[i : i + _GRAM_CHARACTERS], []).append(sentence)

    def is_blocked(line: str) -> bool:
        return any(
            sentence in line
            for i in range(0, len(line) - _GRAM_CHARACTERS + 1, _GRAM_CHARACTERS)
            for sentence in holders.get(line[i : i + _GRAM_CHARACTERS], ())
        )

    return is_blocked


def read_paragraphs(paths: Iterable[Path], block: Iterable[str] = ()) -> Iterator[str]:
    """Yield the normalised, non-empty paragraphs of *paths*, without those that hold a
    sentence of *block*. Text is decoded as UTF-8; undecodable bytes become U+FFFD.
    """
    is_blocked = blocker(block)
    for path in paths:
        with _open(path) as lines:
            for line in lines:
                paragraph = normalise(clean_markup(line))
                if paragraph and not is_blocked(paragraph):
                    yield paragraph
