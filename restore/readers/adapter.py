"""Where the JSON of an engine or a service has its texts: a table of paths, one TOML file a format.

A path names keys from an object inwards: ``data.lines[].text``. ``[]`` goes through a list (of a
list of lists once for each), ``*`` through the values of an object, a number takes one of a list,
``[key=a,b]`` the objects of a list whose key has one of these values; ``a|b`` is the first of them
that is there, ``.`` the object itself. ``{"$ref": "#/texts/0"}`` stands for what it points at, and a
string that holds JSON for that.

``docs/inputs.md`` describes the keys for people who write a file of their own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, cast, get_args

import msgspec

from restore.errors import RestoreError
from restore.readers.geometry import Kind

__all__ = [
    "Adapter",
    "Step",
    "TextPath",
    "Zones",
    "adapters",
    "adapters_named",
    "decode_adapter",
    "fields_adapter",
    "kind_of",
    "steps",
]

_FOLDER = Path(__file__).with_name("adapters")
_KINDS = "kinds.toml"
_STEP = re.compile(
    r"(?P<key>[^.\[\]|=]+)|\[(?P<index>\d*)\]|\[(?P<only>[^\[\]=]+)=(?P<values>[^\[\]]+)\]|(?P<dot>\.)"
)
# What a name of a kind is folded to: Section-header, sectionHeading, SECTION_HEADER.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_JOINTS = re.compile(r"[\s_-]+")


class TextPath(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A path to text that is of a kind of its own: a caption beside its table."""

    path: str
    kind: str = ""


