"""Roles of blocks by their form: furniture, captions, jump lines, bylines, datelines, headings.

A line that has the form of furniture may be text all the same: its place tells (furniture.py).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from restore.core.blocks import Role
from restore.errors import RestoreError
from restore.gate.locks import SURNAMES
from restore.layout.imprint import imprint, imprint_place
from restore.layout.lines import ends_sentence, width_of
from restore.resources import dictionary_path
from restore.text.characters import (
    BYLINE_SIGNS,
    CIRCLED,
    CIRCLED_VALUES,
    DIGIT_VALUES,
    DIGITS,
    HAN,
    LIST_NUMBERS,
    ONE_TO_TEN,
    ORNAMENTS,
    PLACE_VALUES,
    SPACE,
    STOPS,
    UNFINISHED_WORDS,
    ZERO_TO_NINE,
)

__all__ = [
    "FurnitureForm",
    "JumpMark",
    "begins_part",
    "furniture_form",
    "headline",
    "jump_mark",
    "numeral_value",
    "role_by_form",
    "role_in_text",
    "section_number",
    "signature",
]

_SPACES = re.compile(f"[{SPACE}]+")
# Who wrote it, in brackets behind the last sentence: （李睿琦）, （本报记者 王晓燕 陈卓）.
_SIGNATURE = re.compile(
    f"[{STOPS}…”][（(](?P<credit>[{HAN}]{{0,6}}(?:记者|通讯员|作者|撰稿|整理|供稿)[:：{SPACE}]*)?"
    f"(?P<name>[{HAN}]{{2,4}})(?:[、{SPACE}]+[{HAN}]{{2,4}}){{0,4}}[）)]\\Z"
)
_NUMERALS = f"{ONE_TO_TEN}百"
# What may begin a part of a text: numbers of sections and items, bullets, a dash, a mark of a
# story. 一是 and 2023年 are words of running text.
_PART = re.compile(
    f"[{ORNAMENTS}]|[{LIST_NUMBERS}]|[（(][{_NUMERALS}]{{1,3}}[）)]|[（(][0-9]{{1,2}}[）)]"
    f"|[{_NUMERALS}]{{1,3}}、|[0-9]{{1,2}}[、．]|[0-9]{{1,2}}\\.(?![0-9])"
    f"|第[{_NUMERALS}零〇千0-9]{{1,7}}[章节条编款篇部](?![{HAN}]{{0,2}}[第之])|——|附件|附表"
)
_SECTION = (
    (re.compile(f"第([{_NUMERALS}零〇千0-9]{{1,7}})[章编篇部分]"), "chapter"),
    (re.compile(f"第([{_NUMERALS}零〇千0-9]{{1,7}})条"), "article"),
    (re.compile(f"([{_NUMERALS}]{{1,3}})、"), "level1"),
    (re.compile(f"[（(]([{_NUMERALS}]{{1,3}})[）)]"), "level2"),
    (re.compile(r"([0-9]{1,2})[、．.](?![0-9])"), "level3"),
    (re.compile(f"([{CIRCLED}])"), "circled"),
)
_PAGE = rf"(?:第|A|B|C|D)?\s*(?P<page>[{DIGITS}{ONE_TO_TEN}]{{1,3}}|[A-D][0-9]{{1,2}})\s*版"
_JUMP = re.compile(
    rf"(?P<mark>[{ORNAMENTS}]?[ \u3000]*[*]{{0,2}}[（(【\[]?[ \u3000]*[{ORNAMENTS}]?"
    rf"(?:(?P<from>(?:紧?上接|接)(?:头版|{_PAGE}))|(?P<to>(?:下转|转至|转)(?:头版|{_PAGE.replace('page', 'page2')})))"
    rf"(?:[《“][^》”\n]{{1,40}}[》”])?[ \u3000]*[）)】\]]?[*]{{0,2}}[ \u3000]*[：:]?[ \u3000]*)"
)


class JumpMark(NamedTuple):
    """A jump mark in a line: its span there, ``from`` another page or ``to`` one, which page."""

    start: int
    end: int
    direction: str
    page: str


def jump_mark(text: str) -> JumpMark | None:
    """Return the jump mark that begins (上接第1版) or ends (下转第3版) the line, or None."""
    if "版" not in text:
        return None
    match = _JUMP.match(text)
    if match is None or (match["from"] is None and match.end() != len(text)):
        match = None
        for candidate in _JUMP.finditer(text):
            if candidate.end() == len(text) and candidate["to"] is not None:
                match = candidate
    if match is None:
        return _misread_mark(text)
    if match["from"] is not None:
        # 接 alone is a verb; it counts as a mark only with the sign or bracket of one.
        bare = match["from"].startswith("接") and match["mark"][0] == "接"
        return None if bare else JumpMark(*match.span("mark"), "from", match["page"] or "1")
    bare = not match["to"].startswith("下转") and match["mark"][0] == "转"
    return None if bare else JumpMark(*match.span("mark"), "to", match["page2"] or "1")


# A jump mark on a line of its own whose signs were misread: 国上接第1版, 《下转第5版), 上接第1]版.
_MISREAD = re.compile(
    rf"[^，。、]?[ \u3000]?(?:(?P<from>上接)|下转)第?[ \u3000]?(?P<page>[0-9{_NUMERALS}]{{1,2}})[^，。、]?"
    r"版[^，。、]{0,3}"
)


def _misread_mark(text: str) -> JumpMark | None:
    match = _MISREAD.fullmatch(text)
    if match is None:
        return None
    return JumpMark(0, len(text), "from" if match["from"] else "to", match["page"])


# What a pattern ends with: one of some words, with a mark behind it at most.
_LAST_WORDS = re.compile(
    f"(?:\\(\\?:(?P<words>[^()\\[\\]?*+{{}}.\\\\]+)\\)|(?P<word>[{HAN}]))(?:\\[[^\\]]*\\]\\?)?\\Z"
)


def _needed(pattern: str) -> tuple[str, ...]:
    """Return words of which a line must hold one to match a pattern; none where that is unknown."""
    depth = 0
    for part in re.findall(r"\\.|\[(?:\\.|[^\]])*\]|[(|)]", pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            return ()
    match = _LAST_WORDS.search(pattern)
    if match is None:
        return ()
    return tuple(match["words"].split("|")) if match["words"] else (match["word"],)


@lru_cache(maxsize=1)
def _probe() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return a pattern that finds the words that some patterns need, and one that matches what any
    of the others matches: most lines are no furniture, and that is soon seen."""
    needed = {pattern.pattern: _needed(pattern.pattern) for pattern, _, _ in _furniture()}
    words = sorted({word for found in needed.values() for word in found})
    rest = "|".join(f"(?:{pattern})" for pattern, found in needed.items() if not found)
    return re.compile("|".join(map(re.escape, words)) or "(?!)"), re.compile(rest or "(?!)")


