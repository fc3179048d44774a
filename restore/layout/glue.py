"""Glue: which two lines may run on in each other at all, and what is written between them.

Whatever the width of a column or a language model says: rows of tables, items of lists, times,
labels and code keep their lines, and two figures never become one. A line wrap swallows the space
between two words of Latin letters, and adds a hyphen inside one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from restore.layout.lines import Line
from restore.text.characters import CLAUSE_MARKS, DIGITS, HAN, ONE_TO_TEN, SPACE, is_han

__all__ = [
    "cut_figure",
    "filler",
    "keeps_apart",
    "latin_words",
    "latin_wraps",
    "spaced_latin",
    "stands",
    "without_hyphen",
]

# Items and marks at the head of a line; numbered sections are the business of ``begins_part``.
_ITEM = re.compile(
    f"[-+*•·▪◦‣●○][{SPACE}]+|\\[[ xX√]\\]|[0-9]{{1,3}}[.)）][{SPACE}]+|[(（]?[A-Za-z][)）][{SPACE}]*"
    f"|[A-Za-z][.．、][{SPACE}]*(?=[{HAN}])|>|#|```|~~~|:[a-z_]+:|步骤[{SPACE}]*[0-9{ONE_TO_TEN}]"
    f"|(?:图|表|例)[{SPACE}]*[0-9]{{1,2}}(?:[-.][0-9]{{1,2}})?(?:[{SPACE}：:]|\\Z)"
    "|&(?:nbsp|emsp|ensp|#12288|#160);"
)
_CLOCK = "(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?:[.,，][0-9]{1,3})?"
_DAY = "(?:[0-9]{4}[-/.])?[0-9]{1,2}[-/.][0-9]{1,2}"
# A time of day as a line's own mark: at its head, alone or in brackets, or at the end of a line
# that holds nothing else but a name (a message's sender) and a day.
_TIMED = re.compile(
    f"[\\[(（【]{_CLOCK}[\\])）】]|(?:{_DAY}[{SPACE}T]+)?{_CLOCK}(?:[{SPACE}]|-|~|—|\\Z)"
    f"|[^{SPACE}，。；：:]{{1,16}}[{SPACE}]+(?:[^{SPACE}，。；]{{1,12}}[{SPACE}]+)?{_CLOCK}\\Z"
)
_ARROW = re.compile(f"{_CLOCK}[{SPACE}]*-->")
_MAIL_HEADER = re.compile("[A-Z][A-Za-z]{0,12}(?:-[A-Z][A-Za-z]{1,12}){0,3}:[ \t]")
_BARE_LABEL = re.compile(f"[^{CLAUSE_MARKS}:]{{1,12}}[：:][{SPACE}_]*\\Z")
_CELLS = re.compile(f"\t|[^{SPACE}](?: {{3,}}|\u3000{{2,}}| \u3000|\u3000 )[^{SPACE}]")
# A contents page leads to its numbers by dots; the ellipsis of prose has six, in two characters.
_LEADERS = re.compile(r"(?:…{3,}|\.{4,}|·{4,})[ 0-9]*\Z|…{2} *[0-9]+\Z")
_URL_LAST = re.compile("(?:https?://|www\\.)[!-~]+\\Z")
_CODE = re.compile(
    r"(?:import|from|def|class|return|elif|else|try|except|print|public|private|static|const|let|"
    rf"var|function|SELECT|INSERT|UPDATE)\b[^{HAN}]*\Z|[$@%]\s?[a-z]|>>>|//|/\*|\*/|\"\"\""
    r"|<[/!a-z]|[A-Za-z_][\w.\[\]]*\s*(?:=|\+=|:=|==|->|=>)|[A-Za-z_][\w.]*\(|[})\]]",
    re.ASCII,
)
_CODE_LAST = re.compile(r"(?:[{};\\]|[\w\])\"']\s?[:(\[]|\*/|\"\"\"|```)\Z", re.ASCII)
# What two lines in a row begin with where each is an entry of its own.
_ENTRIES = tuple(
    re.compile(pattern)
    for pattern in (
        f"[{HAN}A-Za-z（）()/·{SPACE}]{{1,12}}[：:](?!//)",
        _CLOCK,
        f"[0-9]{{1,2}}(?:\\.[0-9]{{1,2}}){{1,3}}[{SPACE}]",
        f"(?:[0-9]{{2,4}}年)?[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?|{_DAY}[{SPACE}]",
    )
)
_HAN = re.compile(f"[{HAN}]")
# What tells shows at the ends of lines, so many characters of them (no word that wraps is longer
# than the second): the cost stays bounded on lines of any length.
_EDGE_CHARACTERS, _MAX_WORD_CHARACTERS = 200, 64

_FIGURE_LAST = re.compile(f"[{DIGITS}][.．,，·:：/～~\\-–—]?\\Z")
_FIGURE_FIRST = re.compile(f"[.．]?[{DIGITS}]")
_UNITS = (
    "[百千万亿]*(?:元|美元|人|个|项|件|名|家|次|米|公里|千米|厘米|毫米|吨|公斤|千克|克|升|毫升|度|岁|倍|"
    "亩|公顷|平方米|立方米|户|辆|台|套|所|座|页|年|月|日|号|时|点|分|秒|小时|分钟|个百分点|百分点)"
    "|[百千万亿]+|[%％‰℃°]|[A-Za-z]{1,3}"
)
_MEASURED_LAST = re.compile(f"[{DIGITS}][余多几]?(?P<unit>{_UNITS})\\Z")
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
_NEXT_UNIT = re.compile(f"[{DIGITS}]{{1,2}}(?P<unit>[{HAN}])")


def stands(text: str) -> bool:
    """Whether a line stands by itself whatever is around it: a row, a time, an address, code.

    Examples
    --------
    >>> [stands(line) for line in ("| 甲 | 10 |", "00:01:02,000 --> 00:01:04,000", "张三 10:32")]
    [True, True, True]
    >>> stands("推动高质量发展取得新的成效，")
    False
    """
    return _stands(
        text
        if len(text) <= 2 * _EDGE_CHARACTERS
        else text[:_EDGE_CHARACTERS] + text[-_EDGE_CHARACTERS:]
    )


# Several rules ask about the same line.
@lru_cache(maxsize=4096)
def _stands(text: str) -> bool:
    if text.count("|") >= 2 and (text[0] == "|" or text[-1] == "|"):
        return True
    if _TIMED.match(text) or _ARROW.search(text) or _MAIL_HEADER.match(text):
        return True
    if _CELLS.search(text) or _LEADERS.search(text) or _URL_LAST.search(text):
        return True
    if _BARE_LABEL.match(text):
        return True
    return _HAN.search(text) is None and (
        _CODE.match(text) is not None or _CODE_LAST.search(text) is not None
    )


def keeps_apart(left: str, right: str) -> bool:
    """Whether the forms of two lines forbid running them on in each other.

    Parameters
    ----------
    left, right : lines without white space around them, the one behind the other
    """
    if not left or not right or stands(left) or stands(right) or _ITEM.match(right):
        return True
    if left.endswith("```") or left[-1] == right[0] == "|":
        return True
    if _HAN.search(right[:_EDGE_CHARACTERS]) is None and _CODE.match(right[:_EDGE_CHARACTERS]):
        return True
    if any(entry.match(right) and entry.match(left) for entry in _ENTRIES):
        return True
    if " | " in left and left.count(" | ") == right.count(" | "):
        return True
    return _measured(left, right)


def _measured(left: str, right: str) -> bool:
    """Whether a figure with its unit would run on in the next figure."""
    if not _FIGURE_FIRST.match(right):
        return False
    found = _MEASURED_LAST.search(left[-_MAX_WORD_CHARACTERS:])
    if found is None:
        return False
    behind = _NEXT_UNIT.match(right)
    return behind is None or behind["unit"] not in _FOLLOWS.get(found["unit"], "")


def cut_figure(left: str, right: str) -> bool:
    """Whether two lines, run together, would make one figure of two.

    Examples
    --------
    >>> cut_figure("完成投资1", "200万元"), cut_figure("完成投资1200", "万元")
    (True, False)
    """
    return _FIGURE_LAST.search(left[-2:]) is not None and _FIGURE_FIRST.match(right) is not None


_LATIN_LAST = re.compile("[A-Za-z][,.;:!?)\\]'\"’”]*\\Z")
_WORD_LAST, _WORD_FIRST = re.compile("[A-Za-z][a-z]{3,}\\Z"), re.compile("[(\"'“‘]?[A-Za-z]")
_LONG_FIRST = re.compile("[A-Za-z][a-z]{3,}")
_FIGURE_THEN_SPACE = re.compile("[A-Za-z][,.;:]? [0-9.,]+[,.;]?\\Z")


def filler(left: str, right: str, *, spaced: bool) -> str:
    """Return what a wrap between two lines swallowed: a space, or nothing.

    Parameters
    ----------
    spaced : the text sets Latin words off from Chinese ones by spaces (see ``spaced_latin``)

    Examples
    --------
    >>> [filler(*pair, spaced=False) for pair in (("machine", "learning"), ("使用", "Python"))]
    [' ', '']
    """
    left, right = left[-_MAX_WORD_CHARACTERS:], right[:_MAX_WORD_CHARACTERS]
    if _WORD_FIRST.match(right):
        if _LATIN_LAST.search(left) or _FIGURE_THEN_SPACE.search(left):
            return " "
        if left[-1].isdigit():
            return " " if _LONG_FIRST.match(right) else ""
        return " " if spaced and is_han(left[-1]) else ""
    if right[0].isdigit():
        # Windows 10, but PM2.5 and M2.
        return " " if _WORD_LAST.search(left) else ""
    return " " if spaced and left[-1].isascii() and left[-1].isalpha() and is_han(right) else ""


_SET_OFF = re.compile(f"[{HAN}] [A-Za-z]|[A-Za-z] [{HAN}]")
_SET_CLOSE = re.compile(f"[{HAN}][A-Za-z]|[A-Za-z][{HAN}]")


def spaced_latin(text: str) -> bool:
    """Whether a text sets most of its Latin words off from Chinese ones by spaces."""
    set_off = len(_SET_OFF.findall(text))
    return set_off > 0 and set_off > len(_SET_CLOSE.findall(text))


_HYPHEN_LAST = re.compile("(?P<word>[A-Za-z]+(?:-[A-Za-z]+)*)-\\Z")
_WHOLE_WORD = re.compile("[a-z]+(?:-[a-z]+)*")
_PROPER = re.compile("[A-Z][a-z]|[0-9]")
_WORD = re.compile("[a-z]+(?:-[A-Za-z]+)*")
# Members of compounds that English writes with a hyphen; a syllable is none of them.
_FIRST = frozenset(
    [
        "self",
        "non",
        "well",
        "ill",
        "high",
        "low",
        "long",
        "short",
        "mid",
        "full",
        "half",
        "all",
        "ever",
        "near",
        "real",
        "open",
        "close",
        "deep",
        "large",
        "small",
        "multi",
        "cross",
        "post",
        "pre",
        "co",
        "ex",
        "semi",
        "quasi",
        "pseudo",
        "anti",
        "user",
        "data",
        "time",
        "cost",
        "rule",
        "state",
        "end",
        "one",
        "two",
        "three",
        "four",
        "five",
        "first",
        "second",
        "third",
        "single",
        "double",
        "hand",
        "man",
        "object",
        "event",
        "peer",
        "point",
        "client",
        "server",
        "domain",
        "model",
        "task",
        "energy",
        "fine",
        "coarse",
        "top",
        "bottom",
        "left",
        "right",
        "black",
        "white",
        "lower",
        "upper",
        "zero",
        "few",
        "many",
    ]
)
_SECOND = frozenset(
    [
        "based",
        "like",
        "free",
        "driven",
        "oriented",
        "related",
        "specific",
        "level",
        "wide",
        "term",
        "scale",
        "quality",
        "known",
        "free",
        "aware",
        "to",
        "of",
        "the",
        "in",
        "by",
        "on",
        "up",
        "off",
        "out",
        "and",
        "or",
        "end",
        "time",
        "art",
        "sized",
        "made",
        "dependent",
        "independent",
        "efficient",
        "friendly",
        "rich",
        "poor",
        "grained",
        "order",
        "class",
        "purpose",
        "supervised",
        "trained",
        "tuned",
        "tuning",
        "shot",
        "step",
        "stage",
        "way",
        "side",
        "line",
        "world",
        "dimensional",
        "linear",
    ]
)


def latin_words(text: str) -> frozenset[str]:
    """Return the words of a text in Latin letters, in small letters, with their hyphens."""
    return frozenset(_WHOLE_WORD.findall(text.lower()))


def without_hyphen(left: str, right: str, words: Collection[str]) -> bool | None:
    """Say whether the hyphen at the end of a line divides a word, and goes with the wrap.

    Parameters
    ----------
    words : how the text writes its words elsewhere (see ``latin_words``)

    Returns
    -------
    True where it only divides a word, False where the word has a hyphen of its own there (it has
    others, or is one of the compounds that are written so), None where no word was cut.

    Examples
    --------
    >>> [without_hyphen(*pair, ()) for pair in (("algo-", "rithms"), ("state-of-the-", "art"))]
    [True, False]
    """
    before, behind = (
        _HYPHEN_LAST.search(left[-_MAX_WORD_CHARACTERS:]),
        _WORD.match(right[:_MAX_WORD_CHARACTERS]),
    )
    if before is None:
        return None
    first = before["word"]
    if behind is None:
        # COVID-19, Smith-Jones: no word is divided before a capital or a figure.
        return False if first[0].isupper() and _PROPER.match(right) else None
    second = behind[0]
    if "-" in first or "-" in second or len(first) == 1:
        return False
    if f"{first}{second}".lower() in words:
        return True
    if f"{first}-{second}".lower() in words:
        return False
    return first.lower() not in _FIRST and second not in _SECOND


# A line of print in Latin letters holds forty characters or more; shorter ones are items or verse.
_MIN_LATIN_LINE_CHARACTERS = 40
# Most lines of a paragraph must be so full that the next word would not have fitted.
_MIN_FULL_LINES_SHARE = 0.8
_MIN_LINES = 3
_PROSE = re.compile("[A-Za-z]{2,}[,;:]? (?:[A-Za-z(\"'0-9]\\S* ){3}")
_CODE_INSIDE = re.compile(r"[_={}\[\]<>\\]|[\w\]]\(|['\"]\)", re.ASCII)
_SENTENCE_LAST = re.compile("[.!?][)\"'”’]*\\Z")


def latin_wraps(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of prose in Latin letters that go on in the next line.

    Whoever wraps such text breaks it where the next word does not fit: lines are joined where
    that holds of nearly all lines of a block, or where a long line stops in mid-sentence before a
    word in small letters.
    """
    found: set[int] = set()
    start = 0
    while start < len(lines):
        stop = start
        while (
            stop < len(lines)
            and (stop == start or lines[stop].gap == 0)
            and _HAN.search(lines[stop].text) is None
        ):
            stop += 1
        if stop - start > 1:
            found |= _latin_block(lines, start, stop)
        start = max(stop, start + 1)
    return frozenset(found)


def _latin_block(lines: Sequence[Line], start: int, stop: int) -> set[int]:
    lengths = [len(line.text) for line in lines[start:stop]]
    width = max(lengths)
    places = [
        place
        for place in range(start, stop - 1)
        if lengths[place - start] >= _MIN_LATIN_LINE_CHARACTERS
        and _PROSE.search(lines[place].text[:_EDGE_CHARACTERS])
        and not any(
            _CODE_INSIDE.search(line.text[:_EDGE_CHARACTERS]) for line in lines[place : place + 2]
        )
    ]
    full = {
        place
        for place in places
        if lengths[place - start] + 1 + len(lines[place + 1].text.split(" ", 1)[0]) > width
    }
    wrapped = stop - start >= _MIN_LINES and len(full) >= _MIN_FULL_LINES_SHARE * (stop - 1 - start)
    return {
        place
        for place in places
        if (wrapped and place in full)
        or (lines[place + 1].text[0].islower() and not _SENTENCE_LAST.search(lines[place].text))
    }
