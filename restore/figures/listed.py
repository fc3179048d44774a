"""Finds the list that ends where its count stands (分东、中、西三条通道: 东, 中, 西)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from restore.figures.counts import MIN_LISTED, Count
from restore.figures.items import OPEN_END, item_texts, joined_last, length_of, without_words
from restore.text.characters import CLAUSE_MARKS, HAN, ONE_TO_TEN
from restore.text.patterns import lazy_pattern

__all__ = ["MARK", "Listed", "list_before", "shorter_lists"]

MARK = lazy_pattern(rf"[{CLAUSE_MARKS}:;\n\f（()）]|,(?![0-9])")
_QUOTED_LIST = lazy_pattern("“(?P<list>[^“”、]+(?:、[^“”、]+)+)”$")
_QUOTED_BEFORE = lazy_pattern("”(?:、|以及|[和与及])?$")
_TITLES = lazy_pattern("(?P<list>(?:《[^《》、0-9]+》[、和]?){3,})$")
#: Items of a character each, behind whatever leads to them: 分东、中、西三条通道, but 从国家到省、市、县.
#: 俄、东干、中、英五种文字 has others as well.
_SINGLES = lazy_pattern(
    f"(?<![、至到])(?<!、.)(?<!、..)(?P<list>[{HAN}](?:、[{HAN}]){{2,}})(?:这|共)?$"
)
#: What such a list may count: short names of other things are counted by what they have (水、电、气5个项目).
_SINGLE_KINDS = lazy_pattern(
    f"[0-9{ONE_TO_TEN}]+(?:条|[大类种](?!别)|个?(?:方面|领域|环节|维度|层面|层次|层级|阶段|方向|等级|等次|角度|字))"
)
#: 把A、B、C作为政府工作的三项基本准则.
_MADE = lazy_pattern(f"[把将](?P<list>.+)(?:作为|列为|确定为)[{HAN}]{{0,12}}$")
_JOIN = lazy_pattern("[和与及]")
#: Kinds and parts are counted behind the names of all; of other things some may stand there with their number.
_WHOLE = lazy_pattern(
    f"[0-9{ONE_TO_TEN}]+(?:大|类|种|个?(?:方面|领域|环节|维度|层面|层次|层级|阶段|部分|类别|板块|模块|区域|关键|方向|等级|等次|角度))"
    f"|[{ONE_TO_TEN}][个项条]"
)
#: 11月将在香港、澳门、深圳三个城市, 覆盖2省的水稻、玉米、大豆三类: the numbers lead to the list; C919 is a name.
_NUMBERED_LEAD = lazy_pattern(
    "^[^、]*(?:[0-9](?:年|月|日|时|点|分|[^、]*?(?:(?<![存内外现潜])在|从|对|将|由|是指?|指|[了的盖括]|围绕|涉及|推动))|[A-Za-z]-?[0-9]+)"
)
#: 钢铁等7个产业集群和高新区、经开区2个园区: another list and its number.
_COUNTED_LEAD = lazy_pattern("^.*[0-9][个家条项类种][^、0-9]{2,12}(?:以及|[和与及])")
#: 俄罗斯、白俄罗斯、哈萨克斯坦共三个: all of them; with 和 in the list it may count something else.
_TOTAL = lazy_pattern("(?<=[^一公])共$")
#: A list may begin behind these: what stands before them leads to it, or is another list.
_LEAD = lazy_pattern(
    "的|(?<![平高中初同])等(?!级)|或|和|与|(?<=以)及|及(?=[^、及]+、[^、及]+、)|(?<![存内外现潜])在|从|对|以(?!旧换新)|(?<![方定意面])向"
    f"|(?<!行)为|(?<![美良友爱])好|是|了|(?<!建)设(?![施备计])|(?<![配处装])置|括|围绕|^[{ONE_TO_TEN}]、"
)
#: Characters before a count that hold its list.
_REACH = 160


@dataclass(frozen=True)
class Listed:
    """A number, and what may be the list that ends where it stands.

    Attributes
    ----------
    clause : what stands before the number, from the last mark on
    words : the list at its end, with words before the first item that lead to it
    marked : marks or words show where it begins
    quoted : the number is that of a quoted name (“三大行动”)
    """

    text: str
    count: Count
    clause: str
    words: str
    marked: bool
    quoted: bool

    @cached_property
    def items(self) -> list[str]:
        """The items, the first with what leads to it."""
        return item_texts(self.words)

    @cached_property
    def lengths(self) -> tuple[int, int]:
        """How many items there are at least and at most."""
        return length_of(self.words, whole=self.whole, open_end=self.open_end)

    @property
    def even(self) -> bool:
        """Whether the items behind the first are of one length."""
        return len({len(item) for item in self.items[1:]}) == 1

    @property
    def open_end(self) -> bool:
        """Whether 等 follows."""
        return OPEN_END.search(self.clause) is not None

    @cached_property
    def whole(self) -> bool:
        """Whether kinds or parts are counted."""
        return _WHOLE.match(self.text, self.count.span[0]) is not None

    @property
    def digits(self) -> bool:
        """Whether the number is written in digits."""
        return self.count.text[0].isdigit()

    @property
    def start(self) -> int:
        """Where the list begins."""
        return self.text.rfind(self.words, 0, self.count.span[0])


def list_before(text: str, count: Count) -> Listed:
    """Return what stands before a number, which may be a list."""
    clause = MARK.split(text[max(0, count.span[0] - _REACH) : count.span[0]])[-1]
    quoted = clause.endswith("“")
    clause = clause.removesuffix("“")
    found = (
        _quoted(text, count, clause)
        or _TITLES.search(clause)
        or _MADE.search(clause)
        or (_SINGLE_KINDS.match(text, count.span[0]) and _SINGLES.search(clause))
    )
    words = found["list"] if found else _begun(OPEN_END.sub("", clause), quoted=quoted)
    return Listed(text, count, clause, words, found is not None, quoted)


def _quoted(text: str, count: Count, clause: str) -> re.Match[str] | None:
    """Return the list in quotation marks; “治、用、保”八项工程 are eight projects of one way to work."""
    found = _QUOTED_LIST.search(clause)
    if found and _QUOTED_BEFORE.search(clause, 0, found.start()):
        # “筹钱、清欠”和“担保清理、责任落实”四个专项
        return None
    single = found and all(len(item) == 1 for item in found["list"].split("、"))
    return None if single and count.text[-1] == "项" else found


def _begun(clause: str, *, quoted: bool) -> str:
    """Return the list that ends a clause, without what leads to it and holds a number of its own."""
    clause = clause.removesuffix("的") if quoted else clause
    if not _JOIN.search(without_words(clause)):
        clause = _TOTAL.sub("", clause)
    clause = _COUNTED_LEAD.sub("", clause.lstrip())
    return _NUMBERED_LEAD.sub("", clause).removeprefix("以及")


def shorter_lists(listed: Listed) -> list[tuple[int, int]]:
    """Return the least and the most items of each shorter list that what is taken for a list may hold.

    One item behind 和 is none, for nobody counts it.
    """
    lengths = []
    for lead in _LEAD.finditer(without_words(listed.words)):
        shorter = listed.words[lead.end() :]
        least, most = length_of(shorter, whole=listed.whole)
        joined = listed.whole and least < MIN_LISTED == most and joined_last(shorter)
        if most > 1:
            lengths.append((most if joined else least, most))
    return lengths
