"""Half-width punctuation between Chinese characters becomes full-width.

A mark is changed only where Chinese text stands beside it: ``3.14``, ``12:30``, ``1,000``,
addresses on the net and Latin text keep theirs. Each change names the section of the standard that
it rests on (``dictionaries/marks.tsv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from restore.characters.standards import ground
from restore.core.edits import Proposal
from restore.core.evidence import Pattern
from restore.text.characters import CLOSING, HALF_WIDTH_KANA, HAN, KANA, MARKS, OPENING, POINTS
from restore.text.patterns import lazy_pattern

__all__ = ["propose_punctuation"]

_STAGE = "characters"
_FULL = {
    ",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
    "｡": "。", "､": "、",
}  # fmt: skip
_RULES = {
    ",": "comma", ".": "stop", ";": "semicolon", ":": "colon", "?": "question", "!": "exclamation",
    "(": "bracket", ")": "bracket", "｡": "stop", "､": "enumeration",
}  # fmt: skip
_LEFT = f'{HAN}{CLOSING}"%％)'
_RIGHT = f"{HAN}{OPENING}"
_EDGE = r"[ \t\u3000]*(?:\n|\Z)"
# A mark after Chinese text (or after a closing bracket or a figure that Chinese text follows).
_COMMA = lazy_pattern(
    f"(?<=[{_LEFT}])[,;:](?![/\\\\])(?=\\s*[{_RIGHT}0-9A-Za-z{MARKS}\"'(]|{_EDGE})"
    f"|(?<=[0-9A-Za-z+.])[,;](?=[ \u3000]?[{_RIGHT}])"
    f"|(?<=[0-9A-Za-z]):(?=[{OPENING}])"
    # Spaced as Tesseract reads it; a ratio or an equation has such a colon of its own.
    f"|(?<=[{HAN}{CLOSING}][ \u3000])(?:[,;]|:(?![^\n]{{0,40}}(?:=|[0-9][ \u3000]?[:：])))(?=[ \u3000]?[{_RIGHT}])"
)
_STOP = lazy_pattern(
    f"(?<=[{_LEFT}])\\.(?![.\\w/])(?=[ \u3000]?[{_RIGHT}{CLOSING}\"']|{_EDGE})"
    f"|(?<=[{_LEFT}{MARKS}])[?!]+(?=[ \u3000]?[{_RIGHT}{CLOSING}\"'0-9A-Za-z]|{_EDGE})"
)
_COMMAS, _STOPS = lazy_pattern("[,;:]"), lazy_pattern("[.?!]")
# Half-width forms of Japanese marks, which text in kana keeps.
_KATAKANA_MARKS = lazy_pattern(f"[｡､](?<=[{HAN}{CLOSING}].)(?![{KANA}{HALF_WIDTH_KANA}])")
# Either of them may be full-width already.
_BRACKETS = lazy_pattern(r"\([^()\n]{1,80}\)|\([^()（）\n]{1,80}）|（[^()（）\n]{1,80}\)")
_HAN_INSIDE = lazy_pattern(f"[{HAN}]")
_LINK_END = lazy_pattern(r"\]\Z")
_CODE_BEFORE = lazy_pattern(r"[A-Za-z0-9_\]]\Z")
_QUOTED = lazy_pattern(r'"([^"]{1,400})"')
_ANY_QUOTED = lazy_pattern('["“][^"“”]{1,400}["”]')
_LATIN_WORD = lazy_pattern("[A-Za-z]{2,}")
# What no quotation begins or ends with.
_NEVER_FIRST = lazy_pattern(f"[{POINTS}）》”,.;:!?)]")
_NEVER_LAST = lazy_pattern("[：（《“:(]\\Z")
_TRIGGER = lazy_pattern(r"""[,.;:?!()"\[［【｡､]""")
# The year in the number of a document: 国办发〔2023〕12号.
_DOCUMENT_NUMBER = lazy_pattern(
    f"(?P<left>[\\[［【])(?<=[{HAN}].)(?:19|20)[0-9]{{2}}(?P<right>[\\]］】])(?=第?[0-9]{{1,5}}号)"
)


def propose_punctuation(text: str) -> list[Proposal]:
    """Propose full-width punctuation where Chinese text surrounds half-width marks."""
    if _TRIGGER.search(text) is None or _HAN_INSIDE.search(text) is None:
        return []
    found = {item.start: item for item in _document_numbers(text)}
    if "｡" in text or "､" in text:
        half = _KATAKANA_MARKS.finditer(text)
        found |= {match.start(): _mark(match.start(), match.group()) for match in half}
    seen = text
    while True:
        # A mark may need the one beside it to be full-width; every round changes marks one to
        # one, so offsets stay, and there are no more rounds than marks.
        fresh = [item for item in _round(seen) if item.start not in found]
        if not fresh:
            return list(_in_chinese(text, sorted(found.values(), key=lambda item: item.start)))
        marks = list(seen)
        for item in fresh:
            found[item.start] = item
            marks[item.start] = item.after
        seen = "".join(marks)


