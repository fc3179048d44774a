"""Pages as boxes, in the order in which they are to be read, by template: half of the templates were
looked at while the order was made, the others are held back. What scans do is done to all: jitter,
tilt, bent lines, lost lines, columns that touch."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from restore.readers.geometry import Box

LETTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


@dataclass
class Page:
    """Lines in reading order: box, text, number of the article."""

    random: Random
    size: float
    gap: float
    lines: list[tuple[Box, str, int]] = field(default_factory=list)
    article: int = 0

    def put(
        self,
        left: float,
        top: float,
        characters: int,
        size: float = 0,
        article: int | None = None,
        text: str = "",
        vertical: bool = False,
    ) -> Box:
        size = size or self.size
        text = text or "".join(self.random.choice(LETTERS) for _ in range(characters))
        long = len(text) * size if not text.isascii() else len(text) * size * 0.55
        box = (
            Box(left, top, left + long, top + size)
            if not vertical
            else Box(left - size, top, left, top + long)
        )
        self.lines.append((box, text, self.article if article is None else article))
        return box

    @property
    def pitch(self) -> float:
        return self.size * 1.35

    def column(
        self,
        left: float,
        top: float,
        chars: int,
        rows: int,
        ends: bool = True,
        article: int | None = None,
    ) -> float:
        """Put a column of paragraphs; return its bottom."""
        begins = False
        for row in range(rows):
            indent = 2 if begins else 0
            last = row == rows - 1 and ends
            short = self.random.random() < 0.15 or last
            count = self.random.randint(max(1, chars // 5), chars) if short else chars
            count = max(1, count - indent)
            self.put(left + indent * self.size, top + row * self.pitch, count, article=article)
            begins = short
        return top + rows * self.pitch

    def columns(
        self, left: float, top: float, chars: int, rows: list[int], tops: list[float] | None = None
    ) -> float:
        bottom = top
        for number, count in enumerate(rows):
            x = left + number * (chars * self.size + self.gap)
            bottom = max(
                bottom,
                self.column(
                    x, (tops[number] if tops else top), chars, count, number == len(rows) - 1
                ),
            )
        return bottom

    def width(self, chars: int, count: int) -> float:
        return count * chars * self.size + (count - 1) * self.gap

    def headline(
        self, left: float, top: float, width: float, ratio: float = 0, share: float = 0
    ) -> float:
        size = self.size * (ratio or self.random.uniform(1.6, 3))
        share = share or self.random.uniform(0.4, 0.95)
        count = max(3, int(width * share / size))
        x = left + (width - count * size) * self.random.random()
        self.put(x, top, count, size)
        return top + size * 1.5


Template = Callable[[Page], object]


def even(
    p: Page, top: float = 0, left: float = 0, count: int = 0, chars: int = 0, head: bool = True
) -> tuple[float, float]:
    r = p.random
    count = count or r.randint(1, 6)
    chars = chars or r.randint(9, 24)
    width = p.width(chars, count)
    if head:
        top = p.headline(left, top, width)
        if r.random() < 0.4:
            p.put(left + width * 0.3, top, 8)
            top += p.pitch * 1.4
    rows = r.randint(6, 30)
    counts = [rows] * (count - 1) + [max(1, rows - r.randint(0, 5))]
    return p.columns(left, top, chars, counts), left + width


def ragged(p: Page) -> None:
    """Columns that begin and end at different heights: pictures stand above and below some."""
    r = p.random
    count, chars = r.randint(2, 6), r.randint(9, 20)
    top = p.headline(0, 0, p.width(chars, count))
    tops = [top + (p.pitch * r.uniform(3, 10) if r.random() < 0.35 else 0) for _ in range(count)]
    rows = [r.randint(8, 26) for _ in range(count)]
    p.columns(0, top, chars, rows, tops)


def middle_headline(p: Page) -> None:
    """A headline over the middle columns; the outer ones belong to it and begin below."""
    r = p.random
    count, chars = r.randint(3, 6), r.randint(9, 18)
    inner = p.width(chars, count - 2)
    top = p.headline(chars * p.size + p.gap, 0, inner, share=0.9)
    p.columns(0, top, chars, [r.randint(8, 25)] * count)


def sidebar(p: Page) -> None:
    """A story, and a column of another at its right from the same height."""
    r = p.random
    bottom, right = even(p, count=r.randint(2, 4))
    p.article = 1
    left, chars = right + p.gap + p.size, r.randint(8, 16)
    top = p.headline(left, 0, chars * p.size, 1.5, 0.9)
    p.column(left, top, chars, max(5, int((bottom - top) / p.pitch) - r.randint(0, 6)))


def stacked_stories(p: Page) -> None:
    r = p.random
    top = 0.0
    chars = r.randint(9, 16)
    for number in range(r.randint(2, 3)):
        p.article = number
        top, _ = even(p, top, count=r.randint(1, 5), chars=chars)
        top += p.size * r.uniform(0.8, 2)


def corner_box(p: Page) -> None:
    """A boxed story in the lower right corner; the columns above it are shorter."""
    r = p.random
    count, chars = r.randint(3, 6), r.randint(9, 16)
    own = r.randint(1, count - 2)
    top = p.headline(0, 0, p.width(chars, count))
    rows = r.randint(18, 30)
    short = rows // 2
    p.columns(0, top, chars, [rows] * (count - own) + [short] * own)
    p.article = 1
    left = p.width(chars, count - own) + p.gap
    low = top + short * p.pitch + p.size * r.uniform(0.8, 2)
    low = p.headline(left, low, p.width(chars, own), 1.6, 0.8)
    p.columns(left, low, chars, [max(3, rows - short - 4)] * own)


def paper_table(p: Page) -> None:
    """Two columns, a table over both, two columns; each table is an article of its own."""
    r = p.random
    chars = r.randint(16, 26)
    width = p.width(chars, 2)
    bottom = p.columns(0, 0, chars, [r.randint(6, 14)] * 2)
    p.article = 1
    bottom = table(p, 0, bottom + p.pitch, width)
    p.article = 2
    p.columns(0, bottom + p.pitch, chars, [r.randint(6, 14)] * 2)


def table(p: Page, left: float, top: float, width: float) -> float:
    r = p.random
    count, rows = r.randint(3, 6), r.randint(3, 14)
    first = r.uniform(0.25, 0.4)
    xs = [left] + [left + width * (first + (1 - first) * n / (count - 1)) for n in range(count - 1)]
    step = p.size * r.uniform(1.3, 2.4)
    for row in range(rows):
        for number, x in enumerate(xs):
            if number and row and r.random() < 0.05:
                continue
            if number == 0 or row == 0:
                p.put(
                    x,
                    top + row * step,
                    r.randint(
                        2,
                        max(
                            2,
                            min(
                                8,
                                int(
                                    width
                                    * (first if number == 0 else (1 - first) / (count - 1))
                                    / p.size
                                )
                                - 2,
                            ),
                        ),
                    ),
                )
            else:
                p.put(
                    x + r.uniform(0, 1) * p.size,
                    top + row * step,
                    0,
                    text=f"{r.uniform(0, 10 ** r.randint(1, 4)):.{r.randint(0, 2)}f}"
                    + "%" * r.randint(0, 1),
                )
    return top + rows * step


def captions(p: Page) -> None:
    """Pictures with captions between the lines of columns; captions are articles of their own."""
    r = p.random
    count, chars = r.randint(2, 5), r.randint(10, 18)
    top = p.headline(0, 0, p.width(chars, count))
    rows = r.randint(16, 28)
    where = r.randint(0, count - 1)
    for number in range(count):
        x = number * (chars * p.size + p.gap)
        if number == where:
            upper = r.randint(3, rows // 2)
            bottom = p.column(x, top, chars, upper, False)
            bottom += p.pitch * r.randint(3, 8)
            p.put(x + p.size, bottom, chars - 3, p.size * 0.85, 100 + number)
            p.column(x, bottom + p.pitch * 1.5, chars, max(2, rows - upper - 6))
        else:
            p.column(x, top, chars, rows, number == count - 1)


def vertical(p: Page) -> None:
    """One tier of columns from right to left."""
    r = p.random
    count, chars = r.randint(4, 20), r.randint(12, 40)
    tier(p, 0, chars, count)


def tier(p: Page, top: float, chars: int, count: int) -> None:
    r = p.random
    begins = False
    for number in range(count):
        short = r.random() < 0.15
        indent = 2 if begins else 0
        p.put(
            -number * p.pitch,
            top + indent * p.size,
            (r.randint(3, chars) if short else chars) - indent,
            vertical=True,
        )
        begins = short


def numbered(p: Page) -> None:
    """Lines with their numbers apart, and phrases with wide spaces."""
    r = p.random
    for row in range(r.randint(5, 16)):
        y = row * p.pitch * 1.2
        p.put(0, y, 0, text=f"{row + 1}.")
        x = 2.0 * p.size
        for _ in range(r.randint(1, 4)):
            box = p.put(x, y, r.randint(3, 9))
            x = box.right + p.size * r.uniform(0.3, 0.9)


# ---- held back ----


def subheads(p: Page) -> None:
    """Subheads within columns and a lead over all of them."""
    r = p.random
    count, chars = r.randint(2, 5), r.randint(10, 18)
    width = p.width(chars, count)
    top = p.headline(0, 0, width)
    for _ in range(r.randint(1, 3)):
        p.put(0, top, int(width / p.size), p.size)
        top += p.pitch
    top += p.size * 0.6
    for number in range(count):
        x, y = number * (chars * p.size + p.gap), top
        end = top + 24 * p.pitch
        while y < end:
            if r.random() < 0.5:
                y += 0.4 * p.pitch
                p.put(
                    x + p.size * r.uniform(0, 2), y, r.randint(4, 7), p.size * r.uniform(1.0, 1.3)
                )
                y += 1.5 * p.pitch
            y = p.column(x, y, chars, r.randint(3, 8))


def side_by_side(p: Page) -> None:
    """Two stories beside each other, a third below both."""
    r = p.random
    chars = r.randint(9, 14)
    first, right = even(p, 0, count=r.randint(1, 3), chars=chars)
    p.article = 1
    second, end = even(
        p, 0, right + p.gap + p.size * r.uniform(0, 1), count=r.randint(1, 3), chars=chars
    )
    p.article = 2
    top = max(first, second) + p.size * r.uniform(0.6, 2)
    top = p.headline(0, top, end, share=0.7)
    count = r.randint(3, 5)
    wide = max(6, int((end - p.gap * (count - 1)) / count / p.size))
    p.columns(0, top, wide, [r.randint(5, 15)] * count)


def left_bar(p: Page) -> None:
    """A column of short items at the left; right of it a headline over columns, then another."""
    r = p.random
    p.article = 5
    chars = r.randint(8, 12)
    y = 0.0
    for _ in range(r.randint(2, 4)):
        y = p.headline(0, y, chars * p.size, 1.3, 0.8)
        y = p.column(0, y, chars, r.randint(5, 10)) + p.size
    left = chars * p.size + p.gap + p.size
    p.article = 0
    top, _ = even(p, 0, left, r.randint(2, 3), r.randint(10, 15))
    p.article = 1
    even(p, top + p.size, left, r.randint(2, 3), r.randint(10, 15))


def around_picture(p: Page) -> None:
    """Text runs around a picture that reaches into two columns."""
    r = p.random
    chars, rows = r.randint(14, 20), r.randint(18, 26)
    top = p.headline(0, 0, p.width(chars, 2))
    first, last = r.randint(3, 7), r.randint(9, 14)
    cut = chars // 2
    for number in range(2):
        x = number * (chars * p.size + p.gap)
        for row in range(rows):
            inside = first <= row < last
            count = chars - cut if inside else chars
            p.put(x + (cut * p.size if inside and number else 0), top + row * p.pitch, count)


def report_table(p: Page) -> None:
    r = p.random
    chars = r.randint(26, 40)
    bottom = 0.0
    for _ in range(r.randint(1, 3)):
        p.article += 1
        p.put(0, bottom, r.randint(4, 8))
        bottom = p.column(0, bottom + p.pitch, chars, r.randint(2, 6))
        bottom = table(
            p,
            p.size * r.uniform(0, 2),
            bottom + p.pitch * r.uniform(0.3, 1),
            chars * p.size * r.uniform(0.6, 1),
        )
        bottom += p.pitch * r.uniform(0.2, 0.6)


def tiers(p: Page) -> None:
    """Tiers of columns above each other, a headline across or at the right."""
    r = p.random
    count, chars = r.randint(5, 16), r.randint(10, 18)
    top = 0.0
    if r.random() < 0.5:
        size = p.size * 2
        n = max(3, int(count * p.pitch * 0.7 / size))
        p.put(-n * size, 0, n, size)
        top = size * 1.6
    else:
        p.put(p.size * 3, 0, r.randint(5, 8), p.size * 2, vertical=True)
    for number in range(r.randint(2, 3)):
        tier(p, top + number * (chars * p.size + p.gap + p.size), chars, count)


def notes(p: Page) -> None:
    """Notes in two small lines within the columns."""
    r = p.random
    for number in range(r.randint(4, 12)):
        y, x = 0.0, -number * p.pitch
        for _ in range(r.randint(1, 3)):
            y = p.put(x, y, r.randint(3, 8), vertical=True).bottom + p.size * 0.1
            if r.random() < 0.7:
                n = r.randint(3, 7)
                small = p.size * 0.47
                p.put(x, y, n, small, vertical=True)
                y = (
                    p.put(x - p.size * 0.5, y, n - r.randint(0, 1), small, vertical=True).bottom
                    + p.size * 0.2
                )


def book(p: Page) -> None:
    """Two pages of a book, each with its running head and number."""
    r = p.random
    chars = r.randint(18, 26)
    rows = r.randint(18, 28)
    for number in range(2):
        x = number * (chars * p.size + p.size * r.uniform(3, 6))
        p.put(x + chars * p.size * 0.3, 0, 6, p.size * 0.9, 50 + number)
        bottom = p.column(x, 2.5 * p.pitch, chars, rows, number == 1)
        p.put(
            x + chars * p.size / 2, bottom + p.pitch, 0, p.size, 60 + number, text=str(100 + number)
        )


def contents(p: Page) -> None:
    """A table of contents: titles, and numbers at the right edge."""
    r = p.random
    for row in range(r.randint(6, 20)):
        p.put(p.size * 2 * (r.random() < 0.5), row * p.pitch, r.randint(5, 18))
        p.put(26 * p.size, row * p.pitch, 0, text=str(row * 7 + 1))


def briefs(p: Page) -> None:
    """A story, and below it a strip of short items, each in a column with its own headline."""
    r = p.random
    chars = r.randint(9, 14)
    count = r.randint(3, 5)
    top, _ = even(p, 0, count=count, chars=chars)
    top += p.size * r.uniform(1, 2)
    for number in range(count):
        p.article = number + 1
        x = number * (chars * p.size + p.gap)
        y = p.headline(x, top, chars * p.size, 1.5, 0.9)
        p.column(x, y, chars, r.randint(4, 10))


def facing(p: Page) -> None:
    """Two pages of a book side by side; white between paragraphs on each, at its own heights."""
    chars = p.random.randint(20, 26)
    for side in range(2):
        left, top = side * (chars + p.random.uniform(3.5, 6)) * p.size, 0.0
        for _ in range(p.random.randint(2, 3)):
            top = p.headline(left, top, chars * p.size) + p.pitch
            top = p.column(left, top, chars, p.random.randint(5, 8)) + 2 * p.pitch


def exam(p: Page) -> None:
    """Questions with their choices in a row, the answer below, shorter than the row."""
    top, chars = 0.0, 36
    for number in range(p.random.randint(4, 9)):
        p.put(0, top, 0, text=f"{number + 1}．" + LETTERS[: p.random.randint(10, 30)])
        for place, letter in enumerate("ABCD"):
            words = LETTERS[: p.random.randint(1, 4)]
            p.put(place * chars / 4 * p.size, top + p.pitch, 0, text=f"{letter}．{words}")
        p.put(0, top + 2 * p.pitch, 0, text="答案：" + LETTERS[: p.random.randint(2, 9)])
        top += 3 * p.pitch


def upright_title(p: Page) -> None:
    """A title from top to bottom at the right of its columns."""
    count, chars = p.random.randint(1, 3), p.random.randint(12, 20)
    right = p.width(chars, count) + 6 * p.size
    p.put(right, 0, p.random.randint(4, 8), size=2.2 * p.size, vertical=True)
    p.columns(0, 0, chars, [p.random.randint(20, 28)] * count)


DEVELOPED: tuple[Template, ...] = (
    even,
    ragged,
    middle_headline,
    sidebar,
    stacked_stories,
    corner_box,
    paper_table,
    captions,
    vertical,
    numbered,
    notes,
    facing,
    exam,
    upright_title,
)
HELD: tuple[Template, ...] = (
    subheads,
    side_by_side,
    left_bar,
    around_picture,
    report_table,
    tiers,
    book,
    contents,
    briefs,
)


def scanned(
    page: Page, tilt: float, bow: float, jitter: float, lost: float
) -> list[tuple[Box, str, int]]:
    """Return the lines as a scan shows them."""
    r = page.random
    lines = []
    right = max(box.right for box, _, _ in page.lines)
    left = min(box.left for box, _, _ in page.lines)
    for box, text, article in page.lines:
        if r.random() < lost:
            continue
        corners = [
            (x, y)
            for x in (box.left, (box.left + box.right) / 2, box.right)
            for y in (box.top, (box.top + box.bottom) / 2, box.bottom)
        ]
        moved = []
        for x, y in corners:
            share = (x - left) / max(1, right - left)
            y += bow * page.size * min(1, (right - left) / 1200) * 4 * share * (1 - share)
            moved.append(
                (x * math.cos(tilt) - y * math.sin(tilt), x * math.sin(tilt) + y * math.cos(tilt))
            )
        xs, ys = [x for x, _ in moved], [y for _, y in moved]
        push = [r.gauss(0, jitter * page.size) for _ in range(4)]
        lines.append(
            (
                Box(min(xs) + push[0], min(ys) + push[1], max(xs) + push[2], max(ys) + push[3]),
                text,
                article,
            )
        )
    return lines


def tau(found: list[int]) -> float:
    size = len(found)
    if size < 2:
        return 1.0
    wrong = sum(found[i] > found[j] for i in range(size) for j in range(i + 1, size))
    return 1 - 4 * wrong / (size * (size - 1))


def made(template: Template, seed: int, shape: str) -> list[tuple[Box, str, int]]:
    name = getattr(template, "__name__", "")
    random = Random(f"{name}-{seed}-{shape}")
    gap = random.uniform(-0.35, 0.3) if shape == "touching" else random.uniform(0.8, 2)
    page = Page(random, 20.0, 20 * gap)
    template(page)
    tilt = math.radians(random.uniform(-3, 3)) if shape == "tilted" else 0.0
    bow = random.uniform(-1.2, 1.2) if shape == "curved" else 0.0
    lost = 0.05 if shape == "lost" else 0.0
    return scanned(page, tilt, bow, 0.06 if shape != "plain" else 0.02, lost)


SHAPES = ("plain", "jitter", "touching", "tilted", "curved", "lost")


def score(lines: list[tuple[Box, str, int]], order: list[int]) -> float:
    place = {index: number for number, index in enumerate(order)}
    total = weight = 0.0
    for article in {item[2] for item in lines}:
        own = [place[index] for index, item in enumerate(lines) if item[2] == article]
        if len(own) > 1:
            total += tau(own) * len(own)
            weight += len(own)
    return total / weight if weight else 1.0
