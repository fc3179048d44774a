"""List what dedup takes from texts, each removal beside the copy that is kept, to be read.

    python benchmarks/removals.py PATH... [--cut 第一条] [--together 1000] [--applied]

PATH is a text (.xz too), a file of JSON lines (a document each, its words in ``text``), or a folder
of such files. ``--cut`` begins a new document at every line with these words, ``--lines`` after so
many lines. Each document is restored by itself, without corrections; ``--together N`` compares N of
them at a time with one another. On clean text every removal is wrong until somebody has read it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from restore.core.document import Document
from restore.core.edits import Edit, apply_edits
from restore.core.evidence import CopyKept
from restore.evaluation.texts import read_text
from restore.pipeline import Restored, restore_corpus
from restore.pipeline.work import REPEATS
from restore.settings import CorrectionSettings, Settings

SETTINGS = Settings(correction=CorrectionSettings(enabled=False))
# Code points shown of a removed passage and of what stands on either side.
SHOWN, AROUND = 160, 40


def documents(paths: Sequence[Path], cut: str | None, lines: int | None) -> Iterator[Document]:
    """Yield the documents of files and folders, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from documents(sorted(path.iterdir()), cut, lines)
        elif path.suffix == ".jsonl":
            for number, line in enumerate(path.read_bytes().splitlines()):
                row = msgspec.json.decode(line)
                name = str(row.get("id", f"{path.name}:{number}"))
                yield Document.from_text(row["text"], id=name)
        elif ".txt" in path.suffixes:
            for number, text in enumerate(pieces(read_text(path), cut, lines)):
                yield Document.from_text(text, id=f"{path.name}:{number}")


def pieces(text: str, cut: str | None, lines: int | None) -> Iterator[str]:
    """Cut a text into documents."""
    rows: list[str] = []
    for line in text.split("\n"):
        fresh = (cut is not None and line.startswith(cut)) or len(rows) == lines
        if rows and fresh:
            yield "\n".join(rows)
            rows = []
        rows.append(line)
    if any(rows):
        yield "\n".join(rows)


def text_before(restored: Restored, number: int) -> str:
    """Return the text that a pass began with."""
    text = restored.document.source
    for layer in restored.log.passes:
        if layer.number < number:
            text = apply_edits(text, layer.applied)
    return text


def show(restored: Restored, texts: dict[str, str], edit: Edit) -> None:
    """Print an edit with its surroundings and the copies that are kept."""
    before = text_before(restored, edit.pass_number)
    start, end = edit.span
    head = before[max(0, start - AROUND) : start].replace("\n", "⏎")
    tail = before[end : end + AROUND].replace("\n", "⏎")
    print(f"{edit.document} {edit.decision.value} {edit.rule} {end - start} characters")
    print(f"  gone: {head}【{edit.before[:SHOWN]!r}】{tail}")
    for kept in edit.evidence:
        if isinstance(kept, CopyKept):
            text = texts.get(kept.document, "")
            first, last = kept.span
            around = text[max(0, first - AROUND) : first], text[last : last + AROUND]
            head, tail = (words.replace("\n", "⏎") for words in around)
            print(f"  kept: {kept.document} {kept.similarity} {head}【{kept.text}】{tail}")


def main() -> None:
    """Print every edit of dedup, and counts by decision and rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--cut", help="a document begins with a line that begins so")
    parser.add_argument("--lines", type=int, help="lines a document")
    parser.add_argument("--together", type=int, default=1, help="documents compared at once")
    parser.add_argument("--applied", action="store_true", help="leave out what is only shown")
    options = parser.parse_args()
    count = characters = 0
    found: Counter[str] = Counter()
    stream = documents(options.paths, options.cut, options.lines)
    while batch := list(islice(stream, max(1, options.together))):
        result = restore_corpus(batch, settings=SETTINGS, check_figures=False)
        count += len(batch)
        characters += sum(len(document.source) for document in batch)
        texts = {item.document.id: text_before(item, REPEATS) for item in result.restored}
        for failure in result.failures:
            print(f"failed: {failure.document}: {failure.message}")
        for restored in result.restored:
            for edit in restored.edits:
                if edit.stage == "dedup" and (edit.applied or not options.applied):
                    found[f"{edit.decision.value} {edit.rule}"] += 1
                    show(restored, texts, edit)
    print(f"{count} documents, {characters} characters")
    for name, number in sorted(found.items()):
        print(f"{number:6} {name}")


if __name__ == "__main__":
    main()
