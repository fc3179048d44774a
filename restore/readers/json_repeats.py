"""What a file says once more (the whole text beside its lines, words beside lines), tied to what was
read, so that it is kept the same; and how sure the engine was of each stretch."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from restore.readers.adapter import Adapter
from restore.readers.fragments import html_lines, is_html
from restore.readers.geometry import Part
from restore.readers.json_slots import Stretch, Strings
from restore.readers.json_text import JsonText
from restore.readers.json_tree import Tree
from restore.readers.pages import PageBuilder, share

__all__ = ["Repeats"]

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_SPACE = re.compile(r"\s+")
# A repeat stands where it is expected, or is searched for in all of the text: so often at most.
_MAX_SEARCHES = 500
_MAX_MARK_CHARACTERS = 8


class _Place(NamedTuple):
    """A character of the text: its atom, and its offset there."""

    atom: int
    offset: int


class Repeats:
    """Ties the strings that say again what the atoms from ``first`` on say.

    All is compared without white space.
    """

    def __init__(
        self, tree: Tree, adapter: Adapter, builder: PageBuilder, strings: Strings, first: int
    ) -> None:
        self._tree, self._adapter, self._builder = tree, adapter, builder
        self._strings, self._first = strings, first
        bare = [_SPACE.sub("", atom.text) for atom in builder.atoms[first:]]
        self._starts = [0, *accumulate(map(len, bare))]
        self._stream = "".join(bare)
        self._position = self._searches = self._unlike = 0
        self._item: tuple[int, int] | None = None
        # By atom: where it has no white space, and how sure the engine was of each code point.
        self._written: dict[int, list[int]] = {}
        self._levels: dict[int, list[float | None]] = {}

    def tie(self, root: Any) -> None:
        """Tie what the repeats of the adapter lead to."""
        for repeat in self._adapter.repeats if self._stream else ():
            path, _, words = repeat.partition(">")
            self._position = 0
            for value in self._tree.find(root, path.strip()):
                text = self._tree.first(value, words.strip()) if words else value
                if isinstance(text, JsonText) and text not in self._strings:
                    self._tie(text, self._level(value) if words else None)

    def tie_within(self, value: Any, first: int, last: int) -> None:
        """Tie what an item says again of itself to its own atoms.

        Parameters
        ----------
        first, last : its atoms are ``[first, last)``
        """
        low, high = (self._starts[index - self._first] for index in (first, last))
        for repeat in self._adapter.again:
            path, _, words = repeat.partition(">")
            self._position, self._item = low, (low, high)
            for inner in self._tree.find(value, path.strip()):
                text = self._tree.first(inner, words.strip()) if words else inner
                if isinstance(text, JsonText) and text not in self._strings:
                    self._tie(text, self._level(inner) if words else None)
        self._item = None

    def finish(self) -> None:
        """Keep how sure the engine was, and tell what could not be tied."""
        for index, levels in self._levels.items():
            self._builder.sure(index, levels)
        if self._unlike:
            self._builder.note(
                f"{self._unlike} texts that the file gives again are not sure to be what was read; "
                "they stay"
            )

    def _level(self, value: Any) -> float | None:
        path, scale = self._adapter.repeated_confidence, self._adapter.confidence_scale
        return share(self._tree.first(value, path), scale)

    def _tie(self, text: JsonText, level: float | None) -> None:
        markup = is_html(text)
        spans = (
            [(run.start, run.end) for line in html_lines(text) for run in line.runs]
            if markup
            else [match.span() for match in _LINE.finditer(text)]
        )
        found: list[Stretch] = []
        for start, end in spans:
            words = html.unescape(text[start:end]) if markup else text[start:end]
            bare = _SPACE.sub("", words)
            place = self._place(bare)
            gap = text.find(" ", start, min(end, start + _MAX_MARK_CHARACTERS))
            if place < 0 and gap > 0 and not markup:
                # The mark of a list item, which the text itself goes without.
                start, bare = gap + 1, _SPACE.sub("", text[gap + 1 : end])
                place = self._place(bare) if bare else -1
            if place < 0:
                self._unlike += 1
                continue
            self._position = place + len(bare)
            found += self._stretches(
                text, start, end, place, whole=markup and "&" in text[start:end]
            )
            if level is not None:
                self._sure(place, self._position, level)
        if found:
            self._strings.add(text, found, markup=markup)

    def _place(self, words: str) -> int:
        """Return where some words stand: where they are expected, further on in the item or last
        before (a cell over several rows), or in all of the text if it has them in one place alone;
        else -1."""
        if self._stream.startswith(words, self._position):
            return self._position
        if self._item is not None:
            low, high = self._item
            place = self._stream.find(words, self._position, high)
            return place if place >= 0 else self._stream.rfind(words, low, self._position)
        if self._searches >= _MAX_SEARCHES:
            return -1
        self._searches += 1
        place = self._stream.find(words)
        return -1 if place >= 0 and self._stream.find(words, place + 1) >= 0 else place

    def _stretches(
        self, text: str, start: int, end: int, place: int, *, whole: bool
    ) -> Iterator[Stretch]:
        """Yield which stretches of atoms a stretch of a string says again.

        Parameters
        ----------
        place : where it stands in the text without white space
        whole : it has entities of HTML: it is all of one atom, or left
        """
        atoms = self._builder.atoms
        index, offset = self._at(place)
        if whole:
            length = len(atoms[index].text)
            if _SPACE.sub("", html.unescape(text[start:end])) == _SPACE.sub("", atoms[index].text):
                yield start, end, Part(index, 0, length, text[start:end])
            return
        while start < end and index < len(atoms):
            own = atoms[index].text
            length = 0
            while (
                start + length < end
                and offset + length < len(own)
                and text[start + length] == own[offset + length]
            ):
                length += 1
            if length:
                part = Part(index, offset, offset + length, text[start : start + length])
                yield start, start + length, part
            start, offset = start + length, offset + length
            while start < end and text[start].isspace():
                start += 1
            while offset < len(own) and own[offset].isspace():
                offset += 1
            if offset >= len(own):
                index, offset = index + 1, 0
            elif start < end and text[start] != own[offset]:
                return

    def _at(self, place: int) -> _Place:
        """Return the atom and the offset of a character that is counted without white space."""
        index = bisect_right(self._starts, place) - 1
        bare = place - self._starts[index]
        index += self._first
        if index not in self._written:
            text = self._builder.atoms[index].text
            self._written[index] = [
                offset for offset, character in enumerate(text) if not character.isspace()
            ]
        return _Place(index, self._written[index][bare])

    def _sure(self, place: int, end: int, level: float) -> None:
        """Keep how sure the engine was of a stretch of the text."""
        (first, low), (last, high) = self._at(place), self._at(end - 1)
        for index in range(first, last + 1):
            if index not in self._levels:
                atom = self._builder.atoms[index]
                self._levels[index] = list(atom.probabilities) or [None] * len(atom.text)
            known = self._levels[index]
            begin = low if index == first else 0
            stop = high + 1 if index == last else len(known)
            known[begin:stop] = [level] * (stop - begin)
