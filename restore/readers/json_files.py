"""JSON files: which engine, parser or service wrote one, and its pages as a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from restore.errors import InputError, RestoreError
from restore.readers.adapter import (
    Adapter,
    adapters,
    adapters_named,
    decode_adapter,
    fields_adapter,
    steps,
)
from restore.readers.blob import Blob
from restore.readers.encoding import decode, is_utf8
from restore.readers.json_pages import read_json_pages
from restore.readers.json_text import JsonText, head_value, parse_json
from restore.readers.json_tree import Tree
from restore.readers.markup import MAX_MARKUP_BYTES
from restore.readers.options import Reader, ReadOptions
from restore.readers.page_source import page_source
from restore.readers.source import Source
from restore.text.characters import HAN

__all__ = ["adapter_of", "adapter_reader", "is_known_json", "read_json"]

_PLAIN_KEY = re.compile(r"[^.\[\]|=,]+")
_HAN = re.compile(f"[{HAN}]")
_MOST_SHOWN, _MOST_LOOKED_AT = 3, 20_000


@lru_cache(maxsize=8)
def adapter_of(head: bytes) -> Adapter | None:
    """Return the format that the first bytes of a file are of; None if it is none that is known."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start not in (b"{", b"["):
        return None
    likely = [item for item in adapters() if all(_named(sign, head) for sign in item.signs)]
    if not likely:
        return None
    tree = Tree(head_value(head), "")
    return next((item for item in likely if next(tree.roots(item.signs), None) is not None), None)


def _named(sign: str, head: bytes) -> bool:
    """Whether the keys of a sign stand in the bytes at all."""
    return any(
        all(step.key.encode() in head for step in way if step.what == "key")
        for way in steps(sign.partition(":")[0])
    )


def is_known_json(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a format that is known."""
    return adapter_of(head) is not None


def adapter_reader(name: str) -> Reader | None:
    """Return a reader that takes every file for one format, by its name."""
    choice = adapters_named(name)
    if not choice:
        return None

    def read(blob: Blob, options: ReadOptions) -> Iterator[Source]:
        yield _read(blob, options, choice)

    return Reader(name, lambda _head: False, read, title=choice[0].title)


def read_json(blob: Blob, options: ReadOptions) -> Iterator[Source]:
    """Yield the document of a file: as the user's fields say, or in the format that it is of.

    Raises
    ------
    InputError
        If it is no JSON, of no format that is known, or holds no text.
    """
    if options.fields:
        yield _read(blob, options, (given_adapter(options.fields),))
        return
    # The whole file may show more than its head: lines behind the blocks that they lie in.
    yield _read(blob, options, adapters(), adapter_of(blob.head))


def given_adapter(fields: str) -> Adapter:
    """Return the format that the user describes, as TOML or in one line.

    Raises
    ------
    RestoreError
        If the description cannot be used.
    """
    if "\n" in fields:
        return decode_adapter(fields, "--fields")
    return fields_adapter(fields)


def _read(
    blob: Blob, options: ReadOptions, choice: tuple[Adapter, ...], recognised: Adapter | None = None
) -> Source:
    """Read a file in the first format of several in which it holds text."""
    data = blob.read(MAX_MARKUP_BYTES)
    encoding = options.encoding or ("utf-8" if is_utf8(data) else None)
    decoded = decode(data, source=blob.name, encoding=encoding, errors=options.errors)
    tree = Tree(parse_json(decoded.text, blob.name), blob.name)
    for adapter in choice:
        likely = all(_named(sign, data) for sign in adapter.signs)
        file = read_json_pages(decoded.text, tree, adapter) if likely else None
        if file is None:
            continue
        source = page_source(
            blob,
            file,
            format="json" if options.fields else adapter.name,
            data=data,
            encoding=decoded.encoding,
            markup=decoded.text.encode("utf-8", "surrogatepass") if decoded.exact else None,
        )
        return replace(source, title=adapter.title)
    known = choice[0] if options.fields or options.format not in (None, "json") else recognised
    if known is None:
        raise InputError(blob.name, "is JSON of no format that is known", _cure(tree.root))
    raise InputError(
        blob.name, f"is {known.title}, and holds no text where that has it", _cure(tree.root)
    )


def _cure(value: Any) -> str:
    found = _lists(value)
    if not found:
        return "it holds no list of objects with texts; leave it out, or name its format"
    shown = " or ".join(f"--fields 'text={path}'" for path in found)
    return f"say where its texts are: {shown}"


def _lists(value: Any) -> list[str]:
    """Return the paths of texts in lists of objects, that with the most Chinese first."""
    sizes: dict[str, int] = {}
    waiting: list[tuple[Any, str, int]] = [(value, "", 0)]
    looked = 0
    while waiting and looked < _MOST_LOOKED_AT:
        here, path, depth = waiting.pop(0)
        looked += 1
        if depth > 8:
            continue
        if isinstance(here, list):
            waiting += [(item, f"{path}[]", depth + 1) for item in here[:200]]
        elif isinstance(here, dict):
            for key, item in here.items():
                if _PLAIN_KEY.fullmatch(key) is None:
                    continue
                inner = f"{path}.{key}" if path else key
                if isinstance(item, JsonText) and "[]" in path:
                    sizes[inner] = sizes.get(inner, 0) + len(_HAN.findall(item))
                elif isinstance(item, (dict, list)):
                    waiting.append((item, inner, depth + 1))
    ranked = sorted((path for path in sizes if sizes[path]), key=lambda path: -sizes[path])
    return ranked[:_MOST_SHOWN]


def check_fields(fields: str) -> str:
    """Return the user's description of fields as it is kept: a file's TOML, or the line itself.

    Raises
    ------
    RestoreError
        If it cannot be used.
    """
    path = Path(fields)
    if path.suffix == ".toml":
        try:
            fields = path.read_text("utf-8") + "\n"
        except (OSError, UnicodeDecodeError) as error:
            raise RestoreError(f"{path}: cannot be read ({error}); check the path") from error
    given_adapter(fields)
    return fields
