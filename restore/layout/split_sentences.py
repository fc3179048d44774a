"""Sentences that a table, a picture's caption or a box cuts in two: 促进了 | table | 全县经济发展。

A page sets such things where there is room; read from top to bottom they stand inside a sentence. The
halves are joined and what stood between them is put behind the paragraph, all as one group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from restore.core.blocks import Role
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.core.regions import Form
from restore.layout.join_rules import keeps_apart
from restore.layout.lines import ends_sentence, line_starts, width_of
from restore.layout.quoting import QUOTED_CHARACTERS, seam_evidence
from restore.layout.roles import role_by_form
from restore.layout.seams import SeamScorer, continuity, seam
from restore.layout.sections import addresses, begins_part
from restore.layout.unfinished import open_end
from restore.text.characters import DIGITS, HAN, ONE_TO_TEN

__all__ = ["split_sentence_proposals"]

# What stands on a page by itself: rows of a table, a picture; a caption; what belongs to a table.
_OWN_FORMS = frozenset({Form.TABLE_ROW, Form.IMAGE})
_CAPTION = re.compile(
    f"(?:图为|▲|△|[图表][{DIGITS}{ONE_TO_TEN}]{{1,3}}(?:[-－.][{DIGITS}]{{1,2}})?[ 　:：.．、])[^。]{{2,60}}[。]?"
    f"(?:[（(][^（）()]{{2,20}}[）)])?"
)
_OF_TABLE = re.compile("(?:单位[:：]|注[:：]|资料来源|数据来源|来源[:：])[^。]{1,40}。?")
# A box has a head of its own, and a paragraph or two; where it ends, its form does not say.
_BOX = re.compile("(?:相关|新闻|知识|背景)?链接|新闻背景|名词解释|小贴士|延伸阅读|小知识|小资料")
_MAX_BOX_PARAGRAPHS = 2
_MAX_LINES_BETWEEN = 80
# What points at the table below is no half of a sentence: 具体情况如下表所示
_POINTS_AT = re.compile(
    f"(?:如下|下表|下图|所示|附表|附图|见[图表][{DIGITS}{ONE_TO_TEN}]*|[图表][{DIGITS}{ONE_TO_TEN}]+)\\Z"
)
_HAN = re.compile(f"[{HAN}]")
# A half sentence of running text is at least so wide.
_MIN_WIDTH = 16.0
# log10. Of 2,945 sentences cut inside, of news and reports of 2026, 73 of 100 reach the first and 86
# the second; of 2,609 halves before another paragraph 0.1 and 1.7. By so much more than the first
# line between them the second half must go on with the first.
_SURE_LOG10, _DOUBTFUL_LOG10, _MIN_LEAD_LOG10 = 2.0, 0.7, 1.0
_SURE, _DOUBTFUL = 0.95, 0.7

FormAt = Callable[[int], Form | None]


def split_sentence_proposals(text: str, form_at: FormAt, scorer: SeamScorer) -> list[Proposal]:
    """Propose to join the halves of sentences around what stands between them.

    Parameters
    ----------
    text : one paragraph a line
    form_at : the form of the line that a character of ``text`` stands in; None for prose
    """
    page = _Page(text, form_at, scorer)
    found: list[Proposal] = []
    line = 0
    while line < len(page.lines) - 2:
        line += 1
        if not page.is_half(line - 1):
            continue
        for stop, sure in page.ends(line):
            score = page.score(line, stop)
            if score is not None:
                confidence = _SURE if sure and score >= _SURE_LOG10 else _DOUBTFUL
                found += page.joined(line, stop, score, confidence)
                line = stop
                break
    return found


class _Page:
    """The lines of a text, by their numbers."""

    def __init__(self, text: str, form_at: FormAt, scorer: SeamScorer) -> None:
        self.lines = text.split("\n")
        self._text = text
        self._starts = line_starts(text)
        self._form_at = form_at
        self._scorer = scorer

    def _form(self, line: int) -> Form | None:
        return self._form_at(self._starts[line])

    def is_half(self, line: int) -> bool:
        """Whether a line of running text stops in mid-sentence, at a Chinese character or comma."""
        words = self.lines[line]
        return (
            width_of(words) >= _MIN_WIDTH
            and open_end(words)
            and (_HAN.match(words[-1]) is not None or words[-1] in "，、")
            and _POINTS_AT.search(words) is None
            and self._form(line) is None
            and role_by_form(words)[0] is Role.BODY
        )

    def ends(self, first: int) -> Iterator[tuple[int, bool]]:
        """Yield the lines behind what stands by itself from ``first`` on, and whether its form says
        where it ends."""
        lines = self.lines
        if _BOX.fullmatch(lines[first].strip("【】[]■●◆ ")):
            last = min(first + 2 + _MAX_BOX_PARAGRAPHS, len(lines))
            yield from ((stop, False) for stop in range(first + 2, last))
            return
        stop, own = first, False
        while stop < min(len(lines), first + _MAX_LINES_BETWEEN) and lines[stop]:
            by_itself = self._stands_by_itself(stop)
            if not by_itself and not _OF_TABLE.fullmatch(lines[stop]):
                break
            own = own or by_itself
            stop += 1
        if own and stop < len(lines):
            yield stop, True

    def _stands_by_itself(self, line: int) -> bool:
        words = self.lines[line]
        return (
            self._form(line) in _OWN_FORMS
            or _CAPTION.fullmatch(words) is not None
            or role_by_form(words)[0] is Role.CAPTION
        )

    def score(self, first: int, stop: int) -> float | None:
        """Return how well the line at ``stop`` goes on with that before ``first`` (log10); None
        where its form or its words say that it does not."""
        left, right = self.lines[first - 1], self.lines[stop]
        if (
            _HAN.match(right) is None
            or not ends_sentence(right)
            or begins_part(right)
            or addresses(right)
            or keeps_apart(left, right)
            or self._form(stop) is not None
            or role_by_form(right)[0] is not Role.BODY
        ):
            return None
        score = continuity(self._scorer, left, right)
        stays = seam(self._scorer, left, self.lines[first])
        return score if score >= max(_DOUBTFUL_LOG10, stays + _MIN_LEAD_LOG10) else None

    def joined(self, first: int, stop: int, score: float, confidence: float) -> Iterator[Proposal]:
        """Take out the line break and what stands between the halves, whole lines, which go behind
        the second."""
        cut, begin = self._starts[first] - 1, self._starts[stop]
        end = self._text.find("\n", begin) + 1
        if not end:
            return
        block = self._text[cut + 1 : begin]
        words = block.strip()[:QUOTED_CHARACTERS]
        evidence = (
            Pattern("a sentence goes on behind what stands inside it", words),
            seam_evidence(self.lines[first - 1], self.lines[stop], score),
        )
        group = f"around-{first}"
        for span, after in (((cut, cut + 1), ""), ((cut + 1, begin), ""), ((end, end), block)):
            yield Proposal("layout", "around", *span, after, confidence, evidence, group)
