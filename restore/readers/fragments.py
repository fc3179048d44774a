"""HTML within a string: a table or a few paragraphs that a parser of documents wrote into its JSON.

What stands between tags is cut into lines: a row of a table is one, its cells apart by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from restore.readers.geometry import Kind

__all__ = ["HtmlLine", "HtmlRun", "html_lines", "is_html"]

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})(?:[\s/][^<>]*)?>|<!\[?[^<>]*>")
_IS_HTML = re.compile(
    r"\s*<(?:html|body|table|thead|tbody|tr|p|h[1-6]|div|ul|ol|li|pre|math|span|b|i|sup|sub|img|br|"
    r"content-ref|!doctype)\b[^<>]*>",
    re.IGNORECASE,
)
_CELLS = frozenset({"td", "th"})
_LINES = frozenset(
    {
        "address", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre",
        "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style"})


class HtmlRun(NamedTuple):
    """Words between two tags, ``[start, end)`` in the string, and what stands before them in their
    line."""

    start: int
    end: int
    glue: str


@dataclass
class HtmlLine:
    """A line: its runs, and what its tags say that it is."""

    kind: Kind = ""
    runs: list[HtmlRun] = field(default_factory=list)


def is_html(text: str) -> bool:
    """Whether a string begins with a tag of HTML."""
    return _IS_HTML.match(text) is not None


def html_lines(text: str) -> list[HtmlLine]:
    """Cut HTML into lines; those without words are left out.

    Examples
    --------
    >>> rows = html_lines("<table><tr><td>甲</td><td>1</td></tr></table>")
    >>> [(row.kind, [run.glue for run in row.runs]) for row in rows]
    [('table', ['', '\\t'])]
    """
    lines = [HtmlLine()]
    glue = ""
    silent = False
    rows = 0
    kind: Kind = ""
    for start, end, tag, closing in _stretches(text):
        if tag is None:
            line = lines[-1]
            words = text[start:end]
            inner = words.strip()
            if inner and not silent:
                low = start + words.index(inner[0])
                if not glue and line.runs and words[0].isspace():
                    glue = " "
                line.runs.append(HtmlRun(low, low + len(inner), glue if line.runs or rows else ""))
                line.kind = line.kind or kind
                glue = " " if words[-1].isspace() else ""
            elif words and line.runs and not silent:
                glue = glue or " "
            continue
        if tag in _SILENT:
            silent = not closing
        elif tag in _CELLS and rows:
            if not closing:
                # White space around cells is none of theirs.
                glue = glue.strip(" ") + "\t" if lines[-1].kind == "table" else ""
                lines[-1].kind = "table"
        elif tag in _LINES:
            if tag == "tr":
                rows += 1 if not closing else -1 if rows else 0
            if tag in _HEADINGS:
                kind = "" if closing else "heading"
            if rows and tag != "tr":
                # A break within a cell: the row stays one line.
                glue = glue or " "
                continue
            lines.append(HtmlLine())
            glue = ""
    return [line for line in lines if line.runs]


def _stretches(text: str) -> Iterator[tuple[int, int, str | None, bool]]:
    """Yield what stands between tags, and the tags, in order."""
    position = 0
    for match in _TAG.finditer(text):
        if match.start() > position:
            yield position, match.start(), None, False
        if match["name"]:
            yield match.start(), match.end(), match["name"].lower(), bool(match["end"])
        position = match.end()
    if position < len(text):
        yield position, len(text), None, False
