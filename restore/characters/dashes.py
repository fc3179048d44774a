"""Dashes that were read as 一一, 一—, —一, or typed as -- and the like, become ——.

一一 is a word as well (一一列举, 唯一一家, 十一一早). It is taken for a dash only where the language
model finds the dash far likelier, and no numeral stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from restore.characters.standards import ground
from restore.core.edits import Proposal
from restore.core.evidence import Evidence, LanguageMargin, Pattern
from restore.language.model import LanguageModel
from restore.text.characters import (
    CLOSING,
    HAN,
    KANA,
    NUMERALS_AND_SOME,
    PROSE_MARKS,
    SENTENCE_ENDS,
    SPACE,
)
from restore.text.patterns import lazy_pattern

__all__ = ["propose_dashes"]

_STAGE = "characters"
_DASH = "——"
_FORMS = ("一一", "一—", "—一", "--", "－－", "――")
_READ = "一[一—]|—一"
_TYPED = "--|－－|――"
_BESIDE = f"{NUMERALS_AND_SOME}—"
# The dash comes first: the engine skips to it.
_INSIDE = lazy_pattern(
    f"(?:{_READ}|{_TYPED})(?<=[{HAN}”》）]..)(?<![{_BESIDE}]..)(?![{_BESIDE}])(?=[{HAN}“《])"
)
_HEAD = lazy_pattern(
    f"^[{SPACE}]*(?P<dash>{_READ}|{_TYPED})(?![{_BESIDE}])(?=[{HAN}“《0-9])", re.MULTILINE
)
# The line under the title of a speech: where it was held, and when. Of its dash one stroke may be lost.
_OCCASION = lazy_pattern(
    f"^[{SPACE}]*(?P<dash>一[一—]?|—一)(?=(?:[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日)?"
    f"在[{HAN}0-9（）“”]{{4,40}}(?:会议|会)上$)",
    re.MULTILINE,
)
_OCCASION_ENDS = ("会上", "议上")
_SENTENCE_END = lazy_pattern(f"[{SENTENCE_ENDS}：{CLOSING}]\\Z")
_KANA = re.compile(f"[{KANA}]")
_POINT = lazy_pattern(f"[{PROSE_MARKS}：、]")
# How much likelier (log10) —— is than 一一. Of 111 places with the word 一一 in clean text none has
# more than 1.7 in its sentence, of 52 sentences made to be hard none more than 3.2; without what
# stands before it, 2.2 and 2.5. Of 146 dashes between Chinese characters 103 have 4 and more, of 333
# that begin a line more than half have 2.6.
_APPLY_INSIDE, _APPLY_HEAD, _SUGGEST = 4.0, 2.6, 2.0
# Where one of the two strokes was read right, no word is in question but one that ends or begins
# with 一 (周一—周五, 东盟—一带一路): so much less likely it must be.
_APPLY_HALF = 1.5
# Beside a line that surely begins with a dash the other lines that look alike are of its list.
_APPLY_LISTED = 1.5
_APPLIED, _SUGGESTED = 0.95, 0.7
# The model sees three characters on either side. The line before is looked for behind so much white
# space, and the second of two points (一在…，二在…) so far on.
_REACH, _BLANK_REACH, _SECOND_REACH = 12, 200, 200


def propose_dashes(text: str, model: LanguageModel) -> list[Proposal]:
    """Propose —— for what a dash was read as or typed as."""
    found: dict[int, Proposal] = {}
    ends = text.endswith(_OCCASION_ENDS) or any(f"{end}\n" in text for end in _OCCASION_ENDS)
    for match in _OCCASION.finditer(text) if ends else ():
        if match["dash"] == "一" and "\n二" in text[match.end() : match.end() + _SECOND_REACH]:
            continue
        found[match.start("dash")] = _proposal(match, _APPLIED, Pattern("dash before the occasion"))
    # What a text does not hold costs next to nothing.
    if any(form in text for form in _FORMS):
        for proposal in (*_heads(text, model), *_insides(text, model)):
            found.setdefault(proposal.start, proposal)
    return list(found.values())


def _heads(text: str, model: LanguageModel) -> Iterator[Proposal]:
    """Propose dashes that begin a line, as those of a list do (——坚持守正创新。)."""
    unsure = []
    listed = False
    for match in _HEAD.finditer(text):
        dash, line = match["dash"], _right(text, match.end(), len(text))
        if _runs_on(text, match.start()) or _KANA.search(line) is not None:
            continue
        if "一" not in dash:
            # What is set off in the comment of a program or a query is no sentence.
            sure = not dash.isascii() or _POINT.search(line) is not None
            yield _proposal(match, _APPLIED if sure else _SUGGESTED, Pattern("dash of other form"))
            continue
        margin = _margin(model, "", dash, line[:_REACH])
        if margin >= (_APPLY_HALF if "—" in dash else _APPLY_HEAD) and not _is_verse(line):
            listed = True
            yield _proposal(match, _APPLIED, *_read(margin))
        elif margin >= _APPLY_LISTED and not _is_verse(line):
            unsure.append((match, margin))
    for match, margin in unsure:
        if listed or margin >= _SUGGEST:
            yield _proposal(match, _APPLIED if listed else _SUGGESTED, *_read(margin))


def _insides(text: str, model: LanguageModel) -> Iterator[Proposal]:
    """Propose dashes between Chinese characters."""
    for match in _INSIDE.finditer(text):
        start, end = match.span()
        dash = match.group()
        left = text[max(0, start - _REACH) : start].rpartition("\n")[2]
        right = _right(text, end, end + _REACH)
        if _KANA.search(left + right) is not None:
            continue
        if "一" not in dash:
            # Two hyphens may stand for a range as well.
            confidence = _SUGGESTED if dash.isascii() else _APPLIED
            yield _proposal(match, confidence, Pattern("dash of other form"))
            continue
        margin = _margin(model, left, dash, right)
        least = _APPLY_HALF if "—" in dash else _APPLY_INSIDE
        if margin >= min(least, _SUGGEST):
            yield _proposal(match, _APPLIED if margin >= least else _SUGGESTED, *_read(margin))


def _margin(model: LanguageModel, left: str, dash: str, right: str) -> float:
    """Return how much likelier a dash is than any other reading (log10)."""
    margin = model.margin(left, "一一", _DASH, right)
    if dash == "一—":
        return min(margin, model.margin(left, "一——", _DASH, right))
    if dash == "—一":
        return min(margin, model.margin(left, "——一", _DASH, right))
    return margin


def _read(margin: float) -> tuple[Evidence, ...]:
    return Pattern("dash read as 一一"), LanguageMargin(margin)


def _right(text: str, start: int, stop: int) -> str:
    """Return the text from a place to the end of its line."""
    end = text.find("\n", start, stop)
    return text[start : stop if end < 0 else end]


def _runs_on(text: str, start: int) -> bool:
    """Whether the line before ends within a sentence, which may go on here."""
    before = text[max(0, start - _BLANK_REACH) : start].rstrip()
    return before != "" and _SENTENCE_END.search(before) is None


def _is_verse(line: str) -> bool:
    """Whether the clauses of a line that begins with 一一 all have five characters, or all seven."""
    lengths = {len(part) for part in _POINT.split("一一" + line.strip()) if part}
    return lengths in ({5}, {7})


def _proposal(match: re.Match[str], confidence: float, *evidence: Evidence) -> Proposal:
    name = "dash" if "dash" in match.re.groupindex else 0
    start, end = match.span(name)
    return Proposal(_STAGE, "dash", start, end, _DASH, confidence, (*evidence, ground("dash")))
