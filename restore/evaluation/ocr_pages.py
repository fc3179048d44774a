"""Readings of page images with known truth (page JSON), as text with a truth per line.

The format: ``raw_text`` is what the engine gave, ``lines`` its lines with what they really are
(``kind``, ``art``, ``para``, ``line``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from restore.evaluation.layout import LineTruth
from restore.layout.lines import lines_of

__all__ = ["OcrPage", "read_ocr_page"]

_KINDS = {
    "body": "body",
    "subhead": "body",
    "title": "title",
    "subtitle": "title",
    "byline": "title",
    "kicker": "title",
}
_IGNORED = frozenset({"spurious", "pullquote", "header"})


class OcrPage(msgspec.Struct, frozen=True):
    """One reading of a page: its text, the truth per line, and how it was made."""

    id: str
    text: str
    truth: tuple[LineTruth, ...]
    engine: str
    level: str
    order: str


def read_ocr_page(path: Path) -> OcrPage:
    """Read a page JSON; lines of ``raw_text`` that match no known line are not judged."""
    data = msgspec.json.decode(path.read_bytes())
    waiting: dict[str, list[dict[str, Any]]] = {}
    for line in data["lines"]:
        waiting.setdefault("".join(line["ocr"].split()), []).append(line)
    truth = []
    for line in lines_of(data["raw_text"]):
        known = waiting.get("".join(line.text.split()))
        truth.append(_truth(known.pop(0)) if known else LineTruth("ignore"))
    cut = _cut_ends(data, truth)
    return OcrPage(
        id=data["id"],
        text=data["raw_text"],
        truth=tuple(
            msgspec.structs.replace(entry, cut_behind=True) if index in cut else entry
            for index, entry in enumerate(truth)
        ),
        engine=data["engine"],
        level=data["level"],
        order=data["order"],
    )


def _truth(line: dict[str, Any]) -> LineTruth:
    kind = line["kind"]
    if kind in _IGNORED or "+" in kind or line.get("partial_or_merged"):
        return LineTruth("ignore")
    number = line["line"]
    rank = number[0] if isinstance(number, list) else number
    known = _KINDS.get(kind, "caption" if kind == "caption" else "furniture")
    return LineTruth(known, article=line["art"], paragraph=line["para"], rank=rank or 0)


def _cut_ends(data: dict[str, Any], truth: list[LineTruth]) -> set[int]:
    """Return the last lines of the articles that stop in the middle of a paragraph."""
    ends = {
        article["idx"]
        for article in data["ground_truth_articles"]
        if article.get("ends_mid_paragraph")
    }
    last: dict[int, int] = {}
    for index, entry in enumerate(truth):
        if (
            entry.kind == "body"
            and entry.article in ends
            and (entry.article not in last or entry.rank > truth[last[entry.article]].rank)
        ):
            last[entry.article] = index
    return set(last.values())
