"""Make newspaper pages as text, with known truth, from any clean articles.

It does to articles what pages and their transcripts do: columns of 12 to 24 characters or one
paragraph per line, columns cut, stories interleaved with others that come from another page or
continue there, headlines above or below their text, captions, furniture, lost ends, a few wrong
characters. Everything is drawn from one seeded generator, so a benchmark can be repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from random import Random

from restore.evaluation.layout import LineTruth
from restore.evaluation.page_records import (
    MadePage,
    PageOptions,
    Piece,
    Portion,
    Segment,
    SourceStory,
)
from restore.text.characters import CLOSING, OPENING, POINTS, STOPS

__all__ = ["PageBuilder", "make_page"]

_MAY_NOT_BEGIN = POINTS + CLOSING
_MAY_NOT_END = OPENING
_PAPERS = ("河州日报", "云岭日报", "江城晚报", "北疆时报", "海岱日报", "岭南早报")
_NAMES = ("周琳", "方洋宇", "冯趣军", "江文", "马德斌", "李睿", "王晓燕", "陈卓", "赵一鸣")
_PLACES = ("会议", "大会", "座谈会", "调研", "活动")
# Ranks order the lines of a story: paragraph first, then the place in it.
_PARAGRAPH_RANK = 1_000_000
# No line ends behind a sentence (nothing would show the cut) nor inside a number or a Latin word.
_NO_CUT = re.compile(
    f"[{STOPS}：；{OPENING}].|.[{POINTS}{CLOSING}%]|[0-9A-Za-z.][0-9A-Za-z.]|[”）]."
)
_CONFUSED = "未末己已日曰土士人入千干天夫大太"


def make_page(rng: Random, stories: Sequence[SourceStory], options: PageOptions) -> MadePage:
    """Make one page; the first story is its main one.

    Parameters
    ----------
    rng : the only source of chance
    stories : at least one; those past ``options.others + 1`` are not used
    """
    builder = PageBuilder(rng, options)
    count = 1 + (rng.randint(0, options.others) if options.noise else 0)
    return builder.build(stories[:count])


class PageBuilder:
    """Builds one page.

    Parameters
    ----------
    masthead : the lines of the running head; None: any paper, day and page
    """

    def __init__(
        self, rng: Random, options: PageOptions, masthead: Sequence[str] | None = None
    ) -> None:
        self.rng = rng
        self.options = options
        self.masthead = masthead
        self.rows: list[str] = []
        self.truth: list[LineTruth] = []
        self.wrapped = options.noise and rng.random() < options.wrapped
        self.width = rng.randint(12, 24)
        self.after = options.noise and rng.random() < options.headline_after
        self.caption = f"{rng.choice(_PAPERS)[:2]}{rng.choice(_PLACES)}会场"

    def build(self, stories: Sequence[SourceStory]) -> MadePage:
        """Build a page of stories; the first is its main one."""
        return self.compose(self._portion(index, story) for index, story in enumerate(stories))

    def compose(self, portions: Iterable[Portion]) -> MadePage:
        """Build a page of parts of stories; the first is its main one."""
        rng, options = self.rng, self.options
        parts: list[Portion] = []
        queues: list[list[Segment]] = []
        for index, portion in enumerate(portions):
            parts.append(portion)
            queues.append(self._segments(index, portion.pieces))
        if options.noise and rng.random() < options.furniture:
            self._furniture()
        order = self._order(queues)
        seen: set[int] = set()
        for place, segment in enumerate(order):
            first = segment.story not in seen
            last = all(later.story != segment.story for later in order[place + 1 :])
            seen.add(segment.story)
            part = parts[segment.story]
            if first and not self.after and part.title:
                self._headline(segment.story, part.title)
            self._emit(segment, part.begins if first else "", part.ends if last else "")
            if last and self.after and part.title:
                self._headline(segment.story, part.title)
            if options.noise and rng.random() < options.captions / 3:
                self._caption()
        if options.noise and rng.random() < options.furniture / 2:
            self._row("请扫二维码阅读", LineTruth("furniture"))
        return MadePage("\n".join(self.rows) + "\n", tuple(self.truth))

    def _portion(self, index: int, story: SourceStory) -> Portion:
        rng = self.rng
        pieces = [Piece(words, number) for number, words in enumerate(story.paragraphs)]
        if not self.options.noise:
            return Portion(story.title, "", "", pieces)
        begins = ends = ""
        if index > 0:
            pieces = pieces[: rng.randint(2, 6)]
            sign = rng.choice("■▲●")
            page = rng.randint(1, 3)
            if rng.random() < 0.8:
                begins = rng.choice(
                    (
                        f"{sign}上接第{page}版 ",
                        f"{sign}**上接第{page}版** ",
                        f"（上接第{page}版）",
                        f"{sign}上接第 {page}版 ",
                    )
                )
                cut = self.cut_place(pieces[0].words)
                if cut and rng.random() < 0.7:
                    pieces[0] = Piece(pieces[0].words[cut:], pieces[0].paragraph, cut)
        if index > 0 and not begins:
            ends = rng.choice(("（下转第3版）", "（下转第四版）", "▲下转第2版"))
        if ends or (index == 0 and rng.random() < self.options.lost_tail):
            cut = self.cut_place(pieces[-1].words)
            if cut:
                last = pieces[-1]
                pieces[-1] = Piece(last.words[:cut], last.paragraph, last.offset, cut_behind=True)
        if pieces[-1].words.endswith("。") and not ends and rng.random() < self.options.signed:
            last = pieces[-1]
            words = f"{last.words}（{rng.choice(_NAMES)}）"
            pieces[-1] = Piece(words, last.paragraph, last.offset)
        return Portion(story.title, begins, ends, pieces)

    def cut_place(self, words: str) -> int:
        """Return a place inside a sentence where a line of print may end; 0 where there is none."""
        for _ in range(8):
            if len(words) < 40:
                return 0
            cut = self.rng.randint(12, len(words) - 12)
            if not _NO_CUT.fullmatch(words[cut - 1 : cut + 1]):
                return cut
        return 0

    def _segments(self, index: int, pieces: list[Piece]) -> list[Segment]:
        rng = self.rng
        cuts = rng.randint(0, self.options.cuts if index == 0 else 1) if self.options.noise else 0
        segments = [Segment(index)]
        chosen = set(rng.sample(range(len(pieces)), min(cuts, len(pieces))))
        for number, piece in enumerate(pieces):
            cut = self.cut_place(piece.words) if number in chosen else 0
            if cut:
                head = Piece(piece.words[:cut], piece.paragraph, piece.offset)
                rest = Piece(
                    piece.words[cut:], piece.paragraph, piece.offset + cut, piece.cut_behind
                )
                segments[-1].pieces.append(head)
                segments.append(Segment(index, [rest]))
            else:
                segments[-1].pieces.append(piece)
        return segments

    def _order(self, queues: list[list[Segment]]) -> list[Segment]:
        """Interleave: the main story leads, others come in where it is cut."""
        rng = self.rng
        order = [queues[0].pop(0)]
        while any(queues):
            waiting = [queue for queue in queues if queue]
            weights = [3 if queue is queues[0] else 2 for queue in waiting]
            order.append(rng.choices(waiting, weights)[0].pop(0))
        if self.options.noise and rng.random() < self.options.displaced and len(order) > 3:
            mine = [place for place, segment in enumerate(order) if segment.story == 0][1:]
            if len(mine) >= 2:
                left, right = sorted(rng.sample(mine, 2))
                order[left], order[right] = order[right], order[left]
        return order

    def _emit(self, segment: Segment, begins: str, ends: str) -> None:
        rng = self.rng
        for number, piece in enumerate(segment.pieces):
            words = self._noised(piece.words)
            lines = _wrap(words, self.width) if self.wrapped else [words]
            if begins and number == 0:
                lines = _wrap(begins + words, self.width) if self.wrapped else [begins + words]
            if ends and number == len(segment.pieces) - 1:
                lines[-1] += ends
            offset = piece.offset
            for row, line in enumerate(lines):
                last = row == len(lines) - 1
                self._row(
                    line,
                    LineTruth(
                        "body",
                        article=segment.story,
                        paragraph=piece.paragraph,
                        rank=piece.paragraph * _PARAGRAPH_RANK + offset,
                        cut_behind=piece.cut_behind and last,
                    ),
                )
                offset += len(line)
                if self.wrapped and not last and rng.random() < self.options.false_blank:
                    self.rows.append("")
            self.rows.append("")

    def _noised(self, words: str) -> str:
        if not self.options.noise:
            return words
        return "".join(
            self.rng.choice(_CONFUSED) if self.rng.random() < self.options.wrong_character else char
            for char in words
        )

    def _headline(self, story: int, title: str) -> None:
        self.rows.append("")
        spaced = self.options.noise and self.wrapped and len(title) < 16 and self.rng.random() < 0.3
        self._row(" ".join(title) if spaced else title, LineTruth("title", article=story))
        self.rows.append("")

    def _caption(self) -> None:
        self.rows += ["", "", ""]
        choices = (
            self.caption,
            self.caption,
            f"图为{self.caption[:2]}群众参加活动。 记者 {self.rng.choice(_NAMES)} 摄",
        )
        self._row(self.rng.choice(choices), LineTruth("caption"))
        self.rows += ["", ""]

    def _furniture(self) -> None:
        rng = self.rng
        rows = (
            list(self.masthead)
            if self.masthead is not None
            else [
                rng.choice(_PAPERS),
                f"2025年{rng.randint(1, 12)}月{rng.randint(1, 28)}日 星期{rng.choice('一二三四五六日')}",
                f"责任编辑：{rng.choice(_NAMES)} 版式策划：{rng.choice(_NAMES)}",
                f"第{rng.randint(2, 12)}版",
            ]
        )
        for row in rng.sample(rows, rng.randint(1, len(rows))):
            self._row(row, LineTruth("furniture"))
            self.rows.append("")

    def _row(self, line: str, truth: LineTruth) -> None:
        self.rows.append(line)
        self.truth.append(truth)


def _wrap(words: str, width: int) -> list[str]:
    """Break a paragraph into lines as a column does."""
    lines = []
    rest = words
    while len(rest) > width:
        cut = width
        while cut > width - 3 and (rest[cut] in _MAY_NOT_BEGIN or rest[cut - 1] in _MAY_NOT_END):
            cut -= 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest]
