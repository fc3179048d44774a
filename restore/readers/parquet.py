"""Parquet (extra ``parquet``): one document per row, read in batches; other columns stay untouched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.options import ReadOptions
from restore.readers.row_documents import RowDocuments
from restore.readers.source import Source

if TYPE_CHECKING:
    import pyarrow.parquet

__all__ = ["BATCH_ROWS", "open_parquet", "read_parquet"]

#: Rows that are read at once.
BATCH_ROWS = 1024
# A group of rows is unpacked at once.
_MAX_GROUP_BYTES = 4 << 30


def open_parquet(blob: Blob) -> pyarrow.parquet.ParquetFile:
    """Open a file.

    Raises
    ------
    InputError
        If pyarrow is not installed, or this is no Parquet file, or a group of its rows is larger
        than 4 GiB.
    """
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise InputError(
            blob.name,
            "is a Parquet file, and the package for it is not installed",
            "install restore-zh[parquet]",
        ) from error
    cure = "the file is damaged or cut short; write it again"
    try:
        source: Any = blob.path if blob.path is not None and not blob.packed else None
        if source is None:
            source = pyarrow.BufferReader(blob.read())
        file = parquet.ParquetFile(source)
        metadata = file.metadata
        sizes = [metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups)]
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(blob.name, f"cannot be read as Parquet ({error})", cure) from error
    if max(sizes, default=0) > _MAX_GROUP_BYTES:
        raise InputError(
            blob.name,
            f"has a row group of {max(sizes) >> 20} MiB",
            "write it with smaller row groups",
        )
    return file


def read_parquet(blob: Blob, options: ReadOptions) -> Iterator[Source | InputError]:
    """Yield a document for every row that has text; ids as for JSON Lines, rows count from 1."""
    import pyarrow

    file = open_parquet(blob)
    names = file.schema_arrow.names
    for field in (options.text_field, options.id_field):
        if names.count(field) > 1:
            raise InputError(
                blob.name,
                f"has {names.count(field)} columns named {field!r}",
                "rename all but one of them, or name another with --text-field and --id-field",
            )
    check_text_column(file, options.text_field, blob.name)
    columns = [options.text_field, *([options.id_field] if options.id_field in names else [])]
    documents = RowDocuments(blob, "parquet")
    number = 0
    try:
        for batch in file.iter_batches(batch_size=BATCH_ROWS, columns=columns):
            texts = batch.column(columns[0]).to_pylist()
            ids = batch.column(columns[1]).to_pylist() if len(columns) > 1 else [None] * len(texts)
            for text, own in zip(texts, ids, strict=True):
                number += 1
                name = str(number if own is None else own)
                try:
                    source = documents.source(name, number, text, f"{blob.name}: row {number}")
                except InputError as error:
                    yield error
                    continue
                if source is not None:
                    yield source
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        yield InputError(
            blob.name, f"cannot be read beyond row {number} ({error})", "write the file again"
        )
    if number == 0:
        yield InputError(blob.name, "holds no rows", "nothing to restore; leave it out")


def check_text_column(file: pyarrow.parquet.ParquetFile, field: str, name: str) -> None:
    """Raise InputError if the column is not there, or holds no strings."""
    import pyarrow

    schema = file.schema_arrow
    if field not in schema.names:
        known = ", ".join(schema.names[:12])
        raise InputError(
            name, f"has no column {field!r} (there are: {known})", "name it with --text-field"
        )
    kind = schema.field(field).type
    if isinstance(kind, pyarrow.DictionaryType):
        kind = kind.value_type
    if not (pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)):
        raise InputError(
            name, f"column {field!r} holds {kind}, no text", "name another with --text-field"
        )
