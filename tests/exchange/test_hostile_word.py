"""Word files that come back: damaged, encrypted, or made to fill the memory."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from restore.errors import InputError
from restore.exchange.docx_parts import W
from restore.exchange.docx_read import docx_text, read_docx
from tests.cli.conftest import restore
from tests.cli.helpers import NOISY, Runner, put

__all__ = ["restore"]

WHOLE = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>'
)
OPEN = f'<w:document xmlns:w="{W}"><w:body>'


def word(body: str | bytes, member: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, body)
    return buffer.getvalue()


def encrypted() -> bytes:
    data = bytearray(word(WHOLE))
    data[data.find(b"PK\x01\x02") + 8] |= 1
    data[6] |= 1
    return bytes(data)


def in_utf16(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


ENTITY = '<!DOCTYPE a [<!ENTITY a "甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    "empty": (b"", "damaged"),
    "no zip": (b"hello", "damaged"),
    "cut": (word(WHOLE)[:-30], "damaged"),
    "encrypted": (encrypted(), "encrypted"),
    "another zip": (word(WHOLE, "xl/workbook.xml"), "no Word document"),
    "deep": (word(OPEN + "<w:p>" * 10_000), "too deep"),
    "bomb": (word(bytes(70 << 20)), "unpacks to more than 64 MiB"),
    "many": (word(OPEN + "<w:t/>" * 3_000_001), "too large"),
    "entities": (word(ENTITY + WHOLE.replace("甲", "&b;")), "declares a document type"),
    "utf-16 entities": (word(in_utf16(ENTITY + WHOLE.replace("甲", "&b;"))), "document type"),
    "dtd elsewhere": (word('<!DOCTYPE a SYSTEM "file:///etc/passwd">' + WHOLE), "document type"),
    "surrogate": (word(WHOLE.replace("甲", "&#xD800;")), "cannot be read as a Word document"),
    "encoding": (word('<?xml version="1.0" encoding="x-none"?>' + WHOLE), "unknown encoding"),
    "text": (word("hello"), "cannot be read as a Word document"),
}


@pytest.mark.parametrize("kind", list(HOSTILE))
def test_it_is_refused_with_its_reason(tmp_path: Path, kind: str) -> None:
    data, reason = HOSTILE[kind]
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=f"a.docx: .*{reason}"):
        read_docx(path)


@pytest.mark.parametrize("data", [word(WHOLE), word(in_utf16(WHOLE)), gzip.compress(word(WHOLE))])
def test_what_is_whole_is_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert docx_text(read_docx(path), accept=True) == "甲"


def test_a_word_file_of_others_is_not_replaced(tmp_path: Path, restore: Runner) -> None:
    put(tmp_path / "in/a.txt", NOISY + "\n")
    assert restore("clean", "in", "-o", "out").code == 0
    (tmp_path / "out/docx").mkdir()
    (tmp_path / "out/docx/a.docx").write_bytes(word(WHOLE))
    done = restore("report", "out", "--format", "docx")
    assert done.code == 2
    assert "stands in the way" in done.err
    assert (tmp_path / "out/docx/a.docx").read_bytes() == word(WHOLE)
    assert restore("report", "out", "--format", "docx", "--force").code == 0
    # Now it is ours.
    assert restore("report", "out", "--format", "docx").code == 0
