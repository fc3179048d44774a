"""CSV and TSV (RFC 4180, and what spreadsheets make of it): records that know where their fields stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

__all__ = ["DELIMITERS", "Field", "Record", "find_delimiter", "records", "written_field"]

DELIMITERS = (",", "\t", ";", "|")
# So many records tell how fields are parted.
_SAMPLED_RECORDS, _SAMPLED_CHARACTERS = 100, 1 << 18


class Field(NamedTuple):
    """A field: where it stands in the text, with its quotation marks."""

    start: int
    end: int


class Record(NamedTuple):
    """A record: its number in the file (from 1), its fields, where it ends, and where its line
    break does."""

    number: int
    fields: tuple[Field, ...]
    end: int
    stop: int

    def value(self, text: str, place: int) -> str:
        """Return the value of a field."""
        written = text[slice(*self.fields[place])]
        if not written.startswith('"'):
            return written
        inner, mark, tail = written[1:].rpartition('"')
        return inner.replace('""', '"') + tail if mark else written

    def values(self, text: str) -> list[str]:
        """Return the values of all fields; a blank line has none."""
        return [self.value(text, place) for place in range(len(self.fields))]

    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return len(self.fields) == 1 and self.fields[0].start == self.fields[0].end


@lru_cache(maxsize=8)
def _pattern(delimiter: str) -> re.Pattern[str]:
    other = rf"[^{re.escape(delimiter)}\r\n]*"
    return re.compile(
        rf'(?P<field>"[^"]*(?:""[^"]*)*"{other}|{other})(?P<sep>{re.escape(delimiter)}|\r\n|\n|\r|\Z)'
    )


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Yield the records of a text; a quotation mark that is never closed is a character."""
    pattern = _pattern(delimiter)
    position, number = 0, 0
    fields: list[Field] = []
    while position < len(text) or fields:
        match = pattern.match(text, position)
        assert match is not None
        fields.append(Field(*match.span("field")))
        position = match.end()
        if match["sep"] == delimiter:
            continue
        number += 1
        yield Record(number, tuple(fields), match.end("field"), position)
        fields = []
        if not match["sep"]:
            return


def find_delimiter(text: str, suffix: str = "") -> str:
    """Return what parts the fields: what gives most records as many fields as the first."""
    sample = text[:_SAMPLED_CHARACTERS]
    best, most = "\t" if suffix in {".tsv", ".tab"} else ",", 0.0
    for delimiter in DELIMITERS:
        counts = [
            len(record.fields)
            for record in islice(records(sample, delimiter), _SAMPLED_RECORDS)
            if not record.blank()
        ]
        if not counts or counts[0] < 2:
            continue
        even = sum(count == counts[0] for count in counts) / len(counts)
        if even > most:
            best, most = delimiter, even
    return best


def written_field(value: str, delimiter: str, *, quoted: bool) -> str:
    """Return a value as a field, in quotation marks where it needs them or its column has them."""
    if quoted or any(mark in value for mark in (delimiter, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value
