"""Words that blocks of a page share: character bigrams, and how many lines hold them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NOTHING_SHARED", "PageWords", "RarePairs", "rare_pairs", "rare_words"]

# Lines on either side, the line itself among them, whose words are those of a place.
_SURROUNDING_LINES = 6
# Words in more lines than these say nothing of a place.
_RARE_LINES = 4
# The words of so few lines are counted sooner than sorted.
_FEW_LINES = 8
# A longer word is a run of so many characters.
_LONG_WORD_CHARACTERS = 4
# Runs of Chinese characters are found in half the time that leaving out all else takes.
_RUNS, _LINES = lazy_pattern(f"[{HAN}]+"), re.compile(f"[{HAN}\n]+")


class WordLogs(NamedTuple):
    """Logarithms of one more than numbers of words by line, as of ``PageWords.counted``.

    ``before`` is of those that the text up to the line before shares with the text from the line on.
    """

    own: NDArray[np.float64]
    following: NDArray[np.float64]
    preceding: NDArray[np.float64]
    before: NDArray[np.float64]


def _logs(counts: Sequence[Sequence[int] | NDArray[np.intp]]) -> WordLogs:
    import numpy as np

    own, following, preceding = (np.log1p(each) for each in counts)
    # The logarithm of the smaller number is the smaller logarithm.
    before = np.minimum(np.roll(preceding, 1), following)
    return WordLogs(own, following, preceding, before)


class PageWords:
    """The words of a page's lines.

    Parameters
    ----------
    parted : for each line but the last, whether the story may change behind it
    rare : the rare words of the page, if these are not all of its lines
    """

    def __init__(
        self, texts: Sequence[str], parted: Sequence[bool], rare: RarePairs | None = None
    ) -> None:
        self._texts = texts
        if rare is not None:
            self.rare, self._held = rare, rare.counts
        most = _SURROUNDING_LINES - 1
        behind, before = [0], [0]
        for part in parted:
            before.append(0 if part else min(most, before[-1] + 1))
        for part in reversed(parted):
            behind.append(0 if part else min(most, behind[-1] + 1))
        # How many lines behind each line and before it are surely of its story.
        self._behind, self._before = behind[::-1], before
        self._words: dict[int, frozenset[str]] = {}
        self._long: dict[int, set[str]] = {}
        self._around: dict[tuple[int, bool], frozenset[str]] = {}

    @cached_property
    def most(self) -> tuple[list[int], list[int], list[int]]:
        """Upper bounds of ``counted``: there are no more words than characters."""
        lengths = list(map(len, self._texts))
        sums = list(accumulate(lengths, initial=0))
        following = [sums[line + 1 + reach] - sums[line] for line, reach in enumerate(self._behind)]
        preceding = [sums[line + 1] - sums[line - reach] for line, reach in enumerate(self._before)]
        return lengths, following, preceding

    @cached_property
    def counted(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """By line: how many words it shares with exactly one other line, and how many rare words
        the text from it on, and the text up to it, share with others."""
        import numpy as np

        lines, count = self.rare.lines, len(self._texts)
        counts = np.fromiter(self.rare.counts.values(), np.intp)
        stops = np.cumsum(counts)
        # The lines before and behind that hold the same word.
        before, behind = np.roll(lines, 1), np.roll(lines, -1)
        before[stops - counts], behind[stops - 1] = -1, count
        own = np.bincount(lines[np.repeat(counts, counts) == 2], minlength=count)
        following, preceding = np.zeros(count, np.intp), np.zeros(count, np.intp)
        reach_behind, reach_before = np.array(self._behind), np.array(self._before)
        # A word is counted where it is met first.
        for reach in range(_SURROUNDING_LINES):
            first, last = (
                (lines - reach)[lines - reach > before],
                (lines + reach)[lines + reach < behind],
            )
            following += np.bincount(first[reach_behind[first] >= reach], minlength=count)
            preceding += np.bincount(last[reach_before[last] >= reach], minlength=count)
        return own, following, preceding

    @cached_property
    def most_logs(self) -> WordLogs:
        """The logarithms of ``most``."""
        return _logs(self.most)

    @cached_property
    def counted_logs(self) -> WordLogs:
        """The logarithms of ``counted``."""
        return _logs(self.counted)

    def shared(self, left: int, right: int) -> float:
        """Return the share of longer words that two lines have in common."""
        ours, theirs = self._longer(left), self._longer(right)
        return len(ours & theirs) / (1 + min(len(ours), len(theirs)))

    def own(self, left: int, right: int) -> int:
        """Return how many words two lines have that no other line has."""
        both = self._of(left) & self._of(right)
        # Which words are rare takes a look at the whole page.
        return sum(self._held.get(word) == 2 for word in both)

    def around(self, left: int, right: int) -> int:
        """Return how many rare words the text up to one line shares with the text from another
        line on."""
        both = self._near(left, before=True) & self._near(right, before=False)
        return sum(map(self._held.__contains__, both)) if both else 0

    def common(self, left: int, right: int) -> int:
        """Return how many words two lines have in common, whoever else has them."""
        return len(self._of(left) & self._of(right))

    def common_around(self, left: int, right: int) -> int:
        """Return how many words, rare or not, the text up to one line shares with the text from
        another line on."""
        return len(self._near(left, before=True) & self._near(right, before=False))

    def _of(self, line: int) -> frozenset[str]:
        found = self._words.get(line)
        if found is None:
            found = self._words[line] = _words(self._texts[line])
        return found

    def _longer(self, line: int) -> set[str]:
        found = self._long.get(line)
        if found is None:
            bare = "".join(_RUNS.findall(self._texts[line]))
            found = {
                bare[place : place + _LONG_WORD_CHARACTERS]
                for place in range(len(bare) - _LONG_WORD_CHARACTERS + 1)
            }
            self._long[line] = found
        return found

    def _near(self, line: int, *, before: bool) -> frozenset[str]:
        found = self._around.get((line, before))
        if found is None:
            first = line - self._before[line] if before else line
            last = line if before else line + self._behind[line]
            found = frozenset().union(*map(self._of, range(first, last + 1)))
            self._around[line, before] = found
        return found

    @cached_property
    def _held(self) -> Mapping[str, int]:
        """How many lines hold each word that is rare."""
        if len(self._texts) > _FEW_LINES:
            return self.rare.counts
        counts = Counter(chain.from_iterable(map(self._of, range(len(self._texts)))))
        return {word: count for word, count in counts.items() if 1 < count <= _RARE_LINES}

    @cached_property
    def rare(self) -> RarePairs:
        """The words that few lines of the page hold, but several."""
        return rare_words(tuple(self._texts))


class _NothingShared(PageWords):
    def shared(self, left: int, right: int) -> float:
        return 0.0

    def own(self, left: int, right: int) -> int:
        return 0

    def around(self, left: int, right: int) -> int:
        return 0


#: Of lines that nobody has compared.
NOTHING_SHARED: PageWords = _NothingShared((), ())


class RarePairs(NamedTuple):
    """Pairs of characters that several lines hold, but few.

    ``counts`` says how many lines hold each pair, ``lines`` which, pair by pair; ``counted`` holds a
    number for each pair with its count, ascending.
    """

    counts: Mapping[str, int]
    lines: NDArray[np.intp]
    counted: NDArray[np.int64]

    def lines_unlike(self, other: RarePairs) -> NDArray[np.intp]:
        """Return the lines that hold a pair which in another page as many lines do not hold."""
        import numpy as np

        places = np.searchsorted(other.counted, self.counted)
        theirs = np.append(other.counted, -1)[places]
        counts = np.fromiter(self.counts.values(), np.intp, len(self.counts))
        found: NDArray[np.intp] = self.lines[np.repeat(theirs != self.counted, counts)]
        return found


# A page may be linked twice as it is: with neighbours, and with all other blocks.
@lru_cache(maxsize=1)
def rare_words(texts: tuple[str, ...]) -> RarePairs:
    """Return the words that few lines of a page hold, but several."""
    return rare_pairs("".join(_LINES.findall("\n".join(texts))), _RARE_LINES)


# The bits of a Chinese character, and of the number of a line: with two characters one whole number.
_CHARACTER_BITS, _LINE_BITS = 18, 27


def rare_pairs(text: str, most: int) -> RarePairs:
    """Return the pairs of characters that two to ``most`` lines hold.

    Parameters
    ----------
    text : lines of nothing but Chinese characters

    Examples
    --------
    >>> rare_pairs("春耕备耕\n春耕春耕\n备耕", 2).counts == {"春耕": 2, "备耕": 2}
    True
    """
    import numpy as np

    from restore.text.phrases import code_points

    codes = code_points(text).astype(np.int64)
    breaks = codes == ord("\n")
    numbers = np.cumsum(breaks)[:-1]
    inside = ~(breaks[:-1] | breaks[1:])
    pairs = codes[:-1] << _CHARACTER_BITS | codes[1:]
    places = (pairs << _LINE_BITS | numbers)[inside]
    places.sort()
    # One of each line is left.
    places = places[np.diff(places, prepend=-1) != 0]
    pairs = places >> _LINE_BITS
    firsts = np.flatnonzero(np.diff(pairs, prepend=-1))
    counts = np.diff(firsts, append=len(pairs))
    few = (counts > 1) & (counts <= most)
    words = pairs[firsts[few]]
    both = (words >> _CHARACTER_BITS, words & ((1 << _CHARACTER_BITS) - 1))
    characters = np.stack(both, axis=1).astype(np.uint32).view("<U2").ravel().tolist()
    lines = places[np.repeat(few, counts)] & ((1 << _LINE_BITS) - 1)
    counted = words << _LINE_BITS | counts[few]
    return RarePairs(dict(zip(characters, counts[few].tolist(), strict=True)), lines, counted)


# A page is linked before and after its articles are in order.
@lru_cache(maxsize=4_000)
def _words(text: str) -> frozenset[str]:
    bare = "".join(_RUNS.findall(text))
    return frozenset(map(add, bare, bare[1:]))