_PLACES = {
    "number", "press", "imprint", "masthead", "page", "section", "date", "day", "contact",
    "hotline", "scan", "notice", "head", "credit", "picture", "scene",
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
    """What a line of furniture looks like: its role, the place it needs (see furniture.tsv), and
    the pattern or the labels that say so."""

    role: Role
    place: str
    rule: str


def furniture_form(text: str) -> FurnitureForm | None:
    """Return what kind of furniture the line has the form of, or None."""
    return (
        _form(_SPACES.sub("", text))
        if len(text) <= _SPACED_FACTOR * _MAX_FURNITURE_CHARACTERS
        else None
    )


@lru_cache(maxsize=10_000)
def _form(bare: str) -> FurnitureForm | None:
    if len(bare) > _MAX_FURNITURE_CHARACTERS:
        return None
    words, others = _probe()
    labels = imprint(bare)
    if words.search(bare) or others.fullmatch(bare):
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


def begins_part(text: str) -> bool:
    """Whether the line begins as a numbered section, an item, or a marked story."""
    return _PART.match(text) is not None


def signature(text: str) -> bool:
    """Whether the line ends with the signature of its author, and so ends a story."""
    if text[-1:] not in ("）", ")"):
        return False
    match = _SIGNATURE.search(text)
    return match is not None and (match["credit"] is not None or match["name"][0] in SURNAMES)


def section_number(text: str) -> tuple[str, int] | None:
    """Return the kind and number of the section that the line begins (（三） -> level2, 3)."""
    for pattern, kind in _SECTION:
        match = pattern.match(text)
        if match is not None:
            return kind, numeral_value(match[1])
    return None


def numeral_value(numeral: str) -> int:
    """Return the value of a numeral (12, 十二, ⑫); 0 where it has none."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if numeral in CIRCLED_VALUES:
        return CIRCLED_VALUES[numeral]
    total = current = 0
    for char in numeral:
        if char in PLACE_VALUES:
            total += (current or 1) * PLACE_VALUES[char]
            current = 0
        else:
            current = DIGIT_VALUES.get(char, 0)
    return total + current


_DATE = re.compile(
    f"[（(]?[{DIGITS}{ZERO_TO_NINE}]{{4}}年[{DIGITS}{ONE_TO_TEN}]{{1,3}}月"
    f"[{DIGITS}{ONE_TO_TEN}]{{1,3}}日[)）]?"
)
_OFFICE = "主席|主任|书记|省长|市长|县长|区长|旗长|盟长|州长|院长|检察长|会长|部长|局长|总理|委员长|秘书长|行长|社长|校长"
_BYLINE = re.compile(
    rf"(?:[{BYLINE_SIGNS}]\s*[{HAN}A-Za-z·]{{2,12}}(?:\s+[{HAN}]{{2,4}})*"
    rf"|[（(]?(?:文|图|文/图|图/文|本报|本刊|本网|本台|新华社|人民日报)?(?:全媒体|融媒体|首席|特约|实习)?(?:记者|通讯员|作者|撰稿|评论员|摄影|整理|执笔)[:：/／]?\s*[{HAN}A-Za-z·\s、]{{2,40}}[)）]?"
    rf"|[{HAN}]{{0,18}}(?:{_OFFICE})[{SPACE}]+[{HAN}]{{1,3}}(?:[·{SPACE}]?[{HAN}]{{1,6}})?)"
)
_NESTED = re.compile("“[^”]*”|《[^》]*》|（[^）]*）")
_ENDS_OPEN = re.compile(f"[，、{UNFINISHED_WORDS}]\\Z")
# Headlines of reports and papers: up to 42 characters, most below 24; the longer a line, the fewer
# commas a headline has.
_MAX_HEADLINE_WIDTH = 42.0
_SHORT_HEADLINE_WIDTH = 24.0
# Commas that a short headline may have (a 、 counts half), and a longer one.
_MAX_COMMAS_SHORT, _MAX_COMMAS_LONG = 2, 1
_MAX_BYLINE_WIDTH = 30.0


def headline(text: str) -> bool:
    """Whether the line has the form of a headline: short, no sentence, no open end."""
    width = width_of(text)
    if width > _MAX_HEADLINE_WIDTH or ends_sentence(text) or _ENDS_OPEN.search(text):
        return False
    bare = _NESTED.sub("", text)
    if "。" in bare or "；" in bare:
        return False
    if width <= _SHORT_HEADLINE_WIDTH:
        return bare.count("，") + bare.count("、") // 2 <= _MAX_COMMAS_SHORT
    return bare.count("，") + bare.count("、") <= _MAX_COMMAS_LONG


# Every pass over a page asks again; roles of longer lines, which are running text, are not kept.
_MAX_CACHED_CHARACTERS = 200


def role_by_form(text: str) -> tuple[Role, str]:
    """Return the role of a line by its own form, with the words of the rule.

    Titles and captions that only their place shows are found later.
    """
    return _role_kept(text) if len(text) <= _MAX_CACHED_CHARACTERS else _role(text)


def _role(text: str) -> tuple[Role, str]:
    if text == "\f":
        return Role.FURNITURE, "article break"
    mark = jump_mark(text)
    if mark is not None and mark.end - mark.start == len(text):
        return Role.JUMP_LINE, "jump mark"
    known = furniture_form(text)
    if known is not None:
        return known.role, known.rule
    return _in_text(text, mark)


def role_in_text(text: str) -> Role:
    """Return the role of a line that stands in the text, whatever furniture it looks like."""
    return _in_text(text, jump_mark(text))[0]


def _in_text(text: str, mark: JumpMark | None) -> tuple[Role, str]:
    if _DATE.fullmatch(_SPACES.sub("", text)):
        return Role.DATELINE, "date"
    if width_of(text) <= _MAX_BYLINE_WIDTH and _BYLINE.fullmatch(text):
        return Role.BYLINE, "byline"
    if text.startswith("——") and mark is None and headline(text):
        return Role.SUBTITLE, "dash"
    if mark is None and headline(text) and text[-1] not in "：:；;，、":
        return Role.HEADING, "short line without a sentence"
    return Role.BODY, "running text"


_role_kept = lru_cache(maxsize=10_000)(_role)
