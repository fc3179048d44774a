"""Extracts the claims of a text: each figure with what it counts, its period and its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

import msgspec

from restore.core.claims import Claim, Clause, DateMention, FigureSource, Period
from restore.figures.cells import Cell, cells_of
from restore.figures.clauses import clauses_of, lines_of, sentences_of
from restore.figures.dictionary import FigureDictionary
from restore.figures.numerals import to_scan
from restore.figures.periods import (
    ABSOLUTE,
    Anchor,
    anchor_of,
    heading_year,
    names_no_year,
    resolve,
    year_of,
    year_span,
)
from restore.figures.quantities import Quantity, scan_quantities
from restore.figures.subjects import Reading, read_subject
from restore.figures.times import TimeMention, scan_times
from restore.text.characters import HAN

__all__ = ["Extraction", "extract"]

_TITLE = re.compile(r"《[^》\n]{1,80}》")
_BODY = re.compile(
    r"(?<![于占居列位过出比较低])(?:全国|全球|世界)(?!政协|人大|两会|委员|代表|各|先进|第|首)|"
    r"全[区省市县旗盟州]|我[区省市县国]|该[市区县旗盟省]|自治区|"
    f"^(?:在|对|其中)?[{HAN}]{{2,4}}?(?:省|市|盟|州|县|旗)(?![场民委政长级区])"
)
_LEADING = re.compile(r"^(?:在|对|其中|赴|到|从|由|与|和|向|为|是)+")
_OWN = re.compile(r"[全我][区省市县旗盟州]|自治区|我国")
#: Times that no year of the document stands for: a running total, an earlier body, a past ceremony, a day.
_UNTOLD = re.compile(
    "(?:自(?![治主然身己觉信])|从)[^，。；]{2,20}以来|[今昨][天日]|当[天日]|截至目前|到目前为止|迄今|上一?届|周年(?:庆祝|纪念)?(?:大会|招待会)"
)
_SINCE = re.compile("[^，。；]{0,14}以来")
#: 比常年（293.5亿立方米）偏少: a base that no year of the text stands for.
_USUAL = re.compile("[比较与](?:常年|往年|历年|多年)(?:同期|平均)?[值水平]*[（(]$")
_USUAL_LENGTH = 12
#: What is there now is of no year told before (2025年先建2万个，目前已有4万个).
_NOW = re.compile("目前|迄今|如今")
#: A row whose first cell is a year: 2016, 2017年.
_YEAR_ROW = re.compile("[| ]*(?P<year>(?:19|20)[0-9]{2})年? *(?=[\\t|\u3000]|  )")
_BARE_YEAR = re.compile("(?:19|20)[0-9]{2}")
#: A time so far into a paragraph (characters) is the time of all that the paragraph says.
_PARAGRAPH_HEAD_LENGTH = 40
#: So far into a sentence (characters) stands the place that it is about.
_SENTENCE_HEAD_LENGTH = 6
#: A time within so many characters of a clause's beginning opens it.
_MAX_TIME_OFFSET = 2
#: A noun that a figure takes from what stands behind it has so many characters at most.
_MAX_FALLBACK_LENGTH = 20


class Extraction(NamedTuple):
    """The claims and the time expressions of one source."""

    claims: list[Claim]
    dates: list[DateMention]


def extract(source: FigureSource, dictionary: FigureDictionary) -> Extraction:
    """Read every claim of one source, article by article, in order of place."""
    claims: list[Claim] = []
    dates: list[DateMention] = []
    offset = 0
    for number, article in enumerate(source.text.split("\f")):
        found = _scanned(article, dictionary)
        # Half of all sentences have neither, and nothing is asked of what stands around them.
        if found.times or found.quantities:
            title = source.title if number == 0 else None
            date = source.date if number == 0 else None
            anchor = anchor_of(article, title, date)
            for mention in found.times:
                months = resolve(mention, anchor)
                dates.append(
                    DateMention(
                        source.document,
                        (offset + mention.start, offset + mention.end),
                        article[mention.start : mention.end],
                        months[0] if months else None,
                        months[1] if months else None,
                    )
                )
            reader = _ArticleReader(article, found, anchor, dictionary)
            claims.extend(reader.claims(source.document, number, offset))
        offset += len(article) + 1
    return Extraction(_with_ids(claims), dates)


class _Scanned(NamedTuple):
    """The times, the cells of tables by where they begin, and the quantities of an article."""

    times: list[TimeMention]
    cells: dict[int, Cell]
    quantities: list[Quantity]


def _scanned(text: str, dictionary: FigureDictionary) -> _Scanned:
    numbers = to_scan(text)
    times = scan_times(numbers)
    cells = list(cells_of(numbers))
    taken = ((mention.start, mention.end) for mention in times)
    quantities = scan_quantities(numbers, dictionary, taken, cells)
    return _Scanned(times, {cell.start: cell for cell in cells}, quantities)


class _ArticleReader:
    """Reads one article; offsets are its own until a claim is made."""

    def __init__(
        self, text: str, found: _Scanned, anchor: Anchor, dictionary: FigureDictionary
    ) -> None:
        self.text = text
        self.times, self.cells, self.quantities = found
        self.anchor = anchor
        self.dictionary = dictionary
        self.sentences = sentences_of(text)
        self.clauses = clauses_of(text)
        self.lines = lines_of(text)
        titles = _TITLE.finditer(text)
        hidden = [match.span() for match in titles]
        self.usable = [
            m
            for m in self.times
            if not m.baseline
            and not _opens(text, m)
            and not any(a <= m.start < b for a, b in _near(hidden, m.start))
        ]
        self.usable_starts = [m.start for m in self.usable]
        self.headings = [
            (start, year)
            for start, end in zip(self.lines.starts, self.lines.ends, strict=True)
            if (year := heading_year(text[start:end])) is not None
        ]
        self.heading_starts = [start for start, _ in self.headings]

    def period(self, position: int) -> Period | None:
        """Find the period of a figure: clause, sentence, paragraph, section, document."""
        clause = self.clauses.around(position)
        sentence = self.sentences.around(position)
        found = self._last_between(sentence[0], position)
        if found is not None and found.rule == "day":
            return None
        if _USUAL.search(self.text, max(0, clause[0] - _USUAL_LENGTH), clause[0]):
            return None
        if (
            found is not None
            and found.start < clause[0]
            and found.rule in ABSOLUTE
            and _NOW.search(self.text, clause[0], position)
        ):
            return None
        if found is None:
            # 新增就业1200万人（2023年）: a time behind the figure, in the same clause.
            found = self._last_between(position, clause[1])
        if found is not None and found.rule != "day":
            return self._period(found, "clause" if found.start >= clause[0] else "sentence")
        if _UNTOLD.search(self.text, sentence[0], position):
            return None
        line = self.lines.around(position)
        found = self._last_between(line[0], min(line[0] + _PARAGRAPH_HEAD_LENGTH, position))
        if found is not None and found.rule != "day":
            return self._period(self._told_since(found, sentence[0]), "paragraph")
        index = bisect_right(self.heading_starts, position) - 1
        if index >= 0:
            year = self.headings[index][1]
            return Period(*year_span(year, year), label=f"{year}年", origin="section")
        if self.anchor.about is not None:
            year = self.anchor.about
            origin = "document" if self.anchor.sure else "guess"
            return Period(*year_span(year, year), label=f"{year}年", origin=origin)
        return None

    def _told_since(self, head: TimeMention, end: int) -> TimeMention:
        """Return the last year that begins a sentence of a chronicle (1987年，…。1988年，…。), from its head on."""
        if head.rule not in ABSOLUTE:
            return head
        index = bisect_left(self.usable_starts, end) - 1
        while self.usable[index].start > head.start:
            later = self.usable[index]
            if later.rule in ABSOLUTE and self.sentences.around(later.start)[0] == later.start:
                return later
            index -= 1
        return head

    def _last_between(self, start: int, end: int) -> TimeMention | None:
        index = bisect_left(self.usable_starts, end) - 1
        while index >= 0 and self.usable[index].start >= start:
            mention = self.usable[index]
            # A day without its month is a time that nothing resolves: the figure's time is unknown.
            if mention.rule == "day" or resolve(mention, self._anchor_at(mention.start)):
                return mention
            index -= 1
        return None

    def _anchor_at(self, position: int) -> Anchor:
        """Use the year of the section for 全年 and 过去一年."""
        index = bisect_right(self.heading_starts, position) - 1
        if index < 0:
            return self.anchor
        return Anchor(self.headings[index][1], self.anchor.given, sure=True)

    def _year_before(self, mention: TimeMention) -> Anchor | None:
        """Return the year that the sentence named before a month without one (2024年完成12套，12月3套)."""
        if not names_no_year(mention):
            return None
        sentence = self.sentences.around(mention.start)
        index = bisect_left(self.usable_starts, mention.start) - 1
        while index >= 0 and self.usable[index].start >= sentence[0]:
            earlier = self.usable[index]
            since = self.text[max(0, earlier.start - 1) : earlier.start] in {"自", "从"}
            if since or _SINCE.match(self.text, earlier.end):
                return None
            if not names_no_year(earlier):
                anchor = self._anchor_at(earlier.start)
                months = resolve(earlier, anchor)
                year = year_of(months) if months else None
                sure = earlier.rule in ABSOLUTE or anchor.sure
                return Anchor(year, anchor.given, sure) if year else None
            index -= 1
        return None

    def _period(self, mention: TimeMention, origin: str) -> Period | None:
        anchor = self._year_before(mention)
        section = self._anchor_at(mention.start)
        months = resolve(mention, anchor or section)
        if months is None:
            return None
        # 今年 is the year that the heading above it names, and no guess.
        headed = anchor is None and section is not self.anchor and year_of(months) == section.about
        if not ((anchor or self.anchor).sure or headed or mention.rule in ABSOLUTE):
            origin = "guess"
        label = self.text[mention.start : mention.end]
        return Period(months[0], months[1], label=label, origin=origin)

    def _cell_period(self, cell: Cell) -> Period | None:
        """Find the period of a cell: that of its column (2022年, 上年), then of its row, then as elsewhere."""
        line = self.lines.around(cell.start)
        row = _YEAR_ROW.match(self.text, *line)
        for name in (cell.column, row["year"] if row else cell.row):
            if _BARE_YEAR.fullmatch(name):
                return Period(*year_span(int(name), int(name)), label=name, origin="clause")
            for mention in scan_times(name):
                months = None if mention.baseline else resolve(mention, self._anchor_at(cell.start))
                if months:
                    sure = self.anchor.sure or mention.rule in ABSOLUTE
                    label = name[mention.start : mention.end]
                    return Period(*months, label=label, origin="clause" if sure else "guess")
        return self.period(cell.start)

    def claims(self, document: str, article: int, offset: int) -> Iterator[Claim]:
        """Yield the claims of the article, with offsets into the whole source."""
        previous: Reading | None = None
        previous_sentence = -1
        words = Clause("", (0, 0))
        for index, quantity in enumerate(self.quantities):
            sentence = self.sentences.around(quantity.start)
            clause = self.clauses.around(quantity.start)
            left, right = self._sides(index, clause)
            cell = self.cells.get(quantity.start)
            if cell:
                left, right = _counted_names(cell), ""
            reading = read_subject(left, right, quantity.unit, quantity.kind, self.dictionary)
            if not reading.subject:
                reading = self._inherit(reading, previous, sentence[0] == previous_sentence, right)
            if words.span != clause:
                # The figures of one clause share it.
                words = Clause(self.text[clause[0] : clause[1]], clause)
            period = self._cell_period(cell) if cell else self.period(quantity.start)
            place = document, article, offset
            yield self._claim(place, quantity, reading, words, sentence, period)
            if quantity.kind != "ordinal":
                previous, previous_sentence = reading, sentence[0]

    def _claim(
        self,
        place: tuple[str, int, int],
        quantity: Quantity,
        reading: Reading,
        clause: Clause,
        sentence: tuple[int, int],
        period: Period | None,
    ) -> Claim:
        """Make a claim; ``place`` is its document, its article and where the article begins."""
        document, article, offset = place
        bodies = _BODY.findall(self.text[clause.span[0] : quantity.start])
        if not bodies:
            bodies = _BODY.findall(
                self.text[sentence[0] : min(sentence[0] + _SENTENCE_HEAD_LENGTH, quantity.start)]
            )
        body = _LEADING.sub("", bodies[-1]) if bodies else ""
        return Claim(
            id="",
            document=document,
            article=article,
            span=(offset + quantity.start, offset + quantity.end),
            text=self.text[quantity.start : quantity.end],
            kind=quantity.kind,
            value=quantity.value,
            upper=quantity.upper,
            low=quantity.low,
            high=quantity.high,
            unit=quantity.unit.canonical,
            unit_group=quantity.unit.group,
            qualifier=quantity.qualifier,
            head=reading.head,
            subject=reading.subject,
            predicate=reading.predicate,
            body="" if _OWN.fullmatch(body) else body,
            period=period,
            clause=Clause(clause.text, (offset + clause.span[0], offset + clause.span[1])),
            sentence=(offset + sentence[0], offset + sentence[1]),
        )

    def _sides(self, index: int, clause: tuple[int, int]) -> tuple[str, str]:
        """Return the clause before and behind a figure, up to the neighbouring figures."""
        quantity = self.quantities[index]
        start, end = clause
        if index and self.quantities[index - 1].outer_end > start:
            start = self.quantities[index - 1].outer_end
        if index + 1 < len(self.quantities) and self.quantities[index + 1].outer_start < end:
            end = self.quantities[index + 1].outer_start
            if end == quantity.outer_end:
                # 50万名3岁以下婴幼儿: the noun stands behind the figure that modifies it.
                follower = index + 1
                after = self.quantities[follower].outer_end
                limit = clause[1]
                if follower + 1 < len(self.quantities):
                    limit = min(limit, max(after, self.quantities[follower + 1].outer_start))
                return self._left(start, quantity), self.text[after:limit]
        return self._left(start, quantity), self.text[quantity.outer_end : end]

    def _left(self, start: int, quantity: Quantity) -> str:
        """Return the text before a figure without a time that opens it (2025年共编报信息)."""
        index = bisect_left(self.usable_starts, start)
        if index < len(self.usable) and self.usable[index].start <= start + _MAX_TIME_OFFSET:
            end = self.usable[index].end
            # 2017年末全州蓄水量
            end += self.text[end - 1 : end + 1] in {"年末", "年底"}
            start = max(start, min(end, quantity.outer_start))
        return self.text[start : quantity.outer_start]

    @staticmethod
    def _inherit(
        reading: Reading, previous: Reading | None, same_sentence: bool, right: str
    ) -> Reading:
        """Take the subject of the figure before (代办信访事项4425件，办结3994件)."""
        if previous and same_sentence and previous.subject:
            return Reading(previous.head, previous.subject, reading.predicate)
        fallback = right.strip("的，、 ")[:_MAX_FALLBACK_LENGTH] or reading.predicate
        return Reading(fallback, fallback, reading.predicate)


def _counted_names(cell: Cell) -> str:
    """Return the names of a cell's row and column without those that are a time, and without its unit."""
    kept = ""
    for name in (cell.row, cell.column):
        name = name.removesuffix(f"（{cell.unit}）").removesuffix(f"({cell.unit})")
        if not any(m.start == 0 and m.end == len(name) for m in scan_times(name)):
            kept += name
    return kept


