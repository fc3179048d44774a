"""Counts the list that ends where its count stands (创新、协调、绿色、开放、共享五个方面)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from restore.core.claims import ArithmeticCheck, Claim, FigureSource
from restore.figures.dictionary import FigureDictionary
from restore.figures.listing import COUNTED, OPEN_END, items_of
from restore.figures.numerals import read_numeral
from restore.text.characters import CLAUSE_MARKS, HAN, ONE_TO_TEN

__all__ = ["counted_checks"]

_MARK = re.compile(rf"[{CLAUSE_MARKS}:;\n\f（()）]|,(?![0-9])")
#: 五大行动 is a name, and counts what is listed before it all the same.
_NAMED_COUNT = re.compile(f"(?<![第{ONE_TO_TEN}])([{ONE_TO_TEN}])(?:大|(?<=“.)个)(?=[{HAN}])")
_QUOTED_LIST = re.compile("“(?P<list>[^“”、]+(?:、[^“”、]+)+)”$")
#: A quoted name that counts (“三大行动”) ends a list where a mark or an end follows it.
_QUOTED_NAME = re.compile("[^“”]{0,12}”[，。；：和与的]")
#: What ends so is no item that is counted: it says of what, where or how there are so many.
_NO_ITEM = re.compile(
    "等|(?:领域|方面|行业|在内|全球|全国|世界|共|了|着|过|各|地|为|有|新|设|建|分别|着力抓好|推荐|预研|囊括|签署|见证"
    f"|第[{ONE_TO_TEN}]批|[省市县区旗盟州乡镇村])$"
)
#: A list may begin behind these: what stands before them leads to it, or is another list.
_LEAD = re.compile(f"的|等|或|在|从|对|以|向|为|好|是|了|设|置|括|围绕|^[{ONE_TO_TEN}]、")
#: A list that begins a line in the middle of a sentence began on the line before.
_BROKEN = re.compile("[^。：:！？\n]\n$")
#: Lists of so many items are counted, and have so many enumeration commas.
_MIN_ITEMS, _MAX_ITEMS = 2, 20
_MIN_COMMAS = 2
#: Characters before a count that hold its list.
_LIST_REACH = 160


class _Count(NamedTuple):
    span: tuple[int, int]
    text: str
    value: int
    claims: tuple[str, ...]
    qualified: bool


def counted_checks(
    source: FigureSource, claims: Sequence[Claim], dictionary: FigureDictionary
) -> Iterator[ArithmeticCheck]:
    """Yield a check for each count with its list right before it."""
    for count in _counts(source, claims):
        clause = _MARK.split(source.text[max(0, count.span[0] - _LIST_REACH) : count.span[0]])[-1]
        name = clause.endswith("“")
        clause = clause.removesuffix("“")
        quoted = _QUOTED_LIST.search(clause)
        listed = quoted["list"] if quoted else OPEN_END.sub("", clause)
        if listed.count("、") < _MIN_COMMAS or re.search("[0-9]", listed):
            continue
        least, most = items_of(listed)
        # 等 leaves out what it will: only a count of fewer than are named is wrong.
        if listed.endswith(("、", "的")) or (OPEN_END.search(clause) and count.value >= least):
            continue
        if least <= count.value <= most:
            yield _check(source, count, True, count.value)
        elif (not name or _QUOTED_NAME.match(source.text, count.span[1])) and _all_counted(
            source, count, listed, dictionary
        ):
            suffixes = (listed[match.end() :] for match in _LEAD.finditer(listed))
            if not any(few <= count.value <= many for few, many in map(items_of, suffixes)):
                yield _check(source, count, False, most if count.value > most else least)


def _counts(source: FigureSource, claims: Sequence[Claim]) -> Iterator[_Count]:
    """Yield what may count a list: figures, and the numbers of names such as 五大行动."""
    known = set()
    for claim in claims:
        if (
            claim.unit in COUNTED
            and claim.upper is None
            and _MIN_ITEMS <= claim.value <= _MAX_ITEMS
        ):
            known.add(claim.span[0])
            value = int(claim.value)
            yield _Count(claim.span, claim.text, value, (claim.id,), bool(claim.qualifier))
    for match in _NAMED_COUNT.finditer(source.text):
        numeral = read_numeral(match[1])
        value = int(numeral.value) if numeral else 0
        if value >= _MIN_ITEMS and match.start() not in known:
            yield _Count(match.span(), match[0], value, (), False)


def _all_counted(
    source: FigureSource, count: _Count, listed: str, dictionary: FigureDictionary
) -> bool:
    """Tell whether a number can only count the list before it: no verb or place comes between."""
    *others, previous, last = re.split("[、和与及]", listed)
    least, _ = items_of(listed)
    head = source.text.rfind(listed, 0, count.span[0])
    return not (
        count.qualified
        or count.text[0] == "两"
        or len(str(count.value)) != len(str(least))
        or source.text[count.span[1] : count.span[1] + 1] in "字多"
        or _NO_ITEM.search(last)
        or any(len(item) == 1 for item in (*others, previous, last))
        or (last.endswith(dictionary.predicates) and len(last) != len(previous))
        or _BROKEN.search(source.text[max(0, head - 2) : head])
    )


def _check(source: FigureSource, count: _Count, ok: bool, items: int) -> ArithmeticCheck:
    return ArithmeticCheck(
        "", source.document, "list-length", count.span, count.claims,
        "verified" if ok else "failed", Decimal(count.value), Decimal(items),
        f"所列 {items} 项，文中为 {count.text}",
    )  # fmt: skip
