"""What is corrected goes back into web pages and packed documents, and nothing else changes."""

from __future__ import annotations

import io
import zipfile

import pytest

from restore.core.log import EditLog
from restore.writers.pages import write_back
from tests.readers.formats import read, sample
from tests.writers.test_pages import change

PAGES = ("authority.html", "newspaper.xhtml", "encyclopedia.html", "edition.xml")
PACKED = {
    "book.epub": "OEBPS/text/chapter1.xhtml",
    "report.docx": "word/document.xml",
    "letter.odt": "content.xml",
}


@pytest.mark.parametrize("name", [*PAGES, *PACKED])
def test_nothing_changed_is_the_same_file_to_the_byte(name: str) -> None:
    source = sample(name)
    assert source.blob is not None
    result = write_back(source, source.document, EditLog(source.document.id))
    assert result.data == source.blob.read()


@pytest.mark.parametrize("name", PAGES)
def test_only_the_words_of_a_page_change(name: str) -> None:
    source = sample(name)
    assert source.blob is not None
    result = write_back(source, *change(source, ("记律", "纪律")))
    encoding = source.document.encoding.name
    assert result.data == source.blob.read().replace(
        "记律".encode(encoding), "纪律".encode(encoding)
    )


@pytest.mark.parametrize("name", PACKED)
def test_only_the_words_of_one_part_change(name: str) -> None:
    source = sample(name)
    assert source.blob is not None
    result = write_back(source, *change(source, ("记律", "纪律")))
    with (
        zipfile.ZipFile(io.BytesIO(source.blob.read())) as old,
        zipfile.ZipFile(io.BytesIO(result.data)) as new,
    ):
        assert new.testzip() is None
        assert [(item.filename, item.compress_type, item.date_time) for item in old.infolist()] == [
            (item.filename, item.compress_type, item.date_time) for item in new.infolist()
        ]
        for part in old.namelist():
            expected = old.read(part)
            if part == PACKED[name]:
                expected = expected.replace("记律".encode(), "纪律".encode())
            assert new.read(part) == expected


def test_entities_and_white_space_beside_a_change_stay() -> None:
    page = "<p>甲&ldquo;记律&rdquo;&nbsp;严\n   明 &lt;乙&gt;</p><p>丙&hellip;"
    (source,) = read(page, "a.html")
    assert source.document.source == "甲“记律”\xa0严明 <乙>\n丙…"
    result = write_back(source, *change(source, ("记律", "纪律"), ("明", "<")))
    assert result.data.decode() == page.replace("记律", "纪律").replace("明", "&lt;")


def test_a_character_that_the_encoding_lacks_becomes_a_reference() -> None:
    page = "<html><head><meta charset=big5></head><p>學習會議記律嚴明的精神</p></html>"
    (source,) = read(page.encode("big5"), "a.html")
    result = write_back(source, *change(source, ("記", "纪")))
    assert result.data == page.encode("big5").replace("記".encode("big5"), b"&#32426;")


def test_code_keeps_its_lines() -> None:
    page = "<pre>甲乙\n  丙丁\n\n戊</pre>"
    (source,) = read(page, "a.html")
    result = write_back(source, *change(source, ("丙", "并")))
    assert result.data.decode() == page.replace("丙", "并")


def test_a_change_may_turn_the_main_text_into_something_else() -> None:
    menu = "<ul>" + "".join(f"<li><a href=x>栏目{n}</a></li>" for n in range(9)) + "</ul>"
    body = "".join(f"<p>{'会议指出要做好工作' * 4}{n}。</p>" for n in range(4))
    (source,) = read(f"<html>{menu}<div>{body}</div></html>", "a.html")
    before = source.document.source.split("\n")[0]
    result = write_back(source, *change(source, (before, "甲")))
    assert "<p>甲</p>" in result.data.decode()
