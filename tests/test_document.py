from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from restore.core.document import Document, Piece
from restore.core.edits import apply_edits, undo_edits
from restore.errors import LogMismatchError
from tests.strategies import layers, make_edit, texts


@given(st.data())
def test_every_character_has_its_origin_through_any_passes(data: st.DataObject) -> None:
    source = data.draw(texts())
    document = Document.from_text(source)
    inserted = {}
    for number in range(1, data.draw(st.integers(1, 4)) + 1):
        edits = data.draw(layers(document.text, number))
        inserted.update({edit.id: edit for edit in edits})
        expected = apply_edits(document.text, edits)
        assert undo_edits(expected, edits) == document.text
        document = document.apply(edits)
        assert document.text == expected
    position = 0
    for origin in document.origins():
        assert origin.start == position
        position = origin.end
        here = document.text[origin.start : origin.end]
        if origin.source is not None:
            assert origin.edit is None
            assert source[origin.source[0] : origin.source[1]] == here
        else:
            assert origin.edit is not None
            assert here in inserted[origin.edit].after
    assert position == len(document.text)


@given(texts(), st.data())
def test_to_source_and_back(source: str, data: st.DataObject) -> None:
    document = Document.from_text(source).apply(data.draw(layers(source, 1)))
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    left, right = document.to_source(start, end)
    assert 0 <= left <= right <= len(source)
    for a, b in document.from_source(left, right):
        assert document.text[a:b]


def _to_source_by_origins(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """The plain form: the longest run of origins that stands in source order; ``None`` without one."""
    best = run = None
    for origin in document.origins(start, end):
        if origin.source is None:
            continue
        if run is not None and origin.source[0] >= run[1]:
            run = (run[0], origin.source[1], run[2] + origin.end - origin.start)
        else:
            run = (*origin.source, origin.end - origin.start)
        if best is None or run[2] > best[2]:
            best = run
    return None if best is None else best[:2]


@given(
    st.lists(
        st.one_of(
            st.builds(Piece, st.integers(0, 30), st.integers(1, 6)),
            st.integers(1, 4).map(lambda length: Piece(0, length, "新" * length, "e")),
        ),
        max_size=12,
    ),
    st.data(),
)
def test_to_source_is_the_longest_run_of_origins(pieces: list[Piece], data: st.DataObject) -> None:
    length = sum(piece.length for piece in pieces)
    document = replace(Document.from_text("源" * 40), text="今" * length, pieces=tuple(pieces))
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    wanted = _to_source_by_origins(document, start, end)
    found = document.to_source(start, end)
    assert found == wanted if wanted is not None else found[0] == found[1]


def test_a_move_keeps_its_pieces() -> None:
    text = "标题正文一二三"
    edits = [
        make_edit(text, 0, 0, "一二三", identity="in", group="m"),
        make_edit(text, 4, 7, "", identity="out", group="m"),
    ]
    document = Document.from_text(text).apply(edits)
    assert document.text == "一二三标题正文"
    assert document.pieces == (Piece(4, 3), Piece(0, 4))
    assert document.to_source(0, 3) == (4, 7)
    assert document.from_source(0, 7) == [(3, 7), (0, 3)]


def test_a_copy_is_not_a_move() -> None:
    text = "甲乙"
    edits = [
        make_edit(text, 0, 1, "", identity="out", group="m"),
        make_edit(text, 1, 1, "甲", identity="in", group="m"),
        make_edit(text, 2, 2, "甲", identity="copy", group="m"),
    ]
    document = Document.from_text(text).apply(edits)
    assert document.text == "甲乙甲"
    assert [origin.edit for origin in document.origins()] == [None, "copy"]


def test_inserted_text_maps_to_the_place_before_it() -> None:
    document = Document.from_text("甲乙丙").apply([make_edit("甲乙丙", 1, 2, "丁戊")])
    assert document.to_source(1, 3) == (1, 1)
    assert document.to_source(0, 4) == (0, 3)
    assert Document.from_text("甲").apply([make_edit("甲", 0, 0, "乙")]).to_source(0, 1) == (0, 0)


@pytest.mark.parametrize(
    ("spans", "position"),
    [([(2, 3), (0, 1)], 0), ([(0, 9)], 0)],
)
def test_edits_that_do_not_fit_are_refused(spans: list[tuple[int, int]], position: int) -> None:
    text = "甲乙丙"
    edits = [make_edit(text + "丁" * 9, start, end, "") for start, end in spans]
    with pytest.raises(LogMismatchError) as refusal:
        Document.from_text(text).apply(edits)
    assert refusal.value.position == position


def test_no_edits_is_the_same_document() -> None:
    document = Document.from_text("")
    assert document.apply([]) is document
    assert document.pieces == ()
    assert document.to_source(0, 0) == (0, 0)


def test_a_span_within_a_piece_is_one_of_the_source() -> None:
    document = Document(
        "text",
        "甲乙丙丁戊",
        "",
        text="乙丙x戊",
        pieces=(Piece(1, 2), Piece(0, 1, "x", "e"), Piece(4, 1)),
    )
    assert document.within_piece(0, 2) == (1, 3)
    assert document.within_piece(3, 4) == (4, 5)
    assert [document.within_piece(*span) for span in ((1, 3), (2, 3), (-1, 1), (3, 5), (1, 1))] == [
        None
    ] * 5
