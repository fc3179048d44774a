"""Stray spaces: between Chinese characters, beside figures and punctuation, letter-spacing.

Runs on joined paragraphs, because whether a space means something shows only in the whole: two
balanced parts of a quotation or of a headline keep theirs (“京蒙协作 政协助力”), so do a byline,
an article number of a statute, a date at the head of an entry, and a list mark. Between Chinese
characters a space is stray only where the language model finds that the words beside it belong
together: in clean text most part what stands beside them, and on a misread page what was between
is lost. Digits are never pulled together; spacing beside Latin letters is house style and left
alone, and so is that beside figures in a text that has it throughout.
"""

from __future__ import annotations

import re

from restore.characters.space_lines import SpacedLine, last_mark, line_at
from restore.characters.standards import ground
from restore.core.edits import Proposal
from restore.core.evidence import Evidence, Pattern
from restore.language.model import LanguageModel
from restore.text.characters import (
    CLOSING,
    DIGITS,
    HAN,
    LIST_NUMBERS,
    ONE_TO_TEN,
    OPENING,
    ORNAMENTS,
    PAIRED_MARKS,
    POINTS,
    SMALL_NUMERALS,
    SPACE,
    STOPS,
    ZERO_TO_NINE,
)
from restore.text.patterns import lazy_pattern

__all__ = ["propose_spaces"]

_STAGE = "characters"
_SPACES = lazy_pattern(f"[{SPACE}]+")
_HAN = lazy_pattern(f"[{HAN}]")
_WORDLIKE_LEFT = lazy_pattern(f"[{HAN}{CLOSING}]")
_WORDLIKE_RIGHT = lazy_pattern(f"[{HAN}{OPENING}]")
_DIGIT = lazy_pattern(f"[{DIGITS}]")
_NUMERIC_LEFT = lazy_pattern(f"[{DIGITS}][%％‰]?\\Z")
_STOPS = frozenset(STOPS)
_TIGHT_LEFT = frozenset(POINTS + "…" + OPENING)
_TIGHT_RIGHT = frozenset(POINTS + "…" + CLOSING)
_LIST_MARK = lazy_pattern(
    rf"(?:[{ORNAMENTS}•·\-]|[{LIST_NUMBERS}]|[（(]?[0-9{ONE_TO_TEN}]{{1,3}}[）).、]?"
    rf"|第[0-9{SMALL_NUMERALS}]{{1,7}}[章节条款篇编部分](?:之[{ONE_TO_TEN}]{{1,3}})?"
    rf"|(?:[0-9{ZERO_TO_NINE}]{{2,4}}年)?(?:[0-9{SMALL_NUMERALS}]{{1,2}}月)?"
    rf"[0-9{SMALL_NUMERALS}]{{1,3}}日)\Z"
)
_CREDIT = lazy_pattern("记者|通讯员|摄影|作者|撰稿|编辑|供图|摄|文|图|报道|主持人|整理")
_QUOTES = (("“", "”"), ("‘", "’"), ("《", "》"), ("〈", "〉"), ("「", "」"))
# How far a quotation goes on, and a bracket with a credit; and how long a list mark is, at most.
_MAX_QUOTE_CHARACTERS, _MAX_CREDIT_CHARACTERS, _MAX_MARK_CHARACTERS = 120, 40, 16
# A blank that a form leaves to be filled in: white space alone in brackets, or a wide gap before a
# unit or the next label. Three columns are more than a stray space.
_BRACKETS = {"（": "）", "(": ")", "【": "】", "〔": "〕", "[": "]"}
_FILLED_BEFORE = lazy_pattern(f"[年月日时分秒号元页人章]|[{HAN}]{{1,6}}[：:]")
# A blank to be filled in is so wide, in half widths.
_MIN_BLANK_SPACES = 3
# ... and where words alone show it, these units behind it.
_MIN_FILLED_SPACES, _COUNTS = 4, frozenset("年月日号元页章条款")
# Two units of a date or of a time of day, and between them what is to be filled in.
_DATE_BLANKS = frozenset({"年月", "月日", "日时", "时分"})
_BREAKS = lazy_pattern(f"[{POINTS}—…{PAIRED_MARKS}]")
# Telephone numbers have seven digits or more; so have amounts, but those have a unit behind them.
_CODE_BEHIND = lazy_pattern(
    r"(?:[0-9]{7,}|[0-9]{3,4}[-—－][0-9]{7,8})(?![0-9.,%％]|[ \u3000]?[元人亩吨斤克米件户头株台万亿])"
)
_CODE_BEFORE = lazy_pattern(r"(?:[0-9]{7,}|[0-9]{3,4}[-—－][0-9]{7,8})\Z")
# A telephone or account number is looked for in so many characters before a space.
_CODE_CHARACTERS = 24
# What a figure belongs to with a word before or behind it: a name (P10, Django 1.10), the number of
# a section (2.1), a time or score (10:32, 3:1), a label (2：一般). So many characters are looked at.
_NAMED = lazy_pattern(r"[A-Za-z](?:[A-Za-z0-9.+_-]*| )[0-9][0-9A-Za-z.]*\Z")
_SECTION = lazy_pattern(r"(?:\A|(?<=[#>*+\-\"“ ]))[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}\Z")
_CLOCK = lazy_pattern(r"[0-9]{1,3}(?:[:：∶][0-9]{1,3}){1,2}\Z")
_LABEL = lazy_pattern(r"[0-9]{1,2}(?:[：∶]|[:：][0-9]|\. )")
_FIGURE_CHARACTERS = 24
# A name and its number alone: 急救 120.
_LISTED = lazy_pattern(rf"[{HAN}]{{1,8}}[{SPACE}]+[{DIGITS}]{{1,6}}\Z")
_UNIT = lazy_pattern("[元人亩吨斤克米件户头株台万亿个次年月日]")
# Half of a two-part slogan has at least four characters, of a quoted one that is even (《开好局
# 起好步》) three; halves are of comparable length.
_MIN_PART_CHARACTERS, _MIN_EVEN_CHARACTERS = 4, 3
_OPENS = tuple(opening for opening, _ in _QUOTES)
_MIN_BALANCE_SHARE = 0.4
# A seam (log10) of words that belong together, with what is looked at on either side. Of 600 spaces
# put into words of reports and of news that the model was not trained on, two thirds reach it; of
# 41 that news of 2026 has between clauses eight, whose parts are balanced.
_MIN_SEAM_LOG10 = 2.0
_SEAM_CHARACTERS = 24
# Beside figures and Latin words: with a space, and without. Below so many there is no style; where
# half have theirs, what lacks it is the slip.
_SPACED_BESIDE = lazy_pattern(f" (?:(?<=[{HAN}] )(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%] )(?=[{HAN}]))")
_TIGHT_BESIDE = lazy_pattern(f"(?<=[{HAN}])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[{HAN}])")
_SPACED_HAN = lazy_pattern(f" (?<=[{HAN}] )(?=[{HAN}])")
_MIN_SPACED, _MIN_SPACED_SHARE = 6, 0.5


