"""Which two lines may never be joined, by their form alone.

Whatever the column width or the language model says, table rows, list items, times, labels and code
keep their line breaks, and two figures never become one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from restore.layout.lines import LINES_KEPT, ends_sentence
from restore.layout.sections import addresses
from restore.text.characters import (
    BOX_JOINTS,
    CLAUSE_MARKS,
    DIGITS,
    HAN,
    ONE_TO_TEN,
    OPENING,
    SPACE,
)
from restore.text.patterns import lazy_pattern

__all__ = ["EDGE_CHARACTERS", "MAX_WORD_CHARACTERS", "cut_figure", "keeps_apart", "stands"]

# Items and marks at the head of a line; numbered sections are the business of ``begins_part``.
_ITEM = lazy_pattern(
    f"[-+*•·▪◦‣●○][{SPACE}]+|\\[[ xX√]\\]|[0-9]{{1,3}}[.)）][{SPACE}]+|[(（]?[A-Za-z][)）][{SPACE}]*"
    f"|[A-Za-z][.．、][{SPACE}]*(?=[{HAN}])|>|#|```|~~~|:[a-z_]+:|步骤[{SPACE}]*[0-9{ONE_TO_TEN}]"
    f"|(?:图|表|例)[{SPACE}]*[0-9]{{1,2}}(?:[-.][0-9]{{1,2}})?(?:[{SPACE}：:]|\\Z)"
    "|&(?:nbsp|emsp|ensp|#12288|#160);|\\*\\*[^*]{1,24}(?:[：:]\\*\\*|\\*\\*[：:])"
)
_CLOCK = "(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?:[.,，][0-9]{1,3})?"
_DAY = "(?:[0-9]{4}[-/.])?[0-9]{1,2}[-/.][0-9]{1,2}"
# A time of day as a line's own mark: at its head, alone or in brackets, or at the end of a line
# that holds nothing else but a name (a message's sender) and a day.
_TIMED = lazy_pattern(
    f"[\\[(（【]{_CLOCK}[\\])）】]|(?:{_DAY}[{SPACE}T]+)?{_CLOCK}(?:[{SPACE}]|-|~|—|\\Z)"
    f"|[^{SPACE}，。；：:]{{1,16}}[{SPACE}]+(?:[^{SPACE}，。；]{{1,12}}[{SPACE}]+)?{_CLOCK}\\Z"
)
_ARROW = lazy_pattern(f"{_CLOCK}[{SPACE}]*-->")
_MAIL_HEADER = lazy_pattern("[A-Z][A-Za-z]{0,12}(?:-[A-Z][A-Za-z]{1,12}){0,3}:[ \t]")
_BARE_LABEL = lazy_pattern(f"[^{CLAUSE_MARKS}:]{{1,12}}[：:][{SPACE}_]*\\Z")
_CELLS = lazy_pattern(f"\t|[^{SPACE}](?: {{3,}}|\u3000{{2,}}| \u3000|\u3000 )[^{SPACE}]")
# A contents page leads to its numbers by dots; the ellipsis of prose has six, in two characters.
_LEADERS = lazy_pattern(r"(?:…{3,}|\.{4,}|·{4,})[ 0-9]*\Z|…{2} *[0-9]+\Z")
_URL_LAST = lazy_pattern("(?:https?://|www\\.)[!-~]+\\Z")
# A drawn table; a dash may be drawn as well.
_RULED = frozenset(re.findall(f"[{BOX_JOINTS}]", "".join(map(chr, range(0x2500, 0x2580)))))
_CODE = lazy_pattern(
    r"(?:import|from|def|class|return|elif|else|try|except|print|public|private|static|const|let|"
    rf"var|function|SELECT|INSERT|UPDATE)\b[^{HAN}]*\Z|[$@%]\s?[a-z]|>>>|//|/\*|\*/|\"\"\""
    r"|<[/!a-z]|[A-Za-z_][\w.\[\]]*\s*(?:=|\+=|:=|==|->|=>)|[A-Za-z_][\w.]*\(|[})\]]",
    re.ASCII,
)
# A line that is an element of HTML which makes a block.
_ELEMENT = lazy_pattern(
    r"</?(?:p|div|h[1-6]|li|[uo]l|t[rdh]|table|figure|figcaption|center|summary|details|blockquote|img|hr)\b"
    r"[^<>]{0,160}>(?:.*</?\w+>)?\Z",
    re.IGNORECASE | re.ASCII,
)
_CODE_LAST = lazy_pattern(r"(?:[{};\\]|[\w\])\"']\s?[:(\[]|\*/|\"\"\"|```)\Z", re.ASCII)
# What two lines in a row begin with where each is an entry of its own.
_ENTRY_FORMS = (
    f"[{HAN}A-Za-z（）()/·{SPACE}]{{1,12}}[：:](?!//)",
    _CLOCK,
    f"[0-9]{{1,2}}(?:\\.[0-9]{{1,2}}){{1,3}}[{SPACE}]",
    f"[0-9]{{1,2}}[，,、](?=[{HAN}])",
    f"[{DIGITS}]{{1,2}}[)）]",
    f"(?:[0-9]{{2,4}}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?|{_DAY}[{SPACE}]",
)
# Label in brackets at the head of a line: 【原文】, 〔评〕; 〔2023〕 is part of a number.
_BRACKETED = lazy_pattern(f"[〔【［][{HAN}]{{1,6}}[〕】］]")
# What a form or a model text leaves to be filled in.
_BLANK = ("__", "＿＿")
# Who signs, and when, in a model text; in a judgment the same stands for names, in its sentences.
_MASKED = "××"
_ANY_MARK = lazy_pattern(f"[{CLAUSE_MARKS}]")
# An entry and what it says: 骑驴看唱本——走着瞧, 平凡的一天——某书.
_DASHED = lazy_pattern("[^—\n]{2,60}——[^—，。\n]{1,24}\\Z")
# A verse of scripture and its number.
_VERSE = lazy_pattern(f"(?P<number>[0-9]{{1,3}})[{SPACE}](?=[{HAN}{OPENING}])")
_ENTRIES = tuple(map(lazy_pattern, _ENTRY_FORMS))
_ENTRY = lazy_pattern("|".join(_ENTRY_FORMS))
_HAN = lazy_pattern(f"[{HAN}]")
# What tells shows at the ends of lines, so many characters of them (no word that wraps is longer
# than the second): the cost stays bounded on lines of any length.
EDGE_CHARACTERS, MAX_WORD_CHARACTERS = 200, 64

_FIGURE_LAST = lazy_pattern(f"[{DIGITS}][.．,，·:：/～~\\-–—]?\\Z")
_FIGURE_FIRST = lazy_pattern(f"[.．]?[{DIGITS}]")
_UNITS = (
    "[百千万亿]*(?:元|美元|人|个|项|件|名|家|次|米|公里|千米|厘米|毫米|吨|公斤|千克|克|升|毫升|度|岁|倍|"
    "亩|公顷|平方米|立方米|户|辆|台|套|所|座|页|年|月|日|号|时|点|分|秒|小时|分钟|个百分点|百分点)"
    "|[百千万亿]+|[%％‰℃°]|[A-Za-z]{1,3}"
)
_MEASURED_LAST = lazy_pattern(f"[{DIGITS}][余多几]?(?P<unit>{_UNITS})\\Z")
# A date and a time of day name the next smaller unit behind each.
_FOLLOWS = {
    "年": "月",
    "月": "日号",
    "日": "时点",
    "号": "时点",
    "时": "分",
    "点": "分",
    "分": "秒",
}
_NEXT_UNIT = lazy_pattern(f"[{DIGITS}]{{1,2}}(?P<unit>[{HAN}])")


def stands(text: str) -> bool:
    """Whether a line is complete by its form alone: a table row, a time, an address, code.

    Examples
    --------
    >>> [stands(line) for line in ("| 甲 | 10 |", "00:01:02,000 --> 00:01:04,000", "张三 10:32")]
    [True, True, True]
    >>> stands("推动高质量发展取得新的成效，")
    False
    """
    return _stands(
        text
        if len(text) <= 2 * EDGE_CHARACTERS
        else text[:EDGE_CHARACTERS] + text[-EDGE_CHARACTERS:]
    )


# Several rules ask about the same line.
@lru_cache(maxsize=LINES_KEPT)
def _stands(text: str) -> bool:
    if text.count("|") >= 2 and (text[0] == "|" or text[-1] == "|"):
        return True
    # A pattern is looked for only where a sign is without which it matches nothing.
    labelled = ":" in text or "：" in text
    if labelled and (_TIMED.match(text) or _MAIL_HEADER.match(text)):
        return True
    if "-->" in text and _ARROW.search(text):
        return True
    if ("\t" in text or " " in text or "\u3000" in text) and _CELLS.search(text):
        return True
    if ("…" in text or "." in text or "·" in text) and _LEADERS.search(text):
        return True
    if ("://" in text or "www." in text) and _URL_LAST.search(text):
        return True
    if labelled and _BARE_LABEL.match(text):
        return True
    if text[0] in _RULED or text[-1] in _RULED:
        return True
    if text[0] == "<" and _ELEMENT.match(text):
        return True
    return _HAN.search(text) is None and (
        _CODE.match(text) is not None or _CODE_LAST.search(text) is not None
    )


def keeps_apart(left: str, right: str) -> bool:
    """Whether the forms of two lines forbid joining them.

    Parameters
    ----------
    left, right : lines without white space around them, the one behind the other
    """
    if not left or not right or stands(left) or stands(right) or _ITEM.match(right):
        return True
    if ends_sentence(left) and addresses(right):
        return True
    if left.endswith("```") or left[-1] == right[0] == "|":
        return True
    if _HAN.search(right[:EDGE_CHARACTERS]) is None and _CODE.match(right[:EDGE_CHARACTERS]):
        return True
    if _ENTRY.match(right) and any(entry.match(right) and entry.match(left) for entry in _ENTRIES):
        return True
    if _BRACKETED.match(right) or left.endswith(_BLANK) or right.startswith(_BLANK):
        return True
    if (left.endswith(_MASKED) or right.startswith(_MASKED)) and not (
        _ANY_MARK.search(left) or _ANY_MARK.search(right)
    ):
        return True
    if "——" in left and "——" in right and _DASHED.match(left) and _DASHED.match(right):
        return True
    if _next_verse(left, right):
        return True
    if " | " in left and left.count(" | ") == right.count(" | "):
        return True
    return _measured(left, right)


def _next_verse(left: str, right: str) -> bool:
    """Whether two lines are numbered and follow each other."""
    behind = _VERSE.match(right)
    before = behind and _VERSE.match(left)
    return (
        before is not None
        and behind is not None
        and int(behind["number"]) == int(before["number"]) + 1
    )


def _measured(left: str, right: str) -> bool:
    """Whether a figure with its unit would run on in the next figure."""
    if not _FIGURE_FIRST.match(right):
        return False
    found = _MEASURED_LAST.search(left[-MAX_WORD_CHARACTERS:])
    if found is None:
        return False
    behind = _NEXT_UNIT.match(right)
    return behind is None or behind["unit"] not in _FOLLOWS.get(found["unit"], "")


def cut_figure(left: str, right: str) -> bool:
    """Whether joining two lines would make one figure of two.

    Examples
    --------
    >>> cut_figure("完成投资1", "200万元"), cut_figure("完成投资1200", "万元")
    (True, False)
    """
    return _FIGURE_LAST.search(left[-2:]) is not None and _FIGURE_FIRST.match(right) is not None
