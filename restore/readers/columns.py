"""Which column of a table holds the text, which names the rows, and whether the first row is a head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from restore.errors import InputError
from restore.readers.options import ReadOptions
from restore.text.characters import HAN, PROSE_MARKS

__all__ = ["Columns", "choose_columns", "names_a_text"]

# Names that people give to a column of texts, the surest first.
_TEXTS = (
    "text", "正文", "content", "body", "内容", "文本", "全文", "原文", "文章", "文章内容", "ocr_text",
    "识别结果", "识别文本", "识别内容", "raw_text", "rec_text", "fulltext", "full_text", "article",
    "paragraph", "段落", "sentence", "句子", "transcription", "ocr",
)  # fmt: skip
_HAN = re.compile(f"[{HAN}]")
_MARKS = frozenset(PROSE_MARKS)
# The name of a column is no longer, in characters.
_MAX_NAME_CHARACTERS = 40
# A column without such a name holds texts if so many characters of a cell are Chinese, on average.
_MIN_MEAN_HAN = 4.0


class Columns(NamedTuple):
    """The column of the texts and that of the ids (None: rows are numbered), from 0; the names of
    all; whether the first row has them; and a word on what was guessed."""

    text: int
    id: int | None
    names: tuple[str, ...]
    head: bool
    told: str = ""


def choose_columns(
    rows: Sequence[Sequence[str]], options: ReadOptions, source: str
) -> Columns | None:
    """Choose the columns of a table from its first rows; None where no column holds a text.

    Raises
    ------
    InputError
        If the column that the user names is not there, or two have its name.
    """
    if not rows:
        return None
    first = [cell.strip() for cell in rows[0]]
    wanted = options.text_field
    head = wanted in first or _is_head(first, rows[1:])
    names = tuple(first) if head else tuple(str(place + 1) for place in range(len(first)))
    if names.count(wanted) > 1:
        raise InputError(
            source,
            f"has {names.count(wanted)} columns named {wanted!r}",
            "rename all but one of them, or name another with --text-field",
        )
    own = names.index(options.id_field) if options.id_field in names else None
    if wanted in names:
        return Columns(names.index(wanted), own, names, head)
    if wanted != ReadOptions().text_field:
        known = ", ".join(names[:12])
        raise InputError(
            source, f"has no column {wanted!r} (there are: {known})", "name it with --text-field"
        )
    guess = _guess(names, rows[1:] if head else rows)
    if guess is None:
        return None
    said = f"column {names[guess]!r}" if head else f"column {guess + 1} (it has no row of names)"
    return Columns(
        guess, own, names, head, f"{said} is taken for the text; name another with --text-field"
    )


def names_a_text(first: Sequence[str]) -> bool:
    """Whether a row has the names of columns, and one of them is that of a text."""
    return _is_head(first, ()) and any(cell.lower() in _TEXTS for cell in first)


def _is_head(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Whether a row names the columns: short words, all different, no sentence and no figure."""
    if not any(first) or len({cell for cell in first if cell}) < sum(map(bool, first)):
        return False
    if any(len(cell) > _MAX_NAME_CHARACTERS or not _MARKS.isdisjoint(cell) for cell in first):
        return False
    if any(cell.replace(".", "").replace("-", "").isdigit() for cell in first):
        return False
    if any(cell.lower() in _TEXTS for cell in first):
        return True
    place = _longest(others)
    if place is None or place >= len(first):
        return True
    lengths = [len(row[place]) for row in others if place < len(row) and row[place]]
    return sum(lengths) > 2 * len(first[place]) * len(lengths)


def _guess(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    lowered = [name.lower() for name in names]
    for name in _TEXTS:
        if name in lowered and any(_han(row, lowered.index(name)) for row in rows):
            return lowered.index(name)
    place = _longest(rows)
    if place is None or place >= len(names):
        return None
    filled = [count for row in rows if (count := _han(row, place))]
    return place if filled and sum(filled) >= _MIN_MEAN_HAN * len(filled) else None


def _longest(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the column with the most Chinese characters."""
    width = max((len(row) for row in rows), default=0)
    sums = [sum(_han(row, place) for row in rows) for place in range(width)]
    most = max(sums, default=0)
    return sums.index(most) if most else None


def _han(row: Sequence[str], place: int) -> int:
    return len(_HAN.findall(row[place])) if place < len(row) else 0