def propose_spaces(
    text: str, model: LanguageModel, *, beside_figures: bool = True
) -> list[Proposal]:
    """Propose the removal of stray spaces from text that holds one paragraph a line.

    Parameters
    ----------
    model : tells words that belong together from words that a space parts
    beside_figures : whether a space between Chinese text and a figure may be stray; where most of
        a text's figures and Latin words have theirs it is house style all the same
    """
    beside_figures = beside_figures and not _spaced_throughout(text)
    proposals = []
    line: SpacedLine | None = None
    for match in _SPACES.finditer(text):
        if line is None or match.start() >= line.start + len(line.text):
            line = line_at(text, match.start(), model)
        if line.tabular:
            continue
        proposal = _judge(line, match.start() - line.start, match.end() - line.start, model)
        if proposal is not None and (
            beside_figures or not _beside_figure(text, proposal.start, proposal.end)
        ):
            proposals.append(proposal)
    return proposals


def _spaced_throughout(text: str) -> bool:
    """Whether a space beside figures and Latin words is the house style of a text."""
    spaced = len(_SPACED_BESIDE.findall(text))
    if spaced < _MIN_SPACED or len(_SPACED_HAN.findall(text)) > spaced:
        # Whoever spaced all characters meant nothing by it.
        return False
    return spaced >= _MIN_SPACED_SHARE * (spaced + len(_TIGHT_BESIDE.findall(text)))


