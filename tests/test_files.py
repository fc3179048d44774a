from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import RestoreError
from restore.files import (
    Transaction,
    WholeFile,
    bytes_at,
    flush_files,
    raw_records,
    write_file,
)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_files_appear_together(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with Transaction(out) as transaction:
        transaction.write("text/a.txt", b"a")
        transaction.write("manifest.json", b"{}")
        assert not (out / "text/a.txt").exists()
    assert tree(out) == {"text/a.txt": b"a", "manifest.json": b"{}"}


def test_a_failed_block_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")

    def fail() -> None:
        with Transaction(tmp_path) as transaction:
            transaction.write("a.txt", b"new")
            transaction.write("sub/b.txt", b"new")
            transaction.remove("a.txt")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert tree(tmp_path) == {"a.txt": b"old"}
    assert not (tmp_path / "sub").exists()


def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(b"old")
    flushed = []

    def full(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 2:
            raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)

    def write() -> None:
        with Transaction(tmp_path) as transaction:
            transaction.write("a.txt", b"new")
            transaction.write("b.txt", b"new")

    with pytest.raises(RestoreError, match=r"b\.txt: cannot be written \(No space left"):
        write()
    assert tree(tmp_path) == {"a.txt": b"old"}


def test_a_rename_that_fails_leaves_whole_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.txt").write_bytes(b"old")
    original = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "b.txt":
            raise PermissionError(13, os.strerror(13))
        return original(self, target)

    monkeypatch.setattr(Path, "replace", refuse)

    def write() -> None:
        with Transaction(tmp_path) as transaction:
            transaction.write("a.txt", b"new")
            transaction.write("b.txt", b"new")

    with pytest.raises(RestoreError, match=r"b\.txt: cannot be written"):
        write()
    assert tree(tmp_path) == {"a.txt": b"new", "b.txt": b"old"}


def test_a_folder_that_may_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")

    def write() -> None:
        with Transaction(tmp_path / "out") as transaction:
            transaction.write("text/a.txt", b"a")

    with pytest.raises(RestoreError, match="cannot be written"):
        write()
    assert tree(tmp_path) == {"out": b"a file"}


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(RestoreError, match=r"a\.txt: cannot be written \(Is a directory\)"):
        write_file(tmp_path / "a.txt", b"a")


def test_removed_files_go_with_their_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "text/sub").mkdir(parents=True)
    (tmp_path / "text/sub/old.txt").write_bytes(b"old")
    with Transaction(tmp_path) as transaction:
        transaction.write("text/new.txt", b"new")
        transaction.remove("text/sub/old.txt")
    assert tree(tmp_path) == {"text/new.txt": b"new"}
    assert not (tmp_path / "text/sub").exists()


def test_new_files_have_ordinary_permissions(tmp_path: Path) -> None:
    write_file(tmp_path / "a.txt", b"a")
    (tmp_path / "b.txt").write_bytes(b"b")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_a_device_is_written_to_directly() -> None:
    write_file(Path("/dev/null"), b"a")


def test_long_names_have_room_for_the_file_aside(tmp_path: Path) -> None:
    name = "政" * 83 + ".txt"
    write_file(tmp_path / name, b"a")
    assert tree(tmp_path) == {name: b"a"}


def test_a_file_is_flushed_after_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    write_file(tmp_path / "a.txt", b"new", durable=False)
    assert not flushed
    flush_files([tmp_path / "a.txt"])
    assert len(flushed) == 1
    many = [tmp_path / f"{number}.txt" for number in range(20)]
    for path in many:
        write_file(path, b"new", durable=False)
    flush_files(many)
    assert len(flushed) == 21
    with pytest.raises(RestoreError, match=r"b\.txt: cannot be written"):
        flush_files([tmp_path / "a.txt", tmp_path / "b.txt"])


@given(st.lists(st.binary(max_size=40) | st.text("水污染防治", max_size=400).map(str.encode)))
def test_records_come_back_in_a_row_and_by_place(
    tmp_path_factory: pytest.TempPathFactory, items: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("records") / "some"
    with WholeFile(path, durable=False) as file:
        places = [file.append(item) for item in items]
    assert list(raw_records(path)) == items
    with path.open("rb") as stream:
        assert [bytes_at(stream, place) for place in reversed(places)] == items[::-1]
    assert path.stat().st_size <= sum(map(len, items)) + 4 * len(items)


def test_what_is_written_in_pieces_stands_there_whole(tmp_path: Path) -> None:
    path = tmp_path / "some"
    pieces = [b"ab" * 500, b"c", b"d" * 200_000, b"", b"e"] * 30
    with WholeFile(path, durable=False) as file:
        places = [file.write(piece) for piece in pieces]
    data = path.read_bytes()
    assert data == b"".join(pieces)
    assert [data[start : start + length] for start, length in places] == pieces
    assert file.digest == hashlib.sha256(data).hexdigest()


def test_longer_records_of_chinese_text_take_little_more_than_half(tmp_path: Path) -> None:
    text = max((Path(__file__).parent.parent / "seeds").glob("*.txt")).read_bytes()
    with WholeFile(tmp_path / "some", durable=False) as file:
        assert file.append(text).length < 0.55 * len(text)
        assert file.append(text[:2047]).length == 2047 + 4
        assert file.append(text[:2048]).length < 2048
