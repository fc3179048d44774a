"""What a run over files has read, as what, and what it has left out and why: a table for its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from restore.commands.console import columns, padded
from restore.messages import translated
from restore.readers.registry import readers

if TYPE_CHECKING:
    from restore.executors.local import Finished

__all__ = ["documents_counted", "input_table"]

# More lines serve nobody on a terminal; the manifest has them all.
_MOST_SHOWN = 20


def input_table(finished: Finished) -> Iterator[str]:
    """Yield the lines of the table; none where all inputs are plain text and nothing is left out."""
    manifest = finished.manifest
    left = [
        (item.source, translated(", ").join((translated(item.kind), translated(item.why))))
        for item in manifest.skipped
    ]
    left += [
        (item.source, translated(_without(item.message, item.source))) for item in manifest.failed
    ]
    if set(finished.formats) <= {"text"} and not left and not finished.told:
        return
    titles = {reader.name: reader.title or reader.name for reader in readers()}
    counted = [
        (translated(titles.get(name, name)), documents_counted(number))
        for name, number in sorted(finished.formats.items())
    ]
    yield from _section(translated("read"), counted, len(counted))
    yield from _section(
        translated("how"), [(name, translated(text)) for name, text in finished.told]
    )
    yield from _section(translated("left out"), left)


def documents_counted(number: int) -> str:
    """Return a number of documents in words."""
    return translated("1 document") if number == 1 else translated(f"{number} documents")


def _without(message: str, source: str) -> str:
    return message.removeprefix(f"{source}: ")


def _section(name: str, rows: list[tuple[str, str]], most: int = _MOST_SHOWN) -> Iterator[str]:
    if not rows:
        return
    yield f"{name}{translated(':')}"
    shown = rows[:most]
    width = min(48, max(columns(left) for left, _ in shown))
    for left, right in shown:
        yield f"  {padded(left, width)}  {right}"
    if len(rows) > len(shown):
        yield translated(f"  … and {len(rows) - len(shown)} more, listed in manifest.json")
