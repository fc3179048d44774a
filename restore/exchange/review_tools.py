"""Edits for code review: SARIF 2.1.0, GitHub annotations, unified diff, Markdown."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from restore import __version__
from restore.core.edits import Decision, Edit, decided_once
from restore.exchange.words import Words, short
from restore.report.kinds import Kind, kind_of

__all__ = ["Reviewed", "github", "markdown", "sarif", "split_lines", "unified"]

# What only sets text differently would drown what changes words.
_QUIET = frozenset({Kind.SPACE, Kind.FORM, Kind.REJECTED})
_LEVELS = {Decision.APPLIED: "note", Decision.SUGGESTED: "warning", Decision.FLAGGED: "error"}
_COMMANDS = {"note": "notice", "warning": "warning", "error": "error"}
_ROWS = 200


class Reviewed(NamedTuple):
    """A document as these formats need it; ``id`` is its path from the input folder."""

    id: str
    source: str
    text: str
    edits: Sequence[Edit]


class _Places:
    """Offsets in a source as lines and columns, from 1; columns count code points."""

    def __init__(self, source: str) -> None:
        self._starts = [0, *(at + 1 for at, char in enumerate(source) if char == "\n")]

    def of(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def unified(documents: Sequence[Reviewed]) -> Iterator[str]:
    """Yield the lines of a unified diff from sources to clean texts (``patch -p1`` applies it)."""
    for document in documents:
        # As git does: a tab ends a name that holds a space.
        name = f"{document.id}\t" if " " in document.id else document.id
        lines = difflib.unified_diff(
            split_lines(document.source),
            split_lines(document.text),
            fromfile=f"a/{name}",
            tofile=f"b/{name}",
        )
        for line in lines:
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def split_lines(text: str) -> list[str]:
    """Split at LF only: a form feed separates articles, not lines of a diff."""
    parts = text.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def sarif(documents: Sequence[Reviewed], words: Words) -> dict[str, Any]:
    """Return a SARIF 2.1.0 log: suggestions and flags as results with their fixes, and what was
    applied to words as notes. Columns count code points."""
    results = []
    rules: dict[str, dict[str, Any]] = {}
    for document in documents:
        places = _Places(document.source)
        for edit in decided_once(document.edits):
            if kind_of(edit) in _QUIET:
                continue
            rules.setdefault(
                edit.rule,
                {"id": edit.rule, "shortDescription": {"text": words.rule(edit.rule)}},
            )
            results.append(_result(document, edit, places, words))
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "restore",
                        "version": __version__,
                        "rules": [rules[name] for name in sorted(rules)],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def _result(document: Reviewed, edit: Edit, places: _Places, words: Words) -> dict[str, Any]:
    line, column = places.of(edit.source[0])
    end_line, end_column = places.of(edit.source[1])
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    location = {"artifactLocation": {"uri": _uri(document.id)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": edit.rule,
        "level": _LEVELS.get(edit.decision, "none"),
        "message": {
            "text": "\n".join([words.change(edit, source=document.source), *words.lines(edit)])
        },
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"restoreEdit/v1": edit.id},
        "rank": round(100 * edit.confidence, 1),
        "properties": {"decision": edit.decision.value, "reason": edit.reason.value},
    }
    stands = document.source[slice(*edit.source)] == edit.before
    if edit.before != edit.after and edit.group is None and stands:
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.after}}
        change = {"artifactLocation": {"uri": _uri(document.id)}, "replacements": [replacement]}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def github(documents: Sequence[Reviewed], words: Words) -> Iterator[str]:
    """Yield GitHub workflow commands, which annotate the files of a pull request."""
    for document in documents:
        places = _Places(document.source)
        for edit in decided_once(document.edits):
            if kind_of(edit) in _QUIET:
                continue
            line, column = places.of(edit.source[0])
            end_line, end_column = places.of(edit.source[1])
            command = _COMMANDS[_LEVELS.get(edit.decision, "note")]
            span = f"line={line},endLine={end_line}"
            if line == end_line:
                span += f",col={column},endColumn={max(column, end_column - 1)}"
            title = _property(f"restore: {words.rule(edit.rule)}")
            message = _data(
                f"{words.change(edit, source=document.source)}\n" + "\n".join(words.lines(edit))
            )
            yield f"::{command} file={_property(document.id)},{span},title={title}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def markdown(documents: Sequence[Reviewed], words: Words) -> Iterator[str]:
    """Yield the lines of a summary for a pull request: counts, then what a person must decide."""
    yield f"## {words.say('ui', 'app')}\n\n"
    kinds = [kind for kind in Kind if any(kind_of(e) is kind for d in documents for e in d.edits)]
    heads = [words.say("kind", kind.value) for kind in kinds]
    yield f"| {' | '.join([words.say('ui', 'document'), *heads])} |\n"
    yield f"|---|{'---:|' * len(kinds)}\n"
    for document in documents:
        found = Counter(kind_of(edit) for edit in decided_once(document.edits))
        counts = (str(found[kind]) for kind in kinds)
        yield f"| {' | '.join([_code(document.id), *counts])} |\n"
    for section in (Kind.FLAG, Kind.SUGGESTION, Kind.CORRECTION):
        rows = [
            (document, edit)
            for document in documents
            for edit in decided_once(document.edits)
            if kind_of(edit) is section
        ]
        if not rows:
            continue
        yield f"\n### {words.say('kind', section.value)}\n\n"
        names = [words.say("ui", name) for name in ("document", "place", "change", "why")]
        yield f"| {' | '.join(names)} |\n|---|---:|---|---|\n"
        places = {document.id: _Places(document.source) for document in documents}
        for document, edit in rows[:_ROWS]:
            line, column = places[document.id].of(edit.source[0])
            grounds = [words.evidence(item) for item in edit.evidence[:2]]
            why = "; ".join(grounds) or words.headline(edit)
            change = words.change(edit, source=document.source)
            cells = [_code(document.id), f"{line}:{column}", _code(change)]
            yield f"| {' | '.join([*cells, _plain(short(why, 120))])} |\n"
        if len(rows) > _ROWS:
            yield f"\n… {len(rows) - _ROWS}\n"


def _code(text: str) -> str:
    """Return text as code, in which no mark-up counts but the table's own bar."""
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text.replace('|', chr(92) + '|')}{ticks}"


def _plain(text: str) -> str:
    for char in "\\`*_[]<>|#":
        text = text.replace(char, f"\\{char}")
    return text