class Zones(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Boxes that lines of text lie in, which say what the lines are; those of the first list, in
    which order they come. A ``kind`` of ``=table`` is that of all of them."""

    items: str
    box: str = "bbox"
    kind: str = ""
    order: str = ""
    page: str = ""


class Adapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A format.

    ``signs`` are paths that an object (or a list) must all have for the format to begin there
    (``PATH:text``, ``PATH:number`` and ``PATH:box`` say what stands there);
    ``pages`` (whose ``size`` is two paths, or one of a list; ``=1000`` is a number), ``items``,
    ``lines``, ``pieces`` lead from it inwards, and ``inner`` from an item to
    items within. ``text``, ``box``, ``confidence`` are looked for in the innermost of these; the box
    of an item and of a line, too. ``whole`` says that a text is a paragraph, not a line of print;
    ``ordered`` that the order of the items is that of reading. ``columns`` says that text, box and
    confidence are lists side by side. ``repeats`` (from the beginning) and ``again`` (from an item)
    say the same text again and are kept the same;
    ``LIST>text`` tells with ``repeated_confidence`` how sure the engine was of each stretch.
    """

    name: str
    title: str = ""
    engine: str = ""
    signs: tuple[str, ...] = ()
    pages: str = "."
    size: tuple[str, ...] = ()
    items: tuple[str, ...] = (".",)
    inner: tuple[str, ...] = ()
    inner_always: bool = False
    lines: str = ""
    pieces: str = ""
    text: tuple[str | TextPath, ...] = ("text",)
    box: str = ""
    box_as: str = "corners"
    unit: tuple[float, float] = (1.0, 1.0)
    confidence: str = ""
    confidence_scale: float = 1.0
    order: str = ""
    kind: str = ""
    heading: str = ""
    page: str = ""
    row: str = ""
    cells: str = ""
    ends: str = ""
    line_ends: tuple[str, ...] = ()
    spaces: tuple[str, ...] = ()
    whole: bool = False
    ordered: bool = False
    columns: bool = False
    kinds: Mapping[str, str] = {}
    zones: tuple[Zones, ...] = ()
    again: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    repeated_confidence: str = ""

    @property
    def texts(self) -> tuple[TextPath, ...]:
        """The paths of texts."""
        return tuple(TextPath(item) if isinstance(item, str) else item for item in self.text)


class Step(NamedTuple):
    """One step of a path: ``key``, ``each``, ``index``, ``only`` or ``values``."""

    what: str
    key: str = ""
    values: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def steps(path: str) -> tuple[tuple[Step, ...], ...]:
    """Return the alternatives of a path, each as its steps.

    Raises
    ------
    RestoreError
        If it is no path.
    """
    return tuple(_steps(part.strip(), path) for part in path.split("|"))


def _steps(part: str, path: str) -> tuple[Step, ...]:
    found: list[Step] = []
    position = 0
    if part in {"", "."}:
        return ()
    while position < len(part):
        match = _STEP.match(part, position)
        if match is None:
            raise RestoreError(
                f"{path!r} is no path ({part[position:]!r}); write keys with dots between them and [] "
                "for a list: data.lines[].text"
            )
        position = match.end()
        if match["key"] == "*":
            found.append(Step("values"))
        elif match["key"] is not None:
            found.append(Step("index" if match["key"].isdigit() else "key", match["key"]))
        elif match["only"] is not None:
            found.append(Step("only", match["only"], tuple(match["values"].split(","))))
        elif match["index"] is not None:
            found.append(Step("index", match["index"]) if match["index"] else Step("each"))
    return tuple(found)


@lru_cache(maxsize=1)
def adapters() -> tuple[Adapter, ...]:
    """Return the formats that restore knows, the surer sign before the other (by file name)."""
    files = sorted(path for path in _FOLDER.glob("*.toml") if path.name != _KINDS)
    return tuple(decode_adapter(path.read_text("utf-8"), path.name) for path in files)


def adapters_named(name: str) -> tuple[Adapter, ...]:
    """Return the forms of a format by its name; most have one."""
    return tuple(item for item in adapters() if item.name == name)


@lru_cache(maxsize=1)
def _known_kinds() -> dict[str, Kind]:
    table = tomllib.loads((_FOLDER / _KINDS).read_text("utf-8"))
    kinds: Mapping[str, list[str]] = table
    return {_folded(name): cast(Kind, kind) for kind, names in kinds.items() for name in names}


def kind_of(label: object, own: Mapping[str, str]) -> Kind:
    """Return what a label of an engine says that a text is; nothing for text and unknown labels.

    Parameters
    ----------
    own : labels of this format alone
    """
    if not isinstance(label, str):
        return ""
    kind = own.get(label)
    if kind is not None:
        return cast(Kind, kind)
    return _known_kinds().get(_folded(label), "")


def _folded(label: str) -> str:
    return _JOINTS.sub("_", _CAMEL.sub("_", label.strip())).lower()


def decode_adapter(text: str, source: str) -> Adapter:
    """Read the TOML of a format.

    Raises
    ------
    RestoreError
        If it is no TOML, has keys that are none of a format's, or paths that are none.
    """
    try:
        found = msgspec.convert(tomllib.loads(text), Adapter)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise RestoreError(
            f"{source}: is no table of fields ({error}); docs/inputs.md says what goes into one"
        ) from error
    return _checked(found, source)


#: The keys that ``--fields`` takes on the command line.
_GIVEN = (
    "items", "text", "box", "box_as", "kind", "order", "page", "confidence", "confidence_scale",
    "pages", "lines", "whole", "ordered",
)  # fmt: skip


def fields_adapter(given: str, source: str = "--fields") -> Adapter:
    """Return the format that a user describes in one line, ``text=data.lines[].words,box=rect``.

    What stands after the last ``[]`` of ``text`` is the text of each object, what stands before it
    the list of them, where ``items`` does not name it.

    Raises
    ------
    RestoreError
        If a key is not known, or no text is named.
    """
    values: dict[str, Any] = {"name": "fields"}
    for part in _parts(given):
        key, equals, value = part.partition("=")
        key, value = key.strip(), value.strip()
        if not equals or key not in _GIVEN or not value:
            raise RestoreError(
                f"{source}: {part!r} is no field; write text=PATH,box=PATH … with keys of "
                f"{', '.join(_GIVEN)}, or name a TOML file"
            )
        values[key] = value
    if "text" not in values:
        raise RestoreError(
            f"{source}: names no text; write text=PATH, as in text=data.lines[].words"
        )
    if "items" not in values:
        head, brackets, tail = values["text"].rpartition("[]")
        if brackets:
            values["items"], values["text"] = head + brackets, tail.removeprefix(".") or "."
    for key in ("whole", "ordered"):
        if key in values:
            values[key] = values[key].lower() in {"1", "true", "yes"}
    for key in ("items", "text"):
        if key in values:
            values[key] = [values[key]]
    if "confidence_scale" in values:
        try:
            values["confidence_scale"] = float(values["confidence_scale"])
        except ValueError:
            raise RestoreError(f"{source}: confidence_scale is no number") from None
    values.setdefault("ordered", "order" in values)
    return _checked(msgspec.convert(values, Adapter), source)


def _parts(given: str) -> Iterator[str]:
    """Cut at the commas that stand outside brackets."""
    depth = start = 0
    for place, character in enumerate(given):
        depth += (character == "[") - (character == "]")
        if character == "," and depth <= 0:
            yield given[start:place]
            start = place + 1
    if given[start:].strip():
        yield given[start:]


def _checked(adapter: Adapter, source: str) -> Adapter:
    kinds = set(get_args(Kind))
    wrong = {*adapter.kinds.values(), *(item.kind for item in adapter.texts)} - kinds
    if wrong:
        raise RestoreError(
            f"{source}: {sorted(wrong)[0]!r} is no kind of text; there are "
            f"{', '.join(sorted(kinds - {''}))}"
        )
    if adapter.box_as not in {"corners", "size"}:
        raise RestoreError(f"{source}: box_as is corners (x0, y0, x1, y1) or size (x, y, w, h)")
    paths = [
        *adapter.signs, adapter.pages, *adapter.size, *adapter.items, *adapter.inner, adapter.lines,
        adapter.pieces, *(item.path for item in adapter.texts), adapter.box, adapter.confidence,
        adapter.order, adapter.kind, adapter.heading, adapter.page, adapter.row, adapter.cells,
        adapter.ends, *adapter.again, *adapter.repeats,
        *(path for zone in adapter.zones for path in (zone.items, zone.box, zone.kind, zone.order)),
    ]  # fmt: skip
    for path in paths:
        for part in re.split("[:>]", path.removeprefix("=")):
            steps(part)
    return msgspec.structs.replace(adapter, title=adapter.title or adapter.name)
