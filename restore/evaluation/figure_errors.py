"""Errors of five kinds put into reports: how many the figure check catches, and what it says falsely.

A digit, the count of a list, a year, a unit (万 for 亿) or an ordinal is changed, each in a sentence of its
own. Only an error in a figure that something else in the texts ties can be caught by anyone
(:mod:`restore.evaluation.figure_redundancy`); such are told apart from the rest, or alone are drawn.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from restore.core.claims import FigureReport, FigureSource
from restore.evaluation.figure_injection import change_digit
from restore.evaluation.figure_redundancy import places_with_redundancy
from restore.figures import check_figures
from restore.figures.dictionary import load_dictionary
from restore.figures.extraction import extract

__all__ = ["KINDS", "Caught", "ErrorKind", "Outcome", "inject_errors"]

ErrorKind = Literal["digit", "list", "year", "unit", "ordinal"]
KINDS: tuple[ErrorKind, ...] = ("digit", "list", "year", "unit", "ordinal")
_SCALES = {"万": "亿", "亿": "万"}
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年)")
#: Errors planted at a time in one document, and how far apart (characters).
_MAX_A_ROUND = 2
_APART = 5000
#: Errors that are tried in a place that something ties: there are few such places.
_VARIANTS = 2


_Place = tuple[str, tuple[int, int]]
_Fate = Literal["found", "told", "missed"]


class _Error(NamedTuple):
    kind: ErrorKind
    document: str
    span: tuple[int, int]
    text: str
    redundant: bool


class Caught(NamedTuple):
    """What became of the errors of one kind: planted and found, in all and with redundancy.

    ``redundant_told`` counts those that are at least doubted, too.
    """

    planted: int
    found: int
    redundant: int
    redundant_found: int
    redundant_told: int


class Outcome(NamedTuple):
    """What became of all errors; ``said`` counts the conflicts and failed checks, ``true`` those that touch
    an error."""

    by_kind: dict[ErrorKind, Caught]
    said: int
    true: int
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def total(self) -> Caught:
        """The errors of every kind together."""
        return Caught(*(sum(column) for column in zip(*self.by_kind.values(), strict=True)))


def inject_errors(
    sources: Sequence[FigureSource], *, count: int = 300, seed: int = 7, tied: bool = False
) -> Outcome:
    """Plant errors in reports and check these together; the same for the same seed.

    The errors are planted in rounds, few in each report at a time, so that none hides another.

    Parameters
    ----------
    count : errors to plant, the same number of each kind as far as there are places for it
    tied : plant errors only where something else in the texts ties the figure
    """
    texts = {source.document: source.text for source in sources}
    tally = Counter[tuple[ErrorKind, bool, _Fate]]()
    said = true = 0
    missed: list[str] = []
    false: list[str] = []
    for errors in _rounds(_chosen(_candidates(sources, random.Random(seed)), count, tied)):
        after = check_figures(
            msgspec.structs.replace(
                source,
                text=_damaged(source.text, [e for e in errors if e.document == source.document]),
            )
            for source in sources
        )
        found, also_said, also_true, also_false = _hits(after, errors)
        said, true = said + also_said, true + also_true
        false += also_false
        told = found | _doubted(after, errors)
        tally.update(
            (e.kind, e.redundant, "found" if e in found else "told" if e in told else "missed")
            for e in errors
        )
        missed += [_shown(e, texts[e.document]) for e in errors if e.redundant and e not in found]
    return Outcome(_by_kind(tally), said, true, tuple(missed), tuple(dict.fromkeys(false)))


def _rounds(errors: Sequence[_Error]) -> list[list[_Error]]:
    """Deal errors out to rounds: few in each document, and those far apart."""
    rounds: list[list[_Error]] = []
    for error in errors:
        for dealt in rounds:
            near = [other for other in dealt if other.document == error.document]
            if len(near) < _MAX_A_ROUND and all(
                abs(other.span[0] - error.span[0]) >= _APART for other in near
            ):
                dealt.append(error)
                break
        else:
            rounds.append([error])
    return rounds


def _chosen(places: dict[ErrorKind, list[_Error]], count: int, tied: bool) -> list[_Error]:
    """Draw the errors: each kind its share, then of all kinds for what is wanting."""
    pools = {kind: [e for e in places[kind] if e.redundant or not tied] for kind in KINDS}
    share = count // len(KINDS)
    errors = [error for kind in KINDS for error in pools[kind][:share]]
    rest = [error for kind in KINDS for error in pools[kind][share:]]
    return errors + rest[: count - len(errors)]


def _candidates(
    sources: Sequence[FigureSource], rng: random.Random
) -> dict[ErrorKind, list[_Error]]:
    """Return an error or two for every place, shuffled."""
    texts = {source.document: source.text for source in sources}
    dictionary = load_dictionary()
    found: dict[ErrorKind, dict[_Error, None]] = defaultdict(dict)
    known: set[tuple[ErrorKind, str, int]] = set()

    def add(kind: ErrorKind, document: str, span: tuple[int, int], redundant: bool) -> None:
        if (kind, document, span[0]) in known:
            return
        known.add((kind, document, span[0]))
        for _ in range(_VARIANTS if redundant else 1):
            changed = _changed(kind, texts[document][slice(*span)], rng)
            if changed is not None:
                found[kind][_Error(kind, document, span, changed, redundant)] = None

    def add_unit(document: str, end: int, redundant: bool) -> None:
        scale = texts[document][end : end + 2]
        if scale[:1] in _SCALES and scale[1:] not in _SCALES:
            add("unit", document, (end, end + 1), redundant)

    for place in places_with_redundancy(texts, dictionary.founded):
        add(place.kind, place.document, place.span, True)
        if place.kind == "digit":
            add_unit(place.document, place.span[1], True)
    for source in sources:
        for match in _YEAR.finditer(source.text):
            add("year", source.document, match.span(), False)
        for claim in extract(source, dictionary).claims:
            digits = _DIGITS.search(source.text, *claim.span)
            if claim.kind == "ordinal":
                add("ordinal", source.document, claim.span, False)
            elif digits:
                add("digit", source.document, digits.span(), False)
                add_unit(source.document, digits.end(), False)
    shuffled = {kind: list(pool) for kind, pool in found.items()}
    for pool in shuffled.values():
        rng.shuffle(pool)
    return defaultdict(list, shuffled)


def _changed(kind: ErrorKind, text: str, rng: random.Random) -> str | None:
    match kind:
        case "year":
            return _other_year(text, rng)
        case "unit":
            return _SCALES.get(text)
    return change_digit(text, rng)


def _other_year(year: str, rng: random.Random) -> str:
    return year[:3] + rng.choice([digit for digit in "0123456789" if digit != year[3]])


def _damaged(text: str, errors: Sequence[_Error]) -> str:
    """Put the errors in; each is as long as what it replaces."""
    letters = list(text)
    for error in errors:
        letters[slice(*error.span)] = error.text
    return "".join(letters)


def _hits(
    report: FigureReport, errors: Sequence[_Error]
) -> tuple[set[_Error], int, int, list[str]]:
    """Return the errors found, how many findings there are, how many touch an error, and the rest."""
    by_id = {claim.id: claim for claim in report.claims}
    places: dict[str, list[_Error]] = defaultdict(list)
    for error in errors:
        places[error.document].append(error)
    found: set[_Error] = set()
    true = said = 0
    false: list[str] = []
    findings: list[tuple[tuple[str, ...], str, list[_Place]]] = [
        *((group.claims, group.explanation, []) for group in report.conflicts),
        *((c.claims, c.explanation, [(c.document, c.span)]) for c in report.failed_checks),
    ]
    for names, explanation, whole in findings:
        spans = [(by_id[name].document, by_id[name].span) for name in names]
        spans += whole
        hit = {
            error
            for document, (start, end) in spans
            for error in places[document]
            if error.span[0] < end and start < error.span[1]
        }
        said += 1
        true += bool(hit)
        found |= hit
        if not hit:
            false.append(explanation)
    return found, said, true, false


def _doubted(report: FigureReport, errors: Sequence[_Error]) -> set[_Error]:
    """Return the errors that a doubtful check touches."""
    spans = [(c.document, c.span) for c in report.checks if c.outcome == "possible"]
    return {
        error
        for error in errors
        for document, (start, end) in spans
        if document == error.document and error.span[0] < end and start < error.span[1]
    }


def _by_kind(tally: Counter[tuple[ErrorKind, bool, _Fate]]) -> dict[ErrorKind, Caught]:
    def total(kind: ErrorKind, tied: tuple[bool, ...], *fates: _Fate) -> int:
        return sum(tally[kind, one, fate] for one in tied for fate in fates)

    either = (True, False)
    return {
        kind: Caught(
            total(kind, either, "found", "told", "missed"),
            total(kind, either, "found"),
            total(kind, (True,), "found", "told", "missed"),
            total(kind, (True,), "found"),
            total(kind, (True,), "found", "told"),
        )
        for kind in KINDS
    }


def _shown(error: _Error, text: str) -> str:
    start, end = error.span
    around = text[max(0, start - 30) : start], text[start:end], text[end : end + 20]
    before, old, behind = (part.replace("\n", " ") for part in around)
    return f"{error.kind} {before}【{old}→{error.text}】{behind}"
