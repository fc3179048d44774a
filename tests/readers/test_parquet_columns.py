from __future__ import annotations

import io

import pytest

from restore.errors import InputError
from restore.readers.blob import Blob
from restore.readers.options import ReadOptions
from restore.readers.registry import read_blob
from restore.readers.source import Source

pyarrow = pytest.importorskip("pyarrow")


def table(names: list[str]) -> bytes:
    import pyarrow.parquet as parquet

    buffer = io.BytesIO()
    columns = [pyarrow.array([f"{name}{number}"]) for number, name in enumerate(names)]
    parquet.write_table(pyarrow.Table.from_arrays(columns, names=names), buffer)
    return buffer.getvalue()


def read(names: list[str]) -> list[Source | InputError]:
    return list(read_blob(Blob("a.parquet", "a.parquet", data=table(names)), ReadOptions()))


@pytest.mark.parametrize("name", ["text", "id"])
def test_two_columns_of_one_name_are_refused(name: str) -> None:
    (item,) = read(["text", "id", name])
    assert isinstance(item, InputError)
    assert f"has 2 columns named {name!r}" in str(item)


def test_others_may_bear_one_name() -> None:
    (item,) = read(["text", "n", "n"])
    assert isinstance(item, Source)
    assert item.document.source == "text0"
