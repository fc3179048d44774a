"""Packed documents (Word, OpenDocument, EPUB): ZIP archives whose parts are XML or XHTML.

The text of a packed document is that of some parts, one behind the other; offsets count in that, as
UTF-8. What is written back goes into its part, the others are packed again as they were.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from restore.errors import InputError
from restore.readers.blob import MAX_BYTES
from restore.readers.encoding import Decoded
from restore.readers.markup import MAX_MARKUP_BYTES, Markup, parse_markup
from restore.readers.options import ReadOptions

__all__ = ["Packed", "part_text", "repacked"]

_MAX_MEMBERS = 50_000


class Packed:
    """An archive that is read part by part, in bounds.

    Parameters
    ----------
    data : its bytes
    source : its name, for messages
    kind : what it should be (``a Word document``)
    cure : what to do if it is none

    Raises
    ------
    InputError
        If it is no ZIP archive, or is damaged.
    """

    def __init__(self, data: bytes, source: str, kind: str, cure: str) -> None:
        self._source, self._kind, self._cure = source, kind, cure
        self._left = MAX_MARKUP_BYTES
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except Exception as error:
            raise self._damaged(error) from error
        if len(self.names) > _MAX_MEMBERS:
            raise InputError(source, f"packs {len(self.names)} files", "no document is like that")

    def part(self, name: str) -> bytes:
        """Return a part.

        Raises
        ------
        InputError
            If there is none of the name, it is damaged or encrypted, or the parts that were read
            come to more than 64 MiB.
        """
        if name not in self.names:
            raise InputError(
                self._source,
                f"is a ZIP archive, but no {self._kind}: it has no {name}",
                self._cure,
            )
        try:
            with self._archive.open(name) as stream:
                data = stream.read(self._left + 1)
        except Exception as error:
            # Besides zipfile's own, zlib, lzma and bz2 have errors of theirs for damaged members,
            # and encrypted or unknown ones raise RuntimeError: the file cannot be read.
            raise self._damaged(error) from error
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                self._source,
                f"unpacks to more than {MAX_MARKUP_BYTES >> 20} MiB",
                "split it into smaller files",
            )
        return data

    def markup(self, name: str) -> Markup:
        """Return a part that is XML, parsed."""
        return parse_markup(self.part(name), f"{self._source}:{name}")

    def _damaged(self, error: Exception) -> InputError:
        return InputError(self._source, f"is a damaged {self._kind} ({error})", self._cure)


def part_text(data: bytes, source: str) -> Decoded:
    """Decode a part as readers do."""
    from restore.readers.web import page_text

    return page_text(data, source, ReadOptions())


def repacked(data: bytes, parts: Mapping[str, bytes], source: str) -> bytes:
    """Return an archive with some parts replaced; the others, their order and packing stay.

    Raises
    ------
    InputError
        If all parts come to more than 512 MiB.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        if sum(item.file_size for item in old.infolist()) > MAX_BYTES:
            raise InputError(
                source, f"unpacks to more than {MAX_BYTES >> 20} MiB", "split it into smaller files"
            )
        new.comment = old.comment
        written = set()
        for item in old.infolist():
            if item.filename in written:
                continue
            written.add(item.filename)
            content = parts.get(item.filename)
            kind = item.compress_type
            new.writestr(item, old.read(item) if content is None else content, kind)
    return made.getvalue()
