"""Files made to hurt: refused with a reason, or read within bounds of time and memory."""

from __future__ import annotations

import gzip
import io
import lzma
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from restore.errors import InputError
from restore.readers import Blob, ReadOptions, read_blob
from restore.readers.blob import file_blob
from tests.readers.formats import SAMPLES, read

LAUGHS = """<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY a "ha">
{entities}]><alto><Layout><Page><TextBlock><TextLine><String CONTENT="&z;"/></TextLine></TextBlock>
</Page></Layout></alto>"""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    began = time.perf_counter()
    yield
    assert time.perf_counter() - began < seconds


def test_billion_laughs_are_refused_at_the_declaration() -> None:
    names = "bcdefghijklmnopqrstuvwxyz"
    entities = "\n".join(f'<!ENTITY {name} "{f"&{chr(ord(name) - 1)};" * 10}">' for name in names)
    with bounded(2), pytest.raises(InputError, match=r"declares an entity \(a\): line 1"):
        read(LAUGHS.format(entities=entities))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY z SYSTEM "file:///etc/passwd">',
        '<!ENTITY z SYSTEM "http://localhost:9/x">',
        '<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;',
        '<!ENTITY z PUBLIC "x" "file:///etc/passwd">',
    ],
)
def test_external_entities_are_refused(declaration: str) -> None:
    data = LAUGHS.replace('<!ENTITY a "ha">', "").format(entities=declaration)
    with pytest.raises(InputError, match="declares an entity"):
        read(data)


def test_an_external_dtd_is_not_fetched() -> None:
    data = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://localhost:9/x.dtd">
    <html><div class="ocr_page"><span class="ocr_line">甲&nbsp;乙</span></div></html>"""
    (source,) = read(data, "x.hocr")
    assert source.document.source == "甲\xa0乙"


def test_deep_nesting_is_refused() -> None:
    with bounded(5), pytest.raises(InputError, match="is too deep"):
        read(b"<alto>" + b"<a>" * 1_000_000)
    with bounded(5), pytest.raises(InputError):
        read(b'{"text":' + b"[" * 1_000_000, "x.jsonl")
    with bounded(5), pytest.raises(InputError):
        read(b'[{"txt":' + b"[" * 1_000_000, "x.json", format="rapidocr")


@pytest.mark.parametrize("name", ["alto.xml", "page.hocr", "page.xml", "rapidocr.json"])
def test_a_file_cut_anywhere_is_an_error_not_a_crash(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    for cut in range(1, len(data), len(data) // 40):
        for item in read_blob(Blob(name, name, data=data[:cut]), ReadOptions()):
            assert isinstance(item, InputError)


@pytest.mark.parametrize("name", ["alto.xml", "page.hocr", "page.xml", "page.tsv"])
def test_invalid_utf8_is_refused_with_its_place_or_replaced(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    broken = data.replace("份".encode(), b"\xff" + "份".encode()[1:])
    with pytest.raises(InputError, match="utf-8"):
        read(broken, name, encoding="utf-8")
    (source,) = read(broken, name, encoding="utf-8", errors="replace")
    assert "\ufffd" in source.document.source
    # What was not read exactly is never written back.
    assert source.markup is None


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_bomb_is_not_unpacked(pack: object) -> None:
    bomb = pack(b"<alto>" + b" " * (70 << 20))  # type: ignore[operator]
    with bounded(20), pytest.raises(InputError, match=r"times its size|larger than 64 MiB"):
        read(bomb, "x.xml.gz")


def test_a_bomb_of_rows_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("restore.readers.compression._FREE_BYTES", 1 << 20)
    row = b'{"text":"' + b"0" * 3_000 + b'"}\n'
    bomb = gzip.compress(row * 2_000)
    with bounded(20), pytest.raises(InputError, match=r"times its size"):
        read(bomb, "x")


def test_a_word_document_that_unpacks_beyond_bounds_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * (80 << 20))
    with bounded(20), pytest.raises(InputError, match="unpacks to more than 64 MiB"):
        read(buffer.getvalue(), "x.docx")


def test_white_space_of_more_bytes_than_one_keeps_its_place() -> None:
    row = "5\t1\t1\t1\t1\t1\t1\t1\t9\t9\t96.8\t\u3000坚定"
    (source,) = read((SAMPLES / "page.tsv").read_text("utf-8").split("\n")[0] + "\n" + row, "x.tsv")
    assert source.page is not None
    assert source.markup is not None
    (slot,) = source.page.slots
    assert source.markup[slot.low : slot.high].decode() == "\u3000坚定"


def test_a_damaged_gzip_is_told() -> None:
    data = gzip.compress("持续加强水污染防治。".encode() * 100)
    for broken in (data[:-9], data[:20] + b"\0\0\0" + data[23:]):
        with pytest.raises(InputError, match="cannot be unpacked"):
            read(broken, "x.txt.gz")


def test_a_line_of_ten_million_characters_is_refused() -> None:
    line = "字" * 10_000_000
    cases = {
        "x.jsonl": '{"text": "' + line + '"}\n',
        "x.xml": f'<alto><Page><TextBlock><TextLine><String CONTENT="{line}"/></TextLine></TextBlock></Page></alto>',
        "x.hocr": f"<p class='ocr_page'><p class='ocr_line'>{line}</p></p>",
        "x.json": '{"format": "restore-page/1", "lines": [{"text": "' + line + '"}]}',
        "x.txt": line,
    }
    for name, data in cases.items():
        with bounded(30), pytest.raises(InputError, match=r"10,000,000 characters|longer than"):
            read(data, name)


def test_a_page_of_many_lines_is_ordered_in_time() -> None:
    words = "".join(
        f'<TextLine HPOS="{x}" VPOS="{y}" WIDTH="90" HEIGHT="8"><String HPOS="{x}" VPOS="{y}" '
        f'WIDTH="90" HEIGHT="8" CONTENT="字字"/></TextLine>'
        for y in range(0, 5_000, 10)
        for x in range(0, 1_000, 100)
    )
    with bounded(20):
        (source,) = read(f"<alto><Page><TextBlock>{words}</TextBlock></Page></alto>")
    assert source.document.source.count("字") == 10_000


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xml"):
        (item,) = read_blob(file_blob(path), ReadOptions())
        assert isinstance(item, InputError)
