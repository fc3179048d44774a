"""Read pages with known truth as paragraphs, with the recogniser's lattice where it is known."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from restore.core.native_page import Lattice, Reading

__all__ = ["PageReading", "read_pages"]

# What is not listed was read with more than .98.
_SURE = 0.99

_Listed = dict[int, tuple[str, Reading]]


class PageReading(NamedTuple):
    """One engine's reading of one page: (read, truth) of its paragraphs, lines joined.

    ``lattice`` belongs to the readings joined by line feeds.
    """

    page: str
    engine: str
    level: str
    error_rate: float
    pairs: list[tuple[str, str]]
    lattice: Lattice | None


def read_pages(folder: Path, manifest: Path, characters: Path) -> list[PageReading]:
    """Return the readings in a column's order, sorted by file."""
    rows = {row["id"]: row for row in msgspec.json.decode(manifest.read_bytes())}
    listed = _characters(characters)
    found = []
    for path in sorted(folder.glob("*.json")):
        data = msgspec.json.decode(path.read_bytes())
        row = rows[data["id"]]
        if row["order"] not in ("col", "engine"):
            continue
        key = f"{data['page']}-{data['level']}|{row['engine']}"
        known = row["order"] == "col" and (key in listed or row["level"] == "light")
        found.append(_reading(data, row, listed.get(key, {}), known=known))
    return found


def _characters(path: Path) -> dict[str, dict[str, _Listed]]:
    found: dict[str, dict[str, _Listed]] = defaultdict(lambda: defaultdict(dict))
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[0] == "id" or not row[4]:
                continue
            options = []
            for item in row[6].split(" ") if len(row) > 6 and row[6] else []:
                character, _, chance = item.rpartition(":")
                options.append(("" if character == "blank" else character, float(chance)))
            reading = Reading(float(row[5]), tuple(options))
            found[row[0]][row[1]][int(row[2])] = (row[4], reading)
    return found


def _reading(
    data: dict[str, Any], row: dict[str, Any], listed: dict[str, _Listed], *, known: bool
) -> PageReading:
    parts: dict[object, list[tuple[str, str, list[Reading | None]]]] = {}
    for number, line in enumerate(data["lines"]):
        paragraph = line.get("para")
        alone = line.get("art") is None or paragraph is None or paragraph < 0
        key = number if alone else (line["art"], paragraph, line["kind"])
        read = line["ocr"] or ""
        name = line.get("line")
        names = name if isinstance(name, list) else [name]
        readings = _readings(read, listed.get("+".join(map(str, names)), {}))
        if len(names) > 1 or _is_unlisted(read, line["truth"] or "", readings):
            readings = [None] * len(read)
        parts.setdefault(key, []).append((read, line["truth"] or "", readings))
    pairs, lattice = [], list[Reading | None]()
    for lines in parts.values():
        read, truth = ("".join(column) for column in ([a for a, *_ in lines], _truths(lines)))
        if read and truth:
            lattice += [None] if pairs else []
            lattice += [reading for *_, readings in lines for reading in readings]
            pairs.append((read, truth))
    return PageReading(
        data["page"],
        row["engine"],
        row["level"],
        row["cer"],
        pairs,
        Lattice(tuple(lattice)) if known else None,
    )


def _truths(lines: Iterable[tuple[str, str, list[Reading | None]]]) -> list[str]:
    return [truth for _, truth, _ in lines]


def _is_unlisted(read: str, truth: str, readings: list[Reading | None]) -> bool:
    """Whether a line holds errors and none of its characters is listed.

    Wrong characters always are: so nothing is known of such a line.
    """
    return all(reading is None or not reading.candidates for reading in readings) and (
        "".join(read.split()) != "".join(truth.split())
    )


def _readings(read: str, listed: _Listed) -> list[Reading | None]:
    found: list[Reading | None] = []
    position = 0
    for character in read:
        if character.isspace():
            found.append(None)
            continue
        entry = listed.get(position)
        position += 1
        right = entry is not None and entry[0] == character
        found.append(entry[1] if entry is not None and right else Reading(_SURE))
    return found
