"""Options at the suspicious places of a text: what may have been printed there.

All places of a document are processed together. An option is kept only if its weight plus the
bigram estimate of its fit does not fall far below the score of what stands there; most options are
discarded this way before decoding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from restore.channel.bigrams import Bigrams
from restore.channel.decoding import Plain
from restore.channel.homophones import Homophones, WordWeights, offer_words
from restore.channel.pairing import (
    PAIRED_CANDIDATES,
    Heads,
    PairLimits,
    find_neighbours,
    offer_pairs,
    offer_swaps,
    pair_places,
)
from restore.channel.passage import Passage
from restore.channel.places import (
    APART,
    LIKELIER_LOG10,
    Offers,
    Sieve,
    View,
    add,
    best,
    distinct,
    view,
)
from restore.text.characters import are_ideographs, is_ideograph

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from restore.channel.base import ChannelBase
    from restore.channel.findings import Width
    from restore.channel.profile import Profile
    from restore.language.model import LanguageModel

__all__ = ["Options"]

# Digits and letters (folded) are never changed and never put in; a mark inside a figure is the
# figure check's.
_FIXED, _IN_FIGURE = "0a", "0a％．，"
# So many other marks are tried at one place, and so many characters and marks before it.
_MAX_MARK_CANDIDATES = _MAX_MISSING_CANDIDATES = 8
_NEVER_LOG10 = -99.0
# Places whose options are found together: arrays of some 20 kB a place.
_PLACES_AT_ONCE = 4096
# A character that is usual between two others may stay so much further behind, and a pair of
# characters so much less.
_USUAL_SLACK_LOG10, _PAIR_SLACK_LOG10 = 1.0, 0.5
# The score of what would stand behind a paragraph's last character.
_END_LOG10 = -1.0


# Most runs search with two profiles or three, and what is the model's is the same for all of them.
@lru_cache(maxsize=2)
def _bigrams(model: LanguageModel, base: ChannelBase) -> Bigrams:
    return Bigrams(model, base)


class _Row(NamedTuple):
    """What may have been printed for one character, by falling weight."""

    characters: str
    numbers: NDArray[np.intp]
    weights: NDArray[np.float64]


class _Rows(NamedTuple):
    """The rows of several places, one behind the other; ``owners`` are the places."""

    characters: str
    numbers: NDArray[np.intp]
    weights: NDArray[np.float64]
    owners: NDArray[np.intp]


class Options:
    """Finds options with one profile. Caches rows of characters: reuse it."""

    def __init__(self, model: LanguageModel, profile: Profile) -> None:
        import numpy as np

        self.profile = profile
        base = profile.base
        self._bigrams = _bigrams(model, base)
        self._homophones = Homophones(base)
        mixture = profile.data.mixture
        rate = profile.rate("word")
        self._word_weights = WordWeights.of(rate, mixture.sound, mixture.near_sound)
        self._row = lru_cache(maxsize=20_000)(self._find_row)
        self._heads = lru_cache(maxsize=20_000)(self._find_heads)
        self._extra = lru_cache(maxsize=20_000)(lambda read: profile.extra(read, model.alone(read)))
        alphabet = [base.character(number) for number in range(len(base.levels))]
        self._are_han = self._bigrams.are_han
        unigrams = map(model.alone, alphabet)
        self._missing = np.array(
            [
                profile.missing(item, usual if is_ideograph(item) else None)
                for item, usual in zip(alphabet, unigrams, strict=True)
            ]
        )
        self._most_missing = float(self._missing[self._are_han].max())

    def offer(
        self, passage: Passage, sieve: Sieve, width: Width
    ) -> Iterator[tuple[int, list[Plain]]]:
        """Yield the places that have options, in order, with their options.

        Parameters
        ----------
        sieve : which places are looked at; breaks are not among them
        width : how many options

        An option over two characters is among those of the first. So many places are looked at
        together that the arrays stay small, however long the passage is.
        """
        import numpy as np

        numbers = self._bigrams.numbers(passage.codes)
        singles, pairs = np.flatnonzero(sieve.places), pair_places(passage, sieve.full)
        every = distinct(np.concatenate((singles, pairs)))
        for first in range(0, len(every), _PLACES_AT_ONCE):
            bounds = every[first], every[min(first + _PLACES_AT_ONCE, len(every)) - 1] + 1
            parts = (part[slice(*part.searchsorted(bounds))] for part in (singles, pairs))
            offers = self._offer(passage, sieve, width, numbers, *parts)
            yield from sorted(offers.items())

    def _offer(
        self,
        passage: Passage,
        sieve: Sieve,
        width: Width,
        numbers: NDArray[np.intp],
        singles: NDArray[np.intp],
        doubles: NDArray[np.intp],
    ) -> Offers:
        """Return the options of some places, and of the pairs that begin at others."""
        import numpy as np

        offers: Offers = defaultdict(list)
        places = view(passage, sieve, singles, numbers)
        self._offer_missing(offers, passage.folded, width, places)
        fixed, in_figure = (list(map(ord, marks)) for marks in (_FIXED, _IN_FIGURE))
        beside = (passage.codes[places.places + step] for step in (-1, 1))
        kept = np.isin(next(beside), fixed) & np.isin(next(beside), in_figure)
        codes = passage.codes[places.places]
        kept |= np.isin(codes, fixed)
        han = are_ideographs(codes)
        self._offer_extra(offers, passage.folded, width, places.where(~kept & (places.full | ~han)))
        self._offer_marks(offers, passage.folded, width, places.where(~kept & ~han))
        self._offer_characters(
            offers, passage.folded, width, places.where(~kept & places.full & han)
        )
        pairs = find_neighbours(passage, sieve.full, doubles, numbers)
        rate = self.profile.rate
        offer_swaps(offers, passage.folded, pairs, self._bigrams, rate("swap"), -width.slack)
        if self._word_weights is not None:
            limits = -width.slack, width.pairs
            words = self._homophones
            offer_words(offers, pairs, self._bigrams, words, self._word_weights, limits)
        offer_pairs(
            offers,
            passage.folded,
            pairs,
            self._bigrams,
            self._heads,
            PairLimits(rate("run") - rate("han"), _PAIR_SLACK_LOG10 - width.slack, width.pairs),
        )
        return offers

    def _offer_missing(self, offers: Offers, folded: str, width: Width, places: View) -> None:
        """Offer what often stands between a character and the one before; marks alone where not
        every kind of error is looked for.
        """
        import numpy as np

        base, scores = self.profile.base, self._bigrams.scores
        owners, numbers = base.middles(places.before, places.read)
        chosen = places.full[owners] | ~self._are_han[numbers]
        full = np.flatnonzero(places.full & self._are_han[places.read])
        bounds = places.scores[full] - self._most_missing - LIKELIER_LOG10
        which, behind = self._bigrams.following(places.before[full], bounds)
        others = full[which]
        goes_on = base.levels_of(behind, places.read[others]) > 0
        size = len(base.levels)
        keys = np.concatenate((owners[chosen], others[goes_on])) * size
        keys += np.concatenate((numbers[chosen], behind[goes_on]))
        owners, numbers = np.divmod(distinct(keys), size)
        weights = self._missing[numbers] + LIKELIER_LOG10 * places.full[owners]
        estimates = weights - places.scores[owners]
        estimates += scores(places.before[owners], numbers) + scores(numbers, places.read[owners])
        # Many characters can stand between two others: one must be likelier at once.
        estimates -= width.slack * self._are_han[numbers]
        whose, found = best(estimates, owners, -width.slack, _MAX_MISSING_CANDIDATES)
        wheres = places.places[whose]
        reads = [folded[place] for place in wheres.tolist()]
        emissions = map("".join, zip(base.characters_of(numbers[found]), reads, strict=True))
        add(offers, wheres, emissions, weights[found])

    def _offer_extra(self, offers: Offers, folded: str, width: Width, places: View) -> None:
        """Offer to leave a character out."""
        import numpy as np

        repeated = self.profile.rate("repeat")
        wheres = places.places.tolist()
        weights = np.array(
            [
                repeated
                if folded[place] in (folded[place - 1], folded[place + 1])
                else self._extra(folded[place])
                for place in wheres
            ],
            np.float64,
        )
        weights += LIKELIER_LOG10 * places.full
        after = self._bigrams.scores(places.before, places.after)
        estimates = weights + np.where(places.last, _END_LOG10, after) - places.pairs
        chosen = np.flatnonzero(estimates >= -width.slack)
        add(offers, places.places[chosen], repeat("", len(chosen)), weights[chosen])

    def _offer_marks(self, offers: Offers, folded: str, width: Width, places: View) -> None:
        """Offer what a mark may have been."""
        if not len(places.places):
            return
        rows = self._rows(folded, places)
        weights = rows.weights + LIKELIER_LOG10 * places.full[rows.owners]
        estimates = weights + self._fit(places, rows.owners, rows.numbers)
        # Of what has no number nothing is known.
        estimates[rows.numbers == 0] = 0.0
        whose, found = best(estimates, rows.owners, -width.slack, _MAX_MARK_CANDIDATES)
        marks = [rows.characters[index] for index in found.tolist()]
        add(offers, places.places[whose], marks, weights[found])

    def _offer_characters(self, offers: Offers, folded: str, width: Width, places: View) -> None:
        """Offer the characters like the one that was read, and others that fit into its frame."""
        import numpy as np

        if not len(places.places):
            return
        rows = self._rows(folded, places)
        levels, owners = self.profile.base.levels_of, rows.owners
        # One side is enough: the character on the other may be wrong itself.
        near = (
            levels(places.before[owners], rows.numbers) | levels(rows.numbers, places.after[owners])
        ).nonzero()[0]
        owners, numbers = owners[near], rows.numbers[near]
        weights = rows.weights[near] + LIKELIER_LOG10
        estimates = weights + self._fit(places, owners, numbers)
        whose, found = best(estimates, owners, -width.slack, width.characters)
        # Not every numeral has a number.
        apart = np.array([folded[place] in APART for place in places.places.tolist()])
        mixed = apart[whose] & self._bigrams.apart[numbers[found]]
        whose, found = whose[~mixed], found[~mixed]
        truths = self.profile.base.characters_of(numbers[found])
        add(offers, places.places[whose], truths, weights[found])
        self._offer_frame(offers, folded, width, places)

    def _offer_frame(self, offers: Offers, folded: str, width: Width, places: View) -> None:
        """Offer the characters that often stand between the two neighbours, whatever they are."""
        import numpy as np

        base = self.profile.base
        reads = [folded[place] for place in places.places.tolist()]
        weights = np.array([self.profile.other(read) for read in reads]) + LIKELIER_LOG10
        offered = set()
        for usual in (True, False):
            if usual:
                owners, numbers = base.middles(places.before, places.after)
                chosen = self._are_han[numbers].nonzero()[0]
            else:
                # The first factor alone must reach so far, as the second is not above 1.
                bounds = places.pairs - weights - width.slack
                owners, numbers = self._bigrams.following(places.before, bounds)
                chosen = base.levels_of(numbers, places.after[owners]).nonzero()[0]
            owners, numbers = owners[chosen], numbers[chosen]
            estimates = weights[owners] + self._fit(places, owners, numbers)
            least = -width.slack - usual * _USUAL_SLACK_LOG10
            count = len(numbers) if usual else width.frame
            whose, found = best(estimates, owners, least, count)
            for owner, place, truth, weight in zip(
                whose.tolist(),
                places.places[whose].tolist(),
                base.characters_of(numbers[found]),
                weights[whose].tolist(),
                strict=True,
            ):
                read = reads[owner]
                known = truth == read or truth in self._row(read).characters
                if known or (owner, truth) in offered or APART.issuperset((read, truth)):
                    continue
                offered.add((owner, truth))
                offers[place].append((truth, weight, 1))

    def _fit(
        self, places: View, owners: NDArray[np.intp], numbers: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Return how much better characters fit where others stand, as far as bigrams tell."""
        import numpy as np

        scores = self._bigrams.scores
        behind = np.where(places.last[owners], _END_LOG10, scores(numbers, places.after[owners]))
        return scores(places.before[owners], numbers) + behind - places.pairs[owners]

    def _rows(self, folded: str, places: View) -> _Rows:
        """Return the rows of one place or more."""
        import numpy as np

        rows = [self._row(folded[place]) for place in places.places.tolist()]
        return _Rows(
            "".join([row.characters for row in rows]),
            np.concatenate([row.numbers for row in rows]),
            np.concatenate([row.weights for row in rows]),
            np.repeat(np.arange(len(rows)), [len(row.numbers) for row in rows]),
        )

    def _find_row(self, read: str) -> _Row:
        import numpy as np

        if is_ideograph(read):
            return _Row(*self.profile.han(read))
        known = self.profile.candidates(read)[:_MAX_MARK_CANDIDATES]
        chosen = [item for item in known if item[0] not in _FIXED]
        number = self.profile.base.number
        return _Row(
            "".join(truth for truth, _ in chosen),
            np.array([number(truth) for truth, _ in chosen], np.intp),
            np.array([weight for _, weight in chosen], np.float64),
        )

    def _find_heads(self, read: str) -> Heads:
        import numpy as np

        row = self._row(read)
        count = min(len(row.numbers), PAIRED_CANDIDATES)
        heads = Heads(
            np.zeros(PAIRED_CANDIDATES, np.intp), np.full(PAIRED_CANDIDATES, _NEVER_LOG10)
        )
        heads.numbers[:count], heads.weights[:count] = row.numbers[:count], row.weights[:count]
        return heads
