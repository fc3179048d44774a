from __future__ import annotations

import gzip
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.core.document import Document
from restore.errors import InputError, RestoreError
from restore.readers import Blob, ReadOptions, Source, read_blob
from restore.readers.blob import file_blob
from restore.writers.rows import RowResult, restored_texts, written_rows

NOISY = "持续加强水污染防治防治工作。"
ROWS = (
    '{"id": 7, "text":"持续", "n": 1.50e2, "z":{"a":[1,2,  3]}}\r\n'
    "\n"
    '{"text":"\\u4e2d文","u":"\\u4e2d"  }\n'
    '{"id":"e","text":""}\n'
    '{"id":"n","text":null}\n'
    '{"id":7,"text":"再"}'
)


def sources(blob: Blob, options: ReadOptions = ReadOptions()) -> list[Source]:  # noqa: B008
    found = []
    for item in read_blob(blob, options):
        if isinstance(item, InputError):
            raise item
        found.append(item)
    return found


def results_of(found: list[Source]) -> list[RowResult]:
    return [
        RowResult(item.row or 0, item.document.digest, item.document.text, ()) for item in found
    ]


def rows_with(blob: Blob, format: str, results: list[RowResult]) -> bytes:
    return b"".join(written_rows(blob, format, results, ReadOptions()))


def test_rows_become_documents_with_their_ids() -> None:
    found = sources(Blob("a.jsonl", "a.jsonl", data=ROWS.encode()))
    assert [(item.document.id, item.document.source, item.row) for item in found] == [
        ("a.jsonl#7", "持续", 1),
        ("a.jsonl#3", "中文", 3),
        ("a.jsonl#7@6", "再", 6),
    ]


def test_what_a_row_held_stays_to_the_byte() -> None:
    blob = Blob("a.jsonl", "a.jsonl", data=ROWS.encode())
    results = results_of(sources(blob))
    lines = rows_with(blob, "jsonl", results).decode().split("\n")
    assert lines == [
        '{"id": 7, "text":"持续", "n": 1.50e2, "z":{"a":[1,2,  3]},"edits":[],"restored":"持续"}',
        "",
        '{"text":"\\u4e2d文","u":"\\u4e2d","edits":[],"restored":"中文"}',
        '{"id":"e","text":"","edits":[],"restored":null}',
        '{"id":"n","text":null,"edits":[],"restored":null}',
        '{"id":7,"text":"再","edits":[],"restored":"再"}',
        "",
    ]


def test_a_row_with_lists_of_truth_values_is_no_page() -> None:
    blob = Blob("a.jsonl", "a.jsonl", data='{"":[[[false],""]],"text":"中文"}'.encode())
    assert [item.document.source for item in sources(blob)] == ["中文"]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
keys = st.text(max_size=5).filter(lambda key: key not in ("text", "id", "restored", "edits"))


@given(
    st.lists(st.tuples(st.dictionaries(keys, values, max_size=4), st.text(max_size=20)), min_size=1)
)
def test_every_row_comes_back_with_all_its_fields(
    rows: list[tuple[dict[str, object], str]],
) -> None:
    given_rows = [{**fields, "text": text} for fields, text in rows]
    data = msgspec.json.Encoder().encode_lines(given_rows)
    blob = Blob("a.jsonl", "a.jsonl", data=data)
    results = results_of(sources(blob))
    written = msgspec.json.Decoder().decode_lines(rows_with(blob, "jsonl", results))
    for before, after in zip(given_rows, written, strict=True):
        restored = after.pop("restored")
        assert after.pop("edits") == []
        assert after == before
        assert restored == (before["text"] if str(before["text"]).strip() else None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[1]", "is no JSON object"),
        ('{"text": 5}', "field 'text' is no text"),
        ('{"body": "x"}', r"has no field 'text' \(there are: body\)"),
        ('{"text": "x", "id": [1]}', "field 'id' is no id"),
        ('{"text": "x\xff"}', "is no text .*invalid start byte"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_line(line: str, problem: str) -> None:
    data = b'{"text": "good"}\n' + line.encode("latin-1") + b'\n{"text": "after"}\n'
    items = list(read_blob(Blob("a.jsonl", "a.jsonl", data=data), ReadOptions()))
    assert [item.row for item in items if isinstance(item, Source)] == [1, 3]
    (error,) = [item for item in items if isinstance(item, InputError)]
    assert error.source == "a.jsonl:2"
    with pytest.raises(InputError, match=problem):
        raise error


def test_fields_that_are_there_already_are_not_overwritten() -> None:
    blob = Blob("a.jsonl", "a.jsonl", data=b'{"text":"x","edits":1}\n')
    with pytest.raises(RestoreError, match="has a field 'edits' already"):
        rows_with(blob, "jsonl", [])


def test_a_file_that_changed_meanwhile_is_refused() -> None:
    blob = Blob("a.jsonl", "a.jsonl", data=b'{"text":"x"}\n')
    results = [RowResult(1, Document.from_text("y").digest, "y", ())]
    with pytest.raises(RestoreError, match="was changed while it was read"):
        rows_with(blob, "jsonl", results)


def test_compressed_rows_are_read(tmp_path: Path) -> None:
    import bz2
    import lzma

    import zstandard

    packers = {
        "gz": gzip.compress,
        "bz2": bz2.compress,
        "xz": lzma.compress,
        "zst": zstandard.ZstdCompressor().compress,
    }
    for suffix, pack in packers.items():
        path = tmp_path / f"a.jsonl.{suffix}"
        path.write_bytes(pack(ROWS.encode()))
        assert [item.row for item in sources(file_blob(path))] == [1, 3, 6]


def test_parquet_keeps_columns_metadata_and_codec(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    schema = pyarrow.schema(
        [
            ("id", pyarrow.int64()),
            ("body", pyarrow.large_string()),
            ("meta", pyarrow.struct([("a", pyarrow.int32())])),
        ],
        metadata={"made": "by hand"},
    )
    table = pyarrow.table(
        {
            "id": [1, 2, 2, None],
            "body": [NOISY, None, "第三行。", " "],
            "meta": [{"a": 1}, None, {"a": 3}, None],
        },
        schema=schema,
    )
    path = tmp_path / "a.parquet"
    parquet.write_table(table, path, compression="zstd", row_group_size=2)
    options = ReadOptions(text_field="body")
    found = sources(file_blob(path), options)
    assert [(item.document.id, item.row) for item in found] == [
        ("a.parquet#1", 1),
        ("a.parquet#2@3", 3),
    ]
    results = results_of(found)
    target = tmp_path / "b.parquet"
    target.write_bytes(b"".join(written_rows(file_blob(path), "parquet", results, options)))
    again = parquet.ParquetFile(target)
    assert again.metadata.row_group(0).column(0).compression == "ZSTD"
    assert again.schema_arrow.metadata[b"made"] == b"by hand"
    read = again.read()
    assert read.select(["id", "body", "meta"]).equals(table)
    assert read.column("restored").to_pylist() == [NOISY, None, "第三行。", None]
    assert set(restored_texts(file_blob(target)).values()) == {NOISY, "第三行。"}


def test_parquet_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"n": [1], "text": [[1]]}), path)
    for field, problem in (("body", "has no column"), ("n", "holds int64, no text")):
        with pytest.raises(InputError, match=problem):
            sources(file_blob(path), ReadOptions(text_field=field))
    data = path.read_bytes()
    for cut in range(4, len(data), 37):
        path.write_bytes(data[:cut])
        with pytest.raises(InputError, match="cannot be read as Parquet"):
            sources(file_blob(path))
