"""Markdown and HTML residue: marks of emphasis, headings, rules, fences, comments, line breaks.

Vision models write Markdown around what they read. Only the marks are removed, never the words
between them; a link, a table row, or an asterisk in a formula is no residue.
"""

from __future__ import annotations

import re

from restore.characters.classes import HAN
from restore.edits import Proposal
from restore.evidence import Pattern

__all__ = ["propose_emphasis", "propose_markdown"]

_STAGE = "characters"
# Emphasis counts as residue when its words hold a Chinese character and hug the marks.
_EMPHASIS = re.compile(
    r"(?P<mark>\*{1,3}|_{2,3})(?![*_\s])(?P<words>[^*_\n]{1,200}?)(?<!\s)(?P=mark)(?![*_])"
)
_HAN_INSIDE = re.compile(f"[{HAN}]")
_LINE_MARKS = re.compile(
    r"^(?:[ \t]{0,3}(?:(?P<heading>#{1,6}[ \t]+(?=\S))|(?P<quote>>[ \t]?(?=\S))"
    r"|(?P<fence>(?:`{3,}|~{3,})[\w-]{0,20}[ \t]*$)|(?P<rule>(?:[-*_][ \t]*){3,}$)))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"<!--[^\n]{0,400}?-->")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|strong|em|i|u|p|div|span|center|font|sup|sub|h[1-6])(?:\s[^<>\n]{0,200})?>",
    re.IGNORECASE,
)
_TRIGGER = re.compile(r"[*_#>`~<]|^[ \t]*-{3,}", re.MULTILINE)
_DESCRIPTIONS = {
    "heading": "Markdown heading mark",
    "quote": "Markdown quotation mark",
    "fence": "Markdown code fence",
    "rule": "Markdown rule",
}


def propose_markdown(text: str) -> list[Proposal]:
    """Propose the removal of Markdown and HTML marks."""
    if _TRIGGER.search(text) is None:
        return []
    proposals = propose_emphasis(text)
    for match in _LINE_MARKS.finditer(text):
        kind = match.lastgroup or ""
        if kind == "rule" and proposals and _covered(proposals, match.start(), match.end()):
            continue
        start, end = match.span(kind)
        proposals.append(_removal(start, end, match[kind], _DESCRIPTIONS[kind]))
    for match in _COMMENT.finditer(text):
        proposals.append(_removal(match.start(), match.end(), match.group(), "HTML comment"))
    for match in _BREAK.finditer(text):
        proposals.append(
            Proposal(
                _STAGE,
                "markdown",
                match.start(),
                match.end(),
                "\n",
                1.0,
                (Pattern("HTML line break", match.group()),),
            )
        )
    for match in _TAG.finditer(text):
        proposals.append(_removal(match.start(), match.end(), match.group(), "HTML tag"))
    return proposals


def propose_emphasis(text: str) -> list[Proposal]:
    """Propose the removal of the marks around emphasised words."""
    proposals = []
    for match in _EMPHASIS.finditer(text):
        if _HAN_INSIDE.search(match["words"]):
            mark = match["mark"]
            proposals.append(_removal(match.start(), match.start() + len(mark), mark, "emphasis"))
            proposals.append(_removal(match.end() - len(mark), match.end(), mark, "emphasis"))
    return proposals


def _removal(start: int, end: int, matched: str, description: str) -> Proposal:
    return Proposal(_STAGE, "markdown", start, end, "", 1.0, (Pattern(description, matched),))


def _covered(proposals: list[Proposal], start: int, end: int) -> bool:
    return any(item.start < end and start < item.end for item in proposals)
