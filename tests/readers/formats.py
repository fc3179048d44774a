"""What the tests of formats share: the samples of real engine output, and how they are read."""

from __future__ import annotations

from pathlib import Path

from restore.errors import InputError
from restore.readers import Blob, ReadOptions, Source, read_blob
from restore.readers.blob import file_blob

SAMPLES = Path("tests/data/formats").absolute()
WRITTEN = (
    "alto.xml",
    "page.hocr",
    "choices.hocr.gz",
    "page.xml",
    "lines.page.xml",
    "across.page.xml",
    "page.tsv",
)


def sample(name: str) -> Source:
    """Read a sample."""
    (found,) = read_blob(file_blob(SAMPLES / name), ReadOptions())
    assert isinstance(found, Source)
    return found


def read(data: bytes | str, name: str = "x.xml", **options: str) -> list[Source]:
    """Read bytes; an error is raised."""
    raw = data.encode() if isinstance(data, str) else data
    found = []
    for item in read_blob(Blob(name, name, data=raw), ReadOptions(**options)):  # type: ignore[arg-type]
        if isinstance(item, InputError):
            raise item
        found.append(item)
    return found
