"""Decide by context which lines that look like page furniture are removed.

An address, the name of a newspaper or a caption (图为…) is ordinary text in a list, a form or a
letter. Such a line is removed only if its place shows that it belongs to the page: on a newspaper
page (recognised by at least two kinds of furniture), at the edge of a page, in the middle of a
sentence, repeated from page to page, or beside a picture. At least some running text must remain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from restore.core.blocks import ARTICLE_BREAK, Role
from restore.core.evidence import Evidence, Pattern
from restore.core.ocr_metadata import Margin
from restore.layout.closings import closing_lines
from restore.layout.furniture_forms import FurnitureForm
from restore.layout.imprint import page_name
from restore.layout.newspaper_signs import NOTHING_KNOWN, PageKnowledge, SignedLines
from restore.layout.page_edges import counted_heads, repeated_on_pages
from restore.layout.page_heads import banded
from restore.layout.page_numbers import edge_lines, page_numbers
from restore.layout.page_parts import kept_furniture
from restore.layout.plans import Removal
from restore.layout.quoting import QUOTED_CHARACTERS
from restore.layout.roles import headline, role_in_text
from restore.layout.sections import begins_part, section_number
from restore.layout.unfinished import open_end
from restore.settings import LayoutSettings
from restore.text.characters import CLAUSE_MARKS

__all__ = ["doubtful_lines", "line_roles"]

_DATED = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日[,，]")
# Captions that only their place shows: a dated sentence is no longer, a repeated line no shorter.
_MAX_CAPTION_CHARACTERS, _MIN_REPEATED_CAPTION_CHARACTERS = 130, 6
_OF_PAPERS = {"press", "imprint", "editor", "masthead", "page", "date", "scan", "notice"}
# A label with its value: 电话：88881111.
_LABELLED = re.compile(f"[^{CLAUSE_MARKS}:]{{1,10}}[：:]")


def line_roles(
    texts: Sequence[str],
    gaps: Sequence[int],
    settings: LayoutSettings,
    known: PageKnowledge = NOTHING_KNOWN,
) -> tuple[list[Role], list[Removal]]:
    """Return the role of each line, and the lines that do not belong to the text.

    Parameters
    ----------
    texts : one paragraph a line
    gaps : for each line, how many empty lines stood before it in the source
    """
    page = SignedLines(texts, gaps, known)
    removals = {line: Removal(line, role, evidence) for line, role, evidence in _found(page)}
    roles = []
    for line, words in enumerate(texts):
        removal = removals.get(line)
        if words == ARTICLE_BREAK:
            roles.append(Role.FURNITURE)
        elif removal is not None:
            roles.append(removal.role)
        else:
            roles.append(_kept_role(words, page.forms[line], page.plain[line][0]))
    for line in closing_lines(texts, roles, removals):
        roles[line] = Role.SIGNATURE
    if not settings.furniture:
        return roles, []
    kept = kept_furniture(page, removals.values(), settings.keep) if settings.keep else set()
    return roles, sorted(removal for line, removal in removals.items() if line not in kept)


def doubtful_lines(
    texts: Sequence[str],
    gaps: Sequence[int],
    settings: LayoutSettings,
    known: PageKnowledge = NOTHING_KNOWN,
) -> list[Removal]:
    """Return the lines that may be furniture and stay, as nothing but their place says so.

    Parameters
    ----------
    as those of ``line_roles``
    """
    doubtful = [line for line, (margin, _) in known.margins.items() if margin is Margin.LIKELY]
    if not settings.furniture or not doubtful:
        return []
    roles, removals = line_roles(texts, gaps, settings, known)
    gone = {removal.line for removal in removals}
    return [
        Removal(
            line,
            Role.FURNITURE,
            (Pattern("furniture: may stand in the margin", texts[line][:QUOTED_CHARACTERS]),),
        )
        for line in sorted(doubtful)
        if line not in gone
        and roles[line] in (Role.BODY, Role.HEADING)
        and not begins_part(texts[line])
    ]


def _kept_role(words: str, form: FurnitureForm | None, plain: Role) -> Role:
    if form is None:
        return plain
    if form.place in ("credit", "picture"):
        return Role.CAPTION
    # A label with its value heads nothing.
    labelled = _LABELLED.match(words) is not None and not open_end(words)
    return Role.BODY if labelled else role_in_text(words)


_Found = Iterable[tuple[int, Role, tuple[Evidence, ...]]]


def _found(page: SignedLines) -> _Found:
    """Yield the lines that go."""
    gone: dict[int, str] = {}
    # Of a page on which nothing looks like furniture, and of which boxes show nothing, nothing goes.
    if page.running and (any(page.forms) or page.known.boxed or page.known.margins):
        gone = {line: page.forms[line].rule for line in _by_themselves(page)}  # type: ignore[union-attr]
        gone |= _beside(page, gone)
        gone |= dict.fromkeys(_page_names(page, gone), "page name")
        gone |= dict.fromkeys(page_numbers(page), "page number")
        gone |= dict.fromkeys(banded(page), "head of a newspaper")
    for line, rule in gone.items():
        form = page.forms[line]
        role = Role.FURNITURE if form is None else form.role
        yield line, role, (Pattern(f"furniture: {role.value}", rule),)
    yield from _others(page, gone)


def _by_themselves(page: SignedLines) -> Iterator[int]:
    """Yield the lines that go for their form and the page they stand on."""
    counts = Counter(page.texts)
    edges = edge_lines(page) | page.alone_at_edges() if page.paged else frozenset()
    for line, form in enumerate(page.forms):
        if form is None:
            continue
        place = form.place
        if place in _OF_PAPERS:
            goes = not page.listed(line) and page.newspaper(line)
        elif place == "credit":
            goes = page.pictured(line) or page.newspaper(line)
        elif place == "picture":
            goes = page.pictured(line) or (
                page.apart(line) and (page.cuts(line) or page.newspaper(line))
            )
        elif place == "scene":
            goes = page.pictured(line) or (
                page.apart(line)
                and (counts[page.texts[line]] > 1 or page.cuts(line) or page.newspaper(line))
            )
        else:
            goes = place == "edge" and line in edges
        if goes:
            yield line


# Lines beside which the other furniture of a newspaper page stands.
_ANCHORS = {"press", "imprint", "editor", "masthead", "page", "date"}


def _beside(page: SignedLines, gone: dict[int, str]) -> dict[int, str]:
    """Return the lines that go because they stand in one run with lines that go.

    The contact lines of a paper stand behind the imprint; those before it may end an article.
    """
    found: dict[int, str] = {}
    edges = edge_lines(page)
    line = 0
    while line < len(page.texts):
        start = line
        while line < len(page.texts) and (page.forms[line] is not None or _day_beside(page, line)):
            line += 1
        anchors = [place for place in range(start, line) if place in gone and _anchors(page, place)]
        for place in range(start, line):
            form = page.forms[place]
            if form is None:
                # A running head goes whole: the date with its day of the week.
                if anchors:
                    found[place] = "date"
                continue
            if place in gone:
                continue
            if form.place == "hotline" and not page.listed(place):
                if (anchors or place in edges) and page.newspaper(place):
                    found[place] = form.rule
                continue
            if not anchors:
                continue
            behind = form.place == "contact" and place > anchors[0]
            if behind or form.place in ("section", "day", "beside", "head", "page", "date"):
                found[place] = form.rule
        line = max(line, start + 1)
    return found


def _day_beside(page: SignedLines, line: int) -> bool:
    """Whether a line is a date, and its day of the week stands in the line before or behind."""
    return page.plain[line][0] is Role.DATELINE and any(
        0 <= place < len(page.forms) and form is not None and form.place == "day"
        for place in (line - 1, line + 1)
        for form in page.forms[place : place + 1]
    )


def _anchors(page: SignedLines, line: int) -> bool:
    form = page.forms[line]
    return form is not None and form.place in _ANCHORS


def _page_names(page: SignedLines, gone: dict[int, str]) -> Iterator[int]:
    """Yield the names of pages (要闻) that stand beside other furniture."""
    for line, words in enumerate(page.texts):
        if (line - 1 in gone or line + 1 in gone) and page_name("".join(words.split())):
            yield line


def _others(page: SignedLines, gone: dict[int, str]) -> _Found:
    """Yield jump marks, and lines that no pattern knows: what pages repeat, captions by place."""
    counts = Counter(page.texts)
    repeated = repeated_on_pages(page.texts, page.known.pages) | counted_heads(page.texts)
    body = False
    for line, words in enumerate(page.texts):
        if not words or words == ARTICLE_BREAK or line in gone:
            continue
        role, rule = page.plain[line]
        if role is Role.JUMP_LINE:
            yield line, role, (Pattern(f"furniture: {role.value}", rule),)
            continue
        if page.margin(line) is Margin.REPEATED or (
            page.margin(line) is Margin.SURE and (not begins_part(words) or page.numbered(line))
        ):
            shown = Pattern("furniture: in the margin of the page", words[:QUOTED_CHARACTERS])
            yield line, Role.FURNITURE, (shown,)
            continue
        if page.forms[line] is not None:
            role = role_in_text(words)
        if line in repeated:
            yield (
                line,
                Role.FURNITURE,
                (Pattern("furniture: repeated on pages", words[:QUOTED_CHARACTERS]),),
            )
        elif _repeated_caption(line, words, role, counts, page):
            yield line, Role.CAPTION, (Pattern("furniture: repeated caption", words),)
        elif not body and _dated_caption(line, page):
            yield (
                line,
                Role.CAPTION,
                (Pattern("furniture: dated caption", words[:QUOTED_CHARACTERS]),),
            )
        else:
            body = body or role in (Role.BODY, Role.HEADING)


def _repeated_caption(
    line: int, words: str, role: Role, counts: Counter[str], page: SignedLines
) -> bool:
    """A line that stands several times, each time apart, in the middle of a sentence: a title may
    stand twice too, but it cuts none."""
    return (
        role is Role.HEADING
        and not section_number(words)
        and counts[words] >= 2
        and len(words) >= _MIN_REPEATED_CAPTION_CHARACTERS
        and page.gaps[line] >= page.wide
        and line > 0
        and open_end(page.texts[line - 1])
    )


def _dated_caption(line: int, page: SignedLines) -> bool:
    """A dated sentence by itself over the headline: what a picture shows."""
    texts, gaps = page.texts, page.gaps
    words = texts[line]
    after = gaps[line + 1] if line + 1 < len(gaps) else 0
    return (
        len(words) <= _MAX_CAPTION_CHARACTERS
        and _DATED.match(words) is not None
        and gaps[line] >= page.wide
        and line + 1 < len(texts)
        and (after >= page.wide or headline(texts[line + 1]))
    )
