"""Engine-independent tables: characters that look or sound alike, and frequent neighbours.

The tables are made by ``tools/build_channel.py`` and stored in ``models/channel-base.npz``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from restore.text.phrases import code_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ChannelBase", "near_syllable"]

SHIPPED = "channel-base.npz"
# Two numbers of characters in one of 32 bits.
_BITS = 13
_LOW = (1 << _BITS) - 1
# So many syllables are known of a character at most.
_SOUNDS = 3

# Initials and finals that speakers (and their input methods) confuse; the second is the first's
# plain form.
_FUZZY_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"), ("r", "n"))
_FUZZY_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


# A few hundred syllables are asked about for thousands of characters.
@lru_cache(maxsize=4096)
def near_syllable(syllable: str) -> str:
    """Return the plain form that a syllable shares with those it is confused with."""
    for marked, plain in _FUZZY_INITIALS:
        if syllable.startswith(marked):
            syllable = plain + syllable[len(marked) :]
            break
    for marked, plain in _FUZZY_FINALS:
        if syllable.endswith(marked):
            return syllable[: -len(marked)] + plain
    return syllable


class ChannelBase:
    """Neighbours in shape and sound, and the usual middles. Build it with :meth:`load`."""

    def __init__(self, tables: dict[str, NDArray[np.generic]]) -> None:
        import numpy as np

        self.known = str(tables["known"])
        self.characters = self.known + str(tables["others"])
        #: The code points of the known characters, in their order.
        self.codes = code_points(self.known).astype("<u4")
        self._number = {character: row for row, character in enumerate(self.characters)}
        self._neighbours = tables["neighbours"]
        self._similarity = tables["similarity"]
        self._alphabet = "\0" + self.known + str(tables["punctuation"])
        self._codes = code_points(self._alphabet).astype("<u4")
        self._place = {character: place for place, character in enumerate(self._alphabet)}
        self._fill_pairs = np.cumsum(tables["fill_steps"], dtype=np.uint32)
        self._fill_middles = tables["fill_middles"]
        pairs = np.cumsum(tables["pair_steps"], dtype=np.uint32)
        levels = tables["pair_levels"].astype(np.uint8)
        #: log2 of how often two characters (by number) stand side by side, 0 for hardly ever.
        self.levels = np.zeros((len(self._alphabet), len(self._alphabet)), np.uint8)
        self.levels[pairs >> np.uint32(_BITS), pairs & np.uint32(_LOW)] = levels
        frequent = levels > 0
        self._seconds = (pairs & np.uint32(_LOW))[frequent].astype(np.intp)
        self._second_levels = levels[frequent]
        self._seconds_of = np.searchsorted(
            (pairs >> np.uint32(_BITS))[frequent], np.arange(len(self._alphabet) + 1)
        )
        #: The same for each character alone, as far as its pairs tell.
        counts = np.bincount(pairs >> np.uint32(_BITS), np.exp2(levels.astype(np.float64)))
        self.usual = np.zeros(len(self._alphabet))
        self.usual[: len(counts)] = np.log2(np.maximum(counts, 4.0))
        syllables = str(tables["syllables"]).split()
        self._syllables = [
            tuple(syllables[number] for number in row if number)
            for row in tables["sounds"].tolist()
        ]
        self._by_sound: dict[str, set[str]] = {}
        self._by_near_sound: dict[str, set[str]] = {}
        for character, sounds in zip(self.known, self._syllables, strict=False):
            for syllable in sounds:
                self._by_sound.setdefault(syllable, set()).add(character)
                self._by_near_sound.setdefault(near_syllable(syllable), set()).add(character)
        self._sounding: dict[str, tuple[set[str], set[str]]] = {}
        self._rows_by_sounds: dict[tuple[str, ...], tuple[NDArray[np.intp], NDArray[np.intp]]] = {}
        self._looking: dict[str, frozenset[str]] = {}

    @cached_property
    def sounds(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The syllables of each number, and their plain forms: shape (numbers, 3), 0 for none."""
        import numpy as np

        exact, near = (np.zeros((len(self._alphabet), _SOUNDS), np.intp) for _ in range(2))
        names = {name: place for place, name in enumerate(sorted(self._by_sound), 1)}
        plain = {name: place for place, name in enumerate(sorted(self._by_near_sound), 1)}
        for row, syllables in enumerate(self._syllables[: len(self.known)], 1):
            for column, syllable in enumerate(syllables):
                exact[row, column] = names[syllable]
                near[row, column] = plain[near_syllable(syllable)]
        return exact, near

    @classmethod
    def load(cls) -> ChannelBase:
        """Return the tables that ship, loaded once."""
        return _load()

    def look_alikes(self, character: str) -> tuple[tuple[str, float], ...]:
        """Return known characters by falling likeness in shape, 0 to 1; empty if unknown."""
        row = self._number.get(character)
        if row is None:
            return ()
        return tuple(
            (self.known[number], value / 255)
            for number, value in zip(
                self._neighbours[row].tolist(), self._similarity[row].tolist(), strict=True
            )
        )

    def alike(self, read: str, written: str) -> bool:
        """Whether one of two characters may be taken for the other by its shape or its sound."""
        if any(written in sounds for sounds in self.sound_alikes(read)):
            return True
        return written in self._looks(read) or read in self._looks(written)

    def _looks(self, character: str) -> frozenset[str]:
        """Return :meth:`look_alikes` without their likeness."""
        found = self._looking.get(character)
        if found is None:
            found = frozenset(one for one, _ in self.look_alikes(character))
            if character in self._number:
                self._looking[character] = found
        return found

    def sound_alike(self, read: str, written: str) -> bool:
        """Whether two texts of one length sound the same or nearly so, character by character."""
        return all(
            any(two in sounds for sounds in self.sound_alikes(one))
            for one, two in zip(read, written, strict=True)
        )

    def is_known(self, character: str) -> bool:
        """Whether a character is one of :attr:`known`."""
        return self._number.get(character, len(self.known)) < len(self.known)

    def rows(self, characters: Iterable[str]) -> NDArray[np.intp]:
        """Return the places of known characters in :attr:`known`; their numbers are one higher."""
        import numpy as np

        return np.array([self._number[character] for character in characters], np.intp)

    def rows_of(self, values: Mapping[str, float]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return :meth:`rows` of those characters that are known, and their values."""
        import numpy as np

        number, count = self._number, len(self.known)
        found = [
            (row, value)
            for character, value in values.items()
            if (row := number.get(character, count)) < count
        ]
        rows, theirs = zip(*found, strict=True) if found else ((), ())
        return np.array(rows, np.intp), np.array(theirs, np.float64)

    def look_alike_rows(self, character: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """Return :meth:`look_alikes` as places in :attr:`known` and likeness, 0 to 255."""
        import numpy as np

        row = self._number.get(character)
        if row is None:
            return np.empty(0, np.intp), np.empty(0, np.uint8)
        return self._neighbours[row].astype(np.intp), self._similarity[row].astype(np.uint8)

    def shape_norms(self, gain: float) -> dict[str, float]:
        """Return, for each truth, the sum of exp(gain * likeness) over what it may be read as."""
        import numpy as np

        values = np.exp(gain * self._similarity.astype(np.float64) / 255)
        sums = np.bincount(self._neighbours.ravel(), values.ravel(), len(self.known))
        return dict(zip(self.known, sums.tolist(), strict=True))

    def sound_alikes(self, character: str) -> tuple[set[str], set[str]]:
        """Return the known characters of the same sound, and those of a similar sound.

        The sets are remembered: they are to be read only.
        """
        found = self._sounding.get(character)
        if found is not None:
            return found
        row = self._number.get(character)
        same: set[str] = set()
        near: set[str] = set()
        for syllable in self._syllables[row] if row is not None else ():
            same |= self._by_sound.get(syllable, set())
            near |= self._by_near_sound.get(near_syllable(syllable), set())
        found = same - {character}, near - same - {character}
        if row is not None:
            self._sounding[character] = found
        return found

    def sound_rows(self, character: str) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return :meth:`sound_alikes` as places in :attr:`known`, in no order."""
        row = self._number.get(character, -1)
        syllables = self._syllables[row] if row >= 0 else ()
        found = self._rows_by_sounds.get(syllables)
        if found is None:
            same = {item for one in syllables for item in self._by_sound.get(one, ())}
            near = {
                item
                for one in syllables
                for item in self._by_near_sound.get(near_syllable(one), ())
            }
            found = self._rows_by_sounds[syllables] = self.rows(same), self.rows(near - same)
        same_rows, near_rows = found
        return same_rows[same_rows != row], near_rows

    def between(self, left: str, right: str) -> str:
        """Return the characters that most often stand between two others, the usual first."""
        first, second = self._place.get(left, 0), self._place.get(right, 0)
        if not (first and second):
            return ""
        pair = self._fill_pairs.dtype.type(first << _BITS | second)
        low, high = self._fill_pairs.searchsorted((pair, pair + 1)).tolist()
        return "".join([self._alphabet[place] for place in self._fill_middles[low:high].tolist()])

    def middles(
        self, left: NDArray[np.intp], right: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return :meth:`between` of many pairs of numbers: places in the arrays, and numbers."""
        import numpy as np

        pairs = (left << _BITS | right).astype(self._fill_pairs.dtype)
        low = self._fill_pairs.searchsorted(pairs)
        counts = np.where((left > 0) & (right > 0), self._fill_pairs.searchsorted(pairs + 1), low)
        counts -= low
        owners = np.repeat(np.arange(len(pairs)), counts)
        within = np.arange(len(owners)) - np.repeat(counts.cumsum() - counts, counts)
        return owners, self._fill_middles[low[owners] + within].astype(np.intp)

    def following(self, character: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """Return the numbers of what often stands behind a character, and their levels."""
        number = self.number(character)
        span = slice(*self._seconds_of[number : number + 2].tolist())
        return self._seconds[span], self._second_levels[span]

    def pairs(self, least: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the numbers of the two characters of each pair from a level above 0 on."""
        import numpy as np

        chosen = self._second_levels >= least
        firsts = np.repeat(np.arange(len(self._alphabet)), np.diff(self._seconds_of))
        return firsts[chosen], self._seconds[chosen]

    def levels_of(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> NDArray[np.uint8]:
        """Return :attr:`levels` of many pairs: by one index a pair, in half the time of two."""
        return self.levels.take(first * len(self.levels) + second)

    def number(self, character: str) -> int:
        """Return the number of a known character or mark in :attr:`levels`, 0 for others."""
        return self._place.get(character, 0)

    def character(self, number: int) -> str:
        """Return the character of a number."""
        return self._alphabet[number]

    def characters_of(self, numbers: NDArray[np.intp]) -> str:
        """Return the characters of many numbers."""
        return self._codes[numbers].tobytes().decode("utf-32-le")


@lru_cache(maxsize=1)
def _load() -> ChannelBase:
    import numpy as np

    with (
        resources.as_file(resources.files("restore").joinpath("models", SHIPPED)) as path,
        np.load(path) as tables,
    ):
        return ChannelBase({name: tables[name] for name in tables.files})
