"""Finds in the source every sentence that restore may show, as a template of the catalogue."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

import restore
from restore.cli import cli
from restore.messages import catalogue

PACKAGE = Path(restore.__file__).parent
MESSAGES = {english: chinese for english, (chinese,) in catalogue()["message"].items()}
#: Calls that show their argument, or keep it to be shown: which of the arguments are words of ours.
SHOWN = {
    "note": (0,),
    "told": (0,),
    "_say": (0,),
    "translated": (0,),
    "BadParameter": (0,),
    "UsageError": (0,),
    "ClickException": (0,),
    "confirm": (0,),
    "InputError": (1, 2),
    "RestoreError": (0,),
    "SettingsError": (0,),
    "WorkError": (0,),
    "InvariantError": (0,),
    "SetApartError": (0,),
    "DictionaryError": (2, 3),
    "FigureDictionaryError": (0,),
    "BadRequestError": (0,),
    "Trouble": (0,),
    "NotWellFormedError": (1, 2),
    "error": (0, 1),
    "_refusal": (0,),
    "refuse": (0,),
    "fail": (3,),
    "ValueError": (0,),
    "__init__": (0, 1, 2),
    "_expect": (3,),
    "Skipped": (1, 2),
    "Component": (0, 1, 2),
    "_damaged": (0,),
    "failure_message": (3,),
    "begin": (0,),
    "progress": (0,),
}
#: Calls that print their argument as it is.
PRINTED = {"echo", "emit", "print", "secho", "write_line"}
#: Functions that return words to be shown, and constants that hold them.
RETURNED = {
    "_account",
    "_cure",
    "_dictionaries",
    "_fault",
    "_special",
    "_told",
    "_zip_kind",
    "failure_message",
    "refusal",
    "trouble",
    "write_back",
}
CONSTANTS = {
    "_ANNOTATED",
    "ENDED",
    "NEEDS_OCR",
    "REPORT_LEFT_OUT",
    "_DAMAGED",
    "_ERRORS",
    "_EXPORT",
    "_HEADER",
    "_KINDS",
    "_NO_TEXTS",
    "_OCR",
    "_OFFICE",
    "_UNPACK",
    "_UNREAD",
    "_WHY",
}
#: What is said beside: no argument of a call in the source is these words.
ELSEWHERE = {
    # marks between clauses
    ", ",
    ": ",
    "; ",
    ":",
    # words of tables, and of what is counted
    "a device",
    "a pipe",
    "a socket",
    "base {0}",
    "{0} holds {1} of it",
    "left out, it does not look like a reading of this page",
    "{0} × {1} ({2}{3})",
    "answers",
    "{0} requests, {1} tokens",
    "{0} of them before the run was stopped",
    "standard output",
    "articles",
    "causes",
    "characters",
    "check",
    "correction",
    "layout",
    "repeats",
    "report",
    "review",
    "ok",
    "to decide",
    "to look at",
    "proposer {0}",
    "reader {0}",
    "{0} accepted",
    "{0} amended",
    "{0} mixed",
    "{0} open",
    "{0} rejected",
    "{0} typed",
    "{0} s",
    "{0} at byte {1}",
    "--fields 'text={0}' or --fields 'text={1}'",
    "native page",
    "page image",
    "web page, whole",
    "JSON by --fields",
    "JSON of layout blocks (text, box, kind)",
    "JSON of lines (text, box)",
    "JSON of pages with lines",
    "an answer without text",
    "not the chat protocol",
    "the server does not answer",
    "max_requests is reached",
    "no such document",
    "no such image",
    "did you mean {0}?",
    "valid: {0}",
    "column {0} (it has no row of names)",
    "{0} is taken for the text; name another with --text-field",
    "fields apart by {0}",
    "sheet {0}: {1}",
    "sheets that hold no texts are left out: {0}",
    "old Word document",
    "PDF text layer",
    "its text is written, its figures are compared with none",
    "is too deep",
    "is too large",
    "is too deep: line {0}",
    "is too large: line {0}",
    "open it in LibreOffice and save it again as .odt",
    "save it again",
    "digits in a noisy copy",
    "digits of a sum",
    "conflicts and failed checks",
    "{0} of {1} true",
    "{0} of {1} changed",
    "no errors",
    "not told",
    "whole pipeline",
    "{0}/{1}, {2} false",
    "Pages made worse, {0} of {1}.",
    "Pages made worse, {0} of {1}:",
    "made, without noise",
    "Word document",
    "EPUB book",
    "OpenDocument text",
    "packed document",
    "{0}, line {1}: {2}",
    # the reasons of the system, of msgspec, expat, zipfile and PDFium
    "Address already in use",
    "Bad file descriptor",
    "Disk quota exceeded",
    "File exists",
    "File name too long",
    "Input/output error",
    "Is a directory",
    "No space left on device",
    "No such file or directory",
    "Not a directory",
    "Permission denied",
    "Read-only file system",
    "Too many open files",
    "Expected `{0}`, got `{1}`",
    "Expected `{0}` >= {1}",
    "Expected `{0}` <= {1}",
    "Expected `{0}` > {1}",
    "Expected `{0}` < {1}",
    "Invalid enum value {0}",
    "Object missing required field `{0}`",
    "Object contains unknown field `{0}`",
    "{0} - at {1}",
    "JSON is malformed: {0}",
    "Input data was truncated",
    "File is not a zip file",
    "not well-formed (invalid token)",
    "mismatched tag",
    "unclosed token",
    "no element found",
    "syntax error",
    "[Errno {0}] {1}: {2}",
    "Failed to load document (PDFium: {0}).",
    "Data format error",
    "Incorrect password error",
    "File access error",
    # click's own, of all its versions
    "Arguments",
    "Commands",
    "Options",
    "Positional arguments",
    "Show this message and exit.",
    "required",
    "default: {0}",
    "Argument {0} takes {1} values.",
    "Directory {0} does not exist.",
    "Directory {0} is a file.",
    "Directory {0} is not readable.",
    "File {0} does not exist.",
    "File {0} is a directory.",
    "File {0} is not readable.",
    "Got unexpected extra argument ({0})",
    "Got unexpected extra arguments ({0})",
    "Invalid value for {0}",
    "Invalid value for {0}: {1}",
    "Invalid value: {0}",
    "Missing argument {0}.",
    "Missing argument {0}. Choose from:\n\t{1}",
    "Missing argument {0}. {1}",
    "Missing command.",
    "Missing option {0}.",
    "Missing option {0}. Choose from:\n\t{1}",
    "Missing option {0}. {1}",
    "No such command {0}.",
    "No such command {0}. (Did you mean one of: {1}?)",
    "No such command {0}. Did you mean {1}?",
    "No such option {0}.",
    "No such option {0}. (Did you mean one of: {1}?)",
    "No such option {0}. (Possible options: {1})",
    "No such option {0}. Did you mean {1}?",
    "No such option: {0}",
    "No such option: {0} (Possible options: {1})",
    "No such option: {0} Did you mean {1}?",
    "Option {0} does not take a value.",
    "Option {0} requires an argument.",
    "Option {0} requires {1} arguments.",
    "Path {0} does not exist.",
    "Path {0} is a directory.",
    "Path {0} is not readable.",
    "{0} is not a valid float.",
    "{0} is not a valid integer range.",
    "{0} is not a valid integer.",
    "{0} is not in the range {1}.",
    "{0} is not one of {1}.",
    "{0} is not {1}.",
}
_BEFORE = re.compile(r"(?:restore: |\{\d+\}: ?)+")


def template(node: ast.expr) -> str | None:
    """Return a string or f-string as a template: each value is its number in braces."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _braced(node.value)
    if not isinstance(node, ast.JoinedStr):
        return None
    parts, number = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(_braced(str(part.value)))
        else:
            parts.append(f"{{{number}}}")
            number += 1
    return "".join(parts)


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _expressions(node: ast.expr) -> Iterator[ast.expr]:
    return (item for item in ast.walk(node) if isinstance(item, ast.expr))


