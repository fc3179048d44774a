"""Witnesses: the passages of a run that have a proposed reading.

A witness is a place that has the proposed reading between the same neighbours: the same clause in
another report, or elsewhere in the same one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from restore.core.evidence import Witness
from restore.lexicon.kinds import NAMES
from restore.text.occurrences import count_of, first_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.core.edits import Proposal
    from restore.correction.passages import Place
    from restore.correction.scoring import LanguageModelLike
    from restore.lexicon.lexicon import Lexicon

__all__ = ["MOST_CHARACTERS", "CorpusStatistics", "leading_texts"]

# The neighbours on both sides that a witness must share, in characters, or on one side alone.
_BOTH_SIDES_CHARACTERS = 2
_ONE_SIDE_CHARACTERS = 5
# A run of so many texts is asked by tables (see restore/text/occurrences.py), a longer one read.
_MOST_TABLED_TEXTS = 2
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
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        *,
        most: int = MOST_CHARACTERS,
        places: Mapping[str, Sequence[Place]] | None = None,
    ) -> None:
        self._texts = leading_texts(texts.items(), most=most)
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}
        self._places = places
        self._scores: dict[str, NDArray[np.float32]] = {}
        # Tables of many texts would be made again for every question.
        self._few = len(self._texts) <= _MOST_TABLED_TEXTS

    def _count(self, text: str, passage: str) -> int:
        return count_of(text, passage) if self._few else text.count(passage)

    def _find(self, text: str, passage: str) -> int:
        return first_of(text, passage) if self._few else text.find(passage)

    def char_scores(self, text: str, language_model: LanguageModelLike) -> NDArray[np.float32]:
        """Return the model's score of each code point (log10); of a text of the run scored once.

        The first model asked is the one whose scores are kept.
        """
        import numpy as np

        scores = self._scores.get(text)
        if scores is None:
            values = language_model.char_scores(text)
            scores = np.asarray(
                values if isinstance(values, np.ndarray) else list(values), np.float32
            )
            if text in self._texts.values():
                self._scores[text] = scores
        return scores

    def propose(
        self, text: str, lexicon: Lexicon, language_model: LanguageModelLike
    ) -> list[Proposal]:
        """Return the proposals for one of the run's texts that its other passages give; [] for others."""
        from restore.correction.witnesses import propose_witnessed

        document = next((name for name, other in self._texts.items() if other == text), None)
        if document is None:
            return []
        places = self.places(language_model).get(document, ())
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
                for term, entry in lexicon.terms.items()
                if len(term) == length and term.endswith(tail) and entry.kind in NAMES
                if (often := self.count(term)) >= _MIN_NAME_COUNT
            }
            self._names[key] = tuple(sorted(counts, key=lambda term: (-counts[term], term)))
        return self._names[key]

    def long_names(self, lexicon: Lexicon, least: int) -> Sequence[str]:
        """Return the names of ``least`` characters or more that the run writes at all."""
        key = ("", least)
        if key not in self._names:
            self._names[key] = tuple(
                term
                for term, entry in lexicon.terms.items()
                if len(term) >= least and entry.kind in NAMES and self.count(term)
            )
        return self._names[key]

    def count(self, passage: str) -> int:
        """Return how often a passage stands in the run."""
        return sum(self._count(text, passage) for text in self._texts.values())

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
        and with ``both_sides`` nothing less than both sides does.
        """
        before, following = (
            text[max(0, start - _ONE_SIDE_CHARACTERS) : start],
            text[end : end + _ONE_SIDE_CHARACTERS],
        )
        wanted: list[str] = []
        if len(before) >= _BOTH_SIDES_CHARACTERS and len(following) >= _BOTH_SIDES_CHARACTERS:
            wanted.append(
                before[-_BOTH_SIDES_CHARACTERS:] + after + following[:_BOTH_SIDES_CHARACTERS]
            )
        if not both_sides and len(before) == _ONE_SIDE_CHARACTERS and "\n" not in before:
            wanted.append(before + after)
        if not both_sides and len(following) == _ONE_SIDE_CHARACTERS and "\n" not in following:
            wanted.append(after + following)
        if known_slip and len(after) >= _ONE_SIDE_CHARACTERS:
            wanted.append(after)
        found: list[Witness] = []
        for document, other in self._texts.items():
            for passage in wanted:
                at = self._find(other, passage)
                if at < 0:
                    continue
                low, high = (
                    max(0, at - _SHOWN_CHARACTERS),
                    min(len(other), at + len(passage) + _SHOWN_CHARACTERS),
                )
                found.append(
                    Witness(
                        document=document,
                        span=(at, at + len(passage)),
                        text=other[low:high].replace("\n", " "),
                        count=self._count(other, passage),
                    )
                )
                break
        return found
