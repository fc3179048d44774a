"""Count what restore does to clean text of many genres, and write the table as Markdown.

    python benchmarks/genres.py GENRES [CLEAN ...] [-o benchmarks/GENRES.md] [--list FILE]

GENRES is a folder of JSON Lines, a file a genre, a clean text in ``text`` of each row; CLEAN are
further clean texts (``.txt.xz``, folders of ``.txt``), each a genre of its own. All of it is right
as it stands: what is changed of its words is wrong until a person has read it. ``--list`` writes
every applied correction, join, move and removal with the words around it, to be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from restore import Restorer
from restore.core.edits import Decision, Edit
from restore.evaluation.texts import read_text

INTRODUCTION = """# Genres

Written by `make bench-genres DATA=folder`: what restore does by itself to clean text, each document
alone, per 100,000 characters (code points) of the source; suggestions per 1,000. White space, forms
of characters, marks and Markdown are `form`; `join`, `move` and `removal` are what layout and dedup
do to lines and paragraphs, `correction` what is changed of words.
"""
KINDS = ("correction", "removal", "move", "join", "form")
_SHOWN_CHARACTERS = 20


def kind_of(edit: Edit) -> str:
    """Return the column that an applied edit counts in."""
    if edit.stage == "correction":
        return "correction"
    if edit.stage == "dedup" or edit.rule.startswith("furniture"):
        return "removal"
    if edit.rule == "move":
        return "move"
    return "join" if edit.rule.startswith("join") else "form"


def genres(folder: Path, others: Iterable[Path]) -> Iterator[tuple[str, list[str]]]:
    """Yield the genres with their texts."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield path.stem, [json.loads(line)["text"] for line in lines]
    for path in others:
        files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
        yield path.name.partition(".")[0], [read_text(file) for file in files]


def row(name: str, texts: Iterable[str], listed: list[str]) -> str:
    """Restore the texts of a genre; return its row, and list what is to be read."""
    restorer = Restorer()
    counts: Counter[str] = Counter()
    characters = documents = 0
    for text in texts:
        documents += 1
        characters += len(text)
        for edit in restorer(text, name=f"{name}-{documents}").edits:
            if edit.decision is Decision.SUGGESTED:
                counts["suggested"] += 1
            if not edit.applied:
                continue
            counts[kind_of(edit)] += 1
            if kind_of(edit) != "form":
                start, end = edit.source
                around = (
                    text[max(0, start - _SHOWN_CHARACTERS) : start],
                    text[end : end + _SHOWN_CHARACTERS],
                )
                listed.append(
                    f"{edit.document} {edit.rule} {around[0]!r} [{edit.before!r} -> "
                    f"{edit.after!r}] {around[1]!r}"
                )
    rates = [f"{counts[kind] * 1e5 / characters:.1f}" for kind in KINDS]
    suggested = f"{counts['suggested'] * 1e3 / characters:.2f}"
    return f"| {name} | {documents} | {characters:,} | {' | '.join(rates)} | {suggested} |\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("genres", type=Path)
    parser.add_argument("clean", type=Path, nargs="*")
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--list", type=Path)
    options = parser.parse_args()
    listed: list[str] = []
    head = ["genre", "documents", "characters", *KINDS, "suggestions /1000"]
    table = [f"| {' | '.join(head)} |\n", f"| {' | '.join(['---'] * len(head))} |\n"]
    for name, texts in genres(options.genres, options.clean):
        table.append(row(name, texts, listed))
        print(table[-1], end="", file=sys.stderr)
    page = f"{INTRODUCTION}\n{''.join(table)}"
    if options.output is None:
        print(page, end="")
    else:
        options.output.write_text(page, encoding="utf-8")
    if options.list is not None:
        options.list.write_text("".join(f"{line}\n" for line in listed), encoding="utf-8")


if __name__ == "__main__":
    main()
