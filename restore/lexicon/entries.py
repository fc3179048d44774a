"""The entries of the dictionaries, and how the rows of their tables become entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, Protocol, get_args

import msgspec

from restore.lexicon.tables import DictionaryError, Row, read_table

__all__ = [
    "CONTEXT_REACH",
    "SEEDS_ALONE",
    "Certainty",
    "Condition",
    "Confusion",
    "Head",
    "Protected",
    "ProtectedKind",
    "Term",
    "conditions",
    "confusion_of",
    "expressions_of",
    "head_of",
    "protected_of",
    "region_rows_of",
    "rows_of",
    "term_rows_of",
    "terms_of",
]

Certainty = Literal["certain", "likely", "possible"]

#: How the ground of a term begins that only the five reports of ``seeds/`` are known to hold.
SEEDS_ALONE = "五份报告"
#: How far a context pattern may look, in code points: far enough for a clause.
CONTEXT_REACH = 24


class Hasher(Protocol):
    """Takes the bytes of the files that are read (an object of :mod:`hashlib`)."""

    def update(self, data: bytes, /) -> None:
        """Add bytes."""
        ...


class Confusion(msgspec.Struct, frozen=True):
    """A wrong form, its right form, and where the entry holds.

    ``left`` and ``following`` hold patterns; see the header of ``confusions.tsv``. ``region`` is the
    province whose documents the entry is for, empty for all.
    """

    wrong: str
    right: str
    certainty: Certainty
    left: str
    following: str
    ground: str
    region: str = ""

    def holds(
        self, text: str, start: int, left: Iterable[Condition], following: Iterable[Condition]
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

    @property
    def has_source(self) -> bool:
        """Whether it is known from elsewhere than the five reports."""
        return not self.ground.startswith(SEEDS_ALONE)


#: Words, a Python pattern, or a pattern for doubled characters, which only an overwhelming margin
#: takes for a slip.
ProtectedKind = Literal["literal", "pattern", "reduplication"]


class Head(msgspec.Struct, frozen=True):
    """The titles that head a body, the usual one first; ``body`` is a pattern of its name."""

    body: str
    titles: tuple[str, ...]
    ground: str


class Protected(msgspec.Struct, frozen=True):
    """An expression that looks wrong and is right, literally or as a pattern."""

    expression: str
    kind: ProtectedKind
    ground: str


class Condition:
    """A condition on the context: a pattern that must (or, after ``!``, must not) stand there."""

    def __init__(self, source: str, side: Literal["left", "right"]) -> None:
        self._wanted = not source.startswith("!")
        body = source.removeprefix("!")
        self._pattern = re.compile(f"(?:{body})\\Z" if side == "left" else f"(?:{body})")
        self._search = side == "left"

    def holds(self, context: str) -> bool:
        """Whether the context meets the condition."""
        found = self._pattern.search(context) if self._search else self._pattern.match(context)
        return (found is not None) is self._wanted


def conditions(source: str, side: Literal["left", "right"]) -> tuple[Condition, ...]:
    """Return the conditions of a cell, which ``&`` parts."""
    return tuple(Condition(part.strip(), side) for part in source.split("&") if part.strip())


def rows_of(folder: Path, name: str, hasher: Hasher) -> list[Row]:
    """Return the rows of a table, none if the folder has none; its bytes go into the digest."""
    path = folder / name
    if not path.is_file():
        return []
    hasher.update(name.encode() + b"\0" + path.read_bytes())
    return read_table(path, *_COLUMNS[name])


def region_rows_of(folder: Path, hasher: Hasher) -> Iterator[Row]:
    """Yield the rows of the packs of regions (``regions/*.tsv``), by file name."""
    for path in sorted((folder / "regions").glob("*.tsv")):
        hasher.update(f"regions/{path.name}".encode() + b"\0" + path.read_bytes())
        yield from read_table(path, *_REGION_COLUMNS)


_COLUMNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "confusions.tsv": (
        ("wrong", "right", "certainty", "left", "following", "ground"),
        ("wrong", "certainty", "ground"),
    ),
    "terms.tsv": (("term", "kind", "ground"), ("term", "kind", "ground")),
    "offices.tsv": (("name", "kind", "forms", "ground"), ("name", "kind", "ground")),
    "places.tsv": (("name", "kind", "parent", "forms", "ground"), ("name", "kind", "ground")),
    "heads.tsv": (("body", "heads", "ground"), ("body", "heads", "ground")),
    "protected.tsv": (("expression", "kind", "ground"), ("expression", "kind", "ground")),
}


_REGION_COLUMNS = (
    ("region", *_COLUMNS["confusions.tsv"][0]),
    ("region", *_COLUMNS["confusions.tsv"][1]),
)


def expressions_of(folder: Path, hasher: Hasher) -> Iterator[tuple[str, int]]:
    """Yield the counted expressions; they are many, so their rows are not made records."""
    path = folder / "expressions.tsv"
    if not path.is_file():
        return
    hasher.update(path.name.encode() + b"\0" + path.read_bytes())
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


def term_rows_of(folder: Path, hasher: Hasher) -> Iterator[Row]:
    """Yield the rows of the three tables of correct forms."""
    for name in ("terms.tsv", "offices.tsv", "places.tsv"):
        yield from rows_of(folder, name, hasher)


def confusion_of(row: Row) -> Confusion:
    """Return the confusion of a row of ``confusions.tsv``.

    Raises
    ------
    DictionaryError
        If the row means nothing; names file, line and cure.
    """
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
            conditions(cells[column], "left" if column == "left" else "right")
        except re.error as error:
            raise row.error(f"pattern {cells[column]!r} ({error})", "mend the pattern") from None
    return msgspec.convert(cells, Confusion)


def head_of(row: Row) -> Head:
    """Return the titles of a row of ``heads.tsv``.

    Raises
    ------
    DictionaryError
        If its pattern means nothing; names file, line and cure.
    """
    body, titles, ground = row.cells["body"], row.cells["heads"], row.cells["ground"]
    try:
        re.compile(body)
    except re.error as error:
        raise row.error(f"pattern ({error})", "mend the pattern") from None
    return Head(body, tuple(title.strip() for title in titles.split(";")), ground)


def protected_of(row: Row) -> Protected:
    """Return the expression of a row of ``protected.tsv``.

    Raises
    ------
    DictionaryError
        If the row means nothing; names file, line and cure.
    """
    kind = row.cells["kind"]
    if kind not in get_args(ProtectedKind):
        raise row.error(f"kind {kind!r}", f"use {' or '.join(get_args(ProtectedKind))}")
    if kind != "literal":
        try:
            re.compile(row.cells["expression"])
        except re.error as error:
            raise row.error(f"pattern ({error})", "mend the pattern") from None
    return msgspec.convert(row.cells, Protected)


def terms_of(row: Row) -> Iterator[Term]:
    """Yield the forms of a row of ``terms.tsv``, ``offices.tsv`` or ``places.tsv``."""
    cells = row.cells
    dictionary = row.file.removesuffix(".tsv")
    name = cells.get("term") or cells["name"]
    forms = [form.strip() for form in cells.get("forms", "").split(";") if form.strip()]
    for form in dict.fromkeys([name, *forms]):
        yield Term(term=form, kind=cells["kind"], ground=cells["ground"], dictionary=dictionary)
