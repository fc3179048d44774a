"""Measures what a claim says of its figure: subject, period and qualifier.

The annotated figures are those of ``tests/data/figures/claims.jsonl``; their rules are beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from restore.core.claims import Claim, FigureSource
from restore.figures.dictionary import FigureDictionary, load_dictionary
from restore.figures.extraction import extract
from restore.text.characters import PAIRED_MARKS

__all__ = ["ReadFigure", "ReadText", "ReadingScore", "read_texts", "score_readings"]

#: A subject of one character is part of too many others to be compared by its end.
_MIN_PART = 2
#: Where a period was found that is the time of the text, and not of the figure.
_OF_DOCUMENT = frozenset({"document", "guess"})
_MARKS = str.maketrans("", "", PAIRED_MARKS + "()（） ")


class ReadFigure(msgspec.Struct, frozen=True):
    """One figure as a person read it; what was not judged is unset, ``period`` ``None`` if untold."""

    span: tuple[int, int]
    text: str
    qualifier: str
    subject: str | msgspec.UnsetType = msgspec.UNSET
    period: tuple[str, str] | msgspec.UnsetType | None = msgspec.UNSET


class ReadText(msgspec.Struct, frozen=True):
    """A text, the date of its document, and some of its figures."""

    text: str
    figures: tuple[ReadFigure, ...]
    date: str | None = None


class ReadingScore(msgspec.Struct, frozen=True):
    """``counts`` by what was judged and how it came out; ``misses`` to read."""

    counts: dict[str, int]
    misses: tuple[str, ...]

    def share(self, what: str, *outcomes: str) -> float:
        """Return the share of the judged figures of ``what`` that came out so."""
        judged = sum(n for name, n in self.counts.items() if name.startswith(f"{what}:"))
        right = sum(self.counts.get(f"{what}:{outcome}", 0) for outcome in outcomes)
        return right / judged if judged else 1.0


def read_texts(path: Path) -> list[ReadText]:
    """Read annotated texts, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [msgspec.json.decode(line, type=ReadText) for line in lines if line]


def score_readings(texts: Sequence[ReadText], book: FigureDictionary | None = None) -> ReadingScore:
    """Compare the claims that overlap the annotated figures with what a person read.

    A subject is ``same``, or ``near`` (it ends with the other: a word too many or too few in front),
    or ``wrong``. A period is ``right`` or ``wrong``. A figure that no claim overlaps counts as
    ``unread`` and nowhere else.
    """
    book = book or load_dictionary()
    meanings = {qualifier.form: qualifier.sense for qualifier in book.qualifiers}
    counts: Counter[str] = Counter()
    misses: list[str] = []
    for number, text in enumerate(texts):
        claims = extract(FigureSource(str(number), text.text, date=text.date), book).claims
        for figure in text.figures:
            claim = _over(claims, figure)
            if claim is None:
                counts["figure:unread"] += 1
                continue
            for what, outcome, detail in _judge(figure, claim, meanings):
                counts[f"{what}:{outcome}"] += 1
                if outcome not in {"same", "right"}:
                    misses.append(f"{what} {outcome}: {figure.text}: {detail} | {text.text}")
    return ReadingScore(dict(counts), tuple(misses))


def _over(claims: Sequence[Claim], figure: ReadFigure) -> Claim | None:
    """Return the claim that shares most characters with a figure, if one does."""

    def shared(claim: Claim) -> int:
        return min(claim.span[1], figure.span[1]) - max(claim.span[0], figure.span[0])

    best = max(claims, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _judge(
    figure: ReadFigure, claim: Claim, meanings: dict[str, str]
) -> list[tuple[str, str, str]]:
    """Return what was judged, how it came out, and the two readings; ``meanings`` of qualifiers by form."""
    meant = meanings.get(claim.qualifier, claim.qualifier)
    judged = [
        (
            "qualifier",
            "right" if meant == figure.qualifier else "wrong",
            f"{figure.qualifier or '—'} ≠ {claim.qualifier or '—'}",
        )
    ]
    if isinstance(figure.subject, str):
        outcome = _compare(figure.subject.translate(_MARKS), claim.subject.translate(_MARKS))
        judged.append(("subject", outcome, f"{figure.subject} ≠ {claim.subject}"))
    if not isinstance(figure.period, msgspec.UnsetType):
        found = claim.period
        if figure.period is None:
            right = found is None or found.origin in _OF_DOCUMENT
        else:
            right = found is not None and (found.start, found.end) == figure.period
        what = "period" if figure.period else "no period"
        told = f"{found.start}..{found.end} ({found.origin})" if found else "—"
        judged.append(
            (what, "right" if right else "wrong", f"{figure.period or '—'} ≠ {told}"),
        )
    return judged


def _compare(wanted: str, found: str) -> str:
    if wanted == found:
        return "same"
    shorter, longer = sorted((wanted, found), key=len)
    return "near" if len(shorter) >= _MIN_PART and longer.endswith(shorter) else "wrong"
