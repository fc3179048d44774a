"""Measure the whole pipeline on OCR of page images: character errors before and after.

The truth of every printed line is known, and the restored text is traced back to the lines of the
source through the document's piece table, so reading order does not affect the error rate
(``layout.py`` measures that). Lines from which layout or dedup removed words (furniture, jump marks,
repeats) are counted separately and left out on both sides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from restore.core.document import Document
from restore.core.edits import Edit
from restore.evaluation.correction_rows import share_intact
from restore.evaluation.differences import fold, hunks, numerals, units
from restore.evaluation.metrics import Alignment, Interval, Rates, align, bootstrap, quotient
from restore.layout.lines import lines_of

__all__ = ["Reading", "ReadingScore", "measure_readings", "read_reading", "restored_lines"]

_UNJUDGED = frozenset({"spurious"})


class Reading(msgspec.Struct, frozen=True):
    """One engine's reading of a page: its text, and for each line that is not empty its truth.

    ``truths`` holds None for a line that cannot be judged; ``page`` is equal for all readings of
    one printed page.
    """

    id: str
    engine: str
    level: str
    text: str
    truths: tuple[str | None, ...]
    page: str = ""


class ReadingScore(msgspec.Struct, frozen=True):
    """Counts over readings of one kind, micro-averaged; intervals resample pages.

    ``figures_changed``: numerals of the reading that are no longer there; ``edits`` are
    single-character changes. ``wrong`` lists the lines that hold a wrong one: page, line as read,
    as restored, and its truth.
    """

    name: str
    pages: int
    before: Alignment
    after: Alignment
    cmer_before: Interval
    cmer_after: Interval
    reduction: Interval
    preference: Interval
    better: int
    worse: int
    edits: Rates
    removed_lines: int
    numerals: int
    numerals_intact: int
    wrong: tuple[tuple[str, str, str, str], ...]


class _Page(msgspec.Struct, frozen=True):
    before: Alignment
    after: Alignment
    edits: Rates
    removed: int
    numerals: int
    intact: int
    wrong: tuple[tuple[str, str, str, str], ...]


# From a reading's id and text to the restored document and its edits.
Restore = Callable[[str, str], tuple[Document, Sequence[Edit]]]


def read_reading(path: Path) -> Reading:
    """Read a page JSON (``raw_text``, ``lines`` with ``ocr`` and ``truth``)."""
    data = msgspec.json.decode(path.read_bytes())
    waiting: dict[str, list[dict[str, Any]]] = {}
    for line in data["lines"]:
        waiting.setdefault("".join(line["ocr"].split()), []).append(line)
    truths: list[str | None] = []
    for line in lines_of(data["raw_text"]):
        known = waiting.get("".join(line.text.split()))
        entry = known.pop(0) if known else {"kind": "spurious"}
        # Where boxes were merged or cut, what the line should hold is not known to the character.
        unsure = entry["kind"] in _UNJUDGED or entry.get("partial_or_merged")
        truths.append(None if unsure else entry["truth"])
    engine = data["engine"].split()
    name = next((word for word in engine if word.startswith("PP-OCR")), engine[0])
    return Reading(
        data["id"], name, data["level"], data["raw_text"], tuple(truths), data.get("page", "")
    )


def restored_lines(document: Document, edits: Sequence[Edit]) -> list[str | None]:
    """Return what became of each line of the source that is not empty; None: it was taken away.

    What an edit inserted belongs to the line that the edit began in.
    """
    starts = [line.start for line in lines_of(document.source)]
    places = {edit.id: edit.source[0] for edit in edits}
    parts: list[list[str]] = [[] for _ in starts]
    kept = [False] * len(starts)
    for origin in document.origins():
        words = document.text[origin.start : origin.end]
        if origin.source is None:
            index = bisect_right(starts, places.get(origin.edit or "", -1)) - 1
            if index >= 0:
                parts[index].append(words)
            continue
        position, stop = origin.source
        shift = origin.start - position
        index = max(0, bisect_right(starts, position) - 1)
        while position < stop:
            end = min(stop, starts[index + 1]) if index + 1 < len(starts) else stop
            parts[index].append(document.text[position + shift : end + shift])
            kept[index] = kept[index] or bool(parts[index][-1].strip())
            position, index = end, index + 1
    return ["".join(part) if there else None for part, there in zip(parts, kept, strict=True)]


def measure_readings(
    readings: Sequence[Reading],
    restore: Restore,
    *,
    groups: Callable[[Reading], str],
    seed: int = 1,
    progress: Callable[[str, int, int], None] | None = None,
) -> list[ReadingScore]:
    """Restore every reading and score them by group (sorted), then all together."""
    pages: dict[str, list[_Page]] = {}
    for number, reading in enumerate(readings, 1):
        document, edits = restore(reading.id, reading.text)
        pages.setdefault(groups(reading), []).append(_page(reading, document, edits))
        if progress is not None:
            progress("readings", number, len(readings))
    found = [_score(name, members, seed) for name, members in sorted(pages.items())]
    everything = [page for _, members in sorted(pages.items()) for page in members]
    return [*found, _score("all", everything, seed)] if len(found) > 1 else found


def _page(reading: Reading, document: Document, edits: Sequence[Edit]) -> _Page:
    lines = [line.text for line in lines_of(document.source)]
    before, after, rates = Alignment(), Alignment(), Rates()
    removed = number = intact = 0
    wrong: list[tuple[str, str, str, str]] = []
    results = restored_lines(document, edits)
    cut = _cut_lines(document, edits)
    for index, (line, truth, result) in enumerate(zip(lines, reading.truths, results, strict=True)):
        if truth is None:
            continue
        if result is None or index in cut:
            removed += 1
            continue
        old, new, right = fold(line), fold(result), fold(truth)
        first = align(old, right)
        second = first if old == new else align(new, right)
        before, after = before + first, after + second
        if old != new:
            done, wanted = (units(old, hunks(old, text)) for text in (new, right))
            rates += Rates(len(done & wanted), len(done - wanted), 0)
            if done - wanted:
                wrong.append((reading.id, line, result, truth))
        rates += Rates(0, 0, second.errors)
        count, same = share_intact(numerals(old), numerals(new))
        number += count
        intact += same
    return _Page(before, after, rates, removed, number, intact, tuple(wrong))


def _cut_lines(document: Document, edits: Sequence[Edit]) -> set[int]:
    """Return the lines of which a stage that corrects nothing took words away."""
    starts = [line.start for line in lines_of(document.source)]
    found: set[int] = set()
    for edit in edits:
        removes = edit.applied and edit.group is None and not fold(edit.after) and fold(edit.before)
        if removes and edit.stage in ("layout", "dedup"):
            first = max(0, bisect_right(starts, edit.source[0]) - 1)
            found.update(range(first, max(first + 1, bisect_right(starts, edit.source[1] - 1))))
    return found


def _score(name: str, pages: Sequence[_Page], seed: int) -> ReadingScore:
    table = np.array(
        [
            (
                page.before.errors,
                page.before.hits + page.before.errors,
                page.after.errors,
                page.after.hits + page.after.errors,
                page.before.errors - page.after.errors,
                np.sign(page.before.errors - page.after.errors),
                1,
            )
            for page in pages
        ],
        dtype=np.float64,
    )
    return ReadingScore(
        name=name,
        pages=len(pages),
        before=sum((page.before for page in pages), Alignment()),
        after=sum((page.after for page in pages), Alignment()),
        cmer_before=bootstrap(table, quotient(0, 1), seed=seed),
        cmer_after=bootstrap(table, quotient(2, 3), seed=seed),
        reduction=bootstrap(table, quotient(4, 0), seed=seed),
        preference=bootstrap(table, quotient(5, 6), seed=seed),
        better=int((table[:, 5] > 0).sum()),
        worse=int((table[:, 5] < 0).sum()),
        edits=sum((page.edits for page in pages), Rates()),
        removed_lines=sum(page.removed for page in pages),
        numerals=sum(page.numerals for page in pages),
        numerals_intact=sum(page.intact for page in pages),
        wrong=tuple(entry for page in pages for entry in page.wrong),
    )
