"""Newspaper pages as boxes, in the order in which they are to be read: stories with headlines over
one to four columns, stacked or side by side, with ragged lines, unlevel columns and jitter."""

from __future__ import annotations

from random import Random

from restore.readers.geometry import Box

HEIGHT = 20.0
WIDTH = 1600.0


def made_page(seed: int) -> list[Box]:
    """Return the lines of a page in reading order."""
    random = Random(seed)
    page = [Box(0, 0, 120, HEIGHT), Box(WIDTH - 200, 2, WIDTH, HEIGHT + 2)]
    top = 3 * HEIGHT
    for _ in range(random.randint(1, 3)):
        if random.random() < 0.4:
            left = WIDTH * random.uniform(0.35, 0.6)
            rest = left + 2 * HEIGHT
            bottom = max(
                _story(random, 0, left, top, page),
                _story(random, rest, WIDTH - rest, top, page),
            )
        else:
            bottom = _story(random, 0, WIDTH, top, page)
        top = bottom + HEIGHT * random.uniform(1.2, 2)
    return page


def _story(random: Random, left: float, width: float, top: float, page: list[Box]) -> float:
    high = HEIGHT * random.uniform(1.6, 3)
    wide = width * random.uniform(0.4, 1)
    start = left + (width - wide) * random.random()
    page.append(Box(start, top, start + wide, top + high))
    top += high + HEIGHT * random.uniform(0.5, 1.5)
    if random.random() < 0.4:
        page.append(Box(left + width * 0.3, top, left + width * 0.6, top + HEIGHT))
        top += 1.8 * HEIGHT
    gap = HEIGHT * random.uniform(0.9, 1.6)
    count = max(1, min(random.randint(1, 4), int(width // (HEIGHT * 8))))
    each = (width - gap * (count - 1)) / count
    rows, pitch = random.randint(3, 18), HEIGHT * random.uniform(1.2, 1.6)
    bottom = top
    for number in range(count):
        own = rows if number < count - 1 else max(1, rows - random.randint(0, 4))
        shift = random.uniform(0, pitch * 0.6) if random.random() < 0.3 else 0.0
        _column(random, left + number * (each + gap), each, top + shift, own, pitch, page)
        bottom = max(bottom, top + own * pitch)
    return bottom


def _column(
    random: Random, left: float, width: float, top: float, rows: int, pitch: float, page: list[Box]
) -> None:
    for row in range(rows):
        wide = width if random.random() < 0.75 else width * random.uniform(0.15, 0.98)
        jitter = [random.uniform(-2, 2) for _ in range(4)]
        page.append(
            Box(
                left + jitter[0],
                top + row * pitch + jitter[1],
                left + wide + jitter[2],
                top + row * pitch + HEIGHT + jitter[3],
            )
        )
