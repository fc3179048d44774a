"""List what the figure check says of texts, to be read, and count it by rule.

    python benchmarks/said_figures.py PATH... [--characters 100000] [--together]

PATH is a text (.xz too) or a folder of texts. Each text is checked by itself, a long one in pieces of
``--characters`` that end with a line; ``--together`` checks all of them as one collection. In text that
has no slip all that is said is wrong; of printed text some is right, so somebody has to read it.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from restore.core.claims import FigureSource
from restore.evaluation.texts import read_text
from restore.figures import check_figures

#: Code points shown before and behind a check, and around a figure of a conflict.
_BEFORE, _BEHIND, _AROUND = 60, 25, 30


def sources(paths: Sequence[Path], characters: int) -> Iterator[FigureSource]:
    """Yield the texts of files and folders, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sources(sorted(path.iterdir()), characters)
        elif ".txt" in path.suffixes:
            for number, piece in enumerate(pieces(read_text(path), characters)):
                yield FigureSource(f"{path.name}:{number}", piece)


def pieces(text: str, characters: int) -> Iterator[str]:
    """Cut a text behind the first line that makes a piece long enough."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + characters - 1) + 1 or len(text)
        yield text[start:end]
        start = end


def said(batch: Sequence[FigureSource]) -> Iterator[tuple[str, str]]:
    """Yield what is said of texts checked together: outcome with rule, and words with their surroundings."""
    texts = {source.document: source.text for source in batch}
    report = check_figures(batch)
    claims = {claim.id: claim for claim in report.claims}
    for group in report.conflicts:
        places = (claims[name] for name in group.claims)
        shown = (around(texts[c.document], c.span, _AROUND, _AROUND) for c in places)
        yield "conflict", f"{group.explanation} | {' / '.join(shown)}"
    for check in report.checks:
        if check.outcome in ("failed", "possible"):
            shown_at = around(texts[check.document], check.span, _BEFORE, _BEHIND)
            yield (
                f"{check.outcome} {check.rule}",
                f"{check.document} {check.explanation} | {shown_at}",
            )


def around(text: str, span: tuple[int, int], before: int, behind: int) -> str:
    """Return a place with its surroundings, in one line."""
    return text[max(0, span[0] - before) : span[1] + behind].replace("\n", "⏎")


def main() -> None:
    """Print all that is said, then the counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--together", action="store_true")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    size = 0
    stream = sources(options.paths, options.characters)
    for batch in [list(stream)] if options.together else ([source] for source in stream):
        size += sum(len(source.text) for source in batch)
        for kind, words in said(batch):
            count[kind] += 1
            print(kind, words)
    print(f"{size} characters")
    for kind, number in sorted(count.items()):
        print(f"{number:6} {kind} ({1e6 * number / max(1, size):.1f} a million)")


if __name__ == "__main__":
    main()
