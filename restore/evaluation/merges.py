"""Measure merging: the merged reading of a page beside the best single one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import msgspec
import numpy as np

from restore.channel.training import Tally, add, profile_data, tally
from restore.core.document import Document
from restore.evaluation.metrics import Alignment, Interval, bootstrap, quotient
from restore.evaluation.readings import Reading, measure_readings
from restore.language.model import LanguageModel
from restore.layout.lines import lines_of
from restore.merge import Reading as Input
from restore.merge import merge_readings
from restore.merge.families import Family, family_of, make_family, shipped_families
from restore.merge.punctuation import count_punctuation

__all__ = ["MergeScore", "measure_merges", "pooled_reduction"]


class MergeScore(msgspec.Struct, frozen=True):
    """Readings of one page: their errors alone and those of the merged text.

    ``base``: number of the reading whose lines were kept; ``figures_changed``: numerals of the
    base that are no longer there.
    """

    names: tuple[str, ...]
    base: int
    alone: tuple[Alignment, ...]
    merged: Alignment
    right: int
    wrong: int
    figures_changed: int

    @property
    def best(self) -> Alignment:
        """The best reading alone: what doing nothing would keep."""
        return min(self.alone, key=lambda item: item.cmer)

    @property
    def reduction(self) -> float:
        """Share of the best reading's error rate that merging removes; 0 where it has none."""
        return 1 - self.merged.cmer / self.best.cmer if self.best.errors else 0.0


def measure_merges(
    readings: Iterable[Reading],
    model: LanguageModel,
    *,
    scans: bool = False,
    together: bool = False,
    held_out: bool = False,
) -> list[MergeScore]:
    """Merge every two readings of a page by different engines.

    Parameters
    ----------
    readings : of one page, engine and level the first is taken; those of which less than half
        can be judged (boxes that run across columns) are left out, lest two error rates be
        compared that are of different lines
    scans : also readings of different scans (levels) of a page, by any engine
    together : all readings of a page at once instead, where there are three or more
    held_out : learn what engines take for what from the other pages, not from the shipped tables
    """
    chosen = _comparable(readings)
    known = _Elsewhere(chosen.values()) if held_out else None
    if together:
        pages: dict[str, list[Reading]] = {}
        for (page, _, _), reading in sorted(chosen.items()):
            pages.setdefault(page, []).append(reading)
        return [_score(members, model, known) for members in pages.values() if len(members) > 2]
    pairs = combinations(sorted(chosen.items()), 2)
    return [
        _score((first, second), model, known)
        for (one, first), (other, second) in pairs
        if one[0] == other[0] and (scans or one[2] == other[2])
    ]


class _Elsewhere:
    """What engines take for what, learned without the page that is measured."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._tallies: dict[tuple[str, str], list[Tally]] = {}
        self._marks: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        self._known: dict[str, tuple[Family, ...]] = {}
        for reading in readings:
            texts = (line.text for line in lines_of(reading.text))
            pairs = [
                (read, truth)
                for read, truth in zip(texts, reading.truths, strict=True)
                if truth is not None
            ]
            key = (family_of(reading.engine), reading.page)
            self._tallies.setdefault(key, []).append(tally(pairs))
            self._marks.setdefault(key, Counter()).update(count_punctuation(pairs))

    def without(self, page: str) -> tuple[Family, ...]:
        """Return the families as the other pages show them."""
        if page not in self._known:
            self._known[page] = tuple(self._learn(family, page) for family in shipped_families())
        return self._known[page]

    def _learn(self, family: Family, page: str) -> Family:
        keys = [key for key in self._tallies if key[0] == family.name and key[1] != page]
        if not keys:
            return family
        whole = add([item for key in keys for item in self._tallies[key]])
        # What was confused in rendered text comes from no page.
        shipped = family.profile.data
        data = profile_data(whole, shipped.mixture, family.name, "", shipped.rendered)
        return make_family(family.name, data, sum((self._marks[key] for key in keys), Counter()))


def _comparable(readings: Iterable[Reading]) -> dict[tuple[str, str, str], Reading]:
    chosen: dict[tuple[str, str, str], Reading] = {}
    judged: dict[str, int] = {}
    for reading in readings:
        chosen.setdefault((reading.page, reading.engine, reading.level), reading)
        judged[reading.page] = max(judged.get(reading.page, 1), _judged(reading))
    return {
        key: reading
        for key, reading in chosen.items()
        if 2 * _judged(reading) >= judged[reading.page]
    }


def _judged(reading: Reading) -> int:
    """Return how many characters of a reading's truth are known."""
    return sum(len(truth) for truth in reading.truths if truth is not None)


def pooled_reduction(scores: Sequence[MergeScore], *, seed: int = 1) -> Interval:
    """Return the share of the best readings' errors that merging removes, over all merges."""
    rows = [(score.best.errors - score.merged.errors, score.best.errors) for score in scores]
    return bootstrap(np.array(rows, dtype=np.float64), quotient(0, 1), seed=seed)


def _score(
    readings: Sequence[Reading], model: LanguageModel, known: _Elsewhere | None
) -> MergeScore:
    merged = merge_readings(
        [Input(item.id, item.text) for item in readings],
        model=model,
        families=known.without(readings[0].page) if known else (),
    )
    base = readings[merged.base]
    alone = tuple(
        measure_readings(
            [item], lambda _, text: (Document.from_text(text), ()), groups=_everything
        )[0].before
        for item in readings
    )
    (score,) = measure_readings(
        [base], lambda *_: (merged.document, merged.edits), groups=_everything
    )
    return MergeScore(
        names=tuple(item.id for item in readings),
        base=merged.base,
        alone=alone,
        merged=score.after,
        right=score.edits.right,
        wrong=score.edits.wrong,
        figures_changed=score.numerals - score.numerals_intact,
    )


def _everything(_reading: Reading) -> str:
    return "all"