def bare(words: str) -> str:
    """Return a template without what stands before it: where it happened, and to what."""
    words = words.strip()
    if found := _BEFORE.match(words):
        words = words[found.end() :]
    numbers = iter(range(words.count("{")))
    words = re.sub(r"\{\d+\}", lambda _: f"{{{next(numbers)}}}", words)
    letters = "{3}" if "{" in words else "{2}"
    ours = re.search(f"[A-Za-z]{letters}", re.sub(r"\{\d+\}", "", words))
    # What is said in both languages at once needs no other.
    return words if ours and not re.search("[\u4e00-\u9fff]", words) else ""


class Module:
    """The sentences of one module, and the arguments that say nothing by themselves."""

    def __init__(self, path: Path) -> None:
        self.name = path.relative_to(PACKAGE).as_posix()
        self.measures = "evaluat" in self.name
        self.found: set[str] = set()
        self.put_together: list[str] = []
        tree = ast.parse(path.read_text(encoding="utf-8"))
        self._values: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assigned(target, node.value)
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                self._assigned(node.target, node.value)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                self._call(node)
            elif isinstance(node, ast.FunctionDef) and (
                node.name in RETURNED
                or (self.measures and node.name.endswith(("_markdown", "_notes")))
            ):
                self._returned(node)
        # The figure check has its own explanations in both languages.
        known = set() if self.name.startswith("figures/") else CONSTANTS & self._values.keys()
        for name in known:
            for value in self._values[name]:
                self._all(value, few=self.name.startswith("commands/evaluate"))

    def _returned(self, function: ast.FunctionDef) -> None:
        """Take what a function returns, yields, names or puts into a list, and its defaults."""
        for default in function.args.defaults:
            self._all(default)
        for node in ast.walk(function):
            if isinstance(node, ast.Return | ast.Yield | ast.Assign) and node.value is not None:
                # What is only put together from parts, such as a list of names, says nothing.
                parts = node.value.elts if isinstance(node.value, ast.List) else [node.value]
                for part in parts:
                    if template(part) or not isinstance(node, ast.Assign):
                        self._all(part)
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
                self._all(node.args[0])

    def _all(self, node: ast.expr, *, few: bool = False) -> None:
        """Take every string of several words; with ``few`` of one, too."""
        parts = {
            id(part)
            for item in ast.walk(node)
            if isinstance(item, ast.JoinedStr)
            for part in item.values
        }
        for item in ast.walk(node):
            words = template(item) if isinstance(item, ast.expr) and id(item) not in parts else None
            for line in (words or "").split("\n"):
                if (few or " " in line) and (line := bare(line)):
                    self.found.add(line)

    def _assigned(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._values.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for left, right in zip(target.elts, value.elts, strict=False):
                self._assigned(left, right)

    def _call(self, call: ast.Call) -> None:
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name in PRINTED:
            self._printed(call)
        if name == "table" and self.measures:
            self._all(call.args[0], few=True)
        for place in SHOWN.get(name, ()):
            if place < len(call.args):
                self._words(call.args[place], call, set())

    def _words(self, node: ast.expr, call: ast.Call, seen: set[str]) -> None:
        if (words := template(node)) is not None:
            if words := bare(words):
                self.found.add(words)
        elif isinstance(node, ast.IfExp):
            self._words(node.body, call, seen)
            self._words(node.orelse, call, seen)
        elif isinstance(node, ast.BoolOp):
            for value in node.values:
                self._words(value, call, seen)
        elif isinstance(node, ast.Name) and node.id in self._values and node.id not in seen:
            for value in self._values[node.id]:
                self._words(value, call, {*seen, node.id})
        else:
            self._passed_on(node, call)

    def _printed(self, call: ast.Call) -> None:
        """Note words that are printed without having been looked up."""
        looked_up = {
            id(part)
            for item in ast.walk(call)
            if isinstance(item, ast.Call) and getattr(item.func, "id", "") == "translated"
            for part in ast.walk(item)
        }
        for item in ast.walk(call):
            bare_words = isinstance(item, ast.Constant) and id(item) not in looked_up
            if bare_words and re.search("[A-Za-z]{2,} [A-Za-z]{2}", str(item.value)):
                self.put_together.append(f"{self.name}:{call.lineno}: {item.value!r}")

    def _passed_on(self, node: ast.expr, call: ast.Call) -> None:
        """Note an argument that is neither words nor what somebody else has said."""
        calls = [item for item in ast.walk(node) if isinstance(item, ast.Call)]
        formatted = any(getattr(item.func, "attr", "") == "format" for item in calls)
        added = isinstance(node, ast.BinOp) and any(map(template, _expressions(node)))
        if formatted or added:
            self.put_together.append(f"{self.name}:{call.lineno}: {ast.unparse(node)}")


def modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield Module(path)


def commands(
    command: click.Command = cli, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it."""
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*words, name))


def helped(command: click.Command) -> Iterator[str]:
    """Yield the sentences of a help page as they are looked up: paragraphs, and what examples do."""
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            yield from re.findall(r"^.*\S {2,}(\S.*)$", paragraph, re.MULTILINE)
        else:
            yield " ".join(paragraph.split())
    for parameter in command.params:
        if help := getattr(parameter, "help", None):
            yield help