def _judge(line: SpacedLine, start: int, end: int, model: LanguageModel) -> Proposal | None:
    text = line.text
    left, right = text[start - 1 : start], text[end : end + 1]
    gap = text[start:end]
    if not left or not right:
        return None
    if _is_blank(text, start, end):
        return None
    if start in line.spaced:
        wide = len(gap) > 1 and not _any_wide(line)
        return _proposal(line, start, end, " " if wide else "", "letter-spacing")
    if "\t" in gap and (left in _STOPS or _beside_figure(text, start, end)):
        # It parts cells, a number from its sentence, or one sentence from the next.
        return None
    if _is_left_to_fill(text, start, end):
        return None
    if "…" in (left, right) and (left.isascii() or right.isascii()):
        # Latin text sets it apart.
        return None
    if left in _TIGHT_LEFT or right in _TIGHT_RIGHT:
        return _proposal(line, start, end, "", "space beside punctuation", ground("place"))
    if "·" in (left, right):
        # GB/T 15834-2011 sets no space beside it; outside titles it may part more than names.
        if not _inside_title(line, start):
            return None
        description = "space beside a middle dot"
        return _proposal(line, start, end, "", description, ground("middle_dot"))
    if _beside_figure(text, start, end):
        # Behind a figure stands its unit; before it, and behind a share, a headline may go on.
        parted = line.headline and not _DIGIT.match(left)
        parted = parted and _parts(text, 0, start, end)[0] >= _MIN_PART_CHARACTERS
        if parted or _numbered(text, start, left):
            return _kept(line, start, end)
        if _beside_code(text, start, end) or _of_other(text, start, end):
            return None
        return _proposal(line, start, end, "", "space between Chinese text and a figure")
    if _WORDLIKE_LEFT.match(left) and _WORDLIKE_RIGHT.match(right):
        if _means_something(line, start, end) or not _belongs_together(line, start, end, model):
            return _kept(line, start, end)
        return _proposal(line, start, end, "", "space between Chinese characters")
    return None


def _is_blank(text: str, start: int, end: int) -> bool:
    left, right = text[start - 1], text[end]
    if _BRACKETS.get(left) == right:
        return True
    if not _is_wide(text, start, end):
        return False
    if left + right in _DATE_BLANKS:
        return True
    if _width(text, start, end) < _MIN_BLANK_SPACES:
        return False
    if left in "：:":
        return right in CLOSING or "：" in text[end:] or _FILLED_BEFORE.match(text, end) is not None
    return left in "年月日时分" and _FILLED_BEFORE.match(text, end) is not None


def _is_left_to_fill(text: str, start: int, end: int) -> bool:
    """Whether a number is to be filled in between a word and its unit: 第    号, 净利润    元."""
    wide = _width(text, start, end) >= _MIN_FILLED_SPACES
    return wide and text[end] in _COUNTS and _HAN.match(text, start - 1) is not None


def _width(text: str, start: int, end: int) -> int:
    """Return the width of a gap, in half widths."""
    return sum(2 if char == "\u3000" else 1 for char in text[start:end])


def _is_wide(text: str, start: int, end: int) -> bool:
    return _width(text, start, end) > 1


def _any_wide(line: SpacedLine) -> bool:
    """Whether wide gaps are the rule in this run, so that they separate letters, not words.

    The gap that asks is wide itself, and does not count.
    """
    others = len(line.spaced) - 1
    return others > 0 and (line.wide - 1) * 2 > others


def _inside_title(line: SpacedLine, start: int) -> bool:
    opening = last_mark(line, "《", start)
    return opening >= 0 and _open(line, opening, start)


def _proposal(
    line: SpacedLine, start: int, end: int, after: str, description: str, *grounds: Evidence
) -> Proposal:
    return Proposal(
        _STAGE,
        "space",
        line.start + start,
        line.start + end,
        after,
        1.0,
        (Pattern(description, line.text[max(0, start - 6) : end + 6]), *grounds),
    )


def _kept(line: SpacedLine, start: int, end: int) -> Proposal | None:
    """A space that means something is written as one plain space."""
    if line.text[start:end] == " ":
        return None
    return _proposal(line, start, end, " ", "one plain space")


