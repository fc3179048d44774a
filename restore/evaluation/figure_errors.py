"""Errors of five kinds put into reports: how many the figure check catches, and what it says falsely.

A digit, the count of a list, a year, a unit (万 for 亿) or an ordinal is changed, each in a sentence of its
own. An error *has redundancy* if its figure, as it stood, was part of a check that came out (one that
asks for a value, not for an order) or of a group that agreed: only such can be caught. Half of the errors are drawn from these, where there are any.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from restore.core.claims import Claim, FigureReport, FigureSource
from restore.evaluation.figure_injection import change_digit
from restore.figures import check_figures

__all__ = ["KINDS", "Caught", "ErrorKind", "Outcome", "inject_errors"]

ErrorKind = Literal["digit", "list", "year", "unit", "ordinal"]
KINDS: tuple[ErrorKind, ...] = ("digit", "list", "year", "unit", "ordinal")
_LISTS = frozenset({"list-length", "named-counts"})
#: Checks that most other values would pass as well.
_LOOSE = frozenset({"part-of-whole", "direction"})
_SCALES = str.maketrans("万亿", "亿万")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年)")


_Place = tuple[str, tuple[int, int]]


class _Error(NamedTuple):
    kind: ErrorKind
    document: str
    span: tuple[int, int]
    text: str
    redundant: bool


class Caught(NamedTuple):
    """What became of the errors of one kind: planted and found, with redundancy and in all."""

    planted: int
    found: int
    redundant: int
    redundant_found: int


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


def inject_errors(sources: Sequence[FigureSource], *, count: int = 300, seed: int = 7) -> Outcome:
    """Plant errors in reports and check these together; the same for the same seed.

    Parameters
    ----------
    count : errors to plant, the same number of each kind as far as there are places for it
    """
    before = check_figures(sources)
    texts = {source.document: source.text for source in sources}
    errors = _chosen(before, texts, count, random.Random(seed))
    damaged: dict[str, list[_Error]] = defaultdict(list)
    for error in errors:
        damaged[error.document].append(error)
    after = check_figures(
        msgspec.structs.replace(source, text=_damaged(source.text, damaged[source.document]))
        for source in sources
    )
    return _outcome(after, errors, texts)


def _chosen(
    report: FigureReport, texts: dict[str, str], count: int, rng: random.Random
) -> list[_Error]:
    """Draw the errors, one a sentence: each kind its share, then digits for what is wanting."""
    places = _candidates(report, texts, rng)
    taken: set[tuple[str, int]] = set()
    errors: list[_Error] = []

    def take(pool: Iterable[tuple[_Error, int]], wanted: int) -> None:
        for error, sentence in pool:
            if wanted <= 0:
                return
            if (error.document, sentence) not in taken:
                taken.add((error.document, sentence))
                errors.append(error)
                wanted -= 1

    for kind in ("list", "unit", "ordinal", "year", "digit"):
        found = places[kind]
        rng.shuffle(found)
        share = count // len(KINDS) if kind != "digit" else count - len(errors)
        had = len(errors)
        take((item for item in found if item[0].redundant), share // 2)
        take(found, share - (len(errors) - had))
    return errors


def _candidates(
    report: FigureReport, texts: dict[str, str], rng: random.Random
) -> dict[str, list[tuple[_Error, int]]]:
    """Return every place for an error with where its sentence begins."""
    redundant, lists = _bound(report)
    found: dict[str, list[tuple[_Error, int]]] = defaultdict(list)

    def add(kind: ErrorKind, claim: Claim, text: str | None) -> None:
        if text is not None and text != claim.text:
            error = _Error(kind, claim.document, claim.span, text, claim.id in redundant)
            found[kind].append((error, claim.sentence[0]))

    for claim in report.claims:
        if claim.kind == "ordinal":
            add("ordinal", claim, change_digit(claim.text, rng))
            continue
        add("list" if claim.id in lists else "digit", claim, change_digit(claim.text, rng))
        add("unit", claim, claim.text.translate(_SCALES))
    checked = [
        (check.document, check.span)
        for check in report.checks
        if check.outcome == "verified" and check.rule in {"date", "anniversary"}
    ]
    for document, text in texts.items():
        for match in _YEAR.finditer(text):
            bound = any(d == document and a <= match.start() < b for d, (a, b) in checked)
            year = match[0][:3] + rng.choice([d for d in "0123456789" if d != match[0][3]])
            start = text.rfind("。", 0, match.start()) + 1
            found["year"].append((_Error("year", document, match.span(), year, bound), start))
    return found


def _bound(report: FigureReport) -> tuple[set[str], set[str]]:
    """Return the ids of claims that something confirms, and of those that count a list."""
    redundant: set[str] = set()
    lists: set[str] = set()
    for check in report.checks:
        if check.outcome == "verified" and check.rule not in _LOOSE:
            redundant.update(check.claims)
            if check.rule in _LISTS:
                lists.update(check.claims)
    for group in report.groups:
        if group.verdict == "agree":
            redundant.update(group.claims)
    return redundant, lists


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


def _outcome(report: FigureReport, errors: Sequence[_Error], texts: dict[str, str]) -> Outcome:
    found, said, true, false = _hits(report, errors)
    counts = {
        kind: Counter((error.redundant, error in found) for error in errors if error.kind == kind)
        for kind in KINDS
    }
    by_kind = {
        kind: Caught(
            c.total(), c[True, True] + c[False, True], c[True, True] + c[True, False], c[True, True]
        )
        for kind, c in counts.items()
    }
    missed = tuple(
        f"{error.kind} {texts[error.document][slice(*error.span)]}→{error.text}: "
        + texts[error.document][max(0, error.span[0] - 30) : error.span[1] + 20].replace("\n", " ")
        for error in errors
        if error.redundant and error not in found
    )
    return Outcome(by_kind, said, true, missed, tuple(false))
