"""Roles of lines by their form: furniture, caption, jump mark, byline, dateline, heading, body.

A line that looks like furniture may still be text; ``furniture`` decides that by its context.
"""

from __future__ import annotations

import re
from functools import lru_cache

from restore.core.blocks import Role
from restore.gate.locks import SURNAMES
from restore.layout.furniture_forms import furniture_form
from restore.layout.jump_marks import JumpMark, jump_mark
from restore.layout.lines import LINES_KEPT, ends_sentence, width_of
from restore.layout.sections import addresses
from restore.layout.unfinished import dashed_heading
from restore.text.characters import (
    BYLINE_SIGNS,
    DIGITS,
    HAN,
    ONE_TO_TEN,
    SPACE,
    STOPS,
    UNFINISHED_WORDS,
    ZERO_TO_NINE,
)
from restore.text.patterns import lazy_pattern

__all__ = ["headline", "role_by_form", "role_in_text", "signature", "signed_by"]

_SPACES = re.compile(f"[{SPACE}]+")
# Who wrote it, in brackets behind the last sentence: （李睿琦）, （本报记者 王晓燕 陈卓）.
_SIGNATURE = lazy_pattern(
    f"[{STOPS}…”][（(](?P<credit>[{HAN}]{{0,6}}(?:记者|通讯员|作者|撰稿|整理|供稿)[:：{SPACE}]*)?"
    f"(?P<name>[{HAN}]{{1,3}}[^略完\\W])(?:[、{SPACE}]+[{HAN}]{{2,4}}){{0,4}}[）)]\\Z"
)
# ... or who that is: （作者单位：市委党校）, （作者系省社会科学院研究员）.
_ABOUT_AUTHOR = lazy_pattern(
    f"[{STOPS}…”][（(](?:作者|本文作者)(?:单位|系|为|是|[:：])[^（）()]{{2,60}}[）)]\\Z"
)


def signature(text: str) -> bool:
    """Whether the line ends with the signature of its author, and so ends a story."""
    return signed_by(text) is not None


def signed_by(text: str) -> str | None:
    """Return the signature with which a line ends behind its last sentence, in its brackets.

    Examples
    --------
    >>> signed_by("为家乡发展贡献力量。（记者 王晓燕）"), signed_by("他笑了。（掌声）")
    ('（记者 王晓燕）', None)
    """
    if text[-1:] not in ("）", ")"):
        return None
    match = _SIGNATURE.search(text)
    if match is None or (match["credit"] is None and match["name"][0] not in SURNAMES):
        match = _ABOUT_AUTHOR.search(text)
    return None if match is None else match[0][1:]


_DATE = lazy_pattern(
    f"[（(]?[{DIGITS}{ZERO_TO_NINE}]{{4}}年[{DIGITS}{ONE_TO_TEN}]{{1,3}}月"
    f"[{DIGITS}{ONE_TO_TEN}]{{1,3}}日[)）]?"
)
_OFFICE = "主席|主任|书记|省长|市长|县长|区长|旗长|盟长|州长|院长|检察长|会长|部长|局长|总理|委员长|秘书长|行长|社长|校长"
_BYLINE = re.compile(
    rf"(?:[{BYLINE_SIGNS}]\s*[{HAN}A-Za-z·]{{2,12}}(?:\s+[{HAN}]{{2,4}})*"
    rf"|[（(]?(?:文|图|文/图|图/文|本报|本刊|本网|本台|新华社|人民日报)?(?:全媒体|融媒体|首席|特约|实习)?(?:记者|通讯员|作者|撰稿|评论员|摄影|整理|执笔)[:：/／]?\s*[{HAN}A-Za-z·\s、]{{2,40}}[)）]?"
    rf"|[{HAN}]{{0,18}}(?:{_OFFICE})[{SPACE}]+[{HAN}]{{1,3}}(?:[·{SPACE}]?[{HAN}]{{1,6}})?)"
)
# What a letter closes with, and a notice: no heading, though no stop stands behind it.
_COURTESY = re.compile(
    "此致|敬礼|特此(?:通知|通报|通告|公告|报告|函告|函复|批复|说明|证明|声明|致谢)|谢谢(?:大家)?"
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
    """Whether the line looks like a headline: short, not a sentence, no open end."""
    return _headline(text, width_of(text))


def _headline(text: str, width: float) -> bool:
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
    """Return the role of a line by its own form, and the rule that says so.

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
    """Return the role of a line that belongs to the text, whatever furniture it looks like."""
    return _in_text(text, jump_mark(text))[0]


def _in_text(text: str, mark: JumpMark | None) -> tuple[Role, str]:
    if "年" in text and _DATE.fullmatch(_SPACES.sub("", text)):
        return Role.DATELINE, "date"
    width = width_of(text)
    if width <= _MAX_BYLINE_WIDTH and _BYLINE.fullmatch(text):
        return Role.BYLINE, "byline"
    if mark is None and dashed_heading(text) and not _ENDS_OPEN.search(text):
        return Role.SUBTITLE, "dash"
    if _COURTESY.fullmatch(text) or addresses(text + "："):
        return Role.BODY, "words to the reader"
    if mark is None and _headline(text, width) and text[-1] not in "：:；;，、":
        return Role.HEADING, "short line without a sentence"
    return Role.BODY, "running text"


_role_kept = lru_cache(maxsize=LINES_KEPT)(_role)
