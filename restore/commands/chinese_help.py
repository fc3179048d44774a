"""Help pages in Chinese, wrapped by the columns that they take on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from restore.commands.console import columns
from restore.messages import translated
from restore.text.characters import CLOSING, EAST_ASIAN, POINTS

__all__ = ["ChineseHelp"]

# What click adds to the help of an option: ``[default: 3; required]``.
_EXTRA = re.compile(r"(.*?)(?:  )?\[([^\[\]]*)\]", re.DOTALL)
# A word, or one wide character, with the marks that may not begin a line.
_UNIT = re.compile(rf"(?:[^\s{EAST_ASIAN}]+|\S)[{CLOSING}{POINTS}…]*| +")
# What follows it click leaves as it is.
_AS_IT_IS = "\b"


class ChineseHelp(click.HelpFormatter):
    """Writes a help page, as click does; click breaks lines at spaces alone."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of the usage."""
        super().write_usage(prog, args, prefix or translated("Usage:"))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{translated(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write a text of one or more paragraphs."""
        width = self.width - self.current_indent
        told = (
            _examples(part)
            if part.startswith(_AS_IT_IS)
            else _wrapped(" ".join(part.split()), width)
            for part in text.split("\n\n")
        )
        super().write_text("\n\n".join(told))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands with what they do."""
        rows = list(rows)
        first = min(max(len(left) for left, _ in rows), col_max) + col_spacing
        width = max(self.width - first - 2, 10)
        told = [(left, _wrapped(_option(right), width)) for left, right in rows]
        super().write_dl(told, col_max, col_spacing)


def _option(text: str) -> str:
    """Return the help of an option, and what click adds to it."""
    found = _EXTRA.fullmatch(text)
    if found is None:
        return translated(text)
    extra = "；".join(map(translated, found[2].split("; ")))
    return f"{translated(found[1])}（{extra}）"


def _examples(text: str) -> str:
    """Return lines of commands, each with what it does behind two spaces or more."""
    lines = [re.match(r"(.*  )?(.*)", line) for line in text.split("\n")]
    return "\n".join(f"{line[1] or ''}{translated(line[2])}" for line in lines if line)


def _wrapped(text: str, width: int) -> str:
    """Return a text in lines of so many columns, of which a Chinese character takes two."""
    lines, room = [""], width
    for unit in _UNIT.findall(translated(text)):
        taken = columns(unit)
        if taken > room and lines[-1]:
            lines.append("")
            room = width
        if unit.strip() or lines[-1]:
            lines[-1] += unit
            room -= taken
    return "\n".join([_AS_IT_IS, *(line.rstrip() for line in lines)])
