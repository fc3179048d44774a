from __future__ import annotations

import re
from itertools import pairwise

import pytest

from restore.core.document import Document
from restore.core.edits import Decision, Edit, Reason
from restore.core.log import EditLog, Pass
from restore.errors import RestoreError
from restore.pipeline import restore_corpus
from restore.readers import Source
from restore.settings import Settings
from restore.writers.pages import write_back
from tests.readers.formats import SAMPLES, WRITTEN, read, sample
from tests.readers.test_ocr_formats import ALTO, LINE, PAGE


def change(source: Source, *changes: tuple[str, str]) -> tuple[Document, EditLog]:
    """Replace words of a document, each once."""
    text = source.document.source
    edits = []
    for number, (before, after) in enumerate(changes):
        start = text.index(before)
        edits.append(
            Edit(
                str(number), source.document.id, 1, "correction", "r", (start, start + len(before)),
                (start, start + len(before)), before, after, None, 1.0, Decision.APPLIED,
                Reason.FORM, (),
            )
        )  # fmt: skip
    edits.sort(key=lambda edit: edit.span)
    log = EditLog(source.document.id, (Pass(1, "correction", tuple(edits)),))
    return source.document.apply(log.passes[0].edits), log


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_changed_is_the_same_file_to_the_byte(name: str) -> None:
    source = sample(name)
    result = write_back(source, source.document, EditLog(source.document.id))
    assert source.blob is not None
    assert result.data == source.blob.read()
    assert result.notes == ()


@pytest.mark.parametrize("name", WRITTEN)
def test_a_round_trip_of_engine_output_changes_text_alone(name: str) -> None:
    source = sample(name)
    run = restore_corpus([source.document], settings=Settings(), check_figures=False)
    (restored,) = run.restored
    result = write_back(source, restored.document, restored.log)
    assert source.blob is not None
    before, after = source.blob.read().decode(), result.data.decode()
    assert before != after
    # Everything that is not text (tags, boxes, confidences, white space) is as it was.
    if name.endswith(".tsv"):
        rows = zip(before.split("\n"), after.split("\n"), strict=True)
        assert all(old.split("\t")[:11] == new.split("\t")[:11] for old, new in rows)
    else:
        strip = re.compile(r"(?<=>)[^<>]*(?=<)|(?<=CONTENT=\")[^\"]*")
        assert strip.sub("", before) == strip.sub("", after)
    (again,) = read(result.data, name.removesuffix(".gz"))
    assert again.page is not None
    assert source.page is not None
    assert [line.box for line in again.page.lines] == [line.box for line in source.page.lines]
    assert "急难愁盼" in again.document.source


@pytest.mark.parametrize("name", ["page.xml", "across.page.xml", "lines.page.xml"])
def test_all_levels_of_page_xml_say_the_same(name: str) -> None:
    source = sample(name)
    document, log = change(source, ("坚定信心", "坚走心心"), ("2024年政协", "年协"))
    data = write_back(source, document, log).data.decode()
    assert "坚定信心" not in data
    assert "2024年政协的" not in data
    assert "坚走心心开拓进取" in data
    (again,) = read(data.encode(), name)
    assert again.page is not None
    assert again.page.notes == ()


def test_deleted_words_keep_their_box_and_lose_their_text() -> None:
    source = sample("alto.xml")
    document, log = change(source, ("坚定信心", "坚定"))
    data = write_back(source, document, log).data.decode()
    assert re.search(r'HPOS="292" VPOS="55" WIDTH="115" HEIGHT="48" WC="0.96" CONTENT=""/>', data)


def test_what_is_put_in_is_escaped() -> None:
    for name in WRITTEN:
        source = sample(name)
        document, log = change(source, ("坚定", "<坚&\"'定>"))
        (again,) = read(write_back(source, document, log).data, name.removesuffix(".gz"))
        assert again.document.source.startswith("<坚&\"'定>")


def test_alto_glyphs_and_levels_follow_the_length() -> None:
    (source,) = read(ALTO.format(version=4, order=""))
    document, log = change(source, ("记律委", "纪律检委"), ("末来", "来"))
    data = write_back(source, document, log).data.decode()
    assert 'CC="9 9 9 5" CONTENT="纪律检委"' in data
    assert 'CONTENT="末"' not in data
    assert data.count("<Glyph") == 1
    document, log = change(source, ("末来", "未来"))
    data = write_back(source, document, log).data.decode()
    assert 'CONTENT="未来"><Glyph ID="g1" CONTENT="未"' in data


def test_a_region_that_says_something_else_is_left() -> None:
    line = LINE.format(n=1, words="", text="记律严明")
    whole = "<TextEquiv><Unicode>别的文字</Unicode></TextEquiv>"
    (source,) = read(PAGE.format(lines=line, whole=whole))
    document, log = change(source, ("记律", "纪律"))
    result = write_back(source, document, log)
    assert "纪律严明" in result.data.decode()
    assert "别的文字" in result.data.decode()
    assert "region r" in result.notes[0]


def test_the_encoding_of_the_file_is_kept() -> None:
    text = PAGE.replace("UTF-8", "GB18030").format(
        lines=LINE.format(n=1, words="", text="记律严明"), whole=""
    )
    (source,) = read(text.encode("gb18030"))
    document, log = change(source, ("记律", "纪律"))
    data = write_back(source, document, log).data
    assert data == text.replace("记律", "纪律").encode("gb18030")


def test_a_character_that_the_encoding_lacks_is_refused() -> None:
    text = PAGE.replace("UTF-8", "GB2312").format(
        lines=LINE.format(n=1, words="", text="记律严明"), whole=""
    )
    (source,) = read(text.encode("gb2312"))
    document, log = change(source, ("记律", "㐂律"))
    with pytest.raises(RestoreError, match="cannot be written as gb2312"):
        write_back(source, document, log)


def test_formats_without_places_are_refused() -> None:
    source = sample("page.pdf")
    with pytest.raises(RestoreError, match="pdf cannot be written back"):
        write_back(source, source.document, EditLog(source.document.id))


def test_slots_of_one_level_do_not_overlap() -> None:
    for name in WRITTEN:
        page = sample(name).page
        assert page is not None
        slots = sorted((slot.low, slot.high) for slot in page.slots)
        assert all(left[1] <= right[0] for left, right in pairwise(slots))


def test_samples_are_there() -> None:
    assert {path.name for path in SAMPLES.iterdir()} >= set(WRITTEN)
