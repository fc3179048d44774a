from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from restore.errors import InputError
from restore.readers import read_bytes, read_document, read_inputs


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "holds only white space"),
        (b"\xef\xbb\xbf", "holds only white space"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0", "a JPEG image"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (zipped("word/document.xml"), r"a Word document \(.docx\)"),
        (zipped("xl/workbook.xml"), r"an Excel workbook \(.xlsx\)"),
        (zipped("a.txt"), "a ZIP archive"),
        (b"PK\x03\x04 broken", "a ZIP archive"),
        (b"text\0text", "is binary: it holds a NUL at byte 4"),
        (bytes(range(256)) * 20, "page.txt: "),
    ],
)
def test_what_is_no_text_is_refused_with_its_kind(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_document(data, id="page.txt")
    assert str(caught.value).startswith("page.txt: ")
    assert caught.value.cure


def test_the_record_of_a_source() -> None:
    data = "第一段。\r\n第二段。".encode("gb18030")
    source = read_document(data, id="a/b.txt")
    assert source.document.id == "a/b.txt"
    assert source.document.text == source.document.source == "第一段。\r\n第二段。"
    assert source.size == len(data)
    assert source.exact


def test_a_hundred_megabytes_in_one_line_are_refused() -> None:
    data = ("全面贯彻落实党的二十大精神，" * 2_500_000).encode()
    assert len(data) > 100_000_000
    with pytest.raises(InputError, match=r"a line of 35,000,000 characters \(line 1"):
        read_document(data, id="long.txt")


def test_a_hundred_megabytes_in_gb18030_with_damage_at_the_end() -> None:
    data = "全面贯彻落实党的二十大精神，".encode("gb18030") * 3_600_000 + b"\xff"
    with pytest.raises(InputError) as caught:
        read_document(data, id="long.txt")
    assert caught.value.offset == len(data) - 1


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_bytes(tmp_path)


def test_a_device_is_no_file() -> None:
    with pytest.raises(InputError, match="is a device"):
        read_bytes(Path("/dev/null"))


def test_a_file_that_vanished(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        read_bytes(tmp_path / "gone.txt")


def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "a.txt"
    link.symlink_to(link)
    with pytest.raises(InputError, match="cannot be read"):
        read_bytes(link)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("文本", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        read_bytes(path)


def test_permission_errors_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text("文本", encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="may not be read"):
        read_bytes(path)


def test_a_pipe_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    if os.fork() == 0:
        path.write_bytes("文本".encode())
        os._exit(0)
    assert read_bytes(path) == "文本".encode()
    os.wait()


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes("文本".encode())
    (tmp_path / "c.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    items = list(read_inputs([str(tmp_path), str(tmp_path / "none.txt")]))
    good = [item.document.id for item in items if not isinstance(item, InputError)]
    bad = [str(item) for item in items if isinstance(item, InputError)]
    assert good == ["b.txt"]
    assert [Path(message.split(": ")[0]).name for message in bad] == ["a.txt", "c.md", "none.txt"]


def test_standard_input() -> None:
    (item,) = read_inputs(["-"], stdin=io.BytesIO("文本".encode("gb18030")))
    assert not isinstance(item, InputError)
    assert (item.document.id, item.document.text) == ("-", "文本")


def test_an_endless_line_is_refused() -> None:
    from restore.readers.source import MAX_LINE_CHARACTERS

    data = ("短\n" + "长" * (MAX_LINE_CHARACTERS + 1)).encode()
    with pytest.raises(InputError, match=r"line 2; the limit is 2,000,000\).*break it into"):
        read_document(data, id="long.txt")
    assert read_document(("长" * MAX_LINE_CHARACTERS).encode(), id="long.txt").document.text
