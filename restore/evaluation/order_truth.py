"""The true order of a page's lines, as a person wrote it down.

``docs/reading-order.md`` describes the files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from restore.errors import InputError
from restore.readers import printable

__all__ = ["TEXT_SUFFIX", "TRUTH_SUFFIX", "OrderTruth", "WrittenTruth", "read_truths"]

TRUTH_SUFFIX, TEXT_SUFFIX = ".truth.json", ".truth_order.txt"
_CURE = "see docs/reading-order.md"
_TOKEN = re.compile(r"\s*(\d{1,9}|//|/|\||\Z)")
# Code points of a line that a message shows.
_SHOWN = 20


class OrderTruth(NamedTuple):
    """What is true of a page; lines are numbers, in the order of the file, from 0.

    ``joins`` are the pairs of lines that one paragraph runs through, None where the truth does not
    tell them. ``cells`` are neighbours in a row of a table, whose join is not judged. ``repeated``
    lines were named by a text that several lines have, and are not judged.
    """

    articles: tuple[tuple[int, ...], ...]
    joins: frozenset[tuple[int, int]] | None = None
    cells: frozenset[tuple[int, int]] = frozenset()
    furniture: frozenset[int] = frozenset()
    repeated: int = 0

    @property
    def order(self) -> tuple[int, ...]:
        """The lines of all articles."""
        return tuple(chain.from_iterable(self.articles))


class WrittenTruth(NamedTuple):
    """The truth of one page before it is held against the page; ``source`` names the file."""

    source: str
    fit: Callable[[Sequence[str]], OrderTruth]


class _Page(msgspec.Struct, frozen=True):
    """A page in a truth file. Other keys are the annotator's own."""

    order: str
    furniture: tuple[int, ...] = ()
    loose: tuple[int, ...] = ()
    lines: int | None = None


class _File(msgspec.Struct, frozen=True):
    pages: dict[str, _Page] | None = None


def read_truths(path: Path) -> Mapping[str, WrittenTruth]:
    """Read a truth file: the truth of each page by its name.

    Raises
    ------
    InputError
        If it cannot be read, or is of neither form.
    """
    source = printable(path)
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(source, f"cannot be read ({error})", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(source, f"is not UTF-8 ({error})", _CURE) from error
    if path.suffix != ".json":
        name = path.name.removesuffix(TEXT_SUFFIX)
        return {name: WrittenTruth(source, lambda lines: _fit_text(text, lines, source))}
    try:
        pages = msgspec.json.decode(data, type=_File).pages
        if pages is None:
            name = path.name.removesuffix(TRUTH_SUFFIX)
            pages = {name: msgspec.json.decode(data, type=_Page)}
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(source, f"is no truth of a reading order ({error})", _CURE) from error
    return MappingProxyType(
        {name: _written(page, f"{source}, page {name}") for name, page in pages.items()}
    )


def _written(page: _Page, source: str) -> WrittenTruth:
    return WrittenTruth(source, lambda lines: _fit_numbers(page, len(lines), source))


def _fit_numbers(page: _Page, count: int, source: str) -> OrderTruth:
    if page.lines is not None and page.lines != count:
        raise InputError(
            source, f"is the truth of {page.lines} lines, and the page has {count}", _CURE
        )
    articles: list[list[int]] = [[]]
    joins: set[tuple[int, int]] = set()
    cells: set[tuple[int, int]] = set()
    before, mark = None, ""
    for token in _tokens(page.order, source):
        if not token.isdecimal():
            mark = token
            continue
        line = int(token)
        if mark == "//":
            articles.append([])
        elif mark != "/" and before is not None:
            (cells if mark == "|" else joins).add((before, line))
        articles[-1].append(line)
        before, mark = line, ""
    named = Counter(chain(*articles, page.furniture, page.loose))
    for line, times in named.items():
        if not 0 <= line < count:
            raise InputError(
                source,
                f"names line {line}, and the page has {count} lines (numbered from 0)",
                _CURE,
            )
        if times > 1:
            raise InputError(source, f"names line {line} {times} times", _CURE)
    return OrderTruth(
        tuple(map(tuple, filter(None, articles))),
        frozenset(joins),
        frozenset(cells),
        frozenset(page.furniture),
    )


def _tokens(order: str, source: str) -> Iterator[str]:
    position = 0
    while match := _TOKEN.match(order, position):
        if not match.group(1):
            return
        yield match.group(1)
        position = match.end()
    raise InputError(source, f"has {order[position:].split()[0]!r} in its order", _CURE)


def _fit_text(text: str, lines: Sequence[str], source: str) -> OrderTruth:
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        places.setdefault(line.strip(), []).append(number)
    articles: list[list[int]] = [[]]
    named: Counter[str] = Counter()
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if not line:
            articles.append([])
            continue
        named[line] += 1
        known = places.get(line, [])
        if named[line] > len(known):
            shown = line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
            much = f"stands on the page {len(known)} times" if known else "is no line of the page"
            raise InputError(source, f"line {number}: {shown!r} {much}", _CURE)
        if len(known) == 1:
            articles[-1].append(known[0])
    repeated = sum(times for line, times in named.items() if len(places[line]) > 1)
    return OrderTruth(tuple(map(tuple, filter(None, articles))), repeated=repeated)
