"""Verse: short lines that end where the poet ended them, not where a column does.

Lines of print stop in the middle of a sentence; those of verse end in marks, or are of equal
length, or stand under the name of their author.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine, lengths_of_runs, runs
from restore.text.characters import DIGITS, HAN, LIST_NUMBERS, ONE_TO_TEN, POINTS, PROSE_MARKS
from restore.text.patterns import lazy_pattern

__all__ = ["find"]

#: A line of verse is no longer, in characters.
_MAX_VERSE_CHARACTERS = 22
_MIN_LINES = 4
#: Of the lines so many end in a mark, and so many of them in one within a sentence.
_MIN_MARKED_SHARE, _MIN_OPEN_SHARE = 3 / 4, 1 / 4
#: Of the lines so few begin with a number or label, or hold a figure.
_MAX_STRANGE_SHARE = 1 / 4
#: Two lines of two halves each, in regulated verse.
_MIN_COUPLETS = 2
_MIN_SIGNED_LINES = 2
#: Free verse has so many lines, in stanzas of so many on average; of the lines so many hold a mark,
#: so few hold a stop, and so few are of one length or shorter by a character, as those of a column.
_MIN_FREE_LINES, _MIN_STANZA_LINES = 8, 3
_MIN_POINTED_SHARE, _MAX_STOPPED_SHARE, _MAX_EVEN_SHARE = 1 / 5, 1 / 8, 1 / 2
#: Of lines that call or ask so many end in marks that say so or go on, and so long they are on average.
_MIN_CALLED_SHARE, _MAX_CALLED_CHARACTERS = 3 / 5, 12
#: Of the lines so many are other ones.
_MIN_NEW_SHARE = 1 / 2
_CANDIDATES = lazy_pattern(
    rf"^[^\n]{{2,{_MAX_VERSE_CHARACTERS + 8}}}\n\s*[^\n]{{2,{_MAX_VERSE_CHARACTERS + 8}}}$",
    re.MULTILINE,
)
#: Characters of a half, and of two with their marks.
_HALVES = (5, 7)
_COUPLETS = (12, 16)
_COUPLET = lazy_pattern(
    rf"(?:[{HAN}]{{5}}[，、！？][{HAN}]{{5}}|[{HAN}]{{7}}[，、！？][{HAN}]{{7}})[{PROSE_MARKS}]\Z"
)
#: Lines of two couplets each or more, as long poems and the verses of sutras are set.
_METRE = rf"(?:(?:[{HAN}]{{5}}[{PROSE_MARKS}]){{4,6}}|(?:[{HAN}]{{7}}[{PROSE_MARKS}]){{4,6}})"
_METRICAL = lazy_pattern(rf"[「“『]{{0,2}}{_METRE}[」”』]{{0,2}}")
_METRICAL_LINES = lazy_pattern(rf"^[ \u3000「“『]*{_METRE}[ \u3000」”』]*$", re.MULTILINE)
_MIN_METRICAL_LINES = 2
_BARE = lazy_pattern(rf"(?:[{HAN}]{{5}}|[{HAN}]{{7}})\Z")
_AUTHOR = lazy_pattern(
    rf"【(?:作者|朝代|题目|体裁|标题|诗人)】|(?:作者|作词|作曲|词|曲|编曲|演唱|原唱)[：:]\s*\S{{1,12}}\Z"
    r"|[（(\[〔【]?(?:先秦|[两东西]?汉|魏|[东西]?晋|南北朝|隋|唐|五代|[南北]?宋|元|明|清|近代|现代|当代)[)）\]〕】·]"
    rf"[ \u3000]*[{HAN}]{{2,4}}\Z"
)
_STRANGE = lazy_pattern(
    rf"[-+*•·●○▪□■|#]|[（(]?[{DIGITS}{ONE_TO_TEN}]{{1,3}}[)）.．、]|[{LIST_NUMBERS}]|[A-Za-z][.．、)）]"
    rf"|第[0-9{ONE_TO_TEN}百]+[条章节]|.{{1,8}}[：:]|.*[{DIGITS}]"
)
_HAN = lazy_pattern(f"[{HAN}]")
_OPEN = frozenset("，、—")
_MARKS = frozenset(POINTS + "…—,;!?")
_CALLS = _OPEN | frozenset("…！？!?")
_STOPS = frozenset("。；：;:")
_SPOKEN = frozenset('“”「」"')


def find(page: Lines) -> Iterator[Region]:
    """Yield lines of verse."""
    if _METRICAL_LINES.search(page.text) is not None:
        for run in runs(page, lambda line: _METRICAL.fullmatch(line.text) is not None, gap=1):
            if len(run) >= _MIN_METRICAL_LINES:
                yield from (line.region(Form.VERSE) for line in run)
    if _CANDIDATES.search(page.text) is None:
        return
    lines = page.lines
    short = [_is_short(line) for line in lines]
    for start, stop in lengths_of_runs(short):
        if short[start]:
            for line in _verses(lines[start:stop]):
                yield line.region(Form.VERSE)


def _verses(block: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """Yield the verses among short lines that no longer one parts."""
    authors = [place for place, line in enumerate(block) if _AUTHOR.match(line.text)]
    if authors:
        # The title stands over the author, and the poem ends where something else is listed.
        first = max(0, authors[0] - 1)
        stop = next(
            (place for place in range(authors[-1] + 1, len(block)) if _is_item(block[place])),
            len(block),
        )
        if stop - authors[-1] > _MIN_SIGNED_LINES:
            yield from block[first:stop]
        return
    if _is_verse(block) or _is_free(block):
        yield from block
        return
    for stanza in runs(block, lambda line: True):
        if _is_verse(stanza) or _is_even(stanza):
            yield from stanza


def _is_short(line: SourceLine) -> bool:
    return len(line.text) <= _MAX_VERSE_CHARACTERS and _HAN.search(line.text) is not None


def _are_items(lines: Sequence[SourceLine]) -> bool:
    return sum(map(_is_item, lines)) > _MAX_STRANGE_SHARE * len(lines)


def _is_item(line: SourceLine) -> bool:
    return _STRANGE.match(line.text) is not None or not _SPOKEN.isdisjoint(line.text)


def _is_loop(lines: Sequence[SourceLine]) -> bool:
    """Whether a model said the same over and over: a refrain comes again, but is not all."""
    return len({line.text for line in lines}) < _MIN_NEW_SHARE * len(lines)


def _is_verse(lines: Sequence[SourceLine]) -> bool:
    """Whether lines end in marks, as those of a column do not, and many within a sentence, as
    paragraphs do not."""
    if len(lines) < _MIN_LINES:
        return False
    marked = sum([line.text[-1] in _MARKS for line in lines])
    open_ended = sum([line.text[-1] in _OPEN for line in lines])
    if marked < _MIN_MARKED_SHARE * len(lines) or open_ended < _MIN_OPEN_SHARE * len(lines):
        return False
    # These take longest.
    return not _is_loop(lines) and not _are_items(lines)


def _is_free(lines: Sequence[SourceLine]) -> bool:
    """Whether lines are ragged, with marks here and there, and hardly a stop, or none where no
    stanzas part them: those of a column are full, and its paragraphs end. Or whether most are short
    and call or ask."""
    return (
        len(lines) >= _MIN_FREE_LINES
        and _is_ragged(lines)
        and not (_is_loop(lines) or _are_items(lines))
    )


def _is_ragged(lines: Sequence[SourceLine]) -> bool:
    """Whether marks and lengths of lines are those of free verse."""
    called = sum([line.text[-1] in _CALLS for line in lines])
    if called >= _MIN_CALLED_SHARE * len(lines):
        return sum(len(line.text) for line in lines) <= _MAX_CALLED_CHARACTERS * len(lines)
    stanzas = 1 + sum([line.gap > 0 for line in lines[1:]])
    if len(lines) < _MIN_STANZA_LINES * stanzas:
        return False
    pointed = sum(not _MARKS.isdisjoint(line.text) for line in lines)
    stopped = sum(not _STOPS.isdisjoint(line.text) for line in lines)
    lengths = Counter(len(line.text) for line in lines)
    even = max(lengths[length] + lengths[length - 1] for length in list(lengths))
    return (
        (stanzas > 1 or stopped == 0)
        and pointed >= _MIN_POINTED_SHARE * len(lines)
        and stopped <= _MAX_STOPPED_SHARE * len(lines)
        and even <= _MAX_EVEN_SHARE * len(lines)
    )


def _is_even(lines: Sequence[SourceLine]) -> bool:
    """Whether all lines are couplets of one length, or bare ones of five or seven characters."""
    couplets = [
        line.text for line in lines if len(line.text) in _COUPLETS and _COUPLET.match(line.text)
    ]
    if len(couplets) >= _MIN_COUPLETS and len(couplets) >= len(lines) - 1:
        return True
    bare = [line.text for line in lines if len(line.text) in _HALVES and _BARE.match(line.text)]
    even = len(bare) == len(lines) and len({len(text) for text in bare}) == 1
    return even and len(lines) >= _MIN_LINES and len(lines) % 2 == 0
