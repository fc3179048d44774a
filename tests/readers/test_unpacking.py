"""Compressed files that are cut, damaged, or in several parts: read wholly, or refused."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.readers import read_inputs
from restore.readers.blob import Blob
from restore.readers.source import Source

TEXT = "会议由市长主持，有关部门负责同志参加会议。\n" * 400


def _zst(data: bytes) -> bytes:
    return bytes(zstandard.ZstdCompressor().compress(data))


PACK: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": _zst,
}
KINDS = pytest.mark.parametrize("kind", list(PACK))


def read(data: bytes, kind: str) -> bytes:
    return Blob(f"a.txt{kind}", "a", data=data).read()


@KINDS
def test_every_cut_is_refused(kind: str) -> None:
    packed = PACK[kind](TEXT.encode())
    assert read(packed, kind) == TEXT.encode()
    for length in sorted(
        {8, 12, len(packed) // 2, len(packed) - 9, *range(len(packed) - 4, len(packed))}
    ):
        with pytest.raises(InputError, match="cannot be unpacked"):
            read(packed[:length], kind)


@KINDS
def test_several_frames_are_read_wholly_and_the_last_must_be_whole(kind: str) -> None:
    one = PACK[kind](TEXT.encode())
    assert read(one * 3, kind) == TEXT.encode() * 3
    with pytest.raises(InputError, match="cannot be unpacked"):
        read(one + one[:-3], kind)


@KINDS
@pytest.mark.parametrize("rest", [b"garbage", b"\x1f", TEXT.encode(), b"\0\0\0garbage"])
def test_what_follows_and_is_no_frame_is_refused(kind: str, rest: bytes) -> None:
    with pytest.raises(InputError, match="cannot be unpacked"):
        read(PACK[kind](TEXT.encode()) + rest, kind)


@pytest.mark.parametrize("kind", [".gz", ".xz"])
@pytest.mark.parametrize("zeros", [4, 512, 5000])
def test_padding_is_no_garbage(kind: str, zeros: int) -> None:
    one = PACK[kind](TEXT.encode())
    assert read(one + bytes(zeros), kind) == TEXT.encode()
    assert read(one + bytes(zeros) + one, kind) == TEXT.encode() * 2


def test_frames_of_zstandard_that_are_to_be_skipped() -> None:
    skipped = b"\x50\x2a\x4d\x18\x04\x00\x00\x00rest"
    one = _zst(TEXT.encode())
    assert read(one + skipped + one, ".zst") == TEXT.encode() * 2


@pytest.mark.parametrize("kind", [".gz", ".bz2", ".xz"])
@given(data=st.binary(min_size=1, max_size=3000), place=st.integers(0), bit=st.integers(0, 7))
def test_a_damaged_file_is_refused_or_read_as_it_was(
    kind: str, data: bytes, place: int, bit: int
) -> None:
    packed = bytearray(PACK[kind](data))
    place = 8 + place % (len(packed) - 8)
    packed[place] ^= 1 << bit
    with suppress(InputError):
        # Bytes that no check sum covers (a date, a name) may change; what is read may not.
        assert read(bytes(packed), kind) in (data, b"")


@KINDS
def test_a_bomb_is_refused(kind: str) -> None:
    with pytest.raises(InputError, match="unpacks to more than 400 times"):
        read(PACK[kind](bytes(200 << 20)), kind)


@KINDS
def test_of_a_cut_file_of_rows_the_compression_is_blamed(kind: str, tmp_path: Path) -> None:
    rows = [{"text": f"第{number}行，{hash(str(number))}。"} for number in range(2000)]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    packed = PACK[kind](data)
    (tmp_path / f"a.jsonl{kind}").write_bytes(packed[: len(packed) * 3 // 4])
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    items = list(read_inputs([str(tmp_path)]))
    errors = [item for item in items if isinstance(item, InputError)]
    assert len(errors) == 1
    assert "cannot be unpacked" in str(errors[0])
    assert any(isinstance(item, Source) and item.document.id == "b.txt" for item in items)
