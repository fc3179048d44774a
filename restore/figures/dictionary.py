"""Loads ``dictionaries/figures.tsv``: units, qualifiers, names that are no quantities, synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from restore.resources import dictionary_path

__all__ = [
    "Deed",
    "FigureDictionary",
    "FigureDictionaryError",
    "NamePattern",
    "Qualifier",
    "Unit",
    "load_dictionary",
]

COLUMNS = ("kind", "form", "canonical", "factor", "group", "flags", "ground")
KINDS = frozenset(
    [
        "unit",
        "qualifier",
        "name",
        "same",
        "predicate",
        "order",
        "founded",
        "confusable",
        "region",
        "deed",
        "fixed",
        "word",
    ]
)


#: Two characters are no set to Python's compiler of patterns.
_PAIR = 2


class FigureDictionaryError(ValueError):
    """A row of the figure dictionary that cannot be used; names the file and the line."""


@dataclass(frozen=True)
class Unit:
    """A unit or measure word: ``factor`` turns a value into the canonical unit."""

    form: str
    canonical: str
    factor: Decimal
    group: str
    flags: frozenset[str]


@dataclass(frozen=True)
class Qualifier:
    """A word that widens a number: ``sense`` says how, ``share`` by what part of the value."""

    form: str
    sense: str
    share: Decimal
    position: str


@dataclass(frozen=True)
class Deed:
    """A verb that, said of a thing, is one act with others (提案: 立案, 办结); ``apart`` where the thing may
    be named earlier in the sentence."""

    verb: str
    act: str
    thing: str
    apart: bool


@dataclass(frozen=True)
class NamePattern:
    """A regular expression of names; a text holds none of them if it has none of ``words`` (unless empty)."""

    form: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FigureDictionary:
    """The checked content of the dictionary file (compared and hashed by identity)."""

    units: dict[str, Unit]
    qualifiers: tuple[Qualifier, ...]
    names: tuple[str, ...]
    name_patterns: tuple[NamePattern, ...]
    same: dict[str, str]
    predicates: tuple[str, ...]
    noun_verbs: frozenset[str]
    order: frozenset[tuple[str, str]]
    founded: dict[str, int]
    confusable: frozenset[frozenset[str]]
    regions: tuple[str, ...]
    deeds: tuple[Deed, ...] = ()
    fixed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What behind a unit makes another word of it, as patterns (元: 旦, 首(?!付)).
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    header_seen = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header_seen:
            if tuple(cells) != COLUMNS:
                raise FigureDictionaryError(f"{path}:{number}: expected the columns {COLUMNS}")
            header_seen = True
            continue
        if len(cells) != len(COLUMNS):
            raise FigureDictionaryError(
                f"{path}:{number}: {len(cells)} columns instead of {len(COLUMNS)}"
            )
        row = dict(zip(COLUMNS, cells, strict=True))
        if row["kind"] not in KINDS or not row["form"] or not row["ground"]:
            raise FigureDictionaryError(
                f"{path}:{number}: unknown kind, or an empty form or ground"
            )
        yield number, row


def _decimal(path: Path, number: int, text: str, default: str) -> Decimal:
    try:
        return Decimal(text or default)
    except InvalidOperation as error:
        raise FigureDictionaryError(f"{path}:{number}: {text!r} is no number") from error


def read_dictionary(path: Path, *, trusted: bool = False) -> FigureDictionary:
    """Read and check a dictionary file.

    Parameters
    ----------
    trusted : its patterns are known to compile, so that each waits until it is used

    Raises
    ------
    FigureDictionaryError
        If a row has the wrong number of columns, an unknown kind, no ground, a factor that is no
        number, a pattern that does not compile, a word that begins with no unit, or if a unit stands
        twice.
    """
    gathered = _Gathered(trusted)
    for number, row in _rows(path):
        gathered.add(path, number, row)
    return gathered.dictionary()


class _Gathered:
    """Rows of the dictionary file by kind."""

    def __init__(self, trusted: bool) -> None:
        self.trusted = trusted
        self.units: dict[str, Unit] = {}
        self.qualifiers: list[Qualifier] = []
        self.names: list[str] = []
        self.patterns: list[NamePattern] = []
        self.same: dict[str, str] = {}
        self.predicates: list[str] = []
        self.noun_verbs: set[str] = set()
        self.order: set[tuple[str, str]] = set()
        self.founded: dict[str, int] = {}
        self.confusable: set[frozenset[str]] = set()
        self.regions: list[str] = []
        self.deeds: list[Deed] = []
        self.fixed: dict[str, tuple[str, ...]] = {}
        self.words: list[tuple[str, str]] = []

    def add(self, path: Path, number: int, row: dict[str, str]) -> None:
        form, canonical = row["form"], row["canonical"]
        match row["kind"]:
            case "unit":
                if form in self.units:
                    raise FigureDictionaryError(f"{path}:{number}: unit {form} stands twice")
                factor = _decimal(path, number, row["factor"], "1")
                flags = frozenset(row["flags"].split())
                self.units[form] = Unit(form, canonical, factor, row["group"], flags)
            case "qualifier":
                share = _decimal(path, number, row["factor"], "0")
                self.qualifiers.append(Qualifier(form, canonical, share, row["group"]))
            case "name" if form.startswith("re:"):
                self._compile(path, number, form[3:])
                self.patterns.append(NamePattern(form[3:], tuple(canonical.split())))
            case "name":
                self.names.append(form)
            case "same":
                self.same[form] = canonical
            case "predicate":
                self.predicates.append(form)
                if "noun" in row["flags"].split():
                    self.noun_verbs.add(form)
            case "order":
                self.order.add((form, canonical))
            case "founded":
                self.founded[form] = int(_decimal(path, number, canonical, ""))
            case "confusable":
                self.confusable.add(frozenset((form, canonical)))
            case "region":
                self.regions.append(form)
            case "deed":
                apart = "apart" in row["flags"].split()
                self.deeds.append(Deed(form, canonical, row["group"], apart))
            case "fixed":
                if form.count("#") != 1 or form == "#" or not canonical:
                    raise FigureDictionaryError(f"{path}:{number}: {form} holds no one number")
                self.fixed[form] = tuple(canonical.split())
            case "word":
                self._compile(path, number, form)
                self.words.append((form, f"{path}:{number}"))

    def _compile(self, path: Path, number: int, pattern: str) -> None:
        try:
            if not self.trusted:
                re.compile(pattern)
        except re.error as error:
            raise FigureDictionaryError(f"{path}:{number}: {error}") from error

    def _words(self) -> dict[str, tuple[str, ...]]:
        """Return what behind each unit makes another word of it."""
        found: dict[str, list[str]] = {}
        for word, place in self.words:
            starts = (word[:length] for length in range(len(word) - 1, 0, -1))
            unit = next((start for start in starts if start in self.units), None)
            if unit is None:
                raise FigureDictionaryError(f"{place}: {word} begins with no unit")
            found.setdefault(unit, []).append(word[len(unit) :])
        return {unit: tuple(endings) for unit, endings in found.items()}

    def dictionary(self) -> FigureDictionary:
        return FigureDictionary(
            units=self.units,
            qualifiers=tuple(self.qualifiers),
            names=tuple(self.names),
            name_patterns=tuple(self.patterns),
            same=self.same,
            predicates=tuple(self.predicates),
            noun_verbs=frozenset(self.noun_verbs),
            order=frozenset(self.order),
            founded=self.founded,
            confusable=frozenset(self.confusable),
            regions=tuple(self.regions),
            deeds=tuple(self.deeds),
            fixed=self.fixed,
            words=self._words(),
        )


def load_dictionary(path: Path | None = None) -> FigureDictionary:
    """Return the dictionary at ``path``, or the one that ships with the package; read once."""
    return _dictionary(path or dictionary_path("figures.tsv"), path is None)


@lru_cache(maxsize=4)
def _dictionary(path: Path, shipped: bool) -> FigureDictionary:
    # Tests have compiled the patterns of the one that ships.
    return read_dictionary(path, trusted=shipped)


def alternation(
    forms: list[str] | tuple[str, ...], words: Mapping[str, tuple[str, ...]] | None = None
) -> str:
    """Return a regular expression that matches the longest of ``forms``, unless it begins one of ``words``."""
    groups: dict[str, list[str]] = {}
    for form in sorted(set(forms), key=lambda f: (-len(f), f)):
        groups.setdefault(form[0], []).append(form)
    # Only forms of one first character are rivals; those of many are the most common in texts.
    return "|".join(
        _of_one_character(first, group, words or {})
        for first, group in sorted(groups.items(), key=lambda item: -len(item[1]))
    )


def _of_one_character(first: str, forms: list[str], words: Mapping[str, tuple[str, ...]]) -> str:
    """Return the pattern of forms that begin alike, the first that matches of those listed."""
    endings = [
        re.escape(form[1:]) + (f"(?!{_any_of(words[form])})" if form in words else "")
        for form in forms
    ]
    return re.escape(first) + (endings[0] if len(forms) == 1 else f"(?:{_any_of(endings)})")


def _any_of(patterns: Sequence[str]) -> str:
    """Return the pattern of one of several.

    Python makes one set of single characters, and takes five times as long for that as for alternatives:
    the empty look-ahead keeps it from doing so.
    """
    single = len(patterns) > _PAIR and all(len(pattern) == 1 for pattern in patterns)
    return "|".join(patterns) + ("(?=)" if single else "")
