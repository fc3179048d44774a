from __future__ import annotations

import re
from pathlib import Path

from restore.core.blocks import ARTICLE_BREAK, Block, Role
from restore.core.document import Document
from restore.dedup import DedupInput, DedupResult, propose
from restore.dedup.verification import compare
from restore.gate.passes import Gate, PassResult, run_pass
from restore.settings import DedupSettings, GateSettings

SEEDS = Path(__file__).parents[2] / "seeds"
_HEADING = re.compile(r"[①-⑨]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]、")


def make(name: str, lines: list[str], roles: dict[int, Role] | None = None) -> DedupInput:
    """Build an input from its lines; no final line break, as the last line of a text may lack it."""
    blocks: list[Block] = []
    position = 0
    for number, line in enumerate(lines):
        if line != ARTICLE_BREAK:
            role = (roles or {}).get(number, Role.BODY)
            if _HEADING.match(line) and len(line) < 20:
                role = Role.HEADING
            blocks.append(Block(position, position + len(line), role))
        position += len(line) + 1
    return DedupInput(name, "\n".join(lines), tuple(blocks))


def seed(number: str) -> DedupInput:
    """Split a seed on blank lines, roughly as the layout stage does."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    raw = path.read_text(encoding="utf-8")
    parts = re.split(r"\n\s*\n", raw) if number == "000" else raw.split("\n")
    lines = ["".join(part.split("\n")).strip() for part in parts if part.strip()]
    if number == "002":
        cut = next(i for i, line in enumerate(lines) if line.endswith("切实扛起"))
        lines[cut : cut + 2] = [lines[cut] + lines[cut + 1]]
    return make(number, lines)


def seeds() -> list[DedupInput]:
    return [seed(number) for number in ("000", "001", "002", "003", "004")]


def apply(source: DedupInput, result: DedupResult, index: int = 0) -> PassResult:
    return run_pass(
        Document.from_text(source.text, id=source.document),
        result.proposals[index],
        Gate(GateSettings()),
        number=1,
        stage="dedup",
    )


def clean(lines: list[str], settings: DedupSettings | None = None) -> list[str]:
    """Return the lines that remain of one document."""
    source = make("a", lines)
    result = propose([source], settings or DedupSettings())
    return apply(source, result).document.text.split("\n")


def lost(inputs: list[DedupInput], result: DedupResult) -> list[str]:
    """Return the removed passages that no standing copy covers."""
    texts = {source.document: source.text for source in inputs}
    gone: dict[str, list[tuple[int, int]]] = {}
    for repeat in result.repeats:
        gone.setdefault(repeat.removed.document, []).append(repeat.removed.span)
    missing: list[str] = []
    for repeat in result.repeats:
        removed = texts[repeat.removed.document][slice(*repeat.removed.span)]
        start, end = repeat.kept.span
        kept = texts[repeat.kept.document][start:end]
        stands = all(b <= start or end <= a for a, b in gone.get(repeat.kept.document, ()))
        if not stands or not (removed in kept or compare(removed, kept.replace("\n", "")).covered):
            missing.append(removed)
    return missing
