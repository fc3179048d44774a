"""Fuzz every reader with atheris: whatever the bytes, documents or an InputError, nothing else.

    pip install atheris
    python tools/fuzz_readers.py CORPUS_FOLDER -max_total_time=600 -rss_limit_mb=2048 -timeout=10

The first byte of an input chooses the reader, the rest are the file. What a page gives is written
back too. Start with the files of tests/data/formats, each with its number put before it
(``--seed tests/data/formats CORPUS_FOLDER``).
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["restore"]):
    from restore.core.document import Document
    from restore.core.edits import Decision, Edit, Reason
    from restore.core.log import EditLog, Pass
    from restore.errors import InputError, RestoreError
    from restore.readers.blob import Blob
    from restore.readers.options import ReadOptions
    from restore.readers.registry import choose_reader, read_blob
    from restore.readers.source import Source

    # What is read lazily is instrumented only if it is imported here.
    for _name in (
        "alto",
        "docx",
        "hocr",
        "html",
        "jsonl",
        "markup",
        "native",
        "page_xml",
        "rapidocr",
    ):
        import_module(f"restore.readers.{_name}")
    import_module("restore.readers.tesseract_tsv")
    from restore.writers.pages import write_back

FORMATS = (
    "hocr",
    "alto",
    "page-xml",
    "tesseract-tsv",
    "native-page",
    "rapidocr",
    "jsonl",
    "docx",
    "text",
    None,
)


def edited(document: Document) -> EditLog:
    """Make a log that replaces the first character."""
    text = document.source
    edit = Edit(
        "0" * 16, document.id, 1, "correction", "fuzz", (0, 1), (0, 1), text[:1], "<&字", None,
        1.0, Decision.APPLIED, Reason.FORM, (),
    )  # fmt: skip
    return EditLog(document.id, (Pass(1, "correction", (edit,)),))


def one(data: bytes) -> None:
    """Read one input."""
    if len(data) < 2:
        return
    format = FORMATS[data[0] % len(FORMATS)]
    blob = Blob("x", "x", data=data[1:])
    options = ReadOptions(format=format, errors="replace" if data[0] & 128 else "strict")
    if format is None:
        try:
            choose_reader(blob, options)
        except InputError:
            return
    for item in read_blob(blob, options):
        if isinstance(item, Source) and item.page is not None and item.markup is not None:
            assert item.page.text == item.document.source
            log = edited(item.document)
            if not item.page.slots:
                continue
            try:
                write_back(item, item.document.apply(log.passes[0].edits), log)
            except RestoreError as error:
                # The only way that writing may fail: an encoding that lacks the character.
                if "cannot be written as" not in str(error):
                    raise


def seed(source: Path, target: Path) -> None:
    """Put the number of its reader before every sample."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        blob = Blob(path.name, path.name, path)
        name = choose_reader(blob, ReadOptions()).name
        if name in FORMATS:
            data = bytes([FORMATS.index(name)]) + path.read_bytes()
            (target / path.name).write_bytes(data)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seed"]:
        seed(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        atheris.Setup(sys.argv, one)
        atheris.Fuzz()
