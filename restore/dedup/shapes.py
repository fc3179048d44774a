"""Classifies lines by form: table rows, dialogue, code, prose.

Statutes, minutes, questions and answers, songs, tables, logs and code say the same in many places.
Such a line is no evidence of noise, however often it repeats; prose is, the more of it the better.
"""

from __future__ import annotations

from restore.core.blocks import Role
from restore.dedup.paragraphs import Paragraph, ends, is_formula
from restore.text.characters import CLAUSE_MARKS, DIGITS, HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["is_machine", "is_row", "is_turn", "plain", "points_away", "weight"]

_ORDINAL = f"第?[{ONE_TO_TEN}两几各{DIGITS}]{{0,3}}"
# What is said here is said of the paragraph beside it: under another neighbour it says another thing.
_POINTS = lazy_pattern(
    f"[前上本下后]{_ORDINAL}[条款项目节章段句段表页图述列文]|[前上本下][{ONE_TO_TEN}两几]|"
    f"该(?!当|死|怎)|各该|同[前上样]|此(?!外|次|前|后|刻|时)|如下|以[上下]|其(?!中|他|它|余|实|次|间)|"
    f"第[{ONE_TO_TEN}{DIGITS}]{{1,3}}[款项目]"
)
_ROW = lazy_pattern(r"\||\t|[│┃║]|(?:\S[ \u3000]{2,}){2}|_{2,}|＿{2,}|…{3,}|\.{4,}")
# 问：, 答：, 甲：, 记者：, “……。”他说。 and a bullet, a time or a log's level before a line.
_TURN = lazy_pattern(
    rf"[“\"「『‘](?:[^”\"」』’]*$|[^”\"」』’]*[{CLAUSE_MARKS}…—][”\"」』’])|[—–\-*•·]|[（(]?[{DIGITS}]{{1,2}}[:：][{DIGITS}]{{2}}|.{{0,8}}?[^\W_][：:](?=\S)|[QA][.、：: ]"
    rf"|[{DIGITS}]{{2,4}}[-/.][{DIGITS}]{{1,2}}[-/.]|\[?[A-Z]{{3,8}}\]?[ :：]"
)
_HAN = lazy_pattern(f"[{HAN}]")
_CODE = lazy_pattern(r"(?:#|//|/\*|\*/|>>>|\$ |@|```|<[/!a-zA-Z]|[{}\[\]]|\w+\()")
_LETTERS = lazy_pattern(r"[^\W\d_]|[0-9=<>(){}\[\]/\\#*_+;$%&|~^-]")


def points_away(text: str) -> bool:
    """Whether the paragraph speaks of its neighbours (前款, 上述, 该, 下列)."""
    return _POINTS.search(text) is not None


def is_row(text: str) -> bool:
    """Whether the line is a row of a table or a line of a form."""
    return _ROW.search(text) is not None


def is_turn(text: str) -> bool:
    """Whether the line is a turn of a dialogue, an answer, an entry under a label or a time."""
    return _TURN.match(text) is not None


def is_machine(text: str) -> bool:
    """Whether the line is written by or for a machine: code, a log, an address; not mostly Han."""
    if _CODE.match(text):
        return True
    return 2 * len(_HAN.findall(text)) < len(_LETTERS.findall(text))


def plain(paragraph: Paragraph, shortest: int) -> int:
    """Return the length (code points) of a whole paragraph of prose or list item, 0 for others.

    Parameters
    ----------
    shortest : length under which everything may repeat
    """
    text = paragraph.text
    if paragraph.role is not Role.BODY or len(text) < shortest or not ends(text):
        return 0
    return 0 if is_row(text) or is_turn(text) or is_machine(text) else len(text)


def weight(paragraph: Paragraph, shortest: int) -> int:
    """Return how much prose the paragraph is: as ``plain``, and 0 for list items, too."""
    return 0 if is_formula(paragraph.text) else plain(paragraph, shortest)
