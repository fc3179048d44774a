"""What a run over files has read, as what, and what it has left out and why: a table for its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from restore.readers.registry import readers

if TYPE_CHECKING:
    from restore.executors.local import Finished

__all__ = ["input_table"]

# More lines serve nobody on a terminal; the manifest has them all.
_MOST_SHOWN = 20


def input_table(finished: Finished) -> Iterator[str]:
    """Yield the lines of the table; none where all inputs are plain text and nothing is left out."""
    manifest = finished.manifest
    left = [(item.source, f"{item.kind}, {item.why}") for item in manifest.skipped]
    left += [(item.source, _without(item.message, item.source)) for item in manifest.failed]
    if set(finished.formats) <= {"text"} and not left and not finished.told:
        return
    titles = {reader.name: reader.title or reader.name for reader in readers()}
    counted = [
        (titles.get(name, name), f"{number} document{'' if number == 1 else 's'}")
        for name, number in sorted(finished.formats.items())
    ]
    yield from _section("read", counted)
    yield from _section("how", [(name, text) for name, text in finished.told])
    yield from _section("left out", left)


def _without(message: str, source: str) -> str:
    return message.removeprefix(f"{source}: ")


def _section(name: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    if not rows:
        return
    yield f"{name}:"
    shown = rows if name == "read" else rows[:_MOST_SHOWN]
    width = min(48, max(len(left) for left, _ in shown))
    for left, right in shown:
        yield f"  {left:<{width}}  {right}"
    if len(rows) > len(shown):
        yield f"  … and {len(rows) - len(shown)} more, listed in manifest.json"
