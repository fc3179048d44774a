"""The lexicon: what the dictionaries hold, loaded once, checked, and ready to be asked.

Six tables (see the header of each file in ``dictionaries/``): confusions (wrong and right forms
with their context), terms, offices and places (forms that are right), protected expressions (look
wrong and are right), expressions (counted in clean text, not drawn up). Furniture and figure words
belong to other stages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Literal, get_args

import msgspec

from restore.lexicon.tables import DictionaryError, Row, read_table
from restore.resources import dictionary_directory
from restore.text.near_misses import NearMissIndex
from restore.text.phrases import PhraseMatcher

__all__ = ["Certainty", "Confusion", "Lexicon", "Protected", "Term"]

Certainty = Literal["certain", "likely", "possible"]

# How far a context pattern may look, in code points: far enough for a clause.
CONTEXT_REACH = 24
_PROTECTED_REACH = 24


class Confusion(msgspec.Struct, frozen=True):
    """A wrong form, its right form, and where the entry holds.

    ``left`` and ``following`` hold patterns; see the header of ``confusions.tsv``.
    """

    wrong: str
    right: str
    certainty: Certainty
    left: str
    following: str
    ground: str

    def holds(
        self, text: str, start: int, left: Iterable[_Condition], following: Iterable[_Condition]
    ) -> bool:
        """Whether the contexts around ``text[start:start + len(wrong)]`` agree."""
        end = start + len(self.wrong)
        before = text[max(0, start - CONTEXT_REACH) : start]
        after = text[end : end + CONTEXT_REACH]
        return all(item.holds(before) for item in left) and all(
            item.holds(after) for item in following
        )


class Term(msgspec.Struct, frozen=True):
    """A form that is right: a fixed expression, a body, an office or a place."""

    term: str
    kind: str
    ground: str
    dictionary: str


#: Words, a Python pattern, or a pattern for doubled characters, which only an overwhelming margin
#: takes for a slip.
ProtectedKind = Literal["literal", "pattern", "reduplication"]


class Protected(msgspec.Struct, frozen=True):
    """An expression that looks wrong and is right, literally or as a pattern."""

    expression: str
    kind: ProtectedKind
    ground: str


class _Condition:
    """One context condition: a pattern that must (or, after ``!``, must not) stand there."""

    def __init__(self, source: str, side: Literal["left", "right"]) -> None:
        self._wanted = not source.startswith("!")
        body = source.removeprefix("!")
        self._pattern = re.compile(f"(?:{body})\\Z" if side == "left" else f"(?:{body})")
        self._search = side == "left"

    def holds(self, context: str) -> bool:
        found = self._pattern.search(context) if self._search else self._pattern.match(context)
        return (found is not None) is self._wanted


def _conditions(source: str, side: Literal["left", "right"]) -> tuple[_Condition, ...]:
    return tuple(_Condition(part.strip(), side) for part in source.split("&") if part.strip())


class Lexicon:
    """The dictionaries in memory. Build it with :meth:`load`; it never changes."""

    def __init__(
        self,
        confusions: Iterable[Confusion],
        terms: Iterable[Term],
        protected: Iterable[Protected],
        digest: str = "",
        expressions: Mapping[str, int] | None = None,
    ) -> None:
        self.confusions = tuple(confusions)
        self.terms: Mapping[str, Term] = {item.term: item for item in terms}
        self.protected = tuple(protected)
        self.digest = digest
        #: Fixed expressions that were counted in clean text, and how often they occur there.
        self.expressions: Mapping[str, int] = expressions or {}

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
        seal = sha256()
        confusions: dict[tuple[str, str, str], tuple[Row, Confusion]] = {}
        terms: dict[str, Term] = {}
        protected: dict[str, Protected] = {}
        expressions: dict[str, int] = {}
        for folder in folders:
            own_confusions: dict[tuple[str, str, str], tuple[Row, Confusion]] = {}
            for row in _rows(folder, "confusions.tsv", seal):
                entry = _confusion(row)
                key = (entry.wrong, entry.left, entry.following)
                if key in own_confusions:
                    raise row.error(
                        f"{entry.wrong} stands twice with the same context", "delete one of them"
                    )
                own_confusions[key] = (row, entry)
            wrongs = {key[0] for key in own_confusions}
            confusions = {key: item for key, item in confusions.items() if key[0] not in wrongs}
            confusions |= own_confusions
            for row in _rows(folder, "protected.tsv", seal):
                item = _protected(row)
                if item.expression in protected and folder == folders[0]:
                    raise row.error(f"{item.expression} stands twice", "delete one of them")
                protected[item.expression] = item
            fresh: dict[str, Term] = {}
            for row in _term_rows(folder, seal):
                for term in _terms(row):
                    if term.term in fresh:
                        # A name may be a term here and an office there; the first ground stays.
                        if fresh[term.term].dictionary == term.dictionary:
                            raise row.error(f"{term.term} stands twice", "delete one of them")
                        continue
                    fresh[term.term] = term
            terms |= fresh
            expressions.update(_expressions(folder, seal))
        rows = list(confusions.values())
        lexicon = cls(
            (entry for _, entry in rows),
            terms.values(),
            protected.values(),
            seal.hexdigest(),
            expressions,
        )
        lexicon._check(rows)
        return lexicon

    @cached_property
    def confusion_matcher(self) -> PhraseMatcher:
        """Finds every wrong form; the number of a phrase is its place in ``wrong_forms``."""
        return PhraseMatcher(self.wrong_forms)

    @cached_property
    def wrong_forms(self) -> tuple[str, ...]:
        """The distinct wrong forms, in order of first mention."""
        return tuple(dict.fromkeys(entry.wrong for entry in self.confusions))

    @cached_property
    def term_matcher(self) -> PhraseMatcher:
        """Finds every term; the number of a phrase is its place in ``term_forms``."""
        return PhraseMatcher(self.term_forms)

    @cached_property
    def near_misses(self) -> NearMissIndex:
        """Finds what is nearly a term; built when first asked for."""
        return NearMissIndex([term for term in self.terms if len(term) >= 4])

    @cached_property
    def expression_misses(self) -> NearMissIndex:
        """Finds what is nearly a term or a counted expression; built when first asked for."""
        terms = (term for term in self.terms if len(term) >= 4)
        return NearMissIndex(list(dict.fromkeys([*terms, *self.expressions])))

    @cached_property
    def term_forms(self) -> tuple[str, ...]:
        """Every right form of two characters or more."""
        return tuple(term for term in self.terms if len(term) >= 2)

    def confusion_at(self, text: str, start: int, wrong: str) -> Confusion | None:
        """Return the entry that holds for the wrong form at ``start``, the surest first."""
        for entry, left, following in self._compiled.get(wrong, ()):
            if entry.holds(text, start, left, following):
                return entry
        return None

    @cached_property
    def _compiled(
        self,
    ) -> dict[str, list[tuple[Confusion, tuple[_Condition, ...], tuple[_Condition, ...]]]]:
        table: dict[str, list[tuple[Confusion, tuple[_Condition, ...], tuple[_Condition, ...]]]]
        table = {}
        order = {certainty: rank for rank, certainty in enumerate(get_args(Certainty))}
        for entry in sorted(self.confusions, key=lambda item: order[item.certainty]):
            left = _conditions(entry.left, "left")
            following = _conditions(entry.following, "right")
            table.setdefault(entry.wrong, []).append((entry, left, following))
        return table

    def protector(self, text: str, start: int, end: int) -> ProtectedKind | None:
        """Return what kind of expression that looks wrong and is right covers ``text[start:end]``.

        Where several do, the kind that protects most: words, patterns, reduplications.
        """
        low, high = max(0, start - _PROTECTED_REACH), min(len(text), end + _PROTECTED_REACH)
        window = text[low:high]
        left, right = start - low, end - low
        for kind, pattern in self._protected_patterns:
            if _covers(pattern, window, left, right):
                return kind
        return None

    @cached_property
    def _protected_patterns(self) -> tuple[tuple[ProtectedKind, re.Pattern[str]], ...]:
        literals = sorted(
            (item.expression for item in self.protected if item.kind == "literal"),
            key=lambda expression: (-len(expression), expression),
        )
        found: list[tuple[ProtectedKind, re.Pattern[str]]] = []
        if literals:
            found.append(("literal", re.compile("|".join(map(re.escape, literals)))))
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
        left = _conditions(entry.left, "left")
        return entry.holds(entry.right, start, left, _conditions(entry.following, "right"))


def _covers(pattern: re.Pattern[str], window: str, left: int, right: int) -> bool:
    """Whether a match covers ``window[left:right]``; matches may overlap each other."""
    position = 0
    while (match := pattern.search(window, position)) is not None and match.start() <= left:
        # An insertion at the very edge of the expression does not touch it.
        if right <= match.end() and (left < right or match.start() < left < match.end()):
            return True
        position = match.start() + 1
    return False


def _rows(folder: Path, name: str, seal: object) -> list[Row]:
    path = folder / name
    if not path.is_file():
        return []
    seal.update(name.encode() + b"\0" + path.read_bytes())  # type: ignore[attr-defined]
    return read_table(path, *_COLUMNS[name])


_COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "confusions.tsv": (
        ("wrong", "right", "certainty", "left", "following", "ground"),
        ("wrong", "certainty", "ground"),
    ),
    "terms.tsv": (("term", "kind", "ground"), ("term", "kind", "ground")),
    "offices.tsv": (("name", "kind", "forms", "ground"), ("name", "kind", "ground")),
    "places.tsv": (("name", "kind", "parent", "forms", "ground"), ("name", "kind", "ground")),
    "protected.tsv": (("expression", "kind", "ground"), ("expression", "kind", "ground")),
}


def _expressions(folder: Path, seal: object) -> Iterator[tuple[str, int]]:
    """Yield the counted expressions; they are many, so their rows are not made records."""
    path = folder / "expressions.tsv"
    if not path.is_file():
        return
    seal.update(path.name.encode() + b"\0" + path.read_bytes())  # type: ignore[attr-defined]
    lines = enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1)
    body = [(number, line) for number, line in lines if line.strip() and line[0] != "#"]
    if not body or body[0][1].split("\t") != list(_EXPRESSION):
        problem = f"header {body[0][1] if body else ''!r}"
        number = body[0][0] if body else 0
        raise DictionaryError(path.name, number, problem, f"begin with {', '.join(_EXPRESSION)}")
    for number, line in body[1:]:
        expression, _, rest = line.partition("\t")
        often = rest.partition("\t")[0]
        if not often.isdecimal():
            raise DictionaryError(path.name, number, f"{often!r} is no count", "give a number")
        yield expression, int(often)


_EXPRESSION = ("expression", "often", "ground")


def _term_rows(folder: Path, seal: object) -> Iterator[Row]:
    for name in ("terms.tsv", "offices.tsv", "places.tsv"):
        yield from _rows(folder, name, seal)


def _confusion(row: Row) -> Confusion:
    cells = row.cells
    if cells["certainty"] not in get_args(Certainty):
        raise row.error(
            f"certainty {cells['certainty']!r}", f"use one of {', '.join(get_args(Certainty))}"
        )
    if cells["wrong"] == cells["right"]:
        raise row.error(f"{cells['wrong']} is given as its own right form", "delete the row")
    if len(cells["wrong"]) < 2 and not (cells["left"] or cells["following"]):
        raise row.error(
            f"the single character {cells['wrong']} has no context",
            "add a left or following context",
        )
    for column in ("left", "following"):
        try:
            _conditions(cells[column], "left" if column == "left" else "right")
        except re.error as error:
            raise row.error(f"pattern {cells[column]!r} ({error})", "mend the pattern") from None
    return msgspec.convert(cells, Confusion)


def _protected(row: Row) -> Protected:
    kind = row.cells["kind"]
    if kind not in get_args(ProtectedKind):
        raise row.error(f"kind {kind!r}", f"use {' or '.join(get_args(ProtectedKind))}")
    if kind != "literal":
        try:
            re.compile(row.cells["expression"])
        except re.error as error:
            raise row.error(f"pattern ({error})", "mend the pattern") from None
    return msgspec.convert(row.cells, Protected)


def _terms(row: Row) -> Iterator[Term]:
    cells = row.cells
    dictionary = row.file.removesuffix(".tsv")
    name = cells.get("term") or cells["name"]
    forms = [form.strip() for form in cells.get("forms", "").split(";") if form.strip()]
    for form in dict.fromkeys([name, *forms]):
        yield Term(term=form, kind=cells["kind"], ground=cells["ground"], dictionary=dictionary)
