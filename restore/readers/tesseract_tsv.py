"""Tesseract's TSV: one row a word, with block, line, box and confidence."""

from __future__ import annotations

from restore.errors import InputError
from restore.readers.geometry import OcrFile
from restore.readers.pages import PageBuilder, box_of, number, share

__all__ = ["HEADER", "read_tesseract_tsv"]

HEADER = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)
_WORD = "5"
_COLUMNS = HEADER.count("\t") + 1


def read_tesseract_tsv(text: str, source: str) -> OcrFile:
    """Read a file.

    Raises
    ------
    InputError
        If a row has not the twelve columns (names the line).
    """
    builder = PageBuilder()
    position = 0
    page = line = ""
    atoms: list[int] = []
    block = 0

    def end_line() -> None:
        if atoms:
            builder.words(atoms)
            builder.line(tuple(atoms), block=block)
            atoms.clear()

    for number_of_line, row in enumerate(text.split("\n"), 1):
        start = position
        position += len(row.encode("utf-8", "surrogatepass")) + 1
        fields = row.rstrip("\r").split("\t")
        if number_of_line == 1 or row.strip() == "":
            continue
        if len(fields) != _COLUMNS:
            raise InputError(
                source,
                f"line {number_of_line}: has {len(fields)} columns, not {_COLUMNS}",
                "give the TSV file as tesseract wrote it",
            )
        if fields[0] != _WORD or not fields[11].strip():
            continue
        here = "\t".join(fields[1:5])
        if here != line:
            end_line()
            line = here
        if fields[1] != page:
            if page:
                builder.page()
            page = fields[1]
        block = int(number(fields[2], 0.0) or 0)
        left, top, width, height = (number(field) for field in fields[6:10])
        box = None
        if left is not None and top is not None and width is not None and height is not None:
            box = box_of(left, top, left + width, top + height)
        # Of other white space the bytes are more than the characters: it stays with the word.
        word = fields[11].strip(" ")
        atom = builder.atom(word, box, confidence=share(fields[10], 100))
        lead = len("\t".join(fields[:11]).encode("utf-8", "surrogatepass")) + 1
        low = start + lead + len(fields[11]) - len(fields[11].lstrip(" "))
        builder.slot(low, low + len(word.encode("utf-8", "surrogatepass")), "plain", [atom])
        atoms.append(atom)
    end_line()
    builder.page()
    return builder.file("tesseract")
