"""Counts the numbered items behind a number that announces them (抓好5项工作：一是…二是…)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from restore.core.claims import ArithmeticCheck, FigureSource
from restore.figures.counts import MAX_ITEMS, Count
from restore.figures.evidence import Evidence, judged
from restore.figures.numerals import read_numeral
from restore.text.characters import CIRCLED, CIRCLED_VALUES, HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["numbered_checks"]

_CHINESE = f"[{ONE_TO_TEN}]{{1,3}}"
_ANNOUNCED = lazy_pattern(r"(?:以下|如下|下列|下述)[^，。；：\n]{0,6}$")
#: Each form of numbering: how the first item begins, and how every one does.
_FORMS = {
    "be": ("一(?:是|要)", rf"(?<=[。；：，:！\n])({_CHINESE})(?:是|要)"),
    "bracket": ("[（(]一[）)]", f"[（(]({_CHINESE})[）)]"),
    "digits": ("[（(]1[）)]", "[（(]([1-9][0-9]?)[）)]"),
    "stop": ("一、", rf"(?<=[。；：\n])({_CHINESE})、"),
    "ordinal": ("第一[，、是]", rf"(?<=[。；：，:\n])第({_CHINESE})[，、是]"),
    "among": ("其一[，是为：]?", f"(?<=[。；：，:\n])其({_CHINESE})"),
    "point": ("1[.．、](?![0-9])", r"(?<=[。；：:\n])([1-9][0-9]?)[.．、](?![0-9])"),
    "circled": ("①", f"([{CIRCLED}])"),
}
_OPENING = lazy_pattern(
    r"(?P<noun>[^，。；：\n（(0-9]{0,14})(?P<mark>[：:。\n]?)(?:——)?\s*(?:"
    + "|".join(f"(?P<{form}>{first})" for form, (first, _) in _FORMS.items())
    + ")"
)
#: 不属于上述(1)或(2)的担保合同: items named again.
_AGAIN = lazy_pattern("[上前]述(?:[（(][^（()）]{1,3}[）)][、和或及至])*$")
_AGAIN_REACH = 20
_MARKS = {form: re.compile(every) for form, (_, every) in _FORMS.items()}
#: Paragraphs that begin with a dash are items without a number.
_DASHES = lazy_pattern(
    r"[^，。；：\n（(0-9]{0,14}[：:]\n(?P<list>(?:[ \u3000]*(?:——|—|─)[^\n]+(?:\n|$)){2,})"
)
#: Characters before a number in which 以下 announces what follows.
_ANNOUNCED_REACH = 12
_MIN_ITEMS = 2
#: 其一…其二…其三…四是…: the last item in another form.
_OTHER_FORM = f"[。；：，:\\n](?:第|其)?({_CHINESE})(?:是|要|[，,])"
#: 两个方案的共同特点: what they have is listed, and not they.
_OF_THEM = lazy_pattern(
    f"[{HAN}]{{1,8}}的(?:[{ONE_TO_TEN}两]个)?(?:共同|相同|各自|不同|主要)?(?:特[点征]|共[同性]点?|区别|差[异别]|不同)[点处]?$"
)
#: A list goes on behind one inside its item if no more characters stand between.
_RESUMED = 1_000
#: Marks behind which a list follows.
_TELLING = frozenset("：:\n")
#: Behind a full stop one follows where the number counts what is said or done: 三个关系。一是…
_SAYABLE = lazy_pattern(
    "(?:关系|方面|问题|工作|任务|要求|意见|建议|主张|看法|原因|坚持|重点|举措|措施|原则|特点|环节|关键|抓手|行动|体会|启示|"
    "希望|共识|倡议|大事|实事|变化|突破|成效|转变|目标|方向|作用|优势|课题|经验|必须|结合|统一)[”）]?$"
)
#: 1部行政法规和2个决定：一是…三是…: the list is that of both.
_ANOTHER_BEFORE = lazy_pattern(f"[0-9{ONE_TO_TEN}][{HAN}]{{1,10}}[和与及、]$")
_ANOTHER_REACH = 14
#: 突出三个重点，打好三大会战，加强三项建设：一、…二、…三、…: the last of many slogans, and an item for each.
_SLOGAN = lazy_pattern(
    f"[{HAN}]{{2}}“?[{ONE_TO_TEN}两][个大项条种类][^，、；。\\n]{{2,10}}[，、；]"
)
_MIN_SLOGANS, _SLOGANS_REACH = 3, 60
#: What a text ends with, and a heading behind the list. Without them it may break off in the last item.
_CLOSED = lazy_pattern(f"各位|[！!]\\s*$|\\n\\s*{_CHINESE}、")
#: An item of so many characters is one of many paragraphs.
_LONG_ITEM = 200


def numbered_checks(source: FigureSource, counts: Sequence[Count]) -> Iterator[ArithmeticCheck]:
    """Yield a check for each number that counts the numbered items behind it.

    A colon or 以下 says that these are what it counts.
    """
    text = source.text
    for place, count in enumerate(counts):
        if count.qualified or count.value < _MIN_ITEMS:
            continue
        items, broken_off = _items_behind(text, count)
        if items < _MIN_ITEMS or (items != count.value and _is_slogan(text, count, items)):
            continue
        # 明确了5方面20项任务。一是…五是…: the list is that of the other number.
        if items != count.value and _ANOTHER_BEFORE.search(
            text, max(0, count.span[0] - _ANOTHER_REACH), count.span[0]
        ):
            continue
        others = counts[max(0, place - 1) : place]
        if items != count.value and any(_beside(text, other, count, items) for other in others):
            continue
        evidence = Evidence(
            count.value, items, items, open_end=broken_off, marked=True, behind=True
        )
        yield from judged(source, count, evidence)


def _beside(text: str, other: Count, count: Count, items: int) -> bool:
    return other.value == items and "。" not in text[other.span[1] : count.span[0]]


def _is_slogan(text: str, count: Count, items: int) -> bool:
    start = max(0, count.span[0] - _SLOGANS_REACH)
    before = re.split("[。\\n]", text[start : count.span[0]])[-1]
    return items == len(_SLOGAN.findall(before)) + 1 >= _MIN_SLOGANS


def _items_behind(text: str, count: Count) -> tuple[int, bool]:
    """Count the items that follow a number, and tell whether the text breaks off in the last.

    There are 0 where none follow or nothing says that it counts them.
    """
    opening = _OPENING.match(text, count.span[1])
    if opening is None:
        dashes = _DASHES.match(text, count.span[1])
        return (dashes["list"].rstrip("\n").count("\n") + 1 if dashes else 0), False
    before = max(0, count.span[0] - _ANNOUNCED_REACH)
    # A heading may end with a name that announces nothing: 建设“五大中心”⏎一是…三是….
    name = opening["mark"] == "\n" and opening["noun"].endswith("”")
    # 基本完成十项民生实事各项目标。一是…: what each has is told.
    told = "各项" not in opening["noun"] and (
        (opening["mark"] in _TELLING and not name)
        or ((name or opening["mark"] == "。") and _SAYABLE.search(opening["noun"]))
        or _ANNOUNCED.search(text, before, count.span[0])
    )
    form = opening.lastgroup or ""
    if not told or _OF_THEM.match(opening["noun"]):
        return 0, False
    marks = (
        mark
        for mark in _MARKS[form].finditer(text, opening.start(form))
        if not _AGAIN.search(text, max(0, mark.start() - _AGAIN_REACH), mark.start())
    )
    found = list(islice(marks, MAX_ITEMS + 1))
    numbers = [(number, match.start()) for match in found if (number := _number(match[1]))]
    items = _items(*map(list, zip(*numbers, strict=True))) if numbers else 0
    if items > count.value and _is_of_another_list(text, numbers, count.value):
        return 0, False
    if 0 < items == count.value - 1 and _ends_in_another_form(
        text[found[items - 1].end() :], count
    ):
        return count.value, False
    return items, items == len(found) and _breaks_off(text[found[-1].end() :])


def _is_of_another_list(text: str, numbers: Sequence[tuple[int, int]], told: int) -> bool:
    """Tell whether as many items as are told stand in one line, and the next far behind in another."""
    first, last, far = numbers[0][1], numbers[told - 1][1], numbers[told][1]
    in_order = [number for number, _ in numbers[:told]] == [*range(1, told + 1)]
    gap = "\n" in text[last:far] and far - last > _RESUMED
    return in_order and gap and "\n" not in text[first:last]


def _ends_in_another_form(rest: str, count: Count) -> bool:
    """Tell whether the last item has a number, but not as the others have it."""
    other = re.search(_OTHER_FORM, rest)
    return other is not None and _number(other[1]) == count.value


def _breaks_off(rest: str) -> bool:
    """Tell whether a text that goes on in many paragraphs has no end."""
    return len(rest) > _LONG_ITEM and "\n" in rest.strip() and _CLOSED.search(rest) is None


def _number(written: str) -> int:
    if written in CIRCLED_VALUES:
        return CIRCLED_VALUES[written]
    numeral = read_numeral(written)
    return int(numeral.value) if numeral else 0


def _items(numbers: Sequence[int], starts: Sequence[int]) -> int:
    """Count the items of the list that numbers begin with; 0 where the row says nothing.

    Parameters
    ----------
    starts : where each number stands
    """
    count = place = 0
    while place < len(numbers):
        after = numbers[place + 1] if place + 1 < len(numbers) else 0
        if numbers[place] == 1 and place and after == count + 2:
            # 1.… 2.… 1.… 4.…: the third may be misread, or another list lacks its second.
            return 0
        # One number that is wrong itself still counts; else another list begins.
        if numbers[place] != count + 1 and after != count + 2:
            inner = _run(numbers[place:])
            behind = numbers[place + inner] if place + inner < len(numbers) else 0
            if not inner or behind != count + 1 or inner == count:
                return count if inner else 0
            # 一是…二是…（一是…二是…三是…）三是…: a list inside an item.
            place += inner
            if starts[place] - starts[place - 1] > _RESUMED:
                return 0
        count += 1
        place += 1
    return count


def _run(numbers: Sequence[int]) -> int:
    """Count the numbers in order from one."""
    return next((n for n, number in enumerate(numbers) if number != n + 1), len(numbers))
