"""Which of ，。、；： stands between two clauses: a softmax over hashed features.

The features are what a 5-gram cannot see: the clauses' lengths and first words, the marks before and
behind, the length of the sentence so far. Weights take one byte each; ``tools/build_punctuation.py``
makes them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING
from zlib import crc32

from restore.language.normalise import normalise
from restore.text.characters import LOW_POINTS, POINTS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CHOICES", "CONTEXT", "HASH_BITS", "PunctuationModel", "clause_features"]

#: The marks that are told apart, folded.
CHOICES = LOW_POINTS
HASH_BITS = 17
#: Characters on both sides that are looked at.
CONTEXT = 60
_ANY = re.compile(f"[{POINTS}]")
_LENGTH_BOUNDS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 45)


def clause_features(left: str, right: str) -> list[int]:
    """Return the hashed features of a place between two folded texts without white space."""
    left, right = left[-CONTEXT:], right[:CONTEXT]
    marks = list(_ANY.finditer(left))
    last, size = (marks[-1][0], len(left) - marks[-1].end()) if marks else ("^", len(left))
    following = _ANY.search(right)
    after, room = (following[0], following.start()) if following else ("$", len(right))
    clause = left[len(left) - size :]
    coming = right[:room]
    start = left.rfind("。") + 1
    run = _bucket(len(left) - start) if start else 99
    commas = left.count("，", start)
    pauses = left.count("、", start)
    long, short = _bucket(size), _bucket(room)
    figure, figures = "0" in clause, "0" in coming
    before = marks[-2][0] if len(marks) > 1 else "^"
    names = (
        f"a{left[-1:]}", f"b{left[-2:]}", f"c{left[-3:]}",
        f"d{right[:1]}", f"e{right[:2]}", f"f{right[:3]}", f"g{right[:4]}",
        f"h{left[-1:]}{right[:1]}", f"i{left[-2:]}{right[:1]}", f"j{left[-1:]}{right[:2]}",
        f"k{left[-2:]}{right[:2]}",
        f"l{last}{long}", f"m{after}{short}", f"n{last}{long}{after}{short}",
        f"o{before}{last}{after}", f"p{run}", f"q{min(commas, 6)}{min(pauses, 4)}",
        f"r{last}{min(commas, 4)}{after}", f"s{clause[:2]}", f"t{clause[:2]}{right[:2]}",
        f"u{clause[:1]}{right[:1]}", f"v{figure}{figures}{last}{after}",
        f"w{clause[-1:]}{coming[-1:]}{after}", f"x{long}{short}", f"y{last}{right[:1]}",
        f"z{last}{right[:2]}", f"A{after}{left[-1:]}", f"B{after}{right[:2]}",
        f"C{min(commas, 6)}{right[:2]}", f"D{run}{right[:1]}",
    )  # fmt: skip
    mask = (1 << HASH_BITS) - 1
    return [crc32(name.encode("utf-8", "surrogatepass")) & mask for name in names]


def _bucket(size: int) -> int:
    return sum(size >= limit for limit in _LENGTH_BOUNDS)


class PunctuationModel:
    """Predicts the mark between two clauses. Build it with :meth:`load`."""

    def __init__(self, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._weights = weights
        self._bias = bias

    @classmethod
    def load(cls) -> PunctuationModel:
        """Return the shipped model, loaded once."""
        return _load()

    def scores(self, left: str, right: str) -> dict[str, float]:
        """Return the log10 probability of each mark between two texts."""
        import numpy as np

        rows = self._weights[clause_features(normalise(left), normalise(right))]
        values = rows.sum(axis=0, dtype=np.float64) + self._bias
        values = (values - np.logaddexp.reduce(values)) / np.log(10)
        return dict(zip(CHOICES, values.tolist(), strict=True))


@lru_cache(maxsize=1)
def _load() -> PunctuationModel:
    import numpy as np

    place = resources.files("restore").joinpath("models", "punctuation.npz")
    with resources.as_file(place) as path, np.load(path) as tables:
        return PunctuationModel(tables["weights"] * tables["step"], tables["bias"])
