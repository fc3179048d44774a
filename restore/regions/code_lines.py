"""Code without fences: commands at a prompt, statements, indented blocks, diffs, settings, traces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from restore.core.regions import Form, Region
from restore.regions.lines import Lines, SourceLine, whole_lines
from restore.text.characters import HAN
from restore.text.patterns import lazy_pattern

__all__ = ["find"]

_COMMANDS = (
    r"(?:sudo\s+)?(?:apt|apt-get|yum|dnf|brew|pip3?|npm|yarn|pnpm|npx|docker|docker-compose|kubectl|"
    r"systemctl|conda|gem|cargo|go|make|python3?)\s+(?:install|update|upgrade|remove|uninstall|run|"
    r"exec|build|pull|push|ps|start|stop|restart|status|init|ci|get|test|add|create|apply|-\w)\b"
    r"|git\s+(?:clone|add|commit|push|pull|checkout|init|status|branch|merge|log|diff|remote|fetch|"
    r"rebase|stash|reset|tag|config|-\w)\b"
    r"|(?:curl|wget|tar|chmod|chown|mkdir|rm|cp|mv|ls|ssh|scp|grep|cat|export|source)\s+(?:-\w|[~./$]|\w+=)"
)
# What is a line of code by itself.
_SURE = lazy_pattern(
    rf"\$\s(?:[a-z~./][\w./~-]*)(?:\s+[!-~]|\Z)|(?:mysql|sqlite|redis|irb|ftp|sftp|hive|scala)>|\w+=[#>]\s"
    r"|>>>\s|In \[\d+\]:|[\w.-]+@[\w.-]+:\S*[$#]\s|(?:PS )?[A-Z]:\\[^>\n]*>"
    rf"|(?:{_COMMANDS})"
    r"|SELECT\s.{1,400}\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|VIEW|DATABASE|USER)\s"
    r"|#include\s*[<\"]|from\s+[\w.]+\s+import\s|(?:async\s+)?def\s+\w+\(|class\s+\w+(?:\([^)]*\))?:\Z"
    r"|(?:public|private|protected|static|final)\s[^，。]{1,200}[{;]\Z|(?:const|let|var)\s+\w+\s*="
    r"|function\s*\w*\(|func\s+(?:\([^)]*\)\s*)?\w+\(|package\s+[\w.]+;\Z|<\?(?:php|xml)\b|<!DOCTYPE\s"
    r"|Traceback \(most recent call last\):|File \"[^\"]+\", line \d+|at\s+[\w.$<>]+\([\w. :]*\)\Z"
    r"|Caused by:\s|[A-Z]\w*(?:Error|Exception):\s|Exception in thread\s|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@|diff --git\s",
    re.ASCII,
)
# What is one beside others: how it begins or ends, once its strings and comments are away.
_OPEN = lazy_pattern(
    r"[})\]{(@\\]|//|/\*|\*/|\*\s|#|--|<[/!A-Za-z][^<>]*>"
    r"|(?:return|if|else|elif|for|while|try|except|finally|with|print|import|end|fi|done|then|do|case|switch|break|continue|pass|raise|throw|yield|assert|SELECT|FROM|WHERE|AND|OR|GROUP|ORDER|LIMIT|VALUES|SET|JOIN|LEFT)\b"
    r"|[\w.\[\]\"'$-]+\s*(?:=|\+=|-=|:=|=>|->)\s*\S|[\w.]+\(|\"[^\"]*\"\s*[:,]|[\w.-]+:(?:\s|\Z)|-\s+[\w.-]+:(?:\s|\Z)"
    r"|[A-Z]\w*(?:Error|Exception|Warning):",
    re.ASCII,
)
_CLOSED = lazy_pattern(r"(?:[{};\\,]|[\w\])\"']\s?[:(\[]|\*/|\)|&&|\||\])\Z", re.ASCII)
# Lines of which three in a row are code or settings: keys with values, tags, brackets.
_BUILT = lazy_pattern(
    r"[{}\[\]][\]}),;]*\Z|\"[^\"]{1,80}\"\s*:\s*\S|[A-Za-z_][\w.\[\]-]*\s*(?:=|:=|\+=)\s*\S"
    r"|</?(?!(?:b|strong|em|i|u|p|div|span|center|font|su[bp]|h[1-6]|br|hr|table|t[rdh]|thead|tbody|[uod]l|li|d[td]|a|img|figure)\b)"
    r"[A-Za-z][\w:-]*(?:\s[^<>]{0,400})?/?>(?:\Z|.*</[A-Za-z][\w:-]*>\Z)|[\w.]+\([^，。]*\)\s*[;{:]\Z|.*[;{]\Z|[}\])]+",
    re.ASCII,
)
_SECTION = re.compile(r"\[[\w .:/-]{1,60}\]\Z", re.ASCII)
_KEY_AND_VALUE = lazy_pattern(r"[A-Za-z_][\w.-]*\s*=|[#;]", re.ASCII)
_HUNK = lazy_pattern(r"@@ -\d|diff --git\s")
_OF_DIFF = lazy_pattern(r"[+\-@\\]|index\s|(?:new|deleted) file|rename\s|similarity\s")
_KEY_BELOW = lazy_pattern(r"(?:- )?[\w.-]+:(?:\s|\Z)", re.ASCII)
# Strings and comments may hold any words.
_QUOTED = lazy_pattern(
    r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`|(?:#|//|/\*|--\s|<!--).*|>[^<>]*<|(?<==)\s*\{[^{}\n]*\}"
)
_HAN = re.compile(f"[{HAN}]")
_PROSE = lazy_pattern("[A-Za-z]{2,},? (?:[a-z]{2,},? ){3}")
#: Columns by which a block is set in where it is code in Markdown.
_INDENT_COLUMNS = 4
#: Lines of settings in a row, where none of them is code by itself.
_MIN_BUILT_LINES = 3
#: Empty lines that part statements, at most.
_MAX_GAP_LINES = 2
_TRIGGER = lazy_pattern(
    r"^(?: {4}|[ \t]*\t)[ \t]*[!-~]|^[ \t]*(?:[$>#<{}\[\"@]|[A-Za-z_][\w.-]*[ (\[={@:;>]|/[/*]|\.\.\.)",
    re.MULTILINE,
)


def find(page: Lines) -> Iterator[Region]:
    """Yield blocks of code, with their indents."""
    if page.text.startswith("#!"):
        # A program that says what runs it: its comments look like headings.
        yield from (line.region(Form.CODE) for line in page if line.text[0] == "#")
    if _TRIGGER.search(page.text) is None:
        return
    for run in _blocks(page):
        if _is_code(run):
            yield Region(*whole_lines(page.text, run[0].start, run[-1].end), Form.CODE)


def _blocks(page: Lines) -> Iterator[list[SourceLine]]:
    """Yield runs of lines that may be code beside each other."""
    run: list[SourceLine] = []
    differs = keyed = False
    for line in page:
        sure = _SURE.match(line.text) is not None
        differs = differs and bool(run) and line.gap == 0
        keyed = keyed and bool(run) and line.gap == 0
        likely = (
            sure
            or (differs and (_OF_DIFF.match(line.text) is not None or line.indent == 1))
            or (keyed and _KEY_AND_VALUE.match(line.text) is not None)
            or _SECTION.match(line.text) is not None
            or _is_likely(line)
        )
        apart = line.gap > 0 and not (
            line.gap <= _MAX_GAP_LINES and (sure or line.indent >= _INDENT_COLUMNS)
        )
        if run and (apart or not likely):
            yield run
            run = []
        if likely:
            run.append(line)
            differs = differs or _HUNK.match(line.text) is not None
            keyed = keyed or _SECTION.match(line.text) is not None
    if run:
        yield run


def _is_likely(line: SourceLine) -> bool:
    first = line.text[0]
    if not first.isascii():
        return False
    indented = line.indent >= _INDENT_COLUMNS
    if not (indented or _OPEN.match(line.text) or _CLOSED.search(line.text[-4:])):
        return False
    if line.text.startswith("|"):
        return False
    if _KEY_BELOW.match(line.text):
        # The value of a setting may be in any words; what is around it tells.
        return True
    return _HAN.search(_QUOTED.sub("", line.text)) is None


def _is_code(run: Sequence[SourceLine]) -> bool:
    """Whether lines that may be code are."""
    sure = [line for line in run if _SURE.match(line.text)]
    if sure and not all(_PROSE.match(line.text) for line in sure):
        return True
    if _SECTION.match(run[0].text) and len(run) > 1:
        return all(_KEY_AND_VALUE.match(line.text) or _SECTION.match(line.text) for line in run)
    built = sum(_is_built(line) for line in run)
    if all(line.indent >= _INDENT_COLUMNS for line in run):
        return 2 * built >= len(run)
    nested = any(
        line.text.endswith(":") and below.indent > line.indent and _KEY_BELOW.match(below.text)
        for line, below in pairwise(run)
    )
    if nested and all(_KEY_BELOW.match(line.text) or line.text[0] in "-#" for line in run):
        return True
    return len(run) >= _MIN_BUILT_LINES and 3 * built >= 2 * len(run)


def _is_built(line: SourceLine) -> bool:
    return (
        _BUILT.match(line.text) is not None
        and _PROSE.match(line.text) is None
        and _HAN.search(_QUOTED.sub("", line.text)) is None
    )
