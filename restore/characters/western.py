"""Undo UTF-8 read as a Western encoding, once or more often, exactly or not at all.

``ftfy`` knows the traces that such damage leaves, and its measured rules say when letters and signs
are none. Of these rules only those for the encoding are used, none for punctuation or width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from restore.characters.transcoding import Pair, register_codecs
from restore.text.characters import (
    ACCENTED,
    CONTROLS_1,
    CONTROLS_FOR_MARKS,
    LATIN_WITH_ACCENTS,
)

__all__ = ["Western", "undo_spaced", "undo_western"]


class Western(NamedTuple):
    """What ftfy makes of a text, its plan in words, and whether the damage can be undone exactly.

    If not, ``after`` is the text as it stands.
    """

    after: str
    plan: str
    exact: bool


# A character of three bytes in UTF-8 of which the second or the third became a space.
_SPACED = re.compile(rb"([\xe3-\xef](?=.[\x80-\xbf])|[\xe3-\xef][\x80-\xbf])[ \xa0]([\x80-\xbf]?)")
# Controls of Latin-1 that are marks in cp1252. NEL is a line break but before a mark.
_LONE_MARKS = re.compile(
    f"(?<![{LATIN_WITH_ACCENTS}])(?:[{CONTROLS_FOR_MARKS}]|\x85(?=[ {CONTROLS_FOR_MARKS}]))+"
    f"(?![{LATIN_WITH_ACCENTS}{CONTROLS_1}])|(?<=[a-z{ACCENTED}])\x85(?= )"
)
_ACCENTED = re.compile(f"[{CONTROLS_1}{LATIN_WITH_ACCENTS}]")


def undo_western(text: str) -> Western | None:
    """Return the text before UTF-8 was read as a Western encoding, perhaps more than once.

    Where only parts of it were, those that can be undone exactly are. None if ftfy sees no damage.
    """
    from ftfy import apply_plan, fix_encoding_and_explain
    from ftfy.chardata import UTF8_DETECTOR_RE

    fixed, plan = fix_encoding_and_explain(text)
    if fixed == text or not plan:
        return None
    words = ", ".join(f"{step.action} {step.parameter}" for step in plan)
    steps = [(step.action, step.parameter) for step in plan]
    if steps[-2:] == [("encode", "latin-1"), ("decode", "windows-1252")]:
        # It takes every control for a character of cp1252, bytes of GBK among them.
        del steps[-2:]
    whole = list(takewhile(lambda step: step[0] != "apply", steps))
    if whole:
        fixed = apply_plan(text, whole)
        exact = _is_exact(text, fixed, whole)
        return Western(fixed if exact else text, words, exact)
    parts = UTF8_DETECTOR_RE.sub(_part, text)
    found = _LONE_MARKS.sub(_marks, parts)
    return Western(found, words, found != text)


def undo_spaced(text: str) -> Iterator[tuple[Pair, str]]:
    """Yield what a text was if it was UTF-8, read as cp1252 or Latin-1, whose bytes A0 are spaces now.

    ftfy puts such bytes back only where Western languages have them; 删 and 素 end with one.
    """
    register_codecs()
    for read in ("sloppy-windows-1252", "latin-1"):
        try:
            data = _SPACED.sub(b"\\1\xa0\\2", text.encode(read))
            written = data.decode("utf-8")
        except UnicodeError:
            continue
        if _without_space(data.decode(read)) == _without_space(text):
            yield Pair("utf-8", read), written


def _without_space(text: str) -> str:
    return "".join(text.split())


def _part(match: re.Match[str]) -> str:
    """Undo one part; beside other letters with accents it is as likely GBK, by chance also UTF-8."""
    part, whole = match.group(), match.string
    beside = whole[max(0, match.start() - 1) : match.start()] + whole[match.end() : match.end() + 1]
    if part == whole or _ACCENTED.search(beside) is not None:
        return part
    undone = undo_western(part)
    return part if undone is None else undone.after


def _marks(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("cp1252")


def _is_exact(text: str, fixed: str, plan: Sequence[tuple[str, str]]) -> bool:
    """Whether the steps of ftfy's plan, taken back, make the damaged text; white space apart.

    A no-break space, the byte A0, becomes a space or is lost with one.
    """
    steps = [(action, encoding) for action, encoding in plan if action != "transcode"]
    if [action for action, _ in steps] != ["encode", "decode"] * (len(steps) // 2):
        return False
    damaged, data = fixed, b""
    try:
        for action, encoding in reversed(steps):
            if action == "encode":
                damaged = data.decode(encoding)
            elif encoding == "utf-8-variants":
                data = _cesu8(damaged)
            else:
                data = damaged.encode(encoding)
    except UnicodeError:
        return False
    return _without_space(damaged) == _without_space(text)


def _cesu8(text: str) -> bytes:
    """Encode each unit of UTF-16 by itself, as Java and MySQL did: what "utf-8-variants" reads."""
    data = text.encode("utf-16-be", "surrogatepass")
    units = (int.from_bytes(data[place : place + 2]) for place in range(0, len(data), 2))
    return "".join(map(chr, units)).encode("utf-8", "surrogatepass")