def _opens(text: str, mention: TimeMention) -> bool:
    """Tell whether a time only says since when something runs: 自2021年12月3日开通以来."""
    return text[max(0, mention.start - 1) : mention.start] in {"自", "从"} and bool(
        _SINCE.match(text, mention.end)
    )


def _near(spans: list[tuple[int, int]], position: int) -> list[tuple[int, int]]:
    index = bisect_right(spans, (position, 10**9)) - 1
    return spans[index : index + 1] if index >= 0 else []


def _with_ids(claims: list[Claim]) -> list[Claim]:
    """Give every claim an id made of its content, and the ids of its clause fellows."""
    seen: Counter[str] = Counter()
    ids: list[str] = []
    for claim in claims:
        content = "\x1f".join((claim.document, claim.text, claim.subject, claim.clause.text))
        digest = sha256(f"{content}\x1f{seen[content]}".encode()).hexdigest()[:12]
        seen[content] += 1
        ids.append("c" + digest)
    by_clause: dict[tuple[int, int], list[str]] = {}
    for claim, identity in zip(claims, ids, strict=True):
        by_clause.setdefault(claim.clause.span, []).append(identity)
    return [
        msgspec.structs.replace(
            claim,
            id=identity,
            siblings=tuple(i for i in by_clause[claim.clause.span] if i != identity),
        )
        for claim, identity in zip(claims, ids, strict=True)
    ]
