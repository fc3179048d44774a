"""Write corrected text back into the OCR file it came from, each piece into its own element.

Only the bytes of changed text are replaced: coordinates, confidences, comments and the order of
attributes stay to the byte. A word whose text is gone stays with its box and no text; a glyph
(ALTO: one character by the schema) goes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from restore.core.document import Document, Encoding
from restore.core.log import EditLog
from restore.errors import InvariantError, RestoreError
from restore.readers.compose import PageText
from restore.readers.encoding import encode
from restore.readers.geometry import Part, Slot
from restore.readers.json_text import encoded_string
from restore.readers.options import ReadOptions
from restore.readers.packed import Packed, part_text, repacked
from restore.readers.registry import reader_named
from restore.readers.source import Source
from restore.text.characters import UNFIT_FOR_XML
from restore.text.patterns import lazy_pattern
from restore.writers.placed import PlacedText

__all__ = ["WrittenBack", "cannot_be_written_back", "write_back"]

_AS_FOUND = ReadOptions()
# What XML 1.0 cannot hold (2.2 Characters).
_ILLEGAL = lazy_pattern(f"[{UNFIT_FOR_XML}]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "&#10;"}
_IN_TEXT = re.compile("[&<>]")
_IN_ATTRIBUTE = re.compile("[&<>\"'\n]")


class WrittenBack(NamedTuple):
    """The new bytes of a file; what could not be put back, in words for the user."""

    data: bytes
    notes: tuple[str, ...]


def write_back(
    source: Source, document: Document, log: EditLog, reading: ReadOptions = _AS_FOUND
) -> WrittenBack:
    """Return the file of a document with its corrections in place.

    Parameters
    ----------
    source : what was read, with its page and the file's text
    document : the restored document
    log : its edits
    reading : how the source was read

    Raises
    ------
    RestoreError
        If the source is of a format that has no place for each piece of text, or the corrected
        text cannot be written in the file's encoding.
    """
    page = source.page
    if page is None or not source.writable:
        raise cannot_be_written_back(document.id, source.format)
    placed = PlacedText(document.source, log)
    if page.parts:
        encoded = _packed(source, page, placed)
    else:
        markup = source.markup or b""
        encoded = _encoded(_spliced(markup, page, placed), document.encoding, document.id, page)
    _check(source, encoded, placed, reading)
    notes = list(page.notes)
    lost = placed.lost(page.spans)
    if lost:
        notes.append(f"{lost} characters between two elements have no place and were left out")
    return WrittenBack(encoded, tuple(notes))


def cannot_be_written_back(document: str, format: str) -> RestoreError:
    """Return the error of a document whose format has no place for each piece of text."""
    return RestoreError(
        f"{document}: {format} cannot be written back; hOCR, ALTO, PAGE-XML, tesseract's TSV, the "
        "JSON of engines and services, HTML, EPUB, docx and odt can, read without --errors replace"
    )


def _encoded(data: bytes, encoding: Encoding, document: str, page: PageText) -> bytes:
    """Encode a file as it was; what its encoding lacks becomes a reference in mark-up."""
    text = data.decode("utf-8", "surrogatepass")
    encoded = encode(text, encoding)
    if encoded is None and page.flows:
        encoded = encode(text, encoding, "xmlcharrefreplace")
    if encoded is None:
        raise RestoreError(
            f"{document}: the corrected text cannot be written as {encoding.name}; "
            "convert the file to UTF-8 first"
        )
    return encoded


def _packed(source: Source, page: PageText, placed: PlacedText) -> bytes:
    """Return a packed file with its parts as they are now."""
    assert source.blob is not None
    data = source.blob.read()
    if sha256(data).hexdigest() != source.document.digest:
        raise RestoreError(f"{source.document.id}: was changed while it was read; try again")
    packed = Packed(data, source.blob.name, "packed document", "save it again")
    raw = {name: packed.part(name) for name, _ in page.parts}
    texts = {name: part_text(item, name) for name, item in raw.items()}
    whole = b"".join(texts[name].text.encode("utf-8", "surrogatepass") for name, _ in page.parts)
    changed: dict[str, bytes] = {}
    low = 0
    for name, size in page.parts:
        old = whole[low : low + size]
        new = _spliced(whole, page, placed, low, low + size)
        if new != old:
            changed[name] = _encoded(new, texts[name].encoding, source.document.id, page)
        low += size
    return repacked(data, changed, source.blob.name) if changed else data


def _spliced(
    data: bytes, page: PageText, placed: PlacedText, low: int = 0, high: int | None = None
) -> bytes:
    """Return the bytes from ``low`` to ``high`` with their slots as they are now."""
    high = len(data) if high is None else high
    parts = []
    position = low
    slots = (slot for slot in page.slots if low <= slot.low < high)
    for slot in sorted(slots, key=lambda item: (item.low, -item.high)):
        new = _content(slot, page, placed, data)
        # What stands within a removed glyph went with it.
        if new is None or slot.low < position:
            continue
        parts += [data[position : slot.low], new]
        position = slot.high
    return b"".join([*parts, data[position:high]])


def _content(slot: Slot, page: PageText, placed: PlacedText, data: bytes) -> bytes | None:
    """Return the new bytes of a slot, or None if it stays."""
    old = "".join(_old(slot, page))
    new = "".join(_new(slot, page, placed))
    if slot.kind.startswith("json"):
        if new == old:
            return None
        like = data[slot.low : slot.high]
        return encoded_string(new, like, ascii_only=data.isascii()).encode("utf-8", "surrogatepass")
    if slot.kind == "glyph":
        return b"" if len(new) != 1 else None
    if slot.kind == "levels":
        return _levels(slot, page, placed, data) if len(new) != len(old) else None
    if new == old:
        return None
    new = _ILLEGAL.sub("", new)
    if slot.kind == "text":
        new = _IN_TEXT.sub(_escape, new)
    elif slot.kind == "attribute":
        new = _IN_ATTRIBUTE.sub(_escape, new)
    else:
        new = " ".join(new.split())
    return new.encode()


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES[match.group()]


def _old(slot: Slot, page: PageText) -> Iterator[str]:
    for part in slot.parts:
        if isinstance(part, Part):
            yield part.raw if part.raw is not None else page.text[slice(*_span(part, page))]
        else:
            yield part if isinstance(part, str) else page.text[slice(*page.spans[part])]


def _span(part: Part, page: PageText) -> tuple[int, int]:
    start = page.spans[part.atom][0]
    return start + part.start, start + part.end


def _written(part: Part, slot: Slot, page: PageText, placed: PlacedText) -> str:
    """Return a stretch of an atom as its string has it: what is unchanged stays as it was."""
    span = _span(part, page)
    new = placed.text(*span)
    if part.raw is not None and new == page.text[slice(*span)]:
        return part.raw
    if slot.kind == "json-html":
        return _IN_TEXT.sub(_escape, new)
    if slot.kind == "json-json":
        return json.dumps(new, ensure_ascii="\\u" in (part.raw or ""))[1:-1]
    return new


def _new(slot: Slot, page: PageText, placed: PlacedText) -> Iterator[str]:
    for number, part in enumerate(slot.parts):
        if isinstance(part, Part):
            yield _written(part, slot, page, placed)
        elif isinstance(part, int):
            yield placed.text(*page.spans[part])
        else:
            gap = _gap(slot, number, page)
            yield part if gap is None else placed.text(*gap)


def _gap(slot: Slot, number: int, page: PageText) -> tuple[int, int] | None:
    """Return where white space between two pieces stands in the source, if it stands there."""
    if not 0 < number < len(slot.parts) - 1:
        return None
    left, right = slot.parts[number - 1], slot.parts[number + 1]
    if not isinstance(left, int) or not isinstance(right, int):
        return None
    span = (page.spans[left][1], page.spans[right][0])
    return span if page.text[slice(*span)] == slot.parts[number] else None


def _levels(slot: Slot, page: PageText, placed: PlacedText, data: bytes) -> bytes:
    """Write ALTO's ``CC`` for a string of another length; what was put in counts as unsure (9)."""
    written = data[slot.low : slot.high].decode()
    apart = " " in written.strip()
    known = written.split() if apart else list(written)
    levels: dict[int, str] = {}
    position = 0
    for part in slot.parts:
        if isinstance(part, int):
            start, end = page.spans[part]
            own = known[position : position + end - start]
            levels.update(zip(range(start, end), own, strict=False))
            position += end - start
    new = [
        levels.get(item, "9")
        for part in slot.parts
        if isinstance(part, int)
        for item in placed.ids(*page.spans[part])
    ]
    return (" " if apart else "").join(new).encode()


