"""Parquet between the phases of the distributed engine; every table has an explicit schema.

Each file carries the key (digest of code, configuration and sources) of the run that wrote it, and
is read back only under the same key.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from restore.dedup.anchors import LinkTable
from restore.dedup.check import Checked
from restore.dedup.ledger import Removal
from restore.dedup.search import Candidates
from restore.dedup.shingles import BANDS
from restore.dedup.summary import Alike, Summary
from restore.errors import SettingsError, WorkError
from restore.files import decode, encode, refusal

if TYPE_CHECKING:
    import pyarrow

__all__ = [
    "read_candidates",
    "read_checked",
    "read_signatures",
    "schema_of",
    "write_candidates",
    "write_checked",
    "write_signatures",
]

# Documents of one group of rows, and so in memory at once.
_GROUP = 500
_KEY = b"restore.key"
# Column types by table; a star marks a list. What has no fixed size is MessagePack.
_TABLES: dict[str, dict[str, str]] = {
    "signatures": {
        "document": "string",
        "starts": "*uint32",
        "ends": "*uint32",
        "articles": "*uint32",
        "roles": "*uint8",
        "flags": "*uint8",
        "hashes": "*uint64",
        "keys": "*uint32",
        "anchor_counts": "*uint32",
        "anchors": "*uint32",
        "anchor_places": "*uint32",
        "removals": "binary",
        "alike": "binary",
    },
    "near": {"first": "int64", "second": "int64"},
    "inside": dict.fromkeys(LinkTable._fields, "int64"),
    "alike": {"first": "int64", "second": "int64", "similarity": "float32", "copies": "bool"},
    "contained": {
        "inner": "int64",
        "outer": "int64",
        "start": "int64",
        "end": "int64",
        "score": "float32",
    },
}


def _arrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SettingsError(
            "the distributed engine needs pyarrow; install it with: "
            "pip install 'restore-zh[distributed]'"
        ) from error
    return pyarrow


def schema_of(table: str, key: str = "") -> pyarrow.Schema:
    """Return the schema of a table: signatures, near, inside, alike, contained."""
    pa = _arrow()
    kinds = {"string": pa.string(), "binary": pa.large_binary(), "bool": pa.bool_()}

    def kind(name: str) -> Any:
        if name.startswith("*"):
            return pa.list_(kind(name[1:]))
        return kinds.get(name) or getattr(pa, name)()

    fields = [pa.field(name, kind(value), False) for name, value in _TABLES[table].items()]
    return pa.schema(fields, {_KEY: key.encode()})


def _write(path: Path, table: str, key: str, groups: Iterable[Mapping[str, Any]]) -> None:
    """Write a file that appears when it is whole."""
    pa = _arrow()
    schema = schema_of(table, key)
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with pa.parquet.ParquetWriter(aside, schema, compression="zstd") as writer:
            for columns in groups:
                writer.write_table(pa.table(dict(columns), schema=schema))
        with aside.open("rb+") as stream:
            os.fsync(stream.fileno())
        aside.replace(path)
    except OSError as error:
        raise refusal(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def _open(path: Path, key: str) -> pyarrow.parquet.ParquetFile:
    pa = _arrow()
    try:
        file = pa.parquet.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise WorkError(f"{path}: cannot be read back ({error}); run again") from error
    if (file.schema_arrow.metadata or {}).get(_KEY, b"").decode() != key:
        file.close()
        raise WorkError(f"{path}: was written by another run; run again")
    return file


def write_signatures(path: Path, key: str, summaries: Iterable[Summary]) -> None:
    """Write summaries, a row a document."""
    names = [name for name, kind in _TABLES["signatures"].items() if kind.startswith("*")]

    def group(some: list[Summary]) -> dict[str, Any]:
        columns: dict[str, Any] = {"document": [item.document for item in some]}
        for name in names:
            columns[name] = [getattr(item, name).reshape(-1) for item in some]
        columns["removals"] = [encode(item.removals) for item in some]
        columns["alike"] = [encode(item.alike) for item in some]
        return columns

    waiting = iter(summaries)
    groups = iter(lambda: list(islice(waiting, _GROUP)), [])
    _write(path, "signatures", key, map(group, groups))


def read_signatures(path: Path, key: str) -> Iterator[Summary]:
    """Yield the summaries of a file, in order."""
    with _open(path, key) as file:
        for batch in file.iter_batches(batch_size=_GROUP):
            columns = {name: batch.column(name) for name in batch.schema.names}
            for row in range(batch.num_rows):
                yield _summary({name: column[row] for name, column in columns.items()})


def _summary(row: Mapping[str, Any]) -> Summary:
    values: dict[str, Any] = {
        name: row[name].values.to_numpy(zero_copy_only=False)
        for name, kind in _TABLES["signatures"].items()
        if kind.startswith("*")
    }
    values["keys"] = values["keys"].reshape(-1, BANDS)
    return Summary(
        document=row["document"].as_py(),
        removals=decode(row["removals"].as_py(), tuple[Removal, ...]),
        alike=decode(row["alike"].as_py(), tuple[Alike, ...]),
        **values,
    )


def write_candidates(folder: Path, part: int, key: str, found: Candidates) -> None:
    """Write the candidates of a part: pairs that may be alike, and that may be inside."""
    near = {"first": found.first, "second": found.second}
    _write(folder / f"{part:06d}.near.parquet", "near", key, [near])
    _write(folder / f"{part:06d}.inside.parquet", "inside", key, [found.inside._asdict()])


def read_candidates(folder: Path, part: int, key: str) -> Candidates:
    """Read the candidates of a part."""
    near = _columns(folder / f"{part:06d}.near.parquet", "near", key)
    inside = _columns(folder / f"{part:06d}.inside.parquet", "inside", key)
    return Candidates(near["first"], near["second"], LinkTable(**inside))


def write_checked(folder: Path, part: int, key: str, found: Checked) -> None:
    """Write what was found about pairs."""
    columns = found._asdict()
    for table in ("alike", "contained"):
        chosen = {name: columns[name] for name in _TABLES[table]}
        _write(folder / f"{part:06d}.{table}.parquet", table, key, [chosen])


def read_checked(folder: Path, part: int, key: str) -> Checked:
    """Read what was found about pairs."""
    columns: dict[str, NDArray[Any]] = {}
    for table in ("alike", "contained"):
        columns |= _columns(folder / f"{part:06d}.{table}.parquet", table, key)
    return Checked(**columns)


def _columns(path: Path, table: str, key: str) -> dict[str, NDArray[Any]]:
    with _open(path, key) as file:
        found = file.read()
    return {name: np.array(found.column(name).to_numpy()) for name in _TABLES[table]}
