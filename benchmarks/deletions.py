"""List what restore takes out of clean text, one line a deletion, to be looked at by a person.

    python benchmarks/deletions.py PATH... [--cut CHARACTERS] [--most DOCUMENTS]

A PATH is a text (.txt, .txt.xz), a file of documents (.jsonl, with a field ``text``) or a folder of
them. Long texts are cut at line ends. Deletions of layout, of dedup and of the Markdown rules are
listed, moves and white space are not; the last line counts them by rule, and the documents that had
text and have none.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from restore import restore_text
from restore.core.edits import Edit
from restore.evaluation.texts import read_text
from restore.settings import CorrectionSettings, Settings

# Corrections have a measure of their own (restore evaluate harm).
SETTINGS = Settings(correction=CorrectionSettings(enabled=False))
AROUND = 24
WORD = re.compile(r"[^\W_]")


def documents(paths: Sequence[Path], cut: int, most: int) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of the documents."""
    for path in paths:
        if path.is_dir():
            inside = (item for item in sorted(path.iterdir()) if item.suffix in (".txt", ".jsonl"))
            yield from documents(list(inside), cut, most)
        elif path.suffix == ".jsonl":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
                row = json.loads(line)
                yield f"{path.name}:{row.get('id', number)}", row["text"]
        else:
            for number, part in enumerate(_parts(read_text(path), cut)):
                if number < most:
                    yield f"{path.name}#{number}", part


def _parts(text: str, cut: int) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = text.find("\n", start + cut)
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def deletes(edit: Edit) -> bool:
    """Whether an edit takes words or marks out of the text for good."""
    if not edit.applied or edit.group is not None or edit.after.strip() or not edit.before.strip():
        return False
    return edit.stage in ("layout", "dedup") or edit.rule == "markdown"


def main() -> None:
    """Print the deletions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--cut", type=int, default=20_000)
    parser.add_argument("--most", type=int, default=400)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    number = characters = emptied = 0
    for name, text in documents(options.paths, options.cut, options.most):
        result = restore_text(text, settings=SETTINGS, name=name)
        number += 1
        characters += len(text)
        emptied += WORD.search(text) is not None and WORD.search(result.text) is None
        for edit in filter(deletes, result.edits):
            kind = f"{edit.stage}/{edit.rule}"
            counts[kind] += 1
            start, end = edit.source
            around = f"{text[max(0, start - AROUND) : start]}[{edit.before.strip()}]"
            around += text[end : end + AROUND]
            print(f"{name}\t{kind}\t{around}".replace("\n", "⏎"))
    rules = ", ".join(f"{rule} {count}" for rule, count in sorted(counts.items()))
    print(f"{number} documents, {characters:,} characters; emptied {emptied}; {rules or 'nothing'}")


if __name__ == "__main__":
    main()