def _beside_figure(text: str, start: int, end: int) -> bool:
    if _DIGIT.match(text, end):
        return _WORDLIKE_LEFT.match(text, start - 1) is not None
    before = text[max(0, start - 2) : start]
    return _NUMERIC_LEFT.search(before) is not None and bool(_WORDLIKE_RIGHT.match(text, end))


def _numbered(text: str, start: int, left: str) -> bool:
    """Whether the figure is a list number at the head of the line (``1 总则``)."""
    return bool(_DIGIT.match(left)) and start <= 3 and text[:start].isdigit()


def _beside_code(text: str, start: int, end: int) -> bool:
    """Whether a gap parts words from a telephone or other number that counts nothing: 张三 13800000001."""
    if _CODE_BEHIND.match(text, end):
        return True
    before = text[max(0, start - _CODE_CHARACTERS) : start]
    return _CODE_BEFORE.search(before) is not None and _UNIT.match(text, end) is None


def _of_other(text: str, start: int, end: int) -> bool:
    """Whether a figure beside a gap belongs to what the gap parts from the words: a name in Latin
    letters, the number of a section, a time, a label, a cell of its own."""
    before = text[max(0, start - _FIGURE_CHARACTERS) : start]
    if any(pattern.search(before) for pattern in (_NAMED, _SECTION, _CLOCK)):
        return True
    if _LABEL.match(text, end) or _LISTED.match(text.strip()):
        return True
    return _is_wide(text, start, end) and not _UNIT.match(text, end)


def _means_something(line: SpacedLine, start: int, end: int) -> bool:
    text = line.text
    # A quotation that goes on opens again before its mark.
    near = start - line.lead <= _MAX_MARK_CHARACTERS
    if near and _LIST_MARK.match(text[line.lead : start].lstrip("“")) is not None:
        return True
    if line.headline:
        return True
    opening = max(last_mark(line, mark, start) for mark, _ in _QUOTES)
    if opening >= 0 and _open(line, opening, start):
        return _balanced(text, opening, start, end)
    bracket = last_mark(line, "（", start)
    if bracket >= 0 and last_mark(line, "）", start) < bracket:
        close = text.find("）", end, bracket + _MAX_CREDIT_CHARACTERS + 1)
        stop = len(text) if close < 0 else close
        return (
            stop - bracket <= _MAX_CREDIT_CHARACTERS
            and _CREDIT.search(text, bracket, stop) is not None
        )
    return False


def _belongs_together(line: SpacedLine, start: int, end: int, model: LanguageModel) -> bool:
    text = line.text
    left, right = text[max(0, start - _SEAM_CHARACTERS) : start], text[end : end + _SEAM_CHARACTERS]
    if model.seam(left, right) < _MIN_SEAM_LOG10:
        return False
    # Two clauses of a headline go on with each other, too, and have nothing but a space between.
    return not _balanced(text, max(0, start - _MAX_QUOTE_CHARACTERS), start, end)


def _open(line: SpacedLine, opening: int, position: int) -> bool:
    closing = dict(_QUOTES)[line.text[opening]]
    if last_mark(line, closing, position) > opening:
        return False
    return line.text.find(closing, position, position + _MAX_QUOTE_CHARACTERS) >= 0


def _balanced(text: str, opening: int, start: int, end: int) -> bool:
    """Whether both parts beside a gap (:func:`_parts`) are of comparable length."""
    shorter, longer = _parts(text, opening, start, end)
    if shorter == longer >= _MIN_EVEN_CHARACTERS and text[opening : opening + 1] in _OPENS:
        return True
    return shorter >= _MIN_PART_CHARACTERS and shorter >= _MIN_BALANCE_SHARE * longer


def _parts(text: str, opening: int, start: int, end: int) -> tuple[int, int]:
    """Return the lengths of the parts beside a gap, the shorter first; marks and gaps bound them.

    Parameters
    ----------
    opening : where what is looked at begins
    """
    split = f"[{SPACE}]|{_BREAKS.pattern}"
    left = re.split(split, text[opening:start])[-1]
    right = re.split(split, text[end : start + _MAX_QUOTE_CHARACTERS], maxsplit=1)[0]
    shorter, longer = sorted((len(left), len(right)))
    return shorter, longer
