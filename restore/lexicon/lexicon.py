"""The lexicon: the dictionaries, loaded once, checked against each other, and searchable.

Seven tables (see the header of each file in ``dictionaries/``): confusions (wrong and right forms
with their context, and in ``regions/`` those of one region's documents), terms, offices and places (correct forms), protected expressions (correct forms
that look wrong), heads (titles of bodies), expressions (counted in clean text, not compiled by hand). The tables of page
furniture and of figure words belong to other stages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from restore.lexicon.covering import Literals, covers
from restore.lexicon.entries import (
    Certainty,
    Condition,
    Confusion,
    Hasher,
    Head,
    Protected,
    ProtectedKind,
    Term,
    conditions,
    confusion_of,
    expressions_of,
    head_of,
    protected_of,
    region_rows_of,
    rows_of,
    term_rows_of,
    terms_of,
)
from restore.lexicon.kinds import NAMES, PROVINCE
from restore.lexicon.tables import Row
from restore.resources import dictionary_directory
from restore.text.near_misses import SHORTEST, NearMissIndex
from restore.text.phrases import PhraseMatcher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Lexicon"]

# Code points on both sides of a place in which protected expressions are looked for.
_PROTECTED_REACH = 24
# What tells one entry from another: wrong form, contexts, region.
_Key = tuple[str, str, str, str]
# The least length of a term that is matched.
_MIN_TERM_CHARACTERS = 2


class Lexicon:
    """The dictionaries in memory. Build it with :meth:`load`; it never changes."""

    def __init__(
        self,
        confusions: Iterable[Confusion],
        terms: Iterable[Term],
        protected: Iterable[Protected],
        digest: str = "",
        expressions: Mapping[str, int] | None = None,
        heads: Iterable[Head] = (),
    ) -> None:
        self.confusions = tuple(confusions)
        self.terms: Mapping[str, Term] = {item.term: item for item in terms}
        self.protected = tuple(protected)
        self.digest = digest
        #: Fixed expressions that were counted in clean text, and how often they occur there.
        self.expressions: Mapping[str, int] = expressions or {}
        #: The titles that head a body.
        self.heads = tuple(heads)

    @classmethod
    def load(cls, extra: Path | None = None) -> Lexicon:
        """Load the shipped dictionaries, and those of the folder ``extra`` on top.

        Parameters
        ----------
        extra : folder that holds any of the dictionary files; its rows are added, and a row for
            the same wrong form (or term) in it takes the place of the shipped one

        Raises
        ------
        DictionaryError
            If a table does not parse or contradicts another; names file, line and cure.
        """
        folders = [dictionary_directory(), *([] if extra is None else [extra])]
        hasher = sha256()
        confusions: dict[_Key, tuple[Row, Confusion]] = {}
        terms: dict[str, Term] = {}
        protected: dict[str, Protected] = {}
        expressions: dict[str, int] = {}
        heads: dict[str, Head] = {}
        for folder in folders:
            own_confusions = _confusions_of(folder, hasher)
            wrongs = {key[0] for key in own_confusions}
            confusions = {key: item for key, item in confusions.items() if key[0] not in wrongs}
            confusions |= own_confusions
            for row in rows_of(folder, "protected.tsv", hasher):
                item = protected_of(row)
                if item.expression in protected and folder == folders[0]:
                    raise row.error(f"{item.expression} stands twice", "delete one of them")
                protected[item.expression] = item
            fresh: dict[str, Term] = {}
            for row in term_rows_of(folder, hasher):
                for term in terms_of(row):
                    if term.term in fresh:
                        # A name may be a term here and an office there; the first ground stays.
                        if fresh[term.term].dictionary == term.dictionary:
                            raise row.error(f"{term.term} stands twice", "delete one of them")
                        continue
                    fresh[term.term] = term
            terms |= fresh
            expressions.update(expressions_of(folder, hasher))
            rows_of_heads = map(head_of, rows_of(folder, "heads.tsv", hasher))
            heads.update((head.body, head) for head in rows_of_heads)
        rows = list(confusions.values())
        lexicon = cls(
            (entry for _, entry in rows),
            terms.values(),
            protected.values(),
            hasher.hexdigest(),
            expressions,
            heads.values(),
        )
        lexicon._check(rows)
        return lexicon

    def without_rows_of(self, texts: Sequence[str]) -> Lexicon:
        """Return a lexicon without the rows that quote some texts.

        Those are the entries that hold for a wrong form in one of them, and the terms that stand in
        them and have no other source (:attr:`Term.has_source`). What then is found there, is found by
        knowledge from elsewhere.

        Parameters
        ----------
        texts : whole documents, without white space
        """
        quoted = {
            id(entry)
            for text in texts
            for start, end, _ in self.confusion_matcher.find(text)
            for entry, left, following in self._compiled[text[start:end]]
            if entry.holds(text, start, left, following)
        }
        return Lexicon(
            (entry for entry in self.confusions if id(entry) not in quoted),
            (
                term
                for term in self.terms.values()
                if term.has_source or not any(term.term in text for text in texts)
            ),
            self.protected,
            self.digest,
            self.expressions,
            self.heads,
        )

    @cached_property
    def confusion_matcher(self) -> PhraseMatcher:
        """Matcher of the wrong forms; the number of a phrase is its place in ``wrong_forms``."""
        return PhraseMatcher(self.wrong_forms)

    @cached_property
    def wrong_forms(self) -> tuple[str, ...]:
        """The distinct wrong forms, in order of first mention."""
        return tuple(dict.fromkeys(entry.wrong for entry in self.confusions))

    @cached_property
    def term_matcher(self) -> PhraseMatcher:
        """Matcher of the terms; the number of a phrase is its place in ``term_forms``."""
        return PhraseMatcher(self.term_forms)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The terms that are names, in the order of the terms."""
        return tuple(term for term, entry in self.terms.items() if entry.kind in NAMES)

    @cached_property
    def near_misses(self) -> NearMissIndex:
        """Index of near misses of terms; built on first use."""
        return NearMissIndex([term for term in self.terms if len(term) >= SHORTEST])

    @cached_property
    def expression_misses(self) -> NearMissIndex:
        """Index of near misses of terms and counted expressions, the terms first; built on first use.

        Those of terms are found everywhere.
        """
        terms = self.near_misses.terms
        both = list(dict.fromkeys([*terms, *self.expressions]))
        return NearMissIndex(both, everywhere=len(terms))

    def search(self, text: str, doubtful: NDArray[np.bool_]) -> None:
        """Find the near misses of terms and expressions together, so that both indexes know them.

        Parameters
        ----------
        doubtful : of each code point whether it may be wrong
        """
        self.near_misses.answer_by(self.expression_misses, text, doubtful)

    def look_ahead(self, texts: Sequence[str], *, expressions: bool) -> None:
        """Search short texts together and remember their near misses, those of expressions if asked."""
        if expressions:
            self.near_misses.look_ahead_by(self.expression_misses, texts)
        else:
            self.near_misses.look_ahead(texts)

    @cached_property
    def term_forms(self) -> tuple[str, ...]:
        """Every right form of two characters or more."""
        return tuple(term for term in self.terms if len(term) >= _MIN_TERM_CHARACTERS)

    def confusion_at(self, text: str, start: int, wrong: str) -> Confusion | None:
        """Return the entry that holds for the wrong form at ``start``, the surest first.

        An entry of a region holds where ``text``, a whole document, is of that region.
        """
        for entry, left, following in self._compiled.get(wrong, ()):
            if entry.holds(text, start, left, following) and (
                not entry.region or entry.region == self.region_of(text)
            ):
                return entry
        return None

    def region_of(self, text: str) -> str:
        """Return the province that a document names more often than any other, "" if there is none.

        It is returned in its short form, 内蒙古.
        """
        counts = sorted((text.count(name), name) for name in self.provinces)
        if not counts or counts[-1][0] == 0:
            return ""
        tied = len(counts) > 1 and counts[-2][0] == counts[-1][0]
        return "" if tied else counts[-1][1]

    @cached_property
    def provinces(self) -> tuple[str, ...]:
        """The provinces in their short forms, by which their long ones are counted as well."""
        forms = [term.term for term in self.terms.values() if term.kind == PROVINCE]
        return tuple(
            form
            for form in forms
            if not any(form != other and form.startswith(other) for other in forms)
        )

    @cached_property
    def _compiled(
        self,
    ) -> dict[str, list[tuple[Confusion, tuple[Condition, ...], tuple[Condition, ...]]]]:
        table: dict[str, list[tuple[Confusion, tuple[Condition, ...], tuple[Condition, ...]]]]
        table = {}
        order = {certainty: rank for rank, certainty in enumerate(get_args(Certainty))}
        for entry in sorted(self.confusions, key=lambda item: order[item.certainty]):
            left = conditions(entry.left, "left")
            following = conditions(entry.following, "right")
            table.setdefault(entry.wrong, []).append((entry, left, following))
        return table

    def protector(self, text: str, start: int, end: int) -> ProtectedKind | None:
        """Return the kind of protected expression that covers ``text[start:end]``, None if none does.

        Where several do, the kind that protects most: words, patterns, reduplications.
        """
        low, high = max(0, start - _PROTECTED_REACH), min(len(text), end + _PROTECTED_REACH)
        return self._protection(text[low:high], start - low, end - low)

    @cached_property
    def _protection(self) -> Callable[[str, int, int], ProtectedKind | None]:
        """What covers a stretch of a window; several proposers and the gate ask about one place."""
        literals, patterns = self._literals, self._protected_patterns

        def protection(window: str, left: int, right: int) -> ProtectedKind | None:
            if literals.cover(window, left, right):
                return "literal"
            for kind, pattern in patterns:
                # Few stand in a window at all.
                if pattern.search(window) and covers(pattern, window, left, right):
                    return kind
            return None

        return lru_cache(maxsize=20_000)(protection)

    @cached_property
    def _literals(self) -> Literals:
        return Literals(item.expression for item in self.protected if item.kind == "literal")

    @cached_property
    def _protected_patterns(self) -> tuple[tuple[ProtectedKind, re.Pattern[str]], ...]:
        found: list[tuple[ProtectedKind, re.Pattern[str]]] = []
        # Patterns are kept apart: each may count its own groups.
        kinds: tuple[ProtectedKind, ...] = ("pattern", "reduplication")
        for kind in kinds:
            found += [
                (kind, re.compile(item.expression)) for item in self.protected if item.kind == kind
            ]
        return tuple(found)

    def _check(self, rows: list[tuple[Row, Confusion]]) -> None:
        """Refuse entries that contradict each other or a form that is right."""
        place = {id(entry): row for row, entry in rows}
        for row, entry in rows:
            if entry.region and entry.region not in self.provinces:
                raise row.error(
                    f"{entry.region} is no province",
                    f"use the short form of one in places.tsv, such as {self.provinces[0]}"
                    if self.provinces
                    else "add it to places.tsv",
                )
            if (start := entry.right.find(entry.wrong)) >= 0 and self._fires_inside(entry, start):
                raise row.error(
                    f"{entry.wrong} stands in its own right form {entry.right}",
                    "add a context that excludes it",
                )
        for owner, other in self._fires([entry.right for entry in self.confusions]):
            entry = self.confusions[owner]
            if other is not entry and other.right in entry.wrong:
                raise place[id(entry)].error(
                    f"{entry.wrong} -> {entry.right} and {other.wrong} -> {other.right} form a cycle",
                    "keep one of them, or give both a context",
                )
        forms = list(self.terms)
        for owner, entry in self._fires(forms):
            raise place[id(entry)].error(
                f"{entry.wrong} stands in {forms[owner]}, which"
                f" {self.terms[forms[owner]].dictionary}.tsv holds for right",
                "add a context that excludes it, or delete one of them",
            )

    def _fires(self, forms: list[str]) -> Iterator[tuple[int, Confusion]]:
        """Yield ``(number of the form, entry)`` for every entry that would change a form."""
        joined = "\n".join(forms)
        ends = list(accumulate(len(form) + 1 for form in forms))
        for start, end, _ in self.confusion_matcher.find(joined):
            owner = bisect_right(ends, start)
            form, offset = forms[owner], start - (ends[owner] - len(forms[owner]) - 1)
            entry = self.confusion_at(form, offset, joined[start:end])
            if entry is not None and not self.protector(form, offset, offset + end - start):
                yield owner, entry

    def _fires_inside(self, entry: Confusion, start: int) -> bool:
        left = conditions(entry.left, "left")
        return entry.holds(entry.right, start, left, conditions(entry.following, "right"))


def _confusions_of(folder: Path, hasher: Hasher) -> dict[_Key, tuple[Row, Confusion]]:
    """Return the entries of a folder and of its packs of regions.

    Raises
    ------
    DictionaryError
        If an entry stands twice.
    """
    found: dict[_Key, tuple[Row, Confusion]] = {}
    for row in (*rows_of(folder, "confusions.tsv", hasher), *region_rows_of(folder, hasher)):
        entry = confusion_of(row)
        key = (entry.wrong, entry.left, entry.following, entry.region)
        if key in found:
            raise row.error(
                f"{entry.wrong} stands twice with the same context", "delete one of them"
            )
        found[key] = (row, entry)
    return found
