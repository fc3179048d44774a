"""Witnesses: the passages of a run that have a proposed reading.

A witness is a place that has the proposed reading between the same neighbours: the same clause in
another report, or elsewhere in the same one. The place that is asked about is none, and neither is
one that has what is read here: 民主党派区委会 says nothing for 民主党派区委.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from restore.core.evidence import Witness
from restore.text.occurrences import Occurrences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.channel.noise import Noise
    from restore.core.edits import Proposal
    from restore.correction.passages import Place
    from restore.correction.scoring import LanguageModelLike
    from restore.lexicon.lexicon import Lexicon

__all__ = ["MOST_CHARACTERS", "CorpusStatistics", "leading_texts"]

# The neighbours on both sides that a witness must share, in characters, or on one side alone.
_BOTH_SIDES_CHARACTERS = 2
_ONE_SIDE_CHARACTERS = 5
# Stands between the texts of a run and in none of them.
_SEPARATOR = "\0"
# Characters of a witness that are shown on both sides.
_SHOWN_CHARACTERS = 12
# Times that the run must write a name for it to be offered for another.
_MIN_NAME_COUNT = 3
#: Characters of a run that are asked for witnesses.
MOST_CHARACTERS = 4_000_000


def leading_texts(
    texts: Iterable[tuple[str, str]], *, most: int = MOST_CHARACTERS
) -> dict[str, str]:
    """Return the first of some texts, whole ones, of ``most`` characters together (at least one).

    Parameters
    ----------
    texts : document id and text; no more of them is asked for than is returned, and one
    """
    kept: dict[str, str] = {}
    for document, text in texts:
        most -= len(text)
        if most < 0 and kept:
            break
        kept[document] = text
    return kept


class CorpusStatistics:
    """The texts of a run, searched for passages that have a proposed reading.

    Parameters
    ----------
    texts : document id to its text after layout and dedup
    most : characters that are kept, whole documents in their order: asking costs time in
        proportion, and the thousandth witness says no more than the tenth
    places : what :meth:`places` returned for the same texts before; found when asked for if None
    scores : :attr:`scores` of the same texts before, as the bytes of the arrays
    noise : how noisy the rows of each file are together (:mod:`restore.correction.row_noise`)
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        *,
        most: int = MOST_CHARACTERS,
        places: Mapping[str, Sequence[Place]] | None = None,
        scores: Mapping[str, bytes] | None = None,
        noise: Mapping[str, Noise] | None = None,
    ) -> None:
        self._texts = leading_texts(texts.items(), most=most)
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}
        self._places = places
        self._scores: dict[str, NDArray[np.float32]] = {}
        self._scored = scores or {}
        self.noise = noise or {}
        self._last: tuple[str, NDArray[np.float32]] | None = None
        self._leaders: Counter[tuple[str, str]] | None = None

    def prepare(self) -> None:
        """Make the tables that questions are answered from, for processes that will share them."""
        self._all.prepare()
        _ = self._numbers, self._starts

    @cached_property
    def _all(self) -> Occurrences:
        """All texts in one, so that a question looks at few places, however many texts there are."""
        return Occurrences(_SEPARATOR.join(self._texts.values()))

    @cached_property
    def _documents(self) -> tuple[str, ...]:
        return tuple(self._texts)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """The number of the first document that has a text, by the text."""
        numbers: dict[str, int] = {}
        for number, text in enumerate(self._texts.values()):
            numbers.setdefault(text, number)
        return numbers

    @cached_property
    def _starts(self) -> list[int]:
        """Where each text begins in the one of all."""
        sizes = (len(text) + 1 for text in self._texts.values())
        return list(accumulate(sizes, initial=0))[:-1]

    def char_scores(self, text: str, language_model: LanguageModelLike) -> NDArray[np.float32]:
        """Return the model's score of each code point (log10); of a text of the run scored once.

        So is another text that is asked for again directly. The first model asked is the one whose
        scores are kept.
        """
        import numpy as np

        scores = self._scores.get(text)
        if scores is None and self._last is not None and self._last[0] == text:
            scores = self._last[1]
        if scores is None:
            number = self._numbers.get(text)
            known = None if number is None else self._scored.get(self._documents[number])
            if known is not None:
                return np.frombuffer(known, np.float32)
            values = language_model.char_scores(text)
            scores = np.asarray(
                values if isinstance(values, np.ndarray) else list(values), np.float32
            )
            if number is not None:
                self._scores[text] = scores
            else:
                self._last = (text, scores)
        return scores

    @property
    def scores(self) -> Mapping[str, NDArray[np.float32]]:
        """The scores of the texts that are known, by the first document with each."""
        import numpy as np

        names = (self._documents[number] for number in self._numbers.values())
        known = {
            name: np.frombuffer(self._scored[name], np.float32)
            for name in names
            if name in self._scored
        }
        own = ((self._documents[self._numbers[text]], item) for text, item in self._scores.items())
        return {**known, **dict(own)}

    def propose(
        self, text: str, lexicon: Lexicon, language_model: LanguageModelLike
    ) -> list[Proposal]:
        """Return the proposals for one of the run's texts that its other passages give; [] for others."""
        from restore.correction.witnesses import propose_witnessed

        number = self._numbers.get(text)
        if number is None:
            return []
        places = self.places(language_model).get(self._documents[number], ())
        return propose_witnessed(text, places, self._texts, lexicon, language_model)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that are kept, by document."""
        return self._texts

    def places(self, language_model: LanguageModelLike) -> Mapping[str, Sequence[Place]]:
        """Return, by document, the doubtful places that other passages read differently."""
        if self._places is None:
            from restore.correction.witnesses import find_places

            scores = {
                name: self.char_scores(other, language_model) for name, other in self._texts.items()
            }
            self._places = find_places(self._texts, scores)
        return self._places

    def names(self, lexicon: Lexicon, tail: str, length: int) -> Sequence[str]:
        """Return the names of a length and an ending that the run often writes, the commonest first.

        Parameters
        ----------
        tail : the last characters
        """
        key = (tail, length)
        if key not in self._names:
            counts = {
                term: often
                for term in lexicon.names
                if len(term) == length and term.endswith(tail)
                if (often := self.count(term)) >= _MIN_NAME_COUNT
            }
            self._names[key] = tuple(sorted(counts, key=lambda term: (-counts[term], term)))
        return self._names[key]

    def leaders(self, pattern: re.Pattern[str]) -> Counter[tuple[str, str]]:
        """Return how often the run has each office with each name; found once.

        Parameters
        ----------
        pattern : finds them as the groups ``office`` and ``name``
        """
        if self._leaders is None:
            self._leaders = Counter(
                (match["office"], match["name"])
                for text in self._texts.values()
                for match in pattern.finditer(text)
            )
        return self._leaders

    def count(self, passage: str) -> int:
        """Return how often a passage stands in the run."""
        return self._all.count(passage)

    def witnesses(
        self,
        text: str,
        start: int,
        end: int,
        after: str,
        *,
        known_slip: bool = False,
        both_sides: bool = False,
    ) -> list[Witness]:
        """Return the passages that read ``after`` where ``text`` has ``text[start:end]``.

        At most one witness a document, in the order of the documents; ``count`` is the number of
        places in it. The reading needs two equal characters on both sides, or five on one; where
        the dictionary names the slip (``known_slip``) five characters of the reading itself do,
        and with ``both_sides`` nothing less than both sides does. Where nothing is to stand, both
        sides must be equal: one is no reading.
        """
        read = text[start:end]
        before, following = (
            text[max(0, start - _ONE_SIDE_CHARACTERS) : start],
            text[end : end + _ONE_SIDE_CHARACTERS],
        )
        wanted: list[tuple[str, int]] = []
        if len(before) >= _BOTH_SIDES_CHARACTERS and len(following) >= _BOTH_SIDES_CHARACTERS:
            wanted.append(
                (
                    before[-_BOTH_SIDES_CHARACTERS:] + after + following[:_BOTH_SIDES_CHARACTERS],
                    _BOTH_SIDES_CHARACTERS,
                )
            )
        one_side = bool(after) and not both_sides
        if one_side and len(before) == _ONE_SIDE_CHARACTERS and "\n" not in before:
            wanted.append((before + after, len(before)))
        if one_side and len(following) == _ONE_SIDE_CHARACTERS and "\n" not in following:
            wanted.append((after + following, 0))
        if known_slip and len(after) >= _ONE_SIDE_CHARACTERS:
            wanted.append((after, 0))
        own = self._numbers.get(text, -1)
        found: dict[int, tuple[int, str, int]] = {}
        for passage, offset in wanted:
            counts: dict[int, list[int]] = {}
            for number, at in self._supporting(passage, offset, read, after):
                # What touches the place itself is the place, not another one.
                if number == own and at <= end and start <= at + len(passage):
                    continue
                counts.setdefault(number, []).append(at)
            for number, places in counts.items():
                found.setdefault(number, (places[0], passage, len(places)))
        return [self._witness(number, *found[number]) for number in sorted(found)]

    def _places_of(self, passage: str) -> Iterator[tuple[int, int]]:
        """Yield text and place of a passage, places that overlap once."""
        end = -1
        for place in self._all.places(passage):
            if place >= end:
                end = place + len(passage)
                number = bisect_right(self._starts, place) - 1
                yield number, place - self._starts[number]

    def _supporting(
        self, passage: str, offset: int, read: str, after: str
    ) -> Iterator[tuple[int, int]]:
        """Yield text and place of the passages whose reading is no part of what is read here.

        Parameters
        ----------
        offset : of the reading in the passage
        """
        for number, at in self._places_of(passage):
            if not _reads(self._texts[self._documents[number]], at + offset, after, read):
                yield number, at

    def _witness(self, number: int, at: int, passage: str, count: int) -> Witness:
        document = self._documents[number]
        other = self._texts[document]
        low = max(0, at - _SHOWN_CHARACTERS)
        high = at + len(passage) + _SHOWN_CHARACTERS
        return Witness(
            document=document,
            span=(at, at + len(passage)),
            text=other[low:high].replace("\n", " "),
            count=count,
        )


def _reads(other: str, at: int, after: str, read: str) -> bool:
    """Whether a longer reading that holds ``after`` stands where it was found at ``at``."""
    place = read.find(after) if after else -1
    while place >= 0:
        if other.startswith(read, at - place) and at >= place:
            return True
        place = read.find(after, place + 1)
    return False