def _characters(source: Source, data: bytes | None, reading: ReadOptions) -> Counter[str]:
    """Count the characters of a file as it is read again, of the source's own without data."""
    assert source.blob is not None
    blob = source.blob
    if data is not None:
        blob = type(blob)(blob.id, blob.name, data=data)
    packed = source.page is None or bool(source.page.parts)
    options = replace(reading, encoding=None if packed else source.document.encoding.name)
    found: Counter[str] = Counter()
    name = "html-whole" if source.format == "html" else source.format
    for again in reader_named(name).read(blob, options):
        if isinstance(again, Source) and again.page is not None:
            found.update("".join(again.page.text[slice(*span)] for span in again.page.spans))
    return found


def _check(source: Source, data: bytes, placed: PlacedText, reading: ReadOptions) -> None:
    """Read the new file again: every line must hold what was put there."""
    page = source.page
    assert page is not None
    expected = Counter("".join(placed.text(*span) for span in page.spans))
    found: Counter[str] = Counter()
    if any(not item.isspace() for item in expected):
        found = _characters(source, data, reading)
    if source.format == "html":
        # Of all that it shows, so that it does not matter which part is taken for the main text.
        expected.update(_characters(source, None, reading))
        expected.subtract("".join(page.text[slice(*span)] for span in page.spans))
    wrong = {item for item in expected | found if expected[item] != found[item]}
    if any(not item.isspace() and not _ILLEGAL.match(item) for item in wrong):
        raise InvariantError(
            f"{source.document.id}: the file does not read as it was written; nothing is written; "
            "please report this document"
        )
