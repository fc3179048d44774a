"""Front matter: lines of keys and values (YAML) at the head of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.core.regions import Form, Region

__all__ = ["find", "front_matter"]

# The rules around the lines are no rules of Markdown.
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?:(?:[\w-]+:|[ \t#-])[^\n]*\n|[ \t]*\n){1,60}?---[ \t]*$", re.MULTILINE
)


def front_matter(text: str) -> tuple[int, int] | None:
    """Return the span of the front matter with its rules, None if there is none."""
    match = _FRONT_MATTER.match(text)
    return None if match is None else match.span()


def find(text: str) -> Iterator[Region]:
    """Yield the front matter, if there is one."""
    span = front_matter(text)
    if span is not None:
        yield Region(*span, Form.FRONT_MATTER)
