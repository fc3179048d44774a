"""What furniture looks like: the patterns of ``furniture.tsv`` and the labels of ``imprint.tsv``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.core.blocks import Role
from restore.errors import RestoreError
from restore.layout.imprint import imprint, imprint_place
from restore.layout.lines import LINES_KEPT
from restore.resources import dictionary_path
from restore.text.characters import (
    HAN,
    SPACE,
)

__all__ = ["FurnitureForm", "furniture_form"]

_SPACES = re.compile(f"[{SPACE}]+")
# What a pattern ends with: one of some words, with a mark behind it at most.
_LAST_WORDS = re.compile(
    f"(?:\\(\\?:(?P<words>[^()\\[\\]?*+{{}}.\\\\]+)\\)|(?P<word>[{HAN}]))(?:\\[[^\\]]*\\]\\?)?\\Z"
)


# What an expression is made of, as far as brackets go.
_PARTS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[(|)]")


def _permitting(pattern: str) -> str:
    """Return a pattern without what it forbids at its head, which is slow to look for in most
    lines; it matches no less."""
    depth = 0
    for part in _PARTS.finditer(pattern) if pattern.startswith("(?!") else ():
        depth += (part[0] == "(") - (part[0] == ")")
        if depth == 0:
            return pattern[part.end() :]
    return pattern


def _needed(pattern: str) -> tuple[str, ...]:
    """Return words of which a line must end with one, a mark behind it at most, to match a pattern;
    none where that is unknown."""
    depth = 0
    for part in _PARTS.findall(pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            return ()
    match = _LAST_WORDS.search(pattern)
    if match is None:
        return ()
    return tuple(match["words"].split("|")) if match["words"] else (match["word"],)


@lru_cache(maxsize=1)
def _probe() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern that finds the last words that some patterns need, and one that matches what
    any of the others matches: most lines are no furniture, and that is soon seen."""
    needed = {pattern.pattern: _needed(pattern.pattern) for pattern, _, _ in _furniture()}
    words = sorted({word for found in needed.values() for word in found})
    rest = "|".join(f"(?:{_permitting(pattern)})" for pattern, found in needed.items() if not found)
    last = f"(?:{'|'.join(map(re.escape, words))})(?s:.?)\\Z" if words else "(?!)"
    return re.compile(last), re.compile(rest or "(?!)")


_PLACES = {
    "number", "press", "imprint", "masthead", "page", "section", "date", "day", "contact",
    "hotline", "scan", "notice", "head", "beside", "edge", "credit", "picture", "scene",
}  # fmt: skip


@lru_cache(maxsize=1)
def _furniture() -> tuple[tuple[re.Pattern[str], Role, str], ...]:
    path = dictionary_path("furniture.tsv")
    patterns = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            pattern, role, place, _ = line.split("\t")
            if place not in _PLACES:
                raise ValueError(f"{place!r} is none of the places {', '.join(sorted(_PLACES))}")
            patterns.append((re.compile(pattern), Role(role), place))
        except (ValueError, re.error) as error:
            raise RestoreError(
                f"{path}: line {number}: {error}; write pattern, role, place, source with tabs "
                "between"
            ) from error
    return tuple(patterns)


# Furniture is short; a longer line is not worth the patterns.
_MAX_FURNITURE_CHARACTERS = 130
# Letter-spacing puts a space or two behind every character: the line is so many times as long.
_SPACED_FACTOR = 3


class FurnitureForm(NamedTuple):
    """What kind of furniture a line looks like: its role, the context it needs (see
    furniture.tsv), and the pattern or labels that matched."""

    role: Role
    place: str
    rule: str


@lru_cache(maxsize=LINES_KEPT)
def furniture_form(text: str) -> FurnitureForm | None:
    """Return what kind of furniture the line looks like, or None."""
    if len(text) > _SPACED_FACTOR * _MAX_FURNITURE_CHARACTERS:
        return None
    bare = _SPACES.sub("", text)
    labels = imprint(bare)
    words, others = _probe()
    short = len(bare) <= _MAX_FURNITURE_CHARACTERS
    if short and (words.search(bare) or others.fullmatch(bare)):
        for pattern, role, place in _furniture():
            if pattern.fullmatch(bare):
                if labels is not None and place in ("imprint", "contact", "hotline"):
                    place = imprint_place(bare)
                elif place == "imprint":
                    place = "editor"
                return FurnitureForm(role, place, pattern.pattern)
    if labels is None:
        return None
    return FurnitureForm(Role.FURNITURE, imprint_place(bare), labels)
