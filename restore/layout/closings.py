"""What signs a text at its end: who wrote or issued it, over the day.

A notice closes with its office and its date, a letter with a name, a column with its author in
brackets. By their form such lines look like headlines; they head nothing and stay where they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.gate.locks import SURNAMES
from restore.layout.lines import ends_sentence, width_of
from restore.layout.sections import begins_part
from restore.text.characters import HAN, SPACE
from restore.text.patterns import lazy_pattern

__all__ = ["closing_lines"]

# Of offices, firms and schools those whose last word ends no headline: not 会 (座谈会), not 乡.
_OFFICE = lazy_pattern(
    f"[{HAN}（）()“”]{{2,28}}(?:委员会|人民政府|办公室|办公厅|[^干各全内外]部|局|厅|法院|检察院|医院"
    "|人大常委会|党委|党组|党支部|党总支|协会|学会|联合会|工会|公司|集团|银行|学校|中学|小学|大学|学院"
    "|幼儿园|研究所|研究院|出版社|报社|杂志社|编辑部|村委会|居委会|组委会|筹委会|支队|总队|图书馆"
    "|博物馆|基金会|商会)"
)
_LABELLED = lazy_pattern(
    f"[{HAN}]{{0,6}}(?:人|作者|单位|者|记者|编辑|单位名称)[:：][{SPACE}]*[{HAN}A-Za-z·、{SPACE}]{{2,40}}"
)
_BRACKETED = lazy_pattern(
    f"[（(](?:[{HAN}]{{0,6}}(?:记者|通讯员|作者|撰稿|整理|供稿|执笔)[:：{SPACE}]*[{HAN}]|[{SURNAMES}])"
    f"[{HAN}]{{1,3}}(?:[、{SPACE}]+[{HAN}]{{2,4}}){{0,4}}[）)]"
)
_NAME = lazy_pattern(f"[{SURNAMES}][{SPACE}]*[{HAN}][{SPACE}]*[{HAN}]?")
_FAREWELL = lazy_pattern(f"(?:此致[{SPACE}]*)?敬礼[！!]?")
_SIGNING = frozenset({Role.HEADING, Role.SUBTITLE, Role.BYLINE, Role.DATELINE})
# A closing has a few short lines; what is wider is a headline.
_MAX_LINES, _MAX_WIDTH = 4, 30.0
# Under a title and over a date any name is believed, if it is no wider.
_MAX_DATED_WIDTH = 20.0


def closing_lines(
    texts: Sequence[str], roles: Sequence[Role], gone: Collection[int]
) -> frozenset[int]:
    """Return the lines with who signs a text.

    They stand behind its last sentence: at the end of an article, or anywhere if an office and its
    date follow each other.

    Parameters
    ----------
    texts, roles : the lines of a document, and what they look like
    gone : lines that are taken out of the text
    """
    found: set[int] = set()
    for lines in _articles(texts, gone):
        titled = bool(lines) and roles[lines[0]] is Role.HEADING
        for first, stop in _runs(lines, texts, roles):
            run = lines[first:stop]
            if stop < len(lines):
                run = _to_the_date(run, roles)
            at_end = stop == len(lines)
            found |= _signing(run, texts, roles, titled=titled and at_end, at_end=at_end)
    return frozenset(found)


def _articles(texts: Sequence[str], gone: Collection[int]) -> Iterator[list[int]]:
    lines: list[int] = []
    for line, words in enumerate(texts):
        if words == ARTICLE_BREAK:
            yield lines
            lines = []
        elif words and line not in gone:
            lines.append(line)
    yield lines


def _runs(
    lines: Sequence[int], texts: Sequence[str], roles: Sequence[Role]
) -> Iterator[tuple[int, int]]:
    """Yield where short lines stand behind the end of a sentence, as places in ``lines``."""
    place = 0
    while place < len(lines):
        stop = place
        while stop < len(lines) and roles[lines[stop]] in _SIGNING:
            stop += 1
        if stop > place > 0 and _closed(texts[lines[place - 1]]):
            yield place, stop
        place = max(stop, place + 1)


def _closed(text: str) -> bool:
    return ends_sentence(text) or _FAREWELL.fullmatch(text) is not None


def _to_the_date(run: list[int], roles: Sequence[Role]) -> list[int]:
    """Return the lines up to the first date; none without one."""
    dates = [place for place, line in enumerate(run) if roles[line] is Role.DATELINE]
    return run[: dates[0] + 1] if dates else []


def _signing(
    run: Sequence[int],
    texts: Sequence[str],
    roles: Sequence[Role],
    *,
    titled: bool,
    at_end: bool,
) -> set[int]:
    """Return the names in a run of short lines if all of its words are names and dates."""
    if len(run) > _MAX_LINES or not run:
        return set()
    dated = roles[run[-1]] is Role.DATELINE
    named = {line for line in run if roles[line] is not Role.DATELINE}
    taken = run[0] > 0 and _FAREWELL.fullmatch(texts[run[0] - 1]) is not None

    def signs(line: int) -> bool:
        text = texts[line]
        if width_of(text) > _MAX_WIDTH or begins_part(text.lstrip("—")):
            return False
        if _OFFICE.fullmatch(text):
            return True
        if not at_end:
            return False
        if roles[line] is Role.BYLINE or _LABELLED.fullmatch(text) or _BRACKETED.fullmatch(text):
            return True
        if _NAME.fullmatch(text) and (dated or taken):
            return True
        return (taken or (dated and titled)) and width_of(text) <= _MAX_DATED_WIDTH

    return named if all(signs(line) for line in named) else set()
