"""Measure whether a second run finds anything left to change: the result of a run is its own.

    python benchmarks/twice.py DATA [--seeds SEEDS] [--count 1000] [--seed 1] [--list 20]

Two sets of texts are restored, and what came of them once more: random mixtures, made from the
paragraphs and lines that DATA holds (clean text in DATA/clean, other genres in DATA/genres, raw
readings in DATA/ocr/pages) and from the reports in SEEDS, some wrapped at a random width, some with
a character or a word doubled, with lines of furniture between them; and the raw readings themselves.
A table counts, by rule, the results that a second run changed; the changes themselves are listed.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from restore import Restored, Settings, restore_text
from restore.core.edits import Edit
from restore.evaluation.texts import read_text
from restore.settings import CorrectionSettings, DedupSettings

FURNITURE = (
    "— {n} —", "{n}", "第{n}版", "责任编辑：王 玲 版式策划：李文清", "（下转第{n}版）",
    "■上接第{n}版", "本报记者 周建华", "2025年3月{n}日 星期三", "图为活动现场。", "要 闻",
)  # fmt: skip
_BEGIN_NEVER = "，。、；：？！”’）》】"


class Sources(NamedTuple):
    """What mixtures are made of: paragraphs of clean text; the lines of other documents."""

    paragraphs: list[str]
    documents: list[list[str]]


def readings(data: Path) -> dict[str, str]:
    """Return the raw texts of page images as engines read them, by name."""
    pages = sorted((data / "ocr" / "pages").glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8"))["raw_text"] for path in pages}


def sources(data: Path, seeds: Path) -> Sources:
    """Read what mixtures are made of."""
    clean = [*sorted((data / "clean" / "reports_dev").glob("*.txt"))]
    clean.append(data / "clean" / "news_2026_dev.txt.xz")
    paragraphs = [line for path in clean for line in read_text(path).split("\n") if line.strip()]
    documents = [path.read_text("utf-8") for path in sorted(seeds.glob("*.txt"))]
    documents += readings(data).values()
    for path in sorted((data / "genres").glob("*.jsonl")):
        rows = path.read_text("utf-8").splitlines()
        documents += [json.loads(row)["text"] for row in rows if row]
    return Sources(paragraphs, [text.split("\n") for text in documents])


def wrapped(paragraph: str, width: int, indent: str) -> list[str]:
    """Break a paragraph as a column does: no line begins with a closing mark."""
    rest, lines = indent + paragraph, []
    while len(rest) > width:
        cut = width
        while cut > width - 2 and rest[cut] in _BEGIN_NEVER:
            cut -= 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest]


def doubled(text: str, rng: random.Random) -> str:
    """Write one to three characters twice."""
    if len(text) < 8:
        return text
    length = rng.randint(1, 3)
    start = rng.randrange(len(text) - length)
    return text[: start + length] + text[start:]


def mixture(found: Sources, rng: random.Random) -> str:
    """Make a text of two to nine pieces from anywhere."""
    parts: list[str] = []
    for _ in range(rng.randint(2, 9)):
        kind = rng.random()
        if kind < 0.1:
            lines = [rng.choice(FURNITURE).format(n=rng.randint(1, 30))]
        elif kind < 0.55:
            paragraph = rng.choice(found.paragraphs)[:600]
            if rng.random() < 0.3:
                paragraph = doubled(paragraph, rng)
            if rng.random() < 0.15:
                paragraph = paragraph[: rng.randint(1, len(paragraph))]
            indent = rng.choice(("", "", "　　"))
            wraps = rng.random() < 0.5
            lines = wrapped(paragraph, rng.randint(8, 44), indent) if wraps else [paragraph]
        else:
            document = rng.choice(found.documents)
            start = rng.randrange(len(document))
            lines = [line[:600] for line in document[start : start + rng.randint(1, 14)]]
        parts.append(rng.choice(("\n", "\n", "\n\n")).join(lines))
    return rng.choice(("\n", "\n\n")).join(parts) + "\n"


class Outcome(NamedTuple):
    """A text that a second run changes: its name, and what changed it."""

    name: str
    edits: tuple[Edit, ...]


def second_runs(texts: Iterator[tuple[str, str]], settings: Settings) -> Iterator[Outcome | None]:
    """Yield, for each text, what a second run changes in the result of the first, or None."""
    for name, text in texts:
        once = restore_text(text, settings=settings, name=name)
        again: Restored = restore_text(once.text, settings=settings, name=name)
        changed = again.text != once.text
        yield (
            Outcome(name, tuple(edit for edit in again.edits if edit.applied)) if changed else None
        )


def report(name: str, outcomes: Sequence[Outcome | None], most: int) -> None:
    """Print how many results changed, by which rules, and the first of the changes."""
    changed = [outcome for outcome in outcomes if outcome is not None]
    share = 100 * len(changed) / max(1, len(outcomes))
    print(f"{name}: {len(changed)} of {len(outcomes)} results change ({share:.1f} %)")
    rules = Counter(rule for item in changed for rule in {edit.rule for edit in item.edits})
    for rule, count in rules.most_common():
        print(f"  {rule:18} {count}")
    for item in changed[:most]:
        for edit in item.edits[:4]:
            print(f"  {item.name} {edit.rule} {edit.before[:40]!r} -> {edit.after[:40]!r}")
            print(f"      {[str(evidence)[:160] for evidence in edit.evidence]}")


def main() -> None:
    """Measure both sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seeds", type=Path, default=Path("seeds"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", type=int, default=20, dest="most")
    parser.add_argument("--layout-only", action="store_true", help="no dedup, no correction")
    options = parser.parse_args()
    settings = Settings()
    if options.layout_only:
        settings = Settings(
            dedup=DedupSettings(enabled=False), correction=CorrectionSettings(enabled=False)
        )
    found = sources(options.data, options.seeds)
    rng = random.Random(options.seed)
    mixed = ((f"mixture {number}", mixture(found, rng)) for number in range(options.count))
    report("mixtures", list(second_runs(mixed, settings)), options.most)
    pages = iter(readings(options.data).items())
    report("readings", list(second_runs(pages, settings)), options.most)


if __name__ == "__main__":
    main()
