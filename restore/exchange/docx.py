"""A restored document as WordprocessingML with tracked changes (ECMA-376, part 1, 17.13.5).

Every change is a ``w:ins`` or ``w:del`` by the author "restore", so that Word and LibreOffice show
and settle it; a paragraph mark that goes or comes is a tracked change of its own. Suggestions are
changes of another author, so that they are taken or turned down apart. Changes of words carry a
comment with rule, reason and evidence. What came back is read by
:mod:`restore.exchange.docx_read` and :mod:`restore.exchange.fates`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from restore.core.blocks import Role
from restore.core.edits import Edit, decided_once
from restore.exchange.docx_parts import parts
from restore.exchange.stream import Item, Layout, change_stream, with_offers
from restore.exchange.words import Language, Words
from restore.report.kinds import Kind, kind_of
from restore.report.model import DocumentView
from restore.text.characters import UNFIT_FOR_XML

__all__ = ["AUTHOR", "FORM_FEED", "OFFERS", "docx_bytes"]

AUTHOR = "restore"
# The author of what is only suggested.
OFFERS = "restore 建议"
# The break between articles. LibreOffice would make a real page break a property of the next
# paragraph, which no tracked change can hold.
FORM_FEED = "\u240c"
_SILENT = frozenset({Kind.SPACE, Kind.FORM})
# What XML cannot hold, apart from the characters that have elements of their own.
_UNFIT = re.compile(f"[{UNFIT_FOR_XML}]")
_SPECIAL = re.compile("([\t\r])")
_ELEMENTS = {"\t": "<w:tab/>", "\r": "<w:cr/>"}
_STYLES = {
    Role.TITLE: "Title",
    Role.SUBTITLE: "Subtitle",
    Role.HEADING: "Heading2",
    Role.BYLINE: "Byline",
    Role.DATELINE: "Byline",
    Role.SIGNATURE: "Byline",
}


def docx_bytes(
    view: DocumentView, *, date: str, language: Language = "zh", layout: Layout = "source"
) -> bytes:
    """Return a .docx file. Equal views and dates give equal bytes.

    Accepting all changes gives the clean text with the suggestions taken, rejecting all the source
    (as it was laid out, with that layout), but for characters that XML cannot hold (they become
    U+FFFD).

    Parameters
    ----------
    layout : with ``applied`` only what changes words is tracked
    date : when the changes were made, ISO 8601 in UTC (``2026-01-01T00:00:00Z``)
    """
    writer = _Writer(view, date, Words(language))
    items = change_stream(view.source, view.log, layout)
    body = writer.body(with_offers(items, view.log.edits))
    title = view.title or view.id
    members = parts(body, writer.comments(), title=title, date=date, layout=layout)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return buffer.getvalue()


class _Writer:
    def __init__(self, view: DocumentView, date: str, words: Words) -> None:
        self._edits = {edit.id: edit for edit in view.log.edits}
        self._roles = {block.start: block.role for block in view.blocks}
        self._words = words
        self._stamp = f'w:author="{AUTHOR}" w:date={quoteattr(date)}'
        self._offer = f'w:author="{OFFERS}" w:date={quoteattr(date)}'
        self._next = 0
        self._comments: dict[str, tuple[int, Edit]] = {}
        # Of a group one edit speaks.
        self._speaks = {edit.id for edit in decided_once(view.log.edits)}

    def body(self, items: Sequence[Item]) -> str:
        """Return the paragraphs. The last one has no mark of its own in the text."""
        out: list[str] = []
        runs: list[str] = []
        position = start = 0
        for item in items:
            opened, closed = self._around(item)
            runs.append(opened)
            for number, line in enumerate(item.text.split("\n")):
                if number:
                    out.append(self._paragraph(runs, start, item))
                    position += _stands(item)
                    start = position
                    runs = []
                if line:
                    runs.append(self._run(item, line))
                    position += len(line) if _stands(item) else 0
            runs.append(closed)
        out.append(self._paragraph(runs, start, None))
        return "".join(out)

    def comments(self) -> str:
        """Return the comments, in the order of the text."""
        return "".join(
            f'<w:comment w:id="{number}" w:initials="r" {self._stamp}>'
            + "".join(_comment_line(line) for line in self._words.lines(edit))
            + "</w:comment>"
            for number, edit in self._comments.values()
        )

    def _around(self, item: Item) -> tuple[str, str]:
        """Return what stands before and after an item: the ranges of its comments."""
        opened, closed = [], []
        for edit in self._spoken(item):
            number = len(self._comments)
            self._comments[edit.id] = (number, edit)
            opened.append(f'<w:commentRangeStart w:id="{number}"/>')
            closed.append(
                f'<w:commentRangeEnd w:id="{number}"/>'
                f'<w:r><w:commentReference w:id="{number}"/></w:r>'
            )
        return "".join(opened), "".join(closed)

    def _spoken(self, item: Item) -> Iterator[Edit]:
        names = (*item.notes, *([item.edit] if item.edit is not None else []))
        for name in names:
            edit = self._edits[name]
            new = name in self._speaks and name not in self._comments
            if new and kind_of(edit) not in _SILENT:
                yield edit

    def _run(self, item: Item, text: str) -> str:
        tag = "w:delText" if item.kind == "del" else "w:t"
        inside = "".join(
            _ELEMENTS.get(part) or f'<{tag} xml:space="preserve">{_escaped(part)}</{tag}>'
            for part in _SPECIAL.split(text)
            if part
        )
        run = f"<w:r>{inside}</w:r>"
        if item.kind == "keep":
            return run
        stamp = self._offer if item.offered else self._stamp
        return f'<w:{item.kind} w:id="{self._number()}" {stamp}>{run}</w:{item.kind}>'

    def _paragraph(self, runs: Iterable[str], start: int, mark: Item | None) -> str:
        """Return a paragraph; ``mark`` is the item that its paragraph mark belongs to."""
        style = _STYLES.get(self._roles.get(start, Role.BODY))
        inside = f'<w:pStyle w:val="{style}"/>' if style else ""
        if mark is not None and mark.kind != "keep":
            change = f'<w:{mark.kind} w:id="{self._number()}" {self._stamp}/>'
            inside += f"<w:rPr>{change}</w:rPr>"
        properties = f"<w:pPr>{inside}</w:pPr>" if inside else ""
        return f"<w:p>{properties}{''.join(runs)}</w:p>"

    def _number(self) -> int:
        self._next += 1
        return self._next


def _stands(item: Item) -> bool:
    """Whether an item is part of the clean text."""
    return (item.kind == "del") is item.offered


def _escaped(text: str) -> str:
    return escape(_UNFIT.sub("\ufffd", text.replace("\f", FORM_FEED)))


def _comment_line(text: str) -> str:
    words = _escaped(text.replace("\t", " ").replace("\r", " ").replace("\f", " "))
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'
