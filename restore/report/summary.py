"""The report in a few lines, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

from restore.core.notices import Notice
from restore.report.context import Context
from restore.report.html import report_strings
from restore.report.kinds import Kind

__all__ = ["cause_words", "notice_words", "summary_text"]

_SHOWN = 8


def notice_words(notices: Iterable[Notice], *, language: str = "en") -> list[str]:
    """Return what notices say of their document, ``zh`` or ``en``."""
    strings = report_strings()["notice"]
    return [strings[notice.kind][0 if language == "zh" else 1] for notice in notices]


def cause_words(cause: str, *, language: str = "en") -> str:
    """Return why answers of a language model are missing, and the cure, ``zh`` or ``en``.

    Parameters
    ----------
    cause : one of :data:`restore.llm.ledger.Cause`
    """
    words: str = report_strings()["missing_answer"][cause][0 if language == "zh" else 1]
    return words


def summary_text(context: Context, *, language: str = "en") -> str:
    """Return counts per document and kind, repeated edits, refusals and figure conflicts.

    Parameters
    ----------
    language : ``zh`` or ``en``
    """
    column = 0 if language == "zh" else 1
    strings = report_strings()

    def words(section: str, key: str) -> str:
        return strings[section][key][column] if key in strings[section] else key

    kinds = [kind for kind in Kind if any(count.kind == kind.value for count in context.counts)]
    rows = [["", *(words("kind", kind.value) for kind in kinds)]]
    totals: Counter[str] = Counter()
    for number, document in enumerate(context.documents):
        found: Counter[str] = Counter()
        for count in context.counts:
            if count.document == number:
                found[count.kind] += count.number
        totals.update(found)
        rows.append([document.id, *(str(found[kind.value]) for kind in kinds)])
    rows.append([words("ui", "total"), *(str(totals[kind.value]) for kind in kinds)])
    parts = [_table(rows)]
    told = [
        f"  {document.id}: {told}"
        for document in context.documents
        for told in notice_words(document.notices, language=language)
    ]
    if told:
        parts.append("\n".join(told))
    if context.repeated:
        lines = [
            f"  {item.number:>4} × {_short(item.before)} → {_short(item.after)}"
            for item in context.repeated[:_SHOWN]
        ]
        parts.append("\n".join([words("ui", "repeated"), *lines]))
    if context.refused:
        lines = [
            f"  {number:>4}   {words('reason', reason)}"
            for reason, number in context.refused[:_SHOWN]
        ]
        parts.append("\n".join([words("ui", "refused"), *lines]))
    if context.figures is not None:
        verdicts = Counter(group.verdict for group in context.figures.groups)
        found_words = "  ".join(
            f"{words('verdict', verdict)} {verdicts[verdict]}" for verdict in sorted(verdicts)
        )
        parts.append(f"{words('ui', 'figures')}\n  {found_words or words('ui', 'figures_none')}")
    for name, *messages in context.failed:
        parts.append(f"{words('ui', 'failed')}\n  {name}: {messages[column]}")
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(_width(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (
            " " * (width - _width(cell)) + cell
            for cell, width in zip(row[1:], widths[1:], strict=True)
        )
        lines.append("  ".join((first, *rest)).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _short(text: str, limit: int = 24) -> str:
    text = text.replace("\n", "⏎") or "∅"
    return text if len(text) <= limit else text[: limit - 1] + "…"
