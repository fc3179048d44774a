"""What restore says, in the language of whoever reads it.

Errors, notes and results are made in English, so that logs, manifests and the records of other
processes are the same bytes everywhere. Where a text is shown it is said anew: the catalogue
(``report/strings.json``) holds the words of the pages and, under ``message``, every sentence of the
program as a template. The English of a text tells which template made it, and with which values.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from string import Formatter
from typing import Literal, NamedTuple

__all__ = ["LANGUAGES", "VARIABLE", "Language", "catalogue", "language", "translated"]

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
#: The environment variable that names the language, for this process and those it starts.
VARIABLE = "RESTORE_LANGUAGE"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_CLAUSE = re.compile("; |: ")
# What a line on standard error begins with.
_WHO = "restore: "
# Where in a file something is wrong, behind what is wrong.
_PLACE = re.compile(r"(.+)( at byte | - at )(\S+)", re.DOTALL)


class _Template(NamedTuple):
    """``pattern`` finds the values in an English text, ``told`` is the sentence with their places.

    ``length`` : characters of the English that are no values, negative: the longest are tried first
    """

    length: int
    pattern: str
    told: str


def language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the user's language: as ``RESTORE_LANGUAGE`` says, else the locale; else English."""
    for variable in (VARIABLE, *_LOCALE):
        if given := environment.get(variable):
            return "zh" if given.lower().startswith("zh") else "en"
    return "en"


@cache
def catalogue() -> dict[str, dict[str, list[str]]]:
    """Return the catalogue: section, key, ``[Chinese, English]``.

    The key of a ``message`` is its English, so only the Chinese stands with it.
    """
    # Most commands, and every one in English, need none of it.
    import json
    from pathlib import Path

    file = Path(__file__).with_name("report") / "strings.json"
    return json.loads(file.read_bytes())  # type: ignore[no-any-return]


def translated(text: str, to: Language | None = None) -> str:
    """Return an English text of ours in another language; what is not ours stays as it is.

    Parameters
    ----------
    to : the user's language if not given
    """
    if (to or language()) == "en":
        return text
    words = text.strip()
    return _messages().get(text) or (text.replace(words, _said(words)) if words else text)


def _said(text: str) -> str:
    """Return a text in Chinese: one sentence, or clauses such as ``source: problem; cure``."""
    if text.startswith(_WHO):
        return f"restore：{_said(text.removeprefix(_WHO))}"
    if told := _whole(text):
        return told
    for mark in _CLAUSE.finditer(text):
        if told := _whole(text[mark.end() :]):
            return f"{_value(text[: mark.start()])}{_messages()[mark[0]]}{told}"
    return text


def _whole(text: str) -> str | None:
    """Return what one template made, in Chinese; None if none did."""
    if text in _messages():
        return _messages()[text]
    if (place := _PLACE.fullmatch(text)) and (told := _whole(place[1])):
        return _messages()[f"{{0}}{place[2]}{{1}}"].format(told, place[3])
    for template in sorted(chain(*(_templates().get(word, ()) for word in {*_words(text)}))):
        if found := re.fullmatch(template.pattern, text, re.DOTALL):
            # A value may be a sentence of ours itself: why something failed.
            return template.told.format(*map(_value, found.groups()))
    return None


def _value(text: str) -> str:
    return _said(text) if " " in text else text


@cache
def _messages() -> dict[str, str]:
    return {english: chinese for english, (chinese,) in catalogue()["message"].items()}


def _words(text: str) -> list[str]:
    return ["", *re.findall("[A-Za-z]+", text)]


@cache
def _templates() -> dict[str, list[_Template]]:
    """Return the templates with values by the longest word that their English always holds."""
    found: dict[str, list[_Template]] = {}
    for english, told in _messages().items():
        if "{" in english:
            # A word beside a value may go on into it.
            words = _words(re.sub(r"[A-Za-z]*\{\d+\}[A-Za-z]*", "", english))
            found.setdefault(max(words, key=len), []).append(_template(english, told))
    return found


def _template(english: str, told: str) -> _Template:
    parts = list(Formatter().parse(english))
    # A value goes on over the end of a clause only in a sentence of several; what stands before a
    # sentence, such as the name of a file, is none of its values.
    value = "(.*?)" if "; " in english else "((?:(?!; ).)*?)"
    pattern = "".join(
        re.escape(part) + (value if name is not None else "") for part, name, *_ in parts
    )
    if pattern.startswith(value):
        pattern = "((?:(?!; |: ).)*?)" + pattern.removeprefix(value)
    return _Template(-sum(len(part) for part, *_ in parts), pattern, told)
