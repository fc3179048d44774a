"""Remove Markdown and HTML residue: emphasis, headings, rules, fences, comments, line breaks.

Vision models write Markdown around what they read. Only the markup is removed, never the words
inside it. Links, table rows, code and asterisks in formulas stay. So do blanks to be filled in
(``______年__月__日``) and masked names (``李*明``), where the marks stand for words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.gate.locks import SURNAMES
from restore.regions.fences import fences
from restore.regions.front_matter import front_matter
from restore.text.characters import CLOSING, HAN, OPENING, POINTS
from restore.text.patterns import lazy_pattern

__all__ = ["propose_emphasis", "propose_markdown"]

_STAGE = "characters"
# Emphasis counts as residue when its words hold a Chinese character and hug the marks: they begin
# with no mark that closes or parts words, and end with none that opens.
_EMPHASIS = lazy_pattern(
    rf"(?<![*_\\])(?P<mark>\*{{1,3}}|_{{2,3}})(?![*_\s{POINTS}{CLOSING},.;:!?)\]])"
    rf"(?P<words>[^*_\n]{{1,200}}?)(?<![\s{OPENING}(\[])(?P=mark)(?![*_])"
)
_HAN_INSIDE = lazy_pattern(f"[{HAN}]")
_WORD = lazy_pattern(r"[^\W_]")
# A name of which a part is hidden: 李*明, 王**, 张*三; whoever hides one hides others beside it.
_HIDDEN = lazy_pattern(
    rf"(?:^|(?<=[\s、，,；;：:（(“]))[{HAN}]{{1,2}}\*{{1,2}}[{HAN}]{{0,2}}(?=$|[\s、，,；;。）)”（(])"
)
_LINE_MARKS = lazy_pattern(
    r"^(?:[ \t]{0,3}(?:(?P<heading>#{1,6}[ \t]+(?=\S))|(?P<quote>>[ \t]?(?=[^\s\d=.]))"
    r"|(?P<rule>(?:[-*_][ \t]*){3,}$)))",
    re.MULTILINE,
)
# Quotations within quotations, as in a thread of mail: the marks say who said what.
_THREAD = lazy_pattern(r"^[ \t]{0,3}>[ \t]?>", re.MULTILINE)
_COMMENT = lazy_pattern(r"<!--[^\n]{0,400}?-->")
_BREAK = lazy_pattern(r"<br\s*/?>", re.IGNORECASE)
_TAG = lazy_pattern(
    r"</?(?:b|strong|em|i|u|p|div|span|center|font|sup|sub|h[1-6])(?:\s[^<>\n]{0,200})?>",
    re.IGNORECASE,
)
# Raised or lowered behind a figure or letter it is part of a quantity: 10<sup>8</sup> is not 108.
_RAISED = lazy_pattern(r"(?<=\w)<(su[pb])>[\w+−-]{1,12}</\1>", re.IGNORECASE)
_TRIGGER = lazy_pattern(r"[*_#>`~<]|^[ \t]*-{3,}", re.MULTILINE)
_MARKDOWN = lazy_pattern(r"^#{1,6}[ \t]+\S|^`{3}", re.MULTILINE)
_STARS = lazy_pattern(r"\*+")
_BLANK_RUN = lazy_pattern("_{2,}")
# Underscores beside words, or more of them than a rule has.
_BLANK = lazy_pattern(r"_{4,}|(?<=[^\s_])_{2,}|(?<!_)_{2,}(?=[^\s_])")
_EMPTY_BEFORE = lazy_pattern(r"(?:\A|\n[ \t]*\n)[ \t]*\Z")
_EMPTY_BEHIND = lazy_pattern(r"[ \t]*(?:\Z|\n[ \t]*(?:\n|\Z))")
# How far the empty line beside a rule is looked for: white space at line ends is shorter.
_BESIDE_CHARACTERS = 80
_DESCRIPTIONS = {
    "heading": "Markdown heading mark",
    "quote": "Markdown quotation mark",
    "rule": "Markdown rule",
}


def propose_markdown(text: str) -> list[Proposal]:
    """Propose the removal of Markdown and HTML marks."""
    if _TRIGGER.search(text) is None:
        return []
    residue, code = fences(text)
    proposals = [_removal(*span, text[slice(*span)], "Markdown code fence") for span in residue]
    proposals += _emphasis(text)
    proposals += _line_marks(text)
    for match in _COMMENT.finditer(text):
        proposals.append(_removal(match.start(), match.end(), match.group(), "HTML comment"))
    for match in _BREAK.finditer(text):
        if not _in_table(text, match.start()):
            proposals.append(_break(match.start(), match.end(), match.group()))
    raised = [match.span() for match in _RAISED.finditer(text)]
    for match in _TAG.finditer(text):
        if not _inside(raised, match.start()):
            proposals.append(_removal(match.start(), match.end(), match.group(), "HTML tag"))
    return [item for item in proposals if not _inside(code, item.start)] if code else proposals


def propose_emphasis(text: str) -> list[Proposal]:
    """Propose the removal of the pairs of marks around emphasised words, in code excepted."""
    proposals = list(_emphasis(text))
    code = fences(text)[1] if proposals else []
    return [item for item in proposals if not _inside(code, item.start)] if code else proposals


def _emphasis(text: str) -> Iterator[Proposal]:
    """Propose the removal of pairs of marks around words.

    Of underscores and single asterisks a pair inside a word is none: those are blanks of a form, or
    a product (长*宽*高), unless the text shows elsewhere that it is Markdown.
    """
    if "*" not in text and "__" not in text:
        return
    spoken = _MARKDOWN.search(text) is not None
    masked = not spoken and _masks_words(text)
    lines: dict[int, tuple[list[tuple[int, int]], bool]] = {}
    for match in _EMPHASIS.finditer(text):
        if not _HAN_INSIDE.search(match["words"]):
            continue
        mark, (start, end) = match["mark"], match.span()
        if masked and mark[0] == "*":
            continue
        left = _WORD.match(text[start - 1 : start]) is not None
        right = _WORD.match(text[end : end + 1]) is not None
        first = text.rfind("\n", 0, start) + 1
        if first not in lines:
            lines[first] = _of_line(text, first)
        hidden, blanks = lines[first]
        if mark[0] == "_" and (left or right or blanks or match["words"][-1] in "：:"):
            continue
        if mark == "*" and left and right and not spoken:
            continue
        if _inside(hidden, start):
            continue
        yield _removal(start, start + len(mark), mark, "emphasis")
        yield _removal(end - len(mark), end, mark, "emphasis")


def _masks_words(text: str) -> bool:
    """Whether asterisks stand for words that were hidden: more of them are alone than in pairs."""
    pairs = sum(1 for match in _EMPHASIS.finditer(text) if match["mark"][0] == "*")
    runs = sum(1 for _ in _STARS.finditer(text))
    return runs > 4 * pairs


def _of_line(text: str, first: int) -> tuple[list[tuple[int, int]], bool]:
    """Return the spans of the hidden names of a line, and whether underscores stand for blanks."""
    end = text.find("\n", first)
    line = text[first : len(text) if end < 0 else end]
    hidden = [
        (first + match.start(), first + match.end())
        for match in _HIDDEN.finditer(line)
        if match.group()[0] in SURNAMES
    ]
    runs = [match.span() for match in _BLANK_RUN.finditer(line)]
    paired = [
        place
        for match in _EMPHASIS.finditer(line)
        if match["mark"][0] == "_"
        for place in (match.start(), match.end() - len(match["mark"]))
    ]
    return hidden, any(start not in paired for start, _ in runs)


def _line_marks(text: str) -> Iterator[Proposal]:
    front = front_matter(text)
    head = front[1] if front is not None else 0
    blanks = "__" in text and _BLANK.search(text) is not None
    thread = _THREAD.search(text) is not None
    for match in _LINE_MARKS.finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        if kind == "quote" and thread:
            continue
        if kind == "rule":
            kept = end <= head or (blanks and match[kind][0] == "_")
            if kept or not _is_rule(text, start, end):
                continue
        yield _removal(start, end, match[kind], _DESCRIPTIONS[kind])


def _is_rule(text: str, start: int, end: int) -> bool:
    """Whether a line of marks parts text: a line of underscores may be a blank to be filled in, one
    of asterisks words that were hidden, where neither stands apart."""
    if text[start] == "-":
        return True
    before, behind = (
        text[max(0, start - _BESIDE_CHARACTERS) : start],
        text[end : end + _BESIDE_CHARACTERS],
    )
    return _EMPTY_BEFORE.search(before) is not None and _EMPTY_BEHIND.match(behind) is not None


def _in_table(text: str, place: int) -> bool:
    return text[text.rfind("\n", 0, place) + 1 : place].lstrip().startswith("|")


def _break(start: int, end: int, matched: str) -> Proposal:
    evidence = (Pattern("HTML line break", matched),)
    return Proposal(_STAGE, "markdown", start, end, "\n", 1.0, evidence)


def _removal(start: int, end: int, matched: str, description: str) -> Proposal:
    return Proposal(_STAGE, "markdown", start, end, "", 1.0, (Pattern(description, matched),))


def _inside(spans: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a place is inside one of some spans, which are in order."""
    spot = bisect_right(spans, place, key=itemgetter(0)) - 1
    return spot >= 0 and spans[spot][0] <= place < spans[spot][1]
