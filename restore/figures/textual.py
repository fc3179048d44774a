"""Finds statements that are the same but for a name: 中央第一指导组 and 中央第一督导组.

A *slot* is a stretch whose form gives it away: a numbered body, the holder of an office. Two slots
are the same if the wording around them is; they are reported if their texts differ by more than
length (中央第一指导组 and 第一指导组 agree).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from rapidfuzz import fuzz

from restore.core.claims import FigureSource, SlotFilling, TextualFact
from restore.figures.clauses import found_in, lines_holding
from restore.figures.dictionary import FigureDictionary
from restore.figures.likeness import normalise
from restore.figures.periods import anchor_of
from restore.text.characters import HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["Slot", "facts_among", "slots_of"]

#: Characters on each side of a slot that are compared.
_CONTEXT_LENGTH = 26
#: How many slots of the same kind and key a slot is compared with.
_MAX_COMPARED_SLOTS = 60
# Likeness (0 to 100) that the wording around two fillings must have.
#: Two holders of one office: their names, and the text on both sides.
_MIN_NAME_LIKENESS = 30.0
_MIN_OFFICE_SIDE = 60.0
#: Two numbers of one body (第一督导组, 第二督导组): the text on both sides.
_MIN_NUMBER_SIDE = 85.0
#: Two names of one body (指导组, 督导组): the better side, and both together.
_MIN_BODY_SIDE = 60.0
_MIN_BODY_SIDES = 90.0
_TITLES = "书记|主席|主任|省长|市长|院长|检察长|秘书长"
_FAMILY_NAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马苗方任袁"
    "柳唐薛雷贺倪汤罗郝安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席"
    "季麻强贾路娄江童颜郭梅盛林钟徐邱骆高夏蔡田胡凌霍万柯管卢莫房丁邓洪包左石崔龚程刘叶白乌布"
    "云石"
)
# A number with a word that counts (第三十条本办法, 第二批工作组) is no name of a body.
_SLOTS = {
    "numbered-body": lazy_pattern(
        rf"(?:中央|国务院|省委|自治区党委|市委|全国)?第[{ONE_TO_TEN}0-9]{{1,3}}"
        rf"(?![{ONE_TO_TEN}百千0-9条款项目章节编篇卷回期号届次批轮场类种站件季])[{HAN}]{{1,4}}(?:组|团|队|办|局)(?![织成建合长])"
    ),
    "office-holder": lazy_pattern(
        rf"(?P<office>(?:[{HAN}]{{0,8}}(?:党委|政府|政协|人大|党组|常委会|委员会|法院|检察院))"
        rf"(?:常务|党组)?副?(?:{_TITLES}))"
        rf"(?P<name>[{_FAMILY_NAMES}]"
        rf"[{HAN}]{{1,2}})(?=同志|出席|主持|讲话|作|到|在|率|带|[，。、）)（(\s])"
    ),
}

# What every line has that tells of a numbered body, and a title and a name, as every line has that
# tells who holds an office: the long patterns are tried on no other line.
_NUMBERED = lazy_pattern(f"第[{ONE_TO_TEN}0-9]{{1,3}}[{HAN}]{{1,4}}(?:组|团|队|办|局)")
_HOLDER = lazy_pattern(f"(?:{_TITLES})[{_FAMILY_NAMES}]")


class Slot(NamedTuple):
    """A filled slot; ``key`` is the kind of the body, or the office."""

    kind: str
    document: str
    span: tuple[int, int]
    text: str
    key: str
    year: int | None
    left: str
    right: str


def facts_among(slots: Sequence[Slot]) -> Iterator[TextualFact]:
    """Yield the contradictions among slots of one kind and key.

    Each slot is compared with the next :data:`_MAX_COMPARED_SLOTS` ones, so that the work stays linear in the
    number of documents; the same fact may come up more than once.
    """
    for place, one in enumerate(slots):
        for other in slots[place + 1 : place + _MAX_COMPARED_SLOTS]:
            fact = _compare(one, other)
            if fact:
                yield fact


def slots_of(source: FigureSource, dictionary: FigureDictionary) -> list[Slot]:
    """Find the slots of one text, kind by kind, in order of place."""
    text = source.text
    matches = [(kind, match) for kind in _SLOTS for match in _matches(kind, text)]
    if not matches:
        return []
    year = anchor_of(text.partition("\f")[0], source.title, source.date).about
    found = []
    for kind, match in matches:
        start, end = match.span("name") if kind == "office-holder" else match.span()
        key = match["office"][-8:] if kind == "office-holder" else match[0][-1]
        left = text[max(0, start - _CONTEXT_LENGTH) : start].rpartition("\n")[2]
        right = text[end : end + _CONTEXT_LENGTH].partition("\n")[0]
        found.append(
            Slot(
                kind,
                source.document,
                (start, end),
                text[start:end],
                key,
                year,
                normalise(left, dictionary),
                normalise(right, dictionary),
            )
        )
    return found


def _matches(kind: str, text: str) -> Iterator[re.Match[str]]:
    if kind != "office-holder":
        yield from found_in(_SLOTS[kind], text, lines_holding(text, _NUMBERED))
        return
    end = 0
    while (holder := _HOLDER.search(text, end)) is not None:
        start = text.rfind("\n", 0, holder.start()) + 1
        end = text.find("\n", holder.end()) + 1 or len(text)
        yield from _SLOTS[kind].finditer(text, start, end)


def _number(text: str) -> str:
    number = re.search(rf"第[{ONE_TO_TEN}0-9]+", text)
    return number[0] if number else ""


def _compare(a: Slot, b: Slot) -> TextualFact | None:
    if a.text == b.text or a.text.endswith(b.text) or b.text.endswith(a.text):
        return None
    left, right = fuzz.ratio(a.left, b.left), fuzz.ratio(a.right, b.right)
    if a.kind == "office-holder":
        # An office changes hands: only the same statement of the same year is a contradiction.
        alike = (
            a.year is not None
            and a.year == b.year
            and fuzz.ratio(a.text, b.text) >= _MIN_NAME_LIKENESS
        )
        if not alike or min(left, right) < _MIN_OFFICE_SIDE:
            return None
    elif _number(a.text) != _number(b.text):
        # 第一督导组 and 第二督导组 both exist: only one and the same sentence contradicts itself.
        if min(left, right) < _MIN_NUMBER_SIDE or a.year != b.year or a.document == b.document:
            return None
    elif max(left, right) < _MIN_BODY_SIDE or left + right < _MIN_BODY_SIDES:
        return None
    first, second = sorted((a, b), key=lambda slot: (slot.document, slot.span))
    digest = sha256(
        "\x1f".join((a.kind, first.document, first.text, first.left, second.document, second.text,
                     second.left)).encode()
    ).hexdigest()[:12]  # fmt: skip
    return TextualFact(
        "t" + digest,
        a.kind,
        tuple(SlotFilling(s.document, s.span, s.text) for s in (first, second)),
        f"同一处表述，一作“{first.text}”，一作“{second.text}”",
        round((left + right) / 2, 1),
    )
