"""Write the page of all settings, from the types, defaults and docstrings of ``restore.settings``.

python tools/write_settings.py docs/settings.md            write
python tools/write_settings.py docs/settings.md --check    exit 1 if the page is not current
"""

from __future__ import annotations

import argparse
import ast
import inspect
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

import msgspec

from restore.settings import Number, Settings, numbers

HEAD = """# Settings

<!-- Written from restore/settings.py by `make schemas`; edit it there. -->

Settings stand in `restore.toml`, or in a `pyproject.toml` with `[tool.restore.gate.judge]` for `[gate]` and
so on. restore looks in the working folder and then in the folders above it; the nearest file counts,
and `restore.toml` where both lie in one folder. `--settings FILE` names another file. An unknown key
or a value out of range ends the run with exit code 2. `manifest.json` holds the settings of a run.

Lengths are counted in Unicode code points. Lower thresholds of the gate mean more changes and, as a
rule, more wrong ones: measure on clean text of your own first (`restore evaluate harm`).
"""
EXAMPLE = """
## Example

A `restore.toml` that holds every setting at its default; leave out what you do not change.

"""
NAMES = {bool: "true or false", int: "integer", float: "number", str: "text"}


def sections() -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Yield the sections of the settings with their records, in order."""
    for field in msgspec.structs.fields(Settings):
        yield field.name, field.type
        for inner in msgspec.structs.fields(field.type):
            if is_section(inner.type):
                yield f"{field.name}.{inner.name}", inner.type


def is_section(kind: Any) -> bool:
    """Tell whether a setting is a section of its own."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def values(kind: type[msgspec.Struct]) -> Iterator[msgspec.structs.FieldInfo]:
    """Yield the fields of a section that hold a value."""
    return (field for field in msgspec.structs.fields(kind) if not is_section(field.type))


def meanings(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return the strings that stand below the fields of a record, by field."""
    (body,) = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        if isinstance(text.value.value, str)
    }


def type_of(kind: Any, number: Number | None) -> str:
    """Say in words what a value may be."""
    if number is not None:
        name = NAMES[get_args(kind)[0]]
        return f"{name} from {number.least:,.0f} to {number.most:,.0f} ({number.unit})"
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(f"`{choice}`" for choice in get_args(kind))
    if get_origin(kind) is tuple:
        return "list of texts"
    if NoneType in get_args(kind):
        (given,) = (part for part in get_args(kind) if part is not NoneType)
        return type_of(given, None)
    return NAMES[kind]


def toml(value: Any) -> str:
    """Return a value as TOML writes it; for settings that is as JSON writes it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def describe(name: str, kind: type[msgspec.Struct]) -> str:
    """Return the part of the page that is about one section."""
    said, limits = meanings(kind), numbers(kind)
    parts = [f"\n## `[{name}]`\n\n{inspect.getdoc(kind)}\n"]
    for field in values(kind):
        default = "not set" if field.default is None else f"`{toml(field.default)}`"
        what = type_of(field.type, limits.get(field.name))
        parts.append(f"\n### {name}.{field.name}\n\n*{what}; default {default}*\n")
        parts.append(f"\n{said[field.name]}\n")
    return "".join(parts)


def example() -> str:
    """Return a settings file with every default; what has none is commented out."""
    tables = []
    for name, kind in sections():
        lines = [f"[{name}]"]
        for field in values(kind):
            unset = field.default is None
            lines.append(
                f'# {field.name} = "…"' if unset else f"{field.name} = {toml(field.default)}"
            )
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def page() -> str:
    """Return the whole page."""
    described = "".join(describe(name, kind) for name, kind in sections())
    return f"{HEAD}{described}{EXAMPLE}```toml\n{example()}\n```\n"


def main() -> None:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    text = page()
    if options.check:
        if not options.file.is_file() or options.file.read_text(encoding="utf-8") != text:
            raise SystemExit(f"not current: {options.file}; run make schemas")
    else:
        options.file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