def _in_chinese(text: str, proposals: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the proposals, in order, on whose line Chinese text stands: others have marks of their
    own."""
    end = -1
    chinese = False
    for item in proposals:
        if item.start > end:
            start = text.rfind("\n", end + 1, item.start) + 1 or end + 1
            end = text.find("\n", item.start)
            end = len(text) if end < 0 else end
            chinese = _is_chinese(text[start:end])
        if chinese:
            yield item


def _is_chinese(line: str) -> bool:
    """Whether a line holds Chinese text, and not merely quotes it in a sentence of another language."""
    if _HAN_INSIDE.search(line) is None:
        return False
    outside = _ANY_QUOTED.sub(" ", line)
    return _LATIN_WORD.search(outside) is None or _HAN_INSIDE.search(outside) is not None


def _round(text: str) -> list[Proposal]:
    proposals = []
    for pattern, marks in ((_COMMA, _COMMAS), (_STOP, _STOPS)):
        covered = 0
        # The engine skips quickly to the marks, and slowly to what must stand before them.
        for place in marks.finditer(text):
            match = pattern.match(text, place.start()) if place.start() >= covered else None
            if match is not None:
                covered = match.end()
                proposals += [
                    _mark(match.start() + index, mark) for index, mark in enumerate(match.group())
                ]
    for match in _BRACKETS.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()]
        inside = _HAN_INSIDE.search(match.group()) is not None
        between = _HAN_INSIDE.fullmatch(around) and _HAN_INSIDE.match(text, match.end())
        code = _CODE_BEFORE.search(around) and not inside
        if (inside or between) and not code and not _LINK_END.search(around):
            proposals += [
                _mark(place, text[place])
                for place in (match.start(), match.end() - 1)
                if text[place] in _FULL
            ]
    return proposals + _straight_quotes(text)


def _document_numbers(text: str) -> Iterator[Proposal]:
    """Propose the brackets that the number of an official document has."""
    evidence = (Pattern("brackets of a document's number"), ground("document_number"))
    for match in _DOCUMENT_NUMBER.finditer(text):
        for place, mark in ((match.start("left"), "〔"), (match.start("right"), "〕")):
            yield Proposal(_STAGE, "punctuation", place, place + 1, mark, 1.0, evidence)


def _mark(position: int, mark: str) -> Proposal:
    evidence = (Pattern("half-width mark beside Chinese text", mark), ground(_RULES[mark]))
    return Proposal(_STAGE, "punctuation", position, position + 1, _FULL[mark], 1.0, evidence)


def _is_quotation(pair: re.Match[str]) -> bool:
    """Whether Chinese text stands between two marks, and not what parts two quotations.

    Where a mark was lost the pairs slip by one: 好"，他说"走 has a comma first.
    """
    inside = pair[1]
    return (
        _HAN_INSIDE.search(inside) is not None
        and inside.count("“") == inside.count("”")
        and not _NEVER_FIRST.match(inside)
        and not _NEVER_LAST.search(inside)
    )


def _is_latin(text: str) -> bool:
    """Whether the words around quotations are of another language, with quotation marks of its own."""
    return len(_LATIN_WORD.findall(text)) > len(_HAN_INSIDE.findall(text))


def _straight_quotes(text: str) -> list[Proposal]:
    """Pair straight quotation marks within a block (text between blank lines)."""
    if '"' not in text:
        return []
    proposals = []
    position = 0
    for block in re.split(r"(\n[ \t\u3000]*\n)", text):
        if '"' in block and block.count('"') % 2 == 0:
            pairs = list(_QUOTED.finditer(block))
            if (
                len(pairs) * 2 == block.count('"')
                and all(map(_is_quotation, pairs))
                and not _is_latin(_QUOTED.sub(" ", block))
            ):
                for pair in pairs:
                    start, end = position + pair.start(), position + pair.end()
                    for place, mark in ((start, "“"), (end - 1, "”")):
                        evidence = (
                            Pattern("straight quotation marks around Chinese text", '"'),
                            ground("quotation"),
                        )
                        proposals.append(
                            Proposal(_STAGE, "quotes", place, place + 1, mark, 0.95, evidence)
                        )
        position += len(block)
    return proposals
